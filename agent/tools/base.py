"""What a tool is: arguments in, data out, read only; and what it may look at while one request is answered.

Knows the catalogue, one request and how to search; no chat model.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from agent.models.pictures import Block, Sight
from agent.parsing import Vocabulary
from agent.search.details import items_where, rows_where
from agent.search.turn import Searched, Turn
from agent.settings import Settings
from retrieval.catalog.filters import Filter, matches
from retrieval.catalog.items import Item
from retrieval.errors import QueryError
from retrieval.search.retriever import Retriever

__all__ = ["ANSWER_TOOL", "SEARCH_TOOL", "Look", "Seen", "Tool"]

SEARCH_TOOL = "search_catalogue"
ANSWER_TOOL = "Answer"


@dataclass(frozen=True)
class Look:
    """What a tool may look at. Nothing of it changes anything.

    turn: the request, with whoever asks it. language: of the answer. search: an intent, and perhaps `like=` with ids of items to
    be like, to a search whose hits can be picked; what the person said holds in it. sight: makes pictures for the chat model; None
    where it can't see, or may not.
    """

    retriever: Retriever
    vocabulary: Vocabulary
    turn: Turn
    settings: Settings
    language: str
    search: Callable[..., Searched]
    sight: Sight | None = None

    @property
    def hidden(self) -> tuple[Filter, ...]:
        """What every item satisfies that may be told of."""
        return (*self.turn.hidden, *self.turn.of_age)

    def tells(self, item: Item) -> bool:
        """Return whether an item may be told of."""
        return all(matches(item, f) for f in self.hidden)

    def item(self, id: str) -> Item:
        """Return one item. Raises QueryError where there is none of that id that may be told of."""
        found = self.retriever.store.item(id)
        if found is None or not self.tells(found):
            raise QueryError(f"expected the id of an item of the store; got '{id}'")
        return found

    def items(self, filters: Sequence[Filter] = ()) -> list[Item]:
        """Return the items that satisfy all filters and may be told of, in the catalogue's order."""
        return items_where(self.retriever.store, (*filters, *self.hidden))

    def count(self, filters: Sequence[Filter] = ()) -> int:
        """Return how many they are."""
        held = (*filters, *self.hidden)
        return len(rows_where(self.retriever.store, held)) if held else self.retriever.schema.size


@dataclass(frozen=True)
class Seen:
    """What a tool answers: data for the chat model, JSON-able.

    items: those that it tells of, so that what the model says of them can be checked. searched: a search that was made, which is
    told as every search is; its hits can be picked. pictures: of items by their ids, which the model is shown after it.
    """

    body: Mapping[str, Any] = field(default_factory=dict)
    items: tuple[Item, ...] = ()
    searched: Searched | None = None
    pictures: Mapping[str, Block] = field(default_factory=dict)


@dataclass(frozen=True)
class Tool:
    """A tool. told: what a chat model is told of it. takes: its arguments. searches: whether it counts as a search."""

    name: str
    told: str
    takes: type[BaseModel]
    run: Callable[[Any, Look], Seen | Mapping[str, Any]]
    searches: bool = False
