"""What the HTTP interface allows: sizes, origins, host names."""

from __future__ import annotations

from dataclasses import dataclass

from agent.serving.access.gate import LOOPBACK

__all__ = ["LOOPBACK", "HttpSettings"]


@dataclass(frozen=True)
class HttpSettings:
    """Limits of the HTTP interface."""

    body: int = 32 << 20
    """Largest body of a request, in bytes: a picture or a sound, and the words."""
    most: int = 50
    """Most items of one answer."""
    turns: int = 40
    """Most earlier turns that a request brings with it; of a longer chat the last ones count."""
    origins: tuple[str, ...] = ()
    """Pages from elsewhere (`https://shop.example`) whose scripts may call the API; the server's own always may."""
    hosts: tuple[str, ...] | None = None
    """Host names that the server answers to; None: those of this machine where there is no token, any where there is."""
    public_url: str = ""
    """Where the server is reached from outside, for links in chat answers, where that is not as the request says."""
