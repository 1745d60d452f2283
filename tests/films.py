"""A small catalogue of films with names, planted so that it is known who has what in common with whom."""

import json
from pathlib import Path

from retrieval.catalog.reader import read_catalog
from retrieval.encoder_sets import encoder_set
from retrieval.index.indexer import index_catalog

FILMS = [
    {"id": "reef", "title": "Silent Reef", "cast": ["Ana Petrov", "Omar Haddad"], "director": "Mia Lund"},
    {"id": "lamp", "title": "Paper Lamp", "cast": ["Ana Petrov", "Jo Brand"], "director": "Mia Lund"},
    {"id": "salt", "title": "Salt Road", "cast": ["Omar Haddad"], "director": "Rui Costa"},
    {"id": "moth", "title": "Glass Moth", "cast": ["Eva Stein"], "director": "Rui Costa"},
    {"id": "kite", "title": "Iron Kite", "cast": ["Eva Stein", "Kofi Mensah"], "director": "Lea Roth"},
    {"id": "dune", "title": "Amber Dune", "cast": ["Lin Wei"], "director": "Lea Roth"},
    {"id": "fern", "title": "Winter Fern", "cast": ["Tom Okafor"], "director": "Ida Holm"},
    {"id": "gale", "title": "Northern Gale", "cast": ["Nils Berg"], "director": "Ida Holm"},
]


def write_films(folder: Path) -> Path:
    """The catalogue's file. Many more films with nothing in common, so that names are rare."""
    folder.mkdir(parents=True, exist_ok=True)
    rest = [{"id": f"x{n}", "title": f"Plain Film {n}", "cast": [f"Extra {n} Smith"]} for n in range(20)]
    path = folder / "films.jsonl"
    path.write_text("".join(json.dumps(film | {"kind": "film"}) + "\n" for film in FILMS + rest), "utf-8")
    return path


def films_store(folder: Path) -> Path:
    """A store of it, with the fake encoders."""
    index_catalog(read_catalog(write_films(folder / "catalogue")), folder / "store", encoder_set("fake"))
    return folder / "store"
