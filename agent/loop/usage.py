"""What a chat model may spend on one request, and what it did spend. Knows nothing of how it is called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage

from agent.loop.budget import Budget

__all__ = ["CallLimits", "Ledger"]


@dataclass(frozen=True)
class CallLimits:
    """Seconds for the model to read the request, seconds for all that it does after the first search, searches, and calls of
    other tools."""

    read: float
    explain: float
    rounds: int
    lookups: int = 8


@dataclass
class Ledger:
    """What one request cost: seconds by stage, tokens as the servers count them, and the prompts that were used."""

    seconds: dict[str, float] = field(default_factory=lambda: {"read": 0.0, "search": 0.0, "explain": 0.0})
    tokens: dict[str, int] = field(default_factory=lambda: {"input": 0, "output": 0})
    prompts: list[str] = field(default_factory=list)
    calls: int = 0
    budget: Budget | None = None
    """What the model may cost; None: it costs nothing."""

    def begin(self, messages: Sequence[BaseMessage], tools: Sequence[Mapping[str, Any]]) -> None:
        """Begin a call of the model, which is about to be made. Raises ModelError where it would pass a bound of its budget."""
        if self.budget is not None:
            self.budget.begin(messages, tools)

    def add(self, message: AIMessage) -> None:
        """Counts one reply."""
        self.calls += 1
        if self.budget is not None:
            self.budget.end(message)
        if usage := message.usage_metadata:
            self.tokens["input"] += usage["input_tokens"]
            self.tokens["output"] += usage["output_tokens"]

    def used(self, prompt: str) -> None:
        """Notes a prompt, once."""
        if prompt not in self.prompts:
            self.prompts.append(prompt)
