"""What was said earlier in a conversation, as soft wishes that fade with age: words, values, items that were named.

Nothing here becomes a condition; those that still hold are `compile.py`'s to keep. Knows utterances and the vocabulary;
no store and no search.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal, get_args

from agent.parsing.parse import Parse
from agent.parsing.utterance_mentions import mentions_of
from agent.parsing.value_mentions import ValueMention
from retrieval.errors import QueryError
from retrieval.search.shared_attributes import NamedValue

__all__ = ["KEPT", "Context", "HistoryEntry", "Role", "context_of", "said_in"]

FADES = 0.5
"""What was said one utterance before counts so much, the one before that this much of it, and so on."""
KEPT = 12
"""Utterances that still count."""
LONGEST = 2_000
"""Characters of one utterance."""

Role = Literal["user", "assistant"]


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One utterance of a conversation; `items`: the ids of those that it showed, in their order."""

    role: Role
    text: str
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class Context:
    """What a conversation leads one to wish for besides the request.

    words: stretches of text to look for as written; named: values; kin: ids of items that were named; each with how much
    it counts. disliked: ids of items that were refused.
    """

    words: Mapping[str, float] = field(default_factory=dict)
    named: tuple[NamedValue, ...] = ()
    kin: Mapping[str, float] = field(default_factory=dict)
    disliked: tuple[str, ...] = ()

    @property
    def of_now(self) -> Context:
        """What is left of it where the request is of another topic: what the request names itself, and what was refused."""
        return Context(named=tuple(one for one in self.named if one.share >= 1), disliked=self.disliked)


def said_in(history: Sequence[Mapping[str, Any] | HistoryEntry]) -> tuple[HistoryEntry, ...]:
    """A history as utterances, oldest first: each a mapping with `role` (user or assistant) and `text`.

    Those of the assistant may name the `items` that it showed, by id: "the second" is then understood. Raises QueryError for another form, another role, or an utterance of more than 2,000 characters.
    """
    found = []
    for turn in history:
        given = asdict(turn) if isinstance(turn, HistoryEntry) else dict(turn)
        role = next((known for known in get_args(Role) if known == given.get("role")), None)
        text = given.get("text")
        if role is None or not isinstance(text, str):
            raise QueryError(f"expected turns with role user or assistant, and text; got {given}")
        if len(text) > LONGEST:
            raise QueryError(f"expected turns of at most {LONGEST} characters; got {len(text)}")
        items = given.get("items", ())
        if isinstance(items, str) or not all(isinstance(id, str) for id in items):
            raise QueryError(f"expected the items of a turn as a list of ids; got {items!r}")
        found.append(HistoryEntry(role, text, tuple(items)))
    return tuple(found)


def _name(named: dict[str, NamedValue], mention: ValueMention, share: float) -> None:
    """Adds the values of a mention to `named`; one that is there keeps its share."""
    for ref in mention.refs:
        known = named.get(ref.value, NamedValue(ref.value, (), share))
        named[ref.value] = replace(known, fields=tuple(dict.fromkeys((*known.fields, ref.field))))


def context_of(said: Sequence[HistoryEntry], read: Parse) -> Context:
    """Reads what was said before a request, oldest first. What was said last counts where something was said twice.

    The values that the request which was `read` names count in full: so what has most of them comes first among what has some.
    """
    words: dict[str, float] = {}
    named: dict[str, NamedValue] = {}
    kin: dict[str, float] = {}
    disliked: dict[str, None] = {}
    vocabulary = read.vocabulary
    for value in read.values:
        _name(named, value, 1.0)
    for age, one in enumerate(reversed(said[-KEPT:]), start=1):
        share, mentions = FADES**age, mentions_of(one.text, vocabulary)
        if mentions.words:
            words.setdefault(mentions.words, share)
        for value in mentions.values:
            _name(named, value, share)
        for title in mentions.titles:
            kin.update({id: share for id in vocabulary.titles[title][:1] if id not in kin and id not in disliked})
        if one.role == "user":
            disliked.update(dict.fromkeys(id for title in mentions.refused for id in vocabulary.titles[title]))
    liked = {id: share for id, share in kin.items() if id not in disliked}
    return Context(words, tuple(named.values()), liked, tuple(disliked))
