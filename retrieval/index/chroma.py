"""The Chroma collection of fused item vectors: building it, searching it, proving that it can be searched.

The only file that imports chromadb. A collection is written once into a fresh folder and never changed. Local Chroma
can lose vectors without an error (a kill, a full disk, a lost file), and its `count()` doesn't tell, so a collection
is verified by searching for items by their own vectors. Knows ids and vectors; nothing of items or encoders.

A graph searched by inner product misses near vectors where lengths differ: long ones hide short ones. So the collection
holds directions, vectors made unit length; its order is by cosine, and whoever searches it scores the candidates by
their true vectors. Whether that loses anything is measured when it is built (`recall.py`).
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import StoreDamaged
from retrieval.fusion.pca_transform import unit
from retrieval.store.faults import database_fault

__all__ = ["OWN", "Collection", "build_collection", "probe"]

NAME = "items"
OWN = "own"
"""Under which a generation keeps what `build_collection` found, where that is less than 1."""
BATCH = 2_000
GRAPH = {"space": "ip", "max_neighbors": 32, "ef_construction": 200, "ef_search": 200}
"""Measured on fused blocks where a query fills one block: recall@10 .99, against .87 with the defaults."""

PROBES = 200
SLACK = 0.01
LEAST = 0.5
"""A collection in which fewer items are found than this was not written as it should be."""
PROBE_SECONDS = 120


def _client(folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False))


class Collection:
    """One finished collection, open for searching. Safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        """Opens the collection in `folder`.

        Raises StoreDamaged where there is none or Chroma can't open it.
        """
        from chromadb.errors import ChromaError

        if not (folder / "chroma.sqlite3").is_file():
            raise StoreDamaged(f"expected a Chroma collection in '{folder}'; there is none. Run: medley index")
        try:
            self._client = _client(folder)
            self._collection = self._client.get_collection(NAME, embedding_function=None)
        except (ChromaError, ValueError, OSError, RuntimeError) as error:
            raise StoreDamaged(
                f"Chroma could not open the collection in '{folder}' ({error}). Run: medley index"
            ) from error

    def close(self) -> None:
        """Lets go of the collection's files."""
        self._client.close()

    def search(self, vectors: NDArray[np.float32], k: int) -> list[list[tuple[str, float]]]:
        """Return the `k` ids of nearest direction to each row of `vectors` (n, width), best first.

        With each goes the inner product of the row and the item's direction. Raises StoreDamaged where Chroma fails.
        """
        from chromadb.errors import ChromaError

        try:
            found = self._collection.query(query_embeddings=vectors, n_results=k, include=["distances"])
        except (ChromaError, ValueError, RuntimeError) as error:
            raise StoreDamaged(f"Chroma could not search the collection ({error}). Run: medley index") from error
        distances = found["distances"] or []
        return [
            [(id, 1.0 - distance) for id, distance in zip(ids, row, strict=True)]
            for ids, row in zip(found["ids"], distances, strict=True)
        ]

    def found(self, ids: Sequence[str], vectors: NDArray[np.float32], sample: int = PROBES) -> float:
        """Return the share of `sample` evenly spread items that are found by their own directions.

        None lies nearer to a direction than itself, so each must come back, or something that ties with it.
        """
        spread = np.linspace(0, len(ids) - 1, min(sample, len(ids)))
        places = sorted({int(p) for p in spread} if len(ids) else [])
        places = [p for p in places if vectors[p].any()]
        met = 0
        for start in range(0, len(places), 50):
            chunk = places[start : start + 50]
            found = self.search(unit(np.asarray(vectors[chunk], np.float32)), min(10, len(ids)))
            for p, hits in zip(chunk, found, strict=True):
                met += any(id == ids[p] or score >= 1 - 1e-4 for id, score in hits)
        return met / len(places) if places else 1.0

    def verify(
        self, ids: Sequence[str], vectors: NDArray[np.float32], sample: int = PROBES, expected: float = 1.0
    ) -> None:
        """Checks that as many items are found as when it was built, `expected`, but for one in a hundred.

        Raises StoreDamaged where more are missing.
        """
        share = self.found(ids, vectors, sample)
        if share < expected - SLACK:
            raise StoreDamaged(
                f"{1 - share:.0%} of the items can't be found by their own vectors in the Chroma collection"
            )


def build_collection(
    folder: Path, ids: Sequence[str], vectors: NDArray[np.float32], progress: Callable[[int], None] = lambda done: None
) -> float:
    """Writes a collection of the directions of `vectors` (n, width) into `folder`, which must not hold one yet.

    `progress` is called with the number of vectors written so far. Returns the share of items that are found by their
    own directions: 1, but for the graph of a catalogue with many items that are nearly the same, parts of which can't
    be reached from others.

    Raises StoreError where the disk is full or can't be written, StoreDamaged where the collection can't be read back.
    """
    from chromadb.errors import ChromaError

    try:
        client = _client(folder)
        collection = client.create_collection(NAME, embedding_function=None, configuration={"hnsw": GRAPH})
        for start in range(0, len(ids), BATCH):
            stop = min(start + BATCH, len(ids))
            rows = unit(np.asarray(vectors[start:stop], np.float32))
            collection.add(ids=list(ids[start:stop]), embeddings=rows)
            progress(stop)
        client.close()
    except (ChromaError, ValueError, RuntimeError) as error:
        raise database_fault(str(error), str(folder), folder) from error
    if not len(ids):
        return 1.0
    opened = Collection(folder)
    opened.verify(ids, vectors, expected=LEAST)
    share = opened.found(ids, vectors)
    opened.close()
    return share


def probe(folder: Path) -> str | None:
    """Return what is wrong with the collection in `folder/chroma`, or None; asked in a process of its own.

    A damaged collection can crash the process that opens it, so the question is put where a crash does no harm.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-m", "retrieval.index.chroma", str(folder)],
            capture_output=True,
            text=True,
            timeout=PROBE_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return f"Chroma did not answer within {PROBE_SECONDS} s"
    except OSError as error:
        return f"no process could be started to open it ({error})"
    if done.returncode == 0:
        return None
    return done.stdout.strip() or f"the process that opened it ended with code {done.returncode}"


def _main(folder: Path) -> int:
    from retrieval.index.generation import Generation

    try:
        generation = Generation.open(folder)
        collection = Collection(folder / "chroma")
        collection.verify(generation.ids, generation.vectors, expected=generation.manifest.recall.get(OWN, 1.0))
    except StoreDamaged as error:
        print(error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(_main(Path(sys.argv[1])))
