"""What a request asks of the person's own past: "I haven't seen", "not again what I bought", "the one I liked", 没看过的.

Knows the verbs by which people speak of what they did, and the kinds of event that each stands for; knows no person, no
event and no catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from retrieval.behavior.events.kinds import event_kinds
from retrieval.language.tables import either
from retrieval.language.words import Span

__all__ = ["DeedAsked", "blanked", "find_deeds"]

_BROUGHT = frozenset(kind.name for kind in event_kinds())
_TAKEN_IN = ("view", "play", "like", "dislike", "rate", "buy")
_VERBS: Mapping[str, tuple[tuple[str, ...], str, str]] = {
    "buy": (
        ("buy",),
        r"bought|buy|purchased?|ordered|order|owned|own|booked|book|had|have|got",
        r"买|购买|订|预订|下单|入手|点|点单|尝|拥有|有",
    ),
    "like": (("like", "rate"), r"liked|loved|enjoyed|favou?rited|saved|like|love|enjoy", r"喜欢|收藏|点赞|爱"),
    "rate": (("rate",), r"rated|reviewed|scored|rate|review", r"评分|评价|打分|评|打"),
    "cart": (("cart",), r"(?:put|added) (?:in|to|into) (?:my|the) (?:cart|basket)", r"加(?:入|进)?购物车"),
    "see": (
        _TAKEN_IN,
        r"seen|saw|see|looked at|look at|viewed|view|watched|watch|played|play|listened to|listen to|heard|hear|read|visited|visit|"
        r"been to|been in|been|stayed at|stayed in|stayed|stay at|gone to|went to|attended|attend|taken|took|tried|try|tasted|taste|eaten|ate|eat|drunk|drank|drink|"
        r"cooked|cook|made|used|use|done|did|come across|met|known|knew|know|finished|started",
        r"看|听|玩|读|吃|喝|去|住|用|试|尝|做|学|上|参加|体验|逛|浏览|接触|见|了解|知道",
    ),
}
"""Verb groups: the kinds of event that they stand for, English and Chinese. Who bought or judged something has seen it."""
Way = Literal["without", "only", "like"]


@dataclass(frozen=True, slots=True)
class DeedAsked:
    """One thing that is asked of the person's past.

    verb: of `_VERBS`, or "any". kinds: of event. way: without those items, only among them, or things like them. last: only
    the latest of them. span: where it stands.
    """

    verb: str
    kinds: tuple[str, ...]
    way: Way
    span: Span
    words: str = ""
    last: bool = False


_WHO = r"(?:i|we)"
_LATELY = r"(?:yet|before|already|last time|last week|last month|recently|lately|earlier|once|ever|again|the other day|yesterday|in the past|so far)"
_NOT = (
    rf"(?:{_WHO}(?:'ve| have|'d| had)? ?(?:n't|not|never)|{_WHO} (?:have|did|do|had)(?:n't| not| never)|{_WHO} (?:haven't|didn't|don't|hadn't)|(?:have|did|do) {_WHO} (?:not|never)"
    rf"|(?:haven't|didn't|don't) {_WHO})(?: (?:yet|already|ever|really|actually|even))*"
)
_DID = rf"{_WHO}(?:'ve|'d| have| had)?(?: (?:already|once|just|recently|ever|last))*"
_HEAD = r"(?P<head>(?:that|which|what|whatever|those|ones?|things?|everything|anything|something) )"
_REFUSED = re.compile(
    r"(?:\bnot?\b|\bnone\b|\bnothing\b|n't\b|\bnever\b|\bexcept\b|\bexcluding\b|\bexclude\b|\bwithout\b|\bother than\b|\bapart from\b|\bbesides\b|\bskip\b|\bleave out\b|\bdifferent from\b|\banything but\b|\bminus\b|\bbut for\b)"
    r"[^,.;!?]{0,40}$"
)
_ALIKE = re.compile(
    r"(?:\blike|\bsimilar to|\bmatching|\bgoes with|\bgo with|\bfits?|\bin the style of)\s*(?:the |those )?$"
)
_LEAD = re.compile(
    r"(?:(?:,\s*)?\b(?:but|and|only|please)\b\s*)*(?:\b(?:not?|none|nothing|never|except|excluding|without|other than|apart from|besides|skip|leave out|different from|anything but|minus|but for|don't (?:show|recommend|suggest|give|want)(?: me)?)\b\s*)"
    r"(?:\b(?:again|any|one|ones|the|of|those|things?|anything|what|that|which|same|films?|movies?|items?|products?|books?|songs?|stuff)\b\s*)*$"
)
_ZH_NOT = r"(?:我们?|本人)?(?:还|从来?|都|以前|之前)*(?:没有?|未曾?|不曾|没曾)"
_ZH_DID = r"(?:我们?|本人)?(?:都|上次|上回|上周|之前|以前|曾经?|已经|刚刚?|最近|昨天|早就|原来)*"
_ZH_TIME = either("deeds_asked.zh_time")
_ZH_BEFORE = either("deeds_asked.zh_before")
_ZH_AFTER = either("deeds_asked.zh_after")
_ZH_ALIKE = either("deeds_asked.zh_alike")


def _any_deed() -> tuple[str, ...]:
    """The kinds of event after which an item is no longer new to somebody."""
    return tuple(kind.name for kind in event_kinds() if kind.meets)


def _verb_of(word: str, chinese: bool) -> str:
    """The group of a verb as it was said."""
    return next(name for name, (_, *forms) in _VERBS.items() if re.fullmatch(forms[chinese], word))


def _made(verb: str, way: Way, span: Span, folded: str, last: bool = False) -> DeedAsked:
    kinds = _any_deed() if verb == "any" else _VERBS[verb][0]
    if verb == "see":  # who did what is registered has met the item
        kinds += tuple(kind for kind in _any_deed() if kind not in _BROUGHT)
    return DeedAsked(verb, kinds, way, span, span.of(folded).strip(" ,，"), last)


def _forms(chinese: bool) -> str:
    """All verbs as one pattern; the longest is tried first."""
    every = [form for _, *forms in _VERBS.values() for form in re.split(r"\|(?![^(]*\))", forms[chinese])]
    return "|".join(sorted(every, key=len, reverse=True))


_EN, _ZH = _forms(False), _forms(True)
_UNMET = re.compile(
    rf"(?:\b(?:that|which|who|where)\b\s+)?\b(?:{_NOT}|not yet|never yet)\s+(?P<verb>{_EN})\b(?:\s+{_LATELY})*",
    re.IGNORECASE,
)
_NEW = re.compile(
    r"(?:\b(?:that|which)(?: is| are|'s|'re| would be)\s+)?\b(?:(?:completely|totally|entirely|all) )?(?:new (?:to|for) (?:me|us)|unfamiliar to (?:me|us)|unknown to (?:me|us))\b"
    r"|\b(?:unseen|unwatched|unread|unplayed|unheard|untried)\b"
)
_MET = re.compile(rf"{_HEAD}?\b{_DID}\s+(?P<verb>{_EN})\b(?P<when>(?:\s+{_LATELY})*)")
_ZH_UNMET = either("deeds_asked.zh_unmet")
_ZH_MET = either("deeds_asked.zh_met")


def _english(folded: str) -> list[DeedAsked]:
    found = [_made("any", "without", Span(*m.span()), folded) for m in _NEW.finditer(folded)]
    for match in _UNMET.finditer(folded):
        verb, timed = _verb_of(match["verb"], False), re.search(rf"\b{_LATELY}\b", match[0]) is not None
        ends = re.match(r"\s*(?:$|[,.;!?])", folded[match.end() :]) is not None
        present = match["verb"] in _PRESENT and "did" not in match[0]
        if not present or timed or (match["verb"] in ("have", "own", "know") and ends):
            found.append(_made(verb, "without", Span(*match.span()), folded))
    for match in _MET.finditer(folded):
        span = Span(*match.span())
        if any(span.overlaps(other.span) for other in found) or match["verb"] in _PRESENT:
            continue
        found += _met(match, folded)
    return found


_PRESENT = frozenset(
    "buy purchase order own book have got like love enjoy rate review see view watch play hear visit attend try taste eat drink cook use know".split()
) | {"look at", "listen to", "stay at"}
"""Verbs in the present: "I don't like", "I have" tell of tastes and needs, not of the past."""


def _met(match: re.Match[str], folded: str) -> list[DeedAsked]:
    """What a clause of something that was done asks for; nothing where it only tells of it ("I liked Alien")."""
    left, right = folded[: match.start()], folded[match.end() :]
    verb, span = _verb_of(match["verb"], False), Span(*match.span())
    relative = match["head"] is not None or re.search(
        r"\b(?:one|ones|the \w+|that|what|films|movies|items|products|books|songs)\s*$", left
    )
    over = re.match(r"\s*(?:$|[,.;!?]|\b(?:again|and|but|or|under|over|with|please|yet|before)\b)", right)
    when = match["when"] or ""
    if not (relative or when) or not over:
        return []
    if re.search(_REFUSED, left):
        lead = _LEAD.search(left)
        return [_made(verb, "without", Span(lead.start() if lead else span.start, span.end), folded)]
    if _ALIKE.search(left):
        return [_made(verb, "like", span, folded, "last" in when)]
    if "already" in match[0]:  # "ones I've already seen", without a word that refuses them
        return []
    return [_made(verb, "only", span, folded, "last" in when)] if when or verb in ("buy", "like") else []


def _chinese(folded: str) -> list[DeedAsked]:
    found = []
    for match in _ZH_UNMET.finditer(folded):
        word = match["verb"] or match["verb2"]
        verb = _verb_of(word, True) if word else "buy" if "没" in match[0] else "any"
        found.append(_made(verb, "without", Span(*match.span()), folded))
    for match in _ZH_MET.finditer(folded):
        span = Span(*match.span())
        timed = _ZH_TIME.search(match["did"] or "") is not None
        if any(span.overlaps(other.span) for other in found) or not (match["past"] in ("过", "过分") or timed):
            continue
        if match["verb"] == "有" or re.search(r"[没不未]$", folded[: span.start]):
            continue
        verb, before = _verb_of(match["verb"], True), _ZH_BEFORE.search(folded[: span.start])
        after = _ZH_AFTER.match(folded, span.end)
        if before or after:
            start = before.start() if before else span.start
            lead = (
                re.match(
                    r"(?:别再?|不要再?|不想要?|除了?|排除|跳过|避开|剔除|去掉)(?:给我|推荐|推|看|重复|来)*", before[0]
                )
                if before
                else None
            )
            start = before.start() if before and lead and lead.end() == len(before[0]) else span.start
            outside = re.match(r"(?:以外|之外)的?", folded[span.end :]) if before and not after else None
            end = after.end() if after else span.end + (outside.end() if outside else 0)
            found.append(_made(verb, "without", Span(start, end), folded))
        elif _ZH_ALIKE.search(folded[: span.start]):
            found.append(_made(verb, "like", span, folded, "上" in match["did"]))
        elif match[0].endswith("的") or match["one"]:
            found.append(_made(verb, "only", span, folded, "上" in match["did"]))
    return found


def find_deeds(folded: str) -> tuple[DeedAsked, ...]:
    """What a folded request asks of the person's past, in order.

    >>> [(d.verb, d.way) for d in find_deeds("a comedy i haven't seen yet")]
    [('see', 'without')]
    >>> [(d.verb, d.way) for d in find_deeds("没买过的饮料")]
    [('buy', 'without')]
    """
    return tuple(sorted([*_english(folded), *_chinese(folded)], key=lambda deed: deed.span))


def blanked(text: str, deeds: Sequence[DeedAsked]) -> str:
    """`text` with the words of `deeds` replaced by spaces, every position kept."""
    for deed in deeds:
        text = text[: deed.span.start] + " " * (deed.span.end - deed.span.start) + text[deed.span.end :]
    return text
