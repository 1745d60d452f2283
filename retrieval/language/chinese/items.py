"""How the Chinese texts of items say that something isn't in them."""

from __future__ import annotations

import re

from retrieval.language.chinese.segmentation import segmenter
from retrieval.language.grammar import ItemNegation
from retrieval.language.lazy import compiled

__all__ = ["CHINESE_ITEM"]

_HAN = r"[\u3400-\u4dbf\u4e00-\u9fff]"
_MORE = (
    r"(?:任何|一点|一丝|一粒|一滴|一勺|一克|半点|半粒|丁点|一丁点|丝毫|额外|人工|多余|使用|添加|加入|另外|其他|有)*的?"
)
_SINGLE = "葱姜蒜蛋奶糖盐油肉鱼酒"
_LISTED = rf"(?:{_HAN}{{1,6}}(?:、|和|或者?|及|与|以及))*"
_STRONG = compiled(
    rf"(?P<cue>不含有?|不包含|不包括|(?<!有)没有(?:加|放|用|添加|使用)?|没(?:放|加|用)|不加|不放|不添加|未添加|未加|不使用|未使用|不用|不带|不是|并非|不售|不卖|不供应|不提供|不设|去除|剔除|免除|杜绝|不掺|不沾|不配|并无|绝无|不需要?|无需|既不含|也不含)(?:{_MORE}){_LISTED}{_MORE}$"
)
_SHORT = compiled(
    r"(?P<cue>(?<!有)无|零|(?<!\d)(?<!\.)0|免|非|不|勿|控|戒|忌|怕)(?:任何|添加|额外|人工|太|很|那么|怎么|算|是很|油)?$"
)
_INSIDE = compiled(rf"(?P<cue>(?<!有)无|零|(?<!\d)(?<!\.)0|免|非)(?P<rest>{_HAN}{{1,4}})$")
_TWICE = compiled(r"(?:不是|没有|并非|不能|不会|不可|不得|无|没|不|非|绝不)$")


def _denies(before: str, after: str, word: str) -> bool:
    """Whether the characters before a word in its clause say that it isn't there."""
    run = re.search(rf"[{_SINGLE}]+$", before) if word in _SINGLE else None
    before = before[: run.start()] if run else before  # 不含蛋奶
    for pattern in (_STRONG, _SHORT):
        cue = pattern.search(before)
        if cue:
            return _TWICE.search(before[: cue.start("cue")]) is None
    inside = _INSIDE.search(before)
    if inside:  # 无乳糖: the denied word is longer than the one that is looked for
        first = next(iter(segmenter().cut(inside["rest"] + word)))
        return len(first) == len(inside["rest"]) + len(word)
    return False


CHINESE_ITEM = ItemNegation(
    clause=compiled(r"[，。；！？：,;!?\n（）()|/]|\.(?!\d)|但|而且|却"),
    free=compiled(
        r"(?:含量|度)?(?:为|是|[:：])?(?:零|0(?![\d.]))|过敏(?:者|人群|体质|的)?[^，。；]{0,4}?(?:也|都|可以|能|请)?(?:放心|安心|适用|适合)|(?:零|0|不|无)添加|未检出|除外|[:：]\s*(?:无|没有|0|不含)"
    ),
    denies=_denies,
    traces=compiled(
        r"(?:可能|或许|也许)(?:会|还)?(?:含有?|带有?|存在|有)[^，。；]*$|微量[^，。；]*$|(?:生产线|工厂|设备|车间)[^。；]*$"
    ),
    warns=compiled(r"过敏(?:者|人群|的人)?(?:勿|慎|不宜|不能|禁|请)"),
    nearby=compiled(
        r"[不无没未零免非勿控戒忌怕0]|去除|剔除|杜绝|绝无|除外|可能|或许|也许|微量|生产线|工厂|设备|车间|过敏"
    ),
)
