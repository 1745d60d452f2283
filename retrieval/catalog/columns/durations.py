"""Lengths of time as tables spell them: 1:32:05, PT2H, "95 min", "1h 30m", in Chinese. In minutes. Knows no columns."""

from __future__ import annotations

import re

from retrieval.catalog.columns.figures import cleaned
from retrieval.language.chinese import columns as chinese
from retrieval.language.columns import PER

__all__ = ["is_clock", "read_duration"]

_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})(?:[.,](\d{1,3}))?")
_ISO = re.compile(
    r"P(?=.)(?:(\d+(?:[.,]\d+)?)W)?(?:(\d+(?:[.,]\d+)?)D)?(?:T(?=\d)(?:(\d+(?:[.,]\d+)?)H)?(?:(\d+(?:[.,]\d+)?)M)?(?:(\d+(?:[.,]\d+)?)S)?)?"
)
_N = r"(\d+(?:[.,]\d+)?)"
_SPOKEN = re.compile(
    rf"(?:{_N}\s?(?:d|days?|{chinese.DAYS}|tage?|jours?)\.?[\s,]*(?:and\s)?)?"
    rf"(?:{_N}\s?(?:h|hrs?|hours?|std|stunden?|heures?|horas?|ore|{chinese.HOURS}|ч)\.?[\s,:]*(?:and\s|und\s|et\s)?)?"
    rf"(?:{_N}\s?(?:m|mins?|minutes?|minuten?|minutos?|minuti|{chinese.MINUTES}|мин|['’′])\.?[\s,]*(?:and\s|und\s)?)?"
    rf"(?:{_N}\s?(?:s|secs?|seconds?|sek|sekunden?|{chinese.SECONDS}|сек|[\"”″]|'')\.?)?",
    re.IGNORECASE,
)
_MILLISECONDS = re.compile(rf"{_N}\s?(?:ms|msec|milliseconds?|{chinese.MILLISECONDS})", re.IGNORECASE)
_EACH = re.compile(rf"(?<=[^\W\d_.])\.?\s*/?\s*{PER}$", re.IGNORECASE)
"""Of what it is the length: "24 min per ep"."""
_HOURS_BARE = re.compile(r"(\d{1,3})\s?h(?:rs?)?\s?(\d{2})", re.IGNORECASE)


def _value(text: str | None) -> float:
    return float(text.replace(",", ".")) if text else 0.0


def is_clock(cell: str) -> bool:
    """Whether a cell is written with two figures as on a clock (3:45), which may be a time of day, too."""
    match = _CLOCK.fullmatch(cell.strip())
    return match is not None and match[1] is None


def read_duration(cell: str) -> float | None:
    """The minutes that a cell tells; None where it is no length of time. Two figures are minutes and seconds (3:45).

    >>> read_duration("1:32:05"), read_duration("PT2H"), read_duration("1h 30m"), read_duration("95 min"), read_duration("5 kg")
    (92.083333, 120.0, 90.0, 95.0, None)
    """
    text = _EACH.sub("", " ".join(cleaned(cell).split()).lstrip("~≈"))
    if match := _CLOCK.fullmatch(text):
        hours, minutes, seconds = (int(part or 0) for part in match.group(1, 2, 3))
        if seconds > 59 or (match[1] and minutes > 59):
            return None
        return round(hours * 60 + minutes + (seconds + _value(f"0.{match[4]}" if match[4] else "")) / 60, 6)
    if match := _HOURS_BARE.fullmatch(text):
        return int(match[1]) * 60.0 + int(match[2])
    if match := _ISO.fullmatch(text.upper()):
        weeks, days, hours_, minutes_, seconds_ = (_value(part) for part in match.groups())
        return round(((weeks * 7 + days) * 24 + hours_) * 60 + minutes_ + seconds_ / 60, 6)
    if match := _MILLISECONDS.fullmatch(text):
        return round(_value(match[1]) / 60_000, 6)
    if text and (match := _SPOKEN.fullmatch(text)):
        days, hours_, minutes_, seconds_ = (_value(part) for part in match.groups())
        return round((days * 24 + hours_) * 60 + minutes_ + seconds_ / 60, 6)
    return None
