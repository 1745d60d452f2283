"""How good or how liked things are, where a request asks for "the best" or "the most popular": by a field that knows it, else
by what people did, else the answer says that nothing here tells.

Knows the order that was read, the fields of the catalogue, and how many liked what; reads no request.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from agent.parsing.comparatives import POPULAR
from agent.parsing.lexicon import Vocabulary
from agent.planning.plan import Plan
from retrieval.language.packs import voice_of

__all__ = ["standing_of"]


def standing_of(
    plan: Plan, vocabulary: Vocabulary, popular: Callable[[], Mapping[str, float]] | None
) -> tuple[Plan, list[str]]:
    """Return the plan with an order that something here knows, and what the answer says of it.

    popular: what many people like, id → (0, 1].
    """
    sort = plan.sort
    if sort is None or sort.field != POPULAR or POPULAR in vocabulary.fields:
        return plan, []
    voice = voice_of(plan.language)
    if popular is not None and popular():
        return plan, [voice.say("order.events", sort.span)]
    rated = [
        view for view in vocabulary.fields.values()
        if (view.field.kind == "number" or view.numbers) and any(c.name == "rating" for c in view.concepts)
    ]  # fmt: skip
    if rated:
        best = max(rated, key=lambda view: (view.field.count, view.name)).name
        ordered = replace(plan, sort=sort.model_copy(update={"field": best}), stands_in=True)
        return ordered, [voice.say("order.rating", sort.span, best)]
    return replace(plan, sort=None), [voice.say("order.nothing", sort.span)]
