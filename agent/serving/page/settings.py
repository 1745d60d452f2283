"""What the chat page allows: sizes, times, how many visitors."""

from __future__ import annotations

from dataclasses import dataclass

from agent.dialogue.sessions import MOST

__all__ = ["PageSettings"]


@dataclass(frozen=True)
class PageSettings:
    """Limits of the chat page."""

    picture_bytes: int = 20 << 20
    """Largest picture that a visitor may give."""
    sound_bytes: int = 30 << 20
    """Largest sound that a visitor may give."""
    voice_bytes: int = 8 << 20
    """Largest recording of a spoken request."""
    seconds: int = 60
    """Longest recording that the page makes."""
    kept: int = 48
    """Pictures and sounds that wait, decoded, to be asked with; beyond it the oldest go."""
    visits: int = MOST
    """Conversations that are remembered; beyond it the oldest are forgotten."""
    cache_bytes: int = 64 << 20
    """Memory for pictures of the catalogue that were scaled down."""
    together: int = 4
    """Requests that are answered at the same time."""
