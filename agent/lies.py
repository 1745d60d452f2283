"""Planted lies and true statements about the items of any catalogue, to measure how well statements are checked.

Half of the statements are true; each lie turns one thing of a true one: an attribute, a number, a title, an invented item,
a negation, a comparison, a picture or sound. English and Chinese, by templates, from the catalogue's own values; the same
seed plants the same. `measure` says how many lies were caught and how many true statements passed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from agent.explain import field_label, plain_value
from agent.facts import FactSheet, fact_sheet, items_of
from agent.grounding import check
from agent.grounding.wording import is_plain
from retrieval.filters import Filter, contains_term, searchable_text
from retrieval.items import Item
from retrieval.retriever import Hit
from retrieval.schema import Schema

__all__ = ["KINDS_OF_LIES", "LieReport", "Statement", "measure", "plant"]

KINDS_OF_LIES = ("attribute", "number", "title", "invented", "negation", "comparison", "media")
LONGEST_VALUE = 40


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence about the item of `sheet`, and whether it is true. `kind`: what it speaks of."""

    text: str
    true: bool
    kind: str
    language: str
    sheet: FactSheet
    others: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class LieReport:
    """How the check did: lies planted and caught, true statements told and passed, and those that it got wrong."""

    planted: int
    caught: int
    told: int
    passed: int
    missed: tuple[Statement, ...]
    refused: tuple[Statement, ...]

    def by(self, part: str) -> dict[str, dict[str, int]]:
        """Errors by "kind" or "language"."""
        found: dict[str, dict[str, int]] = {}
        for name, wrong in (("missed", self.missed), ("refused", self.refused)):
            for statement in wrong:
                group = found.setdefault(str(getattr(statement, part)), {"missed": 0, "refused": 0})
                group[name] += 1
        return found


_TEXTS: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        "attribute": ("Its {label}: {value}.", "It has {value} as {label}.", "This one fits because its {label} is {value}.", "{title} has the {label} {value}.", "The {label} given for it is {value}."),
        "number": ("Its {label} is {value}.", "It has a {label} of {value}.", "With a {label} of {value}, it is a good match.", "{title} comes with a {label} of {value}."),
        "title": ("This is “{title}”.", "It is called “{title}”.", "I recommend “{title}”.", "“{title}” is a lovely choice.", "“{title}” fits your request."),
        "negation": ("Its {label} is not {value}.", "It does not have {value} as {label}.", "{title} is not {value}.", "The {label} isn't {value}, as the facts show."),
        "below": ("Its {label} is under {value}.", "Its {label} is less than {value}.", "It has a {label} below {value}."),
        "above": ("Its {label} is over {value}.", "Its {label} is more than {value}.", "It has a {label} above {value}."),
        "has": ("It has a {medium}.", "It comes with a {medium}.", "There is a {medium} of it."),
        "lacks": ("It has no {medium}.", "It comes without a {medium}.", "There isn't a {medium} of it."),
    },
    "zh": {
        "attribute": ("它的{label}是{value}。", "{title}的{label}为{value}。", "推荐它，因为{label}是{value}。", "{label}：{value}。"),
        "number": ("它的{label}是{value}。", "{label}为{value}，很适合您。", "{title}的{label}是{value}。"),
        "title": ("这是“{title}”。", "推荐“{title}”。", "“{title}”是不错的选择。", "它名为“{title}”。"),
        "negation": ("它的{label}不是{value}。", "{title}的{label}不是{value}。", "{label}不是{value}。"),
        "below": ("它的{label}低于{value}。", "{label}不到{value}。", "{title}的{label}在{value}以下。"),
        "above": ("它的{label}高于{value}。", "{label}超过{value}。", "{title}的{label}在{value}以上。"),
        "has": ("它有{medium}。", "它带有{medium}。"),
        "lacks": ("它没有{medium}。", "没有{medium}。"),
    },
}  # fmt: skip
_MEDIA = {"en": {"image": "picture", "audio": "sound"}, "zh": {"image": "图片", "audio": "声音"}}
_SYLLABLES = "vel mor qua zin tar olo brek sul fen dray iri kos".split()
_SYLLABLES_ZH = "岚 弈 琰 戈 缪 璃 阙 朔 巽 翎".split()


@dataclass(frozen=True)
class _Planter:
    items: Sequence[Item]
    schema: Schema
    random: Random
    language: str

    def _fill(self, kind: str, **given: str) -> str:
        return self.random.choice(_TEXTS[self.language][kind]).format(**given)

    def _title(self, item: Item) -> str:
        return item.title_in(self.language) or ("It" if self.language == "en" else "它")

    def _made(self, item: Item, kind: str, true: str, lie: str) -> Iterator[Statement]:
        own = Filter("title", "eq", item.title) if item.title else None
        hit = Hit(item, 0.5, {"text": 0.5}, {"text": 0.5, "image": 0.0, "audio": 0.0})
        sheet = fact_sheet(hit, request="", filters=[own] if own else [])
        if true:
            yield Statement(true, True, kind, self.language, sheet)
        if lie:
            yield Statement(lie, False, kind, self.language, sheet)

    def _categories(self, item: Item) -> list[tuple[str, str]]:
        found = [(n, v) for n, value in item.attributes.items() for v in items_of(value) if isinstance(v, str)]
        return [(n, v) for n, v in found if n in self.schema and self.schema[n].kind == "category" and _speakable(v)]

    def _numbers(self, item: Item) -> list[tuple[str, float]]:
        found = [(n, v) for n, value in item.attributes.items() for v in items_of(value)[:1]]
        return [
            (n, v)
            for n, v in found
            if isinstance(v, int | float) and not isinstance(v, bool) and self.schema[n].kind == "number"
        ]

    def _wrong_value(self, item: Item, name: str) -> str | None:
        text = searchable_text(item)
        values = [
            v
            for v in self.schema[name].values
            if _speakable(v) and not contains_term(text, v) and v.casefold() not in text.casefold()
        ]
        return self.random.choice(values) if values else None

    def attribute(self, item: Item) -> Iterator[Statement]:
        """One value of the item against one that it doesn't have."""
        for name, value in self._one(self._categories(item)):
            wrong = self._wrong_value(item, name)
            label, title = field_label(name, self.language), self._title(item)
            if wrong:
                given = {"label": label, "title": title}
                yield from self._made(
                    item,
                    "attribute",
                    self._fill("attribute", value=value, **given),
                    self._fill("attribute", value=wrong, **given),
                )

    def negation(self, item: Item) -> Iterator[Statement]:
        """A value that it doesn't have, denied, against one that it has."""
        for name, value in self._one(self._categories(item)):
            wrong = self._wrong_value(item, name)
            if wrong:
                given = {"label": field_label(name, self.language), "title": self._title(item)}
                yield from self._made(
                    item,
                    "negation",
                    self._fill("negation", value=wrong, **given),
                    self._fill("negation", value=value, **given),
                )

    def number(self, item: Item) -> Iterator[Statement]:
        """Its number against another that the item has nowhere."""
        for name, value in self._one(self._numbers(item)):
            text = searchable_text(item) + " ".join(plain_value(v) for _, v in self._numbers(item))
            others = {plain_value(v) for other in self.items for n, v in self._numbers(other) if n == name}
            others |= {plain_value(value + step) for step in (1, 3, 10)}
            wrong = self.random.choice(sorted(v for v in others if v not in text))
            given = {"label": field_label(name, self.language), "title": self._title(item)}
            yield from self._made(
                item,
                "number",
                self._fill("number", value=plain_value(value), **given),
                self._fill("number", value=wrong, **given),
            )

    def comparison(self, item: Item) -> Iterator[Statement]:
        """A bound that it keeps against one that it doesn't."""
        for name, value in self._one(self._numbers(item)):
            step = max(1.0, round(abs(value) * self.random.choice((0.1, 0.3, 0.8))))
            low, high = plain_value(value - step), plain_value(value + step)
            given = {"label": field_label(name, self.language), "title": self._title(item)}
            below = self.random.random() < 0.5 or value - step < 0
            pair = (
                ("below", high, "below", low)
                if below and value - step >= 0
                else ("below", high, "above", high)
                if below
                else ("above", low, "above", high)
            )
            yield from self._made(
                item,
                "comparison",
                self._fill(pair[0], value=pair[1], **given),
                self._fill(pair[2], value=pair[3], **given),
            )

    def title(self, item: Item) -> Iterator[Statement]:
        """Its title against that of another item."""
        others = [other.title_in(self.language) for other in self.items if _distinct(other, item)]
        if item.title and others:
            yield from self._made(
                item,
                "title",
                self._fill("title", title=self._title(item)),
                self._fill("title", title=self.random.choice(others)),
            )

    def invented(self, item: Item) -> Iterator[Statement]:
        """An item that there isn't."""
        if self.language == "zh":
            name = "".join(self.random.sample(_SYLLABLES_ZH, 3))
        else:
            name = " ".join("".join(self.random.sample(_SYLLABLES, 2)).capitalize() for _ in range(2))
        yield from self._made(item, "invented", "", self._fill("title", title=name))

    def media(self, item: Item) -> Iterator[Statement]:
        """What it has of picture and sound, and what it hasn't."""
        modality = self.random.choice(("image", "audio"))
        there = bool(item.images if modality == "image" else item.audio)
        medium = _MEDIA[self.language][modality]
        yield from self._made(
            item,
            "media",
            self._fill("has" if there else "lacks", medium=medium),
            self._fill("lacks" if there else "has", medium=medium),
        )

    def _one(self, options: list) -> list:  # type: ignore[type-arg]
        return [self.random.choice(options)] if options else []


def _distinct(other: Item, item: Item) -> bool:
    """Whether the title of another item is nothing that could be said of this one."""
    text = searchable_text(item).casefold()
    return (
        bool(other.title)
        and other.title.casefold() not in text
        and all(t.get("title", "\n").casefold() not in text for t in other.translations.values())
    )


def _speakable(value: str) -> bool:
    return (
        1 < len(value) <= LONGEST_VALUE
        and any(c.isalpha() for c in value)
        and not all(is_plain(w.casefold()) for w in value.split())
    )


def plant(
    items: Sequence[Item], schema: Schema, *, count: int = 200, seed: int = 0, languages: Sequence[str] = ("en", "zh")
) -> tuple[Statement, ...]:
    """`count` lies and up to `count` true statements about `items`, of all kinds in turn; fewer where the items have
    too little to lie about."""
    random = Random(seed)
    order = list(items)
    random.shuffle(order)
    lies: list[Statement] = []
    truths: list[Statement] = []
    for turn in range(40 * count):
        if (len(lies) >= count and len(truths) >= count) or not order:
            break
        item, language = order[turn % len(order)], languages[turn % len(languages)]
        planter = _Planter(items, schema, random, language)
        kinds: tuple[Callable[[Item], Iterator[Statement]], ...] = (
            planter.attribute, planter.number, planter.title, planter.invented, planter.negation, planter.comparison, planter.media,
        )  # fmt: skip
        for statement in kinds[(turn // len(languages)) % len(kinds)](item):
            (truths if statement.true else lies).append(statement)
    return (*lies[:count], *truths[:count])


def measure(statements: Sequence[Statement], schema: Schema) -> LieReport:
    """Checks each statement: a lie is caught when it may not be shown, a true one passes when it may."""
    lies = [s for s in statements if not s.true]
    truths = [s for s in statements if s.true]

    def shown(s: Statement) -> bool:
        return bool(check(s.text, s.sheet, schema=schema, language=s.language, others=s.others))

    missed = tuple(s for s in lies if shown(s))
    refused = tuple(s for s in truths if not shown(s))
    return LieReport(len(lies), len(lies) - len(missed), len(truths), len(truths) - len(refused), missed, refused)
