"""How one request is read while a model answers it: the rules' reading, what the model makes of it, and what it took back.

What a model has taken back stays so for its later searches of the same request. Knows intents; calls no model.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property

from agent.loop.memory import Memory
from agent.parsing import Vocabulary, read_request
from agent.parsing.intent import Constraint, Intent
from agent.planning.conditions import condition_of
from agent.planning.merge import OVERRULED, merged
from agent.planning.plan import Condition
from agent.search.turn import Searched, Turn

__all__ = ["Reading"]

ASKING = "?？"
"""What a question ends with, in any language that has the sign."""


class Reading:
    """The reading of one request. wording, offline: whether the model's words count, and whether there is none."""

    def __init__(
        self,
        turn: Turn,
        memory: Memory,
        vocabulary: Callable[[], Vocabulary],
        earlier: Sequence[Intent],
        *,
        wording: bool,
        offline: bool,
    ) -> None:
        self._turn, self._memory, self._vocabulary, self._earlier = turn, memory, vocabulary, earlier
        self._wording, self._offline = wording, offline
        self._misread: tuple[str, ...] = ()
        self._searched = False
        self._struck: tuple[Constraint, ...] = ()

    @cached_property
    def rules(self) -> Intent:
        """What the rules read."""
        return read_request(self._turn.request, self._vocabulary(), earlier=self._earlier, shown=self._turn.shown)

    @property
    def plain(self) -> bool:
        """Whether the request may be answered in words alone: it is a question, or nothing in it is surely a condition."""
        certain = any(not c.guess for c in self.rules.constraints)
        asks = self._turn.request.strip().endswith(tuple(ASKING))
        return asks or not certain

    def of(self, proposed: Intent) -> tuple[Intent, Turn]:
        """Return the intent of one search of the model, and the turn with what the person is known to have asked for."""
        if self._offline:
            return proposed, self._turn
        read = self.rules
        known = proposed.model_copy(update={"misread": tuple(dict.fromkeys((*self._misread, *proposed.misread)))})
        found = merged(read, known, self._turn.request, wording=self._wording, again=self._searched)
        self._searched = True
        over = [c.span for c in found.intent.constraints if c.guess == OVERRULED]
        self._misread = tuple(dict.fromkeys((*known.misread, *over)))
        self._struck = tuple(dict.fromkeys((*self._struck, *found.struck)))
        heard = read.wish or (self._memory.heard if found.intent.keep else "") or self._turn.request
        return found.intent, replace(self._turn, heard=heard)

    def with_struck(self, searched: Searched) -> Searched:
        """Return the same search with what the model took back."""
        struck = [c for one in self._struck if (c := condition_of(one, self._vocabulary())) is not None]
        held = {c.filters for c in (*searched.plan.preferences, *searched.plan.conditions)}
        kept: list[Condition] = [c for c in struck if c.filters not in held]
        return replace(searched, plan=replace(searched.plan, retracted=tuple(kept))) if kept else searched
