"""How much a caller may ask: so many calls a minute, so many at the same time. Counted in this process, by the caller's name."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

from agent.serving.access.callers import Caller
from agent.serving.access.refusals import Refusal

__all__ = ["RateLimiter"]

MINUTE = 60.0


@dataclass(slots=True)
class _Used:
    """What is left of a caller's calls, when that was so, and how many are being answered."""

    left: float
    at: float
    busy: int = 0


@dataclass
class RateLimiter:
    """The counts of one server: a bucket of a minute's calls that fills evenly. clock: seconds that only grow."""

    clock: Callable[[], float] = time.monotonic
    _used: dict[str, _Used] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    @property
    def busy(self) -> int:
        """Calls that are being answered."""
        with self._lock:
            return sum(used.busy for used in self._used.values())

    @contextmanager
    def work(self, caller: Caller) -> Iterator[Refusal | None]:
        """Count one call while it is answered; gives why it is refused, or None."""
        refusal = self._begun(caller)
        try:
            yield refusal
        finally:
            if refusal is None:
                with self._lock:
                    self._used[caller.name].busy -= 1

    def _begun(self, caller: Caller) -> Refusal | None:
        with self._lock:
            now = self.clock()
            used = self._used.setdefault(caller.name, _Used(float(caller.calls or 0), now))
            if caller.calls is not None:
                used.left = min(caller.calls, used.left + (now - used.at) * caller.calls / MINUTE)
                used.at = now
                if used.left < 1:
                    wait = math.ceil((1 - used.left) * MINUTE / caller.calls)
                    told = f"expected at most {caller.calls} calls a minute with this key; try again in {wait} s"
                    return Refusal(429, "often", told, wait)
            if caller.together is not None and used.busy >= caller.together:
                told = f"expected at most {caller.together} calls at the same time with this key"
                return Refusal(429, "together", told, 1)
            if caller.calls is not None:
                used.left -= 1
            used.busy += 1
            return None
