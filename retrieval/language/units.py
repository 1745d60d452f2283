"""Units of measure and currencies: which words name them, and how one becomes another.

Amounts of one dimension convert by a factor; currencies only by rates that somebody gives.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from retrieval.language.dimensions import DIMENSIONS
from retrieval.language.lazy import compiled
from retrieval.language.packs import PACKS, pack_of
from retrieval.language.tables import either, word_set

__all__ = [
    "CUSTOMARY",
    "Unit",
    "convert",
    "currency_name",
    "rated",
    "unit_after",
    "unit_before",
    "unit_named",
    "units_of",
]


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: its dimension and how many base units (minute, gram, metre, …) it holds. also: another dimension that its word may
    mean ("pounds" of money or of mass)."""

    name: str
    dimension: str
    factor: float = 1.0
    also: str = ""


_BY_NAME = {name: Unit(name, dimension, factor) for name, (dimension, factor) in DIMENSIONS.items()}
_UNITS = {word: _BY_NAME[name] for pack in PACKS for name, words in pack.units.items() for word in words.split()}
_UNITS |= {word: Unit("gbp", "money", also="mass") for word in ("pound", "pounds")}
_IN_NAMES = {word: unit for word, unit in _UNITS.items() if len(word) > 1 or word in word_set("units.alone")} | {
    "kilograms": _BY_NAME["kilogram"], "km": _BY_NAME["kilometre"], "ms": Unit("millisecond", "time", 1 / 60_000), "g": _BY_NAME["gram"], "m": _BY_NAME["metre"], "l": _BY_NAME["litre"], "w": _BY_NAME["watt"],
}  # fmt: skip
_LONGEST_FIRST = sorted(_UNITS, key=len, reverse=True)
_AFTER = compiled(
    r"[\s-]?("
    + "|".join(re.escape(w) + (r"(?![a-z])" if w.isascii() and w.isalpha() else "") for w in _LONGEST_FIRST)
    + ")"
)
_NOT_A_UNIT = either("units.not_a_unit")
_BEFORE = compiled(
    rf"(us\$|hk\$|nt\$|r\$|ca\$|c\$|a\$|nz\$|s\$|mx\$|[$€£¥￥₹₩₽฿₫₱₴₪]|(?:{either('units.before').pattern}))\s?$"
)

_OF_MEMORY = f"(?:{either('units.of_memory').pattern})"
_BYTES = compiled(rf"[\s-]?([gt])(?![a-z])(?=\s?(?:{either('units.of').pattern})?{_OF_MEMORY})|[\s-]?([gt])(?![a-z])")
_MEMORY_BEFORE = either("units.memory_before")
CUSTOMARY = frozenset(("jin", "pound", "ounce", "mile", "inch", "foot", "week"))
"""Units that a field is hardly measured in where its name doesn't say so."""


def _bytes_after(folded: str, at: int) -> tuple[Unit, int] | None:
    """ "16G" and "1T" where memory is spoken of beside them."""
    match = _BYTES.match(folded, at)
    if match is None or not (match[1] or _MEMORY_BEFORE.search(folded[:at])):
        return None
    return _UNITS["gb" if (match[1] or match[2]) == "g" else "tb"], match.end()


_METRE = compiled(r"[\s-]?m(?![a-z])")
_LONG_AFTER = compiled(rf"(?:[^.,;!?]|[.,](?=\d)){{0,24}}\b(?:{either('units.of_length').pattern})\b")
_LONG_BEFORE = compiled(rf"\b(?:{either('units.of_length').pattern})\b[^.,;!?]{{0,24}}$")


def _metres_after(folded: str, at: int) -> tuple[Unit, int] | None:
    """ "1.5 m" where a length is spoken of beside it; elsewhere it may be millions."""
    match = _METRE.match(folded, at)
    if match is None or not (_LONG_AFTER.match(folded, match.end()) or _LONG_BEFORE.search(folded[:at])):
        return None
    return _UNITS["metre"], match.end()


def unit_after(folded: str, at: int) -> tuple[Unit, int] | None:
    """The unit that stands right after a number which ends at `at`, and where the unit ends."""
    if special := _bytes_after(folded, at) or _metres_after(folded, at):
        return special
    match = _AFTER.match(folded, at)
    if match is None or _NOT_A_UNIT.match(folded, match.start(1)):
        return None
    return _UNITS[match[1]], match.end()


def unit_before(folded: str, at: int) -> tuple[Unit, int] | None:
    """The currency that stands right before a number which starts at `at`, and where it starts."""
    match = _BEFORE.search(folded[:at])
    return (_UNITS[match[1]], match.start()) if match else None


def unit_named(word: str) -> Unit | None:
    """The unit that a part of a field's name declares: `min` in `cook_time_min`."""
    return _IN_NAMES.get(word) or _UNITS.get(word) if len(word) > 1 or word in _IN_NAMES else None


def units_of(dimension: str) -> list[Unit]:
    """The units of one dimension, smallest first."""
    return sorted((unit for unit in _BY_NAME.values() if unit.dimension == dimension), key=lambda unit: unit.factor)


def convert(value: float, given: Unit, wanted: Unit) -> float | None:
    """`value` in another unit of the same dimension; None where no factor leads there (two currencies).

    >>> convert(1.5, unit_named("hours"), unit_named("min"))
    90.0
    """
    if given.dimension != wanted.dimension:
        return None
    if given.dimension == "money" and given.name != wanted.name and "money" not in (given.name, wanted.name):
        return None
    return round(value * given.factor / wanted.factor, 6)


def rated(value: float, given: Unit, wanted: Unit, rates: Mapping[str, float]) -> float | None:
    """`value` in another currency by `rates`, units of each currency that one and the same amount is worth; None without them.

    >>> rated(120, unit_named("cny"), unit_named("eur"), {"EUR": 1, "CNY": 7.5})
    16.0
    """
    same = {name.lower(): rate for name, rate in rates.items()}
    if given.name not in same or wanted.name not in same:
        return None
    return round(value * same[wanted.name] / same[given.name], 6)


def currency_name(unit: str, language: str) -> str:
    """A currency in words: "euros", 欧元."""
    return pack_of(language).currencies.get(unit, unit)
