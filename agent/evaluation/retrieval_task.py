"""`evaluate retrieval`: queries of words, pictures and sounds against a catalogue, ranked whole.

Systems: `medley` (dense and lexical as the retriever weighs them), `dense` (the fused vectors alone), `bm25` (the words
alone), `random`. Ids and file names reach none of them.
"""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from agent.evaluation.report import Evaluation, evaluation
from agent.evaluation.rows import QueryRow, read_rows, sample
from agent.evaluation.run import Ranker, Step, run
from agent.evaluation.stores import Indexed
from retrieval.errors import ConfigError, MediaError
from retrieval.media import MediaReader
from retrieval.retriever import LEXICAL, Query, Retriever

__all__ = ["SYSTEMS", "behind", "chosen", "evaluate_retrieval", "shuffled"]


T = TypeVar("T")


@dataclass(frozen=True)
class _Asked:
    """A row with its media decoded."""

    row: QueryRow
    image: Any = None
    audio: Any = None

    def query(self, **changed: Any) -> Query:
        return Query(text=self.row.text, image=self.image, audio=self.audio, exclude=self.row.exclude, **changed)


def shuffled(key: str, ids: Sequence[str]) -> list[str]:
    """`ids` in an order of chance that `key` alone decides."""
    order = np.random.default_rng(zlib.crc32(key.encode())).permutation(len(ids))
    return [ids[i] for i in order]


def _dense(asked: _Asked, retriever: Retriever) -> Sequence[str]:
    return retriever.rank(asked.query(weights={LEXICAL: 0.0}))[0]


def _bm25(asked: _Asked, retriever: Retriever) -> Sequence[str]:
    blocks = {part.name: 0.0 for part in retriever.refresh().fusion.parts}
    return retriever.rank(asked.query(weights=blocks))[0] if asked.row.text else []


def _random(asked: _Asked, retriever: Retriever) -> Sequence[str]:
    banned = set(asked.row.exclude)
    snapshot = retriever.refresh()
    ids = [snapshot.ids[position] for position in snapshot.alive()]
    return [id for id in shuffled(asked.row.id + asked.row.text, ids) if id not in banned]


SYSTEMS: Mapping[str, Callable[[_Asked, Retriever], Sequence[str]]] = {
    "medley": lambda asked, retriever: retriever.rank(asked.query())[0],
    "dense": _dense,
    "bm25": _bm25,
    "random": _random,
}


def _decode(rows: Sequence[QueryRow], folder: Path, progress: Step) -> list[_Asked]:
    """The rows with their pictures and sounds. Raises MediaError for one that can't be read, or lies elsewhere."""
    asked = []
    with MediaReader() as reader:
        for done, row in enumerate(rows, start=1):
            for name in filter(None, (row.image, row.audio)):
                if not (folder / name).resolve().is_relative_to(folder.resolve()):
                    raise MediaError(f"expected media beside the queries; got '{name}' in the query '{row.id}'")
            asked.append(
                _Asked(
                    row,
                    reader.image(folder / row.image) if row.image else None,
                    reader.sound(folder / row.audio) if row.audio else None,
                )
            )
            progress("reading queries", done, len(rows))
    return asked


def _ask(system: Callable[[_Asked, Retriever], Sequence[str]], retriever: Retriever, asked: _Asked) -> Sequence[str]:
    return system(asked, retriever)


def _groups(asked: _Asked) -> dict[str, tuple[str, ...]]:
    kinds = [name for name in ("text", "image", "audio") if getattr(asked.row, name)]
    found: dict[str, tuple[str, ...]] = {"kind": ("+".join(kinds),)}
    return found | ({"lang": (asked.row.lang,)} if asked.row.lang else {})


def behind(retriever: Retriever, made: Indexed) -> dict[str, Any]:
    """The settings behind a figure: what encoded, fused and ranked, and what was indexed."""
    manifest = retriever.refresh().generation.manifest
    return {
        "catalog": made.catalog.source.name,
        "catalog_hash": manifest.catalogue,
        "items": manifest.size,
        "problems": len(made.report.problems),
        "encoders": retriever.encoders.name,
        "encoder_versions": {e.name: e.version for e in retriever.encoders.encoders},
        "blocks": {name: dict(block) for name, block in manifest.blocks.items()},
        "lexical": retriever.settings.lexical,
        "index_seconds": round(made.report.seconds, 2),
    }


def chosen(systems: Mapping[str, T], baselines: Sequence[str]) -> dict[str, T]:
    """`medley` first, then the baselines.

    Raises ConfigError for an unknown one.
    """
    unknown = [name for name in baselines if name not in systems]
    if unknown:
        raise ConfigError(f"expected --baseline {', '.join(n for n in systems if n != 'medley')}; got '{unknown[0]}'")
    return {name: systems[name] for name in dict.fromkeys(["medley", *baselines])}


def evaluate_retrieval(
    made: Indexed,
    retriever: Retriever,
    queries: Path,
    *,
    baselines: Sequence[str] = (),
    limit: int | None = None,
    progress: Step = lambda stage, done, total: None,
) -> Evaluation:
    """Ranks the whole catalogue for each query, what a query excludes left out.

    Raises CatalogError for bad rows, MediaError for a query's picture or sound, ConfigError for an unknown baseline.
    """
    started = time.perf_counter()
    picked = chosen(SYSTEMS, baselines)
    asked = _decode(sample(read_rows(queries, QueryRow), limit), queries.parent, progress)
    systems: dict[str, Ranker[_Asked]] = {name: partial(_ask, system, retriever) for name, system in picked.items()}
    outcomes = run(asked, systems, lambda a: a.row.relevant, groups=_groups, progress=progress)
    settings = behind(retriever, made) | {"queries": queries.name, "limit": limit}
    return evaluation("retrieval", outcomes, seconds=time.perf_counter() - started, settings=settings)
