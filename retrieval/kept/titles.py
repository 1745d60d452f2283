"""The titles of a catalogue and what is read off them: compared forms, words, and of how many the catalogue tells food.

An item is added or taken away; what readers hold never changes. Knows items and languages; nothing of stores or requests.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

from retrieval.catalog.items import Item
from retrieval.kept.layered import Layered
from retrieval.language.chinese.gloss import first_meanings
from retrieval.language.kinds import load_kinds
from retrieval.language.safety import FOODS, avoided
from retrieval.language.words import fold, has_han, key, latin_words
from retrieval.lexical.bm25 import tokens

__all__ = ["Titles", "english_words", "listed", "title_forms", "titles_of"]

Bearers = tuple[tuple[int, str], ...]
"""Rows and ids of the items that bear a title, ascending."""

_TITLE_TAIL = re.compile(r"\s*[(（\[][^()（）\[\]]*[)）\]]\s*$")
_ARTICLE_LAST = re.compile(r"^(.*), (the|a|an|le|la|les|der|die|das|el|il)$", re.IGNORECASE)


def title_forms(title: str) -> set[str]:
    """Return the compared forms of a title: without a year or an addition in brackets, the article in front."""
    plain = title.strip()
    while (shorter := _TITLE_TAIL.sub("", plain)) != plain and shorter:
        plain = shorter
    forms = {title.strip(), plain}
    forms |= {f"{m[2]} {m[1]}" for form in list(forms) if (m := _ARTICLE_LAST.match(form))}
    return {key(form) for form in forms if form}


def titles_of(item: Item) -> set[str]:
    """Return the titles of an item, in every language."""
    return {item.title, *(words.get("title", "") for words in item.translations.values())} - {""}


def english_words(text: str) -> Iterator[str]:
    """Yield the words of a text in Latin script, and the names of two words that are listed among kinds of things."""
    kinds = load_kinds()
    words = [word for _, word in latin_words(fold(text))]
    yield from words
    for one, other in pairwise(words):
        both = f"{one} {kinds.base(other)}"
        if both in kinds.nouns:
            yield both


def listed(texts: Iterable[str]) -> Iterator[str]:
    """Yield the words of texts, and the names of two words that are listed among kinds of things; Chinese in English, too."""
    for text in texts:
        if has_han(text):
            for word in tokens(text):
                if has_han(word):
                    yield from (w for meaning in first_meanings(word) for w in english_words(meaning))
        yield from english_words(text)


def _names_food(title: str) -> bool:
    return any(avoided(word) or word in FOODS for word in tokens(title))


def _length(form: str) -> int:
    return len(form) if has_han(form) else form.count(" ") + 1


class _Counts:
    """How many give each key; a mapping of it that never changes can be had at any time."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self.now: Layered[str, int] = Layered(counts)

    def add(self, changes: Mapping[str, int]) -> set[str]:
        """Adds to the counts; returns the keys that came or went."""
        over: dict[str, int | None] = {}
        turned = set()
        for one, by in changes.items():
            before = self.now.get(one, 0)
            if by:
                over[one] = before + by or None
            if bool(before) != bool(before + by):
                turned.add(one)
        self.now = self.now.changed(over)
        return turned


class Titles:
    """Titles by their words. `bearers`: title → rows and ids. `forms`: compared form → titles, those of the first rows first.

    `words`: words of Latin forms. `strong`: what `listed` gives of the titles. lengths: how many forms are so long, in
    words or Chinese characters.
    """

    def __init__(self, state: Mapping[str, Any] | None = None) -> None:
        state = state or {}
        ids, titles = state.get("ids", []), state.get("titles", [])
        rows = state.get("rows", [])
        own = zip(titles, state.get("bearers", []), strict=True)
        self.bearers: Layered[str, Bearers] = Layered(
            {title: tuple((rows[at], ids[at]) for at in places) for title, places in own}
        )
        forms = {form: tuple(titles[at] for at in places) for form, places in state.get("forms", {}).items()}
        self.forms: Layered[str, tuple[str, ...]] = Layered(forms)
        self._words, self._strong = _Counts(state.get("words", {})), _Counts(state.get("strong", {}))
        self.latin = Counter({int(k): v for k, v in state.get("latin", {}).items()})
        self.chinese = Counter({int(k): v for k, v in state.get("chinese", {}).items()})
        self.han, self.foods, self.count = (int(state.get(name, 0)) for name in ("han", "foods", "count"))

    def state(self) -> dict[str, Any]:
        """JSON-able; the constructor reads it."""
        place = {bearer: at for at, bearer in enumerate(dict.fromkeys(b for own in self.bearers.values() for b in own))}
        numbers = {title: at for at, title in enumerate(self.bearers)}
        return {
            "rows": [row for row, _ in place],
            "ids": [id for _, id in place],
            "titles": list(numbers),
            "bearers": [[place[bearer] for bearer in own] for own in self.bearers.values()],
            "forms": {form: [numbers[title] for title in own] for form, own in self.forms.items()},
            "words": dict(self._words.now),
            "strong": dict(self._strong.now),
            "latin": self.latin,
            "chinese": self.chinese,
            "han": self.han,
            "foods": self.foods,
            "count": self.count,
        }

    @property
    def words(self) -> Layered[str, int]:
        """The words of titles in Latin script, with how many forms have them."""
        return self._words.now

    @property
    def strong(self) -> Layered[str, int]:
        """What `listed` gives of the titles, with how many titles have it."""
        return self._strong.now

    def change(self, before: Mapping[int, Item], after: Mapping[int, Item]) -> None:
        """Takes items away and adds others, by row."""
        edits: dict[str, set[tuple[int, str]]] = {}
        for items, there in ((before, False), (after, True)):
            for row, item in items.items():
                for title in titles_of(item):
                    own = edits.setdefault(title, set(self.bearers.get(title, ())))
                    (own.add if there else own.discard)((row, item.id))
        turned = {title: bool(own) for title, own in edits.items() if bool(own) != (title in self.bearers)}
        self.bearers = self.bearers.changed({title: tuple(sorted(own)) or None for title, own in edits.items()})
        self._turn(turned)
        self._reform(edits)

    def settle(self) -> None:
        """Makes large mappings of all that has been added: once, after a whole catalogue has been read."""
        self.bearers, self.forms = self.bearers.flat(), self.forms.flat()
        self._words.now, self._strong.now = self._words.now.flat(), self._strong.now.flat()

    def _turn(self, turned: Mapping[str, bool]) -> None:
        """Counts titles that came (true) or went."""
        strong = Counter[str]()
        for title, came in turned.items():
            by = 1 if came else -1
            self.count, self.han = self.count + by, self.han + by * has_han(title)
            self.foods += by * _names_food(title)
            for word in set(listed([title])):
                strong[word] += by
        self._strong.add(strong)

    def _reform(self, titles: Iterable[str]) -> None:
        """Makes the forms of titles anew, whose bearers have changed."""
        over: dict[str, set[str]] = {}
        for title in titles:
            for form in filter(None, title_forms(title)):
                own = over.setdefault(form, set(self.forms.get(form, ())))
                (own.add if title in self.bearers else own.discard)(title)
        words = Counter[str]()
        for form, own in over.items():
            if by := bool(own) - (form in self.forms):
                (self.chinese if has_han(form) else self.latin)[_length(form)] += by
                words.update({} if has_han(form) else dict.fromkeys(form.split(), by))
        ordered = {form: tuple(sorted(own, key=lambda t: (self.bearers[t], t))) for form, own in over.items()}
        self.forms = self.forms.changed({form: own or None for form, own in ordered.items()})
        self._words.add(words)

    @property
    def longest(self) -> tuple[int, int]:
        """The most words of a Latin form, and the most characters of a Chinese one."""
        return (
            max((n for n, times in self.latin.items() if times), default=0),
            max((n for n, times in self.chinese.items() if times), default=0),
        )
