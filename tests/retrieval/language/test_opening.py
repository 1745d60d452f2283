"""Hours of opening as tables write them, and when people want something to be open."""

from datetime import datetime

import pytest

from retrieval.language.opening import asked_hours, is_open, moment_in, opening

NOW = datetime(2026, 12, 1, 16, 20)  # a Tuesday
NINE, FIVE = 9 * 60, 17 * 60


@pytest.mark.parametrize(
    ("text", "open_days", "at"),
    [
        ("Mo-Fr 09:00-17:00; Sa 10:00-13:00", "012345", (0, NINE, True)),
        ("Mo-Fr 09:00-17:00; Sa 10:00-13:00", "012345", (5, NINE, False)),
        ("Monday to Friday 9:00 AM - 5:00 PM, Sat 10-4", "012345", (5, 15 * 60, True)),
        ("Mon-Thu: 11am–10pm; Fri & Sat 11am–midnight", "012345", (4, 23 * 60, True)),
        ("Daily 9am - 5pm", "0123456", (6, FIVE, False)),
        ("Weekdays 9-5", "01234", (2, 16 * 60, True)),
        ("1-5pm", "0123456", (0, NINE, False)),
        ("Tu-Su 10:00-18:00; Mo off; PH off", "123456", (1, 600, True)),
        ("Mo-Su 18:00-02:00", "0123456", (3, 60, True)),
        ("Mo,We,Fr 10:00-12:00,14:00-16:00", "024", (2, 13 * 60, False)),
        ("Mo-Su 10:00-20:00; Su 12:00-16:00", "0123456", (6, 11 * 60, False)),
        ("24/7", "0123456", (6, 3 * 60, True)),
        ("周二至周日 08:30-17:00（周一闭馆）", "123456", (1, NINE, True)),
        ("每天 上午9点-下午5点", "0123456", (0, 16 * 60, True)),
        ("全天开放", "0123456", (0, 0, True)),
    ],
)
def test_hours_as_tables_write_them(text: str, open_days: str, at: tuple[int, int, bool]) -> None:
    hours = opening(text)
    assert hours is not None
    assert "".join(str(day) for day in range(7) if is_open(hours, day, None)) == open_days
    assert is_open(hours, at[0], at[1]) is at[2]


@pytest.mark.parametrize("text", ["4 hours", "1:30:00", "open", "Dawn to dusk", "Sunday", "", "99:00-17:00", "9-5 x"])
def test_what_tells_no_hours_is_none(text: str) -> None:
    assert opening(text) is None


@pytest.mark.parametrize(
    ("text", "days", "minute", "closed"),
    [
        ("cafes open on Sunday", (6,), None, False),
        ("open now", (1,), 16 * 60 + 20, False),
        ("that are still open", (1,), 16 * 60 + 20, False),
        ("open after 6 pm", (1,), 18 * 60, False),
        ("open until 10pm on Friday", (4,), 22 * 60 - 1, False),
        ("open at noon on Saturday", (5,), 12 * 60, False),
        ("open tomorrow", (2,), None, False),
        ("open on weekends", (5, 6), None, False),
        ("museums closed on Mondays", (0,), None, True),
        ("现在还开着的", (1,), 16 * 60 + 20, False),
        ("还开着的酒吧", (1,), 16 * 60 + 20, False),
        ("周日营业的餐厅", (6,), None, False),
        ("晚上10点还营业的", (1,), 22 * 60, False),
        ("周一休息的", (0,), None, True),
    ],
)
def test_when_something_is_to_be_open(text: str, days: tuple[int, ...], minute: int | None, closed: bool) -> None:
    asked = asked_hours(text.casefold(), NOW)
    assert asked is not None
    assert (asked.days, asked.minute, asked.closed) == (days, minute, closed)


@pytest.mark.parametrize(
    "text", ["an open book", "open source", "an opening night", "a closed book", "公开课", "开放世界游戏"]
)
def test_other_openness_asks_for_no_hours(text: str) -> None:
    assert asked_hours(text, NOW) is None


def test_a_moment_is_a_day_and_perhaps_a_time() -> None:
    assert (moment_in("Sunday 18:00"), moment_in("星期日"), moment_in("18:00")) == ((6, 1080), (6, None), None)
