"""How a request begins, seen from the turn before: with another topic, as an addition, or as a fragment of what was said.

"Forget that, show me …", 换个话题 leave what was asked for; "also …", 而且… add to it; "with a pool", 带泳池的 can't stand alone.
General language only: knows no catalogue, and decides nothing for a request that comes first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from retrieval.language.tables import either
from retrieval.language.words import Span, fold

__all__ = ["Opening", "opening_of"]


@dataclass(frozen=True, slots=True)
class Opening:
    """`other`: another topic. `adds`: what was asked for still holds, and this, too. `instead`: in the place of something.

    `spans`: the words that say so, which are no part of what is looked for.
    """

    other: bool = False
    adds: bool = False
    instead: bool = False
    spans: tuple[Span, ...] = ()

    def blanked(self, text: str) -> str:
        """`text` with these words replaced by spaces, every position kept."""
        for span in self.spans:
            text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
        return text


_SIGH = r"\s*(?:(?:ok(?:ay)?|yes|no|hmm+|well|oh|ah|now|thanks|thank you|sure|right|alright|actually|so|great|good|fine|cool|nice|please|wait|sorry)[,.! ]+)*"
_END = r"\s*(?:[,.;:!?]+|-+|$)\s*"
_REJECTS = either("discourse_markers.rejects")
"""What was shown is refused; what is said after that may still add to what was asked for."""
_OTHER_EN = re.compile(
    rf"^{_SIGH}(?:"
    r"(?:(?:let'?s|let us|can we|could we|i want to|i'd like to|i would like to|how about|what about) )?(?:(?:try|do|talk about|look (?:at|for)|find|see|have|get|show me|give me|find me) )?(?:something|anything) "
    r"(?:else (?:entirely|completely|altogether|instead|now)|(?:entirely|completely|totally|very|altogether|quite) (?:different|else|new)|different (?:now|entirely|altogether))"
    r"|(?:(?:let'?s|let us|can we|could we|i want to|i'd like to|i would like to) )?(?:change|switch)(?:ing)? (?:the |of )?(?:topics?|subjects?)(?: now| please)?"
    r"|by the way|incidentally|(?:a )?(?:change of (?:topic|subject|plans?|mind))|(?:a )?(?:new|different|another) (?:topic|subject|question|request|search)"
    r"|on (?:a|another) (?:(?:completely|totally|entirely) )?(?:different |new |other )?(?:note|topic|subject)"
    r"|(?:let'?s )?start(?:ing)? (?:over|again|afresh|anew|from scratch)"
    r"|(?:something|anything) (?:else|different|new)(?=\s*(?:[:—–]|-\s))"
    r"|now for something (?:completely |entirely )?(?:different|else)"
    rf")(?: ?(?:to|now)\b)?(?:{_END}|\s+)"
    rf"|^{_SIGH}(?:forget|ignore|scratch|drop|disregard|cancel|leave|enough of|never ?mind|no more of)(?: about)?(?: (?:that|it|this|those|these|them|all (?:of )?(?:that|this|those)|everything|the rest|what i (?:just )?said(?: before)?|the (?:last|previous|earlier)(?: \w+)?|my last \w+))?"
    r"(?:\s*(?:[,.;:!]+|-+)\s*|\s+and\s+|\s+(?=show|give|find|i\b|let|can|could|what|recommend))(?=\S)"
    rf"|^{_SIGH}(?:forget(?: about)?|never ?mind|enough of|no more(?! than))(?: [\w'-]+){{1,5}}\s*[,.;:!]+\s*(?=\S)"
)
_OTHER_ZH = either("discourse_markers.other_zh")
_ADDS_EN = re.compile(
    rf"^{_SIGH}(?:(?:and|but|plus)(?:,? also)?|also|additionally|in addition|furthermore|besides(?: that)?,|on top of that|what'?s more|as well as(?: that)?)\b[, ]*"
)
_ADDS_ZH = either("discourse_markers.adds_zh")
_ALSO = re.compile(r"\balso\b|,? (?:as well|too)(?=\s*[.!?]*\s*$)")
_INSTEAD = either("discourse_markers.instead")
_FRAGMENT_EN = re.compile(
    rf"^{_SIGH}(?:with(?!\s+(?:that|this)\b)|without|from|by|about|starring|featuring|directed by|written by|made (?:by|in|of)|set in|under|over|below|above|between|at (?:least|most)|preferably|ideally|in(?! (?:the mood|case|search|need)\b)|"
    r"(?:it|they|these|those|this one|that one)(?:'s|'d|'ll)? (?:should|must|has|have|needs?|is|are|can|could|ought|would|better)|(?:it|they)(?:'s|'re|'d|'ll)|make (?:it|them|sure)|(?:one|ones) (?:with|that|from|by|in|without))\b"
)
_FRAGMENT_ZH = either("discourse_markers.fragment_zh")


@lru_cache(maxsize=256)
def opening_of(text: str) -> Opening:
    """How a request begins. Reads nothing but its words; any text will do.

    >>> opening_of("Something else entirely: a red car").other, opening_of("而且要会叫的").adds, opening_of("a red car")
    (True, True, Opening(other=False, adds=False, instead=False, spans=()))
    """
    rejected = _REJECTS.match(fold(text))
    after = rejected.end() if rejected else 0
    folded = fold(text)[after:]

    def place(match: re.Match[str]) -> Span:
        return Span(after + match.start(), after + match.end())

    if match := _OTHER_EN.match(folded) or _OTHER_ZH.match(folded):
        return Opening(other=True, spans=(place(match),))
    instead = tuple(place(m) for m in _INSTEAD.finditer(folded))
    spans = [place(m) for m in (_ADDS_EN.match(folded), _ADDS_ZH.match(folded)) if m]
    spans += [place(m) for m in _ALSO.finditer(folded)]
    fragment = _FRAGMENT_EN.match(folded) or _FRAGMENT_ZH.match(folded)
    return Opening(False, bool(spans or fragment) and not instead, bool(instead), (*spans, *instead))
