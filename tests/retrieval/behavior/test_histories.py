"""Histories that people export, and logs with other names: each becomes events, or is refused and said, and nothing is guessed."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from agent.cli.main import app
from retrieval.behavior.events.import_events import EventChoices, Imported, read_events
from retrieval.behavior.events.times import seconds_of
from retrieval.behavior.events.titles import titles_of
from retrieval.catalog.items import Item
from retrieval.errors import CatalogError
from tests.catalogues import indexed

NOW = 1_800_000_000.0
DAY = 1_647_475_200.0  # 2022-03-17
ITEMS = (
    Item("g1", "The Grey Mill", attributes={"year": 1971}), Item("g2", "Tern", attributes={"year": 1990}), Item("g3", "Tern", attributes={"year": 2015}),
    Item("g4", "Night Ferry"), Item("spotify:track:77", "Low Light", attributes={"artist": "Vera Holm"}), Item("s1", "Same", attributes={"artist": "A"}), Item("s2", "Same", attributes={"artist": "B"}),
)  # fmt: skip


def read(folder: Path, text: str, name: str = "log.csv", **choices: object) -> Imported:
    (folder / name).write_text(text, "utf-8")
    told = EventChoices(**choices)  # type: ignore[arg-type]
    return read_events(folder / name, {item.id for item in ITEMS}, NOW, None, told, titles_of(ITEMS))


def deeds(found: Imported) -> list[tuple[str, str | None, float | None]]:
    return [(event.kind, event.item, event.value) for event in found.events]


def reasons(found: Imported) -> list[str]:
    return [entry.reason for entry in found.left_out]


@pytest.mark.parametrize(
    "column",
    ["behavior_type", "behaviour", "feedback_type", "event_name", "actiontype", "what_they_did", "op", "interaction"],
)
def test_kinds_stand_in_a_column_of_any_name(tmp_path: Path, column: str) -> None:
    found = read(
        tmp_path,
        f"user,item,{column},timestamp\nann,g1,dislike,{DAY}\nann,g4,fav,{DAY}\nbob,g4,pv,{DAY}\nbob,g1,juggle,{DAY}\n",
    )
    assert deeds(found) == [("dislike", "g1", None), ("like", "g4", None), ("view", "g4", None)]
    assert reasons(found) == ["unknown kind of event"]


def test_kinds_that_only_the_file_knows_are_mapped_or_refused(tmp_path: Path) -> None:
    text = f"user_id,item_id,behavior_type,time\n1,g1,1,{DAY}\n1,g4,4,{DAY}\n"
    assert reasons(read(tmp_path, text)) == ["unknown kind of event"]
    assert deeds(read(tmp_path, text, kinds={"1": "view", "4": "buy"})) == [("view", "g1", None), ("buy", "g4", None)]


def test_what_was_done_is_never_guessed(tmp_path: Path) -> None:
    text = f"user,item,timestamp\nann,g1,{DAY}\n"
    with pytest.raises(CatalogError, match="isn't guessed"):
        read(tmp_path, text)
    assert deeds(read(tmp_path, text, kind="buy")) == [("buy", "g1", None)]


def test_a_log_in_chinese(tmp_path: Path) -> None:
    found = read(tmp_path, "用户,商品,行为,时间\n甲,g1,购买,2022-03-17 08:00:00\n乙,g4,收藏,2022年3月17日\n")
    assert deeds(found) == [("buy", "g1", None), ("like", "g4", None)]
    assert [event.at - DAY for event in found.events] == [8 * 3600, 0]


def test_columns_can_be_named(tmp_path: Path) -> None:
    found = read(
        tmp_path, "Wer,Was,Wann\nann,g1,17.03.2022\n", mapping={"user": "Wer", "item": "Was", "at": "Wann"}, kind="view"
    )
    assert [(event.user, event.at) for event in found.events] == [("ann", DAY)]
    with pytest.raises(CatalogError, match="--map"):
        read(tmp_path, "Wer,Was\nann,g1\n", mapping={"whom": "Wer"})


@pytest.mark.parametrize(
    ("first", "second"),
    [("17.03.22", "02.03.22"), ("3/17/22", "3/2/22"), ("17/03/2022", "02/03/2022"), ("2022-03-17", "2022-03-02")],
)
def test_netflix_in_the_dates_of_a_country(tmp_path: Path, first: str, second: str) -> None:
    text = (
        f'Title,Date\n"Night Ferry: Season 2: The Pier","{first}"\n"The Grey Mill","{second}"\n"Unknown","{second}"\n'
    )
    found = read(tmp_path, text, user="ann")
    assert [(event.kind, event.item, event.at) for event in found.events] == [
        ("play", "g4", DAY),
        ("play", "g1", DAY - 15 * 86_400),
    ]
    assert str(found.left_out[0]) == "1 left out: no item has this title (line 4: 'Unknown')"
    with pytest.raises(CatalogError, match="--user NAME"):
        read(tmp_path, text)


def test_letterboxd_by_title_and_year(tmp_path: Path) -> None:
    head = "Date,Name,Year,Letterboxd URI,Rating\n"
    found = read(tmp_path, head + '2022-03-17,"Grey Mill, The",1971,https://b/1,4.5\n2022-03-17,Tern,2015,https://b/2,0.5\n2022-03-17,Tern,,https://b/3,\n', user="ann")  # fmt: skip
    assert deeds(found) == [("rate", "g1", 4.5), ("rate", "g3", 0.5)]
    assert reasons(found) == ["several items have this title"]


def test_spotify_by_its_address_and_by_title_and_artist(tmp_path: Path) -> None:
    rows = [
        {"ts": "2022-03-17T08:00:00Z", "username": "ann", "ms_played": 61000, "master_metadata_track_name": "x", "spotify_track_uri": "spotify:track:77", "skipped": None},
        {"ts": "2022-03-17T09:00:00Z", "username": "ann", "ms_played": 900, "master_metadata_track_name": "Same", "master_metadata_album_artist_name": "B", "spotify_track_uri": "spotify:track:0", "skipped": True},
    ]  # fmt: skip
    found = read(tmp_path, json.dumps(rows), "Streaming.json")
    assert deeds(found) == [("play", "spotify:track:77", 61.0), ("skip", "s2", None)]
    assert {event.user for event in found.events} == {"ann"}


def test_goodreads_imdb_and_orders(tmp_path: Path) -> None:
    books = "Book Id,Title,Author,My Rating,Exclusive Shelf,Date Read,Date Added\n5,Night Ferry,A,4,read,2022/03/17,2022/01/01\n6,The Grey Mill,B,0,to-read,,2022/01/01\n"
    assert deeds(read(tmp_path, books, user="ann")) == [("rate", "g4", 4)]
    films = "Const,Your Rating,Date Rated,Title,Year\ntt1,9,2022-03-17,The Grey Mill,1971\n"
    assert deeds(read(tmp_path, films, user="ann")) == [("rate", "g1", 4.5)]
    orders = "Order ID,Order Date,ASIN,Order Status,Product Name\n1,2022-03-17T08:00:00Z,g1,Closed,x\n2,2022-03-17T08:00:00Z,g4,Cancelled,y\n"
    assert deeds(read(tmp_path, orders, user="ann")) == [("buy", "g1", None)]
    shop = "Name,Email,Created at,Lineitem name,Lineitem sku\n#1,a@shop.example,2022-03-17 08:00:00 -0400,x,g1\n#1,a@shop.example,2022-03-17 08:00:00 -0400,Night Ferry,\n"
    found = read(tmp_path, shop)
    assert [(event.item, event.at - DAY) for event in found.events] == [("g1", 12 * 3600), ("g4", 12 * 3600)]


def test_analytics_have_several_items_an_event(tmp_path: Path) -> None:
    row = {
        "event_name": "purchase",
        "event_timestamp": int(DAY * 1e6),
        "user_pseudo_id": "p",
        "items": [{"item_id": "g1"}, {"item_id": "g4"}],
    }
    assert deeds(read(tmp_path, json.dumps(row) + "\n", "events.jsonl")) == [("buy", "g1", None), ("buy", "g4", None)]


def test_logs_without_a_header(tmp_path: Path) -> None:
    ratings = read(tmp_path, f"1\tg1\t3\t{int(DAY)}\n2\tg4\t5\t{int(DAY)}\n")
    assert deeds(ratings) == [("rate", "g1", 3), ("rate", "g4", 5)]
    clicks = read(tmp_path, f"1,g1,9,pv,{int(DAY)}\n2,g4,9,buy,{int(DAY)}\n")
    assert deeds(clicks) == [("view", "g1", None), ("buy", "g4", None)]


def test_ratings_as_people_write_them(tmp_path: Path) -> None:
    rows = "".join(
        f'u{n},g1,"{cell}",{DAY}\n' for n, cell in enumerate(("80%", "4/5", "★★★★", "3,5", "thumbs up", "a lot"))
    )
    found = read(tmp_path, "user,item,rating,timestamp\n" + rows)
    assert deeds(found) == [
        ("rate", "g1", 4),
        ("rate", "g1", 4),
        ("rate", "g1", 4),
        ("rate", "g1", 3.5),
        ("like", "g1", None),
    ]
    assert reasons(found) == ["the value is no number"]


@pytest.mark.parametrize(("cell", "after"), [
    ("1647475200000", None), ("44637.5", 12), ("2022-03-17 20:04", 20.0667), ("03/17/2022 8:04 PM", 20.0667), ("2022-03-17T08:00:00+08:00", 0), ("Mar 17, 2022", 0), ("20220317", 0),
    ("2022-03-17 08", 8), ("1647475200000000", 0), ("2022-03-17 08:00:00 UTC", 8), ("17.03.2022 08:00:00 +0200", 6),
])  # fmt: skip
def test_times(cell: str, after: float | None) -> None:
    found = seconds_of(cell)
    assert found == DAY * 1000 if after is None else found - DAY == pytest.approx(after * 3600, abs=2)


def test_the_command_line(tmp_path: Path) -> None:
    store = indexed(tmp_path, 12)[1]
    (tmp_path / "h.csv").write_text("Title,Date\nNo such thing,2022-03-17\n", "utf-8")
    done = CliRunner().invoke(
        app, ["events", "import", str(tmp_path / "h.csv"), "--store", str(store), "--user", "ann"]
    )
    assert done.exit_code == 0, done.output
    assert "no item has this title" in done.output


def test_what_was_never_done_is_said(tmp_path: Path) -> None:
    books = (
        "Book Id,Title,Author,My Rating,Exclusive Shelf,Date Read,Date Added\n6,The Grey Mill,B,0,to-read,,2022/01/01\n"
    )
    assert reasons(read(tmp_path, books, user="ann")) == ["on a shelf, and neither read nor rated"]
    orders = "Order ID,Order Date,ASIN,Order Status,Product Name\n2,2022-03-17T08:00:00Z,g4,Cancelled,y\n"
    assert reasons(read(tmp_path, orders, user="ann")) == ["an order that was cancelled"]


@pytest.mark.parametrize(
    ("ratings", "wanted"),
    [((9, 10, 4), (4.5, 5, 2)), ((80, 95, 20), (4, 4.75, 1)), ((3, 5, 1), (3, 5, 1))],
)
def test_the_scale_of_ratings_is_that_which_they_prove(
    tmp_path: Path, ratings: tuple[int, ...], wanted: tuple[float, ...]
) -> None:
    rows = "".join(f"u{n},g1,{rating},{DAY}\n" for n, rating in enumerate(ratings))
    found = read(tmp_path, "user,item,rating,timestamp\n" + rows)
    assert [event.value for event in found.events] == list(wanted)
    assert len(found.left_out) == (max(ratings) > 5)


def test_one_impossible_rating_is_no_scale(tmp_path: Path) -> None:
    rows = "".join(f"u{n},g1,{50 if n == 7 else 4},{DAY}\n" for n in range(40))
    found = read(tmp_path, "user,item,rating,timestamp\n" + rows)
    assert {event.value for event in found.events} == {4}
    assert [entry.count for entry in found.left_out] == [1]


def test_opinions_and_orders_under_other_names(tmp_path: Path) -> None:
    reviews = "user_id,app_id,is_recommended,date\n7,g1,True,2022-03-17\n8,g4,False,2022-03-17\n"
    assert deeds(read(tmp_path, reviews)) == [("like", "g1", None), ("dislike", "g4", None)]
    orders = "Order Number,Order Date,Customer Email,Item SKU\n1,2022-03-17 10:00,a@x.example,g1\n"
    assert deeds(read(tmp_path, orders, kind="buy")) == [("buy", "g1", None)]
