"""Catalogues of every form become the same typed items, and what is wrong with them is said by id."""

from __future__ import annotations

import json
import os
import string
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval.catalog.items import Item
from retrieval.catalog.reader import Catalog, read_catalog, write_jsonl
from retrieval.errors import CatalogError
from retrieval.language.columns import is_absent
from retrieval.media.reader import MediaLimits
from tests.media_files import damage, picture, sound

DATA = Path(os.environ.get("MEDLEY_DATA", Path(__file__).parents[4] / "shared" / "data"))


def write(path: Path, *lines: str | bytes | dict[str, object]) -> Path:
    """Writes lines: objects as JSON, strings as UTF-8, bytes as they are."""
    encoded = (json.dumps(x, ensure_ascii=False) if isinstance(x, dict) else x for x in lines)
    path.write_bytes(b"".join((x.encode() if isinstance(x, str) else x) + b"\n" for x in encoded))
    return path


def jsonl(folder: Path, *lines: str | bytes | dict[str, object]) -> Path:
    return write(folder / "catalog.jsonl", *lines)


def csv(folder: Path, *lines: str | bytes) -> Path:
    return write(folder / "catalog.csv", *lines)


def ids(catalog: Catalog) -> list[str]:
    return [item.id for item in catalog.items]


def told(catalog: Catalog) -> list[tuple[str, str, bool]]:
    return [(problem.id, problem.field, problem.fatal) for problem in catalog.problems]


# JSONL


def test_a_row_becomes_a_typed_item(tmp_path: Path) -> None:
    picture(tmp_path / "m" / "a.png")
    picture(tmp_path / "m" / "b.jpg")
    sound(tmp_path / "m" / "a.wav")
    row = {
        "id": 7, "title": " A frog ", "description": "green", "title_zh": "青蛙", "description_pt-BR": "verde",
        "image": ["m/a.png", "m/b.jpg"], "audio": "m/a.wav", "price": 3, "weight": 0.5, "alive": True,
        "seen": "2024-02-29", "tags": ["x", "y"], "nothing": None, "empty": "", "none": [], "size": {"w": 1, "h": 2},
    }  # fmt: skip
    catalog = read_catalog(jsonl(tmp_path, row))
    assert catalog.problems == ()
    assert catalog.items == (
        Item(
            id="7",
            title="A frog",
            description="green",
            images=("m/a.png", "m/b.jpg"),
            audio="m/a.wav",
            attributes={
                "price": 3,
                "weight": 0.5,
                "alive": True,
                "seen": date(2024, 2, 29),
                "tags": ("x", "y"),
                "size.w": 1,
                "size.h": 2,
            },
            translations={"zh": {"title": "青蛙"}, "pt": {"description": "verde"}},
            root=tmp_path,
        ),
    )


def test_schema_is_read_from_the_items(tmp_path: Path) -> None:
    catalog = read_catalog(
        jsonl(tmp_path, {"id": "a", "title": "A", "price": 3}, {"id": "b", "title": "B", "price": 9})
    )
    price = catalog.schema["price"]
    assert (price.kind, price.minimum, price.maximum, catalog.schema.size) == ("number", 3, 9, 2)
    assert catalog.schema is catalog.schema


def test_image_and_images_are_one_field(tmp_path: Path) -> None:
    for name in ("a.png", "b.png"):
        picture(tmp_path / name)
    rows: list[dict[str, object]] = [{"id": "1", "images": ["a.png", "b.png", "a.png"]}, {"id": "2", "images": "b.png"}]
    assert [item.images for item in read_catalog(jsonl(tmp_path, *rows)).items] == [("a.png", "b.png"), ("b.png",)]


def test_a_row_without_a_title_stays_without_one(tmp_path: Path) -> None:
    picture(tmp_path / "red_car.png")
    item = read_catalog(jsonl(tmp_path, {"id": "red-car", "image": "red_car.png"})).items[0]
    assert (item.title, item.texts()) == ("", ())


def test_malformed_lines_are_told_by_their_number_and_move_nothing(tmp_path: Path) -> None:
    path = jsonl(tmp_path, {"id": "a", "title": "A"}, "{oops", "", "[1, 2]", "[" * 100_000, {"id": "b", "title": "B"})
    catalog = read_catalog(path)
    assert [(item.id, item.title) for item in catalog.items] == [("a", "A"), ("b", "B")]
    assert told(catalog) == [("line 2", "row", True), ("line 4", "row", True), ("line 5", "row", True)]
    assert "got list" in catalog.problems[1].reason


def test_later_duplicates_are_left_out(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [{"id": "1", "title": "A"}, {"id": 1, "title": "B"}, {"id": 1.0, "title": "C"}]
    catalog = read_catalog(jsonl(tmp_path, *rows))
    assert [item.title for item in catalog.items] == ["A"]
    assert told(catalog) == [("1", "id", True)] * 2
    assert "line 2: this id stands already at line 1" in catalog.problems[0].reason


def test_missing_id_is_made_of_the_content(tmp_path: Path) -> None:
    first = read_catalog(jsonl(tmp_path, {"id": "a", "title": "A"}, {"title": "B"}))
    moved = read_catalog(jsonl(tmp_path, {"id": "new", "title": "N"}, {"id": "a", "title": "A"}, {"title": "B"}))
    assert first.items[1].id == moved.items[2].id != "a"
    assert told(first) == [(first.items[1].id, "id", False)]
    assert "line 2 has no id" in first.problems[0].reason


def test_missing_ids_everywhere_are_told_once(tmp_path: Path) -> None:
    catalog = read_catalog(jsonl(tmp_path, {"title": "A"}, {"title": "B"}, {"title": "A"}))
    assert [item.title for item in catalog.items] == ["A", "B"]
    assert told(catalog) == [("catalog.jsonl", "id", False), (catalog.items[0].id, "id", True)]


@pytest.mark.parametrize("bad", [True, ["a"], {"a": 1}, 1.5, "x" * 501])
def test_ids_that_cannot_be_ids_are_refused(tmp_path: Path, bad: object) -> None:
    catalog = read_catalog(jsonl(tmp_path, {"id": bad, "title": "A"}, {"id": "b", "title": "B"}))
    assert ids(catalog) == (["1.5", "b"] if bad == 1.5 else ["b"])
    assert [fatal for _, _, fatal in told(catalog)] == ([] if bad == 1.5 else [True])


def test_empty_items_are_left_out(tmp_path: Path) -> None:
    catalog = read_catalog(jsonl(tmp_path, {"id": "a", "price": 3, "image": "no.png"}, {"id": "b", "title": "B"}))
    assert ids(catalog) == ["b"]
    assert told(catalog) == [("a", "image", False), ("a", "item", True)]


def test_numbers_that_are_none_are_refused(tmp_path: Path) -> None:
    line = '{"id": "a", "title": "A", "x": NaN, "y": [1, Infinity, 2], "z": 1e999, "w": 99999999999999999999, "v": 1}'
    catalog = read_catalog(jsonl(tmp_path, line))
    assert catalog.items[0].attributes == {"y": (1, 2), "v": 1}
    assert told(catalog) == [("a", name, False) for name in "xyzw"]


def test_what_is_nested_deeper_is_told(tmp_path: Path) -> None:
    catalog = read_catalog(jsonl(tmp_path, {"id": "a", "title": "A", "x": {"y": {"z": 1}, "k": 2}, "l": [{"m": 1}, 3]}))
    assert catalog.items[0].attributes == {"x.k": 2, "l": (3,)}
    assert told(catalog) == [("a", "x.y", False), ("a", "l", False)]


def test_dates_are_read_where_the_whole_column_is_dates(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        {"id": "a", "title": "A", "d": "2024-01-31", "m": "2024-01-31", "l": ["2024-01-31"], "n": "2024-02-30"},
        {"id": "b", "title": "B", "d": "1999-12-01", "m": "spring"},
    ]
    first = read_catalog(jsonl(tmp_path, *rows)).items[0]
    day = date(2024, 1, 31)
    assert first.attributes == {"d": day, "m": "2024-01-31", "l": (day,), "n": "2024-02-30"}


def test_too_long_strings_are_cut_and_told(tmp_path: Path) -> None:
    row: dict[str, object] = {"id": "a", "title": "A", "description": "x" * 11, "note": "y" * 12, "fits": "z" * 10}
    catalog = read_catalog(jsonl(tmp_path, row), limits=MediaLimits(characters=10))
    item = catalog.items[0]
    assert (item.description, item.attributes["note"], item.attributes["fits"]) == ("x" * 10, "y" * 10, "z" * 10)
    assert told(catalog) == [("a", "description", False), ("a", "note", False)]
    assert "cut to 10 of 11 characters" in catalog.problems[0].reason


def test_texts_of_another_type(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        {"id": "a", "title": 300, "description": ["one", None, "two"]},
        {"id": "b", "title": {"en": "B"}, "description": "kept"},
        {"id": "c", "title": True, "description": "kept"},
    ]
    catalog = read_catalog(jsonl(tmp_path, *rows))
    assert [(i.title, i.description) for i in catalog.items] == [("300", "one two"), ("", "kept"), ("", "kept")]
    assert told(catalog) == [("b", "title", False), ("c", "title", False)]


def test_control_characters_become_spaces(tmp_path: Path) -> None:
    item = read_catalog(jsonl(tmp_path, {"id": "a", "title": "\x00A\x1b[31m\nB\x7f"})).items[0]
    assert item.title == "A [31m\nB"


# translations


@pytest.mark.parametrize(
    ("column", "language"),
    [("title_zh", "zh"), ("title_de", "de"), ("title_pt_br", "pt"), ("title_zh-CN", "zh"), ("title-fr", "fr")],
)
def test_language_codes_make_translations(tmp_path: Path, column: str, language: str) -> None:
    item = read_catalog(jsonl(tmp_path, {"id": "a", "title": "A", column: "B"})).items[0]
    assert (item.translations, item.attributes) == ({language: {"title": "B"}}, {})


@pytest.mark.parametrize("column", ["title_id", "title_xx", "title_short", "description_html", "name_zh", "title_no1"])
def test_other_endings_make_attributes(tmp_path: Path, column: str) -> None:
    item = read_catalog(jsonl(tmp_path, {"id": "a", "title": "A", column: "B"})).items[0]
    assert (item.translations, item.attributes) == ({}, {column: "B"})


def test_numbers_are_no_translations(tmp_path: Path) -> None:
    item = read_catalog(jsonl(tmp_path, {"id": "a", "title": "A", "title_no": 5})).items[0]
    assert (item.translations, item.attributes) == ({}, {"title_no": 5})


def test_regions_of_one_language_stand_beside_each_other(tmp_path: Path) -> None:
    row: dict[str, object] = {"id": "a", "title_zh_TW": "計程車", "title_zh-CN": "出租车"}
    item = read_catalog(jsonl(tmp_path, row)).items[0]
    assert item.translations == {"zh": {"title": "出租车"}, "zh-tw": {"title": "計程車"}}


# encodings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.json", "a.txt"])
def test_unicode_with_and_without_marks(tmp_path: Path, encoding: str, name: str) -> None:
    text = {
        "a.jsonl": '{"id": "a", "title": "青蛙"}\n{"id": "b", "title": "Käfer"}\n',
        "a.json": '[{"id": "a", "title": "青蛙"},\n {"id": "b", "title": "Käfer"}]',
        "a.csv": "id,title\r\na,青蛙\r\nb,Käfer\r\n",
    }
    (tmp_path / name).write_bytes(text.get(name, text["a.jsonl"]).encode(encoding))
    catalog = read_catalog(tmp_path / name)
    assert [(item.id, item.title) for item in catalog.items] == [("a", "青蛙"), ("b", "Käfer")]
    assert catalog.problems == ()


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_other_encodings_cost_their_own_strings(tmp_path: Path, form: str) -> None:
    if form == "jsonl":
        bad = '{"id": "b", "title": "Käfer", "kind": "x"}'.encode("latin-1")
        path = jsonl(tmp_path, {"id": "a", "title": "A"}, bad, {"id": "c", "title": "青蛙"})
    else:
        path = csv(tmp_path, "id,title,kind", "a,A,x", "b,Käfer,x".encode("latin-1"), "c,青蛙,x")
    catalog = read_catalog(path)
    assert [(item.id, item.title) for item in catalog.items] == [("a", "A"), ("c", "青蛙")]
    assert told(catalog) == [("b", "title", False), ("b", "item", True)]
    assert "not UTF-8" in catalog.problems[0].reason


def test_lone_surrogates_are_refused(tmp_path: Path) -> None:
    catalog = read_catalog(jsonl(tmp_path, r'{"id": "a", "title": "A", "x": "\ud800"}'))
    assert (catalog.items[0].attributes, told(catalog)) == ({}, [("a", "x", False)])


# CSV


def test_columns_are_typed_as_a_whole(tmp_path: Path) -> None:
    path = csv(
        tmp_path,
        "id,title,price,mixed,code,ok,day,tags,years,note",
        '007,A,3,1,012,yes,2024-01-31,x|y,1990;1991,"one; two, three"',
        "2,B,4.5,two,13,no,1999-12-01,z,1992,",
        "3,C,,,,,,,,",
    )
    first, second, third = read_catalog(path).items
    assert (first.id, third.attributes) == ("007", {})
    assert first.attributes == {
        "price": 3, "mixed": "1", "code": "012", "ok": True, "day": date(2024, 1, 31), "tags": ("x", "y"),
        "years": (1990, 1991), "note": ("one", "two, three"),
    }  # fmt: skip
    assert second.attributes == {
        "price": 4.5, "mixed": "two", "code": "13", "ok": False, "day": date(1999, 12, 1), "tags": ("z",),
        "years": (1992,),
    }  # fmt: skip


def test_prose_is_no_list(tmp_path: Path) -> None:
    prose = "A first sentence that goes on for quite a while and then some; and another one."
    path = csv(tmp_path, "id,title,note,brand", f'1,A,"{prose}",Rock &amp; Roll')
    assert read_catalog(path).items[0].attributes == {"note": prose, "brand": "Rock & Roll"}


def test_what_is_infinite_is_refused_and_nan_is_absent(tmp_path: Path) -> None:
    catalog = read_catalog(csv(tmp_path, "id,title,price", "a,A,1", "b,B,NaN", "c,C,-inf", "d,D,n/a", "e,E,1e999"))
    assert [item.attributes for item in catalog.items] == [{"price": 1}, {}, {}, {}, {}]
    assert told(catalog) == [(name, "price", False) for name in "ce"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    path = csv(tmp_path, *(delimiter.join(row) for row in (["id", "title", "n"], ["a", "A, or B", "1"])))
    if delimiter == ",":
        path = csv(tmp_path, "id,title,n", 'a,"A, or B",1')
    item = read_catalog(path).items[0]
    assert (item.id, item.title, item.attributes) == ("a", "A, or B", {"n": 1})


def test_one_column_alone(tmp_path: Path) -> None:
    assert [item.title for item in read_catalog(csv(tmp_path, "title", "frog", "toad")).items] == ["frog", "toad"]


def test_a_quote_that_is_never_closed_costs_its_own_line(tmp_path: Path) -> None:
    path = csv(tmp_path, "id,title,kind", "a,A,x", 'b,"B,x', "c,C,x", '"d","D\nD",x', "e,E,x")
    catalog = read_catalog(path)
    assert [(item.id, item.title) for item in catalog.items] == [("a", "A"), ("c", "C"), ("d", "D\nD"), ("e", "E")]
    assert told(catalog) == [("line 3", "row", True)]


def test_a_quote_that_closes_in_a_later_row_costs_its_own_line(tmp_path: Path) -> None:
    catalog = read_catalog(csv(tmp_path, "id,title,kind", 'b,"B,x', '5",C,x', "e,E,x"))
    assert [(item.id, item.title) for item in catalog.items] == [('5"', "C"), ("e", "E")]
    assert told(catalog) == [("line 2", "row", True)]


def test_rows_of_another_width(tmp_path: Path) -> None:
    catalog = read_catalog(csv(tmp_path, "id,title,kind", "a,A, or B,x", "b,B", "c,C,x,,", "d,D,x"))
    assert [(item.id, item.title) for item in catalog.items] == [("b", "B"), ("c", "C"), ("d", "D")]
    assert told(catalog) == [("line 2", "row", True), ("line 3", "row", False)]
    assert "expected 3 columns, got 4" in catalog.problems[0].reason


def test_several_pictures_in_a_cell(tmp_path: Path) -> None:
    for name in ("a.png", "b.png", "c;d.png"):
        picture(tmp_path / name)
    items = read_catalog(csv(tmp_path, "id,image", "1,a.png|b.png", "2,a.png; b.png", "3,c;d.png")).items
    assert [item.images for item in items] == [("a.png", "b.png"), ("a.png", "b.png"), ("c;d.png",)]


def test_mapping_names_the_columns(tmp_path: Path) -> None:
    path = csv(tmp_path, "nr,name,名称,title", "1,Frog,青蛙,not this")
    catalog = read_catalog(path, mapping={"id": "nr", "title": "name", "title_zh": "名称"})
    item = catalog.items[0]
    assert (item.id, item.title, item.translations) == ("1", "Frog", {"zh": {"title": "青蛙"}})
    assert item.attributes == {}
    assert told(catalog) == [("catalog.csv", "mapping", False)], "what mapping hides is told"


def test_one_column_may_fill_two_fields(tmp_path: Path) -> None:
    item = read_catalog(csv(tmp_path, "name,n", "Frog,1"), mapping={"id": "name", "title": "name"}).items[0]
    assert (item.id, item.title) == ("Frog", "Frog")


def test_mapping_to_an_unknown_column_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="no column 'nome': the columns are id, name"):
        read_catalog(csv(tmp_path, "id,name", "1,Frog"), mapping={"title": "nome"})


def test_core_columns_may_be_capitalised(tmp_path: Path) -> None:
    item = read_catalog(csv(tmp_path, "ID,Title,Price", "1,Frog,2")).items[0]
    assert (item.id, item.title, item.attributes) == ("1", "Frog", {"Price": 2})


# JSON arrays


@pytest.mark.parametrize("wrap", ["[{}]", '{{"version": 1, "items": [{}]}}'])
def test_json_array(tmp_path: Path, wrap: str) -> None:
    rows = '{"id": "a", "title": "A"}, 3, {"id": "b",\n"title": "B"}' if wrap == "[{}]" else '{"id": "a", "title": "A"}'
    path = write(tmp_path / "c.json", wrap.format(rows))
    catalog = read_catalog(path)
    assert ids(catalog) == (["a", "b"] if wrap == "[{}]" else ["a"])
    assert told(catalog) == ([("entry 2", "row", True)] if wrap == "[{}]" else [])


def test_json_lines_in_a_json_file(tmp_path: Path) -> None:
    path = write(tmp_path / "c.json", {"id": "a", "title": "A"}, {"id": "b", "title": "B"})
    assert ids(read_catalog(path)) == ["a", "b"]


# media


def test_media_that_cannot_be_used_is_told_and_the_item_kept(tmp_path: Path) -> None:
    root = tmp_path / "catalogue"
    picture(tmp_path / "secret.png")
    picture(root / "good.png")
    sound(root / "good.wav")
    (root / "link.png").symlink_to(tmp_path / "secret.png")
    (root / "text.png").write_text("hello")
    os.mkfifo(root / "pipe.png")
    cases = {
        "missing.png": "no such file",
        "../secret.png": "outside",
        str(tmp_path / "secret.png"): "outside",
        "link.png": "outside",
        "text.png": "neither a picture nor a sound",
        "pipe.png": "pipe",
        "good.wav": "expected a picture, got a sound",
        "http://example.org/a.png": "URL",
        "data:image/png;base64,AAAA": "URL",
        "file:///etc/passwd": "URL",
    }
    rows: list[dict[str, object]] = [
        {"id": str(n), "title": "T", "image": [name, "good.png"]} for n, name in enumerate(cases)
    ]
    catalog = read_catalog(jsonl(root, *rows))
    assert [item.images for item in catalog.items] == [("good.png",)] * len(cases)
    assert told(catalog) == [(str(n), "image", False) for n in range(len(cases))]
    for problem, reason in zip(catalog.problems, cases.values(), strict=True):
        assert reason in problem.reason


def test_absolute_path_inside_the_folder_becomes_relative(tmp_path: Path) -> None:
    path = picture(tmp_path / "m" / "a.png")
    assert read_catalog(jsonl(tmp_path, {"id": "a", "image": str(path)})).items[0].images == ("m/a.png",)


def test_over_large_media_is_told(tmp_path: Path) -> None:
    size = sound(tmp_path / "a.wav").stat().st_size
    catalog = read_catalog(jsonl(tmp_path, {"id": "a", "title": "A", "audio": "a.wav"}), limits=MediaLimits(bytes=99))
    assert catalog.items[0].audio is None
    assert f"at most 99 bytes, got {size:,}" in catalog.problems[0].reason


def test_a_second_sound_is_told(tmp_path: Path) -> None:
    for name in ("a.wav", "b.wav"):
        sound(tmp_path / name)
    catalog = read_catalog(jsonl(tmp_path, {"id": "a", "audio": ["a.wav", "b.wav"]}))
    assert (catalog.items[0].audio, told(catalog)) == ("a.wav", [("a", "audio", False)])


def test_media_names_of_another_type_are_told(tmp_path: Path) -> None:
    catalog = read_catalog(jsonl(tmp_path, {"id": "a", "title": "A", "image": [3, None], "audio": {"x": 1}}))
    assert told(catalog) == [("a", "image", False), ("a", "audio", False)]


def test_check_media_decodes_and_shifts_nothing(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        picture(tmp_path / f"{name}.png", size=(50, 50))
        sound(tmp_path / f"{name}.wav")
    damage(tmp_path / "b.png", keep=0.6)
    sound(tmp_path / "b.wav", samples=np.zeros(999, np.float32))
    rows: list[dict[str, object]] = [{"id": n, "image": f"{n}.png", "audio": f"{n}.wav"} for n in "abc"]
    path = jsonl(tmp_path, *rows)
    assert read_catalog(path).problems == (), "cheap checks don't decode"
    seen: list[tuple[int, int]] = []
    catalog = read_catalog(path, check_media=True, progress=lambda done, total: seen.append((done, total)))
    assert [(i.id, i.images, i.audio) for i in catalog.items] == [(n, (f"{n}.png",), f"{n}.wav") for n in "ac"]
    assert told(catalog) == [("b", "image", False), ("b", "audio", False), ("b", "item", True)]
    assert "silent" in catalog.problems[1].reason
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_problems_come_in_the_order_of_the_rows(tmp_path: Path) -> None:
    path = jsonl(tmp_path, {"id": "a", "title": "A", "image": "x.png"}, "{", {"id": "a", "title": "A"}, {"id": "d"})
    assert [problem.id for problem in read_catalog(path).problems] == ["a", "line 2", "a", "d"]


# folders


def test_files_with_odd_names_are_read_as_they_are_called(tmp_path: Path) -> None:
    odd = (
        "  spaces  /a fox.png",
        "a \n b.png",
        " c .png",
        "d...png",
        "$(e) & <f>.png",
        "猫 🦊.png",
        'g\'s "h".png',
        "%20?#.png",
    )
    for name in odd:
        picture(tmp_path / name)
    catalog = read_catalog(tmp_path)
    assert sorted(item.images[0] for item in catalog.items) == sorted(odd)
    assert told(catalog) == []
    assert all(item.media_path(item.images[0]).is_file() for item in catalog.items)


def test_files_of_one_name_are_one_item(tmp_path: Path) -> None:
    picture(tmp_path / "animals" / "RedFox_at-night.png")
    sound(tmp_path / "animals" / "RedFox_at-night.ogg")
    picture(tmp_path / "cars" / "old" / "02 - blue_car.jpg")
    picture(tmp_path / "9f86d081884c7d65.png")
    picture(tmp_path / ".hidden" / "x.png")
    (tmp_path / "notes.txt").write_text("hello")
    catalog = read_catalog(tmp_path)
    assert {item.id: (item.title, item.images, item.audio, item.attributes) for item in catalog.items} == {
        "9f86d081884c7d65": ("", ("9f86d081884c7d65.png",), None, {}),
        "animals/RedFox_at-night": (
            "Red Fox at night",
            ("animals/RedFox_at-night.png",),
            "animals/RedFox_at-night.ogg",
            {"category": "animals"},
        ),
        "cars/old/02 - blue_car": (
            "blue car",
            ("cars/old/02 - blue_car.jpg",),
            None,
            {"category": ("cars", "old")},
        ),
    }
    assert told(catalog) == [(tmp_path.name, "files", False)]
    assert "1 .txt" in catalog.problems[0].reason


def test_tags_win_over_the_file_name(tmp_path: Path) -> None:
    tags = {"title": "Ocean Waves", "artist": "Ann", "album": "Sea", "genre": "Ambient", "date": "1999-05-01"}
    sound(tmp_path / "01_track.flac", tags=tags)
    sound(tmp_path / "02_birds.mp3")
    first, second = read_catalog(tmp_path).items
    assert first.title == "Ocean Waves"
    assert first.attributes == {"artist": "Ann", "album": "Sea", "genre": "Ambient", "year": 1999}
    assert (second.title, second.attributes) == ("birds", {})


def test_a_link_out_of_the_folder_is_left_out(tmp_path: Path) -> None:
    root = tmp_path / "folder"
    picture(root / "a.png")
    (root / "b.png").symlink_to(picture(tmp_path / "secret.png"))
    catalog = read_catalog(root)
    assert ids(catalog) == ["a"]
    assert told(catalog) == [("b", "image", False), ("b", "item", True)]


def test_the_folder_of_a_catalogue_points_to_its_file(tmp_path: Path) -> None:
    picture(tmp_path / "a.png")
    jsonl(tmp_path, {"id": "a", "image": "a.png"})
    assert "to read catalog.jsonl, name that file" in read_catalog(tmp_path).problems[0].reason


def test_names_that_are_not_utf8_are_told_and_printable(tmp_path: Path) -> None:
    picture(tmp_path / "a.png")
    (tmp_path / "a.png").rename(os.fsdecode(os.fsencode(tmp_path) + b"/k\xe4fer.png"))
    picture(tmp_path / "b.png")
    catalog = read_catalog(tmp_path)
    assert ids(catalog) == ["b"]
    assert [problem.fatal for problem in catalog.problems] == [True]
    str(catalog.problems[0]).encode()


# no catalogue at all


def test_what_is_no_catalogue_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").touch()
    (tmp_path / "blank.csv").write_text("\n\n")
    (tmp_path / "header.csv").write_text("id,title\n")
    (tmp_path / "twice.csv").write_text("id,id\n1,2\n")
    (tmp_path / "binary.csv").write_bytes(b"PK\3\4\0\0\0\0")
    (tmp_path / "bad.json").write_text('[{"id": 1},')
    (tmp_path / "broken.jsonl").write_text("{\n{\n")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    cases = {
        "none.jsonl": "found nothing there",
        "empty.jsonl": "is empty",
        "blank.csv": "is empty",
        "header.csv": "holds no rows",
        "twice.csv": "'id' stands twice",
        "binary.csv": "can't be unpacked",
        "bad.json": "expected a JSON array",
        "broken.jsonl": "not one item could be read: 2 problems, the first: line 1",
        "folder": "is empty",
        "pipe": "found something else",
    }
    for name, reason in cases.items():
        with pytest.raises(CatalogError, match=reason):
            read_catalog(tmp_path / name)
    with pytest.raises(CatalogError, match="at most 5 bytes, got 9"):
        read_catalog(tmp_path / "header.csv", limits=MediaLimits(catalog_bytes=5))


# writing

LETTERS = string.ascii_letters + string.digits + " éß青蛙'\",;|{}\\"
words = st.text(LETTERS, min_size=1, max_size=20).map(str.strip).filter(lambda word: word and not is_absent(word))
whole = st.integers(-(2**63) + 1, 2**63 - 1)
real = st.floats(allow_nan=False, allow_infinity=False)
scalar = words | whole | real | st.booleans()
# a column of dates holds nothing else, as a column of strings that all look like dates would be read as dates
columns = {"a": scalar, "b": st.lists(scalar, min_size=1, max_size=4).map(tuple), "day": st.dates(), "words": words}
texts = st.dictionaries(st.sampled_from(["title", "description"]), words, min_size=1)
items = st.builds(
    Item,
    id=st.uuids().map(str),
    title=words,
    description=words | st.just(""),
    images=st.sampled_from([(), ("a.png",), ("a.png", "m/b.png")]),
    audio=st.sampled_from([None, "a.wav"]),
    attributes=st.fixed_dictionaries({}, optional=columns),
    translations=st.dictionaries(st.sampled_from(["zh", "de", "pt"]), texts),
)


@given(st.lists(items, min_size=1, max_size=5, unique_by=lambda item: item.id))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_written_is_read_back(tmp_path: Path, made: list[Item]) -> None:
    if not (tmp_path / "a.wav").exists():
        picture(tmp_path / "a.png")
        picture(tmp_path / "m" / "b.png")
        sound(tmp_path / "a.wav")
    path = write_jsonl(made, tmp_path / "c.jsonl")
    catalog = read_catalog(path)
    assert catalog.problems == ()
    for got, wrote in zip(catalog.items, made, strict=True):
        assert got.root == tmp_path
        for name in ("id", "title", "description", "images", "audio", "attributes", "translations"):
            assert getattr(got, name) == getattr(wrote, name), name
    before = path.read_bytes()
    assert write_jsonl(catalog, path).read_bytes() == before


def test_writing_leaves_the_old_file_when_it_fails(tmp_path: Path) -> None:
    path = write_jsonl([Item("a", "A")], tmp_path / "c.jsonl")
    with pytest.raises(ValueError, match="Out of range"):
        write_jsonl([Item("a", "A", attributes={"x": float("nan")})], path)
    assert (ids(read_catalog(path)), os.listdir(tmp_path)) == (["a"], ["c.jsonl"])


# any bytes at all


@given(
    st.binary(max_size=300) | st.text(max_size=200).map(str.encode), st.sampled_from(["jsonl", "json", "csv", "txt"])
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_read_or_refused(tmp_path: Path, data: bytes, suffix: str) -> None:
    path = tmp_path / f"c.{suffix}"
    path.write_bytes(data)
    try:
        catalog = read_catalog(path)
    except CatalogError:
        return
    assert catalog.items
    for name in [item.id for item in catalog.items] + [problem.id for problem in catalog.problems]:
        name.encode()


@pytest.mark.parametrize("name", sorted(path.name for path in DATA.iterdir() if path.is_dir()) if DATA.is_dir() else [])
def test_evaluation_sets_read_without_a_problem(name: str) -> None:
    for path in sorted((DATA / name).glob("catalog*.jsonl")):
        catalog = read_catalog(path)
        with path.open(encoding="utf-8") as lines:
            assert len(catalog.items) == sum(1 for line in lines if line.strip())
        assert catalog.problems == ()
