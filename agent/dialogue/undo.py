"""Taking back by words: what says so ("undo", 退回上一步), and what is then left of a conversation.

A request may follow the words ("go back, but cheaper"): it is asked in the place of what is taken back. Knows utterances; no
catalogue, no search, and nothing of how conversations are kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.planning.context import HistoryEntry
from retrieval.language.packs import voice_of
from retrieval.language.tables import each, fragment
from retrieval.language.words import fold

__all__ = ["is_undo", "nothing_to_undo", "taken_back", "undo_of", "undone_note"]

_SAID = each("undo.said", re.DOTALL)
_THEN = re.compile(rf"^(?:{fragment('undo.then')})?[,，\s]*", re.IGNORECASE)


def undo_of(text: str) -> str | None:
    """None where an utterance takes nothing back; else the request that follows, "" where it only takes back.

    >>> undo_of("Oops, undo that!"), undo_of("go back, but cheaper"), undo_of("Back to the Future"), undo_of("退回上一步")
    ('', 'cheaper', None, '')
    """
    folded = fold(text)
    match = next((match for pattern in _SAID if (match := pattern.match(folded))), None)
    if match is None:
        return None
    rest = match["rest"]
    if rest is None:
        return ""
    if not match["strong"]:  # "forget that, show me jazz" is another request, and takes nothing back
        return None
    return _THEN.sub("", text[match.start("rest") :])


def is_undo(text: str) -> bool:
    """Whether an utterance takes the last turn back and asks for nothing else.

    >>> is_undo("never mind the last one"), is_undo("算了，回到刚才"), is_undo("go back in time")
    (True, True, False)
    """
    return undo_of(text) == ""


def _answered(said: Sequence[HistoryEntry]) -> list[list[HistoryEntry]]:
    """The turns that still hold, each the user's words and what was answered; the first may be what came before any."""
    turns: list[list[HistoryEntry]] = [[]]
    for one in said:
        rest = undo_of(one.text) if one.role == "user" and len(turns) > 1 else None
        if one.role == "assistant":
            turns[-1].append(one)
        elif rest is None:
            turns.append([one])
        else:
            turns.pop()
            turns += [[HistoryEntry("user", rest)]] if rest else []
    return turns


def taken_back(text: str, history: Sequence[HistoryEntry]) -> tuple[str, tuple[HistoryEntry, ...], str]:
    """A request after a history that was held elsewhere, with what was taken back gone from both.

    Returns the request that is to be answered, the history before it, and the words that the request has taken back, ""
    where it took none back. Where only the first request is left to take back, the request to answer is "".
    """
    turns = _answered(history)
    rest, words = undo_of(text), ""
    if rest is not None and len(turns) > 1:
        words, text = turns.pop()[0].text, rest
        if not rest and len(turns) > 1:
            text = turns.pop()[0].text
    return text, tuple(one for turn in turns for one in turn), words


def undone_note(gone: str, again: str | None, language: str) -> str:
    """What an answer says of having gone back: which request was taken back, and which is answered again, if one is."""
    voice = voice_of(language)
    said = voice.say("undo.took", gone or voice.say("undo.last"))
    return said if again is None else said + voice.say("undo.answers", again or voice.say("undo.before"))


def nothing_to_undo(language: str, *, lost: bool = False) -> str:
    """What an answer says where there is no request to go back to. lost: it is no longer kept."""
    return voice_of(language).say("undo.gone" if lost else "undo.nothing")
