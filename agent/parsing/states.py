"""What state things are in, as shops and readers ask: in stock, sold out, on sale, unread; by columns that hold states.

A column holds states where most of its values are words of one group (in stock, sold out, to come; unread, in progress,
done). Knows the words of the packs and the vocabulary; fields of yes and no are `yes_no.py`'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.parsing.deeds_asked import DeedAsked
from agent.parsing.denials import Denial
from agent.parsing.intent import Constraint
from agent.parsing.lexicon import FieldView, Vocabulary
from agent.parsing.partial import PartialParse
from agent.parsing.value_constraints import denied
from retrieval.language.concepts import name_parts
from retrieval.language.tables import either, word_set
from retrieval.language.words import Span

__all__ = ["add_states", "without_shelved"]

_GROUPS = (("in stock", "sold out", "to come"), ("unread", "in progress", "done"))
_SHELVES = _GROUPS[1]
_REDUCED = either("states.reduced")
_LOWER = word_set("states.lower")
"""Parts of the names of fields that are filled where something costs less than it did."""
_MOST = 0.6
_MANY = 40


def _plain(value: object) -> str:
    return re.sub(r"[\s_-]+", " ", str(value).strip().casefold())


def _states_of(view: FieldView) -> dict[str, tuple[str, ...]]:
    """By state, the values of a field that mean it; empty where the field doesn't hold states."""
    if view.field.kind not in ("category", "text") or not 1 <= len(view.field.values) <= _MANY or view.relational:
        return {}
    for group in _GROUPS:
        held = {
            state: tuple(value for value in view.field.values if _plain(value) in word_set(f"states.{state}"))
            for state in group
        }
        known = sum(len(values) for values in held.values())
        if known >= _MOST * len(view.field.values) and any(len(v) for v in held.values()) and _telling(held):
            return held
    return {}


def _telling(held: dict[str, tuple[str, ...]]) -> bool:
    """Whether the values tell a state by themselves: yes and no alone tell nothing."""
    return any(len(_plain(value)) > 3 or not value.isascii() for values in held.values() for value in values)


def _shelved(vocabulary: Vocabulary) -> bool:
    return any(any(held.get(state) for state in _SHELVES) for held in map(_states_of, vocabulary.fields.values()))


def without_shelved(deeds: tuple[DeedAsked, ...], vocabulary: Vocabulary) -> tuple[DeedAsked, ...]:
    """What is asked of the person's past, but for what shelves of the catalogue tell ("unread", where a column says so)."""
    if not deeds or not _shelved(vocabulary):
        return deeds
    return tuple(deed for deed in deeds if deed.verb not in ("see", "any"))


def _said(draft: PartialParse) -> Iterator[tuple[str, Span]]:
    """The states that a request speaks of, the longest words first, none inside another's."""
    found = [
        (state, Span(*match.span()))
        for group in _GROUPS
        for state in group
        for match in either(f"states.{state}").finditer(draft.folded)
    ]
    taken: list[Span] = []
    for state, span in sorted(found, key=lambda one: one[1].start - one[1].end):
        if not any(span.overlaps(other) for other in taken):
            taken.append(span)
            yield state, span


def _add(draft: PartialParse, made: Constraint, at: Span, denial: Denial | None) -> None:
    span = Span(min(denial.cue.start, at.start), max(denial.cue.end, at.end)) if denial else at
    overlapping = [
        f
        for f in draft.found
        if f.span.overlaps(at) and (f.constraint.field == made.field or f.constraint.op == "range")
    ]
    draft.found[:] = [f for f in draft.found if f not in overlapping]
    words = span.of(draft.text)
    draft.add(made.model_copy(update={"span": words, "weak": draft.weak(span), "negate": denial is not None}), span)
    draft.understood.append(span)


def _add_state(draft: PartialParse, state: str, span: Span, denials: list[Denial]) -> None:
    denial = denied(Span(span.start, span.start + 1), denials)
    for view in draft.vocabulary.fields.values():
        if (held := _states_of(view)) and state in held:
            values = held[state] or (span.of(draft.text),)
            _add(draft, Constraint(field=view.name, op="in", values=values), span, denial)
            return


def _add_reduced(draft: PartialParse, denials: list[Denial]) -> None:
    """ "On sale": where a field of yes and no says so it is read already; else where a lower or an earlier price stands."""
    match = _REDUCED.search(draft.folded)
    if match is None:
        return
    span = Span(*match.span())
    if any(f.span.overlaps(span) for f in draft.found):
        return
    for view in draft.vocabulary.fields.values():
        if view.beside or view.field.kind != "number" or not name_parts(view.name) & _LOWER:
            continue
        share = bool(name_parts(view.name) & word_set("states.share"))
        made = Constraint(field=view.name, op="range", low=0.0, open_low=True) if share else Constraint(field=view.name, op="exists")  # fmt: skip
        _add(draft, made, span, denied(Span(span.start, span.start + 1), denials))
        return


def add_states(draft: PartialParse, denials: list[Denial]) -> None:
    """Conditions on columns of states, and on prices that are reduced."""
    for state, span in _said(draft):
        if any(
            f.span == span and f.constraint.op in ("eq", "in") for f in draft.found
        ):  # a column says it: none counts
            draft.found[:] = [f for f in draft.found if not (f.span.overlaps(span) and f.constraint.op == "range")]
        else:
            _add_state(draft, state, span, denials)
    _add_reduced(draft, denials)
