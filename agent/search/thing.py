"""What thing a request asks for, so that an order and a relaxed search stay among such things.

"The cheapest tent for camping" orders tents, and nothing else that is cheap. Knows the words of a request and the texts of
items; searches nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from agent.explanation.fact_sheet import items_of
from agent.planning.plan import Plan
from retrieval.catalog.filters import searchable_text
from retrieval.catalog.items import Item
from retrieval.language.aliases import aliases_of
from retrieval.language.chinese.gloss import is_english_word, meanings
from retrieval.language.colours import colours_among
from retrieval.language.kinds import load_kinds
from retrieval.language.phrases import SAYS_LITTLE, STOP, content_words
from retrieval.language.stance import denied_words
from retrieval.language.tables import either, word_set
from retrieval.language.words import Mask, fold, has_han, key, latin_words, segment
from retrieval.lexical.bm25 import tokens
from retrieval.search.retriever import Hit

__all__ = ["has_words", "namesake", "of_the_thing", "open_words", "thing_words", "words_had"]

_AFTER = re.compile(
    r"\b(?:for|with|that|which|who|to|in|on|at|under|over|from|of|by|like|about|and|but|please)\b|[,.;:!?]"
)
"""Where what is told of a thing begins, after the thing itself."""
_GIVEN = word_set("things.given")
_WHO = word_set("thing.who")
"""Who judges things: "which cafe do guests rate best?" asks for a cafe."""
SHORT = 40
"""Characters of a value that names; longer ones describe."""
SENSES = 6
"""Meanings of a Chinese word that count."""
FEW, SOME = 2, 0.03
"""How many of the items, and which share, are told to be of a sort by their titles, before titles decide: a film's tells nothing."""
NEAR = 0.85
"""Where no text names the thing, the share of the best score from which an item is taken for one."""


def thing_words(plan: Plan) -> tuple[str, ...]:
    """Return the words of a wish that name the thing, the head last; those that a condition decides are left out."""
    decided = {word for c in plan.conditions for word in key(c.source.span).split()}
    decided |= set(key(plan.sort.span).split()) if plan.sort else set()
    spans = [c.source.span for c in plan.conditions]
    wish = fold(plan.wish)
    before = wish if has_han(wish) else (_AFTER.split(wish.strip(), maxsplit=1)[0].strip() or wish)
    words = [word for _, word in content_words(before, Mask(len(before)))]
    return tuple(
        w
        for w in words
        if key(w) not in decided and key(w) not in _WHO and not any(has_han(w) and w in span for span in spans)
    )


def _labels(item: Item) -> str:
    """What names an item: its titles and its short values, one a line."""
    values = [v for value in item.attributes.values() for v in (value if isinstance(value, tuple) else (value,))]
    titles = [item.title, *(words.get("title", "") for words in item.translations.values())]
    return "\n".join([*titles, *(v for v in values if isinstance(v, str) and len(v) <= SHORT)])


def _names(item: Item, words: Sequence[str], told: str = "") -> list[bool]:
    """For each word whether the item's text says it of the item, a Chinese one also by its English meaning."""
    text = told or searchable_text(item)
    own, found = set(tokens(text)), []
    denied: frozenset[str] | None = None  # it takes ten times as long as all else, and most items lack the words
    for word in words:
        forms = [tokens(word)] + [tokens(m) for m in (meanings(word)[:SENSES] if has_han(word) else ())]
        there = [set(form) for form in forms if form and set(form) <= own]
        if there and denied is None:
            denied = denied_words([fold(text)])
        found.append(any(not form & (denied or frozenset()) for form in there) or word in text)
    return found


def _is_head(item: Item, word: str) -> bool:
    """Whether an item's title is of the thing itself: "Tent for two" and "Solo Tent", not "Tent lantern"."""
    forms = {key(word), *(key(m) for m in (meanings(word)[:SENSES] if has_han(word) else ()))}
    for title in (item.title, *(words.get("title", "") for words in item.translations.values())):
        first = key(_AFTER.split(fold(re.sub(r"[(（\[].*", "", title)).strip(), maxsplit=1)[0])
        if any(first == form or first.endswith(form if has_han(form) else f" {form}") for form in forms if form):
            return True
    values = (v for value in item.attributes.values() for v in (value if isinstance(value, tuple) else (value,)))
    return any(isinstance(v, str) and key(v) in forms for v in values)


_COUNTS = either("thing.counts")


def open_words(plan: Plan) -> tuple[str, ...]:
    """Return the Chinese words of a wish that no condition decides, verbs and adjectives too: 豪华, 出差, 红."""
    spans = [fold(c.source.span) for c in (*plan.conditions, *plan.preferences)] + [
        fold(note.said) for note in plan.notes
    ]
    spans += [fold(plan.sort.span)] if plan.sort else []
    wish = fold(plan.wish)
    words = (
        [
            token.text
            for token in segment(wish)
            if has_han(token.text) and token.tag[:1] in "nvazm" and not _COUNTS.match(token.text)
        ]
        if has_han(wish)
        else []
    )
    known = STOP | SAYS_LITTLE
    return tuple(
        w
        for w in dict.fromkeys(words)
        if (len(w) > 1 or colours_among([w])) and w not in known and not any(w in span for span in spans)
    )


def has_words(item: Item, words: Sequence[str]) -> bool:
    """Return whether an item's text says all of these words of it, Chinese ones also by their English meaning."""
    return all(_names(item, words))


def namesake(item: Item, word: str, named: Collection[str]) -> str:
    """Return the name in which alone a common word stands in an item: "Simon Rice" for "rice"; "" where it says it otherwise.

    named: the fields that hold names of people and makers.
    """
    own = set(tokens(word))
    if not own or not word.isascii() or word != word.lower() or not named:
        return ""
    values = [
        v for n in named for v in items_of(item.attributes.get(n)) if isinstance(v, str) and own <= set(tokens(v))
    ]
    if not values or any(len(set(tokens(v))) == len(own) for v in values) or not is_english_word(word):
        return ""
    rest = replace(item, attributes={name: value for name, value in item.attributes.items() if name not in named})
    return "" if own <= set(tokens(searchable_text(rest))) else values[0]


def words_had(plan: Plan, hits: Sequence[Hit], named: Collection[str] = ()) -> dict[str, frozenset[str]]:
    """Return the words of a wish that no condition decides, each with the ids of the hits whose text has it.

    named: the fields that hold names, of which a common word is no part.
    """
    spans = [c.source.span for c in (*plan.conditions, *plan.preferences)]
    decided = {word for span in spans for word in key(span).split()} | {key(note.said) for note in plan.notes}
    wish = fold(plan.wish)
    words = [word for _, word in content_words(wish, Mask(len(wish)))]
    words = [
        w
        for w in words
        if key(w) not in decided and key(w) not in _WHO | _GIVEN and not any(w in fold(span) for span in spans)
    ]
    words += [w for w in open_words(plan) if w not in words]
    rows = {hit.id: _names(hit.item, words) for hit in hits} if words else {}
    had = {word: frozenset(id for id, row in rows.items() if row[i]) for i, word in enumerate(words)}
    others = {w: {h.id for h in hits if h.id in ids and namesake(h.item, w, named)} for w, ids in had.items()}
    return {word: ids - others[word] for word, ids in had.items()}


def _sorts_of(word: str) -> frozenset[int]:
    """The meanings of a word for something that can be touched, by which its sorts are told: a flute is an instrument."""
    kinds = load_kinds()
    said = [word, *aliases_of(key(word)), *(meanings(word)[:SENSES] if has_han(word) else ())]
    return frozenset(m for one in said for m in kinds.meanings(one.casefold()) if kinds.tangible(m))


def _is_of(item: Item, sorts: frozenset[int]) -> bool:
    """Whether an item's title ends in a noun that is of a sort: "Acoustic guitar" of instruments."""
    kinds = load_kinds()
    for title in (item.title, *(words.get("title", "") for words in item.translations.values())):
        said = [word for _, word in latin_words(_AFTER.split(fold(title).strip(), maxsplit=1)[0])]
        pair, last = " ".join(said[-2:]), " ".join(said[-1:])
        if any(
            sorts & kinds.up(m) for m in (*kinds.meanings(pair, 1), *kinds.meanings(last, 1))
        ):  # a red drum is a fish, too
            return True
    return False


def of_the_thing(hits: Sequence[Hit], plan: Plan) -> list[Hit]:
    """Return the hits that are what the request asks for, in their order; all where it names nothing.

    Those whose title or short values have every word that names it, else the head, else those whose whole text has them;
    where no text has the head, those whose score comes near to the best.
    """
    words = thing_words(plan)
    if not words or not hits:
        return list(hits)
    heads = [_is_head(hit.item, words[-1]) for hit in hits]
    sorts = _sorts_of(words[-1])
    of_sort = [bool(sorts) and _is_of(hit.item, sorts) for hit in hits]
    if sum(of_sort) >= max(FEW, SOME * len(hits)):
        heads = [a or b for a, b in zip(heads, of_sort, strict=True)]
    if any(heads):
        kept = [hit for hit, head in zip(hits, heads, strict=True) if head]
        full = [hit for hit in kept if all(_names(hit.item, words))]
        return full or kept
    for text_of in (_labels, searchable_text):
        named = [_names(hit.item, words, text_of(hit.item)) for hit in hits]
        for chosen in ([all(row) for row in named], [row[-1] for row in named]):
            if any(chosen):
                return [hit for hit, there in zip(hits, chosen, strict=True) if there]
    best = max(hit.score for hit in hits)
    return [hit for hit in hits if hit.score >= NEAR * best] if best > 0 else list(hits)
