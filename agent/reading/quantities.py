"""Amounts with their bounds: "under 5 dollars", "between 10 and 20", "4.5分以上", "100-200元", "the 90s", "after May 2020".

Finds them in a text and says what they bound; which field they bound is decided in `constraints.py`.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from typing import Literal

from agent.reading.numbers import Number, find_numbers
from agent.reading.text import Mask, Span
from agent.reading.units import Unit, unit_after, unit_before, unit_named

__all__ = ["Quantity", "find_quantities"]

Kind = Literal["exact", "min", "max", "range"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount that bounds something.

    `span` covers the comparison, the numbers and the unit. `hint`: the concept that a comparison alone implies
    ("cheaper than", "before"). `compared` says that there was a comparison; without it and without a unit, a
    number may just be a number. Dates are ISO strings, and `unit` is then the unit `date`.
    """

    span: Span
    kind: Kind
    low: float | str | None = None
    high: float | str | None = None
    open_low: bool = False
    open_high: bool = False
    negate: bool = False
    unit: Unit | None = None
    hint: str = ""
    article: bool = False
    around: bool = False

    @property
    def compared(self) -> bool:
        """Whether words of comparison bound it."""
        return self.kind != "exact" or self.around


DATE = Unit("date", "date")
YEAR = Unit("year", "year")

_EN_LEFT = (
    # (pattern, kind, open bound, hint)
    (
        r"(?:no|not|nothing|never) (?:more|greater|higher|longer|larger|bigger|older|later|over|above|costlier)(?: than)?",
        "max",
        False,
        "",
    ),
    (r"(?:no|not|nothing|never) (?:less|fewer|lower|under|below|smaller|shorter)(?: than)?", "min", False, ""),
    (r"cheaper than|less expensive than", "max", True, "price"),
    (r"(?:pricier|more expensive) than", "min", True, "price"),
    (r"shorter than|quicker than|faster than", "max", True, "duration"),
    (r"longer than", "min", True, "duration"),
    (r"(?:newer|later|more recent) than|\bafter", "min", True, "year"),
    (r"(?:older|earlier) than|\bbefore|prior to", "max", True, "year"),
    (r"\bsince", "min", False, "year"),
    (r"\buntil|\btill", "max", False, "year"),
    (r"\bunder|\bbelow|(?:less|fewer|lower|smaller|lighter) than|\bbeneath|<(?!=)", "max", True, ""),
    (r"at most|up to|\bwithin|\bmax(?:imum)?(?: of)?|<=|≤|no later than|budget(?: is| of)?:?", "max", False, ""),
    (
        r"\bover|\babove|(?:more|greater|higher|larger|bigger|heavier|better) than|>(?!=)|\bexceeding|\bbeyond",
        "min",
        True,
        "",
    ),
    (
        r"at least|\bmin(?:imum)?(?: of)?|>=|≥|\bstarting (?:at|from)|\bfrom(?= ?\S+ ?(?:up|onwards?|and up)\b)",
        "min",
        False,
        "",
    ),
)
_ZH_LEFT = (
    (r"(?:不要|不能|不会|不想|不希望|别|不)(?:超过|高于|大于|多于|超出|贵于)|超不过", "max", False, ""),
    (r"(?:不要|不能|不|别)(?:低于|少于|小于|短于)", "min", False, ""),
    (r"便宜(?:于|过)", "max", True, "price"),
    (r"早于", "max", True, "year"),
    (r"晚于", "min", True, "year"),
    (r"低于|小于|少于|短于|不到|不足", "max", True, ""),
    (r"最多|至多|顶多|最高|最贵|上限|预算(?:是|为|在|大概|大约|只有)?", "max", False, ""),
    (r"超过|高于|大于|多于|超出|长于", "min", True, ""),
    (r"至少|最少|最低|起码|下限", "min", False, ""),
)
_RIGHT = (
    (
        r"\s?(?:or|and) (?:less|under|below|lower|fewer|cheaper|shorter|earlier|before|older)\b|\s?(?:at most|max(?:imum)?|tops)\b",
        "max",
    ),
    (
        r"\s?(?:or|and) (?:more|over|above|higher|better|up|upwards?|longer|later|after|newer|onwards?)\b|\s?\+|\s?plus\b|\s?at least\b|\s?onwards?\b|\s?up\b",
        "min",
    ),
    (r"(?:及|或|或者|和)?(?:以上|之上|往上|开外|起步|起(?!来))|(?:及|或|或者)?(?:更高|更多)|以后|之后|以来", "min"),
    (
        r"(?:及|或|或者|和)?(?:以下|之下|以内|之内|往下|封顶|内(?![存容部外地置心陆饰]))|(?:及|或|或者)?(?:更低|更少)|以前|之前|(?<=[分元块时钟])一下",
        "max",
    ),
)
_AROUND_LEFT = re.compile(
    r"(?:\baround|\babout|\broughly|approx(?:imately|\.)?|\bnear|\bcirca|~|大概|大约|差不多|约|将近|接近)\s*$"
)
_AROUND_RIGHT = re.compile(r"\s?(?:左右|上下|or so\b|-?ish\b|出头)")
_GAP = re.compile(r"\s*(?:-|~|至|到|\bto\b|\bthrough\b)\s*(?:about |大概)?")
_AND_GAP = re.compile(r"\s*(?:\band\b|和|与|跟)\s*")
_RANGE_LEFT = re.compile(r"(?:\bbetween|\bfrom|\banywhere from|介于|从|在)\s*$")
_RANGE_RIGHT = re.compile(r"\s?(?:之间|中间)")
_LINK = r"(?:\s*(?:a|an|the|is|are|of|about|around|at|是|在|为|了|大概|大约))*\s*$"
_LEFT = [(re.compile(f"(?:{p}){_LINK}"), k, o, h) for p, k, o, h in (*_EN_LEFT, *_ZH_LEFT)]
_RIGHTS = [(re.compile(p), k) for p, k in _RIGHT]
_FLIP = re.compile(
    r"(?:\b(?:not|never|no|nothing|don't|doesn't|won't|can't|shouldn't|isn't|aren't)(?: (?:want|like|go|cost|be|spend|pay|rated|to|be|anything|something)){0,3}|(?:不要|不想|不能|别|不是))\s*$"
)

_DECADE_WORD = dict(
    zip(
        "twenties thirties forties fifties sixties seventies eighties nineties".split(), range(20, 100, 10), strict=True
    )
)
_DECADE = re.compile(
    r"\b(?:the |in the |from the )?(?:early |late |mid[- ]?)?(?:(?P<full>(?:1[5-9]|20)\d0)'?s|'?(?P<short>[2-9]0)'?s|(?P<word>"
    + "|".join(_DECADE_WORD)
    + r"))\b|(?:上?世纪|上个世纪)?(?P<zh>(?:1[5-9]|20)?\d0|[二三四五六七八九]十)年代"
)
_MONTHS = {name.lower(): i for i, name in enumerate(calendar.month_name) if i} | {
    n.lower(): i for i, n in enumerate(calendar.month_abbr) if i
}
_DATE = re.compile(
    r"(?P<iso>\b(?:1[5-9]|20)\d\d-\d\d(?:-\d\d)?\b)|(?P<zy>(?:1[5-9]|20)\d\d)年(?P<zm>\d{1,2})月(?:(?P<zd>\d{1,2})[日号])?|"
    r"\b(?:(?P<ed>\d{1,2}) )?(?P<em>"
    + "|".join(sorted(_MONTHS, key=len, reverse=True))
    + r")\.? (?:(?P<ed2>\d{1,2})(?:st|nd|rd|th)?,? )?(?P<ey>(?:1[5-9]|20)\d\d)\b"
)


def _decades(folded: str) -> list[Quantity]:
    found = []
    for m in _DECADE.finditer(folded):
        zh = m["zh"] or ""
        digits = str("零一二三四五六七八九".index(zh[0]) * 10) if zh and not zh[0].isdigit() else zh
        start = int(m["full"] or 0) or int(digits or m["short"] or _DECADE_WORD.get(m["word"] or "", 0))
        start += 0 if start >= 100 else (2000 if start < 20 else 1900)
        quantity = Quantity(Span(*m.span()), "range", float(start), float(start + 9), unit=YEAR, hint="year")
        found.append(_bounded(folded, quantity))
    return found


def _dates(folded: str) -> list[Quantity]:
    found = []
    for m in _DATE.finditer(folded):
        if m["iso"]:
            year, month, day = (*(int(p) for p in m["iso"].split("-")), 0)[:3]
        else:
            year, month = int(m["zy"] or m["ey"]), int(m["zm"] or _MONTHS[m["em"]])
            day = int(m["zd"] or m["ed"] or m["ed2"] or 0)
        if not (1 <= month <= 12 and day <= calendar.monthrange(year, month)[1]):
            continue
        low = f"{year:04}-{month:02}-{day or 1:02}"
        high = f"{year:04}-{month:02}-{day or calendar.monthrange(year, month)[1]:02}"
        found.append(_bounded(folded, Quantity(Span(*m.span()), "range", low, high, unit=DATE, hint="year")))
    return found


def _bounded(folded: str, q: Quantity) -> Quantity:
    """`q` (a point, or a stretch such as a decade) with the comparison that stands beside it."""
    for pattern, kind, strict, hint in _LEFT:
        match = pattern.search(folded[: q.span.start])
        if match:
            flip = (
                None
                if match.group().lstrip().startswith(("no", "never", "不", "别"))
                else _FLIP.search(folded[: match.start()])
            )
            if flip and kind in ("min", "max") and hint != "year":
                kind, strict = ("max" if kind == "min" else "min"), not strict
                match = flip
            return _one_sided(replace(q, span=Span(match.start(), q.span.end), hint=q.hint or hint), kind, strict)
    for right, kind in _RIGHTS:
        match = right.match(folded, q.span.end)
        if match:
            late = bool(re.search(r"后|before|前|after|earlier|later", match.group())) and not re.match(
                r"以来", match.group()
            )
            zh_year = re.search(r"[前后]", match.group()) is not None
            return _one_sided(replace(q, span=Span(q.span.start, match.end())), kind, late and not zh_year)
    around_left, around_right = _AROUND_LEFT.search(folded[: q.span.start]), _AROUND_RIGHT.match(folded, q.span.end)
    if around_left or around_right:
        span = Span(
            around_left.start() if around_left else q.span.start, around_right.end() if around_right else q.span.end
        )
        if q.kind == "range":
            return replace(q, span=span)
        value = float(q.low)  # type: ignore[arg-type]
        slack = 2 if q.unit == YEAR or (q.unit is None and 1500 < value < 2100) else value * 0.2
        return replace(
            q, span=span, kind="range", low=round(value - slack, 6), high=round(value + slack, 6), around=True
        )
    denied = re.search(r"(?:\bnot|n't|不是|不要|别要)\s*(?:a |an |be |the )?$", folded[: q.span.start])
    return replace(q, span=Span(denied.start(), q.span.end), negate=True) if denied else q


def _one_sided(q: Quantity, kind: str, strict: bool) -> Quantity:
    point = q.low == q.high
    if kind == "max":  # "before the 90s" ends where they begin
        bound = q.low if strict and not point else q.high
        return replace(q, kind="max", low=None, high=bound, open_high=strict)
    bound = q.high if strict and not point else q.low
    return replace(q, kind="min", low=bound, high=None, open_low=strict)


def _with_unit(folded: str, number: Number) -> tuple[Span, Unit | None]:
    before, after = unit_before(folded, number.span.start), unit_after(folded, number.span.end)
    unit = (before and before[0]) or (after and after[0]) or (unit_named(number.unit) if number.unit else None)
    return Span(before[1] if before else number.span.start, after[1] if after else number.span.end), unit


def _range(folded: str, one: Number, other: Number) -> Quantity | None:
    (left, unit_one), (right, unit_other) = _with_unit(folded, one), _with_unit(folded, other)
    gap, opener = folded[left.end : right.start], _RANGE_LEFT.search(folded[: left.start])
    closer = _RANGE_RIGHT.match(folded, right.end)
    if one.value >= other.value and not (unit_one and unit_other and unit_one != unit_other):
        return None
    if not (_GAP.fullmatch(gap) or (_AND_GAP.fullmatch(gap) and ((opener and "between" in opener.group()) or closer))):
        return None
    start = opener.start() if opener else left.start
    low = one.value
    if unit_one and unit_other and unit_one.dimension == unit_other.dimension and unit_one != unit_other:
        low = one.value * unit_one.factor / unit_other.factor
    end = closer.end() if closer else right.end
    around = _AROUND_RIGHT.match(folded, end)
    return Quantity(
        Span(start, around.end() if around else end), "range", low, other.value, unit=unit_other or unit_one
    )


_IDIOM = re.compile(
    r"(?<![评打得满是为到])十分$|万一.?$|一起$|一下$|一[些样直定般共边点]$|统一.?$|唯一.?$|[0-9]/[0-9]$"
)


def find_quantities(folded: str, mask: Mask) -> list[Quantity]:
    """The amounts of a folded text outside what `mask` has as understood, in order, none overlapping.

    >>> q, = find_quantities("rated at least 4.5 stars", Mask(24))
    >>> q.kind, q.low, q.unit.dimension
    ('min', 4.5, 'rating')
    """
    found = [q for q in _dates(folded) + _decades(folded) if mask.free(q.span)]
    numbers = [n for n in find_numbers(folded) if mask.free(n.span) and not any(n.span.overlaps(q.span) for q in found)]
    i = 0
    while i < len(numbers):
        if _IDIOM.search(folded[: numbers[i].span.end + 1]) or any(numbers[i].span.overlaps(q.span) for q in found):
            i += 1
            continue
        quantity = _range(folded, numbers[i], numbers[i + 1]) if i + 1 < len(numbers) else None
        if quantity is None:
            span, unit = _with_unit(folded, numbers[i])
            point = Quantity(span, "exact", numbers[i].value, numbers[i].value, unit=unit, article=numbers[i].article)
            quantity = _bounded(folded, point)
        else:
            denied = re.search(r"(?:\bnot|不是|不要|不在|\boutside(?: of)?)\s*$", folded[: quantity.span.start])
            quantity = (
                replace(quantity, negate=True, span=Span(denied.start(), quantity.span.end)) if denied else quantity
            )
            i += 1
        found.append(quantity)
        i += 1
    return sorted(found, key=lambda q: q.span)
