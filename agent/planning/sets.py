"""Several things that go together: "three films under five hours in total", "a starter, a main and a dessert under 30", 一荤一素一汤.

Reads what is asked of the whole and of each part, and chooses by exact search the best parts that keep the totals. Knows words, the vocabulary, items and
their scores; no store and no plan.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agent.parsing.intent import Constraint
from agent.parsing.lexicon import FieldView, Vocabulary
from agent.parsing.parse import Parse
from agent.planning.clarification_reply import names_nothing
from retrieval.catalog.filters import Filter
from retrieval.catalog.items import Item
from retrieval.language.concepts import concepts_of
from retrieval.language.numbers import find_numbers
from retrieval.language.packs import PACKS
from retrieval.language.set_words import SetWords
from retrieval.language.words import Span, fold, key, singular

__all__ = ["MOST", "Chosen", "SetAsked", "SetSlot", "Total", "best_set", "set_of"]

MOST = 6
"""Parts of a set, at most."""
TRIED = 200_000
"""Steps after which the best set so far is taken: of pools of forty, three parts never need so many."""
_ENDS = re.compile(r"\b(?:for|at|with|under|below|and)\s*$")
"""What is left before an amount that was taken out at the end."""
_COUNTS = {"a": 1, "an": 1, "one": 1, "some": 1, "the": 1, "another": 1, "two": 2, "three": 3, "four": 4}


@dataclass(frozen=True, slots=True)
class SetSlot:
    """One thing of a set: `words` as it was asked for, and the person whose it is (`who`), "" where nobody is named.

    where: values of which it must have one, where these only have the words in them (荤: 荤菜).
    """

    words: str
    who: str = ""
    where: Filter | None = None


@dataclass(frozen=True, slots=True)
class Total:
    """What all parts must come to together, in a field's own unit; either end may be open."""

    field: str
    low: float | None = None
    high: float | None = None

    def kept(self, value: float) -> bool:
        """Whether a sum keeps it."""
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


@dataclass(frozen=True)
class SetAsked:
    """A set: its parts, what they must come to together, and what is asked of each of them (`rest`). both: whether the last part is for all people together."""

    parts: tuple[SetSlot, ...]
    totals: tuple[Total, ...] = ()
    rest: str = ""
    both: bool = False


@dataclass(frozen=True)
class Chosen:
    """The items of a set, a part each, what they come to by field, and whether they keep the totals."""

    items: tuple[Item, ...]
    sums: tuple[float, ...]
    kept: bool


# -- reading ------------------------------------------------------------------------------------------------------------


def _packs() -> Iterator[SetWords]:
    yield from (pack.sets for pack in PACKS)


def _blanked(text: str, spans: Sequence[Span]) -> str:
    for span in spans:
        text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    return text


def _totals(text: str, read: Parse, *, implied: bool) -> tuple[tuple[Total, ...], str]:
    """What all must come to together, and the text without it. implied: whether an amount is of all though no word says so."""
    folded = fold(text)
    said = [Span(*m.span()) for words in _packs() for m in words.total.finditer(folded)]
    each = any(words.each.search(folded) for words in _packs())
    if each or not (said or implied):
        return (), text
    plain, vocabulary = _blanked(text, said), read.vocabulary
    found = [f for f in read.of(plain, shown=False).analysis.found if _is_amount(f.constraint, vocabulary)]
    totals = tuple(
        Total(_meant(f.constraint, vocabulary), _number(f.constraint.low), _number(f.constraint.high)) for f in found
    )
    return totals, _blanked(plain, [f.span for f in found])


def _meant(constraint: Constraint, vocabulary: Vocabulary) -> str:
    """The field of an amount; a bare one ("under 30") is money where the catalogue has one field of that."""
    prices = [
        v.name
        for v in vocabulary.fields.values()
        if v.field.kind == "number" and any(c.name == "price" for c in v.concepts)
    ]
    return prices[0] if len(prices) == 1 and names_nothing(constraint.span, vocabulary) else constraint.field


def _is_amount(constraint: Constraint, vocabulary: Vocabulary) -> bool:
    view = vocabulary.fields.get(constraint.field)
    summed = (
        view is not None and view.field.kind == "number" and not any(c.floor or c.name == "year" for c in view.concepts)
    )
    return summed and constraint.op == "range" and not constraint.negate and constraint.than is None


def _number(bound: float | str | None) -> float | None:
    return float(bound) if isinstance(bound, int | float) else None


def _values(words: str, read: Parse) -> dict[str, frozenset[str]]:
    """What words name, by field: the values that are said, or, of a closed list, those that have the words in them."""
    found: dict[str, frozenset[str]] = {}
    vocabulary = read.vocabulary
    for f in read.of(words, shown=False).analysis.found:
        c = f.constraint
        if c.op in ("eq", "in") and not c.negate and c.field in vocabulary.fields:
            found[c.field] = frozenset(map(str, c.values))
    if found:
        return found
    wanted = key(words.strip())
    for name, view in vocabulary.fields.items():
        if view.closed and wanted and (near := frozenset(v for v in view.field.values if wanted in key(str(v)))):
            found[name] = near
    return found


def _parts(read: Parse) -> tuple[tuple[SetSlot, ...], str]:
    """The parts of a list of things that are different values of one field, and the text without them; none where it is no such list."""
    text = read.request
    folded = _plain(read)
    for words in _packs():
        cuts = [0, *(at for m in words.parts.finditer(folded) for at in m.span()), len(folded)]
        pieces = [
            Span(start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=True) if folded[start:end].strip()
        ]
        named: list[tuple[Span, int, str, dict[str, frozenset[str]]]] = []
        for piece in pieces:
            match = words.part.fullmatch(piece.of(folded).strip())
            values = _values(match["what"], read) if match is not None else {}
            if match is not None and values:
                named.append((piece, _count(match["n"]), match["what"].strip(), values))
        field = _shared([values for *_, values in named], read.vocabulary)
        if field and sum(n for _, n, _, _ in named) <= MOST:
            parts = tuple(_part(what, field, values, read) for _, n, what, values in named for _ in range(n))
            return parts, _blanked(text, [_said(piece, folded) for piece, *_ in named])
    return (), text


def _plain(read: Parse) -> str:
    """A request, folded, without its amounts and the words of totals, every position kept."""
    folded = fold(read.request)
    said = [
        Span(*m.span()) for words in _packs() for pattern in (words.total, words.each) for m in pattern.finditer(folded)
    ]
    rest = read.of(_blanked(read.request, said)).analysis
    amounts = [f.span for f in rest.found if f.constraint.op == "range"]
    return _ENDS.sub(lambda m: " " * len(m.group()), _blanked(folded, [*said, *amounts]))


def _count(word: str) -> int:
    return _COUNTS.get(word) or (int(word) if word.isdigit() else int(find_numbers(word)[0].value))


def _part(what: str, field: str, values: dict[str, frozenset[str]], read: Parse) -> SetSlot:
    named = any(f.constraint.field == field for f in read.of(what, shown=False).analysis.found)
    return SetSlot(what, where=None if named else Filter(field, "in", tuple(sorted(values[field]))))


def _said(piece: Span, folded: str) -> Span:
    """A piece without the white space around it."""
    words = piece.of(folded)
    return Span(piece.start + len(words) - len(words.lstrip()), piece.start + len(words.rstrip()))


def _tells_kind(view: FieldView) -> bool:
    """Whether a field tells what a thing is: it has one value, or its name says so; "a pool and a gym" are what one hotel has."""
    return not view.field.many or any(c.name == "kind" for c in concepts_of(singular(view.label)))


def _shared(named: Sequence[dict[str, frozenset[str]]], vocabulary: Vocabulary) -> str:
    """The field that tells what a thing is, and of which each of several names another value; "" where there is none."""
    if len(named) < 2:
        return ""
    for field in named[0]:
        if not _tells_kind(vocabulary.fields[field]):
            continue
        values = [one.get(field) for one in named]
        if all(values) and len(set(values)) == len(values):
            return field
    return ""


def _people(text: str) -> SetAsked | None:
    """One for each person whose likes are told, and, of two or more, one for all of them."""
    folded = fold(text)
    if not any(words.people.search(folded) for words in _packs()):
        return None
    for words in _packs():
        parts = [
            SetSlot(text[m.start("what") : m.end("what")].strip(), text[m.start("who") : m.end("who")].strip())
            for m in words.likes.finditer(folded)
        ]
        parts = [part for part in parts if part.words and part.who]
        if len(parts) >= 2:
            both = SetSlot(" ".join(part.words for part in parts))
            spans = [Span(*m.span()) for m in (*words.likes.finditer(folded), *words.people.finditer(folded))]
            return SetAsked((*parts[: MOST - 1], both), rest=_blanked(text, spans).strip(" ,.;:，。：；"), both=True)
    return None


def set_of(read: Parse) -> SetAsked | None:
    """The set that a request asks for; None where it asks for none.

    A list of several kinds of thing, each with an article or a number, is one of each; an amount then is of all together unless "each" says otherwise. A count with a
    total is so many of the same; people who like different things get one each, and one for all.
    """
    if (people := _people(read.request)) is not None:
        return people
    parts, left = _parts(read)
    totals, rest = _totals(left, read, implied=bool(parts))
    if parts:
        return SetAsked(parts, totals, rest.strip(" ,.;:，。：；"))
    count = read.of(rest, shown=False).analysis.count if totals else None
    if totals and count is not None and 2 <= count <= MOST:
        return SetAsked(tuple(SetSlot("") for _ in range(count)), totals, rest.strip(" ,.;:，。：；"))
    return None


# -- choosing -----------------------------------------------------------------------------------------------------------


def _amount(item: Item, field: str) -> float | None:
    value = item.attributes.get(field)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def best_set(pools: Sequence[Sequence[tuple[Item, float]]], totals: Sequence[Total] = ()) -> Chosen | None:
    """The items, one from each pool and none twice, that keep the totals with the greatest sum of scores; else those that come nearest to them.

    pools: items with their scores, any order; those that lack a field of a total are left out. Branch and bound: a branch is left where even the best of the pools to come can't make
    it better, or the least of them breaks a total. None where a pool has nothing left.
    """
    ready = [
        sorted((pair for pair in pool if all(_amount(pair[0], t.field) is not None for t in totals)), key=lambda p: (-p[1], p[0].id))
        for pool in pools
    ]  # fmt: skip
    if not all(ready):
        return None
    found, kept = _searched(ready, totals), True
    if found is None:
        found, kept = _searched([_by_amount(pool, totals[0]) for pool in ready], ()), False
    if found is None:
        return None
    return Chosen(found, tuple(sum(_amount(item, t.field) or 0.0 for item in found) for t in totals), kept)


def _by_amount(pool: Sequence[tuple[Item, float]], total: Total) -> list[tuple[Item, float]]:
    """A pool with the items first that come nearest to keeping a total which no set keeps."""
    sign = 1.0 if total.high is None else -1.0
    return sorted(
        ((item, sign * (_amount(item, total.field) or 0.0)) for item, _ in pool), key=lambda p: (-p[1], p[0].id)
    )


def _searched(pools: Sequence[Sequence[tuple[Item, float]]], totals: Sequence[Total]) -> tuple[Item, ...] | None:
    search = _Search(pools, tuple(totals))
    search.take((), 0.0, (0.0,) * len(totals))
    return search.best[1] if search.best is not None else None


class _Search:
    """One search of `best_set`."""

    def __init__(self, pools: Sequence[Sequence[tuple[Item, float]]], totals: tuple[Total, ...]) -> None:
        self._pools, self._totals = pools, totals
        amounts = [[[_amount(item, t.field) or 0.0 for item, _ in pool] for pool in pools] for t in totals]
        ends = range(len(pools) + 1)
        self._gain = [sum(pool[0][1] for pool in pools[at:]) for at in ends]
        self._least = [[sum(map(min, of[at:])) for of in amounts] for at in ends]
        self._most = [[sum(map(max, of[at:])) for of in amounts] for at in ends]
        ids = [[item.id for item, _ in pool] for pool in pools]
        self._same = [at > 0 and ids[at] == ids[at - 1] for at in range(len(pools))]
        self._tried = 0
        self.best: tuple[float, tuple[Item, ...]] | None = None

    def _hopeless(self, at: int, score: float, sums: Sequence[float]) -> bool:
        """Whether nothing better can come of what is taken: too little to gain, or a total that is broken whatever comes."""
        if self.best is not None and score + self._gain[at] <= self.best[0]:
            return True
        return any(
            (t.high is not None and s + least > t.high) or (t.low is not None and s + most < t.low)
            for t, s, least, most in zip(self._totals, sums, self._least[at], self._most[at], strict=True)
        )

    def take(self, taken: tuple[Item, ...], score: float, sums: tuple[float, ...], first: int = 0) -> None:
        """Tries every item of the next pool after those that are taken."""
        at = len(taken)
        if at == len(self._pools):
            self.best = (score, taken) if self.best is None or score > self.best[0] else self.best
            return
        start = first if self._same[at] else 0  # of the same things, each set once
        for i, (item, gain) in enumerate(self._pools[at][start:], start=start):
            self._tried += 1
            if self._tried > TRIED:
                return
            more = tuple(s + (_amount(item, t.field) or 0.0) for s, t in zip(sums, self._totals, strict=True))
            if item.id not in {one.id for one in taken} and not self._hopeless(at + 1, score + gain, more):
                self.take((*taken, item), score + gain, more, i + 1)
