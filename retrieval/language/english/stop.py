"""English words that are not looked for."""

from __future__ import annotations

__all__ = ["STOP"]

STOP = frozenset(
    "a an and are as at be but by for from has i if in into is it its me my no not of on or s some such t that the "
    "their then there these they this to want was we will with you your please show give find something anything".split()
)
