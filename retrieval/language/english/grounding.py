"""The English patterns and words by which sentences are checked, by the stage and the thing that they are for."""

from __future__ import annotations

__all__ = ["PATTERNS", "WORDS"]

PATTERNS = {
    "amounts.scale": r"(?:\bout of|/)\s*$",
    "claims.all": r"\b(?:all|every|everything|exactly|fully|perfectly|completely)\b",
    "claims.condition": r"\b(?:condition|criteri|requirement|constraint|filter)",
    "claims.contrast": r"\bunlike\b|\bdiffer\w*\b",
    "claims.both": r"\bthey both\b|\bboth (?:of them|are|were|have|share|star|come|(?!as\b|is\b|its\b)[a-z]+s\b(?! and\b))",
    "claims.hedge": r"(?:\b(?:somewhat|slightly|a (?:little|bit)|vaguely|remotely))\s*$",
    "claims.given_any": r"\byou(?:'ve| have)? (?:gave|given|sent|uploaded|provided|attached|shared|played|recorded|supplied|showed|hummed)\b",
    "claims.given": r"\byour (?:own )?(?:\w+ )?$",
    "marking.limit": r"\b(?:your|the|a) (?:[a-z]+ )?(?:limit|cap|budget|maximum|minimum|ceiling|threshold)(?: of)?\s(?=[\s$€£¥]*\d)",
    "said.is_before": r"\s+(?:is|are|was|were)\s+(?:the|its|an?)\s+$",
    "titles.reference": r"\b(?:like|unlike|similar|akin|same|shar\w+|both|as|with|reminiscent|compared?|than|asked|mention\w*|point\w*|named?|lik\w+|lov\w+|enjoy\w*|fans?|too|also|close|near)\b",
    "wording.injection": r"https?:|www\.|\b[\w-]+\.(?:com|org|net|io|cn|dev|ai|xyz|info)\b|\S+@\S+\.\S+|[<>{}`\\|\[\]]|\]\(|^\s*#|\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instruction|prompt|previous|above|earlier|rule|everything)|\b(?:system|developer) (?:prompt|message)|\blanguage model\b|\bas an ai\b|\b(?:system|assistant|user)\s*:|\b(?:click|subscribe|sign up|log ?in|download|password|api key|credit card|buy now|order now|call now|act now|visit our|send (?:me|us|money)|email (?:me|us))\b|\b(?:def|import|select|drop table|curl|sudo|rm -rf)\s+\w+\(",
    "wording.behaviour": r"\byou(?:'ve| have|'d| had)? (?:also |once |recently |previously |already |really |just )?(?:liked|loved|enjoyed|watched|bought|purchased|visited|rated|played|listened|read|saw|seen|viewed|clicked|ordered|favou?rited|saved|tried|chose|picked|stayed|ate|cooked|looked at|put)\b|\byour (?:own )?(?:history|tastes?|favou?rites?|past|previous|earlier|recent|profile|purchases?|habits?|ratings?|wishlist|library)\b|\b(?:last|previous) time\b",
    "wording.budget": r"\b(?:within|under|below|fits?|in|on|meets?|stays?|matches|respects?)\b[^.;,]*?\b(?:budget|limit|cap|maximum|ceiling|price range)\b",
    "wording.not_most": r"\b(?:at (?:most|least)|most of (?:all|the)|for the most part|mostly)\b",
    "wording.most": r"\b(?:best|most|least|worst|top|only the|the only|unique(?:ly)?|ultimate|unrivalled|unbeatable|unmatched|foremost|number one|second to none|favou?rite|leading|premier|first choice|one and only|more than any|unlike any|(?!(?:interest|request|suggest|guest|forest|west|test|rest|honest|nest|chest|contest|harvest|modest|quest|priest|invest|digest|protest|vest|pest|crest|conquest|arrest|manifest|east|best|latest)\b)[a-z]{2,}est|latest)\b",
    "wording.sameness": r"\b(?:same|another|shar(?:e|es|ed|ing)|both|also|too|common|just like|likewise|as in|as well)\b|^\W*like\b",
    "wording.as_asked": r"\b(?:just |exactly )?(?:as|like|what|which|that) you(?:'d|'ve| had| have)? (?:asked|wanted|requested|wished|desired|hoped|described|specified|said)\b|\bas (?:requested|asked|wished|desired|specified)\b",
    "wording.vague": r"\b(?:well|highly|nicely|poorly|badly|low|high|good|great|excellent|fair(?:ly)?|reasonabl[ey]|fine|lovely|superb|perfect|amazing|fantastic)[- ](?:rated|reviewed|priced|ratings?|reviews?|prices?|score[sd]?|value|costs?|deal)\b",
    "wording.likeness": r"\b(?:clos(?:e|est|ely)|near(?:est)?|similar(?:ity|ly)?|alike|akin|resembl\w+|reminiscent|looks? (?:a lot |much |very much |just )?like|sounds? (?:a lot |much |very much |just )?like)\b",
    "wording.closeness": r"\b(?:clos(?:e|er|est|ely)(?! to the)|near(?:est|er)?|similar(?:ity|ly)?|alike|akin|resembl\w+|reminiscent|relate[sd]?|in the spirit|echo\w*|lik(?:e|ened))\b",
    "wording.satisfies": r"\b(?:match\w*|meet\w*|fit\w*|suit\w*|satisf\w+|fulfil\w*|answers?|exactly|just what|precisely|ticks?|delivers?)\b",
    "wording.yours": r"\b(?:you|your|you're|you've|you'd)\b[^.;!?]*?\b(?:ask\w*|want\w*|look\w*|request\w*|search\w*|wish\w*|need\w*|mention\w*|describ\w*|said|say|gave|give|quer\w+|mood|interest\w*|prefer\w*|hop\w+|seek\w*|after|like\w*|enjoy\w*|condition\w*|criteri\w+|requirement\w*|words?|question|taste\w*|name\w*|idea|mind|sound\w*|picture\w*|clip|image|photo)\b|\b(?:the|this) (?:request|query|search|wish)\b|\bas (?:requested|asked|wished|desired|wanted)\b",
    "wording.adversative": r"\b(?:but|however|although|though|yet|instead|rather than|whereas|unfortunately|even if|except|while)\b",
    "wording.phrases": r"\bat (?:first |a )?(?:glance|heart)\b|\bright up your (?:alley|street)\b|\b(?:strong|solid|safe|clear|top-notch|spot-on|close) (?:match|fit|choice|pick|option|candidate)\b|\bin line with\b|\bon the other hand\b|\bat the same time\b|\bto your liking\b|\bticks? (?:all |both |every |the |your )*box(?:es)?\b|\bfits? the bill\b|\bno (?:doubt|wonder|need)\b|\bnot (?:only|just|merely|to mention)\b|\bwithout (?:a )?doubt\b|\bby (?:the way|contrast)\b|\bof course\b|\blook(?:ing)? no further\b|\byour (?:\w+ )?budget\b|\bhow about\b|\bwhy not\b|\bif you(?:'re| are) (?:after|into)\b|\bin the mood for\b|\bfor (?:you|sure|example|instance)\b|\bin (?:short|fact|particular|addition|general|full|total)\b|\bas (?:well as|well|follows|such|requested|asked|wished|desired|wanted)\b|\bbecause of\b|\bsuch as\b|\bhere (?:is|are)\b|\bthat said\b|\bspot[- ]on\b|\b(?:hits|hit) the (?:spot|mark)\b",
    "behaviour_reasons.deed_words": r"\bhighly\b|\b(?:in|to) your cart\b",
    "amounts.almost": r"(?:\bnearly|\balmost|\bclose to|\bjust (?:under|short of))\s*(?:an? |the )?$",
    "said.is_after": r"\s*(?:(?:is|are|was|were|of)\s+|[:：]\s*)(?:the\s+|an?\s+)?",
    "wording.report": r"^\W*(?:although |though |while |even though )?(?:you (?:asked|wanted|requested|wished|said|were looking|are looking|searched|looked))",
}  # fmt: skip

WORDS = {
    "marks.links": frozenset(": = a about almost an are aren't around as at be being by called do does doesn't don't for from in include includes including is isn't it its just named nearly not of only roughly the to was wasn't were with".split()),
    "relations.prepositions": frozenset("around at by contain for from has have having in including made near of offer offers on provid to using with".split()),
    "wording.measured": frozenset("away big deep heavy high large long old tall wide".split()),
    "wording.story": frozenset("character follow narrative plot premise protagonist setting story storyline synopsis tale theme".split()),
    "words.nearby": frozenset("beside close minutes near nearby next steps".split()),
}  # fmt: skip
