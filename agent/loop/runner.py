"""One request through a LangChain agent whose tools are the retriever and the answer, whatever the chat model.

What the model says comes out as it says it: `selection.py` decides what of it is shown. A fault of the model before the
first search is a ModelError, one after it costs only the model's reasons; a fault of the search reaches the caller
untouched. Knows LangChain; nothing of stores.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.utils.json import parse_partial_json
from pydantic import ValidationError

from agent.grounding.sentences import sentences
from agent.loop.directly import run_directly
from agent.loop.offline import OfflineChatModel
from agent.loop.toolbox import Looked, Toolbox
from agent.loop.tools import Choice, Dialect, Talk, call_of
from agent.loop.usage import CallLimits, Ledger
from agent.models.strict_schema import without_nulls
from agent.search.turn import Searched
from agent.tools import ANSWER_TOOL, Look
from retrieval.errors import ModelError

if TYPE_CHECKING:
    from agent.loop.middleware import Manner

__all__ = ["Interrupted", "run_loop"]


@dataclass(frozen=True)
class Interrupted:
    """The model failed after its first search: what was found holds, its reasons end here."""

    reason: str


class _Heard:
    """The words of an answer, sentence by sentence, and its choices, each as soon as its part of the call has been written."""

    def __init__(self, dialect: Dialect, toolbox: Toolbox, plain: bool) -> None:
        """plain: whether words count before anything was looked up."""
        self._dialect, self._toolbox, self._plain = dialect, toolbox, plain and dialect.talks
        self._searches: Sequence[Searched] = toolbox.searches
        self._sentences: dict[tuple[str | None, Any], int] = {}
        self._texts: dict[tuple[str | None, Any], tuple[str, str]] = {}
        self._told: dict[tuple[str | None, Any], int] = {}

    def add(self, message: Any) -> Iterator[Talk | Choice]:
        """Yield what a part of a reply completes; nothing before the first search, unless words alone may be an answer."""
        told = bool(self._searches) or (self._dialect.talks and (self._plain or bool(self._toolbox.looked)))
        for part in message.tool_call_chunks if isinstance(message, AIMessageChunk) and told else ():
            key = (message.id, call_of(part))
            name, text = self._texts.get(key, ("", ""))
            name, text = name or part["name"] or "", text + (part["args"] or "")
            self._texts[key] = (name, text)
            if name == ANSWER_TOOL and ("}" in (part["args"] or "") or key not in self._told):
                yield from self._said(key, text)
                yield from self._complete(key, text)

    def _said(self, key: tuple[str | None, Any], text: str) -> Iterator[Talk]:
        """The message as far as its sentences are written to their end; nothing new once the choices have begun."""
        body = _partial(text)
        message = body.get("message")
        if key in self._told or "picks" in body or not isinstance(message, str):
            return
        ended = sentences(message)[:-1]  # the last one may go on
        if len(ended) > self._sentences.get(key, 0):
            self._sentences[key] = len(ended)
            at = message.rfind(ended[-1]) + len(ended[-1])
            yield Talk(message[:at], whole=False)

    def _complete(self, key: tuple[str | None, Any], text: str) -> Iterator[Talk | Choice]:
        body = _partial(text)
        if not self._searches:
            return
        if key not in self._told and "picks" in body and list(body).index("picks") > 0:
            self._told[key] = 0
            yield self._dialect.talk({name: value for name, value in body.items() if name != "picks"})
        picks = body.get("picks")
        ended = picks[:-1] if isinstance(picks, list) else []  # the last one may go on
        for pick in ended[self._told.get(key, 0) :]:
            if (choice := self._dialect.choice(pick, self._searches)) is not None:
                yield choice
        if isinstance(picks, list):
            self._told[key] = max(len(ended), self._told.get(key, 0))

    def all_of(self, update: dict[str, Any]) -> Iterator[Talk | Choice]:
        """Yield what a whole answer says, once it is known to be valid: its words, then its choices."""
        for message in (update.get("model") or {}).get("messages", ()):
            for call in message.tool_calls if isinstance(message, AIMessage) else ():
                if call["name"] == ANSWER_TOOL:
                    yield self._dialect.talk(call["args"])
                    yield from self._dialect.choices(call["args"], self._searches)


def _partial(text: str) -> dict[str, Any]:
    """The object that a call has been written to so far; empty where it is none."""
    try:
        body = without_nulls(parse_partial_json(text))
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _enough(searches: Sequence[Searched], limits: CallLimits, dialect: Dialect) -> bool:
    """Whether the model has nothing left to do: no time to explain, or, where it can't say anything but reasons, a question to
    the person, or nothing found."""
    last = searches[-1]
    if dialect.talks:
        return limits.explain <= 0
    return limits.explain <= 0 or bool(last.plan.question) or (not last.hits and len(searches) >= limits.rounds)


async def run_loop(
    model: BaseChatModel,
    dialect: Dialect,
    messages: Sequence[BaseMessage],
    search: Callable[..., Searched],
    limits: CallLimits,
    ledger: Ledger,
    hide: Callable[[str], str] = str,
    *,
    plain: bool = False,
    whole: bool = True,
    manner: Manner | None = None,
    look: Look | None = None,
) -> AsyncGenerator[Searched | Looked | Choice | Talk | Interrupted, None]:
    """Runs the agent until it has answered.

    Yields each search and each lookup when it is done, the model's choices, unchecked and some of them twice, its words, with which its answer
    is complete, and perhaps that it was interrupted. `hide` makes of a search's result what the model may be told. plain:
    whether it may answer in words alone. whole: whether it is told all facts of each hit. manner: as for `Conduct`. look: what
    other tools than the search may look at. Raises ModelError where the model
    fails before its first search, and whatever `search` raises.
    """
    if isinstance(model, OfflineChatModel):
        async with aclosing(
            run_directly(model, dialect, messages, search, ledger, lambda found: _enough([found], limits, dialect))
        ) as directly:
            async for part in directly:
                yield part
        return

    from langchain.agents import create_agent

    from agent.loop.middleware import Conduct, Manner

    toolbox = Toolbox(dialect, search, limits, look, hide, whole)
    searches, talked = toolbox.searches, False
    heard, known, looked = _Heard(dialect, toolbox, plain), 0, 0
    conduct = Conduct(dialect, limits, ledger, toolbox, plain=plain, manner=manner or Manner())
    agent: Any = create_agent(model, dialect.tools(), middleware=[conduct])
    config = {"callbacks": [conduct.raw]}
    try:
        async with aclosing(
            agent.astream({"messages": list(messages)}, config, stream_mode=["messages", "updates"])
        ) as parts:
            async for mode, part in parts:
                for seen in toolbox.looked[looked:]:
                    yield seen
                looked = len(toolbox.looked)
                for searched in searches[known:]:
                    yield searched
                    if _enough(searches, limits, dialect):
                        return
                known = len(searches)
                for said in heard.add(part[0]) if mode == "messages" else heard.all_of(part):
                    talked = talked or (isinstance(said, Talk) and said.whole)
                    yield said
    except ValidationError as error:
        raise ModelError(f"its call could not be read: {error}") from error
    except Exception as error:  # the client of a model may raise anything; what the search raised is no fault of its
        if toolbox.fault is not None:
            raise toolbox.fault from None
        fault = error if isinstance(error, ModelError) else ModelError(f"{type(error).__name__}: {str(error)[:200]}")
        if not searches:
            raise fault from error
        yield Interrupted(str(fault))
    if not searches and not talked:
        raise ModelError("it did not call the search tool")
