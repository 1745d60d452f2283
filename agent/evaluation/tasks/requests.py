"""`evaluate requests`: requests in plain words, answered by the agent as a person would get them.

Where a row names candidates, only those are ranked, and hit@1 is the accuracy. Else the agent answers with at most ten
items: *satisfaction* is the share of the answered items that are relevant, *coverage* the relevant ones answered
of min(10, relevant). *pool* is the share of the relevant items among the hits of the whole catalogue that a model would choose
from (`rerank`, 50): the ceiling of any model's order. Gold constraints group the results; no system sees them. Systems: `medley` (the agent),
`offline` (the agent without its chat model), `knowing` (the agent with a scripted model that puts what is relevant first: what is left of that is
what no model can mend), and without reading the request `hybrid`, `dense`, `bm25`; `random`.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from agent.evaluation.data.oracle_cases import Picked, Script
from agent.evaluation.data.rows import RequestRow, read_rows, sample
from agent.evaluation.data.stores import Indexed
from agent.evaluation.report.report import Evaluation, evaluation
from agent.evaluation.report.run import Step, System, run
from agent.evaluation.systems.agent import AgentSystem
from agent.evaluation.systems.baselines import behind, by_words, chosen, shuffled
from agent.evaluation.systems.scripted_model import Player, ScriptedChatModel
from agent.recommender.recommender import Recommender
from retrieval.search.retriever import LEXICAL, Query

__all__ = ["SYSTEMS", "evaluate_requests"]

ANSWERED = 10


def _asking(asked: AgentSystem) -> System[RequestRow, Recommender]:
    """The agent as a system."""

    def ask(row: RequestRow, _: Recommender) -> list[str]:
        k = len(row.candidates) if row.candidates is not None else ANSWERED
        return asked.ids(lambda medley: medley.recommend(row.text, only=row.candidates, k=k))

    return ask


def _dense(row: RequestRow, medley: Recommender) -> list[str]:
    query = Query(row.text, only=row.candidates, weights={LEXICAL: 0.0})
    return medley.retriever.rank(query)[0][: None if row.candidates else ANSWERED]


def _hybrid(row: RequestRow, medley: Recommender) -> list[str]:
    return medley.retriever.rank(Query(row.text, only=row.candidates))[0][: None if row.candidates else ANSWERED]


def _bm25(row: RequestRow, medley: Recommender) -> list[str]:
    return by_words(medley.retriever, row.text, only=row.candidates)[: None if row.candidates else ANSWERED]


def _random(row: RequestRow, medley: Recommender) -> list[str]:
    ids = row.candidates if row.candidates is not None else medley.retriever.store.ids()
    return shuffled(row.id + row.text, ids)[: None if row.candidates else ANSWERED]


SYSTEMS: Mapping[str, System[RequestRow, Recommender]] = {
    "hybrid": _hybrid,
    "dense": _dense,
    "bm25": _bm25,
    "random": _random,
}


def _groups(row: RequestRow) -> dict[str, tuple[str, ...]]:
    kinds = row.kinds or ((row.kind,) if row.kind else ())
    fields = tuple(dict.fromkeys(str(c["field"]) for c in row.constraints if c.get("field")))
    found = {"lang": (row.lang,) if row.lang else (), "kind": kinds, "field": fields}
    return {name: values for name, values in found.items() if values}


def _served(row: RequestRow, ranking: Sequence[str]) -> dict[str, float]:
    if row.candidates is not None:
        return {}
    good = len(set(ranking) & set(row.relevant))
    return {
        "satisfaction": good / len(ranking) if ranking else 0.0,
        "coverage": good / min(ANSWERED, len(row.relevant)) if row.relevant else 0.0,
    }


def _knowing(asked: AgentSystem, player: Player) -> System[RequestRow, Recommender]:
    """The agent with a model that knows what is relevant, and puts it first."""
    ask = _asking(asked)

    def know(row: RequestRow, medley: Recommender) -> Sequence[str]:
        picks = tuple(Picked(id=id, reason="") for id in row.relevant)
        player.turn(Script(search=({"wish": row.text},), pick=picks, enough=0), None)
        return ask(row, medley)

    return know


class _Pool:
    """The hits that a chat model would choose from, by words alone and of the whole catalogue."""

    def __init__(self, medley: Recommender) -> None:
        self._asked, self._found = AgentSystem(medley.offline()), dict[str, float]()

    def share(self, row: RequestRow) -> dict[str, float]:
        """The share of what is relevant that is among them, of as many as there can be."""
        if row.text not in self._found and row.relevant:
            most = max(1, self._asked.medley.settings.rerank)
            ids = self._asked.ids(lambda medley: medley.recommend(row.text, k=most))
            self._found[row.text] = len(set(ids) & set(row.relevant)) / min(most, len(row.relevant))
        return {"pool": self._found[row.text]} if row.text in self._found else {}


def evaluate_requests(
    made: Indexed,
    medley: Recommender,
    requests: Path,
    *,
    baselines: Sequence[str] = (),
    limit: int | None = None,
    progress: Step = lambda stage, done, total: None,
) -> Evaluation:
    """Asks the agent every request, with the chat model that `medley` has.

    Raises CatalogError for bad rows, ConfigError for an unknown baseline.
    """
    started = time.perf_counter()
    asked, plain, pool = AgentSystem(medley), AgentSystem(medley.offline()), _Pool(medley)
    player = Player()
    knows = AgentSystem(medley.with_model(ScriptedChatModel(player=player)))
    systems = chosen(
        {"medley": _asking(asked), "offline": _asking(plain), "knowing": _knowing(knows, player), **SYSTEMS}, baselines
    )
    rows = sample(read_rows(requests, RequestRow), limit)
    outcomes = run(
        rows, len(rows), systems, medley, lambda row: row.relevant, groups=_groups,
        extra=lambda row, ranking: {**_served(row, ranking), **asked.measures(), **plain.measures(), **knows.measures(), **pool.share(row)}, progress=progress,
    )  # fmt: skip
    settings = behind(medley.retriever, made) | medley.behind() | {"requests": requests.name, "limit": limit}
    return evaluation("requests", outcomes, seconds=time.perf_counter() - started, settings=settings)
