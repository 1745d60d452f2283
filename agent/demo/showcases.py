"""The requests that the demo answers, for each of its catalogues. Knows nothing of how they are answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from retrieval.catalog.items import Item
from retrieval.errors import CatalogError

__all__ = ["SHOWCASES", "CatalogName", "Showcase", "showcase_files"]

CatalogName = Literal["stamps", "starter"]


@dataclass(frozen=True, slots=True)
class Showcase:
    """One request: words, the title of an item whose picture or sound goes with it, or both.

    `follow_up`: it goes on with the conversation of the request before it.
    """

    text: str = ""
    image: str | None = None
    audio: str | None = None
    follow_up: bool = False


SHOWCASES: dict[CatalogName, tuple[Showcase, ...]] = {
    "stamps": (
        Showcase("a fruit, but no apple"),
        Showcase("给我一种水果，不要香蕉"),
        Showcase("a bird that can be heard"),
        Showcase("how many birds are there?", follow_up=True),
        Showcase(image="An Adelaide Rosella"),
        Showcase(audio="A great blue heron"),
        Showcase("a musical instrument like this", image="A violin"),
        Showcase("only those that can be heard", follow_up=True),
        Showcase("compare the first and the third", follow_up=True),
    ),
    "starter": (
        Showcase("animals under 10, not a frog"),
        Showcase("给我一个会叫的动物，不要狗"),
        Showcase("how many animals are there?", follow_up=True),
        Showcase(image="Acoustic guitar"),
        Showcase(audio="Rain on an umbrella"),
        Showcase("more like the second, but not an animal", follow_up=True),
        Showcase("something that makes music, under 130", image="Violin and bow"),
        Showcase("compare the first two", follow_up=True),
    ),
}
"""A refusal, Chinese, words and sound, a question about the catalogue, a picture, a sound, a follow-up, words and a picture, a
comparison. Chosen by looking at their answers: each pick satisfies the conditions, and what a picture or a sound brings first is like it."""


def _file(items: Iterable[Item], title: str, kind: Literal["image", "audio"]) -> Path:
    for item in items:
        relative = item.audio if kind == "audio" else next(iter(item.images), None)
        if item.title == title and relative is not None:
            return item.media_path(relative)
    raise CatalogError(f"expected an item '{title}' with a {'sound' if kind == 'audio' else 'picture'}, found none")


def showcase_files(showcase: Showcase, items: Iterable[Item]) -> tuple[Path | None, Path | None]:
    """Return the picture and the sound of `showcase`, from the first of `items` that has the title and the medium.

    Raises CatalogError when no item has them.
    """
    known = tuple(items)
    picture = _file(known, showcase.image, "image") if showcase.image else None
    return picture, _file(known, showcase.audio, "audio") if showcase.audio else None
