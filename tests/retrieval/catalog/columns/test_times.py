"""Dates, years and lengths of time in the forms of many programs and countries."""

from datetime import date

import pytest

from retrieval.catalog.columns.days import order_of, read_day, read_serial
from retrieval.catalog.columns.durations import read_duration
from retrieval.catalog.columns.evidence import typed

DAY = date(2022, 3, 17)


@pytest.mark.parametrize("cell", [
    "2022-03-17", "2022-3-17", "20220317", "2022/03/17", "2022.03.17", "17.03.2022", "17.3.22", "17/03/2022", "03/17/2022", "3/17/22", "17-03-2022",
    "March 17, 2022", "Mar 17, 2022", "17 March 2022", "17-Mar-2022", "17th of March 2022", "Thursday, March 17, 2022", "17. März 2022", "17 mars 2022", "17 de marzo de 2022",
    "17 марта 2022 г.", "2022年3月17日", "2022-03-17T23:30:00+01:00", "2022-03-17T08:00:00Z", "2022-03-17 08:00:00 +0000 UTC", "2022-03-17T08:00:00.123Z",
    "Thu, 17 Mar 2022 08:00:00 +0000", "Thu Mar 17 08:00:00 2022", "03/17/2022 8:04 PM", "17.03.2022 20:04", "2022-03-17 08",
])  # fmt: skip
def test_a_day_is_read_as_it_is_written(cell: str) -> None:
    assert read_day(cell) == DAY


@pytest.mark.parametrize("cell", ["2022-02-30", "0000-00-00", "0001-01-01T00:00:00", "soon", "1.5", "2022", "12-2022", "3/4", ""])  # fmt: skip
def test_what_is_no_day_is_none(cell: str) -> None:
    assert read_day(cell) is None


def test_a_month_is_its_first_day() -> None:
    assert {read_day(cell) for cell in ("Mar 2022", "2022-03", "03/2022", "2022年3月")} == {date(2022, 3, 1)}


def test_day_or_month_first_is_decided_over_the_column() -> None:
    months = typed("released", {0: "04/05/2021", 1: "12/25/2021"})
    days = typed("released", {0: "04/05/2021", 1: "25/12/2021"})
    assert (months.values[0], days.values[0]) == (date(2021, 4, 5), date(2021, 5, 4))
    assert (months.note, days.note) == ("", "")
    assert order_of(["04/05/2021"]) is None


def test_what_nothing_decides_is_said_and_can_be_changed() -> None:
    doubtful = typed("released", {0: "04/05/2021", 1: "01/02/2020"})
    assert "--date-order" in doubtful.note
    assert doubtful.values[0] == date(2021, 4, 5)
    told = typed("released", {0: "04/05/2021", 1: "01/02/2020"}, order="dmy")
    assert (told.values[0], told.note) == (date(2021, 5, 4), "")


def test_one_odd_date_is_left_out_and_the_rest_stay_dates() -> None:
    made = typed("acquired", {0: "1996-04-09", 1: "11-17-2009", 2: "some day", 3: "n/a", 4: "2009-11-17"})
    assert made.values == {0: date(1996, 4, 9), 1: date(2009, 11, 17), 4: date(2009, 11, 17)}
    assert made.unfit == {2: "some day"}


def test_years_may_be_about() -> None:
    made = typed("Date", {0: "1896", 1: "c. 1987", 2: "1940s", 3: "(n.d.)"})
    assert (made.kind, made.values) == ("number", {0: 1896, 1: 1987, 2: 1940})


def test_a_year_of_nought_is_none() -> None:
    assert typed("Released", {0: "1987", 1: "0"}).values == {0: 1987}


@pytest.mark.parametrize(("cell", "minutes"), [
    ("1:32:05", 92.083333), ("3:45", 3.75), ("PT2H", 120), ("PT1H30M", 90), ("95 min", 95), ("1h 30m", 90), ("1h30", 90), ("2 hours", 120), ("1 hr 5 mins", 65),
    ("1小时30分", 90), ("90分钟", 90), ("1 Std. 20 Min.", 80), ("90000 ms", 1.5), ("P1DT1H", 1500),
])  # fmt: skip
def test_a_length_of_time_is_in_minutes(cell: str, minutes: float) -> None:
    assert read_duration(cell) == pytest.approx(minutes)


def test_times_of_day_are_no_lengths() -> None:
    assert typed("opens", {0: "09:30", 1: "10:00"}).kind == "text"
    assert typed("runtime", {0: "1:32:05", 1: "0:45:00"}).kind == "duration"
    assert typed("length", {0: "3:45", 1: "4:05"}).values == {0: 3.75, 1: pytest.approx(4.083333)}


def test_serial_days_of_a_spreadsheet() -> None:
    assert (read_serial(45413.5), read_serial(12)) == (date(2024, 5, 1), None)
