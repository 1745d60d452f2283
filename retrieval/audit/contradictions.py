"""Contradictions: items whose picture or sound is unlike what their text says.

Two kinds of witnesses say what an item's picture should be like: all other items of the catalogue, by a regression from
their texts to their pictures, and encoders that know words and pictures from elsewhere. Neither has seen the pair that
it judges. Knows rows; nothing of items, encoders or files.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.encoders.base import Rows
from retrieval.fusion.pca_transform import unit
from retrieval.fusion.ridge import left_out

__all__ = ["FEWEST", "contradictions", "suspicion"]

FEWEST = 20
"""Pairs that are needed to know what is usual."""
WORST_ERROR = 0.95
"""Texts that predict media no better than this teach nothing."""
SPREAD = 1e-6


def suspicion(said: Rows, own: Rows) -> NDArray[np.float32]:
    """Return how badly each of `own` fits what was said of it, row by row: float32 (n,).

    `said` and `own` are unit rows of one space, (n, d). The cosine of a pair is compared with those of its text with
    all media and of its medium with all texts, in standard deviations: 0 fits as well as a stranger's, below it better.
    """
    table = said @ own.T
    pair = np.diag(table)
    by_text = (pair - table.mean(axis=1)) / np.maximum(table.std(axis=1), SPREAD)
    by_medium = (pair - table.mean(axis=0)) / np.maximum(table.std(axis=0), SPREAD)
    return np.asarray(-(by_text + by_medium) / 2, np.float32)


def contradictions(texts: Rows, media: Rows, witnesses: Sequence[tuple[Rows, Rows]] = ()) -> NDArray[np.float32] | None:
    """Return the suspicion of each item, the mean over all witnesses: float32 (n,). None where there is no witness.

    texts, media: unit rows of items that have both, (n, t) and (n, m). witnesses: what others say of the media by the
    texts, and the media in the same space, unit rows (n, d) each. The items themselves are asked where there are
    `FEWEST` and their texts tell something of their media.
    """
    found = [suspicion(said, own) for said, own in witnesses]
    if len(texts) >= FEWEST:
        centred = media - media.mean(axis=0)
        said, error = left_out(texts, centred)
        found += [suspicion(unit(said), unit(centred))] if error <= WORST_ERROR else []
    return np.mean(found, axis=0) if found else None
