"""What a conversation keeps of its turns: messages, the last plan and items, and what was kept before, to be taken back.

A conversation keeps what was executed and shown, not what a model wrote. Knows nothing of how models are called.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage
from langchain_core.messages.tool import tool_call

from agent.explanation.reasons import explain
from agent.loop.offline import ANSWER_TOOL, SEARCH_TOOL
from agent.loop.turn_state import TurnState
from agent.planning.context import KEPT, HistoryEntry
from agent.planning.plan import Plan
from agent.results.answer import Pick
from agent.search.telling import told
from agent.search.turn import Searched, Turn
from retrieval.catalog.items import Item

__all__ = ["BACK", "Memory", "briefly"]

BACK = 10
"""Turns that can be taken back, one by one."""


@dataclass(frozen=True)
class Memory:
    """What is kept of a conversation: its messages, the last plan and items, what was asked for in words, what was said.

    turn, searched: the last request and its search. focus: the items that were spoken of since, the one that "it" is first. of_age: whether the person was asked to be of age,
    and what they said. at: how many turns there were. facts: ids of the standing facts that the last turn told. before: what was kept before that, and so on, at most BACK times.
    """

    messages: tuple[BaseMessage, ...] = ()
    plan: Plan | None = None
    shown: tuple[Item, ...] = ()
    heard: str = ""
    said: tuple[HistoryEntry, ...] = ()
    turn: Turn | None = None
    searched: Searched | None = None
    before: Memory | None = None
    focus: tuple[Item, ...] = ()
    of_age: Literal["", "asked", "yes", "no"] = ""
    at: int = 0
    facts: tuple[str, ...] = ()

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
        """Return the same with one more turn in which nothing was searched. Items that weren't in the last list are a list of their own."""
        messages = _last_turns([*self.messages, HumanMessage(request or " "), AIMessage(message or " ")], turns)
        ids = {item.id for item in self.shown}
        shown = self.shown if all(item.id in ids for item in items) else tuple(items)
        kept = tuple(focus) or self.focus
        asked = "" if self.of_age == "asked" else self.of_age
        return replace(
            self,
            messages=messages,
            shown=shown,
            focus=kept,
            before=self._bounded(BACK),
            of_age=asked,
            at=self.at + 1,
            facts=(),
        )

    def after(self, turn: Turn, run: TurnState, turns: int) -> Memory:
        """Return the same with one more turn; of the messages, those of the last `turns` turns."""
        last, request = run.last, turn.request
        before = self._bounded(BACK)
        of_age: Literal["", "asked", "yes", "no"] = "asked" if any(s.grown_up for s in run.searches) else ""
        of_age = self.of_age if self.of_age in ("yes", "no") else of_age
        if not run.searches:
            talk = [
                HumanMessage(request or " "),
                AIMessage(content=" ".join((run.message.text, run.question.text)).strip() or " "),
            ]
            kept = _last_turns([*self.messages, *talk], turns)
            return replace(
                self, messages=kept, turn=turn, searched=None, before=before, of_age=of_age, at=self.at + 1, facts=()
            )
        picks = run.picker.picks if run.picker else ()
        messages = [*self.messages, *_messages(request, last, picks, len(self.messages))]
        shown = tuple(pick.item for pick in picks) or self.shown
        said = () if last.plan.fresh else self.said
        said = (*said, HistoryEntry("user", request)) if request.strip() else said
        return Memory(
            _last_turns(messages, turns),
            run.plan,
            shown,
            last.heard,
            said[-KEPT:],
            turn,
            last,
            before,
            of_age=of_age,
            at=self.at + 1,
        )


def _messages(request: str, searched: Searched, picks: Sequence[Pick], at: int) -> list[BaseMessage]:
    """A turn in the tool protocol: the intent that was executed, what was found and shown, and beside it what tells the same briefly."""
    intent = searched.intent.model_dump(mode="json", exclude_defaults=True)
    shown = {"picks": [{"id": pick.id, "reason": _tellable(pick, searched)} for pick in picks]}
    search, answer = f"search_{at}", f"answer_{at}"
    ids = [pick.id for pick in picks]
    return [
        HumanMessage(request or " "),
        AIMessage(content="", tool_calls=[tool_call(name=SEARCH_TOOL, args=intent, id=search)]),
        ToolMessage(
            told(searched, ids),
            tool_call_id=search,
            name=SEARCH_TOOL,
            artifact=partial(told, searched, ids, whole=False),
        ),
        AIMessage(content="", tool_calls=[tool_call(name=ANSWER_TOOL, args=shown, id=answer)]),
        ToolMessage("shown to the person", tool_call_id=answer, name=ANSWER_TOOL),
    ]


def _tellable(pick: Pick, searched: Searched) -> str:
    """The reason of a pick as a chat model may read it again."""
    sheet = next((sheet for sheet in searched.facts if sheet.id == pick.id), None)
    if searched.shared or sheet is None or not (sheet.done or sheet.others):
        return pick.reason
    return explain(sheet.impersonal, searched.plan.language).text


def briefly(messages: Sequence[BaseMessage]) -> list[BaseMessage]:
    """Messages of earlier turns with what was found told briefly: a chat model pays for every word of them at each call."""
    return [
        m.model_copy(update={"content": m.artifact(), "artifact": None})
        if isinstance(m, ToolMessage) and callable(m.artifact)
        else m
        for m in messages
    ]


def _last_turns(messages: Sequence[BaseMessage], turns: int) -> tuple[BaseMessage, ...]:
    starts = [i for i, message in enumerate(messages) if isinstance(message, HumanMessage)]
    return tuple(messages[starts[-turns] :]) if turns and len(starts) > turns else tuple(messages) if turns else ()
