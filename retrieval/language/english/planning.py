"""The English patterns and words by which plans are made, by the stage and the thing that they are for."""

from __future__ import annotations

__all__ = ["PATTERNS", "TABLES", "WORDS"]

PATTERNS = {
    "clarification_reply.no": r"(?:no|nope|nah|without(?: it| that)?|not needed|no need)",
    "clarification_reply.yes": r"(?:yes|yeah|yep|sure|certainly|of course|please do|with(?: it| that)?|it should)",
    "clarification_reply.others": r"neither(?: of (?:them|these|those))?|(?:another|(?:an|some) other|a different|different|other)(?: (?:kind|type|sort))?|(?:something|anything) (?:else|different|other)|none of the above",
    "clarification_reply.place": r"(?:number |option |no\.? ?|#)?(?P<n>first|second|third|fourth|1st|2nd|3rd|4th|last|former|latter)(?: (?:one|kind|type|sort|option|choice|group|category))?|(?:number |option |no\.? ?|#)(?P<m>one|two|three|four|[1-4])|(?P<d>[1-4])",
    "compiler.more": r"\b(?:else|others?|another|more|different|instead|again)\b",
    "compiler.alike_after": r'\s*[》」”\"]?\s*(?:\b(?:was|is|were|are|style|vibes?)\b)',
    "carry_over.there": r"\b(?:over |around )?there\b(?! (?:is|are|was|were|any|a\b|an\b|be))",
    "safety.around": r"^(?:(?:added|any|all|touching|using|refined|kinds? of|traces? of)\s*)+|(?:\s*(?:products?|allergens?|at all|of any kind|traces?|stuff))+$",
    "safety.food_field": r"allerg|ingredient|\bdiet|dietary|nutri|calorie|cuisine|flavou?r|recipe|dish|menu",
    "safety.menu_field": r"^(?:(?:signature|house|served|popular|recommended|top)[ _])?(?:dish(?:es)?|menus?|menu[ _]items|specialit(?:y|ies)|specialt(?:y|ies)|food[ _]served|serves)$",
    "clarification_reply.any": r"(?:(?:it |that )?(?:does ?n'?t|does not|won't) (?:really )?matter(?: to me)?|(?:i )?(?:do ?n'?t|do not) (?:really )?(?:care|mind|know)|(?:i(?:'ve| have)? )?no (?:real )?(?:preference|idea|opinion)s?|(?:i'm |i am )?(?:not sure|easy|open|flexible)|(?:any|either|all|both|whatever|whichever|anything)(?: (?:one|kind|of (?:them|these|those|the two)|goes|works|you (?:like|want|think)|is|are|will|would))*(?: (?:fine|ok|okay|do|good|great|works))?|not important|up to you|you (?:choose|decide|pick)|surprise me|it's all the same|same to me|skip)",
    "named_items.alike": r'(?:\blike|\bsimilar to|\bas|\bthan|\bresembl\w+|\bfan of|\b(?:en)?joy(?:ed|s)?|\blov(?:e|ed|es)|\bliked|\bwatch(?:ed|ing)|\bread|\bseen|\bsaw|\bheard|\btried|\bafter|\bbeyond)(?: the)?\s*[《「“\"]?$',
    "clarification_reply.answer": r"^(?:(?:um+|uh|hmm+|well|oh|ok(?:ay)?|yes|yeah|so|then|maybe|perhaps|probably|i think|i guess|i suppose|definitely)[,.! ]+)*(?:(?:i feel like|i fancy|(?:i'm |i am )?in the mood for|(?:something|anything) (?:like|in)|i(?:'d| would)? ?(?:like|prefer|want|rather have|go (?:with|for)|take|choose|pick)|(?:let'?s|let us|we can) (?:go (?:with|for)|take|have|say|do)|go (?:with|for)|give me|show me|make (?:it|that)|rather|preferably|better|please|say|take|in|with) )*(?:the |an? |some )?(?P<core>.+?)(?:,? ?(?:please|then|thanks|thank you|would be (?:nice|great|good|better|fine)|is (?:fine|good|better|ok|okay)|sounds? (?:good|nice|great)|i think|i guess|for me|if possible))*$",
    "clarification_reply.less": r"less|lower|under|below|fewer|up to that",
    "clarification_reply.more": r"more|higher|over|above|greater",
    "clarification_reply.behind": r" ones?| than that",
}  # fmt: skip

WORDS = {
    "clarification.no_value": frozenset(" - n/a na nan none null unknown".split()),
}  # fmt: skip

TABLES: dict[str, dict[str, str]] = {
    "clarification_reply.places": {"first": "1", "1st": "1", "one": "1", "1": "1", "second": "2", "2nd": "2", "two": "2", "2": "2", "third": "3", "3rd": "3", "three": "3", "3": "3", "fourth": "4", "4th": "4", "four": "4", "4": "4"},
}  # fmt: skip
