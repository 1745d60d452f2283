"""How clearly the words beside a value name its field: "directed by …", "with …", …附近, …这道菜."""

from __future__ import annotations

import re

from agent.parsing.lexicon import FieldView
from retrieval.language.tables import fragment
from retrieval.language.words import Span, clause_around, has_han

__all__ = ["cue", "introduced"]

_PARTICLE = fragment("field_cues.particle")
_FILLER = rf"(?:[\s:：]|{_PARTICLE})*(?:{fragment('field_cues.filler')}){{0,4}}(?:\s|{_PARTICLE})*$"
_BETWEEN, _DONE = fragment("field_cues.between"), fragment("field_cues.done")


def cue(view: FieldView, folded: str, span: Span) -> int:
    """2 where words right beside `span` name the field or introduce its values, 1 in the same clause, 0 nowhere."""
    clause = clause_around(folded, span)
    before, after = folded[clause.start : span.start], folded[span.end : clause.end]
    patterns = [concept.verbs for concept in view.concepts if concept.verbs]
    label = re.escape(view.label)
    patterns.append(rf"\b{label}s?\b" if view.label.isascii() else label)
    any_word = "|".join(patterns)
    if re.search(rf"(?:{any_word}){_FILLER}", before):
        return 2
    mentions = [concept.words for concept in view.concepts if concept.words]
    if has_han(folded) and re.match(
        rf"(?:\s|{_BETWEEN}){{0,3}}(?:{'|'.join([re.escape(view.label), *mentions])}|{_DONE})", after
    ):
        return 2
    return 1 if re.search("|".join([any_word, *mentions]), before + " " + after) else 0


def introduced(view: FieldView, folded: str, span: Span) -> bool:
    """Whether the words right beside `span` name the field."""
    return cue(view, folded, span) == 2
