"""The page's own face: name, logo, colours, greeting, examples, labels, and which fields a card shows, in one TOML file.

    name = "Corner shop"
    logo = "logo.svg"                    # beside the file
    accent = "#0a6b4f"                   # and accent_dark, on dark screens
    card = ["price", "category"]         # fields of a card, in this order
    hide = ["sku"]                       # fields that are never shown
    greeting.en = "What shall it be?"
    examples.en = ["a birthday present for a gardener", "something blue under 20 euros"]
    labels.zh = { meat_dish = "荤菜" }
    values.zh = { red = "红色" }

All of it may be left out. Read anew when it changes. Knows no catalogue.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from retrieval.errors import ConfigError

__all__ = ["Face", "face_of", "logo_of"]

Colour = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?$")]
Text = Annotated[str, Field(max_length=300)]
LOGO_BYTES = 200_000
LOGOS = {".svg": "image/svg+xml", ".png": "image/png", ".webp": "image/webp", ".jpg": "image/jpeg"}


class Face(BaseModel):
    """What the operator has set. Texts are by language code; labels and values by the catalogue's own words."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Text = "Medley"
    logo: Text = ""
    accent: Colour | None = None
    accent_dark: Colour | None = None
    greeting: dict[str, Text] = {}
    about: dict[str, Text] = {}
    examples: dict[str, list[Text]] = {}
    card: list[str] = []
    hide: list[str] = []
    labels: dict[str, dict[str, Text]] = {}
    values: dict[str, dict[str, Text]] = {}

    def colours(self) -> str:
        """The style sheet of its colours; empty where it has none."""
        light = (
            f":root {{ --accent: {self.accent}; --accent-wash: color-mix(in srgb, {self.accent} 14%, #fff); }}\n"
            if self.accent
            else ""
        )
        dark = self.accent_dark or (f"color-mix(in srgb, {self.accent} 55%, #fff)" if self.accent else "")
        if not dark:
            return light
        return (
            f"{light}@media (prefers-color-scheme: dark) {{ :root {{ --accent: {dark}; --accent-ink: #16131f; "
            f"--accent-wash: color-mix(in srgb, {dark} 24%, #16131f); }} }}\n"
        )


@lru_cache(maxsize=4)
def _read(path: Path, changed: int) -> Face:
    try:
        return Face.model_validate(tomllib.loads(path.read_text("utf-8")))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise ConfigError(f"{path}: expected what the page's face may hold; {place}: {first['msg']}") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: expected a TOML file of the page's face: {error}") from error


def face_of(path: Path | None) -> Face:
    """Return the face that a file describes; without one, Medley's own. Raises ConfigError where it can't be read."""
    if path is None:
        return Face()
    try:
        changed = path.stat().st_mtime_ns
    except OSError as error:
        raise ConfigError(f"{path}: expected a TOML file of the page's face: {error}") from error
    return _read(path, changed)


def logo_of(path: Path | None) -> tuple[bytes, str] | None:
    """Return the picture of a face's logo and its type; None where it has none. It lies in the file's own folder.

    Raises ConfigError where it can't be read, is too large, or lies elsewhere.
    """
    named = face_of(path).logo
    if path is None or not named:
        return None
    logo = (path.parent / named).resolve()
    kind = LOGOS.get(logo.suffix.lower())
    if kind is None or logo.parent != path.parent.resolve():
        raise ConfigError(f"{path}: expected a logo beside it, one of {', '.join(LOGOS)}; got '{named}'")
    try:
        content = logo.read_bytes()
    except OSError as error:
        raise ConfigError(f"{path}: its logo can't be read: {error}") from error
    if len(content) > LOGO_BYTES:
        raise ConfigError(f"{path}: expected a logo of at most {LOGO_BYTES:,} bytes; got {len(content):,}")
    return content, kind
