"""Which items of the catalogue a sentence names by their titles, so that what it says of them can be told from the rest.

A title made of everyday words ("It", "Up", "You") is named where it stands in quotation marks, or with a capital inside a
sentence: "It is calm" speaks of no film. Knows titles and letters; judges nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from retrieval.catalog.filters import contains_term
from retrieval.language.phrases import STOP
from retrieval.language.words import fold

__all__ = ["ids_named"]


def _named(said: str, title: str) -> bool:
    if not contains_term(said, title):
        return False
    words = re.findall(r"[^\W_]+", fold(title))
    if not title.isascii() or not all(word in STOP for word in words):
        return True
    name = re.escape(title.strip())
    return (
        re.search(rf"[“\"'「《]{name}[”\"'」》]|(?<=[^\s.!?。！？:：]) +(?:[“\"'])?{name}(?![^\W_])", said) is not None
    )


def ids_named(said: str, titles: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the ids of the items whose titles a text names, the first where several bear one. `titles`: title → ids."""
    folded = said.casefold()
    return [ids[0] for title, ids in titles.items() if ids and title.casefold() in folded and _named(said, title)]
