"""Amounts with their bounds: "under 5 dollars", "between 10 and 20", "4.5分以上", "100-200元", "the 90s", "after May 2020".

Finds them in a text and says what they bound; which field they bound is decided in `fields.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from retrieval.language.ages import Age, find_ages
from retrieval.language.clock import today as current_day
from retrieval.language.dates import find_periods
from retrieval.language.measures import Measure, find_measures
from retrieval.language.periods import Period
from retrieval.language.units import Unit
from retrieval.language.words import Mask, Span

__all__ = ["Quantity", "ends_of_one", "find_quantities"]

Kind = Literal["exact", "min", "max", "range"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount that bounds something.

    `span` covers the comparison, the numbers and the unit. `hint`: the concept that a comparison alone implies
    ("cheaper than", "before"). `compared` says that there was a comparison; without it and without a unit, a
    number may just be a number. Dates are ISO strings, and `unit` is then the unit `date`. `guess`: why it is one only
    ("vague", "ambiguous"); `relative`: it was counted from today. `person`: it is the age of a person.
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
    guess: str = ""
    relative: bool = False
    person: bool = False

    @property
    def compared(self) -> bool:
        """Whether words of comparison bound it."""
        return self.kind != "exact" or self.around


DATE = Unit("date", "date")
YEAR = Unit("year", "year")
AGE = Unit("age", "age")

_EN_LEFT = (
    # (pattern, kind, open bound, hint)
    (
        r"(?:no|not|nothing|never) (?:more|greater|higher|longer|larger|bigger|older|later|over|above|costlier|farther|further|wider|taller|heavier|pricier)(?: than)?",
        "max",
        False,
        "",
    ),
    (r"(?:no|not|nothing|never) (?:less|fewer|lower|under|below|smaller|shorter)(?: than)?", "min", False, ""),
    (r"cheaper than|less expensive than", "max", True, "price"),
    (r"(?:pricier|more expensive) than", "min", True, "price"),
    (r"shorter than|quicker than|faster than", "max", True, "duration"),
    (r"longer than", "min", True, "duration"),
    (r"narrower than", "max", True, "width"),
    (r"wider than", "min", True, "width"),
    (r"taller than", "min", True, "height"),
    (r"lighter than", "max", True, "weight"),
    (r"heavier than", "min", True, "weight"),
    (r"thinner than", "max", True, "depth"),
    (r"(?:deeper|thicker) than", "min", True, "depth"),
    (r"(?:newer|later|more recent) than|\bafter", "min", True, "year"),
    (r"(?:older|earlier) than|(?<!best )\bbefore|prior to", "max", True, "year"),
    (r"\bsince", "min", False, "year"),
    (r"\buntil|\btill", "max", False, "year"),
    (r"\bunder|\bbelow|(?:less|fewer|lower|smaller|nearer|closer) than|\bbeneath|<(?!=)", "max", True, ""),
    (
        r"at most|up to|\bwithin|\bmax(?:imum)?(?: of)?|<=|≤|no later than|budget(?: is| of)?:?|\bi (?:only )?have|\bi've (?:only )?got|\b(?:can|could|to|will) (?:only )?(?:spend|spare|pay|afford)",
        "max",
        False,
        "",
    ),
    (
        r"\bover|\babove|(?:more|greater|higher|larger|bigger|better|farther|further) than|>(?!=)|\bexceeding|\bbeyond",
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
    (r"最多|至多|顶多|最高|最贵|上限|预算(?:是|为|在|大概|大约|只有)?|(?<![只仅没])(?:手头)?只有", "max", False, ""),
    (
        r"超过|突破|(?P<round>(?<![超不通])过|破)|高于|大于|多于|超出|长于",
        "min",
        True,
        "",
    ),
    (r"至少|最少|最低|起码|下限", "min", False, ""),
)
_RIGHT = (
    (
        r"\s?(?:or|and) (?:less|lighter|nearer|closer|under|below|lower|fewer|cheaper|shorter|earlier|before|older)\b|\s?(?:at most|max(?:imum)?|tops)\b",
        "max",
    ),
    (
        r"\s?(?:or|and) (?:more|heavier|wider|taller|farther|over|above|higher|better|up|upwards?|longer|later|after|newer|onwards?)\b|\s?\+|\s?plus\b|\s?at least\b|\s?onwards?\b|\s?up\b",
        "min",
    ),
    (
        r"(?:及|或|或者|和)?(?:以上|之上|往上|开外|起步|起(?!来))|(?:及|或|或者)(?:者)?(?:更高|更多|更重|更长|更大|更久|更贵|更好|更新|更晚)|以后|之后|以来|(?<=[年月日号])后",
        "min",
    ),
    (
        r"(?:及|或|或者|和)?(?:以下|之下|以内|之内|往下|封顶|内(?![存容部外地置心陆饰]))|(?:及|或|或者)(?:者)?(?:更低|更少|更轻|更短|更小|更便宜|更早)|以前|之前|(?<=[年月日号])前|(?<=[分元块时钟])一下",
        "max",
    ),
)
_AROUND_LEFT = re.compile(
    r"(?:\baround|\babout|\broughly|approx(?:imately|\.)?|\bnear|\bcirca|~|大概|大约|差不多|约|将近|接近)\s*$"
)
_AROUND_RIGHT = re.compile(r"\s?(?:左右|上下|or so\b|-?ish\b|出头)")
_GAP = re.compile(r"\s*(?:-|~|至|到|(?:\bup )?\bto\b|\bthrough\b)\s*(?:about |大概)?")
_AND_GAP = re.compile(r"\s*(?:\band\b|和|与|跟)\s*")
_RANGE_LEFT = re.compile(r"(?:\bbetween|\bfrom|\banywhere from|介于|从|在)\s*$")
_RANGE_RIGHT = re.compile(r"\s?(?:之间|中间)")
_LINK = (
    r"(?:\s*(?:a|an|the|is|are|of|about|around|roughly|maybe|say|at|in|price|year|是|在|为|了|到|要|大概|大约))*\s*$"
)
_LEFT = [(re.compile(f"(?:{p}){_LINK}"), k, o, h) for p, k, o, h in (*_EN_LEFT, *_ZH_LEFT)]
_RIGHTS = [(re.compile(p), k) for p, k in _RIGHT]
_FLIP = re.compile(
    r"(?:\b(?:not|never|no|nothing|don't|doesn't|won't|can't|shouldn't|isn't|aren't)(?: (?:want|like|go|cost|be|spend|pay|rated|to|be|anything|something)){0,3}|(?:不要|不想|不能|别|不是))\s*$"
)

_MAYBE = re.compile(
    r"(?:\bmaybe|\bperhaps|\bprobably|\blike|\bsay|\bi (?:guess|think|suppose)|也许|或许|可能|估计)\s*(?:an? )?$"
)


def _timed(folded: str, period: Period) -> Quantity:
    """A stretch of time with the comparison beside it: years as numbers where it is made of whole years, else ISO dates."""
    low: float | str = float(period.first.year) if period.yearly else period.first.isoformat()
    high: float | str = float(period.last.year) if period.yearly else period.last.isoformat()
    kind: Kind = "exact" if period.yearly and low == high else "range"
    q = Quantity(
        period.span, kind, low, high, unit=YEAR if period.yearly else DATE, hint="year", guess=period.guess,
        relative=period.relative,
    )  # fmt: skip
    if period.closed:
        return q
    bounded = _bounded(folded, q)
    return replace(bounded, guess="") if bounded.kind in ("min", "max") and bounded.guess and q.relative else bounded


def _aged(folded: str, age: Age) -> Quantity:
    kind: Kind = "exact" if age.low == age.high else "range"
    q = Quantity(age.span, kind, age.low, age.high, unit=AGE, hint="age", person=age.person)
    return _bounded(folded, q) if kind == "exact" and not age.person else q


_COUNTER = re.compile(
    r"(?:页|条|个|名|位|人份|人|集|件|次|座|份|部|首|场|季)(?=(?:及|或|或者)?(?:以|之)[上下内])|\s[a-z]+(?= (?:or|and) (?:more|less|fewer|above|below|up|over|under)\b)"
)
"""What is counted, between a number and its comparison: "300 pages or more", 三百页以上."""


_ROUND = re.compile(r"[百千万亿]|\d0{2,}")
_THAN = re.compile(r"比\s*$")
_THAN_WHAT = re.compile(
    r"\s*(?:还要?|要|更|再)?\s*(?P<what>便宜|宽|窄|轻|重|矮|高|低|长|短|厚|薄|深|浅|贵|大|小|多|少|久|早|晚|新|旧|老|远|近|快|慢)"
)
_MORE_THAN = {"宽": "width", "重": "weight", "厚": "depth", "深": "depth", "贵": "price", "晚": "year", "新": "year", "慢": "duration", "久": "duration", "高": "", "长": "", "大": "", "多": "", "远": ""}  # fmt: skip
_LESS_THAN = {"窄": "width", "轻": "weight", "薄": "depth", "浅": "depth", "便宜": "price", "早": "year", "旧": "year", "老": "year", "快": "duration", "矮": "height", "低": "", "短": "", "小": "", "少": "", "近": ""}  # fmt: skip
"""What stands behind an amount after 比, and the concept that it speaks of, where it is of one alone."""


def _than(folded: str, q: Quantity) -> Quantity | None:
    """An amount that things are more or less than: 比100厘米宽的, 比两公斤轻的; None where nothing compares so."""
    before, after = _THAN.search(folded[: q.span.start]), _THAN_WHAT.match(folded, q.span.end)
    if before is None or after is None:
        return None
    more, what = after["what"] in _MORE_THAN, after["what"]
    hint = _MORE_THAN[what] if more else _LESS_THAN[what]
    span = Span(before.start(), after.end())
    return _one_sided(replace(q, span=span, hint=q.hint or hint), "min" if more else "max", True)


def _bounded(folded: str, q: Quantity) -> Quantity:
    """`q` (a point, or a stretch such as a decade) with the comparison that stands beside it."""
    for pattern, kind, strict, hint in _LEFT:
        match = pattern.search(folded[: q.span.start])
        if match and match.groupdict().get("round") and not _ROUND.search(q.span.of(folded)):
            continue  # 过十, 破三: no comparison, but for a round number
        if match:
            if (
                hint == "duration" and q.unit is not None and q.unit.dimension == "speed"
            ):  # what is faster takes less time, at more speed
                kind, hint = "min", "speed"
            flip = (
                None
                if match.group().lstrip().startswith(("no", "never", "不", "别"))
                else _FLIP.search(folded[: match.start()])
            )
            if flip and kind in ("min", "max") and hint != "year":
                kind, strict = ("max" if kind == "min" else "min"), not strict
                match = flip
            return _one_sided(replace(q, span=Span(match.start(), q.span.end), hint=q.hint or hint), kind, strict)
    if than := _than(folded, q):
        return than
    counter = _COUNTER.match(folded, q.span.end)
    after = counter.end() if counter else q.span.end
    for right, kind in _RIGHTS:
        match = right.match(folded, after)
        if match:
            strict = re.search(r"\b(?:or|and)\b|以来|及|或", match.group()) is None and re.search(
                r"[前后]|before|after|earlier|later", match.group()
            ) is not None  # fmt: skip
            return _one_sided(replace(q, span=Span(q.span.start, match.end())), kind, strict)
    if q.around and isinstance(q.low, int | float) and isinstance(q.high, int | float):  # 二三十, 一百多
        return replace(q, kind="range", high=q.high if q.high > q.low else round(q.low * 1.5, 6), guess="vague")
    maybe = _MAYBE.search(folded[: q.span.start])
    around_left, around_right = _AROUND_LEFT.search(folded[: q.span.start]), _AROUND_RIGHT.match(folded, q.span.end)
    around_left = around_left or maybe
    if around_left or around_right:
        span = Span(
            around_left.start() if around_left else q.span.start, around_right.end() if around_right else q.span.end
        )
        if q.kind == "range" or not isinstance(q.low, int | float):
            return replace(q, span=span)
        slack = 2 if q.unit == YEAR or (q.unit is None and 1500 < q.low < 2100) else q.low * 0.2
        low, high = round(q.low - slack, 6), round(q.low + slack, 6)
        return replace(q, span=span, kind="range", low=low, high=high, around=True, guess="vague")
    denied = re.search(r"(?:\bnot|n't|不是|不要|别要)\s*(?:a |an |be |the )?$", folded[: q.span.start])
    return replace(q, span=Span(denied.start(), q.span.end), negate=True) if denied else q


def _one_sided(q: Quantity, kind: str, strict: bool) -> Quantity:
    if q.around:  # 二三十块以内 ends at thirty
        q = replace(q, around=False, guess="")
        least, most = q.low, q.high
    else:  # "before the 90s" ends where they begin
        within = strict and q.low != q.high
        least, most = (q.high, q.low) if within else (q.low, q.high)
    if kind == "max":
        return replace(q, kind="max", low=None, high=most, open_low=False, open_high=strict)
    return replace(q, kind="min", low=least, high=None, open_low=strict, open_high=False)


_SCALED = re.compile(r"(thousand|million|billion|mln|bn|k|m|千万|百万|万|亿)\s*$")
_FACTORS = {"thousand": 1e3, "k": 1e3, "million": 1e6, "mln": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "万": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8}  # fmt: skip


def _on_scale(folded: str, one: Measure, other: Measure) -> float:
    """The first number of a range on the scale of the second: "between 20 and 50 million" begins at 20 million."""
    scale = _SCALED.search(folded[other.span.start : other.ends])
    if scale is None or _SCALED.search(folded[one.span.start : one.ends]):
        return one.value
    scaled = one.value * _FACTORS[scale[1]]
    return scaled if one.value < 1000 and scaled < other.value else one.value


def _range(folded: str, one: Measure, other: Measure) -> Quantity | None:
    gap, opener = folded[one.span.end : other.span.start], _RANGE_LEFT.search(folded[: one.span.start])
    closer = _RANGE_RIGHT.match(folded, other.span.end)
    if one.value >= other.value and not (one.unit and other.unit and one.unit != other.unit):
        return None
    if not (_GAP.fullmatch(gap) or (_AND_GAP.fullmatch(gap) and ((opener and "between" in opener.group()) or closer))):
        return None
    low = _on_scale(folded, one, other)
    if one.unit and other.unit and one.unit.dimension == other.unit.dimension and one.unit != other.unit:
        low = one.value * one.unit.factor / other.unit.factor
    end = closer.end() if closer else other.span.end
    around = _AROUND_RIGHT.match(folded, end)
    span = Span(opener.start() if opener else one.span.start, around.end() if around else end)
    return Quantity(span, "range", low, other.value, unit=other.unit or one.unit)


_IDIOM = re.compile(
    r"(?<![评打得满是为到一二三四五六七八九\d])十分$|万一.?$|一起$|一下$|一[些样直定般共边点]$|统一.?$|唯一.?$|[0-9]/[0-9]$"
)


def _amounts(folded: str, measures: list[Measure]) -> list[Quantity]:
    found, i = [], 0
    while i < len(measures):
        one = measures[i]
        i += 1
        if _IDIOM.search(folded[: one.ends + 1]):
            continue
        quantity = _range(folded, one, measures[i]) if i < len(measures) else None
        if quantity is None:
            high = one.value if one.high is None else one.high
            point = Quantity(one.span, "exact", one.value, high, unit=one.unit, article=one.article, around=one.about)
            found.append(_bounded(folded, point))
            continue
        denied = re.search(r"(?:\bnot|不是|不要|不在|\boutside(?: of)?)\s*$", folded[: quantity.span.start])
        found.append(replace(quantity, negate=True, span=Span(denied.start(), quantity.span.end)) if denied else quantity)  # fmt: skip
        i += 1
    return found


def find_quantities(folded: str, mask: Mask, text: str = "", today: date | None = None) -> list[Quantity]:
    """The amounts of a folded text outside what `mask` has as understood, in order, none overlapping.

    `text`: as it was before folding, for capitals ("1M"). `today`: the day that "last year" is counted from, by default the clock's.

    >>> q, = find_quantities("rated at least 4.5 stars", Mask(24))
    >>> q.kind, q.low, q.unit.dimension
    ('min', 4.5, 'rating')
    """
    periods = [p for p in find_periods(folded, today or current_day()) if mask.free(p.span)]
    taken = mask.copy()
    for period in periods:
        taken.take(period.span)
    measures = find_measures(folded, taken, text)
    ages = list(find_ages(folded, measures))
    rest = [m for m in measures if not any(m.span.overlaps(age.span) for age in ages)]
    found = [*(_timed(folded, p) for p in periods), *(_aged(folded, age) for age in ages), *_amounts(folded, rest)]
    return _without_included(folded, sorted(found, key=lambda q: q.span))


_INCLUDING = re.compile(r"(?:不?含|不?包括|\bincluding|\bincl\.?|\binclusive of)\s*$")
_PAIR = re.compile(r"\s*(?:,|，)?\s*(?:and|but|yet|且|但|而|并且|和|又)?\s*")


def ends_of_one(one: Quantity, other: Quantity, folded: str) -> bool:
    """Whether two bounds stand together as the ends of one stretch ("above 7 but below 8", 一百以上两百以下)."""
    return {one.kind, other.kind} == {"min", "max"} and _PAIR.fullmatch(folded[one.span.end : other.span.start]) is not None  # fmt: skip


def _without_included(folded: str, found: list[Quantity]) -> list[Quantity]:
    """Without the numbers that only say whether the bound before is included."""
    kept: list[Quantity] = []
    for q in found:
        last = kept[-1] if kept else None
        if last and q.kind == "exact" and _INCLUDING.search(folded[: q.span.start]) and q.low in (last.low, last.high):
            continue
        kept.append(q)
    return kept
