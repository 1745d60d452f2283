"""What a catalogue can be asked for, indexed for reading: its fields, their values, its titles.

Built once from a live catalogue; embeddings are computed at first need and kept. Knows no grammar.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from retrieval.catalog.items import MODALITIES, Item, Modality
from retrieval.catalog.moments import clock_of
from retrieval.catalog.safety import lists_what_is_not_in
from retrieval.catalog.schema import Field, Schema, infer_schema
from retrieval.kept.titles import title_forms
from retrieval.kept.usage import Usage, step_of, usage_of, watched_values
from retrieval.kept.words import CLOSED, Words
from retrieval.language.ages import age_values
from retrieval.language.aliases import aliases_of, demonyms_of, named_by_code
from retrieval.language.concepts import Concept, concepts_of, is_relational, name_parts
from retrieval.language.packs import PACKS
from retrieval.language.tables import either, word_set
from retrieval.language.units import Unit, unit_named
from retrieval.language.words import has_han, key, segment

__all__ = ["CLOSED", "Embed", "FieldView", "ValueRef", "Vocabulary"]

Embed = Callable[[list[str]], NDArray[np.floating]]
"""Texts to rows of vectors, (n, d), any scale; words that mean the same in different languages should be near."""

FEW_KINDS = 40
"""A field that isn't called one, and has more values, tells no kinds of things, whatever goes with them."""
EMBEDDED = 1_000
"""Values embedded over all fields, closed fields with the fewest values first."""
REMEMBERED = 20_000
"""Vectors of single texts kept; beyond it they are forgotten and made again at need."""
_EMPTY = word_set("lexicon.empty")
_NAMED = frozenset({"brand", "author", "artist", "director", "cast"})
"""Concepts whose values are proper names."""
_NAMING = word_set("lexicon.naming")
"""Parts of the names of other fields that hold proper names."""
_SORT_ENDING = either("lexicon.sort_ending")
"""What only says what sort of word a value is."""
_YES = word_set("lexicon.yes")
_NO = word_set("lexicon.no")


@dataclass(frozen=True)
class FieldView:
    """One field as a reader sees it.

    `label`: its name as words. `unit`: as its name declares it. `closed`: few values. `relational`: it tells of other
    things ("nearby_hotels"). `yes`: the affirmative value of a yes/no field. `numbers`: values of a category whose
    values are all numbers, by number. `tags`: free tagging, never complete. `names`: its values are proper names. `ages`:
    values that are stretches of ages ("3-6"). `ticks`: where it holds moments since 1970, how many units make a second, else 0.
    `lacking`: its values are what an item is without (`free_from`). `beside`: it tells the currency, unit or upper end of another field (`price_currency`), and nobody asks for it by itself.
    """

    field: Field
    label: str
    concepts: tuple[Concept, ...]
    unit: Unit | None
    closed: bool
    relational: bool
    tags: bool
    yes: str | None
    numbers: Mapping[float, str]
    names: bool = False
    ages: Mapping[str, tuple[float, float]] = dataclasses.field(default_factory=dict)
    ticks: float = 0.0
    beside: bool = False
    lacking: bool = False

    @property
    def name(self) -> str:
        """The field's name."""
        return self.field.name

    @property
    def measures(self) -> bool:
        """Whether amounts bound it."""
        return not self.beside and (self.field.kind in ("number", "date") or bool(self.numbers) or bool(self.ages))

    @property
    def dated(self) -> bool:
        """Whether its values are days: dates, or moments since 1970."""
        return self.field.kind == "date" or bool(self.ticks)

    @property
    def dimensions(self) -> frozenset[str]:
        """The dimensions of the units that go with it; empty where its name tells nothing."""
        if self.dated:
            return frozenset({"year", "date"})
        own = frozenset({self.unit.dimension}) if self.unit else frozenset()
        return own or frozenset(d for c in self.concepts for d in c.dimensions)

    def bounds(self) -> tuple[float, float] | None:
        """The least and the greatest number, or None where the field has none."""
        if self.numbers:
            return min(self.numbers), max(self.numbers)
        low, high = self.field.minimum, self.field.maximum
        return (float(low), float(high)) if isinstance(low, int | float) and isinstance(high, int | float) else None


@dataclass(frozen=True, slots=True)
class ValueRef:
    """One value of one field, and how many items have it."""

    field: str
    value: str
    count: int


def _numbers(field: Field) -> dict[float, str]:
    if field.kind != "category" or not field.values:
        return {}
    try:
        return {float(value): value for value in field.values}
    except ValueError:
        return {}


_form = lru_cache(maxsize=100_000)(key)


def _view(field: Field, beside: bool = False) -> FieldView:
    values = {value.strip().casefold() for value in field.values}
    yes = next((v for v in field.values if v.strip().casefold() in _YES), None)
    parts = name_parts(field.name)
    plain = re.sub(
        r"(?i)[\W_]per[\W_].*|^(?:min|max)(?=[A-Z\W_])", "", field.name
    )  # a price per kg is no mass, min_age no time
    own = name_parts(plain)
    told = [unit for name in field.units if (unit := unit_named(name.casefold()))]
    units = told if len(field.units) == 1 else [unit for part in sorted(own) if (unit := unit_named(part))]
    concepts = concepts_of(field.name)
    ticks = clock_of(field.name, field.minimum, field.maximum) if field.kind == "number" else 0.0
    if not units and has_han(field.name) and any(c.name == "price" for c in concepts):
        units = [unit for unit in (unit_named("cny"),) if unit]  # a price in Chinese is one in yuan
    return FieldView(
        field=field,
        label=key(field.name),
        concepts=tuple(c for c in concepts if c.name != "duration") if ticks else concepts,
        unit=units[0] if units and not ticks else None,
        closed=len(field.values) <= CLOSED,
        relational=is_relational(field.name),
        tags=bool(parts & word_set("lexicon.tags") or (field.many and parts & word_set("lexicon.topics"))),
        yes=yes if yes is not None and values <= _YES | _NO | _EMPTY else None,
        numbers=_numbers(field),
        names=bool(parts & _NAMING) or any(concept.name in _NAMED for concept in concepts),
        ages=age_values(field.values) if field.kind == "category" and any(c.name == "age" for c in concepts) else {},
        ticks=ticks,
        beside=beside,
        lacking=lists_what_is_not_in(field.name),
    )


class Vocabulary:
    """The words of one catalogue. Immutable to its users; lookups and vectors are cached inside.

    `titles`: each title with the ids of the items that bear it. `together`: for a value of a closed field, the fields
    that its items have at all (a museum has no room price). `media`: the modalities that the catalogue has. `usage`: how
    its texts use the words of its values, by field and compared form. `rates`: units of each currency that one and the same
    amount is worth ({"EUR": 1, "CNY": 7.8}); without them currencies don't convert.
    Without `embed`, words reach values by spelling alone.
    """

    def __init__(
        self,
        schema: Schema,
        titles: Mapping[str, Sequence[str]] | Iterable[str] = (),
        embed: Embed | None = None,
        *,
        together: Mapping[tuple[str, str], frozenset[str]] | None = None,
        media: frozenset[Modality] = frozenset(MODALITIES),
        usage: Mapping[tuple[str, str], Usage] | None = None,
        rates: Mapping[str, float] | None = None,
    ) -> None:
        self.words: Words | None = None
        self.schema, self.embed, self.media = schema, embed, media
        self.usage: Mapping[tuple[str, str], Usage] = MappingProxyType(dict(usage or {}))
        self.rates: Mapping[str, float] = MappingProxyType(dict(rates or {}))
        pairs = titles.items() if isinstance(titles, Mapping) else ((title, ()) for title in titles)
        self.titles: Mapping[str, tuple[str, ...]] = MappingProxyType(
            {title: tuple(ids) for title, ids in pairs if title}
        )
        self.together: Mapping[tuple[str, str], frozenset[str]] = MappingProxyType(dict(together or {}))
        self.fields: Mapping[str, FieldView] = MappingProxyType(
            {name: _view(f, bool(schema.tells_of(name))) for name, f in schema.fields.items()}
        )
        self._vectors: dict[str, NDArray[np.floating]] = {}

    @classmethod
    def of(
        cls,
        items: Iterable[Item],
        schema: Schema | None = None,
        embed: Embed | None = None,
        *,
        rates: Mapping[str, float] | None = None,
    ) -> Vocabulary:
        """The vocabulary of a whole catalogue, read once."""
        items = list(items)
        schema = schema or infer_schema(items)
        closed = [
            name for name, f in schema.fields.items() if f.kind == "category" and not f.many and len(f.values) <= CLOSED
        ]
        together: dict[tuple[str, str], set[str]] = {}
        titles: dict[str, list[str]] = {}
        media: set[Modality] = set()
        for item in items:
            for name in closed:
                if isinstance(value := item.attributes.get(name), str):
                    together.setdefault((name, value), set()).update(item.attributes)
            for title in {item.title, *(texts.get("title", "") for texts in item.translations.values())} - {""}:
                titles.setdefault(title, []).append(item.id)
            media |= {"image"} if item.images else set()
            media |= {"audio"} if item.audio else set()
            media |= {"text"} if item.texts() else set()
        known = {pair: frozenset(fields) for pair, fields in together.items()}
        usage = usage_of(items[:: step_of(len(items))], watched_values(schema))
        return cls(schema, titles, embed, together=known, media=frozenset(media), usage=usage, rates=rates)

    @classmethod
    def kept(
        cls,
        schema: Schema,
        words: Words,
        embed: Embed | None = None,
        *,
        rates: Mapping[str, float] | None = None,
        before: Vocabulary | None = None,
    ) -> Vocabulary:
        """The vocabulary of a catalogue whose words are kept: the same, and no item is read.

        before: the vocabulary of an earlier state, of which what still holds is taken over.
        """
        made = cls(schema, (), embed, rates=rates, media=words.media)
        made.words, made.titles, made.together, made.usage = words, words.titles, words.together, words.usage
        if before is not None:
            same = {name: view for name, view in before.fields.items() if view.field is schema.fields.get(name)}
            made.fields = MappingProxyType({name: same.get(name) or _view(f) for name, f in schema.fields.items()})
            made._vectors = before._vectors if before.embed == embed else {}
        return made

    @cached_property
    def values(self) -> Mapping[str, tuple[ValueRef, ...]]:
        """Every value by its compared form (see `text.key`), all fields that have it together."""
        found: dict[str, list[ValueRef]] = {}
        for name, view in self.fields.items():
            if view.field.kind == "category" and view.yes is None and not view.beside:
                for value, count in view.field.values.items():
                    if value.strip().casefold() not in _EMPTY:
                        form = _form(value)
                        found.setdefault(form, []).append(ValueRef(name, value, count))
                        joined = form.replace(" ", "")
                        if " " in form and len(form) <= 12 and joined not in found:  # scifi, sci-fi
                            found[joined] = [ValueRef(name, value, count)]
        also = self._also_called(found)
        return {form: tuple(refs) for form, refs in {**also, **self._with_foreign(found, also)}.items() if form}

    def _with_foreign(
        self, found: Mapping[str, Sequence[ValueRef]], also: Mapping[str, Sequence[ValueRef]]
    ) -> Mapping[str, Sequence[ValueRef]]:
        """Values with those of the same field that name the same thing in the other language: "eggs" and 鸡蛋."""

        def foreign(form: str, refs: Sequence[ValueRef]) -> list[ValueRef]:
            own = {ref.field for ref in refs}
            return [ref for ref in also.get(form, ()) if ref.field in own and has_han(ref.value) != has_han(form)]

        return {form: tuple(dict.fromkeys((*refs, *foreign(form, refs)))) for form, refs in found.items()}

    def _also_called(self, found: Mapping[str, Sequence[ValueRef]]) -> Mapping[str, Sequence[ValueRef]]:
        """Values of closed lists by their other names; a name that is a value itself is no other name of another."""
        also: dict[str, dict[ValueRef, None]] = {}
        of_places: dict[str, dict[ValueRef, None]] = {}
        for form, refs in found.items():
            usable = [ref for ref in refs if self.fields[ref.field].closed and not self.fields[ref.field].names]
            places = [ref for ref in usable if any(c.name == "place" for c in self.fields[ref.field].concepts)]
            for alias in aliases_of(form) if usable else ():
                also.setdefault(alias, {}).update(dict.fromkeys(usable))
            for ref in usable:
                kinds = {c.name for c in self.fields[ref.field].concepts} & {"language", "place"}
                for alias in (name for kind in kinds for name in named_by_code(ref.value, kind)):
                    if alias not in found:
                        also.setdefault(alias, {}).update({ref: None})
            for demonym in demonyms_of(form) if places else ():
                of_places.setdefault(demonym, {}).update(dict.fromkeys(places))
        return {name: tuple(refs) for name, refs in {**of_places, **also}.items()}

    @cached_property
    def stems(self) -> Mapping[str, tuple[ValueRef, ...]]:
        """Values of closed fields without the syllable that only says what sort of word they are (豪华型 → 豪华)."""
        found: dict[str, list[ValueRef]] = {}
        for form, refs in self.values.items():
            stem = _SORT_ENDING.sub("", form) if has_han(form) else form
            if stem != form and len(stem) >= 2 and stem not in self.values:
                found.setdefault(stem, []).extend(ref for ref in refs if self.fields[ref.field].closed)
        return {stem: tuple(refs) for stem, refs in found.items() if refs}

    @cached_property
    def title_forms(self) -> Mapping[str, tuple[str, ...]]:
        """Titles by their compared forms: without a year or an addition in brackets, the article in front."""
        if self.words is not None:
            return self.words.forms
        found: dict[str, list[str]] = {}
        for title in self.titles:
            for form in filter(None, title_forms(title)):
                found.setdefault(form, []).append(title)
        return {form: tuple(titles) for form, titles in found.items()}

    @cached_property
    def longest(self) -> tuple[int, int]:
        """Of values and titles: the most words of a Latin form, and the most characters of a Chinese one."""
        forms = [*self.values, *self.stems, *(self.title_forms if self.words is None else ())]
        latin = [form.count(" ") + 1 for form in forms if not has_han(form)]
        chinese = [len(form) for form in forms if has_han(form)]
        titles = (0, 0) if self.words is None else self.words.longest
        return min(max([*latin, titles[0]]), 12), min(max([*chinese, titles[1]]), 40)

    @cached_property
    def title_words(self) -> Collection[str]:
        """The words of all titles in Latin script: a word that the catalogue knows is no misspelling."""
        if self.words is not None:
            return self.words.title_words
        return frozenset(word for form in self.title_forms if not has_han(form) for word in form.split())

    @cached_property
    def _by_initial(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for form in self.values:
            if len(form) >= 5 and not has_han(form):
                found.setdefault(form[0], []).append(form)
        return found

    def misspelt(self, phrase: str) -> tuple[ValueRef, ...]:
        """The values that `phrase` (a compared form) misspells by one letter, by two from ten letters on."""
        if len(phrase) < 6 or phrase in self.title_words:
            return ()
        allowed = 2 if len(phrase) >= 10 else 1
        hit = process.extractOne(phrase, self._by_initial.get(phrase[0], ()), scorer=OSA.distance, score_cutoff=allowed)
        return self.values[hit[0]] if hit else ()

    @cached_property
    def _by_word(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for form in self.values:
            for word in re.findall(r"[a-z0-9']+", form):
                if len(word) < len(form):
                    found.setdefault(word, []).append(form)
        return found

    @cached_property
    def _han_forms(self) -> list[str]:
        return [form for form in self.values if has_han(form)]

    def holding(self, word: str, fields: Iterable[str]) -> dict[str, tuple[ValueRef, ...]]:
        """By field, the values that have `word` (a compared form) in them: as a whole word where it is Latin."""
        forms = (
            [form for form in self._han_forms if word in form and form != word]
            if has_han(word)
            else self._by_word.get(word, ())
        )
        wanted = set(fields)
        found: dict[str, list[ValueRef]] = {}
        for form in forms:
            for ref in self.values[form]:
                if ref.field in wanted and ref not in found.get(ref.field, ()):
                    found.setdefault(ref.field, []).append(ref)
        return {name: tuple(refs) for name, refs in found.items()}

    def applies(self, field: str, given: Mapping[str, Iterable[str]]) -> bool:
        """Whether items exist that have `field` at all beside the `given` values of closed fields."""
        for name, values in given.items():
            known = [self.together[name, value] for value in values if (name, value) in self.together]
            if field in self.fields and known and field != name and not any(field in fields for fields in known):
                return False
        return True

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The fields that say what kind of thing an item is: one value each, for nearly all items, from a closed list.

        They are named so ("kind", "category", 类别), or only some of their values go with some other field.
        """
        fields = {name for fields in self.together.values() for name in fields}
        found = set()
        for name, view in self.fields.items():
            whole = view.closed and not view.field.many and view.field.count >= 0.9 * self.schema.size
            if view.field.kind != "category" or view.yes is not None or view.numbers or not whole:
                continue
            having = [self.together[name, value] for value in view.field.values if (name, value) in self.together]
            parts = any(sum(other in one for one in having) * 2 <= len(having) for other in fields)
            if any(c.name == "kind" for c in view.concepts) or (parts and 1 < len(having) <= FEW_KINDS):
                found.add(name)
        return frozenset(found)

    def vectors(self, texts: Sequence[str]) -> NDArray[np.floating]:
        """Unit rows for `texts`, (n, d), from the embedding function; each text is embedded once."""
        if self.embed is None:
            return np.zeros((len(texts), 1))
        if len(self._vectors) > REMEMBERED:
            self._vectors = {}
        missing = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        if missing:
            rows = np.asarray(self.embed(missing), dtype=np.float32)
            rows = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
            self._vectors.update(zip(missing, rows, strict=True))
        return np.stack([self._vectors[text] for text in texts]) if texts else np.zeros((0, 1))

    @cached_property
    def embedded_values(self) -> tuple[tuple[ValueRef, ...], tuple[str, ...]]:
        """The values that words are mapped to by meaning, and the text that is embedded for each."""
        closed = sorted(
            (v for v in self.fields.values() if v.closed and not v.tags and not v.relational and not v.names),
            key=lambda v: len(v.field.values),
        )
        refs = [
            ValueRef(view.name, value, count)
            for view in closed
            if view.field.kind == "category" and not view.numbers and view.yes is None
            for value, count in view.field.values.items()
            if value.strip().casefold() not in _EMPTY
        ][:EMBEDDED]
        return tuple(refs), tuple(re.sub(r"[_-]+", " ", ref.value.strip()).lower() for ref in refs)

    def nearest_values(self, word: str, each: int = 2) -> list[tuple[float, ValueRef]]:
        """The `each` nearest values of every closed field with their cosines, best first; empty without `embed`."""
        refs, _ = self.embedded_values
        if self.embed is None or not refs:
            return []
        scores = self._value_rows @ self.vectors([word])[0]
        found: dict[str, int] = {}
        nearest = []
        for i in np.argsort(-scores):
            found[refs[i].field] = found.get(refs[i].field, 0) + 1
            if found[refs[i].field] <= each:
                nearest.append((float(scores[i]), refs[i]))
        return nearest

    @cached_property
    def _value_rows(self) -> NDArray[np.floating]:
        return self.vectors(self.embedded_values[1])

    def nearest_fields(self, phrase: str, fields: Sequence[str]) -> list[tuple[float, str]]:
        """`fields` by how near their names are to `phrase` in meaning, best first; empty without `embed`."""
        if self.embed is None or not fields:
            return []
        scores = self.vectors([self.fields[name].label for name in fields]) @ self.vectors([phrase])[0]
        return [(float(scores[i]), fields[i]) for i in np.argsort(-scores)]

    def warm(self) -> None:
        """Does now what the first request would otherwise wait for: indexes, and vectors of names and values."""
        _ = self.longest, self.title_words, self._by_initial, self._by_word, self._han_forms
        for pack in PACKS:
            segment(pack.own_name)
        if self.embed is not None:
            self.vectors([*self.embedded_values[1], *(view.label for view in self.fields.values())])
