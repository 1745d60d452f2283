"""Drawings with captions from Debian's openclipart packages (public domain).

A drawing's caption is its title, the words of its file's name and its tags. Knows the packages' files. Knows no
encoder.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Drawing", "plain", "read_openclipart"]

SERIES = ("shapes/stars", "computer/icons")
"""Folders of more than a thousand drawings that look alike and have no names of their own."""
TITLE_OF_MANY, TAG_OF_MANY = 30, 300
"""A title or tag of more drawings than this names a series or a broad field."""

_TITLE = re.compile(r"<dc:title>(.*?)</dc:title>", re.DOTALL)
_TAG = re.compile(r"<rdf:li>(.*?)</rdf:li>", re.DOTALL)
_RUBBISH = re.compile(r"hash\b|0x", re.IGNORECASE)
"""What a script of the collection wrote in place of tags."""
_SIGNED = re.compile(r"clipart by [^-]*-?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture file, its title as it stands, and the texts about it."""

    path: Path
    title: str
    caption: tuple[str, ...]


def plain(text: str) -> str:
    """Lower-case words, signatures and signs left out.

    >>> plain("Clipart by Nicu Buculei - jigsaw_red")
    'jigsaw red'
    """
    return " ".join(re.findall(r"[^\W\d_]+|\d+", _SIGNED.sub("", text).lower()))


def _facts(path: Path) -> tuple[str, list[str]]:
    """Title and tags of an SVG file; nothing where there is none."""
    if not path.is_file():
        return "", []
    text = path.read_bytes().decode("utf-8", "replace")
    title = _TITLE.search(text)
    tags = (html.unescape(tag).strip() for tag in _TAG.findall(text))
    return html.unescape(title[1]).strip() if title else "", [tag for tag in tags if tag and not _RUBBISH.match(tag)]


def _stem(path: Path) -> str:
    """The words of a file's name, without numbers."""
    return " ".join(re.findall(r"[^\W\d_]+", path.stem))


def read_openclipart(pictures: Path, sources: Path) -> list[Drawing]:
    """Return the drawings of `pictures` (the folder `png` of openclipart-png), with the facts in `sources` (`svg`)."""
    paths = (p for p in sorted(pictures.rglob("*.png")) if p.is_file() and not p.is_symlink())
    kept = [p for p in paths if not p.relative_to(pictures).as_posix().startswith(SERIES)]
    facts = [_facts(sources / p.relative_to(pictures).with_suffix(".svg")) for p in kept]
    titles = Counter(title for title, _ in facts)
    tagged = Counter(tag for _, tags in facts for tag in tags)
    found = []
    for path, (title, tags) in zip(kept, facts, strict=True):
        texts: Iterable[str] = (
            plain(title) if titles[title] <= TITLE_OF_MANY else "",
            _stem(path),
            *(tag for tag in tags if tagged[tag] <= TAG_OF_MANY),
        )
        caption = tuple(dict.fromkeys(text for text in texts if text))
        if caption:
            found.append(Drawing(path, title, caption))
    return found
