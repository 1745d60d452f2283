"""Values that the dictionary gives for a word of the other language: 晚饭 is "dinner", "guesthouse" is 民宿.

A translation that the dictionary lists is as certain as the value itself, which nearness in meaning is not. Knows the
catalogue's closed lists and the CC-CEDICT dictionary; no request.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import product

from agent.parsing.lexicon import ValueRef, Vocabulary
from retrieval.language.aliases import aliases_of
from retrieval.language.chinese.gloss import meanings, pieces, romanized
from retrieval.language.chinese.sound import consonants
from retrieval.language.phrases import GENERIC
from retrieval.language.tables import either
from retrieval.language.words import has_han, key

__all__ = ["compound_values", "named_values", "sounding_values", "translated_values"]

_SORT = either("translation.sort")
"""What only says which sort of word a Chinese value is: 科幻片 is asked for as 科幻."""
_SORT_EN = re.compile(r"^(?:a |an |the )|\s(?:movie|film|food|music|language|flavour|color|colour)s?$")
_DISTRICT = either("translation.district")
"""What ends the name of a place and is left out where it is spoken of in another language."""
SENSES = 6
"""Meanings of one word that are looked at: later ones are rare."""
PARTS = 3
"""Meanings of the parts of a compound that are."""


def _english_forms(word: str) -> tuple[str, ...]:
    """The compared forms of what a Chinese word means, the commonest first. A meaning that the alias tables give to other
    words isn't meant: 酒店 is a hotel, and no "pub" any more, which is 酒吧."""
    known = [form for form in aliases_of(key(word)) if not has_han(form)]
    shorter = _SORT.sub("", word)
    found = [m for form in dict.fromkeys((word, shorter)) for m in meanings(form)[:SENSES]]
    if known:
        found = [*known, *(m for m in found if m[:1].isupper() or not any(map(has_han, aliases_of(key(m)))))]
    found = [
        form for m in found for form in ((m, m.split(",")[0]) if m[:1].isupper() else (m,))
    ]  # "Beijing, capital of …"
    found = found or list(_composed(word))
    return tuple(dict.fromkeys(key(form) for m in found for form in (m, _SORT_EN.sub("", m))))


def _composed(word: str) -> Iterator[str]:
    """What a Chinese word that no dictionary has may be called by its two parts: 商务酒店 is a business hotel."""
    parts = pieces(word)
    if len(parts) != 2 or len(parts[1]) < 2:
        return
    for first, second in product(*(meanings(part)[:PARTS] for part in parts)):
        if re.fullmatch(r"[a-z]+", first) and re.fullmatch(r"[a-z]+", second):
            yield f"{first} {second}"


@lru_cache(maxsize=8192)
def _root(word: str) -> str:
    """The part that words of one family share: "simulate" and "simulation", "race" and "racing"."""
    root = re.sub(r"(?:ations?|ated?|ates|ators?|ions?|ings?|ials?|ers?|ed|es|s|e)$", "", word)
    return root if len(root) >= 3 else word


def _of_family(form: str, vocabulary: Vocabulary) -> tuple[ValueRef, ...]:
    """The values of kinds that are of one family with what a word means: 模拟, to simulate, where there is "simulation"."""
    *before, last = form.split()
    own = [
        (f, refs)
        for f, refs in vocabulary.values.items()
        if not has_han(f) and " " not in f and _root(f) == _root(last)
    ]
    known = not before or len(before) == 1
    return tuple(
        ref for f, refs in own for ref in refs if known and _is_kind(ref, vocabulary) and _usable(ref, vocabulary)
    )


def _of_kind(form: str, vocabulary: Vocabulary) -> tuple[ValueRef, ...]:
    """The values of kinds in which a meaning ends, or of which each word is of one family: "liquid hand soap", "facial cream"."""
    words = form.split()
    if len(words) < 2:
        return ()
    roots = [_root(word) for word in words]
    for value, refs in vocabulary.values.items():
        ends = form.endswith(f" {value}") or (" " in value and [_root(word) for word in value.split()] == roots)
        if (
            ends
            and not has_han(value)
            and (found := tuple(r for r in refs if _is_kind(r, vocabulary) and _usable(r, vocabulary)))
        ):
            return found
    return ()


def _is_kind(ref: ValueRef, vocabulary: Vocabulary) -> bool:
    return any(concept.name == "kind" for concept in vocabulary.fields[ref.field].concepts)


def _qualified(form: str, vocabulary: Vocabulary) -> tuple[ValueRef, ...]:
    """The values that a meaning of two words has beside what all of the catalogue is: "red wine" where a colour of wine is red."""
    words = form.split()
    labels = {word for view in vocabulary.fields.values() for word in view.label.split()}
    if len(words) != 2 or not ({words[1]} & (labels | GENERIC) or _common(words[1], vocabulary)):
        return ()
    return tuple(ref for ref in vocabulary.values.get(words[0], ()) if _usable(ref, vocabulary))


@lru_cache(maxsize=4096)
def _roots(word: str) -> frozenset[str]:
    """The roots of the words by which the dictionary explains a Chinese word."""
    return frozenset(
        _root(one) for meaning in meanings(word)[:SENSES] for one in re.findall(r"[a-z]+", meaning.lower())
    )


def compound_values(first: str, second: str, vocabulary: Vocabulary) -> tuple[ValueRef, ...]:
    """Return the values of several words that two Chinese words name together: 止咳 and 糖浆 are a "cough syrup"."""
    if meanings(first + second) and (known := translated_values(first + second, vocabulary)):
        return known
    if min(len(first), len(second)) < 2:
        return ()
    ends = tuple(key(meaning) for meaning in meanings(first + second)[:SENSES])
    found: list[ValueRef] = []
    for form, refs in vocabulary.values.items():
        words = form.split()
        if len(words) < 2 or has_han(form):
            continue
        whole = any(end == form or end.endswith(f" {form}") for end in ends)
        if whole or (len(words) == 2 and _root(words[0]) in _roots(first) and _root(words[1]) in _roots(second)):
            found += [ref for ref in refs if _usable(ref, vocabulary)]
    fields = {ref.field for ref in found}
    return tuple(dict.fromkeys(found)) if len(fields) == 1 else ()


def named_values(word: str, vocabulary: Vocabulary) -> tuple[ValueRef, ...]:
    """Return the names of people and makers that the dictionary gives for a Chinese word: 任天堂, Nintendo."""
    heads = {frozenset(re.findall(r"[a-z]+", m.split(",")[0].lower())) for m in meanings(word) if m[:1].isupper()}
    index = _names(vocabulary)
    return tuple(ref for head in heads for ref in index.get(head, ()))


@lru_cache(maxsize=32)
def _names(vocabulary: Vocabulary) -> dict[frozenset[str], tuple[ValueRef, ...]]:
    """The values of fields of names by their words, in whatever order a language has them."""
    found: dict[frozenset[str], list[ValueRef]] = {}
    for ref in dict.fromkeys(ref for refs in vocabulary.values.values() for ref in refs):
        if vocabulary.fields[ref.field].names and not has_han(ref.value):
            found.setdefault(frozenset(re.findall(r"[a-z]+", ref.value.lower())), []).append(ref)
    return {words: tuple(refs) for words, refs in found.items() if words}


SOUNDS = 3
"""Consonants from which a likeness of sound says anything."""


def sounding_values(word: str, vocabulary: Vocabulary) -> tuple[ValueRef, ...]:
    """Return the names of which one word sounds like a Chinese word that no dictionary has: 高斯林, "Ryan Gosling"; a guess."""
    if not has_han(word) or not 2 <= len(word) <= 5 or meanings(word):
        return ()
    sound = consonants(word)
    if len(sound) < SOUNDS:
        return ()
    return tuple(
        ref for words, refs in _names(vocabulary).items() if any(consonants(w) == sound for w in words) for ref in refs
    )


@lru_cache(maxsize=1024)
def _common(word: str, vocabulary: Vocabulary) -> bool:
    """Whether many titles end in a word: it says what the catalogue is of."""
    ends = sum(key(title).split(" ")[-1] == word for title in vocabulary.titles)
    return ends * 3 >= max(len(vocabulary.titles), 1)


def _usable(ref: ValueRef, vocabulary: Vocabulary) -> bool:
    view = vocabulary.fields[ref.field]
    return view.closed and not view.relational and not view.tags and not view.names and not view.numbers


def _of_places(ref: ValueRef, vocabulary: Vocabulary) -> bool:
    return any(concept.name in ("place", "language") for concept in vocabulary.fields[ref.field].concepts)


@lru_cache(maxsize=32)
def _foreign_values(vocabulary: Vocabulary) -> dict[str, tuple[ValueRef, ...]]:
    """Chinese values of closed lists by the compared forms of their English meanings, those that mean it most first.

    酒店 is a hotel first and a restaurant last, so that a "restaurant" is 餐馆.
    """
    found: dict[str, list[tuple[int, ValueRef]]] = {}
    for form, refs in vocabulary.values.items():
        usable = [
            ref for ref in refs
            if has_han(form) and has_han(ref.value) and len(ref.value) > 1 and _usable(ref, vocabulary)
        ]  # fmt: skip
        for rank, meaning in enumerate(_english_forms(form) if usable else ()):
            found.setdefault(meaning, []).extend((rank, ref) for ref in usable)
        places = [ref for ref in usable if _of_places(ref, vocabulary)]
        if places and (spelt := romanized(form)):
            found.setdefault(spelt, []).extend((0, ref) for ref in places)
            short = _DISTRICT.sub("", form)
            if short != form and len(short) > 1 and (spelt := romanized(short)):  # "Beishan" for 北山区
                found.setdefault(spelt, []).extend((0, ref) for ref in places)
    best = {meaning: min(rank for rank, _ in ranked) for meaning, ranked in found.items()}
    return {
        meaning: tuple(dict.fromkeys(ref for rank, ref in ranked if rank == best[meaning]))
        for meaning, ranked in found.items()
    }


def translated_values(word: str, vocabulary: Vocabulary) -> tuple[ValueRef, ...]:
    """Return the values of closed lists that `word` translates to, of its commonest meaning that the catalogue has.

    Empty where the dictionary gives none, and where the word is of the same script as the value.
    """
    if not has_han(word):
        return _foreign_values(vocabulary).get(key(word), ())
    if len(word) == 1 and not aliases_of(word):  # 学 is to learn, a school, and a science
        return ()
    named = any(meaning[:1].isupper() for meaning in meanings(word))  # 火鸡 is a turkey, and no country
    for form in _english_forms(word):
        own = vocabulary.values.get(form, ())
        refs = tuple(
            ref for ref in own
            if _usable(ref, vocabulary) and not has_han(ref.value) and (named or not _of_places(ref, vocabulary))
        )  # fmt: skip
        if refs:
            return refs
    for form in _english_forms(word):
        if refs := _qualified(form, vocabulary) or _of_kind(form, vocabulary) or _of_family(form, vocabulary):
            return refs
    return ()
