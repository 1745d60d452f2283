"""`evaluate simulate`: a scripted person looks for items of the catalogue in conversations with the agent.

Each conversation has five turns; ten items are shown in each. Systems: `medley`, the agent; `no-questions`, the agent that
asks nothing back; `one-shot`, all of the wishes in one request, answered once. *hit* is the share of the conversations that
end at the item, *turns* how many it takes, those that don't counted as five. Knows the person and the recommender.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from agent.evaluation.data.stores import Indexed
from agent.evaluation.report.report import Evaluation, Outcome, evaluation
from agent.evaluation.report.run import Step
from agent.evaluation.systems.agent import AgentSystem
from agent.evaluation.systems.baselines import behind, shuffled
from agent.evaluation.systems.simulated_user import SimulatedUser, wishes_of
from agent.recommender.recommender import Recommender
from agent.results.answer import Answer
from retrieval.catalog.items import Item
from retrieval.errors import CatalogError

__all__ = ["SHOWN", "TURNS", "Conversation", "converse", "evaluate_simulate"]

TURNS = 5
"""Turns after which a person gives up."""
SHOWN = 10
"""Items that are shown in each."""
LEAST = 2
"""Attributes that an item must have to be looked for."""


@dataclass
class Conversation:
    """One conversation with one system: what was said and shown. turns: how many it took; hit: whether the item was found."""

    system: str
    item: Item
    said: list[str] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    hit: bool = False
    measured: dict[str, float] = field(default_factory=dict)

    @property
    def turns(self) -> int:
        """How many requests were made."""
        return len(self.said)

    def lines(self) -> list[str]:
        """The conversation for a reader: each request, how it was understood, and what was shown."""
        found = [f"{self.item.id} “{self.item.title}” ({self.system}): {dict(self.item.attributes)}"]
        for said, answer in zip(self.said, self.answers, strict=True):
            shown = "; ".join(pick.item.title or pick.id for pick in answer)
            understood = " · ".join(answer.understood)
            found += [f"  > {said}", f"    [{understood}] {answer.matching} fit: {shown}"]
            found += [f"    ({note})" for note in answer.notes] + (
                [f"    {answer.question}"] if answer.question else []
            )
        return found


def converse(
    person: SimulatedUser, asked: AgentSystem, *, system: str, asks: bool = True, turns: int = TURNS
) -> Conversation:
    """Lets a person talk with the agent until the item is shown, `turns` times at most. In one turn all is said at once."""
    medley = asked.medley
    medley.forget()
    talk = Conversation(system, person.item)
    said = person.everything() if turns == 1 else person.first()
    while True:
        answer = asked.ask(lambda m, text=said: m.chat(text, k=SHOWN, asks=asks and turns > 1))  # type: ignore[misc]  # mypy infers no lambda with a default
        talk.said.append(said)
        talk.answers.append(answer)
        for name, value in asked.measures().items():
            talk.measured[name] = talk.measured.get(name, 0.0) + value
        talk.hit = person.takes(answer)
        if talk.hit or talk.turns == turns:
            medley.forget()
            return talk
        said = person.after(answer)


def _outcome(talk: Conversation, person: SimulatedUser) -> Outcome:
    values = {
        "hit": float(talk.hit),
        "turns": float(talk.turns if talk.hit else TURNS),
        "hit@1 turn": float(talk.hit and talk.turns == 1),
        "questions": float(sum(bool(a.plan and a.plan.asked) for a in talk.answers)),
    }
    measured = talk.measured | {"seconds": talk.measured.get("seconds", 0.0) / talk.turns}
    return Outcome(values | measured, {"lang": (person.language,), "wishes": (str(len(person.wishes)),)})


def _targets(made: Indexed, medley: Recommender, n: int, seed: int) -> list[SimulatedUser]:
    """Somebody for each of `n` items that have something to wish for, in an order of chance that `seed` decides."""
    vocabulary = medley.vocabulary
    items = {item.id: item for item in made.catalog.items}
    people = []
    for id in shuffled(f"targets {seed}", list(items)):
        wishes = wishes_of(items[id], vocabulary, seed)
        if len(wishes) >= LEAST:
            people.append(SimulatedUser(items[id], wishes, seed))
        if len(people) == n:
            break
    if not people:
        raise CatalogError(f"expected items with at least {LEAST} attributes to wish for; the catalogue has none")
    return people


def evaluate_simulate(
    made: Indexed,
    medley: Recommender,
    *,
    n: int = 100,
    seed: int = 0,
    progress: Step = lambda stage, done, total: None,
) -> tuple[Evaluation, list[Conversation]]:
    """Conversations about `n` items of the catalogue, with the chat model that `medley` has, and those that found nothing.

    Raises CatalogError where no item has attributes to wish for.
    """
    started = time.perf_counter()
    asked = AgentSystem(medley)
    people = _targets(made, medley, n, seed)
    outcomes: dict[str, list[Outcome]] = {"medley": [], "no-questions": [], "one-shot": []}
    failed: list[Conversation] = []
    for done, one in enumerate(people, start=1):
        for system in outcomes:
            person = SimulatedUser(one.item, one.wishes, seed)
            talk = converse(
                person, asked, system=system, asks=system == "medley", turns=1 if system == "one-shot" else TURNS
            )
            outcomes[system].append(_outcome(talk, person))
            failed += [talk] if system == "medley" and not talk.hit else []
        progress("talking", done, len(people))
    settings = behind(medley.retriever, made) | medley.behind() | {"seed": seed, "turns": TURNS, "shown": SHOWN}
    return evaluation("simulate", outcomes, seconds=time.perf_counter() - started, settings=settings), failed
