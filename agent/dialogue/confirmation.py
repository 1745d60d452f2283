"""What is shown only to whoever confirms to be of age: whether an utterance confirms it, and what is answered then.

Knows the words for yes and no, and what was asked; which items it is about is the operator's policy, applied by the search.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from agent.dialogue.scene import Reply
from agent.loop.memory import Memory
from agent.search.turn import Turn
from retrieval.language.packs import voice_of
from retrieval.language.tables import each
from retrieval.language.turns import language_of_words
from retrieval.language.words import fold

__all__ = ["confirmed", "told_of_age"]

OF_AGE = 18


def told_of_age(text: str, *, asked: bool) -> Literal["yes", "no", ""]:
    """What an utterance says of its speaker's age, and nothing else: "I'm over 18", 我已满18岁; a bare yes where that was `asked`."""
    folded = fold(text).strip(" .!！。")
    for pattern in each("of_age.age"):
        if (match := pattern.fullmatch(folded)) is not None:
            return "yes" if int(match["age"]) >= OF_AGE else "no"
    if any(p.fullmatch(folded) for p in each("of_age.stated")) or (
        asked and any(p.fullmatch(folded) for p in each("of_age.yes"))
    ):
        return "yes"
    denied = any(p.fullmatch(folded) for p in each("of_age.denied"))
    return "no" if denied or (asked and any(p.fullmatch(folded) for p in each("of_age.no"))) else ""


def confirmed(turn: Turn, memory: Memory, *, set: bool) -> tuple[Reply, Memory] | None:
    """The answer to an utterance that confirms, or denies, that the person is of age, and what is remembered; None for any other.

    set: whether the operator keeps anything back at all. Where something was asked for before, that is searched again.
    """
    said = told_of_age(turn.request, asked=memory.of_age == "asked") if set else ""
    if not said:
        return None
    known = replace(memory, of_age=said)
    if said == "no" or memory.of_age != "asked" or memory.turn is None:
        message = voice_of(language_of_words(turn.request)).say(f"policy.of_age.{said}")
        return Reply(message), known
    again = replace(memory.turn, of_age=(), personal=turn.personal, exclude=tuple(dict.fromkeys((*memory.turn.exclude, *turn.exclude))))  # fmt: skip
    before = replace(memory.before or Memory(), of_age=said)
    return Reply("", turn=again, memory=before), known
