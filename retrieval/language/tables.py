"""The patterns and word lists of all packs under one name: what asks for a thing in words asks every language at once.

A name is that of the stage and the thing ("count.each"); a pack that has nothing under a name is passed over.
"""

from __future__ import annotations

import re
from functools import cache

from retrieval.language.lazy import compiled
from retrieval.language.packs import PACKS, pack_of, packs_in

__all__ = ["called", "each", "each_in", "either", "fragment", "meanings", "requests", "word_set"]


@cache
def each(name: str, flags: int = 0) -> tuple[re.Pattern[str], ...]:
    """Return the patterns of the packs under a name, one a pack, for those who read their groups.

    Raises KeyError where no pack has it.
    """
    found = tuple(compiled(pack.patterns[name], flags) for pack in PACKS if name in pack.patterns)
    if not found:
        raise KeyError(name)
    return found


@cache
def either(name: str, flags: int = 0) -> re.Pattern[str]:
    """Return one pattern of the alternatives of all packs under a name. Raises KeyError where no pack has it."""
    return compiled(fragment(name), flags)


@cache
def fragment(name: str) -> str:
    """Return the alternatives of all packs under a name, to stand within a longer pattern. Raises KeyError where no pack has it."""
    found = [pack.patterns[name] for pack in PACKS if name in pack.patterns]
    if not found:
        raise KeyError(name)
    return "|".join(found)


@cache
def _pattern(code: str, name: str) -> re.Pattern[str] | None:
    pattern = pack_of(code).patterns.get(name)
    return None if pattern is None else compiled(pattern)


def each_in(folded: str, name: str) -> list[re.Pattern[str]]:
    """Return the patterns under a name of the packs that a text is read by (`packs_in`)."""
    return [pattern for pack in packs_in(folded) if (pattern := _pattern(pack.code, name)) is not None]


@cache
def meanings(name: str) -> dict[str, str]:
    """Return what words stand for, of all packs under a name. Raises KeyError where no pack has it."""
    found = {word: meant for pack in PACKS for word, meant in pack.tables.get(name, {}).items()}
    if not found:
        raise KeyError(name)
    return found


@cache
def called(name: str) -> dict[str, tuple[str, ...]]:
    """Return what each thing under a name is called, by the thing: the words of every pack that has some.

    Raises KeyError where no pack has it.
    """
    found: dict[str, tuple[str, ...]] = {}
    for pack in PACKS:
        for thing, words in pack.tables.get(name, {}).items():
            found[thing] = (*found.get(thing, ()), *words.split())
    if not found:
        raise KeyError(name)
    return found


@cache
def word_set(name: str) -> frozenset[str]:
    """Return the words of all packs under a name. Raises KeyError where no pack has it."""
    found = [pack.words[name] for pack in PACKS if name in pack.words]
    if not found:
        raise KeyError(name)
    return frozenset().union(*found)


def requests(name: str) -> dict[str, str]:
    """Return a request to show or to try with in every language that has it under a name, by the language's code."""
    return {
        pack.code: said for pack in PACKS if (said := pack.tables.get("examples.requests", {}).get(name)) is not None
    }
