"""Words for properties that a row would list: hours, what is allowed, included, offered or needed, indoors or out."""

from __future__ import annotations

import re

from retrieval.language.chinese.claimed import (
    CHINESE_HAVING,
    CHINESE_OWNING,
    CHINESE_PROPERTIES,
    CHINESE_SILENCE,
    CHINESE_SUPERLATIVE,
)
from retrieval.language.english.claimed import (
    ENGLISH_HAVING,
    ENGLISH_OWNING,
    ENGLISH_PROPERTIES,
    ENGLISH_SILENCE,
    ENGLISH_SUPERLATIVE,
)
from retrieval.language.lazy import compiled

__all__ = ["HAVING", "OWNING", "PROPERTIES", "SILENCE", "SUPERLATIVE"]

PROPERTIES = compiled(f"{ENGLISH_PROPERTIES}|{CHINESE_PROPERTIES}")
"""Found in a folded clause that claims such a property."""
SILENCE = compiled(f"{ENGLISH_SILENCE}|{CHINESE_SILENCE}", re.IGNORECASE)
"""Found in a sentence that says that something isn't told, or can't be done: it claims nothing of an item."""
HAVING = compiled(f"{ENGLISH_HAVING}|{CHINESE_HAVING}")
"""Found in a folded clause that says what an item has."""
OWNING = compiled(f"{ENGLISH_OWNING}|{CHINESE_OWNING}")
"""Stands behind a name whose work something is."""
SUPERLATIVE = compiled(f"{ENGLISH_SUPERLATIVE}|{CHINESE_SUPERLATIVE}")
"""Found in a folded clause that says that an item is the first of all, and not one of the first."""
