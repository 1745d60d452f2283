"""What amounts, numbers and dates mean: a table of expressions of English and Chinese with what each one bounds.

`>=` and `<` are bounds, `a..b` a stretch with its ends, `?` a guess and why. All of it is read on Monday, 30 November 2026.
"""

from __future__ import annotations

from datetime import date

import pytest

from retrieval.language.ages import age_span
from retrieval.language.amounts import Quantity, find_quantities
from retrieval.language.clock import on_day
from retrieval.language.words import Mask, fold

DAY = date(2026, 11, 30)

ENGLISH = [
    # numbers
    ("over 1.5 million", "> 1500000"),
    ("over 1.2 billion", "> 1200000000"),
    ("1M to 20M", "1000000..20000000"),
    ("less than 500k", "< 500000"),
    ("up to 1.2k dollars", "<= 1200 usd"),
    ("at least a quarter of a billion", ">= 250000000"),
    ("more than half a million", "> 500000"),
    ("over one and a half million", "> 1500000"),
    ("two hundred and fifty euros at most", "<= 250 eur"),
    ("under a dozen", "< 12"),
    ("two dozen", "= 24"),
    ("exactly one thousand two hundred", "= 1200"),
    ("under a thousand dollars", "< 1000 usd"),
    ("seventy five point five kg", "= 75.5 kilogram"),
    ("below twelve hundred", "< 1200"),
    ("$5m", "= 5000000 usd"),
    ("a 5m cable", "= 5"),
    # money
    ("1,299.00 euros", "= 1299 eur"),
    ("1.299,00 €", "= 1299 eur"),
    ("under 12,50 €", "< 12.5 eur"),
    ("€1.50 or less", "<= 1.5 eur"),
    ("twenty-five bucks", "= 25 usd"),
    ("maybe 25 bucks", "20..30 usd ?vague"),
    ("about 25 dollars", "20..30 usd ?vague"),
    ("roughly 50 euros", "40..60 eur ?vague"),
    ("under a fiver", "< 5 money"),
    ("from 20 to 30 pounds", "20..30 gbp"),
    ("20-30 dollars", "20..30 usd"),
    ("between $40 and $60", "40..60 usd"),
    ("from 250 up to 350 yuan", "250..350 cny"),
    ("no more than 15 pounds", "<= 15 gbp"),
    ("nothing under 20 euros", ">= 20 eur"),
    ("I can spend 40 euros", "<= 40 eur"),
    # amounts of several parts
    ("longer than two and a half hours", "> 2.5 hour"),
    ("1h30", "= 90 minute"),
    ("1 hour 20 minutes", "= 80 minute"),
    ("under an hour and a half", "< 1.5 hour"),
    ("three quarters of an hour", "= 0.75 hour"),
    ("less than a quarter of an hour", "< 0.25 hour"),
    ("within half an hour", "<= 0.5 hour"),
    ("no longer than 1h40", "<= 100 minute"),
    ("three hours and 5 minutes", "= 185 minute"),
    ("2½ hours", "= 2.5 hour"),
    ("over half a kilo", "> 0.5 kilogram"),
    ("lighter than forty-five grams", "< 45 gram"),
    ("2 kg 500 g", "= 2500 gram"),
    ("over a metre wide", "> 1 metre"),
    ("at least 80 km/h", ">= 80 kmh"),
    ("faster than 80 km/h", "> 80 kmh"),
    ("faster than 20 minutes", "< 20 minute"),
    ("at least 70% cocoa", ">= 70 percent"),
    ("300 pages or more", ">= 300"),
    # dates
    ("after 01.06.2021", "> 2021-06-01 date"),
    ("after 06/01/2021", "> 2021-06-01 date ?ambiguous"),
    ("after 13/06/2021", "> 2021-06-13 date"),
    ("before 1 June 2021", "< 2021-06-01 date"),
    ("June 1st, 2021", "2021-06-01..2021-06-01 date"),
    ("in June 2021", "2021-06-01..2021-06-30 date"),
    ("after June 2021", "> 2021-06-30 date"),
    ("06.12.2026 or later", ">= 2026-12-06 date"),
    ("between 2019-03-01 and 2019-10-31", "2019-03-01..2019-10-31 date"),
    ("from March 2019 to May 2020", "2019-03-01..2020-05-31 date"),
    ("from March to October 2019", "2019-03-01..2019-10-31 date"),
    ("between 5 and 12 December 2026", "2026-12-05..2026-12-12 date"),
    ("in the last 5 years", "2021-11-30..2026-11-30 date"),
    ("from the past three months", "2026-08-30..2026-11-30 date"),
    ("released last year", "= 2025 year"),
    ("a gift for my mum this year", "= 2026 year ?ambiguous"),
    ("films from last summer", "2026-06-01..2026-08-31 date ?ambiguous"),
    ("first half of 2026", "2026-01-01..2026-06-30 date"),
    ("since 2020", ">= 2020"),
    ("the 90s", "1990..1999 year"),
    ("early 2000s", "2000..2003 year"),
    ("late 1980s", "1987..1989 year"),
    ("the nineteenth century", "1801..1900 year"),
    ("20th century", "1901..2000 year"),
    ("nineteen ninety-nine", "= 1999"),
    ("5 years ago", "= 2021 year ?ambiguous"),
    # ages
    ("for my five-year-old", "= 5 age"),
    ("for a 6 year old", "= 6 age"),
    ("kids aged 3 to 5", "3..5 age"),
    ("a 9-month-old baby", "= 0.75 age"),
    ("my niece is 9", "= 9 age"),
]

CHINESE = [
    # numbers
    ("超过一亿", "> 100000000"),
    ("三千五以下", "<= 3500"),
    ("1.5万以内", "<= 15000"),
    ("1万5以上", ">= 15000"),
    ("一百二十万", "= 1200000"),
    ("两千万美元", "= 20000000 usd"),
    ("一点五亿美元以上", ">= 150000000 usd"),
    ("两个亿", "= 200000000"),
    ("一千两百美元以内", "<= 1200 usd"),
    ("两百五以内", "<= 250"),
    ("三百页以上", ">= 300"),
    ("不到一百页", "< 100"),
    ("评论超过两千条", "> 2000"),
    ("百分之二十", "= 20"),
    # money
    ("500块以内", "<= 500 cny"),
    ("三百到五百", "300..500"),
    ("三百到五百元", "300..500 cny"),
    ("20至50美元之间", "20..50 usd"),
    ("不到两百块人民币", "< 200 cny"),
    ("人民币二十块以内", "<= 20 cny"),
    ("三块五", "= 3.5 cny"),
    ("最多两块五欧元", "<= 2.5 eur"),
    ("一百来块", "100..150 cny ?vague"),
    ("二三十块", "20..30 cny ?vague"),
    ("二三十块以内", "<= 30 cny"),
    ("大概100元", "80..120 cny ?vague"),
    ("一百元左右", "80..120 cny ?vague"),
    ("可能25块", "20..30 cny ?vague"),
    ("不超过四欧元", "<= 4 eur"),
    ("别超过300元", "<= 300 cny"),
    ("预算五百块", "<= 500 cny"),
    ("一百以上", ">= 100"),
    ("不低于4.5分", ">= 4.5 point"),
    ("3至3.5欧", "3..3.5 eur"),
    # amounts of several parts
    ("超过两个半小时", "> 2.5 hour"),
    ("一个半小时", "= 1.5 hour"),
    ("一小时二十分", "= 80 minute"),
    ("1小时20分钟以内", "<= 80 minute"),
    ("正好三刻钟", "= 3 quarter"),
    ("不到一刻钟", "< 1 quarter"),
    ("两小时半", "= 2.5 hour"),
    ("半小时以内", "<= 0.5 hour"),
    ("四十分钟以内", "<= 40 minute"),
    ("九十分钟", "= 90 minute"),
    ("两个小时到两个半小时", "2..2.5 hour"),
    ("一公斤半以上", ">= 1.5 kilogram"),
    ("半公斤以上", ">= 0.5 kilogram"),
    ("一公斤或更重", ">= 1 kilogram"),
    ("一米八以上", ">= 1.8 metre"),
    ("不到半公里", "< 0.5 kilometre"),
    # dates
    ("去年上映的", "= 2025 year"),
    ("今年的电影", "= 2026 year"),
    ("今年想学做饭", "= 2026 year ?ambiguous"),
    ("前年出版的", "= 2024 year"),
    ("近三年", "2023-11-30..2026-11-30 date"),
    ("最近五年的", "2021-11-30..2026-11-30 date"),
    ("五年内", "2021-11-30..2026-11-30 date"),
    ("上个世纪九十年代", "1990..1999 year"),
    ("八十年代初", "1980..1983 year"),
    ("十九世纪", "1801..1900 year"),
    ("2021年6月以后", "> 2021-06-30 date"),
    ("2021年6月1日之前", "< 2021-06-01 date"),
    ("2019年3月到10月", "2019-03-01..2019-10-31 date"),
    ("2022年9月到2023年3月之间", "2022-09-01..2023-03-31 date"),
    ("二〇二一年六月", "2021-06-01..2021-06-30 date"),
    ("2021年上半年", "2021-01-01..2021-06-30 date"),
    ("2015年以后", "> 2015 year"),
    ("2015年以来", ">= 2015 year"),
    ("2020年以前收录的", "< 2020 year"),
    ("这个月新加的", "2026-11-01..2026-11-30 date"),
    ("去年夏天", "2025-06-01..2025-08-31 date ?ambiguous"),
    ("三年前", "= 2023 year ?ambiguous"),
    # ages
    ("五岁的孩子", "= 5 age"),
    ("3到5岁", "3..5 age"),
    ("孩子才八个月", "= 0.6667 age"),
]


def _plain(bound: float | str | None) -> str:
    return bound if isinstance(bound, str) else f"{bound:.10g}"


def written(q: Quantity) -> str:
    """A quantity in the notation of the tables."""
    if q.kind == "min":
        body = f"{'>' if q.open_low else '>='} {_plain(q.low)}"
    elif q.kind == "max":
        body = f"{'<' if q.open_high else '<='} {_plain(q.high)}"
    else:
        body = f"= {_plain(q.low)}" if q.kind == "exact" else f"{_plain(q.low)}..{_plain(q.high)}"
    unit = f" {q.unit.name}" if q.unit else ""
    return f"{body}{unit}{f' ?{q.guess}' if q.guess else ''}"


def read(text: str) -> list[str]:
    """The quantities of a text in the notation of the tables."""
    with on_day(DAY):
        return [written(q) for q in find_quantities(fold(text), Mask(len(text)), text)]


def test_there_are_sixty_of_each_language() -> None:
    assert min(len(ENGLISH), len(CHINESE)) >= 60


@pytest.mark.parametrize(("text", "meant"), ENGLISH)
def test_english(text: str, meant: str) -> None:
    assert read(text) == [meant]


@pytest.mark.parametrize(("text", "meant"), CHINESE)
def test_chinese(text: str, meant: str) -> None:
    assert read(text) == [meant]


@pytest.mark.parametrize(
    "text",
    ["十分舒适", "一起去看看", "a second chance", "the half moon", "3/4 people", "马上就到", "may I ask", "the march"],
)
def test_no_amounts(text: str) -> None:
    assert [q for q in read(text) if not q.startswith("= ") or "year" in q or "date" in q] == []


@pytest.mark.parametrize(
    ("value", "ages"),
    [
        ("3-6", (3, 6)), ("ages 3-6", (3, 6)), ("3–6 years", (3, 6)), ("8+", (8, float("inf"))), ("12 and up", (12, float("inf"))),
        ("3岁以上", (3, float("inf"))), ("under 3", (0, 3)), ("adults", (18, float("inf"))), ("children 4-7", (4, 7)), ("red", None),
    ],
)  # fmt: skip
def test_ages_of_a_value(value: str, ages: tuple[float, float] | None) -> None:
    assert age_span(value) == ages
