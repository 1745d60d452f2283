"""How a scripted person words what they want: a file of phrasings, checked as it is read.

Those that ship with the package stand in the language packs; another file of the same form can be given in their place. Knows words and
the names of fields and operators; no catalogue and no agent.
"""

from __future__ import annotations

import string
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from retrieval.errors import CatalogError
from retrieval.language.packs import pack_of

__all__ = ["Form", "Manner", "Phrasings", "Wording", "packed_phrasings", "read_phrasings"]

Form = Literal["said", "asked", "broken"]
"""When a wish is worded: volunteered, in answer to a question, or because the first pick breaks it."""
Manner = Literal["answer", "object", "both"]
"""What a person does where an answer both asks and shows a pick that breaks a wish."""
_HOLES = {"have": {"value"}, "done": {"value"}, "first": {"wishes"}}
_OF_WISHES = {"value", "title", "field"}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Wording(_Strict):
    """One kind of wish in every way of speaking: `said`, `asked` and `broken`, with {value}, {title} and {field}."""

    said: tuple[str, ...]
    asked: tuple[str, ...]
    broken: tuple[str, ...]


def _holes(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


class Phrasings(_Strict):
    """Every list has one wording for each way of speaking.

    either, also: what joins values, and wishes. have, done: standing facts, told before the talk. open: a first utterance
    without wishes; first: one with {wishes}. any: it doesn't matter. again: another one. wish: "FIELD OPERATOR" → wordings; "* OPERATOR" for
    any other field.
    """

    language: str
    either: str = Field(alias="or")
    also: str = Field(alias="and")
    manner: tuple[Manner, ...]
    have: tuple[str, ...]
    done: tuple[str, ...]
    open: tuple[str, ...]
    first: tuple[str, ...]
    any: tuple[str, ...]
    again: tuple[str, ...]
    wish: dict[str, Wording]

    @property
    def ways(self) -> int:
        """How many ways of speaking there are."""
        return len(self.first)

    def wording(self, field: str, op: str) -> Wording:
        """Return the wordings of a kind of wish; `contains_any` is worded as `in`, and `==` as `contains`, where they have none.

        Raises CatalogError where the file has none for it.
        """
        alike = {"contains_any": "in", "==": "contains"}.get(op, op)
        for name in (f"{field} {op}", f"{field} {alike}", f"* {op}", f"* {alike}"):
            if name in self.wish:
                return self.wish[name]
        raise CatalogError(f"expected phrasings of '* {op}' for the field '{field}'; the file has {sorted(self.wish)}")

    @model_validator(mode="after")
    def _even(self) -> Self:
        lists = {name: getattr(self, name) for name in ("manner", "have", "done", "open", "first", "any", "again")}
        for kind, one in self.wish.items():
            lists |= {f"{kind} said": one.said, f"{kind} asked": one.asked, f"{kind} broken": one.broken}
        for name, wordings in lists.items():
            if len(wordings) != self.ways or not wordings:
                raise ValueError(f"expected {self.ways} wordings of '{name}', as of 'first'; got {len(wordings)}")
            allowed = _HOLES.get(name, _OF_WISHES if " " in name else set())
            if wrong := [text for text in wordings if not _holes(text) <= allowed]:
                raise ValueError(f"expected '{name}' to speak of {sorted(allowed)} only; got '{wrong[0]}'")
        return self


def _parsed(text: str, source: str) -> Phrasings:
    try:
        return Phrasings.model_validate(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, ValidationError, ValueError) as error:
        raise CatalogError(f"expected phrasings in the form of the packed ones in '{source}'; {error}") from error


def read_phrasings(path: Path) -> Phrasings:
    """Return the phrasings of a TOML file. Raises CatalogError for what can't be read or isn't in their form."""
    try:
        return _parsed(path.read_text("utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogError(f"expected a readable file of phrasings; could not read '{path}': {error}") from error


def packed_phrasings(language: str) -> Phrasings:
    """Return the phrasings of a language's pack; those of English where there is none."""
    source = files(f"retrieval.language.{pack_of(language).name.lower()}") / "scripted_person.toml"
    return _parsed(source.read_text("utf-8"), str(source))
