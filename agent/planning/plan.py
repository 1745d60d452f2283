"""What will be retrieved: checked conditions, each with its source, and what was noted on the way.

Types, their words for people, and the weaker plans to fall back to. Made by `compile.py`; retrieves nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Literal

from agent.parsing.deeds_asked import DeedAsked
from agent.parsing.intent import Sort
from retrieval.catalog.filters import Filter
from retrieval.catalog.items import Modality
from retrieval.language.packs import voice_of
from retrieval.search.shared_attributes import NamedValue

__all__ = [
    "EVERYTHING",
    "FIRM",
    "INFERRED",
    "ClarifyingQuestion",
    "Condition",
    "Note",
    "Origin",
    "Plan",
    "Source",
    "firmed",
    "relaxations",
    "struck",
    "tiers",
    "told_conditions",
    "understood",
]

Origin = Literal["said", "carried", "item", "setting", "standing", "inferred"]
_ORIGINS: Mapping[str, Origin] = {
    "span": "said",
    "answer": "said",
    "earlier": "carried",
    "item": "item",
    "setting": "setting",
    "standing": "standing",
    "inferred": "inferred",
}
INFERRED = "inferred"
"""Why a condition that a chat model infers only orders: no rule reads it from the words."""

EVERYTHING = "*"
"""Among the fields that are settled: nothing more is to be asked."""
FIRM = 1000
"""The weight from which a condition is never dropped: what harms whoever asks."""
CONFIRMED = 100
"""The weight of what the person has made certain by a click: it goes last of what may go."""
PREFERRED = 4
"""At most so many preferences order: each one doubles the tiers."""
RELAXED = 4
"""At most so many conditions are dropped one by one before all but the person's own are."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a condition comes from: words of the request, an answer to what was asked back, an earlier turn, an item's field,
    the person's setting, what always holds of the person, or what a chat model knows. span: the words of the request that it was read from, or stands for.
    """

    kind: Literal["span", "answer", "earlier", "item", "setting", "standing", "inferred"]
    span: str = ""
    item: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """Filters that hold together, where they came from, and how much they matter: light ones are relaxed first."""

    filters: tuple[Filter, ...]
    source: Source
    weight: int = 0
    guess: str = ""
    """Why it is only a guess (see `Constraint.guess`): it then orders and never filters."""

    @property
    def origin(self) -> Origin:
        """Who says so: the request, an earlier turn, an item's field, the person's settings; or a model infers it."""
        return _ORIGINS[self.source.kind]

    @property
    def refuses(self) -> bool:
        """Whether it only says what is not wanted, in the person's words."""
        return self.source.kind in ("span", "answer", "earlier") and all(
            f.negate and f.names_values for f in self.filters
        )


@dataclass(frozen=True, slots=True)
class Note:
    """Something that the answer should say: what was repaired, refused, or left soft."""

    kind: str
    said: str
    detail: str = ""

    def text(self, language: str) -> str:
        """The note in words."""
        voice = voice_of(language)
        return voice.words.get(f"plan.{self.kind}", "“{}” {}").format(self.said, self.detail)


@dataclass(frozen=True, slots=True)
class ClarifyingQuestion:
    """A clarifying question: of which field, and the answers that it names.

    others: whether the field has more values. words: what was searched by where nothing was wished for. besides: whether an
    earlier turn has said something of the field that holds all the same.
    """

    field: str
    options: tuple[Filter, ...]
    others: bool = False
    words: str = ""
    besides: bool = False


@dataclass(frozen=True)
class Plan:
    """What will be retrieved. wanted: ids of items that were asked for by their title, which come first.

    preferences: guesses, as conditions that order and never filter: what satisfies more of them comes first.
    retracted: readings of the rules that a chat model took back; they neither filter nor order. queries: other words that are
    searched by at once. stands_in: the order is by a field that only stands in for what was asked (ratings, for "the most famous"): a chat
    model may know better.
    wish, look, sound: words to search by. liked, disliked, unseen: ids of items to be like, unlike, or never again.
    excluded: refused words. less: words of which there should not be much ("not too sweet"). must_have: media that every hit has. k: how many. question: what to ask back instead.
    asked: what is asked beside the hits, to narrow them. settled: the fields that were asked for before;
    narrowed: one that was, and was answered by bounds within which more can be asked once others are wanted than those shown;
    unanswered: one that was, and was passed over once. deeds: what
    is asked of the person's own past.

    meaning: the words to search by meaning, where names are left out of `wish`. said, named, kin: words, values and items
    of earlier turns, each with how much it still counts; they are wishes and no conditions. fresh: the request is of another
    topic than those before. responds: the request only answers, or objects to what was shown.
    """

    wish: str = ""
    look: str = ""
    sound: str = ""
    conditions: tuple[Condition, ...] = ()
    excluded: tuple[str, ...] = ()
    less: tuple[str, ...] = ()
    liked: tuple[str, ...] = ()
    disliked: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()
    must_have: tuple[Modality, ...] = ()
    sort: Sort | None = None
    k: int = 10
    language: str = "en"
    notes: tuple[Note, ...] = ()
    question: str = ""
    meaning: str | None = None
    said: Mapping[str, float] = field(default_factory=dict)
    named: tuple[NamedValue, ...] = ()
    kin: Mapping[str, float] = field(default_factory=dict)
    fresh: bool = False
    wanted: tuple[str, ...] = ()
    asked: ClarifyingQuestion | None = None
    settled: tuple[str, ...] = ()
    narrowed: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()
    responds: bool = False
    preferences: tuple[Condition, ...] = ()
    deeds: tuple[DeedAsked, ...] = ()
    retracted: tuple[Condition, ...] = ()
    queries: tuple[str, ...] = ()
    stands_in: bool = False

    @property
    def filters(self) -> tuple[Filter, ...]:
        """The filters of all conditions."""
        return tuple(dict.fromkeys(f for c in self.conditions for f in c.filters))


def understood(plan: Plan) -> tuple[str, ...]:
    """What every hit must satisfy, in words: each condition, then the media that it must have."""
    return (*(str(c.filters[0]) for c in plan.conditions), *(f"has {m}" for m in plan.must_have))


def told_conditions(plan: Plan, relaxed: Collection[Condition] = ()) -> list[dict[str, str]]:
    """Every condition for other programs: in words, its origin, certainty, status, span, and why it is only a guess.

    certainty: certain or guess. status: filters, orders, relaxed (given up as nothing satisfies all) or struck.
    """
    groups = (
        ("filters", [c for c in plan.conditions if c not in relaxed]),
        ("relaxed", [c for c in plan.conditions if c in relaxed]),
        ("orders", plan.preferences),
        ("struck", plan.retracted),
    )
    return [
        {
            "text": " and ".join(map(str, c.filters[:1] if c.refuses else c.filters)),
            "origin": c.origin,
            "certainty": "guess" if c.guess else "certain",
            "status": status,
            "span": c.source.span,
            "why": c.guess,
        }
        for status, of in groups
        for c in of
    ]


def struck(plan: Plan, without: Collection[str]) -> Plan:
    """`plan` without the conditions and media that are written so in `understood`, and without steering by their words."""
    gone = [c for c in plan.conditions if str(c.filters[0]) in without]
    words = {c.source.span for c in gone}
    return replace(
        plan,
        conditions=tuple(c for c in plan.conditions if c not in gone),
        preferences=tuple(c for c in plan.preferences if str(c.filters[0]) not in without),
        must_have=tuple(m for m in plan.must_have if f"has {m}" not in without),
        excluded=tuple(word for word in plan.excluded if word not in words),
    )


def firmed(plan: Plan, firm: Collection[Filter]) -> Plan:
    """`plan` with what the person has made certain as conditions: preferences that were only inferred or guessed, and what a
    model took back. Of what the plan doesn't have at all, the filters themselves."""
    held = [c for c in (*plan.preferences, *plan.retracted) if c.filters[0] in firm]
    known = {f for c in (*held, *plan.conditions) for f in c.filters}
    sure = [replace(c, source=replace(c.source, kind="answer"), guess="", weight=CONFIRMED) for c in held]
    sure += [Condition((f,), Source("answer", field=f.field), CONFIRMED) for f in firm if f not in known]
    return replace(
        plan,
        conditions=(*plan.conditions, *sure),
        preferences=tuple(c for c in plan.preferences if c not in held),
        retracted=tuple(c for c in plan.retracted if c not in held),
    )


def tiers(plan: Plan) -> Iterator[Plan]:
    """Plans whose conditions are those of `plan` with more and more of its preferences given up, the best tier first.

    Items that satisfy more preferences come in an earlier one; the last is without any.
    """
    free = plan.preferences[:PREFERRED]
    for n in range(len(free), -1, -1):
        for held in combinations(free, n):
            yield replace(plan, conditions=(*plan.conditions, *held), preferences=())


def relaxations(plan: Plan) -> Iterator[tuple[Plan, tuple[Condition, ...]]]:
    """Weaker plans with the conditions that each drops: the fewest first, then the lightest together, earlier turns' first.

    What an earlier turn refused is dropped last of all; the person's own settings and what they must not have never are.
    """
    free = [c for c in plan.conditions if c.source.kind not in ("setting", "standing") and c.weight < FIRM]
    refused = [c for c in free if c.refuses and c.source.kind == "earlier"]
    rest = [c for c in free if c not in refused]

    def without(dropped: tuple[Condition, ...]) -> tuple[Plan, tuple[Condition, ...]]:
        return replace(plan, conditions=tuple(c for c in plan.conditions if c not in dropped)), dropped

    def cost(group: tuple[Condition, ...]) -> tuple[int, int]:
        return sum(c.weight for c in group), -sum(c.source.kind == "earlier" for c in group)

    for n in range(1, min(RELAXED, len(rest)) + 1):
        yield from map(without, sorted(combinations(rest, n), key=cost))
    if len(rest) > RELAXED:
        yield without(tuple(rest))
    if refused:
        yield without(tuple(refused))
    if refused and rest:
        yield without(tuple(free))
