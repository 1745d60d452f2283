"""The hits of a plan in the order to show them: by meaning, by a field that the request names, varied, or in tiers of what is preferred.

Knows the retriever and a compiled plan. Explains nothing (`hit_facts.py`) and reads no request.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from agent.parsing.comparatives import POPULAR
from agent.planning.plan import Condition, Plan, relaxations, tiers
from agent.planning.safety import free_first
from agent.search.grown_ups import children_first
from agent.search.nearest import by_distance, by_nearness
from agent.search.ranking import by_field, diversify, towards
from agent.search.thing import has_words, of_the_thing, thing_words
from agent.search.turn import Turn
from agent.settings import Settings
from retrieval.language.safety import FOODS
from retrieval.language.words import key
from retrieval.search.retriever import Hit, Query, Retriever

__all__ = [
    "asked_first",
    "filled",
    "in_order",
    "in_tiers",
    "is_wordless",
    "query_of",
    "reach",
    "relaxed_hits",
    "search_words",
]

AROUND = 1_000
"""Hits that are put in the order of their distance."""

SORTED = 200
"""Hits that are put in order where the request asks for an order."""


def is_wordless(plan: Plan, turn: Turn) -> bool:
    """Return whether nothing is asked for but, perhaps, conditions: then who asks decides."""
    contents = (
        turn.image is not None,
        turn.audio is not None,
        plan.look,
        plan.sound,
        plan.liked,
        plan.said,
        plan.named,
    )
    return not plan.wish and not any(contents)


def search_words(plan: Plan, turn: Turn) -> str:
    """Return the words to search by: all of the request where it has no wish and nothing else to search by."""
    given = turn.image is not None or turn.audio is not None or bool(plan.liked)
    personal = turn.personal is not None and is_wordless(plan, turn)
    return plan.wish or ("" if given or personal else turn.request)


def query_of(plan: Plan, turn: Turn, count: int) -> Query:
    """Return what the retriever is asked for one plan."""
    wordless = turn.personal is not None and is_wordless(plan, turn)
    again = any(deed.way == "only" for deed in plan.deeds)  # "what I bought last time"
    shut = turn.personal.exclude(wordless=wordless and not again) if turn.personal is not None else ()
    liked = [id for id in plan.liked if id not in plan.wanted]
    return Query(
        text=search_words(plan, turn),
        meaning=plan.meaning,
        earlier=plan.said,
        named=plan.named,
        kin=plan.kin,
        image=turn.image,
        audio=turn.audio,
        look=plan.look,
        sound=plan.sound,
        like=plan.liked,
        dislike=plan.disliked,
        avoid=(*plan.excluded, *plan.less),
        filters=(*plan.filters, *turn.hidden, *turn.of_age),
        having=plan.must_have,
        exclude=tuple(dict.fromkeys((*plan.unseen, *liked, *plan.disliked, *turn.exclude, *shut))),
        only=turn.only,
        weights=turn.weights,
        leanings=turn.personal.leanings(wordless=wordless) if turn.personal is not None else (),
        k=count,
    )


RANK = 60
"""What is added to each rank where several rankings become one (Cormack, Clarke and Büttcher 2009)."""


def _forms(plan: Plan, turn: Turn) -> list[str]:
    """The words to look for besides the wish: other queries, and the person's own words where a model chose others."""
    own = turn.heard if turn.heard and plan.wish and turn.heard != plan.wish else ""
    first = search_words(plan, turn)
    return [words for words in dict.fromkeys((*plan.queries, own)) if words.strip() and words != first]


def _fused(
    plan: Plan, turn: Turn, retriever: Retriever, wide: int
) -> tuple[list[Hit], int, NDArray[np.float32] | None]:
    """The first `wide` hits of one or several wordings, how many items satisfy the conditions, and, of several, their fused
    scores: float32 (hits,)."""
    result = retriever.search(query_of(plan, turn, wide))
    forms = _forms(plan, turn)
    if not forms:
        return list(result.hits), result.matching, None
    hits: dict[str, Hit] = {}
    scores: dict[str, float] = {}
    others = [retriever.search(replace(query_of(plan, turn, wide), text=words, meaning=None)).hits for words in forms]
    for ranking in (result.hits, *others):
        for rank, hit in enumerate(ranking, start=1):
            hits.setdefault(hit.id, hit)
            scores[hit.id] = scores.get(hit.id, 0.0) + 1 / (RANK + rank)
    best = sorted(hits, key=lambda id: -scores[id])[:wide]
    return [hits[id] for id in best], result.matching, np.array([scores[id] for id in best], np.float32)


def reach(plan: Plan, pool: int) -> int:
    """Return how many of the best hits are put in order or varied, with the pool of the settings."""
    return SORTED if plan.sort else pool


def in_order(hits: Sequence[Hit], plan: Plan, turn: Turn) -> list[Hit]:
    """Return the hits that are the thing asked for in the order that the plan asks for; all as they are without an order."""
    if plan.sort is None or plan.sort.vague:
        return list(hits)
    scores = turn.popular() if turn.popular is not None and plan.sort.field == POPULAR else None
    return by_field(of_the_thing(hits, plan), plan.sort, scores)


def _by_tier(
    groups: Sequence[Sequence[Hit]], plan: Plan, turn: Turn, retriever: Retriever, k: int, settings: Settings
) -> list[Hit]:
    """The first `k` hits of groups that keep their order, each in its own order within."""
    found: list[Hit] = []
    for group in groups:
        left = k - len(found)
        if left > 0 and plan.sort and not plan.sort.vague:
            found += in_order(group, plan, turn)[:left]
        elif left > 0:
            vectors = retriever.vectors([hit.id for hit in group])
            found += diversify(list(group), vectors, min(left, len(group)), settings.diversity, None)
    return found


def _free_things_first(hits: Sequence[Hit], plan: Plan) -> list[list[Hit]]:
    """The hits in groups: of those that are the thing asked for, what says to be free of what is refused before others."""
    named = thing_words(plan)
    if not named or FOODS & {named[-1], key(named[-1])}:  # "nut-free snacks" may be anything to eat
        return free_first(hits, plan)
    things = {hit.id for hit in hits if has_words(hit.item, named[-1:])}
    groups = free_first([hit for hit in hits if hit.id in things], plan)
    if len(groups) < 2 and len(free_first(hits, plan)) < 2:
        return [list(hits)]
    rest = [hit for hit in hits if hit.id not in things]
    return [group for group in (*groups, *free_first(rest, plan)) if group]


def _ordered(
    plan: Plan, retriever: Retriever, turn: Turn, k: int, settings: Settings, *, reordered: bool = True
) -> tuple[list[Hit], int]:
    """The first `k` hits. reordered: whether others will change their order: then nothing is tried out on the person."""
    wide = max(reach(plan, settings.pool), k, AROUND if turn.near is not None or turn.everything else 0)
    hits, matching, fused = _fused(plan, turn, retriever, wide)
    if turn.everything:  # as the catalogue has them
        rows = {id: at for at, id in enumerate(retriever.store.ids())}
        return sorted(hits, key=lambda hit: rows[hit.id])[:k], matching
    if turn.near is not None and (plan.sort is None or plan.sort.vague):
        return by_distance(hits, turn.near)[:k], matching
    groups = _free_things_first(hits, plan)
    if turn.eats is not None and turn.for_child:
        groups = children_first(groups, edible=turn.eats)
    if len(groups) > 1:  # what says to be free of it goes before what says nothing
        return _by_tier(groups, plan, turn, retriever, k, settings), matching
    if plan.sort and not plan.sort.vague:
        return in_order(hits, plan, turn)[:k], matching
    vectors = retriever.vectors([hit.id for hit in hits])
    learned = turn.personal.order(hits) if turn.personal is not None and hits else None
    learned = fused if learned is None else learned
    if plan.sort is not None and learned is None and hits:
        learned = towards(hits, plan.sort)
    explores = settings.explore > 0 and turn.personal is not None and not reordered
    ordered = diversify(hits, vectors, len(hits) if explores else k, settings.diversity, learned)
    if explores and turn.personal is not None:
        return turn.personal.explored(ordered, k), matching
    return ordered, matching


def asked_first(hits: Sequence[Hit], plan: Plan, turn: Turn, retriever: Retriever, wide: int) -> list[Hit]:
    """Return `hits` with the items that were asked for by their title before all others, `wide` in all."""
    ids = tuple(id for id in plan.wanted if turn.only is None or id in turn.only)
    if not ids:
        return list(hits)
    found = retriever.search(replace(query_of(plan, turn, len(ids)), only=ids)).hits
    return [*found, *(hit for hit in hits if hit.id not in ids)][:wide]


def filled(
    hits: Sequence[Hit], plan: Plan, turn: Turn, retriever: Retriever, settings: Settings, wide: int
) -> list[Hit]:
    """Return `hits`, and after them those of weaker plans, the fewest conditions given up first, `wide` in all."""
    found = {hit.id: hit for hit in hits}
    for weaker, _ in relaxations(plan):
        if len(found) >= wide:
            break
        more, _ = _ordered(weaker, retriever, turn, wide + len(found), settings)
        for hit in more:
            found.setdefault(hit.id, hit)
    return list(found.values())[:wide]


def in_tiers(
    plan: Plan, retriever: Retriever, turn: Turn, wide: int, settings: Settings, *, reordered: bool = True
) -> tuple[list[Hit], int]:
    """Return the first `wide` hits, those that satisfy more preferences first, and how many satisfy the conditions."""
    if not plan.preferences:
        return _ordered(plan, retriever, turn, wide, settings, reordered=reordered)
    found: dict[str, Hit] = {}
    for tier in tiers(plan):
        if len(found) >= wide:
            break
        if len(tier.conditions) > len(plan.conditions) and not retriever.store.select(tier.filters).size:
            continue
        more, _ = _ordered(tier, retriever, turn, wide + len(found), settings)
        for hit in more:
            found.setdefault(hit.id, hit)
    matching = retriever.search(query_of(plan, turn, 1)).matching
    return list(found.values())[:wide], matching


def relaxed_hits(
    plan: Plan, retriever: Retriever, turn: Turn, wide: int, settings: Settings
) -> tuple[list[Hit], tuple[Condition, ...]]:
    """Return the hits of the first weaker plan that has some, those that miss a bound by least first, and what was given up."""
    for weaker, without in relaxations(plan):
        ranges = [f for c in without for f in c.filters if f.takes == "bounds"]
        hits, _ = in_tiers(weaker, retriever, turn, SORTED if ranges else wide, settings)
        if hits:
            near = by_nearness(of_the_thing(hits, weaker), ranges) if ranges and not plan.sort else hits
            return near[:wide], without
    return [], ()
