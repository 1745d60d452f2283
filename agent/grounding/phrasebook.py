"""Known phrases of a catalogue or an item, for finding the longest that begins at a place of a sentence.

Knows words and the values of a schema; no sentence and no facts.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

from retrieval.catalog.schema import Schema
from retrieval.language.aliases import aliases_of
from retrieval.language.words import fold, has_han, key

__all__ = ["Entry", "Phrasebook", "is_number", "phrasebook"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A known phrase: a value of fields, or a title. `owner`: "own", "like", "done" or "other" for titles, "" for values."""

    phrase: str
    fields: frozenset[str] = frozenset()
    owner: str = ""


def is_number(folded: str) -> bool:
    """Return whether a phrase is digits alone: as a title ("300") it is one only in quotation marks."""
    return folded.replace(".", "").isdigit()


class Phrasebook:
    """Known phrases by their first word (or first two Chinese characters), for finding the longest at a place."""

    def __init__(self) -> None:
        self._latin: dict[str, dict[tuple[str, ...], Entry]] = {}
        self._han: dict[str, dict[str, Entry]] = {}

    def add(self, phrase: str, fields: Iterable[str] = (), owner: str = "") -> None:
        """Adds a phrase; a second addition widens its fields, and an owner stays. A mere number is no phrase but as a title."""
        folded = fold(phrase.strip())
        if not folded or (is_number(folded) and not owner):
            return
        for alias in aliases_of(key(folded)):
            if has_han(alias):  # 酒店 and 宾馆 are asked for alike; a sentence about one says no more than its own word
                continue
            self._put(alias, phrase, fields, owner, alias=True)
        self._put(folded, phrase, fields, owner)

    def _put(self, folded: str, phrase: str, fields: Iterable[str], owner: str, alias: bool = False) -> None:
        if has_han(folded):
            bucket: dict[Any, Entry] = self._han.setdefault(folded[:1], {})
            place: object = folded
        else:
            words = tuple(key(folded).split())
            if not words:
                return
            bucket, place = self._latin.setdefault(words[0], {}), words
        old = bucket.get(place)
        both = frozenset(fields) | (old.fields if old else frozenset())
        spelt = (
            old.phrase if alias and old else phrase
        )  # where an item has both "Sci-Fi" and "Science Fiction", each is itself
        bucket[place] = Entry(spelt, both, (old.owner if old else "") or owner)

    def latin(self, words: Sequence[str], at: int) -> tuple[Entry, int] | None:
        """Return the longest phrase at word `at`, and how many words it takes."""
        bucket = self._latin.get(words[at], {})
        for size in sorted({len(phrase) for phrase in bucket}, reverse=True):
            found = bucket.get(tuple(words[at : at + size])) if at + size <= len(words) else None
            if found:
                return found, size
        return None

    def han(self, folded: str, at: int) -> tuple[Entry, int] | None:
        """Return the longest phrase at character `at`, and how many characters it takes."""
        bucket = self._han.get(folded[at], {})
        best = max((phrase for phrase in bucket if folded.startswith(phrase, at)), key=len, default=None)
        return (bucket[best], len(best)) if best else None


_BOOKS: OrderedDict[int, tuple[Schema, Phrasebook]] = OrderedDict()
_BOOKS_LOCK = Lock()


def phrasebook(schema: Schema) -> Phrasebook:
    """Return the values of every category of `schema`, built once for each of the last few schemas."""
    with _BOOKS_LOCK:
        held = _BOOKS.get(id(schema))
        if held is None:
            book = Phrasebook()
            for name, f in schema.fields.items():
                if f.kind == "category":
                    for value in f.values:
                        book.add(value, (name,))
            held = _BOOKS[id(schema)] = (schema, book)
            while len(_BOOKS) > 4:
                _BOOKS.popitem(last=False)
        return held[1]
