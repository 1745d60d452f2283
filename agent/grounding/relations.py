"""Words of a sentence that name a field, by its name or by what it is about."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from agent.grounding.annotations import Relation
from agent.grounding.item_evidence import ItemEvidence
from agent.grounding.plain_words import NAMED_ALSO
from retrieval.language.concepts import Concept
from retrieval.language.tables import word_set
from retrieval.language.words import HAN, Mask, Span, has_han, key, latin_words, singular

__all__ = ["relations_in"]

_PREPOSITIONS = word_set("relations.prepositions")


def _alternatives(pattern: str) -> list[str]:
    """The alternatives of a pattern that stand in no group."""
    found, depth, start = [], 0, 0
    for i, char in enumerate(pattern):
        depth += (char == "(") - (char == ")")
        if char == "|" and not depth:
            found.append(pattern[start:i])
            start = i + 1
    return [*found, pattern[start:]]


@lru_cache(maxsize=64)
def _pattern(concept: Concept) -> re.Pattern[str] | None:
    """How a sentence names a concept: by its words, or by a verb that says no more than it ("directed by")."""
    parts = [part for part in (concept.words, NAMED_ALSO.get(concept.name)) if part]
    for verb in _alternatives(concept.verbs):
        bare = re.sub(r"\\[bw]\+?|\(\?:|\)|\?", "", verb).strip()
        if (
            bare
            and bare not in _PREPOSITIONS
            and re.fullmatch(rf"[a-z {HAN}]+", bare)
            and (not has_han(bare) or len(bare) > 1)
        ):
            parts.append(verb)
    return re.compile("|".join(parts)) if parts else None


def relations_in(folded: str, evidence: ItemEvidence, mask: Mask) -> list[Relation]:
    words = [(span, singular(word)) for span, word in latin_words(folded)]
    found: list[Relation] = []
    for name in evidence.schema.fields:
        label = key(name.replace("-", " "))
        size = label.count(" ") + 1
        for i in range(len(words) - size + 1):
            if " ".join(word for _, word in words[i : i + size]) == label:
                found.append(
                    Relation(Span(words[i][0].start, words[i + size - 1][0].end), frozenset({name}), exact=True)
                )
        if has_han(label):
            found += [
                Relation(Span(*m.span()), frozenset({name}), exact=True) for m in re.finditer(re.escape(label), folded)
            ]
    for concept, names in evidence.concepts():
        pattern = _pattern(concept)
        if pattern is not None:
            found += [
                Relation(Span(*m.span()), names, concept=concept) for m in pattern.finditer(folded) if m.group().strip()
            ]
    found = [r for r in found if mask.free(r.span)]
    found.sort(key=lambda r: (r.span.start - r.span.end, not r.exact, r.span.start))
    kept: list[Relation] = []
    for relation in found:
        clash = next((other for other in kept if relation.span.overlaps(other.span)), None)
        if clash is None:
            kept.append(relation)
        elif clash.span == relation.span and not clash.exact:
            kept[kept.index(clash)] = replace(clash, fields=clash.fields | relation.fields)
    return sorted(kept, key=lambda r: r.span)
