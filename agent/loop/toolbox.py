"""The tools of one request as a chat model calls them: those of one reply run together, and are told in the order of the calls.

What a search itself raises is kept apart from what the model did wrong. Knows tools and searches; no model.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from threading import Condition
from typing import Any

from langchain_core.messages import ToolCall, ToolMessage

from agent.loop.tools import Dialect
from agent.loop.usage import CallLimits
from agent.models.pictures import Block
from agent.search.compact import HIT_TOKENS
from agent.search.telling import told
from agent.search.turn import Searched
from agent.tools import SEARCH_TOOL, Look, Seen, Tool
from retrieval.catalog.items import Item
from retrieval.errors import MedleyError

__all__ = ["Looked", "Toolbox"]

log = logging.getLogger("medley.tools")

ENOUGH = '{"hits": [], "notes": ["No more searches: answer from the hits that you have."]}'
NO_MORE = '{"error": "No more calls of tools: answer from what you have."}'
LONGEST = 16_000
"""Characters of one tool's answer."""


@dataclass(frozen=True)
class Looked:
    """One call of a tool that is no search: its arguments, what it was told, the items that it was about, those whose pictures were
    shown, and its seconds."""

    tool: str
    arguments: Mapping[str, Any]
    body: Mapping[str, Any]
    items: tuple[Item, ...] = ()
    pictured: tuple[str, ...] = ()
    seconds: float = 0.0

    @property
    def figures(self) -> set[float]:
        """Every number in it: what the model says of the catalogue may use it."""
        return set(_numbers(self.body))


def _numbers(value: Any) -> Iterator[float]:
    if isinstance(value, Mapping):
        for part in value.values():
            yield from _numbers(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _numbers(part)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield float(value)


class _InTurn:
    """Lets the calls of one reply read the request one after the other, in their order, while they search together."""

    def __init__(self) -> None:
        self._done, self._changed = set[int](), Condition()

    def wait(self, place: int) -> None:
        """Waits until all calls before `place` have read."""
        with self._changed:
            self._changed.wait_for(lambda: all(before in self._done for before in range(place)))

    def read(self, place: int) -> None:
        """Notes that the call at `place` has read, or won't."""
        with self._changed:
            self._done.add(place)
            self._changed.notify_all()

    @contextmanager
    def at(self, place: int) -> Iterator[None]:
        """Notes it at the end in any case."""
        try:
            yield
        finally:
            self.read(place)


@dataclass(frozen=True)
class _Outcome:
    """What one call came to: a text for the model, and a search, or something looked up."""

    text: str = ""
    searched: Searched | None = None
    looked: Looked | None = None
    pictures: Mapping[str, Block] = field(default_factory=dict)


@dataclass
class Toolbox:
    """The tools of one request. `searches` and `looked` grow as they are called.

    search: an intent to a search. look: what other tools may look at; None: there are no others. hide: what a model may be told of a
    result. whole: whether it is told all facts of each hit.
    """

    dialect: Dialect
    search: Callable[..., Searched]
    limits: CallLimits
    look: Look | None = None
    hide: Callable[[str], str] = str
    whole: bool = True
    searches: list[Searched] = field(default_factory=list)
    looked: list[Looked] = field(default_factory=list)
    fault: Exception | None = None
    _accepted: tuple[ToolCall, ...] = ()
    _batch: asyncio.Task[dict[str, _Outcome]] | None = None

    def tool(self, name: str) -> Tool | None:
        """Return a tool by its name; None for the search and for one that there isn't."""
        tools = self.dialect.lookups if self.look is not None else ()
        return next((tool for tool in tools if tool.name == name), None)

    def searching(self, name: str) -> bool:
        """Return whether a tool counts as a search."""
        tool = self.tool(name)
        return name == SEARCH_TOOL or (tool is not None and tool.searches)

    def spent(self, name: str) -> bool:
        """Return whether a tool can't be called again in this request."""
        if self.searching(name):
            return len(self.searches) >= self.limits.rounds
        return len(self.looked) >= self.limits.lookups

    def accept(self, calls: Sequence[ToolCall]) -> None:
        """Takes the calls of one reply: they run as soon as the first of them is asked for."""
        self._accepted, self._batch = tuple(calls), None

    async def answer(self, call: ToolCall) -> ToolMessage:
        """Return what a model is told of one of the accepted calls. Raises what a search raises."""
        if self._batch is None:
            self._batch = asyncio.ensure_future(self._run(self._accepted))
        outcome = (await self._batch)[str(call["id"])]
        return ToolMessage(
            outcome.text, tool_call_id=str(call["id"]), name=call["name"], artifact=dict(outcome.pictures) or None
        )

    async def _run(self, calls: Sequence[ToolCall]) -> dict[str, _Outcome]:
        """The answers of calls by their ids: as many as are allowed, run together and taken in order."""
        left = {True: self.limits.rounds - len(self.searches), False: self.limits.lookups - len(self.looked)}
        allowed: list[ToolCall] = []
        outcomes: dict[str, _Outcome] = {}
        for call in calls:
            searching = self.searching(call["name"])
            left[searching] -= 1
            if left[searching] >= 0:
                allowed.append(call)
            else:
                outcomes[str(call["id"])] = _Outcome(ENOUGH if searching else NO_MORE)
        turns = _InTurn()
        work = [asyncio.to_thread(self._one, n, call, turns) for n, call in enumerate(allowed)]
        for call, outcome in zip(allowed, await asyncio.gather(*work, return_exceptions=True), strict=True):
            if isinstance(outcome, BaseException):
                self.fault = outcome if isinstance(outcome, Exception) else None
                raise outcome
            self.searches += [outcome.searched] if outcome.searched is not None else []
            self.looked += [outcome.looked] if outcome.looked is not None else []
            outcomes[str(call["id"])] = outcome
        return outcomes

    def _one(self, place: int, call: ToolCall, turns: _InTurn) -> _Outcome:
        with turns.at(place):

            def search(intent: Any, **given: Any) -> Searched:
                turns.wait(place)
                return self.search(intent, ready=lambda: turns.read(place), **given)

            if call["name"] == SEARCH_TOOL:
                return self._found(search(self.dialect.intent(call["args"])))
            return self._called(call, search)

    def _found(self, searched: Searched) -> _Outcome:
        budget = self.look.settings.hit_tokens if self.look is not None else HIT_TOKENS
        return _Outcome(self.hide(told(searched, whole=self.whole, budget=budget)), searched)

    def _called(self, call: ToolCall, search: Callable[..., Searched]) -> _Outcome:
        """A tool's answer. What it can't do is told to the model; a tool that fails costs only its own answer."""
        tool = self.tool(call["name"])
        if tool is None or self.look is None:
            raise RuntimeError(f"expected a tool that was offered; got '{call['name']}'")
        started = time.perf_counter()
        try:
            seen = tool.run(tool.takes.model_validate(call["args"]), replace(self.look, search=search))
        except MedleyError as error:
            seen = Seen({"error": str(error)})
        except Exception:  # a stranger's tool may raise anything
            if tool.searches:
                raise
            log.exception("the tool '%s' failed", tool.name)
            seen = Seen({"error": f"{tool.name} failed"})
        seen = seen if isinstance(seen, Seen) else Seen(seen)
        if seen.searched is not None:
            return self._found(seen.searched)
        looked = Looked(
            tool.name, call["args"], seen.body, seen.items, tuple(seen.pictures), time.perf_counter() - started
        )
        text = json.dumps(seen.body, ensure_ascii=False, default=str)
        return _Outcome(
            self.hide(text if len(text) <= LONGEST else text[:LONGEST] + "…"), looked=looked, pictures=seen.pictures
        )
