"""What an operator sees and changes: the store's health, what isn't found, what people do, policies, and the trace of a request.

Knows the Python API, the store and its events; nothing of HTTP or of who may see it.
"""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from agent.planning.policies import policies_of
from agent.recommender.recommender import Recommender
from agent.serving.page.missed import Missed
from retrieval.atomic import write_atomically
from retrieval.behavior.events.log_store import EventLog
from retrieval.errors import ConfigError, MedleyError, StoreError
from retrieval.index.generation import Generation, current_generation

__all__ = ["Operating"]

DAYS = 30
NEWEST = 20_000
"""Events that are counted: the newest."""
TOP = 15
TOLD = (
    "message", "understood", "conditions", "notes", "question", "absent", "matching", "model", "seconds", "tokens", "trace",
)  # fmt: skip
"""What is told of a tried request."""
STEPS = ("search", "view", "like", "cart", "buy")
"""The way from looking to buying."""


class Operating:
    """One store, as its operator sees it."""

    def __init__(self, medley: Recommender, missed: Missed) -> None:
        self._medley, self._missed = medley, missed

    def health(self) -> dict[str, Any]:
        """Return what is there, and what is wrong with it."""
        store, faults = self._medley.retriever.store, list[str]()
        facts: dict[str, str] = {}
        schema = self._medley.schema
        counts = Counter[str]()
        for item in store.items():
            counts["items"] += 1
            counts["with pictures"] += bool(item.images)
            counts["with sound"] += item.audio is not None
            counts["with description"] += bool(item.description)
            counts["without a title"] += not item.title
        facts |= {name: str(n) for name, n in counts.items() if n}
        faults += [f"{p.id}: {p.field}: {p.reason}" for p in list(store.problems())[:TOP]]
        try:
            path = current_generation(store.folder)
            if path is None:
                faults.append("nothing is indexed yet: run medley index")
            else:
                manifest = Generation.open(path).manifest
                facts["index"] = f"{manifest.size} items, {manifest.width} numbers each"
                facts["changes that wait for medley index"] = str(store.sequence - manifest.sequence)
        except MedleyError as error:
            faults.append(str(error))
        fields = [
            {"name": f.name, "kind": f.kind, "share": round(f.count / max(schema.size, 1), 3), "values": f.frequent(5)}
            for f in sorted(schema.fields.values(), key=lambda f: -f.count)
        ]
        return {"facts": facts, "faults": faults, "fields": fields}

    def people(self) -> dict[str, Any]:
        """Return what people do: events by day and kind, the funnel, and what is liked and refused most. Nobody is named."""
        folder = self._medley.retriever.store.folder
        if not EventLog.there(folder):
            return {"days": [], "funnel": [], "liked": [], "disliked": [], "searches": []}
        since = time.time() - DAYS * 86_400
        with EventLog(folder) as log:
            events = log.events(since=since, limit=NEWEST)
        days: dict[str, Counter[str]] = {}
        for event in events:
            day = datetime.fromtimestamp(event.at, UTC).date().isoformat()
            days.setdefault(day, Counter())[event.kind] += 1
        visitors = {kind: {e.user or e.session for e in events if e.kind == kind} for kind in STEPS}
        words = Counter(" ".join(e.words.split()).casefold() for e in events if e.kind == "search" and e.words)
        return {
            "days": [{"day": day, "kinds": dict(kinds)} for day, kinds in sorted(days.items())],
            "funnel": [
                {"kind": kind, "events": sum(e.kind == kind for e in events), "visitors": len(visitors[kind])}
                for kind in STEPS
            ],
            "liked": self._top(e.item for e in events if e.kind in ("like", "buy", "cart")),
            "disliked": self._top(e.item for e in events if e.kind == "dislike"),
            "searches": [{"text": text, "times": n} for text, n in words.most_common(TOP) if n > 1],
        }

    def _top(self, ids: Any) -> list[dict[str, Any]]:
        store, found = self._medley.retriever.store, []
        for id, n in Counter(id for id in ids if id).most_common(TOP):
            item = store.item(id)
            found.append({"item": id, "title": (item.title if item else "") or id, "times": n})
        return found

    def missed(self) -> dict[str, Any]:
        """Return what is asked for and not found."""
        return self._missed.told()

    def policies(self) -> dict[str, Any]:
        """Return the text of the file of policies; without one, nothing to edit."""
        path = self._medley.settings.policies
        try:
            return {"file": str(path.name) if path else "", "text": path.read_text("utf-8") if path else ""}
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(f"{path}: can't be read: {error}") from error

    def set_policies(self, text: str) -> dict[str, Any]:
        """Write the file of policies anew; it holds from the next request on.

        Raises ConfigError where there is no such file, or the text is none of policies; the file then stays as it was.
        """
        path = self._medley.settings.policies
        if path is None:
            raise ConfigError("expected a file of policies to write: start the server with MEDLEY_POLICIES=FILE")
        with tempfile.TemporaryDirectory(prefix="medley-policies-") as folder:
            tried = Path(folder) / path.name
            tried.write_text(text, "utf-8")
            read = policies_of(tried)
            read.filters(self._medley.schema)
            read.grown_up(self._medley.schema)
        try:
            write_atomically(path, text.encode())
        except OSError as error:
            raise StoreError(f"{path.name}: can't be written: {error}") from error
        return self.policies()

    def take_events(self, name: str, content: bytes) -> dict[str, Any]:
        """Record the events of a file, as `medley events import` does. Raises CatalogError and QueryError as it does."""
        with tempfile.TemporaryDirectory(prefix="medley-events-") as folder:
            path = Path(folder) / (Path(name).name or "events.csv")
            path.write_bytes(content)
            found, done = self._medley.import_events(path)
        left = [str(entry) for entry in found.left_out]
        return {"rows": found.rows, "recorded": done.new, "known": done.known, "left_out": left[:TOP]}

    def tried(self, text: str) -> Mapping[str, Any]:
        """Return how one request is answered, with its whole trace; nothing is remembered of it."""
        answer = self._medley.recommend(text)
        body = answer.to_dict(trace=True)
        picks = [
            {"id": p.id, "title": p.item.title_in(answer.language), "score": round(p.score, 3), "reason": p.reason,
             "blocks": {name: round(value, 3) for name, value in p.blocks.items()}}
            for p in answer.picks
        ]  # fmt: skip
        return {key: body[key] for key in TOLD} | {"picks": picks}
