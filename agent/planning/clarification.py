"""One clarifying question: which field's answer would about halve what a broad request has found, and how it is asked.

Everything comes from the items that were found and from the catalogue's own values: no field is known by name. Knows items and
the vocabulary; searches nothing, and reads no answers (`reply.py` does).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from agent.explanation.fact_sheet import items_of
from agent.explanation.reasons import field_label, plain_value
from agent.parsing.lexicon import FieldView, Vocabulary
from agent.planning.plan import Asked, Plan
from retrieval.catalog.filters import Filter, contains_term, matches
from retrieval.catalog.items import Item
from retrieval.language.concepts import concepts_of
from retrieval.language.packs import voice_of
from retrieval.language.words import fold, has_han, key

__all__ = ["option_text", "question_of", "question_text", "worth_asking"]

NAMED = 4
"""Values that a question names; any other of the field is as good an answer."""
HALVES = 0.6
"""At most this share of the items may be left by an answer, on average."""
COVERED = 0.5
"""At least this share of the items must have one of the values that are named: people choose from what they are shown."""
COMMON = 0.7
"""No value that is named may be of a larger share of the items: asking for it would tell nothing."""
HELD = 0.8
"""At least this share of the items must have the field: who wants one without it can't answer."""
BALANCED = (0.4, 0.6)
"""The share of the items below a bound of numbers."""
BROAD, FEW = 2, 8
"""A request is broad where at least so many times more items are found than shown; so few are looked through at once."""

_NO_VALUE = frozenset({"", "nan", "null", "none", "n/a", "na", "-", "unknown", "无", "暂无"})


@dataclass(frozen=True, slots=True)
class _Split:
    """A question that could be asked, and the share of the items that its answer leaves on average."""

    asked: Asked
    left: float


def worth_asking(found: int, shown: int) -> bool:
    """Whether a request is broad: at least twice as many items are found as are shown, and more than a handful."""
    return found >= BROAD * shown and found > FEW


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
    return _Split(Asked(view.name, options, len(counts) > len(named)), left)


def _by_yes(view: FieldView, items: Sequence[Item], said: Collection[str] = ()) -> _Split | None:
    yes = Filter(view.name, "eq", True if view.field.kind == "boolean" else view.yes)
    share = sum(matches(item, yes) for item in items) / len(items)
    options = (yes, Filter(yes.field, yes.op, yes.value, negate=True))
    return _Split(Asked(view.name, options), share * share + (1 - share) * (1 - share))


def _rounded(value: float, digits: int) -> float:
    return float(f"{value:.{digits}g}")


def _by_bound(view: FieldView, items: Sequence[Item], said: Collection[str] = ()) -> _Split | None:
    """A choice between the two sides of the roundest number, or the first day of the year, that is near the median."""
    held = [v for item in items for v in items_of(item.attributes.get(view.name))[:1]]
    values = sorted(v for v in held if isinstance(v, int | float | date) and not isinstance(v, bool))
    if len(values) < HELD * len(items) or values[0] == values[-1]:
        return None
    middle = values[(len(values) - 1) // 2]
    tried: list[float | date]
    if isinstance(middle, date):
        tried = [date(year, 12, 31) for year in (round(middle.year, -1) - 1, middle.year - 1, middle.year)]
    else:
        tried = [*(_rounded(float(middle), digits) for digits in (1, 2, 3)), float(middle)]
    for bound in tried:
        share = sum(v <= bound for v in values) / len(values)  # type: ignore[operator]
        if BALANCED[0] <= share <= BALANCED[1]:
            low, high = (
                Filter(view.name, "range", (None, bound)),
                Filter(view.name, "range", (bound, None), open_low=True),
            )
            return _Split(Asked(view.name, (low, high)), share * share + (1 - share) * (1 - share))
    return None


def _way(view: FieldView) -> Callable[[FieldView, Sequence[Item], Collection[str]], _Split | None] | None:
    """How a field can be asked for; None where it can't be: open lists, free texts, numbers of unknown meaning, and those of
    which everybody wants more."""
    if view.relational or view.tags:
        return None
    if view.yes is not None or view.field.kind == "boolean":
        return _by_yes
    if view.field.kind == "category" and view.closed:
        return _by_values
    known = bool(view.concepts or view.unit) and not any(c.floor or c.name == "popularity" for c in view.concepts)
    return _by_bound if known and view.field.kind in ("number", "date") else None


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


def _decided(plan: Plan, request: str, vocabulary: Vocabulary) -> set[str]:
    """The fields that the request names, or that are decided or were asked for before."""
    left = _said(plan, vocabulary)
    found = {
        f.field for c in plan.conditions for f in c.filters
        if not f.negate and not (f.field in left and c.source.kind == "earlier")
    } | set(plan.settled)  # fmt: skip
    found |= {plan.sort.field} if plan.sort else set()
    words, folded = key(request), fold(request)
    for name, view in vocabulary.fields.items():
        own = view.label if not has_han(view.label) else name
        if contains_term(folded if has_han(own) else words, own):
            found.add(name)
    return found


def question_of(items: Iterable[Item], plan: Plan, request: str, vocabulary: Vocabulary) -> Asked | None:
    """The question whose answer leaves about half of `items`, those that a plan has found; None where no field's does.

    Fields of words go before numbers: people know kinds better than bounds. Of several the one that is nearest to half is
    asked, then the first by name. A field that the request names, or that was asked for before, is not asked for; one that an
    earlier turn has spoken of, where it can be narrowed: by more values of a list, or within bounds.
    """
    found = list(items)
    if not found:
        return None
    decided, said = _decided(plan, request, vocabulary), _said(plan, vocabulary)
    splits: list[tuple[bool, float, str, Asked]] = []
    for name, view in vocabulary.fields.items():
        way = _way(view) if name not in decided else None
        split = way(view, found, said.get(name, ())) if way is not None else None
        if split is not None and split.left <= HALVES:
            asked = replace(split.asked, besides=name in said)
            splits.append((way is _by_bound, round(abs(split.left - 0.5), 3), name, asked))
    return min(splits, key=lambda one: one[:3])[3] if splits else None


def option_text(f: Filter, language: str) -> str:
    """One answer to a question as the question words it: a value, "at most 20", 高于20.

    >>> option_text(Filter("price", "range", (None, 20.0)), "en"), option_text(Filter("year", "range", (1998, None)), "zh")
    ('at most 20', '晚于1998')
    """
    if f.takes != "bounds" or not isinstance(f.value, tuple):
        return plain_value(f.value)
    low, high = f.value
    bound = high if low is None else low
    time = isinstance(bound, date) or any(c.name == "year" for c in concepts_of(f.field))
    name = ("until" if time else "high") if low is None else ("after" if time else "low")
    return voice_of(language).say(f"ask.{name}", plain_value(bound, f.field))


def question_text(asked: Asked, language: str) -> str:
    """A question in words.

    >>> kinds = (Filter("kind", "eq", "hotel"), Filter("kind", "eq", "inn"))
    >>> question_text(Asked("kind", kinds), "en"), question_text(Asked("kind", kinds, others=True), "zh")
    ('Which kind would you like: hotel or inn?', '想要哪种类别：hotel、inn还是别的？')
    """
    voice, label = voice_of(language), field_label(asked.field, language)
    if any(f.negate for f in asked.options):
        return voice.say("ask.yes", label=label[:1].upper() + label[1:])
    named = [option_text(f, language) for f in asked.options] + [voice.say("ask.others")] * asked.others
    options = voice.listed(named, voice.say("ask.or"))
    kind = "bounds" if asked.options[0].takes == "bounds" else "besides" if asked.besides else "values"
    return voice.say(f"ask.{kind}", label=voice.label(label), options=options).strip()
