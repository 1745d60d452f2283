"""One request on its way: its searches and picks so far, what it cost, and the answer that it becomes.

Knows nothing of conversations, nor of how models are called.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import Any

from agent.explanation.fact_sheet import FactSheet
from agent.grounding.judgement import Shown
from agent.loop.selection import Check, Selection
from agent.loop.toolbox import Looked
from agent.loop.tools import Choice, Talk
from agent.loop.usage import Ledger
from agent.planning.plan import Plan, told_conditions, understood
from agent.results.answer import Answer, Event, Found, Pick
from agent.search.lead import lead_of
from agent.search.search import question_in
from agent.search.turn import Searched
from retrieval.language.packs import voice_of

__all__ = ["TurnState"]


@dataclass
class TurnState:
    """The state of one request; it lives until the answer is made.

    idle: what stands for a search where none was made. looked: what tools were asked beside. leads: whether what is found is led
    by a sentence of ours before anything is picked, which a model that orders anew might make untrue. message, question: what a model said, checked. answered: whether it has
    said all that it wanted to, so that nothing is added to its picks; worded: whether its message is whole.
    """

    ledger: Ledger
    idle: Searched
    notes: list[str] = field(default_factory=list)
    searches: list[Searched] = field(default_factory=list)
    looked: list[Looked] = field(default_factory=list)
    picker: Selection | None = None
    leads: bool = True
    message: Shown = field(default_factory=Shown)
    question: Shown = field(default_factory=Shown)
    answered: bool = False
    worded: bool = False

    @property
    def last(self) -> Searched:
        """The last search, or what stands for one."""
        return self.searches[-1] if self.searches else self.idle

    @property
    def silent(self) -> bool:
        """Whether nothing was looked for and nothing said."""
        return not (self.searches or self.looked or self.message.text or self.question.text)

    def begin(self, check: Check, *, reorders: bool, sights: Callable[[str, FactSheet], str] | None = None) -> None:
        """Begin anew as a model begins to answer, perhaps in the place of another: what that one found counts no more."""
        self.picker = Selection(check, reorders=reorders, sights=sights)
        self.searches, self.looked = [], []
        self.message, self.question, self.worded = Shown(), Shown(), False

    def take(self, part: Searched | Looked | Choice | Talk, say: Callable[[str], Shown]) -> Iterator[Event]:
        """Yield what a search, a choice or words bring. Once an item has been shown, a later search changes nothing.

        say: what of words may be shown.
        """
        if self.picker is None:
            raise RuntimeError("expected begin() before take()")
        if isinstance(part, Talk):
            yield from self._said(part, say)
        elif isinstance(part, Choice):
            yield from self._timed(self.picker.add(part))
        elif isinstance(part, Looked):
            self.ledger.seconds["search"] += part.seconds
            self.looked.append(part)
            self.picker.pictured(part.pictured)
        else:
            self.ledger.seconds["search"] += part.seconds
            if not self.picker.picks:
                self.searches.append(part)
                self.picker.found(part)
                yield self._found()

    def _said(self, talk: Talk, say: Callable[[str], Shown]) -> Iterator[Event]:
        if not talk.whole:
            yield from self._worded(say(talk.message))
            return
        self.answered = True
        if talk.question and not self.question.text:
            self.question = say(talk.question)
        if talk.message and not self.worded:
            yield from self._worded(say(talk.message), shows=bool(self.searches))
            self.worded = True

    def _worded(self, shown: Shown, *, shows: bool = True) -> Iterator[Event]:
        """A message as far as it goes; it is shown where it grew, and nothing has been picked yet."""
        grew, self.message = shown.text != self.message.text, shown
        if shown.text and grew and shows and self.picker is not None and not self.picker.picks:
            yield self._found()

    def rest(self, *, fills: bool) -> Iterator[Pick]:
        """Yield the picks that the model had no word for: all where it has not answered or never chooses (`fills`), else those of an
        order that the request asks for."""
        if self.picker is not None:
            yield from self._timed(self.picker.rest() if fills or not self.answered else self.picker.ordered())

    def _found(self) -> Found:
        found = _found(self.last, self.notes)
        found = found if self.leads else replace(found, message="")
        return replace(
            found,
            message=self.message.text or found.message,
            question=self.question.text or found.question,
            judged=self.judged,
        )

    @property
    def judged(self) -> tuple[str, ...]:
        """What of the message and the question is the model's own."""
        return (*self.message.judged, *self.question.judged)

    @property
    def plan(self) -> Plan:
        """The plan of the last search, with the preferences of those before it: picks may come of any of them."""
        last = self.last.plan
        if self.question.text:  # what the rules would ask isn't asked
            last = replace(last, asked=None, question="")
        own = {c.filters for c in (*last.conditions, *last.preferences)}
        before = {c.filters: c for s in self.searches[:-1] for c in s.plan.preferences if c.filters not in own}
        gone = {c.filters: c for s in self.searches for c in s.plan.retracted if c.filters not in own}
        return replace(last, preferences=(*last.preferences, *before.values()), retracted=tuple(gone.values()))

    def _timed(self, picks: Iterator[Pick]) -> Iterator[Pick]:
        while True:
            started = perf_counter()
            pick = next(picks, None)
            self.ledger.seconds["explain"] += perf_counter() - started
            if pick is None:
                return
            yield pick

    def answer(self, request: str, model: str, settings: Mapping[str, Any]) -> Answer:
        """Return the whole of it."""
        last, found, plan = self.last, self._found(), self.plan
        picks = self.picker.picks if self.picker else ()
        checks = self.picker.checks if self.picker else []
        message = found.message
        if not message and not self.question.text and last.lead is not None:
            message = lead_of(last, [pick.facts for pick in picks if pick.facts is not None], last.at).text
        paid = last.paid([pick.item for pick in picks]) if last.paid is not None else ""
        return Answer(
            request=request,
            language=found.language,
            picks=picks,
            understood=understood(plan),
            notes=tuple(filter(None, (*found.notes, paid))),
            question=found.question,
            matching=found.matching,
            plan=plan,
            absent=last.absent,
            model=model,
            prompts=tuple(self.ledger.prompts),
            settings=settings,
            seconds=dict(self.ledger.seconds),
            tokens=dict(self.ledger.tokens),
            spent=self.ledger.budget.told() if self.ledger.budget is not None else {},
            trace=_trace(self.searches) | _looked(self.looked) | {"checks": checks, "model_calls": self.ledger.calls},
            message=message,
            judged=found.judged,
            conditions=tuple(told_conditions(plan, last.dropped)),
        )


def _found(searched: Searched, notes: Sequence[str]) -> Found:
    plan = searched.plan
    items = tuple(hit.item for hit in searched.hits)
    notes = (*notes, *searched.notes)
    asked = voice_of(plan.language).say("policy.of_age") if searched.grown_up else question_in(plan)
    return Found(
        plan.language,
        understood(plan),
        notes,
        asked,
        searched.matching,
        items,
        plan,
        searched.lead.text if searched.lead else "",
    )


def _looked(looked: Sequence[Looked]) -> dict[str, Any]:
    """What tools were asked and answered, where there was any."""
    calls = [
        {"tool": one.tool, "arguments": dict(one.arguments), "answer": dict(one.body), "seconds": round(one.seconds, 4)}
        for one in looked
    ]
    return {"lookups": calls} if calls else {}


def _trace(searches: Sequence[Searched]) -> dict[str, Any]:
    return {
        "searches": [
            {
                "intent": s.intent.model_dump(mode="json", exclude_defaults=True),
                "conditions": [
                    {"filters": list(map(str, c.filters)), "source": c.source.kind, "span": c.source.span}
                    for c in s.plan.conditions
                ],
                "preferences": [
                    {
                        "filters": list(map(str, c.filters)),
                        "source": c.source.kind,
                        "span": c.source.span,
                        "why": c.guess,
                    }
                    for c in s.plan.preferences
                ],
                "relaxed": [str(f) for c in s.dropped for f in c.filters],
                "asked": s.plan.asked.field if s.plan.asked is not None else "",
                "matching": s.matching,
                "hits": [{"id": h.id, "score": h.score, "blocks": dict(h.blocks)} for h in s.hits],
                "seconds": round(s.seconds, 4),
            }
            for s in searches
        ]
    }
