"""An opened store with what answers need beside it: the words of its catalogue, the model, the people, the operator's policies.

Opens and closes; answers nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from langchain_core.language_models import BaseChatModel

from agent.dialogue.sessions import Conversations
from agent.loop.engine import Engine, behind
from agent.loop.offline import OfflineChatModel
from agent.models.providers import OFFLINE, ChatModel, chat_model
from agent.models.spending import Spending, Spent
from agent.parsing import Vocabulary, read_request
from agent.parsing.intent import Intent
from agent.personalization.behaviour import Behaviour, Personal
from agent.personalization.told_facts import StandingFacts
from agent.planning.policies import Policies, policies_of
from agent.results.answer import Answer, Pick
from agent.search.shop import bought_by, told_of_paid
from agent.settings import Settings
from retrieval.catalog.filters import Filter, parse_filter
from retrieval.catalog.items import Item
from retrieval.catalog.schema import Schema
from retrieval.encoder_sets import EncoderSet, recorded_set
from retrieval.errors import MedleyError
from retrieval.kept.facts import Catalogue
from retrieval.search.retriever import Retriever
from retrieval.store.facts import json_fact
from retrieval.store.store import Store

__all__ = ["OpenedStore", "encoders_of"]


def encoders_of(store: Path | str) -> EncoderSet:
    """Return the encoder set that a store was made with.

    Raises StoreError where there is no store, ConfigError where its encoders can't be found by their name.
    """
    opened = Store(Path(store))
    try:
        found = json_fact(opened, "encoders") or {}
    finally:
        opened.close()
    return recorded_set(str(found.get("set", "embedded")), Settings().encoders)


class OpenedStore:
    """A store that is open for answers. Use it as a context manager, or call `close`."""

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

    def spent_today(self) -> Spent:
        """What chat models cost today (UTC) for this store, by all processes. Raises StoreError where it can't be read."""
        return self._spending.today()

    def behind(self) -> dict[str, Any]:
        """The model, prompts and settings behind an answer. JSON-able."""
        engine = self._engine
        return {"model": engine.chat.name, "prompts": engine.prompts(), **behind(self.retriever, self.settings)}

    def _read(self, text: str, earlier: Sequence[Intent], shown: Sequence[Item]) -> Intent:
        return read_request(text, self.vocabulary, earlier=earlier, shown=shown)

    def _filters(self, where: Sequence[str | Filter]) -> tuple[Filter, ...]:
        return tuple(f if isinstance(f, Filter) else parse_filter(f, self.schema) for f in where)

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

    def _answered(self, request: str, picks: tuple[Pick, ...], notes: tuple[str, ...], matching: int) -> Answer:
        return Answer(
            request, "en", picks, (), notes, "", matching, "none", (), behind(self.retriever, self.settings), {}
        )  # fmt: skip
