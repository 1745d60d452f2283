"""Pictures of items in a terminal that can show them: by its own graphics, or as coloured blocks (extra `pictures`).

A picture is decoded in the limited process, as everywhere; one that can't be read isn't shown. Knows terminals and
items; nothing of answers.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Literal

from rich.console import Console, RenderableType
from rich.padding import Padding

from retrieval.catalog.items import Item
from retrieval.errors import MediaError, MissingExtraError
from retrieval.media.reader import MediaReader

__all__ = ["Draw", "Pictures", "no_picture", "pictures"]

Pictures = Literal["auto", "blocks", "none"]
Draw = Callable[[Item], RenderableType | None]
"""What stands for an item's first picture; None where nothing does."""
ROWS = 8
"""Lines of the terminal that a picture takes."""
INDENT = 4


def no_picture(item: Item) -> RenderableType | None:
    """Return nothing, for every item."""
    return None


def _may_ask() -> bool:
    """Whether the terminal may be asked what it can: the library takes for granted that it answers and has a size."""
    if sys.__stdout__ is None or not sys.__stdout__.isatty():
        return True  # nothing is asked
    if sys.__stdin__ is None or not sys.__stdin__.isatty():
        return False
    return all(os.get_terminal_size(sys.__stdout__.fileno()))


def _image_class(wanted: Pictures) -> Any:
    """What draws pictures, or None where it isn't installed and wasn't asked for. Asks the terminal what it can."""
    try:
        from textual_image.renderable import HalfcellImage, Image
    except ImportError as error:
        if wanted == "auto":
            return None
        raise MissingExtraError("pictures in the terminal", "pictures") from error
    logging.getLogger("textual_image").setLevel(logging.ERROR)  # that a terminal doesn't tell its cells is no news
    return Image if wanted == "auto" else HalfcellImage


@contextmanager
def pictures(wanted: Pictures, console: Console) -> Iterator[Draw]:
    """Return what draws the pictures of items on `console`: `auto` as the terminal can, `blocks` by coloured blocks, or none.

    Nothing is drawn where `console` is no terminal with colours. Raises MissingExtraError for `blocks` without the extra.
    """
    able = console.is_terminal and not console.is_dumb_terminal and console.color_system is not None
    drawn = _image_class(wanted) if able and wanted != "none" and _may_ask() else None
    if drawn is None:
        yield no_picture
        return
    with MediaReader() as reader:

        def draw(item: Item) -> RenderableType | None:
            if not item.images:
                return None
            try:
                picture = reader.image(item.media_path(item.images[0]), item.root)
            except MediaError:
                return None
            image: RenderableType = drawn(picture, height=ROWS, width="auto")
            plain = drawn.__module__.rpartition(".")[2] == "halfcell"  # the others count their own columns
            return Padding(image, (0, 0, 0, INDENT)) if plain else image

        yield draw
