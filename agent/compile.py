"""From an intent to a plan: every condition checked against the request and the catalogue, and with its source.

Nothing that anybody proposes is believed: a constraint, exclusion, count, order or title that the words of the
request don't bear out becomes a note. Knows no language model and no store.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from agent.intent import Constraint, Intent, Reference, Sort
from agent.notes import NoteKind, note
from agent.plan import Condition, Plan, Source
from agent.reading.analysis import Analysis, analyse
from agent.reading.concepts import concepts_of
from agent.reading.derive import derive, places
from agent.reading.reader import contradiction, read_request
from agent.reading.text import fold, has_han, key
from agent.reading.vocabulary import Vocabulary
from agent.repair import nearest_title, repair
from retrieval.errors import QueryError
from retrieval.filters import Filter
from retrieval.items import Item, Scalar

__all__ = ["compile_intent"]


@dataclass
class _Work:
    """What the steps of one compilation share; it lives for one call."""

    intent: Intent
    request: str
    vocabulary: Vocabulary
    analysis: Analysis
    shown: Sequence[Item]
    by_id: Mapping[str, Item]
    notes: list[str] = field(default_factory=list)
    leaning: Sort | None = None
    """What is left of a comparison with an item that lacks the field."""

    def note(self, kind: NoteKind, *words: object) -> None:
        self.notes.append(note(kind, self.intent.language, *words))


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


def _items_of(reference: Reference, work: _Work) -> list[Item]:
    """The items that a reference points at; what it points at in vain is noted."""
    if reference.position is not None:
        index = reference.position - 1 if reference.position > 0 else reference.position
        if reference.position == 0 or not -len(work.shown) <= index < len(work.shown):
            work.note("no_item", reference.span or reference.position)
            return []
        return [work.shown[index]]
    if reference.title is None:
        return list(work.shown)
    if among := [item for item in work.shown if key(item.title) == key(reference.title)]:
        return among
    found = nearest_title(reference.title, work.vocabulary)
    if found is None:
        work.note("absent", reference.title)
        return []
    title, alike = found
    if not alike:
        work.note("repaired", reference.title, title)
    return [work.by_id[id_] for id_ in work.vocabulary.titles[title] if id_ in work.by_id][:1]


def _compared(constraint: Constraint, work: _Work) -> Constraint | None:
    """A comparison with items as a plain range: "cheaper than the second" takes the price of that item.

    Of several items the one that is hardest to beat counts: "cheaper" alone is cheaper than all that were shown.
    """
    reference = constraint.than or Reference()
    items = _items_of(reference, work)
    values = [v for item in items if isinstance(v := item.attributes.get(constraint.field), int | float | date)]
    if not values:
        if items:
            work.note("no_value", items[0].title_in(work.intent.language) or reference.span, constraint.field)
        work.leaning = Sort(field=constraint.field, descending=constraint.open_low, vague=True, span=constraint.span)
        return None
    best = (min if constraint.open_high else max)(values)  # type: ignore[type-var]
    bound = best.isoformat() if isinstance(best, date) else float(best)
    return constraint.model_copy(update={"than": None, ("high" if constraint.open_high else "low"): bound})


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


def _conditions(proposed: Constraint, work: _Work) -> tuple[list[Condition], Constraint] | None:
    """One proposed constraint: repaired, derived from its words, made filters; or a note why not."""
    repaired, notes = repair(_renamed(proposed, work), work.vocabulary, work.intent.language)
    work.notes += notes
    if repaired is None:
        return None
    derived = derive(repaired, work.request, work.vocabulary, shown=bool(work.shown))
    if derived is None:
        work.note("underivable", proposed.span or f"{proposed.field} {' '.join(map(str, proposed.values))}".strip())
        return None
    source: Source = "item" if derived.than is not None else "request"
    ready = _compared(derived, work) if derived.than is not None else derived
    if ready is None:
        return None
    try:
        return [Condition(f, source, derived.span, derived.weak) for f in _filters(ready, work.vocabulary)], ready
    except QueryError as error:
        work.note("refused", proposed.span, error)
        return None


def _term_forms(term: str) -> tuple[str, ...]:
    """A refused word in the forms that a text may have: as said, singular, plural."""
    folded = fold(term).strip()
    if has_han(folded):
        return (folded,)
    single = key(folded)
    return tuple(dict.fromkeys(form for form in (folded, single, single + "s") if form))


def _exclusions(constraints: Sequence[Constraint], work: _Work) -> tuple[list[Condition], list[str]]:
    """Refused words: looked for in every text, or, where a field decides them already, in the titles besides."""
    titled: list[Condition] = []
    anywhere: list[str] = []
    for term in work.intent.excluded:
        stands = [place.start for place in places(term, work.analysis)]
        if not any(d.scope.start <= start < d.scope.end for d in work.analysis.denials for start in stands):
            work.note("underivable", term)
        elif any(c.negate and fold(term) in fold(c.span) for c in constraints):
            titled += [Condition(Filter("title", "contains", form, negate=True), "request", term) for form in _term_forms(term)]
        else:
            anywhere += _term_forms(term)
    return titled, anywhere


def _references(work: _Work) -> tuple[list[Item], list[Item]]:
    """Liked and disliked items, each once."""
    liked: dict[str, Item] = {}
    disliked: dict[str, Item] = {}
    for reference in work.intent.references:
        said = reference.span or reference.title or ""
        if reference.position is None and said and not places(said, work.analysis):
            work.note("underivable", said)
            continue
        target = disliked if reference.polarity == "dislike" else liked
        target.update({item.id: item for item in _items_of(reference, work)})
    return list(liked.values()), list(disliked.values())


def _sort(work: _Work) -> Sort | None:
    """The order, where the request asks for it in this direction."""
    wanted, read = work.intent.sort, work.analysis.sort
    if wanted is None:
        return work.leaning
    if read is None or (read.field, read.descending) != (wanted.field, wanted.descending):
        work.note("underivable", wanted.span or wanted.field)
        return None
    return read


def _inherit(plan: Plan, earlier: Plan, keep: bool, constraints: Sequence[Constraint], vocabulary: Vocabulary) -> Plan:
    """`plan` with what still holds of the turn before: its conditions on other fields that such items have.

    What was disliked holds in any case, for the rest of the conversation.
    """
    dislike = tuple({item.id: item for item in (*earlier.dislike, *plan.dislike)}.values())
    unseen = (*(earlier.unseen if keep else ()), *(item.id for item in dislike), *plan.unseen)
    plan = replace(plan, dislike=dislike, unseen=tuple(dict.fromkeys(unseen)))
    if not keep:
        return plan
    fields = {c.field for c in constraints if not c.negate}
    given = {c.field: [str(v) for v in c.values] for c in constraints if c.op in ("eq", "in") and not c.negate}
    own = {c.filter for c in plan.conditions}
    inherited = tuple(
        replace(c, source="earlier")
        for c in earlier.conditions
        if c.source != "setting" and c.filter not in own
        and not (c.filter.field in fields and not c.filter.negate)
        and vocabulary.applies(c.filter.field, given)
    )  # fmt: skip
    return replace(
        plan, wish=plan.wish or earlier.wish, look=plan.look or earlier.look, sound=plan.sound or earlier.sound,
        conditions=(*plan.conditions, *inherited), excluded=tuple(dict.fromkeys((*earlier.excluded, *plan.excluded))),
        having=tuple(dict.fromkeys((*earlier.having, *plan.having))), like=plan.like or earlier.like, sort=plan.sort or earlier.sort,
        count=plan.count or earlier.count,
    )  # fmt: skip


def compile_intent(
    intent: Intent,
    vocabulary: Vocabulary,
    items: Sequence[Item],
    *,
    request: str,
    shown: Sequence[Item] = (),
    earlier: Plan | None = None,
    settings: Sequence[Filter] = (),
) -> Plan:
    """Compiles an intent, whoever made it, for the request that it was read from.

    `items`: the catalogue; `shown`: the last answer, best first; `earlier`: the plan behind it; `settings`: the
    person's own filters, taken as they are. Never raises for an intent, however wrong: what can't be done is noted.
    """
    work = _Work(intent, request, vocabulary, analyse(request, vocabulary, bool(shown)), shown, {item.id: item for item in items})
    compiled = [pair for proposed in intent.constraints if (pair := _conditions(proposed, work))]
    constraints = [constraint for _, constraint in compiled]
    titled, words = _exclusions(constraints, work)
    like, dislike = _references(work)
    for wish in intent.soft:
        work.note("soft", wish)
    sort = _sort(work)
    pointed = (item.id for item in (*like, *dislike, *(shown if intent.unseen else ())))
    plan = Plan(
        wish=intent.wish, look=intent.look, sound=intent.sound,
        conditions=(*(Condition(f, "setting") for f in settings), *(c for conditions, _ in compiled for c in conditions), *titled),
        excluded=tuple(dict.fromkeys(words)), having=tuple(m for m in intent.must_have if m in work.analysis.media),
        like=tuple(like), dislike=tuple(dislike), unseen=tuple(dict.fromkeys(pointed)), sort=sort,
        count=intent.count if intent.count == work.analysis.count else None, language=intent.language,
    )  # fmt: skip
    if earlier is not None:
        plan = _inherit(plan, earlier, intent.keep, constraints, vocabulary)
    return replace(plan, notes=tuple(dict.fromkeys(work.notes)), question=_question(constraints, plan, work))


def _question(constraints: Sequence[Constraint], plan: Plan, work: _Work) -> str:
    """What to ask back: where conditions clash, or nothing is left to search by."""
    something = (plan.wish, plan.look, plan.sound, plan.conditions, plan.excluded, plan.like, plan.dislike, plan.sort, plan.having, plan.unseen)
    if any(something) and not contradiction(constraints):
        return ""
    own = read_request(work.request, work.vocabulary, shown=work.shown)
    return own.question or work.intent.question or read_request("", work.vocabulary).question
