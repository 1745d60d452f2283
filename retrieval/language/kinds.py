"""English words, and what is a kind of what: a tent is a shelter, a sandal is footwear; from WordNet 3.0 (Princeton).

The file comes with the package; `retrieval.teaching` makes it anew. Knows words; nothing of items or requests.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["KINDS", "Kinds", "load_kinds"]

KINDS = Path(__file__).with_name("kinds.npz")
"""The file that comes with the package."""


@dataclass(frozen=True)
class Kinds:
    """Words and their meanings, numbered.

    nouns: word → its meanings, the most frequent first. above: meaning → what it is a kind or an instance of. others: words
    that are (also) verbs, adjectives or adverbs. mostly: nouns that are at least as often nouns as anything else. of: an
    adjective → the meaning of the noun that it is of ("finnish": Finland). plurals: irregular plurals → singulars.
    """

    nouns: Mapping[str, tuple[int, ...]]
    above: Mapping[int, tuple[int, ...]]
    others: frozenset[str]
    mostly: frozenset[str]
    of: Mapping[str, int]
    plurals: Mapping[str, str]
    _up: dict[int, frozenset[int]] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def _counts(self) -> Counter[int]:
        return Counter(above for meaning in self.above for above in self.up(meaning))

    def below(self, meaning: int) -> int:
        """How many meanings are a kind of this one, itself among them."""
        return self._counts[meaning]

    def base(self, word: str) -> str:
        """The form of a word that is listed: itself, else its singular; itself where none is.

        A plural that is listed for something that can't be touched ("in your shoes") gives way to a singular that can.
        """
        one = next((form for form in _singulars(word, self.plurals) if form in self.nouns), word)
        if word in self.nouns and one != word and self._touched(one) and not self._touched(word):
            return one
        return word if word in self.nouns or word in self.others else one

    def _touched(self, word: str) -> bool:
        """Whether a listed noun is first of all something that can be touched."""
        return self.tangible(self.nouns[word][0])

    def tangible(self, meaning: int) -> bool:
        """Whether a meaning is of something that can be touched."""
        return self._physical in self.up(meaning)

    def known(self, word: str) -> bool:
        """Whether it is an English word, in any form that is a plural or a form of a verb."""
        forms = (word, *_singulars(word, self.plurals), *_stems(word))
        return any(form in self.nouns or form in self.others for form in forms)

    def meanings(self, word: str, most: int = 3) -> tuple[int, ...]:
        """At most `most` meanings of a noun, or what an adjective is of; none for another word."""
        own = self.nouns.get(self.base(word), ())[:most]
        return own if own or word not in self.of else (self.of[word],)

    def quality(self, word: str) -> bool:
        """Whether a noun names a quality, a state or a feeling before all ("silence", "comfort"), and no colour: nothing
        that an item is."""
        own = self.meanings(word, 1)
        above = self.up(own[0]) if own else frozenset()
        return self._attribute in above and self._colour not in above

    @cached_property
    def _attribute(self) -> int:
        return min(self.nouns.get("attribute", (-1,)))  # the broadest meaning: numbers follow WordNet's order

    @cached_property
    def _physical(self) -> int:
        return min(self.nouns.get("physical entity", (-1,)))

    @cached_property
    def _colour(self) -> int:
        return self.nouns.get("chromatic color", (-1,))[0]

    def up(self, meaning: int) -> frozenset[int]:
        """A meaning and everything that it is a kind of, however far up."""
        if meaning not in self._up:
            found, open_ = {meaning}, [meaning]
            while open_:
                new = [above for above in self.above.get(open_.pop(), ()) if above not in found]
                found.update(new)
                open_ += new
            self._up[meaning] = frozenset(found)
        return self._up[meaning]

    def save(self, path: Path) -> None:
        """Writes the file that `load_kinds` reads."""
        names = sorted({*self.nouns, *self.others, *self.of})
        numbers = {name: i for i, name in enumerate(names)}
        kept = sorted(self.above)
        place = {meaning: i for i, meaning in enumerate(kept)}
        arrays: dict[str, Any] = {
            "names": _packed(names),
            "plurals": _packed([f"{many} {one}" for many, one in sorted(self.plurals.items())]),
            "others": np.array([name in self.others for name in names]),
            "mostly": np.array([name in self.mostly for name in names]),
            "of": np.array([(numbers[word], place[m]) for word, m in sorted(self.of.items())], np.int32),
            **_lists("nouns", [[place[m] for m in self.nouns.get(name, ())] for name in names]),
            **_lists("above", [[place[m] for m in self.above[meaning]] for meaning in kept]),
        }
        buffer = BytesIO()
        np.savez_compressed(buffer, **arrays)
        path.write_bytes(buffer.getvalue())


def _singulars(word: str, plurals: Mapping[str, str]) -> Iterable[str]:
    if word in plurals:
        yield plurals[word]
    if word.endswith("ies"):
        yield word[:-3] + "y"
    if word.endswith(("ses", "xes", "zes", "ches", "shes", "oes")):
        yield word[:-2]
    if word.endswith("s") and not word.endswith("ss"):
        yield word[:-1]


def _stems(word: str) -> Iterable[str]:
    """What a form of a verb or of an adjective may be of."""
    for ending in ("ing", "ed", "er", "est", "ly", "en", "y", "ness", "less", "free", "able"):
        if word.endswith(ending) and len(word) - len(ending) >= (3 if ending in ("ing", "ed", "est") else 4):
            stem = word.removesuffix(ending)
            yield from (stem, stem + "e")
            if stem[-1] == stem[-2]:
                yield stem[:-1]


def _packed(words: Iterable[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(words).encode(), np.uint8)


def _unpacked(packed: NDArray[np.uint8]) -> list[str]:
    return packed.tobytes().decode().split("\n")


def _lists(name: str, lists: list[list[int]]) -> dict[str, NDArray[Any]]:
    return {
        name: np.array([n for one in lists for n in one], np.int32),
        f"{name}_sizes": np.array([len(one) for one in lists], np.uint8),
    }


def _cut(flat: NDArray[np.int32], sizes: NDArray[np.uint8]) -> list[tuple[int, ...]]:
    ends = np.cumsum(sizes, dtype=np.int64).tolist()
    numbers = flat.tolist()
    return [tuple(numbers[start:end]) for start, end in zip([0, *ends[:-1]], ends, strict=True)]


@cache
def load_kinds(path: Path = KINDS) -> Kinds:
    """The kinds in the file at `path`, read once; a quarter of a second.

    Raises OSError where there is none.
    """
    with np.load(path, allow_pickle=False) as file:
        names = _unpacked(file["names"])
        meanings = _cut(file["nouns"], file["nouns_sizes"])
        return Kinds(
            nouns={name: own for name, own in zip(names, meanings, strict=True) if own},
            above=dict(enumerate(_cut(file["above"], file["above_sizes"]))),
            others=frozenset(name for name, is_one in zip(names, file["others"].tolist(), strict=True) if is_one),
            mostly=frozenset(name for name, is_one in zip(names, file["mostly"].tolist(), strict=True) if is_one),
            of={names[word]: meaning for word, meaning in file["of"].tolist()},
            plurals=dict(line.split(" ", 1) for line in _unpacked(file["plurals"])),
        )
