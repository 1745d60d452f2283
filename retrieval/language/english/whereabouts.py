"""English words of days, hours of opening, and distances: as tables write them, and as people ask for them."""

from __future__ import annotations

__all__ = ["PATTERNS", "WORDS"]

_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?s?"
_TIME = r"(?:\d{1,2}(?:[:.]\d{2})?\s?(?:am|pm|a\.m\.|p\.m\.|o'?clock)?|noon|midnight)"
_PLACE = r"(?P<place>[^?!;]+)"

PATTERNS = {
    "opening.to": r"to|through|thru|till|until",
    "opening.and": r"and",
    "opening.every": r"daily|every ?day|all week|7 days(?: a week)?|mon(?:day)?s? ?- ?sun(?:day)?s?",
    "opening.weekdays": r"(?:on )?week ?days|m ?- ?f(?!\w)",
    "opening.weekends": r"(?:on )?(?:the )?week ?ends?",
    "opening.shut": r"closed|off|shut",
    "opening.whole": r"24/7|(?:open )?24 ?(?:h|hours|hrs)|(?:open )?(?:all day|around the clock)",
    "opening.ignored": r"ph (?:off|closed)|(?:and )?(?:on )?public holidays?:?(?: (?:off|closed))?|hours?:|\"[^\"]*\"",
    "opening.oclock": r"\s?o'?clock",
    "opening.noon": r"(?:12 )?noon",
    "opening.midnight": r"(?:12 )?midnight",
    "opening.forenoon": r"a\.?m\.?",
    "opening.afternoon": r"p\.?m\.?",
    "opening.asked": rf"(?:(?:that|which|who) (?:is|are) |(?:that|which)'s |(?:is|are) )?(?:still |also )?(?P<state>open(?:ed|s|ing)?|closed|shut)(?: (?:up|doors))?(?P<when>(?: (?:right now|just now|now|at (?:the|this) moment|currently|today|tonight|tomorrow|on (?:the )?weekends?|on week ?days|(?:on |every |this |next )*{_DAY}(?: (?:morning|afternoon|evening|night)s?)?|(?:at|after|past|until|till|before|by|from) {_TIME}))+)",
    "opening.still": r"(?:(?:that|which) (?:is|are) )?(?:still|currently) open|open still",
    "opening.now": r"now|moment|currently",
    "opening.today": r"today|tonight",
    "opening.tomorrow": r"tomorrow",
    "opening.closed": r"closed|shut",
    "opening.until": r"\b(?:until|till|before|by)\b",
    "opening.time": r"(?:\b(?:at|after|past|until|till|before|by|from) )(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s?(?P<half>am|pm|a\.m\.|p\.m\.)?|\b(?P<noon>noon)\b|\b(?P<midnight>midnight)\b",
    "everything.asked": r"(?:please )?(?:(?:list|show|give|display|browse|see)(?: me| us)? (?:absolutely )?(?:all|everything)(?: (?:of )?(?:it|them|there is|that there is|that you have|you have|(?:the |your )?(?:items|products|things|entries|records|titles)))?(?: you have| there is| here)?|(?:absolutely )?everything(?: (?:there is|you have|you've got|here))?|all(?: of (?:it|them))?(?: (?:the |your )?(?:items|products|things|entries))?)(?:,? please)?",
    "everything.next": r"(?:(?:show|give)(?: me)? )?(?:and )?(?:the )?(?:next|following) (?P<n>\d+|[a-z]+(?:[- ][a-z]+)?)(?: (?:of them|ones|items|results|more))?(?:,? please)?",
    "everything.more": r"(?:(?:show|give)(?: me)? )?(?:more|the rest|next|go on|continue|and then)(?:,? please)?",
    "nearby.within": rf"(?:that (?:is|are) )?(?:(?:with)?in|less than|under|up to|at most|no more than|no farther than|not more than|max(?:imum)?) (?:an? )?(?P<n>\d+(?:[.,]\d+)?) ?(?P<unit>km|kms|kilomet(?:er|re)s?|k|m|met(?:er|re)s?|mi|miles?|ft|feet)\b(?: radius)?(?: away)?(?: (?:of|from|to|around))? {_PLACE}",
    "nearby.nearest": rf"(?:the )?(?:nearest|closest)(?P<what>(?: (?!to\b)[\w'-]+)*?) (?:to|from) {_PLACE}",
    "nearby.near": rf"(?:that (?:is|are) )?(?:\bnear(?: to)?|\bclose to|\bclosest to|\bnearest to|\bnext to|\baround|\bin the (?:vicinity|neighbou?rhood) of|\bnot far from|\bby) {_PLACE}",
    "nearby.me": r"(?:me|here|my (?:place|location|position|home|hotel|house)|where i(?:'m| am)(?: now)?|us)\b",
    "nearby.stand": r"(?:i'?m|i am|we'?re|we are) (?:now |currently |standing |staying )?(?:at|in|near|by) (?P<place>[^?!;,]+)",
}  # fmt: skip

WORDS = {
    "opening.day.0": frozenset("mo mon monday mondays".split()),
    "opening.day.1": frozenset("tu tue tues tuesday tuesdays".split()),
    "opening.day.2": frozenset("we wed wednesday wednesdays".split()),
    "opening.day.3": frozenset("th thu thur thurs thursday thursdays".split()),
    "opening.day.4": frozenset("fr fri friday fridays".split()),
    "opening.day.5": frozenset("sa sat saturday saturdays".split()),
    "opening.day.6": frozenset("su sun sunday sundays".split()),
}  # fmt: skip
