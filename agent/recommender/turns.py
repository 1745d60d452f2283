"""How a turn is answered: what it stands on is gathered, it is talk or a request, and what is said is kept.

Knows conversations and the engine. Has no public method: the Python API is `recommender.py`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from agent.dialogue.confirmation import confirmed
from agent.dialogue.converse import picks_of, reply_to
from agent.dialogue.given.everything import all_of_it, following
from agent.dialogue.given.hours import with_hours
from agent.dialogue.given.nearby import nearby
from agent.dialogue.history import recalled
from agent.dialogue.prepared import prepared
from agent.dialogue.scene import Reply
from agent.dialogue.standing import ToldForGood, told_for_good
from agent.dialogue.turns import Start, start
from agent.dialogue.undo import undo_of
from agent.loop.engine import Instead, behind
from agent.loop.memory import Memory
from agent.models.background import Stop
from agent.planning.context import HistoryEntry, said_in
from agent.recommender.opened import OpenedStore
from agent.results.answer import Answer, Event, Found
from agent.search.turn import Turn
from retrieval.behavior.people.people import Fair
from retrieval.catalog.filters import Filter
from retrieval.errors import QueryError
from retrieval.language.packs import language_of

__all__ = ["MOST_CHARACTERS", "NOBODY", "TurnAnswering", "check_length"]

NOBODY = "default"
"""The conversation of somebody who hasn't made themselves known."""
MOST_CHARACTERS = 2_000
"""The longest request that is read: reading takes longer than in proportion, a second here."""


class TurnAnswering(OpenedStore):
    """An open store that answers turns, of a conversation or alone."""

    def _turn(
        self,
        text: str,
        *,
        memory: Memory | None = None,
        where: Sequence[str | Filter] = (),
        weights: Mapping[str, float] | None = None,
        only: Sequence[str] | None = None,
        exclude: Sequence[str] = (),
        without: Sequence[str] = (),
        firm: Sequence[str | Filter] = (),
        like: Sequence[str] = (),
        user: str | None = None,
        session: str | None = None,
        users: Sequence[str] = (),
        fair: Fair = "least-misery",
        taste: float | None = None,
        told: tuple[str | None, str | None] | None = None,
        **given: Any,
    ) -> Turn:
        check_length(text)
        before = memory or Memory()
        standing = self._facts.standing(*(told or (user, session)))
        return Turn(
            text, where=self._filters(where), weights=weights or {}, only=None if only is None else tuple(only),
            exclude=tuple(exclude), shown=before.shown, spoken=before.focus if len(before.focus) == 1 else (),
            earlier=before.plan, said=before.said, without=tuple(without),
            firm=self._filters(firm),
            like=tuple(self.retriever.item(id).id for id in like),
            personal=self._behaviour.personal(user, session, users, taste, fair), popular=self._behaviour.popular,
            cares=self._behaviour.cares, standing=standing, **self._held(before), **given,
        )  # fmt: skip

    def _held(self, memory: Memory) -> dict[str, Any]:
        """What the operator's policies hold of a turn after these."""
        policies = self._policies
        hidden, of_age = policies.filters(self.schema), policies.grown_up(self.schema)
        if memory.of_age == "no":
            hidden, of_age = (*hidden, *of_age), ()
        return {
            "hidden": hidden,
            "of_age": () if memory.of_age == "yes" else of_age,
            "most": policies.at_most,
            "at": memory.at,
        }

    def _recalled(self, said: Sequence[HistoryEntry]) -> Memory:
        return recalled(said, self.vocabulary, self.retriever.store.item, self.settings.turns)

    def _alone(
        self,
        text: str,
        stop: Stop | None,
        history: Sequence[Mapping[str, Any] | HistoryEntry],
        options: Mapping[str, Any],
    ) -> Generator[Event, None, None]:
        check_length(text)

        def make(request: str, memory: Memory) -> Turn:
            return self._turn(request, memory=memory, **options)

        said = said_in(history)
        begun = start(text, said, Memory(), make, self._recalled, words=bool(said) and _words_alone(options))

        def keep(new: Memory) -> None:
            if begun.fresh and _asks_for_something(new):
                self._behaviour.searched(begun.turn.request, options.get("user"), options.get("session"))

        yield from self._events(begun, stop, keep)

    def _conversation(
        self, text: str, session: str, stop: Stop | None, options: Mapping[str, Any]
    ) -> Generator[Event, None, None]:
        check_length(text)
        given = {name: value for name, value in options.items() if name not in ("history", "asks")}
        asks = options.get("asks", True)
        visit = session if session != NOBODY and given.get("user") is None else None

        def make(request: str, memory: Memory) -> Turn:
            return self._turn(request, memory=memory, session=visit, asks=asks, told=(user, session), **given)

        said, user = said_in(options.get("history", ())), given.get("user")
        before = self._conversations.of(session)
        told = self._told(text, before, user, session, words=_words_alone(given))
        begun = start(told.rest if told else text, said, before, make, self._recalled, words=_words_alone(given))
        if told is not None:
            begun = replace(begun, turn=replace(begun.turn, notes=(told.message, *begun.turn.notes)))

        def keep(new: Memory) -> None:
            new = replace(new, facts=told.facts) if told is not None else new
            self._conversations.keep(session, new if begun.kept is None else begun.kept, user)
            if begun.fresh and _asks_for_something(new):
                self._behaviour.searched(begun.turn.request, user, visit)

        if told is not None and not told.rest and _words_alone(given):
            yield from self._of_facts(told, text, make(text, before), before, stop, keep)
        else:
            yield from self._events(begun, stop, keep)

    def _told(self, text: str, before: Memory, user: str | None, session: str, *, words: bool) -> ToldForGood | None:
        """What a turn tells of the person for good, which is kept; what is undone takes its facts with it."""
        if words and undo_of(text) is not None:
            if before.before is not None:
                self._facts.drop(before.facts, user=user, session=session)
            return None
        return told_for_good(text, self._facts, self.vocabulary, user=user, session=session)

    def _of_facts(
        self,
        told: ToldForGood,
        text: str,
        turn: Turn,
        memory: Memory,
        stop: Stop | None,
        keep: Callable[[Memory], None],
    ) -> Generator[Event, None, None]:
        """The answer to a turn that says nothing beside its facts: what was looked for last is looked for again with them."""
        last = memory
        while last.searched is None and last.turn is not None and last.before is not None:
            last = last.before
        again = None
        if told.changed and last.searched is not None and last.turn is not None:
            again = replace(
                last.turn, standing=turn.standing, personal=turn.personal, notes=(), exclude=turn.exclude,
                settled=(*last.turn.settled, *_answered(last, turn)),
            )  # fmt: skip
        reply = Reply(told.message, turn=again, memory=last.before or Memory())
        yield from self._replied(reply, turn, memory, stop, keep, time.perf_counter())

    def _events(self, begun: Start, stop: Stop | None, keep: Callable[[Memory], None]) -> Generator[Event, None, None]:
        """What happens as a turn is answered: by the kind of turn that it is, or, for a request, by a search."""
        turn, started = begun.turn, time.perf_counter()
        plain = self._engine.chat is self._engine.offline and begun.fresh and not turn.fill and turn.only is None
        reply, memory = None, begun.memory
        said = confirmed(turn, memory, set=bool(self._policies.adult)) if begun.fresh else None
        if said is not None:
            reply, memory = said
        elif plain and _speaks(turn):
            whole = all_of_it(turn)
            turn = nearby(with_hours(turn, self.vocabulary), self.retriever, self.vocabulary)
            changed = whole if whole is not begun.turn else turn
            reply = Reply("", turn=changed) if changed is not begun.turn else following(turn, begun.memory)
            reply = reply or reply_to(turn, begun.memory, self.retriever, self.vocabulary)
        if reply is None:
            ready = prepared(turn, self.vocabulary) if plain else turn
            kinds = not plain and begun.fresh and not turn.fill and turn.only is None and _speaks(turn)

            def instead(note: str) -> Generator[Event, None, None] | None:
                """The answer by the rules to a turn that is no request, where the chat model has none."""
                found = reply_to(turn, begun.memory, self.retriever, self.vocabulary)
                noted = replace(turn, notes=(*turn.notes, note))
                return (
                    None
                    if found is None
                    else self._replied(found, noted, begun.memory, stop, keep, started, offline=True)
                )

            yield from self._led(
                Reply("", turn=ready), turn, begun.memory, stop, keep, instead=instead if kinds else None
            )
        else:
            yield from self._replied(reply, begun.turn if reply.turn is not None else turn, memory, stop, keep, started)

    def _replied(
        self,
        reply: Reply,
        turn: Turn,
        memory: Memory,
        stop: Stop | None,
        keep: Callable[[Memory], None],
        started: float,
        *,
        offline: bool = False,
    ) -> Generator[Event, None, None]:
        """The answer of a kind of turn: the search that it comes to, or what it says itself."""
        if reply.turn is not None:
            yield from self._led(reply, turn, memory, stop, keep, offline=offline)
        else:
            language = language_of(turn.request)
            picks = picks_of(reply.items, self.retriever, language)
            keep(memory.told(turn.request, reply.message, reply.items, reply.focus, self.settings.turns))
            notes = (*turn.notes, *reply.notes, *self._paid(reply.items, language))
            yield Found(language, (), notes, reply.question, 0, reply.items, message=reply.message)
            yield from picks
            seconds = {"read": 0.0, "search": 0.0, "explain": 0.0, "total": time.perf_counter() - started}
            yield Answer(
                turn.request, language, picks, (), notes, reply.question, 0, self._engine.chat.name, (),
                behind(self.retriever, self.settings), seconds, message=reply.message, absent=reply.absent,
            )  # fmt: skip

    def _led(
        self,
        reply: Reply,
        asked: Turn,
        memory: Memory,
        stop: Stop | None,
        keep: Callable[[Memory], None],
        *,
        instead: Instead | None = None,
        offline: bool = False,
    ) -> Generator[Event, None, None]:
        """The search that a turn comes to, led by what was found out before it."""
        if reply.turn is None:
            return
        for event in self._engine.events(
            reply.turn, reply.memory or memory, stop, keep, instead=instead, offline=offline
        ):
            if isinstance(event, Found | Answer) and reply.message:
                event = replace(event, message="\n".join(filter(None, [reply.message, event.message])))
            yield replace(event, request=asked.request) if isinstance(event, Answer) else event


def _speaks(turn: Turn) -> bool:
    """Whether a turn is words, and nothing else is given."""
    return bool(turn.request.strip()) and not (turn.image or turn.audio or turn.like)


def _answered(last: Memory, turn: Turn) -> list[str]:
    """The field that was asked for last, where what holds of the person now says something of it: it isn't asked for again."""
    asked = last.plan.asked if last.plan is not None else None
    known = {f.field for condition in turn.standing.conditions for f in condition.filters if not f.negate}
    return [asked.field] if asked is not None and asked.field in known else []


def _words_alone(given: Mapping[str, Any]) -> bool:
    """Whether a request is its words alone: with a picture, a sound or an item it takes nothing back."""
    return given.get("image") is None and given.get("audio") is None and not given.get("like")


def _asks_for_something(memory: Memory) -> bool:
    """Whether the last request has words to search by: "like the second" and "cheaper" tell nothing of a taste by themselves."""
    return memory.searched is not None and bool(memory.searched.intent.wish)


def check_length(text: str) -> None:
    """Raise QueryError where a request is longer than what is read."""
    if len(text) > MOST_CHARACTERS:
        raise QueryError(f"expected a request of at most {MOST_CHARACTERS} characters; got {len(text)}")
