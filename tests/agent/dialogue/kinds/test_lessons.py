"""Questions about a catalogue of courses: who teaches, what is taught, what an average is of, and what can't be done."""

import json
from collections.abc import Iterator

import pytest

from agent import Recommender
from retrieval.catalog.reader import read_catalog
from retrieval.encoder_sets import encoder_set
from retrieval.index.indexer import index_catalog

COURSES = [
    ("Clay Mornings", "craft", "Nora Quist", 40, "adults"),
    ("Rumba Evening", "dance", "Luis Ortega", 60, "adults"),
    ("Polka Sunday", "dance", "Jan Novak", 90, "children"),
    ("Norwegian One", "language", "Siri Dahl", 120, "children"),
    ("Norwegian Two", "language", "Siri Dahl", 150, "adults"),
    ("Rhymes for Kids", "language", "Siri Dahl", 20, "children"),
    ("Pickles and Jam", "cooking", "Nora Quist", 35, "adults"),
]


@pytest.fixture(scope="module")
def courses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recommender]:
    folder = tmp_path_factory.mktemp("courses")
    rows = [dict(zip(("title", "subject", "teacher", "price", "ages"), one, strict=True)) for one in COURSES]
    lines = [json.dumps({"id": f"c{n}", **row}) + "\n" for n, row in enumerate(rows)]
    (folder / "items.jsonl").write_text("".join(lines), "utf-8")
    index_catalog(read_catalog(folder / "items.jsonl"), folder / "store", encoder_set("fake"))
    with Recommender(folder / "store", model="offline") as opened:
        yield opened


@pytest.mark.parametrize("text", ["who teaches Rumba Evening?", "Rumba Evening是谁教的？"])
def test_who_teaches_is_the_teacher(courses: Recommender, text: str) -> None:
    answer = courses.chat(text, session=text)
    assert "Luis Ortega" in answer.message
    assert [pick.item.title for pick in answer.picks] == ["Rumba Evening"]


def test_what_is_covered_are_the_values_of_a_field(courses: Recommender) -> None:
    answer = courses.chat("what subjects do you cover?", session="values")
    assert all(subject in answer.message for subject in ("craft", "dance", "language", "cooking"))
    assert not answer.picks


def test_an_average_is_of_what_is_said_whatever_the_items_are_called(courses: Recommender) -> None:
    assert "96.67" in courses.chat("what's the average price of the language courses?", session="mean").message
    assert "zebra" in courses.chat("what's the average price of the zebras?", session="none").message


@pytest.mark.parametrize(
    "text", ["can you sign me up for the first one?", "enrol me in Rumba Evening", "帮我报名第一个"]
)
def test_signing_up_is_said_to_be_what_it_cannot_do(courses: Recommender, text: str) -> None:
    courses.chat("dance", session=text)
    answer = courses.chat(text, session=text)
    assert not answer.picks
    assert any(words in answer.message for words in ("can't", "不能", "没法", "无法", "不了"))


def test_a_change_that_begins_as_a_condition_asks_of_no_title(courses: Recommender) -> None:
    courses.chat("dance courses", session="change")
    answer = courses.chat("what about for kids?", session="change")
    assert [pick.item.title for pick in answer.picks] == ["Polka Sunday"]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("same teacher as Norwegian One but cheaper", {"Rhymes for Kids"}),
        ("anything with the same teacher as Norwegian One but more expensive", {"Norwegian Two"}),
        ("the same teacher as Norwegian One, for adults", {"Norwegian Two"}),
        ("跟Norwegian One同一个teacher但更便宜的", {"Rhymes for Kids"}),
    ],
)
def test_what_has_the_same_is_compared_with_the_item_that_it_was_looked_up_in(
    courses: Recommender, text: str, titles: set[str]
) -> None:
    assert {pick.item.title for pick in courses.chat(text, session=text).picks} == titles
