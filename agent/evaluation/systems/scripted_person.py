"""A scripted person with a task: says what they volunteer, answers what is asked, objects to a first pick that breaks a wish.

Of what they would tell if asked they say nothing unless it is asked, and settle on the first pick as soon as there is nothing to
answer or to object to. Knows one task, its wording, and what the agent shows and asks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from agent.evaluation.data.phrasings import Form, Phrasings
from agent.evaluation.data.task_rows import TaskRow, TaskWish
from agent.explanation.reasons import field_label
from agent.results.answer import Answer
from retrieval.catalog.items import Item
from retrieval.language.words import singular

__all__ = ["ScriptedPerson", "says_nothing_fits"]


def says_nothing_fits(answer: Answer) -> bool:
    """Return whether an answer says that nothing satisfies everything: it shows nothing, or names what it gave up or what isn't there."""
    searches = answer.trace.get("searches", ())
    return not answer.picks or bool(answer.absent) or bool(searches and searches[-1].get("relaxed"))


def _plain(value: object) -> str:
    return f"{value:g}" if isinstance(value, int | float) else str(value)


@dataclass
class ScriptedPerson:
    """Somebody with a task, who speaks in the way `way` of `phrasings`. service: the field of the services.

    told: the wishes that were said so far; elicited: those of them that were asked for. settled: the item that was settled on.
    satisfied: whether the agent told them, rightly, that nothing fits.
    """

    task: TaskRow
    phrasings: Phrasings
    way: int
    items: Sequence[Item]
    service: str = ""
    told: list[TaskWish] = field(default_factory=list)
    elicited: list[TaskWish] = field(default_factory=list)
    settled: Item | None = None
    satisfied: bool = False
    _objections: int = 0

    def _of(self, wordings: Sequence[str], turn: int = 0) -> str:
        return wordings[(self.way + turn) % len(wordings)]

    def _worded(self, wish: TaskWish, form: Form, title: str = "") -> str:
        if wish not in self.told:
            self.told.append(wish)
        wordings = getattr(self.phrasings.wording(wish.field, wish.op), form)
        text = self._of(wordings, self._objections if form == "broken" else 0)
        value = self.phrasings.either.join(_plain(v) for v in wish.values)
        label = singular(field_label(wish.field, self.phrasings.language))
        return text.format(value=value, title=title, field=label)

    def standing(self, titles: Sequence[str]) -> tuple[str, ...]:
        """Return what they tell before the talk: the services that they have, the films (by their titles) that they know."""
        facts = []
        if self.task.services:
            facts.append(self._of(self.phrasings.have).format(value=self.phrasings.also.join(self.task.services)))
        facts += [self._of(self.phrasings.done).format(value=title) for title in titles]
        return tuple(facts)

    def first(self) -> str:
        """Return the first request: everything that is volunteered, in one sentence."""
        if not self.task.says:
            return self._of(self.phrasings.open)
        wishes = self.phrasings.also.join(self._worded(wish, "said") for wish in self.task.says)
        return self._of(self.phrasings.first).format(wishes=wishes)

    def fits(self, item: Item) -> bool:
        """Return whether an item satisfies everything, is on one of their services, and isn't known already."""
        return all(wish.holds(item) for wish in self.task.wishes) and self._can_be_had(item)

    def _can_be_had(self, item: Item) -> bool:
        held = item.attributes.get(self.service, ())
        held = held if isinstance(held, tuple) else (held,)
        there = not self.task.services or not {str(v) for v in held}.isdisjoint(self.task.services)
        return there and item.id not in self.task.watched

    def _answer(self, name: str) -> str:
        """What they say to a question about a field: what they wish of it, if they would tell, else that it doesn't matter."""
        wishes = [wish for wish in self.task.tells_if_asked if wish.field == name]
        self.elicited += [wish for wish in wishes if wish not in self.elicited]
        said = [self._worded(wish, "asked") for wish in wishes]
        return " ".join(said) or self._of(self.phrasings.any)

    def _objection(self, item: Item) -> str:
        """What they say against a first pick; "" where they have nothing against it."""
        broken = next((wish for wish in self.task.objects_if_broken if not wish.holds(item)), None)
        if broken is not None:
            said = self._worded(broken, "broken", item.title)
            self._objections += 1
            return said
        return "" if self._can_be_had(item) else self._of(self.phrasings.again)

    def _none_fits(self) -> bool:
        """Whether what was told, and what is known of them, leaves nothing of the catalogue."""
        return not any(all(wish.holds(item) for wish in self.told) and self._can_be_had(item) for item in self.items)

    def after(self, answer: Answer) -> str:
        """Return what they say to an answer; "" where they are done: `settled` on an item, or `satisfied` that there is none."""
        if says_nothing_fits(answer) and self._none_fits():
            self.satisfied = True
            return ""
        asked = answer.plan.asked if answer.plan is not None else None
        first = answer.picks[0].item if answer.picks else None
        manner = self.phrasings.manner[self.way]
        objection = self._objection(first) if first is not None and (asked is None or manner != "answer") else ""
        if asked is None or (objection and manner == "object"):
            self.settled = None if objection else first
            return objection or ("" if first is not None else self._of(self.phrasings.again))
        return " ".join(filter(None, (self._answer(asked.field), objection)))

    @property
    def succeeded(self) -> bool:
        """Whether they have what they want: an item that fits, or the word that there is none."""
        if self.task.nothing_fits:
            return self.satisfied
        return self.settled is not None and self.fits(self.settled)
