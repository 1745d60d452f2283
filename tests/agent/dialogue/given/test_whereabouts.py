"""What is open, what is near, everything, and the next so many: in requests of both languages, over a small town."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from agent import Recommender
from retrieval.language.clock import on_day
from tests.stores import opened

TOWN = """
    id,title,opening_hours,lat,lon,kind
    1,Mill Cafe,Mo-Fr 08:00-18:00; Sa 09:00-14:00,48.2100,16.3738,cafe
    2,Night Barge,Mo-Su 18:00-02:00,48.2170,16.3738,bar
    3,Clock Tower,Tu-Su 08:30-17:00,48.2082,16.3738,museum
    4,Old Park,24/7,48.1800,16.3700,park
    5,Flea Market,Su 07:00-13:00,48.1500,16.4300,market
    6,Far Abbey,Daily 9am - 5pm,48.9000,15.9000,museum
    7,Lost Shed,,,,cafe
"""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recommender]:
    with opened(tmp_path_factory.mktemp("town"), TOWN) as medley:
        yield medley


def titles(medley: Recommender, text: str) -> list[str]:
    with on_day(datetime(2026, 12, 1, 16, 20)):  # a Tuesday
        return [pick.item.title for pick in medley.recommend(text, k=10).picks]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("open on Sunday", {"Night Barge", "Clock Tower", "Old Park", "Flea Market", "Far Abbey"}),
        ("what is open now?", {"Mill Cafe", "Clock Tower", "Old Park", "Far Abbey"}),
        ("现在还开着的", {"Mill Cafe", "Clock Tower", "Old Park", "Far Abbey"}),
        ("museums open now", {"Clock Tower", "Far Abbey"}),
        ("closed on Monday", {"Clock Tower", "Flea Market"}),
        ("open after 6 pm", {"Night Barge", "Old Park"}),
        ("周日营业的博物馆", {"Clock Tower", "Far Abbey"}),
        ("within 2 km of the Clock Tower", {"Mill Cafe", "Night Barge"}),
        ("cafes within 2 km of Clock Tower", {"Mill Cafe"}),
        ("离Clock Tower2公里以内的", {"Mill Cafe", "Night Barge"}),
        ("within 500 m of 48.2082, 16.3738", {"Mill Cafe", "Clock Tower"}),
        ("open on Sunday within 10 km of Clock Tower", {"Night Barge", "Old Park", "Flea Market"}),
    ],
)
def test_hours_and_distances_are_conditions(town: Recommender, text: str, wanted: set[str]) -> None:
    assert set(titles(town, text)) == wanted


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("nearest to Clock Tower", ["Mill Cafe", "Night Barge", "Old Park", "Flea Market", "Far Abbey"]),
        ("离Clock Tower最近的", ["Mill Cafe", "Night Barge", "Old Park", "Flea Market", "Far Abbey"]),
        ("the nearest museum to Mill Cafe", ["Clock Tower", "Far Abbey"]),
        ("near 48.15, 16.43", ["Flea Market", "Old Park"]),
        ("bars near me, I'm at the Old Park", ["Night Barge"]),
    ],
)
def test_the_nearest_come_first(town: Recommender, text: str, first: list[str]) -> None:
    assert titles(town, text)[: len(first)] == first


def test_how_far_is_told_and_borne_out(town: Recommender) -> None:
    answer = town.recommend("within 2 km of Clock Tower")
    assert any("“Mill Cafe” 0.2 km and “Night Barge” 0.979 km" in note for note in answer.notes)
    assert "within 2 km of Clock Tower" in answer.message  # of all at once, so that no card repeats it
    assert {pick.item.title for pick in answer.picks} == {"Mill Cafe", "Night Barge"}


def test_a_place_that_is_not_known_is_said(town: Recommender) -> None:
    assert any("isn't known" in note for note in town.recommend("cafes near me").notes)
    assert any("isn't known here" in note for note in town.recommend("within 2 km of Atlantis").notes)
    assert titles(town, "something near the sea")  # a wish like another


def test_everything_comes_as_the_catalogue_has_it_and_then_the_next(town: Recommender) -> None:
    for text in ("list all", "everything", "列出全部"):
        assert titles(town, text)[:2] == ["Mill Cafe", "Night Barge"]
    town.forget("all")
    assert [p.item.id for p in town.chat("list everything", session="all", k=3).picks] == ["1", "2", "3"]
    assert [p.item.id for p in town.chat("next two", session="all").picks] == ["4", "5"]
    assert [p.item.id for p in town.chat("再来一个", session="all").picks] == ["6"]
    assert [p.item.id for p in town.chat("more", session="all").picks] == ["7"]
