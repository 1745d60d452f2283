"""`evaluate truth`: the predicates of raw rows, and cases that are judged as they must be."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from agent.evaluation.data.truth_predicate import satisfies, satisfying
from agent.evaluation.data.truth_rows import TruthCase, TruthRow, read_cases
from agent.evaluation.tasks.truth import evaluate_truth
from agent.evaluation.tasks.truth_judge import claims_condition, judge, says_absent
from agent.explanation.fact_sheet import fact_sheet
from agent.results.answer import Answer, Pick
from retrieval.catalog.filters import Filter
from retrieval.catalog.items import Item
from retrieval.encoder_sets import encoder_set
from retrieval.errors import CatalogError
from retrieval.search.retriever import Hit
from tests.agent.cli.test_cli import medley

ROW = {
    "id": "a",
    "title": "Trail Tent",
    "price": 12.5,
    "tags": ["nuts", "Milk"],
    "made": "2019-04-01",
    "note": "no sugar, no salt",
    "new": True,
}


@pytest.mark.parametrize(
    ("test", "holds"),
    [
        (("price", "eq", 12.5), True), (("title", "eq", "trail tent"), True), (("price", "ne", 12.5), False), (("gone", "ne", 1), True),
        (("tags", "has", "milk"), True), (("tags", "lacks", "milk"), False), (("gone", "lacks", "milk"), True), (("gone", "has", "milk"), False),
        (("price", "lt", 13), True), (("price", "ge", 12.5), True), (("price", "gt", 12.5), False), (("gone", "lt", 5), False),
        (("price", "between", [10, 12.5]), True), (("price", "between", [13, 20]), False),
        (("made", "between", ["2019-03-01", "2019-10-31"]), True), (("made", "gt", "2019-04-01"), False),
        (("price", "in", [1, 12.5]), True), (("price", "notin", [1, 12.5]), False), (("gone", "notin", [1]), True), (("new", "eq", True), True),
        (("*", "text", r"\bTENT\b"), True), (("*", "text", "milk"), True), (("*", "notext", "pepper"), True), (("*", "text", "^a$"), False),
        (("*", "ids", ["a", "b"]), True), (("*", "notids", ["a"]), False),
    ],
)  # fmt: skip
def test_a_predicate_is_a_plain_comparison_of_the_row(test, holds: bool) -> None:
    assert satisfies(ROW, [test]) is holds


def test_all_tests_of_a_predicate_must_hold_and_an_unknown_one_is_refused() -> None:
    assert satisfying([ROW, ROW | {"id": "b", "price": 99}], [("tags", "has", "nuts"), ("price", "lt", 20)]) == ("a",)
    with pytest.raises(CatalogError, match="'near'"):
        satisfies(ROW, [("price", "near", 3)])


def _pick(id: str, at: int = 1, reason: str = "", **attributes) -> Pick:
    item = Item(id, id, attributes=attributes)
    sheet = fact_sheet(Hit(item, 0.0, {}, {}), filters=[Filter("price", "range", (None, 20))] if attributes else [])
    return Pick(at, item, 0.0, {}, {}, reason or "Its price is 5, at most 20, as you asked.", sheet)


def _case(table="truth", **given) -> TruthCase:
    return TruthCase(TruthRow(**{"catalogue": "c", "text": "t"} | given), table, Path("c.jsonl"))


def test_first_picks_must_all_be_right_and_a_wrong_one_must_claim_nothing() -> None:
    case = _case(right=[["price", "lt", 20]])
    good, bad = _pick("a", price=5.0), _pick("x", 2, price=5.0)
    found = judge(case, Answer("t", "en", (good, bad)), ("a",))
    assert found.values == {
        "wrongly_absent": 0.0,
        "right_first": 1.0,
        "first_right": 1.0,
        "false_claims": 1.0,
        "silent_claims": 1.0,
        "disagreements": 0.0,
    }
    assert found.wrong == (bad,)
    assert found.failed
    quiet = replace(bad, reason="Its text is near to your words in meaning.")
    assert judge(case, Answer("t", "en", (quiet, good)), ("a",)).values["right_first"] == 0
    assert judge(case, Answer("t", "en", (quiet, good)), ("a",)).values["false_claims"] == 0
    assert judge(case, Answer("t", "en", ()), ("a",)).values["right_first"] == 0
    admits = replace(
        bad, reason="Its price is 5, at most 20, as you asked. But you asked for year 1999, and its year is 2001."
    )
    assert judge(case, Answer("t", "en", (good, admits)), ("a",)).values["silent_claims"] == 0


def test_in_an_order_what_comes_after_the_right_ones_is_not_wrong() -> None:
    case = _case(right=[["id", "ids", ["a"]]], kind="superlative")
    answer = Answer("t", "en", (_pick("a", price=5.0), _pick("x", 2, price=5.0)))
    assert judge(case, answer, ("a",)).values["false_claims"] == 0
    assert judge(case, Answer("t", "en", answer.picks[::-1]), ("a",)).values["false_claims"] == 1


def test_claims_are_found_in_any_words() -> None:
    assert claims_condition(_pick("a", price=5.0), "en")
    assert claims_condition(_pick("a", reason="符合您的要求：价格是5，不超过20。", price=5.0), "zh")
    assert not claims_condition(_pick("a", reason="Its title has your word “a”.", price=5.0), "en")


def test_what_is_absent_must_be_said_to_be_and_what_is_ordinary_must_not() -> None:
    said = Answer("t", "en", (), notes=("“hats” is not in the catalogue",))
    soft = Answer("t", "en", (), notes=("“hats” is a wish, not a condition: no field of the catalogue decides it",))
    assert says_absent(said, ["hats"])
    assert not says_absent(soft, ["hats"])
    assert says_absent(Answer("t", "zh", (), notes=("目录中没有“帽子”",)), ["帽子"])
    assert judge(_case("absent", missing=["hats"]), said, None).values["said_absent"] == 1
    assert judge(_case("ordinary"), said, None).values["wrongly_absent"] == 1
    assert judge(_case("ordinary"), soft, None).values["wrongly_absent"] == 0


def _folder(folder: Path) -> Path:
    rows = [
        {"id": f"p{n}", "title": f"Thing {n}", "kind": ("tent", "lamp")[n % 2], "price": 10.0 * n} for n in range(8)
    ]
    cases = [
        {
            "id": "c1",
            "catalogue": "shop",
            "lang": "en",
            "kind": "amount",
            "text": "a tent under 30",
            "right": [["kind", "eq", "tent"], ["price", "lt", 30]],
        },
        {
            "id": "c2",
            "catalogue": "shop",
            "lang": "en",
            "kind": "history",
            "text": "a lamp I haven't bought",
            "history": [["buy", "p1"]],
            "right": [["kind", "eq", "lamp"], ["*", "notids", ["p1"]]],
        },
        {
            "id": "c3",
            "catalogue": "shop",
            "lang": "en",
            "kind": "topic",
            "before": ["a lamp"],
            "text": "under 20",
            "right": [["kind", "eq", "lamp"], ["price", "lt", 20]],
        },
        {
            "id": "c4",
            "catalogue": "shop",
            "lang": "en",
            "kind": "wrong",
            "text": "a tent",
            "right": [["kind", "eq", "lamp"]],
        },
    ]
    for name, lines in {
        "shop.jsonl": rows, "shop.en.jsonl": cases,
        "ordinary.en.jsonl": [{"id": "o1", "catalogue": "shop", "text": "a tent"}],
        "absent.en.jsonl": [{"id": "x1", "catalogue": "shop", "text": "Thing", "missing": ["wombat"]}],
    }.items():  # fmt: skip
        (folder / name).write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return folder


def test_cases_are_played_with_their_past_and_judged_by_their_rows(tmp_path) -> None:
    found = evaluate_truth(_folder(tmp_path), encoder_set("fake"), cache=tmp_path / "cache")
    assert found.figures.n == 6
    assert {one.case.row.id for one in found.failed} == {"c4", "x1"}
    assert found.figures.counts == {
        "false_claims": 1,
        "silent_claims": 1,
        "praised": 0,
        "disagreements": 0,
        "errors": 0,
    }
    assert found.by["table"]["absent"].shares["said_absent"] == (0.0, 1)
    assert found.by["kind"]["history"].shares["right_first"] == (1.0, 1)
    json.dumps(found.to_dict(), allow_nan=False)


def test_a_catalogue_that_is_not_there_is_named(tmp_path) -> None:
    (tmp_path / "lost.en.jsonl").write_text('{"catalogue": "lost", "text": "a"}\n', "utf-8")
    with pytest.raises(CatalogError, match=r"lost\.jsonl|got none"):
        read_cases(tmp_path)


def test_the_command_prints_a_table_or_json_and_what_failed(tmp_path) -> None:
    (tmp_path / "cases").mkdir()
    common = ["evaluate", "truth", "--cases", str(_folder(tmp_path / "cases")), "--encoders", "fake"]
    body = json.loads(medley(*common, "--json", home=tmp_path))
    assert (body["n"], body["right_first"]["n"], body["failed"]) == (6, 4, ["x1", "c4"])
    told = medley(*common, "--verbose", home=tmp_path)
    assert "truth: 6 cases" in told
    assert "> a tent" in told
