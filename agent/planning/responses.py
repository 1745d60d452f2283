"""How an intent goes on from the turn before: as an answer, as an objection, or as what it should be instead.

Knows the plan of before; compiles no constraint of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from agent.parsing.intent import Constraint, Intent
from agent.parsing.lexicon import Vocabulary
from agent.parsing.parse import Parse
from agent.parsing.parser import intent_of
from agent.planning.clarification_reply import Reply, moved
from agent.planning.conditions import filters_of, weight_of
from agent.planning.merge import merged
from agent.planning.objection import Objected, Objection, continues
from agent.planning.plan import ClarifyingQuestion, Condition, Plan, Source
from retrieval.catalog.items import Item
from retrieval.language.words import fold

__all__ = ["going_on", "read_again", "replying", "unless_said", "with_answer"]


def replying(
    intent: Intent, reply: Reply | None, asked: ClarifyingQuestion | None, read: Parse, shown: Sequence[Item]
) -> Intent:
    """An intent as an answer to what was asked: it goes on from the turn before. Of a request that begins with its answer only
    the rest is read."""
    if reply is None or asked is None:
        return intent
    if reply.rest is None:
        constraints = tuple(moved(c, asked, read.vocabulary) for c in intent.constraints)
        return intent.model_copy(update={"constraints": constraints, "keep": True, "unseen": False})
    rest = Intent() if not reply.rest else intent_of(read.of(reply.rest), shown=shown)
    unseen = bool(reply.rest) and intent.unseen
    found = merged(rest, intent, reply.rest, wording=False).intent if reply.rest else rest
    return found.model_copy(update={"language": intent.language, "keep": True, "unseen": unseen, "question": ""})


def _of_item(objection: Objection, vocabulary: Vocabulary) -> tuple[Condition, Constraint]:
    said = objection.constraint
    source = Source("item", said.span, objection.item.id, said.field)
    return Condition(filters_of(said, vocabulary), source, weight_of(said, vocabulary)), said


def read_again(intent: Intent, left: Parse, shown: Sequence[Item]) -> Intent:
    """An intent as what is `left` of its request says it: it goes on from the turn before."""
    rest = intent_of(left, shown=shown) if left.request.strip() else Intent()
    found = merged(rest, intent, left.request, wording=False).intent if left.request.strip() else rest
    return found.model_copy(update={"language": intent.language, "keep": True, "unseen": False, "question": ""})


def going_on(intent: Intent, read: Parse, earlier: Plan, shown: Sequence[Item]) -> Intent:
    """An intent that says what something should be like instead of what was shown goes on from the turn before; one that names another kind of thing doesn't."""
    if intent.keep or not continues(read.request, shown) or read.analysis.opening.other:
        return intent
    asked = {c.field for c in intent.constraints if not c.negate and c.op in ("eq", "in")}
    held = {f.field for c in earlier.conditions for f in c.filters if not f.negate and f.op in ("eq", "in")}
    if not (intent.constraints or intent.excluded) or asked & held & read.vocabulary.kinds:
        return intent
    return intent.model_copy(update={"keep": True, "wish": ""})


def unless_said(
    objected: Objected, said: Sequence[Constraint], vocabulary: Vocabulary
) -> list[tuple[Condition, Constraint]]:
    """The conditions of what was objected, but for those on whose field the rest of the response says what is wanted."""
    stated = {c.field for c in said if not c.guess}
    return [_of_item(one, vocabulary) for one in objected.objections if one.constraint.field not in stated]


def with_answer(earlier: Plan, reply: Reply, more: str) -> str:
    """The words to look for before an answer, with the values that it asks for, and with what else was said."""
    values = [str(v) for c in reply.constraints if c.op in ("eq", "in") and not c.negate for v in c.values]
    words = earlier.wish or ("" if values or earlier.asked is None else earlier.asked.words)
    said = [*words.split(), *(v for v in values if fold(v) not in fold(words))]
    return " ".join([*said, *(word for word in more.split() if word not in said)])
