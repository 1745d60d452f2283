"""The file of English words and kinds (`kinds.npz`), made from WordNet 3.0: which words there are, and what is a kind of what.

Knows the format of WordNet's files (wndb(5WN)), and no catalogue.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from retrieval.language.kinds import Kinds

__all__ = ["read_kinds"]

SENSES = 3
"""Meanings of a word that are kept, the most frequent first: rarer ones would make anything a kind of anything."""
WORDS = 3
"""The most words of a name that is kept."""


def _lines(path: Path) -> Iterator[str]:
    return (line for line in path.read_text("latin-1").splitlines() if not line.startswith(" "))


def _kinds_of(folder: Path) -> dict[int, tuple[int, ...]]:
    """Synset of a noun → the synsets that it is a kind or an instance of."""
    found = {}
    for line in _lines(folder / "data.noun"):
        field = line.partition(" | ")[0].split()
        pointers = field[4 + 2 * int(field[3], 16) :]
        places = [i for i in range(1, 4 * int(pointers[0]), 4) if pointers[i] in ("@", "@i") and pointers[i + 2] == "n"]
        found[int(field[0])] = tuple(int(pointers[i + 1]) for i in places)
    return found


def _of_people(folder: Path) -> dict[str, int]:
    """Adjective → the noun that it is of, in its first meaning ("finnish": Finland)."""
    found: dict[str, int] = {}
    for line in _lines(folder / "data.adj"):
        field = line.partition(" | ")[0].split()
        count = int(field[3], 16)
        words = [field[4 + 2 * i].split("(")[0].replace("_", " ").lower() for i in range(count)]
        pointers = field[4 + 2 * count :]
        for i in range(1, 4 * int(pointers[0]), 4):
            if pointers[i] == "\\" and pointers[i + 2] == "n":
                for word in words:
                    found.setdefault(word, int(pointers[i + 1]))
    return found


def _index(folder: Path, name: str) -> Iterator[tuple[str, list[int]]]:
    for line in _lines(folder / f"index.{name}"):
        field = line.split()
        word = field[0].replace("_", " ")
        if word.count(" ") < WORDS:
            yield word, [int(place) for place in field[-int(field[2]) :]]


def _frequent(folder: Path) -> dict[tuple[str, str], int]:
    """How often a word was met as a noun ("n") and as anything else ("o"), in WordNet's tagged texts."""
    found: dict[tuple[str, str], int] = {}
    for line in _lines(folder / "cntlist.rev"):
        sense, _, count = line.split()
        word, _, rest = sense.partition("%")
        key = word.replace("_", " "), "n" if rest[0] == "1" else "o"
        found[key] = found.get(key, 0) + int(count)
    return found


def read_kinds(folder: Path) -> Kinds:
    """Return what is kept of the WordNet in `folder`.

    Raises OSError where a file of it can't be read.
    """
    kinds = _kinds_of(folder)
    nouns = {word: tuple(places[:SENSES]) for word, places in _index(folder, "noun")}
    others = {word for name in ("verb", "adj", "adv") for word, _ in _index(folder, name)}
    for name in ("verb", "adj", "adv"):
        others |= {line.split()[0].replace("_", " ") for line in _lines(folder / f"{name}.exc")}
    frequent = _frequent(folder)
    mostly = frozenset(w for w in nouns if w not in others or frequent.get((w, "n"), 0) >= frequent.get((w, "o"), 0))
    plurals = dict(line.split()[:2] for line in _lines(folder / "noun.exc"))
    return Kinds(nouns, kinds, frozenset(others), mostly, _of_people(folder), plurals)
