"""How Medley speaks one language: its sentences by name, and how it lists, quotes and joins them.

A pack fills one `Voice`. Knows words and places to fill; no item and no facts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

__all__ = ["Voice"]


def _as_it_is(text: str) -> str:
    return text


def _no_words(label: str) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True)
class Voice:
    """The sentences and the marks of one language.

    comma, last: what stands between the parts of a list, and before its last part; either: before the last of several of
    which one counts. clauses: what stands between two clauses of one sentence; finally: before the last clause. stop: what
    ends a sentence; glue: what stands between two sentences. quotes: quotation marks round `{}`. words: every sentence that
    Medley says, by name, with places to fill.
    """

    comma: str
    last: str
    either: str
    clauses: str
    finally_: str
    stop: str
    glue: str
    words: Mapping[str, str]
    quotes: str = "“{}”"
    agree: Callable[[str], Mapping[str, str]] = _no_words
    """What fills the places of words that agree with a label ("its toppings are")."""
    ordinal: Callable[[int], str] = str
    """A number as a place in an order: "3rd"."""
    capital: Callable[[str], str] = _as_it_is
    """A clause as the beginning of a sentence."""
    label: Callable[[str], str] = _as_it_is
    """A field's name as it stands within a question."""
    many: Callable[[str], bool] = lambda words: False
    """Whether words name several things."""

    def listed(self, parts: Sequence[str], last: str = "") -> str:
        """Return parts in a row with "and", or `last`, before the last."""
        return parts[0] if len(parts) == 1 else self.comma.join(parts[:-1]) + (last or self.last) + parts[-1]

    def quoted(self, parts: Sequence[str]) -> str:
        """Return parts in quotation marks, in a row."""
        return self.listed([self.quotes.format(part) for part in parts])

    def say(self, name: str, /, *parts: object, **given: object) -> str:
        """Return a sentence of this language, filled; words that agree do so with `label`.

        Raises KeyError for a sentence that no pack has.
        """
        return self.words[name].format(*parts, **self.agree(str(given.get("label", ""))), **given)

    def told(self, clause: str) -> str:
        """Return a clause about an item as a sentence of its own."""
        return self.say("told", clause=self.capital(clause)) + self.stop
