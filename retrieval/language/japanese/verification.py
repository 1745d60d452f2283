"""How Japanese texts deny a word, for those who verify answers: written apart from what reads requests and items."""

from __future__ import annotations

__all__ = ["PATTERNS"]

PATTERNS = {
    "verification.denied_after": r"^(?:を|は|が)?(?:一切)?(?:不使用|無添加|フリー|なし|抜き|ゼロ|含ま(?:ない|ず|れない)|入ってい(?:ない|ません)|使(?:わない|って(?:いない|いません)))",
}
