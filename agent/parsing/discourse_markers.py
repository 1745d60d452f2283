"""How a request begins, seen from the turn before: with another topic, as an addition, or as a fragment of what was said.

"Forget that, show me …", 换个话题 leave what was asked for; "also …", 而且… add to it; "with a pool", 带泳池的 can't stand alone.
General language only: knows no catalogue, and decides nothing for a request that comes first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

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
_REJECTS = re.compile(
    r"^\s*(?:(?:no|nope|hmm+|well|sorry|thanks)[,.! ]+)*(?:(?:i don'?t (?:like|want) )?(?:not|none of|neither of|no to|not any of)? ?(?:this|that|these|those|them|it)(?: (?:one|ones|either))?|neither|none)\s*[.,;!]+\s*"
    r"|^\s*(?:(?:不|嗯+|哦|谢谢)[,，。 ]+)*(?:都不(?:是|要|行|喜欢|对|好|合适|满意)|(?:不|别)(?:要|喜欢|是)?(?:这|那)(?:些|个|几个))(?:的|了)?\s*[,，。.！!；;]+\s*"
)
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
_OTHER_ZH = re.compile(
    r"^\s*(?:(?:好的?|嗯+|算了|那|行|谢谢|不|好吧|现在|我想|我们|咱们|来|请)[,，。 ]*)*(?:换个?一?个?(?:别的|其他的?)?(?:话题|问题)|(?:另外|顺便|再|还)(?:想)?问(?:一下|一?句|个问题|下)|(?:聊|说|看|找|来)点(?:儿)?(?:完全)?(?:别的|其他的|不同的|不一样的)(?:东西|话题)?(?:吧)?|(?:完全)?(?:不同|不一样|不相关)的(?:东西|话题|问题)|另外一?个(?:问题|话题)"
    r"|(?:先)?不(?:说|管|聊|看|找)(?:这个|那个|这些|那些|它)了?|(?:把)?(?:刚才|之前|前面|上面)的?(?:都|全部?)?(?:忘了|忘掉|不算|作废|不要了|不管了?)吧?|忘(?:了|掉)(?:刚才|之前|前面|它|这个|那个|这些|那些)的?吧?|(?:这些|那些|这个)?都?不要了|(?:来?点?儿?)?(?:别的|其他的?)(?=\s*[:：])|重新(?:来|开始|找|推荐)过?吧?|从头(?:再)?(?:来|开始))(?:了|吧)?(?:[,，。:：;；!！ ]+|$)"
    r"|^\s*算了吧?[,，。 ]+(?=\S)|^\s*[^,，。！？]{1,8}(?:先)?(?:不(?:看|找|要|聊|买|用)了|就算了)[,，。!！ ]+(?=\S)"
)
_ADDS_EN = re.compile(
    rf"^{_SIGH}(?:(?:and|but|plus)(?:,? also)?|also|additionally|in addition|furthermore|besides(?: that)?,|on top of that|what'?s more|as well as(?: that)?)\b[, ]*"
)
_ADDS_ZH = re.compile(
    r"^\s*(?:(?:好的?|嗯+|对了?|行|那)[,，。 ]*)*(?:而且|并且|同时|此外|另外|还有(?!别的|其他|其它|吗|没|什么|哪|呢|[?？])|再加上?|加上|以及|还(?=[要得想需必能会带有是])|也(?=[要得想需必能会带有是])|但是?|不过|可是)(?:[,，:： ]*)"
)
_ALSO = re.compile(r"\balso\b|,? (?:as well|too)(?=\s*[.!?]*\s*$)")
_INSTEAD = re.compile(r"\b(?:instead|rather)\b(?! (?:of|than))|换成|改成|改为|改要|改看")
_FRAGMENT_EN = re.compile(
    rf"^{_SIGH}(?:with(?!\s+(?:that|this)\b)|without|from|by|about|starring|featuring|directed by|written by|made (?:by|in|of)|set in|under|over|below|above|between|at (?:least|most)|preferably|ideally|in(?! (?:the mood|case|search|need)\b)|"
    r"(?:it|they|these|those|this one|that one)(?:'s|'d|'ll)? (?:should|must|has|have|needs?|is|are|can|could|ought|would|better)|(?:it|they)(?:'s|'re|'d|'ll)|make (?:it|them|sure)|(?:one|ones) (?:with|that|from|by|in|without))\b"
)
_FRAGMENT_ZH = re.compile(
    r"^\s*(?:(?:好的?|嗯+|对|最好|那|要|我要|我想要|想要|得|必须|希望|要求)[,，。 ]*)*(?:(?:它|他们|它们)(?:得|要|应该|必须|最好|是)|(?:带|有|含|由|在|会|能|不|没|是|讲|关于|来自)[^，。！？]{1,12}的[。.!！]?$|[^，。！？的]{1,8}[的]\s*[。.!！]?$)"
)


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
