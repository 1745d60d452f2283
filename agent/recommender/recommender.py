"""The Python API: `Recommender` opens a store and answers requests.

It holds the store, the words of its catalogue and the conversations; `engine.py` answers the requests, and never fails
for anything that a chat model does.
"""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Generator, Iterator, Mapping, Sequence
from copy import copy
from pathlib import Path
from typing import Any

from langchain_core.language_models import BaseChatModel

from agent.dialogue.sessions import Conversations
from agent.explanation.fact_sheet import fact_sheet
from agent.explanation.reasons import explain
from agent.loop.engine import Engine, behind
from agent.models.background import Stop, in_worker, iterate_in_worker
from agent.models.providers import ChatModel, chat_model
from agent.planning.context import HistoryEntry
from agent.recommender.people import PeopleApi
from agent.recommender.turns import NOBODY, TurnAnswering, check_length
from agent.results.answer import Answer, Event, Pick
from agent.search.turn import Turn
from agent.search.why_not import WhyNot, why_not
from retrieval.behavior.people.people import Fair
from retrieval.catalog.filters import Filter
from retrieval.errors import ModelError, QueryError
from retrieval.language.packs import language_of
from retrieval.search.retriever import Query

__all__ = ["Recommender"]


class Recommender(TurnAnswering, PeopleApi):
    """Recommends items of one store. Use it as a context manager, or call `close`.

    >>> with Recommender("medley-store") as medley:           # doctest: +SKIP
    ...     print(medley.recommend("calm blue things", k=5))
    """

    # -- plain retrieval ------------------------------------------------------------------------------------------

    def search(
        self,
        text: str = "",
        *,
        image: Path | Any | None = None,
        audio: Path | Any | None = None,
        where: Sequence[str | Filter] = (),
        like: Sequence[str] = (),
        dislike: Sequence[str] = (),
        weights: Mapping[str, float] | None = None,
        threshold: float | None = None,
        k: int = 10,
        user: str | None = None,
        session: str | None = None,
        taste: float | None = None,
    ) -> Answer:
        """Retrieves without interpreting the words: no condition is read from them, nothing is reranked.

        user, session, taste: as for `recommend`.
        Raises QueryError, MediaError or EncodingError.
        """
        check_length(text)
        started = time.perf_counter()
        filters, personal = self._filters(where), self._behaviour.personal(user, session, taste=taste)
        wordless = not (text.strip() or image is not None or audio is not None or like)
        query = Query(
            text=text, image=image, audio=audio, like=tuple(like), dislike=tuple(dislike), filters=(*filters, *self._hidden(*filters, unsold=False)),
            exclude=(*like, *self._bought(personal), *(personal.exclude(wordless=wordless) if personal else ())), weights=weights or {},
            leanings=personal.leanings(wordless=wordless) if personal else (), threshold=threshold, k=self._policies.shown(k),
        )  # fmt: skip
        result = self.retriever.search(query)
        searched = time.perf_counter() - started
        language = language_of(text)
        liked = [self.retriever.item(id) for id in like]
        sheets = [
            fact_sheet(
                hit,
                request=text,
                filters=filters,
                like=liked,
                has_image=image is not None,
                has_audio=audio is not None,
                beside=result.hits,
                done=done,
                others=others,
            )
            for hit in result.hits
            for done, others in [personal.facts(hit, self.retriever) if personal else ((), "")]
        ]
        note = personal.note(language, wordless=wordless) if personal else ""
        self._behaviour.searched(text, user, session)
        picks = tuple(
            Pick(i, h.item, h.score, h.blocks, h.modalities, explain(sheet, language).text, sheet)
            for i, (h, sheet) in enumerate(zip(result.hits, sheets, strict=True), start=1)
        )
        total = time.perf_counter() - started
        seconds = {"read": 0.0, "search": searched, "explain": total - searched, "total": total}
        return Answer(
            text, language, picks, tuple(map(str, filters)), (*result.notes, *filter(None, [note]), *self._paid([p.item for p in picks], language)), "", result.matching,
            "none", (), behind(self.retriever, self.settings), seconds,
        )  # fmt: skip

    # -- the agent ------------------------------------------------------------------------------------------------

    def recommend(
        self,
        text: str = "",
        *,
        image: Path | Any | None = None,
        audio: Path | Any | None = None,
        where: Sequence[str | Filter] = (),
        weights: Mapping[str, float] | None = None,
        only: Sequence[str] | None = None,
        exclude: Sequence[str] = (),
        history: Sequence[Mapping[str, Any] | HistoryEntry] = (),
        without: Sequence[str] = (),
        firm: Sequence[str | Filter] = (),
        fill: bool = False,
        k: int | None = None,
        user: str | None = None,
        session: str | None = None,
        users: Sequence[str] = (),
        fair: Fair = "least-misery",
        taste: float | None = None,
    ) -> Answer:
        """Answers one request by itself, or as the next of a conversation that was held elsewhere.

        `only`: choose among these ids. `exclude`: never these. `history`: the turns before, oldest first, each with `role`
        (user or assistant), `text`, and `items` where it showed some; what they name is wished for, and not recommended
        again. `without`: conditions that don't hold though the words say so, written as an answer's `understood` has them.
        `firm`: what was only inferred or guessed and shall filter, written as for `where`. `fill`: where too few items satisfy every condition, those that satisfy fewer follow, and the answer says so. `k`: how many items,
        unless the request names a number.
        `user`, `session`: who asks; what they did before counts by `taste`, 0 to 1 (0.3 unless the settings say otherwise), and
        their words are remembered as a search. Without words it is answered from their taste alone. `users`: several people,
        for whom it is answered together; `fair`: least-misery, borda or average. Nobody named: nothing is remembered.
        Raises QueryError, MediaError or EncodingError; never for anything that the chat model does.
        """
        options: dict[str, Any] = {
            "image": image, "audio": audio, "where": where, "weights": weights, "only": only, "exclude": exclude,
            "without": without, "firm": firm, "fill": fill, "k": k, "user": user, "session": session, "users": users, "fair": fair,
            "taste": taste,
        }  # fmt: skip
        return _last(self._alone(text, None, history, options))

    def chat(
        self,
        text: str = "",
        *,
        session: str = NOBODY,
        image: Path | Any | None = None,
        audio: Path | Any | None = None,
        where: Sequence[str | Filter] = (),
        weights: Mapping[str, float] | None = None,
        exclude: Sequence[str] = (),
        history: Sequence[Mapping[str, Any] | HistoryEntry] = (),
        without: Sequence[str] = (),
        firm: Sequence[str | Filter] = (),
        fill: bool = False,
        k: int | None = None,
        user: str | None = None,
        taste: float | None = None,
        asks: bool = True,
    ) -> Answer:
        """Answers the next request of a conversation, which `session` names: "cheaper", "like the second, but …".

        With `history`, the session goes on from these turns, whatever it was before. A session of another name than
        "default" is also whose behaviour counts, where no `user` is named. The rest as for `recommend`.
        """
        options: dict[str, Any] = {
            "image": image, "audio": audio, "where": where, "weights": weights, "exclude": exclude, "history": history,
            "without": without, "firm": firm, "fill": fill, "k": k, "user": user, "taste": taste, "asks": asks,
        }  # fmt: skip
        return _last(self._conversation(text, session, None, options))

    def forget(self, session: str = NOBODY) -> None:
        """Starts a conversation anew: nothing is left of what was said in it, nor of the facts that were told in it."""
        self._conversations.forget([session])
        self._facts.forget([session])

    def _forget_person(self, user: str | None, session: str | None, sessions: Sequence[str]) -> None:
        """Drops the conversations of a user, of a session, and of the user's sessions, and what was told in them."""
        named = [*sessions, *([session] if session else [])]
        self._conversations.forget(named, user)
        self._facts.forget(named)

    def undo(self, session: str = NOBODY, *, facts: bool = True) -> None:
        """Forgets the last turn of a conversation, as if it had not been asked; again, the one before that.

        facts: whether the standing facts that the turn told go, too.
        """
        memory = self._conversations.of(session)
        if facts and memory.before is not None:
            self._facts.drop(memory.facts, session=session)
        self._conversations.undo(session)

    def why_not(self, item: str, *, session: str = NOBODY, language: str | None = None) -> WhyNot:
        """Why an item, named by its id or its title, is not among the last picks of a conversation.

        `language`: that of the last request unless given. Raises QueryError where nothing has been asked yet.
        """
        memory = self._conversations.of(session)
        while memory.searched is None and memory.turn is not None and memory.before is not None:
            memory = memory.before  # talk searches for nothing
        if memory.turn is None or memory.searched is None:
            raise QueryError(f"expected a request to be answered in the session '{session}' before; there was none")
        shown = memory.shown if memory.searched.hits else ()
        return why_not(
            item, memory.searched, memory.turn, shown, self.retriever, self.vocabulary, pool=self.settings.pool,
            language=language,
        )  # fmt: skip

    def stream(
        self, text: str = "", *, session: str = NOBODY, stop: Stop | None = None, **options: Any
    ) -> Generator[Event, None, None]:
        """Like `chat`, but as it happens: `Found` when a search is done, each `Pick` once it is checked, the `Answer`.

        `like`: ids of items to be like, without words; `language`: of the answer, where there are no words. The rest as for
        `recommend`. Closing the iterator stops the chat model and closes its connection; the turn is then not remembered.
        `stop.set()` does the same from another thread; the iterator then raises `Stopped`.
        """
        return self._conversation(text, session, stop, options)

    def stream_recommend(self, text: str = "", **options: Any) -> Generator[Event, None, None]:
        """Like `recommend`, but as it happens, as `stream` does."""
        history = options.pop("history", ())
        return self._alone(text, None, history, options)

    async def arecommend(self, text: str = "", **options: Any) -> Answer:
        """`recommend` for asynchronous callers; cancelling the task stops the chat model."""
        history = options.pop("history", ())
        return await in_worker(lambda stop: _last(self._alone(text, stop, history, options)))

    async def achat(self, text: str = "", *, session: str = NOBODY, **options: Any) -> Answer:
        """`chat` for asynchronous callers; cancelling the task stops the chat model, and the turn is not remembered."""
        return await in_worker(lambda stop: _last(self._conversation(text, session, stop, options)))

    def astream(self, text: str = "", *, session: str = NOBODY, **options: Any) -> AsyncGenerator[Event, None]:
        """`stream` for asynchronous callers; cancelling the task, or closing the iterator, stops the chat model."""
        return iterate_in_worker(lambda stop: self._conversation(text, session, stop, options))

    def astream_recommend(self, text: str = "", **options: Any) -> AsyncGenerator[Event, None]:
        """`stream_recommend` for asynchronous callers."""
        history = options.pop("history", ())
        return iterate_in_worker(lambda stop: self._alone(text, stop, history, options))

    def offline(self) -> Recommender:
        """The same store, settings and words, answered without a model and with no conversation yet: for comparing.

        It needn't be closed, and can't be used once this one is.
        """
        return self._twin(self._engine.offline)

    def with_model(self, model: str | BaseChatModel) -> Recommender:
        """The same store, settings and words, answered with another chat model and with no conversation yet: for comparing.

        It needn't be closed, and can't be used once this one is. Raises ConfigError for a model that can't be had.
        """
        offline = self._engine.offline
        return self._twin(chat_model(model, self.settings, lambda: offline.model))

    def _twin(self, chat: ChatModel) -> Recommender:
        twin = copy(self)
        twin._engine = Engine(self.retriever, lambda: twin.vocabulary, self.settings, chat, self._engine.offline)
        twin._conversations = Conversations()
        return twin

    def asked(self, session: str = NOBODY) -> Turn | None:
        """The last request of a conversation as it was answered, with its picture and sound; None where there is none."""
        return self._conversations.of(session).turn


def _last(events: Iterator[Event]) -> Answer:
    """The answer that a stream ends with."""
    for event in events:
        if isinstance(event, Answer):
            return event
    raise ModelError("expected an answer at the end of a stream; there was none")
