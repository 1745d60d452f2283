"""The phrases that any request is wrapped in: greetings, "can you recommend", 帮我找一个; and words without content.

General language only. What remains after taking them away is what the request is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from retrieval.language.tables import either, word_set
from retrieval.language.words import Mask, Span, clause_around, has_han, latin_words, segment, singular

__all__ = [
    "GENERIC",
    "SAYS_LITTLE",
    "SOLE",
    "STOP",
    "WHO_ASKS",
    "content_words",
    "information_asks",
    "tidy",
    "without_wrapping",
]

GENERIC = word_set("phrases.generic")
"""Nouns that name no sort of thing: they never stand for a value by their meaning."""

SOLE = word_set("phrases.sole")
"""Those of them that say what is looked for where nothing else does."""

STOP = word_set("phrases.stop")
"""Words that are never a value on their own."""

SAYS_LITTLE = word_set("thing.says_little")
"""Words that tell nothing of what is looked for."""

_EN_WRAP = re.compile(
    r"\b(?:hi|hello|hey)\b(?: there)?[,!. ]*|\b(?:please|thanks|thank you|kindly)\b(?: very much| a lot| so much)?|"
    r"\b(?:can|could|would|will|may|do) (?:you|i|we) (?:please |kindly )?(?:also )?(?:be able to )?(?:recommend|suggest|find|show|give|tell|help|get|list|pick|have|see|look for|like|know|share)\b(?: to\b)?(?: (?:me|us)\b)?(?: with\b)?(?: find\b| to find\b)?(?: (?:of|about)\b)?|"
    r"\b(?:recommend|suggest|find|show|give|get|list|pick|bring|fetch|tell)\b(?: me| us)(?: with| about)?|^\s*(?:recommend|suggest|find|show|give|get|list|search(?: for)?|look for|pick)\b|"
    r"\bi(?:'m| am|'ve been|'d be)? (?:would like|would love|'d like|'d love|want|wanted|need|wish|hope|really want|feel like|fancy|crave|look|search|hunt)(?:ing|s|ed)?(?: to)?(?: (?:find|see|have|get|eat|watch|make|cook|listen to|hear|buy|read|try|book|go to|stay in|stay at|visit|know))?(?: for)?\b|"
    r"\bi(?:'d| would) (?:like|love|prefer)(?: to)?(?: (?:find|see|have|get|eat|watch|make|cook|hear|buy|read|try|book))?\b|"
    r"\bi(?:'m| am) (?:looking|searching|hunting|craving|in the mood)(?: for)?\b|\blooking for\b|"
    r"\b(?:what|which)(?:'s| is| are|s)? (?:some|a|the|your|other)?\b(?: (?:good|best|recommended))?|\bare there(?: any)?\b|\bis there(?: a| any)?\b|\bdo you (?:have|know)(?: of)?(?: any| some)?\b|"
    r"\b(?:it|they) (?:should|must|has to|have to|needs? to|ought to)(?:\s+(?:be|have))?\b|\bhow (?:do|can|would|to)(?: i)?(?: make| cook| find)?\b|\bany (?:ideas|suggestions|recommendations)(?: for| of)?\b|\bi (?:think|guess|suppose|mean)\b|\bsome(?:thing|where|one)?\b|\banything\b|\bpreferably\b|\bideally\b|\bor so\b|\bmaybe\b"
)
_ZH_WRAP = re.compile(
    r"(?:你好|您好|你还|嗨|哈喽|亲|hello|hi|在吗|在不|请问|麻烦(?:你|您)?|劳烦(?:你|您)?|谢谢(?:你|您|啦)?|多谢|感谢)[啊呀哦呢]?[,，。!！~、 ]*|"
    r"(?:你|您)?(?:们)?(?:可以|可不可以|能不能|能否|能|可否|是否)?(?:请)?(?:(?:帮|给|为|替|向)(?:我|我们|忙|一下)+)+(?:一下)?(?:推荐|找|查|介绍|挑选?|选|看|安排|搜)?(?:一下|下)?|"
    r"(?:请|求|再|来|可以|能)?(?:你|您)?(?:推荐|介绍)(?:一下|下|给(?:我|我们)|我|几个|个)?(?:吧|呗|吗|一个|一家|一下)?|"
    r"(?:我们|咱们|我|(?<![一-鿿]))(?:也|还|就|正)?(?:想|要|需要|希望|打算|计划|准备|想要|打算要|正在)+(?:找|去|看|听|买|吃|要|订|预定|预订|住|有)?(?:到|一下)?|有没有|有什么|有啥|哪里有|哪儿有|有哪些|"
    r"(?:(?<![一-鿿])|(?<=[找荐绍给来要有想看吃听买去是选下我们]))(?:一|几|两)?(?:个|家|部|本|首|款|种|些|间|处|只|道|张|位|条)(?=[^人])|[一几两](?:个|家|部|本|首|款|种|些|间|处|只|道|张|位|条)(?=[^人])|"
    r"(?:好的?|合适的?|不错的?)?推荐(?:的)?(?:吗|么|呢|吧|呗)?|(?:就|也)?(?:可以|行|好)(?:了|的|吗|么|吧)?(?=[,，。？?！!]|$)|比较好|最好(?:是)?|"
    r"换(?:一?[个家部本首款批]|一下)|还有(?:别的|其他的?|什么)(?:吗|么)?|(?:吗|么|呢|吧|呗|啊|呀|哦|哈|哟|啦|了)(?=[,，。！？?!;；]|$)|什么样的|给点|意见"
)
_INFO = (
    r"地址|电话|周边|附近|评分|价格|类型|推荐菜|营业时间|门票|票价|开放时间|简介|信息|位置|联系方式|交通|路线|地铁|行程"
)
_ZH_ASK = either("phrases.zh_ask")
_EN_ASK = re.compile(
    r"\b(?:(?:and |also |please )*(?:tell|give|send|get) me|what(?:'s| is| are)|i(?:'ll| will)? (?:also )?need|can i (?:have|get))\b[^,.?!;]*?\b(?:address|phone(?: number)?|postcode|telephone|contact|"
    r"reference number|opening hours|directions|website|url|details|more information)\b"
)
_INFO_OF = re.compile(
    r"(?: (?:of|for|from))\b(?! (?:it|them|that|this|those|these|the (?:booking|reservation|place|first|second|third|one|ones))\b)"
)
"""What follows is the thing that is asked about: "the address of a hotel in the west"."""
_ZH_DROP = re.compile(r"[,，。！!？?；;、:：~]+")
_ZH_TAIL = "的|和|与|且|并且?|而且|要|是|在|有|也|都|还|然后|或|但是?|可是|不过|我|你|您"
_ZH_EDGE = "的|和|与|且|并且?|而且|要|是|在|有|那|这|也|都|还|然后|或|于|为|到|我|你|您|但是?|可是|不过|对|比|给|再"


def information_asks(folded: str, occupied: list[Span]) -> list[Span]:
    """The clauses that ask to be told something ("and tell me its address", 把电话告诉我): they are no conditions.

    A clause that holds one of the `occupied` spans (amounts) is a condition all the same.
    """
    found = []
    for pattern in (_ZH_ASK, _EN_ASK):
        for match in pattern.finditer(folded):
            clause = clause_around(folded, Span(*match.span()))
            of = _INFO_OF.match(folded, match.end()) if pattern is _EN_ASK else None
            span = Span(match.start(), of.end() if of else clause.end)
            if not any(span.overlaps(other) for other in occupied):
                found.append(span)
    return found


WHO_ASKS = re.compile(
    r"\S+@\S+|\([^)]*@[^)]*\)|\+?\d[\d ()-]{6,}\d|\bhttps?://\S+|\bwww\.\S+"
    r"|^[\w.'’-]+(?: [\w.'’-]+)?? (?:\([^)]*\) )?(?=(?:wants?|needs?|would like|is (?:looking|after|asking)|likes?|loves?|prefers?)\b)"
)
"""Who asks, and how they are reached: nothing that a catalogue could have."""


def without_wrapping(folded: str, mask: Mask, named: Iterable[Span] = ()) -> Mask:
    """`mask` with greetings and request phrases marked as understood, but for what overlaps the `named` values."""
    wrapped, named = mask.copy(), list(named)
    for pattern in (WHO_ASKS, _EN_WRAP, _ZH_WRAP) if has_han(folded) else (WHO_ASKS, _EN_WRAP):
        for match in pattern.finditer(folded):
            span = Span(*match.span())
            if mask.free(span) and not any(span.overlaps(other) for other in named):
                wrapped.take(span)
    return wrapped


_SUFFIXES = word_set("phrases.suffixes")


def _nouns(folded: str) -> list[tuple[Span, str]]:
    """Chinese nouns and names, a syllable that makes a noun of the word before it taken in (治疗 + 者)."""
    tokens = segment(folded)
    found, i = [], 0
    while i < len(tokens):
        token, after = tokens[i], tokens[i + 1] if i + 1 < len(tokens) else None
        joins = (
            after is not None
            and after.text in _SUFFIXES
            and has_han(token.text)
            and token.tag[0] in "nvab"
            and after.span.start == token.span.end
        )
        span = Span(token.span.start, after.span.end) if joins and after else token.span
        if has_han(token.text) and (joins or token.tag[0] in "njit" or token.tag in ("vn", "an", "l", "b")):
            found.append((span, span.of(folded)))
        i += 2 if joins else 1
    return found


def content_words(folded: str, mask: Mask) -> list[tuple[Span, str]]:
    """The words outside `mask` that may stand for something: Chinese nouns and names, English words with content."""
    found = [
        (span, word) for span, word in _nouns(folded) if mask.free(span) and word not in GENERIC and word not in STOP
    ]
    for span, word in latin_words(folded):
        if (
            len(word) >= 3
            and not word[0].isdigit()
            and word not in STOP
            and singular(word) not in GENERIC
            and mask.free(span)
        ):
            found.append((span, word))
    return sorted(found)


def tidy(text: str) -> str:
    """A phrase without doubled spaces, loose punctuation and dangling little words at either end.

    >>> tidy(" , a  blue   bird and the ")
    'blue bird'
    """
    if has_han(text):
        parts = [re.sub(rf"^(?:{_ZH_EDGE})+|(?:{_ZH_TAIL})+$", "", part.strip()) for part in _ZH_DROP.split(text)]
        return " ".join(part for part in parts if part)
    words = re.sub(r"[\s,;:!?.()\"，。！？；、]+", " ", text).strip().split(" ")
    edge = {
        "a",
        "an",
        "the",
        "and",
        "or",
        "of",
        "that",
        "which",
        "is",
        "are",
        "with",
        "for",
        "to",
        "but",
        "it",
        "by",
        "from",
        "in",
        "be",
        "has",
        "have",
        "me",
        "my",
        "some",
        "any",
        "i",
        "'s",
    }
    while words and words[0].lower() in edge:
        words.pop(0)
    while words and words[-1].lower() in edge | {
        "than",
        "at",
        "on",
        "costs",
        "cost",
        "rated",
        "i'm",
        "am",
        "who",
        "that's",
        "if",
        "he",
        "she",
        "also",
        "however",
        "so",
        "because",
        "when",
        "like",
        "similar",
    }:
        words.pop()
    return " ".join(words)
