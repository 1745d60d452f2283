"""What may be said of one item: its words, values and numbers, ready to compare with a sentence.

Built from a fact sheet and the catalogue's schema. Knows no sentence; `annotate.py` finds things in one, `rules.py`
judges it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from agent.explanation.fact_sheet import FactSheet, items_of
from agent.grounding.phrasebook import Phrasebook
from agent.grounding.plain_words import KIND_CLASS, KINDS, MORE_CONCEPTS, akin, is_plain, kind_of_word
from agent.grounding.title_forms import title_forms
from retrieval.catalog.filters import ANY_TEXT, Filter, contains_term
from retrieval.catalog.items import Item
from retrieval.catalog.schema import Field, Schema
from retrieval.language.amounts import find_quantities
from retrieval.language.concepts import CONCEPTS, Concept, concepts_of, name_parts
from retrieval.language.packs import PACKS
from retrieval.language.stance import denied_words
from retrieval.language.units import Unit, unit_named
from retrieval.language.words import Mask, fold, has_han, key, latin_words, singular
from retrieval.lexical.bm25 import tokens

__all__ = ["Amount", "ItemEvidence", "fields_of", "unit_of"]

OPEN_LIST = 60
"""A list field with more values than this is free tagging: what isn't listed may still be so."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of the item: in a field, or in its text (`field` is "title" or "description"). `after`: the next word."""

    field: str
    value: float
    unit: Unit | None = None
    after: str = ""


def unit_of(name: str) -> Unit | None:
    """Return the unit that a field's name declares (`minutes`, `weight_kg`)."""
    units = [unit for part in sorted(name_parts(name)) if (unit := unit_named(part))]
    return units[0] if units else None


def _written_amounts(name: str, text: str) -> list[Amount]:
    folded = fold(text)
    found = []
    for q in find_quantities(folded, Mask(len(folded))):
        words = latin_words(folded[q.span.end : q.span.end + 40])
        after = words[0][1] if words else folded[q.span.end : q.span.end + 2].strip()
        points = {q.low, q.high} if not q.around else {(float(q.low or 0) + float(q.high or 0)) / 2}
        found += [Amount(name, float(v), q.unit, after) for v in points if isinstance(v, int | float)]
    return found


def fields_of(concept: Concept, names: Iterable[str]) -> frozenset[str]:
    """Return the fields among `names` that speak of `concept`."""
    if concept in MORE_CONCEPTS:
        return frozenset(name for name in names if name_parts(name) & concept.parts)
    return frozenset(name for name in names if concept in concepts_of(name))


@dataclass(frozen=True)
class ItemEvidence:
    """What may be said of the item of `sheet`. `others`: items shown beside it. `names`: what items are called here."""

    sheet: FactSheet
    schema: Schema
    others: tuple[Item, ...] = ()
    names: tuple[str, ...] = ()
    _cache: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)

    @property
    def item(self) -> Item:
        """The item."""
        return self.sheet.item

    @cached_property
    def own(self) -> Phrasebook:
        """The item's own titles and values, and the titles of the items pointed at and beside it."""
        book = Phrasebook()
        for title in title_forms(self.item):
            book.add(title, owner="own")
        for liked in self.sheet.likes:
            for title in title_forms(liked.item):
                book.add(title, owner="like")
        for done in self.sheet.done:
            for title in title_forms(done.item):
                book.add(title, owner="done")
        for other in self.others:
            for title in title_forms(other):
                book.add(title, owner="other")
        for name, value in self.item.attributes.items():
            for v in items_of(value):
                if isinstance(v, str):
                    book.add(v, (name,))
                elif isinstance(v, date):
                    for form in _dates(v):
                        book.add(form, (name,))
        return book

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Titles, descriptions and values, folded, one a line."""
        lines = [*self.sheet.titles, self.item.description]
        lines += [words.get("description", "") for words in self.item.translations.values()]
        for name, value in self.item.attributes.items():
            lines += [v for v in items_of(value) if isinstance(v, str)]
            lines.append(" ".join(sorted(name_parts(name))) if not has_han(name) else name)
        for f in self.sheet.conditions:
            lines += [] if f.negate else [self.sheet.spoken.get(f, ""), *_said(f)]
        return tuple(fold(line) for line in lines if line.strip())

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The same texts as " word word word " in the singular, for finding runs of words."""
        return tuple(f" {' '.join(singular(word) for _, word in latin_words(text))} " for text in self.texts)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of the texts, in the singular."""
        return frozenset(word for line in self.lines for word in line.split())

    @cached_property
    def han(self) -> frozenset[str]:
        """The Chinese words of the texts, as a segmenter cuts them."""
        return frozenset(t for text in self.texts if has_han(text) for t in tokens(text) if has_han(t))

    @cached_property
    def denied(self) -> frozenset[str]:
        """Words that the item's text only has under a negation ("no sugar")."""
        return frozenset(word for word in denied_words(self.texts) if not is_plain(word))

    @cached_property
    def asked_text(self) -> str:
        """The request and what was set as a condition, folded."""
        conditions = [
            text
            for f in (*self.sheet.conditions, *self.sheet.broken)
            for text in (*_said(f), f.field.replace("_", " "), self.sheet.spoken.get(f, ""))
        ]
        return fold("\n".join((self.sheet.request, *conditions)))

    @cached_property
    def asked(self) -> frozenset[str]:
        """The words of that text."""
        return frozenset(
            {singular(word) for _, word in latin_words(self.asked_text)}
            | {t for t in tokens(self.asked_text) if has_han(t)}
        )

    @cached_property
    def refused(self) -> frozenset[str]:
        """Words of conditions that say no and hold, or say yes and don't: of these it may be said that the item isn't so."""
        found: set[str] = set()
        for f in (*self.sheet.conditions, *self.sheet.broken):
            if f.negate == (f in self.sheet.conditions):
                for text in (self.sheet.spoken.get(f, ""), *_said(f)):
                    found |= {singular(word) for _, word in latin_words(fold(text))} | {
                        t for t in tokens(text) if has_han(t)
                    }
        return frozenset(word for word in found if not is_plain(word))

    @cached_property
    def amounts(self) -> tuple[Amount, ...]:
        """Every number of the item: attributes first, then those written in its texts."""
        found: list[Amount] = []
        for name, value in self.item.attributes.items():
            for v in items_of(value):
                if isinstance(v, bool):
                    continue
                if isinstance(v, int | float):
                    found.append(Amount(name, float(v), unit_of(name)))
                elif isinstance(v, date):
                    found.append(Amount(name, float(v.year), Unit("year", "year")))
                else:
                    found += _written_amounts(name, v)
        for name, text in (("title", t) for t in self.sheet.titles):
            found += _written_amounts(name, text)
        for text in (self.item.description, *(w.get("description", "") for w in self.item.translations.values())):
            found += _written_amounts("description", text)
        return tuple(found)

    def has_word(self, word: str) -> bool:
        """Return whether a folded English word, or a form of it, stands in the item's text."""
        known = self._cache.get(word)
        if known is None:
            known = singular(word) in self.words or any(w[:3] == word[:3] and akin(w, word) for w in self.words)
            self._cache[word] = known
        return known

    def has_run(self, words: Sequence[str]) -> bool:
        """Return whether the item's text has these words (in the singular) one after the other."""
        run = f" {' '.join(words)} "
        return any(run in line for line in self.lines)

    def holds(self, name: str, value: str) -> bool:
        """Return whether the field has this value, or one that contains it as words."""
        own = [str(v) for v in items_of(self.item.attributes.get(name))]
        return any(key(v) == key(value) or contains_term(v, value) for v in own)

    def closed(self, name: str) -> bool:
        """Return whether what the item's field doesn't list is certainly not so."""
        f: Field | None = self.schema.fields.get(name)
        return bool(items_of(self.item.attributes.get(name))) and (
            f is None or not f.many or len(f.values) <= OPEN_LIST
        )

    @cached_property
    def kinds(self) -> frozenset[int]:
        """The groups of KINDS that the item may be called by.

        Those that its values speak of and, of classes on which they are silent, those that the names or the request
        speak of; where these are silent too, any that is no other item's value.
        """
        values = [fold(v) for value in self.item.attributes.values() for v in items_of(value) if isinstance(v, str)]
        own = {kind for text in values if (kind := kind_of_word(text)) is not None}
        said = [
            w
            for text in (*self.names, self.sheet.request)
            for w in [*(w for _, w in latin_words(fold(text))), *tokens(text)]
        ]
        asked = {kind for w in said if (kind := kind_of_word(w)) is not None}
        rivals = {
            kind_of_word(fold(v)) for f in self.schema.fields.values() if f.kind == "category" for v in f.frequent(200)
        } - own
        settled = {KIND_CLASS[kind] for kind in own}
        wished = {KIND_CLASS[kind] for kind in asked}
        return frozenset(
            kind for kind in range(len(KINDS))
            if kind in own or (kind not in rivals and KIND_CLASS[kind] not in settled and (kind in asked or KIND_CLASS[kind] not in wished))
        )  # fmt: skip

    @cached_property
    def kind_words(self) -> frozenset[str]:
        """The words that the item may be called by."""
        return frozenset(word for kind in self.kinds for word in KINDS[kind])

    def concepts(self) -> list[tuple[Concept, frozenset[str]]]:
        """Return every concept that fields of the catalogue speak of, with those fields."""
        found = [(concept, fields_of(concept, self.schema.fields)) for concept in (*CONCEPTS, *MORE_CONCEPTS)]
        return [(concept, names) for concept, names in found if names]


def _said(f: Filter) -> list[str]:
    if f.names_values:
        return [str(v) for v in (f.value if isinstance(f.value, tuple) else (f.value,)) if v is not None]
    return [] if f.field == ANY_TEXT else [" ".join(sorted(name_parts(f.field)))]


def _dates(value: date) -> list[str]:
    return [value.isoformat(), *(written for pack in PACKS for written in pack.days(value))]
