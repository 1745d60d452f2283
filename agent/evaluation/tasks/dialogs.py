"""`evaluate dialogs`: what to recommend at a turn of a conversation, with all that was said before.

Items that the conversation has named (`mentioned`) are left out of every ranking, so that no system is right by repeating
them. `medley`, the agent, reads the whole conversation; so do `offline`, the agent without its chat model, and `bm25-all`. The others see the last turn alone: `hybrid`,
`dense` and `bm25`; `random` sees nothing. Ten items count: what comes after them is no hit, in `map` and `mrr` either.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from agent.evaluation.data.rows import DialogRow, read_rows, sample
from agent.evaluation.data.stores import Indexed
from agent.evaluation.report.report import Evaluation, evaluation
from agent.evaluation.report.run import Step, System, run
from agent.evaluation.systems.agent import AgentSystem
from agent.evaluation.systems.baselines import behind, by_words, chosen, shuffled
from agent.recommender.recommender import Recommender
from retrieval.search.retriever import LEXICAL, Query

__all__ = ["SYSTEMS", "evaluate_dialogs"]

ANSWERED = 10


def _asking(asked: AgentSystem) -> System[DialogRow, Recommender]:
    """The agent as a system."""

    def ask(row: DialogRow, _: Recommender) -> list[str]:
        *before, last = row.turns
        history = [{"role": turn.role, "text": turn.text} for turn in before]
        return asked.ids(
            lambda medley: medley.recommend(last.text, history=history, exclude=row.mentioned, fill=True, k=ANSWERED)
        )

    return ask


def _dense(row: DialogRow, medley: Recommender) -> list[str]:
    query = Query(row.turns[-1].text, exclude=row.mentioned, weights={LEXICAL: 0.0})
    return medley.retriever.rank(query)[0][:ANSWERED]


def _hybrid(row: DialogRow, medley: Recommender) -> list[str]:
    return medley.retriever.rank(Query(row.turns[-1].text, exclude=row.mentioned))[0][:ANSWERED]


def _bm25(row: DialogRow, medley: Recommender) -> list[str]:
    return by_words(medley.retriever, row.turns[-1].text, exclude=set(row.mentioned))[:ANSWERED]


def _bm25_all(row: DialogRow, medley: Recommender) -> list[str]:
    said = " ".join(turn.text for turn in row.turns)
    return by_words(medley.retriever, said, exclude=set(row.mentioned))[:ANSWERED]


def _random(row: DialogRow, medley: Recommender) -> list[str]:
    ids = [id for id in medley.retriever.store.ids() if id not in row.mentioned]
    return shuffled(row.id + row.turns[-1].text, ids)[:ANSWERED]


SYSTEMS: Mapping[str, System[DialogRow, Recommender]] = {
    "hybrid": _hybrid,
    "dense": _dense,
    "bm25": _bm25,
    "bm25-all": _bm25_all,
    "random": _random,
}


def _groups(row: DialogRow) -> dict[str, tuple[str, ...]]:
    users = sum(turn.role == "user" for turn in row.turns)
    found = {"turns": ("1" if users == 1 else "2" if users == 2 else "3 or more",), "lang": (row.lang,)}
    return {name: values for name, values in found.items() if values[0]}


def evaluate_dialogs(
    made: Indexed,
    medley: Recommender,
    dialogs: Path,
    *,
    baselines: Sequence[str] = (),
    limit: int | None = None,
    progress: Step = lambda stage, done, total: None,
) -> Evaluation:
    """Answers the last turn of every dialog, with the chat model that `medley` has.

    Raises CatalogError for bad rows, ConfigError for an unknown baseline.
    """
    started = time.perf_counter()
    asked, plain = AgentSystem(medley), AgentSystem(medley.offline())
    systems = chosen({"medley": _asking(asked), "offline": _asking(plain), **SYSTEMS}, baselines)
    rows = sample(read_rows(dialogs, DialogRow), limit)
    outcomes = run(
        rows,
        len(rows),
        systems,
        medley,
        lambda row: row.relevant,
        groups=_groups,
        extra=lambda row, ranking: {**asked.measures(), **plain.measures()},
        progress=progress,
    )
    settings = behind(medley.retriever, made) | medley.behind() | {"dialogs": dialogs.name, "limit": limit}
    return evaluation("dialogs", outcomes, seconds=time.perf_counter() - started, settings=settings)
