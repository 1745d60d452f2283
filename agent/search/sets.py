"""A set is searched part by part and chosen as a whole: "a starter, a main and a dessert under 30", 一荤一素一汤.

Each part is a request of its own; of what they find, `planning/sets.py` chooses what goes together. Everything else is one search.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from agent.explanation.reasons import field_label, plain_value
from agent.parsing import Vocabulary
from agent.parsing.intent import Intent
from agent.parsing.parse import parse
from agent.parsing.parser import intent_of
from agent.planning.plan import Condition
from agent.planning.sets import Chosen, SetAsked, best_set, set_of
from agent.search.search import run_search
from agent.search.turn import Searched, Turn
from agent.settings import Settings
from retrieval.language.packs import voice_of
from retrieval.search.retriever import Retriever

__all__ = ["POOL", "run_request"]

POOL = 40
"""Items of each part that a set is chosen from."""


def _searched(
    asked: SetAsked, turn: Turn, retriever: Retriever, vocabulary: Vocabulary, settings: Settings
) -> list[Searched]:
    """What every part finds by itself; the same words are searched once."""
    found: dict[str, Searched] = {}
    for part in asked.parts:
        if part.words not in found:
            request = " ".join(filter(None, (part.words, asked.rest)))
            where = (*turn.where, *([part.where] if part.where is not None else []))
            alone = replace(
                turn, request=request, where=where, k=POOL, asks=False, earlier=None, shown=(), said=(), heard="", notes=(), most=0
            )  # fmt: skip
            read = intent_of(parse(request, vocabulary))
            intent = read.model_copy(update={"count": None, "question": "", "wish": read.wish or request})
            found[part.words] = run_search(intent, alone, retriever, vocabulary, settings)
    return [found[part.words] for part in asked.parts]


def _shared(parts: Sequence[Searched]) -> tuple[Condition, ...]:
    """The conditions that every part has."""
    first, *others = ({c.filters: c for c in one.plan.conditions} for one in parts)
    return tuple(c for filters, c in first.items() if all(filters in other for other in others))


def _notes(asked: SetAsked, chosen: Chosen, parts: int, language: str) -> list[str]:
    """What each item is for, and what they come to together."""
    voice, said = voice_of(language), []
    for part, item in zip(asked.parts, chosen.items, strict=False):
        name = voice.say("set.all") if asked.both and part is asked.parts[-1] else part.words
        name = voice.say("set.who", who=part.who, words=part.words) if part.who else name
        said += [voice.say("set.part", part=name, title=item.title_in(language))] if name else []
    notes = [voice.clauses.join(said)] if said else []
    for total, value in zip(asked.totals, chosen.sums, strict=True):
        label, amount = field_label(total.field, language), plain_value(value, total.field)
        notes.append(voice.say("set.total" if chosen.kept else "set.over", label=voice.label(label), value=amount))
    if asked.both and parts < len(asked.parts):
        notes.append(voice.say("set.not_all"))
    return notes


def _run_set(
    intent: Intent, asked: SetAsked, turn: Turn, retriever: Retriever, vocabulary: Vocabulary, settings: Settings
) -> Searched | None:
    """The set that goes together best; None where a part finds nothing of its own."""
    started = time.perf_counter()
    parts = _searched(asked, turn, retriever, vocabulary, settings)
    if asked.both and (parts[-1].dropped or not parts[-1].hits):
        parts = parts[:-1]
    if any(one.dropped or not one.hits for one in parts):
        return None
    chosen = best_set([[(hit.item, hit.score) for hit in one.hits] for one in parts], asked.totals)
    if chosen is None:
        return None
    ids = [item.id for item in chosen.items]
    hits = tuple(next(h for h in one.hits if h.id == id) for one, id in zip(parts, ids, strict=True))
    facts = tuple(next(f.alone for f in one.facts if f.id == id) for one, id in zip(parts, ids, strict=True))
    plan = replace(
        parts[0].plan, conditions=_shared(parts), wish=turn.request, sort=None, asked=None, notes=(), k=len(hits)
    )
    notes = (*turn.notes, *_notes(asked, chosen, len(parts), plan.language))
    matching = min(one.matching for one in parts)
    return Searched(
        intent, plan, hits, facts, (), matching, notes, time.perf_counter() - started, len(hits), turn.request, settings.share_behaviour,
        grown_up=any(one.grown_up for one in parts), paid=parts[0].paid,
    )  # fmt: skip


def run_request(
    intent: Intent, turn: Turn, retriever: Retriever, vocabulary: Vocabulary, settings: Settings, *, among: int = 0
) -> Searched:
    """Answers a request for a set part by part, and any other, or a set that has no such parts, by one search, as `run_search` does.

    Raises what that raises.
    """
    given = turn.image is not None or turn.audio is not None or turn.like
    asked = None if given or not turn.request.strip() else set_of(parse(turn.request, vocabulary, turn.shown))
    found = _run_set(intent, asked, turn, retriever, vocabulary, settings) if asked is not None else None
    return found if found is not None else run_search(intent, turn, retriever, vocabulary, settings, among=among)
