"""The operator's policies in a search: what is hidden whatever is asked, and what the answer says of it.

Knows one plan and its turn; the policies themselves are read in `agent.planning.policies`.
"""

from __future__ import annotations

from collections.abc import Sequence

from agent.personalization.behaviour import Personal
from agent.planning.plan import Plan
from agent.planning.policies import Policies, in_stock
from agent.planning.policies import sold_out as is_sold_out
from retrieval.catalog.filters import Filter, matches, parse_filter
from retrieval.catalog.items import Item
from retrieval.catalog.schema import Schema
from retrieval.language.packs import voice_of
from retrieval.search.retriever import Hit, Retriever

__all__ = ["bought_by", "held", "preferred_first", "told", "told_of_paid"]


NEARLY = 0.75
"""The share of the best score from which an item is nearly as good."""


def bought_by(personal: Personal | None, policies: Policies) -> tuple[str, ...]:
    """The ids of what a person bought, where these aren't shown again."""
    if not policies.bought or personal is None:
        return ()
    return tuple(dict.fromkeys(event.item for event in personal.did(("buy",)) if event.item))


def _asks_for_stock(plan: Plan, schema: Schema) -> bool:
    fields = {f.field for c in (*plan.conditions, *plan.preferences) for f in c.filters} | {
        f.field for f in plan.filters
    }
    return bool(fields & {f.field for f in in_stock(schema)})


def held(
    plan: Plan, personal: Personal | None, policies: Policies, schema: Schema
) -> tuple[tuple[Filter, ...], tuple[str, ...]]:
    """What hides the sold out, and the ids of what the person bought where that is so set; nothing where the request asks for it."""
    unsold = () if _asks_for_stock(plan, schema) else policies.unsold(schema)
    bought = () if any(deed.way == "only" for deed in plan.deeds) else bought_by(personal, policies)
    return unsold, bought


def preferred_first(hits: Sequence[Hit], plan: Plan, policies: Policies, schema: Schema) -> list[Hit]:
    """The hits with what the operator prefers first where it scores nearly as well as the best; what was asked for by its title, or
    an order that the request asks for, stays."""
    ordered = plan.sort is not None and not plan.sort.vague
    if not policies.preferred or ordered:
        return list(hits)
    own, best = parse_filter(policies.preferred, schema), max((hit.score for hit in hits), default=0.0)

    def place(hit: Hit) -> int:
        return 0 if hit.id in plan.wanted else 1 if matches(hit.item, own) and hit.score >= NEARLY * best else 2

    return sorted(hits, key=place)


def told_of_paid(items: Sequence[Item], policies: Policies, schema: Schema, language: str) -> str:
    """What an answer says of sponsored items that it shows; "" where there are none."""
    if not policies.sponsored:
        return ""
    marked, voice = parse_filter(policies.sponsored, schema), voice_of(language)
    paid = [item for item in items if matches(item, marked)]
    return (
        voice.say("policy.sponsored", titles=voice.quoted([i.title_in(language) or i.id for i in paid])) if paid else ""
    )


def told(
    plan: Plan, hits: Sequence[Hit], left_out: int, policies: Policies, retriever: Retriever, hidden: Sequence[Filter]
) -> list[str]:
    """What an answer says of what is sold out: which of what it shows, or was asked for by its title, and how many more.

    hits: those to show. left_out: how many satisfy all conditions and are hidden as sold out. hidden: what no answer names.
    """
    voice, schema = voice_of(plan.language), retriever.schema

    def titles(items: Sequence[Item]) -> str:
        return voice.quoted([item.title_in(plan.language) or item.id for item in items])

    wanted = [
        item for id in plan.wanted if (item := retriever.store.item(id)) and all(matches(item, f) for f in hidden)
    ]
    spoken = {item.id: item for item in (*wanted, *(hit.item for hit in hits))}
    open_ = policies.sold_out is not False and not _asks_for_stock(plan, schema)
    gone = [item for item in spoken.values() if open_ and is_sold_out(item, schema)]
    notes = [voice.say("policy.gone", titles=titles(gone))] if gone else []
    left_out -= sum(all(matches(item, f) for f in plan.filters) for item in gone)
    if left_out > 0:
        notes.append(voice.say("policy.sold_out.one" if left_out == 1 else "policy.sold_out", count=f"{left_out:,}"))
    return notes
