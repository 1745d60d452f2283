"""The kinds of behaviour events: what one says of its item, what it must have, and how it is told of; and their registry.

A kind is one value, and those that Medley brings are registered as a stranger's is: it is then recorded, imported, weighed, told of
in reasons, and taken over HTTP, MCP and the command line.

>>> taste = EventKind("taste", worth=0.9, aliases=("tasting",), said={"en": "you tasted “{}”"}, told=r"tasted")
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from retrieval.errors import ConfigError

__all__ = ["EventKind", "event_kinds", "kind_named", "kind_of", "register_event_kind", "unregister_event_kind"]

Amount = Literal["", "seconds", "stars"]


@dataclass(frozen=True)
class EventKind:
    """One kind.

    worth: how much one event says of its item, from -1 to 1 or so; 0 says nothing. outright: it takes the place of what was said
    before; else it adds to it. settles: the item isn't recommended any more where nothing is asked for. hides: it is never shown
    again, until a kind that `shows` it again says more than 0. owns: the person has the item from then on, so it tells what goes
    with it. meets: afterwards, the item is not new to the person. passive: happens in passing; very many in a row are a
    machine's. item: whether it is about an item; else about words. amount: what its value is, which stars must have. aliases:
    what files call it. emphasis: how much it counts for a modality, 1 where it isn't named. said: how a reason tells of it, by
    language, with {} for the item's title; "" or none of English: it isn't told. told: the verbs by which a sentence may tell of
    it, as a pattern. A language for which `said` has nothing uses the phrases of its pack, else those of English.
    """

    name: str
    worth: float
    outright: bool = False
    settles: bool = False
    hides: bool = False
    shows: bool = False
    owns: bool = False
    meets: bool = True
    passive: bool = False
    item: bool = True
    amount: Amount = ""
    aliases: tuple[str, ...] = ()
    emphasis: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    said: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    told: str = ""


_KINDS: dict[str, EventKind] = {}


def register_event_kind(kind: EventKind) -> EventKind:
    """Make events of a kind possible. Raises ConfigError where the name, or one of the other names, is another's already."""
    taken = {alias: name for name, other in _KINDS.items() for alias in (name, *other.aliases)}
    clash = [name for name in (kind.name, *kind.aliases) if name in taken]
    if clash or not kind.name or not kind.name.isidentifier():
        raise ConfigError(
            f"expected a kind of event with names of its own, in letters; '{(clash or [kind.name])[0]}' isn't free"
        )
    _KINDS[kind.name] = kind
    return kind


def unregister_event_kind(name: str) -> None:
    """Forget a kind; its events stay in the log and say nothing."""
    _KINDS.pop(name, None)


def event_kinds() -> tuple[EventKind, ...]:
    """Return every kind, in the order in which they were registered."""
    return tuple(_KINDS.values())


def kind_of(name: str) -> EventKind | None:
    """Return the kind of an event, or None for one that isn't known here."""
    return _KINDS.get(name)


def kind_named(word: str) -> str:
    """Return the name of the kind that files call `word`; `word` itself where none does."""
    return next((kind.name for kind in _KINDS.values() if word in kind.aliases), word)


register_event_kind(EventKind(
    "view", 0.3, passive=True, emphasis={"text": 2.0}, aliases=("click", "pageview", "page_view", "visit", "detail", "pv", "viewed", "impression", "clicks", "view_item", "read"),
))  # fmt: skip
register_event_kind(EventKind(
    "play", 0.8, passive=True, emphasis={"audio": 2.0}, amount="seconds", aliases=("watch", "listen", "stream", "watched", "listened", "played", "scrobble"),
))  # fmt: skip
register_event_kind(EventKind(
    "search", 0.5, item=False, passive=True, meets=False, emphasis={"text": 1.0, "image": 0.0, "audio": 0.0}, aliases=("query",)
))  # fmt: skip
register_event_kind(EventKind("fact", 0.0, item=False, meets=False))
register_event_kind(EventKind(
    "like", 1.0, outright=True, settles=True, shows=True, aliases=("favorite", "favourite", "save", "upvote", "thumbs_up", "fav", "star", "collect", "wishlist", "liked", "bookmark", "heart", "add_to_wishlist"),
))  # fmt: skip
register_event_kind(
    EventKind("dislike", -1.0, outright=True, settles=True, aliases=("downvote", "thumbs_down", "disliked"))
)
register_event_kind(EventKind(
    "rate", 1.0, outright=True, settles=True, shows=True, amount="stars", aliases=("rating", "review"),
))  # fmt: skip
register_event_kind(EventKind(
    "cart", 0.7, settles=True, aliases=("add_to_cart", "addtocart", "basket", "add_to_basket"),
))  # fmt: skip
register_event_kind(EventKind(
    "buy", 1.0, settles=True, owns=True, aliases=("purchase", "order", "transaction", "bought", "purchased", "sale"),
))  # fmt: skip
register_event_kind(EventKind("skip", -0.3))
register_event_kind(
    EventKind("hide", -1.2, outright=True, settles=True, hides=True, aliases=("block", "not_interested"))
)
