"""What a kind of turn is answered from, and what its answer is: a message, items that are shown with it, or a search in its stead.

Types, and how a scene speaks. Knows what was shown, the catalogue's words and its store; recognises nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from agent.explanation.reasons import field_label
from agent.loop.memory import Memory
from agent.parsing import Vocabulary
from agent.search.details import fields_of, values_of
from agent.search.turn import Turn
from retrieval.catalog.filters import Filter
from retrieval.catalog.items import Item
from retrieval.language.packs import voice_of
from retrieval.language.turn_grammar import TurnGrammar
from retrieval.language.turns import Utterance, grammar_of
from retrieval.language.voice import Voice
from retrieval.search.retriever import Retriever

__all__ = ["LISTED", "Handler", "Reply", "Scene"]

LISTED = 8
"""Values that a sentence names at most."""


@dataclass(frozen=True)
class Reply:
    """How a turn is answered.

    message: what is said. items: what is shown with it, each as a pick. focus: what is spoken of now. turn: a search to be made
    instead, whose answer `message` then leads; memory: what that search goes on from, where it isn't what was kept.
    absent: words that nothing of the catalogue is or has. notes: what is noted beside the message.
    """

    message: str
    items: tuple[Item, ...] = ()
    focus: tuple[Item, ...] = ()
    question: str = ""
    turn: Turn | None = None
    memory: Memory | None = None
    absent: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scene:
    """One utterance, what came before it, and the catalogue."""

    said: Utterance
    turn: Turn
    memory: Memory
    retriever: Retriever
    vocabulary: Vocabulary
    text: str = ""
    notes: tuple[str, ...] = field(default=())

    @property
    def language(self) -> str:
        """The language of the utterance."""
        return self.said.language

    @property
    def grammar(self) -> TurnGrammar:
        """The grammar of its language."""
        return grammar_of(self.language)

    @property
    def voice(self) -> Voice:
        """How its language is spoken."""
        return voice_of(self.language)

    @property
    def shown(self) -> tuple[Item, ...]:
        """The items of the last list."""
        return self.memory.shown

    @property
    def hidden(self) -> tuple[Filter, ...]:
        """What every item satisfies that may be spoken of."""
        return (*self.turn.hidden, *self.turn.of_age)

    @property
    def focus(self) -> tuple[Item, ...]:
        """What is spoken of: the item of the last answer that had one, else the first of the list."""
        return self.memory.focus or self.shown[:1]

    @property
    def seen(self) -> tuple[Item, ...]:
        """The items that were shown or spoken of lately, the last two or more, in the order in which they were."""
        found: dict[str, Item] = {}
        memory: Memory | None = self.memory
        while memory is not None and len(found) < 2:
            earlier = memory.focus or memory.shown
            found = {item.id: item for item in earlier} | found
            memory = memory.before
        return tuple(found.values())

    @property
    def spoken_of(self) -> Item | None:
        """The one item that the last answer was about; None where it was about several."""
        if len(self.memory.focus) == 1:
            return self.memory.focus[0]
        wanted = self.memory.plan.wanted if self.memory.plan is not None and not self.memory.focus else ()
        return next((item for item in self.shown if item.id in wanted), None)

    def say(self, name: str, /, **given: object) -> str:
        """A sentence of the language."""
        return self.voice.say(f"talk.{name}", **given)

    def join(self, *sentences: str) -> str:
        """Sentences in a row, empty ones left out."""
        return self.voice.glue.join(filter(None, sentences))

    def title(self, item: Item) -> str:
        """An item's title in quotation marks."""
        return self.voice.quotes.format(item.title_in(self.language) or item.id)

    def titles(self, items: Sequence[Item]) -> str:
        """Several titles in a row."""
        return self.voice.listed([self.title(item) for item in items])

    def label(self, name: str) -> str:
        """What a field is called."""
        return field_label(name, self.language)

    def number(self, value: float) -> str:
        """A number for a reader: whole ones without a point, others with two digits, thousands marked."""
        whole = abs(value - round(value)) < 1e-9
        return f"{value:,.0f}" if whole else f"{value:,.2f}".rstrip("0").rstrip(".")

    def values(self, item: Item, name: str) -> str:
        """What an item has in a field, "" where it has nothing."""
        told = values_of(item, name)
        more = len(told) - LISTED * 2
        told = [*told[: LISTED * 2], "…"] if more > 0 else told
        return self.voice.listed(told) if told else ""

    def fields(self, item: Item) -> list[str]:
        """The fields that an item says something in."""
        return fields_of(item)


Handler = Callable[[Scene], Reply | None]
"""Answers one kind of turn; None where the catalogue or the conversation doesn't bear it out: then it is another kind."""
