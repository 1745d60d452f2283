"""`evaluate truth`: hand-written sentences over small catalogues, each with the rows that satisfy it by a predicate.

*right first* is the share of the cases whose first picks are all right, as many as there are right rows and five at most;
*false claims* are the cases in which a wrong row's reason claims that a condition holds which was asked for. Things that the
catalogue hasn't must be said to be absent, those of ordinary requests mustn't. Answered without a chat model.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from agent.evaluation.data.rows import sample
from agent.evaluation.data.stores import indexed
from agent.evaluation.data.truth_predicate import satisfying
from agent.evaluation.data.truth_rows import TruthCase, TruthRow, read_cases, read_raw
from agent.evaluation.report.run import Step
from agent.evaluation.tasks.truth_judge import Judged, judge
from agent.recommender.recommender import Recommender
from agent.results.answer import Answer
from agent.settings import Settings
from retrieval.encoder_sets import EncoderSet
from retrieval.errors import MedleyError
from retrieval.language.clock import on_day

__all__ = ["COUNTED", "SHARES", "Figures", "Truth", "evaluate_truth", "play"]

SHARES = ("right_first", "first_right", "said_absent", "wrongly_absent")
"""Measures that are shares of the cases that have them."""
COUNTED = ("false_claims", "silent_claims", "praised", "disagreements", "errors")
"""Measures that are numbers of cases. silent_claims: the false claims that don't admit that another condition
fails. praised: the answers to what is absent that claim that some condition holds. disagreements: the answers that say of an item
what its row doesn't bear out."""


@dataclass(frozen=True)
class Figures:
    """How some of the cases went. n: cases; shares: by measure, with of how many cases; counts: cases by measure."""

    n: int
    shares: Mapping[str, tuple[float, int]]
    counts: Mapping[str, int]

    @classmethod
    def of(cls, judged: Sequence[Judged]) -> Figures:
        """The figures of some cases; a measure that none of them has is left out."""
        shares = {}
        for name in SHARES:
            values = [one.values[name] for one in judged if name in one.values]
            if values:
                shares[name] = (sum(values) / len(values), len(values))
        return cls(len(judged), shares, {name: int(sum(one.values.get(name, 0) for one in judged)) for name in COUNTED})

    def to_dict(self) -> dict[str, Any]:
        """JSON-able."""
        shares = {name: {"share": round(share, 5), "n": n} for name, (share, n) in self.shares.items()}
        return {"n": self.n, **shares, **self.counts}


@dataclass(frozen=True)
class Truth:
    """What was found: in all, and by table, kind, language and catalogue. left_out: cases without their catalogue."""

    figures: Figures
    by: Mapping[str, Mapping[str, Figures]]
    judged: tuple[Judged, ...]
    seconds: float
    settings: Mapping[str, Any] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)

    @property
    def failed(self) -> tuple[Judged, ...]:
        """The cases that went wrong, in their order."""
        return tuple(one for one in self.judged if one.failed)

    def to_dict(self) -> dict[str, Any]:
        """JSON-able."""
        return {
            "task": "truth",
            **self.figures.to_dict(),
            "by": {group: {name: of.to_dict() for name, of in found.items()} for group, found in self.by.items()},
            "failed": [one.case.row.id for one in self.failed],
            "left_out": dict(self.left_out),
            "seconds": round(self.seconds, 2),
            "settings": dict(self.settings),
        }


def play(case: TruthCase, medley: Recommender) -> Answer:
    """Answers one case in a conversation of its own, for a person of its own where they did something before.

    What the person did is forgotten again. Raises QueryError where the case can't be asked.
    """
    with on_day(case.row.today or date.today()):
        return _played(case.row, medley)


def _played(row: TruthRow, medley: Recommender) -> Answer:
    user = f"truth {row.id}" if row.history else None
    medley.forget()
    try:
        for event, item in row.history:
            given: dict[str, Any] = {"value": 5.0} if event == "rate" else {}
            medley.record(event, item, user=user, **given)
        for said in row.before:
            medley.chat(said, user=user)
        return medley.chat(row.text, user=user) if row.before else medley.recommend(row.text, user=user)
    finally:
        if user is not None:
            medley.privacy.forget(user)
        medley.forget()


def _judged(case: TruthCase, medley: Recommender, raw: Sequence[Mapping[str, Any]]) -> Judged:
    right = None if case.row.right is None else satisfying(raw, case.row.right)
    try:
        return judge(case, play(case, medley), right)
    except MedleyError as error:
        missed = {"right_first": 0.0, "first_right": 0.0} if right else {}
        return Judged(case, None, right, {"errors": 1.0, **missed}, error=str(error))


def _groups(judged: Iterable[Judged]) -> dict[str, dict[str, Figures]]:
    members: dict[str, dict[str, list[Judged]]] = {}
    for one in judged:
        row = one.case.row
        names = {"table": one.case.table, "kind": row.kind, "lang": row.lang, "catalogue": row.catalogue}
        for group, name in names.items():
            members.setdefault(group, {}).setdefault(name or "–", []).append(one)
    return {
        group: {name: Figures.of(found) for name, found in sorted(of.items())} for group, of in members.items()
    }  # fmt: skip


def evaluate_truth(
    place: Path,
    encoders: EncoderSet,
    *,
    limit: int | None = None,
    cache: Path | None = None,
    progress: Step = lambda stage, done, total: None,
) -> Truth:
    """Plays every case of a file, or of the files of a folder; each catalogue is indexed once, in the cache of evaluations.

    Raises CatalogError for bad lines or a missing catalogue.
    """
    started = time.perf_counter()
    cases, left = read_cases(place)
    cases = sample(cases, limit)
    judged: list[Judged] = []
    for catalogue in dict.fromkeys(case.catalogue for case in cases):
        made, raw = indexed(catalogue, encoders, cache=cache, progress=progress), read_raw(catalogue)
        with Recommender(made.folder, settings=Settings(model="offline"), encoders=encoders) as medley:
            for case in (one for one in cases if one.catalogue == catalogue):
                judged.append(_judged(case, medley, raw))
                progress("asking", len(judged), len(cases))
    settings = {"cases": place.name, "encoders": encoders.name, "limit": limit}
    return Truth(
        Figures.of(judged), _groups(judged), tuple(judged), time.perf_counter() - started, settings, left
    )  # fmt: skip
