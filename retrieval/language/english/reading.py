"""The English patterns and words of numbers, dates, amounts and phrases, by the stage and the thing that they are for."""

from __future__ import annotations

__all__ = ["PATTERNS", "TABLES", "WORDS"]

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
    "measures.half_after": r"(?: and a (?P<part>half|quarter)\b)",
    "units.memory_before": r"(?:ram|memory|storage|ssd|disk)[^\d,.;，。；、]{0,8}[\d.]+$",
    "of_age.age": r"(?:yes,? )?(?:i'?m|i am|we'?re|we are)(?: already| over| above)? (?P<age>\d{1,3})(?: years old| years of age|\+)?(?:,? (?:so )?(?:please )?(?:show (?:me|it|them|me them)|go ahead))?",
    "of_age.stated": r"(?:yes,? )?(?:i'?m|i am|we'?re|we are)(?: all)? (?:an adult|adults|of age|of legal age|a grown-?up|grown-?ups|old enough|over eighteen|eighteen)(?:,? (?:so )?(?:please )?(?:show (?:me|it|them|me them)|go ahead))?|(?:please )?show (?:me )?(?:the )?adult (?:content|items|films|things|ones)",
    "of_age.yes": r"(?:yes|yep|yeah|yup|sure|ok(?:ay)?|of course|please do|go ahead|show (?:it|them)(?: to me)?|i am|i confirm|confirmed?)(?:,? (?:please|i am|we are|i do|go ahead|show (?:it|them)(?: to me)?|sure|of course))*",
    "of_age.denied": r"(?:no,? )?(?:i'?m|i am) (?:not an adult|not of age|under ?age|a minor|a child|a kid|too young|not old enough|under (?:18|eighteen))",
    "of_age.no": r"(?:no|nope|nah|not yet|don't|better not|no thanks?|no thank you)(?:,? (?:i'?m not|thanks|thank you|don't|please don't))*",
    # before a name and after it: where a name of a letter or two is one
    "redaction.introduces": r"\b(?:i'?m|i am|my name'?s|my name is|named|called|call me|this is|it'?s|it is|regards|thanks|signed)\s*,?\s",
    "redaction.goes_on": r"\s*(?:[,.;:!?()\n]|$)|\s+(?:here|and|but|by name|speaking)\b",
    "words.boundary": r"[,，。!！?？;；:\n]|(?<!\d)(?<![a-z]\.[a-z])(?<!\b[a-z])\.(?=\s|$)|\bbut\b",
    "safety.free_field": r"(?:^|_| )(?:free_?from|free_?of|without|does_?not_?contain|not_?contain\w*|excludes?)(?:$|_| )",
    "safety.trace_field": r"may_?contain|traces?(?:_of)?$|possible_allergens",
    "safety.allergen_field": r"allergens?|allergies",
    "safety.made_of": r"ingredients?|contents?$|composition",
    "safety.label_field": r"diet|dietary|labels?|tags?|suitable|certif|claims?",
    "safety.none": r"(?:none|no(?: known)? allergens?|nil|n/a)",
    "ages.thing": r"\s*(?:single malt |scotch |aged )?(?:whisk(?:e)?y|scotch|rum|brandy|cognac|wines?|cheddar|cheese|houses?|buildings?|cars?|tree|bourbon)",
    "dates.between": r"between",
    "dates.gap": r"\s*(?:-|~|\bto\b|\bthrough\b|\buntil\b|\btill\b)\s*(?:the )?",
    "dates.and": r"\s*(?:\band\b)\s*(?:the )?",
    "dates.opener": r"(?:\bbetween|\bfrom)\s*(?:the )?$",
    "measures.join": r"\s*(?:,|and\b)?\s*",
    "ages.old": r"[\s-]*(?:(years?|yrs?|months?)[\s-]*olds?\b|y/?o\b|yo\b)",
    "ages.aged": r"\b(?:aged?(?: of)?|ages)\s*$",
    "ages.turns": r"\b(?:is|are|turns|turning|he's|she's)\s*$",
    "ages.someone": r"\b(?:son|daughter|child|kid|boy|girl|niece|nephew|baby|toddler|brother|sister|grand(?:son|daughter|child|mother|father|ma|pa)|mum|mom|dad|mother|father|twins?|he|she)\b",
    "ages.label": r"ages?|children|kids|aged",
    "ages.label_to": r"to",
    "ages.years": r"years?|yrs?|y",
    "ages.and_up": r"and (?:up|over|older)|or older",
    "ages.and_under": r"and under",
    "ages.up_to": r"under|up to|below",
    "measures.minutes": r"min|m\b",
    "safety.turned": r"free|without|less\b|no_|non",
    "folder.camera": r"(?:whatsapp (?:image|video|audio)|screenshot)[\s_-]*\d{4,}",
    "phrases.wrap": (    r"\b(?:hi|hello|hey)\b(?: there)?[,!. ]*|\b(?:please|thanks|thank you|kindly)\b(?: very much| a lot| so much)?|"
    r"\b(?:can|could|would|will|may|do) (?:you|i|we) (?:please |kindly )?(?:also )?(?:be able to )?(?:recommend|suggest|find|show|give|tell|help|get|list|pick|have|see|look for|like|know|share)\b(?: to\b)?(?: (?:me|us)\b)?(?: with\b)?(?: find\b| to find\b)?(?: (?:of|about)\b)?|"
    r"\b(?:recommend|suggest|find|show|give|get|list|pick|bring|fetch|tell)\b(?: me| us)(?: with| about)?|^\s*(?:recommend|suggest|find|show|give|get|list|search(?: for)?|look for|pick)\b|"
    r"\bi(?:'m| am|'ve been|'d be)? (?:would like|would love|'d like|'d love|want|wanted|need|wish|hope|really want|feel like|fancy|crave|look|search|hunt)(?:ing|s|ed)?(?: to)?(?: (?:find|see|have|get|eat|watch|make|cook|listen to|hear|buy|read|try|book|go to|stay in|stay at|visit|know))?(?: for)?\b|"
    r"\bi(?:'d| would) (?:like|love|prefer)(?: to)?(?: (?:find|see|have|get|eat|watch|make|cook|hear|buy|read|try|book))?\b|"
    r"\bi(?:'m| am) (?:looking|searching|hunting|craving|in the mood)(?: for)?\b|\blooking for\b|"
    r"\b(?:what|which)(?:'s| is| are|s)? (?:some|a|the|your|other)?\b(?: (?:good|best|recommended))?|\bare there(?: any)?\b|\bis there(?: a| any)?\b|\bdo you (?:have|know)(?: of)?(?: any| some)?\b|"
    r"\b(?:it|they) (?:should|must|has to|have to|needs? to|ought to)(?:\s+(?:be|have))?\b|\bhow (?:do|can|would|to)(?: i)?(?: make| cook| find)?\b|\bany (?:ideas|suggestions|recommendations)(?: for| of)?\b|\bi (?:think|guess|suppose|mean)\b|\bsome(?:thing|where|one)?\b|\banything\b|\bpreferably\b|\bideally\b|\bor so\b|\bmaybe\b"),
    "phrases.ask": (    r"\b(?:(?:and |also |please )*(?:tell|give|send|get) me|what(?:'s| is| are)|i(?:'ll| will)? (?:also )?need|can i (?:have|get))\b[^,.?!;]*?\b(?:address|phone(?: number)?|postcode|telephone|contact|"
    r"reference number|opening hours|directions|website|url|details|more information)\b"),
    "phrases.ask_of": r"(?: (?:of|for|from))\b(?! (?:it|them|that|this|those|these|the (?:booking|reservation|place|first|second|third|one|ones))\b)",
    "phrases.who_asks": r"wants?|needs?|would like|is (?:looking|after|asking)|likes?|loves?|prefers?",
    "phrases.article": r"the|a|an|some|any",
}  # fmt: skip

WORDS = {
    "units.alone": frozenset("$ € £ ¥".split()),
    "policies.stock": frozenset(("stock", "in stock", "instock", "stock count", "stock quantity", "stock level", "units in stock", "quantity in stock", "inventory", "inventory count")),
    "policies.gone": frozenset(("sold out", "soldout", "out of stock")),
    "concepts.relational": frozenset("nearby near similar related around also".split()),
    "phrases.stop": frozenset("a about above after again all also always am an and another any anything are aren't around as at be been before being below best better between big bit both by can can't cant come could couldn't day days did do does doesn't doesnt don't dont down each else end enough even ever everything favorite favorites favourite favourites few find first for free from get give go going good got great had has have he hello help her here hey hi high him his hour hours how i i'd i'll i'm i've id if ill im in into is isn't isnt it it's its ive just kind know last least less let let's lets like likes long look looking lot lots love loved low made make many may maybe me might mine minute minutes more most much must my near need needs never new next nice no nor not nothing of off often ok okay old on one ones only or other others our out over own part parts perhaps played playing plays please really recommend same second see shall she short should show small so some someone something somewhere sort still such suggest take tell than thank thanks that that's the their them then there there's these they thing things third this those to today tomorrow tonight too try trying type under up us use used using usually very want wanted wants was we were what what's when where which who whom whose why will with within without won't wont would wouldn't yes you your".split()),
    "phrases.sole": frozenset("computer laptop phone".split()),
    "phrases.generic": frozenset("anything book choice computer dish example film game idea image item kind laptop list movie one option phone photo picture piece place product recipe recommendation show something somewhere song sort sound stuff suggestion thing track type unit work".split()),
    "safety.yes": frozenset(['true', 'y', 'yes']),
    "safety.no": frozenset(['false', 'n', 'no']),
    "floor.strange": frozenset("violin lawnmower mortgage kayak lipstick passport cinnamon bulldozer antibiotics saxophone wedding trousers printer insurance cathedral  fishing pizza tyre shampoo opera piano sofa umbrella thesaurus surgery helicopter cheese dentist vodka parliament".split()),
    "phrases.edge": frozenset("'s a an and any are be but by for from has have i in is it me my of or some that the to which with".split()),
    "phrases.tail": frozenset("also am at because cost costs he however i'm if like on rated she similar so than that's when who".split()),
}  # fmt: skip

TABLES: dict[str, dict[str, str]] = {
    "ages.groups": {"babies": "0-2", "toddlers": "1-3", "kids": "3-12", "children": "3-12", "child": "3-12", "teens": "13-17", "teenagers": "13-17", "young adults": "14-25", "adults": "18-", "seniors": "60-", "everyone": "0-", "all": "0-", "all ages": "0-", "family": "0-", "families": "0-"},
    "models.query": {"bge": "Represent this sentence for searching relevant passages: "},
}  # fmt: skip
