"""How one request is answered: by the chat model where it can, by the offline one where it can't, checked in any case.

Whatever a chat model says, only items that the search returned can be picked, and only sentences that the facts bear out
are shown. A model that can't read the request is replaced for that request; one that fails later loses its say.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from langchain_core.messages import BaseMessage, HumanMessage

from agent.loop.budget import Budget
from agent.loop.checking import Checker
from agent.loop.compact_tools import Brief
from agent.loop.memory import Memory, briefly
from agent.loop.offline import earlier_intents
from agent.loop.reading import Reading
from agent.loop.runner import Interrupted, run_loop
from agent.loop.tools import Dialect, Full
from agent.loop.turn_state import TurnState
from agent.loop.usage import CallLimits, Ledger
from agent.models.background import Stop, drive
from agent.models.pictures import Sight
from agent.models.providers import ChatModel
from agent.models.redaction import Pseudonyms
from agent.models.spending import Spending
from agent.parsing import Vocabulary
from agent.parsing.intent import Intent
from agent.planning.policies import policies_of
from agent.results.answer import Event
from agent.search.sets import run_request
from agent.search.turn import Searched, Turn, idle
from agent.settings import Settings
from agent.tools import Look
from prompts import load_prompt
from retrieval.errors import ModelError
from retrieval.language.packs import language_of
from retrieval.search.retriever import Retriever

if TYPE_CHECKING:
    from agent.loop.middleware import Manner

__all__ = ["Engine", "Instead", "behind"]

Instead = Callable[[str], Generator[Event, None, None] | None]
"""A note of why the model doesn't answer → what happens as the turn is answered without a search; None where it is a request."""


def behind(retriever: Retriever, settings: Settings) -> dict[str, Any]:
    """Return the settings that an answer was made with, the encoders and the index; JSON-able."""
    names = {
        "count",
        "pool",
        "diversity",
        "rounds",
        "lookups",
        "answer_tokens",
        "day_tokens",
        "answer_cost",
        "day_cost",
        "rerank",
        "protocol",
        "dialect",
        "timeout",
        "explain_seconds",
        "retries",
        "taste",
    }
    chosen = settings.model_dump(mode="json", include=names)
    generation = retriever.refresh().generation
    index = {"index": generation.folder.name, "known_item_weights": generation.manifest.weights}
    return chosen | {"encoders": retriever.encoders.name} | index


def _manner(chat: ChatModel) -> Manner:
    from agent.loop.middleware import Manner  # LangChain's agents take a second to import, and offline none is needed

    return Manner(chat.strict, chat.able.choice is not False, chat.bounded)


class Engine:
    """Answers requests with `chat`, and with `offline` in its stead. Keeps nothing of a request."""

    def __init__(
        self,
        retriever: Retriever,
        vocabulary: Callable[[], Vocabulary],
        settings: Settings,
        chat: ChatModel,
        offline: ChatModel,
        spending: Spending | None = None,
    ) -> None:
        """spending: what chat models cost by day, where that is kept."""
        self._spending, self.sight = spending, Sight()
        self.retriever, self.settings, self.chat, self.offline = retriever, settings, chat, offline
        self._vocabulary = vocabulary

    def events(
        self,
        turn: Turn,
        memory: Memory,
        stop: Stop | None = None,
        keep: Callable[[Memory], None] | None = None,
        *,
        instead: Instead | None = None,
        offline: bool = False,
    ) -> Generator[Event, None, None]:
        """Yield what happens as one request is answered, the answer last; `keep` is handed what to remember before that.

        instead: asked, with a note, where the model fails or says nothing: whether the turn is answered otherwise than by a search.
        offline: whether the model isn't asked.
        """
        started = time.perf_counter()
        budget = None if self.chat is self.offline else Budget(self.settings, self._spending)
        run = TurnState(ledger=Ledger(budget=budget), idle=idle(turn, self.settings.count))
        shown = self.chat.sees and turn.image is not None
        readable = (turn.request.strip() or shown) and not offline  # without words there is nothing to read
        chat, failed = self.chat if readable else self.offline, ""
        try:
            yield from self._run(chat, turn, memory, run, stop)
        except ModelError as error:
            if chat is self.offline:
                raise
            failed = f"{chat.name}: {self.settings.masked(error)}; answered offline"
        silent = f"{chat.name}: no answer; answered offline" if chat is not self.offline and run.silent else ""
        if (failed or silent) and instead is not None and (otherwise := instead(failed or silent)) is not None:
            yield from otherwise
            return
        if failed:
            run.notes.append(failed)
            chat = self.offline
            yield from self._run(chat, turn, memory, run, stop)
        run.ledger.seconds["total"] = time.perf_counter() - started
        answer = run.answer(turn.request, chat.name, behind(self.retriever, self.settings))
        if keep is not None:
            keep(memory.after(turn, run, self.settings.turns))
        yield answer

    def _run(
        self, chat: ChatModel, turn: Turn, memory: Memory, run: TurnState, stop: Stop | None
    ) -> Generator[Event, None, None]:
        """One attempt with one model. Raises ModelError where it can't even read the request."""
        offline, settings = chat is self.offline, self.settings
        dialect = self._dialect(chat, turn)
        reorders = dialect.reorders and not policies_of(settings.policies).preferred
        among = settings.rerank if reorders and not offline and settings.explain_seconds else 0
        earlier = earlier_intents(memory.messages)
        reading = Reading(turn, memory, self._vocabulary, earlier, wording=dialect.wording, offline=offline)

        def search(
            proposed: Intent, *, like: tuple[str, ...] = (), ready: Callable[[], None] = lambda: None
        ) -> Searched:
            intent, asked = reading.of(proposed)
            ready()  # what other calls of the same reply read comes after it
            asked = replace(asked, like=like or asked.like)
            found = run_request(intent, asked, self.retriever, self._vocabulary(), settings, among=among)
            return reading.with_struck(found)

        waits = (math.inf, math.inf) if offline else (settings.timeout, settings.explain_seconds)
        limits = CallLimits(*waits, settings.rounds, settings.lookups)
        language = turn.language or language_of(turn.request)
        look = Look(
            self.retriever, self._vocabulary(), turn, settings, language, search, self.sight if chat.sees else None
        )
        before = memory.messages if offline or not dialect.talks else briefly(memory.messages)
        messages = [*before, HumanMessage(turn.request or " ")]
        hide: Callable[[str], str] = str
        if not chat.inside:
            pseudonyms = Pseudonyms(turn.personal.names if turn.personal else ())
            messages, hide = pseudonyms.messages(messages), pseudonyms.told
        if dialect.talks and not offline:
            messages[-1] = self._with_media(messages[-1], chat, turn, run.ledger)
        run.leads = offline or not (dialect.talks or reorders)
        checker = Checker(self.retriever, self._vocabulary, settings, turn, lambda: reading.rules, led=run.leads)
        run.begin(checker.reason, reorders=reorders, sights=checker.sight)
        loop = run_loop(
            chat.model, dialect, messages, search, limits, run.ledger, hide,
            plain=not offline and reading.plain, whole=offline or not dialect.talks,
            manner=None if offline else _manner(chat), look=look,
        )  # fmt: skip
        with closing(drive(loop, stop)) as parts:
            for part in parts:
                if isinstance(part, Interrupted):
                    run.notes.append(f"{chat.name}: {self.settings.masked(part.reason)}; explained offline")
                    run.answered = False
                else:
                    yield from run.take(part, lambda said: checker.message(said, run.searches, run.looked))
        yield from run.rest(fills=offline or not dialect.talks)

    def _with_media(self, asked: BaseMessage, chat: ChatModel, turn: Turn, ledger: Ledger) -> BaseMessage:
        """A request with the picture that came with it where the model sees it, else with a word of what came. Raises MediaError."""
        names = ["sound_unheard"] if turn.audio is not None else []
        if turn.image is not None:
            names.append("picture_seen" if chat.sees else "picture_unseen")
        if not names:
            return asked
        prompts = [load_prompt(name) for name in names]
        for prompt in prompts:
            ledger.used(prompt.id)
        text = "\n\n".join(filter(None, [asked.text.strip(), *(prompt.text for prompt in prompts)]))
        if turn.image is None or not chat.sees:
            return HumanMessage(text)
        return HumanMessage([{"type": "text", "text": text}, self.sight.given(turn.image)])

    def close(self) -> None:
        """Ends what makes pictures for models."""
        self.sight.close()

    def prompts(self) -> list[str]:
        """Return the ids of the prompts that a request is answered with."""
        dialect = self._dialect(self.chat, Turn(""))
        return list(dict.fromkeys(dialect.prompt(searches) for searches in (0, 1)))

    def _dialect(self, chat: ChatModel, turn: Turn) -> Dialect:
        schema, count = self.retriever.schema, turn.k or self.settings.count
        if chat.brief:
            return Brief(schema, count, reorders=self.settings.small_reorders)
        dialect = Full(schema, count, self.settings.rounds)
        dialect.talks = chat is not self.offline
        return dialect
