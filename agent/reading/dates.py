"""Days, months, years, decades and centuries that a request names, as stretches of days: "June 2021", 去年, "the 90s".

What is counted from today ("the last five years") takes the day from its caller. Seasons are those of the northern half
of the earth. Knows no comparisons: "before", "since" and 以后 are read in `quantities.py`.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from agent.reading.numbers import find_numbers
from agent.reading.text import Span

__all__ = ["Period", "find_periods"]


@dataclass(frozen=True, slots=True)
class Period:
    """The days `first` to `last`, both included, and the words that name them.

    yearly: it is made of whole years. closed: no comparison may open it ("in the last five years"). guess: why it may be another
    stretch ("ambiguous"); relative: it was counted from today.
    """

    span: Span
    first: date
    last: date
    yearly: bool = False
    closed: bool = False
    guess: str = ""
    relative: bool = False


_MONTHS = {name.lower(): i for i, name in enumerate(calendar.month_name) if i} | {
    n.lower(): i for i, n in enumerate(calendar.month_abbr) if i
} | {"sept": 9}  # fmt: skip
_MONTH = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_YEAR = r"(?:1[5-9]|20)\d\d"
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12, "春": 3, "夏": 6, "秋": 9, "冬": 12}


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _months(year: int, month: int, many: int = 1) -> tuple[date, date]:
    """The first and the last day of `many` months from the given one on."""
    after = year * 12 + month - 1 + many
    return date(year, month, 1), date(after // 12, after % 12 + 1, 1) - timedelta(1)


def _back(day: date, months: int) -> date:
    """The same day so many months ago, or the last one of a shorter month."""
    at = day.year * 12 + day.month - 1 - months
    year, month = max(at // 12, 1), at % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _years(span: Span, first: int, last: int, guess: str = "", *, relative: bool = False) -> Period | None:
    if not 1 <= first <= last <= 9998:
        return None
    return Period(span, date(first, 1, 1), date(last, 12, 31), yearly=True, guess=guess, relative=relative)


# -- days and months of a year --------------------------------------------------------------------------------------------

_WRITTEN = re.compile(
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
                    yield Period(span, *_months(year, month))
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
        if found := _day(year, month, day):
            yield Period(span, found, found, guess=guess)


_ENGLISH = re.compile(
    rf"\b(?:(?:the )?(?P<d1>\d\d?)(?:st|nd|rd|th)?(?: of)? )?(?P<m>{_MONTH})(?: (?:the )?(?P<d2>\d\d?)(?:st|nd|rd|th)?\b)?,?(?: of)? (?P<y>{_YEAR})\b"
)
_ENGLISH_FROM = re.compile(
    rf"\b(?:(?P<d>\d\d?)(?:st|nd|rd|th)? )?(?P<m>{_MONTH})?(?: (?P<d2>\d\d?)(?:st|nd|rd|th)?)?\s?(?:-|to|and|until|till|through)\s?$"
)
_ENGLISH_PARTS = re.compile(
    rf"\b(?:(?:in )?(?:the )?)?(?P<season>spring|summer|autumn|fall|winter)(?: of)? (?P<y1>{_YEAR})\b"
    rf"|\bq(?P<q>[1-4])[ /](?P<y2>{_YEAR})\b|\b(?:the )?(?P<half>first|second) half of (?P<y3>{_YEAR})\b"
)


def _english(folded: str) -> Iterator[Period]:
    for m in _ENGLISH.finditer(folded):
        year, month = int(m["y"]), _MONTHS[m["m"].rstrip(".")]
        day = int(m["d1"] or m["d2"] or 0)
        one = _day(year, month, day) if day else None
        if day and one is None:
            continue
        first, last = (one, one) if one else _months(year, month)
        start = m.start()
        if opened := _ENGLISH_FROM.search(folded[: m.start()]):
            begins = int(opened["d"] or opened["d2"] or 0)
            if opened["m"] or (begins and day):  # "March to October 2019", "1 to 5 June 2021"
                from_month = _MONTHS[opened["m"].rstrip(".")] if opened["m"] else month
                earlier = _day(year, from_month, begins or 1)
                if earlier and earlier < first:
                    first, start = earlier, opened.start()
        yield Period(Span(start, m.end()), first, last, closed=start != m.start())
    for m in _ENGLISH_PARTS.finditer(folded):
        span = Span(*m.span())
        if m["season"]:
            yield Period(span, *_months(int(m["y1"]), _SEASONS[m["season"]], 3), guess="ambiguous")
        elif m["q"]:
            yield Period(span, *_months(int(m["y2"]), 3 * int(m["q"]) - 2, 3))
        else:
            yield Period(span, *_months(int(m["y3"]), 1 if m["half"] == "first" else 7, 6))


_HAN_DIGITS = str.maketrans("零〇一二三四五六七八九", "00123456789")
_N = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_CHINESE = re.compile(
    rf"(?P<y>{_YEAR}|[一二][零〇一二三四五六七八九]{{3}})年(?:的)?(?:"
    rf"(?P<m>{_N})月(?:份)?(?:(?P<d>{_N})[日号])?(?:\s*(?:到|至|-|~)\s*(?:(?P<m2>{_N})月(?:份)?)?(?:(?P<d2>{_N})[日号])?(?!年))?"
    r"|(?P<half>[上下])半年|第?(?P<q>[一二三四1-4])季度|(?P<season>[春夏秋冬])[季天]|(?P<edge>[初底末])(?![^,，。]{0,1}级))"
)


def _small(text: str | None) -> int:
    """A Chinese or written number below 100; 0 where there is none."""
    if not text or text.isdigit():
        return int(text or 0)
    tens, ten, ones = text.partition("十")
    return int((tens or "1").translate(_HAN_DIGITS)) * 10 + int(ones.translate(_HAN_DIGITS) or 0) if ten else int(text.translate(_HAN_DIGITS))  # fmt: skip


def _chinese(folded: str) -> Iterator[Period]:
    for m in _CHINESE.finditer(folded):
        span, year = Span(*m.span()), int(m["y"].translate(_HAN_DIGITS))
        if m["half"]:
            yield Period(span, *_months(year, 1 if m["half"] == "上" else 7, 6))
        elif m["q"]:
            yield Period(span, *_months(year, 3 * _small(m["q"]) - 2, 3))
        elif m["season"]:
            yield Period(span, *_months(year, _SEASONS[m["season"]], 3), guess="ambiguous")
        elif m["edge"]:
            yield Period(span, *_months(year, 1 if m["edge"] == "初" else 10, 3), guess="ambiguous")
        else:
            first = _day(year, _small(m["m"]), _small(m["d"]) or 1)
            until, day = _small(m["m2"]) or _small(m["m"]), _small(m["d2"]) or (0 if m["m2"] else _small(m["d"]))
            last = _day(year, until, day or 1)
            if first and last and first <= last:
                last = last if day else _months(year, until)[1]
                ranged = bool(m["m2"] or m["d2"])
                if not ranged and (tail := re.search(r"\s*[-~到至]\s*$", span.of(folded))):
                    span = Span(span.start, span.end - len(tail[0]))
                yield Period(span, first, last, closed=ranged)


# -- decades and centuries ------------------------------------------------------------------------------------------------

_DECADE_WORD = dict(
    zip("twenties thirties forties fifties sixties seventies eighties nineties".split(), range(20, 100, 10), strict=True)
)  # fmt: skip
_DECADE = re.compile(
    rf"\b(?:(?:in |from )?the )?(?:(?P<part>early|late|mid)[- ]?(?:the )?)?(?:(?P<full>(?:1[5-9]|20)\d0)'?s|'?(?P<short>[1-9]0)'?s|(?P<word>{'|'.join(_DECADE_WORD)}))\b"
    r"|(?P<last>上个?世纪|二十世纪|20世纪)?(?P<zh>(?:1[5-9]|20)?\d0|[一二三四五六七八九]十|[一二三四五六七八九]零)年代(?P<zpart>初|中|末|后)?期?"
)
_ORDINALS = {
    w: i
    for i, w in enumerate(
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first".split(), start=15
    )
} | {"twenty first": 21}
_CENTURY = re.compile(
    rf"\b(?:in |from )?(?:the )?(?:(?P<part>early|late|mid)[- ]?)?(?:(?P<n>1[5-9]|2[01])(?:st|th)|(?P<word>{'|'.join(_ORDINALS)}))[- ](?:century|c\.)"
    r"|(?P<zn>1[5-9]|2[01]|十[五六七八九]|二十一?)世纪(?!\d|[一二三四五六七八九]十年代)(?P<zpart>初|中|末|后)?期?|(?P<last>上个?世纪)(?![一二三四五六七八九\d])|(?P<this>本世纪)"
)
_PARTS = {"early": (0, 3), "mid": (4, 6), "late": (7, 9), "初": (0, 3), "中": (4, 6), "末": (7, 9), "后": (5, 9)}


def _decades(folded: str) -> Iterator[Period]:
    for m in _DECADE.finditer(folded):
        digits = (m["zh"] or "").translate(_HAN_DIGITS | {ord("十"): "0"})
        start = int(m["full"] or 0) or int(digits or m["short"] or _DECADE_WORD.get(m["word"] or "", 0))
        if start < 100:
            start += 1900 if start >= 30 or m["last"] or (start == 20 and not m["zh"]) else 2000
        if m["short"] == "10":
            start = 2010
        part, guess = m["part"] or m["zpart"], ""
        first, last = (start + at for at in _PARTS.get(part or "", (0, 9)))
        if m["full"] and start % 100 == 0 and start < 2000 and not part:  # "the 1800s"
            first, last, guess = start, start + 99, "ambiguous" if start == 1900 else ""
        if period := _years(Span(*m.span()), first, last, guess):
            yield period


def _centuries(folded: str) -> Iterator[Period]:
    for m in _CENTURY.finditer(folded):
        number = m["zn"] or m["n"]
        which = 20 if m["last"] else 21 if m["this"] else _ORDINALS[m["word"]] if m["word"] else _small(number)
        part = m["part"] or m["zpart"]
        low, high = _PARTS.get(part or "", (0, 9))
        start = (which - 1) * 100 + 1
        if period := _years(Span(*m.span()), start + 10 * low, start + 10 * high + 9):
            yield period


# -- counted from today ---------------------------------------------------------------------------------------------------

_FOR = r"(?:(?:in|within|over|during|from|of|for) )?(?:the |these |this )?"
_UNIT_EN = r"(?P<unit>years?|months?|weeks?|days?|decades?)"
_SPOKEN = r"(?P<n>\d+|[a-z]+(?:[- ][a-z]+)?)"
_LAST_EN = re.compile(
    rf"\b{_FOR}(?:last|past|previous|recent)(?: {_SPOKEN})? {_UNIT_EN}\b|\b(?:in|within) (?:the )?(?P<of>space of )?{_SPOKEN.replace('<n>', '<n2>')} {_UNIT_EN.replace('<unit>', '<unit2>')} of (?:now|today)\b"
)
_LAST_ZH = re.compile(
    r"(?:在)?(?:最近|过去|近|这)(?:的)?(?P<n>[一二两三四五六七八九十\d]+|半|几)(?P<unit>年|个月|个?星期|周|天)(?:以?来|之?内|里|间)?"
    r"|(?<![\d一二三四五六七八九十])(?P<n2>[一二两三四五六七八九十]+|\d{1,2}|半)(?P<unit2>年|个月)(?:以|之)?内"
)
_POINT_EN = re.compile(
    r"\b(?:(?:in|from|of|during) )?(?P<which>last|this|next)(?P<s>'s)? (?P<unit>year|month|week|spring|summer|autumn|fall|winter)(?:'s)?\b"
    rf"|\b(?P<day>yesterday|today)\b|\b{_SPOKEN} (?P<ago>years?|months?|weeks?|days?) ago\b|\b(?P<century>last century)\b"
)
_POINT_ZH = re.compile(
    r"(?P<year>大前年|去年|前年|今年|明年|本年)(?:的?(?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})月(?:份)?|的?(?P<season>[春夏秋冬])[季天]|(?P<half>[上下])半年)?"
    r"|(?P<month>上个?月|这个?月|本月)|(?P<week>上个?(?:周|星期)(?![一二三四五六日天末])|(?:本|这个?)(?:周|星期)(?![一二三四五六日天末]))|(?P<day>昨天|今天)"
    r"|(?<![\d一二三四五六七八九十])(?P<n>[一二两三四五六七八九十]+|\d{1,2})(?P<ago>年|个月)(?:以)?前"
)
_CUED = re.compile(
    r"(?:(?<!\bi )(?<!\bwe )(?<!\bi've )\b(?:[a-z]+ed|[a-z]{3,}ing|made|from|of|since|new|out|held|shot|built|before|after|until)|上映|出版|发行|发布|上市|更新|推出|自|从)(?: (?:in|on|from))?(?: the)?\s*$"
)
_CUED_AFTER = re.compile(
    r"(?:'s)?(?: (?:releases|films|movies|books|albums|songs|games|best))|以?[来后前]|之[后前]|(?:新|才|刚|就)?(?:上映|出版|发行|发布|上市|上架|更新|推出|添加|加|收录|开业|开始|举[办行]|通过|制作|拍|出|开|的)"
)
_SPANS = {"year": 12, "month": 1, "年": 12, "个月": 1, "decade": 120}


def _count(said: str | None, unit: str) -> tuple[float, str] | None:
    """How many, and why that is a guess; None where the word is no number."""
    if not said:
        return 1.0, "ambiguous" if unit.startswith("decade") else ""
    if said in ("few", "couple", "several", "couple of", "几"):
        return (2.0 if "couple" in said else 3.0), "vague"
    numbers = find_numbers(said)
    return (numbers[0].value, "") if numbers and numbers[0].span.end == len(said) else None


def _since(today: date, many: float, unit: str) -> date | None:
    single = unit.rstrip("s") if unit.isascii() else unit
    if single in _SPANS:
        months = round(many * _SPANS[single])
        return _back(today, months) if 0 < months < 12 * (today.year - 1) else None
    days = round(many * (7 if single in ("week", "周", "星期", "个星期") else 1))
    return today - timedelta(days) if 0 < days < 366_000 else None


def _lately(folded: str, today: date) -> Iterator[Period]:
    for m in (*_LAST_EN.finditer(folded), *_LAST_ZH.finditer(folded)):
        said, unit = m["n"] or m["n2"], m["unit"] or m["unit2"]
        if said is None and not unit.endswith("s") and not unit.startswith("decade") and not re.search(r"past", m[0]):
            continue  # "last year" is a year of the calendar
        if unit.endswith("s") and said is None and m.re is _LAST_EN:  # "recent years"
            said = "few"
        counted = _count(said, unit)
        first = _since(today, counted[0], unit) if counted else None
        if counted and first:
            yield Period(Span(*m.span()), first, today, closed=True, guess=counted[1], relative=True)


def _season(today: date, season: str, years: int) -> tuple[date, date, str]:
    """The season of so many years ago; of the last one there may be two meanings once this year's is over."""
    month = _SEASONS[season]
    year = today.year + years
    first, last = _months(year, month, 3)
    ended = _months(today.year, month, 3)
    if years == -1 and ended[1] < today:
        return *ended, "ambiguous"
    return first, last, ""


def _english_point(m: re.Match[str], today: date) -> Period | None:
    span = Span(*m.span())
    if m["century"]:
        return _years(span, 1901, 2000, relative=True)
    if m["day"]:
        day = today - timedelta(m["day"] == "yesterday")
        return Period(span, day, day, relative=True)
    if m["ago"]:
        counted = _count(m["n"], m["ago"])
        first = _since(today, counted[0], m["ago"]) if counted else None
        if first is None or counted is None:
            return None
        if m["ago"].startswith("year"):
            return _years(span, first.year, first.year, counted[1], relative=True)
        return Period(span, first, first, guess=counted[1], relative=True)
    step = {"last": -1, "this": 0, "next": 1}[m["which"]]
    if m["unit"] == "year":
        return _years(span, today.year + step, today.year + step, relative=True)
    if m["unit"] in _SEASONS:
        first, last, guess = _season(today, m["unit"], step)
        return Period(span, first, last, guess=guess, relative=True)
    return _near(span, m["unit"], step, today)


def _near(span: Span, unit: str, step: int, today: date) -> Period:
    """The month or week before, of, or after today."""
    if unit == "month":
        begin = _back(today.replace(day=1), -step)
        return Period(span, *_months(begin.year, begin.month), relative=True)
    monday = today - timedelta(today.weekday()) + timedelta(7 * step)
    return Period(span, monday, monday + timedelta(6), relative=True)


def _chinese_point(m: re.Match[str], today: date) -> Period | None:
    span = Span(*m.span())
    if m["ago"]:
        first = _since(today, find_numbers(m["n"])[0].value, m["ago"])
        yearly = first is not None and m["ago"] == "年"
        if first is None:
            return None
        return _years(span, first.year, first.year, relative=True) if yearly else Period(span, first, first, relative=True)  # fmt: skip
    if m["day"]:
        day = today - timedelta(m["day"] == "昨天")
        return Period(span, day, day, relative=True)
    if m["month"] or m["week"]:
        return _near(span, "month" if m["month"] else "week", -1 if m[0].startswith("上") else 0, today)
    step = {"大前年": -3, "前年": -2, "去年": -1, "今年": 0, "本年": 0, "明年": 1}[m["year"]]
    year = today.year + step
    if m["m"]:
        month = _small(m["m"])
        return Period(span, *_months(year, month), relative=True) if 1 <= month <= 12 else None
    if m["season"]:
        return Period(span, *_months(year, _SEASONS[m["season"]], 3), relative=True)
    if m["half"]:
        return Period(span, *_months(year, 1 if m["half"] == "上" else 7, 6), relative=True)
    return _years(span, year, year, relative=True)


def _points(folded: str, today: date) -> Iterator[Period]:
    """Stretches named by where they stand from today; a guess where nothing says that the items are of that time."""
    readings: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Period | None]], ...] = (
        (_POINT_EN, _english_point), (_POINT_ZH, _chinese_point),
    )  # fmt: skip
    for pattern, read in readings:
        for m in pattern.finditer(folded):
            period = read(m, today)
            if period is None:
                continue
            own = re.match(r"from|of|during", m[0]) is not None
            cued = own or _CUED.search(folded[: m.start()]) or _CUED_AFTER.match(folded, m.end())
            yield period if cued or period.guess else replace(period, guess="ambiguous")


# -- all of them ----------------------------------------------------------------------------------------------------------

_GAP = re.compile(r"\s*(?:-|~|至|到|\bto\b|\bthrough\b|\buntil\b|\btill\b)\s*(?:the )?")
_AND = re.compile(r"\s*(?:\band\b|和|与|跟)\s*(?:the )?")
_OPENER = re.compile(r"(?:\bbetween|\bfrom|介于|从|在|自)\s*(?:the )?$")
_CLOSER = re.compile(r"\s?(?:之间|期间|间)")
_BARE_YEAR = re.compile(rf"(?<![\d.]){_YEAR}年?(?![\d.])")


def _ranges(folded: str, periods: list[Period]) -> Iterator[Period]:
    """Two stretches with "to" between them, or with "between … and …", as one."""
    for one, other in pairwise(periods):
        gap = folded[one.span.end : other.span.start]
        opener, closer = _OPENER.search(folded[: one.span.start]), _CLOSER.match(folded, other.span.end)
        joined = _GAP.fullmatch(gap) or (
            _AND.fullmatch(gap) and ((opener and "between" in opener[0]) or "介于" in folded or closer)
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
    named = _kept(
        [
            *_written(folded), *_english(folded), *_chinese(folded), *_decades(folded), *_centuries(folded),
            *_lately(folded, today), *_points(folded, today),
        ]
    )  # fmt: skip
    years = [
        period
        for m in _BARE_YEAR.finditer(folded)
        if not any(Span(*m.span()).overlaps(p.span) for p in named)
        and (period := _years(Span(*m.span()), int(m[0][:4]), int(m[0][:4])))
    ]
    every = sorted([*named, *years], key=lambda p: p.span)
    return _kept([*named, *(r for r in _ranges(folded, every) if any(p.span.overlaps(r.span) for p in named))])
