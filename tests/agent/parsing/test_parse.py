"""A request is read once a turn: every stage asks the same parse, and no reader runs twice on the same words."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from agent import Recommender
from agent.parsing import Vocabulary
from agent.parsing.analysis import analyse
from agent.parsing.comparatives import degrees_in
from agent.parsing.count_and_media import find_count, find_media
from agent.parsing.deeds_asked import find_deeds
from agent.parsing.denials import find_denials
from agent.parsing.discourse_markers import opening_of
from agent.parsing.item_references import find_pointers
from agent.parsing.parse import parse
from agent.parsing.value_mentions import find_titles, find_values
from retrieval.catalog.reader import read_catalog
from retrieval.encoder_sets import encoder_set
from retrieval.index.indexer import index_catalog
from retrieval.language.amounts import find_quantities
from retrieval.language.dates import find_periods
from retrieval.language.measures import find_measures
from retrieval.language.numbers import find_numbers
from retrieval.language.phrases import information_asks
from tests.agent.small_town import PLACES, places

READERS = (
    analyse, degrees_in, find_count, find_deeds, find_denials, find_measures, find_media, find_numbers, find_periods, find_pointers,
    find_quantities, find_titles, find_values, information_asks, opening_of,
)  # fmt: skip
SNACKS = [
    {"id": "a", "title": "Oat bar", "kind": "bar", "price_eur": 2.5, "year": 2019, "contains": ["oats"]},
    {"id": "b", "title": "Nut mix", "kind": "nuts", "price_eur": 4.0, "year": 2021, "contains": ["nuts"]},
    {"id": "c", "title": "Rice cracker", "kind": "cracker", "price_eur": 1.5, "year": 2021, "contains": ["rice"]},
    {"id": "d", "title": "Apple rings", "kind": "fruit", "price_eur": 3.0, "year": 2020, "contains": ["oats"]},
]  # fmt: skip


@pytest.fixture(scope="module")
def medley(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recommender]:
    folder = tmp_path_factory.mktemp("snacks")
    catalogue = folder / "snacks.jsonl"
    catalogue.write_text("".join(json.dumps(row) + "\n" for row in SNACKS))
    index_catalog(read_catalog(catalogue), folder / "store", encoder_set("fake"))
    with Recommender(folder / "store", model="offline") as opened:
        opened.recommend("something")
        yield opened


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> Counter[tuple[str, str]]:
    """How often each reader ran on each text."""
    counted: Counter[tuple[str, str]] = Counter()

    def counting(reader: Any) -> Any:
        real = getattr(reader, "__wrapped__", reader)  # what a cache answers is not read again

        def count(text: str, *given: Any, **named: Any) -> Any:
            counted[real.__name__, text] += 1
            return real(text, *given, **named)

        return count

    for reader in READERS:
        counts = counting(reader)
        for module in [m for name, m in sys.modules.items() if name.startswith(("agent.", "retrieval."))]:
            for name, value in list(vars(module).items()):
                if value is reader:
                    monkeypatch.setattr(module, name, counts)
    return counted


@pytest.mark.parametrize(
    "text",
    [
        "crackers without nuts under 3 euros",
        "the two cheapest snacks from the last five years, no fruit please",
        "a snack for my five-year-old, nothing with gluten",
        "Also something gluten-free for a child",
        "四款不含坚果的便宜零食，五欧元以下",
        "a bar, a cracker and some fruit under 8 euros in total",
    ],
)
def test_no_reader_runs_twice_on_the_same_words(
    medley: Recommender, readings: Counter[tuple[str, str]], text: str
) -> None:
    medley.recommend(text)
    assert any(name == "analyse" for name, _ in readings), "nothing was counted"
    assert {key: n for key, n in readings.items() if n > 1} == {}


def test_a_second_turn_is_read_once_too(medley: Recommender, readings: Counter[tuple[str, str]]) -> None:
    medley.chat("snacks without nuts", session="once")
    readings.clear()
    medley.chat("cheaper than the first, and from 2020 or later", session="once")
    assert any(name == "analyse" for name, _ in readings), "nothing was counted"
    assert {key: n for key, n in readings.items() if n > 1} == {}


# -- what it says of its parts -----------------------------------------------------------------------------------------


def test_every_part_stands_in_the_request_and_says_how_sure_it_is() -> None:
    text = "A quiet hotel under 500 yuan, not 经济型, preferably the cheapest"
    read = parse(text, places(), PLACES[:2])
    assert read.parts
    assert all(part.span.of(text) == part.words for part in read.parts)
    assert [part.span for part in read.parts] == sorted(part.span for part in read.parts)
    by_words = {part.words: part for part in read.parts}
    assert by_words["hotel"].certain
    assert by_words["under 500 yuan"].kind == "condition"


def test_what_only_resembles_a_value_is_unsure() -> None:
    (kind,) = [p for p in parse("a hotell under 500 yuan", places()).parts if p.words == "hotell"]
    assert (kind.certain, kind.doubt) == (False, "spelling")


def test_the_same_words_are_one_parse() -> None:
    town = places()
    assert parse("a hotel", town) is parse("a hotel", town)
    assert parse("a hotel", town) is not parse("a hotel", town, PLACES[:1])
    assert parse("a hotel under 500 yuan", town).of("a hotel") is parse("a hotel", town)
    assert parse("a hotel", Vocabulary.of(())) is not parse("a hotel", town)
