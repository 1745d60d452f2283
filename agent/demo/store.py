"""The demo's store: its catalogue, indexed once in the user's cache folder and used again by whoever asks.

Knows where it lies and how it is made; answers nothing. What is recorded in it is for all who use it: tastes are tried
out on a copy.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_cache_path

from agent.demo.catalogue import DemoCatalog, Source, demo_catalog, spoken
from agent.demo.fetch import Progress
from retrieval.catalog.reader import read_catalog
from retrieval.encoder_sets import encoder_set
from retrieval.errors import StoreMismatch
from retrieval.index.indexer import Report, index_catalog

__all__ = ["DemoStore", "demo_store", "make_store"]


def _silent(*_: object) -> None:
    """Tells nobody."""


@dataclass(frozen=True, slots=True)
class DemoStore:
    """A store of the demo, the catalogue that it was made of, how the indexing went, and how many items have which media."""

    folder: Path
    catalogue: DemoCatalog
    report: Report
    pictures: int
    sounds: int


def make_store(
    catalogue: DemoCatalog, encoders: str = "embedded", *, cache: Path | None = None, progress: Progress | None = None
) -> DemoStore:
    """Return the store of `catalogue` in `cache` (the user's cache folder where None), brought up to date.

    One that an earlier version of the encoders made is made anew: it is the demo's own. Raises what reading and indexing
    raise, and ConfigError for unknown encoders.
    """
    folder = (cache or user_cache_path("medley")) / "demo" / f"store-{catalogue.name}-{encoders}"
    found, chosen, told = read_catalog(catalogue.path), encoder_set(encoders), progress or _silent
    try:
        report = index_catalog(found, folder, chosen, progress=told)
    except StoreMismatch:
        report = index_catalog(found, folder, chosen, rebuild=True, progress=told)
    pictures, sounds = sum(bool(i.images) for i in found.items), sum(i.audio is not None for i in found.items)
    return DemoStore(folder, catalogue, report, pictures, sounds)


def demo_store(
    source: Source = "starter",
    *,
    encoders: str = "embedded",
    cache: Path | None = None,
    say: Callable[[str], None] = _silent,
    progress: Progress | None = None,
) -> Path:
    """Return the folder of the demo's store, made where it isn't there yet: some 20 seconds for the starter catalogue.

    `source`, `say` and `progress` as for `demo_catalog`. Raises what that and `make_store` raise.

    >>> from agent import Recommender
    >>> with Recommender(demo_store()) as medley:             # doctest: +SKIP
    ...     print(medley.recommend("calm blue things"))
    """
    told = progress or spoken(say)
    catalogue = demo_catalog(cache, source=source, say=say, progress=told)
    return make_store(catalogue, encoders, cache=cache, progress=told).folder
