"""What a chat model is asked, and how its calls are read.

Each dialect has the search and the answer; `Full`, here, is for strong models and has every registered tool beside them;
`compact_tools.py` has the one for small models. Knows prompts, intents and schemas; nothing of how a model is called.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.messages import BaseMessage
from langchain_core.tools import BaseTool, StructuredTool
from pydantic import AliasChoices, BaseModel, ConfigDict, ValidationError
from pydantic import Field as Described

from agent.parsing.intent import Intent
from agent.search.turn import Searched
from agent.tools import ANSWER_TOOL, SEARCH_TOOL, Tool, registered_tools
from prompts import load_prompt
from retrieval.catalog.schema import Field, Schema

__all__ = ["Choice", "Choices", "Dialect", "Full", "Search", "Talk", "answered", "call_of", "field_line"]

SHOWN = 40
"""Characters of a field's name or value in a prompt: they are a stranger's text."""

Search = Callable[[Intent], str]
"""An intent to what a model is told of the search."""


class Choice(BaseModel):
    """One recommended item, as the model names it."""

    model_config = ConfigDict(extra="ignore")
    id: str = Described(description="id of a hit of the tool")
    reason: str = Described(default="", description="one or two short sentences, in the language of the request")
    seen: str = Described(default="", description="one sentence on what its picture shows, where you looked at it")


class Choices(BaseModel):
    """What is answered: a message, the recommended items, best first, and perhaps a question. Any of them may be left out."""

    model_config = ConfigDict(extra="ignore")

    message: str = Described(
        default="",
        validation_alias=AliasChoices("message", "text"),
        description="what is said before the items in one to three sentences, or, without items, the whole answer",
    )
    picks: list[Choice] = Described(default_factory=list, description="only items that fit; none where none does")
    question: str = Described(default="", description="what to ask back, where the request leaves something open")


@dataclass(frozen=True, slots=True)
class Talk:
    """What a model says beside its picks, unchecked. whole: whether it has been written to its end."""

    message: str = ""
    question: str = ""
    whole: bool = True


def _quoted(text: str) -> str:
    return repr(text if len(text) <= SHOWN else text[: SHOWN - 1] + "…")


def field_line(f: Field, values: int) -> str:
    """Return a field for a prompt: its name, kind, range or most frequent values, shortened and quoted."""
    if f.minimum is not None:
        return f"- {_quoted(f.name)}: {f.kind}, {f.minimum} to {f.maximum}"
    known = ", ".join(_quoted(value) for value in f.frequent(values))
    return f"- {_quoted(f.name)}: {'list of ' if f.many else ''}{f.kind}" + (f", such as {known}" if known else "")


def call_of(part: Mapping[str, Any]) -> Any:
    """Return which call of a reply a streamed part belongs to: its number, or its id where the client numbers none."""
    return part["index"] if part.get("index") is not None else part.get("id")


def answered(**_: Any) -> str:
    """Return what a model is told of its answer; the graph ends there."""
    return "shown to the person"


class Dialect(ABC):
    """The prompts and tools of one way to talk with a chat model, for one request.

    `reorders`: whether the model's order of the hits counts. `wording`: whether its words for what to look for do, and its
    readings against the rules'. `talks`: whether it may answer in words alone, or with fewer items than are asked for.
    """

    reorders: bool = True
    wording: bool = True
    talks: bool = True
    lookups: tuple[Tool, ...] = ()
    """The tools that are offered beside the search and the answer."""

    def tools(self) -> list[BaseTool]:
        """Return all tools, always in the same order: the search, the lookups, the answer. None of them is run by itself."""
        others = [
            StructuredTool.from_function(answered, name=one.name, description=one.told, args_schema=one.takes)
            for one in self.lookups
        ]
        return [self.search_tool(lambda intent: ""), *others, self.answer_tool()]

    @abstractmethod
    def search_tool(self, search: Search) -> BaseTool:
        """Return the tool that reads the request: its arguments are an intent, in this dialect."""

    @abstractmethod
    def answer_tool(self) -> BaseTool:
        """Return the tool that ends the request: its arguments are choices, in this dialect."""

    @abstractmethod
    def offered(self, searches: int, rounds: int) -> tuple[str, ...]:
        """Return the names of the tools that may be called after so many searches."""

    @abstractmethod
    def asked(self, messages: Sequence[BaseMessage], searches: Sequence[Searched]) -> tuple[str, list[BaseMessage]]:
        """Return the system prompt, and the messages after it, for the next call."""

    @abstractmethod
    def prompt(self, searches: int) -> str:
        """Return the id of the prompt that the next call is made with."""

    @abstractmethod
    def intent(self, arguments: Mapping[str, Any]) -> Intent:
        """Return the intent of a call of the search. Raises ValidationError."""

    @abstractmethod
    def choices(self, arguments: Mapping[str, Any], searches: Sequence[Searched]) -> list[Choice]:
        """Return the choices of a call of the answer. Raises ValidationError."""

    def talk(self, arguments: Mapping[str, Any]) -> Talk:
        """Return what a call of the answer says besides. Raises ValidationError."""
        return Talk()

    def choice(self, pick: Any, searches: Sequence[Searched]) -> Choice | None:
        """Return one choice out of a call that is still being written, or None where it isn't one."""
        try:
            found = self.choices({"picks": [pick]}, searches)
        except ValidationError:
            return None
        return found[0] if found else None


class Full(Dialect):
    """For models that call tools: every field, the whole intent, the conversation, and more than one search."""

    def __init__(self, schema: Schema, count: int, rounds: int) -> None:
        """`count`: items to answer with; `rounds`: searches that are allowed."""
        self._fields = list(schema.fields)
        self.lookups = tuple(tool for tool in registered_tools() if tool.name != SEARCH_TOOL)
        fields = "\n".join(field_line(f, 12) for f in schema.fields.values()) or "(none)"
        given = {"fields": fields, "size": str(schema.size), "count": str(count), "rounds": str(rounds)}
        self._system = load_prompt("recommend").render(**given)

    def search_tool(self, search: Search) -> BaseTool:
        """Return the arguments are an Intent."""

        def call(**arguments: Any) -> str:
            return search(Intent(**arguments))

        fields = ", ".join(map(_quoted, self._fields)) or "none"
        return StructuredTool.from_function(
            call,
            name=SEARCH_TOOL,
            description=f"Searches the catalogue and answers hits with facts. Fields: {fields}.",
            args_schema=Intent,
        )

    def answer_tool(self) -> BaseTool:
        """Return the arguments are Choices."""
        described = Choices.__doc__ or ""
        return StructuredTool.from_function(
            answered, name=ANSWER_TOOL, description=described, args_schema=Choices, return_direct=True
        )

    def offered(self, searches: int, rounds: int) -> tuple[str, ...]:
        """Return all at every call: a list of tools that stays the same can be cached by the server."""
        return (SEARCH_TOOL, *(tool.name for tool in self.lookups), ANSWER_TOOL)

    def asked(self, messages: Sequence[BaseMessage], searches: Sequence[Searched]) -> tuple[str, list[BaseMessage]]:
        """Return the whole conversation."""
        return self._system, list(messages)

    def prompt(self, searches: int) -> str:
        """Return one prompt for both."""
        return load_prompt("recommend").id

    def intent(self, arguments: Mapping[str, Any]) -> Intent:
        """Return it as it is."""
        return Intent.model_validate(arguments)

    def choices(self, arguments: Mapping[str, Any], searches: Sequence[Searched]) -> list[Choice]:
        """Return them as they are."""
        return Choices.model_validate(arguments).picks

    def talk(self, arguments: Mapping[str, Any]) -> Talk:
        """Return it as it is."""
        found = Choices.model_validate(arguments)
        return Talk(found.message.strip(), found.question.strip())
