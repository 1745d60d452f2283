"""What was said earlier: wished for, never a condition, fading with age; and `evaluate dialogs`, which measures it."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from agent import Recommender, Settings
from agent.evaluation.data.rows import DialogRow, read_rows
from agent.evaluation.data.stores import indexed
from agent.evaluation.tasks.dialogs import evaluate_dialogs
from agent.explanation.fact_sheet import fact_sheet
from agent.explanation.reasons import explain
from agent.grounding import check, grounded
from agent.parsing.parse import parse
from agent.planning.context import HistoryEntry, context_of
from retrieval.encoder_sets import encoder_set
from retrieval.errors import CatalogError, QueryError
from retrieval.search.retriever import KINSHIP, NAMED, Hit
from retrieval.search.shared_attributes import NamedValue
from tests.agent.cli.test_cli import medley as command
from tests.films import films_store, write_films


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Path:
    return films_store(tmp_path_factory.mktemp("conversation"))


@pytest.fixture
def medley(store):
    with Recommender(store, settings=Settings()) as recommender:
        yield recommender


def _turns(*texts: str) -> list[dict[str, str]]:
    return [{"role": "user" if n % 2 == 0 else "assistant", "text": text} for n, text in enumerate(texts)]


def test_a_name_of_an_earlier_turn_lifts_its_films_without_a_condition(medley) -> None:
    history = _turns("I think Eva Stein is wonderful.", "So do I.")
    answer = medley.recommend("Something for tonight?", history=history, k=5)
    assert {pick.id for pick in answer.picks[:2]} == {"moth", "kite"}
    assert answer.understood == ()
    assert len(answer) == 5
    assert answer.picks[0].blocks[NAMED] > 0
    assert answer.picks[0].reason == "Its cast includes Eva Stein."
    for pick in answer.picks:
        assert sum(pick.blocks.values()) == pytest.approx(pick.score, abs=1e-5)


def test_a_title_that_was_mentioned_isnt_returned_and_lifts_its_kin(medley) -> None:
    for history in (_turns("I loved Silent Reef."), _turns("What is good?", "Have you seen Silent Reef?")):
        answer = medley.recommend("Anything else?", history=history, k=28)
        assert "reef" not in [pick.id for pick in answer.picks]
        assert answer.picks[0].id == "lamp"
        assert answer.picks[0].blocks[KINSHIP] > 0
        assert "Silent Reef" in answer.picks[0].reason


def test_a_title_that_was_refused_lifts_nothing(medley) -> None:
    answer = medley.recommend("Anything else?", history=_turns("Not Silent Reef, please."), k=28)
    assert "reef" not in [pick.id for pick in answer.picks]
    assert all(pick.blocks[KINSHIP] <= 0 for pick in answer.picks)


def test_what_was_said_fades(medley) -> None:
    vocabulary = medley.vocabulary
    old = context_of(
        (HistoryEntry("user", "I like Lin Wei."), HistoryEntry("user", "I like Eva Stein.")), parse("", vocabulary)
    )
    assert {one.value: one.share for one in old.named} == {"Lin Wei": 0.25, "Eva Stein": 0.5}
    again = context_of(
        (HistoryEntry("user", "Salt Road!"), HistoryEntry("user", "Oh."), HistoryEntry("user", "Salt Road!")),
        parse("", vocabulary),
    )
    assert dict(again.kin) == {"salt": 0.5}
    assert not context_of(
        (HistoryEntry("user", "I like Lin Wei."), *[HistoryEntry("user", "Oh.")] * 12), parse("", vocabulary)
    ).named


def test_a_conversation_and_a_history_are_read_alike(medley) -> None:
    medley.chat("I think Eva Stein is wonderful.", k=1)
    talked = medley.chat("Something by Lea Roth", k=5)
    medley.forget()
    given = medley.recommend("Something by Lea Roth", history=_turns("I think Eva Stein is wonderful."), k=5)
    assert [(p.id, p.score) for p in talked.picks] == [(p.id, p.score) for p in given.picks]
    assert [pick.id for pick in given.picks] == ["kite", "dune"]
    assert given.understood == ("director = Lea Roth",)


def test_a_session_goes_on_from_a_history(medley) -> None:
    medley.chat("films by Ida Holm")
    answer = medley.chat("Anything else?", history=_turns("I loved Silent Reef."), k=1)
    assert answer.picks[0].id == "lamp"
    assert medley.chat("Anything else?", k=1).picks[0].id == "salt"


def test_filling_goes_on_with_what_comes_near_and_says_so(medley) -> None:
    short = medley.recommend("films with Kofi Mensah", k=4)
    filled = medley.recommend("films with Kofi Mensah", k=4, fill=True)
    assert [pick.id for pick in short.picks] == ["kite"]
    assert len(filled) == 4
    assert filled.picks[0].id == "kite"
    assert "Only 1" in " ".join(filled.notes)
    assert "But you asked for cast Kofi Mensah" in filled.picks[1].reason


@pytest.mark.parametrize(
    "turn", [{"role": "system", "text": "a"}, {"role": "user"}, {"role": "user", "text": "x" * 2001}]
)
def test_a_wrong_history_is_refused(medley, turn) -> None:
    with pytest.raises(QueryError, match="expected turns"):
        medley.recommend("film", history=[turn])


def test_reasons_of_kinship_and_of_earlier_names_pass_the_check_and_lies_dont(medley) -> None:
    lamp, reef, gale = (medley.retriever.item(id) for id in ("lamp", "reef", "gale"))
    hit = Hit(lamp, 1.0, {}, {"text": 1.0})
    stranger = replace(gale, attributes={"director": "Ida Holm"})
    sheet = fact_sheet(hit, kin=[reef, stranger], named=[NamedValue("jo brand", ("cast",))])
    assert [liked.item.id for liked in sheet.likes] == ["reef"]
    for language in ("en", "zh"):
        said = explain(sheet, language)
        assert "Ana Petrov" in said.text
        assert "Jo Brand" in said.text
        for claim in said.claims:
            assert check(claim.text, sheet, schema=medley.schema, language=language), claim.text
    assert grounded("It has the same director as “Silent Reef”.", sheet, schema=medley.schema)
    other = fact_sheet(hit, like=[gale])
    assert not grounded("It has the same director as “Northern Gale”.", other, schema=medley.schema)


# -- evaluate dialogs ---------------------------------------------------------------------------------------------


def _dialogs(folder: Path) -> Path:
    named = {"turns": _turns("Eva Stein is great.", "She is.", "So what should I see?"), "relevant": ["kite"]}
    titled = {"turns": _turns("I loved Silent Reef.", "Me too.", "More?"), "relevant": ["lamp"]}
    repeated = {"turns": _turns("Anything like Paper Lamp?"), "relevant": ["lamp"]}
    rows = [named | {"mentioned": ["moth"]}, titled | {"mentioned": ["reef"]}, repeated | {"mentioned": ["lamp"]}]
    path = folder / "dialogs.jsonl"
    path.write_text("".join(json.dumps(row | {"lang": "en"}) + "\n" for row in rows * 2), "utf-8")
    return path


def test_dialogs_are_answered_with_all_that_was_said(tmp_path) -> None:
    encoders = encoder_set("fake")
    made = indexed(write_films(tmp_path), encoders, cache=tmp_path / "cache")
    with Recommender(made.folder, settings=Settings(), encoders=encoders) as recommender:
        names = ["bm25", "bm25-all", "dense", "hybrid", "random"]
        found = evaluate_dialogs(made, recommender, _dialogs(tmp_path), baselines=names).to_dict()
    assert found["n"] == 6
    assert found["metrics"]["hit@1"]["mean"] == pytest.approx(2 / 3, abs=1e-4)
    assert found["metrics"]["hit@10"]["mean"] == pytest.approx(2 / 3, abs=1e-4)
    for system in found["baselines"].values():  # what was mentioned is ranked by none
        assert system["metrics"]["hit@10"]["mean"] <= 0.6667
    assert found["baselines"]["bm25"]["metrics"]["hit@1"]["mean"] < 0.5
    assert found["settings"]["dialogs"] == "dialogs.jsonl"


def test_bad_dialogs_are_named(tmp_path) -> None:
    path = tmp_path / "dialogs.jsonl"
    path.write_text(json.dumps({"turns": _turns("a", "b"), "relevant": ["x"]}) + "\n", "utf-8")
    with pytest.raises(CatalogError, match="the last of them the user's"):
        read_rows(path, DialogRow)


def test_the_command_prints_dialogs(tmp_path) -> None:
    folder = tmp_path / "set"
    common = ["--catalog", str(write_films(folder)), "--dialogs", str(_dialogs(folder)), "--encoders", "fake"]
    body = json.loads(
        command("evaluate", "dialogs", *common, "--limit", "3", "--baseline", "bm25", "--json", home=tmp_path)
    )
    assert (body["task"], body["n"], list(body["baselines"])) == ("dialogs", 3, ["bm25"])


def test_a_history_may_name_what_was_shown(medley):
    history = [
        {"role": "user", "text": "a film"},
        {"role": "assistant", "text": "Here.", "items": ["kite", "moth", "gone"]},
    ]
    alike = medley.recommend("like the second one", history=history, k=3)
    assert any("Glass Moth" in pick.reason for pick in alike.picks)
    assert "moth" not in [pick.id for pick in alike.picks]
    events = list(medley.stream_recommend("like the second one", history=history, k=3))
    assert [pick.id for pick in events[-1].picks] == [pick.id for pick in alike.picks]
    assert not len(medley._conversations)
    with pytest.raises(QueryError, match="list of ids"):
        medley.recommend("x", history=[{"role": "assistant", "text": "", "items": "moth"}])
