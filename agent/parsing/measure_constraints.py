"""Conditions on what fields measure: amounts, wishes for an order, comparisons with an item, and fields of yes and no."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from agent.parsing.amount_constraints import amount_constraint, at_both_ends, other_currency, partner_of
from agent.parsing.comparatives import POPULAR, Degree, one_wanted
from agent.parsing.denials import Denial
from agent.parsing.field_resolution import (
    FieldResolution,
    choose_field,
    choose_for_concept,
    field_mentions,
    mentions_for,
)
from agent.parsing.intent import Constraint, Reference, Sort
from agent.parsing.item_references import Pointer, reference
from agent.parsing.lexicon import FieldView
from agent.parsing.partial import ConstraintMention, PartialParse
from agent.parsing.value_constraints import denied
from agent.parsing.verb_fields import verb_choice
from retrieval.language.amounts import Quantity, ends_of_one
from retrieval.language.tables import either
from retrieval.language.words import Span, clause_around, has_han

__all__ = ["add_amounts", "add_in_stock", "join_alternatives", "order_wished"]

STANDING = frozenset({"rating", POPULAR})
"""Concepts that tell how good or how liked something is: where no field knows it, others' behaviour may."""


_SUITS = either("measure_constraints.suits")
_WHOM = either("measure_constraints.whom")


def _suiting(folded: str, age: Span) -> Span | None:
    """The words that a thing is to suit somebody of an age, as one phrase ("for my five-year-old"); None where none say so."""
    before, after = _SUITS.search(folded[: age.start]), _WHOM.match(folded, age.end)
    return Span(before.start(), after.end() if after else age.end) if before else None


def _per(q: Quantity, before: Quantity | None, folded: str) -> bool:
    """Whether an amount only says what another one is the price of ("4 euros a kilo")."""
    money = before is not None and before.unit is not None and before.unit.dimension == "money"
    return before is not None and money and q.article and not folded[before.span.end : q.span.start].strip()


def _together(
    bounds: list[Quantity], choices: list[FieldResolution | None], folded: str
) -> Iterator[tuple[Quantity, FieldResolution | None]]:
    """The bounds with their fields: of two ends of one stretch, one that nothing settles takes unit and field from the other."""
    paired = list(zip(bounds, choices, strict=True))

    def open_(q: Quantity, choice: FieldResolution | None) -> bool:
        return q.unit is None and (choice is None or choice.mention is None)

    for i in range(len(paired) - 1):
        (one, first), (other, second) = paired[i], paired[i + 1]
        if not ends_of_one(one, other, folded):
            continue
        if open_(one, first) and second is not None and not open_(other, second):
            paired[i] = replace(one, unit=other.unit), second
        elif open_(other, second) and first is not None:
            paired[i + 1] = replace(other, unit=one.unit), first
    yield from paired


_THEIR_TIME = either("measure_constraints.their_time")


def _of_the_hour(q: Quantity, choice: FieldResolution, near: Span | None, draft: PartialParse) -> bool:
    """Whether a day only says when the person speaks: "I feel low today", where the field has no days about that one."""
    if not q.relative or near is not None or _THEIR_TIME.search(q.span.of(draft.folded)) is None:
        return False
    low, high = choice.view.field.minimum, choice.view.field.maximum
    if not (isinstance(low, date) and isinstance(high, date)):
        return True
    days = [date.fromisoformat(one) for one in (q.low, q.high) if isinstance(one, str)]
    return not days or max(days) < low or min(days) > high


def _of_currency(view: FieldView, q: Quantity) -> str:
    """The code of an amount's currency where the field has amounts in several: they compare only within one."""
    if len(view.field.units) < 2 or q.unit is None or q.unit.dimension != "money":
        return ""
    return next((code for code in view.field.units if code.casefold() == q.unit.name), "")


def _in_currency(bound: Constraint, code: str) -> Constraint:
    """The condition that an item's amount is in the currency of `bound`."""
    return Constraint(
        field=f"{bound.field}_currency", op="in", values=(code,), weak=bound.weak, span=bound.span, guess=bound.guess
    )


def _counted(view: FieldView, other: FieldView, q: Quantity) -> bool:
    """Whether a number lies within what two ends of one measure reach: then both are asked for at once."""
    ends = [bound for one in (view, other) if (bounds := one.bounds()) for bound in bounds]
    return isinstance(q.low, int | float) and bool(ends) and min(ends) <= q.low <= max(ends)


def add_amounts(draft: PartialParse, quantities: list[Quantity], denials: list[Denial], count: Span | None) -> None:
    """Constraints from amounts; what bounds no field of the catalogue is noted as soft."""
    mentions = field_mentions(draft.folded, draft.vocabulary)
    counted = [q for q in quantities if count is None or not q.span.overlaps(count)]
    bounds = [q for q, before in zip(counted, (None, *counted), strict=False) if not _per(q, before, draft.folded)]
    choices = [
        verb_choice(q, draft.folded, draft.vocabulary)
        or choose_field(
            q, draft.folded, draft.vocabulary, mentions_for(q, quantities, mentions, draft.folded), draft.given
        )
        for q in bounds
    ]
    for q, choice in _together(bounds, choices, draft.folded):
        named = choice.mention if choice else None
        near = named if named and (0 <= q.span.start - named.end <= 8 or 0 <= named.start - q.span.end <= 4) else None
        span = Span(min(q.span.start, near.start), max(q.span.end, near.end)) if near else q.span
        denial = denied(q.span, denials)
        if denial and denial.cue.end <= q.span.start and len(draft.folded[denial.cue.end : span.start].strip()) <= 12:
            span = Span(denial.cue.start, span.end)
        elif denial:
            denial = None
        constraint = None
        beside = named is not None and 0 <= named.start - q.span.end <= 1  # "for one person"
        if choice is not None and (beside or not (q.article and not q.compared and q.unit is None)):
            constraint = amount_constraint(
                choice.view, q, span=span.of(draft.text), negate=denial is not None, weak=draft.weak(span),
                guess=choice.guess, rates=draft.vocabulary.rates,
            )  # fmt: skip
            if constraint is not None and _of_the_hour(q, choice, near, draft):
                continue
            if constraint is None and (currency := other_currency(choice.view, q, draft.vocabulary.rates)):
                draft.currencies[span.of(draft.text)] = currency
        other = partner_of(choice.view, draft.vocabulary) if choice is not None and constraint is not None else None
        if (
            choice is not None
            and other is not None
            and q.kind == "exact"
            and not q.around
            and _counted(choice.view, other, q)
        ):
            for view, end in at_both_ends(choice.view, other, q):
                both = amount_constraint(view, end, span=span.of(draft.text), negate=False, weak=draft.weak(span))
                if both is not None and denial is None:
                    draft.add(both, span)
            draft.understood.append(span)
            continue
        if constraint is not None:
            draft.add(constraint, span)
            draft.understood.append(span)
            if choice is not None and (code := _of_currency(choice.view, q)):
                draft.add(_in_currency(constraint, code), span)
        elif q.unit is not None and q.unit.dimension == "age":
            whole = _suiting(draft.folded, span) if q.person else span
            draft.soft += [(whole.of(draft.text), whole)] if whole else []
        elif q.guess == "ambiguous":  # "this year" may be of the person's time, not of the items'
            continue
        elif q.compared or (q.unit is not None and q.unit.dimension in ("money", "rating") and not q.article):
            draft.soft.append((span.of(draft.text), span))


_OR_AMOUNT = either("measure_constraints.or_amount")


def join_alternatives(draft: PartialParse) -> None:
    """ "Level 1 or 2": two amounts of one field that "or" joins are alternatives."""
    joined: list[ConstraintMention] = []
    for found in sorted(draft.found, key=lambda f: f.span):
        last = joined[-1] if joined else None
        gap = draft.folded[last.span.end : found.span.end] if last else ""
        one, two = (last.constraint if last else None), found.constraint
        if (
            last
            and one
            and one.field == two.field
            and {one.op, two.op} <= {"eq", "in"}
            and one.negate == two.negate
            and _OR_AMOUNT.match(gap)
        ):
            span = Span(last.span.start, found.span.end)
            joined[-1] = ConstraintMention(
                one.model_copy(
                    update={
                        "op": "in",
                        "values": (*one.values, *two.values),
                        "span": span.of(draft.text),
                        "guess": one.guess or two.guess,
                    }
                ),
                span,
            )
        else:
            joined.append(found)
    draft.found[:] = joined


def _one_each(draft: PartialParse, degrees: list[Degree]) -> list[Degree]:
    """Of the concepts that one adjective may speak of, the one that the clause names too, else the first that the catalogue has
    a field of."""
    kept: dict[Span, tuple[int, Degree]] = {}
    for d in degrees:
        clause = clause_around(draft.folded, d.span)
        words = draft.folded[clause.start : clause.end]
        view = choose_for_concept(d.concept, words, draft.vocabulary, draft.given, frozenset[str]())
        beside = draft.folded[clause.start : d.span.start] + " " + draft.folded[d.span.end : clause.end]
        named = d.concept.mention is not None and d.concept.mention.search(beside) is not None
        rank = (1 + named) if view is not None else 0
        if d.span not in kept or rank > kept[d.span][0]:
            kept[d.span] = rank, d
    return [d for _, d in kept.values()]


def order_wished(
    draft: PartialParse, degrees: list[Degree], pointers: list[Pointer], denials: list[Denial]
) -> Sort | None:
    """The order that is wished for; comparisons with an item become constraints."""
    sort: Sort | None = None
    for d in _one_each(draft, degrees):
        clause = clause_around(draft.folded, d.span)
        bounded = {f.constraint.field for f in draft.found}
        names = draft.shown if d.degree != "superlative" else frozenset()
        view = choose_for_concept(
            d.concept, draft.folded[clause.start : clause.end], draft.vocabulary, draft.given, names
        )
        under = next((n for n in denials if n.scope.start <= d.span.start < n.scope.end), None)
        span = Span(under.cue.start, d.span.end) if under else d.span
        if view is None and d.concept.name in STANDING and (d.degree == "superlative" or d.concept.name == POPULAR):
            said = span.of(draft.text)
            sort = Sort(field=POPULAR, descending=d.more == (under is None), vague=d.degree != "superlative", span=said)
            draft.understood.append(span)
            continue
        if view is None:
            if d.concept.name in ("price", "rating") and d.span.of(draft.folded) not in ("best", "worst"):
                draft.soft.append((span.of(draft.text), span))
            continue
        descending = d.more != (under is not None)
        measured = next(
            (p for p in pointers if p.than and p.span.start >= clause.start and p.span.end <= clause.end + 1), None
        )
        a_bit = bool(draft.shown) and _A_BIT.search(d.span.of(draft.folded)) is not None  # 便宜一点: than these
        if under is None and (
            d.degree == "comparative" or a_bit or (measured and d.degree == "positive" and has_han(draft.folded))
        ):
            anchor = measured or next((p for p in reversed(pointers) if p.span.start < d.span.start), None)
            if anchor or draft.shown:
                than = reference(anchor, draft.text, False) if anchor else Reference(span=d.span.of(draft.text))
                whole = (
                    Span(min(d.span.start, measured.span.start), max(d.span.end, measured.span.end))
                    if measured
                    else d.span
                )
                draft.add(_compared(view.name, d, than, whole.of(draft.text)), whole)
                draft.understood.append(whole)
                continue
        if sort is not None and not sort.vague and d.degree == "positive":
            continue  # "the oldest vintage"
        if view.name not in bounded or d.degree == "superlative":
            words = d.span.of(draft.folded)
            sort = Sort(
                field=view.name,
                descending=descending,
                vague=d.degree != "superlative" or under is not None,
                single=d.degree == "superlative" and words != "best" and one_wanted(draft.folded, d.span),
                place=d.place,
                span=span.of(draft.text),
            )
            draft.understood.append(span)
    return sort


_A_BIT = either("measure_constraints.a_bit")


def _compared(name: str, d: Degree, than: Reference, span: str) -> Constraint:
    return Constraint(field=name, op="range", than=than, open_low=d.more, open_high=not d.more, span=span)


_SEATS = either("measure_constraints.seats")
_IN_STOCK = either("measure_constraints.in_stock")
_SOLD_OUT = either("measure_constraints.sold_out")


def add_in_stock(draft: PartialParse, denials: list[Denial]) -> None:
    """ "In stock", 有货: more than none, where a field counts what is there; "sold out", 卖完了: none."""
    for view in draft.vocabulary.fields.values():
        counts = any(concept.name == "stock" for concept in view.concepts) and view.field.kind == "number"
        if not counts or _SEATS.search(view.name.lower()):
            continue
        gone = _SOLD_OUT.search(draft.folded)
        bounds: dict[str, Any] = {"high": 0.0} if gone else {"low": 0.0, "open_low": True}
        match = gone or _IN_STOCK.search(draft.folded)
        if match:
            span = Span(*match.span())
            denial = denied(span, denials)
            span = Span(min(denial.cue.start, span.start), span.end) if denial else span
            draft.add(
                Constraint(field=view.name, op="range", **bounds, negate=denial is not None, weak=draft.weak(span), span=span.of(draft.text)),
                span,
            )  # fmt: skip
            draft.understood.append(span)
