"""From a model's choices to picks: only what was found, each item once, each reason checked before it is shown.

A pick is final when it is made, so that it can be shown at once. Knows one search; nothing of models.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from agent.explanation.fact_sheet import FactSheet
from agent.loop.tools import Choice
from agent.results.answer import Pick
from agent.search.search import Searched

__all__ = ["Picker"]

Check = Callable[[str, FactSheet], str]
"""What was said of an item → what may be shown of it."""


class Picker:
    """Makes the picks of one search, best first, as the choices come in."""

    def __init__(self, searched: Searched, check: Check, *, reorders: bool) -> None:
        """`reorders`: whether the order of the choices counts; where the request asks for an order, it never does."""
        self._searched, self._check = searched, check
        self._by_id = {hit.id: (hit, facts) for hit, facts in zip(searched.hits, searched.facts, strict=True)}
        self._free = reorders and (searched.plan.sort is None or searched.plan.sort.vague)
        self._said: dict[str, str] = {}
        self._made: dict[str, Pick] = {}

    @property
    def picks(self) -> tuple[Pick, ...]:
        """The picks that were made."""
        return tuple(self._made.values())

    @property
    def checks(self) -> list[dict[str, str]]:
        """What was said of each pick by the model, and what is shown of it."""
        return [{"id": id, "said": self._said.get(id, ""), "shown": pick.reason} for id, pick in self._made.items()]

    def _next(self) -> str | None:
        if len(self._made) >= self._searched.k:
            return None
        return next((id for id in self._by_id if id not in self._made), None)

    def _make(self, id: str) -> Pick:
        hit, facts = self._by_id[id]
        reason = self._check(self._said.get(id, ""), facts)
        pick = Pick(len(self._made) + 1, hit.item, hit.score, hit.blocks, hit.modalities, reason, facts)
        self._made[id] = pick
        return pick

    def add(self, choice: Choice) -> Iterator[Pick]:
        """The picks that a choice completes: itself, or those whose turn has come."""
        if choice.id not in self._by_id or choice.id in self._said:
            return
        self._said[choice.id] = choice.reason
        if self._free:
            if len(self._made) < self._searched.k:
                yield self._make(choice.id)
            return
        while (id := self._next()) is not None and id in self._said:
            yield self._make(id)

    def rest(self) -> Iterator[Pick]:
        """The picks that no choice named, in the order of the search."""
        while (id := self._next()) is not None:
            yield self._make(id)
