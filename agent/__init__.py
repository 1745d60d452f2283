"""Medley's agent: requests in plain words, pictures and sounds, to recommendations that are explained and checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from agent.recommender.recommender import Recommender
    from agent.results.answer import Answer, Found, Pick
    from agent.settings import Settings
    from retrieval.errors import MedleyError

__all__ = ["Answer", "Found", "MedleyError", "Pick", "Recommender", "Settings"]

_HOMES = {
    "Answer": "agent.results.answer",
    "Found": "agent.results.answer",
    "MedleyError": "retrieval.errors",
    "Pick": "agent.results.answer",
    "Recommender": "agent.recommender.recommender",
    "Settings": "agent.settings",
}


def __getattr__(name: str) -> Any:
    """Loads a public name at its first use: importing `agent` alone stays cheap."""
    from importlib import import_module

    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'agent' has no attribute '{name}'")
