"""The page's files as the browser gets them: its frame, look and script."""

from __future__ import annotations

from importlib.resources import files

__all__ = ["static_text"]


def static_text(name: str) -> str:
    """One of the files beside this one."""
    return files(__name__).joinpath(name).read_text("utf-8")
