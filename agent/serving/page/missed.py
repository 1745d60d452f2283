"""What people ask for and don't find: words for what isn't there, conditions that had to give way, requests without picks.

Counted with the store, in a small file, without anybody's name and only from the second time on with the words of a whole request;
the oldest and rarest go first. Knows answers; nothing of who asked.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from pathlib import Path
from typing import Any

from agent.results.answer import Answer
from retrieval.atomic import write_atomically

__all__ = ["FILE", "Missed"]

log = logging.getLogger("medley.page")

FILE = "missed.json"
MOST = 400
"""Things that are counted of each kind."""
LONGEST = 120
EVERY = 5.0
"""Seconds between two writings."""
KINDS = ("absent", "relaxed", "nothing")


class Missed:
    """Counts of one store. Safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        self._path, self._lock, self._written = folder / FILE, threading.Lock(), 0.0
        self._counts: dict[str, dict[str, list[float]]] = {kind: {} for kind in KINDS}
        try:
            kept = json.loads(self._path.read_text("utf-8"))
            self._counts |= {
                kind: {str(k): [float(v[0]), float(v[1])] for k, v in kept[kind].items()} for kind in KINDS
            }
        except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError):
            log.debug("%s: nothing is kept yet, or it can't be read", self._path.name)

    def note(self, answer: Answer) -> None:
        """Count what one answer didn't find."""
        found = {
            "absent": answer.absent,
            "relaxed": [text for one in answer.trace.get("searches", ())[-1:] for text in one.get("relaxed", ())],
            "nothing": [answer.request] if not answer.picks and answer.plan is not None and not answer.question else [],
        }
        if not any(found.values()):
            return
        now = time.time()
        with self._lock:
            for kind, texts in found.items():
                counts = self._counts[kind]
                for text in texts:
                    key = " ".join(text.split()).casefold()[:LONGEST]
                    counts[key] = [counts.get(key, [0.0])[0] + 1, now]
                for old in sorted(counts, key=lambda k: (counts[k][0], counts[k][1]))[: max(len(counts) - MOST, 0)]:
                    del counts[old]
            due = now - self._written > EVERY
        if due:
            self.save()

    def save(self) -> None:
        """Write the counts; where the disk can't take them they stay in memory."""
        with self._lock:
            text, self._written = json.dumps(self._counts, ensure_ascii=False), time.time()
        try:
            write_atomically(self._path, text.encode())
        except OSError as error:
            log.warning("%s can't be written: %s", self._path.name, error)

    def told(self, most: int = 30) -> dict[str, list[dict[str, Any]]]:
        """Return the most frequent of each kind. A whole request is told only once it came twice."""
        with self._lock:
            return {
                kind: [
                    {"text": text, "times": int(times)}
                    for text, (times, _) in sorted(counts.items(), key=lambda pair: -pair[1][0])
                    if kind != "nothing" or times > 1
                ][:most]
                for kind, counts in self._counts.items()
            }
