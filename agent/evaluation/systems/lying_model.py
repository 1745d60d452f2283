"""A chat model that lies in every reply: invented conditions, readings taken back, strangers picked, false sentences.

It is as bad as a model can be and still speak the protocol; whatever it says, nothing that satisfies the request may be hidden, and
nothing false shown. Knows the catalogue's items and schema; the same seed lies the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage
from langchain_core.messages.tool import tool_call
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from pydantic import ConfigDict

from agent.evaluation.systems.planted_claims import Statement, plant
from agent.loop.offline import ANSWER_TOOL, SEARCH_TOOL
from retrieval.catalog.items import Item
from retrieval.catalog.schema import Schema

__all__ = ["COUNTED", "STRANGER", "Liar", "LyingChatModel"]

STRANGER = "stranger-"
"""How the ids begin that it invents."""
COUNTED = 987_654
"""How many items it says that there are."""
PLANTED = 400
"""Lies that it has ready, about as many items as there are."""


class Liar:
    """Makes lies about one catalogue, and keeps those of its last answer."""

    def __init__(self, items: Sequence[Item], schema: Schema, seed: int = 0) -> None:
        self._items, self._schema, self._random = list(items), schema, Random(seed)
        self._lies: dict[str, list[Statement]] = {}
        for one in plant(items, schema, count=PLANTED, seed=seed):
            if not one.true:
                self._lies.setdefault(one.item.id, []).append(one)
        self.said: dict[str, str] = {}

    def _spans(self, request: str) -> list[str]:
        words = request.split() if " " in request.strip() else [request[i : i + 2] for i in range(0, len(request), 2)]
        return [word for word in words if word.strip()] or [request]

    def _constraints(self, request: str) -> Iterator[dict[str, Any]]:
        """Conditions that nobody asked for, on words of the request."""
        fields = [f for f in self._schema.fields.values() if f.values or f.minimum is not None]
        for f in self._random.sample(fields, min(3, len(fields))):
            span, negate = self._random.choice([*self._spans(request), request]), self._random.random() < 0.4
            if f.minimum is not None:
                yield {"field": f.name, "op": "range", "low": f.maximum, "span": span, "negate": negate}
            else:
                values = [self._random.choice(list(f.values))]
                yield {"field": f.name, "op": "eq", "values": values, "span": span, "negate": negate}

    def intent(self, request: str) -> dict[str, Any]:
        """Return a search for something else, under conditions of its own, by which every word of the request was misread."""
        spans, some = self._spans(request), self._random.choice(self._items)
        return {
            "wish": some.title or request,
            "constraints": list(self._constraints(request)),
            "excluded": [self._random.choice(spans), *(some.title.split()[:1])],
            "must_have": [self._random.choice(("image", "audio"))],
            "misread": [request, *self._random.sample(spans, min(3, len(spans)))],
            "unseen": self._random.random() < 0.5,
            "keep": self._random.random() < 0.5,
            "count": self._random.choice((1, 50)),
        }

    def answer(self, ids: Sequence[str]) -> dict[str, Any]:
        """Strangers, and of each item something false."""
        self.said = {id: self._random.choice(self._lies[id]).text for id in ids if id in self._lies}
        others = [item.id for item in self._random.sample(self._items, min(5, len(self._items)))]
        picks = [{"id": f"{STRANGER}{self._random.random()}", "reason": "It is the cheapest."}]
        picks += [{"id": id, "reason": self.said.get(id, "You bought it last week.")} for id in (*ids, *others)]
        return {"message": f"We have {COUNTED} of them.", "picks": picks}


class LyingChatModel(BaseChatModel):
    """A liar as a LangChain chat model."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    liar: Liar

    @property
    def _llm_type(self) -> str:
        return "liar"

    def bind_tools(self, tools: Sequence[Any], **kwargs: Any) -> Runnable[Any, AIMessage]:
        """Take any tools: the model calls the search, then the answer."""
        return self.bind()

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        last = messages[-1]
        if isinstance(last, ToolMessage):
            hits = json.loads(last.text).get("hits", [])
            name, arguments = ANSWER_TOOL, self.liar.answer([str(hit["id"]) for hit in hits])
        else:
            asked = next((m.text for m in reversed(messages) if isinstance(m, HumanMessage)), "")
            name, arguments = SEARCH_TOOL, self.liar.intent(asked)
        message = AIMessage(content="", tool_calls=[tool_call(name=name, args=arguments, id=f"call_{len(messages)}")])
        return ChatResult(generations=[ChatGeneration(message=message)])
