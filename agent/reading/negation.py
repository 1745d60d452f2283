"""What a request says no to: which of its words stand under a negation.

Knows the words of negation and how far they reach, and the many phrases that only look like one ("no more than",
"not sure", 有没有, 不错). What is denied is decided by those who know the catalogue.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from agent.reading.text import Mask, Span, has_han

__all__ = ["Denial", "find_denials", "too_much"]


@dataclass(frozen=True, slots=True)
class Denial:
    """A negation: `cue` are the words that deny, `scope` those that are denied, `degree`: only too much of it is.

    `lack`: said of what the person has ("I'm out of butter"), not of the thing that is looked for.
    """

    cue: Span
    scope: Span
    degree: bool = False
    lack: bool = False

    @property
    def span(self) -> Span:
        """Cue and scope together."""
        return Span(min(self.cue.start, self.scope.start), max(self.cue.end, self.scope.end))


_HARMLESS = re.compile(
    # English: phrases with a negative word that deny nothing of the thing that is looked for
    r"\bnot only\b|\bnot just\b|\bnot sure\b|\bwhy not\b|\bwhy don't\b|\bnot (?:an? )?bad\b|\bnot (?:really |exactly )?(?:my|his|her|our|their|your|a) (?:favou?rite|cup of tea)\b|\bno (?:problem|object|issue|obstacle)\b|\bno matter\b|\bno doubt\b|\bno (?:hurry|rush|need)\b|"
    r"\bno idea\b|\bno thanks?\b|\bif not\b|\bor not\b|\bno worries\b|\bnot yet\b|\bno preference\b|\bnothing (?:but|special|specific|particular)\b|"
    r"\b(?:do|does|did|would|could|can|is|are|was|were|have|has|had)n't (?:you|we|they|he|she|it|i|the|that|there)\b|\bcan't wait\b|"
    r"\b(?:don't|do not|doesn't|didn't|did not) (?:mind|care|know|matter|remember|think|recall|understand|see)\b|\bcan't (?:find|remember|think|decide|afford|get enough)\b|"
    r"\b(?:have|has)(?: still| actually| also)?(?:n't| not|n't yet| never) (?:seen|read|heard|watched|tried|played|been)\b|\bnever (?:seen|read|heard|watched|tried|played)\b|"
    r"(?:^|[.!?] *|, *)(?:is|was|are|were|does|did|do|has|have|had|would|could|can|should|wo)n't\b|^\s*(?:oh,? |well,? )?(?:no|nope)\b(?=[, ]+(?:i|it|they|he|she|that|we|but|there)\b|\s*[,.!])|"
    r"\b(?:not|aren't|isn't) (?:familiar|aware)(?: (?:with|of) (?:any|some)thing (?:that's |that is )?(?:not|other than))?\b|\bnot that i\b|\b(?:have|has)(?:n't| not)\b|"
    r"\bnot in a (?:rush|hurry)\b|\b(?:short|low) (?:on|of) (?:time|money|cash|ideas)\b|\bno (?:\w+ )?(?:experience|idea|time|money|clue)\b|"
    r"\bdon't have (?:much|a lot of|any|enough|too much) (?:time|money|experience|ideas?)\b|\b(?:don't have|no) (?:time|experience|money)\b|\bwon't (?:spoil|affect|take)\b|"
    # Chinese: A-not-A questions, and words in which the negative syllable has another sense
    r"有没有|能不能|可不可以|是不是|要不要|好不好|行不行|会不会|对不对|想不想|算不算|在不在?|要不[然是]?|不错|不少|差不多|不过|不仅|不但|不光|不知道?|不限|不管|不论|"
    r"不介意|没关系|没问题|没事|不好意思|不然|说不定|不一定|来不及|不用|不必|不客气|不急|没想好|没什么要求|不太?清楚|不太?确定|不高|不远|不(?=[？?吗]|$)|"
    r"不(?:能|会|要|想|希望|可以|可)?(?:超过|高于|低于|大于|小于|多于|少于|超出|到\d)|无论|无线|无所谓|无聊|无敌|非常|除非|是非|南非|非洲|特别|分别|级别|区别|类别|性别|识别|个别|差别|告别|离别|别墅|别人|别致|"
    r"有无(?!.{0,3}房的?)"
)

_EN_CUE = re.compile(
    r"(?:(?:i|we|he|she|they|it|that|which|who|you)(?: (?:really|also|just))? )?"
    r"\b(?:do not|don't|doesn't|does not|didn't|did not|dont|doesnt|won't|will not|never) (?:really |particularly |necessarily )?(?P<verb>want|like|eat|need|have|contain|include|enjoy|love|use|taste|"
    r"care for|fancy|feel like|show|give|recommend|involve|require|feature|star|drink|watch|be|take)(?: me)?(?: to (?:see|eat|have|watch|get|be|buy|hear|cook|use|make|read|drink))?\b|"
    r"\b(?:can't|cannot|can not|could not|couldn't|shouldn't|should not|mustn't) (?:eat|have|stand|handle|tolerate|bear|drink|use|take|be|contain|include)\b|"
    r"\b(?P<be>(?:isn't|aren't|is not|are not|wasn't|be not|am not|not being)(?! (?:a (?:big |huge |great )?fan of|comfortable with|keen on|fond of|into|okay with|ok with)\b))\b|\b(?:hates?|dislikes?|detests?|avoid(?:s|ing)?|exclud(?:e|es|ing)|without|except(?: for)?|other than|apart from|besides|"
    r"anything but|everything but|rather than|instead of|hold the|free (?:of|from)|minus|skip|skipping|neither|nor)\b|"
    r"\ballergic to\b|\bintolerant (?:to|of)\b|\b(?:(?:sick|tired)(?: and tired)? of|fed up (?:of|with))(?: (?:eating|having|seeing|watching|a|the))?\b|(?:\bnot|n't) (?:being )?(?:a (?:big |huge |great )?fan of|comfortable with|keen on|fond of|into|okay with|ok with)(?: (?:eating|having|seeing|watching))?\b|\bno fan of\b|"
    r"\b(?P<lack>(?:ran|run|running|i'm|am|we're|are) out of|short on|short of|forgot(?: to (?:buy|get))?(?! (?:all )?about))\b|"
    r"\b(?P<nothing>nothing|nobody|none of)\b|\b(?P<no>no|not|non)\b(?:-| (?:like|from|with|made with|made of)\b)?"
)
_EN_END = re.compile(
    r"[,.;!?()]| but\b| because\b| so\b| when\b| while\b| if\b| since\b| as\b| though\b| although\b| please\b| however\b| - |"
    r" and (?:i|we|it|that|which|is|are|has|have|want|need|only|still|also|with|my|should|must|under|over|at least|less|more|rated|costs?|a|an|the)\b|"
    r" (?:that|which|who) (?:is|are|has|have|costs?|can)\b| for (?:when|my|me|the|a|dinner|lunch|breakfast|brunch|dessert)\b| at (?:home|my|the)\b| in (?:the|my)\b| with\b| under\b| over\b| below\b|"
    r" above\b| instead\b| rated\b| from the\b|[，。！？；、](?=(?:要|但|我|最好|评|价|而))|[，。！？；]"
)
_SUFFIX_FREE = re.compile(
    r"\b((?:[a-z]+ )??[a-z]+)[- ]free\b(?! (?:of|from|to|time|wifi|parking|entry|shipping))|\b([a-z]+)[- ]intolerant\b|"
    r"\b([a-z]+(?: food)?) (?:(?:really|always|often|just|usually) )?(?:makes? (?:me|him|her|us|them|(?:my|his|her|our|their) \w+) (?:\w+ ){0,2}?(?:sick|ill|hurts?|aches?|bloated|queasy|nauseous|itch|itchy|run|vomit)\b|"
    r"(?:upsets?|hurts?) (?:me|(?:my|his|her|our|their)(?: stomach| tummy| belly| head)?)\b)"
)
_PREFERRED = re.compile(r"\bprefer(?:s|red)? (?:[\w'-]+ ){1,5}?(over)(?! (?:there|here|the)\b)")
_TOO = re.compile(
    r"\b(?:is|are|was|were|it's|that's|they're|tastes?|feels?|gets?) (?:just |way |a bit |always )?(too) (?!much\b|many\b)[a-z]+\b"
)
"""What "too" says of things that are told of ("most of them are too sweet"), where nothing denies it."""
_FREE_WORDS = frozenset(
    "for a the is are is are it feel be all totally completely and or with of entry admission want free something".split()
)

_ZH_CUE = re.compile(
    r"(?:请|都|也|最好|千万|绝对|坚决|一定|尽量|我|她|他|可以)*"
    r"(?:(?P<soft>不(?:要|能|想|希望|用)?太|别太|不希望太|不要过于|别过于|不要[那这]么|别[那这]么|不那么|没那么)|"
    r"(?:不想|不能|不可以|不愿意?|不打算)(?:要|吃|看|听|买|去|有|含|喝|选|住|用)?|不要再?(?:有|含|带|放|加|吃|给我|推荐|是|那种|选)?|不(?:喜欢|爱|含|带|放|加|吃|喝|看|听|是|包括|包含|接受|考虑|需要|属于|去|选|住|在)|"
    r"别(?:的不要)?(?:给我|推荐|有|放|加|要|来|选|是)*|没有|没(?=[^有\s])|讨厌|拒绝|避免|避开|排除|去掉|除了|除去|除开|非(?=[\u4e00-\u9fff])|无(?=[\u4e00-\u9fff])|不(?=[\u4e00-\u9fff]))"
)
_ZH_END = re.compile(
    r"[,，。！!？?；;]|但|而且|而是|只要|只想|只|最好|请|谢谢|以外|之外|外的|都(?:行|可以|好|成|没问题)|的(?:酒店|餐馆|地方|东西|那种)?(?=[\u4e00-\u9fff]{0,6}(?:$|[，。！？吗吧呢]))|吗|吧|呢|了|哦|呀|啊|、(?=评|价)"
)
_ZH_ALLERGY = re.compile(r"(?:我|他|她|孩子|家人|老婆|老公)?对([\u4e00-\u9fff]{1,8}?)(?:会)?(?:严重)?过敏")
_DEGREE = re.compile(
    r"\s*(?:(?:something|anything|one|a \w+) )?(?:(?:that's|that is|which is|being) )?(?:too|very|(?:that|so|as)(?= \w+(?:$|[,.;!?]))(?! (?:one|item|option|result|place|hotel|movie|film|book))|overly|quite|much|a lot of|too much|too many)\b"
)
_OPENING = re.compile(r"\s*(?:(?:in|at|from|with|for|of|on|by|near|under|over|as|so)\s+)?(?:the\s+|a\s+|an\s+|my\s+)?")
"""How a denied phrase may begin: the same words end one further on."""
_LIST = re.compile(
    r"(?:\s*(?:any |the |a |an )?[a-z'-]+(?: [a-z'-]+){0,2},)+ (?:or|nor|and) (?:any |the |a |an )?[a-z'-]+(?= *(?:$|[.,;!?]))|(?:\s*(?:any |the |a |an )?[a-z'-]+(?: [a-z'-]+){0,2},)+ [a-z'-]+ or [a-z'-]+"
)
"""A list of things with its commas: "eggs, bacon, or sausage"."""


def _english_scope(folded: str, cue: Span) -> Span:
    """How far an English negation reaches: over one word after "non-", over a list, else to the end of its phrase."""
    if folded[cue.start : cue.end].endswith(("non-", "non")):
        word = re.compile(r"[\s-]*[a-z]+").match(folded, cue.end)
        return Span(cue.end, word.end() if word else cue.end)
    listed = _LIST.match(folded, cue.end)
    opening = _OPENING.match(folded, cue.end)
    end = _EN_END.search(folded, listed.end() if listed else opening.end() if opening else cue.end)
    return Span(cue.end, end.start() if end else len(folded))


def _english(folded: str, mask: Mask) -> list[Denial]:
    found: list[Denial] = []
    for match in _EN_CUE.finditer(folded):
        cue = Span(*match.span())
        if not mask.free(cue) or (
            found
            and cue.start < found[-1].scope.end
            and match["be"] is None
            and match["nothing"] is None
            and not _fresh(match.group())
        ):
            continue
        scope = _english_scope(folded, cue)
        degree = _DEGREE.match(folded, scope.start)
        if not folded[scope.start : scope.end].strip():
            continue
        if found and found[-1].scope.end > cue.start:
            found[-1] = Denial(found[-1].cue, Span(found[-1].scope.start, cue.start), found[-1].degree, found[-1].lack)
        found.append(Denial(cue, scope, bool(degree), match["lack"] is not None or match["verb"] == "have"))
    for match in _SUFFIX_FREE.finditer(folded):
        group = next(i for i in (1, 2, 3) if match[i])
        words = [word for word in match[group].split() if word not in _FREE_WORDS]
        if words and mask.free(Span(*match.span())):
            thing = " ".join(words[-2:]) if words[-1] == "food" else words[-1]
            start = match.start(group) + match[group].rindex(thing)
            found.append(Denial(Span(match.end(group), match.end()), Span(start, match.end(group))))
    taken = Mask(len(folded), [denial.span for denial in found])
    for match in _PREFERRED.finditer(folded):
        cue = Span(*match.span(1))
        if taken.free(cue) and mask.free(cue):
            found.append(Denial(cue, _english_scope(folded, cue)))
    for match in _TOO.finditer(folded):
        cue = Span(match.start(), match.start(1))
        if taken.free(Span(*match.span())) and mask.free(cue):
            found.append(Denial(cue, Span(match.start(1), match.end()), degree=True))
    return found


def _fresh(cue: str) -> bool:
    """Whether a cue inside another's scope starts a denial of its own ("not A and without B")."""
    return cue.strip() in {"without", "allergic to", "except", "excluding", "nor"}


def _chinese(folded: str, mask: Mask) -> list[Denial]:
    found: list[Denial] = []
    for match in _ZH_CUE.finditer(folded):
        cue = Span(*match.span())
        if not mask.free(cue) or (found and cue.start < found[-1].scope.end):
            continue
        end = _ZH_END.search(folded, cue.end)
        scope = Span(cue.end, end.start() if end else len(folded))
        if folded[scope.start : scope.end].strip():
            found.append(Denial(cue, scope, match["soft"] is not None or folded[scope.start : scope.start + 1] == "太"))
    for match in _ZH_ALLERGY.finditer(folded):
        found.append(Denial(Span(match.end(1), match.end()), Span(*match.span(1))))
    return found


def too_much(scope: str) -> str:
    """The denied words of a degree without the words of degree: "too sweet" is "sweet", 太辣 is 辣."""
    degree = _DEGREE.match(scope)
    return scope[degree.end() :] if degree else scope


def find_denials(folded: str, mask: Mask) -> list[Denial]:
    """The negations of a folded text outside what `mask` has as understood (values such as 无烟房), in order.

    >>> text = "meat but not chicken or beef, I'm not sure"
    >>> [d.scope.of(text) for d in find_denials(text, Mask(len(text)))]
    [' chicken or beef']
    """
    guarded = mask.copy()
    for match in _HARMLESS.finditer(folded):
        guarded.take(Span(*match.span()))
    found = _english(folded, guarded)
    if has_han(folded):
        found += _chinese(folded, guarded)
    return sorted(found, key=lambda denial: denial.cue)
