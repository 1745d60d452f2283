"""How near a catalogue comes to what it has, and to what it hasn't: the floor below which nothing in it is like a request.

Known-item queries (Azzopardi, de Rijke & Balog 2007) are made of the catalogue's own titles and descriptions: titles with
words left out, parts of descriptions. Each has an answer; nonsense, and names of things of all walks of life that the
catalogue hasn't, have none. How near each comes to its nearest item, by the encoders' plain cosines, gives two
distributions, and the floor is the value below which next to none of the first lie.

Knows a store and encoders; nothing of requests, fusions or weights.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.catalog.items import Item
from retrieval.encoders.base import EncoderSet
from retrieval.fusion.pca_transform import unit
from retrieval.index.encode import encode_rows, raws_of
from retrieval.language.pack import Pack
from retrieval.language.packs import PACKS
from retrieval.lexical.bm25 import tokens
from retrieval.store.store import Store

__all__ = ["Floor", "calibrate", "nearness"]

LEAST = 30
"""Queries below which nothing is said: a floor of few would be one item's."""
MOST = 60
"""Queries of each kind."""
NEAREST = 1_000
"""Items that they are compared with, evenly spread."""
MISSED = 0.01
"""The share of answerable queries that may lie below the floor."""
_STRANGE = tuple(pack for pack in PACKS if "floor.strange" in pack.words)
"""The packs with names of things of all walks of life; those that a catalogue has are not asked for."""
SEED = 13


@dataclass(frozen=True)
class Floor:
    """What was measured: cosines to the nearest item, of queries that have an answer, by language.

    floor: below it nothing is like the request. sure: above it, it is as near as what there is usually comes. asked: how
    many queries with an answer were tried.
    """

    floor: Mapping[str, float]
    sure: Mapping[str, float]
    asked: int = 0

    def to_dict(self) -> dict[str, object]:
        """JSON-able."""
        return asdict(self)


def nearness(asked: Sequence[NDArray[np.float32]], items: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
    """Return how near each text comes to its nearest item: float32 (n,), the greatest cosine by any encoder.

    `asked`, `items`: rows of texts and of items by each text encoder, (n, d) and (m, d), of any length.
    """
    each = [
        (unit(a) @ unit(b).T).max(axis=1) if len(b) else np.zeros(len(a)) for a, b in zip(asked, items, strict=True)
    ]
    return np.max(np.stack(each), axis=0).astype(np.float32) if each else np.zeros(0, np.float32)


def _parts(text: str, rng: random.Random) -> str:
    """Some of the words of a text, in their order: about half of a short one, at most six of a long one."""
    words = text.split() if " " in text.strip() else list(dict.fromkeys(tokens(text)))
    if len(words) < 2:
        return text
    start = rng.randrange(len(words))
    count = max(1, min(6, len(words) // 2))
    chosen = words[start : start + count] or words[-count:]
    return ("" if " " not in text.strip() else " ").join(chosen)


def _written_in(pack: Pack, text: str) -> bool:
    """Whether a text has letters of a pack's own, or those of none where it has none of its own."""
    if pack.letters is not None:
        return pack.letters.search(text) is not None
    return not any(other.letters and other.letters.search(text) for other in _STRANGE)


def _known(items: Sequence[Item], pack: Pack, rng: random.Random) -> list[str]:
    """Titles with words left out and parts of descriptions, in one language."""
    found = []
    for item in items:
        texts = [item.title_in(pack.code), item.description_in(pack.code)]
        mine = [text for text in texts if text and _written_in(pack, text)]
        found += [_parts(text, rng) for text in mine]
    return list(dict.fromkeys(text for text in found if text.strip()))


def _encoded(encoders: EncoderSet, texts: Sequence[str]) -> list[NDArray[np.float32]]:
    return [encode_rows(encoder, list(texts), items=False) for encoder in encoders.of("text")]


def calibrate(store: Store, encoders: EncoderSet, most: int = MOST) -> Floor:
    """Measures a catalogue's floor, for each language that it has titles or descriptions in. Deterministic.

    Some seconds with the default encoders; nothing of its items is encoded again.
    """
    rows, _, _ = store.rows()
    places = np.unique(np.linspace(0, len(rows) - 1, min(len(rows), NEAREST)).astype(int))
    chosen = rows[places]
    raws = raws_of(store, encoders, chosen)
    own = [raws[encoder.name] for encoder in encoders.of("text")]
    items = [record.item for record in store.records(chosen)]
    floor: dict[str, float] = {}
    sure: dict[str, float] = {}
    asked = 0
    for pack in _STRANGE:
        rng = random.Random(SEED)
        known = _known(items, pack, rng)
        known = known[:: max(1, len(known) // most)][:most]
        if len(known) < LEAST or not own:
            continue
        asked += len(known)
        near = nearness(_encoded(encoders, known), own)
        words = {token for record in store.records(chosen) for token in record.tokens}
        far = [word for word in sorted(pack.words["floor.strange"]) if not set(tokens(word)) <= words]
        lost = nearness(_encoded(encoders, far), own) if far else np.zeros(1)
        floor[pack.code] = round(float(min(np.quantile(near, MISSED), np.quantile(lost, 0.5))), 4)
        sure[pack.code] = round(float(max(np.quantile(near, 0.5), np.quantile(lost, 0.98))), 4)
    return Floor(floor, sure, asked)
