"""The Python API: `Recommender` opens a store and answers requests.

It holds the store, the words of its catalogue and the conversations; `engine.py` answers the requests, and never fails
for anything that a chat model does.
"""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Callable, Generator, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from langchain_core.language_models import BaseChatModel

from agent.dialogue.confirmation import confirmed
from agent.dialogue.converse import picks_of, reply_to
from agent.dialogue.given.everything import all_of_it, following
from agent.dialogue.given.hours import with_hours
from agent.dialogue.given.nearby import nearby
from agent.dialogue.history import recalled
from agent.dialogue.prepared import prepared
from agent.dialogue.scene import Reply
from agent.dialogue.sessions import Conversations
from agent.dialogue.standing import ToldForGood, told_for_good
from agent.dialogue.turns import Start, start
from agent.dialogue.undo import undo_of
from agent.explanation.fact_sheet import fact_sheet
from agent.explanation.reasons import explain
from agent.loop.engine import Engine, Instead, behind
from agent.loop.offline import OfflineChatModel
from agent.loop.run import Memory
from agent.models.background import Stop, in_worker, iterate_in_worker
from agent.models.providers import OFFLINE, ChatModel, chat_model
from agent.models.spending import Spending, Spent
from agent.parsing import Vocabulary, read_request
from agent.parsing.intent import Intent
from agent.personalization.behaviour import Behaviour, Personal
from agent.personalization.told_facts import StandingFacts
from agent.planning.context import Said, said_in
from agent.planning.policies import Policies, policies_of
from agent.recommender.people import PeopleApi
from agent.results.answer import Answer, Event, Found, Pick
from agent.search.shop import bought_by, told_of_paid
from agent.search.turn import Turn
from agent.search.why_not import WhyNot, why_not
from agent.settings import Settings
from retrieval.behavior.people.people import Fair
from retrieval.catalog.filters import Filter, parse_filter
from retrieval.catalog.items import Item
from retrieval.catalog.schema import Schema
from retrieval.encoder_sets import EncoderSet, recorded_set
from retrieval.errors import MedleyError, ModelError, QueryError
from retrieval.kept.facts import Catalogue
from retrieval.language.packs import language_of
from retrieval.search.retriever import Query, Retriever
from retrieval.store.facts import json_fact
from retrieval.store.store import Store

__all__ = ["Recommender", "encoders_of"]

NOBODY = "default"
"""The conversation of somebody who hasn't made themselves known."""
MOST_CHARACTERS = 2_000
"""The longest request that is read: reading takes longer than in proportion, a second here."""


def encoders_of(store: Path | str) -> EncoderSet:
    """The encoder set that a store was made with.

    Raises StoreError where there is no store, ConfigError where its encoders can't be found by their name.
    """
    opened = Store(Path(store))
    try:
        found = json_fact(opened, "encoders") or {}
    finally:
        opened.close()
    return recorded_set(str(found.get("set", "embedded")), Settings().encoders)


class Recommender(PeopleApi):
    """Recommends items of one store. Use it as a context manager, or call `close`.

    >>> with Recommender("medley-store") as medley:           # doctest: +SKIP
    ...     print(medley.recommend("calm blue things", k=5))
    """

    def __init__(
        self,
        store: Path | str | None = None,
        *,
        model: str | BaseChatModel | None = None,
        settings: Settings | None = None,
        encoders: EncoderSet | None = None,
        fusion: str | None = None,
        similarity: str | None = None,
    ) -> None:
        """Opens a store.

        `model`: a name (`offline`, `openai:NAME`, `ollama:NAME`, `gguf:PATH`) or a LangChain chat model object.
        `encoders`: those that the store was made with are found by name unless given. `fusion`, `similarity`: those that
        it was indexed with unless named; others are built from its vectors at once.

        Raises StoreError, StoreMismatch, ConfigError, or MissingExtraError for a gguf: model without its runtime.
        """
        self.settings = settings or Settings()
        folder = Path(store) if store is not None else self.settings.store
        self.retriever = Retriever(folder, encoders or encoders_of(folder), fusion=fusion, similarity=similarity)
        offline = ChatModel(OFFLINE, OfflineChatModel(read=self._read), inside=True)
        named = model if model is not None else self.settings.model
        try:
            chat = offline if named == OFFLINE else chat_model(named, self.settings, lambda: offline.model)
        except MedleyError:
            self.retriever.close()
            raise
        self._spending = Spending(folder)
        self._engine = Engine(self.retriever, lambda: self.vocabulary, self.settings, chat, offline, self._spending)
        self._vocabulary: tuple[Catalogue, Vocabulary] | None = None
        self._conversations = Conversations()
        self._behaviour = Behaviour(self.retriever, self.settings)
        self._facts = StandingFacts(self._behaviour, lambda: self.vocabulary)

    def close(self) -> None:
        """Closes the store, and ends a model that runs in this process."""
        self._engine.close()
        self._engine.chat.close()
        self._behaviour.close()
        self._spending.close()
        self.retriever.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def schema(self) -> Schema:
        """The fields of the catalogue as they are now."""
        return self.retriever.schema

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of the catalogue as they are now."""
        catalogue, made = self.retriever.catalogue, self._vocabulary
        if made is None or made[0] is not catalogue:
            before = made[1] if made is not None else None
            self._vocabulary = made = (
                catalogue,
                Vocabulary.kept(
                    catalogue.schema,
                    catalogue.words,
                    self.retriever.encode_text,
                    rates=self.settings.rates,
                    before=before,
                ),
            )
        return made[1]

    def _read(self, text: str, earlier: Sequence[Intent], shown: Sequence[Item]) -> Intent:
        return read_request(text, self.vocabulary, earlier=earlier, shown=shown)

    def _filters(self, where: Sequence[str | Filter]) -> tuple[Filter, ...]:
        return tuple(f if isinstance(f, Filter) else parse_filter(f, self.schema) for f in where)

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
        _check_length(text)
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

    def _answered(self, request: str, picks: tuple[Pick, ...], notes: tuple[str, ...], matching: int) -> Answer:
        return Answer(
            request, "en", picks, (), notes, "", matching, "none", (), behind(self.retriever, self.settings), {}
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
        history: Sequence[Mapping[str, Any] | Said] = (),
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
        history: Sequence[Mapping[str, Any] | Said] = (),
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
        twin = copy(self)
        engine = self._engine
        twin._engine = Engine(self.retriever, lambda: twin.vocabulary, self.settings, engine.offline, engine.offline)
        twin._conversations = Conversations()
        return twin

    def spent_today(self) -> Spent:
        """What chat models cost today (UTC) for this store, by all processes. Raises StoreError where it can't be read."""
        return self._spending.today()

    def behind(self) -> dict[str, Any]:
        """The model, prompts and settings behind an answer. JSON-able."""
        engine = self._engine
        return {"model": engine.chat.name, "prompts": engine.prompts(), **behind(self.retriever, self.settings)}

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
        _check_length(text)
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

    @property
    def _policies(self) -> Policies:
        return policies_of(self.settings.policies)

    def _hidden(self, *asked: Filter, unsold: bool) -> tuple[Filter, ...]:
        """What the operator's policies let be shown to whoever hasn't confirmed to be of age; of what is sold out only what the
        operator hides, with `unsold` also what no policy shows, unless `asked` names its field. Raises ConfigError."""
        policies, fields = self._policies, {one.field for one in asked}
        sold = policies.unsold(self.schema) if unsold or policies.sold_out else ()
        open_ = fields & {f.field for f in sold}
        return (*policies.filters(self.schema), *policies.grown_up(self.schema), *(() if open_ else sold))

    def _paid(self, items: Sequence[Item], language: str) -> tuple[str, ...]:
        return tuple(filter(None, [told_of_paid(items, self._policies, self.schema, language)]))

    def _bought(self, personal: Personal | None) -> tuple[str, ...]:
        return bought_by(personal, self._policies)

    def _recalled(self, said: Sequence[Said]) -> Memory:
        return recalled(said, self.vocabulary, self.retriever.store.item, self.settings.turns)

    def _alone(
        self, text: str, stop: Stop | None, history: Sequence[Mapping[str, Any] | Said], options: Mapping[str, Any]
    ) -> Generator[Event, None, None]:
        _check_length(text)

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
        _check_length(text)
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
            again = replace(last.turn, standing=turn.standing, personal=turn.personal, notes=(), exclude=turn.exclude)
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

    def asked(self, session: str = NOBODY) -> Turn | None:
        """The last request of a conversation as it was answered, with its picture and sound; None where there is none."""
        return self._conversations.of(session).turn


def _speaks(turn: Turn) -> bool:
    """Whether a turn is words, and nothing else is given."""
    return bool(turn.request.strip()) and not (turn.image or turn.audio or turn.like)


def _words_alone(given: Mapping[str, Any]) -> bool:
    """Whether a request is its words alone: with a picture, a sound or an item it takes nothing back."""
    return given.get("image") is None and given.get("audio") is None and not given.get("like")


def _asks_for_something(memory: Memory) -> bool:
    """Whether the last request has words to search by: "like the second" and "cheaper" tell nothing of a taste by themselves."""
    return memory.searched is not None and bool(memory.searched.intent.wish)


def _check_length(text: str) -> None:
    if len(text) > MOST_CHARACTERS:
        raise QueryError(f"expected a request of at most {MOST_CHARACTERS} characters; got {len(text)}")


def _last(events: Iterator[Event]) -> Answer:
    """The answer that a stream ends with."""
    for event in events:
        if isinstance(event, Answer):
            return event
    raise ModelError("expected an answer at the end of a stream; there was none")
