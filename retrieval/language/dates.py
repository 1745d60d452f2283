"""Days, months, years, decades and centuries that a request names, as stretches of days: "June 2021", 去年, "the 90s".

What words name is each pack's; figures alone are read here. Knows no comparisons: "before", "since" and 以后 are read in `quantities.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from retrieval.language.lazy import compiled
from retrieval.language.packs import PACKS
from retrieval.language.periods import Period, day_or_none, months_from, years_of
from retrieval.language.tables import either
from retrieval.language.words import Span

__all__ = ["find_periods"]

# -- days and months of a year --------------------------------------------------------------------------------------------

_YEAR = r"(?:1[5-9]|20)\d\d"
_WRITTEN = compiled(
    rf"\b(?P<iso>{_YEAR}-\d\d?(?:-\d\d?)?)(?![\d-])"
    rf"|\b(?P<y1>{_YEAR})[/.](?P<m1>\d\d?)[/.](?P<d1>\d\d?)(?![\d.])"
    rf"|(?<![\d./-])(?P<a>\d\d?)(?P<sep>[./-])(?P<b>\d\d?)(?P=sep)(?P<y2>{_YEAR})(?!\d)"
)


def _written(folded: str) -> Iterator[Period]:
    """Days in figures: 2021-06-01; 01.06.2021 with the day first; 06/01/2021 with the month first, a guess where both may be."""
    for m in _WRITTEN.finditer(folded):
        span, guess = Span(*m.span()), ""
        if m["iso"]:
            year, month, *rest = (int(part) for part in m["iso"].split("-"))
            if not rest:
                if 1 <= month <= 12:
                    yield Period(span, *months_from(year, month))
                continue
            day = rest[0]
        elif m["y1"]:
            year, month, day = int(m["y1"]), int(m["m1"]), int(m["d1"])
        else:
            one, two, year = int(m["a"]), int(m["b"]), int(m["y2"])
            month, day = (one, two) if m["sep"] == "/" else (two, one)
            if not 1 <= month <= 12:
                month, day = day, month
            elif m["sep"] != "." and one <= 12 and two <= 12 and one != two:
                guess = "ambiguous"
        if found := day_or_none(year, month, day):
            yield Period(span, found, found, guess=guess)


# -- all of them ----------------------------------------------------------------------------------------------------------

_GAP = either("dates.gap")
_AND = either("dates.and")
_OPENER = either("dates.opener")
_BETWEEN, _BETWEEN_AT_ALL = either("dates.between"), either("dates.between_at_all")
_CLOSER = either("dates.closer")
_BARE_YEAR = either("dates.bare_year")


def _ranges(folded: str, periods: list[Period]) -> Iterator[Period]:
    """Two stretches with "to" between them, or with "between … and …", as one."""
    for one, other in pairwise(periods):
        gap = folded[one.span.end : other.span.start]
        opener, closer = _OPENER.search(folded[: one.span.start]), _CLOSER.match(folded, other.span.end)
        joined = _GAP.fullmatch(gap) or (
            _AND.fullmatch(gap)
            and ((opener and _BETWEEN.search(opener[0])) or _BETWEEN_AT_ALL.search(folded) or closer)
        )
        if joined and one.first <= other.last and not (one.closed or other.closed):
            span = Span(opener.start() if opener else one.span.start, closer.end() if closer else other.span.end)
            yield Period(
                span, one.first, other.last, one.yearly and other.yearly, True, one.guess or other.guess,
                one.relative or other.relative,
            )  # fmt: skip


def _kept(periods: list[Period]) -> list[Period]:
    """Of those that overlap, the longest."""
    kept: list[Period] = []
    for period in sorted(periods, key=lambda p: (p.span.start - p.span.end, p.span.start)):
        if not any(period.span.overlaps(other.span) for other in kept):
            kept.append(period)
    return sorted(kept, key=lambda p: p.span)


def find_periods(folded: str, today: date) -> list[Period]:
    """The stretches of time that a folded text names, in order, none overlapping. Bare years ("2015") are none by themselves.

    >>> p, = find_periods("from march 2019 to may 2020", date(2026, 11, 30))
    >>> p.first.isoformat(), p.last.isoformat()
    ('2019-03-01', '2020-05-31')
    """
    named = _kept([*_written(folded), *(period for pack in PACKS for period in pack.periods(folded, today))])
    years = [
        period
        for m in _BARE_YEAR.finditer(folded)
        if not any(Span(*m.span()).overlaps(p.span) for p in named)
        and (period := years_of(Span(*m.span()), int(m[0][:4]), int(m[0][:4])))
    ]
    every = sorted([*named, *years], key=lambda p: p.span)
    return _kept([*named, *(r for r in _ranges(folded, every) if any(p.span.overlaps(r.span) for p in named))])
