"""Colours that a request names and pictures show: they order, they filter nothing, and an item's own words go before them."""

import json
from dataclasses import replace

import pytest

from retrieval.catalog.reader import read_catalog
from retrieval.encoder_sets import encoder_set
from retrieval.encoders.colours import NamedColours
from retrieval.errors import QueryError
from retrieval.index.indexer import add_items, index_catalog
from retrieval.search.retriever import Query, Retriever
from retrieval.search.shown_colours import COLOUR
from tests.retrieval.encoders.contents import picture

PLAIN = encoder_set("fake")
SEEING = replace(PLAIN, beside=(NamedColours(),))
THINGS = {"cup 1": "navy", "cup 2": "gold", "cup 3": "red", "red cup in a yellow box": "gold"}


def shop(folder, things=THINGS):
    """A catalogue of cups whose pictures have the colours of `things`."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = []
    for number, (title, colour) in enumerate(things.items()):
        picture(colour=colour).save(folder / f"{colour}{number}.png")
        lines.append(json.dumps({"id": title, "title": title, "image": f"{colour}{number}.png"}))
    (folder / "shop.jsonl").write_text("\n".join(lines), "utf-8")
    return read_catalog(folder / "shop.jsonl")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("colours")
    index_catalog(shop(folder), folder / "store", SEEING)
    return folder / "store"


def shown(store, encoders=SEEING, **query):
    """What the colour adds to each item, by id."""
    hits = Retriever(store, encoders).search(Query(**query)).hits
    assert all(sum(hit.blocks.values()) == pytest.approx(hit.score, abs=1e-5) for hit in hits)
    assert all(sum(hit.modalities.values()) == pytest.approx(hit.score, abs=1e-5) for hit in hits)
    return {hit.id: hit.blocks.get(COLOUR) for hit in hits}


def test_the_thing_of_that_colour_gains_and_none_is_left_out(store):
    for text in ("a yellow cup", "黄色的杯子"):
        found = shown(store, text=text)
        assert found["cup 2"] == pytest.approx(0.15)
        assert found["cup 1"] == found["cup 3"] == 0
        assert set(found) == set(THINGS)


def test_what_an_item_says_goes_before_what_its_picture_shows(store):
    assert shown(store, text="a yellow cup")["red cup in a yellow box"] == 0


def test_a_colour_to_be_avoided_counts_against(store):
    assert shown(store, text="a cup", avoid=("yellow",))["cup 2"] == pytest.approx(-0.15)
    assert not any(shown(store, text="nothing yellow", avoid=("yellow",)).values()), "named and refused is neither"
    assert shown(store, text="a red cup, nothing yellow", avoid=("yellow",))["cup 3"] == pytest.approx(0.15)


def test_no_colour_no_term(store):
    assert set(shown(store, text="a cup").values()) == {None}


def test_its_weight_is_given_like_any_other(store):
    assert shown(store, text="a yellow cup", weights={COLOUR: 2.0})["cup 2"] == pytest.approx(0.3)
    assert shown(store, text="a yellow cup", weights={"image": 0.0})["cup 2"] == 0
    with pytest.raises(QueryError, match="colour"):
        shown(store, text="a cup", weights={"shade": 1.0})


def test_an_item_that_came_later_is_seen(store, tmp_path):
    found = shop(tmp_path, {"cup 9": "gold"})
    add_items(store, found.items, SEEING)
    assert shown(store, text="a yellow cup")["cup 9"] == pytest.approx(0.15)


def test_a_store_from_before_opens_and_learns_its_colours_when_it_is_indexed_again(tmp_path):
    found = shop(tmp_path)
    index_catalog(found, tmp_path / "store", PLAIN)
    assert not any(shown(tmp_path / "store", text="a yellow cup").values())
    index_catalog(found, tmp_path / "store", SEEING)
    assert shown(tmp_path / "store", text="a yellow cup")["cup 2"] == pytest.approx(0.15)
