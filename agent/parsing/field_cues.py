"""How clearly the words beside a value name its field: "directed by …", "with …", …附近, …这道菜."""

from __future__ import annotations

import re

from agent.parsing.lexicon import FieldView
from retrieval.language.words import Span, clause_around, has_han

__all__ = ["cue", "introduced"]

_FILLER = r"[\s的:：]*(?:(?:by|the|a|an|is|are|of|in|like|from|with)\s+|有|是|为|要|里|中|叫|能|可以|做|包含|包括|提供|含|到|个|些|一){0,4}[\s的]*$"


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
        rf"[\s的这道些个种地]{{0,3}}(?:{'|'.join([re.escape(view.label), *mentions])}|[演唱写导]的)", after
    ):
        return 2
    return 1 if re.search("|".join([any_word, *mentions]), before + " " + after) else 0


def introduced(view: FieldView, folded: str, span: Span) -> bool:
    """Whether the words right beside `span` name the field."""
    return cue(view, folded, span) == 2
