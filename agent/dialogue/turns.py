"""Where a request starts from: what came before it, or, where it takes something back, the request before that.

Decides which turn is answered and on what memory; answers nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from agent.dialogue.undo import nothing_to_undo, taken_back, undo_of, undone_note
from agent.loop.memory import Memory
from agent.planning.context import HistoryEntry
from agent.search.turn import Turn
from retrieval.language.packs import language_of

__all__ = ["Start", "start"]

MakeTurn = Callable[[str, Memory], Turn]
"""A request and what came before it → the turn, with all that was given beside the words."""
Recall = Callable[[Sequence[HistoryEntry]], Memory]


@dataclass(frozen=True)
class Start:
    """A turn and the memory that it goes on from.

    fresh: whether it is asked for the first time. kept: what is remembered instead of the turn, where nothing is asked.
    """

    turn: Turn
    memory: Memory
    fresh: bool = True
    kept: Memory | None = None


def _noted(turn: Turn, *notes: str) -> Turn:
    return replace(turn, notes=(*notes, *turn.notes))


def _asked_back(make: MakeTurn, notes: Sequence[str], language: str) -> Turn:
    """A turn that is answered by the question what is looked for."""
    return replace(make("", Memory()), notes=tuple(notes), language=language, personal=None)


def _in_history(text: str, said: Sequence[HistoryEntry], make: MakeTurn, recall: Recall, words: bool) -> Start:
    asked, left, gone = taken_back(text if words else "", said)
    memory = recall(left) if left else Memory()
    language = language_of(asked or text)
    if not gone:
        return Start(make(text, memory), memory)
    if not asked:
        return Start(_asked_back(make, [undone_note(gone, None, language)], language), Memory(), False)
    again = asked if undo_of(text) == "" else None
    return Start(_noted(make(asked, memory), undone_note(gone, again, language)), memory, again is None)


def _in_session(text: str, memory: Memory, make: MakeTurn) -> Start:
    rest = undo_of(text)
    if rest is None:
        return Start(make(text, memory), memory)
    language, before = language_of(text), memory.before
    if before is None:
        return Start(_asked_back(make, [nothing_to_undo(language)], language), Memory(), False, memory)
    gone = memory.turn.request if memory.turn is not None else memory.heard
    if rest:
        return Start(_noted(make(rest, before), undone_note(gone, None, language_of(rest))), before)
    if before.turn is None or before.before is None:
        lost = [] if before.plan is None else [nothing_to_undo(language, lost=True)]
        return Start(_asked_back(make, [undone_note(gone, None, language), *lost], language), Memory(), False, before)
    earlier, now = before.turn, make("", before.before)
    again = replace(
        earlier, personal=now.personal, exclude=tuple(dict.fromkeys((*earlier.exclude, *now.exclude))),
        notes=(undone_note(gone, earlier.request, language_of(earlier.request)),),
    )  # fmt: skip
    return Start(again, before.before, fresh=False)


def start(
    text: str, said: Sequence[HistoryEntry], memory: Memory, make: MakeTurn, recall: Recall, *, words: bool
) -> Start:
    """Where a request starts that goes on from what was `said` elsewhere, made a memory by `recall`, or else from `memory`.

    What the history has taken back is left out. A request that only takes the last turn back is answered by asking the turn
    before again, on what came before that. `words`: whether the request is its words alone; with a picture, a sound or an
    item it takes nothing back.
    """
    if said:
        return _in_history(text, said, make, recall, words)
    return _in_session(text, memory, make) if words else Start(make(text, memory), memory)
