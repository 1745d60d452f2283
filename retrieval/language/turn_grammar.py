"""The shape that the tables of turns of each language fill. Types only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from retrieval.language.lazy import compiled

__all__ = ["NO_TURNS", "TurnGrammar"]


@dataclass(frozen=True)
class TurnGrammar:
    """How turns of a conversation are worded in one language; all patterns are matched on folded text.

    talk: phrases of small talk with their kinds, the weightiest kind first: an utterance of such phrases alone is that kind of
    turn. opening, closing: words around an utterance that don't change what it is.
    forms: whole utterances with their kinds, the likeliest first; named groups are their parts (a number at the end of a
    name only tells groups apart). concepts: how a question names what it asks of an item, with the concept or the parts of
    field names that tell it, the most telling first. it: pointers at the item that is spoken of. asks: what makes an
    utterance that names an item a question about it. all_of: words that mean everything the catalogue has. reasons: words for what is best or for whom, in "best for …".
    """

    talk: tuple[tuple[str, re.Pattern[str]], ...]
    opening: re.Pattern[str]
    closing: re.Pattern[str]
    forms: tuple[tuple[str, re.Pattern[str]], ...]
    concepts: tuple[tuple[re.Pattern[str], str], ...]
    it: re.Pattern[str]
    asks: re.Pattern[str]
    all_of: re.Pattern[str]
    joins: re.Pattern[str]
    """What stands between the names of items that are compared."""
    empty: re.Pattern[str]
    """Words of a question that say nothing of what is asked."""
    nouns: Mapping[str, tuple[str, ...]]
    """What people call kinds of things, with parts of the names of fields and values that mean them."""
    fillers: re.Pattern[str]
    """Sounds and words of hesitation, as speech has them."""
    most: re.Pattern[str]
    less: re.Pattern[str]
    open_question: re.Pattern[str]
    likeness: re.Pattern[str]
    likeness_after: re.Pattern[str]
    wishes: re.Pattern[str]
    existence: re.Pattern[str]
    these: re.Pattern[str]
    child: re.Pattern[str]
    """A child of some age for whom something is wanted."""
    doing: re.Pattern[str] | None
    """What something is able to do, with the group `verb`; None where a doer isn't made of a verb."""
    kinds_said: re.Pattern[str]
    """Words of a question that ask for kinds, and for no items."""
    sorts: re.Pattern[str]
    """Words before the name of a field that only say "kinds of"."""
    bare: re.Pattern[str]
    """A question without a subject, about what is spoken of."""


_NEVER = compiled(r"(?!)")
NO_TURNS = TurnGrammar(
    talk=(),
    forms=(),
    opening=_NEVER,
    closing=_NEVER,
    concepts=(),
    it=_NEVER,
    asks=_NEVER,
    all_of=_NEVER,
    joins=_NEVER,
    empty=_NEVER,
    nouns={},
    fillers=_NEVER,
    most=_NEVER,
    less=_NEVER,
    open_question=_NEVER,
    likeness=_NEVER,
    likeness_after=_NEVER,
    wishes=_NEVER,
    existence=_NEVER,
    these=_NEVER,
    child=_NEVER,
    doing=None,
    kinds_said=_NEVER,
    sorts=_NEVER,
    bare=_NEVER,
)
"""That of a pack that knows none."""
