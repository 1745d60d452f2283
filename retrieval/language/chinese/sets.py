"""How people ask in Chinese for several things that go together."""

from __future__ import annotations

from retrieval.language.lazy import compiled
from retrieval.language.set_words import SetWords

__all__ = ["CHINESE_SETS"]

_UNIT = r"(?:个|道|份|部|本|首|款|张|种|家|碗|盘|样)"

CHINESE_SETS = SetWords(
    total=compiled(
        r"总共|一共|合计|加起来|加在一起|总计|总价|总时长|全部(?:加)?|一起|共(?=[\d一二两三四五六七八九十不少])"
    ),
    each=compiled(rf"每(?:人|{_UNIT})|各(?:自)?|单(?:价|{_UNIT})"),
    part=compiled(
        rf"(?:来|要|想要|给我|推荐|做|点|吃|再|加|和|配|一顿饭?|套餐|[:：])*(?P<n>[一两二三四12345]){_UNIT}?(?P<what>[一-鿿\w]{{1,6}}?)"
    ),
    parts=compiled(
        rf"\s*(?:[,，、+；;：:]|和|加|以及|再来|再加)\s*|(?<=[一-鿿])(?=[一两二三四]{_UNIT}?[一-鿿](?!共|起|百|千|十|人一))"
    ),
    people=compiled(
        rf"一人一{_UNIT}?|每人一{_UNIT}?|(?:给)?我们(?:俩|两个)?(?:每人|各)(?:来|推荐|选|找)?一?{_UNIT}?|各(?:来|推荐|选|找)一{_UNIT}"
    ),
    likes=compiled(
        r"(?P<who>我(?:女儿|儿子|妈妈?|爸爸?|老婆|老公|朋友|家人)?|她|他|孩子|老婆|老公|女朋友|男朋友)(?:比较|最|只|更|很)?(?:喜欢|爱|想看|想吃|想要|想听|要)(?:看|吃|听|喝)?(?P<what>[^,，。；;！!？?]+)"
    ),
)
