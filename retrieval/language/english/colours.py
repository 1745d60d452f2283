"""English words for colours, by the name of the colour."""

from __future__ import annotations

__all__ = ["COLOURS"]

COLOURS = {
    "red": "red|reddish|scarlet|crimson|maroon", "orange": "orange|amber", "yellow": "yellow|yellowish|golden",
    "green": "green|greenish|olive|emerald", "blue": "blue|bluish|navy|turquoise|teal|azure", "purple": "purple|violet|lilac|mauve",
    "pink": "pink|pinkish|magenta", "brown": "brown|brownish|tan|chestnut", "beige": "beige|cream|sandy", "black": "black",
    "grey": "grey|gray|greyish|silver", "white": "white|whitish",
}  # fmt: skip
"""Name → the words for it, in the singular."""
