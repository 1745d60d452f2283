"""Other names of some things in general language: spellings and short forms ("sci-fi", "wifi").

Knows no catalogue: a name counts only where a catalogue has the other one.
"""

from __future__ import annotations

__all__ = ["ALIASES"]

_SAME = (
    ("sci fi", "science fiction", "scifi"), ("child", "kid"), ("wifi", "wi fi", "wireless internet", "internet", "wlan"),
    ("romantic comedy", "rom com", "romcom"), ("documentary", "documentary film"), ("animated", "animation"), ("tv", "television"),
    ("parking", "car park", "parking lot", "parking space"), ("usa", "united state", "america"), ("uk", "united kingdom", "great britain"),
    ("biography", "biopic"), ("ebook", "e book"), ("fridge", "refrigerator"), ("ac", "air conditioning", "aircon", "air con"),
)  # fmt: skip
ALIASES: dict[str, tuple[str, ...]] = {name: tuple(n for n in names if n != name) for names in _SAME for name in names}
"""By compared form (`text.key`: folded, in the singular), the others of the same meaning."""
