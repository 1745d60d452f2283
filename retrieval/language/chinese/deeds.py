"""What a request says in Chinese of the person's own past: 没看过的, 别再推荐买过的, 像我喜欢过的."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.language.grammar import Deed
from retrieval.language.lazy import compiled
from retrieval.language.text import Span

__all__ = ["chinese_deeds"]

_VERBS = {
    "buy": r"买|购买|订|预订|下单|入手|点|点单|尝|拥有|有",
    "like": r"喜欢|收藏|点赞|爱",
    "rate": r"评分|评价|打分|评|打",
    "cart": r"加(?:入|进)?购物车",
    "see": r"看|听|玩|读|吃|喝|去|住|用|试|尝|做|学|上|参加|体验|逛|浏览|接触|见|了解|知道",
}
"""The verbs by which people speak of what they did, by the group that means the same."""
_MET = compiled(
    r"(?P<did>(?:我们?|本人)?(?:都|上次|上回|上周|之前|以前|曾经?|已经|刚刚?|最近|昨天|早就|原来){0,6})(?P<verb>加(?:入|进)?购物车|购买|预订|下单|入手|点单|拥有|喜欢|收藏|点赞|评分|评价|打分|参加|体验|浏览|接触|了解|知道|买|订|点|尝|有|爱|评|打|看|听|玩|读|吃|喝|去|住|用|试|尝|做|学|上|逛|见)(?P<past>过分|过|了|完)?(?:的(?!人))?(?P<one>那[个些部本款家件首]|东西)?"
)
_UNMET = compiled(
    r"(?<![他她它人友妈爸])(?:我们?|本人)?(?:还|从来?|都|以前|之前){0,6}(?:没有?|未曾?|不曾|没曾)(?:怎么|真的)?(?P<verb>加(?:入|进)?购物车|购买|预订|下单|入手|点单|拥有|喜欢|收藏|点赞|评分|评价|打分|参加|体验|浏览|接触|了解|知道|买|订|点|尝|有|爱|评|打|看|听|玩|读|吃|喝|去|住|用|试|尝|做|学|上|逛|见)(?P<past>过|完)(?:分)?(?:的|(?=$|[,，。;；!！?？]))|(?:我|我们)?还没有?(?P<verb2>加(?:入|进)?购物车|购买|预订|下单|入手|点单|拥有|喜欢|收藏|点赞|评分|评价|打分|参加|体验|浏览|接触|了解|知道|买|订|点|尝|有|爱|评|打|看|听|玩|读|吃|喝|去|住|用|试|尝|做|学|上|逛|见)(?P<past2>到|完)?的|(?:我|我们)还没有的|对(?:我|我们)来说(?:是)?(?:全)?新的|(?:我|我们)?不(?:知道|了解|认识)的"
)
_ALIKE = compiled(r"(?:像|和|跟|与|类似|类似于)\s*$")
_AFTER = compiled(
    r"(?:的)?(?:那些?|那个|几个|东西)?[,，]?(?:都|就|全|通通)?(?:请)?(?:别|不要|不用|不想|不必|除外|以外|之外|不算|不推|跳过|排除|免了|算了|去掉)(?:再|要|给我|推荐?|了|来|看|显示|出现|吧|重复)*"
)
_BEFORE = compiled(r"(?:别|不要|不想要?|不看|不用|除了?|排除|跳过|避开|剔除|去掉|不含|非)[^,，。;；!！?？]{0,12}$")
_TIME = compiled(r"上次|上回|上周|之前|以前|曾经?|已经|刚刚?|最近|昨天|早就")
_LEAD = compiled(r"(?:别再?|不要再?|不想要?|除了?|排除|跳过|避开|剔除|去掉)(?:给我|推荐|推|看|重复|来)*")
_OUTSIDE = compiled(r"(?:以外|之外)的?")
_DENIED = compiled(r"[没不未]$")


def _verb_of(word: str) -> str:
    """The group of a verb as it was said."""
    return next(name for name, forms in _VERBS.items() if re.fullmatch(forms, word))


def chinese_deeds(folded: str) -> Iterator[Deed]:
    """Yield what a folded text asks of the person's past in Chinese."""
    found: list[Deed] = []
    for match in _UNMET.finditer(folded):
        word = match["verb"] or match["verb2"]
        verb = _verb_of(word) if word else "buy" if "没" in match[0] else "any"
        found.append(Deed(verb, "without", Span(*match.span())))
    for match in _MET.finditer(folded):
        span = Span(*match.span())
        timed = _TIME.search(match["did"] or "") is not None
        if any(span.overlaps(other.span) for other in found) or not (match["past"] in ("过", "过分") or timed):
            continue
        if match["verb"] == "有" or _DENIED.search(folded[: span.start]):
            continue
        verb, before = _verb_of(match["verb"]), _BEFORE.search(folded[: span.start])
        after = _AFTER.match(folded, span.end)
        if before or after:
            lead = _LEAD.match(before[0]) if before else None
            start = before.start() if before and lead and lead.end() == len(before[0]) else span.start
            outside = _OUTSIDE.match(folded, span.end) if before and not after else None
            end = after.end() if after else span.end + (outside.end() if outside else 0)
            found.append(Deed(verb, "without", Span(start, end)))
        elif _ALIKE.search(folded[: span.start]):
            found.append(Deed(verb, "like", span, "上" in match["did"]))
        elif match[0].endswith("的") or match["one"]:
            found.append(Deed(verb, "only", span, "上" in match["did"]))
    yield from found
