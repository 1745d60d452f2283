"""What a language pack says of negation: the shape that the tables of each language fill.

Two uses: cues of a request, each with its direction, and what stands round a word in the text of an item. Types only.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from retrieval.language.text import Mask, Span

__all__ = [
    "Bound",
    "ConceptWords",
    "Deed",
    "DegreeWord",
    "Diet",
    "ItemNegation",
    "Matter",
    "RequestNegation",
    "SentenceNegation",
]


@dataclass(frozen=True)
class RequestNegation:
    """Negation in requests of one language.

    harmless: phrases that only look like it, and two negations that ask for the thing. prefix: cues before what they
    deny, with the groups `degree` (only too much is refused), `lack` and `verb` (what the person has not), `short` and
    `little` (it reaches over one word, which is refused, or too much of it), `inner` (it counts inside another's reach). again: cues that start a denial of their own
    there. suffix: cues behind what they deny. around: cues on both sides of `thing`, before (`open`) or after it (`close`).
    degree: words of degree that open a denied phrase. too: "too sweet", said of things. preferred: what another thing is
    preferred to, after `cue`. nobody: words that are no thing.
    """

    harmless: re.Pattern[str]
    prefix: re.Pattern[str]
    suffix: re.Pattern[str]
    around: tuple[re.Pattern[str], ...]
    degree: re.Pattern[str]
    too: re.Pattern[str]
    preferred: re.Pattern[str]
    again: re.Pattern[str]
    nobody: frozenset[str]
    joins: re.Pattern[str]
    """What before a cue inside another's reach starts a denial of its own ("not A and not B")."""
    reach: Callable[[str, Span], Span]
    """The denied words after a prefix."""
    word: Callable[[str, int, Mask], int]
    """Where the one word ends that a short cue denies."""
    before: Callable[[str, int], int]
    """Where the words begin that a suffix denies."""


@dataclass(frozen=True)
class ItemNegation:
    """Negation round a word in the text of an item.

    clause: what ends a clause. free: what follows a word that the item is free of ("-free"). denies: whether the text
    before a word, the text after it and the word itself say so. traces: what ends
    just before one that it is free of, or has traces of. doubled: a denial before such a denial. nearby: any cue at all:
    where none stands in the clause or behind the word, the item has it.
    """

    clause: re.Pattern[str]
    free: re.Pattern[str]
    denies: Callable[[str, str, str], bool]
    traces: re.Pattern[str]
    warns: re.Pattern[str]
    nearby: re.Pattern[str]


@dataclass(frozen=True)
class SentenceNegation:
    """Negation in sentences about an item: harmless phrases, cues, what ends their reach, and words that are "-free"."""

    harmless: re.Pattern[str]
    cue: re.Pattern[str]
    end: re.Pattern[str]
    free: re.Pattern[str]


@dataclass(frozen=True)
class ConceptWords:
    """What one language says of a thing that fields measure or name.

    parts: parts of field names that mean it. words: how a request mentions it. verbs: what introduces a value of it
    ("directed by"). less, more: words for less and more of it, in three degrees; roots where a language has no degrees, which
    is then not `spaced`.
    """

    parts: frozenset[str] = frozenset()
    words: str = ""
    verbs: str = ""
    less: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    spaced: bool = True


@dataclass(frozen=True)
class Bound:
    """Words of comparison beside an amount.

    pattern: before the amount, or behind it where `behind`. kind: min or max. strict: whether the amount itself is left out.
    hint: the concept that they speak of.
    """

    pattern: str
    kind: Literal["min", "max"]
    strict: bool = False
    hint: str = ""
    behind: bool = False


@dataclass(frozen=True, slots=True)
class Matter:
    """Something that people avoid for their health, their faith or their conscience.

    name: the same in every language. words: what it is called itself; kinds: what is it, or is made of it. unlike: what
    before a word makes it another thing ("coconut" milk), and unless: what after it ("butter" beans), as patterns. allergen: whether a filled list of allergens that
    lacks it shows that it isn't there. overrules: whether "free of" it holds although kinds are named (lactose-free milk).
    """

    name: str
    words: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    unlike: str = ""
    unless: str = ""
    allergen: bool = False
    overrules: bool = False


@dataclass(frozen=True, slots=True)
class Diet:
    """A way of eating: `said`, a pattern of how people and labels name it, and the names of what it leaves out.

    chosen: whether a place with other things on its menu, too, suits who eats so.
    """

    name: str
    said: str
    leaves_out: tuple[str, ...]
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that a text asks of the person's own past.

    verb: a group of verbs that mean the same (buy, like, rate, cart, see), or "any". way: without those items, only among them, or
    things like them. last: only the latest of them.
    """

    verb: str
    way: Literal["without", "only", "like"]
    span: Span
    last: bool = False


@dataclass(frozen=True, slots=True)
class DegreeWord:
    """An adjective that orders by a concept, which `more` of is wanted or less: "cheaper", 最便宜."""

    span: Span
    concept: str
    more: bool
    degree: Literal["positive", "comparative", "superlative"]
