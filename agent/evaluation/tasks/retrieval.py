"""`evaluate retrieval`: queries of words, pictures and sounds against a catalogue, ranked whole.

Systems: `medley` (dense and lexical as the retriever weighs them), `dense` (the fused vectors alone), `bm25` (the words
alone), `random`. Ids and file names reach none of them.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agent.evaluation.data.rows import QueryRow, read_rows, sample
from agent.evaluation.data.stores import Indexed
from agent.evaluation.report.report import Evaluation, evaluation
from agent.evaluation.report.run import Step, System, run
from agent.evaluation.systems.baselines import behind, by_words, chosen, shuffled
from retrieval.errors import MediaError
from retrieval.media.reader import MediaReader
from retrieval.search.retriever import LEXICAL, Query, Retriever

__all__ = ["SYSTEMS", "LabelledQuery", "asked_rows", "evaluate_retrieval", "query_groups"]


@dataclass(frozen=True)
class LabelledQuery:
    """A row with its media decoded."""

    row: QueryRow
    image: Any = None
    audio: Any = None

    def query(self, **changed: Any) -> Query:
        """What the retriever is asked: nothing of what is relevant."""
        return Query(text=self.row.text, image=self.image, audio=self.audio, exclude=self.row.exclude, **changed)


def _medley(asked: LabelledQuery, retriever: Retriever) -> list[str]:
    return retriever.rank(asked.query())[0]


def _dense(asked: LabelledQuery, retriever: Retriever) -> list[str]:
    return retriever.rank(asked.query(weights={LEXICAL: 0.0}))[0]


def _bm25(asked: LabelledQuery, retriever: Retriever) -> list[str]:
    return by_words(retriever, asked.row.text, exclude=asked.row.exclude) if asked.row.text else []


def _random(asked: LabelledQuery, retriever: Retriever) -> list[str]:
    snapshot, banned = retriever.refresh(), set(asked.row.exclude)
    ids = [snapshot.ids[position] for position in snapshot.alive()]
    return [id for id in shuffled(asked.row.id + asked.row.text, ids) if id not in banned]


SYSTEMS: Mapping[str, System[LabelledQuery, Retriever]] = {
    "medley": _medley,
    "dense": _dense,
    "bm25": _bm25,
    "random": _random,
}


def asked_rows(rows: Sequence[QueryRow], folder: Path) -> Iterator[LabelledQuery]:
    """The rows with their pictures and sounds, decoded one at a time.

    Raises MediaError for one that can't be read, or that lies outside `folder`.
    """
    _inside(rows, folder)
    with MediaReader() as reader:
        for row in rows:
            image = reader.image(folder / row.image) if row.image else None
            yield LabelledQuery(row, image, reader.sound(folder / row.audio) if row.audio else None)


def _inside(rows: Sequence[QueryRow], folder: Path) -> None:
    for row in rows:
        for name in filter(None, (row.image, row.audio)):
            if not (folder / name).resolve().is_relative_to(folder.resolve()):
                raise MediaError(f"expected media in the folder of the queries; got '{name}' in the query '{row.id}'")


def query_groups(asked: LabelledQuery) -> dict[str, tuple[str, ...]]:
    """The groups of a query: its kind, by what it asks with, and its language."""
    kinds = [name for name in ("text", "image", "audio") if getattr(asked.row, name)]
    found: dict[str, tuple[str, ...]] = {"kind": ("+".join(kinds),)}
    return found | ({"lang": (asked.row.lang,)} if asked.row.lang else {})


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

    Raises CatalogError for bad rows, MediaError for a query's picture or sound that can't be read or lies outside the
    folder of the queries, ConfigError for an unknown baseline.
    """
    started = time.perf_counter()
    systems = chosen(SYSTEMS, baselines)
    rows = sample(read_rows(queries, QueryRow), limit)
    outcomes = run(
        asked_rows(rows, queries.parent),
        len(rows),
        systems,
        retriever,
        lambda asked: asked.row.relevant,
        groups=query_groups,
        progress=progress,
    )
    settings = behind(retriever, made) | {"queries": queries.name, "limit": limit}
    return evaluation("retrieval", outcomes, seconds=time.perf_counter() - started, settings=settings)
