"""Regular expressions that are compiled at their first use: a process that reads no request pays for none of them."""

from __future__ import annotations

import re
from typing import Any, cast

__all__ = ["compiled"]

_METHODS = (
    "search",
    "match",
    "fullmatch",
    "finditer",
    "findall",
    "sub",
    "subn",
    "split",
    "scanner",
    "groups",
    "groupindex",
)


class _Lazy:
    """Stands for a compiled pattern: its methods are those of the pattern, from the first call on at no cost of their own."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self._flags = int(flags)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        made = re.compile(self.pattern, self._flags)
        self.__dict__ |= {method: getattr(made, method) for method in _METHODS} | {"flags": made.flags}
        return getattr(made, name)


def compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return what behaves as `re.compile(pattern, flags)` does, and compiles at its first use.

    Raises re.error then, not now. Functions of the module `re` don't take it: call its own.

    >>> compiled("a+").search("baa")
    <re.Match object; span=(1, 3), match='aa'>
    """
    return cast("re.Pattern[str]", _Lazy(pattern, flags))
