"""Synonyms of ImageNet's class names, and the kinds of things the classes are, from WordNet 3.0 (Princeton).

ImageNet's classes are WordNet synsets in the order of their offsets, so a list of names is enough to find them. Knows
WordNet's file of nouns.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from retrieval.fusion.word_prototypes import ClassWords

__all__ = ["Synset", "align", "expand", "read_nouns"]

SYNONYM, KIND = 0.5, 0.3
"""How much a synonym and a kind count beside the class's own name."""
BROADEST = 150
"""Kinds of more classes than this say nothing of looks: an artifact, a whole."""


@dataclass(frozen=True, slots=True)
class Synset:
    """The words for one meaning, and the offsets of what it is a kind of."""

    words: tuple[str, ...]
    kinds: tuple[int, ...]


def read_nouns(path: Path) -> dict[int, Synset]:
    """Offset → synset, from WordNet's `data.noun` (format: wndb(5WN)).

    Raises OSError where the file can't be read.
    """
    found = {}
    for line in path.read_text("latin-1").splitlines():
        if line.startswith(" "):
            continue  # the licence
        field = line.partition(" | ")[0].split()
        count = int(field[3], 16)
        words = tuple(field[4 + 2 * i].replace("_", " ") for i in range(count))
        pointers = field[4 + 2 * count :]
        starts = range(1, 4 * int(pointers[0]), 4)
        kinds = tuple(int(pointers[i + 1]) for i in starts if pointers[i] in ("@", "@i") and pointers[i + 2] == "n")
        found[int(field[0])] = Synset(words, kinds)
    return found


def align(names: Sequence[str], nouns: Mapping[int, Synset]) -> dict[int, int]:
    """Return the synsets of classes that are listed by offset: number of the class → offset.

    A name may have many meanings; of all ways to choose offsets that ascend, the one that names most classes is
    taken (the longest increasing subsequence of the candidates).
    """
    by_word: dict[str, list[int]] = {}
    for offset, synset in nouns.items():
        for word in synset.words:
            by_word.setdefault(word.lower(), []).append(offset)
    ends: list[int] = []  # the least last offset of a chain of each length
    chains: list[tuple[object, ...]] = []
    for number, name in enumerate(names):
        for offset in sorted(by_word.get(name.lower(), ()), reverse=True):  # descending: one of a class at most
            length = bisect_left(ends, offset)
            chain = (chains[length - 1] if length else None, number, offset)
            if length == len(ends):
                ends.append(offset)
                chains.append(chain)
            else:
                ends[length], chains[length] = offset, chain
    found: dict[int, int] = {}
    link: object = chains[-1] if chains else None
    while isinstance(link, tuple):
        link, number, offset = link
        found[number] = offset
    return found


def expand(names: Sequence[str], nouns: Mapping[int, Synset]) -> list[ClassWords]:
    """Return the names themselves, their synonyms, and the kinds of things they are.

    Of kinds that have the same classes, the one that is reached first is taken: the narrowest, mostly.
    """
    synset_of = align(names, nouns)
    found = [ClassWords(name, (number,)) for number, name in enumerate(names)]
    members: dict[int, set[int]] = {}
    for number, offset in sorted(synset_of.items()):
        others = (word for word in nouns[offset].words if word.lower() != names[number].lower())
        found += [ClassWords(word, (number,), SYNONYM) for word in others]
        above = list(nouns[offset].kinds)
        while above:
            kind = above.pop()
            if number not in members.setdefault(kind, set()):
                members[kind].add(number)
                above += nouns[kind].kinds
    kinds = {tuple(sorted(classes)): kind for kind, classes in reversed(members.items()) if len(classes) <= BROADEST}
    return found + [ClassWords(nouns[kind].words[0], classes, KIND) for classes, kind in sorted(kinds.items())]
