"""What a chat model may cost: tokens and money, for one answer and for one day. A call that would pass a bound isn't made.

What is coming is estimated and taken from the day before a call, and put right by what the server tells after it; a call that is broken
off costs what was estimated. Knows amounts; no model.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage

from agent.models.spending import Spending, Spent
from agent.search.token_count import token_count
from agent.settings import Settings
from retrieval.errors import ModelError

__all__ = ["Budget"]

PICTURE = 800
"""Tokens of a picture, about."""
FRAME = 4
"""Tokens around a message."""
MILLION = 1_000_000


def _tokens(message: BaseMessage) -> int:
    pictures = 0
    if isinstance(message.content, list):
        pictures = sum(isinstance(part, Mapping) and part.get("type") in ("image", "image_url") for part in message.content)  # fmt: skip
    calls = message.tool_calls if isinstance(message, AIMessage) else []
    written = json.dumps([call["args"] for call in calls], ensure_ascii=False) if calls else ""
    return FRAME + token_count(message.text) + token_count(written) + PICTURE * pictures


@dataclass
class Budget:
    """The bounds of one answer, and what it has cost so far. day: what was spent today; None: it isn't bounded or kept."""

    settings: Settings
    day: Spending | None = None
    spent: Spent = field(default_factory=Spent)
    _held: Spent = field(default_factory=Spent)

    def _priced(self, given: int, written: int) -> Spent:
        one, other = self.settings.price_input, self.settings.price_output
        return Spent(given, written, (given * one + written * other) / MILLION)

    def begin(self, messages: Sequence[BaseMessage], tools: Sequence[Mapping[str, Any]]) -> None:
        """Begin a call, which is about to be made. Raises ModelError where it would pass a bound."""
        told = token_count(json.dumps(list(tools), ensure_ascii=False)) if tools else 0
        coming = self._priced(sum(map(_tokens, messages)) + told, 0)
        bounds = self.settings
        self._check("answer", self.spent + coming, bounds.answer_tokens, bounds.answer_cost)
        if self.day is not None:
            total = self.day.add(coming)
            try:
                self._check("day", total, bounds.day_tokens, bounds.day_cost)
            except ModelError:
                self.day.add(-coming)
                raise
        self._held = coming
        self.spent += coming

    def end(self, message: AIMessage) -> None:
        """End a call as its reply came: what was estimated gives way to what its server tells, or to its length."""
        usage = message.usage_metadata
        given = usage["input_tokens"] if usage else self._held.input
        written = usage["output_tokens"] if usage else _tokens(message)
        more = self._priced(given, written) + -self._held
        self.spent, self._held = self.spent + more, Spent()
        if self.day is not None:
            self.day.add(more)

    @staticmethod
    def _check(what: str, spent: Spent, tokens: int | None, cost: float | None) -> None:
        if tokens is not None and spent.tokens > tokens:
            raise ModelError(f"it would pass the {tokens:,} tokens that one {what} may cost")
        if cost is not None and spent.cost > cost:
            raise ModelError(f"it would pass the {cost:g} that one {what} may cost")

    def told(self) -> dict[str, float]:
        """Return what the answer cost, and today with it."""
        today = self.day.today() if self.day is not None else self.spent
        return {
            "tokens": self.spent.tokens, "cost": round(self.spent.cost, 6), "day_tokens": today.tokens,
            "day_cost": round(today.cost, 6),
        }  # fmt: skip
