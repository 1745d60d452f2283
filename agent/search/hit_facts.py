"""What can be said of each hit beside the others: which conditions it keeps, which words of the request it lacks.

Knows plans, hits and fact sheets. Orders nothing and writes no sentence.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from agent.explanation.fact_sheet import FactSheet, fact_sheet
from agent.parsing.value_constraints import EITHER
from agent.planning.plan import Condition, Plan
from agent.planning.safety import left_unsaid
from agent.search.grown_ups import restricted
from agent.search.ordering import search_words
from agent.search.thing import has_words, namesake, open_words
from agent.search.turn import Turn
from retrieval.catalog.filters import Filter, matches, mentions, searchable_text
from retrieval.catalog.items import Item
from retrieval.language.stance import stance
from retrieval.language.words import fold
from retrieval.search.retriever import Hit, Retriever

__all__ = ["sheet_of", "without_namesakes"]


def _telling(condition: Condition, item: Item) -> Filter:
    """The filter of a condition to speak of: of a refused word's forms, one that the item has where it has any."""
    return next((f for f in condition.filters if not matches(item, f)), condition.filters[0])


def _told_already(condition: Condition, plan: Plan) -> bool:
    """Whether a refused word is only looked for in titles because a field has decided it: the field says all there is."""
    first, said = condition.filters[0], fold(condition.source.span)
    return (first.field, first.op, first.negate) == ("title", "contains", True) and any(
        c is not condition and c.refuses and c.filters[0].field != "title" and said in fold(c.source.span)
        for c in plan.conditions
    )


def _missed(condition: Condition, item: Item) -> bool:
    """Whether an item doesn't satisfy what a guess asks for; what a guess refuses is no part of it."""
    return not all(f.negate or matches(item, f) for f in condition.filters)


def sheet_of(
    hit: Hit,
    plan: Plan,
    turn: Turn,
    beside: Sequence[Hit],
    retriever: Retriever,
    had: Mapping[str, Collection[str]],
    heads: Sequence[str],
) -> FactSheet:
    """Return the facts of one hit. A relaxed condition that it lacks counts as broken: `plan` is the one that was asked for.

    had: words of the wish with the ids of the hits that have them. heads: those of them that name the thing itself.
    """
    first = [(_telling(c, hit.item), c.source.span) for c in plan.conditions if not _told_already(c, plan)]
    either = [c for c in plan.preferences if c.guess == EITHER]
    has_one = [(c.filters[0], c.source.span) for c in either if not _missed(c, hit.item)]
    first += has_one
    either = [] if has_one else either  # one of the alternatives is enough
    unsure = [c for c in plan.preferences if c.guess != EITHER]
    guesses = [(_telling(c, hit.item), c.source.span) for c in unsure]
    request = turn.request if hit.id in plan.wanted else turn.heard or search_words(plan, turn)
    for note in plan.notes:  # "under 20", which no field decides, is no word to look for in a text
        request = request.replace(note.said, " ") if note.kind == "soft" else request
    text = searchable_text(hit.item)
    done, others = turn.personal.facts(hit, retriever) if turn.personal is not None else ((), "")
    sheet = fact_sheet(
        hit,
        request=request,
        filters=[f for f, _ in first],
        like=[item for id in plan.liked if id != hit.id and (item := retriever.store.item(id))],
        kin=[item for id in plan.kin if (item := retriever.store.item(id))],
        named=plan.named,
        has_image=turn.image is not None,
        has_audio=turn.audio is not None,
        beside=beside,
        spoken={f: span for f, span in (*first, *guesses) if span},
        guesses=[f for f, _ in guesses],
        lacking=[
            *(
                word
                for word, ids in had.items()
                if hit.id not in ids and (ids or word in heads) and stance(text, word) != "free"  # it does mention that
            ),
            *(
                c.source.span
                for c in (*unsure, *either)
                if _missed(c, hit.item)
                and not mentions(text, c.source.span)
                and any(not _missed(c, h.item) for h in beside)
            ),
        ],
        undecided=[note.said for note in plan.notes if note.kind == "soft"],
        partial=bool(unsure or either)
        or any(hit.id not in ids for ids in had.values())
        or not has_words(hit.item, open_words(plan)),
        unsaid=left_unsaid(hit.item, [other.item for other in beside], plan),
        done=done,
        others=others,
    )
    grown_up = restricted(hit.item, edible=bool(turn.eats)) if turn.for_child else None
    return replace(sheet, grown_up=grown_up) if grown_up else sheet


def without_namesakes(sheet: FactSheet, named: Collection[str]) -> FactSheet:
    """Return the sheet without common words that are only part of a name in the item: they are told as such, where they are missed."""
    own = tuple(w for w in sheet.words if w.field not in named or not namesake(sheet.item, w.text, named))
    found = {word: name for word in sheet.lacking if (name := namesake(sheet.item, word, named))}
    return replace(sheet, words=own, lacking=tuple(w for w in sheet.lacking if w not in found), namesakes=found)
