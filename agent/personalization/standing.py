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

__all__ = ["standing_of"]

_NOTES = {
    "en": {
        "events": "“{}” goes by what people did here: no field of the catalogue tells",
        "rating": "“{}” goes by {}: nothing here counts how many like it",
        "nothing": "“{}”: nothing here tells which are; they are in the order of how well they match",
    },
    "zh": {
        "events": "“{}”按大家在这里的行为排序：目录中没有相应的字段",
        "rating": "“{}”按{}排序：这里没有受欢迎程度的数据",
        "nothing": "“{}”：这里没有能判断的数据；按匹配程度排序",
    },
}


def standing_of(
    plan: Plan, vocabulary: Vocabulary, popular: Callable[[], Mapping[str, float]] | None
) -> tuple[Plan, list[str]]:
    """The plan with an order that something here knows, and what the answer says of it.

    popular: what many people like, id → (0, 1].
    """
    sort = plan.sort
    if sort is None or sort.field != POPULAR or POPULAR in vocabulary.fields:
        return plan, []
    words = _NOTES["zh" if plan.language == "zh" else "en"]
    if popular is not None and popular():
        return plan, [words["events"].format(sort.span)]
    rated = [
        view for view in vocabulary.fields.values()
        if (view.field.kind == "number" or view.numbers) and any(c.name == "rating" for c in view.concepts)
    ]  # fmt: skip
    if rated:
        best = max(rated, key=lambda view: (view.field.count, view.name)).name
        return replace(plan, sort=sort.model_copy(update={"field": best})), [words["rating"].format(sort.span, best)]
    return replace(plan, sort=None), [words["nothing"].format(sort.span)]
