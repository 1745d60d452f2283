"""Requests in English to show and to try with."""

from __future__ import annotations

__all__ = ["TABLES"]

TABLES = {
    "examples.requests": {
        "animal": "a striped animal",
        "warm": "something warm",
        "anything": "something to pick from, whatever it is",
    }
}
"""By what they ask for."""
