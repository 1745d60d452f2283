"""How people respond in English to what they were shown or asked."""

from __future__ import annotations

from retrieval.language.lazy import compiled
from retrieval.language.responses import Responses

__all__ = ["ENGLISH_RESPONSES"]

_IT = r"(?:that|this|it|these|those|they|(?:the |your )?(?:first|second|third|last|top)(?: one)?|that one|this one)"
_IS = r"(?:'s|'re| is| are| was| looks?| seems?| sounds?| feels?| runs?| gets?)"
_ISNT = r"(?:'s not|'re not| is not| are not| isn't| aren't| wasn't| isnt| doesn't have| does not have| hasn't(?: got)?| has no)"
_VERY = r"(?:(?:way|far|much|a (?:bit|little|tad)|just|rather|somewhat|slightly) )?"
_DONT = r"(?:don't|do not|dont|can't|cannot|can not)"

ENGLISH_RESPONSES = Responses(
    parts=compiled(r"\s*(?:[!?;,:]+|\.(?=\s|$)|[—–]|\s-\s|\bbut\b|\band(?= (?:i |it |that |we )))\s*"),
    too=compiled(
        rf"(?<!not )(?<!nothing )(?<!n't )(?<!never ){_VERY}\btoo (?:(?:much|many) (?!for\b|of\b|to\b|and\b|is\b|on\b|in\b|with\b))?(?P<word>[a-z]+(?:-[a-z]+)*)"
    ),
    mild=compiled(
        rf"\b{_IT}{_IS} (?:a (?:bit|little|tad)|rather|quite|pretty|kind of|kinda|somewhat|so|very|really|awfully) (?P<word>[a-z]+(?:-[a-z]+)*)\b"
    ),
    beyond=compiled(
        r"\b(?P<word>[a-z]+er|(?:more|less) [a-z]+) than (?:what )?(?:i|we)(?:'d| would| had| was| were)?\b(?: \w+)?"
    ),
    high=frozenset("high much big great large many good long".split()),
    low=frozenset("low little small few bad poor weak short terrible awful mediocre".split()),
    much={
        "duration": compiled(
            rf"\b(?:{_DONT} have|haven't(?: got)?|have not(?: got)?) (?:that|so|this|enough|the)(?: much| long)?(?: time)?\b(?! there)(?<=time|long)|\bnot enough time\b|\bdrags on\b|\btakes (?:up )?(?:too|so|that) (?:long|much)\b|\bgoes on (?:too long|forever)\b|\b(?:tight|short) on time\b"
        ),
        "price": compiled(
            rf"\b{_DONT} (?:afford|pay|spend)\b|\b(?:out of|over|above|beyond|exceeds?|not (?:in|within)) (?:my|our|the) (?:budget|price range)\b|\bcosts? (?:too|so|that) much\b|\bmore than (?:i|we) (?:want|wanted|can|care) to (?:spend|pay)\b"
        ),
    },
    little={
        "duration": compiled(
            r"\bover (?:too|so) (?:soon|quickly|fast)\b|\bends too (?:soon|early)\b|\bnot long enough\b"
        ),
        "rating": compiled(
            r"\b(?:isn't|is not|not|aren't|wasn't) (?:rated |reviewed |liked )?(?:well|highly|good|high|great)(?: (?:rated|reviewed|liked))?(?: enough)?\b(?= enough|.*\benough|$|.*\brat|.*\breview)"
            r"|\b(?:badly|poorly) (?:rated|reviewed|liked)\b|\b(?:bad|poor|terrible|awful|mediocre|weak|low) (?:reviews?|ratings?|scores?)\b|\b(?:reviews?|ratings?|scores?) (?:is|are|look|looks|seem|seems)(?: (?:so|pretty|quite|really|rather|a bit))? (?:bad|poor|low|weak|terrible|awful|mediocre)\b"
        ),
        "price": compiled(r"\b(?:looks|seems) (?:cheap|shoddy)\b"),
    },
    lacks=compiled(
        rf"\b(?:{_IT}|there)(?:{_ISNT})(?: (?:really|exactly|actually|even))? (?:an? |any |on |in |at |from |by |available on |rated |much of an? |what i'd call )?(?P<what>[^,.;!?]+?)(?: at all| though| either| enough)?\s*(?=$|[,.;!?])"
    ),
    dislikes=compiled(
        rf"\b{_IT}{_IS} (?:an? |too |all |just |got )?(?P<what>[^,.;!?]+?),? (?:which|and|but|and that's something) (?:i|we|she|he|they) (?:really )?(?:{_DONT} (?:like|want|stand|enjoy|care for|do)|hate|dislike|can't stand|avoid)(?: (?:it|that|those|them))?\b"
    ),
    empty=compiled(
        rf"(?:(?:the |its |that )?[a-z -]{{3,30}} (?:is|isn't|is not|are|aren't)(?: just)? (?:wrong|right|ok|okay|what i want(?:ed)?|for me|suitable|appropriate|off|no good)|(?:i|we) {_DONT} (?:have|get|watch|see|use|access|find|like|want) (?:that|this|it|those)(?: one)?(?: (?:there|here|anywhere|at home))?|{_IT} won't (?:do|work)|(?:that|this|it)(?:'s| is) (?:no good|not (?:for me|it|right|what i want(?:ed)?|what i(?:'m| am) looking for|what i meant)|wrong)|not (?:quite|really)(?: (?:it|what i meant))?|close|almost|hmm+)"
    ),
    wants=compiled(
        rf"(?:(?:no|nope|nah|well|hmm+|sorry|ok(?:ay)?|yes|yeah|actually|thanks|then|and|but|so|oh|also)[,.! ]+)*"
        rf"(?:(?:i|we)(?:'d| would|'ll| will)?(?: (?:only|just|really|actually|still|definitely|also))* (?:(?:can't|cannot) stand|hate|dislike|don't (?:like|want)|avoid|want(?:ed)?|need(?:ed)?|meant?|said|asked for|like|love|prefer|have|hope[d]?|(?:was|were|am|'m) (?:hoping|looking|after|thinking)|can only|could only|watch|use|read|eat|take|go)\b|(?:i|we)'(?:m|re) (?:after|hoping|looking)|"
        rf"(?:{_IT}|the [a-z ]{{3,20}}?)(?:'s)? ?(?:should|must|has to|have to|needs? to|ought to|better|got to|can't|cannot|shouldn't|mustn't|may not|also)\b|only\b|just\b|(?:is|are) there (?:something|anything|one|any)\b(?! else)|(?:do you have|have you got) (?:something|anything|one)\b(?! else)|make (?:it|that|sure)\b|let it be\b|any(?:thing|one)? (?:but|except|other than)\b|(?:at (?:least|most)|no (?:more|less|longer|shorter)|nothing|not (?:over|under|more|less|longer)|under|over|up to|less|more|longer|shorter|with|without|on|in|by|rated|definitely|preferably|ideally|ehm)\b)"
    ),
    any=compiled(
        r"(?:(?:it |that |this )?(?:(?:does ?n'?t|does not|is ?n'?t|is not|'s not|not)(?: really| that| so)? (?:matter|important|relevant|an issue|a concern|a big deal|fussed|bothered|picky|fussy)(?: to (?:me|us))?(?: much)?)|(?:i'?m|i am|we'?re|we are) (?:not (?:fussed|bothered|picky|fussy|particular)|easy|open(?: to (?:anything|all|whatever))?|flexible|fine with (?:any(?:thing)?|either|both|all|whatever))(?: about (?:that|it))?"
        r"|whatever(?: (?:works|you (?:like|want|think)|is fine))?|any(?:thing)?(?: [a-z]+)? (?:is|will|would|works|goes|does)(?: be)?(?: (?:fine|ok|okay|good|do|great))?|(?:no|not any|without a)(?: (?:strong|real|particular|special))? (?:preference|opinion|requirement|limit|restriction|feeling)s?(?: (?:there|here|either|on that|about that))?"
        r"|(?:i|we) (?:really )?(?:don'?t|do not) (?:really )?(?:mind|care|know|have (?:a |any )?(?:preference|opinion|requirement|idea)s?)(?: (?:about|which|what|how|either|as long)\b.*)?|(?:you|dealer'?s?) (?:choose|decide|pick|choice)|surprise me|up to you|doesn'?t bother me|makes no difference(?: to me)?|all (?:the same|fine|good)(?: to me)?|open to anything|nothing (?:in particular|specific|special))"
        r"(?:[,.! ]+(?:whatever|i'?m easy|really|thanks|any|either|both|i (?:don'?t|do not) (?:mind|care)|no preference|up to you|surprise me|it doesn'?t matter))*"
    ),
    declines=compiled(
        r"(?:i'?d|i would|we'?d) (?:rather|prefer) not(?: (?:to )?(?:say|answer|tell(?: you)?))?|(?:that'?s )?none of your business|no comment|(?:i (?:won'?t|don'?t want to) (?:say|answer|tell)(?: you)?(?: that)?)|(?:please )?(?:stop asking|don'?t ask|no (?:more )?questions?)(?: (?:me|so (?:much|many)|questions|please))*|skip(?: (?:that|this|it|the question))?|next question|pass|why do you (?:ask|need to know)(?: that)?|just show me(?: (?:something|some|films|what you have))?"
    ),
    quiet=compiled(r"stop asking|don'?t ask|no (?:more )?questions|just show me"),
    vague=compiled(
        r"(?:(?:well|i guess|something|ideally|preferably|just|maybe|it should be|i'd like(?: something| it)?|it shouldn't be|i don't want (?:it|anything|something))[, ]+)*(?:not|nothing|too|n't)(?: (?:too|so|very|that|overly|super|all that))? (?P<word>[a-z]+(?:-[a-z]+)?)"
        r"(?: (?:ones?|if possible|please|i think|i guess|would be (?:nice|good|great)))*"
    ),
)
