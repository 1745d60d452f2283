"""The order in which hits are shown: by a field where the request asks for it, else by score with some variety.

Knows hits and their vectors; nothing of requests or models.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from agent.parsing.intent import Sort
from retrieval.catalog.items import Scalar
from retrieval.search.retriever import Hit

__all__ = ["by_field", "diversify", "towards"]

LEANS = 0.3
"""How much of the spread of the scores lies between the ends of a field that a request only leans to ("a cheap one")."""


def _key(hit: Hit, sort: Sort) -> tuple[bool, float]:
    value = hit.item.attributes.get(sort.field)
    scalars: tuple[Scalar, ...] = value if isinstance(value, tuple) else (() if value is None else (value,))
    numbers = [
        float(v) if isinstance(v, int | float) else float(v.toordinal()) for v in scalars if not isinstance(v, str)
    ]
    if not numbers:
        return True, 0.0
    return False, -max(numbers) if sort.descending else min(numbers)


def by_field(hits: Sequence[Hit], sort: Sort, scores: Mapping[str, float] | None = None) -> list[Hit]:
    """Hits in the order of a field of numbers or dates; those that lack it come last; ties keep their order.

    scores: id → number, to go by instead of the field's value; those without one come last.
    """
    if scores:
        signs = {id: -score if sort.descending else score for id, score in scores.items()}
        return sorted(hits, key=lambda hit: (hit.id not in signs, signs.get(hit.id, 0.0)))
    return sorted(hits, key=lambda hit: _key(hit, sort))


def towards(hits: Sequence[Hit], sort: Sort) -> NDArray[np.float32]:
    """Scores of hits, in [0, 1] or so, that lean to one end of a field: float32 (len(hits),).

    Those in the middle, and those that lack it, lean nowhere.
    """
    own = np.array([hit.score for hit in hits], np.float32)
    spread = float(own.max() - own.min()) if len(own) else 0.0
    scaled = (own - own.min()) / spread if spread > 0 else np.zeros(len(own), np.float32)
    known = [i for i, hit in enumerate(hits) if not _key(hit, sort)[0]]
    if len(known) < 2:
        return np.asarray(scaled, np.float32)
    order = np.argsort(np.argsort([_key(hits[i], sort)[1] for i in known], kind="stable"))
    scaled[known] += LEANS * (0.5 - order / (len(known) - 1))
    return np.asarray(scaled, np.float32)


def diversify(
    hits: Sequence[Hit],
    vectors: NDArray[np.float32],
    k: int,
    strength: float,
    learned: NDArray[np.float32] | None = None,
) -> list[Hit]:
    """The `k` hits by maximal marginal relevance (Carbonell and Goldstein 1998).

    `vectors` float32 (len(hits), width) are the hits' fused vectors. Each next hit maximises
    (1 - strength) · score - strength · (likeness to the nearest hit taken), both scaled to [0, 1]. The best hit is
    always first; `strength` 0 keeps the order. learned: float32 (len(hits),), other scores to go by instead of the hits'.
    """
    if learned is not None:
        order = np.argsort(-learned, kind="stable")
        hits, vectors, learned = [hits[i] for i in order], vectors[order], learned[order]
    if strength == 0 or len(hits) <= 1:
        return list(hits[:k])
    scores = np.array([hit.score for hit in hits]) if learned is None else learned
    spread = float(scores.max() - scores.min())
    relevance = (scores - scores.min()) / spread if spread > 0 else np.ones(len(hits))
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit = vectors / np.where(lengths > 0, lengths, 1)
    likeness = np.clip(unit @ unit.T, 0, 1)
    taken = [int(np.argmax(scores))]
    while len(taken) < min(k, len(hits)):
        value = (1 - strength) * relevance - strength * likeness[:, taken].max(axis=1)
        value[taken] = -np.inf
        taken.append(int(np.argmax(value)))
    return [hits[i] for i in taken]
