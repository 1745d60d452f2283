"""What a chat model says of its own is marked wherever it is shown, in the language of the answer; nothing else is."""

import io

import pytest
from rich.console import Console

from agent import Answer, Found, Pick
from agent.results.marks import marked, marked_html
from agent.serving.http.guard import TokenGuard
from agent.serving.http.markdown import closing, opening, pick_text
from agent.serving.mcp.server import answer_body
from agent.serving.page import heads
from agent.serving.page.cards import Drawing, card
from agent.serving.page.face import Face
from agent.serving.page.naming import Naming
from retrieval.catalog.items import Item
from retrieval.catalog.schema import infer_schema

FACT, OWN = "Its price is 3.", "It *glows* like <a> calm sea."
ITEM = Item("a", "Lamp", attributes={"price": 3})


def _answer(judged: tuple[str, ...], language: str = "en") -> Answer:
    pick = Pick(1, ITEM, 0.5, {}, {"text": 0.5}, f"{FACT} {OWN}", judged=judged)
    told = ({"text": "price < 5", "origin": "said", "certainty": "certain", "status": "filters", "span": "under 5"},)
    return Answer(
        "lamps", language, (pick,), message=f"Two fit.\n{OWN}", question=OWN, judged=judged, conditions=told
    )  # fmt: skip


def _found(answer: Answer) -> Found:
    return Found(answer.language, (), (), answer.question, 0, (ITEM,), message=answer.message, judged=answer.judged)


def _terminal(answer: Answer) -> str:
    console = Console(record=True, width=200, file=io.StringIO())
    console.print(answer)
    return console.export_text()


def _card(answer: Answer) -> str:
    pick = answer.picks[0]
    schema = infer_schema([ITEM])
    by = Drawing(Naming(Face(), schema, answer.language), schema)
    return card(pick, by, scale=1.0, liked=False, disliked=False)


def _mcp(answer: Answer) -> str:
    body = answer_body(answer)
    return "\n".join([body["message"], body["question"], *(item["reason"] for item in body["items"])])


def _markdown(answer: Answer) -> str:
    return pick_text(answer.picks[0], answer.language, TokenGuard(None), "") + closing(answer, ())


SHOWN = {
    "text": (str, 3),
    "terminal": (_terminal, 3),
    "notebook": (lambda answer: answer._repr_html_(), 3),
    "table": (lambda answer: answer.to_pandas()["reason"][0], 1),
    "page card": (_card, 2),
    "page head": (heads.head, 2),
    "page, found": (lambda answer: heads.head(_found(answer)), 2),
    "markdown": (_markdown, 3),
    "markdown, found": (lambda answer: opening(_found(answer)), 1),
    "mcp": (_mcp, 3),
}


@pytest.mark.parametrize("where", SHOWN)
def test_judgement_is_marked_wherever_it_is_shown(where) -> None:
    show, times = SHOWN[where]
    assert show(_answer((OWN,))).count("the model says") == times
    assert show(_answer((OWN,), "zh")).count("模型认为") == times


@pytest.mark.parametrize("where", SHOWN)
def test_what_no_model_said_looks_as_ever(where) -> None:
    show, _ = SHOWN[where]
    plain = show(_answer(()))
    assert "the model says" not in plain
    assert 'class="judged"' not in plain


def test_only_the_clause_is_marked_and_neighbours_together() -> None:
    assert marked(f"{FACT} {OWN}", (OWN,), "en") == f"{FACT} [the model says: {OWN}]"
    assert marked("A b. C d. E f.", ("A b.", "C d."), "en") == "[the model says: A b. C d.] E f."
    assert marked("and D.", ("C,\nand D.",), "en") == "[the model says: and D.]"  # one of its lines
    assert marked(FACT, ("elsewhere",), "en") == FACT


def test_markup_within_a_marked_clause_counts_for_nothing() -> None:
    drawn = marked_html(OWN, (OWN,), "en", lambda text: text.replace("<", "&lt;"))
    assert "<a>" not in drawn
    assert "&lt;a>" in drawn
    assert "<a>" not in _card(_answer((OWN,)))


def test_conditions_reach_assistants_and_programs() -> None:
    answer = _answer(())
    assert answer_body(answer)["conditions"] == answer.to_dict()["conditions"] == [dict(answer.conditions[0])]
