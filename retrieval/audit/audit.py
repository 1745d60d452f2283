"""An audit of a catalogue by its vectors: near duplicates, and items whose picture or sound contradicts their text.

Hints for a person to look at, not faults. Knows encoder sets, blocks and raw rows; nothing of items or files.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from retrieval.audit.contradictions import contradictions
from retrieval.audit.duplicates import near_duplicates
from retrieval.catalog.items import MODALITIES, Modality
from retrieval.encoders.base import EncoderOutputs, EncoderSet, Rows
from retrieval.fusion.fitted_blocks import fit_blocks
from retrieval.fusion.pca_transform import present, unit

__all__ = ["ALIKE", "DOUBTFUL", "Audit", "DuplicatePair", "Mismatch", "audit"]

ALIKE = 0.9
"""Cosine of centred rows from which on two contents are taken for the same one."""
DOUBTFUL = -1.0
"""Suspicion from which on an item is worth a look; what belongs together is mostly below -2."""
MOST_PAIRS = 100_000
"""Pairs of one modality that are looked at: a thousand copies of one picture make half a million."""
GROUP = 2_000
"""At most so many items judge each other: a regression of n items takes n³ steps."""


@dataclass(frozen=True, slots=True)
class DuplicatePair:
    """Two items, by row, with nearly the same picture or sound, or nearly the same in all that they both have.

    alike: what is nearly the same, modality → cosine.
    """

    first: int
    second: int
    alike: dict[Modality, float]


@dataclass(frozen=True, slots=True)
class Mismatch:
    """An item, by row, whose picture or sound fits its text little better than a stranger's, or worse.

    `score` is that of `contradictions`: 0 for a stranger's, at least `DOUBTFUL`.
    """

    row: int
    modality: Modality
    score: float


@dataclass(frozen=True)
class Audit:
    """What was found, the most striking first."""

    twins: tuple[DuplicatePair, ...] = ()
    doubts: tuple[Mismatch, ...] = ()


def _own(encoders: EncoderSet, raws: EncoderOutputs, modality: Modality) -> Rows | None:
    """Unit rows in the encoders' own spaces of a modality, side by side; None where no block holds one."""
    blocks = tuple(b for b in encoders.blocks if b.modality == modality and modality in b.queries)
    found = [fitted.items(raws) for _, fitted in fit_blocks(EncoderSet("", encoders.encoders, blocks), raws)]
    return unit(np.concatenate(found, axis=1)) if found else None


def _twins(own: dict[Modality, Rows]) -> Iterator[DuplicatePair]:
    alike: dict[tuple[int, int], dict[Modality, float]] = {}
    for modality, rows in own.items():
        for i, j, cosine in islice(near_duplicates(rows, ALIKE), MOST_PAIRS):
            alike.setdefault((i, j), {})[modality] = cosine
    there = {modality: present(rows) for modality, rows in own.items()}
    for (i, j), found in alike.items():
        both = {modality for modality, has in there.items() if has[i] and has[j]}
        if found.keys() != {"text"} or both == {"text"}:
            yield DuplicatePair(i, j, found)


def _witnesses(
    encoders: EncoderSet, raws: EncoderOutputs, modality: Modality, rows: NDArray[np.int64]
) -> list[tuple[Rows, Rows]]:
    """What the encoders know by themselves of the media of `rows` from their texts.

    Blocks are fitted anew with the texts hidden, so that no bridge has learned from the pairs that it is to judge.
    """
    words = {e.name: raws[e.name][rows] for e in encoders.of("text")}
    hidden = {name: np.zeros_like(of[rows]) if name in words else of[rows] for name, of in raws.items()}
    reached = tuple(b for b in encoders.blocks if b.modality == modality and "text" in b.queries)
    found = []
    for _, fitted in fit_blocks(EncoderSet("", encoders.encoders, reached), hidden):
        said, own = fitted.query(words), fitted.items(hidden)
        if said.any() and own.any():
            found.append((unit(said), own))
    return found


def _doubts(
    encoders: EncoderSet, raws: EncoderOutputs, own: dict[Modality, Rows], modality: Modality
) -> Iterator[Mismatch]:
    both = np.flatnonzero(present(own["text"]) & present(own[modality]))
    for start in range(groups := max(1, -(-len(both) // GROUP))):
        rows = both[start::groups]
        scores = contradictions(own["text"][rows], own[modality][rows], _witnesses(encoders, raws, modality, rows))
        if scores is not None:
            yield from (
                Mismatch(int(r), modality, float(s)) for r, s in zip(rows, scores, strict=True) if s >= DOUBTFUL
            )


def audit(encoders: EncoderSet, raws: EncoderOutputs) -> Audit:
    """Audits items by their raw rows: encoder name → float32 (n, dim), zero where an item lacks what it reads.

    Two pictures of a frog under one title are no twins, unless they are nearly the same picture.
    """
    own = {m: rows for m in MODALITIES if (rows := _own(encoders, raws, m)) is not None}
    media = [m for m in own if m != "text"] if "text" in own else []
    doubts = [doubt for modality in media for doubt in _doubts(encoders, raws, own, modality)]
    twins = sorted(_twins(own), key=lambda t: (-len(t.alike), -sum(t.alike.values()), t.first, t.second))
    return Audit(tuple(twins), tuple(sorted(doubts, key=lambda d: (-d.score, d.row))))
