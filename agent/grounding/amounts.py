"""Whether a number that a sentence says of an item is true: with its unit, its comparison, and the field it speaks of.

Knows amounts and fields; where they stand in a sentence is found in `marking.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from agent.explanation.fact_sheet import items_of
from agent.grounding.annotations import AnnotatedSentence, Relation
from agent.grounding.item_evidence import Amount, ItemEvidence, unit_of
from agent.grounding.plain_words import MEDIA, YOURS, akin, is_plain
from retrieval.catalog.items import Item
from retrieval.language.amounts import Quantity
from retrieval.language.concepts import concepts_of
from retrieval.language.tables import either
from retrieval.language.units import Unit, convert
from retrieval.language.words import has_han, latin_words, singular

__all__ = ["amount_fault", "amount_holds"]

ABOUT = 0.05
"""How far "about" may be off, as a share; a year must be right."""
_USUAL = {
    "time": {"minute"},
    "rating": {"star", "point"},
    "energy": {"kilocalorie"},
    "year": {"year"},
    "level": {"level"},
    "age": {"age"},
}
"""Units that a field without a declared one may be said to be in."""
_YEARS = (1500, 2100)


def _bounds(q: Quantity) -> tuple[float | None, float | None]:
    low = q.low if isinstance(q.low, int | float) else None
    high = q.high if isinstance(q.high, int | float) else None
    if q.around and low is not None and high is not None:
        middle = (low + high) / 2
        slack = 0 if high - low == 4 and _YEARS[0] < middle < _YEARS[1] else abs(middle) * ABOUT
        return middle - slack, middle + slack
    return low, high


def amount_holds(q: Quantity, value: float, scale: float = 1.0) -> bool:
    """Return whether `value` lies within the bounds of `q`, which are multiplied by `scale` first."""
    low, high = _bounds(q)
    if low is not None:
        low = round(low * scale, 6)
        if value <= low - 1e-9 or (q.open_low and value <= low + 1e-9):
            return False
    if high is not None:
        high = round(high * scale, 6)
        if value >= high + 1e-9 or (q.open_high and value >= high - 1e-9):
            return False
    return low is not None or high is not None


def _dated(q: Quantity, value: date) -> bool:
    """Whether a date lies within a quantity of dates (ISO strings)."""
    low = date.fromisoformat(q.low) if isinstance(q.low, str) else None
    high = date.fromisoformat(q.high) if isinstance(q.high, str) else None
    return (low is None or value > low or (value == low and not q.open_low)) and (
        high is None or value < high or (value == high and not q.open_high)
    )


def _scale(q: Quantity, amount: Amount, evidence: ItemEvidence, bound: bool) -> float | None:
    """What the bounds of `q` are multiplied by to be in the unit of `amount`; None where the units don't agree."""
    if q.unit is None:
        return 1.0
    if amount.unit is not None:
        factor = convert(1.0, q.unit, amount.unit)
        return factor if factor is not None and factor > 0 else None
    dimensions = {d for c in concepts_of(amount.field) for d in c.dimensions}
    if q.unit.dimension not in dimensions and not (bound and not dimensions):
        return None
    if q.unit.dimension == "money":
        return 1.0 if _currency_fits(q.unit, evidence) else None
    usual = _USUAL.get(q.unit.dimension)
    return 1.0 if usual is not None and q.unit.name in usual else None


def _currency_fits(unit: Unit, evidence: ItemEvidence) -> bool:
    """Whether a currency may be said of a price that names none: the one of the text, else what its language suggests."""
    named = {a.unit.name for a in evidence.amounts if a.unit is not None and a.unit.dimension == "money"}
    if named:
        return unit.name in named
    chinese = any(has_han(text) for text in evidence.texts) or has_han(evidence.sheet.request)
    return unit.name in ("cny", "money") or not chinese


def _true_of(q: Quantity, names: Iterable[str], evidence: ItemEvidence, bound: bool) -> bool | None:
    """Whether `q` holds for one of the fields; None where none of them has a number."""
    found = False
    names = set(names)
    for name in names:
        for value in items_of(evidence.item.attributes.get(name)):
            if isinstance(value, date) and (isinstance(q.low, str) or isinstance(q.high, str)):
                found = True
                if _dated(q, value):
                    return True
    for amount in evidence.amounts:
        if amount.field in names and not (isinstance(q.low, str) or isinstance(q.high, str)):
            found = True
            scale = _scale(q, amount, evidence, bound)
            if scale is not None and amount_holds(q, amount.value, scale):
                return True
    return False if found else None


def _counted(q: Quantity, names: Iterable[str], item: Item) -> bool | None:
    """Whether `q` is how many values a list field has; None where none of the fields is a list."""
    lists = [value for name in names if isinstance(value := item.attributes.get(name), tuple)]
    return any(amount_holds(q, len(value)) for value in lists) if lists and q.unit is None else None


def _next_word(q: Quantity, marked: AnnotatedSentence) -> str:
    words = latin_words(marked.folded[q.span.end :])
    gap = marked.folded[q.span.end : q.span.end + (words[0][0].start if words else 0)]
    if words and not gap.strip(" -"):
        return words[0][1]
    return next((p.text for p in marked.pieces if p.span.start == q.span.end), "")


def _in_text(q: Quantity, marked: AnnotatedSentence, evidence: ItemEvidence) -> bool:
    """Whether the item's text has this number with this unit, or before this word."""
    after = _next_word(q, marked)
    loose = q.around or _ALMOST.search(marked.folded[: q.span.start]) is not None
    for amount in evidence.amounts:
        if not amount_holds(q, amount.value) or (q.compared and not loose):
            continue
        same_unit = (amount.unit.name if amount.unit else None) == (q.unit.name if q.unit else None)
        same_word = bool(after) and (amount.after[:2] == after[:2] if has_han(after) else akin(amount.after, after))
        if same_unit and (q.unit is not None or same_word or (amount.field == "title" and not after)):
            return True
    return False


_LIMIT = either("grounded_amounts.limit")


def _of_request(q: Quantity, marked: AnnotatedSentence, evidence: ItemEvidence) -> bool:
    """Whether `q` only repeats a bound of a condition ("your limit of 20")."""
    if not YOURS.search(marked.folded) and not _LIMIT.search(marked.folded):
        return False
    if q.compared:
        return False
    for f in (*evidence.sheet.conditions, *evidence.sheet.broken):
        for bound in f.value if f.takes == "bounds" and isinstance(f.value, tuple) else ():
            if isinstance(bound, int | float) and not isinstance(bound, bool):
                scale = _scale(q, Amount(f.field, float(bound), unit_of(f.field)), evidence, bound=True)
                if scale is not None and amount_holds(q, float(bound), scale):
                    return True
    return False


def _numeric(evidence: ItemEvidence) -> set[str]:
    return {a.field for a in evidence.amounts if a.field in evidence.item.attributes and evidence.schema.fields.get(a.field, None) is not None
            and evidence.schema.fields[a.field].kind in ("number", "date")}  # fmt: skip


def _meant(q: Quantity, evidence: ItemEvidence) -> set[str] | None:
    """The fields that an amount without a named field can mean, by its hint, its unit or its size; None where any."""
    names = set(evidence.item.attributes)
    if q.hint:
        return {n for n in names if any(c.name == q.hint for c in concepts_of(n))}
    if q.unit is not None:
        by_unit = {
            a.field for a in evidence.amounts if a.unit and a.unit.dimension == q.unit.dimension and a.field in names
        }
        dimension = "year" if q.unit.dimension == "date" else q.unit.dimension
        return by_unit | {
            n for n in names if any(dimension in c.dimensions or dimension == c.name for c in concepts_of(n))
        }
    if _yearly(q):
        years = {n for n in names if any(c.name == "year" for c in concepts_of(n))}
        return years or None
    return None


def _unbound(q: Quantity, marked: AnnotatedSentence, evidence: ItemEvidence, denied: bool) -> str | None:
    said = marked.folded[q.span.start : q.span.end].strip()
    meant = _meant(q, evidence)
    if meant:
        true = _true_of(q, meant, evidence, bound=False)
        if true is not None:
            return (
                None
                if true != denied or (not denied and _in_text(q, marked, evidence))
                else f"“{said}” is not what the facts say"
            )
    if not denied and _in_text(q, marked, evidence):
        return None
    if meant is not None or q.unit is not None:
        return f"nothing in the facts says “{said}”"
    conditioned = {f.field for f in (*evidence.sheet.conditions, *evidence.sheet.broken) if f.takes == "bounds" and isinstance(f.value, tuple)
                   and {float(b) for b in f.value if isinstance(b, int | float)} & {q.low, q.high}}  # fmt: skip
    names = conditioned or _numeric(evidence)
    if q.compared or conditioned:
        truths = [t for n in names if (t := _true_of(q, {n}, evidence, bound=True)) is not None]
        return None if truths and all(t != denied for t in truths) else f"“{said}” is not borne out"
    after = _next_word(q, marked)
    if after and singular(after) in MEDIA["image"]:
        return None if amount_holds(q, len(evidence.item.images)) != denied else f"it doesn't have “{said}” pictures"
    if after and not is_plain(after) and not any(m.span.start >= q.span.end for m in marked.mentions):
        return f"nothing in the facts says “{said} {after}”"
    return (
        None if (_true_of(q, names, evidence, bound=True) is True) != denied else f"nothing in the facts says “{said}”"
    )


def _yearly(q: Quantity) -> bool:
    value = q.low if isinstance(q.low, int | float) else q.high
    return (
        q.unit is None
        and isinstance(value, int | float)
        and _YEARS[0] < value < _YEARS[1]
        and float(value).is_integer()
    )


_ALMOST = either("amounts.almost")


def _nearly(q: Quantity, marked: AnnotatedSentence) -> Quantity:
    """ "Nearly 8" as a stretch that ends at 8."""
    if q.kind != "exact" or not isinstance(q.low, int | float) or not _ALMOST.search(marked.folded[: q.span.start]):
        return q
    return replace(q, kind="range", low=q.low * (1 - ABOUT), high=q.low)


_SCALE = either("amounts.scale")


def _is_scale(q: Quantity, marked: AnnotatedSentence, evidence: ItemEvidence) -> bool:
    """Whether `q` is the scale of a rating ("7.9 out of 10"): the smallest usual one that all ratings fit in."""
    if q.compared or not _SCALE.search(marked.folded[: q.span.start]) or not isinstance(q.low, int | float):
        return False
    tops = [
        f.maximum
        for n, f in evidence.schema.fields.items()
        if isinstance(f.maximum, int | float) and any(c.name == "rating" for c in concepts_of(n))
    ]
    return bool(tops) and q.low == next((top for top in (5, 10, 100) if top >= max(tops)), None)


def amount_fault(
    q: Quantity, relations: Sequence[Relation], marked: AnnotatedSentence, evidence: ItemEvidence
) -> str | None:
    """Return why an amount may not be said of the item, or None. `relations`: the words that name its field, where some do."""
    said = marked.folded[q.span.start : q.span.end].strip()
    denied = marked.denied(q.span) != q.negate
    if _of_request(q, marked, evidence):
        return None
    if _is_scale(q, marked, evidence):
        return None
    q = _nearly(q, marked)
    truths: list[bool] = []
    if _yearly(q) and _meant(q, evidence):
        relations = [r for r in relations if r.exact or any(c.name == "year" for n in r.fields for c in concepts_of(n))]
    for relation in relations:
        true = _true_of(q, relation.fields, evidence, bound=True)
        if true is None and relation.span.start >= q.span.end:
            true = _counted(q, relation.fields, evidence.item)
        if true is not None:
            truths.append(true)
    if truths:
        return (
            None
            if any(t != denied for t in truths)
            else f"“{said}” is not true of {', '.join(sorted(relations[0].fields))}"
        )
    if any(
        relation.exact or not relation.fields & set(evidence.item.attributes) for relation in relations
    ) and not _in_text(q, marked, evidence):
        return f"the item has no number for “{marked.folded[relations[0].span.start : relations[0].span.end]}”"
    return _unbound(q, marked, evidence, denied)
