"""How English asks of what columns hold: codes, states of stock and shelves, the second of an order, distances, opening hours."""

from __future__ import annotations

__all__ = ["PATTERNS", "WORDS"]

_ORDINAL = r"(?P<place>second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|2nd|3rd|[4-9]th|10th)"
_ITEMS = r"(?:items?|things?|products?|ones?|entries|titles|stuff|results?|films?|movies?|books?|records?)"
_SHOW = r"(?:(?:please |can you |could you |just )*(?:list|show|give|display|print|see|browse|let me see|i(?:'d like| want| would like) to see)(?: me| us)?)"
_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:days?)?"

PATTERNS = {
    "codes.named": r"(?:\b(?:sku|id|isbn|ean|upc|gtin|asin|doi|code|item|article|product|part|model|ref(?:erence)?|catalog(?:ue)?|barcode|mpn|no|number)\b\.?|#)(?:\s*(?:no\.?|number|code|id|#|:|=|is))*\s*$",
    "ranked.place": rf"\b(?:the )?{_ORDINAL}[ -](?:most |least )?$",
    "states.in stock": r"\bin stock\b|\bavailable(?: (?:now|today|at once|right now|immediately))?\b(?! (?:in|as|from|until|for|on|at|with|to)\b)|\bready to ship\b|\bon hand\b",
    "states.sold out": r"\b(?:that(?:'s| is| are|'re) )?(?:sold[- ]out|out[- ]of[- ]stock|unavailable|no longer available)\b",
    "states.to come": r"\b(?:pre-?orders?|coming soon|back-?ordered)\b",
    "states.unread": r"\b(?:unread|unwatched|unplayed|unseen)\b|\b(?:that )?(?:i|we) (?:haven't|have not|still haven't|never)(?: yet)? (?:read|watched|played|finished|started|seen)(?: yet)?\b|\bnot (?:yet )?(?:read|watched|played)(?: yet)?\b|\b(?:i |we )?(?:still )?(?:want|plan|have|mean) to (?:read|watch|play)\b|\bto[- ](?:read|watch|play) (?:list|shelf|pile)\b|\bon my (?:to-read|tbr|watch|wish)[ -]?(?:list|shelf|pile)\b",
    "states.in progress": r"\b(?:(?:am )?i(?:'m| am)? )?currently (?:reading|watching|playing)\b|\b(?:i'm|i am|am i) (?:in the middle of |halfway through )?(?:reading|watching|playing)(?: (?:now|at the moment))?\b|\b(?:half[- ]read|half[- ]finished|in progress)\b",
    "states.done": r"\b(?:that )?(?:i|we)(?:'ve| have)? (?:already )?(?:read|finished|watched|played)\b|\balready (?:read|watched|played|finished)\b",
    "states.reduced": r"\b(?:on sale|on offer|on special|discounted|marked down|reduced(?: in price)?|special offers?|bargains?|(?:with|at|has|have) a discount|on clearance|price(?:s)? (?:cut|reduced))\b",
    "own.rated": r"\b(?:i|we)(?:'ve| have)? (?:rated|gave|scored|given)\b|\bmy (?:own )?(?:ratings?|scores?|stars?)\b",
    "own.field": r"(?:^|\W)(?:my|your|own|personal|user)(?:\W|$)",
    "own.common": r"or|and|to|up|more|less|ones?|the|a|an|of|for|in|on|with|at|is|are|from|date|year|name|type|id",
    "listing.all": rf"{_SHOW} (?:all|everything|every(?: single)?|(?:the )?(?:whole|full|entire|complete) (?:list|catalogue|catalog|range|inventory|collection|stock)(?: of)?)(?: of (?:the|your|these)| the| your)?(?: (?P<what>.+?))?(?: (?:that )?you have(?: got)?| there (?:is|are)| in (?:the|your) (?:catalogue|catalog|shop|store|list))*|(?P<bare>everything|all(?: (?:the )?{_ITEMS})?|the (?:whole|full|entire) (?:list|catalogue|catalog|range))(?: (?:you have|there is|please))*|list (?:them|it) all|list {_ITEMS}",
    "listing.next": rf"(?:(?:show|give|list)(?: me| us)? )?(?:the )?next(?: (?P<n>\d{{1,2}}|\w+))?(?: (?:page|{_ITEMS}))?|(?:show |list )?(?:me )?(?:(?P<n2>\d{{1,2}}|ten|twenty|five) )?more|(?:and )?the (?:rest|others)|next page|go on|continue|keep going|more(?: please)?|page down",
    "distance.within": r"^(?P<rest>.*?)\b(?:within|in|less than|under|at most|no (?:more|further|farther) than|not (?:more|further|farther) than|closer than)(?: a)? (?P<number>\d[\d.,]*|one|two|three|four|five|ten|half a)[ -]?(?P<unit>km|kms|kilometers?|kilometres?|k|m|meters?|metres?|mi|miles?|minutes?(?:' | )walk)(?: (?:walk|drive|distance|away|radius))*(?: (?:of|from|to|around))+ (?P<anchor>.+)$",
    "distance.nearest": r"^(?P<rest>.*?)\b(?:nearest|closest)(?P<rest2> .*?)?(?: (?:to|from|of|by))+ (?P<anchor>.+)$|^(?:(?:what|which|who)(?:'s| is| are)? )?(?:the )?(?:nearest|closest) (?P<rest3>.+?)(?: (?:to|from))? (?P<anchor2>me|here|my (?:place|location|hotel|home))$|^(?P<rest4>.*?)\b(?:sorted|ordered|ranked|by) (?:by )?distance (?:from|to) (?P<anchor3>.+)$",
    "distance.near": r"^(?P<rest>.*?)\b(?:near(?:by)?|close to|around|not far from|next to)(?: to)? (?P<anchor>.+)$|^(?P<rest2>.*?)\b(?P<anchor2>nearby|around here|near here|close by)$",
    "distance.here": r"(?:me|here|us|my (?:place|location|position|home|hotel)|where i am|nearby|around here|near here|close by)",
    "distance.what": r"^(?:(?:please|show|find|give|list|recommend|suggest|me|us|what|which|is|are|there|any|the|a|an|some|all|something|anything|places?|things?|ones?|spots?|i|want|need|looking|for|can|you|do|have)\b ?)*$",
    "hours.day": rf"\b(?:open|opens|opening|opened)(?: (?:late|early))?(?: (?:on|every|each))? (?:a )?(?P<day>{_DAY})\b|\b(?P<day2>{_DAY}) (?:opening|hours)\b",
    "hours.now": r"\b(?:(?:that(?:'s| is| are) |still )*open(?: right)? now|(?:still |currently )open(?: (?:now|at (?:this|the) (?:hour|moment|time)))?|now open|open at (?:this|the) (?:hour|moment|time))\b",
    "hours.today": r"\bopen(?: on| for)? (?P<when>today|tonight|tomorrow)\b",
    "hours.time": r"\b(?:still )?open(?:s)?(?: (?:at|after|past|until|till|before|by))+ (?P<hour>\d{1,2})(?:[:.h](?P<minute>\d\d))? ?(?P<half>am|pm|a\.m\.|p\.m\.|o'?clock)?|\bopen (?:at|past|until|till|after) (?P<word>midnight|noon)\b",
    "hours.late": r"\bopen late\b|\blate[- ]night\b",
    "hours.weekend": r"\bopen (?:on |at |over |during )*(?:the )?weekends?\b",
    "hours.always": r"\b(?:open )?(?:24/7|24 ?h(?:ours?|rs?)?(?: a day)?|around the clock|round the clock|day and night)\b",
}  # fmt: skip

WORDS = {
    "states.in stock": frozenset({"in stock", "instock", "available", "available now", "limited availability", "low stock", "in store", "yes", "on hand", "ready"}),
    "states.sold out": frozenset({"out of stock", "outofstock", "sold out", "soldout", "unavailable", "not available", "discontinued", "no stock", "none left", "no"}),
    "states.to come": frozenset({"preorder", "pre order", "backorder", "back order", "on backorder", "coming soon", "onbackorder", "presale"}),
    "states.unread": frozenset({"to read", "unread", "want to read", "tbr", "to watch", "want to watch", "watchlist", "plan to watch", "to play", "unplayed", "backlog", "wishlist", "want to play", "not started", "plan to read", "planned"}),
    "states.in progress": frozenset({"currently reading", "reading", "in progress", "currently watching", "watching", "playing", "currently playing", "started"}),
    "states.lower": frozenset("sale discount compare was original regular list rrp msrp strike".split()),
    "states.share": frozenset({"discount"}),
    "states.done": frozenset({"read", "finished", "completed", "watched", "played", "beaten", "done", "seen"}),
}  # fmt: skip
