"""How people ask for several things that go together: a total over all, one of each, one for each person.

The shape that a language pack fills; folded text throughout. Types only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.language.lazy import compiled

__all__ = ["NO_SETS", "SetWords"]


@dataclass(frozen=True)
class SetWords:
    """The words of one language for sets.

    total: an amount is meant for all together. each: it is meant for every one. part: one part of a list of things, with `what` and,
    where it is said, `n`. parts: what stands between such parts. people: there should be one for each person. likes: `who` likes `what`.
    """

    total: re.Pattern[str]
    each: re.Pattern[str]
    part: re.Pattern[str]
    parts: re.Pattern[str]
    people: re.Pattern[str]
    likes: re.Pattern[str]


_NEVER = compiled(r"(?!)")
NO_SETS = SetWords(total=_NEVER, each=_NEVER, part=_NEVER, parts=_NEVER, people=_NEVER, likes=_NEVER)
"""Those of a pack that knows none."""
