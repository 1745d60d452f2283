"""Requests in Chinese to show and to try with."""

from __future__ import annotations

__all__ = ["TABLES"]

TABLES = {
    "examples.requests": {
        "animal": "给我一个会叫的动物，不要狗",
        "shoes": "给我一双红色的鞋",
        "warm": "给我推荐一个温暖的",
        "anything": "随便推荐一些值得看的内容",
    }
}
"""By what they ask for."""
