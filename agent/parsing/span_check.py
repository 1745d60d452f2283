"""Whether a constraint follows from the words that it claims: the check on whoever proposed it.

A language model invents constraints and quotes any words for them. A constraint holds only if the rules of this
package read the same field, operator, polarity and value from its span, at its place in the request.
"""

from __future__ import annotations

from agent.parsing.analysis import Analysis, ConstraintMention
from agent.parsing.intent import Constraint
from agent.parsing.lexicon import Vocabulary
from agent.parsing.parse import Parse
from retrieval.language.words import Span, fold, key

__all__ = ["derivable", "derive", "places"]


def places(words: str, analysis: Analysis) -> list[Span]:
    """Every place where `words` stand in the request."""
    folded = fold(words).strip()
    found, at = [], analysis.folded.find(folded) if folded else -1
    while at >= 0:
        found.append(Span(at, at + len(folded)))
        at = analysis.folded.find(folded, at + 1)
    return found


def _same_values(one: Constraint, other: Constraint) -> bool:
    return {key(str(v)) for v in one.values} == {key(str(v)) for v in other.values}


def _agrees(read: Constraint, claimed: Constraint) -> bool:
    """Whether two constraints say the same, but for strict or loose bounds, where the reading decides."""
    if read.field != claimed.field or read.negate != claimed.negate:
        return False
    if read.than or claimed.than:
        same = (
            read.than
            and claimed.than
            and (read.than.position, read.than.title) == (claimed.than.position, claimed.than.title)
        )
        return bool(same) and read.open_low == claimed.open_low
    if read.op == "range" or claimed.op == "range":
        bounds = (claimed.low, claimed.high)
        if claimed.op == "eq" and len(claimed.values) == 1:  # 5 of 5 stars, said as "equal"
            bounds = (claimed.values[0], claimed.values[0]) if read.low == read.high else (claimed.values[0], None)
        return read.op == "range" and _number_pair((read.low, read.high)) == _number_pair(bounds)
    return _same_values(read, claimed)


def _number_pair(bounds: tuple[object, object]) -> tuple[object, object]:
    def plain(bound: object) -> object:
        try:
            return float(bound)  # type: ignore[arg-type]
        except (TypeError, ValueError):
            return bound

    return plain(bounds[0]), plain(bounds[1])


def _denied_at(place: Span, analysis: Analysis) -> bool:
    return any(
        d.scope.start <= place.start < d.scope.end or d.span.start <= place.start < d.span.end
        for d in analysis.denials
        if not d.degree
    )


def _literal(claimed: Constraint, place: Span, analysis: Analysis, vocabulary: Vocabulary) -> bool:
    """Whether the span names the very values in the very field, where our own reading chose another field."""
    if (
        claimed.op not in ("eq", "in", "contains")
        or claimed.field not in vocabulary.fields
        or claimed.negate != _denied_at(place, analysis)
    ):
        return False
    span = key(claimed.span)
    named = all(
        key(str(value)) in span
        and any(ref.field == claimed.field for ref in vocabulary.values.get(key(str(value)), ()))
        for value in claimed.values
    )
    view = vocabulary.fields[claimed.field]
    return bool(claimed.values) and named and not view.relational and not view.tags


def derive(constraint: Constraint, read: Parse) -> Constraint | None:
    """The constraint as the words of its span bear it out in the request that was `read`, or None where they don't.

    Bounds come back strict or loose as the words have them.
    """
    for place in places(constraint.span, read.analysis):
        if (derived := _derive_at(place, constraint, read)) is not None:
            return derived
    return None


def _derive_at(place: Span, constraint: Constraint, read: Parse) -> Constraint | None:
    whole = read.analysis
    for found in whole.found:
        if found.span.overlaps(place) and _agrees(found.constraint, constraint):
            return found.constraint
    if any(_competes(found, place, constraint) for found in whole.found):
        return None
    words = place.of(read.request)
    for found in read.of(words).analysis.found:
        turned = found.constraint.model_copy(update={"negate": found.constraint.negate or _denied_at(place, whole)})
        if _agrees(turned, constraint):
            return turned.model_copy(update={"span": words})
    return constraint if _literal(constraint, place, whole, read.vocabulary) else None


def _competes(found: ConstraintMention, place: Span, constraint: Constraint) -> bool:
    """Whether the request as a whole says something else of the same field in the same words."""
    return found.span.overlaps(place) and found.constraint.field == constraint.field


def derivable(constraint: Constraint, read: Parse) -> bool:
    """Whether code can derive field, operator, polarity and value of `constraint` from its span in the request."""
    return derive(constraint, read) is not None
