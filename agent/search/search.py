"""The retriever as the tool of a chat model uses it: an intent in, hits with checked facts out.

What the model proposes is compiled first (`compile.py`), so that only conditions which the request bears out filter
anything. Where nothing satisfies all of them, the fewest, lightest ones are dropped, and named.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agent.explanation.fact_sheet import FactSheet, fact_sheet
from agent.parsing import Vocabulary
from agent.parsing.comparatives import POPULAR
from agent.parsing.intent import Intent
from agent.parsing.parse import Parse, parse
from agent.parsing.parser import what_is_wanted
from agent.parsing.value_constraints import EITHER
from agent.personalization.behaviour import Personal
from agent.personalization.own_past import past_of
from agent.personalization.standing import standing_of
from agent.planning.clarification import question_of, question_text
from agent.planning.compiler import compile_intent
from agent.planning.context import Said, context_of
from agent.planning.plan import INFERRED, ClarifyingQuestion, Condition, Note, Plan, firmed, relaxations, struck, tiers
from agent.planning.policies import policies_of
from agent.planning.safety import edible, free_first, left_unsaid
from agent.planning.standing_facts import NOTHING, Standing, holding
from agent.search.absence import Absent, absent_note
from agent.search.absent_words import absent_of
from agent.search.grown_ups import children_first, restricted
from agent.search.lead import Lead, lead_of
from agent.search.nearest import by_distance, by_nearness, told_distances
from agent.search.ranking import by_field, diversify, towards
from agent.search.shop import held, preferred_first, told_of_paid
from agent.search.shop import told as told_of_policies
from agent.search.thing import has_words, namesake, of_the_thing, open_words, thing_words, words_had
from agent.settings import Settings
from retrieval.catalog.filters import Filter, matches, mentions, searchable_text
from retrieval.catalog.items import Item
from retrieval.catalog.places import Place
from retrieval.language.packs import language_of, voice_of
from retrieval.language.phrases import content_words
from retrieval.language.safety import FOODS
from retrieval.language.stance import stance
from retrieval.language.words import Mask, fold, key
from retrieval.search.retriever import Hit, Query, Retriever

__all__ = ["Searched", "Turn", "idle", "in_order", "query_of", "question_in", "reach", "run_search"]

NARROWED = 40
"""The best items that a question is to halve where the request has words that no condition decides."""
SPREAD = 500
"""Items that are looked at for a question where conditions alone decide."""
PREFERRED = 20
"""At least so many of the best hits are looked at for what the operator prefers."""
AROUND = 1_000
"""Hits that are put in the order of their distance."""
SORTED = 200
"""Hits that are put in order where the request asks for an order."""


@dataclass(frozen=True)
class Turn:
    """One request and what it stands on: its media, the person's own settings, and the turn before.

    spoken: the item that the last answer was about, which a comparison alone ("cheaper") is with. only: rank only these ids, where given. exclude: ids that are never answered. said: the turns before, oldest first. fill:
    whether items that satisfy fewer conditions follow where too few satisfy all. heard: what the person is known to have
    asked for, in their own words, where a model made the intent. without: conditions that the person has struck, written as
    `understood` of an answer has them. firm: what was only inferred or guessed, and the person has made certain. like: ids that were pointed at otherwise than by words. language: of the answer, where
    the request has no words. personal: what is known of who asks. notes: what the answer says first, whatever is found.
    hidden: the operator's policies, which every hit satisfies. of_age: what else every hit satisfies, until the person confirms to be
    of age; nothing once they have. most: how many are shown at once whatever is asked for; 0 for no bound. at: how many turns came before.
    given: conditions that were looked up in an item that the request names, beside those of its words.
    asks: whether a broad request may be answered by a question, too; only where a next turn can answer it. popular: what many
    people like, id → (0, 1], where that is known. cares: what people care about, field → 0 to 1, where their behaviour tells. eats: whether the catalogue is of things to eat or drink, where that is known; for_child: whether something for a child is asked for.
    near: where the nearest come first from. everything: whether all that there is is asked for, so that nothing is asked back. standing: what holds of who asks, whatever they ask for.
    """

    request: str
    image: Path | Any | None = None
    audio: Path | Any | None = None
    k: int | None = None
    where: tuple[Filter, ...] = ()
    weights: Mapping[str, float] = field(default_factory=dict)
    shown: tuple[Item, ...] = ()
    spoken: tuple[Item, ...] = ()
    earlier: Plan | None = None
    only: tuple[str, ...] | None = None
    exclude: tuple[str, ...] = ()
    said: tuple[Said, ...] = ()
    fill: bool = False
    heard: str = ""
    without: tuple[str, ...] = ()
    firm: tuple[Filter, ...] = ()
    like: tuple[str, ...] = ()
    language: str | None = None
    personal: Personal | None = None
    notes: tuple[str, ...] = ()
    asks: bool = False
    given: tuple[Condition, ...] = ()
    hidden: tuple[Filter, ...] = ()
    of_age: tuple[Filter, ...] = ()
    most: int = 0
    at: int = 0
    popular: Callable[[], Mapping[str, float]] | None = None
    eats: bool | None = None
    for_child: bool = False
    standing: Standing = NOTHING
    cares: Callable[[], Mapping[str, float]] | None = None
    near: Place | None = None
    everything: bool = False


@dataclass(frozen=True)
class Searched:
    """One search: the plan that was executed, its hits in the order to show, their facts, and what was relaxed.

    k: how many of the hits to show. heard: the words that the facts speak of as asked for. shared: whether a chat model may
    be told what the person did. absent: words for what nothing of the catalogue is or has. grown_up: whether something was kept
    back that is shown only to whoever confirms to be of age. paid: what the answer says of sponsored items, if it shows these.
    lead: what is said before the first `k` of the hits, None where nothing is to be; at: how many turns came before.
    """

    intent: Intent
    plan: Plan
    hits: tuple[Hit, ...]
    facts: tuple[FactSheet, ...]
    dropped: tuple[Condition, ...]
    matching: int
    notes: tuple[str, ...]
    seconds: float
    k: int
    heard: str
    shared: bool = False
    absent: tuple[str, ...] = ()
    grown_up: bool = False
    paid: Callable[[Sequence[Item]], str] | None = None
    lead: Lead | None = None
    at: int = 0


def _wordless(plan: Plan, turn: Turn) -> bool:
    """Whether nothing is asked for but, perhaps, conditions: then who asks decides."""
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


def _words(plan: Plan, turn: Turn) -> str:
    """The words to search by: all of the request where it has no wish and nothing else to search by."""
    given = turn.image is not None or turn.audio is not None or bool(plan.liked)
    personal = turn.personal is not None and _wordless(plan, turn)
    return plan.wish or ("" if given or personal else turn.request)


def query_of(plan: Plan, turn: Turn, count: int) -> Query:
    """What the retriever is asked for one plan."""
    wordless = turn.personal is not None and _wordless(plan, turn)
    again = any(deed.way == "only" for deed in plan.deeds)  # "what I bought last time"
    shut = turn.personal.exclude(wordless=wordless and not again) if turn.personal is not None else ()
    liked = [id for id in plan.liked if id not in plan.wanted]
    return Query(
        text=_words(plan, turn),
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
    first = _words(plan, turn)
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
    """How many of the best hits are put in order or varied, with the pool of the settings."""
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


def _asked_first(hits: Sequence[Hit], plan: Plan, turn: Turn, retriever: Retriever, wide: int) -> list[Hit]:
    """`hits` with the items that were asked for by their title before all others, `wide` in all."""
    ids = tuple(id for id in plan.wanted if turn.only is None or id in turn.only)
    if not ids:
        return list(hits)
    found = retriever.search(replace(query_of(plan, turn, len(ids)), only=ids)).hits
    return [*found, *(hit for hit in hits if hit.id not in ids)][:wide]


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


def _sheet(
    hit: Hit,
    plan: Plan,
    turn: Turn,
    beside: Sequence[Hit],
    retriever: Retriever,
    had: Mapping[str, Collection[str]],
    heads: Sequence[str],
) -> FactSheet:
    """The facts of one hit. A relaxed condition that it lacks counts as broken: `plan` is the one that was asked for.

    had: words of the wish with the ids of the hits that have them. heads: those of them that name the thing itself.
    """
    first = [(_telling(c, hit.item), c.source.span) for c in plan.conditions if not _told_already(c, plan)]
    either = [c for c in plan.preferences if c.guess == EITHER]
    has_one = [(c.filters[0], c.source.span) for c in either if not _missed(c, hit.item)]
    first += has_one
    either = [] if has_one else either  # one of the alternatives is enough
    unsure = [c for c in plan.preferences if c.guess != EITHER]
    guesses = [(_telling(c, hit.item), c.source.span) for c in unsure]
    request = turn.request if hit.id in plan.wanted else turn.heard or _words(plan, turn)
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


def _without_namesakes(sheet: FactSheet, named: Collection[str]) -> FactSheet:
    """The sheet without common words that are only part of a name in the item: they are told as such, where they are missed."""
    own = tuple(w for w in sheet.words if w.field not in named or not namesake(sheet.item, w.text, named))
    found = {word: name for word in sheet.lacking if (name := namesake(sheet.item, word, named))}
    return replace(sheet, words=own, lacking=tuple(w for w in sheet.lacking if w not in found), namesakes=found)


def _filled(
    hits: Sequence[Hit], plan: Plan, turn: Turn, retriever: Retriever, settings: Settings, wide: int
) -> list[Hit]:
    """`hits`, and after them those of weaker plans, the fewest conditions given up first, `wide` in all."""
    found = {hit.id: hit for hit in hits}
    for weaker, _ in relaxations(plan):
        if len(found) >= wide:
            break
        more, _ = _ordered(weaker, retriever, turn, wide + len(found), settings)
        for hit in more:
            found.setdefault(hit.id, hit)
    return list(found.values())[:wide]


def _in_tiers(
    plan: Plan, retriever: Retriever, turn: Turn, wide: int, settings: Settings, *, reordered: bool = True
) -> tuple[list[Hit], int]:
    """The first `wide` hits, those that satisfy more preferences first, and how many satisfy the conditions."""
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


def _relaxed(
    plan: Plan, retriever: Retriever, turn: Turn, wide: int, settings: Settings
) -> tuple[list[Hit], tuple[Condition, ...]]:
    """The hits of the first weaker plan that has some, those that miss a bound by least first, and what was given up."""
    for weaker, without in relaxations(plan):
        ranges = [f for c in without for f in c.filters if f.takes == "bounds"]
        hits, _ = _in_tiers(weaker, retriever, turn, SORTED if ranges else wide, settings)
        if hits:
            near = by_nearness(of_the_thing(hits, weaker), ranges) if ranges and not plan.sort else hits
            return near[:wide], without
    return [], ()


def idle(turn: Turn, count: int) -> Searched:
    """What stands for a search where none is made: nothing is looked for, nothing found."""
    plan = Plan(language=turn.language or language_of(turn.request), k=turn.k or count)
    return Searched(Intent(language=plan.language), plan, (), (), (), 0, turn.notes, 0.0, plan.k, "")


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
    plan = holding(plan, turn.standing)
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
    if turn.personal is not None and _wordless(plan, turn) and not plan.conditions:
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
        notes += filter(None, [turn.personal.note(plan.language, wordless=_wordless(plan, turn))])
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
        hits, matching = _in_tiers(plan, retriever, turn, broad, settings, reordered=wide > k)
        if unsold and plan.conditions:
            open_turn = replace(open_turn, exclude=turn.exclude)
            sold_out = retriever.search(query_of(plan, open_turn, 1)).matching - matching
        grown_up = bool(turn.of_age) and _kept_back(plan, replace(turn, of_age=()), turn.of_age, retriever, k)
        if not hits and not grown_up:
            hits, dropped = _relaxed(plan, retriever, turn, wide, settings)
            if hits:
                named = ", ".join(c.source.span or " · ".join(map(str, c.filters)) for c in dropped)
                notes.append(voice_of(plan.language).say("policy.relaxed" if sold_out else "search.relaxed", named))
        elif turn.fill and len(hits) < k and plan.conditions:
            notes.append(voice_of(plan.language).say("search.filled", len(hits)))
            hits = _filled(hits, plan, turn, retriever, settings, wide)
        hits = _asked_first(
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
    sheets = [_sheet(hit, plan, turn, hits, retriever, had, heads) for hit in hits]
    facts = tuple(replace(_without_namesakes(sheet, naming), absent=lacking) for sheet in sheets)
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
    return None if asked is None else replace(asked, words=_words(plan, turn))


def question_in(plan: Plan) -> str:
    """What an answer by this plan asks: instead of hits, or beside them; "" for nothing."""
    return plan.question or (question_text(plan.asked, plan.language) if plan.asked is not None else "")
