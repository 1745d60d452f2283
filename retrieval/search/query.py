"""What a retriever is asked and what it answers: queries, hits and results.

Knows items and conditions. Knows nothing of vectors, stores or encoders.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from retrieval.catalog.filters import Filter
from retrieval.catalog.items import Item, Modality
from retrieval.lexical.bm25 import LEXICAL
from retrieval.media.sound import Sound
from retrieval.search.boosts import Leaning
from retrieval.search.shared_attributes import NamedValue

__all__ = ["KINSHIP", "LEXICAL", "NAMED", "Hit", "Query", "Result"]

NAMED = "named"
KINSHIP = "kinship"
"""The names of the terms beside the blocks."""


@dataclass(frozen=True)
class Query:
    """What is looked for.

    text, image, audio: the request's contents; `image` and `audio` are files or decoded. look, sound: words that
    describe appearance or sound only. like, dislike: ids of items. avoid: words to steer away from. filters, having:
    conditions and media that every hit satisfies. exclude: ids never returned; only: rank only these. weights:
    multiply blocks, terms or modalities. threshold: the least score of a hit.

    meaning: the words to search by meaning, where these aren't all of `text`. earlier: other words to look for as
    written, with how much they count. named: values of attributes that are wished for. kin: ids of items to share
    attributes with, and how much each counts; those of `like` count in full. leanings: further terms.
    """

    text: str = ""
    meaning: str | None = None
    earlier: Mapping[str, float] = field(default_factory=dict)
    named: tuple[NamedValue, ...] = ()
    kin: Mapping[str, float] = field(default_factory=dict)
    image: Path | Any | None = None
    audio: Path | Sound | None = None
    look: str = ""
    sound: str = ""
    like: tuple[str, ...] = ()
    dislike: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    having: tuple[Modality, ...] = ()
    exclude: tuple[str, ...] = ()
    only: tuple[str, ...] | None = None
    weights: Mapping[str, float] = field(default_factory=dict)
    leanings: tuple[Leaning, ...] = ()
    k: int = 10
    threshold: float | None = None


@dataclass(frozen=True)
class Hit:
    """One retrieved item. `blocks` says what each block and each term added; they sum to `score`.

    `modalities` says the same by text, image and audio, and by `behaviour` where the query had leanings.
    """

    item: Item
    score: float
    blocks: Mapping[str, float]
    modalities: Mapping[str, float]

    @property
    def id(self) -> str:
        """The item's id."""
        return self.item.id


@dataclass(frozen=True)
class Result:
    """Hits, best first; `matching` counts the items that satisfy the conditions; `exact` is whether all were scored."""

    hits: tuple[Hit, ...]
    matching: int
    exact: bool
    notes: tuple[str, ...] = ()
