"""The page's files as the browser gets them: its frame, its looks, and its modules of JavaScript. No step builds them."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

__all__ = ["TYPES", "static_text", "static_version"]

TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
"""What is served as it is, by the ending of its name."""


@cache
def static_text(name: str) -> str:
    """One of the files beside this one."""
    return files(__name__).joinpath(name).read_text("utf-8")


@cache
def static_version() -> str:
    """A name of all files as they are: another one where any of them changed, so that browsers may keep them for good."""
    digest = hashlib.sha256()
    for one in sorted(files(__name__).iterdir(), key=lambda one: one.name):
        if one.name.rpartition(".")[2] in TYPES:
            digest.update(one.name.encode() + one.read_bytes())
    return digest.hexdigest()[:12]
