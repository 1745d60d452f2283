"""What came of a case of `evaluate oracle`: measures of one answer, each between 0 and 1 but for counts of what went wrong.

Knows answers, expectations and raw rows; asks nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from agent.evaluation.data.oracle_cases import OracleCase, RawCatalogue, SentenceCase, good
from agent.planning.plan import Condition
from agent.results.answer import Answer
from retrieval.catalog.filters import Filter, matches
from retrieval.catalog.items import Item

__all__ = ["FIRST", "conditions_held", "judge_case", "judge_sentence", "wrong_hard"]

FIRST = 5
"""Picks that are looked at."""


def _plain(value: Any) -> str:
    try:
        return f"{float(value):g}"
    except (TypeError, ValueError):
        return str(value).strip().casefold()


def _said(f: Filter) -> tuple[str, frozenset[str], str, str]:
    """A filter as an expectation has it: kind, values, bounds; one exact number is a range of itself."""
    value = f.value
    if f.op == "range" and isinstance(value, tuple):
        low, high = ("" if b is None else _plain(b) for b in value)
        return ("eq", frozenset((low,)), "", "") if low == high else ("range", frozenset(), low, high)
    values = frozenset(map(_plain, value if isinstance(value, tuple) else (value,)))
    return ("eq" if f.op in ("eq", "in") else f.op), values, "", ""


def _expected(one: Sequence[Any]) -> tuple[str, frozenset[str], str, str]:
    _, op, values, low, high, _ = one
    if op == "range":
        return "range", frozenset(), "" if low is None else _plain(low), "" if high is None else _plain(high)
    return ("eq" if op in ("eq", "in") else op), frozenset(map(_plain, values or ())), "", ""


def _meets(f: Filter, one: Sequence[Any]) -> bool:
    """Whether a filter is an expected condition; of several values those that the catalogue has are enough."""
    if f.field != one[0] or f.negate != bool(one[5]):
        return False
    (kind, values, *bounds), (wanted, named, *limits) = _said(f), _expected(one)
    if kind == "contains" and wanted == "eq":
        kind = wanted
    return kind == wanted and bounds == limits and (values == named or (len(named) > 1 and values < named))


def _conditions(answer: Answer) -> Iterator[Condition]:
    if answer.plan is not None:
        yield from (*answer.plan.conditions, *answer.plan.preferences)


def conditions_held(case: OracleCase, answer: Answer) -> list[bool]:
    """For each expected condition whether the answer filters or orders by it."""
    filters = [f for c in _conditions(answer) for f in c.filters]
    return [any(_meets(f, one) for f in filters) for one in case.expect.conditions]


def wrong_hard(case: OracleCase, answer: Answer, items: Mapping[str, Item], right: frozenset[str]) -> list[str]:
    """The conditions that filter, weren't to, and hide most of what is right, in words."""
    found = []
    for condition in answer.plan.conditions if answer.plan is not None else ():
        if condition.origin in ("item", "setting") or _expected_of(condition, case, items, right):
            continue
        hidden = sum(not all(matches(items[id], f) for f in condition.filters) for id in right if id in items)
        if hidden * 2 > len(right):
            found.append(" and ".join(map(str, condition.filters)))
    return found


def _expected_of(condition: Condition, case: OracleCase, items: Mapping[str, Item], right: frozenset[str]) -> bool:
    """Whether a condition is one that is expected, or holds of one of several things that are asked for together."""
    if any(_meets(f, one) for f in condition.filters for one in case.expect.conditions):
        return True
    held = sum(all(matches(items[id], f) for f in condition.filters) for id in right if id in items)
    return bool(case.expect.each_of) and held > 0


def _bare(text: str) -> str:
    return re.sub(r"(?<=\d)[,\s](?=\d{3}\b)", "", text)


def _first(case: OracleCase, answer: Answer, raw: RawCatalogue) -> list[bool]:
    return [good(raw.rows[pick.id], case.gold or ()) for pick in answer.picks[: case.expect.count or FIRST]]


def _in_order(answer: Answer, raw: RawCatalogue, field: str) -> bool:
    values = [raw.rows[pick.id].get(field) for pick in answer.picks]
    known = [v for v in values if isinstance(v, int | float)]
    return known == sorted(known) and bool(known)


def _each(case: OracleCase, answer: Answer, raw: RawCatalogue) -> bool:
    left = [raw.rows[pick.id] for pick in answer.picks]
    for tests in case.expect.each_of:
        one = next((row for row in left if good(row, tests)), None)
        if one is None:
            return False
        left.remove(one)
    return True


def judge_case(
    case: OracleCase, answer: Answer, raw: RawCatalogue, items: Mapping[str, Item], right: frozenset[str]
) -> tuple[dict[str, float], list[str]]:
    """The measures of an answer and what went wrong in words. right: the ids of all good items.

    good@5: the share of good items among the first five that are shown, where the case has any; conditions: the share of expected
    conditions that filter or order; said: whether the words of the model reached the person; met: whether all that is
    expected came out; wrong_hard: a count. A condition, a figure or words aren't expected of an answer without a model.
    """
    expect, values, wrong = case.expect, {}, []
    held = conditions_held(case, answer)
    if held:
        values["conditions"] = sum(held) / len(held)
        wrong += [f"no condition {one[:5]}" for one, has in zip(expect.conditions, held, strict=True) if not has]
    first = _first(case, answer, raw)
    if case.gold is not None and (expect.picks_at_least is not None or expect.each_of or expect.picks_exactly):
        values["good@5"] = sum(first) / len(first) if first else 0.0
    if expect.picks_at_least is not None and values.get("good@5", 0.0) < expect.picks_at_least - 1e-9:
        wrong.append(f"{values.get('good@5', 0):.2f} of the first are good")
    if expect.text is not None or expect.answer_contains is not None:
        reached = answer.message == expect.text if expect.text is not None else True
        reached = reached and _bare(expect.answer_contains or "") in _bare(answer.message)
        values["said"] = float(reached)
        wrong += [] if reached else [f"said “{answer.message}”"]
    wrong += _picked(case, answer, raw)
    values["met"] = float(not wrong)
    hard = wrong_hard(case, answer, items, right)
    values["wrong_hard"] = float(len(hard))
    return values, [*wrong, *(f"hides what is right: {one}" for one in hard)]


def _picked(case: OracleCase, answer: Answer, raw: RawCatalogue) -> list[str]:
    """What is wrong with which items are shown, how many, and in which order."""
    expect, wrong = case.expect, []
    titles = {raw.rows[pick.id].get("title") for pick in answer.picks}
    if expect.count is not None and len(answer) != expect.count:
        wrong.append(f"{len(answer)} items")
    if expect.picks_exactly is not None and titles != set(expect.picks_exactly):
        wrong.append(f"shows {sorted(map(str, titles))}")
    if expect.each_of and not _each(case, answer, raw):
        wrong.append("not one of each")
    if expect.sorted_by is not None and not _in_order(answer, raw, expect.sorted_by):
        wrong.append(f"not by {expect.sorted_by}")
    return wrong


def judge_sentence(case: SentenceCase, answer: Answer, id: str) -> tuple[dict[str, float], list[str]]:
    """Whether a sentence of the model reached the person (`shown` of the true ones, `false_shown` of the others), and whether
    it is marked as the model's (`marked`, of what is shown)."""
    pick = next((pick for pick in answer.picks if pick.id == id), None)
    reason = pick.reason if pick is not None else ""
    shown = case.sentence.strip(" .。") in reason if case.true else _partly(case.sentence, reason)
    values = {"shown" if case.true else "false_shown": float(shown)}
    marked = pick is not None and bool(pick.judged)
    if shown:
        values["marked"] = float(marked)
    bad = not shown if case.true else shown and not (marked and case.kind == "wrong knowledge")
    if not case.true:
        values["false_unmarked"] = float(bad)
    return values, [f"{'not shown' if case.true else 'shown'}: {case.sentence} → {reason}"] if bad else []


def _partly(sentence: str, reason: str) -> bool:
    """Whether a clause of a sentence stands in a reason."""
    clauses = [c.strip(" .。") for c in re.split(r"[,;:，；：。.]\s*", sentence)]
    return any(len(clause) > 3 and clause in reason for clause in clauses)
