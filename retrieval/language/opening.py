"""Hours of opening as tables and people write them: "Mo-Fr 08:00-18:00; Sa 9am-2pm", 周一至周五 9:00-17:00, 24/7.

The words of days and times come from the packs. Knows texts and times of the week; no catalogue, and no holidays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache

from retrieval.language.lazy import compiled
from retrieval.language.tables import each, either, word_set
from retrieval.language.text import fold

__all__ = ["DAY", "AskedHours", "Hours", "asked_hours", "is_open", "moment_in", "opening"]

DAY = 24 * 60
"""Minutes of a day."""
Hours = tuple[tuple[tuple[int, int], ...], ...]
"""For each day from Monday, from when to when it is open, in minutes; a time past midnight is more than `DAY`."""
_MOST = 2_000


@cache
def _days() -> dict[str, int]:
    return {word: day for day in range(7) for word in word_set(f"opening.day.{day}")}


def _word(name: str) -> str:
    return either(f"opening.{name}").pattern


@cache
def _grammar() -> dict[str, re.Pattern[str]]:
    words = "|".join(sorted(map(re.escape, _days()), key=len, reverse=True))
    day = rf"(?<![^\W\d_])(?:{words})(?![a-z])\.?"
    han = rf"(?:{'|'.join(re.escape(word) for word in _days() if not word.isascii())})"
    one = rf"(?:{day}|{han})"
    span = rf"{one}(?:\s*(?:-|–|—|~|{_word('to')})\s*{one})?"
    days = (
        rf"{span}(?:\s*(?:,|/|&|\+|{_word('and')})?\s*{span})*|{_word('every')}|{_word('weekdays')}|{_word('weekends')}"
    )
    half = rf"(?:{_word('forenoon')}|{_word('afternoon')})"
    time = rf"(?:{half})?\s?\d{{1,2}}(?:(?:[:.h]|{_word('oclock')})\d{{2}})?(?:h|\s?uhr|{_word('oclock')})?\s?(?:{half})?|{_word('noon')}|{_word('midnight')}"
    between = rf"({time})\s*(?:-|–|—|~|{_word('to')})\s*({time})"
    return {
        "days": compiled(days), "span": compiled(span), "one": compiled(one), "between": compiled(between),
        "shut": either("opening.shut"), "whole": either("opening.whole"), "ignored": either("opening.ignored"),
        "gap": compiled(rf"(?:[\s,;|:.()\[\]]|{_word('gap')})+"), "every": either("opening.every"),
        "weekdays": either("opening.weekdays"), "weekends": either("opening.weekends"),
        "afternoon": either("opening.afternoon"), "forenoon": either("opening.forenoon"),
    }  # fmt: skip


def _minutes(text: str, later: bool | None = None) -> int | None:
    """A time as minutes; `later`: whether it is of the afternoon, where it doesn't say."""
    grammar = _grammar()
    if either("opening.noon").fullmatch(text.strip()):
        return 12 * 60
    if either("opening.midnight").fullmatch(text.strip()):
        return DAY
    figures = re.findall(r"\d+", text)
    hour, minute = int(figures[0]), int(figures[1]) if len(figures) > 1 else 0
    if hour > 24 or minute > 59:
        return None
    after = bool(grammar["afternoon"].search(text)) or (later is True and not grammar["forenoon"].search(text))
    if after and hour < 12:
        hour += 12
    elif grammar["forenoon"].search(text) and hour == 12:
        hour = 0
    return hour * 60 + minute


def _half_said(text: str) -> bool:
    return bool(_grammar()["afternoon"].search(text) or _grammar()["forenoon"].search(text))


def _range(first: str, second: str) -> tuple[int, int] | None:
    start, end = _minutes(first), _minutes(second)
    if start is None or end is None:
        return None
    if start == DAY:
        start = 0
    if _half_said(second) and not _half_said(first) and start < end - 12 * 60:  # 1-5pm
        start = _minutes(first, later=True) or start
    bare = not _half_said(first) and not _half_said(second)
    if bare and end <= start and 5 * 60 <= start <= 12 * 60 and 0 < end < 12 * 60 and not re.match(r"\s*0", second):
        end += 12 * 60  # 9-5
    return (start, end + DAY if end <= start else end)


def _chosen(text: str) -> list[int]:
    """The days that words name, as numbers from Monday."""
    grammar, found = _grammar(), []
    if grammar["every"].fullmatch(text):
        return list(range(7))
    if grammar["weekdays"].fullmatch(text):
        return [0, 1, 2, 3, 4]
    if grammar["weekends"].fullmatch(text):
        return [5, 6]
    for span in grammar["span"].finditer(text):
        ends = [_days()[one[0].rstrip(".")] for one in grammar["one"].finditer(span[0])]
        found += [(ends[0] + step) % 7 for step in range((ends[-1] - ends[0]) % 7 + 1)]
    return found


@lru_cache(maxsize=16_384)
def opening(text: str) -> Hours | None:
    """The hours of a week that a text tells; None where it is no such text.

    >>> opening("Sa 9am-2pm")[5], opening("24/7")[0], opening("4 hours")
    (((540, 840),), ((0, 1440),), None)
    """
    folded, grammar = fold(text).strip(), _grammar()
    if not folded or len(folded) > _MOST:
        return None
    week: list[list[tuple[int, int]]] = [[] for _ in range(7)]
    at, days, told, fresh = 0, list(range(7)), False, False
    while at < len(folded):
        if match := grammar["ignored"].match(folded, at):
            at = match.end()
        elif match := grammar["whole"].match(folded, at):
            at, told = match.end(), True
            for day in days:
                week[day] = [(0, DAY)]
        elif (match := grammar["days"].match(folded, at)) and match[0]:
            at, days, fresh = match.end(), _chosen(match[0]), ";" in folded[:at][-2:]
        elif match := grammar["between"].match(folded, at):
            between = _range(match[1], match[2])
            if between is None:
                return None
            at, told = match.end(), True
            for day in days:
                week[day] = [between] if fresh else [*week[day], between]
            fresh = False
        elif match := grammar["shut"].match(folded, at):
            at, told = match.end(), True
            for day in days:
                week[day] = []
        elif match := grammar["gap"].match(folded, at):
            at = match.end()
        else:
            return None
    return tuple(map(tuple, week)) if told else None


def is_open(hours: Hours, day: int, minute: int | None) -> bool:
    """Whether it is open on a day of the week (0 is Monday), at a minute of it where one is given."""
    if minute is None:
        return bool(hours[day])
    yesterday = hours[(day - 1) % 7]
    return any(start <= minute < end for start, end in hours[day]) or any(minute + DAY < end for _, end in yesterday)


def moment_in(text: str) -> tuple[int, int | None] | None:
    """The day of the week, and the minute where there is one, of "Sunday 18:00"; None where it names no day."""
    folded = fold(text)
    found = _grammar()["one"].search(folded)
    if found is None:
        return None
    time = re.search(r"(\d{1,2}):(\d{2})", folded)
    return _days()[found[0].rstrip(".")], int(time[1]) * 60 + int(time[2]) if time else None


@dataclass(frozen=True)
class AskedHours:
    """When something is to be open (or, `closed`, shut): the place of the words in the request, days from Monday, a minute."""

    start: int
    end: int
    days: tuple[int, ...]
    minute: int | None
    closed: bool


def _asked_minute(when: str) -> int | None:
    for pattern in each("opening.time"):
        match = pattern.search(when)
        if match is None:
            continue
        groups = match.groupdict()
        if groups.get("noon"):
            return 12 * 60
        if groups.get("midnight"):
            return DAY - 1
        hour, half = int(groups["hour"]), groups.get("half") or ""
        minute = 30 if groups.get("thirty") else int(groups.get("minute") or 0)
        if hour > 24 or minute > 59:
            return None
        if _grammar()["afternoon"].search(half) and hour < 12:
            hour += 12
        return (hour * 60 + minute) % DAY - (1 if either("opening.until").search(when) else 0)
    return None


def _asked_days(when: str, now: datetime) -> Sequence[int]:
    today = now.weekday()
    if either("opening.now").search(when) or either("opening.today").search(when):
        return [today]
    if either("opening.tomorrow").search(when):
        return [(today + 1) % 7]
    if either("opening.weekends").search(when):
        return [5, 6]
    if either("opening.weekdays").search(when):
        return [0, 1, 2, 3, 4]
    named = [_days()[one[0].rstrip(".")] for one in _grammar()["one"].finditer(when)]
    return list(dict.fromkeys(named)) or [today]


def asked_hours(folded: str, now: datetime) -> AskedHours | None:
    """When a request (folded) wants something to be open; None where it says nothing of that.

    >>> asked_hours("cafes open on sunday", datetime(2026, 12, 1)).days
    (6,)
    """
    for pattern in each("opening.asked"):
        match = pattern.search(folded)
        if match is None:
            continue
        when = match["when"]
        minute = _asked_minute(when)
        if minute is None and either("opening.now").search(when):
            minute = now.hour * 60 + now.minute
        closed = either("opening.closed").search(match["state"]) is not None
        return AskedHours(match.start(), match.end(), tuple(_asked_days(when, now)), minute, closed)
    still = either("opening.still").search(folded)
    return AskedHours(*still.span(), (now.weekday(),), now.hour * 60 + now.minute, False) if still else None
