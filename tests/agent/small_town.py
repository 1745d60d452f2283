"""A small catalogue for reading tests, with a hand-made embedding that knows a few words across languages."""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

from agent.parsing import Vocabulary
from retrieval.catalog.items import Item, Value

_MEANINGS = (
    ("hotel", "酒店", "宾馆", "hotels"),
    ("restaurant", "餐馆", "餐厅", "restaurants"),
    ("museum", "博物馆", "museums"),
    ("gym", "健身房"),
    ("room price", "房价"),
    ("cost per person", "人均消费", "人均"),
    ("comedy", "喜剧"),
    ("dog", "狗", "dogs"),
)


def embed(texts: list[str]) -> NDArray[np.float32]:
    """Unit rows: words of one meaning alike, all others far from each other. (n, 64), float32."""
    rows = np.zeros((len(texts), 64), np.float32)
    for row, text in zip(rows, texts, strict=True):
        group = next((i for i, words in enumerate(_MEANINGS) if text.lower() in words), None)
        if group is None:
            seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")
            row[len(_MEANINGS) :] = np.random.default_rng(seed).standard_normal(64 - len(_MEANINGS))
        else:
            row[group] = 1
    norms: NDArray[np.float32] = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.divide(rows, norms, dtype=np.float32)


def _item(id: str, title: str, description: str = "", **attributes: Value) -> Item:
    return Item(
        id, title, description, images=("a.png",), audio="a.ogg" if id.startswith("h") else None, attributes=attributes
    )


PLACES = (
    _item(
        "h1",
        "Grand Elm",
        "red house",
        kind="hotel",
        room_price=900,
        rating=4.8,
        grade="豪华型",
        facilities=("健身房", "室内游泳池", "无烟房"),
    ),
    _item(
        "h2",
        "Blue Lodge",
        "quiet",
        kind="hotel",
        room_price=300,
        rating=4.1,
        grade="经济型",
        facilities=("24小时热水",),
        nearby_sights=("故宫",),
    ),
    _item(
        "h3",
        "Pine Inn",
        "green house",
        kind="hotel",
        room_price=420,
        rating=4.5,
        grade="舒适型",
        facilities=("室外游泳池", "早餐服务"),
        nearby_sights=("故宫",),
    ),
    _item("r1", "Duck House", "", kind="restaurant", cost_per_person=120, rating=4.6, dishes=("烤鸭", "豆腐", "早餐")),
    _item("r2", "Noodle Bar", "", kind="restaurant", cost_per_person=45, rating=3.9, dishes=("牛肉面", "豆腐")),
    _item("m1", "故宫", "", kind="museum", ticket_price=60, rating=4.7, visit_minutes=180),
    _item("m2", "Toy Museum", "", kind="museum", ticket_price=0, rating=4.0, visit_minutes=50),
)

FILMS = (
    _item(
        "f1",
        "Fight Club",
        "",
        year=1999,
        genres=("Drama", "Thriller"),
        director="David Fincher",
        cast=("Brad Pitt", "Edward Norton"),
    ),
    _item(
        "f2",
        "The Big Lebowski",
        "",
        year=1998,
        genres=("Comedy", "Crime"),
        director="Joel Coen",
        cast=("Jeff Bridges",),
    ),
    _item(
        "f3", "Alien", "", year=1979, genres=("Horror", "Sci-Fi"), director="Ridley Scott", cast=("Sigourney Weaver",)
    ),
    _item(
        "f4", "Zombieland", "", year=2009, genres=("Comedy", "Horror"), director="Ruben Fleischer", cast=("Emma Stone",)
    ),
    _item(
        "f5",
        "Matrix, The (1999)",
        "",
        year=1999,
        genres=("Action", "Sci-Fi"),
        director="Lana Wachowski",
        cast=("Keanu Reeves",),
    ),
)

SONGS = (
    _item("h7", "Blue Train", "", style="jazz", duration_sec=640, released="1957", vocal=False, tags=("sax", "night")),
    _item("h8", "Paranoid", "", style="metal", duration_sec=170, released="1970", vocal=True, tags=("loud",)),
)


def places() -> Vocabulary:
    """The vocabulary of PLACES with the embedding."""
    return Vocabulary.of(PLACES, embed=embed)


def films() -> Vocabulary:
    """The vocabulary of FILMS without an embedding: spelling alone."""
    return Vocabulary.of(FILMS)


def songs() -> Vocabulary:
    """The vocabulary of SONGS without an embedding."""
    return Vocabulary.of(SONGS)
