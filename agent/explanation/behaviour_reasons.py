"""What a person did that speaks for an item, and how that is said, in English and Chinese.

The words here are also those by which a model may say it: `grounding` takes "you liked “X”" for true only of a deed that is
known, by its own verbs. Knows deeds and words; nothing of events or tastes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from retrieval.catalog.items import Item, Scalar
from retrieval.language.packs import voice_of

__all__ = ["DEED_WORDS", "VERBS", "Done", "because"]


@dataclass(frozen=True, slots=True)
class Done:
    """The person did something with an item that the hit is near to.

    kind: of the event. part: text, image or audio, where the nearness lies; "" where it is overall. shared: the values by
    field that both have.
    """

    item: Item
    kind: str
    part: str = ""
    shared: Mapping[str, tuple[Scalar, ...]] = field(default_factory=dict)


VERBS: Mapping[str, re.Pattern[str]] = {
    "like": re.compile(r"liked|loved|enjoyed|favou?rited|saved|喜欢过|喜欢了|收藏过?|点赞"),
    "rate": re.compile(r"rated|liked|loved|enjoyed|评价过|喜欢过|喜欢了"),
    "buy": re.compile(r"bought|purchased|ordered|买过"),
    "play": re.compile(r"played|listened|watched|听过|看过|玩过"),
    "cart": re.compile(r"\byour cart\b|购物车"),
    "view": re.compile(r"viewed|looked|saw|seen|clicked|看过|浏览过"),
}
"""The verbs by which each kind of deed may be told of, folded."""
DEED_WORDS = re.compile(r"\bhighly\b|\b(?:in|to) your cart\b|放进过?购物车|浏览过|与之|听过或看过")
"""What else tells of a deed and claims no more than its verb."""


def because(done: Done, language: str, listed: str) -> str:
    """The sentence for a deed; `listed`: values that both items have, in a row, "" where there are none."""
    voice = voice_of(language)
    did = voice.say(f"did.{done.kind}", done.item.title_in(language) or done.item.id)
    return voice.say("because", did=did, near=voice.say("near.shared" if listed else f"near.{done.part}", listed))
