"""Planted lies and true statements about the items of any catalogue, as a language model would write them.

Each pair turns one thing of a true statement: an attribute, a number, a title, an invented item, a comparison, a
negation, a picture or sound. English and Chinese, by templates filled with the catalogue's own values; the same seed plants
the same. What is true is read from the items alone: nothing here knows how statements are checked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from retrieval.catalog.items import Item, Scalar
from retrieval.catalog.schema import Schema
from retrieval.language.packs import PACKS, pack_of

__all__ = ["KINDS_OF_LIES", "Statement", "plant"]

KINDS_OF_LIES = ("attribute", "number", "title", "invented", "comparison", "negation", "media")
LONGEST = 40
"""Characters of a value or title that is spoken of."""
TRIES = 60


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence about one item, and whether it is true. `kind`: what it speaks of. `other`: an item that it compares with."""

    item: Item
    text: str
    true: bool
    kind: str
    language: str
    other: Item | None = None


LANGUAGES = tuple(pack.code for pack in PACKS if "planted.statements" in pack.tables)
"""The languages in which statements can be made up."""


def _table(language: str, name: str) -> Mapping[str, str]:
    return pack_of(language).tables[f"planted.{name}"]


Pair = tuple[str, str]
"""A true statement and its lie; either may be empty."""


def _scalars(item: Item, name: str) -> tuple[Scalar, ...]:
    value = item.attributes.get(name)
    return () if value is None else value if isinstance(value, tuple) else (value,)


def _plain(number: float) -> str:
    return str(int(number)) if float(number).is_integer() else f"{number:.10g}"


def _texts(item: Item) -> str:
    """All that an item says of itself, in small letters."""
    found = [item.title, item.description, *(text for t in item.translations.values() for text in t.values())]
    for name in item.attributes:
        found += [name.replace("_", " "), *(str(value) for value in _scalars(item, name))]
    return "\n".join(found).casefold()


def _speakable(value: object) -> bool:
    """Whether a value can stand in a sentence: short, of letters, and without marks that would end or quote it."""
    text = str(value)
    return (
        1 < len(text) <= LONGEST
        and any(c.isalpha() for c in text)
        and not set(text) & set('\n"“”«»<>{}[]|\\`;；。！？!?')
    )


@dataclass
class _Planter:
    """Makes pairs about the items of one catalogue; it lives for one planting."""

    items: Sequence[Item]
    schema: Schema
    random: Random
    own: dict[str, str] = field(default_factory=dict)

    def _say(self, kind: str, language: str, **given: str) -> str:
        return self.random.choice(_table(language, "statements")[kind].split("|")).format(**given)

    def _fill(self, kind: str, language: str, true: dict[str, str], lie: dict[str, str]) -> Pair:
        """The same template for both."""
        template = self.random.choice(_table(language, "statements")[kind].split("|"))
        return template.format(**true), template.format(**lie)

    def _said(self, item: Item) -> str:
        if item.id not in self.own:
            self.own[item.id] = _texts(item)
        return self.own[item.id]

    def _named(self, item: Item, language: str) -> str:
        title = item.title_in(language)
        return title if _speakable(title) else _table(language, "names")["it"]

    def _label(self, name: str) -> str:
        return name.replace("_", " ").replace("-", " ").strip()

    def _values(self, item: Item) -> list[tuple[str, str]]:
        """Fields of categories and a value of each that the item has."""
        found = []
        for name, f in self.schema.fields.items():
            values = [v for v in _scalars(item, name) if isinstance(v, str) and _speakable(v)]
            if f.kind == "category" and values:
                found.append((name, self.random.choice(values)))
        return found

    def _numbers(self, item: Item) -> list[tuple[str, float]]:
        return [
            (name, float(values[0]))
            for name, f in self.schema.fields.items()
            if f.kind == "number" and len(values := _scalars(item, name)) == 1 and not isinstance(values[0], bool | str | date)
        ]  # fmt: skip

    def _wrong(self, item: Item, name: str) -> str | None:
        """A value of the field that nothing of the item speaks of, in whole or in part."""
        said = self._said(item)
        values = list(self.schema[name].values)
        for _ in range(TRIES if values else 0):
            value = self.random.choice(values)
            low = value.casefold()
            if (
                _speakable(value)
                and low not in said
                and not any(str(v).casefold() in low for v in _scalars(item, name))
            ):
                return value
        return None

    def attribute(self, item: Item, language: str) -> Iterator[Pair]:
        """Yield a value of the item against one that it hasn't, by itself or beside another that it has."""
        values = self._values(item)
        if not values:
            return
        name, value = self.random.choice(values)
        wrong = self._wrong(item, name)
        others = [(n, v) for n, v in values if n != name]
        if wrong is None:
            return
        given = {"label": self._label(name), "title": self._named(item, language), "value": value}
        if others and self.random.random() < 0.3:
            other, second = self.random.choice(others)
            first = self.random.random() < 0.5
            true = {"label": given["label"], "value": value, "label2": self._label(other), "value2": second}
            if not first:
                true = {"label": true["label2"], "value": second, "label2": true["label"], "value2": value}
            yield self._fill("two", language, true, true | {("value" if first else "value2"): wrong})
        else:
            yield self._fill("attribute", language, given, given | {"value": wrong})

    def negation(self, item: Item, language: str) -> Iterator[Pair]:
        """Yield a value that it hasn't, denied, against one that it has."""
        values = self._values(item)
        name, value = self.random.choice(values) if values else ("", "")
        wrong = self._wrong(item, name) if values else None
        if wrong is not None:
            given = {"label": self._label(name), "title": self._named(item, language)}
            yield self._fill("not", language, given | {"value": wrong}, given | {"value": value})

    def number(self, item: Item, language: str) -> Iterator[Pair]:
        """Yield pairs: its number against another of the catalogue, or one near it, that the item has nowhere."""
        numbers = self._numbers(item)
        if not numbers:
            return
        name, value = self.random.choice(numbers)
        others = {
            v[0] for i in self.random.sample(list(self.items), min(40, len(self.items))) if (v := _scalars(i, name))
        }
        others |= {value + step for step in (1, 2, 10)}
        said = self._said(item)
        wrong = [t for v in sorted(o for o in others if isinstance(o, int | float)) if (t := _plain(v)) not in said]
        if wrong:
            given = {"label": self._label(name), "title": self._named(item, language), "value": _plain(value)}
            yield self._fill("number", language, given, given | {"value": self.random.choice(wrong)})

    def comparison(self, item: Item, language: str) -> Iterator[Statement]:
        """Yield a bound that it keeps against one that it doesn't; or another item that it exceeds against the contrary."""
        numbers = self._numbers(item)
        if not numbers:
            return
        name, value = self.random.choice(numbers)
        given = {"label": self._label(name), "title": self._named(item, language)}
        others = [
            o for o in self.random.sample(list(self.items), min(20, len(self.items)))
            if o.id != item.id and _speakable(o.title_in(language)) and o.title_in(language).casefold() not in self._said(item)
            and dict(self._numbers(o)).get(name, value) != value
        ]  # fmt: skip
        if others and self.random.random() < 0.4:
            other = others[0]
            high = value > dict(self._numbers(other))[name]
            texts = [self._say(k, language, other=other.title_in(language), **given) for k in (("higher", "lower") if high else ("lower", "higher"))]  # fmt: skip
            yield Statement(item, texts[0], True, "comparison", language, other)
            yield Statement(item, texts[1], False, "comparison", language, other)
            return
        step = max(abs(value) * self.random.choice((0.1, 0.3, 0.8)), 0.1 if not value.is_integer() else 1.0)
        step = round(step, 1) if not value.is_integer() else float(round(step))
        low, high_ = value - step, value + step
        bounds = [("below", high_, "above", high_)] + ([("above", low, "below", low)] if low > 0 else [])
        true, bound, lie, wrong = self.random.choice(bounds)
        yield Statement(item, self._say(true, language, value=_plain(bound), **given), True, "comparison", language)
        yield Statement(item, self._say(lie, language, value=_plain(wrong), **given), False, "comparison", language)

    def title(self, item: Item, language: str) -> Iterator[Pair]:
        """Yield pairs: its title against that of another item that nothing of it speaks of."""
        if not _speakable(item.title_in(language)):
            return
        said = self._said(item)
        titles = [o.title_in(language) for o in self.random.sample(list(self.items), min(TRIES, len(self.items)))]
        wrong = [t for t in titles if _speakable(t) and t.casefold() not in said]
        if wrong:
            yield self._fill("title", language, {"title": item.title_in(language)}, {"title": wrong[0]})

    def invented(self, item: Item, language: str) -> Iterator[Pair]:
        """Yield an item that there isn't."""
        made = _table(language, "names")
        parts, each, words = made["syllables"].split(), int(made["each"]), int(made["words"])
        name = " ".join("".join(self.random.sample(parts, each)).capitalize() for _ in range(words))
        yield "", self._say("title", language, title=name)

    def media(self, item: Item, language: str) -> Iterator[Pair]:
        """Yield what it has of picture and sound, and what it hasn't."""
        modality = self.random.choice(("image", "audio"))
        there = bool(item.images if modality == "image" else item.audio)
        medium = _table(language, "media")[modality]
        kinds = ("has", "lacks") if there else ("lacks", "has")
        yield self._say(kinds[0], language, medium=medium), self._say(kinds[1], language, medium=medium)

    def about(self, item: Item, kind: str, language: str) -> Iterator[Statement]:
        """Statements of one kind about an item; none where it has nothing of it."""
        for one in getattr(self, kind)(item, language):
            if isinstance(one, Statement):
                yield one
                continue
            for text, true in zip(one, (True, False), strict=True):
                if text:
                    yield Statement(item, text, true, kind, language)


def plant(
    items: Sequence[Item], schema: Schema, *, count: int = 200, seed: int = 0, languages: Sequence[str] = LANGUAGES
) -> tuple[Statement, ...]:
    """`count` lies and up to `count` true statements about `items`, of all kinds in turn; fewer where they have too little
    to lie about."""
    random = Random(seed)
    order = list(items)
    random.shuffle(order)
    planter = _Planter(items, schema, random)
    lies: list[Statement] = []
    truths: list[Statement] = []
    for turn in range(40 * count if order else 0):
        if len(lies) >= count and len(truths) >= count:
            break
        item, language = order[turn % len(order)], languages[turn % len(languages)]
        kind = KINDS_OF_LIES[(turn // len(languages)) % len(KINDS_OF_LIES)]
        for statement in planter.about(item, kind, language):
            (truths if statement.true else lies).append(statement)
    return (*lies[:count], *truths[:count])
