"""A model's reading of a request brought together with that of the rules: what is certain filters, the rest orders.

Nothing that the rules read exactly is lost: where a model reads the same words otherwise, the rules' reading becomes a
preference, and is named. A guess of the rules that a model doesn't share is struck. Refusals of what somebody must not have
are never touched. What a model proposes is checked by `compiler.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from agent.parsing.intent import Constraint, Intent, Reference
from agent.parsing.value_constraints import EITHER
from retrieval.language.packs import PACKS
from retrieval.language.safety import avoided, diets_in
from retrieval.language.words import Span, fold, key

__all__ = ["OVERRULED", "Merged", "merged", "protected"]

OVERRULED = "overruled"
"""Why a condition that the rules read exactly only orders: a model reads the same words otherwise."""


@dataclass(frozen=True)
class Merged:
    """One intent of two readings. struck: guesses of the rules that the model doesn't share. added: what is only the model's."""

    intent: Intent
    struck: tuple[Constraint, ...] = ()
    added: tuple[Constraint, ...] = field(default_factory=tuple)


def _place(words: str, request: str) -> Span | None:
    said = fold(words).strip()
    at = request.find(said) if said else -1
    return Span(at, at + len(said)) if at >= 0 else None


def _united(*groups: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for words in (words for group in groups for words in group):
        found.setdefault(fold(words).strip(), words)
    return tuple(found.values())


def protected(constraint: Constraint) -> bool:
    """Whether a reading is of what somebody must not have, or how they eat: no model may weaken it."""
    words = fold(constraint.span)
    named = [words, *words.split(), *(fold(str(value)) for value in constraint.values)]
    return bool(diets_in(words)) or (constraint.negate and any(avoided(word) is not None for word in named))


def _plain(value: object) -> str:
    """A value as it is compared: numbers by what they are worth, words by their form."""
    try:
        return f"{float(str(value)):g}"
    except ValueError:
        return key(str(value))


def _bounds(c: Constraint) -> tuple[str, str]:
    """The bounds of a range; empty for one that is open."""
    low, high = ("" if bound is None else _plain(bound) for bound in (c.low, c.high))
    return low, high


def _values(c: Constraint) -> frozenset[str]:
    """The values that a constraint names; a range from a number to itself names that."""
    if c.op != "range":
        return frozenset(map(_plain, c.values))
    low, high = _bounds(c)
    return frozenset((low,)) if low and low == high else frozenset()


def _agree(one: Constraint, other: Constraint) -> bool:
    """Whether two constraints ask for the same; of several values that one names, the other may name one of them."""
    if (one.field, one.negate) != (other.field, other.negate):
        return False
    if _values(one) or _values(other):
        return bool(_values(one) & _values(other))
    if one.op != other.op:
        return False
    than = [c.than and (c.than.position, c.than.title) for c in (one, other)]
    return _bounds(one) == _bounds(other) and than[0] == than[1]


def _literal(read: Constraint) -> bool:
    """Whether a reading's value stands in its words as it is ("animals" for `animals`): only being called misread weakens it."""
    words = f" {key(read.span)} "
    return read.op != "range" and any(f" {key(str(value))} " in words for value in read.values)


@dataclass(frozen=True)
class _Readings:
    """The constraints of both, and where their words stand."""

    rules: Sequence[Constraint]
    model: Sequence[Constraint]
    request: str
    misread: Sequence[str]
    again: bool = False

    def _for_another(self, read: Constraint) -> bool:
        """Whether this search is for another of several things that are asked for: its condition on the field is read from other
        words ("she loves horror, I love musicals")."""
        same = [c for c in self.model if c.field == read.field and not c.negate and not read.negate]
        return any(_place(c.span, self.request) and not self.overlap(read, c) for c in same)

    def overlap(self, one: Constraint, other: Constraint) -> bool:
        first, second = _place(one.span, self.request), _place(other.span, self.request)
        return first is not None and second is not None and first.overlaps(second)

    def contradicted(self, read: Constraint) -> bool:
        """Whether the model reads the words of a reading otherwise, or says that it is misread."""
        if any(_agree(read, c) for c in self.model):
            return False
        place = _place(read.span, self.request)
        spans = [_place(words, self.request) for words in self.misread]
        if place is not None and any(span is not None and span.overlaps(place) for span in spans):
            return True
        if self.again and self._for_another(read):
            return True
        if _literal(read):
            return False
        rivals = [c for c in self.model if self.overlap(read, c)]
        return bool(rivals) and not (read.op == "range" and any(c.field == read.field for c in rivals))

    def kept(self) -> tuple[list[Constraint], list[Constraint]]:
        """The rules' constraints that still count, and those that are struck."""
        kept: list[Constraint] = []
        struck: list[Constraint] = []
        for read in self.rules:
            shared = any(_agree(read, c) for c in self.model)
            if protected(read):
                kept.append(read)
            elif read.guess and read.guess != EITHER:
                (kept if shared else struck).append(read)
            elif self.contradicted(read):
                kept.append(read.model_copy(update={"guess": OVERRULED}))
            else:
                kept.append(read)
        return kept, struck


def _parts(words: str) -> list[str]:
    """What words list, joined as any language joins: "Heat, Ronin and Alien"."""
    return [part for pack in PACKS for part in pack.turns.joins.split(words)]


def _references(read: Intent, proposed: Intent) -> tuple[Reference, ...]:
    """What the rules take for pointed at. Titles that the model looks for themselves are no likings, which would leave them out;
    what it names and nothing beside it is wanted itself."""
    looked = fold(" ".join((proposed.wish, *proposed.queries)))
    alone = {key(part) for words in (proposed.wish, *proposed.queries) for part in (words, *_parts(words)) if part.strip()}  # fmt: skip
    kept = [r for r in read.references if r.polarity != "like" or not r.title or fold(r.title) not in looked]
    named = [r for r in read.references if r not in kept and r.title and key(r.title) in alone]
    return (*kept, *(r.model_copy(update={"polarity": "itself"}) for r in named))


def merged(read: Intent, proposed: Intent, request: str, *, wording: bool = True, again: bool = False) -> Merged:
    """`read`, by the rules, with what `proposed`, by a model, makes of it. again: whether it has searched for the request before.

    `wording`: whether the model is trusted with its own words: for what to look for, and against the readings of the rules.
    Without that, what it proposes is added only in words that the rules read nothing in.
    """
    folded = fold(request)
    said = (*(c.span for c in read.constraints), *read.excluded)
    taken = [place for words in said if (place := _place(words, folded))]

    def fresh(words: str) -> bool:
        place = _place(words, folded)
        return place is not None and not any(place.overlaps(other) for other in taken)

    struck: list[Constraint] = []
    if wording:
        readings = _Readings(read.constraints, proposed.constraints, folded, proposed.misread, again)
        kept, struck = readings.kept()
        more = [c for c in proposed.constraints if not any(_agree(c, k) and not k.guess for k in kept)]
        kept = [c for c in kept if not (c.guess and any(_agree(c, m) for m in more)) or protected(c)]
        excluded = [words for words in proposed.excluded if words.strip()]
    else:
        kept = list(read.constraints)
        more = [c for c in proposed.constraints if fresh(c.span)]
        excluded = [words for words in proposed.excluded if fresh(words)]
    soft = [words for words in proposed.soft if _place(words, folded)]
    pointed = tuple(r for r in proposed.references if _place(r.span or r.title or "", folded))
    references = _references(read, proposed) if wording else read.references
    words = proposed if wording else read
    intent = read.model_copy(
        update={
            "wish": words.wish or read.wish,
            "queries": words.queries,
            "look": words.look or read.look,
            "sound": words.sound or read.sound,
            "constraints": (*kept, *more),
            "excluded": _united(read.excluded, excluded),
            "references": references or pointed,
            "sort": read.sort or proposed.sort,
            "count": read.count or proposed.count,
            "must_have": tuple(dict.fromkeys((*read.must_have, *proposed.must_have))),
            "keep": read.keep or proposed.keep,
            "unseen": read.unseen or proposed.unseen,
            "soft": _united(read.soft, soft),
            "misread": words.misread if wording else (),
        }
    )
    return Merged(intent, tuple(struck), tuple(more))
