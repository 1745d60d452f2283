"""How people ask in English for several things that go together."""

from __future__ import annotations

from retrieval.language.lazy import compiled
from retrieval.language.set_words import SetWords

__all__ = ["ENGLISH_SETS"]

ENGLISH_SETS = SetWords(
    total=compiled(
        r"\b(?:in (?:total|all|sum)|(?:all )?(?:together|combined)|altogether|overall|total(?:l?ing)?(?: of)?|for (?:everything|the (?:lot|whole (?:lot|thing|meal|set|evening|day))|all(?: of (?:them|it))?(?: (?:two|three|four|five|six))?)|between them|the (?:whole )?(?:sum|total))\b"
    ),
    each=compiled(
        r"\b(?:each|apiece|per (?:item|piece|film|movie|book|dish|course|person|head|night)|a piece|every one)\b"
    ),
    part=compiled(
        r"(?:(?:and|plus|with|then|also|for|i (?:want|need|would like)|i'd like|give me|show me|find me|recommend|a (?:meal|set|menu|plan|dinner|lunch|evening) (?:of|with)|of|please)[, ]+)*(?P<n>a|an|one|1|some|the|another|two|2|three|3|four|4) (?P<what>[^,.;:!?]+?)(?: please)?"
    ),
    parts=compiled(
        r"\s*(?:[,;:+&]|\band\b|\bplus\b|\bthen\b|\bas well as\b|\bfollowed by\b|(?<=\bmeal )of\b|(?<=\bmenu )of\b|(?<=\bset )of\b|(?<=\bdinner )of\b|(?<=\blunch )of\b|(?<=\bevening )of\b|(?<=\bmeal )with\b|(?<=\bdinner )with\b|(?<=\blunch )with\b)\s*"
    ),
    people=compiled(
        r"\b(?:(?:one|something|a \w+|an \w+) for (?:each|every one|both)(?: (?:of (?:us|them)|person|one))?|for (?:each|both) of us|one each|we (?:can't agree|don't agree|disagree))\b"
    ),
    likes=compiled(
        r"\b(?P<who>i|she|he|they|we|my \w+|[a-z]+)(?:'m| am| is| are|'s)? (?:really |only |both )?(?:likes?|loves?|wants?|prefers?|enjoys?|(?:in)?to|would like|fancies|fancy) (?!to\b)(?P<what>[^,.;!?]+?)(?=\s*(?:[,.;!?]|$|\b(?:and|but|while|whereas) (?:i|she|he|they|we|my)\b))"
    ),
)
