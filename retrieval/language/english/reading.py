"""The English patterns and words of numbers, dates, amounts and phrases, by the stage and the thing that they are for."""

from __future__ import annotations

__all__ = ["PATTERNS", "WORDS"]

PATTERNS = {
    "page.sentence": r"(?<=[.!?])\s+",
    "amounts.between": r"between",
    "amounts.pair": r"and|but|yet",
    "amounts.denied_range": r"(?:\bnot|\boutside(?: of)?)\s*$",
    "amounts.denied": r"(?:\bnot|n't)\s*(?:a |an |be |the )?$",
    "amounts.in_time": r"before|after|earlier|later",
    "amounts.inclusive": r"\b(?:or|and)\b",
    "amounts.negated": r"no|never",
    "amounts.maybe": r"\bmaybe|\bperhaps|\bprobably|\blike|\bsay|\bi (?:guess|think|suppose)",
    "amounts.about": r"about ",
    "amounts.to": r"(?:\bup )?\bto\b|\bthrough\b",
    "amounts.link": r"a|an|the|is|are|of|about|around|roughly|maybe|say|at|in|price|year",
    "units.of_length": r"tall|high|long|wide|deep|height|width|length|depth|taller|higher|longer|wider|deeper|across",
    "units.of": r"of ",
    "units.before": r"\b(?:rmb|usd|eur|gbp|cny|jpy|inr|krw|chf|hkd|twd|rub|sek|nok|dkk|pln|brl|cad|aud|nzd|sgd|mxn|czk|huf|thb|aed|zar)",
    "units.of_memory": r"ram|memory|storage|ssd|disk",
    "numbers.counted": r"\b(?:revenues?|gross(?:ed|ing)?|box office|budget|earn(?:ed|ings)?|made|worth|sales|turnover|views?|downloads?|plays|streams|users|followers|subscribers|people|population|votes)\b",
    "numbers.scale": r"(?:thousand|million|billion|trillion|hundred|dozen|grand|mln|mio|bn|k)(?![a-z])",
    "ages.gap": r"\s*(?:-|~|to|and|or|、)\s*",
    "amounts.including": r"(?:\bincluding|\bincl\.?|\binclusive of)\s*$",
    "amounts.idiom": r"[0-9]/[0-9]$",
    "amounts.round": r"\d0{2,}",
    "amounts.counter": r"\s[a-z]+(?= (?:or|and) (?:more|less|fewer|above|below|up|over|under)\b)",
    "amounts.flip": r"(?:\b(?:not|never|no|nothing|don't|doesn't|won't|can't|shouldn't|isn't|aren't)(?: (?:want|like|go|cost|be|spend|pay|rated|to|be|anything|something)){0,3})\s*$",
    "amounts.range_left": r"(?:\bbetween|\bfrom|\banywhere from)\s*$",
    "amounts.and_gap": r"\s*(?:\band\b)\s*",
    "amounts.around_right": r"\s?(?:or so\b|-?ish\b)",
    "amounts.around_left": r"(?:\baround|\babout|\broughly|approx(?:imately|\.)?|\bnear|\bcirca|~)\s*$",
    "dates.century": r"\b(?:in |from )?(?:the )?(?:(?P<part>early|late|mid)[- ]?)?(?:(?P<n>1[5-9]|2[01])(?:st|th)|(?P<word>fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|twenty-first|twenty first))[- ](?:century\b(?! (?:fox|studios?|pictures|boys?|women))|c\.)",
    "dates.decade": r"\b(?:(?:in |from )?the )?(?:(?P<part>early|late|mid)[- ]?(?:the )?)?(?:(?P<full>(?:1[5-9]|20)\d0)'?s|'?(?P<short>[1-9]0)'?s|(?P<word>twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties))\b",
    "measures.half_after": r"(?: and a (?P<part>half|quarter)\b)",
    "recent.cued_after": r"(?:'s)?(?: (?:releases|films|movies|books|albums|songs|games|best))",
    "units.memory_before": r"(?:ram|memory|storage|ssd|disk)[^\d,.;，。；、]{0,8}[\d.]+$",
    "of_age.age": r"(?:yes,? )?(?:i'?m|i am|we'?re|we are)(?: already| over| above)? (?P<age>\d{1,3})(?: years old| years of age|\+)?(?:,? (?:so )?(?:please )?(?:show (?:me|it|them|me them)|go ahead))?",
    "of_age.stated": r"(?:yes,? )?(?:i'?m|i am|we'?re|we are)(?: all)? (?:an adult|adults|of age|of legal age|a grown-?up|grown-?ups|old enough|over eighteen|eighteen)(?:,? (?:so )?(?:please )?(?:show (?:me|it|them|me them)|go ahead))?|(?:please )?show (?:me )?(?:the )?adult (?:content|items|films|things|ones)",
    "of_age.yes": r"(?:yes|yep|yeah|yup|sure|ok(?:ay)?|of course|please do|go ahead|show (?:it|them)(?: to me)?|i am|i confirm|confirmed?)(?:,? (?:please|i am|we are|i do|go ahead|show (?:it|them)(?: to me)?|sure|of course))*",
    "of_age.denied": r"(?:no,? )?(?:i'?m|i am) (?:not an adult|not of age|under ?age|a minor|a child|a kid|too young|not old enough|under (?:18|eighteen))",
    "of_age.no": r"(?:no|nope|nah|not yet|don't|better not|no thanks?|no thank you)(?:,? (?:i'?m not|thanks|thank you|don't|please don't))*",
    "words.boundary": r"[,，。!！?？;；:\n]|(?<!\d)(?<![a-z]\.[a-z])(?<!\b[a-z])\.(?=\s|$)|\bbut\b",
}  # fmt: skip

WORDS = {
    "units.alone": frozenset("$ € £ ¥".split()),
    "policies.stock": frozenset(("stock", "in stock", "instock", "stock count", "stock quantity", "stock level", "units in stock", "quantity in stock", "inventory", "inventory count")),
    "policies.gone": frozenset(("sold out", "soldout", "out of stock")),
    "concepts.relational": frozenset("nearby near similar related around also".split()),
    "phrases.stop": frozenset("a about above after again all also always am an and another any anything are aren't around as at be been before being below best better between big bit both by can can't cant come could couldn't day days did do does doesn't doesnt don't dont down each else end enough even ever everything favorite favorites favourite favourites few find first for free from get give go going good got great had has have he hello help her here hey hi high him his hour hours how i i'd i'll i'm i've id if ill im in into is isn't isnt it it's its ive just kind know last least less let let's lets like likes long look looking lot lots love loved low made make many may maybe me might mine minute minutes more most much must my near need needs never new next nice no nor not nothing of off often ok okay old on one ones only or other others our out over own part parts perhaps played playing plays please really recommend same second see shall she short should show small so some someone something somewhere sort still such suggest take tell than thank thanks that that's the their them then there there's these they thing things third this those to today tomorrow tonight too try trying type under up us use used using usually very want wanted wants was we were what what's when where which who whom whose why will with within without won't wont would wouldn't yes you your".split()),
    "phrases.sole": frozenset("computer laptop phone".split()),
    "phrases.generic": frozenset("anything book choice computer dish example film game idea image item kind laptop list movie one option phone photo picture piece place product recipe recommendation show something somewhere song sort sound stuff suggestion thing track type unit work".split()),
}  # fmt: skip
