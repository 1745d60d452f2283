"""Taking back by words: what says so ("undo", 退回上一步), and what is then left of a conversation.

A request may follow the words ("go back, but cheaper"): it is asked in the place of what is taken back. Knows utterances; no
catalogue, no search, and nothing of how conversations are kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.planning.context import HistoryEntry
from retrieval.language.packs import voice_of
from retrieval.language.tables import either
from retrieval.language.words import fold

__all__ = ["is_undo", "nothing_to_undo", "taken_back", "undo_of", "undone_note"]

_LAST = r"(?:the |my |your )?(?:very )?(?:last|latest|previous|earlier|prior)(?: (?:one|ones|step|request|turn|change|question|message|thing|results?|answers?|list|suggestions?|search|picks?|bit))?"
_SAID = r"what i(?:'ve| have)?(?: just)? (?:said|asked|wrote|typed)"
_STRONG = (
    rf"undo(?: (?:that|this|it|last|{_LAST}|{_SAID}))?|(?:go|step|get|take me|bring me) back(?: (?:a|one) (?:step|turn)| again| to {_LAST}| to (?:what|where|how) (?:we|i|you|it|that) (?:had|were|was|been)(?: before)?| to before(?: that)?)?"
    rf"|(?:i(?:'ll)? )?take (?:that|it|this) back|revert(?: (?:that|it|this|{_LAST}))?|roll (?:that |it )?back|strike that"
)
_WEAK = (
    rf"(?:forget|cancel|scratch|ignore|drop|disregard|delete)(?: (?:that|it|this|about (?:that|it)|{_LAST}|{_SAID}))|never ?mind(?: (?:that|this|it|{_LAST}|{_SAID}))?|cancel|back(?: up| please)?"
    rf"|(?:show me |give me |can i see )?(?:the )?(?:previous|earlier) (?:results?|answers?|list|suggestions?|picks?)(?: again)?|as (?:it was )?before"
)
_OPENING = r"(?:(?:oops|no|ok|okay|sorry|wait|hmm+|actually|please|oh|well|ah|hm|nah|yeah|let's|let us|can you|could you|can we|could we|i want to|i'd like to|i would like to|just)[,.! ]+)*"
_PLEASE = r"(?:,? ?(?:please|again|then|thanks|thank you))*"
_ENGLISH = re.compile(
    rf"^\s*{_OPENING}(?:(?P<strong>{_STRONG})|(?P<weak>{_WEAK})){_PLEASE}\s*(?:[.!?]*\s*$|(?:[,.;:!]|\b(?:and|but)\b)\s*(?P<rest>.+))",
    re.DOTALL,
)
_RECENT = (
    r"(?:上一?(?:步|轮|次|个|条|句)|前一?(?:步|轮|次|个|条)|前面|之前|刚才|刚刚|先前|原来|上面)(?:的|那)?(?:个|些|次|里|句|批)?"
    r"(?:结果|推荐|回答|请求|问题|列表|话|要求|条件|选择|状态|操作)?"
)
_ZH_STRONG = rf"撤销(?:{_RECENT})?|撤回(?:{_RECENT})?|(?:退回|返回|回到|回退|倒回|退到|回)(?:到|去|来)?(?:{_RECENT})(?:去|吧)?|(?:退|倒|返)回(?:去|来)?|往?回退(?:一步)?|后退(?:一步)?|上一步|收回(?:{_RECENT})?|还原|恢复(?:{_RECENT})"
_ZH_WEAK = rf"(?:就?当我?)(?:刚才)?(?:没说过?|没问过?)|{_RECENT}(?:那(?:个|句|次))?(?:不算|作废|不要了|取消|算了|当我没说)|取消(?:{_RECENT}|吧|掉)?|还是(?:看|要|用)?{_RECENT}吧?|算了吧?|忘了(?:它|{_RECENT})吧?"
_CHINESE = either("undo.chinese", re.DOTALL)


def undo_of(text: str) -> str | None:
    """None where an utterance takes nothing back; else the request that follows, "" where it only takes back.

    >>> undo_of("Oops, undo that!"), undo_of("go back, but cheaper"), undo_of("Back to the Future"), undo_of("退回上一步")
    ('', 'cheaper', None, '')
    """
    folded = fold(text)
    match = _ENGLISH.match(folded) or _CHINESE.match(folded)
    if match is None:
        return None
    rest = match["rest"]
    if rest is None:
        return ""
    if not match["strong"]:  # "forget that, show me jazz" is another request, and takes nothing back
        return None
    return re.sub(
        r"^(?:(?:and|but|then|now)\b|[而但]是?|然后|再)?[,，\s]*", "", text[match.start("rest") :], flags=re.I
    )


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
