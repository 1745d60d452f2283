"""A conversation that was held elsewhere, as the memory of one that goes on here.

What was said is read by the rules, so that "cheaper" still knows what it is to be cheaper than; nothing is searched.
"""

from __future__ import annotations

from collections.abc import Sequence

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage
from langchain_core.messages.tool import tool_call

from agent.loop.memory import Memory
from agent.loop.offline import SEARCH_TOOL
from agent.parsing import Vocabulary, read_request
from agent.parsing.intent import Intent
from agent.parsing.parse import parse
from agent.planning.compilation import Lookup
from agent.planning.compiler import compile_intent
from agent.planning.context import HistoryEntry
from agent.planning.plan import Plan
from retrieval.catalog.items import Item

__all__ = ["recalled"]

ELSEWHERE = '{"hits": [], "notes": ["This turn was answered elsewhere."]}'


def recalled(said: Sequence[HistoryEntry], vocabulary: Vocabulary, lookup: Lookup, turns: int) -> Memory:
    """The memory of what was said, oldest first; of the messages and conditions, those of the last `turns` requests."""
    topic = 0
    starts = [i for i, one in enumerate(said) if one.role == "user"][-turns:] if turns else []
    messages: list[BaseMessage] = []
    intents: list[Intent] = []
    plan: Plan | None = None
    shown: tuple[Item, ...] = ()
    for at, one in enumerate(said[starts[0] :] if starts else (), start=starts[0] if starts else 0):
        if one.role == "assistant":
            messages.append(AIMessage(one.text or " "))
            shown = tuple(item for id in one.items if (item := lookup(id)) is not None) or shown
            continue
        intent = read_request(one.text, vocabulary, earlier=intents, shown=shown)
        plan = compile_intent(intent, parse(one.text, vocabulary, shown), shown=shown, earlier=plan, lookup=lookup)
        intents.append(intent)
        topic = at if plan.fresh else topic
        arguments, id = intent.model_dump(mode="json", exclude_defaults=True), f"earlier_{at}"
        messages += [
            HumanMessage(one.text or " "),
            AIMessage(content="", tool_calls=[tool_call(name=SEARCH_TOOL, args=arguments, id=id)]),
            ToolMessage(ELSEWHERE, tool_call_id=id, name=SEARCH_TOOL),
        ]
    return Memory(tuple(messages), plan, shown, said=tuple(said[topic:]))
