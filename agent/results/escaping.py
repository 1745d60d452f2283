"""A stranger's text made harmless where it is printed. Knows no terminal and no HTML."""

from __future__ import annotations

import unicodedata

__all__ = ["safe"]


def safe(text: str) -> str:
    """Return a stranger's text without control characters, which could steer the terminal.

    >>> safe("a\x1b[2Jb")
    'a[2Jb'
    """
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Co"))
