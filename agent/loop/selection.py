"""From a model's choices to picks: only what was found, each item once, each reason checked before it is shown.

A pick is final when it is made, so that it can be shown at once. Knows the searches of one request; nothing of models.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from agent.explanation.fact_sheet import FactSheet
from agent.grounding.judgement import Shown
from agent.loop.tools import Choice
from agent.results.answer import Pick
from agent.search.turn import Searched
from retrieval.language.packs import voice_of
from retrieval.search.retriever import Hit

__all__ = ["Check", "Selection"]

Check = Callable[[Searched, str, FactSheet], Shown]
"""What was said of an item that a search found → what may be shown of it."""


class Selection:
    """Makes the picks of one request, best first, as the choices come in."""

    def __init__(self, check: Check, *, reorders: bool, sights: Callable[[str, FactSheet], str] | None = None) -> None:
        """sights: what was said of an item's picture → what of it may be shown. `reorders`: whether the order of the choices counts; where the request asks for an order, it never does."""
        self._check, self._reorders = check, reorders
        self._searches: list[Searched] = []
        self._by_id: dict[str, tuple[Hit, FactSheet, Searched]] = {}
        self._said: dict[str, str] = {}
        self._seen: dict[str, str] = {}
        self._pictured: set[str] = set()
        self._sights = sights
        self._made: dict[str, Pick] = {}

    def found(self, searched: Searched) -> None:
        """Take one more search: what it found can be picked, too. Its order is that of what isn't chosen."""
        self._searches.append(searched)
        for hit, facts in zip(searched.hits, searched.facts, strict=True):
            self._by_id[hit.id] = (hit, facts, searched)

    def pictured(self, ids: Collection[str]) -> None:
        """Note whose pictures the model was shown: what it says that it sees in others isn't shown."""
        self._pictured |= set(ids)

    @property
    def picks(self) -> tuple[Pick, ...]:
        """The picks that were made."""
        return tuple(self._made.values())

    @property
    def checks(self) -> list[dict[str, str]]:
        """What was said of each pick by the model, and what is shown of it."""
        return [{"id": id, "said": self._said.get(id, ""), "shown": pick.reason} for id, pick in self._made.items()]

    @property
    def _most(self) -> int:
        return self._searches[-1].k if self._searches else 0

    @property
    def _free(self) -> bool:
        """Whether the model's order counts."""
        plan = self._searches[-1].plan if self._searches else None
        return self._reorders and (plan is None or plan.sort is None or plan.sort.vague or plan.stands_in)

    def _next(self) -> str | None:
        if len(self._made) >= self._most:
            return None
        return next((hit.id for hit in self._searches[-1].hits if hit.id not in self._made), None)

    def _make(self, id: str) -> Pick:
        hit, facts, searched = self._by_id[id]
        shown = self._check(searched, self._said.get(id, ""), facts)
        sight = self._sight(id, facts)
        reason = voice_of(searched.plan.language).glue.join(filter(None, (shown.text, sight)))
        judged = (*shown.judged, *filter(None, [sight]))
        place = len(self._made) + 1
        pick = Pick(
            place, hit.item, hit.score, hit.blocks, hit.modalities, reason, facts, judged, (sight,) if sight else ()
        )
        self._made[id] = pick
        return pick

    def _sight(self, id: str, facts: FactSheet) -> str:
        """What may be shown of what the model sees in an item's picture."""
        said = self._seen.get(id, "").strip()
        return self._sights(said, facts) if said and id in self._pictured and self._sights is not None else ""

    def add(self, choice: Choice) -> Iterator[Pick]:
        """Yield the picks that a choice completes: itself, or those whose turn has come."""
        if choice.id not in self._by_id or choice.id in self._said:
            return
        self._said[choice.id], self._seen[choice.id] = choice.reason, choice.seen
        if self._free:
            if len(self._made) < self._most:
                yield self._make(choice.id)
            return
        while (id := self._next()) is not None and id in self._said:
            yield self._make(id)

    def ordered(self) -> Iterator[Pick]:
        """Yield where the request asks for an order: the first of the last search in that order, whatever was chosen of them."""
        if self._searches and self._said and not self._free:
            yield from self.rest()

    def rest(self) -> Iterator[Pick]:
        """Yield the picks that no choice named, in the order of the last search."""
        while self._searches and (id := self._next()) is not None:
            yield self._make(id)
