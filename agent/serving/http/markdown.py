"""Answers as Markdown, for chat front ends, and earlier answers read back. Item text is data: none of it counts as Markdown.

What a front end keeps of a conversation is its text alone; so every pick is a link to its item, by which "the second" is
understood in the next turn.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape, unescape
from urllib.parse import unquote

from agent.results.answer import Answer, Found, Pick
from agent.results.marks import grown, marked
from agent.serving.http.guard import TokenGuard
from retrieval.language.packs import voice_of

__all__ = ["closing", "escaped", "opening", "pick_text", "spoken"]

_MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!|~:])")
_LINK = re.compile(r"(?<!\\)\[(?P<words>(?:[^\[\]\\]|\\.)*+)\]\([^()\s]*/api/items/(?P<id>[^/?()\s]+)(?:\?[^()\s]*)?\)")
"""Possessive, and never begun within an escape: a stranger's text is read in time that grows with its length."""
_SPACE = re.compile(r"\s+")


def escaped(text: str) -> str:
    """A stranger's text on one line, every sign that Markdown or HTML could read made a plain one."""
    return _MARKS.sub(r"\\\1", escape(_SPACE.sub(" ", text).strip(), quote=False))


def _notes(notes: Sequence[str]) -> str:
    return "".join(f"*{escaped(note)}*\n\n" for note in notes)


def _message(message: str, judged: Sequence[str], language: str) -> str:
    """A message, each of its lines a line."""
    lines = [escaped(marked(line, judged, language)) for line in message.splitlines() if line.strip()]
    return "  \n".join(lines) + "\n\n" if lines else ""


def opening(found: Found) -> str:
    """What comes before the picks: the message, and notes."""
    return _message(found.message, found.judged, found.language) + _notes(found.notes)


def pick_text(pick: Pick, language: str, guard: TokenGuard, base: str) -> str:
    """A pick: its title as a link, why, its picture and its sound, at addresses that begin with `base`."""
    item = pick.item
    title = escaped(item.title_in(language)) or escaped(item.id)
    text = f"**{pick.position}. [{title}]({base}{guard.address(item.id)})** {escaped(marked(pick.reason, pick.judged, language, seen=pick.seen))}\n\n"
    if item.images:
        text += f"![{title}]({base}{guard.address(item.id, '/picture/0')})\n\n"
    if item.audio:
        text += f"[♪ {voice_of(language).say('chat.sound')}]({base}{guard.address(item.id, '/sound')})\n\n"
    return text


def closing(answer: Answer, told: Sequence[str], said: str = "") -> str:
    """What comes after the picks: a message other than what was `said`, notes that weren't `told` yet, what is asked, and a
    word where there is nothing."""
    rest = _message(grown(answer.message, said), answer.judged, answer.language)
    rest += _notes([note for note in answer.notes if note not in told])
    if answer.question:
        return f"{rest}{escaped(marked(answer.question, answer.judged, answer.language))}\n\n"
    empty = not answer.picks and not answer.message
    return rest + (voice_of(answer.language).say("chat.empty") if empty else "")


def spoken(text: str) -> tuple[str, tuple[str, ...]]:
    """An earlier answer read back: the titles of its picks, and their ids; of another text, the words as they are."""
    links = list(_LINK.finditer(text))
    if not links:
        return text, ()
    titles = [unescape(re.sub(r"\\(.)", r"\1", link["words"])) for link in links]
    return ". ".join(titles), tuple(dict.fromkeys(unquote(link["id"]) for link in links))
