"""How English says that a thing is or isn't something that fields of yes and no hold: toxic, signed, indoor, in stock."""

from __future__ import annotations

from retrieval.language.properties import Saying

__all__ = ["ENGLISH_PROPERTIES"]

_PETS = r"(?:(?:my|our|the|your|any|small) )?(?:pets?|cats?|dogs?|kittens?|kitties|pupp(?:y|ies)|rabbits?|animals?)(?: (?:and|or) (?:cats?|dogs?|pets?))?"

ENGLISH_PROPERTIES = (
    Saying(
        "toxic",
        field=r"\b(?:toxic|toxicity|poisonous)\b",
        holds=rf"(?:toxic|poisonous|venomous|harmful|dangerous)(?: (?:to|for) {_PETS})|(?:toxic|poisonous)(?: ones?| plants?(?= only))?|(?:poisons?|hurts?|harms?) {_PETS}",
        fails=rf"non-?(?:toxic|poisonous)|(?:won't|will not|doesn't|does not|don't|do not|can't|cannot|wouldn't|never) (?:poison|hurt|harm) {_PETS}|(?:safe|harmless|ok|okay|fine) (?:for|with|around|near|to keep with) {_PETS}|(?:pet|cat|dog|kitten|puppy)s?[- ](?:safe|friendly)|without (?:getting|becoming|falling|being) (?:ill|sick|poisoned)",
        strict=True,
    ),
    Saying("signed", field=r"\b(?:signed|autographed|autograph)\b", holds=r"(?:signed|autographed)", fails=r"unsigned"),
    Saying("cruelty", field=r"\bcruelty free\b", holds=r"cruelty[- ]free|(?:not|never|without being) tested on animals|(?:no|without) animal testing", fails=r"(?<!not )(?<!never )(?<!being )tested on animals"),
    Saying("evergreen", field=r"\bevergreens?\b", holds=r"evergreens?", fails=r"deciduous|(?:that )?loses? (?:its|their) leaves"),
    Saying("indoor", field=r"^indoors?\b", holds=r"indoors?", fails=r"outdoors?"),
    Saying("outdoor", field=r"^outdoors?\b", holds=r"outdoors?", fails=r"indoors?"),
    Saying("stock", field=r"^(?:in stock|available|availability)$", holds=r"in stock|available(?: now| today| at once)?", fails=r"(?:that(?:'s| is) )?(?:out of stock|sold out|unavailable)"),
    Saying("cordless", field=r"^(?:cordless|wireless)$", holds=r"cordless|wireless|battery[- ](?:powered|operated)", fails=r"corded|wired|plug-in|mains[- ]powered|with (?:a|the) (?:cord|cable)"),
    Saying("furnished", field=r"^furnished$", holds=r"furnished", fails=r"unfurnished"),
    Saying("refundable", field=r"\b(?:refundable|cancell?able)\b", holds=r"refundable|cancell?able|free cancellation", fails=r"non-?refundable"),
    Saying("waterproof", field=r"^(?:waterproof|water resistant)$", holds=r"water-?proof|watertight|water[- ]resistant", fails=r"(?!)"),
    Saying("foldable", field=r"^fold(?:able|ing|s)?$", holds=r"fold(?:able|ing|s(?: (?:away|flat|up))?)|collapsible", fails=r"(?!)"),
    Saying("used", field=r"^(?:used|second hand|pre owned)$", holds=r"used(?! (?:for|by|in|to|as|with|on|at))|second-?hand|pre-?owned", fails=r"brand[- ]new|unused"),
    Saying("hardcover", field=r"^hard ?(?:cover|back)$", holds=r"hard-?(?:cover|back)s?", fails=r"paper-?backs?|soft-?covers?"),
)  # fmt: skip
