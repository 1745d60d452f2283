"""The items that a request names or points at: to be like, to be unlike, to leave out, or for their own sake.

Knows titles and what was shown; searches nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from agent.parsing.intent import Reference
from agent.parsing.span_check import places
from agent.parsing.title_requests import asked_title
from agent.planning.compilation import Compilation
from agent.planning.nearest import nearest_title
from retrieval.catalog.items import Item
from retrieval.language.phrases import content_words, without_wrapping
from retrieval.language.tables import either
from retrieval.language.words import Mask, key
from retrieval.lexical.bm25 import tokens

__all__ = ["FEW", "items_of", "only_left_out", "references_of", "wanted"]


def _ids_of(title: str, work: Compilation) -> tuple[str, ...]:
    found = nearest_title(title, work.vocabulary)
    if found is None:
        work.note("absent", title)
        return ()
    if not found[1]:
        work.note("repaired", title, found[0])
    return work.vocabulary.titles[found[0]]


def items_of(reference: Reference, work: Compilation) -> list[Item]:
    """The items that a reference points at; what it points at in vain is noted."""
    if reference.position is not None:
        index = reference.position - 1 if reference.position > 0 else reference.position
        if reference.position == 0 or not -len(work.shown) <= index < len(work.shown):
            work.note("no_item", reference.span or str(reference.position))
            return []
        return [work.shown[index]]
    if reference.title is None:
        return list(work.shown)
    if among := [item for item in work.shown if key(item.title) == key(reference.title)]:
        return among
    return [item for id_ in _ids_of(reference.title, work)[:1] if (item := work.lookup(id_))]


_ALIKE = either("named_items.alike")

_ALIKE_AFTER = either("compiler.alike_after")

_MORE = either("compiler.more")

FEW = 1
"""Words beside a title in a request that asks for the item itself ("Blade Runner, please", 夫妻肺片有吗)."""


def _asks_for_itself(reference: Reference, work: Compilation) -> bool:
    """Whether a title is named for its own sake, and not as something to be like: nothing much stands beside it."""
    at = next(iter(places(reference.span or reference.title or "", work.analysis)), None)
    folded = work.analysis.folded
    if reference.title is None or at is None or _MORE.search(folded) or _ALIKE.search(folded[: at.start]):
        return False
    if _ALIKE_AFTER.match(folded, at.end):
        return False
    mask = without_wrapping(folded, Mask(len(folded), [at]))
    return len(content_words(folded, mask)) <= FEW


def references_of(work: Compilation) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ids of liked and of disliked items, each once."""
    liked: list[str] = []
    disliked: list[str] = []
    for reference in work.intent.references:
        said = reference.span or reference.title or ""
        if reference.position is None and said and not places(said, work.analysis):
            work.note("underivable", said)
            continue
        if reference.polarity == "itself" or (reference.polarity == "like" and _asks_for_itself(reference, work)):
            work.named += _ids_of(reference.title or "", work)
            continue
        target = disliked if reference.polarity == "dislike" else liked
        shown = reference.title is None or any(key(item.title) == key(reference.title) for item in work.shown)
        target += [item.id for item in items_of(reference, work)] if shown else _ids_of(reference.title or "", work)
    return tuple(dict.fromkeys(liked)), tuple(dict.fromkeys(disliked))


def only_left_out(ids: Sequence[str], work: Compilation) -> tuple[str, ...]:
    """Of disliked items those whose title shares a word with the wish: 红枣豆浆以外的豆浆 leaves one out and steers from nothing."""
    wish = set(tokens(work.intent.wish))
    return tuple(id for id in ids if (item := work.lookup(id)) is not None and wish & set(tokens(item.title)))


def wanted(work: Compilation) -> tuple[str, ...]:
    """The ids of the items whose title the request asks for; a title that is none is noted."""
    asked = asked_title(work.analysis, work.vocabulary)
    if asked is None:
        return ()
    if asked.known:
        return work.vocabulary.titles[asked.title]
    near = nearest_title(asked.title, work.vocabulary)
    if near is None:
        work.note("untitled", asked.title)
        return ()
    work.note("repaired", asked.title, near[0])
    return work.vocabulary.titles[near[0]]
