"""Everything that there is ("list all"), as a search without words, and the next so many of what was shown ("next ten").

Knows the words of the packs.
"""

from __future__ import annotations

from dataclasses import replace

from agent.dialogue.scene import Reply
from agent.loop.memory import Memory
from agent.search.turn import Turn
from retrieval.language.numbers import find_numbers
from retrieval.language.tables import each
from retrieval.language.turns import language_of_words
from retrieval.language.words import fold

__all__ = ["LISTED", "all_of_it", "following"]

LISTED = 20
"""Items that are shown of everything, where no number was asked for."""
MOST = 100
"""Items that are shown at once at most."""


def all_of_it(turn: Turn) -> Turn:
    """The turn as a search of everything where that is all that it asks for; else itself."""
    said = fold(turn.request).strip(" .!?")
    if not any(pattern.fullmatch(said) for pattern in each("everything.asked")):
        return turn
    return replace(turn, request="", k=turn.k or LISTED, everything=True, language=language_of_words(turn.request))


def following(turn: Turn, memory: Memory) -> Reply | None:
    """The next so many of the last list, as the same search again without what was shown; None where nothing asks for them."""
    said = fold(turn.request).strip(" .!?")
    if memory.turn is None or not memory.shown:
        return None
    match = next((m for pattern in each("everything.next") if (m := pattern.fullmatch(said))), None)
    more = memory.turn.everything and any(pattern.fullmatch(said) for pattern in each("everything.more"))
    numbers = find_numbers(match["n"]) if match else []
    wanted = int(numbers[0].value) if len(numbers) == 1 and not numbers[0].unit else LISTED if more else 0
    if not 1 <= wanted <= MOST:
        return None
    shown: list[str] = []
    at: Memory | None = memory
    while at is not None:
        shown += [item.id for item in at.shown]
        at = at.before
    again = replace(
        memory.turn,
        exclude=tuple(dict.fromkeys((*memory.turn.exclude, *shown))),
        k=wanted,
        personal=turn.personal,
        asks=False,
    )
    return Reply("", turn=again, memory=replace(memory.before or Memory(), before=memory))
