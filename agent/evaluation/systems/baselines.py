"""What the systems of every task share: choosing them by name, the plain rankings of words and of chance, and the settings behind a figure."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np

from agent.evaluation.data.stores import Indexed
from retrieval.errors import ConfigError
from retrieval.lexical.bm25 import tokens
from retrieval.search.retriever import Retriever

__all__ = ["behind", "by_words", "chosen", "shuffled"]

T = TypeVar("T")


def shuffled(key: str, ids: Sequence[str]) -> list[str]:
    """`ids` in an order of chance that `key` alone decides."""
    order = np.random.default_rng(zlib.crc32(key.encode())).permutation(len(ids))
    return [ids[i] for i in order]


def by_words(
    retriever: Retriever, text: str, only: Sequence[str] | None = None, exclude: Collection[str] = ()
) -> list[str]:
    """Return the items by BM25 of the words as written alone, best first; equal ones in the catalogue's order."""
    snapshot = retriever.refresh()
    places = snapshot.alive() if only is None else np.sort(snapshot.positions(only))
    order = np.argsort(-snapshot.lexical_scores(tokens(text), places), kind="stable")
    return [id for place in places[order] if (id := snapshot.ids[place]) not in exclude]


def chosen(systems: Mapping[str, T], baselines: Sequence[str]) -> dict[str, T]:
    """`medley` first, then the baselines.

    Raises ConfigError for an unknown one.
    """
    unknown = [name for name in baselines if name not in systems]
    if unknown:
        raise ConfigError(f"expected --baseline {', '.join(n for n in systems if n != 'medley')}; got '{unknown[0]}'")
    return {name: systems[name] for name in dict.fromkeys(["medley", *baselines])}


def behind(retriever: Retriever, made: Indexed) -> dict[str, Any]:
    """Return the settings behind a figure: what encoded, fused and ranked, and what was indexed. JSON-able."""
    manifest = retriever.refresh().generation.manifest
    return {
        "catalog": made.catalog.source.name,
        "catalog_hash": manifest.catalogue,
        "items": manifest.size,
        "problems": len(made.report.problems),
        "without": list(made.without),
        "encoders": retriever.encoders.name,
        "encoder_versions": {e.name: e.version for e in retriever.encoders.encoders},
        "blocks": {name: dict(block) for name, block in manifest.blocks.items()},
        "lexical": retriever.settings.lexical,
        "index_seconds": round(made.report.seconds, 2),
    }
