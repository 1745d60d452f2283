"""What still holds of the turn before, once a request has been compiled by itself.

What was refused holds for the rest of the conversation, whatever it turns to, until it is asked for. Conditions hold where
the request corrects or adds to the one before. Knows plans and words; nothing of how either was made.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from agent.parsing.analysis import Analysis
from agent.parsing.intent import Constraint
from agent.parsing.lexicon import Vocabulary
from agent.planning.plan import Condition, Plan
from retrieval.catalog.filters import Filter, contains_term
from retrieval.language.chinese.gloss import meanings
from retrieval.language.kinds import load_kinds
from retrieval.language.tables import either
from retrieval.language.words import Mask, fold, has_han, key, segment

__all__ = ["inherited"]

_THERE = either("carry_over.there")
"""What means the place of before."""


def _values(one: Filter) -> set[str]:
    given = one.value if isinstance(one.value, tuple) else (one.value,)
    return {key(str(value)) for value in given}


def _asked_for(condition: Condition, plan: Plan, analysis: Analysis) -> bool:
    """Whether the request asks for what a condition refuses: by a condition of its own, or by its words."""
    refused = {value for f in condition.filters for value in _values(f)}
    for own in (f for c in plan.conditions for f in c.filters if not f.negate and f.names_values):
        if own.field in {f.field for f in condition.filters} and _values(own) <= refused:
            return True
    mask = Mask(len(analysis.folded), [d.span for d in analysis.denials])
    said = mask.blank(analysis.folded)
    words = said if has_han(said) else key(said)
    return any(contains_term(words, value) for value in refused if value)


def _gainsaid(condition: Condition, plan: Plan) -> bool:
    """Whether the request refuses what a condition of before asks for."""
    wanted = [f for f in condition.filters if not f.negate and f.names_values]
    refused = [f for c in plan.conditions if c.refuses for f in c.filters]
    return any(f.field == own.field and _values(f) <= _values(own) for f in wanted for own in refused)


def _replaced(condition: Condition, constraints: Sequence[Constraint], more: set[str]) -> bool:
    """Whether the request says something else in the place of a condition: of the same field, unless what is said of that is
    `more`."""
    first = condition.filters[0]
    fields = {c.field for c in constraints if not c.negate}
    if first.negate or first.field not in fields:
        return False
    return first.field not in more


def _meant(words: str) -> frozenset[int]:
    """What the last word of some names first of all, where that can be touched: a guitar, not a comedy."""
    if has_han(words):
        own = segment(words)[-1:]
        said = [one for token in own for one in meanings(token.text)[:1]]
    else:
        said = words.casefold().split()[-1:]
    kinds = load_kinds()
    return frozenset(m for one in said for m in kinds.meanings(one, 1) if kinds.tangible(m))


def _another_thing(before: Plan, constraints: Sequence[Constraint], vocabulary: Vocabulary) -> bool:
    """Whether a request asks for a kind of thing that the thing of before is none of: guitars, then "a quiet animal"."""
    kinds, old = load_kinds(), _meant(before.wish)
    fields = {name for name, view in vocabulary.fields.items() if any(one.name == "kind" for one in view.concepts)}
    asked = [c for c in constraints if not c.negate and c.op in ("eq", "in") and c.field in fields | vocabulary.kinds]
    new = frozenset(m for c in asked for value in c.values for m in _meant(str(value)))
    return bool(old and new) and not any(new & kinds.up(m) for m in old) and not any(old & kinds.up(m) for m in new)


def _together(before: Plan, now: Plan, gone: Sequence[Condition], analysis: Analysis) -> str:
    """The words to look for: those of before without what no longer holds, then those of an addition; else the newer ones."""
    if not (analysis.opening.adds or analysis.bare):
        return now.wish or before.wish
    old = before.wish
    for span in (c.source.span for c in gone if c.source.span):
        bounds = "" if has_han(span) else r"\b"
        old = re.sub(rf"{bounds}{re.escape(fold(span))}{bounds}", " ", old, flags=re.IGNORECASE)
    said = [*old.split(), *(word for word in now.wish.split() if word not in old.split())]
    return " ".join(said)


def _refusals(plan: Plan, earlier: Plan, analysis: Analysis) -> tuple[tuple[Condition, ...], tuple[str, ...]]:
    """The refusals of before that still hold, as conditions and as words to steer away from."""
    own = {c.filters for c in plan.conditions}
    refused = [c for c in earlier.conditions if c.refuses]
    held = [c for c in refused if not _asked_for(c, plan, analysis)]
    lifted = {c.source.span for c in refused if c not in held}
    conditions = tuple(replace(c, source=replace(c.source, kind="earlier")) for c in held if c.filters not in own)
    return conditions, tuple(word for word in earlier.excluded if word not in lifted)


def _preferred(plan: Plan, earlier: Plan, constraints: Sequence[Constraint]) -> tuple[Condition, ...]:
    """The guesses of the request, and those of before on fields that it says nothing of."""
    decided = {c.field for c in constraints} | {f.field for c in plan.preferences for f in c.filters}
    held = [
        c for c in earlier.preferences if c.source.kind != "standing" and not any(f.field in decided for f in c.filters)
    ]
    return (*plan.preferences, *(replace(c, source=replace(c.source, kind="earlier")) for c in held))


def _there(plan: Plan, earlier: Plan, constraints: Sequence[Constraint], vocabulary: Vocabulary) -> Plan:
    """`plan` with the places of before: "what about guesthouses there?"."""
    decided = {c.field for c in constraints}
    places = {
        name for name, view in vocabulary.fields.items()
        if name not in decided and any(concept.name == "place" for concept in view.concepts)
    }  # fmt: skip

    def held(conditions: Sequence[Condition]) -> tuple[Condition, ...]:
        there = [c for c in conditions if not c.refuses and all(f.field in places for f in c.filters)]
        return tuple(replace(c, source=replace(c.source, kind="earlier")) for c in there)

    return replace(
        plan,
        conditions=(*plan.conditions, *held(earlier.conditions)),
        preferences=(*plan.preferences, *held(earlier.preferences)),
    )


def inherited(
    plan: Plan,
    earlier: Plan,
    constraints: Sequence[Constraint],
    analysis: Analysis,
    vocabulary: Vocabulary,
    *,
    keep: bool,
    answered: bool = True,
) -> Plan:
    """`plan` with what still holds of the turn before.

    `constraints`: those of the request, checked; `keep`: whether it goes on from the conditions of before;
    `answered`: whether it answers what was asked: a question that is passed over once may be asked again. Of a field with
    one value the newer one counts; lists grow where the request adds ("also …"), and are replaced where it doesn't.
    """
    keep = keep and not analysis.opening.other
    disliked = tuple(dict.fromkeys((*earlier.disliked, *plan.disliked)))
    disliked = tuple(id for id in disliked if id not in plan.liked)
    unseen = (*(earlier.unseen if keep else ()), *disliked, *plan.unseen)
    refusals, excluded = _refusals(plan, earlier, analysis)
    plan = replace(
        plan, disliked=disliked, unseen=tuple(dict.fromkeys(unseen)), conditions=(*plan.conditions, *refusals),
        excluded=tuple(dict.fromkeys((*excluded, *plan.excluded))),
    )  # fmt: skip
    if not keep:
        return _there(plan, earlier, constraints, vocabulary) if _THERE.search(analysis.folded) else plan
    given = {c.field: [str(v) for v in c.values] for c in constraints if c.op in ("eq", "in") and not c.negate}
    more = {name for name, view in vocabulary.fields.items() if view.field.many and analysis.opening.adds}
    if earlier.asked is not None and earlier.asked.besides and not analysis.opening.instead:
        more.add(earlier.asked.field)
    asked = [earlier.asked.field] if earlier.asked else []
    bounded = [
        name
        for name in asked
        if name not in earlier.narrowed and any(c.field == name and c.op == "range" for c in constraints)
    ]
    if bounded:
        asked = []
    own = {c.filters for c in plan.conditions}
    before = [
        c
        for c in earlier.conditions
        if c.source.kind not in ("setting", "standing") and not c.refuses and c.filters not in own
    ]
    gone = [
        c for c in before
        if _replaced(c, constraints, more) or _gainsaid(c, plan)
        or not vocabulary.applies(c.filters[0].field, given)
    ]  # fmt: skip
    held = tuple(replace(c, source=replace(c.source, kind="earlier")) for c in before if c not in gone)
    wish = plan.wish if _another_thing(earlier, constraints, vocabulary) else _together(earlier, plan, gone, analysis)
    return replace(
        plan, wish=wish, deeds=tuple(dict.fromkeys((*earlier.deeds, *plan.deeds))), meaning=plan.meaning if wish == plan.wish else None, look=plan.look or earlier.look,
        sound=plan.sound or earlier.sound, less=tuple(dict.fromkeys((*earlier.less, *plan.less))),
        conditions=(*plan.conditions, *held), preferences=_preferred(plan, earlier, constraints), liked=plan.liked or earlier.liked,
        must_have=tuple(dict.fromkeys((*earlier.must_have, *plan.must_have))), sort=plan.sort or earlier.sort,
        settled=(*earlier.settled, *asked) if answered or set(asked) <= set(earlier.unanswered) else earlier.settled,
        narrowed=(*earlier.narrowed, *bounded),
        unanswered=earlier.unanswered if answered else tuple(dict.fromkeys((*earlier.unanswered, *asked))),
    )  # fmt: skip
