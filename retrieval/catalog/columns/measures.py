"""Amounts with their units in a cell: "1.5 kg", "400 g", "13 inches", 45%, ranges of them. Knows one cell at a time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from retrieval.catalog.columns.figures import FIGURE, cleaned, read_figure
from retrieval.language.chinese import columns as chinese
from retrieval.language.columns import SCALES
from retrieval.language.units import Unit, unit_after

__all__ = ["SHORT", "Measured", "measure_figures", "read_measure"]

_DIMENSIONS = frozenset(("length", "mass", "volume", "area", "power", "percent", "energy", "memory", "speed", "time"))
_MORE = {
    "pages": Unit("page", "pages"), "page": Unit("page", "pages"), "pp": Unit("page", "pages"), "pp.": Unit("page", "pages"), "p.": Unit("page", "pages"),
    "\"": Unit("inch", "length", 0.0254), "″": Unit("inch", "length", 0.0254), "”": Unit("inch", "length", 0.0254), "''": Unit("inch", "length", 0.0254), "in": Unit("inch", "length", 0.0254),
    "in.": Unit("inch", "length", 0.0254), "'": Unit("foot", "length", 0.3048), "m": Unit("metre", "length"), "lbs.": Unit("pound", "mass", 453.592),
    "pounds": Unit("pound", "mass", 453.592), "pound": Unit("pound", "mass", 453.592), "lb.": Unit("pound", "mass", 453.592), "oz.": Unit("ounce", "mass", 28.3495),
    "fl oz": Unit("fluid ounce", "volume", 0.0295735), "fl. oz": Unit("fluid ounce", "volume", 0.0295735), "fl. oz.": Unit("fluid ounce", "volume", 0.0295735), "gal": Unit("gallon", "volume", 3.785412),
    "dl": Unit("decilitre", "volume", 0.1), "kw": Unit("kilowatt", "power", 1000), "ps": Unit("horsepower", "power", 735.5), "hp": Unit("horsepower", "power", 745.7), "kb": Unit("kilobyte", "memory", 1 / 1048576),
    "kj": Unit("kilojoule", "energy", 1 / 4.184), "hz": Unit("hertz", "frequency"), "khz": Unit("kilohertz", "frequency", 1e3), "mhz": Unit("megahertz", "frequency", 1e6), "ghz": Unit("gigahertz", "frequency", 1e9),
    "mah": Unit("milliampere hour", "charge"), "v": Unit("volt", "voltage"), "°c": Unit("degree Celsius", "temperature"), "℃": Unit("degree Celsius", "temperature"), "°f": Unit("degree Fahrenheit", "fahrenheit"),
    "bpm": Unit("beat per minute", "tempo"), "mp": Unit("megapixel", "pixels"), "px": Unit("pixel", "pixel"), "dpi": Unit("dot per inch", "density"), "ha": Unit("hectare", "area", 1e4), "sq ft": Unit("square foot", "area", 0.092903), "ft²": Unit("square foot", "area", 0.092903),
    "points": Unit("point", "rating"), "stars": Unit("star", "rating"), "star": Unit("star", "rating"), "★": Unit("star", "rating"), "％": Unit("percent", "percent"),
    "years": Unit("age", "age"), "year": Unit("age", "age"), "yrs": Unit("age", "age"),
    "calories": Unit("kilocalorie", "energy"), "users": Unit("user", "users"), "people": Unit("person", "people"), "pcs": Unit("piece", "pieces"), "pcs.": Unit("piece", "pieces"), "pieces": Unit("piece", "pieces"), "reviews": Unit("review", "reviews"), "votes": Unit("vote", "votes"),
}  # fmt: skip
_MORE |= {word: _MORE[name] for word, name in chinese.UNITS.items()}
SHORT = {
    "kilogram": "kg", "gram": "g", "milligram": "mg", "metre": "m", "centimetre": "cm", "millimetre": "mm", "kilometre": "km", "litre": "l", "millilitre": "ml", "centilitre": "cl", "decilitre": "dl",
    "inch": "inch", "foot": "ft", "pound": "lb", "ounce": "oz", "percent": "%", "minute": "min", "second": "s", "hour": "h", "day": "days", "week": "weeks", "watt": "W", "kilowatt": "kW", "gigabyte": "GB", "megabyte": "MB",
    "terabyte": "TB", "kilocalorie": "kcal", "kilojoule": "kJ", "square metre": "m²", "kmh": "km/h", "mile": "miles", "degree Celsius": "°C",
}  # fmt: skip
"""How units are written beside a column, where not by their names."""
_FIGURE = re.compile(FIGURE)
_OPENER = re.compile(
    rf"(?:approx\.?|about|ca?\.|circa|up to|max\.?|min\.?|{chinese.ABOUT}|~|≈|<|>|≤|≥|[HWDLhwdl]\.?:?)\s*"
)
_JOIN = re.compile(rf"\s*(?:-|–|—|~|to|bis|{chinese.JOIN})\s*(?=\d)")


@dataclass(frozen=True, slots=True)
class Measured:
    """An amount of `unit`, at most `high` where it is a range."""

    value: float
    unit: Unit | None
    high: float | None = None


_SCALE = re.compile(r"\s?(?:" + "|".join(sorted((re.escape(word) for word in SCALES if len(word) > 2 or not word.isascii()), key=len, reverse=True)) + r")(?![^\W\d_a-z]|[a-z])\.?", re.IGNORECASE)  # fmt: skip
"""Thousands and millions in words: of letters like k and M what they mean isn't sure without a currency."""
_ALSO = re.compile(r"\s*[(\[](.*)[)\]]$")


@lru_cache(maxsize=65_536)
def _split(cell: str) -> tuple[tuple[str, ...], Unit | None, float] | None:
    text = " ".join(cleaned(cell).split())
    text = _OPENER.sub("", text, count=1) if not text[:1].isdigit() and _OPENER.match(text) else text
    first = _FIGURE.match(text.lstrip("+-−"))
    if first is None:
        return None
    sign = "-" if text[:1] in "-−" else ""
    text = text.lstrip("+-−")
    scale, rest = _scale(text[first.end() :])
    unit, rest = _unit(rest)
    figures = [sign + first[0]]
    if join := _JOIN.match(rest):
        second = _FIGURE.match(rest, join.end())
        if second is None:
            return None
        figures.append(second[0])
        after_scale, rest = _scale(rest[second.end() :])
        scale = max(scale, after_scale)
        after, rest = _unit(rest)
        unit = after or unit
    if unit and (also := _ALSO.fullmatch(rest)) and (other := _split(also[1])) and other[1]:
        rest = ""  # 85 kW (116 PS)
    return (tuple(figures), unit, scale) if not rest.strip(" .") else None


def _scale(text: str) -> tuple[float, str]:
    """The factor that a text begins with, 1 where it begins with none, and what follows."""
    match = _SCALE.match(text)
    return (SCALES[match[0].strip().rstrip(".").casefold()], text[match.end() :]) if match else (1.0, text)


def _unit(text: str) -> tuple[Unit | None, str]:
    """The unit that a text begins with, and what follows it."""
    lead = text.lstrip(" -") if text[:1] in " -" and not re.match(r"\s*-\s*\d", text) else text
    folded = lead.casefold()
    own = max((name for name in _MORE if folded.startswith(name) and not (name[-1].isalpha() and folded[len(name) :][:1].isalpha())), key=len, default="")  # fmt: skip
    found = unit_after(folded, 0) if folded else None
    if found and found[1] >= len(own) and found[0].dimension in _DIMENSIONS:
        return found[0], lead[found[1] :]
    return (_MORE[own], lead[len(own) :]) if own else (None, text)


def measure_figures(cell: str) -> tuple[str, ...]:
    """The figures of an amount as they are written; none where the cell is none."""
    parts = _split(cell)
    return tuple(figure.lstrip("-") for figure in parts[0]) if parts else ()


def read_measure(cell: str, mark: str = ".") -> Measured | None:
    """The amount that a cell is, with or without a unit; None where it is none. `mark`: the column's decimal mark.

    >>> found = read_measure("1,5 kg", ",")
    >>> found.value, found.unit.name, read_measure("20–30").high, read_measure("blue")
    (1.5, 'kilogram', 30, None)
    """
    parts = _split(cell)
    if parts is None:
        return None
    values = [read_figure(figure, mark) for figure in parts[0]]
    if any(value is None for value in values):
        return None
    low, *high = (value if parts[2] == 1 else round(value * parts[2], 6) for value in values if value is not None)
    if high and high[0] < low:
        return None
    return Measured(low, parts[1], high[0] if high else None)
