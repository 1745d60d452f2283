"""One request answered by the offline model without LangChain's graph: its two calls are made as functions.

The same searches and choices as through the graph, which a test compares; what only a model needs (tool schemas, prompts,
messages as JSON and back) is left out. Knows the offline model; nothing of stores.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Sequence

from langchain_core.messages import BaseMessage
from pydantic import ValidationError

from agent.explanation.reasons import explain
from agent.loop.offline import OfflineChatModel
from agent.loop.tools import Choice, Dialect
from agent.loop.usage import Ledger
from agent.parsing.intent import Intent
from agent.search.turn import Searched
from retrieval.errors import ModelError

__all__ = ["run_directly"]


async def run_directly(
    model: OfflineChatModel,
    dialect: Dialect,
    messages: Sequence[BaseMessage],
    search: Callable[[Intent], Searched],
    ledger: Ledger,
    enough: Callable[[Searched], bool],
) -> AsyncGenerator[Searched | Choice, None]:
    """Yields the search when it is done and, unless that was `enough`, a choice for each of its hits.

    Raises ModelError where the request can't be read, and whatever `search` raises.
    """
    searched = await asyncio.to_thread(_read_and_search, model, dialect, messages, search, ledger)
    yield searched
    if enough(searched):
        return
    started = time.perf_counter()
    ledger.used(dialect.prompt(1))
    ledger.calls += 1
    language = searched.plan.language
    for sheet in searched.facts:
        told = sheet if searched.shared else sheet.impersonal
        yield Choice(id=sheet.id, reason=explain(told, language).text)
    ledger.seconds["explain"] += time.perf_counter() - started


def _read_and_search(
    model: OfflineChatModel,
    dialect: Dialect,
    messages: Sequence[BaseMessage],
    search: Callable[[Intent], Searched],
    ledger: Ledger,
) -> Searched:
    started = time.perf_counter()
    ledger.used(dialect.prompt(0))
    ledger.calls += 1
    _, arguments = model.call(messages)
    try:
        intent = dialect.intent(arguments)
    except ValidationError as error:
        raise ModelError(f"its call could not be read: {error}") from error
    ledger.seconds["read"] += time.perf_counter() - started
    return search(intent)
