"""A store of the fake encoders from the text of a catalogue file, as a test writes it down."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from agent import Recommender, Settings
from retrieval.catalog.reader import read_catalog
from retrieval.encoder_sets import encoder_set
from retrieval.index.indexer import index_catalog

__all__ = ["opened", "stored"]


def stored(folder: Path, text: str, name: str = "goods.csv", **reading: object) -> Path:
    """The folder of a store of a catalogue file with this text."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(dedent(text).lstrip("\n"), "utf-8")
    index_catalog(read_catalog(path, **reading), folder / "store", encoder_set("fake"))  # type: ignore[arg-type]  # as named
    return folder / "store"


def opened(folder: Path, text: str, name: str = "goods.csv", **reading: object) -> Recommender:
    """A recommender over such a store; the caller closes it."""
    return Recommender(stored(folder, text, name, **reading), settings=Settings())
