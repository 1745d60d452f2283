"""What a chat model outside this process isn't told as it is: who asks, and addresses and numbers in what they wrote.

Names of users and sessions become `person-1`, e-mail addresses `email-1`, telephone and other long numbers `number-1`, the
same for the same within one request. Knows text and messages; nothing of models.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage

__all__ = ["Pseudonyms"]

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")
_NUMBER = re.compile(r"(?<![\w.,])\+?\d(?:[ ()/-]{0,2}\d){8,}(?!\w)")
"""Nine digits or more: longer than prices, years and ranges of these."""
SHORTEST = 3
"""Characters of a name below which it may be any word."""


class Pseudonyms:
    """The pseudonyms of one request."""

    def __init__(self, names: Sequence[str] = ()) -> None:
        long = sorted({name for name in names if len(name) >= SHORTEST}, key=lambda name: (-len(name), name))
        self._names = (
            re.compile("|".join(rf"(?<!\w){re.escape(n)}(?!\w)" for n in long), re.IGNORECASE) if long else None
        )
        self._known: dict[tuple[str, str], str] = {}

    def _for(self, kind: str, said: str) -> str:
        number = 1 + sum(known == kind for known, _ in self._known)
        return self._known.setdefault((kind, said.casefold()), f"{kind}-{number}")

    def text(self, text: str) -> str:
        """The text with pseudonyms."""
        if self._names is not None:
            text = self._names.sub(lambda m: self._for("person", m.group()), text)
        text = _EMAIL.sub(lambda m: self._for("email", m.group()), text)
        return _NUMBER.sub(lambda m: self._for("number", m.group()), text)

    def _value(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {name: self._value(part) for name, part in value.items()}
        return [self._value(part) for part in value] if isinstance(value, list) else value

    def messages(self, messages: Sequence[BaseMessage]) -> list[BaseMessage]:
        """What people wrote, and what was read of it, with pseudonyms; what tools told of the catalogue as it is."""
        found: list[BaseMessage] = []
        for message in messages:
            if isinstance(message, HumanMessage) and isinstance(message.content, str):
                found.append(message.model_copy(update={"content": self.text(message.content)}))
            elif isinstance(message, AIMessage):
                content = self.text(message.content) if isinstance(message.content, str) else message.content
                calls = [{**call, "args": self._value(call["args"])} for call in message.tool_calls]
                found.append(message.model_copy(update={"content": content, "tool_calls": calls}))
            else:
                found.append(message)
        return found
