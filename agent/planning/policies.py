"""The policies of the shop or library: what is never shown, whatever is asked and whatever a model says.

Read from a small TOML file of the operator's. Knows conditions and the catalogue's fields; what a person bought is known elsewhere.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from retrieval.catalog.filters import Filter, matches, parse_filter
from retrieval.catalog.items import Item
from retrieval.catalog.schema import Schema
from retrieval.errors import ConfigError
from retrieval.language.clock import today
from retrieval.language.tables import word_set
from retrieval.language.words import fold

__all__ = ["Policies", "in_stock", "policies_of", "sold_out"]

_KNOWN: dict[str, dict[str, type]] = {
    "hide": {"where": list, "sold_out": bool, "past": list, "bought": bool},
    "sponsored": {"where": str},
    "confirm": {"where": list},
    "prefer": {"where": str},
    "show": {"at_most": int},
}
"""The policies of a file, each with its type; lists are of texts."""


@dataclass(frozen=True)
class Policies:
    """What the operator has set.

    hidden: conditions that no shown item satisfies. sold_out: whether what is sold out is hidden; None where that isn't set: it
    is, but for what is asked for by its title. past: date fields whose day must not be over. bought: whether nothing is shown
    again that the person bought. sponsored: what is marked. adult: conditions of what is shown only once the person has
    confirmed to be of age. preferred: what comes first of what is shown. at_most: items shown at once; 0 for as many as asked.
    """

    hidden: tuple[str, ...] = ()
    sold_out: bool | None = None
    past: tuple[str, ...] = ()
    bought: bool = False
    sponsored: str = ""
    adult: tuple[str, ...] = ()
    preferred: str = ""
    at_most: int = 0

    def filters(self, schema: Schema) -> tuple[Filter, ...]:
        """What every shown item satisfies, but for what is sold out. Raises ConfigError for a field that isn't there."""
        wrong = [name for name in self.past if name not in schema or schema[name].kind != "date"]
        if wrong:
            raise ConfigError(f"expected date fields of the catalogue under hide.past; got {', '.join(wrong)}")
        over = [Filter(name, "range", (None, today() - timedelta(days=1)), negate=True) for name in self.past]
        return (*(_turned(parse_filter(one, schema)) for one in self.hidden), *over)

    def unsold(self, schema: Schema) -> tuple[Filter, ...]:
        """What every shown item satisfies that isn't sold out; nothing where the operator shows what is."""
        return () if self.sold_out is False else in_stock(schema)

    def grown_up(self, schema: Schema) -> tuple[Filter, ...]:
        """What every item satisfies that is shown before somebody has confirmed to be of age. Raises as `filters` does."""
        return tuple(_turned(parse_filter(one, schema)) for one in self.adult)

    def shown(self, asked: int) -> int:
        """How many items are shown at once of those asked for."""
        return min(asked, self.at_most) if self.at_most else asked


def _turned(one: Filter) -> Filter:
    return Filter(one.field, one.op, one.value, not one.negate, one.open_low, one.open_high)


def _plain(name: str) -> str:
    return " ".join(fold(name).replace("_", " ").replace("-", " ").split())


def in_stock(schema: Schema) -> tuple[Filter, ...]:
    """What an item satisfies that no field plainly says to be sold out: fields named so that count pieces or say yes or no."""
    has, gone = word_set("policies.stock"), word_set("policies.gone")
    found = []
    for name, one in schema.fields.items():
        said = _plain(name)
        if one.kind == "number" and not one.many and said in has:
            found.append(Filter(name, "range", (None, 0.0), negate=True))
        elif one.kind == "boolean" and (said in has or said in gone):
            found.append(Filter(name, "eq", said in gone, negate=True))
    return tuple(found)


def sold_out(item: Item, schema: Schema) -> bool:
    """Whether a field of an item plainly says that none is left."""
    return not all(matches(item, one) for one in in_stock(schema))


def _is(value: object, kind: type) -> bool:
    if isinstance(value, list):
        return kind is list and all(isinstance(one, str) for one in value)
    return isinstance(value, kind) and (kind is not int or (not isinstance(value, bool) and int(str(value)) > 0))


def _read(body: dict[str, Any], path: Path) -> Policies:
    given = {
        f"{part}.{key}": value for part, keys in body.items() if isinstance(keys, dict) for key, value in keys.items()
    }
    known = {f"{part}.{key}": kind for part, keys in _KNOWN.items() for key, kind in keys.items()}
    wrong = [name for name, value in given.items() if name not in known or not _is(value, known[name])]
    wrong += [part for part, keys in body.items() if part not in _KNOWN or not isinstance(keys, dict)]
    if wrong:
        kinds = ", ".join(f"{name} ({kind.__name__})" for name, kind in known.items())
        raise ConfigError(f"{path}: expected policies of {kinds}; got {', '.join(wrong)}")
    return Policies(
        tuple(given.get("hide.where", ())),
        given.get("hide.sold_out"),
        tuple(given.get("hide.past", ())),
        given.get("hide.bought", False),
        given.get("sponsored.where", ""),
        tuple(given.get("confirm.where", ())),
        given.get("prefer.where", ""),
        given.get("show.at_most", 0),
    )


@lru_cache(maxsize=8)
def _of(path: Path, changed: int) -> Policies:
    try:
        return _read(tomllib.loads(path.read_text("utf-8")), path)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: expected a TOML file of policies: {error}") from error


def policies_of(path: Path | None) -> Policies:
    """The policies in a file, those that hold without one where there is none; read anew when it changes.

    Raises ConfigError for a file that can't be read, or that has a policy which there isn't.
    """
    if path is None:
        return Policies()
    try:
        changed = path.stat().st_mtime_ns
    except OSError as error:
        raise ConfigError(f"{path}: expected a TOML file of policies: {error}") from error
    return _of(path, changed)
