"""Claims of fact in a clause that the row doesn't bear out: what of a model's sentence is cut, whatever else it may judge.

Numbers, values and names of fields, comparisons, superlatives, properties that a row would list, deeds of the person, and what
somebody must not have. Each rule yields the faults that it finds; words that claim none of these are no matter here.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from agent.grounding import claims, field_claims
from agent.grounding.amounts import amount_fault
from agent.grounding.annotate import annotate
from agent.grounding.item_evidence import ItemEvidence
from agent.grounding.names import capitals
from agent.grounding.plain_words import AS_ASKED, INJECTION, VAGUE, kind_of_word
from agent.grounding.rules import LONG
from agent.grounding.sentence_context import Rule, SentenceInContext, named
from agent.grounding.titles import of_own_title
from agent.grounding.values import values
from agent.grounding.words import contradictions, words
from agent.parsing.comparatives import find_degrees
from retrieval.language.amounts import Quantity
from retrieval.language.claimed import HAVING, OWNING, PROPERTIES, SUPERLATIVE
from retrieval.language.safety import avoided, diets_in
from retrieval.language.words import Mask, Span, fold, key

__all__ = ["FACTS", "false_claim"]

MANY = 50
"""Values of a field that are looked through for kinds of things."""
NOTHING = "nothing in the facts"
"""How a fault of an amount begins that no field and no text speaks of."""
QUOTED = re.compile(r"[\"“「『《]([^\"”」』》]+)[\"”」』》]")


@dataclass(frozen=True, slots=True)
class _Difference:
    """A comparison by how much ("three years older than “The Thing”"): the amount, all of it, and whether it is so."""

    amount: Span
    span: Span
    true: bool


def _differences(case: SentenceInContext) -> list[_Difference]:
    """Comparisons with a number before them, which alone they couldn't be resolved with."""
    found = []
    folded = case.marked.folded
    for amount in case.marked.amounts:
        raw = case.marked.raw if len(case.marked.raw) == len(folded) else folded
        without = raw[: amount.span.start] + " " * (amount.span.end - amount.span.start) + raw[amount.span.end :]
        other = SentenceInContext(annotate(without, case.evidence), case.evidence)
        for comparison in other.compared:
            between = folded[amount.span.end : comparison.span.start]
            near = comparison.span.overlaps(amount.span) or re.fullmatch(r"\s*\w*\s*", between) is not None
            if near and comparison.true is not None:
                span = Span(min(amount.span.start, comparison.span.start), comparison.span.end)
                true = comparison.true and _apart(other, comparison.span, set(_points(amount)))
                found.append(_Difference(amount.span, span, true))
    return found


def _apart(case: SentenceInContext, span: Span, points: set[float]) -> bool:
    """Whether a number of the item differs by so much from the same of an item that is compared with."""
    evidence = case.evidence
    own = {n: v for n, v in evidence.item.attributes.items() if isinstance(v, int | float) and not isinstance(v, bool)}
    theirs = [other.attributes for other in (*evidence.others, *(liked.item for liked in evidence.sheet.likes))]
    return any(
        abs(float(v) - float(w)) in points
        for n, v in own.items()
        for a in theirs
        if isinstance(w := a.get(n), int | float)
    )


def _measurable(case: SentenceInContext) -> bool:
    """Whether an adjective of a sentence compares or exceeds by something that a field of the catalogue decides."""
    folded = case.marked.folded
    concepts = {concept.name for concept, _ in case.evidence.concepts()}
    settled = [c.span for c in case.compared if c.true is not None]
    busy = Mask(
        len(folded), [*settled, *(m.span for m in case.marked.mentions), *(q.span for q in case.marked.amounts)]
    )
    quoted = case.marked.quoted
    return any(
        d.degree != "positive" and d.concept.name in concepts and not quoted(d.span) for d in find_degrees(folded, busy)
    )


def _compared(case: SentenceInContext) -> Iterator[str]:
    """Comparisons and superlatives that are false, or that a field would decide and doesn't."""
    for comparison in case.compared:
        if comparison.true is False:
            yield f"“{comparison.span.of(case.marked.folded)}” is not so"
    for difference in _differences(case):
        if not difference.true:
            yield f"“{difference.span.of(case.marked.folded)}” is not so"
    vague = VAGUE.search(case.marked.folded)
    if vague is not None and not any(run.start <= vague.start() and vague.end() <= run.end for run in case.marked.runs):
        yield f"“{vague.group()}” can't be told from the facts"
    most = _measurable(case) or SUPERLATIVE.search(case.marked.folded) is not None
    if most and next(claims.superlatives(case), None) is not None:
        yield "what it is more or most of can't be told from the facts"
    if _measurable(case) and next(claims.compared(case), None) is not None:
        yield "what it is more or less than can't be told from the facts"


def _listed(case: SentenceInContext) -> Iterator[str]:
    """Properties that a row would list: hours, what is allowed, included or needed; and what somebody must not have."""
    property_ = PROPERTIES.search(case.marked.folded)
    if property_ is not None and _unsupported(case):
        yield f"nothing says “{property_.group().strip()}”"
    lists = {n for c, names in case.evidence.concepts() if c.name == "facility" for n in names}
    if lists & set(case.evidence.item.attributes) and any(_unsupported(part) for part in _having(case)):
        yield "its row lists what it has, and not this"
    for piece in case.marked.pieces:
        harms = avoided(piece.text) is not None
        if harms and (case.marked.denied(piece.span) != piece.known) and case.marked.denied(piece.span):
            yield f"nothing says that it is free of “{piece.text}”"
    if diets_in(case.marked.folded) and _unsupported(case):
        yield "nothing says that it suits this way of eating"
    if AS_ASKED.search(case.marked.folded) and _unsupported(case):
        yield "nothing of that was asked for"


def _having(case: SentenceInContext) -> Iterator[SentenceInContext]:
    """The clauses of a sentence that say what it has, each by itself."""
    folded = case.marked.folded
    raw = case.marked.raw if len(case.marked.raw) == len(folded) else folded
    for clause in dict.fromkeys(case.clause(found.start()) for found in HAVING.finditer(folded)):
        whole = clause.end - clause.start == len(folded)
        yield case if whole else SentenceInContext(annotate(clause.of(raw), case.evidence), case.evidence)


def _unsupported(case: SentenceInContext) -> bool:

    return next(words(case), None) is not None


def _contrary(case: SentenceInContext) -> Iterator[str]:
    """Words of which the item's own texts say the contrary."""

    yield from contradictions(case)


def _credited(case: SentenceInContext) -> Iterator[str]:
    """A name that the facts don't have, where the sentence says whose work it is and the row has such names."""
    if next(capitals(case), None) is None:
        return
    own = case.evidence.item.attributes
    for relation in case.marked.relations:
        fields = [n for n in relation.fields if n in own and n in case.evidence.schema.fields]
        if any(case.evidence.schema.fields[n].kind == "category" for n in fields):
            yield f"“{relation.span.of(case.marked.folded)}” is said of a name that it hasn't"


def _media(case: SentenceInContext) -> Iterator[str]:
    """What is said of its own picture or sound, or of one that the person gave."""
    yield from claims.media(case, loose=True)


def _named(case: SentenceInContext) -> Iterator[str]:
    """Another item's title that is said to be this item's, a name that is only like its own, and a person of the facts in a story."""
    own = {word for title in case.evidence.sheet.titles for word in key(title).split()}
    for reason in capitals(case):
        words = set(key(reason.partition("“")[2].partition("”")[0]).split())
        if words & own or "stands nowhere" not in reason:
            yield reason
    for quoted in QUOTED.finditer(case.marked.raw):
        said_so = named(case, Span(*quoted.span(1)))
        if said_so and fold(quoted[1]) not in {fold(title) for title in case.evidence.sheet.titles}:
            yield f"“{quoted[1]}” is not its title"
    categories = [f for f in case.evidence.schema.fields.values() if f.kind == "category"] if case.marked.pieces else []
    kinds = {kind_of_word(fold(value)) for f in categories for value in f.frequent(MANY)} - {None}
    for piece in case.marked.pieces:
        kind = kind_of_word(piece.text)
        if kind in kinds - case.evidence.kinds and not piece.known and not case.marked.denied(piece.span):
            yield f"it is no {piece.text}"
    for mention in case.marked.mentions:
        other = mention.entry.owner in ("like", "other", "done") and not mention.entry.fields
        if other and named(case, mention.span) and not of_own_title(case.evidence, mention):
            yield f"“{mention.entry.phrase}” is another item"


WORDED, COUNTED = 99, 12
"""The largest number that, written as a word and of nothing that is measured, only tells a story ("two prisoners", "twenty-four
emperors"); in a clause of what something has, or that a row would list, the smaller one."""


def _amounts(case: SentenceInContext) -> Iterator[str]:
    """Numbers that the facts don't bear out, but for those that nothing in the facts is of: small ones in words, those of the
    request, and those that stand so in the item's texts."""
    folded = case.marked.folded
    most = COUNTED if HAVING.search(folded) or PROPERTIES.search(folded) else WORDED
    settled = [c.span for c in case.compared if c.true is not None] + [d.amount for d in _differences(case)]
    for amount in case.marked.amounts:
        if any(amount.span.overlaps(span) for span in settled):
            continue
        bound = case.bound[amount.span]
        reason = amount_fault(amount, bound, case.marked, case.evidence)
        if reason is None:
            continue
        written = re.findall(r"\d+(?:[.,]\d+)*", amount.span.of(folded))
        own = [r for r in bound if r.fields & set(case.evidence.item.attributes)]
        unheard = reason.startswith(NOTHING)
        small = amount.unit is None and not written and max(_points(amount), default=math.inf) <= most
        asked = bool(written) and all(_stands(n, case.evidence.sheet.request) for n in written)
        stated = bool(written) and all(any(_stands(n, text) for text in case.evidence.texts) for n in written)
        if amount.unit is not None:  # "3 dollars" is not borne out by the number of a title
            measured = re.compile(rf"(?<![\w.]){re.escape(amount.span.of(folded).strip())}(?!\w)")
            stated = stated and any(measured.search(fold(text)) for text in case.evidence.texts)
        if not own and ((unheard and (small or asked)) or stated):
            continue
        yield reason


def _points(amount: Quantity) -> list[float]:
    return [float(v) for v in (amount.low, amount.high) if isinstance(v, int | float)]


def _stands(number: str, text: str) -> bool:
    return re.search(rf"(?<![\d.]){re.escape(number)}(?![\d.]*\d)", text) is not None


def _values(case: SentenceInContext) -> Iterator[str]:
    """Values of fields that aren't this item's. A word that only by another name is a value of fields that it hasn't claims none, and a
    name of such a field whose work it is called ("Kurosawa's quiet drama") is knowledge that no row decides."""
    own = set(case.evidence.item.attributes)
    loose = [
        m
        for m in case.marked.mentions
        if m.entry.fields
        and not m.entry.fields & own
        and (m.span.of(case.marked.folded) != fold(m.entry.phrase) or OWNING.match(case.marked.folded, m.span.end))
    ]
    kept = tuple(m for m in case.marked.mentions if m not in loose)
    yield from values(SentenceInContext(replace(case.marked, mentions=kept), case.evidence) if loose else case)


FACTS: tuple[Rule, ...] = (
    _compared, claims.behaviour, _media, _named, _values, _amounts, field_claims.prices, field_claims.relations,
    claims.shared, claims.conditions,
    claims.asked, claims.free, _credited, _listed, _contrary,
)  # fmt: skip


def false_claim(clause: str, evidence: ItemEvidence) -> str | None:
    """Return why a clause claims a fact that the row doesn't bear out, or None where it claims none."""
    if len(clause) > LONG:
        return "too long to be checked"
    order = INJECTION.search(clause)
    if order is not None:
        return f"“{order.group()[:40]}” is never shown"
    case = SentenceInContext(annotate(clause, evidence), evidence)
    for rule in FACTS:
        for reason in rule(case):
            return reason
    return None
