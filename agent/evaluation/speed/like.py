"""How long it takes from a like to the changed next recommendation.

On a made-up catalogue of words with 512 numbers an item, or on a copy of a store. The peer is what a script would do: the
mean of the liked items' vectors in numpy, scored over the whole catalogue; it keeps nothing on disk, explains nothing, and
knows no interests, dislikes, attributes or other people.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agent.evaluation.speed.registry import Bench, Measured, Options, measured, register
from agent.recommender.recommender import Recommender
from agent.settings import Settings
from retrieval.behavior.events.log_store import BehaviorEvent
from retrieval.catalog.items import Modality
from retrieval.catalog.reader import read_catalog
from retrieval.encoders.base import EncoderSet
from retrieval.fusion.blocks import SameSpace
from retrieval.index.encode import Progress
from retrieval.index.indexer import index_catalog

__all__ = ["bench_encoders", "made_up_store"]

DIM = 512
WORDS = 600
PEOPLE, EVENTS = 40, 800
"""Others who did something before, so that the crowd has something to say."""
AIM = 0.1
WARM = 3


class _Words:
    """Each word a direction; a text the sum of its words. Unit rows."""

    name, version, dim = "bench_words", "1", DIM
    modality: Modality = "text"

    def __init__(self) -> None:
        self._known: dict[str, NDArray[np.float32]] = {}

    def _word(self, word: str) -> NDArray[np.float32]:
        if word not in self._known:
            seed = int.from_bytes(word.encode()[-8:], "big")
            self._known[word] = np.random.default_rng(seed).standard_normal(DIM).astype(np.float32)
        return self._known[word]

    def encode(self, contents: Sequence[str]) -> NDArray[np.float32]:
        """float32 (n, 512), unit length or zero."""
        none = np.zeros(DIM, np.float32)
        rows = np.stack([np.sum([none, *(self._word(w) for w in text.split())], axis=0) for text in contents])
        return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), np.float32)


def bench_encoders() -> EncoderSet:
    """Words alone, in 512 numbers."""
    words = _Words()
    return EncoderSet("bench", (words,), (SameSpace("text", words, width=DIM),))


def made_up_store(folder: Path, options: Options, progress: Progress) -> Path:
    """Return a store of items with words, categories and prices, all made up by `seed`."""
    random = np.random.default_rng(options.seed)
    words = [f"word{n}" for n in range(WORDS)]
    with (folder / "catalog.jsonl").open("w", encoding="utf-8") as file:
        for n in range(options.items):
            row = {"id": f"i{n}", "title": " ".join(random.choice(words, 3)), "description": " ".join(random.choice(words, 9)),
                   "category": f"kind {n % 20}", "maker": f"maker {n % 500}", "price": n % 97 + 1}  # fmt: skip
            file.write(json.dumps(row) + "\n")
    index_catalog(read_catalog(folder / "catalog.jsonl"), folder / "store", bench_encoders(), progress=progress)
    return folder / "store"


def _others(medley: Recommender, ids: Sequence[str], options: Options) -> None:
    random = np.random.default_rng(options.seed + 1)
    medley.record(
        BehaviorEvent(str(random.choice(["like", "view", "buy"])), str(random.choice(ids)), user=f"bench-{n % PEOPLE}")
        for n in range(EVENTS)
    )


def _timed(medley: Recommender, liked: Sequence[str], words: str) -> tuple[list[float], float]:
    """Seconds from each like to the end of the next answer, and the share of answers that changed."""
    seconds, changed = [], 0
    before = [pick.id for pick in medley.recommend(words, user="bench-you").picks]
    for id in liked:
        started = perf_counter()
        medley.record("like", id, user="bench-you")
        now = [pick.id for pick in medley.recommend(words, user="bench-you").picks]
        seconds.append(perf_counter() - started)
        changed += now != before
        before = now
    return seconds[WARM:], changed / max(len(liked), 1)


def _peer(vectors: NDArray[np.float32], liked: Sequence[int], k: int) -> list[float]:
    """The same by the mean vector: seconds for each like."""
    seconds = []
    for count in range(1, len(liked) + 1):
        started = perf_counter()
        mean = vectors[list(liked[:count])].mean(axis=0)
        scores = vectors @ (mean / (np.linalg.norm(mean) or 1))
        scores[list(liked[:count])] = -np.inf
        best = np.argpartition(-scores, k)[:k]
        best[np.argsort(-scores[best])]
        seconds.append(perf_counter() - started)
    return seconds[WARM:]


def _run(options: Options, progress: Progress) -> list[Measured]:
    with tempfile.TemporaryDirectory(prefix="medley-bench-") as temporary:
        folder = Path(temporary)
        given: dict[str, Any] = {"settings": Settings(model="offline")}
        if options.store is None:
            store, given["encoders"] = made_up_store(folder, options, progress), bench_encoders()
        else:
            store = Path(shutil.copytree(options.store, folder / "store"))  # nobody's events are touched
        with Recommender(store, **given) as medley:
            ids = medley.retriever.store.ids()
            _others(medley, ids, options)
            random = np.random.default_rng(options.seed + 2)
            chosen = random.choice(len(ids), min(options.repeats + WARM, len(ids)), replace=False).tolist()
            vectors = np.array(medley.retriever.vectors(ids))
            peer = measured("", _peer(vectors, chosen, min(5, len(ids) - 1))).p50
            found = []
            words = medley.retriever.item(ids[0]).title
            for what, said in (("a like → recommend(user=…)", ""), ("a like → recommend(words, user=…)", words)):
                seconds, changed = _timed(medley, [ids[n] for n in chosen], said)
                note = f"{len(ids):,} items × {vectors.shape[1]} numbers; {changed:.0%} of the answers changed"
                found.append(
                    measured(what, seconds, aim=AIM, peer="numpy mean vector", peer_p50=peer, note=note)
                )  # fmt: skip
            return found


register(Bench("like", "from a like to the changed next recommendation", _run))
