"""A question about an item: what the catalogue says is told, what it doesn't say is said to be unknown; the item is shown."""

from __future__ import annotations

import re

from agent.dialogue.fields_asked import fields_asked
from agent.dialogue.items_named import ItemMention, item_of, items_named, points
from agent.dialogue.narrowed import narrowed
from agent.dialogue.scene import Reply, Scene
from retrieval.catalog.filters import matches, mentions, searchable_text
from retrieval.catalog.items import Item
from retrieval.language.concepts import concepts_of
from retrieval.language.words import Span, fold, has_han, key

__all__ = ["answered_of", "item_question"]

FACTS = ("director", "cast", "price", "year")
"""Concepts that have sentences of their own."""
DETAILS = 12
"""Fields that are told of an item."""
LONG = 700
"""Characters of a description that are told."""


def _fact(scene: Scene, item: Item, name: str) -> str:
    """One field of an item in a sentence."""
    concept = next((c.name for c in concepts_of(name) if c.name in FACTS), "")
    sentence = f"fact.{concept}" if concept else "fact"
    return scene.say(sentence, title=scene.title(item), label=scene.label(name), value=scene.values(item, name))


def details(scene: Scene, item: Item) -> str:
    """What an item is: its description and its fields."""
    text = item.description_in(scene.language)
    cut = text[:LONG] + ("…" if len(text) > LONG else "")
    head = scene.say("details", title=scene.title(item), description=cut) if cut else scene.title(item)
    lines = [scene.say("field", label=scene.label(name), value=scene.values(item, name)) for name in scene.fields(item)]
    return "\n".join([head, *lines[:DETAILS]])


def _unsaid(scene: Scene, item: Item, words: str) -> str:
    known = [scene.label(name) for name in scene.fields(item)]
    told = scene.say("fact.knows", fields=scene.voice.listed(known[:DETAILS])) if known else ""
    if words:
        return scene.join(scene.say("unknown", title=scene.title(item), words=words), told)
    return scene.join(scene.say("fact.unsaid", title=scene.title(item)), told)


def _rest(text: str, named: ItemMention, scene: Scene) -> str:
    """The words of a question beside the item and the words of asking."""
    blank = text[: named.span.start] + " " * (named.span.end - named.span.start) + text[named.span.end :]
    left = scene.grammar.empty.sub(" ", fold(blank))
    return re.sub(r"[\W_]+", " ", left).strip() if not has_han(text) else re.sub(r"[\s\W_]+", "", left)


def _decided(scene: Scene, item: Item, blank: str) -> str | None:
    """A yes or no by the conditions that the words are: "is the second a comedy?"; None where no field decides it."""
    scope = narrowed(blank, scene)
    for condition in scope.conditions:
        one = condition.filters[0]
        if not (own := scene.values(item, one.field)):
            continue
        label = scene.label(one.field)
        if all(matches(item, f) for f in condition.filters):
            return scene.say("yes", title=scene.title(item), label=label, value=own)
        many = scene.vocabulary.fields[one.field].field.many if one.field in scene.vocabulary.fields else False
        words = condition.source.span or str(one.value)
        if many:
            return scene.say("no.list", title=scene.title(item), label=label, value=own, words=words)
        return scene.say("no", title=scene.title(item), label=label, value=own)
    return None


def answered_of(scene: Scene, text: str, named: ItemMention) -> str | None:
    """What the catalogue says to a question about an item; None where it isn't one that can be asked of an item."""
    item = named.item
    blank = text[: named.span.start] + " " * (named.span.end - named.span.start) + text[named.span.end :]
    known = scene.fields(item)
    asked, asks = fields_asked(blank, known, scene)
    rest = _rest(text, named, scene)
    open_question = scene.grammar.open_question.search(fold(text)) is not None
    if asked == ["description"]:
        return details(scene, item)
    if asked and (open_question or not rest or asks):
        decided = None if open_question else _decided(scene, item, blank)
        return decided or " ".join(_fact(scene, item, name) for name in asked[:2])
    if not open_question and (decided := _decided(scene, item, blank)):
        return decided
    if rest and not open_question and mentions(searchable_text(item), rest):
        return scene.say("yes.text", title=scene.title(item), words=rest)
    return _unsaid(scene, item, "" if open_question or not rest else rest)


def _asks(scene: Scene, text: str, named: ItemMention) -> bool:
    """Whether an utterance with an item in it is a question about it, and not a request that only names it."""
    folded = fold(text)
    before = folded[: named.span.start]
    if scene.grammar.likeness.search(before) or scene.grammar.likeness_after.match(folded, named.span.end):
        return False
    if scene.grammar.wishes.search(folded):
        return False
    blank = before + " " * (named.span.end - named.span.start) + folded[named.span.end :]
    if scene.grammar.existence.match(folded) and not _rest(text, named, scene):
        return False
    return scene.grammar.asks.search(folded) is not None or bool(
        fields_asked(blank, scene.fields(named.item), scene)[0]
    )


def item_question(scene: Scene) -> Reply | None:
    """Answers a question about one item, and shows it."""
    if part := scene.said["item"]:
        item = item_of(part, scene)
        if item is None or scene.grammar.likeness.search(fold(part)):
            return None
        return Reply(details(scene, item), (item,), (item,))
    text = scene.said["ask"] or scene.text
    if not scene.shown and points(text):
        return Reply(scene.say("why.nothing"))
    named = items_named(text, scene)
    named = named or _guessed(text, scene) or _unnamed(text, scene)
    if len(named) != 1 or not _asks(scene, text, named[0]):
        return None
    told = answered_of(scene, text, named[0])
    return None if told is None else Reply(told, (named[0].item,), (named[0].item,))


def _unnamed(text: str, scene: Scene) -> list[ItemMention]:
    """What is spoken of, where a question has no subject: "and the price?", 有停车场吗 after an answer about one item."""
    folded = fold(text).strip(" ?？.。!！")
    item = scene.spoken_of
    if item is None or not scene.grammar.bare.fullmatch(folded) or scene.grammar.wishes.search(folded):
        return []
    found, asks = fields_asked(text, scene.fields(item), scene)
    left = re.sub(r"[\W_]+", "", scene.grammar.empty.sub(" ", folded))
    concrete = has_han(text) and scene.grammar.asks.search(folded) is not None and bool(left)
    return [ItemMention(Span(0, 0), item, "it")] if found or (asks and not left) or concrete else []


def _guessed(text: str, scene: Scene) -> list[ItemMention]:
    """An item by a part of its title: what is left of a question without the words of asking and of fields."""
    folded = fold(text)
    left = scene.grammar.empty.sub(lambda m: " " * len(m[0]), folded)
    for pattern, _ in scene.grammar.concepts:
        left = pattern.sub(lambda m: " " * len(m[0]), left)
    parts = [m for m in re.finditer(r"\S+(?: \S+)*", left) if len(m[0]) >= (2 if has_han(m[0]) else 4)]
    if len(parts) != 1 or key(parts[0][0]) in scene.vocabulary.values:
        return []
    span = Span(*parts[0].span())
    if not has_han(span.of(text)) and not span.of(text)[:1].isupper():
        return []
    scope = narrowed(span.of(text), scene)
    item = item_of(span.of(text), scene) if not scope.conditions else None
    return [ItemMention(span, item, "title")] if item is not None else []
