"""What a request asks of the person's own past: "I haven't seen", "not again what I bought", "the one I liked", 没看过的.

Each pack reads its own words (`deeds.py`); this knows the kinds of event that they stand for, and no person, no event and no
catalogue.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from retrieval.behavior.events.kinds import event_kinds
from retrieval.language.grammar import Deed
from retrieval.language.packs import PACKS
from retrieval.language.words import Span

__all__ = ["DeedAsked", "blanked", "find_deeds"]

_BROUGHT = frozenset(kind.name for kind in event_kinds())
_TAKEN_IN = ("view", "play", "like", "dislike", "rate", "buy")
_KINDS: Mapping[str, tuple[str, ...]] = {
    "buy": ("buy",),
    "like": ("like", "rate"),
    "rate": ("rate",),
    "cart": ("cart",),
    "see": _TAKEN_IN,
}
"""The kinds of event that each group of verbs stands for. Who bought or judged something has seen it."""


@dataclass(frozen=True, slots=True)
class DeedAsked:
    """One thing that is asked of the person's past.

    verb: of `_KINDS`, or "any". kinds: of event. way: without those items, only among them, or things like them. last: only
    the latest of them. span: where it stands.
    """

    verb: str
    kinds: tuple[str, ...]
    way: Literal["without", "only", "like"]
    span: Span
    words: str = ""
    last: bool = False


def _any_deed() -> tuple[str, ...]:
    """The kinds of event after which an item is no longer new to somebody."""
    return tuple(kind.name for kind in event_kinds() if kind.meets)


def _asked(deed: Deed, folded: str) -> DeedAsked:
    kinds = _any_deed() if deed.verb == "any" else _KINDS[deed.verb]
    if deed.verb == "see":  # who did what is registered has met the item
        kinds += tuple(kind for kind in _any_deed() if kind not in _BROUGHT)
    return DeedAsked(deed.verb, kinds, deed.way, deed.span, deed.span.of(folded).strip(" ,，"), deed.last)


def find_deeds(folded: str) -> tuple[DeedAsked, ...]:
    """What a folded request asks of the person's past, in order.

    >>> [(d.verb, d.way) for d in find_deeds("a comedy i haven't seen yet")]
    [('see', 'without')]
    >>> [(d.verb, d.way) for d in find_deeds("没买过的饮料")]
    [('buy', 'without')]
    """
    return tuple(
        sorted((_asked(deed, folded) for pack in PACKS for deed in pack.deeds(folded)), key=lambda deed: deed.span)
    )


def blanked(text: str, deeds: Sequence[DeedAsked]) -> str:
    """`text` with the words of `deeds` replaced by spaces, every position kept."""
    for deed in deeds:
        text = text[: deed.span.start] + " " * (deed.span.end - deed.span.start) + text[deed.span.end :]
    return text
