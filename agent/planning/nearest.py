"""Unknown fields, values and titles to the nearest known ones, or a reason why not.

For what a language model writes, or a person half remembers. Knows spelling and meaning; not whether it was asked for.
"""

from __future__ import annotations

from rapidfuzz import fuzz, process

from agent.parsing.intent import Constraint
from agent.parsing.lexicon import FieldView, Vocabulary
from agent.planning.plan import Note
from retrieval.catalog.filters import ANY_TEXT
from retrieval.language.concepts import concepts_of
from retrieval.language.words import key

__all__ = ["nearest_title", "repair"]

_FREE = ("title", "description", ANY_TEXT)
_SPELLED = 85
"""Likeness of spelling, 0 to 100, from which one name is taken for another."""
_TITLED = 90
"""The same for titles, of which there are many more."""
_MEANT = 0.6
"""Cosine from which one name means another."""


def _field(name: str, vocabulary: Vocabulary) -> str | None:
    labels = {view.label: view.name for view in vocabulary.fields.values()}
    if (same := labels.get(key(name))) is not None:
        return same
    close = process.extractOne(key(name), list(labels), scorer=fuzz.ratio, score_cutoff=_SPELLED)
    if close:
        return labels[close[0]]
    wanted = set(concepts_of(name))
    kin = [view.name for view in vocabulary.fields.values() if wanted & set(view.concepts)]
    if len(kin) == 1:
        return kin[0]
    near = vocabulary.nearest_fields(key(name), kin or list(vocabulary.fields))
    clear = len(near) == 1 or (len(near) > 1 and near[0][0] - near[1][0] >= 0.05)
    return near[0][1] if near and near[0][0] >= _MEANT and clear else None


def _value(value: str, view: FieldView, vocabulary: Vocabulary) -> str | None:
    known = {key(v): v for v in view.field.values}
    if (same := known.get(key(value))) is not None:
        return same
    close = process.extractOne(key(value), list(known), scorer=fuzz.ratio, score_cutoff=_SPELLED)
    if close:
        return known[close[0]]
    near = [(score, ref) for score, ref in vocabulary.nearest_values(value) if ref.field == view.name]
    return near[0][1].value if near and near[0][0] >= _MEANT else None


def nearest_title(title: str, vocabulary: Vocabulary) -> tuple[str, bool] | None:
    """The catalogue's title that `title` names, and whether it is spelled alike; None where there is none.

    Case, plural, a year or an addition in brackets and the place of the article don't count as spelling.
    """
    if titles := vocabulary.title_forms.get(key(title)):
        return titles[0], True
    close = process.extractOne(key(title), list(vocabulary.title_forms), scorer=fuzz.ratio, score_cutoff=_TITLED)
    return (vocabulary.title_forms[close[0]][0], False) if close and len(title) >= 5 else None


def repair(constraint: Constraint, vocabulary: Vocabulary) -> tuple[Constraint | None, list[Note]]:
    """The constraint with a known field and known values, and notes on what was changed; None where it is refused."""
    said = constraint.span or constraint.field
    notes: list[Note] = []
    if constraint.field not in vocabulary.fields and constraint.field not in _FREE:
        found = _field(constraint.field, vocabulary)
        if found is None:
            return None, [Note("refused", said, f"{constraint.field}?")]
        notes.append(Note("repaired", constraint.field, found))
        constraint = constraint.model_copy(update={"field": found})
    view = vocabulary.fields.get(constraint.field)
    if view is None or constraint.op in ("exists", "contains"):
        return constraint, notes
    if constraint.op == "range" and not view.measures:
        return None, [*notes, Note("refused", said, f"{view.name}: {view.field.kind}")]
    if constraint.op == "range" or view.field.kind != "category" or view.numbers:
        return constraint, notes
    values: list[str] = []
    for value in map(str, constraint.values):
        nearest = _value(value, view, vocabulary)
        if nearest is None:
            notes.append(Note("absent", value if len(constraint.values) > 1 else said))
            continue
        notes += [] if key(nearest) == key(value) else [Note("repaired", value, nearest)]
        values.append(nearest)
    return (constraint.model_copy(update={"values": tuple(dict.fromkeys(values))}) if values else None), notes
