"""How people tell in English what always holds of them, take it back, and ask what is known of them; a clause at a time."""

from __future__ import annotations

__all__ = ["PATTERNS", "WORDS"]

_WE = r"(?:i|we)"
_AM = r"(?:i'?m|i am|we'?re|we are)"
_WHO = r"(?:i|we|he|she|they|(?:my|our) (?:\w+ ){0,2}?\w+|one of us|some of us|both of us)"
_IS = r"(?:'?m|'?re|'s| am| are| is)(?! not\b| no longer\b)"
_DIET = r"vegan|vegetarian|veggie|pesc[ae]tarian|coeliac|celiac|diabetic|halal|kosher|teetotal|sober|lactose[- ]intolerant|gluten[- ]intolerant|plant[- ]based"
_LEAD = r"(?:(?:and|but|also|btw|by the way|oh|well|so|remember|note|please note|please remember|keep in mind|just so you know|fyi|hi|hello|hey|please|ok(?:ay)?|no)[,: ]+)*(?:that )?"
_AMOUNT = r"[^\d\s]{0,3}\s?\d[\d.,]*\s?(?:k|bucks|quid|dollars?|euros?|pounds?|yuan|rmb|usd|eur|gbp|francs?|[$€£¥])?(?: (?:a|per|each) ?(?:night|head|person|one|piece)?)?"
_SOMEBODY = r"(?:adults?|grown-?ups?|people|persons?|kids?|child(?:ren)?|toddlers?|bab(?:y|ies)|infants?|teen(?:ager)?s?|of us|guests?|friends|parents|boys?|girls?)"

PATTERNS = {
    "standing.split": r"[.;!?\n]+(?=\s|$)",
    "standing.cut": r",\s*(?=(?:so|and|but|can|could|what|which|show|give|find|any|i|we|please|now|recommend|suggest|is|are|do|have|looking|how|where)\b)|\s+(?=(?:so|but|and) (?:i|we|can|could|what|which|show|give|find|recommend|suggest|please|looking)\b)",
    "standing.never": rf"{_LEAD}(?:(?:never(?: ever)?|do(?:n'?t| not) (?:ever|you ever)) (?:show|give|recommend|suggest|offer|bring|list|play|pick)(?: me| us)?(?: any(?:thing)?(?: (?:with|from|by|about|that is|that's))?)? (?P<what>.+?)(?: (?:again|ever|to me|to us))*"
    rf"|{_WE} never(?: ever)? (?:want(?: to (?:see|watch|read|get|hear|eat|buy|play))?|watch|read|listen to|play|buy|wear|use|stay in|go to) (?:any )?(?P<what2>.+?)(?: (?:again|ever))*"
    rf"|(?:no(?: more)?|not) (?P<what3>.+?),? (?:ever(?: again)?|from now on|in (?:the )?future|never ever)|from now on,? (?:no(?: more)?|never(?: any)?|without) (?P<what4>.+)"
    r"|(?:do(?:n'?t| not)|stop) (?:show(?:ing)?|recommend(?:ing)?|suggest(?:ing)?|giv(?:e|ing)|offer(?:ing)?)(?: me| us)? (?:any )?(?P<what5>.+?) (?:ever again|again|any ?more|ever|from now on|in (?:the )?future))",
    "standing.always": rf"{_LEAD}(?:(?:from now on|in (?:the )?future|always|as a rule),? (?:only |just )?(?:show|give|recommend|suggest|list|pick)?(?: me| us)? ?(?:only |just )?(?P<what>.+)|(?:only |just )?(?:show|give|recommend|suggest)(?: me| us)? (?:only )?(?P<what2>.+?) (?:from now on|in (?:the )?future|always)"
    rf"|{_WE} (?:only|always|exclusively)(?: ever)? (?:watch|read|listen to|play|buy|wear|drink|eat|use|stay in|go to|cook|want to (?:see|watch|eat|read)) (?P<what3>.+)|{_WE} (?:watch|read|listen to|play|buy|wear|drink|eat|use) only (?P<what4>.+))",
    "standing.budget": rf"{_LEAD}(?:(?:my|our)(?: \w+)? (?:budget|limit|price limit|spending limit)(?:'s| is| was| will be|:| would be)?(?: (?:now|about|around|up to|at most|only|just|roughly|max(?:imum)?|a maximum of))* ?(?P<what>{_AMOUNT})(?: (?:max(?:imum)?|at most|in total|or so|or less))?"
    rf"|{_WE}(?:'ve| have|'ve got| have got| only have)?(?: only| just| got)? (?:have )?a (?:\w+ )?budget of (?:about |around |up to |at most )?(?P<what2>{_AMOUNT})|{_WE}(?:'ve got| have got|'ve| have| only have| got)(?: only| just| about| around| up to)* (?P<what3>{_AMOUNT}) to spend(?: (?:on|in|for) .{{1,30}})?"
    rf"|{_WE} (?:can(?:not|'?t| only)?|could|want to|will|'ll|never|don'?t want to|do not want to|won'?t)(?: ever)? (?:spend|pay|afford)(?: more than| over| above| at most| up to| only| no more than| max(?:imum)?)* (?P<what4>{_AMOUNT})(?: (?:max(?:imum)?|at most|tops))?)",
    "standing.avoid": rf"{_LEAD}(?P<what>{_WHO}{_IS}(?: \w+){{0,2}}? (?:allergic|intolerant)\b.*|{_WHO}{_IS}(?: (?:an?|both|all|also|strictly|strict|quite|now))* (?:{_DIET})s?(?: and .+| diet| person| people)?"
    rf"|{_WHO}(?:'ve| have| has|'s)(?: got)? (?:.{{1,30}} )?(?:allerg(?:y|ies)|intolerance|coeliac disease|celiac disease|diabetes)\b.*|{_WHO} (?:follow|eat|keep|am on|are on|is on)s? (?:an? )?(?:strict |strictly )?(?:{_DIET})(?: diet| food)?"
    rf"|{_WHO} (?:also |both |all )?(?:do(?:n'?t| not)|does(?:n'?t| not)|can(?:'?t|not| not)|never|won'?t|must(?:n'?t| not)|may not|(?:am|are|is) not allowed to) (?:ever |really )?(?:eat|drink|tolerate|digest|touch|consume|stomach|have)\b.*|{_WHO} (?:always )?avoids? .+)",
    "standing.own": rf"{_LEAD}(?:{_WE}(?:'ve| have)?(?: (?:only|just|also|already|currently))*(?: (?:have|got|own|use|subscribe to|pay for))+(?: (?:a|an|only|just|both))*(?: subscriptions? (?:to|for|with))? (?P<what>.+?)|{_WE} (?:can(?: only)?|only) (?:watch|get|use|stream|play)(?: (?:on|with|from|things? on|films? on))? (?P<what2>.+?)|{_AM} (?:subscribed to|on|with|(?:a )?(?:subscribers?|members?|customers?) (?:of|to|at|with)) (?P<what3>.+?)|(?:my|our)(?: \w+)? (?:subscriptions?|services?|consoles?|platforms?|devices?) (?:are|is|includes?) (?P<what4>.+?))(?: (?:at home|already|subscriptions?|accounts?|memberships?|only))*",
    "standing.seen": rf"(?:no[,. ]+)?(?:{_WE}(?:'ve| have)?(?: all| both)?(?: already| just)? (?:seen|watched|saw|read|played|heard|know|visited|been to|been in|tried)(?: the (?:film|book|movie))? (?P<what>.+?)(?: (?:already|before|twice|once|many times|recently|last (?:week|month|year|night)))*(?:,? (?:so )?(?:not that again|not again))?|not (?P<what2>.+?),? i know (?:it|that)(?: already)?)",
    "standing.people": rf"{_LEAD}(?P<what>(?:we(?:'re| are)|we'?ll be|there(?:'re| are| will be)|it(?:'s| is) (?:just )?for)(?: just| only| a| always)* (?:(?:family|group|party) of )?(?:\w+ )?(?:{_SOMEBODY}|family of \w+|(?:family|group|party) of \w+|(?<=of )\w+)(?:(?:,| and| with| plus)+ (?:a |an |our |my |\w+ )?(?:\w+ )?{_SOMEBODY})*|(?:i|we) (?:have|'ve got|have got|travel with|live with|'m with|am with|are with)(?: got)? (?:a |an |our |my |\w+ )(?:small |little |young |\w+[- ]year[- ]old )?(?:kids?|child(?:ren)?|toddlers?|bab(?:y|ies)|infants?|sons?|daughters?)(?: and (?:a |an |\w+ )?(?:{_SOMEBODY}|sons?|daughters?))*)",
    "standing.forget": rf"(?:(?:ok(?:ay)?|no|now|well|actually|please|and|so|oh)[,. ]+)*(?:(?:you (?:can|may) |please |let's |just )*(?:forget|drop|ignore|remove|lift|cancel|scrap|delete|disregard|clear|erase|never ?mind|do(?:n'?t| not) (?:mind|worry about|bother about|think about|consider)|stop (?:considering|minding|using))(?: about)?(?: that)? (?:what i (?:said|told you) about )?(?P<what>.+?)|{_AM} (?:not|no longer) (?:a |an )?(?P<what2>.+?)(?: any ?more| now)?|{_WE} (?:no longer|do(?:n'?t| not)(?= .* any ?more)|'ve cancelled|have cancelled|cancelled) (?:have|use|pay for|mind|care about|need|subscribe to)? ?(?P<what3>.+?)(?: any ?more| now)?|{_WE} (?:can |do )?(?:eat|drink|watch|have) (?P<what4>.+?) (?:again|now|after all)|you (?:can|may) (?:show|recommend|suggest)(?: me)? (?P<what5>.+?) (?:again|now|after all)|(?:the |my |our )?(?P<what6>[\w ]+?) (?:does(?:n'?t| not)|do(?:n'?t| not)|no longer) matters? ?(?:any ?more|now)?|there(?:'s| is) no (?P<what7>[\w ]+?)(?: any ?more| now)?|(?P<what8>money|price) (?:is|'s) no (?:object|problem|issue|matter))(?: (?:please|then|thanks|for now|now))*",
    "standing.shown": r"(?:please )?(?:what|which)(?: (?:things|facts|preferences))? (?:do|did|have) (?:you|i) (?:know|remember|note|noted|keep|kept|store|stored|tell you|told you|save|saved|learned?)(?: \w+)? (?:about|of|from) (?:me|us|myself)(?: so far)?|(?:show|list|tell) me (?:what you (?:know|remember|have) (?:about|of|on) me|my (?:facts|preferences|profile|standing facts|settings))|(?:what are )?my (?:facts|preferences|profile|standing facts)|what (?:have i|did i) (?:told|tell) you about (?:me|myself)",
    "standing.pronoun": r"(?:it|its|this|that|these|those|them|they|here|one|ones|the (?:first|second|third|fourth|fifth|last|other|same)(?: \w+)?|(?:this|that|these|those) \w+)",
    "standing.number": r"\b(?:of us|family of|group of|party of|people|persons?|guests?|adults?|grown-?ups?|kids?|child(?:ren)?|toddlers?|bab(?:y|ies)|infants?|teen(?:ager)?s?|friends|parents|boys?|girls?)\b",
    "standing.counted": rf"(?:\b(?P<n>\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|our|my)\s+(?:\w+ )??)(?:{_SOMEBODY})|\b(?:family|group|party) of (?P<all>\d+|one|two|three|four|five|six|seven|eight|nine|ten)\b",
    "standing.all": r"(?:(?:all|everything|anything)(?: (?:of it|you know(?: about me)?|i (?:told|said)(?: (?:to )?you)?(?: about (?:me|myself))?|about me|that))*|what you know about me|me|my (?:facts|preferences|profile|data|settings))",
}  # fmt: skip

WORDS = {
    "standing.of.budget": frozenset("budget limit price money spending cost".split()),
    "standing.of.avoid": frozenset("diet allergy allergies food intolerance".split()),
    "standing.of.own": frozenset("service services subscription subscriptions".split()),
    "standing.of.people": frozenset("people family kids children child persons guests".split()),
}
