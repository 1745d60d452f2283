"""What an item is: an id, texts, pictures, a sound, attributes.

Knows nothing of files being readable (`media.py`), of formats (`catalog.py`) or of vectors.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

__all__ = ["MODALITIES", "Item", "Modality", "Problem", "Scalar", "Value"]

Modality = Literal["text", "image", "audio"]
MODALITIES: tuple[Modality, ...] = ("text", "image", "audio")

Scalar = str | int | float | bool | date
Value = Scalar | tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one item: it is reported, and nothing else suffers from it.

    `fatal` says whether the whole item was left out, or only the named field of it.
    """

    id: str
    field: str
    reason: str
    fatal: bool = False

    def __str__(self) -> str:
        return f"{self.id}: {self.field}: {self.reason}" + (" (item left out)" if self.fatal else "")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that can be recommended.

    `images` and `audio` are paths relative to `root`, the catalogue's folder. `translations` maps a
    language code to the `title` and `description` in that language. `attributes` hold every other
    field: a number, a string, a boolean, a date, or a tuple of these.
    """

    id: str
    title: str = ""
    description: str = ""
    images: tuple[str, ...] = ()
    audio: str | None = None
    attributes: Mapping[str, Value] = field(default_factory=dict)
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    root: Path | None = None

    def title_in(self, language: str) -> str:
        """The title for a reader of `language`, or the title as it is."""
        return self.translations.get(language, {}).get("title") or self.title

    def description_in(self, language: str) -> str:
        """The description for a reader of `language`, or the description as it is."""
        return self.translations.get(language, {}).get("description") or self.description

    def texts(self) -> tuple[str, ...]:
        """Title and description joined, once for the base language and once for each translation.

        This is what text encoders see: never the id, a path or a file name. Empty where the item has no text.
        """
        pairs = [(self.title, self.description)]
        pairs += [(t.get("title", ""), t.get("description", "")) for _, t in sorted(self.translations.items())]
        joined = (". ".join(part.strip() for part in pair if part.strip()) for pair in pairs)
        return tuple(dict.fromkeys(text for text in joined if text))

    def media_path(self, relative: str) -> Path:
        """The file behind a path of `images` or `audio`."""
        return (self.root or Path()) / relative
