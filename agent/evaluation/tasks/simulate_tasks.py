"""`evaluate simulate --tasks`: scripted people with tasks talk with the agent, each in every way of speaking.

*success*: the item that is settled on satisfies everything, is on one of the services and isn't known already; or, where nothing fits,
the agent says so. *every way*: success in all ways of speaking. *elicited*: of the wishes that are told if asked, those that were
asked for. *wishes hold*: the item satisfies every wish. *turns*: of the conversations that succeed. The agent never sees the tasks. Knows the person and the
recommender.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

from agent.evaluation.data.phrasings import Phrasings, packed_phrasings
from agent.evaluation.data.stores import Indexed
from agent.evaluation.data.task_rows import TaskRow, read_tasks, service_field
from agent.evaluation.report.report import Evaluation, Outcome, evaluation
from agent.evaluation.report.run import Step
from agent.evaluation.systems.agent import AgentSystem
from agent.evaluation.systems.baselines import behind
from agent.evaluation.systems.scripted_person import ScriptedPerson
from agent.recommender.recommender import Recommender
from agent.results.answer import Answer
from retrieval.catalog.filters import Filter

__all__ = ["TURNS", "TaskTalk", "evaluate_tasks", "talk"]

TURNS = 10
"""Requests after which a person gives up."""
_NAN = float("nan")


@dataclass
class TaskTalk:
    """One conversation about a task: what was said and answered, and what it came to."""

    person: ScriptedPerson
    said: list[str] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    measured: dict[str, float] = field(default_factory=dict)

    def lines(self) -> list[str]:
        """The conversation for a reader: the task, each request, how it was understood, what was shown and asked."""
        person = self.person
        wishes = [f"{w.field} {w.op} {w.value}" for w in person.task.wishes]
        found = [f"{person.task.id}, way {person.way}: {wishes}, on {person.task.services}"]
        for said, answer in zip(self.said, self.answers, strict=True):
            shown = "; ".join(pick.item.title for pick in answer.picks[:3])
            found += [f"  > {said}", f"    [{' · '.join(answer.understood)}] {answer.matching} fit: {shown}"]
            found += [f"    ({note})" for note in answer.notes]
            found += [f"    {answer.question}"] if answer.question else []
        settled = person.settled
        end = (
            f"{settled.title}: {dict(settled.attributes)}"
            if settled
            else "told that nothing fits"
            if person.satisfied
            else "gives up"
        )
        return [*found, f"  = {end}"]


def talk(person: ScriptedPerson, asked: AgentSystem, turns: int = TURNS) -> TaskTalk:
    """Lets a person talk with the agent until they are done, `turns` times at most."""
    medley, task, held = asked.medley, person.task, TaskTalk(person)
    where = [Filter(person.service, "in", task.services)] if task.services else []
    medley.forget()
    said = person.first()
    while said and len(held.said) < turns:
        answer = asked.ask(lambda m, text=said: m.chat(text, where=where, exclude=task.watched))  # type: ignore[misc]  # mypy infers no lambda with a default
        held.said.append(said)
        held.answers.append(answer)
        for name, value in asked.measures().items():
            held.measured[name] = held.measured.get(name, 0.0) + value
        said = person.after(answer)
    medley.forget()
    return held


def _measured(held: TaskTalk) -> dict[str, float]:
    person, task = held.person, held.person.task
    settled, wants = person.settled, not person.task.nothing_fits
    hold = settled is not None and all(wish.holds(settled) for wish in task.wishes)
    measured = held.measured | {"seconds": held.measured.get("seconds", 0.0) / max(len(held.said), 1)}
    return {
        "success": float(person.succeeded),
        "turns": float(len(held.said)) if person.succeeded else _NAN,
        "elicited": len(person.elicited) / len(task.tells_if_asked) if task.tells_if_asked else _NAN,
        "wishes hold": float(hold) if wants else _NAN,
        "questions": float(sum(bool(a.plan and a.plan.asked) for a in held.answers)),
    } | measured  # fmt: skip


def _mean(values: list[float]) -> float:
    there = [value for value in values if value == value]
    return sum(there) / len(there) if there else _NAN


def _outcome(task: TaskRow, talks: list[TaskTalk]) -> Outcome:
    """A task's means over all ways of speaking, and whether every one of them succeeded."""
    found = [_measured(one) for one in talks]
    values = {name: _mean([one.get(name, _NAN) for one in found]) for name in found[0]}
    every = {"every way": min(one["success"] for one in found)}
    return Outcome(values | every, {"difficulty": (task.difficulty,)} if task.difficulty else {})


def evaluate_tasks(
    made: Indexed,
    medley: Recommender,
    tasks: Path,
    *,
    phrasings: Phrasings | None = None,
    limit: int | None = None,
    progress: Step = lambda stage, done, total: None,
) -> tuple[Evaluation, list[TaskTalk]]:
    """Conversations about every task of a file in every way of speaking, and those that failed.

    phrasings: the English ones that ship with the package where None. Raises CatalogError for rows or phrasings that can't be read.
    """
    started = time.perf_counter()
    rows, wording, asked = read_tasks(tasks)[:limit], phrasings or packed_phrasings("en"), AgentSystem(medley)
    items = made.catalog.items
    service = service_field(items, rows)
    outcomes, failed = [], []
    for done, task in enumerate(rows, start=1):
        talks = [talk(ScriptedPerson(task, wording, way, items, service), asked) for way in range(wording.ways)]
        outcomes.append(_outcome(task, talks))
        failed += [one for one in talks if not one.person.succeeded]
        progress("talking", done, len(rows))
    settings = behind(medley.retriever, made) | medley.behind() | {"turns": TURNS, "ways": wording.ways}
    seconds = time.perf_counter() - started
    return evaluation("tasks", {"medley": outcomes}, seconds=seconds, settings=settings), failed
