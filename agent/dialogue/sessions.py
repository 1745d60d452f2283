"""The conversations of one recommender, by session: what is kept of each, and whose it is.

They live in this process only. Of more than `most`, the one that was used longest ago is dropped: whoever makes up session
names can't fill the memory. Knows nothing of requests or of how they are answered.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from itertools import islice
from threading import Lock

from agent.loop.memory import Memory

__all__ = ["MOST", "Conversations"]

MOST = 500
"""Conversations that are kept at once."""
MEDIA = 48
"""Those used last keep the picture and sound of their last request, a few MB each: "why not X?" needs them."""


class Conversations:
    """Memories by session. Safe to use from several threads."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[str, tuple[Memory, frozenset[str]]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def of(self, session: str) -> Memory:
        """What is kept of a conversation; an empty memory where nothing is."""
        with self._lock:
            if session not in self._kept:
                return Memory()
            self._kept.move_to_end(session)
            return self._kept[session][0]

    def keep(self, session: str, memory: Memory, user: str | None = None) -> None:
        """Keeps what a conversation has come to. `user`: who has talked now, where that is known."""
        with self._lock:
            before = self._kept.pop(session, None)
            talked = (before[1] if before else frozenset()) | ({user} if user is not None else frozenset())
            self._kept[session] = (memory, talked)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
            aged = next(islice(reversed(self._kept), MEDIA, None), None)
            if aged is not None:
                self._kept[aged] = (self._kept[aged][0].without_media, self._kept[aged][1])

    def undo(self, session: str) -> None:
        """Goes back to before the last turn; again, to the one before that, `BACK` turns in all."""
        if (before := self.of(session).before) is not None:
            self.keep(session, before)

    def forget(self, sessions: Iterable[str], user: str | None = None) -> None:
        """Drops these conversations, and all in which `user` has talked."""
        gone = set(sessions)
        with self._lock:
            for session in list(self._kept):
                if session in gone or user in self._kept[session][1]:
                    del self._kept[session]
