"""What an event is: somebody did something with an item, at a time; and what is wrong with one that can't be so."""

from __future__ import annotations

import math
import time
import uuid
from dataclasses import dataclass, field

from retrieval.behavior.events.kinds import event_kinds, kind_of

__all__ = ["AHEAD", "STARS", "BehaviorEvent"]

STARS = 5.0
LONGEST_ID, LONGEST_WORDS = 500, 2_000
AHEAD = 86_400.0
"""Seconds that the clock of whoever reports an event may be ahead of ours; such an event is taken as of now."""


def _new_id() -> str:
    return uuid.uuid4().hex


@dataclass(frozen=True, slots=True)
class BehaviorEvent:
    """Somebody did something.

    kind: the name of one that `kinds.py` knows. user, session: who; at least one, an anonymous person has a session alone. at:
    seconds since 1970, UTC. value: seconds of a `play`, stars (0 to 5) of a `rate`. words: those of a search. id: an event that arrives twice under one id is one
    event. consent: whether it may be written into examples for a chat model
    (`export sft`).
    """

    kind: str
    item: str | None = None
    user: str | None = None
    session: str | None = None
    at: float = field(default_factory=time.time)
    value: float | None = None
    words: str | None = None
    id: str = field(default_factory=_new_id)
    consent: bool = False

    def fault(self, now: float) -> str | None:
        """Return what is wrong with it, or None."""
        kind = kind_of(self.kind)
        if kind is None:
            return f"expected an event of {', '.join(k.name for k in event_kinds())}; got '{self.kind[:100]}'"
        if not self.user and not self.session:
            return "expected a user or a session; got neither: an event belongs to somebody"
        for name, text in (("id", self.id), ("item", self.item), ("user", self.user), ("session", self.session)):
            if text is not None and not 0 < len(text) <= LONGEST_ID:
                return f"expected {name} of 1 to {LONGEST_ID} characters; got {len(text)}"
        if not self.item and kind.item:
            return f"expected the item of a '{self.kind}'; got none"
        if not kind.item and not (self.words or "").strip():
            return f"expected the words of a {self.kind}; got none"
        if self.words is not None and len(self.words) > LONGEST_WORDS:
            return f"expected words of at most {LONGEST_WORDS} characters; got {len(self.words)}"
        if not (math.isfinite(self.at) and 0 < self.at <= now + AHEAD):
            return f"expected a time in seconds since 1970, not in the future; got {self.at}"
        return self._value_fault(stars=kind.amount == "stars")

    def _value_fault(self, *, stars: bool) -> str | None:
        if stars and self.value is None:
            return f"expected the stars of a '{self.kind}'; got none"
        if self.value is None:
            return None
        most = STARS if stars else math.inf
        if not (math.isfinite(self.value) and 0 <= self.value <= most):
            wanted = f"0 to {STARS:g} stars" if stars else "a value of at least 0"
            return f"expected {wanted}; got {self.value}"
        return None
