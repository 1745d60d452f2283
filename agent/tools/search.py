"""The search, as a tool: an intent in, hits out. Several wordings in one call become one ranking by reciprocal rank."""

from __future__ import annotations

from agent.parsing.intent import Intent
from agent.tools.base import SEARCH_TOOL, Look, Seen
from agent.tools.registry import register_tool

__all__ = ["search_catalogue"]


@register_tool(SEARCH_TOOL, told="Searches the catalogue and answers hits with facts.", searches=True)
def search_catalogue(asked: Intent, look: Look) -> Seen:
    """Searches with what the request says and what the model adds to it."""
    return Seen(searched=look.search(asked))
