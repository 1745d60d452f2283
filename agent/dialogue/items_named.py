"""Which items an utterance speaks of: by their titles, by their place in the last list, or by "it".

A request finds titles only where they are written as such; a question about an item may name it in small letters, or in part.
Knows the catalogue's titles and what was shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from agent.dialogue.scene import Scene
from agent.parsing.item_references import find_pointers
from agent.search.why_not import find_item
from retrieval.catalog.filters import matches
from retrieval.catalog.items import Item
from retrieval.language.phrases import STOP
from retrieval.language.words import Mask, Span, fold, has_han, key, latin_words, singular

__all__ = ["ItemMention", "item_of", "items_named", "points"]

_GAP = re.compile(r"[\s\-/&'’.,:!?()]{1,3}")
_QUOTES = "\"'“”‘’「」《》 "
LONGEST = 12
AMBIGUOUS = 12
"""Titles with a word in them, beyond which the word names none of them."""


@dataclass(frozen=True)
class ItemMention:
    """An item, and where an utterance names it. how: title, place or it."""

    span: Span
    item: Item
    how: str


def _runs(folded: str) -> list[tuple[Span, str]]:
    """Runs of words of a Latin script with their compared forms, longer ones first."""
    words = [(span, singular(word)) for span, word in latin_words(folded)]
    found = []
    for i in range(len(words)):
        for j in range(i, min(len(words), i + LONGEST)):
            if j > i and not _GAP.fullmatch(folded[words[j - 1][0].end : words[j][0].start]):
                break
            found.append((Span(words[i][0].start, words[j][0].end), " ".join(word for _, word in words[i : j + 1])))
    return sorted(found, key=lambda one: (one[0].start - one[0].end, one[0].start))


def _stands_out(text: str, span: Span, scene: Scene) -> bool:
    """Whether one word is written as a name, or can be nothing else: "Alien", and "alien" where it is no value or little word."""
    word = span.of(text)
    folded = fold(word)
    if " " in word or has_han(word):
        return True
    if folded in STOP or scene.grammar.empty.fullmatch(folded) or key(folded) in scene.vocabulary.values:
        return word[:1].isupper() and span.start > 0 and key(folded) not in scene.vocabulary.values
    if any(pattern.fullmatch(folded) for pattern, _ in scene.grammar.concepts):
        return False
    alone = not text[span.end :].strip(" ?!.,")
    return word[:1].isupper() or alone or span.start == 0 or len(word) >= 6


def _by_title(text: str, folded: str, scene: Scene) -> list[ItemMention]:
    """Titles as written, longer ones first, none overlapping; of items that were shown before others of the same title."""
    forms, mask, found = scene.vocabulary.title_forms, Mask(len(folded)), []
    runs = [(span, form) for span, form in _runs(folded) if form in forms and _stands_out(text, span, scene)]
    if has_han(folded):
        for start in range(len(folded)):
            for end in range(min(len(folded), start + 40), start + 1, -1):
                if folded[start:end] in forms and has_han(folded[start:end]):
                    runs.append((Span(start, end), folded[start:end]))
    ids = {item.id: item for item in scene.shown}
    for span, form in sorted(runs, key=lambda one: (one[0].start - one[0].end, one[0].start)):
        if not mask.free(span):
            continue
        bearing = [id for title in forms[form] for id in scene.vocabulary.titles[title]]
        chosen = next((id for id in bearing if id in ids), bearing[0])
        item = ids.get(chosen) or scene.retriever.store.item(chosen)
        if item is not None:
            mask.take(span)
            found.append(ItemMention(span, item, "title"))
    return found


def _by_place(text: str, folded: str, taken: list[ItemMention], scene: Scene) -> list[ItemMention]:
    mask, shown = Mask(len(folded), [one.span for one in taken]), scene.shown
    found = []
    for pointer in find_pointers(folded, mask, [], False):
        if pointer.position is None:
            continue
        at = pointer.position - 1 if pointer.position > 0 else pointer.position
        if pointer.position and -len(shown) <= at < len(shown):
            found.append(ItemMention(pointer.span, shown[at], "place"))
    return found


def points(text: str) -> bool:
    """Return whether an utterance points at an item by its place in a list: "the second one"."""
    folded = fold(text)
    return any(pointer.position for pointer in find_pointers(folded, Mask(len(folded)), [], False))


def _shown_in_part(folded: str, scene: Scene) -> list[ItemMention]:
    """Items that were shown, by words that only one of their titles has: "the lich" of an Ancient Lich."""
    titles = [(item, set(key(item.title_in(scene.language)).split())) for item in scene.shown]
    found = []
    for span, word in latin_words(folded):
        having = [item for item, words in titles if singular(word) in words]
        if len(word) > 2 and word not in STOP and len(having) == 1 and not scene.grammar.empty.fullmatch(word):
            found.append(ItemMention(span, having[0], "title"))
    if has_han(folded):
        for item in scene.shown:
            title = fold(item.title_in(scene.language))
            best = max((folded[a:b] for a in range(len(folded)) for b in range(a + 2, min(len(folded), a + 12) + 1) if folded[a:b] in title), key=len, default="")  # fmt: skip
            others = [o for o in scene.shown if o is not item and best and best in fold(o.title_in(scene.language))]
            if len(best) >= 2 and has_han(best) and not others and not scene.grammar.empty.search(best):
                start = folded.index(best)
                found.append(ItemMention(Span(start, start + len(best)), item, "title"))
    return found


def items_named(text: str, scene: Scene, *, it: bool = True) -> list[ItemMention]:
    """The items that a text speaks of, in order, each once. `it`: whether "it" and "this one" point, where something was shown."""
    folded = fold(text)
    found = _by_title(text, folded, scene)
    found += _by_place(text, folded, found, scene)
    if not found:
        found += _shown_in_part(folded, scene)[:1]
    if it and not found and scene.focus:
        match = scene.grammar.it.search(folded)
        found += [ItemMention(Span(*match.span()), scene.focus[0], "it")] if match else []
    seen: dict[str, ItemMention] = {}
    for one in sorted(found, key=lambda one: one.span):
        if not all(matches(one.item, f) for f in scene.hidden):
            continue
        seen.setdefault(one.item.id, one)
    return list(seen.values())


def item_of(words: str, scene: Scene) -> Item | None:
    """The one item that words stand for, and nothing else: a title, exact, nearly so or in part; a place; or "it"."""
    bare = words.strip(_QUOTES + "?？!.。,，")
    if not bare:
        return None
    named = items_named(bare, scene)
    if named:
        whole = named[0].span.end - named[0].span.start
        return named[0].item if named[0].how != "title" or whole * 2 >= len(bare) else None
    if key(bare) in scene.vocabulary.values or (not has_han(bare) and fold(bare) in STOP):
        return None
    inside = [t for t in scene.vocabulary.titles if (bare in t if has_han(bare) else set(key(bare).split()) <= set(key(t).split()))]  # fmt: skip
    if len(inside) > AMBIGUOUS or len(bare) < 2:
        return None
    found = find_item(bare, scene.retriever, scene.vocabulary)
    shown = found is not None and all(matches(found, f) for f in scene.hidden)
    return found if shown and (inside or len(bare) >= 5) else None
