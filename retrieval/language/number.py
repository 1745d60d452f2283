"""A number in a text, whatever language says it."""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.language.text import Span

__all__ = ["Number"]


@dataclass(frozen=True, slots=True)
class Number:
    """A number and where it stands. `unit` is given by words that name one ("a fiver"); `article`: "one", 一.

    `high`: the greater end of what is no single number (二三十); `about`: it is only near to it (一百来).
    """

    span: Span
    value: float
    unit: str = ""
    article: bool = False
    high: float | None = None
    about: bool = False
