"""Answers as people and programs take them: text, rich, cards in a notebook, tables."""

import base64
import io
import re
import sys
from datetime import date
from html.parser import HTMLParser

import pytest
import soundfile
from PIL import Image
from rich.console import Console

from agent import Answer, Pick, Recommender
from retrieval.catalog.items import Item
from retrieval.errors import MissingExtraError
from tests.catalogues import indexed
from tests.media_files import picture, sound

POISON = '<script>alert(1)</script>" onerror="x & \x1b[2J[bold]'


def _pick(position: int, item: Item, reason: str = "Because.") -> Pick:
    return Pick(position, item, 0.75, {"text": 0.5, "look": 0.25}, {"text": 0.5, "image": 0.25, "audio": 0.0}, reason)


@pytest.fixture
def answer(tmp_path) -> Answer:
    picture(tmp_path / "p.png", size=(900, 600))
    sound(tmp_path / "short.wav", seconds=0.5)
    sound(tmp_path / "long.wav", seconds=30)
    first = Item("a", "Frog", images=("p.png",), audio="short.wav", root=tmp_path,
                 attributes={"price": 3, "tags": ("x", "y"), "score": 9, "mixed": 1, "since": date(2020, 1, 2)})  # fmt: skip
    second = Item("b", POISON, images=("gone.png",), audio="long.wav", root=tmp_path,
                  attributes={"price": 4.5, "tags": "z", "mixed": "two"})  # fmt: skip
    picks = (_pick(1, first), _pick(2, second, POISON))
    return Answer("frogs", "en", picks, understood=("price < 5",), notes=(POISON,), question=POISON, matching=2)


class _Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.append((tag, dict(attrs)))


def test_cards_hold_pictures_and_players_and_fetch_nothing(answer) -> None:
    text = answer._repr_html_()
    tags = _Tags(text).tags
    images = [attributes for tag, attributes in tags if tag == "img"]
    players = [attributes for tag, attributes in tags if tag == "audio"]
    assert len(images) == 1
    assert images[0]["alt"] == "Frog"
    shown = Image.open(io.BytesIO(base64.b64decode(images[0]["src"].split(",")[1])))
    assert max(shown.size) == 240
    assert [p["src"].split(";")[0] for p in players] == ["data:audio/wav", "data:audio/mpeg"]
    long, _ = soundfile.read(io.BytesIO(base64.b64decode(players[1]["src"].split(",")[1])))
    assert 11 < len(long) / 22_050 < 13
    assert not re.search(r"(src|href)=\"(?!data:)", text)
    assert "gone.png" in text
    assert len(text) < 600_000


def test_item_text_is_never_html(answer) -> None:
    for text in (answer._repr_html_(), answer[1]._repr_html_()):
        assert "<script" not in text
        for tag, attributes in _Tags(text).tags:
            assert tag in {"style", "div", "figure", "img", "audio", "figcaption", "b", "small", "span", "p", "i"}
            assert not [name for name in attributes if name.startswith("on")]


def test_text_and_rich_say_the_same_and_obey_no_item(answer) -> None:
    console = Console(record=True, width=120, file=io.StringIO(), force_terminal=True)
    console.print(answer)
    printed = console.export_text()
    for text in (str(answer), printed):
        assert "Frog" in text
        assert "price < 5" in text
        assert "\x1b[2J" not in text
        assert "[bold]" in text


def test_an_answer_is_a_sequence_of_picks(answer) -> None:
    assert [pick.id for pick in answer] == ["a", "b"]
    assert answer[-1].id == "b"
    assert len(answer) == 2


def test_tables_have_a_row_a_pick(answer) -> None:
    table = answer.to_pandas()
    assert list(table.columns[:8]) == ["position", "id", "title", "score", "text", "image", "audio", "reason"]
    assert table["price"].tolist() == [3, 4.5]
    assert table["item.score"].tolist()[0] == 9
    assert table["tags"].tolist() == [["x", "y"], ["z"]]
    assert table["score"].tolist() == (table["text"] + table["image"] + table["audio"]).tolist()
    frame = answer.to_polars()
    assert frame.shape == (2, len(table.columns))
    assert frame["mixed"].to_list() == ["1", "two"]
    assert frame["since"].to_list() == [date(2020, 1, 2), None]
    empty = Answer("x", "en", ())
    assert list(empty.to_pandas().columns) == empty.to_polars().columns == list(table.columns[:8])


def test_a_missing_library_is_named_with_its_remedy(answer, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    monkeypatch.setitem(sys.modules, "polars", None)
    for convert in (answer.to_pandas, answer.to_polars):
        with pytest.raises(MissingExtraError, match=r"pip install -e '\.\[tables\]'"):
            convert()


def test_cards_show_the_share_of_behaviour_of_somebody_who_is_known(tmp_path) -> None:
    _, store, _ = indexed(tmp_path)
    with Recommender(store) as medley:
        medley.record("like", "i001", user="ann")
        answer = medley.recommend("a fox", user="ann")
        assert any("behaviour" in pick.modalities for pick in answer)
        assert "behaviour" in answer._repr_html_()
        assert "行为" in medley.recommend("狐狸", user="ann")._repr_html_()
