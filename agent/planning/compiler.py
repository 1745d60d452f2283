"""From an intent to a plan: every condition checked against the request and the catalogue, and with its source.

Nothing that anybody proposes is believed: a constraint, exclusion, count, order or title that the words of the
request don't bear out becomes a note. Knows no language model and no store.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from agent.parsing.intent import Constraint, Intent, Reference, Sort
from agent.parsing.lexicon import Vocabulary
from agent.parsing.parse import Parse
from agent.parsing.parser import contradiction, intent_of, what_is_wanted
from agent.parsing.semantic_query import meaning_of
from agent.parsing.span_check import derive, places
from agent.parsing.value_constraints import EITHER
from agent.planning.carry_over import inherited
from agent.planning.clarification_reply import hinted, reply_to
from agent.planning.compilation import Compilation, Lookup
from agent.planning.conditions import SETTING, VALUE, answer_of, filters_of, weight_of
from agent.planning.context import Context
from agent.planning.merge import OVERRULED
from agent.planning.named_items import items_of, only_left_out, references_of, wanted
from agent.planning.nearest import repair
from agent.planning.objection import objected, without_empty
from agent.planning.plan import EVERYTHING, INFERRED, Condition, Plan, Source
from agent.planning.refused_words import exclusions
from agent.planning.responses import going_on, read_again, replying, unless_said, with_answer
from agent.planning.safety import uncovered
from retrieval.catalog.filters import Filter
from retrieval.catalog.items import Item
from retrieval.errors import QueryError
from retrieval.language.concepts import concepts_of
from retrieval.language.units import currency_name
from retrieval.language.words import key

__all__ = ["compile_intent"]


def _compared(constraint: Constraint, work: Compilation) -> tuple[Constraint, Source] | None:
    """A comparison with items as a plain range: "cheaper than the second" takes the price of that item.

    Of several items the one that is hardest to beat counts: "cheaper" alone is cheaper than all that were shown, or than the
    one item that was spoken of since.
    """
    reference = constraint.than or Reference()
    alone = reference.position is None and reference.title is None
    items = list(work.spoken) if alone and work.spoken else items_of(reference, work)
    values = [(v, item) for item in items if isinstance(v := item.attributes.get(constraint.field), int | float | date)]
    if not values:
        if items:
            work.note("no_value", reference.span or constraint.span, constraint.field)
        work.leaning = Sort(field=constraint.field, descending=constraint.open_low, vague=True, span=constraint.span)
        return None
    best, item = (min if constraint.open_high else max)(values, key=lambda pair: pair[0])
    bound = best.isoformat() if isinstance(best, date) else float(best)
    plain = constraint.model_copy(update={"than": None, ("high" if constraint.open_high else "low"): bound})
    return plain, Source("item", constraint.span, item.id, constraint.field)


def _renamed(proposed: Constraint, work: Compilation) -> Constraint:
    """A constraint on an unknown field that means the same as the field which its own words speak of ("cost": price)."""
    if proposed.field in work.vocabulary.fields:
        return proposed
    meant = set(concepts_of(proposed.field))
    for place in places(proposed.span, work.analysis):
        for found in work.analysis.found:
            view = work.vocabulary.fields.get(found.constraint.field)
            if view is not None and found.span.overlaps(place) and meant & set(view.concepts):
                work.note("repaired", proposed.field, view.name)
                return proposed.model_copy(update={"field": view.name})
    return proposed


def _condition(proposed: Constraint, work: Compilation) -> tuple[Condition, Constraint] | None:
    """One proposed constraint: repaired, derived from its words, made a condition; or a note why not."""
    repaired, notes = repair(_renamed(proposed, work), work.vocabulary)
    work.notes += [
        note for note in notes if places(note.said, work.analysis)
    ]  # what a model writes isn't shown unchecked
    if repaired is None:
        return None
    derived = derive(repaired, work.read)
    if derived is None:
        return _inferred(repaired, work)
    if proposed.guess == OVERRULED:
        derived = derived.model_copy(update={"guess": OVERRULED})
    resolved = (derived, Source("span", derived.span)) if derived.than is None else _compared(derived, work)
    if resolved is None:
        return None
    ready, source = resolved
    try:
        filters = filters_of(ready, work.vocabulary)
        return Condition(filters, source, weight_of(derived, work.vocabulary), ready.guess), ready
    except QueryError as error:
        work.note("refused", proposed.span, str(error))
        return None


def _inferred(proposed: Constraint, work: Compilation) -> tuple[Condition, Constraint] | None:
    """What nobody reads from the words, as a preference: it orders, and is named. None, and noted, where it can't be."""
    said = proposed.span if places(proposed.span, work.analysis) else ""
    guessed = proposed.model_copy(update={"guess": INFERRED, "span": said, "weak": False})
    if proposed.than is not None:
        resolved = _compared(guessed, work)
        if resolved is None:
            return None
        guessed = resolved[0]
    unbounded = guessed.op == "range" and guessed.low is None and guessed.high is None
    if unbounded or (guessed.op in ("eq", "in", "contains") and not any(str(v).strip() for v in guessed.values)):
        return None
    try:
        filters = filters_of(guessed, work.vocabulary)
    except QueryError:
        if said:
            work.note("refused", said, proposed.field if proposed.field in work.vocabulary.fields else "")
        return None
    return Condition(filters, Source("inferred", said, field=guessed.field), VALUE, INFERRED), guessed


def _sort(work: Compilation) -> Sort | None:
    """The order, where the request asks for it in this direction."""
    wanted, read = work.intent.sort, work.analysis.sort
    if wanted is None:
        return work.leaning
    if read is None or (read.field, read.descending) != (wanted.field, wanted.descending):
        return _inferred_order(wanted, work)
    return read


def _inferred_order(wanted: Sort, work: Compilation) -> Sort | None:
    """An order that nobody reads from the words: an order where its words stand in the request, else only a leaning."""
    view = work.vocabulary.fields.get(wanted.field)
    if view is None or view.field.kind not in ("number", "date"):
        work.note("underivable", wanted.span or wanted.field)
        return None
    said = bool(wanted.span) and bool(places(wanted.span, work.analysis))
    work.note("order inferred", wanted.span, wanted.field)
    return wanted.model_copy(update={"vague": not said, "single": False})


def _count(intent: Intent, work: Compilation, sort: Sort | None, k: int) -> int:
    """How many items: as many as the request says, one for "the cheapest tent", else `k`."""
    if intent.count and intent.count == work.analysis.count:
        return intent.count
    return 1 if sort is not None and sort.single and not sort.vague else k


def _guessed_against(constraint: Constraint, earlier: Plan, work: Compilation) -> bool:
    """Whether a refusal of a value, read by the meaning of another word alone, gainsays what holds of before: of vehicles, "no cars"
    refuses the word in texts, and not the vehicles."""
    if not constraint.negate or constraint.op not in ("eq", "in"):
        return False
    words = {key(s.of(work.analysis.folded)) for s in work.analysis.guessed for p in places(constraint.span, work.analysis) if s.overlaps(p)}  # fmt: skip
    refused = {key(str(value)) for value in constraint.values}
    held = [c for c in earlier.conditions for f in c.filters[:1] if f.field == constraint.field and not f.negate and f.op in ("eq", "in")]  # fmt: skip
    return any(
        {key(str(v)) for f in c.filters for v in (f.value if isinstance(f.value, tuple) else (f.value,))} <= refused
        and not words & {key(c.source.span)}
        for c in held
        if words
    )


_SAID = ("span", "answer", "earlier")
"""Where conditions come from that the person said, in this turn or before."""


def _of_the_same_bound(condition: Condition, constraint: Constraint, earlier: Plan) -> tuple[Condition, Constraint]:
    """A bound of which only the field is a guess, made certain where that field is bounded by what was said before: after
    "hotels under 500", "what about under 300?" leaves no doubt."""
    bounded = {f.field for c in earlier.conditions if c.source.kind in _SAID for f in c.filters if f.takes == "bounds"}
    doubtful = condition.guess and condition.guess not in (INFERRED, OVERRULED, EITHER)
    if not doubtful or not all(f.takes == "bounds" and f.field in bounded for f in condition.filters):
        return condition, constraint
    return replace(condition, guess=""), constraint.model_copy(update={"guess": ""})


def _preferences(guesses: Sequence[Condition], refused: Sequence[Condition]) -> tuple[Condition, ...]:
    """The guesses in the order in which they count: a model's before the rules', those that it reads otherwise last."""
    ranks = {INFERRED: 0, OVERRULED: 2}
    ordered = sorted(uncovered(guesses, refused), key=lambda c: ranks.get(c.guess, 1))
    return tuple({c.filters: c for c in reversed(ordered)}[f] for f in dict.fromkeys(c.filters for c in ordered))


def _named(preference: Condition) -> tuple[str, str, str]:
    """The note that tells of a preference."""
    kind = preference.guess if preference.guess in (INFERRED, OVERRULED) else "guess"
    detail = preference.filters[:1] if preference.refuses or preference.filters[0].negate else preference.filters
    if kind == INFERRED and not preference.source.span:
        kind = "inferred all"
    return kind, preference.source.span, " / ".join(map(_in_short, detail))


def _in_short(f: Filter) -> str:
    """A filter as notes in every language have it: alternatives without words between them."""
    if f.op != "in" or f.negate or not isinstance(f.value, tuple):
        return str(f)
    return f"{f.field} = {' / '.join(map(str, f.value))}"


def compile_intent(
    intent: Intent,
    read: Parse,
    *,
    shown: Sequence[Item] = (),
    spoken: Sequence[Item] = (),
    earlier: Plan | None = None,
    settings: Sequence[Filter] = (),
    lookup: Lookup | None = None,
    k: int = 10,
    context: Context | None = None,
) -> Plan:
    """Compiles an intent, whoever made it, for the request that it is of, as that was `read`.

    `shown`: the last answer, best first; `spoken`: the item that was spoken of since; `earlier`: the plan behind it; `settings`: the person's own filters, taken
    as they are. `lookup` finds an item by its id, for comparisons with titles that were not shown. `k`: how many items
    where the request names no number. `context`: what was said before, as soft wishes. Never raises for an intent, however wrong: what can't be done is noted.
    """
    request, vocabulary = read.request, read.vocabulary
    by_id = {item.id: item for item in shown}
    asked = None if earlier is None else earlier.asked
    against = objected(read, shown) if earlier is not None else None
    left = request if earlier is None or not shown else against.rest if against else without_empty(request)
    if earlier is not None and left != request:
        read = read.of(left)
        intent = read_again(intent, read, shown)
    elif earlier is not None:
        intent = going_on(intent, read, earlier, shown)
    reply = reply_to(asked, read, intent.language)
    intent = replying(intent, reply, asked, read, shown)
    if reply is not None and reply.rest:
        read = read.of(reply.rest)
    hints = [hinted(read, field) for field in (against.labels if against else ())]
    work = Compilation(intent, read, shown, lookup or by_id.get, spoken)
    compiled = [pair for proposed in intent.constraints if (pair := _condition(proposed, work))]
    if earlier is not None and intent.keep:
        compiled = [(condition, c) for condition, c in compiled if not _guessed_against(c, earlier, work)]
        compiled = [_of_the_same_bound(condition, c, earlier) for condition, c in compiled]
    answers = [*(reply.constraints if reply is not None else ()), *(c for hint in hints for c in hint.constraints)]
    instead = {
        *(reply.instead if reply is not None else ()),
        *(span for hint in hints if hint.constraints for span in hint.instead),
    }
    told = {c.field for c in answers}
    compiled = [
        (condition, c) for condition, c in compiled if not (c.span in instead or (condition.guess and c.field in told))
    ]
    compiled += [(answer_of(c, vocabulary), c) for c in answers]
    if against is not None:
        compiled += unless_said(against, [c for _, c in compiled], vocabulary)
    constraints = [constraint for condition, constraint in compiled if not condition.guess]
    decided = [
        c for condition, c in compiled if condition.guess in ("", OVERRULED)
    ]  # a doubt makes a refusal reach no further
    refused, words = exclusions(decided, work)
    guessed = [condition for condition in refused if condition.guess]
    refused = [condition for condition in refused if not condition.guess]
    preferences = _preferences([*(c for c, _ in compiled if c.guess), *guessed], refused)
    liked, disliked = references_of(work)
    left_out = only_left_out(disliked, work)
    disliked = tuple(id for id in disliked if id not in left_out)
    for wish in intent.soft:
        currency = work.analysis.currencies.get(wish)
        work.note("currency" if currency else "soft", wish, currency_name(currency or "", intent.language))
    for preference in (p for p in preferences if p.guess != EITHER):
        work.note(*_named(preference))
    sort = _sort(work) or (against.leaning if against is not None else None)
    own = [Condition((f,), Source("setting", str(f), field=f.field), SETTING) for f in settings]
    plan = Plan(
        wish=intent.wish, look=intent.look, sound=intent.sound, queries=intent.queries,
        conditions=(*own, *uncovered([condition for condition, _ in compiled if not condition.guess], refused), *refused), preferences=preferences, excluded=tuple(words), liked=liked, disliked=disliked,
        unseen=tuple(dict.fromkeys((*liked, *disliked, *left_out, *((item.id for item in shown) if intent.unseen else ())))),
        must_have=tuple(m for m in intent.must_have if m in work.analysis.media), sort=sort,
        k=_count(intent, work, sort, k), language=intent.language,
        less=(*work.analysis.less, *(against.less if against is not None else ())), meaning=meaning_of(intent.wish, constraints, work.analysis, vocabulary),
        fresh=work.analysis.opening.other, wanted=tuple(dict.fromkeys((*wanted(work), *work.named))) if reply is None else (), deeds=work.analysis.deeds,
    )  # fmt: skip
    if earlier is not None:
        plan = inherited(
            plan, earlier, constraints, work.analysis, vocabulary, keep=intent.keep, answered=reply is not None
        )
        if reply is not None and reply.rest is not None:
            wish = with_answer(earlier, reply, intent.wish)
            plan = replace(plan, wish=wish, meaning=earlier.meaning if wish == earlier.wish else None)
        plan = replace(plan, responds=reply is not None or against is not None)
        if reply is not None and reply.quiet:
            plan = replace(plan, settled=(*plan.settled, EVERYTHING))
    if context is not None:
        plan = _wishing(plan, context.of_now if plan.fresh else context, constraints, vocabulary)
    if plan.wanted:  # what is asked for by its title was not refused, and is not kept back for having been named before
        plan = replace(
            plan, disliked=tuple(id for id in plan.disliked if id not in plan.wanted),
            unseen=tuple(id for id in plan.unseen if id not in plan.wanted),
        )  # fmt: skip
    return replace(plan, notes=tuple(dict.fromkeys(work.notes)), question=_question(constraints, plan, work))


def _wishing(plan: Plan, context: Context, constraints: Sequence[Constraint], vocabulary: Vocabulary) -> Plan:
    """`plan` with the soft wishes of a conversation, but for fields of one value that the request itself decides."""
    decided = {c.field for c in constraints if not c.negate and c.field in vocabulary.fields}
    decided = {name for name in decided if not vocabulary.fields[name].field.many}
    left = ((one, tuple(name for name in one.fields if name not in decided)) for one in context.named)
    disliked = tuple(dict.fromkeys((*plan.disliked, *(id for id in context.disliked if id not in plan.liked))))
    return replace(
        plan,
        said=context.words,
        named=tuple(replace(one, fields=fields) for one, fields in left if fields),
        kin={id: share for id, share in context.kin.items() if id not in disliked and id not in plan.liked},
        disliked=disliked,
        unseen=tuple(dict.fromkeys((*plan.unseen, *disliked, *context.kin))),
    )


def _question(constraints: Sequence[Constraint], plan: Plan, work: Compilation) -> str:
    """What to ask back: where conditions clash, or nothing is left to search by."""
    something = (
        plan.wish,
        plan.look,
        plan.sound,
        plan.conditions,
        plan.preferences,
        plan.liked,
        plan.wanted,
        plan.disliked,
        plan.sort,
        plan.must_have,
        plan.unseen,
        plan.said,
        plan.named,
        plan.deeds,
    )
    if any(something) and not contradiction(constraints):
        return ""
    own = intent_of(work.read, shown=work.shown)
    return own.question or work.intent.question or what_is_wanted(work.read.language)
