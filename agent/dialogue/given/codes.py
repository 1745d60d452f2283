"""Items that are asked for by a code: their id, or what a column of codes holds (SKU, ISBN, EAN, a catalogue number).

A code that is typed exactly finds its item, also a short one, or one that is made of signs. Knows the store and how codes are
written; what is asked of the item is read as if its title stood there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from agent.dialogue.scene import Reply
from agent.loop.memory import Memory
from agent.parsing import Vocabulary
from agent.parsing.title_requests import without_wanting
from agent.search.turn import Turn
from retrieval.catalog.filters import Filter, matches
from retrieval.catalog.items import Item
from retrieval.language.columns import heads
from retrieval.language.packs import language_of, pack_of, voice_of
from retrieval.language.phrases import content_words, without_wrapping
from retrieval.language.tables import either
from retrieval.language.text import HAN
from retrieval.language.words import Mask, Span, fold, has_han, key
from retrieval.search.retriever import Retriever

__all__ = ["Coded", "by_code", "codes_in"]

_EDGE = " \t,.;:!?，。！？；：、\"'“”‘’「」()（）*"
_CHUNK = re.compile(r"\S+")
_LATIN = re.compile(rf"[^\s{HAN}，。！？；：、（）「」“”]+")
_NAMED = either("codes.named")
_NO_CODES = frozenset({"phone", "phones", "telephone", "tel", "fax", "mobile", "zip", "zipcode", "postcode", "postal", "plz", "url", "link", "ref"})  # fmt: skip
"""Parts of the names of columns of codes by which nobody looks for an item."""
MOST = 5
"""Items that one code may stand for."""
LONG = 6
"""Figures from which a number within a sentence is a code, where it is one of the catalogue's."""
PLACES = 50
"""Numbers up to which, after a list, places in it are meant."""


@dataclass(frozen=True)
class Coded:
    """A code in a request, the items that it is of, and the column that has it ("" for the id)."""

    span: Span
    code: str
    field: str
    items: tuple[Item, ...]


def _fields(vocabulary: Vocabulary) -> list[str]:
    return [
        name
        for name, view in vocabulary.fields.items()
        if view.field.kind in ("category", "text", "number") and heads(name, "id")
        and not set(re.split(r"[\W_]+", name.casefold())) & _NO_CODES
    ]  # fmt: skip


def _spellings(code: str) -> list[str]:
    bare = re.sub(r"[\s-]", "", code)
    return list(dict.fromkeys((code, bare))) if bare.isdigit() or re.fullmatch(r"\d{9}[\dXx]", bare) else [code]


def _having(code: str, retriever: Retriever, vocabulary: Vocabulary) -> tuple[str, tuple[Item, ...]]:
    """The column and the items of a code; "" and the item for an id, no items where nothing has it."""
    store = retriever.store
    for spelled in dict.fromkeys((code, code.upper(), code.lower())):
        if (item := store.item(spelled)) is not None:
            return "", (item,)
    for name in _fields(vocabulary):
        filters = [Filter(name, "eq", spelled) for spelled in _spellings(code)]
        if vocabulary.fields[name].field.kind == "number":
            filters = [Filter(name, "eq", float(spelled)) for spelled in _spellings(code) if spelled.isdigit()]
        elif len(code) >= 4:  # several in one cell
            filters.append(Filter(name, "contains", code))
        for f in filters:
            rows = store.select([f])
            if 0 < len(rows) <= MOST:
                return name, tuple(record.item for record in store.records(rows.tolist()))
    return "", ()


def _looks_coded(text: str) -> bool:
    """Whether a stretch within a sentence can only be a code: letters with figures, or many figures."""
    figures = sum(c.isdigit() for c in text)
    return figures >= LONG if re.fullmatch(r"[\d-]+", text) else bool(figures) and len(text) > 1


def _stands_alone(text: str, memory: Memory, vocabulary: Vocabulary) -> bool:
    """Whether a whole request may be a code: no word or title of the catalogue, no place in the last list, no year."""
    if re.fullmatch(r"\d+", text):
        years = any(view.dated or any(c.name == "year" for c in view.concepts) for view in vocabulary.fields.values())
        return not (memory.shown and int(text[:9]) <= PLACES) and not (years and re.fullmatch(r"1\d{3}|20\d\d", text))
    if any(c.isdigit() for c in text):
        return True
    form = key(text)
    known = form in vocabulary.values or form in vocabulary.title_forms
    return not known and not (text.isalpha() and (text.islower() or has_han(text)))


def _candidates(text: str) -> Iterator[Span]:
    """The stretches of a request that may be codes, longer ones first."""
    found = []
    for pattern in (_CHUNK, _LATIN):
        for match in pattern.finditer(text):
            found.append(Span(*match.span()))
            inner = match[0].strip(_EDGE)
            start = match.start() + match[0].find(inner) if inner else match.start()
            found.append(Span(start, start + len(inner)))
    chunks = [Span(*m.span()) for m in _CHUNK.finditer(text)]
    found += [Span(a.start, b.end) for a, b in pairwise(chunks)]  # CAD 3X01
    yield from sorted({s for s in found if s.end > s.start}, key=lambda s: (s.start - s.end, s.start))


def codes_in(text: str, memory: Memory, retriever: Retriever, vocabulary: Vocabulary) -> list[Coded]:
    """The codes of a request with their items, in order; none where it has none that the catalogue knows."""
    whole = text.strip()
    bare = without_wanting(text)
    for said in dict.fromkeys((whole, whole.strip(_EDGE), bare)):
        if said and said in text and _stands_alone(said, memory, vocabulary):
            name, items = _having(said, retriever, vocabulary)
            if items:
                start = text.index(said)
                return [Coded(Span(start, start + len(said)), said, name, items)]
    mask, found = Mask(len(text)), []
    for span in _candidates(text):
        said = span.of(text)
        named = _NAMED.search(fold(text[: span.start])) is not None
        if not mask.free(span) or not (_looks_coded(said) or (named and any(c.isalnum() for c in said))):
            continue
        name, items = _having(said, retriever, vocabulary)
        if items:
            mask.take(span)
            found.append(Coded(span, said, name, items))
    return sorted(found, key=lambda one: one.span)


def _with_titles(text: str, found: list[Coded], language: str) -> str | None:
    """The request with titles in the place of codes; None where a title would not tell the item."""
    for one in reversed(found):
        item, start = one.items[0], one.span.start
        if len(one.items) > 1 or not item.title:
            return None
        named = _NAMED.search(fold(text[:start]))
        start = named.start() if named else start
        text = f"{text[:start]}“{item.title_in(language)}”{text[one.span.end :]}"
    return text


def by_code(
    turn: Turn, memory: Memory, retriever: Retriever, vocabulary: Vocabulary, ask: Callable[[Turn], Reply | None]
) -> Reply | None:
    """What answers a request with codes: their items; or what `ask` answers as if titles stood there, where more is asked.

    None for a request without codes of the catalogue.
    """
    text = turn.request
    kept_back = (*turn.hidden, *turn.of_age)
    found = [
        replace(one, items=shown)
        for one in codes_in(text, memory, retriever, vocabulary)
        if (shown := tuple(i for i in one.items if i.id not in turn.exclude and all(matches(i, f) for f in kept_back)))
    ]
    if not found:
        return None
    language, voice = language_of(text), voice_of(language_of(text))
    items = tuple({item.id: item for one in found for item in one.items}.values())
    spans = [one.span for one in found]
    named = [_NAMED.search(fold(text[: span.start])) for span in spans]
    spans += [Span(*match.span()) for match in named if match is not None]
    mask = without_wrapping(fold(text), Mask(len(text), spans))
    alone = not content_words(fold(text), mask)
    likeness = pack_of(language).turns.likeness
    alike = [one for one in found if likeness.search(fold(text[: one.span.start]))]
    titled = _with_titles(text, found, language)
    unique = all(len(vocabulary.titles.get(item.title, ())) == 1 for item in items)
    if titled is not None and unique:
        liked = tuple(one.items[0].id for one in alike)
        named_so = replace(turn, request=titled, like=liked or turn.like)
        if (reply := ask(named_so)) is not None:
            return reply
        if not alone or alike:
            return Reply("", turn=named_so)
    told = [
        voice.say(
            "talk.code", code=voice.quotes.format(one.code),
            label=voice.label(one.field) if one.field else voice.say("talk.code.id"),
            titles=voice.listed([voice.quotes.format(item.title_in(language) or item.id) for item in one.items]),
        )
        for one in found
    ]  # fmt: skip
    return Reply(voice.glue.join(told), items, items)
