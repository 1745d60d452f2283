"""English words for properties that a row would list."""

from __future__ import annotations

__all__ = ["ENGLISH_HAVING", "ENGLISH_OWNING", "ENGLISH_PROPERTIES", "ENGLISH_SILENCE", "ENGLISH_SUPERLATIVE"]

_HOURS = r"open(?:s|ed)? (?:until|till|from|at|on|all|every|daily|late|round)|closed (?:on|at)|midnight|24/7|around the clock|opening (?:hours|times)|last entry"
_ALLOWED = r"(?:is|are|aren't|isn't|not) (?:welcome|allowed|permitted|accepted|admitted|forbidden|banned)|welcomes? \w+|(?:pet|dog|child|kid|family|wheelchair|gay|lgbt)[- ]friendly|no (?:pets|dogs|children|smoking)"
_INCLUDED = r"(?:is|are) (?:included|free|complimentary|extra)|comes? with|includ(?:es|ing|ed)\b|complimentary|free (?:of charge|breakfast|parking|wi-?fi|entry|admission|shipping|delivery|returns|refills?|samples?|trial)|money[- ]back|refundable|warrant(?:y|ies)|guaranteed?"
_OFFERED = r"in stock|out of stock|sold out|available (?:in|at|from|on|as|with|for)|on sale|discount(?:ed)?|ships (?:to|within|free|in)|subtitl(?:es?|ed)|dubbed|wheelchair|parking|accepts?\b|book(?:able|ing) (?:in|online)"
_PLACED = r"open[- ]air|outdoors?\b|indoors?\b|heated|air[- ]condition(?:ed|ing)|rooftop|beachfront|sea ?view|next (?:door )?to|(?:minutes?|steps|blocks?) (?:from|to|away)|walking distance"
_NEEDED = r"(?:needs?|requires?) (?:an?|the|no|some) \w+|must be \w+|dishwasher[- ]safe|waterproof|rechargeable|batter(?:y|ies) included"

ENGLISH_PROPERTIES = rf"\b(?:{_HOURS}|{_ALLOWED}|{_INCLUDED}|{_OFFERED}|{_PLACED}|{_NEEDED})"
"""An alternative of a pattern: hours, what is allowed, included, offered, where it is, what it needs."""

ENGLISH_SILENCE = r"\b(?:do(?:es)?n't|do(?:es)? not|isn't|is not|aren't|can't|cannot|can not) (?:say|tell|mention|list|listed|state|stated|give|given|know|book|order|buy|reserve)\b|\bno information\b"
"""An alternative of a pattern: that something isn't told, or can't be done here."""
ENGLISH_HAVING = r"\b(?:has|have|having|with|offers?|features?|boasts|there(?:'s| is| are))\b"
"""An alternative of a pattern: what something has."""
ENGLISH_OWNING = r"['’]s\b"
"""An alternative of a pattern: what stands behind whose work it is."""
ENGLISH_SUPERLATIVE = r"(?<!one of )(?<!among )\bthe (?:very |single )?(?:best|worst|most|least|only|first|number one|[a-z]{2,}est)\b(?! of the)"
"""An alternative of a pattern: the first of all."""
