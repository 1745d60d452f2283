"""What a person did that speaks for an item, and how that is said, in English and Chinese.

The words here are also those by which a model may say it: `grounding` takes "you liked “X”" for true only of a deed that is
known, by its own verbs. Knows deeds and words; nothing of events or tastes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from retrieval.catalog.items import Item, Scalar

__all__ = ["DEED_WORDS", "OTHERS_SAID", "VERBS", "Done", "because"]


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

_DID = {
    "en": {
        "like": "you liked “{}”", "rate": "you rated “{}” highly", "buy": "you bought “{}”", "play": "you played “{}”",
        "cart": "you put “{}” in your cart", "view": "you looked at “{}”",
    },
    "zh": {
        "like": "您喜欢过“{}”", "rate": "您喜欢过“{}”", "buy": "您买过“{}”", "play": "您听过或看过“{}”",
        "cart": "您把“{}”放进过购物车", "view": "您浏览过“{}”",
    },
}  # fmt: skip
_NEAR = {
    "en": {
        "text": "its text is close to that one's", "image": "its picture is close to that one's",
        "audio": "its sound is close to that one's", "": "it is close to that one", "shared": "both have {}",
    },
    "zh": {
        "text": "它的文字与之相近", "image": "它的图片与之相近", "audio": "它的声音与之相近", "": "它与之相近", "shared": "它也有{}",
    },
}  # fmt: skip
OTHERS_SAID: Mapping[str, Mapping[str, str]] = {
    "crowd": {"en": "Others who liked the same as you liked it, too.", "zh": "和您喜欢同样内容的人也喜欢它。"},
    "popular": {"en": "It is among what people here like most.", "zh": "它是这里最受欢迎的内容之一。"},
    "together": {"en": "The same people bought both.", "zh": "同样的人买过这两样。"},
    "group": {"en": "It is chosen for all of you together.", "zh": "这是为你们几位一起选的。"},
}
"""What is said of other people, or of several who are answered together, where that is what speaks for an item."""


def because(done: Done, language: str, listed: str) -> str:
    """The sentence for a deed; `listed`: values that both items have, in a row, "" where there are none."""
    tongue = "zh" if language == "zh" else "en"
    did = _DID[tongue][done.kind].format(done.item.title_in(language) or done.item.id)
    near = _NEAR[tongue]["shared" if listed else done.part].format(listed)
    return f"因为{did}：{near}。" if tongue == "zh" else f"Because {did}: {near}."
