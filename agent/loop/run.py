"""One request on its way: its searches and picks so far, what it cost, and what a conversation keeps of it.

A conversation keeps what was executed and shown, not what a model wrote. Knows nothing of how models are called.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage
from langchain_core.messages.tool import tool_call

from agent.explanation.fact_sheet import FactSheet
from agent.explanation.reasons import explain
from agent.loop.offline import ANSWER_TOOL, SEARCH_TOOL
from agent.loop.picks import Picker
from agent.loop.tools import Choice
from agent.loop.usage import Ledger
from agent.planning.context import KEPT, Said
from agent.planning.plan import Plan, understood
from agent.results.answer import Answer, Event, Found, Pick
from agent.search.search import Searched, Turn, question_in, told
from retrieval.catalog.items import Item

__all__ = ["BACK", "Memory", "Run"]

BACK = 10
"""Turns that can be taken back, one by one."""


@dataclass
class Run:
    """The state of one request; it lives until the answer is made."""

    ledger: Ledger
    notes: list[str] = field(default_factory=list)
    searches: list[Searched] = field(default_factory=list)
    picker: Picker | None = None

    def take(
        self, part: Searched | Choice, checker: Callable[[Searched], Callable[[str, FactSheet], str]], *, reorders: bool
    ) -> Iterator[Event]:
        """What a search or a choice brings. Once an item has been shown, a later search changes nothing."""
        if isinstance(part, Searched):
            self.ledger.seconds["search"] += part.seconds
            if self.picker is None or not self.picker.picks:
                self.searches.append(part)
                self.picker = Picker(part, checker(part), reorders=reorders)
                yield _found(part, self.notes)
        elif self.picker is not None:
            yield from self._timed(self.picker.add(part))

    def rest(self) -> Iterator[Pick]:
        """The picks that the model had no word for."""
        if self.picker is not None:
            yield from self._timed(self.picker.rest())

    def _timed(self, picks: Iterator[Pick]) -> Iterator[Pick]:
        while True:
            started = perf_counter()
            pick = next(picks, None)
            self.ledger.seconds["explain"] += perf_counter() - started
            if pick is None:
                return
            yield pick

    def answer(self, request: str, model: str, settings: Mapping[str, Any]) -> Answer:
        """The whole of it."""
        last = self.searches[-1]
        found = _found(last, self.notes)
        return Answer(
            request=request,
            language=found.language,
            picks=self.picker.picks if self.picker else (),
            understood=found.understood,
            notes=found.notes,
            question=found.question,
            matching=found.matching,
            plan=last.plan,
            absent=last.absent,
            model=model,
            prompts=tuple(self.ledger.prompts),
            settings=settings,
            seconds=dict(self.ledger.seconds),
            tokens=dict(self.ledger.tokens),
            trace=_trace(self.searches)
            | {"checks": self.picker.checks if self.picker else [], "model_calls": self.ledger.calls},
        )


@dataclass(frozen=True)
class Memory:
    """What is kept of a conversation: its messages, the last plan and items, what was asked for in words, what was said.

    turn, searched: the last request and its search. focus: the items that were spoken of since, the one that "it" is first. before: what was kept before that, and so on, at most BACK times.
    """

    messages: tuple[BaseMessage, ...] = ()
    plan: Plan | None = None
    shown: tuple[Item, ...] = ()
    heard: str = ""
    said: tuple[Said, ...] = ()
    turn: Turn | None = None
    searched: Searched | None = None
    before: Memory | None = None
    focus: tuple[Item, ...] = ()

    @property
    def without_media(self) -> Memory:
        """The same without the last requests, where these hold decoded pictures or sounds."""
        before = None if self.before is None else self.before.without_media
        if self.turn is None or (self.turn.image is None and self.turn.audio is None):
            return self if before is self.before else replace(self, before=before)
        return replace(self, turn=None, searched=None, before=before)

    def _bounded(self, most: int) -> Memory:
        """The same with at most `most` memories in a row; only the first of them holds decoded pictures and sounds."""
        before = None if self.before is None or most <= 1 else self.before.without_media._bounded(most - 1)
        return self if before is self.before else replace(self, before=before)

    def told(self, request: str, message: str, items: Sequence[Item], focus: Sequence[Item], turns: int) -> Memory:
        """The same with one more turn in which nothing was searched. Items that weren't in the last list are a list of their own."""
        messages = _last_turns([*self.messages, HumanMessage(request or " "), AIMessage(message or " ")], turns)
        ids = {item.id for item in self.shown}
        shown = self.shown if all(item.id in ids for item in items) else tuple(items)
        kept = tuple(focus) or self.focus
        return replace(self, messages=messages, shown=shown, focus=kept, before=self._bounded(BACK))

    def after(self, turn: Turn, run: Run, turns: int) -> Memory:
        """The same with one more turn; of the messages, those of the last `turns` turns."""
        last, request = run.searches[-1], turn.request
        picks = run.picker.picks if run.picker else ()
        messages = [*self.messages, *_messages(request, last, picks, len(self.messages))]
        shown = tuple(pick.item for pick in picks) or self.shown
        said = () if last.plan.fresh else self.said
        said = (*said, Said("user", request)) if request.strip() else said
        before = self._bounded(BACK)
        return Memory(_last_turns(messages, turns), last.plan, shown, last.heard, said[-KEPT:], turn, last, before)


def _found(searched: Searched, notes: Sequence[str]) -> Found:
    plan = searched.plan
    items = tuple(hit.item for hit in searched.hits)
    notes = (*notes, *searched.notes)
    return Found(plan.language, understood(plan), notes, question_in(plan), searched.matching, items, plan)


def _messages(request: str, searched: Searched, picks: Sequence[Pick], at: int) -> list[BaseMessage]:
    """A turn in the tool protocol: the intent that was executed, what was found and shown."""
    intent = searched.intent.model_dump(mode="json", exclude_defaults=True)
    shown = {"picks": [{"id": pick.id, "reason": _tellable(pick, searched)} for pick in picks]}
    search, answer = f"search_{at}", f"answer_{at}"
    return [
        HumanMessage(request or " "),
        AIMessage(content="", tool_calls=[tool_call(name=SEARCH_TOOL, args=intent, id=search)]),
        ToolMessage(told(searched, [pick.id for pick in picks]), tool_call_id=search, name=SEARCH_TOOL),
        AIMessage(content="", tool_calls=[tool_call(name=ANSWER_TOOL, args=shown, id=answer)]),
        ToolMessage("shown to the person", tool_call_id=answer, name=ANSWER_TOOL),
    ]


def _tellable(pick: Pick, searched: Searched) -> str:
    """The reason of a pick as a chat model may read it again."""
    sheet = next((sheet for sheet in searched.facts if sheet.id == pick.id), None)
    if searched.shared or sheet is None or not (sheet.done or sheet.others):
        return pick.reason
    return explain(sheet.impersonal, searched.plan.language).text


def _last_turns(messages: Sequence[BaseMessage], turns: int) -> tuple[BaseMessage, ...]:
    starts = [i for i, message in enumerate(messages) if isinstance(message, HumanMessage)]
    return tuple(messages[starts[-turns] :]) if turns and len(starts) > turns else tuple(messages) if turns else ()


def _trace(searches: Sequence[Searched]) -> dict[str, Any]:
    return {
        "searches": [
            {
                "intent": s.intent.model_dump(mode="json", exclude_defaults=True),
                "conditions": [
                    {"filters": list(map(str, c.filters)), "source": c.source.kind, "span": c.source.span}
                    for c in s.plan.conditions
                ],
                "relaxed": [str(f) for c in s.dropped for f in c.filters],
                "asked": s.plan.asked.field if s.plan.asked is not None else "",
                "matching": s.matching,
                "hits": [{"id": h.id, "score": h.score, "blocks": dict(h.blocks)} for h in s.hits],
                "seconds": round(s.seconds, 4),
            }
            for s in searches
        ]
    }
