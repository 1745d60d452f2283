"""What a person did that speaks for an item, and how that is said, in English and Chinese.

The words here are also those by which a model may say it: `grounding` takes "you liked “X”" for true only of a deed that is
known, by its own verbs. Knows deeds and words; nothing of events or tastes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from retrieval.behavior.events.kinds import kind_of
from retrieval.catalog.items import Item, Scalar
from retrieval.language.packs import voice_of
from retrieval.language.tables import either

__all__ = ["DEED_WORDS", "VERBS", "BehaviourReason", "because", "tellable", "told_by"]


@dataclass(frozen=True, slots=True)
class BehaviourReason:
    """The person did something with an item that the hit is near to.

    kind: of the event. part: text, image or audio, where the nearness lies; "" where it is overall. shared: the values by
    field that both have.
    """

    item: Item
    kind: str
    part: str = ""
    shared: Mapping[str, tuple[Scalar, ...]] = field(default_factory=dict)


VERBS: Mapping[str, re.Pattern[str]] = {
    kind: either(f"told.{kind}") for kind in ("like", "rate", "buy", "play", "cart", "view")
}
"""The verbs by which the kinds that Medley brings may be told of, folded."""
DEED_WORDS = either("behaviour_reasons.deed_words")
"""What else tells of a deed and claims no more than its verb."""


def tellable(kind: str) -> bool:
    """Return whether a reason may tell of a kind of deed."""
    known = kind_of(kind)
    return kind in VERBS or (known is not None and bool(known.said.get("en")))


def told_by(kind: str, folded: str) -> bool:
    """Return whether a folded sentence has a verb by which a kind of deed may be told of."""
    known = kind_of(kind)
    verbs = VERBS.get(kind) or (re.compile(known.told) if known is not None and known.told else None)
    return verbs is not None and verbs.search(folded) is not None


def because(done: BehaviourReason, language: str, listed: str) -> str:
    """Return the sentence for a deed; `listed`: values that both items have, in a row, "" where there are none."""
    voice, known = voice_of(language), kind_of(done.kind)
    title = done.item.title_in(language) or done.item.id
    own = (known.said.get(language) or known.said.get("en")) if known is not None else None
    did = own.replace("{}", title) if own else voice.say(f"did.{done.kind}", title)
    return voice.say("because", did=did, near=voice.say("near.shared" if listed else f"near.{done.part}", listed))
