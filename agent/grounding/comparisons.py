"""Comparisons of an item with others: "cheaper than “Alien”", "the newest of these", 比《异形》便宜.

A comparison is resolved where both sides have the number; what can't be resolved is left for the check of superlatives
to refuse.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from agent.explanation.fact_sheet import items_of
from agent.grounding.annotations import AnnotatedSentence, Mention
from agent.grounding.item_evidence import ItemEvidence
from agent.grounding.title_forms import titled
from retrieval.catalog.items import Item
from retrieval.language.concepts import Concept
from retrieval.language.tables import either, fragment
from retrieval.language.words import Span, fold

__all__ = ["Comparison", "comparisons"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Words that compare, the words of what is compared with included, and whether it is true (None: can't be told)."""

    span: Span
    true: bool | None


_OTHERS = either("comparisons.others")
_THAN = either("comparisons.than")
_AMONG = fragment("comparisons.among")
_HIGHER, _LOWER = fragment("comparisons.higher"), fragment("comparisons.lower")
_HIGHEST, _LOWEST = fragment("comparisons.highest"), fragment("comparisons.lowest")


def _degree(alternatives: Sequence[str], which: int) -> str:
    return alternatives[which] if len(alternatives) > which else ""


@lru_cache(maxsize=64)
def _patterns(concept: Concept) -> list[tuple[re.Pattern[str], bool, bool]]:
    """(pattern, whether more of it is claimed, whether it is a superlative) for one concept."""
    found: list[tuple[re.Pattern[str], bool, bool]] = []
    for more, degrees in ((False, concept.less), (True, concept.more)):
        if comparative := _degree(degrees, 1):
            found.append((re.compile(rf"\b(?:{comparative})\b"), more, False))
        if superlative := _degree(degrees, 2):
            found.append((re.compile(rf"\b(?:the\s+)?(?:{superlative}){_AMONG}"), more, True))
        roots = concept.more_roots if more else concept.less_roots
        if roots:
            found.append((re.compile(rf"(?:{fragment('comparisons.most_of')})(?:{roots})"), more, True))
    if concept.words:
        for more, words in ((True, _HIGHER), (False, _LOWER)):
            found.append((re.compile(rf"\b(?:{words})\s+(?:{concept.words})(?=.{{0,12}}\bthan\b)"), more, False))
            found.append(
                (re.compile(rf"(?:{concept.words})\s+(?:(?:is|are)\s+)?(?:{words})(?=\s+than\b)"), more, False)
            )
            most = _HIGHEST if more else _LOWEST
            found.append((re.compile(rf"\b(?:the\s+)?(?:{most})\s+(?:{concept.words}){_AMONG}"), more, True))
    return found


_MORE_THAN = fragment("comparisons.more_than")
_MORE, _LESS = fragment("comparisons.more_of"), fragment("comparisons.less_of")


@lru_cache(maxsize=64)
def _chinese(concept: Concept) -> re.Pattern[str] | None:
    """比 … 便宜, 更便宜: `what` is what it is compared with, `more` and `less` tell the direction."""
    less = "|".join(filter(None, (concept.less_roots, rf"(?:{concept.words})(?:{_LESS})" if concept.words else "")))
    more = "|".join(filter(None, (concept.more_roots, rf"(?:{concept.words})(?:{_MORE})" if concept.words else "")))
    if not less and not more:
        return None
    sides = "|".join(f"(?P<{name}>{roots})" for name, roots in (("less", less), ("more", more)) if roots)
    return re.compile(rf"(?:{_MORE_THAN})(?:{sides})")


def _values(item: Item, names: Iterable[str]) -> dict[str, float]:
    found: dict[str, float] = {}
    for name in names:
        for value in items_of(item.attributes.get(name))[:1]:
            if isinstance(value, date):
                found[name] = float(value.toordinal())
            elif isinstance(value, int | float) and not isinstance(value, bool):
                found[name] = float(value)
    return found


def _truth(
    evidence: ItemEvidence, names: Iterable[str], others: Sequence[Item], more: bool, strict: bool
) -> bool | None:
    """Whether the item has more (or less) than each of `others`; None where a number is missing."""
    own = _values(evidence.item, names)
    truths: list[bool] = []
    for other in others:
        theirs = _values(other, own)
        if not theirs:
            return None
        for name, value in theirs.items():
            gap = own[name] - value if more else value - own[name]
            truths.append(gap > 0 or (not strict and gap == 0))
    return all(truths) if truths else None


def _items(mention: Mention, evidence: ItemEvidence) -> list[Item]:
    wanted = fold(mention.entry.phrase.strip())
    pointed = [liked.item for liked in evidence.sheet.likes]
    return titled(wanted, pointed, evidence.others)


def _object(start: int, marked: AnnotatedSentence, evidence: ItemEvidence) -> tuple[list[Item], int]:
    """What "than …" at `start` compares with, and where that ends; the one item pointed at where nothing is said."""
    than = _THAN.match(marked.folded, start)
    if than is None:
        likes = [liked.item for liked in evidence.sheet.likes]
        return (likes if len(likes) == 1 else []), start
    for mention in marked.mentions:
        begins = start < mention.span.start <= than.end() < mention.span.end  # a title may begin with "The"
        if begins and mention.entry.owner in ("like", "other"):
            return _items(mention, evidence), mention.span.end
    others = _OTHERS.match(marked.folded, than.end())
    return (list(evidence.others), others.end()) if others else ([], than.end())


_YOUR_BOUND = either("comparisons.your_bound")


def _beyond(evidence: ItemEvidence, names: Iterable[str], more: bool) -> bool | None:
    """Whether the item has more (or less) than every bound that conditions put on the fields."""
    names = set(names)
    own = _values(evidence.item, names)
    bounds = [
        (f.field, b)
        for f in (*evidence.sheet.conditions, *evidence.sheet.broken)
        if f.takes == "bounds" and f.field in names and isinstance(f.value, tuple)
        for b in f.value
    ]
    known = [(own[name], float(b)) for name, b in bounds if name in own and isinstance(b, int | float)]
    return all(value > b if more else value < b for value, b in known) if known else None


def comparisons(marked: AnnotatedSentence, evidence: ItemEvidence) -> list[Comparison]:
    """Return the comparisons of a sentence with items; those with numbers ("cheaper than 20") are amounts, not these."""
    found: list[Comparison] = []
    for concept, names in evidence.concepts():
        for pattern, more, superlative in _patterns(concept):
            for match in pattern.finditer(marked.folded):
                span = Span(*match.span())
                if any(span.overlaps(q.span) for q in marked.amounts) or any(
                    m.span.start <= span.start and span.end <= m.span.end for m in marked.mentions
                ):
                    continue
                items, end = (list(evidence.others), span.end) if superlative else _object(span.end, marked, evidence)
                yours = None if superlative else _YOUR_BOUND.match(marked.folded, span.end)
                if yours:
                    true, end = _beyond(evidence, names, more), yours.end()
                else:
                    true = _truth(evidence, names, items, more, strict=not superlative)
                found.append(Comparison(Span(span.start, end), true if true is None else true != marked.denied(span)))
        chinese = _chinese(concept)
        for match in chinese.finditer(marked.folded) if chinese else ():
            what = match["what"]
            groups = match.groupdict()
            mention = next(
                (
                    m
                    for m in marked.mentions
                    if match.start() < m.span.start < match.end() and m.entry.owner in ("like", "other")
                ),
                None,
            )
            likes = [liked.item for liked in evidence.sheet.likes]
            if what is None:
                items = likes if len(likes) == 1 else []
            else:
                items = (
                    _items(mention, evidence) if mention else list(evidence.others) if _THE_OTHERS.search(what) else []
                )
            true = _truth(evidence, names, items, bool(groups.get("more")), strict=True)
            span = Span(*match.span())
            found.append(Comparison(span, true if true is None else true != marked.denied(span)))
    found += [*_bare_chinese(marked, evidence), *_bare_english(marked, evidence)] if not found else []
    return sorted(found, key=lambda c: c.span)


_BARE_ENGLISH = either("comparisons.bare_english")


def _bare_english(marked: AnnotatedSentence, evidence: ItemEvidence) -> list[Comparison]:
    """ "Its depth is lower than that of …", "a lower depth than …": the field is the one that is named beside it."""
    found = []
    for match in _BARE_ENGLISH.finditer(marked.folded):
        span = Span(*match.span())
        if any(span.overlaps(q.span) for q in marked.amounts):
            continue
        near = [
            r for r in marked.relations
            if 0 <= r.span.start - span.end <= 1 or re.fullmatch(r"\s+(?:is|are)\s+", marked.folded[r.span.end : span.start])
        ]  # fmt: skip
        if near:
            items, end = _object(max(span.end, near[0].span.end), marked, evidence)
            true = _truth(evidence, near[0].fields, items, bool(match["more"]), strict=True)
            found.append(Comparison(Span(span.start, end), true if true is None else true != marked.denied(span)))
    return found


_BARE = either("comparisons.bare")
_THE_OTHERS = either("comparisons.the_others")


def _bare_chinese(marked: AnnotatedSentence, evidence: ItemEvidence) -> list[Comparison]:
    """人均38元，比…低: the field is the one that the sentence names before."""
    found = []
    for match in _BARE.finditer(marked.folded):
        named = [r for r in marked.relations if r.span.end <= match.start()]
        mention = next(
            (
                m
                for m in marked.mentions
                if match.start() < m.span.start < match.end() and m.entry.owner in ("like", "other")
            ),
            None,
        )
        items = (
            _items(mention, evidence) if mention else list(evidence.others) if _THE_OTHERS.search(match["what"]) else []
        )
        true = _truth(evidence, named[-1].fields, items, bool(match["more"]), strict=True) if named else None
        span = Span(*match.span())
        found.append(Comparison(span, true if true is None else true != marked.denied(span)))
    return found
