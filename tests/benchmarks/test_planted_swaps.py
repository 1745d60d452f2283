"""Pictures exchanged on purpose among the stamps must be among the most suspicious ones. Encodes 538 pictures.

Run with: MEDLEY_BENCHMARK=1 python -m pytest tests/benchmarks -s
"""

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from retrieval.audit.audit import audit
from retrieval.catalog.reader import Catalog, read_catalog
from retrieval.encoder_sets import encoder_set
from retrieval.index.encode import raws_of
from retrieval.index.indexer import index_catalog
from retrieval.store.store import Store

STAMPS = Path(os.environ.get("MEDLEY_DATA", "../shared/data")) / "stamps/catalog_en.jsonl"
SWAPPED, LOOKED_AT = 50, 100

pytestmark = [
    pytest.mark.skipif(os.environ.get("MEDLEY_BENCHMARK") != "1", reason="takes minutes: set MEDLEY_BENCHMARK=1"),
    pytest.mark.skipif(not STAMPS.is_file(), reason=f"no stamps at {STAMPS}: set MEDLEY_DATA"),
]


@pytest.mark.timeout(900)
def test_exchanged_pictures_are_found(tmp_path):
    items = list(read_catalog(STAMPS).items)
    chosen = np.random.default_rng(0).choice(len(items), SWAPPED, replace=False)
    pictures = [items[i].images for i in np.roll(chosen, 1)]
    for i, images in zip(chosen, pictures, strict=True):
        items[i] = replace(items[i], images=images)
    encoders = encoder_set("embedded")
    index_catalog(Catalog(tuple(items), (), STAMPS), tmp_path / "store", encoders)
    store = Store(tmp_path / "store")
    rows, _, ids = store.rows()
    doubts = audit(encoders, raws_of(store, encoders, rows)).doubts
    store.close()
    swapped = {items[i].id for i in chosen}
    found = sum(ids[d.row] in swapped for d in [d for d in doubts if d.modality == "image"][:LOOKED_AT])
    print(f"{found} of {SWAPPED} among the {LOOKED_AT} most suspicious of {len(items)}")
    assert found >= 0.6 * SWAPPED
