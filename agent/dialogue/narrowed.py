"""The items that words of a question speak of: "horror films from 1999", 豪华型酒店; read as a request is, and counted whole.

Knows the reader of requests and the store; says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from agent.dialogue.scene import Scene
from agent.explanation.reasons import field_label, plain_value
from agent.parsing import read_request
from agent.parsing.parse import parse
from agent.parsing.things import ANYTHING
from agent.planning.compiler import compile_intent
from agent.planning.plan import Condition
from agent.search.details import items_where
from agent.search.thing import open_words, thing_words
from retrieval.catalog.filters import ANY_TEXT, Filter
from retrieval.catalog.items import Item, Modality
from retrieval.language.phrases import GENERIC
from retrieval.language.words import fold, has_han, singular

__all__ = ["Scope", "items_in", "narrowed"]


@dataclass(frozen=True)
class Scope:
    """Some of the catalogue. conditions: what they satisfy; words: what their text mentions; media: what they have."""

    conditions: tuple[Condition, ...] = ()
    words: tuple[str, ...] = ()
    media: tuple[Modality, ...] = ()

    @property
    def filters(self) -> tuple[Filter, ...]:
        """All of it as filters."""
        said = (Filter(ANY_TEXT, "contains", word) for word in self.words)
        return tuple(dict.fromkeys((*(f for c in self.conditions for f in c.filters), *said)))

    def __bool__(self) -> bool:
        return bool(self.conditions or self.words or self.media)

    def told(self, scene: Scene) -> str:
        """The scope in words: "with genres Horror"."""
        parts = [_condition(c, scene) for c in self.conditions] + [scene.voice.say(f"part.{m}") for m in self.media]
        said = [scene.say("count.that", conditions=scene.voice.listed(parts))] if parts else []
        said += [scene.say("count.mention", words=scene.voice.quoted(list(self.words)))] if self.words else []
        return scene.voice.clauses.join(said)


def _condition(condition: Condition, scene: Scene) -> str:
    one = condition.filters[0]
    label = field_label(one.field, scene.language)
    if one.negate or one.op not in ("eq", "in", "contains"):
        return str(one)
    values = one.value if isinstance(one.value, tuple) else (one.value,)
    return f"{label} {scene.voice.listed([plain_value(v, one.field) for v in values])}"


def _says_something(word: str, scene: Scene) -> bool:
    forms = {fold(word), singular(fold(word))}
    return not forms & (ANYTHING | GENERIC) and not scene.grammar.all_of.fullmatch(fold(word)) and not scene.grammar.empty.fullmatch(fold(word))  # fmt: skip


def narrowed(words: str, scene: Scene) -> Scope:
    """What of the catalogue the words of a question speak of; all of it where they say nothing."""
    bare = words.strip(" ?？.。!！,，")
    if not bare or scene.grammar.all_of.fullmatch(fold(bare)):
        return Scope()
    vocabulary = scene.vocabulary
    intent = read_request(bare, vocabulary)
    plan = compile_intent(intent, parse(bare, vocabulary), lookup=scene.retriever.store.item)
    found = (*plan.conditions, *(c for c in plan.preferences if c.guess))
    unsaid = [w for w in thing_words(plan) if not any(fold(w) in fold(c.source.span) for c in found)]
    if has_han(bare):
        unsaid = [w for w in open_words(plan) if not any(w in c.source.span for c in found)]
    left = tuple(dict.fromkeys(w for w in unsaid if _says_something(w, scene)))
    return Scope(found, left, plan.must_have)


def items_in(scope: Scope, scene: Scene) -> list[Item]:
    """The items of a scope, in the catalogue's order."""
    return items_where(scene.retriever.store, (*scope.filters, *scene.hidden), scope.media)


def titled(items: Iterable[Item], language: str, most: int) -> list[str]:
    """The first titles of items."""
    return [item.title_in(language) or item.id for item, _ in zip(items, range(most), strict=False)]
