"""The patterns and word lists of all packs under one name: what asks for a thing in words asks every language at once.

A name is that of the stage and the thing ("count.each"); a pack that has nothing under a name is passed over.
"""

from __future__ import annotations

import re
from functools import cache

from retrieval.language.packs import PACKS

__all__ = ["each", "either", "word_set"]


@cache
def each(name: str, flags: int = 0) -> tuple[re.Pattern[str], ...]:
    """Return the patterns of the packs under a name, one a pack, for those who read their groups.

    Raises KeyError where no pack has it.
    """
    found = tuple(re.compile(pack.patterns[name], flags) for pack in PACKS if name in pack.patterns)
    if not found:
        raise KeyError(name)
    return found


@cache
def either(name: str, flags: int = 0) -> re.Pattern[str]:
    """Return one pattern of the alternatives of all packs under a name. Raises KeyError where no pack has it."""
    return re.compile("|".join(pattern.pattern for pattern in each(name, flags)), flags)


@cache
def word_set(name: str) -> frozenset[str]:
    """Return the words of all packs under a name. Raises KeyError where no pack has it."""
    found = [pack.words[name] for pack in PACKS if name in pack.words]
    if not found:
        raise KeyError(name)
    return frozenset().union(*found)
