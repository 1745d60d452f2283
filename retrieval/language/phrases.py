"""The phrases that any request is wrapped in: greetings, "can you recommend", 帮我找一个; and words without content.

General language only. What remains after taking them away is what the request is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from retrieval.language.words import Mask, Span, clause_around, has_han, latin_words, segment, singular

__all__ = ["GENERIC", "SOLE", "STOP", "WHO_ASKS", "content_words", "information_asks", "tidy", "without_wrapping"]

GENERIC = frozenset(
    "computer laptop phone movie film show book song track item product thing stuff recipe dish game place one something anything somewhere option "
    "choice kind type sort example picture photo image sound recipe idea suggestion recommendation piece work list unit "
    "电影 影片 片子 片 书 书籍 歌 歌曲 东西 产品 商品 物品 菜谱 菜 菜品 游戏 地方 地点 类型 种类 图片 照片 声音 推荐 建议 选择 服务 设施 家 店 人 朋友 周末 "
    "电脑 手机 笔记本 笔记本电脑 计算机 车 房子 电话 地址 条件 要求 感觉 时候 时间 价格 评分 评价 好评 票价 门票 消费 人均 价位 价钱 天 家人 孩子 小孩 一下 大家 自己 老师 先生 小姐 亲 单位 公司 同事 同学 客户 行程".split()
)
"""Nouns that name no sort of thing: they never stand for a value by their meaning."""

SOLE = frozenset("车 房子 手机 电脑 笔记本 笔记本电脑 计算机 computer laptop phone".split())
"""Those of them that say what is looked for where nothing else does."""

STOP = frozenset(
    "a an the and or of in on at to for with from by as is are was were be been being am do does did have has had i me my mine we us our you your he "
    "him his she her it its they them their this that these those there here what which who whom whose when where why how all any both each few more "
    "most other others some such only own same so than too very can could will would shall should may might must just also please want wants wanted "
    "need needs like likes love loved looking look find show give get got favorite favourite favorites favourites recommend suggest know tell see let lets help hi hello hey thanks thank good "
    "great nice best better new old free one ones something anything nothing everything someone somewhere thing things maybe perhaps really about into "
    "over under up down out off if then else not no nor yes ok okay im ill ive id dont doesnt isnt cant wont much many lot lots bit kind type sort else "
    "another again still even ever never plays playing played always often usually today tonight tomorrow make made use used using go going come take try trying without "
    "within between after before around near above below less least enough next last first second third hours hour minutes minute day days i'm i'd i've "
    "i'll it's that's what's there's let's don't doesn't isn't aren't can't couldn't wouldn't won't short long small big high low part parts end other "
    "类型 其他 其它 全部 所有 没有 可以 推荐 一般 不错 这个 那个 附近 周边 评分 价格 服务 左右 以上 以下 你好 您好 谢谢 地方 什么 哪里 怎么 时间 今天 明天 朋友 介绍 帮忙 需要 希望 最好 方便 安排 选择".split()
)
"""Words that are never a value on their own."""

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
_ZH_ASK = re.compile(
    rf"(?:告诉|发给|提供给|说一下|讲讲|查一下|查查|看看|看一下|看下|介绍一下|并提供|把)[^,，。！？]*?(?:{_INFO})|(?:{_INFO})[^,，。！？]{{0,4}}(?:是什么|是多少|在哪|告诉|发给|提供给|呢|怎么走)|(?:周边|附近|周围)(?:都|还)?有(?:什么|哪些|啥|没有)"
)
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


_SUFFIXES = frozenset("者手家员师类型片剧族馆店园区市县")


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
