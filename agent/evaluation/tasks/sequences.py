"""`evaluate sequences`: what does a person do next, given what they did before?

Everything is fitted on the rows of one file, which are earlier in time, and measured on those of another; the whole
catalogue is ranked, what the person did before included, since people return to things.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from agent.evaluation.data.rows import SequenceRow, read_rows
from agent.evaluation.data.stores import Indexed
from agent.evaluation.report.report import Evaluation
from agent.evaluation.report.run import Step
from agent.evaluation.tasks.next_item import Moment, Setting, evaluate_moments, prepared
from retrieval.behavior import Event, History, log_of, people_of
from retrieval.catalog.items import Problem
from retrieval.errors import CatalogError
from retrieval.search.retriever import Retriever

__all__ = ["evaluate_sequences", "timelines"]


def _overlap(before: Sequence[str], after: Sequence[str]) -> int:
    """How many events at the end of `before` stand at the beginning of `after`."""
    lengths = range(min(len(before), len(after)), 0, -1)
    return next((k for k in lengths if tuple(before[-k:]) == tuple(after[:k])), 0)


def timelines(rows: Sequence[SequenceRow]) -> list[Event]:
    """Every event of `rows` once: rows of one person that continue one another are joined where they overlap.

    The time of an event is the number of the first row that tells it: rows are in the order of time.
    """
    lines: dict[str, list[str]] = {}
    events = []
    for number, row in enumerate(rows):
        told, line = (*row.history, row.target), lines.setdefault(row.user, [])
        fresh = told[_overlap(line, told) :]
        line.extend(fresh)
        events += [Event(row.user, item, 1.0, float(number)) for item in fresh]
    return events


def _unknown(rows: Sequence[SequenceRow], place: Mapping[str, int], path: Path) -> list[Problem]:
    """A problem for each row that names items which the catalogue lacks."""
    found = []
    for number, row in enumerate(rows, start=1):
        missing = [id for id in dict.fromkeys((*row.history, row.target)) if id not in place]
        if missing:
            what = (
                "its target, which counts as missed" if row.target in missing else "which are left out of its history"
            )
            reason = f"the catalogue has no item {', '.join(map(repr, missing[:3]))}: {what}"
            found.append(Problem(f"{path.name} row {number}", "items", reason))
    return found


def _setting(made: Indexed, train: Path, test: Path) -> Setting:
    ids = [item.id for item in made.catalog.items]
    place = {id: number for number, id in enumerate(ids)}
    earlier, later = read_rows(train, SequenceRow), read_rows(test, SequenceRow)
    events = [event for event in timelines(earlier) if event.item in place]
    if not events:
        raise CatalogError(f"expected sequences of items of the catalogue in '{train}'; it knows none of theirs")
    people = people_of(events)
    moments = [
        Moment(
            row.user,
            History.of([place[id] for id in row.history if id in place], person=people.get(row.user)),
            (row.target,),
        )
        for row in later
    ]
    problems = [*_unknown(earlier, place, train), *_unknown(later, place, test)]
    return Setting(ids, log_of(events, ids), moments, problems, np.ones(len(ids), bool), repeats=True, last="time")


def evaluate_sequences(
    made: Indexed,
    retriever: Retriever,
    train: Path,
    test: Path,
    *,
    baselines: Sequence[str] = (),
    limit: int | None = None,
    progress: Step = lambda stage, done, total: None,
) -> Evaluation:
    """Ranks the whole catalogue for each row of `test`, fitted on those of `train` alone.

    Raises CatalogError for rows that can't be read, ConfigError for an unknown baseline. Items that the catalogue lacks
    are left out of histories, and missed where they are a target: both are told in the settings.
    """
    started = time.perf_counter()
    ready = prepared(made, retriever, _setting(made, train, test), baselines=baselines, progress=progress)
    return evaluate_moments(
        "sequences",
        ready,
        started=started,
        limit=limit,
        settings={"train": train.name, "test": test.name},
        progress=progress,
    )
