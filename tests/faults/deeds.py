"""What is tried on a damaged store or a full disk: each deed ends well or with an error of our tree, never with another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from agent.cli.doctor import examine
from retrieval.behavior.events.log_store import BehaviorEvent, EventLog
from retrieval.catalog.items import Item
from retrieval.catalog.reader import read_catalog
from retrieval.encoder_sets import encoder_set
from retrieval.errors import MedleyError
from retrieval.index.indexer import add_items, index_catalog, remove_items
from retrieval.search.retriever import Query, Retriever, RetrieverSettings

REPAIR = "medley"
"""What every remedy for a damaged part names: a command of ours."""


def search(store: Path) -> list[str]:
    """The first ids for a request, with the graph where it is to be trusted."""
    retriever = Retriever(store, encoder_set("fake"), RetrieverSettings(graph_from=10))
    try:
        retriever.search(Query(text="", like=("i003",), k=3))
        return [hit.id for hit in retriever.search(Query(text="green frog", k=3)).hits]
    finally:
        retriever.close()


def record(store: Path) -> None:
    """One event more, and all of one person."""
    with EventLog(store) as log:
        log.record(BehaviorEvent("like", "i001", user="u1"))
        log.events(user="u1")


def deeds(catalogue: Path) -> dict[str, Callable[[Path], object]]:
    """The deeds by name."""
    fake = encoder_set("fake")
    return {
        "search": search,
        "record": record,
        "add": lambda store: add_items(store, [Item("n1", title="something new")], fake),
        "remove": lambda store: remove_items(store, ["i002"], fake),
        "index": lambda store: index_catalog(read_catalog(catalogue), store, fake),
        "doctor": lambda store: examine(None, store, {}, lambda stage, done, total: None),
    }


def outcome(deed: Callable[[Path], object], store: Path) -> str:
    """`ok`, or the name and message of an error of our tree; any other error is raised."""
    try:
        deed(store)
    except MedleyError as error:
        return f"{type(error).__name__}: {error}"
    return "ok"
