"""Which hits are the thing that a request asks for by name: of "the cheapest tent" the tents, whatever else is near.

Knows the words of a wish and the texts of items; orders nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.plan import Plan
from agent.reading.phrases import content_words
from agent.reading.text import Mask, fold, has_han, key
from retrieval.filters import contains_term
from retrieval.items import Item
from retrieval.retriever import Hit

__all__ = ["of_the_thing"]

NEAREST = 10
"""Hits that stand for a thing that no text names."""

_PHRASE = re.compile(r"\b(?:for|with|without|in|of|that|which|to|on|from|by|near|at|about|and)\b|[,.;!?，。；！？]")


def _heads(wish: str) -> list[str]:
    """The words of a wish, the one that names the thing first: the last of its first phrase."""
    folded = fold(wish)
    words = [word for _, word in content_words(folded, Mask(len(folded)))]
    if not words or has_han(folded):
        return words[::-1]
    first = _PHRASE.split(folded)[0]
    inside = [word for word in words if re.search(rf"\b{re.escape(word)}\b", first)]
    head = inside[-1] if inside else words[0]
    return [head, *(word for word in words if word != head)]


def _names(item: Item) -> str:
    """What names an item: its titles and its short values, in the form in which words are compared."""
    values = [v for value in item.attributes.values() for v in (value if isinstance(value, tuple) else (value,))]
    short = [v for v in values if isinstance(v, str) and len(v) <= 40]
    titles = [item.title, *(words.get("title", "") for words in item.translations.values())]
    return " | ".join(key(text) for text in (*titles, *short))


def _texts(item: Item) -> str:
    told = [item.description, *(words.get("description", "") for words in item.translations.values())]
    return " | ".join([_names(item), *(key(text) for text in told)])


def of_the_thing(hits: Sequence[Hit], plan: Plan) -> list[Hit]:
    """The hits that the wish names: in their title or a short value, else in their text, those with most of its other words.

    All hits where a condition names the thing; the nearest where no text has a word of the wish.
    """
    decided = {word for c in plan.conditions for word in key(c.source.span).split()}
    spans = " ".join(fold(c.source.span) for c in plan.conditions)
    words = _heads(plan.wish)
    if not words or not hits or key(words[0]) in decided or (has_han(words[0]) and words[0] in spans):
        return list(hits)
    head, more = key(words[0]), [key(word) for word in words[1:] if key(word) not in decided]
    for text_of in (_names, _texts):
        found = [hit for hit in hits if contains_term(text_of(hit.item), head)]
        if found:
            counts = [sum(contains_term(_texts(hit.item), word) for word in more) for hit in found]
            return [hit for hit, count in zip(found, counts, strict=True) if count == max(counts)]
    return list(hits) if plan.conditions else list(hits[:NEAREST])
