"""Rules on what a sentence claims beyond single facts: superlatives, comparisons, deeds, media, likeness, satisfaction.

Each yields the faults that it finds in a case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.explanation.behaviour_reasons import BehaviourReason, told_by
from agent.explanation.fact_sheet import FactSheet, items_of
from agent.grounding.amounts import amount_fault
from agent.grounding.item_evidence import ItemEvidence
from agent.grounding.plain_words import (
    ADVERSATIVE,
    AS_ASKED,
    BEHAVIOUR,
    BUDGET,
    CLOSENESS,
    LIKENESS,
    MEDIA,
    MOST,
    NOT_MOST,
    SAMENESS,
    SATISFIES,
    VAGUE,
    YOURS,
    akin,
)
from agent.grounding.sentence_context import (
    SentenceInContext,
    has_argument,
    in_quotes,
    media_words,
    modality_of,
    same_clause,
)
from agent.grounding.title_forms import forms, titled
from agent.parsing.amount_constraints import FREE
from retrieval.catalog.items import Item
from retrieval.language.tables import either, word_set
from retrieval.language.words import Span, fold, has_han, latin_words, singular

__all__ = [
    "CONTRAST",
    "asked",
    "behaviour",
    "compared",
    "conditions",
    "empty",
    "free",
    "likeness",
    "media",
    "shared",
    "superlatives",
]

EMPTY = 16
"""A sentence that claims nothing may have so many words (twice as many Chinese ones)."""


def superlatives(case: SentenceInContext) -> Iterator[str]:
    folded = case.marked.folded
    allowed = [Span(*m.span()) for m in NOT_MOST.finditer(folded)]
    allowed += [argument.span for argument in case.arguments]
    allowed += [run for run in case.marked.runs if run.end - run.start > 12 or has_han(folded[run.start])]
    allowed += [c.span for c in case.compared if c.true is not None]
    for match in MOST.finditer(folded):
        span = Span(*match.span())
        if any(other.overlaps(span) for other in allowed) or _nearest_place(case, span):
            continue
        yield f"“{match.group()}”: there is nothing to compare with"
    for match in VAGUE.finditer(folded):
        if not any(run.start <= match.start() and match.end() <= run.end for run in case.marked.runs):
            yield f"“{match.group()}” can't be told from the facts"


def _nearest_place(case: SentenceInContext, span: Span) -> bool:
    """Whether a superlative is one of nearness that the ranks bear out: "among the closest", 最接近的之一."""
    folded, sheet = case.marked.folded, case.evidence.sheet
    around = folded[max(0, span.start - 16) : span.end + 12]
    if not _NEAREST.search(around):
        return False
    modality = modality_of(case, span)
    rank = sheet.ranks.get(modality or "score")
    some = _SOME.search(around)
    return rank is not None and rank <= (3 if some else 1) and (modality is None or sheet.near(modality))  # type: ignore[arg-type]


def compared(case: SentenceInContext) -> Iterator[str]:
    for comparison in case.compared:
        said = comparison.span.of(case.marked.folded)
        if comparison.true is False:
            yield f"“{said}” is not so"
        elif comparison.true is None and not any(
            run.start <= comparison.span.start and comparison.span.end <= run.end for run in case.marked.runs
        ):
            yield f"“{said}” can't be told from the facts"
    for match in _THAN.finditer(case.marked.folded):
        span = Span(*match.span())
        resolved = [c.span for c in case.compared] + [q.span for q in case.marked.amounts]
        if match.group() not in _NO_COMPARISON and not any(span.overlaps(other) for other in resolved):
            yield f"“{match.group()}” can't be told from the facts"


def behaviour(case: SentenceInContext) -> Iterator[str]:
    """Yield the faults of what a sentence says that the person did: it must be known, of the very item that it names."""
    match = BEHAVIOUR.search(case.marked.folded)
    if match is None:
        return
    if case.evidence.sheet.done:
        yield from _deeds(case, match.group())
        return
    pointed = any(m.entry.owner == "like" for m in case.marked.mentions)
    if not (pointed and _LIKED.search(match.group())):
        yield f"“{match.group()}”: nothing is known of that"


def _deeds(case: SentenceInContext, said: str) -> Iterator[str]:
    """Whether each item that a sentence with "you liked" names is one of which that deed is known."""
    sheet, folded = case.evidence.sheet, case.marked.folded
    titles = [m for m in case.marked.mentions if m.entry.owner in ("like", "done", "other") and not m.entry.fields]
    for mention in titles:
        named = fold(mention.entry.phrase.strip())
        deeds = [done for done in sheet.done if named in forms(done.item)]
        asked = mention.entry.owner == "like" and _LIKED.search(said)
        if not asked and not any(told_by(done.kind, folded) for done in deeds):
            yield f"“{said} {mention.entry.phrase}”: nothing is known of that"
        if case.marked.denied(mention.span) or _NEVER.search(folded):
            yield f"“{said}” with a no: nothing is known of that"
    if not titles:
        yield f"“{said}”: of what?"


_NEAREST, _SOME, _LIKED = either("claims.nearest"), either("claims.some"), either("claims.liked")
_NEVER, _OWN, _LIKE = either("claims.never"), either("claims.own"), either("claims.like")
_SAME, _SAME_FIELD = either("claims.same"), either("claims.same_field")
_THAN, _NO_COMPARISON = either("claims.than"), word_set("claims.no_comparison")

_GIVEN = either("claims.given")
_GIVEN_AFTER = either("claims.given_after")


_GIVEN_ANY = either("claims.given_any")


_AS_IF = either("claims.as_if")
"""After a word of sound or looks: it only likens."""


def media(case: SentenceInContext, *, loose: bool = False) -> Iterator[str]:
    """Yield the faults of what is said of pictures and sounds. loose: what something only sounds or looks like isn't."""
    folded, sheet = case.marked.folded, case.evidence.sheet
    for piece, modality in media_words(case):
        if case.marked.quoted(piece.span):
            continue
        before = folded[: piece.span.start]
        if _GIVEN.search(before) or _GIVEN_AFTER.match(folded, piece.span.end):
            if modality not in sheet.query:
                yield f"the request came without {modality}"
            continue
        if _GIVEN_ANY.search(case.clause(piece.span.start).of(folded)) and modality not in sheet.query:
            yield f"the request came without {modality}"
        own = _OWN.search(before)
        like = loose and _AS_IF.match(folded, piece.span.end) is not None
        if (piece.known or like) and not own:
            continue
        if case.marked.denied(piece.span) == (modality in sheet.media):
            yield f"it has {'an' if modality in sheet.media else 'no'} {modality}"


_HEDGE = either("claims.hedge")
"""Before a word of likeness: it claims that there is some, not that it is a reason of its own."""


def likeness(case: SentenceInContext) -> Iterator[str]:
    """Yield the faults of a sentence that says that the item is near: it must be: much of the score, or some of it where it says "somewhat"."""
    folded, sheet = case.marked.folded, case.evidence.sheet
    claims = [Span(*m.span()) for m in LIKENESS.finditer(folded)]
    for match in (*SATISFIES.finditer(folded), *_SAME.finditer(folded)):
        claims += (
            [Span(*match.span())]
            if any(same_clause(case, match.start(), piece) for piece, _ in media_words(case))
            else []
        )
    for span in claims:
        if any(span.overlaps(m.span) for m in case.marked.mentions) or case.marked.quoted(span):
            continue
        if any(
            span.overlaps(r.span) and r.fields & set(case.evidence.item.attributes) and has_argument(case, r)
            for r in case.marked.relations
        ):
            continue
        modality = modality_of(case, span)
        if case.marked.denied(span) or any(done.part == (modality or done.part) for done in _told(case)):
            continue
        if modality in ("image", "audio"):
            some = modality in sheet.media and sheet.shares.get(modality, 0.0) > 0
            hedged = some and _HEDGE.search(folded[: span.start])
            if not hedged and not sheet.near(modality):  # type: ignore[arg-type]
                yield f"its {modality} is not near enough to be a reason"
        elif (
            sum(sheet.shares.get(m, 0.0) for m in (["text"] if modality else list(sheet.shares))) <= 0
            and not sheet.likes
        ):
            yield "nothing says that it is near"


def _told(case: SentenceInContext) -> list[BehaviourReason]:
    """The deeds that a sentence speaks of by their items' titles."""
    named = {fold(m.entry.phrase.strip()) for m in case.marked.mentions if m.entry.owner == "done"}
    return [done for done in case.evidence.sheet.done if named & forms(done.item)]


_BOTH = either("claims.both")
CONTRAST = either("claims.contrast")


def shared(case: SentenceInContext) -> Iterator[str]:
    """Yield the faults of a sentence that says that the item has something in common with another: both must have it; or neither both."""
    folded, sheet = case.marked.folded, case.evidence.sheet
    likes = [liked.item for liked in sheet.likes]
    done = [one.item for one in sheet.done]
    pointed = [
        (mention, item)
        for mention in case.marked.mentions
        if mention.entry.owner in ("like", "other", "done")
        and (not mention.entry.fields or in_quotes(case, mention.span))
        for item in titled(fold(mention.entry.phrase.strip()), (*likes, *done), case.evidence.others)
    ]
    if _BOTH.search(folded) and not pointed:
        yield from _differences(case, likes, "the other", Span(0, len(folded)), contrast=False)
    yield from _same_field(case, likes)
    for mention, item in pointed:
        within = _segment(folded, mention.span)
        contrast = CONTRAST.search(within.of(folded)) is not None
        like = _LIKE.search(folded[: mention.span.start])
        if contrast or like or SAMENESS.search(within.of(folded)):
            yield from _differences(case, [item], mention.entry.phrase, within, contrast=contrast)


def _segment(folded: str, span: Span) -> Span:
    """The part of a sentence around `span`, between words like "but"."""
    start, end = 0, len(folded)
    for match in re.finditer(rf";|；|{ADVERSATIVE.pattern}", folded):
        if 0 < match.end() <= span.start:
            start = match.end()
        elif match.start() >= span.end:
            return Span(start, match.start())
    return Span(start, end)


def _same_field(case: SentenceInContext, items: list[Item]) -> Iterator[str]:
    """ "The same director": then a value of that field must be shared."""
    for match in _SAME_FIELD.finditer(case.marked.folded):
        relation = next((r for r in case.marked.relations if 0 <= r.span.start - match.end() <= 1), None)
        for item in items if relation else ():
            theirs = {fold(str(v)) for n in relation.fields for v in items_of(item.attributes.get(n))}  # type: ignore[union-attr]
            own = {fold(str(v)) for n in relation.fields for v in items_of(case.evidence.item.attributes.get(n))}  # type: ignore[union-attr]
            if not theirs & own:
                yield f"“{match.group()}{relation.span.of(case.marked.folded)}”: nothing is the same"  # type: ignore[union-attr]


def _differences(case: SentenceInContext, items: list[Item], name: str, within: Span, contrast: bool) -> Iterator[str]:
    """What a sentence says that is not true of `items` (or, in a contrast, is)."""
    if not items:
        yield "there is nothing to share it with"
    for item in items:
        theirs = ItemEvidence(FactSheet(item), case.evidence.schema)
        for value in (m for m in case.marked.mentions if m.span.overlaps(within)):
            fields = (
                value.entry.fields
                if not value.entry.owner and not value.weak and not case.marked.denied(value.span)
                else frozenset()
            )
            if fields and any(theirs.holds(n, value.entry.phrase) for n in fields) == contrast:
                yield f"“{name}” is {'' if contrast else 'not '}“{value.entry.phrase}”"
        for amount in (q for q in case.marked.amounts if q.span.overlaps(within)):
            if (amount_fault(amount, case.bound[amount.span], case.marked, theirs) is None) == contrast:
                yield f"“{amount.span.of(case.marked.folded)}” is {'' if contrast else 'not '}true of “{name}”"


_CONDITION = either("claims.condition")
_ALL = either("claims.all")


def conditions(case: SentenceInContext) -> Iterator[str]:
    """Claims of satisfying everything, or any condition."""
    folded, sheet = case.marked.folded, case.evidence.sheet
    bounds = [f for f in sheet.conditions if f.takes == "bounds" and not f.negate]
    if (
        BUDGET.search(folded)
        and not case.marked.negations
        and (not bounds or any(f.takes == "bounds" for f in sheet.broken))
    ):
        yield "there is no such bound that it keeps"
    if not SATISFIES.search(folded) or not _CONDITION.search(folded):
        if sheet.broken and _ALL.search(folded) and YOURS.search(folded) and not ADVERSATIVE.search(folded):
            yield "not everything that was asked for holds"
        return
    if sheet.broken and not ADVERSATIVE.search(folded) and not case.marked.negations:
        yield "a condition does not hold"
    if not sheet.conditions and not case.marked.negations:
        yield "there was no condition that it meets"


def asked(case: SentenceInContext) -> Iterator[str]:
    """Yield the faults of "As you asked": something in the sentence must have been asked for."""
    match = AS_ASKED.search(case.marked.folded)
    if match is None or CLOSENESS.search(case.marked.folded) or SATISFIES.search(case.marked.folded):
        return
    marked, evidence, sheet = case.marked, case.evidence, case.evidence.sheet
    filters = (*sheet.conditions, *sheet.broken)
    fields = {f.field for f in filters}
    said = {singular(w) for m in marked.mentions for _, w in latin_words(fold(m.entry.phrase))} | {
        fold(m.entry.phrase) for m in marked.mentions
    }
    said |= {singular(p.text) for p in marked.pieces if not p.plain} | {
        singular(w) for r in marked.relations for _, w in latin_words(r.span.of(marked.folded))
    }
    request = evidence.asked_text
    known = (
        said & evidence.asked
        or any(has_han(word) and word in request for word in said)
        or any(r.fields & fields for r in marked.relations)
    )
    known = known or any(w in evidence.asked for w in MEDIA["image"] | MEDIA["audio"])
    known = (
        known
        or any(f.takes == "bounds" for f in filters if marked.amounts)
        or any(akin(w, a) for w in said for a in evidence.asked if w.isascii() and a.isascii())
    )
    if not known:
        yield f"“{match.group()}”: that was not asked for"


def free(case: SentenceInContext) -> Iterator[str]:
    """Yield the faults of the claim that it costs nothing: then a price must be 0."""
    for match in FREE.finditer(case.marked.folded):
        span = Span(*match.span())
        if any(span.overlaps(m.span) for m in case.marked.mentions) or case.marked.quoted(span):
            continue
        prices = {n for c, names in case.evidence.concepts() if c.name == "price" for n in names}
        zero = any(a.field in prices and a.value == 0 for a in case.evidence.amounts)
        if zero == case.marked.denied(span):
            yield f"“{match.group()}” is not so"


def empty(case: SentenceInContext) -> Iterator[str]:
    marked = case.marked
    says = (
        marked.mentions
        or marked.amounts
        or any(not p.plain for p in marked.pieces)
        or marked.negations
        or case.compared
    )
    if not says and len(marked.pieces) > EMPTY * (2 if has_han(marked.folded) else 1):
        yield "it says nothing at length"
