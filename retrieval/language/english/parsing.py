"""The English patterns and words by which requests are read, by the stage and the thing that they are for."""

from __future__ import annotations

__all__ = ["PATTERNS", "WORDS"]

PATTERNS = {
    "analysis.likeness": r"\b(?:looks?|looking|sounds?|sounding|tastes?|tasting|smells?|feels?) like (?:an? |the )?[^,.;!?]+",
    "analysis.head": r"\b(?:something|anything|somewhere|anywhere|movie|film|show|book|song|track|item|product|thing|stuff|recipe|dish|game|place|picture|photo|image|recommendation|suggestion|idea)s?\b",
    "certainty.topic": r"(?:^|_)(?:topic|subject|theme|genre)s?(?:$|_)",
    "certainty.purpose": r"\bfor (?!(?:watch|s|buy|get|find|read|eat|drink|hav|wear|try|order|cook|mak|book|play|listen|hear|giv|us|visit|stay|rent|want|need|choos|pick|bring)\w*ing\b)[a-z]{3,}ing (?:(?:the|my|some|a|an|up|down|with|of|in|on) )*$|\bto (?!(?:watch|see|buy|get|find|read|eat|drink|have|wear|try|order|cook|make|book|play|listen|hear|give|use|visit|stay|rent|want|need|choose|pick|bring|the|my|a|an|be)\b)[a-z]{3,} (?:(?:the|my|some|a|an) )*$",
    "count_and_media.picture": r"\b(?:with|has|have|having|includ\w+) (?:an? |its |some |their )?(?:pictures?|images?|photos?|photographs?|posters?|illustrations?)\b|\bi can see\b",
    "count_and_media.sound": r"\b(?:with|has|have|having|includ\w+) (?:an? |its |some |their )?(?:sounds?|audio|recordings?|sound clips?|voices?|noises?)\b(?! (?:system|quality|proof))|\b(?:that|which) (?:i can hear|makes? (?:an? |some )?(?:sounds?|noises?)|can be heard|sings?|roars?|barks?)\b|\b(?:should|must|has to|have to|needs? to|ought to|can|could|to) (?:make|have|play|produce) (?:an? |some |its )?(?:sounds?|noises?)\b(?! (?:system|quality|proof))|\bi can (?:hear|listen to)\b|\baudible\b",
    "count_and_media.superlative": r"\b(?:\w{2,}est|most|least|best|worst|top)\b",
    "discourse_markers.instead": r"\b(?:instead|rather)\b(?! (?:of|than))",
    "discourse_markers.rejects": r"^\s*(?:(?:no|nope|hmm+|well|sorry|thanks)[,.! ]+)*(?:(?:i don'?t (?:like|want) )?(?:not|none of|neither of|no to|not any of)? ?(?:this|that|these|those|them|it)(?: (?:one|ones|either))?|neither|none)\s*[.,;!]+\s*",
    "exclusions.split": r"\s*(?:,|、|，|/|\bor\b|\band\b|\bnor\b)\s*",
    "field_resolution.year_of": r"\s(?:films?|movies?|books?|songs?|albums?|games?|releases?|or|and|to)\b",
    "field_resolution.of_year": r"(?:\b(?:from|in|of|year|circa|the|or|and|to|until|till|by|not))\s*$",
    "field_resolution.or": r"\s*(?:\bor\b|、|/|,)\s*",
    "field_resolution.place": r"\b(?:the|that|this|your) second\b|\b(?:in|out of) stock\b",
    "fitting.per": r"\s*(?:an?|per|each|/|every)\s?(?P<of>kilo|kg|person|head|night|month|litre|liter|page|piece)|\s*(?P<each>each|apiece)\b",
    "item_references.these": r"\b(?:(?:none|neither|any) of |not |like |than )them\b|\b(?:like |of |than )?(?:these|those)(?: ones)?\b(?! (?:(?:\w+ )?(?:are|from)|after|before|under|over|below|above|with|without|in|that|which|who|at|between|since|by|for|of|published|released|made|cheaper|costing|rated)\b)",
    "item_references.this": r"\b(?:this|that)(?: (?:one|item|option|result))\b|\b(?:like|than|of|as) (?:this|that|it)\b(?! (?:is|was|has|\w+s\b))|\bmore (?:of|like) (?:this|that|it)\b",
    "yes_no.not_before": r"(?<!\bnothing that )(?<!\bnothing which )(?<!\bnone that )\b(?:(?:do|does|did|will|wo|ca|can|should)(?:n't| not)|cannot|never)(?: (?:ever|really|actually|usually|get))? $",
    "yes_no.permitted_after": r"[\s-](?:(?:are|is) )?(?:allowed|welcome|permitted|accepted|friendly|ok(?:ay)?)\b",
    "yes_no.permits": r"\b(?:has|have|is|with|allow(?:s|ed)?|friendly|permitted|welcome|accepted|accepts?|available|included)\b",
    "yes_no.permitted": r"\b(?:allow\w*|accept\w*|welcom\w*|permit\w*|bring|take)(?: (?:my|our|a|an|the|your))?\s$",
    "measure_constraints.sold_out": r"\b(?:sold out|out of stock|(?:all )?gone|unavailable|no longer (?:available|in stock))\b|\b(?:has|have) (?:run out|none left)\b|\brun out\b",
    "measure_constraints.in_stock": r"\bin stock\b|\bavailable now\b",
    "measure_constraints.or_amount": r"\s*(?:\bor\b|、|/|,)\s*[^,.;，。；]{0,12}$",
    "measure_constraints.their_time": r"(?:today|tonight|now|this (?:morning|afternoon|evening)|right now)$",
    "measure_constraints.suits": r"(?:\b(?:for|suits?|suitable for)\s+(?:[a-z]+\s+){0,2})$",
    "parser.unseen": r"\b(?:another|others?|different|else|(?<!\bor )more(?! than)|next|new ones?|not (?:this|that|these|those|it))\b",
    "amount_constraints.paired": r"(?:^|[\W_])(?:min|minimum|max|maximum)(?=[\W_]|$)",
    "amount_constraints.most": r"(?:^|[\W_])(?:max|maximum|to|most)(?:[\W_]|$)",
    "amount_constraints.least": r"(?:^|[\W_])(?:min|minimum|from|least)(?:[\W_]|$)",
    "amount_constraints.not_free": r"(?:\bnot|n't|\bnon-?)\s*$",
    "amount_constraints.free": r"\b(?:for free|free of charge|free (?:entry|admission|entrance|tickets?)|(?:is|are|be|it's|entry|admission|ticket) free)\b|(?<![a-z]-)\bfree\b(?![- ](?:of|from|time|range|wifi|parking|breakfast|will|style))",
    "semantic_query.about": r"\b(?:about|set (?:in|on|at|during)|involving|in which|based on|(?:on|with) the (?:theme|topic|subject) of)\b",
    "title_requests.wanting": r"\b(?:can|could|may|do|does|would|play|watch|see|read|hear|listen to|buy|order|get|put on|stream|have|got|sell|stock|carry|offer|is|are|available|in stock|there|here|called|named|titled|in the catalogue|also|just|again|to|for|you|i|me|we|us|(?:the )?(?:movie|film|book|song|game|album|series|show|product|item|recipe|picture|one))\b|\b(?:who|what|when|where|how|does|did|was|were|much|long|old|about|cast|actors?|actress(?:es)?|plot|ending|runtime|trailer|summary|reviews?|ratings?|price|director|directed|wrote|written|starring|starred|stars?|acts?|plays|made|make|cook|cost|costs|released?|of|in|by|any good|worth (?:it|seeing|reading))\b|'s(?= )",
    "value_mentions.title_cue": r"(?:\blike|\bsimilar to|\bthan|\bsuch as|\benjoy(?:ed)?|\bloved?|\bliked|\bwatched|\bread|\bseen|\bsaw|\bmovies?|\bfilms?|\bbooks?|\bcalled|\btitled|\bnamed|\bthe (?:movie|film|book|song))\s+(?:the\s+|a\s+)?$",
    "item_references.than": r"(?:\bthan)\s*(?:the\s*)?$",
    "item_references.like": r"(?:\blike|\bsimilar to|\bas|\bresembl\w+|\bmore of)(?: the)?\s*$",
    "measure_constraints.whom": r"(?: (?:son|daughter|niece|nephew|twins|child|kid|boy|girl))?\b",
}  # fmt: skip

WORDS = {
    "yes_no.pets": frozenset("pet dog cat puppy kitten".split()),
    "certainty.present": frozenset("gift present souvenir surprise treat".split()),
    "lexicon.no": frozenset("false free n no none unavailable".split()),
    "lexicon.yes": frozenset("available true y yes".split()),
    "lexicon.naming": frozenset("channel channels collection designer instructor label model narrator network platform platforms provider providers publisher seller series service services shop speaker speakers store studio studios teacher team".split()),
    "lexicon.empty": frozenset(" - n/a na nan none null unknown".split()),
    "things.given": frozenset("gift gifts present presents souvenir souvenirs surprise".split()),
    "things.anything": frozenset("january february march april june july august september october november december monday tuesday wednesday thursday friday saturday sunday xmas plz pls thx gimme wanna gonna lemme intro introduction adult afternoon aisle allergy among amount anyone anything anywhere aside autumn baby bar beginner best boy brand brother buck budget catalog catalogue child choice cooking cost customer dad day department dollar dozen essential euro evening everyone everything example family father favorite favourite film friend gift girl goods goody gram grocery home hour house husband idea image item kid kilo kilometre kind life list lot maker man menu merchandise metre mile minute model mom moment money month morning mother movie mum munchies name nibble night none nothing number one option pack pair part people person photo picture piece place pound present price product provision quality range rating recipe recommendation rest review score season section set shelf shop show sister size someone something somewhere sort sound souvenir spring star stay store stuff suggestion summer supply surprise thing time title today tomorrow tonight top treat type use version way week weekend wife winter woman world year yuan".split()),
}  # fmt: skip
