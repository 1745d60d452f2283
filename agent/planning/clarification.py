"""One clarifying question: which field's answer is expected to gain most about what was found, and how it is asked.

Everything comes from the items that were found and from the catalogue's own values: no field is known by name. Knows items and
the vocabulary; searches nothing, and reads no answers (`reply.py` does).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from agent.explanation.fact_sheet import items_of
from agent.explanation.reasons import field_label, plain_value
from agent.parsing.lexicon import FieldView, Vocabulary
from agent.planning.cares import care_of
from agent.planning.plan import EVERYTHING, ClarifyingQuestion, Plan
from retrieval.catalog.filters import Filter, contains_term, matches
from retrieval.catalog.items import Item
from retrieval.language.concepts import concepts_of
from retrieval.language.packs import voice_of
from retrieval.language.tables import word_set
from retrieval.language.words import fold, has_han, key

__all__ = ["option_text", "question_of", "question_text"]

NAMED = 4
"""Values that a question names; any other of the field is as good an answer."""
COVERED = 0.5
"""At least this share of the items must have one of the values that are named: people choose from what they are shown."""
COMMON = 0.85
"""No value that is named may be of a larger share of the items: asking for it would tell nothing."""
HELD = 0.8
"""At least this share of the items must have the field: who wants one without it can't answer."""
NEAR = 0.1
"""How far the share of the items below a bound may lie from the share that is meant, for the sake of a rounder number."""
MANY = 32
"""Of more items than these, a field of numbers is asked for in four stretches; of fewer, in two."""
CLEAR = 0.35
"""Where no question gains so many bits, times how much people care, the first picks are clear."""
AGAIN = 0.5
"""How much less is gained by asking more of a field of which something was said."""
BROAD = 2
"""Of a field of which something was said, more is asked only where so many times more items are found than shown."""

_NO_VALUE = word_set("clarification.no_value")


@dataclass(frozen=True, slots=True)
class _Split:
    """A question that could be asked, and the share of the items that its answer leaves on average."""

    asked: ClarifyingQuestion
    left: float

    @property
    def bits(self) -> float:
        """What its answer tells, in bits."""
        return -math.log2(self.left) if self.left > 0 else 0.0


def _values(item: Item, name: str) -> list[str]:
    values = dict.fromkeys(plain_value(v) for v in items_of(item.attributes.get(name)))
    return [value for value in values if fold(value).strip() not in _NO_VALUE]


def _by_values(view: FieldView, items: Sequence[Item], said: Collection[str] = ()) -> _Split | None:
    """A choice between the most frequent values, but for those that were `said`. Of an item with several values, each may be
    the answer."""
    own = [[value for value in _values(item, view.name) if value not in said] for item in items]
    counts = Counter(value for values in own for value in values)
    if len(counts) < 2:
        return None
    named = [value for value, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))][:NAMED]
    covered = sum(not set(named).isdisjoint(values) for values in own) / len(items)
    held = sum(bool(values) for values in own) / len(items)
    if covered < COVERED or held < HELD or counts[named[0]] > COMMON * len(items):
        return None
    left = sum(count * count for count in counts.values()) / (len(items) * sum(counts.values()))
    options = tuple(Filter(view.name, "eq", value) for value in named)
    return _Split(ClarifyingQuestion(view.name, options, len(counts) > len(named)), left)


def _by_yes(view: FieldView, items: Sequence[Item], said: Collection[str] = ()) -> _Split | None:
    yes = Filter(view.name, "eq", True if view.field.kind == "boolean" else view.yes)
    share = sum(matches(item, yes) for item in items) / len(items)
    options = (yes, Filter(yes.field, yes.op, yes.value, negate=True))
    return _Split(ClarifyingQuestion(view.name, options), share * share + (1 - share) * (1 - share))


def _rounded(value: float, digits: int) -> float:
    return float(f"{value:.{digits}g}")


def _held(view: FieldView, items: Sequence[Item]) -> list[float | date]:
    """The numbers or days of a field, least first; nothing where too few items have one, or all the same."""
    first = [v for item in items for v in items_of(item.attributes.get(view.name))[:1]]
    values = sorted(v for v in first if isinstance(v, int | float | date) and not isinstance(v, bool))
    return values if len(values) >= HELD * len(items) and values[0] != values[-1] else []


def _near(values: Sequence[float | date], share: float, *, floor: bool = False) -> float | date:
    """The roundest number, or the last day of a year, that about this share of the values don't exceed; or, as a `floor`, don't reach."""
    at = math.floor(share * len(values)) if floor else math.ceil(share * len(values)) - 1
    exact = values[min(len(values) - 1, max(0, at))]
    tried: list[float | date]
    if isinstance(exact, date):
        tried = [date(year, 12, 31) for year in (round(exact.year, -1) - 1, exact.year - 1, exact.year)]
    else:
        tried = [*(_rounded(float(exact), digits) for digits in (1, 2, 3)), float(exact)]
    for bound in tried:
        below = sum(v < bound if floor else v <= bound for v in values) / len(values)  # type: ignore[operator]  # numbers of one field, or its dates
        if abs(below - share) <= NEAR:
            return bound
    return tried[-1]


def _by_bound(view: FieldView, items: Sequence[Item], said: Collection[str] = ()) -> _Split | None:
    """A choice between two stretches of numbers or days, or four of many items, with round ends and about as many items in each."""
    values = _held(view, items)
    if not values:
        return None
    parts = 4 if len(items) > MANY else 2
    ends = list(dict.fromkeys(_near(values, part / parts) for part in range(1, parts)))
    ends = [end for end in ends if end < values[-1]]  # type: ignore[operator]  # numbers of one field, or its dates
    if not ends:
        return None
    options = tuple(
        Filter(view.name, "range", (low, high), open_low=low is not None)
        for low, high in zip((None, *ends), (*ends, None), strict=True)
    )
    shares = [sum(matches(item, option) for item in items) / len(items) for option in options]
    return _Split(ClarifyingQuestion(view.name, options), sum(share * share for share in shares))


def _by_floor(view: FieldView, items: Sequence[Item], said: Collection[str] = ()) -> _Split | None:
    """How much there should be at least of what everybody wants more of: two round numbers that a third and two thirds don't reach."""
    values = _held(view, items)
    if not values:
        return None
    floors = list(dict.fromkeys(_near(values, share, floor=True) for share in (1 / 3, 2 / 3)))
    floors = [floor for floor in floors if values[0] < floor]  # type: ignore[operator]  # numbers of one field, or its dates
    options = tuple(Filter(view.name, "range", (floor, None)) for floor in floors)
    shares = [sum(matches(item, option) for item in items) / len(items) for option in options]
    kept = [(option, share) for option, share in zip(options, shares, strict=True) if share > 0]
    if not kept:
        return None
    return _Split(
        ClarifyingQuestion(view.name, tuple(option for option, _ in kept)), sum(share for _, share in kept) / len(kept)
    )


def _way(view: FieldView) -> Callable[[FieldView, Sequence[Item], Collection[str]], _Split | None] | None:
    """How a field can be asked for; None where it can't be: open lists, free texts, numbers of unknown meaning, and counts of
    how many like it."""
    if view.relational or view.tags or view.ticks:
        return None
    if view.yes is not None or view.field.kind == "boolean":
        return _by_yes
    if view.field.kind == "category" and view.closed:
        return _by_values
    if view.field.kind not in ("number", "date") or any(c.name == "popularity" for c in view.concepts):
        return None
    if any(c.floor for c in view.concepts):
        return _by_floor
    return _by_bound if view.concepts or view.unit else None


def _said(plan: Plan, vocabulary: Vocabulary) -> dict[str, tuple[str, ...]]:
    """What earlier turns have asked for of fields that can be narrowed further: values of lists; of measures, bounds."""
    found: dict[str, tuple[str, ...]] = {}
    for condition in plan.conditions:
        first = condition.filters[0]
        view = vocabulary.fields.get(first.field)
        if condition.source.kind != "earlier" or first.negate or view is None:
            continue
        if view.field.many and first.op == "eq":
            found[first.field] = (*found.get(first.field, ()), plain_value(first.value))
        elif first.takes == "bounds":
            found.setdefault(first.field, ())
    return found


def _given(plan: Plan) -> dict[str, tuple[str, ...]]:
    """The values that a standing fact or setting leaves of a field: of these, one may be preferred now."""
    return {
        f.field: tuple(plain_value(v) for v in f.value)
        for c in plan.conditions for f in c.filters
        if c.source.kind not in _OF_THE_TALK and f.op == "in" and not f.negate and isinstance(f.value, tuple)
    }  # fmt: skip


_OF_THE_TALK = ("span", "answer", "earlier", "item")
"""Sources of conditions that were made in this conversation."""


def _decided(plan: Plan, request: str, vocabulary: Vocabulary) -> set[str]:
    """The fields that the request names, or that are decided or were asked for before."""
    left, given = _said(plan, vocabulary), _given(plan)
    found = {
        f.field for c in plan.conditions for f in c.filters
        if not f.negate and not (f.field in left and c.source.kind == "earlier") and not (f.field in given and c.source.kind not in _OF_THE_TALK)
    } | set(plan.settled)  # fmt: skip
    found |= set(plan.narrowed if not plan.unseen else (name for name in plan.narrowed if name not in left))
    found |= {plan.sort.field} if plan.sort else set()
    words, folded = key(request), fold(request)
    for name, view in vocabulary.fields.items():
        own = view.label if not has_han(view.label) else name
        if contains_term(folded if has_han(own) else words, own):
            found.add(name)
    return found


def _among(asked: ClarifyingQuestion, given: Collection[str]) -> ClarifyingQuestion:
    """A question about values that offers only those that are `given`."""
    options = tuple(f for f in asked.options if plain_value(f.value) in given)
    return replace(asked, options=options, others=False)


def _question(
    view: FieldView, items: Sequence[Item], said: Mapping[str, tuple[str, ...]], given: Mapping[str, tuple[str, ...]]
) -> _Split | None:
    """The question about one field, and what it gains; None where there is nothing to ask."""
    way, name = _way(view), view.name
    if way is None:
        return None
    if name in given and way is _by_values:
        shown = [replace(item, attributes={name: _held_of(item, name, given[name])}) for item in items]
        split = way(view, shown, said.get(name, ()))
        return None if split is None else replace(split, asked=_among(split.asked, given[name]))
    split = way(view, items, said.get(name, ()))
    return None if split is None else replace(split, asked=replace(split.asked, besides=name in said))


def _held_of(item: Item, name: str, given: Collection[str]) -> tuple[str, ...]:
    return tuple(value for value in _values(item, name) if value in given)


def question_of(
    items: Iterable[Item],
    plan: Plan,
    request: str,
    vocabulary: Vocabulary,
    *,
    shown: int = 0,
    cares: Mapping[str, float] | None = None,
) -> ClarifyingQuestion | None:
    """The question whose answer is expected to gain most about `items`, those that a plan has found; None where the first picks are clear.

    The gain of a field is what its answer tells, in bits, times how much people care about it: by its meaning, and by `cares`
    (field → 0 to 1), which their behaviour has shown. Of equal ones the first by name is asked. A field that the request names, or that was asked for
    before, is not asked for; one that an earlier turn has spoken of, where it can be narrowed, by more values of a list or within bounds, and
    much more is found than `shown`; and one that was asked for and answered by bounds, within these, where others are wanted than those shown.
    """
    found = list(items)
    if len(found) < 2 or EVERYTHING in plan.settled:
        return None
    decided, said, given = _decided(plan, request, vocabulary), _said(plan, vocabulary), _given(plan)
    gains: list[tuple[float, str, ClarifyingQuestion]] = []
    for name, view in vocabulary.fields.items():
        if name in decided or (name in said and len(found) < BROAD * shown):
            continue
        split = _question(view, found, said, given)
        if split is not None and len(split.asked.options) + split.asked.others > (0 if _way(view) is _by_floor else 1):
            gain = split.bits * care_of(view, cares) * (AGAIN if name in said else 1)
            gains.append((-round(gain, 3), name, split.asked))
    best = min(gains, key=lambda one: one[:2], default=None)
    return best[2] if best is not None and -best[0] >= CLEAR else None


def option_text(f: Filter, language: str) -> str:
    """One answer to a question as the question words it: a value, "at most 20", 高于20.

    >>> option_text(Filter("price", "range", (None, 20.0)), "en"), option_text(Filter("year", "range", (1998, None)), "zh")
    ('at most 20', '晚于1998')
    """
    if f.takes != "bounds" or not isinstance(f.value, tuple):
        return plain_value(f.value)
    low, high = f.value
    if low is not None and high is not None:
        return voice_of(language).say("ask.between", plain_value(low, f.field), plain_value(high, f.field))
    if low is not None and not f.open_low:
        return voice_of(language).say("ask.least", plain_value(low, f.field))
    bound = high if low is None else low
    time = isinstance(bound, date) or any(c.name == "year" for c in concepts_of(f.field))
    name = ("until" if time else "high") if low is None else ("after" if time else "low")
    return voice_of(language).say(f"ask.{name}", plain_value(bound, f.field))


def question_text(asked: ClarifyingQuestion, language: str) -> str:
    """A question in words.

    >>> kinds = (Filter("kind", "eq", "hotel"), Filter("kind", "eq", "inn"))
    >>> question_text(ClarifyingQuestion("kind", kinds), "en"), question_text(ClarifyingQuestion("kind", kinds, others=True), "zh")
    ('Which kind would you like: hotel or inn?', '想要哪种类别：hotel、inn还是别的？')
    """
    voice, label = voice_of(language), field_label(asked.field, language)
    if any(f.negate for f in asked.options):
        return voice.say("ask.yes", label=label[:1].upper() + label[1:])
    named = [option_text(f, language) for f in asked.options] + [voice.say("ask.others")] * asked.others
    options = voice.listed(named, voice.say("ask.or"))
    first = asked.options[0]
    floor = first.takes == "bounds" and isinstance(first.value, tuple) and first.value[0] is not None
    kind = "floor" if floor else "bounds" if first.takes == "bounds" else "besides" if asked.besides else "values"
    label = label if kind == "bounds" else voice.label(label)  # "seconds", where one kind of many is no second
    return voice.say(f"ask.{kind}", label=label, options=options).strip()
