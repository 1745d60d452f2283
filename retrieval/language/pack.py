"""What a language must offer: one `Pack`, filled by one folder (`english/`, `chinese/`), and listed in `packs.py`.

Knows no language. What reads or writes words asks the packs, and never which language it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from retrieval.language.responses import Responses
from retrieval.language.set_words import SetWords
from retrieval.language.voice import Voice

__all__ = ["Pack"]


@dataclass(frozen=True)
class Pack:
    """One language.

    code: as in ISO 639-1; tag: as browsers know it. name: in English, as a model is told it; own_name: in itself. letters: a pattern of one character
    that only this language is written in here; None for Latin ones. reads: the languages whose words its readers read, too.
    responses: how people respond to what was shown or asked. sets: how they ask for several things that go together. fields: what fields of a known meaning are called, by concept, where the catalogue has no name of them in it.
    """

    code: str
    tag: str
    name: str
    own_name: str
    voice: Voice
    reads: tuple[str, ...]
    responses: Responses
    sets: SetWords
    letters: re.Pattern[str] | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
