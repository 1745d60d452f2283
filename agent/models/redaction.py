"""What a chat model outside this process isn't told as it is: who asks, and addresses and numbers in what they wrote.

Names of users and sessions become `person-1`, e-mail addresses `email-1`, telephone and other long numbers `number-1`, the
same for the same within one request. Names of a letter or two are any word's letters, too: they are hidden where words say
that they are a name ("I'm K."). Knows text and messages; nothing of models.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

from retrieval.language.tables import either

__all__ = ["Pseudonyms"]

_EMAIL = re.compile(r"[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+\.[A-Za-z0-9.-]*[A-Za-z0-9]")
_NUMBER = re.compile(
    r"(?<![A-Za-z0-9_.,])\+?\d(?:[ ()/-]{0,2}\d){8,}(?![A-Za-z0-9_])"
    r"|(?<![A-Za-z0-9_.,])\+?\d{2,4}(?:\.\d{2,4}){2,}(?![A-Za-z0-9_])"
)
"""Nine digits or more, or three groups with dots between: longer than prices, years and ranges of these.

Chinese has no spaces: what stands beside an address, a number or a name may be a letter of it.
"""
_APART = re.compile(r"[-_. ]+")
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
"""Letters, digits and signs of full width, by the usual ones: as many characters."""
SHORTEST, SHORTEST_CHINESE = 3, 2
"""Characters of a name below which it may be any word."""
_INTRODUCES, _GOES_ON = either("redaction.introduces", re.IGNORECASE), either("redaction.goes_on", re.IGNORECASE)
OF_THE_REQUEST = ("conditions", "relaxed", "notes", "question")
OF_A_HIT = ("holds", "does_not_hold", "words", "reason")
"""What of a search's result repeats the request; the rest is the catalogue's."""


def _named(name: str) -> str:
    """The pattern of a name: "ann-lee" is also written "ann lee", "Ann.Lee" and "AnnLee", 小明 also 小 明."""
    parts = [re.escape(part) for part in (_APART.split(name) if name.isascii() else name) if part.strip()]
    return rf"(?<![A-Za-z0-9_]){'[-_. ]*'.join(parts)}(?![A-Za-z0-9_])"


def _written(name: str) -> set[str]:
    """A name as people may write it; an address is also known by what stands before its @."""
    narrow = name.translate(_NARROW).strip(" -_.")
    found = {narrow, narrow.split("@")[0].strip(" -_.")} if _EMAIL.fullmatch(narrow) else {narrow}
    return {one for one in found if one}


def _short(name: str) -> bool:
    return len(name) < (SHORTEST if name.isascii() else SHORTEST_CHINESE)


def _said_to_be(names: Sequence[str]) -> re.Pattern[str]:
    """The pattern of short names where the words around say that they are names."""
    one = "|".join(map(_named, names))
    return re.compile(rf"(?:{_INTRODUCES.pattern})\s*(?P<name>{one})(?={_GOES_ON.pattern})", re.IGNORECASE)


class Pseudonyms:
    """The pseudonyms of one request."""

    def __init__(self, names: Sequence[str] = ()) -> None:
        every = sorted({one for name in names for one in _written(name)}, key=lambda name: (-len(name), name))
        long, short = [name for name in every if not _short(name)], [name for name in every if _short(name)]
        self._patterns = [re.compile("|".join(map(_named, long)), re.IGNORECASE)] if long else []
        self._patterns += [_said_to_be(short)] if short else []
        self._known: dict[tuple[str, str], str] = {}

    def _for(self, kind: str, said: str) -> str:
        number = 1 + sum(known == kind for known, _ in self._known)
        return self._known.setdefault((kind, _APART.sub("", said.casefold())), f"{kind}-{number}")

    def _hidden(self, text: str, pattern: re.Pattern[str], kind: str) -> str:
        """The text with pseudonyms for what a pattern finds in it, written in full width or not."""
        narrow, found, end = text.translate(_NARROW), [], 0
        group = "name" if "name" in pattern.groupindex else 0
        for match in pattern.finditer(narrow):
            found += [text[end : match.start(group)], self._for(kind, match.group(group))]
            end = match.end(group)
        return "".join([*found, text[end:]])

    def text(self, text: str) -> str:
        """Return the text with pseudonyms."""
        for pattern in self._patterns:
            text = self._hidden(text, pattern, "person")
        return self._hidden(self._hidden(text, _EMAIL, "email"), _NUMBER, "number")

    def _value(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {name: self._value(part) for name, part in value.items()}
        return [self._value(part) for part in value] if isinstance(value, list) else value

    def told(self, result: str) -> str:
        """Return what a search tool told, as JSON, with pseudonyms where it repeats the request; ids and items as they are."""
        try:
            body = json.loads(result)
        except ValueError:
            return result
        if not isinstance(body, dict):
            return result
        body |= {name: self._value(body[name]) for name in OF_THE_REQUEST if name in body}
        for hit in body.get("hits", ()):
            hit |= {name: self._value(hit[name]) for name in OF_A_HIT if name in hit}
        return json.dumps(body, ensure_ascii=False)

    def messages(self, messages: Sequence[BaseMessage]) -> list[BaseMessage]:
        """Return what people wrote, what was read of it and what tools repeat of it, with pseudonyms; the catalogue as it is."""
        found: list[BaseMessage] = []
        for message in messages:
            if isinstance(message, HumanMessage) and isinstance(message.content, str):
                found.append(message.model_copy(update={"content": self.text(message.content)}))
            elif isinstance(message, AIMessage):
                content = self.text(message.content) if isinstance(message.content, str) else message.content
                calls = [{**call, "args": self._value(call["args"])} for call in message.tool_calls]
                found.append(message.model_copy(update={"content": content, "tool_calls": calls}))
            elif isinstance(message, ToolMessage) and isinstance(message.content, str):
                found.append(message.model_copy(update={"content": self.told(message.content)}))
            else:
                found.append(message)
        return found
