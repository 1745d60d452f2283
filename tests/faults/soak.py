"""Mixed traffic against a real server for a while: no error, and no more memory at the end than at the beginning.

    python -m tests.faults.soak --count 600

Searches, recommendations, streams, pictures, feedback, wrong requests, strangers and callers who hang up, from several threads. Memory
is looked at once it is warm and at the end; a person's events are forgotten as they come, so that the log doesn't grow.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import threading
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from agent import Recommender, Settings
from agent.serving.http import create_app
from tests.catalogues import indexed
from tests.http_server import serving

TOKEN = "soak-token"
WARM = 0.3
"""The share of the time after which memory is first looked at."""
WORDS = (
    "green frog",
    "animals under 20",
    "something calm",
    "蓝鸟",
    "50块以下的动物",
    "violin",
    "not a dog",
    "the cheapest vehicle",
    "like the second",
)


def _memory() -> float:
    """Megabytes that this process holds."""
    gc.collect()
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


class Traffic:
    """What is asked, by several threads; counts what came of it."""

    def __init__(self, url: str, picture: bytes) -> None:
        self.url, self.picture = url, picture
        self.counts: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.stop = threading.Event()
        self._lock = threading.Lock()

    def _note(self, what: str, status: int, *good: int) -> None:
        with self._lock:
            self.counts[what] += 1
            if status not in good:
                self.counts["errors"] += 1
                self.wrong.append(f"{what}: {status}")

    def one(self, client: httpx.Client, r: random.Random) -> None:
        """One call of some kind."""
        kind = r.choice(
            (
                "search",
                "recommend",
                "recommend",
                "stream",
                "picture",
                "feedback",
                "forget",
                "wrong",
                "stranger",
                "hang up",
                "item",
            )
        )
        text = r.choice(WORDS)
        if kind == "search":
            self._note(kind, client.post("/api/search", json={"text": text, "k": 5}).status_code, 200)
        elif kind == "recommend":
            self._note(
                kind, client.post("/api/recommend", json={"text": text, "user": f"u{r.randrange(20)}"}).status_code, 200
            )
        elif kind == "stream":
            self._note(kind, client.post("/api/recommend", json={"text": text, "stream": True}).status_code, 200)
        elif kind == "picture":
            self._note(kind, client.post("/api/search", files={"picture": self.picture}).status_code, 200)
        elif kind == "feedback":
            event = {"kind": "like", "item": f"i{r.randrange(40):03d}", "user": f"u{r.randrange(20)}"}
            self._note(kind, client.post("/api/feedback", json=event).status_code, 201)
        elif kind == "forget":
            self._note(kind, client.post("/api/privacy/forget", json={"user": f"u{r.randrange(20)}"}).status_code, 200)
        elif kind == "wrong":
            self._note(
                kind, client.post("/api/search", json={"text": "x" * 3000, "where": ["nothing<1"]}).status_code, 400
            )
        elif kind == "stranger":
            self._note(
                kind,
                client.post("/api/search", json={"text": text}, headers={"authorization": "Bearer no"}).status_code,
                401,
            )
        elif kind == "item":
            self._note(kind, client.get(f"/api/items/i{r.randrange(40):03d}").status_code, 200)
        else:
            with client.stream("POST", "/api/recommend", json={"text": text, "stream": True}) as answer:
                self._note(kind, answer.status_code, 200)

    def run(self, seed: int) -> None:
        """Calls until it is told to stop."""
        r = random.Random(seed)
        with httpx.Client(base_url=self.url, headers={"authorization": f"Bearer {TOKEN}"}, timeout=60) as client:
            while not self.stop.is_set():
                try:
                    self.one(client, r)
                except httpx.HTTPError as error:
                    self._note(type(error).__name__, 0)


def main() -> None:
    """Runs the traffic, and prints the counts."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=float, default=600, help="seconds")
    options.add_argument("--first", type=int, default=0, help="changes nothing: it is one part")
    options.add_argument("--threads", type=int, default=4)
    given = options.parse_args()
    with TemporaryDirectory() as folder:
        catalogue, store, _ = indexed(Path(folder), 40)
        picture = (catalogue.parent / "p7.png").read_bytes()
        with Recommender(store, settings=Settings()) as medley, serving(create_app(medley, token=TOKEN)) as url:
            traffic = Traffic(url, picture)
            threads = [threading.Thread(target=traffic.run, args=(n,), daemon=True) for n in range(given.threads)]
            for thread in threads:
                thread.start()
            time.sleep(given.count * WARM)
            first = _memory()
            time.sleep(given.count * (1 - WARM))
            last = _memory()
            traffic.stop.set()
            for thread in threads:
                thread.join(60)
    counts = dict(traffic.counts)
    print("\n".join(dict.fromkeys(traffic.wrong[:20])))
    print(json.dumps({"first MB": round(first, 1), "last MB": round(last, 1)}))
    grown = last > 1.05 * first
    print(
        {
            "calls": sum(counts.values()) - counts.get("errors", 0),
            "errors": counts.get("errors", 0),
            "MB when warm": round(first),
            "MB at the end": round(last),
            "grown beyond 5 %": int(grown),
        }
    )


if __name__ == "__main__":
    main()
