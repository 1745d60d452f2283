"""`evaluate compare`: encoders × fusions × similarities on sets with known answers, in one table.

Vectors alone are compared: the words as written are left out, for they rank the same under every choice. A set is encoded
once for each encoder set; its fusions and similarities are projections of the same vectors, and each query is encoded
once for all of them.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from agent.evaluation.data.rows import QueryRow, read_rows, sample
from agent.evaluation.data.stores import Indexed, indexed
from agent.evaluation.report.report import Evaluation, evaluation
from agent.evaluation.report.run import Step, System, run
from agent.evaluation.systems.baselines import behind
from agent.evaluation.tasks.retrieval import LabelledQuery, asked_rows, query_groups
from retrieval.encoder_sets import EncoderSet
from retrieval.encoders.base import Encoder, Rows
from retrieval.errors import ConfigError
from retrieval.fusion.registry import DEFAULT, Projection, fusions
from retrieval.fusion.similarities import similarities
from retrieval.search.retriever import LEXICAL, Retriever

__all__ = ["Compared", "Set", "compare", "projections"]


@dataclass(frozen=True)
class Set:
    """A catalogue and queries with known answers."""

    catalog: Path
    queries: Path

    def __str__(self) -> str:
        return f"{self.catalog.resolve().parent.name}: {self.queries.stem} → {self.catalog.stem}"


@dataclass(frozen=True)
class Compared:
    """One encoder set on one set: an evaluation whose systems are the projections, the first one the system of interest.

    `refused`: the projections that the catalogue has too little for, with the reason.
    """

    of: Set
    encoders: str
    found: Evaluation
    refused: dict[Projection, str] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """JSON-able."""
        refused = {str(projection): why for projection, why in self.refused.items()}
        return {"set": str(self.of), "encoders": self.encoders, "refused": refused, **self.found.to_dict()}


class _Once:
    """An encoder that keeps the row of the content it read last: projections asked one after the other share it."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder, self.name, self.modality = encoder, encoder.name, encoder.modality
        self._last: tuple[Any, Rows] | None = None

    @property
    def version(self) -> str:
        return self._encoder.version

    @property
    def dim(self) -> int:
        return self._encoder.dim

    def encode(self, contents: Sequence[Any]) -> Rows:
        if len(contents) != 1:
            return self._encoder.encode(contents)
        if self._last is None or self._last[0] is not contents[0]:
            self._last = (contents[0], self._encoder.encode(contents))
        return self._last[1].copy()


def projections(fusion: Sequence[str] = (), similarity: Sequence[str] = ()) -> list[Projection]:
    """Every pair of the named fusions and similarities; all of them where none is named. The default comes first.

    Raises ConfigError for an unknown name.
    """
    pairs = [Projection(f, s) for f in fusion or fusions() for s in similarity or similarities()]
    return sorted(dict.fromkeys(pairs), key=lambda p: (p != DEFAULT, p.fusion, p.similarity))


def _ask(asked: LabelledQuery, retrievers: dict[str, Retriever], name: str) -> Sequence[str]:
    return retrievers[name].rank(asked.query(weights={LEXICAL: 0.0}))[0]


def _open(
    made: Indexed, encoders: EncoderSet, wanted: Sequence[Projection], stack: ExitStack, progress: Step
) -> tuple[dict[str, Retriever], dict[Projection, str]]:
    once = replace(encoders, encoders=tuple(_Once(e) for e in encoders.encoders))
    opened, refused = {}, {}
    for done, projection in enumerate(wanted, start=1):
        try:
            retriever = Retriever(
                made.folder, once, fusion=projection.fusion, similarity=projection.similarity
            )  # fmt: skip
        except ConfigError as error:
            refused[projection] = str(error)
        else:
            opened[str(projection)] = stack.enter_context(closing(retriever))
        progress("fusing", done, len(wanted))
    return opened, refused


def _compared(
    of: Set, encoders: EncoderSet, wanted: Sequence[Projection], limit: int | None, cache: Path | None, progress: Step
) -> Compared:
    started = time.perf_counter()
    made = indexed(of.catalog, encoders, cache=cache, progress=progress)
    rows = sample(read_rows(of.queries, QueryRow), limit)
    with ExitStack() as stack:
        opened, refused = _open(made, encoders, wanted, stack, progress)
        if not opened:
            raise ConfigError("; ".join(refused.values()))
        systems: dict[str, System[LabelledQuery, dict[str, Retriever]]] = {
            name: partial(_ask, name=name) for name in opened
        }
        asked = asked_rows(rows, of.queries.parent)
        outcomes = run(
            asked, len(rows), systems, opened, lambda one: one.row.relevant, groups=query_groups, progress=progress
        )
        first = next(iter(opened.values()))
        settings = behind(first, made) | {"queries": of.queries.name, "limit": limit, "systems": list(opened)}
        found = evaluation("compare", outcomes, seconds=time.perf_counter() - started, settings=settings)
    return Compared(of, encoders.name, found, refused)


def compare(
    sets: Sequence[Set],
    encoders: Sequence[EncoderSet],
    wanted: Sequence[Projection],
    *,
    limit: int | None = None,
    cache: Path | None = None,
    progress: Step = lambda stage, done, total: None,
) -> Iterator[Compared]:
    """Measures every encoder set under every projection of `wanted` on every set, one set and encoder set at a time.

    Raises what reading, indexing and asking raise; ConfigError where a catalogue has too little for any projection.
    """
    for of in sets:
        for chosen in encoders:
            yield _compared(of, chosen, wanted, limit, cache, progress)
