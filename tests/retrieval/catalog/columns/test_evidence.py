"""What a column of strings becomes: numbers with marks and units, yes and no, lists, text without HTML, codes, nothing."""

import pytest

from retrieval.catalog.columns.evidence import typed
from retrieval.catalog.columns.markup import plain_text
from retrieval.catalog.items import Value
from retrieval.language.columns import core_named, heads, is_absent, says_whether, truth_of


def values(name: str, *cells: str) -> list[Value]:
    return list(typed(name, {row: cell for row, cell in enumerate(cells) if cell}).values.values())


def test_numbers_with_marks_and_units() -> None:
    assert values("sold", "1,299", "12", "3.5") == [1299, 12, 3.5]
    assert values("Gewicht", "1,5 kg", "0,25 kg") == [1.5, 0.25]
    made = typed("weight", {0: "1.5 kg", 1: "500 g", 2: "2 kg"})
    assert (made.values, made.unit) == ({0: 1.5, 1: 0.5, 2: 2}, "kg")
    assert made.beside["_unit"][1] == "kg"
    percent = typed("discount", {0: "45%", 1: "7.5 %"})
    assert (percent.values, percent.unit) == ({0: 45, 1: 7.5}, "%")
    many = typed("players", {0: "2–4", 1: "1-2", 2: "3"})
    assert (many.values, many.beside["_max"]) == ({0: 2, 1: 1, 2: 3}, {0: 4, 1: 2})


@pytest.mark.parametrize(("name", "cells", "kind"), [
    ("in_stock", ("0", "200", "35"), "number"), ("qty", ("5", "20", "35"), "number"), ("pages", ("120", "90", "300"), "number"),
    ("released_at", ("1556668800", "1673740800"), "date"), ("sold", ("1556668800", "1673740800"), "number"),
])  # fmt: skip
def test_plain_numbers_are_dates_only_where_they_are_moments(name: str, cells: tuple[str, ...], kind: str) -> None:
    assert typed(name, dict(enumerate(cells))).kind == kind


def test_amounts_of_several_dimensions_stay_text() -> None:
    assert typed("quantity", {0: "400 g", 1: "1 l", 2: "6 pieces"}).kind == "text"


@pytest.mark.parametrize("cells", [("Yes", "No"), ("TRUE", "false"), ("Y", "N"), ("是", "否"), ("ja", "nein"), ("✓", "✗"), ("on", "off"), ("有", "无"), ("oui", "non")])  # fmt: skip
def test_yes_and_no_in_many_spellings(cells: tuple[str, str]) -> None:
    assert values("anything", *cells) == [True, False]


def test_one_and_nought_are_yes_and_no_where_the_name_says_so() -> None:
    for name in ("in_stock", "is_new", "vegan", "Is Public Domain", "是否有机"):
        assert values(name, "1", "0") == [True, False], name
    for name in ("count", "required_age", "Owned Copies", "stock"):
        assert values(name, "1", "0") == [1, 0], name


@pytest.mark.parametrize(("name", "cells", "expected"), [
    ("tags", ("a, b", "c"), [("a", "b"), ("c",)]),
    ("anything", ("['a', 'b']", "['c']"), [("a", "b"), ("c",)]),
    ("anything", ('["a", "b"]', "[]"), [("a", "b")]),
    ("anything", ("{a,b}", "{c}"), [("a", "b"), ("c",)]),
    ("anything", ("a|b", "c"), [("a", "b"), ("c",)]),
    ("category", ("Home > Lamps > Desk", "Home > Chairs"), [("Home", "Lamps", "Desk"), ("Home", "Chairs")]),
    ("mood", ("calm, warm", "warm, calm", "calm"), [("calm", "warm"), ("warm", "calm"), ("calm",)]),
    ("use", ("calm, warm", "warm, calm", "calm"), [("calm", "warm"), ("warm", "calm"), ("calm",)]),
    ("标签", ("红色、棉", "蓝色"), [("红色", "棉"), ("蓝色",)]),
    ("genres", ('[{"id": 1, "name": "Drama"}, {"id": 2, "name": "War"}]', "[]"), [("Drama", "War")]),
    ("allergens", ("nuts/milk", "soy"), [("nuts", "milk"), ("soy",)]),
    ("nationality", ("(French) (British)", "(Dutch)"), [("French", "British"), ("Dutch",)]),
])  # fmt: skip
def test_lists(name: str, cells: tuple[str, ...], expected: list[Value]) -> None:
    assert values(name, *cells) == expected


@pytest.mark.parametrize(("name", "cells"), [
    ("author", ("Lund, Eva", "Lund, Per")), ("address", ("1 Mill Rd, Ely", "2 Mill Rd, Ely")), ("developer", ("Mill & Co., Ltd.", "Fen Games")),
    ("abstract", ("We cut; we glue; we sand.", "One; two")), ("link", ("https://a.example/x;y", "https://b.example/z")), ("version", ("c/c++", "go")),
    ("remark", ("It came late, and the box was torn.", "Fine, thanks")),
])  # fmt: skip
def test_what_is_no_list_stays_one(name: str, cells: tuple[str, ...]) -> None:
    assert values(name, *cells) == list(cells)


def test_html_leaves_its_words() -> None:
    page = "<div><h2>Kettle</h2><p>Holds 1&nbsp;litre &amp; <em>whistles</em>.<script>var a = 1;</script><style>p {}</style></p><ul><li>Steel</li></ul></div>"
    assert plain_text(page) == "Kettle\nHolds 1 litre & whistles.\nSteel"
    assert values("info", page, "plain") == [plain_text(page), "plain"]
    assert plain_text("&lt;p&gt;Twice&lt;/p&gt;") == "Twice"
    assert [plain_text(text) for text in ("1 < 2 & 3 > 2", "the <div> tag", "I <3 tea", "<Untitled>")] == [
        "1 < 2 & 3 > 2", "the <div> tag", "I <3 tea", "<Untitled>",
    ]  # fmt: skip


def test_codes_keep_their_digits() -> None:
    assert values("zip", "01067", "10115") == ["01067", "10115"]
    assert values("barcode", "4006381333931") == ["4006381333931"]
    assert values("ISBN", '="0441013597"') == ["0441013597"]
    assert values("anything", "007", "12") == ["007", "12"]
    mangled = typed("barcode", {0: "4.00638E+12", 1: "4006381333931"})
    assert mangled.values == {1: "4006381333931"}
    assert "spreadsheet" in mangled.refused[0]
    assert values("size", "38", "38B") == ["38", "38B"]
    assert values("age group", "2T", "3T") == ["2T", "3T"]


@pytest.mark.parametrize("word", ["N/A", "-", "nan", "TBD", "null", "#N/A", "暂无", "(none)", "Not Available", "—"])
def test_empty_words_are_nothing(word: str) -> None:
    assert is_absent(word)
    assert values("colour", "red", word) == ["red"]
    assert values("count", "5", word) == [5]


def test_words_that_may_mean_something_are_nothing_only_among_amounts() -> None:
    assert values("parking", "none", "garage") == ["none", "garage"]
    assert values("price", "none", "5") == [5]


def test_words_of_columns() -> None:
    assert (heads("Variant Price", "money"), heads("Priceless", "money"), heads("出版日期", "date")) == (
        True,
        False,
        True,
    )
    assert (says_whether("isNew"), says_whether("stock")) == (True, False)
    assert (truth_of("maybe"), core_named("商品名称"), core_named("颜色")) == (None, "title", "")


def test_strings_of_json_need_a_telling_spelling() -> None:
    def strict(name: str, *cells: str) -> list[Value]:
        return list(typed(name, dict(enumerate(cells)), strict=True).values.values())

    assert strict("answer", "yes", "no") == ["yes", "no"]
    assert strict("grade", "1", "2") == ["1", "2"]
    assert strict("price", "12.5", "3") == [12.5, 3]
    assert strict("cost", "$5", "$7") == [5, 7]
    assert strict("note", "a|b", "c") == ["a|b", "c"]


def test_several_in_brackets_are_a_list_of_what_they_are() -> None:
    assert values("BeginDate", "(1841)", "(1944) (1947)") == [(1841,), (1944, 1947)]


def test_quotes_of_a_spreadsheet_around_a_number_are_gone() -> None:
    assert values("discount", "'-2.00'", "'0'") == [-2, 0]


def test_a_column_of_years_keeps_the_year_of_a_day() -> None:
    made = typed("AccessionYear", {0: "1979", 1: "1967-01-01", 2: "c. 1910"})
    assert (made.kind, list(made.values.values())) == ("number", [1979, 1967, 1910])
