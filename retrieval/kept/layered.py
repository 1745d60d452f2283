"""A large mapping and what has changed of it: a new one for each change, without a copy of the large one.

Knows keys and values; nothing of what they mean.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

__all__ = ["Layered"]

K = TypeVar("K")
V = TypeVar("V")


class Layered(Mapping[K, V]):
    """`base` where `over` says nothing; a key that `over` has as None is gone. Neither may be changed afterwards.

    Values are never None.
    """

    __slots__ = ("_base", "_over", "_size")

    def __init__(self, base: Mapping[K, V], over: Mapping[K, V | None] | None = None) -> None:
        self._base, self._over = base, over or {}
        self._size: int | None = None

    def changed(self, changes: Mapping[K, V | None]) -> Layered[K, V]:
        """Return the same with other values for some keys, None for those that go."""
        return Layered(self._base, {**self._over, **changes}) if changes else self

    def flat(self) -> Layered[K, V]:
        """Return the same as one large mapping."""
        return Layered(dict(self.items()))

    def __getitem__(self, key: K) -> V:
        found = self._over[key] if key in self._over else self._base[key]
        if found is None:
            raise KeyError(key)
        return found

    def __contains__(self, key: object) -> bool:
        if key in self._over:
            return self._over[key] is not None  # type: ignore[index]  # it is a key of `over`
        return key in self._base

    def __iter__(self) -> Iterator[K]:
        over = self._over
        yield from (key for key in self._base if key not in over)
        yield from (key for key, value in over.items() if value is not None)

    def __len__(self) -> int:
        if self._size is None:
            self._size = sum(1 for _ in self) if self._over else len(self._base)
        return self._size
