"""The retriever as the tool of a chat model uses it: an intent in, hits with checked facts out.

What the model proposes is compiled first (`compile.py`), so that only conditions which the request bears out filter
anything. Where nothing satisfies all of them, the fewest, lightest ones are dropped, and named.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from agent.parsing import Vocabulary
from agent.parsing.intent import Intent
from agent.parsing.parse import Parse, parse
from agent.parsing.parser import what_is_wanted
from agent.personalization.own_past import past_of
from agent.personalization.standing import standing_of
from agent.planning.clarification import question_of, question_text
from agent.planning.compiler import compile_intent
from agent.planning.context import context_of
from agent.planning.plan import INFERRED, ClarifyingQuestion, Condition, Note, Plan, firmed, struck
from agent.planning.policies import policies_of
from agent.planning.safety import edible
from agent.planning.standing_facts import holding
from agent.search.absence import Absent, absent_note
from agent.search.absent_words import absent_of
from agent.search.hit_facts import sheet_of, without_namesakes
from agent.search.lead import lead_of
from agent.search.nearest import told_distances
from agent.search.ordering import asked_first, filled, in_tiers, is_wordless, query_of, relaxed_hits, search_words
from agent.search.shop import held, preferred_first, told_of_paid
from agent.search.shop import told as told_of_policies
from agent.search.thing import thing_words, words_had
from agent.search.turn import Searched, Turn
from agent.settings import Settings
from retrieval.catalog.filters import Filter, matches
from retrieval.catalog.items import Item
from retrieval.language.packs import voice_of
from retrieval.language.phrases import content_words
from retrieval.language.words import Mask, fold, key
from retrieval.search.retriever import Hit, Retriever

__all__ = ["question_in", "run_search"]

NARROWED = 40
"""The best items that a question is to halve where the request has words that no condition decides."""

SPREAD = 500
"""Items that are looked at for a question where conditions alone decide."""

PREFERRED = 20
"""At least so many of the best hits are looked at for what the operator prefers."""


def _existing(plan: Plan, retriever: Retriever) -> Plan:
    """`plan` without preferences of a model that no item satisfies; that none does is noted of those that words stand for."""
    inferred = [c for c in plan.preferences if c.guess == INFERRED]
    gone = [c for c in inferred if not retriever.store.select(c.filters).size]
    notes = [note for note in plan.notes if not any(note.said == c.source.span and note.kind == INFERRED for c in gone)]
    notes += [Note("absent", c.source.span) for c in gone if c.source.span]
    left = tuple(c for c in plan.preferences if c not in gone)
    return replace(plan, preferences=left, notes=tuple(dict.fromkeys(notes))) if gone else plan


def run_search(
    intent: Intent, turn: Turn, retriever: Retriever, vocabulary: Vocabulary, settings: Settings, *, among: int = 0
) -> Searched:
    """Compiles an intent and executes it, relaxing conditions where nothing satisfies them all.

    `among`: at least so many hits, for a model to choose from.
    Raises what the retriever raises: QueryError, MediaError, EncodingError.
    """
    started = time.perf_counter()
    read = parse(turn.request, vocabulary, turn.shown)
    plan = compile_intent(
        intent,
        read,
        shown=turn.shown,
        spoken=turn.spoken,
        earlier=turn.earlier,
        settings=turn.where,
        lookup=retriever.store.item,
        k=settings.count,
        context=context_of(turn.said, read) if turn.said or turn.fill else None,
    )
    turn = replace(turn, eats=edible(vocabulary), for_child=read.for_child or turn.standing.child)
    plan = _existing(plan, retriever)
    if turn.given:
        plan = replace(plan, conditions=(*plan.conditions, *turn.given), question="")
    plan = holding(replace(plan, settled=(*plan.settled, *turn.settled)), turn.standing)
    if (
        turn.image is not None
        or turn.audio is not None
        or turn.only is not None
        or turn.near is not None
        or turn.everything
    ):
        plan = replace(plan, question="")
    if turn.without:
        plan = struck(plan, turn.without)
    if turn.firm:
        plan = replace(firmed(plan, turn.firm), question="")
    if turn.like:
        plan = replace(plan, liked=turn.like, question="")
    if turn.language and not turn.request.strip():
        question = what_is_wanted(turn.language) if plan.question else ""
        plan = replace(plan, language=turn.language, question=question)
    if turn.personal is not None and is_wordless(plan, turn) and not plan.conditions:
        plan = replace(plan, question="")
    past = past_of(plan.deeds, turn.personal, retriever.store.item, plan.language)
    plan, turn = past.applied(plan), replace(turn, only=past.among(turn.only))
    plan, standing = standing_of(plan, vocabulary, turn.popular)
    k = turn.k or plan.k
    k = min(k, turn.most) if turn.most else k
    passed = plan.sort.place - 1 if plan.sort is not None and not plan.sort.vague else 0  # "the second cheapest"
    wide = max(k, among) + passed
    notes = [*turn.notes, *(note.text(plan.language) for note in plan.notes), *past.notes, *standing]
    if turn.personal is not None:
        notes += filter(None, [turn.personal.note(plan.language, wordless=is_wordless(plan, turn))])
    absent = _absent(plan, turn, read, retriever)
    if absent:
        notes.insert(len(turn.notes), absent_note(absent, plan.language, nearest=not plan.question))
    policies, open_turn = policies_of(settings.policies), turn
    unsold, bought = held(plan, turn.personal, policies, retriever.schema)
    turn = replace(turn, hidden=(*turn.hidden, *unsold), exclude=(*turn.exclude, *bought))
    hits: list[Hit] = []
    dropped: tuple[Condition, ...] = ()
    matching = sold_out = 0
    grown_up = False
    if not plan.question:
        broad = max(wide, PREFERRED) if policies.preferred else wide
        hits, matching = in_tiers(plan, retriever, turn, broad, settings, reordered=wide > k)
        if unsold and plan.conditions:
            open_turn = replace(open_turn, exclude=turn.exclude)
            sold_out = retriever.search(query_of(plan, open_turn, 1)).matching - matching
        grown_up = bool(turn.of_age) and _kept_back(plan, replace(turn, of_age=()), turn.of_age, retriever, k)
        if not hits and not grown_up:
            hits, dropped = relaxed_hits(plan, retriever, turn, wide, settings)
            if hits:
                named = ", ".join(c.source.span or " · ".join(map(str, c.filters)) for c in dropped)
                notes.append(voice_of(plan.language).say("policy.relaxed" if sold_out else "search.relaxed", named))
        elif turn.fill and len(hits) < k and plan.conditions:
            notes.append(voice_of(plan.language).say("search.filled", len(hits)))
            hits = filled(hits, plan, turn, retriever, settings, wide)
        hits = asked_first(
            hits[passed:] or hits, plan, turn if policies.sold_out else open_turn, retriever, max(wide, broad)
        )
        hits = preferred_first(hits, plan, policies, retriever.schema)[:wide]
    if turn.near is not None:
        notes += told_distances([hit.item for hit in hits[:k]], turn.near, plan.language)
    if grown_up and not turn.asks:
        notes.append(voice_of(plan.language).say("policy.of_age.kept"))
    notes += told_of_policies(plan, hits[:k], sold_out, policies, retriever, (*open_turn.hidden, *open_turn.of_age))
    if turn.asks and hits and not dropped and not grown_up:
        plan = replace(plan, asked=_asked(plan, turn, retriever, vocabulary, k))
    lacking = tuple(one.words for one in absent)
    naming = frozenset(name for name, view in vocabulary.fields.items() if view.names)
    had, heads = words_had(plan, hits, naming), thing_words(plan)[-1:] if plan.conditions else ()
    sheets = [sheet_of(hit, plan, turn, hits, retriever, had, heads) for hit in hits]
    facts = tuple(replace(without_namesakes(sheet, naming), absent=lacking) for sheet in sheets)
    seconds = time.perf_counter() - started
    heard = turn.heard or plan.wish
    found = Searched(
        intent,
        plan,
        tuple(hits),
        facts,
        dropped,
        matching,
        tuple(notes),
        seconds,
        k,
        heard,
        settings.share_behaviour,
        lacking,
        grown_up and turn.asks,
        lambda items: told_of_paid(items, policies, retriever.schema, plan.language),
        at=turn.at,
    )
    lead = lead_of(found, facts[:k], turn.at)
    led = tuple(replace(sheet, told=lead.tells, differs=lead.differs) for sheet in facts)
    return replace(found, lead=lead, facts=led)


def _kept_back(plan: Plan, turn: Turn, filters: Sequence[Filter], retriever: Retriever, k: int) -> bool:
    """Whether something among the first `k` hits of a turn doesn't satisfy `filters`."""
    ids = tuple(id for id in plan.wanted if turn.only is None or id in turn.only)
    hits = retriever.search(query_of(plan, turn, k)).hits
    named = retriever.search(replace(query_of(plan, turn, len(ids)), only=ids)).hits if ids else ()
    return any(not matches(hit.item, f) for hit in (*named, *hits) for f in filters)


def _absent(plan: Plan, turn: Turn, read: Parse, retriever: Retriever) -> tuple[Absent, ...]:
    """What the request asks for in vain; nothing where it says by a picture, a sound or an item what it means."""
    given = turn.image is not None or turn.audio is not None or plan.liked or plan.wanted or plan.responds
    found = () if given else absent_of(read, retriever)
    return tuple(one for one in found if one.kind != "thing") if plan.question else found


def _found(plan: Plan, turn: Turn, retriever: Retriever) -> list[Item]:
    """The items that a question may narrow: the best ones where words beside the conditions are looked for, else all of them
    that satisfy the conditions, evenly spread."""
    ids, _ = retriever.rank(query_of(plan, turn, 1))
    conditions = {word for c in plan.conditions for word in key(c.source.span).split()}
    words = content_words(fold(plan.wish), Mask(len(plan.wish)))
    soft = plan.look or plan.sound or any(key(word) not in conditions for _, word in words)
    chosen = ids[:NARROWED] if soft else ids[:: max(1, len(ids) // SPREAD)]
    return retriever.items(chosen)


def _asked(
    plan: Plan, turn: Turn, retriever: Retriever, vocabulary: Vocabulary, shown: int
) -> ClarifyingQuestion | None:
    """What to ask beside the hits of a broad request; None where it points at something already: by a picture, a sound, an
    item, or an order."""
    given = turn.image is not None or turn.audio is not None or plan.liked or plan.wanted
    if given or (plan.sort is not None and not plan.sort.vague):
        return None
    found = _found(plan, turn, retriever)
    cares = turn.cares() if turn.cares is not None else None
    asked = question_of(found, plan, turn.request, vocabulary, shown=shown, cares=cares)
    return None if asked is None else replace(asked, words=search_words(plan, turn))


def question_in(plan: Plan) -> str:
    """What an answer by this plan asks: instead of hits, or beside them; "" for nothing."""
    return plan.question or (question_text(plan.asked, plan.language) if plan.asked is not None else "")
