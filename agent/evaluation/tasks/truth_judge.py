"""Judges one answer to a hand-written case: are the first picks right, does a wrong one claim what was asked for, is
what is absent said to be?

Knows answers and the right rows; not how an answer is made.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from agent.evaluation.data.truth_rows import TruthCase
from agent.explanation.reasons import explain
from agent.results.answer import Answer, Pick
from agent.verification import verify
from retrieval.language.tables import either

__all__ = ["FIRST", "Judged", "claims_condition", "judge", "says_absent"]

FIRST = 5
"""So many first picks must be right, where there are so many right rows and picks."""

ORDERED = frozenset({"superlative", "popularity"})
"""Kinds of case in which the right rows are the first of an order, by their ids: those after them are no wrong answers."""

_AS_ASKED = either("truth_judge.as_asked", re.IGNORECASE)
_ADMITS = either("truth_judge.admits", re.IGNORECASE)
_ABSENT = either("truth_judge.absent", re.IGNORECASE)
_SHORTFALLS = frozenset({"relaxed", "lacking", "undecided", "unsaid"})
"""Kinds of evidence of what a pick lacks, or isn't known to have."""
_NOTHING_FITS = either("truth_judge.nothing_fits", re.IGNORECASE)
_NO_FIELD = either("truth_judge.no_field")


@dataclass(frozen=True)
class Judged:
    """A case, its answer, and how it was judged. `values`: by measure, 0 or 1; only those that the case has.

    right: the ids of the right rows, where the case has a predicate. wrong: the picks whose reason claims what was asked for
    though their row doesn't satisfy it, or though the catalogue has nothing of the kind. error: why there is no answer. untrue: what its
    reasons say and the rows don't bear out.
    """

    case: TruthCase
    answer: Answer | None
    right: tuple[str, ...] | None
    values: dict[str, float] = field(default_factory=dict)
    wrong: tuple[Pick, ...] = ()
    error: str = ""
    untrue: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether anything about it is not as it should be."""
        bad = ("false_claims", "wrongly_absent", "disagreements", "errors")
        good = ("right_first", "said_absent")
        return any(self.values.get(m, 0) for m in bad) or any(self.values.get(m, 1) < 1 for m in good)


def claims_condition(pick: Pick, language: str) -> bool:
    """Whether a pick's reason, or what is said of all picks at once, says that a condition of the request holds."""
    if _AS_ASKED.search(_ADMITS.sub("", pick.reason)):
        return True
    if pick.facts is None:
        return False
    if pick.facts.told:
        return True
    claims = explain(pick.facts, language).claims
    return any(e.kind == "condition" for claim in claims if claim.text in pick.reason for e in claim.evidence)


def _admits(pick: Pick, language: str, beside: Sequence[Pick] = ()) -> bool:
    """Whether an answer says what of the request a pick doesn't satisfy, or isn't known to: in its reason, or of all of
    `beside` at once ("none of these surely has all else")."""
    if _ADMITS.search(pick.reason):
        return True
    sheets = [one.facts for one in beside]
    if sheets and all(sheet is not None and sheet.told and not sheet.sure for sheet in sheets):
        return True
    claims = explain(pick.facts, language).claims if pick.facts is not None else ()
    return any(e.kind in _SHORTFALLS for claim in claims if claim.text in pick.reason for e in claim.evidence)


def says_absent(answer: Answer, missing: Sequence[str] = ()) -> bool:
    """Whether an answer says that it hasn't what was asked for: at all, or of words of `missing` by name."""
    if getattr(answer, "absent", None):
        return True
    for note in answer.notes:
        named = not missing or any(word.casefold() in note.casefold() for word in missing)
        if not _NO_FIELD.search(note) and (_ABSENT.search(note) or (missing and named and _NOTHING_FITS.search(note))):
            return True
    return False


def _right_first(ids: Sequence[str], right: Collection[str]) -> dict[str, float]:
    """right_first, first_right. Where nothing is right there is nothing to be first."""
    if not right:
        return {}
    first = ids[: min(FIRST, len(right), len(ids))]
    return {
        "right_first": float(bool(first) and set(first) <= set(right)),
        "first_right": float(bool(ids) and ids[0] in right),
    }


def judge(case: TruthCase, answer: Answer, right: tuple[str, ...] | None) -> Judged:
    """One answer, judged. `right`: the ids of the right rows; None where the case has no predicate."""
    found = _judged(case, answer, right)
    untrue = verify(answer)
    return replace(found, values=found.values | {"disagreements": float(bool(untrue))}, untrue=tuple(map(str, untrue)))


def _judged(case: TruthCase, answer: Answer, right: tuple[str, ...] | None) -> Judged:
    row, ids = case.row, [pick.id for pick in answer.picks]
    if case.table == "absent":
        said = says_absent(answer, row.missing)
        praised = tuple(pick for pick in answer.picks if claims_condition(pick, answer.language))
        return Judged(case, answer, right, {"said_absent": float(said), "praised": float(bool(praised))}, praised)
    there = case.table == "ordinary" or bool(right)
    values = {"wrongly_absent": float(says_absent(answer))} if there else {}
    if right is None:
        return Judged(case, answer, right, values)
    ordered = row.kind in ORDERED and any(op == "ids" for _, op, _ in row.right or ())
    judged = answer.picks[: min(FIRST, len(right))] if ordered else answer.picks
    wrong = tuple(p for p in judged if p.id not in right and claims_condition(p, answer.language))
    beside = answer.picks if answer.message else ()
    silent = tuple(p for p in wrong if not _admits(p, answer.language, beside))
    values |= {"false_claims": float(bool(wrong)), "silent_claims": float(bool(silent))}
    return Judged(case, answer, right, values | _right_first(ids, right), wrong)
