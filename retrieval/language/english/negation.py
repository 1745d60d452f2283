"""How English says no, in requests and in the texts of items.

Tables and patterns; `retrieval.language.negation` and `retrieval.language.stance` read texts by them.
"""

from __future__ import annotations

import re

from retrieval.language.grammar import RequestNegation
from retrieval.language.lazy import compiled
from retrieval.language.text import Mask, Span

__all__ = ["ENGLISH_REQUEST"]

_MATTER = r"(?:added )?(?:sugars?|salt|sodium|fat|carbs?|carbohydrates?|calories?|alcohol|gluten|lactose|caffeine|dairy|meat|spice|gore|violence)"
"""Of what there may be little, or none ("low-sugar", "zero alcohol")."""
_LESS = r"(?:sugar|meat|egg|flour|gluten|milk|dairy|nut|seed|bone|crust|sleeve|strap|salt|fat|spice|alcohol|caffeine|lactose|wheat|collar|fragrance|scent|honey|blood|yeast|butter|cheese|wine|rimless|fur|leather)"
"""What "-less" is said of without a hyphen; "wireless" and "endless" are words of their own."""
_FILL = r"(?: (?:a|an|any|one|the|to|be|it|go|do|live|want|have|need|necessarily|really|make|cook|eat|see|something|anything|things?|that|which|is|are|i'?d|would))"

_HARMLESS = compiled(
    r"\bnot only\b|\bnot just\b|\bnot sure\b|\bwhy not\b|\bwhy don't\b|\bnot (?:an? |half |too |so )?bad\b|\bnot (?:really |exactly )?(?:my|his|her|our|their|your|a) (?:favou?rite|cup of tea)\b|\bno (?:problem|object|issue|obstacle)\b|\bno matter\b|\bno doubt\b|\bno (?:hurry|rush|need)\b|"
    r"\bno idea\b|\bno thanks?\b|\bif not\b|\bor not\b|\bno worries\b|\bnot yet\b|\bno preference\b|\bnothing (?:but|special|specific|particular|against|beats|less than|more than|wrong)\b|\bno[ -](?:one but|brainer|nonsense|frills)\b|\bnone but\b|"
    r"\b(?:no|not) (?:more|less|fewer|later|earlier|longer|older|higher|lower|bigger|smaller) than\b|\bnot to mention\b|\bno (?:big deal|wonder|way around|strings)\b|\bnot necessarily\b|\bnever mind\b|\bno longer\b|\b(?:wouldn't|don't|doesn't) mind\b|\bno (?:known )?allerg(?:y|ies)\b|\b(?:not|n't|no longer) allergic to\b|"
    r"(?:n't|\bnot|\bnever) (?:ever )?(?:say no to|leave out|skip|exclude|omit|forget|miss|avoid|rule out)\b|\bno objections? to\b|\bnever (?:show me |give me |want )?(?:any|some)(?:thing|one) (?:that|which)(?:'s| is| are|)(?: not|n't)\b|"
    r"(?:n't|\bnot|\bnever) (?:show|give|recommend|want|need|bring|send|suggest)(?: me| us)? (?:any |the |some )?[a-z]+(?: [a-z]+)?? (?:that|which|who)(?:'s| is| are|)(?: not|n't)\b|"
    r"\bwithout (?:a )?(?:doubt|question|fail|further ado|delay|hesitation)\b|\b(?:can't|cannot|couldn't) (?:go wrong|complain|help|be bothered|agree more|say no)\b|\b(?:do not|don't) hesitate\b|\bnothing if not\b|\bsave (?:for )?(?:later|retirement|a |my |up|money|some|time)\b|"
    r"\b(?:hands|duty|toll|scot|tax|royalty|care)[- ]free\b|\bfeel free\b|\b(?:set|put|step|joking|jokes|kidding) aside\b|\bbeyond (?:words|compare|belief|repair|measure|doubt|that|this|it|the (?:usual|grave|obvious|ordinary|sea))\b|\ball bar one\b|"
    r"\b(?:do|does|did|would|could|can|is|are|was|were|have|has|had)n't (?:you|we|they|he|she|it|i|the|that|there)\b|\bcan't wait\b|"
    r"\b(?:don't|do not|doesn't|didn't|did not) (?:mind|care|know|matter|remember|think|recall|understand|see)\b|\bcan't (?:find|remember|think|decide|afford|get enough)\b|"
    r"\b(?:have|has)(?: still| actually| also)?(?:n't| not|n't yet| never) (?:seen|read|heard|watched|tried|played)\b|\bnever (?:seen|read|heard|watched|tried|played)\b|"
    r"(?:^|[.!?] *|, *)(?:is|was|are|were|does|did|has|have|had|would|could|can|should|wo)n't\b|"
    # what is so where the person is, and no property of the thing
    r"\b(?:when|whenever|in case|because|since) there(?:'s| is| are| was|'re)(?:n't)? (?:no|not (?:an?|any|enough)|an?|any)\b|\b(?:when|whenever|in case|because|since) there (?:is|are|was)(?:n't| not)\b|^\s*(?:oh,? |well,? )?(?:no|nope)\b(?=[, ]+(?:i|it|they|he|she|that|we|but|there)\b|\s*[,.!])|"
    r"\b(?:not|aren't|isn't) (?:familiar|aware)(?: (?:with|of) (?:any|some)thing (?:that's |that is )?(?:not|other than))?\b|\bnot that i\b|\b(?:have|has)(?:n't| not)\b(?! been [a-z]+ed\b)|"
    r"\bnot in a (?:rush|hurry)\b|\b(?:short|low) (?:on|of) (?:time|money|cash|ideas)\b|\black(?:s|ing)? (?:of )?(?:time|money|cash|ideas|inspiration)\b|\bno (?:\w+ )?(?:experience|idea|time|money|clue)\b|"
    r"\bdon't have (?:much|a lot of|any|enough|too much) (?:time|money|experience|ideas?)\b|\b(?:don't have|no) (?:time|experience|money)\b|\bwon't (?:spoil|affect|take)\b|"
    # two negations ask for the thing
    rf"(?:\b(?:not|never|nothing|nobody|none|no [a-z]+|cannot)\b|n't\b){_FILL}{{0,3}} (?:without|lacking|devoid of|free (?:of|from))\b|(?:\b(?:nothing|nobody|none|no [a-z]+)|n't {_FILL.strip()}{{0,3}} ?(?:anything|something|one)) (?:that|which|who)(?:'s| is| are|)(?: not|n't)\b|"
    rf"(?:\b(?:nothing|none|no [a-z]+) (?:that |which )?(?:doesn't|does not|don't) (?:have|contain|include))\b|(?:\b(?:not|never)\b|n't\b){_FILL}{{0,4}} (?=[a-z]+-free\b)|\bnot (?:un|non)-"
)

_CUE = compiled(
    r"(?:(?:i|we|he|she|they|it|that|which|who|you)(?: (?:really|also|just))? )?"
    r"\b(?:do not|don't|doesn't|does not|didn't|did not|dont|doesnt|won't|will not|never) (?:really |particularly |necessarily )?(?P<verb>want|like|eat|need|have|contain|include|enjoy|love|use|taste|"
    r"care for|fancy|feel like|show|list|include|display|bring up|give|suggest|recommend|involve|require|feature|star|drink|watch|be|take)(?: me)?(?: what(?:'s| is| are)?| anything(?: that's| that is)?| those(?: that are)?)?(?: to (?:see|eat|have|watch|get|be|buy|hear|cook|use|make|read|drink))?\b|"
    r"\b(?:can't|cannot|can not|could not|couldn't|shouldn't|should not|mustn't) (?:eat|have|stand|abide|bear|handle|tolerate|drink|use|take|be|contain|include|do with)\b|"
    r"\b(?P<inner_be>(?:isn't|aren't|is not|are not|wasn't|be not|am not|not being)(?! (?:a (?:big |huge |great )?fan of|comfortable with|keen on|fond of|into|okay with|ok with)\b))\b|"
    r"\b(?:without|nor|hates?|loathes?|despises?|dislikes?|detests?|avoid(?:s|ing)?|exclud(?:e|es|ing)|omit(?:s|ting)?|lacks?|lacking|except(?:ing)?(?: for| in)?|barring|other than|apart from|aside from|besides|with (?:the )?exception of|elsewhere than|"
    r"(?:any|every)(?:thing|where|one|body|place|time)(?: [a-z]+)?? (?:but(?: for)?|bar|save(?: for)?)|(?:any|every) [a-z]+(?: [a-z]+)?? (?:but|bar|save)|all (?:the |other )?[a-z]+s but|all but|save for|(?<=, )bar (?=(?:the|any|those|for)\b)|"
    r"rather than|instead of|hold (?:off on )?the|(?<!-)free (?:of|from)|devoid of|minus|sans|skip|skipping|nix|ditch|neither|spare (?:me|us)|(?:i'd|i would|we'd|would) rather not(?: (?:see|have|eat|watch|get|be|drink|read|hear|use|buy|go (?:to|for)))?|"
    r"(?:leav(?:e|ing)|cut(?:ting)?|rul(?:e|ing)|filter(?:ing)?|weed(?:ing)?|keep(?:ing)?) out(?! of\b)|(?:steer(?:ing)?|stay(?:ing)?|keep(?:ing)?|shy(?:ing)?) (?:well )?(?:clear|away|off)(?: (?:of|from))?)\b(?! (?:not|no|nothing|without|never|don't|please|only|it|i)\b)|"
    r"\b(?:from )?outside(?: of)?(?= (?!in\b|at\b|with\b|for\b|and\b|or\b|on\b|the box\b|(?:my|our|his|her) comfort|seat(?:s|ing)?\b|areas?\b|space|tables?\b|dining|terrace|bar\b|pool|activit|play|use\b|toys?\b|lights?\b|please\b|games?\b|temperature|walls?\b|dinner|part)[a-z])|"
    r"\b(?:from )?beyond(?= (?!(?:my|our|your|budget|good|time|space|earth)\b)[a-z])|"
    r"\b(?:allergic|allerg(?:y|ies)) to\b|\bintoleran(?:t|ce) (?:to|of)\b|\breact(?:s|ing)?(?: (?:very |really |quite )?(?:badly|strongly|terribly))? to\b|\b(?:very |really |quite )?sensitive to\b|\b(?:(?:sick|tired)(?: and tired)? of|fed up (?:of|with))(?: (?:eating|having|seeing|watching|a|the))?\b|(?:\bnot|n't) (?:being )?(?:really |exactly )?(?:much of )?(?:a (?:big |huge |great )?fan of|comfortable with|keen on|fond of|into|okay with|ok with)(?: (?:eating|having|seeing|watching))?\b|\bno fan of\b|"
    r"\b(?P<lack>(?:ran|run|running|i'm|am|we're|are) out of|short on|short of|forgot(?: to (?:buy|get))?(?! (?:all )?about))\b|"
    rf"\b(?P<degree>hardly any|barely any|scarcely any|(?:with|has|have|having|contains?|very|only) little|(?:low|light) (?:on|in)|(?:go )?easy on(?: the)?)\b|\b(?P<little>(?:low|reduced|less)[- ](?={_MATTER}\b))|"
    rf"\b(?P<short>non-|non\b|un-|un(?=(?:salted|sweetened|scented|flavou?red|spiced|seasoned|perfumed)\b)|non(?=(?:alcoholic|dairy|fat|spicy|gmo|vegetarian|smoking)\b)|no-(?=[a-z])|(?:zero|0)[- ](?={_MATTER}\b))|"
    r"\b(?P<inner>nothing|nobody|none(?: of)?)\b|\b(?P<no>no|not)\b(?: (?:like|from|with|made with|made of)\b)?"
)
_END = compiled(
    r"[,.;!?()]|:(?!\d)| yet\b| (?:at all|any ?more|so far|right now)\b| but\b| because\b| so\b| when\b| while\b| if\b| since\b| as\b| though\b| although\b| please\b| however\b| - |"
    r" and (?:i|we|it|that|which|is|are|has|have|want|need|only|still|also|with|my|should|must|under|over|at least|less|more|rated|costs?|a|an|the)\b|"
    r" (?:that|which|who) (?:is|are|has|have|costs?|can)\b| for (?:when|my|me|the|a|dinner|lunch|breakfast|brunch|dessert)\b| at (?:home|my|the)\b| in (?:the|my|it|them)\b| with\b| under\b| over\b| below\b|"
    r" above\b| instead\b| rated\b| from the\b| tonight\b|[，。！？；、](?=(?:要|但|我|最好|评|价|而))|[，。！？；]"
)
_OPENING = compiled(
    r"\s*(?:(?:anything|something|ones?|those|things|any) (?:with|of|by|for|in|from|containing) |with )?(?:(?:in|at|from|with|for|of|on|by|near|under|over|as|so)\s+)?(?:the\s+|a\s+|an\s+|my\s+)?"
)
"""How a denied phrase may begin: the same words end one further on."""
_LIST = compiled(
    r"(?:\s*(?:any |the |a |an )?[a-z'-]+(?: [a-z'-]+){0,2},)+ (?:or|nor|and) (?:any |the |a |an )?[a-z'-]+(?= *(?:$|[.,;!?]))|(?:\s*(?:any |the |a |an )?[a-z'-]+(?: [a-z'-]+){0,2},)+ [a-z'-]+ or [a-z'-]+"
)
"""A list of things with its commas: "eggs, bacon, or sausage"."""
_SUFFIX = compiled(
    r"(?:,? (?:(?:is|are|to be|should be|must be|being) )?(?:excluded|excepted|omitted|barred|aside|left out|ruled out|not (?:included|allowed|welcome|wanted)|unwanted|off the (?:table|menu)|out of the question|need not apply|a no-(?:go|no))"
    r"|,? (?:is|are)(?:n't| not) (?:really )?(?:for me|my (?:thing|cup of tea|style))|(?:,? (?:does|do|did|will|would)(?:n't| not) (?:really |exactly )?(?:interest|appeal to|excite|suit|work for|do it for|agree with|go down well with) (?:me|us|him|her|them|my \w+)(?: as an? [a-z]+)?)|(?:,? (?:is|are) out(?! of\b))|[,?:]? no (?:thanks|thank you|way))\b(?! (?:of|from|by|in)\b)"
)
_AROUND = (
    compiled(
        r"(?P<thing>(?:\b(?:[a-z]+-|(?:nut|peanut|gluten|dairy|egg|soy|milk|wheat|sugar|lactose|meat|sesame)s?)(?:,| and| or| &) (?:and |or )?)*(?:\b(?:palm|peanut|tree|animal|refined|added) )?\b[a-z]+)(?P<close>-free\b(?! (?:of|to)\b)| free\b(?! (?:of|from|to|time|wifi|parking|entry|shipping|delivery|breakfast|cancellation|admission|gift|trial)\b))"
    ),
    compiled(rf"\b(?P<thing>{_LESS})(?P<close>-?less)\b|\b(?P<thing2>[a-z]+)(?P<close2>-less)\b"),
    compiled(
        r"\b(?P<thing>[a-z]+(?:(?:,| and| or| &) [a-z]+)?)(?P<close>[- ](?:intolerant|intolerance|allerg(?:y|ies|ic)))\b(?! to\b)"
    ),
    compiled(
        r"\b(?P<thing>[a-z]+(?: food)?)(?P<close> (?:(?:really|always|often|just|usually) )?(?:makes? (?:me|him|her|us|them|(?:my|his|her|our|their) \w+) (?:\w+ ){0,2}?(?:sick|ill|hurts?|aches?|bloated|queasy|nauseous|itch|itchy|run|vomit)\b|gives? (?:me|him|her|us|them|(?:my|his|her|our|their) \w+) (?:a |an |the )?(?:bad |terrible )?(?:rash(?:es)?|hives|headaches?|spots|migraines?|heartburn|stomach ache)\b|"
        r"(?:upsets?|hurts?) (?:me|(?:my|his|her|our|their)(?: stomach| tummy| belly| head)?)\b))"
    ),
    compiled(
        r"(?P<open>\b(?:keep|keeping|leave|leaving|rule|ruling|cut|cutting)(?: the| any)? )(?P<thing>[a-z'-]+(?: [a-z'-]+){0,3}?)(?P<close> (?:out|off|(?:well |far )?away|aside)(?: from (?:me|us|it|him|her|them|(?:my|his|her|our|their) \w+)| of (?:it|this|them|that|here|the (?:list|picture|mix|way))| the (?:list|table|menu)|(?= *(?:$|[,.;:!?]))))"
    ),
)
_PREFERRED = compiled(r"\bprefer(?:s|red)? (?:[\w'-]+ ){1,5}?(?P<cue>over)(?! (?:there|here|the)\b)")
_AGAIN = compiled(r"without|allergic to|except.*|excluding|nor|other than|lacking|non-?|free (?:of|from)")
_DEGREE = compiled(
    r"\s*(?:(?:something|anything|one|a \w+) )?(?:(?:that's|that is|which is|being) )?(?:too|very|(?:that|so|as)(?= \w+(?:$|[,.;!?]))(?! (?:one|item|option|result|place|hotel|movie|film|book))|overly|quite|much|a lot of|too much|too many)\b"
)
_TOO = compiled(
    r"\b(?P<open>(?:is|are|was|were|it's|that's|they're|tastes?|feels?|gets?) (?:just |way |a bit |always )?)(?P<thing>too (?!much\b|many\b)[a-z]+)\b"
)
_NOBODY = frozenset(
    "for a an the my your his her our their any some no this that these those it them they he she we you i me is are was were feel be all totally completely and or with of entry admission want free "
    "something anything everything nothing have has had having got food severe bad mild known set price money budget warm get there here much less to set joking".split()
)
_CLAUSE_START = compiled(r"[,.;:!?()]\s*|\b(?:but|with|please|except|while|where)\b\s*")


_OF_PLACES = compiled(r"outside|beyond|except|other than|apart from|besides|elsewhere|\b(?:but|bar|save)$")
_PLACES = compiled(
    r"(?:\s*(?:for |in |from |the )?[a-z'-]+(?: [a-z'-]+)?,)+ (?:the )?[a-z'-]+(?: [a-z'-]+)? (?:and|or) (?:the )?[a-z'-]+"
)
"""A list that only such cues reach over: "beyond Berlin, Porto and Vienna"."""


def _reach(folded: str, cue: Span) -> Span:
    """Over a list, else to the end of the phrase."""
    listed = _LIST.match(folded, cue.end) or (
        _PLACES.match(folded, cue.end) if _OF_PLACES.search(cue.of(folded)) else None
    )
    opening = _OPENING.match(folded, cue.end)
    at = listed.end() if listed else opening.end() if opening else cue.end
    both = compiled(r"[a-z' -]*? and the (?=[a-z])").match(folded, at)
    if both and opening and opening.group().endswith("the "):  # "the screaming and the blood"
        at = both.end()
    end = _END.search(folded, at)
    return Span(cue.end, end.start() if end else len(folded))


def _word(folded: str, at: int, mask: Mask) -> int:
    word = compiled(r"[\s-]*[a-z]+(?:'[a-z]+)?").match(folded, at)
    return mask.run_end(word.end()) if word else at


def _before(folded: str, at: int) -> int:
    """A short clause as a whole, of a longer one its last word and those that "and" joins to it."""
    starts = [m.end() for m in _CLAUSE_START.finditer(folded[:at])]
    start = max(starts, default=0)
    clause = folded[start:at]
    if len(clause.split()) <= 3:
        return start + len(clause) - len(clause.lstrip())
    last = re.search(r"[a-z'-]+(?:(?: and| or| nor| &) [a-z'-]+)*\s*$", clause)
    return start + last.start() if last else at


ENGLISH_REQUEST = RequestNegation(
    harmless=_HARMLESS,
    prefix=_CUE,
    suffix=_SUFFIX,
    around=_AROUND,
    degree=_DEGREE,
    too=_TOO,
    preferred=_PREFERRED,
    again=_AGAIN,
    nobody=_NOBODY,
    joins=compiled(r"(?:\band|\bor|\bbut|,|;)\s*$"),
    reach=_reach,
    word=_word,
    before=_before,
)
