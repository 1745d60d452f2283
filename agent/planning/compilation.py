"""What the steps of one compilation share: the intent, the request as it was read, and what is noted on the way.

It lives for one call; decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from agent.parsing.analysis import Analysis
from agent.parsing.intent import Intent, Sort
from agent.parsing.lexicon import Vocabulary
from agent.parsing.parse import Parse
from agent.planning.plan import Note
from retrieval.catalog.items import Item

__all__ = ["Compilation", "Lookup"]

Lookup = Callable[[str], Item | None]
"""An id to its item."""


@dataclass
class Compilation:
    """What the steps of one compilation share; it lives for one call."""

    intent: Intent
    read: Parse
    shown: Sequence[Item]
    lookup: Lookup
    spoken: Sequence[Item] = ()
    notes: list[Note] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    """Ids of items that are asked for by their titles."""
    leaning: Sort | None = None
    """What is left of a comparison with an item that lacks the field."""

    @property
    def analysis(self) -> Analysis:
        """The request taken apart."""
        return self.read.analysis

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of the catalogue."""
        return self.read.vocabulary

    def note(self, kind: str, said: str, detail: str = "") -> None:
        self.notes.append(Note(kind, said, detail))
