"""What a request asks of the answer itself: how many items, and which media they must have."""

from __future__ import annotations

import re
from typing import Literal

from retrieval.language.numbers import find_numbers
from retrieval.language.words import Mask, Span

__all__ = ["find_count", "find_media"]

_COUNT_LEFT = re.compile(
    r"(?:\b(?:give|show|find|get|recommend|suggest|list|pick|name|want|need|bring|like|send|see)(?: me| us)?(?: the)?(?: only| just| about| maybe| another| some| any)?(?: best| top| first| next)?|\btop|\bbest|\bonly|\bjust|^)\s*$"
)
_COUNT_RIGHT = re.compile(
    r"\s*(?:of (?:them|these|those)\b|more\b|other\b|different\b|(?:(?!stars?\b|points?\b|dollars?\b|minutes?\b|hours?\b|years?\b|people\b|persons?\b|days?\b|levels?\b|kids?\b|times?\b|percent\b)[a-z][\w-]*\s*){1,5})"
)
_SUPERLATIVE = re.compile(r"\b(?:\w{2,}est|most|least|best|worst|top)\b|最")
_THE = re.compile(r"(?:\b(?:the|your|my|which|what|top)|^)\s*$")
_ZH_MOST = re.compile(r"最[^，。,；;]{1,8}的?\s*$|前\s*$")
_ZH_CLASSIFIER = re.compile(
    r"(?:个|家|部|本|首|款|条|张|种|道|间|处|只|份|件|套|篇|集|门|场|台|辆|双)(?!人|小时|月|星期|钟|小孩|大人|朋友)"
)
_ZH_LEFT = re.compile(
    r"(?:推荐|介绍|给我?|来|找|要|想要|换|列|选|挑|看|求|随便|任意|只|出|前|再|^)(?:我|我们|出|一下|个)?\s*$"
)
_SOUND = re.compile(
    r"\b(?:with|has|have|having|includ\w+) (?:an? |its |some |their )?(?:sounds?|audio|recordings?|sound clips?|voices?|noises?)\b(?! (?:system|quality|proof))|"
    r"\b(?:that|which) (?:i can hear|makes? (?:an? |some )?(?:sounds?|noises?)|can be heard|sings?|roars?|barks?)\b|\b(?:should|must|has to|have to|needs? to|ought to|can|could|to) (?:make|have|play|produce) (?:an? |some |its )?(?:sounds?|noises?)\b(?! (?:system|quality|proof))|\bi can (?:hear|listen to)\b|\baudible\b|"
    r"会(?:叫|唱歌?|响|发声|发出声音|吼|鸣叫?)的?|(?:有|带|含)(?:声音|音频|叫声|录音|音效|配音)的?|能(?:听|发出)(?:到|见)?声音?的?|听得见的?"
)
_PICTURE = re.compile(
    r"\b(?:with|has|have|having|includ\w+) (?:an? |its |some |their )?(?:pictures?|images?|photos?|photographs?|posters?|illustrations?)\b|\bi can see\b|"
    r"(?:有|带|含|配)(?:图片?|照片|图像|海报|插图)的?"
)


def find_count(folded: str, mask: Mask) -> tuple[int, Span] | None:
    """How many items are wanted, 1 to 50, and the words that say so; an article (一个, "a") is no number.

    >>> find_count("show me five hotels", Mask(19))
    (5, Span(start=8, end=12))
    """
    for number in find_numbers(folded):
        value, left, right = number.value, folded[: number.span.start], folded[number.span.end :]
        if (
            not (value.is_integer() if isinstance(value, float) else True)
            or not 1 <= value <= 50
            or not mask.free(number.span)
        ):
            continue
        classifier = _ZH_CLASSIFIER.match(right)
        if (
            classifier
            and not re.search(r"[这那第每几\d]\s*$", left)
            and (_ZH_LEFT.search(left) or _ZH_MOST.search(left))
            and (not number.article or re.search(r"只(?:要|推荐|给我)?$", left))
        ):
            return int(value), Span(number.span.start, number.span.end + classifier.end())
        if (
            classifier is None
            and not number.article
            and (_COUNT_LEFT.search(left) or (_THE.search(left) and _SUPERLATIVE.search(folded)))
            and (not right.strip() or _COUNT_RIGHT.match(right))
        ):
            return int(value), number.span
        if number.article and re.search(r"(?<!the )\b(?:just|only)\s*$", left):
            return 1, number.span
    return None


def find_media(folded: str, mask: Mask) -> list[tuple[Literal["image", "audio"], Span]]:
    """The media that every item must have ("with a sound", 会叫的, "with a photo"), and the words that say so."""
    found: list[tuple[Literal["image", "audio"], Span]] = []
    for medium, pattern in (("audio", _SOUND), ("image", _PICTURE)):
        match = pattern.search(folded)
        if match and mask.free(Span(*match.span())):
            found.append((medium, Span(*match.span())))  # type: ignore[arg-type]
    return found
