"""Generations that are kept in memory only: another projection where the store can't be written, and the store's own where the one
on disk is damaged.

Knows stores and generations; which is wanted is decided in `projections.py`.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from retrieval.encoders.base import EncoderSet
from retrieval.fusion.concat import Fusion
from retrieval.fusion.fitted_blocks import fit_blocks, load_blocks
from retrieval.fusion.registry import Projection
from retrieval.index.build import add_projection, fill_rows, pointed_to, sample_of
from retrieval.index.chroma import OWN
from retrieval.index.encode import signature
from retrieval.index.generation import Generation, Manifest
from retrieval.lexical.bm25 import Lexical
from retrieval.store.store import Store

__all__ = ["from_record", "in_memory"]


def _vectors(store: Store, fusion: Fusion, encoders: EncoderSet, rows: NDArray[np.int64]) -> NDArray[np.float32]:
    vectors = np.zeros((len(rows), fusion.width), np.float32)
    fill_rows(vectors, store, fusion, encoders, rows, lambda stage, done, total: None)
    return vectors


def in_memory(
    store: Store, encoders: EncoderSet, projection: Projection, base: Generation, why: str
) -> tuple[Generation, Fusion]:
    """Return a generation of `projection` over the items of `base`, and its fusion. why: it isn't kept.

    Raises ConfigError where the catalogue has too little for the fusion, or StoreDamaged.
    """
    blocks = load_blocks(encoders, base.fusion_bytes())
    fusion, _ = add_projection(store, encoders, projection, blocks, base.rows)
    vectors = _vectors(store, fusion, encoders, base.rows)
    manifest = replace(
        base.manifest, width=fusion.width, blocks=fusion.describe(), projection=str(projection), weighing={}
    )
    return replace(base, manifest=manifest, vectors=vectors, unkept=why, codes=None), fusion


def from_record(store: Store, encoders: EncoderSet, projection: Projection, why: str) -> tuple[Generation, Fusion]:
    """Return a generation of the store as it is now, made of the record alone, and its fusion. why: it isn't kept.

    Raises ConfigError where the catalogue has too little for the fusion, StoreError where it has nothing at all, or StoreDamaged.
    """
    sequence, (rows, _, ids) = store.sequence, store.rows()
    kept = store.fitted(signature(encoders))
    blocks = load_blocks(encoders, kept) if kept else fit_blocks(encoders, sample_of(store, encoders, rows))
    fusion, _ = add_projection(store, encoders, projection, blocks, rows)
    vectors = _vectors(store, fusion, encoders, rows)
    manifest = Manifest(
        sequence, len(rows), fusion.width, signature(encoders), fusion.describe(), "", "", {}, str(projection), {OWN: 0.0}
    )  # fmt: skip
    lexical = Lexical.build([record.tokens for record in store.records(rows)])
    folder = pointed_to(store, projection) or store.folder
    return Generation(folder, manifest, ids, rows, vectors, lexical, why), fusion
