"""Prompts are strict, and what a model is shown changes only on purpose: rendered output is kept in tests/snapshots.

MEDLEY_UPDATE_SNAPSHOTS=1 writes them anew; a changed text needs a new version, too.
"""

import json
import os
from pathlib import Path

import pytest
from langchain_core.messages import HumanMessage

from agent.loop.compact_tools import Brief
from agent.loop.tools import Dialect, Full
from agent.models.strict_schema import strict_tool
from prompts import PromptError, load_prompt, prompt_names
from retrieval.catalog.schema import infer_schema
from tests.agent.small_town import FILMS, PLACES

SNAPSHOTS = Path(__file__).parents[1] / "snapshots"


def _compare(name: str, text: str) -> None:
    path = SNAPSHOTS / f"{name}.txt"
    if os.environ.get("MEDLEY_UPDATE_SNAPSHOTS"):
        path.write_text(text + "\n", "utf-8")
    assert text + "\n" == path.read_text("utf-8"), f"the prompt changed: see {path.name}"


def _tools(dialect: Dialect) -> str:
    return json.dumps([strict_tool(tool, lengths=True) for tool in dialect.tools()], ensure_ascii=False, indent=1)


PROMPTS = [
    "as_json", "explain_brief", "picture_seen", "picture_unseen", "pictures_of_hits", "read_brief", "recommend", "repair", "sound_unheard",
]  # fmt: skip


def test_the_names_are_known() -> None:
    assert prompt_names() == PROMPTS


@pytest.mark.parametrize("name", prompt_names())
def test_a_prompt_refuses_unknown_and_missing_variables(name) -> None:
    prompt = load_prompt(name)
    values = dict.fromkeys(prompt.variables, "$price")
    assert ("$price" in prompt.render(**values)) == bool(values)
    if values:
        with pytest.raises(PromptError, match="missing"):
            prompt.render(**dict(list(values.items())[1:]))
    with pytest.raises(PromptError, match="unknown"):
        prompt.render(**values, invented="x")


def test_an_unknown_prompt_is_named() -> None:
    with pytest.raises(PromptError, match="expected a prompt"):
        load_prompt("nobody")


def test_the_full_prompt_and_its_tools() -> None:
    dialect = Full(infer_schema(list(PLACES)), 5, 2)
    _compare(load_prompt("recommend").id, dialect.asked([], [])[0])
    _compare(f"{load_prompt('recommend').id}_tools", _tools(dialect))


def test_the_brief_prompts_and_their_schemas() -> None:
    dialect = Brief(infer_schema(list(FILMS)), 5)
    system, messages = dialect.asked([HumanMessage("before"), HumanMessage("a film of the 90s")], [])
    assert [m.content for m in messages] == ["a film of the 90s"]
    _compare(load_prompt("read_brief").id, system)
    _compare(f"{load_prompt('read_brief').id}_tools", _tools(dialect))
    given = {"request": "a film of the 90s, $5", "language": "English"}
    _compare(load_prompt("explain_brief").id, load_prompt("explain_brief").render(**given))


def test_the_repair_prompt() -> None:
    text = load_prompt("repair").render(fault="no tool was called", tools="search_catalogue or Answer")
    _compare(load_prompt("repair").id, text)


@pytest.mark.parametrize("name", ["as_json", "picture_seen", "picture_unseen", "pictures_of_hits", "sound_unheard"])
def test_the_prompts_of_one_sentence(name) -> None:
    prompt = load_prompt(name)
    _compare(prompt.id, prompt.render(**{variable: f"({variable})" for variable in prompt.variables}))
