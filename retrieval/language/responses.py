"""How people respond to what they were shown or asked: it is too much of something, it lacks something, they don't mind.

The shape that a language pack fills; folded text throughout. Types only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from retrieval.language.lazy import compiled

__all__ = ["NO_RESPONSES", "Responses"]


@dataclass(frozen=True)
class Responses:
    """The responses of one language.

    parts: what stands between the parts of a response. too: too much of a quality (`word`), said of what was shown; mild: the same said mildly
    ("it's a bit long"); beyond: more than was wished ("longer than I wanted"). high, low: words of more and of less for whatever field is named ("the price is too high"). much, little: by concept,
    what says that there is too much or too little of it without a word of degree ("I can't afford that"). lacks: the thing shown isn't or hasn't `what`. dislikes: it is `what`, and
    that is disliked. empty: a complaint that tells nothing more. wants: beginnings of sentences that say what it should be instead, of the same thing. any: an answer that
    leaves it open; declines: one that won't tell; quiet: what in it says that nothing more is to be asked. vague: an answer of not too much of `word` ("not too long").
    """

    parts: re.Pattern[str]
    too: re.Pattern[str]
    mild: re.Pattern[str]
    beyond: re.Pattern[str]
    high: frozenset[str]
    low: frozenset[str]
    much: Mapping[str, re.Pattern[str]]
    little: Mapping[str, re.Pattern[str]]
    lacks: re.Pattern[str]
    dislikes: re.Pattern[str]
    empty: re.Pattern[str]
    wants: re.Pattern[str]
    any: re.Pattern[str]
    declines: re.Pattern[str]
    quiet: re.Pattern[str]
    vague: re.Pattern[str]


_NEVER = compiled(r"(?!)")
NO_RESPONSES = Responses(
    parts=_NEVER, too=_NEVER, mild=_NEVER, high=frozenset(), low=frozenset(), much={}, little={}, lacks=_NEVER, dislikes=_NEVER,
    empty=_NEVER, wants=_NEVER, any=_NEVER, declines=_NEVER, quiet=_NEVER, vague=_NEVER, beyond=_NEVER,
)  # fmt: skip
"""Those of a pack that knows none."""
