"""One request through a LangChain agent whose tool is the retriever, whatever the chat model.

What the model says comes back as it is: `recommender.py` decides what of it is shown. A fault of the model becomes a
ModelError; a fault of the search reaches the caller untouched. Knows prompts and LangChain; nothing of stores.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage, HumanMessage
from pydantic import BaseModel, ConfigDict
from pydantic import Field as Described

from agent.intent import Intent
from agent.offline import ANSWER_TOOL
from agent.tools import Searched, search_tool
from prompts import load_prompt
from retrieval.errors import ModelError
from retrieval.schema import Field, Schema

__all__ = ["PROMPT", "Choice", "Choices", "run_loop"]

PROMPT = "recommend"
SHOWN = 40
"""Characters of a field's name or value in the prompt: they are a stranger's text."""


class Choice(BaseModel):
    """One recommended item, as the model names it."""

    model_config = ConfigDict(extra="ignore")
    id: str = Described(description="id of a hit of the tool")
    reason: str = Described(default="", description="one or two short sentences, in the language of the request")


class Choices(BaseModel):
    """The recommended items, best first."""

    model_config = ConfigDict(extra="ignore", title=ANSWER_TOOL)
    picks: list[Choice] = Described(default_factory=list)


Choices.__name__ = ANSWER_TOOL  # the tool that the model sees is called after the class


def _quoted(text: str) -> str:
    return repr(text if len(text) <= SHOWN else text[: SHOWN - 1] + "…")


def _field_line(f: Field) -> str:
    if f.minimum is not None:
        return f"- {_quoted(f.name)}: {f.kind}, {f.minimum} to {f.maximum}"
    values = ", ".join(_quoted(value) for value in f.frequent(12))
    return f"- {_quoted(f.name)}: {'list of ' if f.many else ''}{f.kind}" + (f", such as {values}" if values else "")


def _prompt(schema: Schema, count: int) -> str:
    fields = "\n".join(_field_line(f) for f in schema.fields.values()) or "(none)"
    return load_prompt(PROMPT).render(fields=fields, size=str(schema.size), count=str(count))


def run_loop(
    model: BaseChatModel,
    request: str,
    history: Sequence[BaseMessage],
    search: Callable[[Intent], Searched],
    schema: Schema,
    *,
    count: int,
    rounds: int,
) -> tuple[list[BaseMessage], list[Searched], list[Choice]]:
    """Runs the agent until it has chosen, or for `rounds` searches.

    Returns the conversation's messages, the searches in their order (at least one), and the model's choices, unchecked.
    Raises ModelError where the model fails or never searches, and whatever `search` raises.
    """
    from langchain.agents import create_agent
    from langchain.agents.middleware import ModelCallLimitMiddleware
    from langchain.agents.structured_output import ToolStrategy

    searches: list[Searched] = []
    faults: list[Exception] = []

    def observed(intent: Intent) -> Searched:
        try:
            searches.append(search(intent))
        except Exception as fault:
            faults.append(fault)
            raise
        return searches[-1]

    agent: Any = create_agent(
        model,
        [search_tool(observed, list(schema.fields))],
        system_prompt=_prompt(schema, count),
        middleware=[ModelCallLimitMiddleware(run_limit=2 + 2 * rounds, exit_behavior="end")],
        response_format=ToolStrategy(Choices),
    )
    try:
        state = agent.invoke({"messages": [*history, HumanMessage(request)]})
    except Exception as error:  # the client of a model may raise anything; what the search raised is no fault of its
        if faults:
            raise faults[0] from None
        raise ModelError(f"{type(error).__name__}: {str(error)[:200]}") from error
    if not searches:
        raise ModelError("it did not call the search tool")
    choices = state.get("structured_response")
    return state["messages"], searches, choices.picks if isinstance(choices, Choices) else []
