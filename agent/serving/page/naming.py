"""What fields and values are called for a reader: by the operator's face, then by the language's own names of English ones.

Only what is shown is renamed; what is searched, filtered and proved stays as the catalogue has it. Knows packs and a schema.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

from agent.explanation.reasons import field_label, plain_value
from agent.search.details import values_of
from agent.serving.page.face import Face
from retrieval.catalog.items import Item, Value
from retrieval.catalog.schema import Schema
from retrieval.language.packs import pack_of
from retrieval.language.text import HAN

__all__ = ["Naming"]

_QUOTED = re.compile(r"(“[^”]*”|「[^」]*」|《[^》]*》|\"[^\"]*\")")
_BETWEEN = re.compile(rf"(?<=[{HAN}]) (?=[{HAN}])")
"""A space that stood around an English name, between characters that take none."""
MOST = 4_000
"""Values of a catalogue that are looked for in texts."""


def _plain(words: str) -> str:
    return " ".join(words.replace("_", " ").replace("-", " ").casefold().split())


class Naming:
    """Names for the readers of one language, of one catalogue as it is."""

    def __init__(self, face: Face, schema: Schema, language: str) -> None:
        self._schema, self.language, self._face = schema, language, face
        self._names = pack_of(language).names
        self._labels = {_plain(k): v for k, v in face.labels.get(language, {}).items()}
        self._values = {_plain(k): v for k, v in face.values.get(language, {}).items()}

    def label(self, name: str) -> str:
        """Return what a field is called."""
        plain = _plain(name)
        return self._labels.get(plain) or self._names.get(plain) or field_label(name, self.language)

    def value(self, text: str) -> str:
        """Return what a value is called; itself where no other name of it is known."""
        plain = _plain(text)
        return self._values.get(plain) or self._names.get(plain) or text

    def values(self, item: Item, name: str) -> list[str]:
        """Return what an item has in a field, each value as it is called."""
        return [self.value(text) for text in values_of(item, name)]

    def shown(self, value: Value, name: str) -> list[str]:
        """Return each part of a value as it is called."""
        return [self.value(plain_value(one, name)) for one in (value if isinstance(value, tuple) else (value,))]

    @cached_property
    def _known(self) -> Mapping[str, str]:
        """Words of the catalogue that have another name: fields, and values that are named rather than written."""
        words: dict[str, str] = {}
        for name, field in self._schema.fields.items():
            if (label := self.label(name)) != _plain(name):
                words[_plain(name)] = words[name.casefold()] = label
            if field.kind in ("category", "boolean"):
                for value in list(field.values)[: MOST - len(words)]:
                    if (shown := self.value(value)) != value:
                        words.setdefault(_plain(value), shown)
        return words

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        words = sorted(self._known, key=len, reverse=True)
        if not words:
            return None
        return re.compile(r"(?<![A-Za-z0-9])(?:" + "|".join(map(re.escape, words)) + r")(?![A-Za-z0-9])", re.IGNORECASE)

    def text(self, text: str) -> str:
        """Return a sentence with the catalogue's fields and values as they are called; what is quoted stays as it is."""
        if self._pattern is None or not text:
            return text
        named = self._known
        parts = _QUOTED.split(text)
        for n in range(0, len(parts), 2):
            parts[n] = self._pattern.sub(lambda m: named.get(m[0].casefold(), m[0]), parts[n])
        joined = "".join(parts)
        return joined if joined == text else _BETWEEN.sub("", joined)
