"""Why an item that the person names is not among the picks: what it fails, or where it came, as computed by code.

Knows the last search of a conversation, and searches again to see where the item came. No model says anything here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from agent.explanation.reasons import shortfall
from agent.parsing import Vocabulary
from agent.planning.nearest import nearest_title
from agent.planning.plan import Plan
from agent.search.ordering import in_order, query_of, reach
from agent.search.turn import Searched, Turn
from retrieval.catalog.filters import Filter, matches
from retrieval.catalog.items import Item, Modality
from retrieval.language.packs import pack_of, voice_of
from retrieval.language.tables import either, fragment
from retrieval.language.words import has_han, key
from retrieval.search.retriever import Hit, Retriever

__all__ = ["WhyNot", "asked_about", "find_item", "why_not"]

Reason = Literal["unknown", "shown", "left_out", "unmet", "order", "rank", "variety"]

_ASKED = either("why_not.asked", re.IGNORECASE)
_ARTICLE = re.compile(rf"^(?:{fragment('phrases.article')})\s+", re.IGNORECASE)
_QUOTES = "\"'“”‘’「」《》 "


@dataclass(frozen=True)
class WhyNot:
    """Why an item is not among the picks.

    asked: what was named. reason: unknown, shown, left_out, unmet, order, rank or variety. unmet: conditions that it
    fails; lacking: media that it had to have. rank: its place, 1 for the first, of `of` items that satisfy the conditions;
    order: the field that the answer is in order of. gap: by modality, how much less it scored than `last`, the last item shown. text: the same in words.
    """

    asked: str
    reason: Reason
    item: Item | None = None
    unmet: tuple[Filter, ...] = ()
    lacking: tuple[Modality, ...] = ()
    rank: int | None = None
    of: int = 0
    last: Item | None = None
    gap: Mapping[str, float] = field(default_factory=dict)
    order: str = ""
    text: str = ""

    def __str__(self) -> str:
        return self.text


def asked_about(text: str) -> str | None:
    """What a request like "why not the violin?" or 为什么不是小提琴 asks about; None for any other request.

    >>> asked_about("Why not the violin?"), asked_about("为什么没有小提琴？"), asked_about("a violin")
    ('the violin', '小提琴', None)
    """
    found = _ASKED.match(text)
    return next(filter(None, found.groups())).strip() if found else None


def find_item(named: str, retriever: Retriever, vocabulary: Vocabulary) -> Item | None:
    """The item that a person names: by its id, its title, or words that only its title has; None where there is none.

    Where several titles have the words, the shortest is meant.
    """
    bare = _ARTICLE.sub("", named.strip(_QUOTES)).strip(_QUOTES)
    if not bare:
        return None
    if (item := retriever.store.item(bare)) is not None:
        return item
    if (found := nearest_title(bare, vocabulary)) is not None:
        return retriever.store.item(vocabulary.titles[found[0]][0])
    wanted = set(key(bare).split())
    having = [
        title for title in vocabulary.titles if (bare in title if has_han(bare) else wanted <= set(key(title).split()))
    ]
    if not having:
        return None
    return retriever.store.item(vocabulary.titles[min(having, key=lambda title: (len(title), title))][0])


def _say(language: str, name: str, **given: object) -> str:
    return voice_of(language).say(f"why_not.{name}", **given)


def _short_of(item: Item, plan: Plan) -> tuple[tuple[Filter, ...], tuple[Modality, ...]]:
    unmet = dict.fromkeys(f for f in plan.filters if not matches(item, f))
    has = {"text": True, "image": bool(item.images), "audio": item.audio is not None}
    return tuple(unmet), tuple(m for m in plan.must_have if not has[m])


def _unmet(item: Item, plan: Plan, asked: str, language: str) -> WhyNot | None:
    unmet, lacking = _short_of(item, plan)
    if not unmet and not lacking:
        return None
    said = [shortfall(item, f, language) for f in unmet]
    said += [_say(language, "media", modality=voice_of(language).say(f"part.{m}")) for m in lacking]
    text = _say(language, "unmet", title=item.title_in(language), unmet=voice_of(language).glue.join(said))
    return WhyNot(asked, "unmet", item, unmet, lacking, text=text)


def _less(hit: Hit, last: Hit, language: str) -> tuple[dict[str, float], str]:
    """By how much a hit falls short of another by modality, and the largest of it in words."""
    gap = {name: last.modalities[name] - value for name, value in hit.modalities.items()}
    most = max(gap, key=lambda name: gap[name])
    if gap[most] < 0.005:
        return gap, ""
    name = voice_of(language).say(f"part.{most}")
    theirs = _say(language, "those" if most == "text" else "that")
    title = last.item.title_in(language)
    return gap, _say(language, "less", modality=name, gap=gap[most], theirs=theirs, last=title)


def _placed(
    item: Item, plan: Plan, turn: Turn, shown: tuple[Item, ...], retriever: Retriever, pool: int, asked: str, language: str
) -> WhyNot:  # fmt: skip
    """Where an item came that satisfies every condition."""
    title, wide = item.title_in(language), reach(plan, pool)
    ids, _ = retriever.rank(query_of(plan, turn, wide))
    if item.id not in ids:
        return WhyNot(asked, "left_out", item, text=_say(language, "left_out", title=title))
    rank = ids.index(item.id) + 1
    sorts = plan.sort is not None and not plan.sort.vague and rank <= wide
    ordered = in_order(retriever.search(query_of(plan, turn, wide)).hits, plan, turn) if sorts else []
    places = [hit.id for hit in ordered]
    if plan.sort is not None and item.id in places:
        place = places.index(item.id) + 1
        text = _say(
            language,
            "order",
            title=title,
            field=plan.sort.field,
            rank=voice_of(language).ordinal(place),
            of=len(ordered),
        )
        return WhyNot(asked, "order", item, rank=place, of=len(ordered), order=plan.sort.field, text=text)
    worst = max((ids.index(other.id) + 1 for other in shown if other.id in ids), default=0)
    if rank < worst:
        text = _say(language, "variety", title=title, rank=voice_of(language).ordinal(rank), of=len(ids))
        return WhyNot(asked, "variety", item, rank=rank, of=len(ids), text=text)
    pair = [item.id, *([ids[worst - 1]] if worst else [])]
    hits = {h.id: h for h in retriever.search(replace(query_of(plan, turn, len(pair)), only=tuple(pair))).hits}
    last = hits.get(pair[-1]) if worst else None
    gap, less = _less(hits[item.id], last, language) if last else ({}, "")
    text = _say(language, "rank", title=title, rank=voice_of(language).ordinal(rank), of=len(ids), less=less)
    return WhyNot(asked, "rank", item, rank=rank, of=len(ids), last=last.item if last else None, gap=gap, text=text)


def why_not(
    asked: str,
    searched: Searched,
    turn: Turn,
    shown: tuple[Item, ...],
    retriever: Retriever,
    vocabulary: Vocabulary,
    *,
    pool: int,
    language: str | None = None,
) -> WhyNot:
    """Why the item that `asked` names is not among `shown`, the picks of `searched`, which answered `turn`.

    `pool`: as in the settings. `language`: a code of the packs; that of the request unless given.
    Raises what the retriever raises.
    """
    language = pack_of(language or searched.plan.language).code
    item = find_item(asked, retriever, vocabulary)
    if item is None:
        return WhyNot(asked, "unknown", text=_say(language, "unknown", asked=asked.strip(_QUOTES)))
    title = item.title_in(language)
    places = [other.id for other in shown]
    if item.id in places:
        rank = places.index(item.id) + 1
        return WhyNot(
            asked, "shown", item, rank=rank, of=len(shown), text=_say(language, "shown", title=title, rank=rank)
        )
    plan = searched.plan
    if item.id in (*plan.unseen, *plan.liked, *plan.disliked, *turn.exclude):
        return WhyNot(asked, "left_out", item, text=_say(language, "left_out", title=title))
    held = replace(plan, conditions=tuple(c for c in plan.conditions if c not in searched.dropped))
    if (unmet := _unmet(item, held, asked, language)) is not None:
        return unmet
    return _placed(item, held, turn, shown, retriever, pool, asked, language)
