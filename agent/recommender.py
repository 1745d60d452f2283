"""The Python API: `Recommender` opens a store and answers requests.

A request goes to a LangChain agent whose tool is the retriever. Whatever the chat model says, only items that the tool
returned can be picked, and only sentences that the facts bear out are shown; a model that is down or talks nonsense is
replaced by the offline one for that request.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage, HumanMessage

from agent.answer import Answer, Pick
from agent.explain import explain
from agent.facts import FactSheet, fact_sheet
from agent.grounding import grounded
from agent.intent import Intent
from agent.llm import OFFLINE, chat_model, model_name
from agent.loop import PROMPT, Choice, run_loop
from agent.offline import OfflineChatModel
from agent.plan import Plan
from agent.reading import Vocabulary, read_request
from agent.settings import Settings
from agent.tools import Searched, Turn, run_search
from prompts import load_prompt
from retrieval.encoders import EncoderSet, recorded_set
from retrieval.errors import ModelError, QueryError
from retrieval.filters import Filter, contains_term, parse_filter
from retrieval.items import Item, language_of
from retrieval.retriever import Query, Retriever
from retrieval.schema import Schema
from retrieval.store import Store

__all__ = ["Recommender", "encoders_of"]

MOST_CHARACTERS = 2_000
"""The longest request that is read: reading takes longer than in proportion, a second here."""


def encoders_of(store: Path | str) -> EncoderSet:
    """The encoder set that a store was made with.

    Raises StoreError where there is no store, ConfigError where its encoders can't be found by their name.
    """
    opened = Store(Path(store))
    try:
        found = opened.get_meta("encoders")
    finally:
        opened.close()
    return recorded_set(json.loads(found)["set"] if found else "embedded", Settings().encoders)


@dataclass(frozen=True)
class _Memory:
    """What is kept of a conversation: its messages, the last plan and the last items."""

    messages: tuple[BaseMessage, ...] = ()
    plan: Plan | None = None
    shown: tuple[Item, ...] = ()


class Recommender:
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
    ) -> None:
        """Opens a store.

        `model`: a name (`offline`, `openai:NAME`, `ollama:NAME`) or a LangChain chat model object. `encoders`: those
        that the store was made with are found by name unless given.

        Raises StoreError, StoreMismatch or ConfigError.
        """
        self.settings = settings or Settings()
        folder = Path(store) if store is not None else self.settings.store
        self.retriever = Retriever(folder, encoders or encoders_of(folder))
        self._named = model if model is not None else self.settings.model
        self._offline = OfflineChatModel(read=self._read)
        self._model = chat_model(self._named, self.settings, lambda: self._offline)
        self._vocabulary: tuple[int, Vocabulary] | None = None
        self._memories: dict[str, _Memory] = {}

    def close(self) -> None:
        """Closes the store."""
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
        sequence = self.retriever.store.sequence
        if self._vocabulary is None or self._vocabulary[0] != sequence:
            items = list(self.retriever.store.items())
            self._vocabulary = (sequence, Vocabulary.of(items, self.schema, self.retriever.encode_text))
        return self._vocabulary[1]

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
    ) -> Answer:
        """Retrieves without interpreting the words: no condition is read from them, nothing is reranked.

        Raises QueryError, MediaError or EncodingError.
        """
        started = time.perf_counter()
        filters = self._filters(where)
        query = Query(
            text=text, image=image, audio=audio, like=tuple(like), dislike=tuple(dislike), filters=filters,
            exclude=tuple(like), weights=weights or {}, threshold=threshold, k=k,
        )  # fmt: skip
        result = self.retriever.search(query)
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
            )
            for hit in result.hits
        ]
        picks = tuple(
            Pick(i, h.item, h.score, h.blocks, h.modalities, explain(sheet, language).text)
            for i, (h, sheet) in enumerate(zip(result.hits, sheets, strict=True), start=1)
        )
        return Answer(
            text, language, picks, tuple(map(str, filters)), result.notes, "", result.matching, "none", (),
            self._behind(), {"search": time.perf_counter() - started},
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
        k: int | None = None,
    ) -> Answer:
        """Answers one request by itself.

        `only`: choose among these ids. `exclude`: never these. `k`: how many items, unless the request names a number.
        Raises QueryError, MediaError or EncodingError; never for anything that the chat model does.
        """
        among = None if only is None else tuple(only)
        turn = Turn(text, image, audio, k, self._filters(where), weights or {}, only=among, exclude=tuple(exclude))
        return self._answer(turn, ())[0]

    def chat(
        self,
        text: str = "",
        *,
        session: str = "default",
        image: Path | Any | None = None,
        audio: Path | Any | None = None,
        where: Sequence[str | Filter] = (),
        weights: Mapping[str, float] | None = None,
        k: int | None = None,
    ) -> Answer:
        """Answers the next request of a conversation, which `session` names: "cheaper", "like the second, but …"."""
        memory = self._memories.get(session, _Memory())
        turn = Turn(text, image, audio, k, self._filters(where), weights or {}, memory.shown, memory.plan)
        answer, messages, searched = self._answer(turn, memory.messages)
        kept = _last_turns(messages, self.settings.turns)
        shown = tuple(pick.item for pick in answer.picks) or memory.shown
        self._memories[session] = _Memory(kept, searched.plan, shown)
        return answer

    def forget(self, session: str = "default") -> None:
        """Starts a conversation anew."""
        self._memories.pop(session, None)

    def stream(self, text: str = "", *, session: str = "default", **options: Any) -> Iterator[Pick | Answer]:
        """Like `chat`, but pick by pick, and then the whole answer. The picks come once all of them are checked."""
        answer = self.chat(text, session=session, **options)
        yield from answer.picks
        yield answer

    def _answer(self, turn: Turn, history: Sequence[BaseMessage]) -> tuple[Answer, list[BaseMessage], Searched]:
        if len(turn.request) > MOST_CHARACTERS:
            raise QueryError(f"expected a request of at most {MOST_CHARACTERS} characters; got {len(turn.request)}")
        started = time.perf_counter()
        notes: list[str] = []
        name = model_name(self._named)
        try:
            messages, searches, choices = self._run(self._model, turn, history)
        except ModelError as error:
            if self._model is self._offline:
                raise
            notes.append(f"{name}: {error}; answered offline")
            messages, searches, choices = self._run(self._offline, turn, history)
            name = OFFLINE
        searched = searches[-1]
        picks = self._picks(choices, searched)
        seconds = {"total": time.perf_counter() - started, "search": sum(s.seconds for s in searches)}
        answer = Answer(
            request=turn.request,
            language=searched.plan.language,
            picks=picks,
            understood=tuple(str(c.filters[0]) for c in searched.plan.conditions)
            + tuple(f"has {m}" for m in searched.plan.must_have),
            notes=(*notes, *searched.notes),
            question=searched.plan.question,
            matching=searched.matching,
            model=name,
            prompts=(load_prompt(PROMPT).id,),
            settings=self._behind(),
            seconds=seconds,
            trace=_trace(searches),
        )
        return answer, messages, searched

    def behind(self) -> dict[str, Any]:
        """The model, prompts and settings behind an answer. JSON-able."""
        return {"model": model_name(self._named), "prompts": [load_prompt(PROMPT).id], **self._behind()}

    def _behind(self) -> dict[str, Any]:
        chosen = self.settings.model_dump(mode="json", include={"count", "pool", "diversity", "rounds"})
        return chosen | {
            "encoders": self.retriever.encoders.name,
            "index": self.retriever.refresh().generation.folder.name,
        }

    def _run(
        self, model: BaseChatModel, turn: Turn, history: Sequence[BaseMessage]
    ) -> tuple[list[BaseMessage], list[Searched], list[Choice]]:
        def search(intent: Intent) -> Searched:
            return run_search(intent, turn, self.retriever, self.vocabulary, self.settings)

        count = turn.k or self.settings.count
        return run_loop(model, turn.request, history, search, self.schema, count=count, rounds=self.settings.rounds)

    def _picks(self, choices: Sequence[Choice], searched: Searched) -> tuple[Pick, ...]:
        """The model's order first, then what it left out; only what the tool returned, each once."""
        by_id = {hit.id: (hit, facts) for hit, facts in zip(searched.hits, searched.facts, strict=True)}
        reasons = {c.id: c.reason for c in reversed(choices) if c.id in by_id}
        order = list(dict.fromkeys([c.id for c in choices if c.id in by_id] + list(by_id)))
        if searched.plan.sort is not None and not searched.plan.sort.vague:
            order = list(by_id)
        language = searched.plan.language
        picks = []
        for position, id in enumerate(order, start=1):
            hit, facts = by_id[id]
            reason = self._reason(reasons.get(id, ""), facts, searched, language)
            picks.append(Pick(position, hit.item, hit.score, hit.blocks, hit.modalities, reason))
        return tuple(picks)

    def _reason(self, said: str, sheet: FactSheet, searched: Searched, language: str) -> str:
        """What the model said where the facts bear it out, else the explanation made from the facts."""
        ready = explain(sheet, language).text
        if said.strip() in ("", ready):
            return ready
        named = [id for title, ids in self.vocabulary.titles.items() if contains_term(said, title) for id in ids[:1]]
        others = [hit.item for hit in searched.hits] + [i for id in named if (i := self.retriever.store.item(id))]
        others = [other for other in others if other.id != sheet.item.id]
        return grounded(said, sheet, schema=self.schema, language=language, others=others) or ready


def _last_turns(messages: Sequence[BaseMessage], turns: int) -> tuple[BaseMessage, ...]:
    starts = [i for i, message in enumerate(messages) if isinstance(message, HumanMessage)]
    return tuple(messages[starts[-turns] :]) if turns and len(starts) > turns else tuple(messages) if turns else ()


def _trace(searches: Sequence[Searched]) -> dict[str, Any]:
    return {
        "searches": [
            {
                "intent": s.intent.model_dump(mode="json", exclude_defaults=True),
                "conditions": [
                    {"filters": list(map(str, c.filters)), "source": c.source.kind, "span": c.source.span}
                    for c in s.plan.conditions
                ],
                "relaxed": [str(f) for c in s.dropped for f in c.filters],
                "matching": s.matching,
                "hits": [{"id": h.id, "score": h.score, "blocks": dict(h.blocks)} for h in s.hits],
                "seconds": round(s.seconds, 4),
            }
            for s in searches
        ]
    }
