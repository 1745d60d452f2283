"""From an intent to a plan: every condition checked against the request and the catalogue, and with its source.

Nothing that anybody proposes is believed: a constraint, exclusion, count, order or title that the words of the
request don't bear out becomes a note. Knows no language model and no store.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from agent.parsing.analysis import Analysis, analyse, fields_of
from agent.parsing.discourse_markers import opening_of
from agent.parsing.intent import Constraint, Intent, Reference, Sort
from agent.parsing.lexicon import Vocabulary
from agent.parsing.parser import contradiction, read_request
from agent.parsing.semantic_query import meaning_of
from agent.parsing.span_check import derive, places
from agent.parsing.title_requests import asked_title
from agent.parsing.value_constraints import EITHER
from agent.planning.carry_over import inherited
from agent.planning.clarification_reply import Reply, hinted, moved, reply_to
from agent.planning.context import Context
from agent.planning.merge import OVERRULED, merged
from agent.planning.nearest import nearest_title, repair
from agent.planning.objection import Objected, Objection, continues, objected, without_empty
from agent.planning.plan import EVERYTHING, INFERRED, Asked, Condition, Note, Plan, Source
from agent.planning.safety import avoiding, dietary, in_other_language, uncovered, unreadable
from retrieval.catalog.filters import ANY_TEXT, Filter
from retrieval.catalog.items import Item, Scalar
from retrieval.errors import QueryError
from retrieval.language.concepts import concepts_of
from retrieval.language.phrases import content_words, without_wrapping
from retrieval.language.stance import forms_of
from retrieval.language.tables import either
from retrieval.language.units import currency_name
from retrieval.language.words import Mask, fold, has_han, key
from retrieval.lexical.bm25 import tokens

__all__ = ["Lookup", "compile_intent", "condition_of"]

Lookup = Callable[[str], Item | None]
"""An id to its item."""

_SETTING, _KIND, _NEGATED, _EXCLUDED, _VALUE, _RANGE, _WEAK = 100, 50, 40, 35, 30, 20, 15
"""Weights of conditions: what kind of thing it is goes last, a preference ("ideally", 最好) first."""


@dataclass
class _Work:
    """What the steps of one compilation share; it lives for one call."""

    intent: Intent
    request: str
    vocabulary: Vocabulary
    analysis: Analysis
    shown: Sequence[Item]
    lookup: Lookup
    notes: list[Note] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    """Ids of items that are asked for by their titles."""
    leaning: Sort | None = None
    """What is left of a comparison with an item that lacks the field."""

    def note(self, kind: str, said: str, detail: str = "") -> None:
        self.notes.append(Note(kind, said, detail))


def _scalar(value: object, kind: str) -> Scalar:
    if kind == "number":
        return float(value)  # type: ignore[arg-type]
    if kind == "date":
        return date.fromisoformat(str(value))
    if kind == "boolean":
        return str(value).casefold() == "true"
    return str(value)


def _filters(constraint: Constraint, vocabulary: Vocabulary) -> tuple[Filter, ...]:
    """The filters that a checked constraint means. Raises QueryError for a value of the wrong type."""
    view = vocabulary.fields.get(constraint.field)
    kind = view.field.kind if view else "text"
    name, negate = constraint.field, constraint.negate
    try:
        if constraint.op == "exists":
            return (Filter(name, "exists", None, negate),)
        if constraint.op == "range":
            bounds = tuple(None if b is None else _scalar(b, kind) for b in (constraint.low, constraint.high))
            return (Filter(name, "range", bounds, negate, constraint.open_low, constraint.open_high),)
        if constraint.op == "contains":
            return tuple(Filter(name, "contains", str(value), negate) for value in constraint.values)
        values = tuple(_scalar(value, kind) for value in constraint.values)
    except (TypeError, ValueError) as error:
        came = constraint.values or (constraint.low, constraint.high)
        raise QueryError(f"expected a {kind} for the field '{name}'; got {came}") from error
    return (Filter(name, "eq", values[0], negate),) if len(values) == 1 else (Filter(name, "in", values, negate),)


def _weight(constraint: Constraint, vocabulary: Vocabulary) -> int:
    view = vocabulary.fields.get(constraint.field)
    if constraint.weak:
        return _WEAK
    if constraint.negate:
        return _NEGATED
    if constraint.op == "range":
        return _RANGE
    complete = (
        view is not None and view.closed and not view.field.many and view.field.count >= 0.9 * vocabulary.schema.size
    )
    return _KIND if complete else _VALUE


def _ids_of(title: str, work: _Work) -> tuple[str, ...]:
    found = nearest_title(title, work.vocabulary)
    if found is None:
        work.note("absent", title)
        return ()
    if not found[1]:
        work.note("repaired", title, found[0])
    return work.vocabulary.titles[found[0]]


def _items_of(reference: Reference, work: _Work) -> list[Item]:
    """The items that a reference points at; what it points at in vain is noted."""
    if reference.position is not None:
        index = reference.position - 1 if reference.position > 0 else reference.position
        if reference.position == 0 or not -len(work.shown) <= index < len(work.shown):
            work.note("no_item", reference.span or str(reference.position))
            return []
        return [work.shown[index]]
    if reference.title is None:
        return list(work.shown)
    if among := [item for item in work.shown if key(item.title) == key(reference.title)]:
        return among
    return [item for id_ in _ids_of(reference.title, work)[:1] if (item := work.lookup(id_))]


def _compared(constraint: Constraint, work: _Work) -> tuple[Constraint, Source] | None:
    """A comparison with items as a plain range: "cheaper than the second" takes the price of that item.

    Of several items the one that is hardest to beat counts: "cheaper" alone is cheaper than all that were shown.
    """
    reference = constraint.than or Reference()
    items = _items_of(reference, work)
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


def _renamed(proposed: Constraint, work: _Work) -> Constraint:
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


def _condition(proposed: Constraint, work: _Work) -> tuple[Condition, Constraint] | None:
    """One proposed constraint: repaired, derived from its words, made a condition; or a note why not."""
    repaired, notes = repair(_renamed(proposed, work), work.vocabulary)
    work.notes += [
        note for note in notes if places(note.said, work.analysis)
    ]  # what a model writes isn't shown unchecked
    if repaired is None:
        return None
    derived = derive(repaired, work.request, work.vocabulary, shown=work.shown)
    if derived is None:
        return _inferred(repaired, work)
    if proposed.guess == OVERRULED:
        derived = derived.model_copy(update={"guess": OVERRULED})
    resolved = (derived, Source("span", derived.span)) if derived.than is None else _compared(derived, work)
    if resolved is None:
        return None
    ready, source = resolved
    try:
        filters = _filters(ready, work.vocabulary)
        return Condition(filters, source, _weight(derived, work.vocabulary), ready.guess), ready
    except QueryError as error:
        work.note("refused", proposed.span, str(error))
        return None


def _inferred(proposed: Constraint, work: _Work) -> tuple[Condition, Constraint] | None:
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
        filters = _filters(guessed, work.vocabulary)
    except QueryError:
        if said:
            work.note("refused", said, proposed.field if proposed.field in work.vocabulary.fields else "")
        return None
    return Condition(filters, Source("inferred", said, field=guessed.field), _VALUE, INFERRED), guessed


def _derived(word: str) -> tuple[str, ...]:
    """What is done with a thing ("grill": "grilled", "grilling"), and what a quality is of ("alcoholic": "alcohol")."""
    if not word.isascii() or not word.isalpha() or len(word) < 4:
        return ()
    stem = word.removesuffix("e")
    done = (stem + "ed", stem + "ing")
    return (*done, word[:-2]) if word.endswith("ic") and len(word) >= 8 else done


def _term_forms(term: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """A refused word in the forms that a text may have: as said, singular, plural, and of it what titles have.

    Texts don't say "spicy food" but "spicy"; the phrase is what the search steers away from.
    """
    folded = re.sub(r"(?<=\w) foods?$", "", fold(term).strip())
    if has_han(folded):
        return (folded,)
    single = key(folded)
    derived = [form for form in _derived(single) if form in vocabulary.title_words]
    return tuple(dict.fromkeys(form for form in (folded, *forms_of(single), *derived) if form))


def _is_of_names(field: str, vocabulary: Vocabulary) -> bool:
    """Whether a field has names of people, makers or places: titles have these words in another sense ("An American in Paris")."""
    view = vocabulary.fields.get(field)
    return view is not None and (view.names or any(concept.name == "place" for concept in view.concepts))


def _exclusions(constraints: Sequence[Constraint], work: _Work) -> tuple[list[Condition], list[str]]:
    """Refused words: looked for in every text, or, where a field decides them already, in the titles besides."""
    conditions: list[Condition] = []
    words: list[str] = []
    for term in work.intent.excluded:
        stands = [place.start for place in places(term, work.analysis)]
        if not any(d.scope.start <= start < d.scope.end for d in work.analysis.denials for start in stands):
            forms = _term_forms(term, work.vocabulary)
            filters = tuple(Filter(ANY_TEXT, "contains", form, negate=True) for form in forms)
            source = Source("inferred", term if stands else "")
            conditions.append(Condition(filters, source, _EXCLUDED, INFERRED))
            continue
        if (avoided := avoiding(term, stands, work.analysis, work.vocabulary)) is not None:
            conditions.append(avoided)
            words.append(term)
            continue
        deciding = [c for c in constraints if c.negate and fold(term) in fold(c.span)]
        decided = bool(deciding)
        if any(_is_of_names(c.field, work.vocabulary) for c in deciding):
            continue
        if not decided and unreadable(term, work.vocabulary):
            work.note("unreadable", term)
            if not in_other_language(term, work.vocabulary):
                words.append(term)
                continue
        filters = tuple(
            Filter("title" if decided else ANY_TEXT, "contains", form, negate=True)
            for form in _term_forms(term, work.vocabulary)
        )
        filters += tuple(
            Filter(ANY_TEXT, "contains", form, negate=True) for form in in_other_language(term, work.vocabulary)
        )
        conditions.append(Condition(filters, Source("span", term), _EXCLUDED))
        words.append(term)
    return conditions + dietary(work.analysis, work.vocabulary, work.intent.language), words


_ALIKE = re.compile(
    r"(?:\blike|\bsimilar to|\bas|\bthan|\bresembl\w+|\bfan of|\b(?:en)?joy(?:ed|s)?|\blov(?:e|ed|es)|\bliked|\bwatch(?:ed|ing)|\bread|\bseen|\bsaw|\bheard|\btried|\bafter|\bbeyond|像|类似于?|和|跟|与|比|喜欢|爱|过)(?: the)?\s*[《「“\"]?$"
)
_ALIKE_AFTER = either("compiler.alike_after")
_MORE = either("compiler.more")
FEW = 1
"""Words beside a title in a request that asks for the item itself ("Blade Runner, please", 夫妻肺片有吗)."""


def _asks_for_itself(reference: Reference, work: _Work) -> bool:
    """Whether a title is named for its own sake, and not as something to be like: nothing much stands beside it."""
    at = next(iter(places(reference.span or reference.title or "", work.analysis)), None)
    folded = work.analysis.folded
    if reference.title is None or at is None or _MORE.search(folded) or _ALIKE.search(folded[: at.start]):
        return False
    if _ALIKE_AFTER.match(folded, at.end):
        return False
    mask = without_wrapping(folded, Mask(len(folded), [at]))
    return len(content_words(folded, mask)) <= FEW


def _references(work: _Work) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ids of liked and of disliked items, each once."""
    liked: list[str] = []
    disliked: list[str] = []
    for reference in work.intent.references:
        said = reference.span or reference.title or ""
        if reference.position is None and said and not places(said, work.analysis):
            work.note("underivable", said)
            continue
        if reference.polarity == "like" and _asks_for_itself(reference, work):
            work.named += _ids_of(reference.title or "", work)
            continue
        target = disliked if reference.polarity == "dislike" else liked
        shown = reference.title is None or any(key(item.title) == key(reference.title) for item in work.shown)
        target += [item.id for item in _items_of(reference, work)] if shown else _ids_of(reference.title or "", work)
    return tuple(dict.fromkeys(liked)), tuple(dict.fromkeys(disliked))


def _only_left_out(ids: Sequence[str], work: _Work) -> tuple[str, ...]:
    """Of disliked items those whose title shares a word with the wish: 红枣豆浆以外的豆浆 leaves one out and steers from nothing."""
    wish = set(tokens(work.intent.wish))
    return tuple(id for id in ids if (item := work.lookup(id)) is not None and wish & set(tokens(item.title)))


def _wanted(work: _Work) -> tuple[str, ...]:
    """The ids of the items whose title the request asks for; a title that is none is noted."""
    asked = asked_title(work.analysis, work.vocabulary)
    if asked is None:
        return ()
    if asked.known:
        return work.vocabulary.titles[asked.title]
    near = nearest_title(asked.title, work.vocabulary)
    if near is None:
        work.note("untitled", asked.title)
        return ()
    work.note("repaired", asked.title, near[0])
    return work.vocabulary.titles[near[0]]


def _sort(work: _Work) -> Sort | None:
    """The order, where the request asks for it in this direction."""
    wanted, read = work.intent.sort, work.analysis.sort
    if wanted is None:
        return work.leaning
    if read is None or (read.field, read.descending) != (wanted.field, wanted.descending):
        return _inferred_order(wanted, work)
    return read


def _inferred_order(wanted: Sort, work: _Work) -> Sort | None:
    """An order that nobody reads from the words: an order where its words stand in the request, else only a leaning."""
    view = work.vocabulary.fields.get(wanted.field)
    if view is None or view.field.kind not in ("number", "date"):
        work.note("underivable", wanted.span or wanted.field)
        return None
    said = bool(wanted.span) and bool(places(wanted.span, work.analysis))
    work.note("order inferred", wanted.span, wanted.field)
    return wanted.model_copy(update={"vague": not said, "single": False})


def _count(intent: Intent, work: _Work, sort: Sort | None, k: int) -> int:
    """How many items: as many as the request says, one for "the cheapest tent", else `k`."""
    if intent.count and intent.count == work.analysis.count:
        return intent.count
    return 1 if sort is not None and sort.single and not sort.vague else k


def _replying(
    intent: Intent, reply: Reply | None, asked: Asked | None, vocabulary: Vocabulary, shown: Sequence[Item]
) -> Intent:
    """An intent as an answer to what was asked: it goes on from the turn before. Of a request that begins with its answer only
    the rest is read."""
    if reply is None or asked is None:
        return intent
    if reply.rest is None:
        constraints = tuple(moved(c, asked, vocabulary) for c in intent.constraints)
        return intent.model_copy(update={"constraints": constraints, "keep": True, "unseen": False})
    rest = Intent() if not reply.rest else read_request(reply.rest, vocabulary, shown=shown)
    unseen = bool(reply.rest) and intent.unseen
    found = merged(rest, intent, reply.rest, wording=False).intent if reply.rest else rest
    return found.model_copy(update={"language": intent.language, "keep": True, "unseen": unseen, "question": ""})


def _guessed_against(constraint: Constraint, earlier: Plan, work: _Work) -> bool:
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


def _preferences(guesses: Sequence[Condition], refused: Sequence[Condition]) -> tuple[Condition, ...]:
    """The guesses in the order in which they count: a model's before the rules', those that it reads otherwise last."""
    ranks = {INFERRED: 0, OVERRULED: 2}
    return tuple(sorted(uncovered(guesses, refused), key=lambda c: ranks.get(c.guess, 1)))


def _named(preference: Condition) -> tuple[str, str, str]:
    """The note that tells of a preference."""
    kind = preference.guess if preference.guess in (INFERRED, OVERRULED) else "guess"
    detail = preference.filters[:1] if preference.refuses or preference.filters[0].negate else preference.filters
    if kind == INFERRED and not preference.source.span:
        kind = "inferred all"
    return kind, preference.source.span, " / ".join(map(str, detail))


def _answer(constraint: Constraint, vocabulary: Vocabulary) -> Condition:
    source = Source("answer", constraint.span, field=constraint.field)
    return Condition(_filters(constraint, vocabulary), source, _weight(constraint, vocabulary), constraint.guess)


def _of_item(objection: Objection, vocabulary: Vocabulary) -> tuple[Condition, Constraint]:
    said = objection.constraint
    source = Source("item", said.span, objection.item.id, said.field)
    return Condition(_filters(said, vocabulary), source, _weight(said, vocabulary)), said


def _read_again(intent: Intent, left: str, vocabulary: Vocabulary, shown: Sequence[Item]) -> Intent:
    """An intent as what is left of its request says it: it goes on from the turn before."""
    rest = read_request(left, vocabulary, shown=shown) if left.strip() else Intent()
    found = merged(rest, intent, left, wording=False).intent if left.strip() else rest
    return found.model_copy(update={"language": intent.language, "keep": True, "unseen": False, "question": ""})


def _going_on(intent: Intent, request: str, earlier: Plan, shown: Sequence[Item], vocabulary: Vocabulary) -> Intent:
    """An intent that says what something should be like instead of what was shown goes on from the turn before; one that names another kind of thing doesn't."""
    if intent.keep or not continues(request, shown) or opening_of(request).other:
        return intent
    asked = {c.field for c in intent.constraints if not c.negate and c.op in ("eq", "in")}
    held = {f.field for c in earlier.conditions for f in c.filters if not f.negate and f.op in ("eq", "in")}
    if not (intent.constraints or intent.excluded) or asked & held & vocabulary.kinds:
        return intent
    return intent.model_copy(update={"keep": True, "wish": ""})


def _unless_said(
    objected: Objected, said: Sequence[Constraint], vocabulary: Vocabulary
) -> list[tuple[Condition, Constraint]]:
    """The conditions of what was objected, but for those on whose field the rest of the response says what is wanted."""
    stated = {c.field for c in said if not c.guess}
    return [_of_item(one, vocabulary) for one in objected.objections if one.constraint.field not in stated]


def _with_answer(earlier: Plan, reply: Reply, more: str) -> str:
    """The words to look for before an answer, with the values that it asks for, and with what else was said."""
    values = [str(v) for c in reply.constraints if c.op in ("eq", "in") and not c.negate for v in c.values]
    words = earlier.wish or ("" if values or earlier.asked is None else earlier.asked.words)
    said = [*words.split(), *(v for v in values if fold(v) not in fold(words))]
    return " ".join([*said, *(word for word in more.split() if word not in said)])


def condition_of(constraint: Constraint, vocabulary: Vocabulary) -> Condition | None:
    """A reading of the rules as a condition, whatever becomes of it; None where its value is of another type."""
    try:
        filters = _filters(constraint, vocabulary)
    except QueryError:
        return None
    return Condition(filters, Source("span", constraint.span), _weight(constraint, vocabulary), constraint.guess)


def compile_intent(
    intent: Intent,
    vocabulary: Vocabulary,
    *,
    request: str,
    shown: Sequence[Item] = (),
    earlier: Plan | None = None,
    settings: Sequence[Filter] = (),
    lookup: Lookup | None = None,
    k: int = 10,
    context: Context | None = None,
) -> Plan:
    """Compiles an intent, whoever made it, for the request that it was read from.

    `shown`: the last answer, best first; `earlier`: the plan behind it; `settings`: the person's own filters, taken
    as they are. `lookup` finds an item by its id, for comparisons with titles that were not shown. `k`: how many items
    where the request names no number. `context`: what was said before, as soft wishes. Never raises for an intent, however wrong: what can't be done is noted.
    """
    by_id = {item.id: item for item in shown}
    asked = None if earlier is None else earlier.asked
    against = objected(request, shown, vocabulary) if earlier is not None else None
    left = request if earlier is None or not shown else against.rest if against else without_empty(request)
    if earlier is not None and left != request:
        intent, request = _read_again(intent, left, vocabulary, shown), left
    elif earlier is not None:
        intent = _going_on(intent, request, earlier, shown, vocabulary)
    analysis = analyse(request, vocabulary, fields_of(shown))
    reply = reply_to(asked, request, analysis, vocabulary, intent.language)
    intent = _replying(intent, reply, asked, vocabulary, shown)
    if reply is not None and reply.rest:
        request, analysis = reply.rest, analyse(reply.rest, vocabulary, fields_of(shown))
    hints = [hinted(request, analysis, field, vocabulary) for field in (against.labels if against else ())]
    work = _Work(intent, request, vocabulary, analysis, shown, lookup or by_id.get)
    compiled = [pair for proposed in intent.constraints if (pair := _condition(proposed, work))]
    if earlier is not None and intent.keep:
        compiled = [(condition, c) for condition, c in compiled if not _guessed_against(c, earlier, work)]
    answers = [*(reply.constraints if reply is not None else ()), *(c for hint in hints for c in hint.constraints)]
    instead = {
        *(reply.instead if reply is not None else ()),
        *(span for hint in hints if hint.constraints for span in hint.instead),
    }
    told = {c.field for c in answers}
    compiled = [
        (condition, c) for condition, c in compiled if not (c.span in instead or (condition.guess and c.field in told))
    ]
    compiled += [(_answer(c, vocabulary), c) for c in answers]
    if against is not None:
        compiled += _unless_said(against, [c for _, c in compiled], vocabulary)
    constraints = [constraint for condition, constraint in compiled if not condition.guess]
    refused, words = _exclusions(constraints, work)
    guessed = [condition for condition in refused if condition.guess]
    refused = [condition for condition in refused if not condition.guess]
    preferences = _preferences([*(c for c, _ in compiled if c.guess), *guessed], refused)
    liked, disliked = _references(work)
    left_out = _only_left_out(disliked, work)
    disliked = tuple(id for id in disliked if id not in left_out)
    for wish in intent.soft:
        currency = analysis.currencies.get(wish)
        work.note("currency" if currency else "soft", wish, currency_name(currency or "", intent.language))
    for preference in (p for p in preferences if p.guess != EITHER):
        work.note(*_named(preference))
    sort = _sort(work) or (against.leaning if against is not None else None)
    own = [Condition((f,), Source("setting", str(f), field=f.field), _SETTING) for f in settings]
    plan = Plan(
        wish=intent.wish, look=intent.look, sound=intent.sound, queries=intent.queries,
        conditions=(*own, *uncovered([condition for condition, _ in compiled if not condition.guess], refused), *refused), preferences=preferences, excluded=tuple(words), liked=liked, disliked=disliked,
        unseen=tuple(dict.fromkeys((*liked, *disliked, *left_out, *((item.id for item in shown) if intent.unseen else ())))),
        must_have=tuple(m for m in intent.must_have if m in work.analysis.media), sort=sort,
        k=_count(intent, work, sort, k), language=intent.language,
        less=(*work.analysis.less, *(against.less if against is not None else ())), meaning=meaning_of(intent.wish, constraints, work.analysis, vocabulary),
        fresh=work.analysis.opening.other, wanted=tuple(dict.fromkeys((*_wanted(work), *work.named))) if reply is None else (), deeds=work.analysis.deeds,
    )  # fmt: skip
    if earlier is not None:
        plan = inherited(
            plan, earlier, constraints, work.analysis, vocabulary, keep=intent.keep, answered=reply is not None
        )
        if reply is not None and reply.rest is not None:
            wish = _with_answer(earlier, reply, intent.wish)
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


def _question(constraints: Sequence[Constraint], plan: Plan, work: _Work) -> str:
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
    own = read_request(work.request, work.vocabulary, shown=work.shown)
    return own.question or work.intent.question or read_request("", work.vocabulary).question
