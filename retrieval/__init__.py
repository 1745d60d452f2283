"""Medley's retrieval: catalogues to searchable stores, and queries of words, pictures and sounds to hits with scores that add up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from retrieval.catalog.filters import Filter
    from retrieval.catalog.items import Item
    from retrieval.index.indexer import index_catalog
    from retrieval.search.query import Hit, Query
    from retrieval.search.retriever import Retriever

__all__ = ["Filter", "Hit", "Item", "Query", "Retriever", "index_catalog"]

_HOMES = {
    "Filter": "retrieval.catalog.filters",
    "Hit": "retrieval.search.query",
    "Item": "retrieval.catalog.items",
    "Query": "retrieval.search.query",
    "Retriever": "retrieval.search.retriever",
    "index_catalog": "retrieval.index.indexer",
}


def __getattr__(name: str) -> Any:
    """Loads a public name at its first use: importing `retrieval` alone stays cheap."""
    from importlib import import_module

    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'retrieval' has no attribute '{name}'")
