"""Rules on amounts and fields: what is measured must be so, and what is named must be there.

Each yields the faults that it finds in a case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.explanation.fact_sheet import items_of
from agent.grounding.amounts import amount_fault
from agent.grounding.annotations import Relation
from agent.grounding.plain_words import MEDIA, is_plain
from agent.grounding.sentence_context import SentenceInContext, has_argument
from retrieval.language.amounts import Quantity, find_quantities
from retrieval.language.concepts import CONCEPTS
from retrieval.language.tables import either
from retrieval.language.words import Mask, latin_words

__all__ = ["amounts", "prices", "relations"]

_PERCENT, _PERCENT_FACT = either("said.percent"), either("said.percent_fact")


def amounts(case: SentenceInContext) -> Iterator[str]:
    if _PERCENT.search(case.marked.folded) and not any(
        _PERCENT_FACT.search(run.of(case.marked.folded)) for run in case.marked.runs
    ):
        yield "a percentage that the facts don't have"
    for amount in case.marked.amounts:
        if any(amount.span.overlaps(c.span) for c in case.compared if c.true is not None):
            continue
        if _reported(case, amount):
            continue
        reason = amount_fault(amount, case.bound[amount.span], case.marked, case.evidence)
        if reason:
            yield reason


def _reported(case: SentenceInContext, amount: Quantity) -> bool:
    """Whether an amount is told as what the request asks for."""
    within = case.report is not None and case.report.start <= amount.span.start < case.report.end
    return within and _in_request(case, amount)


def _in_request(case: SentenceInContext, amount: Quantity) -> bool:
    sheet = case.evidence.sheet
    text = case.evidence.asked_text
    asked = find_quantities(text, Mask(len(text)))
    said = {amount.low, amount.high} - {None}
    ranges = [f.value for f in (*sheet.conditions, *sheet.broken) if isinstance(f.value, tuple)]
    bounds = {b for value in ranges for b in value} | {
        f.value for f in (*sheet.conditions, *sheet.broken) if not isinstance(f.value, tuple)
    }
    return any(said & {q.low, q.high} for q in asked) or bool(said & bounds)


def relations(case: SentenceInContext) -> Iterator[str]:
    evidence = case.evidence
    for relation in case.marked.relations:
        said = relation.span.of(case.marked.folded)
        present = [
            n
            for n in relation.fields
            if items_of(evidence.item.attributes.get(n))
            and (n not in evidence.schema.fields or evidence.schema.fields[n].kind != "boolean")
        ]
        switches = [
            v for n in relation.fields for v in items_of(evidence.item.attributes.get(n)) if isinstance(v, bool)
        ]
        denied = case.marked.denied(relation.span)
        argued = has_argument(case, relation)
        if any(relation.span.overlaps(c.span) for c in case.compared if c.true is not None):
            continue
        bounded = {f.field for f in (*evidence.sheet.conditions, *evidence.sheet.broken)}
        if (
            case.report is not None
            and case.report.start <= relation.span.start < case.report.end
            and relation.fields & bounded
        ):
            continue
        if switches:
            if all(value == denied for value in switches):
                yield f"“{said}” is {'so' if denied else 'not so'}"
        elif present and not argued and _misnamed(case, relation):
            yield f"what is said of “{said}” is none of its values"
        elif present:
            if denied and not argued and relation.exact and not all(is_plain(w) for _, w in latin_words(said)):
                yield f"it does have “{said}”"
        elif (
            not denied
            and not all(is_plain(w) for _, w in latin_words(said) or [(relation.span, said)])
            and not case.marked.quoted(relation.span)
        ):
            words = [w for _, w in latin_words(said)]
            known = (bool(words) and all(evidence.has_word(w) for w in words)) or (
                not words and any(said in text for text in evidence.texts)
            )
            media = bool(words) and all(w in MEDIA["text"] | MEDIA["image"] | MEDIA["audio"] for w in words)
            if not known and not media and not case.excused(relation.span):
                yield f"it has no {', '.join(sorted(relation.fields))}"


_IS_AFTER = either("said.is_after")

_IS_BEFORE = either("said.is_before")


def _misnamed(case: SentenceInContext, relation: Relation) -> bool:
    """Whether a word that is no known value is said to be the item's value of a field of categories ("Seal is the director")."""
    kinds = {case.evidence.schema.fields[n].kind for n in relation.fields if n in case.evidence.schema.fields}
    if kinds != {"category"}:
        return False
    folded = case.marked.folded
    after, before = _IS_AFTER.match(folded, relation.span.end), _IS_BEFORE.search(folded[: relation.span.start])
    pieces = [
        p
        for p in case.marked.pieces
        if not p.plain and not p.text.isdigit() and not any(run.overlaps(p.span) for run in case.marked.runs)
    ]
    ends = [p for p in pieces if before and p.span.end == before.start()]
    starts = [p for p in pieces if after and p.span.start == after.end()]
    return bool(ends or starts)


PRICE = re.compile(next(concept.words for concept in CONCEPTS if concept.name == "price"))
"""Words that speak of what something costs."""
NEAR = 0.03
"""The share that a price may be rounded by."""


def prices(case: SentenceInContext) -> Iterator[str]:
    """Yield the faults of a price where no field of it says so: texts are what anybody wrote into them ("its price is 3 dollars")."""
    if case.compared or PRICE.search(case.marked.folded) is None:
        return
    values = [value for value in case.evidence.item.attributes.values() if not isinstance(value, bool)]
    numbers = [float(value) for value in values if isinstance(value, int | float)]
    written = " ".join(str(value) for value in values)
    # those that words of its texts hold, too
    for amount in find_quantities(case.marked.folded, Mask(len(case.marked.folded))):
        if amount.unit is None or amount.unit.dimension != "money" or _reported(case, amount):
            continue
        low, high = (float(end) if isinstance(end, int | float) else None for end in (amount.low, amount.high))
        near = any(
            (low is None or number >= low * (1 - NEAR)) and (high is None or number <= high * (1 + NEAR))
            for number in numbers
        )
        digits = re.findall(r"\d+(?:[.,]\d+)*", amount.span.of(case.marked.folded))
        if not near and not (digits and all(re.search(rf"(?<!\d){re.escape(n)}(?!\d)", written) for n in digits)):
            yield f"no field says “{amount.span.of(case.marked.folded)}”"
