"""What a catalogue's items say in words, counted: titles, which fields go together, how texts use the words of values.

An item is added or taken away, at the price of that item; what readers hold (`Words`) never changes. Knows items,
schemas and languages; nothing of stores or requests.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from retrieval.catalog.items import MODALITIES, Item, Modality
from retrieval.catalog.schema import Schema
from retrieval.kept.titles import Titles
from retrieval.kept.told import Told
from retrieval.kept.usage import Counting, Usage, count_usage, step_of, usage_of, watched_values

__all__ = ["CLOSED", "Stale", "Titled", "UsageView", "Words", "WordsTally", "closed_fields"]

CLOSED = 200
"""A field with at most so many values is a closed list."""
MOST_TOGETHER = 4 * CLOSED
"""Values of one field from which it isn't counted any more what its items have beside it."""

Pair = tuple[str, str]


class Stale(Exception):  # no fault: it says that the counts have to be made anew
    """A change that counts can't follow: they have to be made anew from all items."""


def closed_fields(schema: Schema) -> list[str]:
    """Return the fields of one value an item, from a closed list."""
    return [n for n, f in schema.fields.items() if f.kind == "category" and not f.many and len(f.values) <= CLOSED]


class Titled(Mapping[str, tuple[str, ...]]):
    """Titles with the ids of the items that bear them."""

    def __init__(self, bearers: Mapping[str, tuple[tuple[int, str], ...]]) -> None:
        self._bearers = bearers

    def __getitem__(self, title: str) -> tuple[str, ...]:
        return tuple(id for _, id in self._bearers[title])

    def __contains__(self, title: object) -> bool:
        return title in self._bearers

    def __iter__(self) -> Iterator[str]:
        return iter(self._bearers)

    def __len__(self) -> int:
        return len(self._bearers)


class UsageView(Mapping[Pair, Usage]):
    """How texts use the words of values, by field and compared form; each is made when it is first asked for.

    `counted`: the counts of a pair, None where none were kept. `read`: makes the usage of values of which none were kept
    from the texts of all items.
    """

    def __init__(
        self,
        watched: Mapping[str, tuple[str, ...]],
        counted: Callable[[Pair], Usage | None],
        read: Callable[[Mapping[str, tuple[str, ...]]], Mapping[Pair, Usage]],
    ) -> None:
        self._watched, self._counted, self._read = watched, counted, read
        self._made: dict[Pair, Usage] = {}

    def __getitem__(self, pair: Pair) -> Usage:
        name, form = pair
        if name not in self._watched.get(form, ()):
            raise KeyError(pair)
        if pair not in self._made:
            counted = self._counted(pair)
            self._made[pair] = counted if counted is not None else self._read({form: (name,)})[pair]
        return self._made[pair]

    def __iter__(self) -> Iterator[Pair]:
        return ((name, form) for form, names in self._watched.items() for name in names)

    def __len__(self) -> int:
        return sum(map(len, self._watched.values()))


@dataclass(frozen=True)
class Words:
    """The words of one state of a catalogue.

    titles, forms, title_words, longest, strong: see `titles.py`. count: titles in all; han, foods: those that have a Chinese
    character, that name food. together: for a value of a closed field, the fields that its items have at all. media: the
    modalities that it has. usage: how its texts use the words of its values. coverage: how much of the items their vectors tell of.
    """

    titles: Mapping[str, tuple[str, ...]]
    forms: Mapping[str, tuple[str, ...]]
    title_words: Mapping[str, int]
    longest: tuple[int, int]
    strong: Mapping[str, int]
    count: int
    han: int
    foods: int
    together: Mapping[Pair, frozenset[str]]
    media: frozenset[Modality]
    usage: Mapping[Pair, Usage]
    coverage: float


class WordsTally:
    """The counts behind `Words`. Not safe to change from several threads."""

    def __init__(self, state: Mapping[str, Any] | None = None, usage: Mapping[Pair, Counting] | None = None) -> None:
        """Empty, or as `state` and `usage` were written."""
        state = state or {}
        self.step = int(state.get("step", 1))
        self.titles = Titles(state.get("titles"))
        self._media = Counter[str](state.get("media", {}))
        self._told = Told(**state.get("told", {}))
        together = state.get("together", {})
        self._together = {n: {v: Counter(c) for v, c in own.items()} for n, own in together.items()}
        self._open = set(state.get("open", ()))
        self.usage: Mapping[Pair, Counting] = usage or {}
        self._more: dict[Pair, Counting] = {}
        self._watched = _by_form(self.usage)

    @classmethod
    def of(cls, items: Mapping[int, Item], schema: Schema) -> WordsTally:
        """Build it of a whole catalogue: its items by row."""
        tally = cls({"step": step_of(schema.size)})
        tally.usage = {pair: Counting() for pair in _pairs(watched_values(schema))}
        tally._watched = _by_form(tally.usage)
        tally._change({}, items, dict(tally.usage))
        tally.titles.settle()
        return tally

    def state(self) -> dict[str, Any]:
        """JSON-able; with the counts of `usage` the constructor reads it."""
        return {
            "step": self.step,
            "titles": self.titles.state(),
            "media": self._media,
            "told": asdict(self._told),
            "together": self._together,
            "open": sorted(self._open),
        }

    def change(self, before: Mapping[int, Item], after: Mapping[int, Item]) -> None:
        """Takes items away and adds others, by row."""
        more: dict[Pair, Counting] = {}
        self._change(before, after, more)
        merged = {pair: one.plus(self._more[pair]) if pair in self._more else one for pair, one in more.items()}
        self._more = {**self._more, **merged}

    def _change(self, before: Mapping[int, Item], after: Mapping[int, Item], usage: dict[Pair, Counting]) -> None:
        self.titles.change(before, after)
        for items, by in ((before, -1), (after, 1)):
            for row, item in items.items():
                self._count(item, by)
                if row % self.step == 0:
                    count_usage(usage, item, self._watched, by)

    def _count(self, item: Item, by: int) -> None:
        has = {"image": bool(item.images), "audio": bool(item.audio), "text": bool(item.texts())}
        self._told = self._told.plus(item, by)
        self._media.update({modality: by for modality, there in has.items() if there})
        for name, value in item.attributes.items():
            if isinstance(value, str) and name not in self._open:
                own = self._together.setdefault(name, {})
                counts = own.setdefault(value, Counter())
                counts.update(dict.fromkeys(item.attributes, by))
                if not counts[name]:
                    del own[value]
                if len(own) > MOST_TOGETHER:
                    del self._together[name]
                    self._open.add(name)

    def _beside(self, schema: Schema) -> dict[Pair, frozenset[str]]:
        closed = closed_fields(schema)
        if self._open.intersection(closed):
            raise Stale
        return {
            (name, value): frozenset(field for field, n in counts.items() if n)
            for name in closed
            for value, counts in self._together.get(name, {}).items()
        }

    def words(self, schema: Schema, read: Callable[[], Iterable[tuple[int, Item]]]) -> Words:
        """Return the words of the catalogue as it is now; `read` gives all its rows and items where they have to be read.

        Raises Stale where the counts have to be made anew.
        """
        titles, step, kept, more = self.titles, self.step, self.usage, self._more

        def counted(pair: Pair) -> Usage | None:
            try:
                own = kept[pair]
            except (KeyError, ValueError):  # none was kept, or it can't be read any more
                return None
            return (own.plus(more[pair]) if pair in more else own).usage()

        def anew(watched: Mapping[str, tuple[str, ...]]) -> Mapping[Pair, Usage]:
            return usage_of((item for row, item in read() if row % step == 0), watched)

        media: list[Modality] = [m for m in MODALITIES if self._media[m]]
        return Words(
            Titled(titles.bearers),
            titles.forms,
            titles.words,
            titles.longest,
            titles.strong,
            titles.count,
            titles.han,
            titles.foods,
            self._beside(schema),
            frozenset(media),
            UsageView(watched_values(schema), counted, anew),
            self._told.coverage,
        )


def _pairs(watched: Mapping[str, tuple[str, ...]]) -> list[Pair]:
    return [(name, form) for form, names in watched.items() for name in names]


def _by_form(pairs: Iterable[Pair]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for name, form in pairs:
        found.setdefault(form, []).append(name)
    return {form: tuple(names) for form, names in found.items()}
