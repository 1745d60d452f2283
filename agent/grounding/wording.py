"""General words of explanations, in English and Chinese: those that claim nothing, and those that claim something.

A word of `is_plain` may stand in any explanation without evidence: grammar, talk of choosing and matching, praise.
Everything else must be borne out. No word here belongs to any catalogue; what items are called in general (a film,
酒店) stands in groups of one meaning, and whether such a word is true of an item is decided by those who know it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from retrieval.language.concepts import Concept
from retrieval.language.tables import either, word_set
from retrieval.language.words import singular

__all__ = [
    "ADVERSATIVE",
    "AS_ASKED",
    "BEHAVIOUR",
    "BUDGET",
    "CLOSENESS",
    "GENERAL_ZH",
    "INJECTION",
    "KINDS",
    "KIND_CLASS",
    "LIKENESS",
    "MEASURED",
    "MEDIA",
    "MORE_CONCEPTS",
    "MOST",
    "NAMED_ALSO",
    "NOT_MOST",
    "PHRASES",
    "PLAIN_ZH",
    "REPORT",
    "SAMENESS",
    "SATISFIES",
    "STORY",
    "VAGUE",
    "YOURS",
    "akin",
    "is_plain",
    "kind_of_word",
]

_GRAMMAR = """
a an the this that these those it its itself he she him her his they them their there here i we our us me my you your
yours as at be is are was were been being am by for from in into of off on onto out up or and but so if then than to
too with within about across along after before between during through around over under upon toward towards per each
all both either any some such other others another same own what whatever which who whose whom when where why how
while whilst although though however because since until also just only even still quite rather very really truly
simply well indeed again much many more less few several lot bit can could may might will would should must do does did
done have has had having get gets let be not no nor neither never without yes plus via among amid amongst against
unlike despite yet already now today s t d ll re ve m isn aren doesn don won didn wasn couldn wouldn hasn haven
"""
_TALK = """
match meet fit suit satisfy fulfil fulfill answer correspond align agree deliver offer provide include feature come
bring give given show carry hold keep belong fall share combine pick chosen choose select selected recommend suggest
consider mention contain describe say said tell told call name title list note read stand stay work go serve help find
found see look seem appear think feel know believe hope enjoy like love want ask request search need wish require
prefer seek sought expect imagine intend explain state reveal cover address relate concern regard link connect tie
refer point respect follow reflect capture speak talk make take turn put set get got gave fill tick check boast sport
centre center revolve focus earn showcase highlight present depict portray display exhibit tag mark classify categorise
categorize identify qualify count remain own possess lend lean aim target complement hit add join combine blend mix pair
send sent upload start stick tend try involve concern note heed bear born prove confirm indicate suggest represent
constitute become became rest rely base basis ground back support suit list cite credit bill dub deem rate away along out
item choice pick option recommendation suggestion selection candidate result answer thing piece one entry example way
part reason fact detail point condition requirement criterion criteria preference query question need mood interest
word term phrase wording text name description attribute property field value information data record catalogue
catalog list spirit sense meaning line mind idea box bill side hand account aspect element purpose occasion moment
content summary label heading case regards terms limit cap maximum minimum ceiling threshold vibe tone feel range bracket
explanation suggestion remark context focus nature character kind sort type drawback downside upside advantage caveat catch bonus plus
watch visit use eat taste order explore discover experience meet learn
"""
_ADVERBS = """
exactly closely directly clearly nicely perfectly precisely likely probably perhaps maybe certainly definitely surely
especially particularly specifically fully overall generally together moreover besides furthermore therefore thus hence
finally additionally namely notably instead otherwise somewhat slightly vaguely remotely fairly pretty largely mainly mostly partly almost
literally explicitly equally similarly accordingly neatly squarely nearly easily simply readily
"""
_PRAISE = """
good great nice lovely wonderful excellent perfect ideal suitable apt fitting appropriate worthy worth worthwhile
interesting delightful pleasant enjoyable attractive appealing charming fantastic amazing brilliant beautiful splendid
superb fun satisfying pleasing compelling engaging promising sensible obvious delight treat pleasure fine
right sure recommended super terrific fabulous memorable captivating gripping heartfelt stunning impressive remarkable outstanding
exceptional marvellous marvelous magnificent admirable rewarding refreshing exciting intriguing fascinating inviting
"""
_IMAGE = "picture image photo photograph illustration drawing artwork poster portrait visual visually"
_AUDIO = "sound audio recording clip noise hear heard listen listened audible"
MEDIA: dict[str, frozenset[str]] = {
    "image": frozenset((_IMAGE + " 图片 图像 照片 相片 画面 图 插图 海报 封面图 看起来 看上去 外观").split()),
    "audio": frozenset((_AUDIO + " 声音 音频 录音 叫声 听起来 音效 声响").split()),
    "text": frozenset(
        "description text title words wording meaning 描述 文字 标题 介绍 简介 意思 文本 名称 名字".split()
    ),
}
"""Words that speak of an item's picture, sound or text."""

PHRASES = either("wording.phrases")
"""Idioms that claim nothing, whatever words they are made of."""

PLAIN_ZH = word_set("wording.plain_zh")
"""Chinese words that claim nothing."""

_KIND_CLASSES = (
    ("film movie 电影 影片 片子 片", "series show 剧集 电视剧 剧", "book novel 书 小说 书籍", "song track 歌 歌曲 曲子 乐曲", "album 专辑", "game 游戏", "recipe 菜谱 食谱",
     "stamp 印章 图章 邮票", "unit 单位 兵种", "product 产品 商品 货品", "article 文章", "video 视频 影像", "course 课程"),
    ("hotel 酒店 宾馆 旅馆", "restaurant 餐厅 餐馆 饭馆 饭店", "attraction sight 景点 景区 名胜", "museum 博物馆", "shop store 商店", "place spot venue 地方 场所 去处"),
    ("animal 动物", "toy 玩具", "car 汽车", "dish meal 菜 菜肴 菜品 美食"),
)  # fmt: skip
KINDS: tuple[frozenset[str], ...] = tuple(frozenset(group.split()) for groups in _KIND_CLASSES for group in groups)
"""Words for what items are, in groups of one meaning. A group is used of an item only where nothing speaks against it."""
KIND_CLASS: tuple[int, ...] = tuple(i for i, groups in enumerate(_KIND_CLASSES) for _ in groups)
"""For each group the class it is of: what one item of a class is, another of it is not."""

GENERAL_ZH = word_set("wording.general_zh")
"""Chinese words that claim something that is checked by itself: what an item is, its picture and sound, likeness."""
STORY = word_set("wording.story")
"""Words for what a description tells: they may be said where there is one."""
MEASURED = word_set("wording.measured")
"""Adjectives that only repeat the unit of an amount before them."""
NAMED_ALSO = {
    "duration": r"\b(?:runs?|running)(?: for)?\b|\bclocks? in\b|\bspans?\b|游玩",
    "year": r"\b(?:decade|era)\b|\b(?:came|comes|come) out\b|\bpremiered\b|\bdebuted\b|\bhit (?:theat(?:er|re)s|cinemas)\b",
    "price": r"\bsells? for\b|\bgoes for\b|\bpay\b",
    "cast": r"\bappears?\b|\bco-stars?\b",
}
"""Further ways of naming a concept in a statement, beside those of requests."""
MORE_CONCEPTS = (
    Concept(
        "opening",
        frozenset("hours hour opening open opens 营业 营业时间 开放".split()),
        r"\bopening (?:hours|times)\b|\bopens?\b|\bopening\b|营业时间|开放时间|营业|开门",
    ),
    Concept(
        "transport",
        frozenset("metro subway station stop 地铁 车站".split()),
        r"\bmetro(?: station)?\b|\bsubway(?: station)?\b|\bstation\b|地铁站?|车站",
    ),
    Concept("colour", frozenset("colour color colours colors 颜色".split()), r"\bcolou?rs?\b|\bcolou?red\b|颜色|色彩"),
    Concept(
        "material",
        frozenset("material materials fabric 材质 材料".split()),
        r"\bmaterials?\b|\bmade (?:of|from)\b|材质|材料",
    ),
)
"""Concepts of statements that requests have no need of."""

ADVERSATIVE = either("wording.adversative")
YOURS = either("wording.yours")
"""Talk of the request itself: its words may be repeated here."""
REPORT = either("wording.report")
"""A clause that only repeats what the person said."""
SATISFIES = either("wording.satisfies")
CLOSENESS = either("wording.closeness")
LIKENESS = either("wording.likeness")
"""Claims that one thing is near another."""
VAGUE = either("wording.vague")
"""Judgements of an amount without the amount: no fact bears them out or refutes them."""
AS_ASKED = either("wording.as_asked")
"""Claims that the person asked for just this."""
SAMENESS = either("wording.sameness")
MOST = either("wording.most")
"""Superlatives and comparatives with nothing to compare to."""
NOT_MOST = either("wording.not_most")
BUDGET = either("wording.budget")
"""Claims that a bound of the person is kept."""
BEHAVIOUR = either("wording.behaviour")
"""Claims of what the person did before."""
INJECTION = either("wording.injection", re.IGNORECASE)
"""Markup, addresses, code, and orders to a model or a reader: never shown, wherever they come from."""

_ENDINGS_SHORT = frozenset(("", "s", "es", "ed", "d", "ing", "y", "er", "e", "ers", "ly"))
_ENDINGS = _ENDINGS_SHORT | frozenset(
    "or ors ies ied ily ic tic ical al ally ation ion ions ive ous ious ness iness ity ist ism ful ce cy ment ish en an ian able ible r rs".split()
)


def _stem(word: str) -> str:
    word = singular(word)
    for ending in ("ing", "ed", "ly"):
        if len(word) >= len(ending) + 3 and word.endswith(ending):
            word = word[: -len(ending)]
            if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    if word.endswith("i") and len(word) > 3:
        word = word[:-1] + "y"
    return word.rstrip("e") if len(word) > 3 else word


_EXACT = frozenset((_GRAMMAR + _ADVERBS).split())
_PLAIN = frozenset(_stem(word) for word in (_TALK + _PRAISE).split())


def is_plain(word: str) -> bool:
    """Whether a folded word claims nothing.

    >>> [is_plain(w) for w in ("matches", "lovely", "你的", "cheap", "directed", "恐怖")]
    [True, True, True, False, False, False]
    """
    return word in PLAIN_ZH or word in _EXACT or _stem(word) in _PLAIN


def akin(one: str, other: str) -> bool:
    """Whether two folded English words are forms of one: plurals, tenses, and the commonest derivations.

    Endings that turn the sense round (-less, -free) don't count.

    >>> akin("romance", "romantic"), akin("comedies", "comedy"), akin("star", "start"), akin("sugar", "sugarless")
    (True, True, False, False)
    """
    if one == other or singular(one) == singular(other):
        return True
    shared = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        shared += 1
    endings = _ENDINGS if shared >= 5 else _ENDINGS_SHORT
    return (
        shared >= 4
        and shared >= min(len(one), len(other)) - 3
        and one[shared:] in endings
        and other[shared:] in endings
    )


@lru_cache(maxsize=1)
def _kind_index() -> dict[str, int]:
    return {word: i for i, group in enumerate(KINDS) for word in group}


def kind_of_word(word: str) -> int | None:
    """The group of KINDS that a folded word belongs to."""
    return _kind_index().get(singular(word))
