"""Stores to evaluate on: a catalogue, less a modality where asked, indexed once and kept in the user's cache.

Knows catalogues and indexing. Vectors are kept by content, so a second run encodes nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from platformdirs import user_cache_path

from agent.evaluation.report.run import Step
from retrieval.catalog.items import MODALITIES, Item
from retrieval.catalog.reader import Catalog, read_catalog
from retrieval.encoder_sets import EncoderSet
from retrieval.errors import ConfigError, StoreMismatch
from retrieval.index.indexer import Report, index_catalog

__all__ = ["Indexed", "indexed", "without"]


@dataclass(frozen=True)
class Indexed:
    """A store made of a catalogue, and how the indexing went."""

    folder: Path
    catalog: Catalog
    report: Report
    without: tuple[str, ...] = ()


def _stripped(item: Item, modalities: Sequence[str]) -> Item:
    if "text" in modalities:
        item = replace(item, title="", description="", translations={}, attributes={})
    if "image" in modalities:
        item = replace(item, images=())
    return replace(item, audio=None) if "audio" in modalities else item


def without(catalog: Catalog, modalities: Sequence[str]) -> Catalog:
    """Return the catalogue as if its items had no text (and no attributes), pictures or sounds.

    Raises ConfigError for another name.
    """
    unknown = set(modalities) - set(MODALITIES)
    if unknown:
        raise ConfigError(f"expected --without {', '.join(MODALITIES)}; got '{', '.join(sorted(unknown))}'")
    if not modalities:
        return catalog
    return Catalog(tuple(_stripped(item, modalities) for item in catalog.items), catalog.problems, catalog.source)


def _place(catalog: Path, encoders: EncoderSet, modalities: Sequence[str], cache: Path) -> Path:
    key = json.dumps([str(catalog.resolve()), encoders.name, sorted(modalities)])
    digest = hashlib.blake2b(key.encode(), digest_size=6).hexdigest()
    return cache / "evaluate" / f"{catalog.resolve().parent.name}-{catalog.stem}-{digest}"


def indexed(
    path: Path,
    encoders: EncoderSet,
    *,
    modalities: Sequence[str] = (),
    cache: Path | None = None,
    progress: Step = lambda stage, done, total: None,
) -> Indexed:
    """Return the store of the catalogue at `path`, brought up to date, without `modalities`.

    It is kept in `cache`, the user's cache folder where None: never in a store of the person's own, whose items would
    go. Means and bridges are fitted on the catalogue as it is now, whatever was indexed before.

    Raises what reading and indexing raise, and ConfigError for an unknown modality.
    """
    catalog = without(read_catalog(path), modalities)
    place = _place(path, encoders, modalities, cache or user_cache_path("medley"))
    existed = place.exists()
    try:
        report = index_catalog(catalog, place, encoders, progress=progress)
        stale = existed and bool(report.changed or report.removed)
    except StoreMismatch:
        stale = True
    if stale:
        report = index_catalog(catalog, place, encoders, rebuild=True, progress=progress)
    return Indexed(place, catalog, report, tuple(modalities))
