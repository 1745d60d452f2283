"""What an item has in common with one that was pointed at, and that its picture or sound is near.

Knows the likes and the shares of a fact sheet.
"""

from __future__ import annotations

from agent.explanation.claim import Claim
from agent.explanation.clauses import LISTED
from agent.explanation.fact_sheet import Evidence, FactSheet, LikedItem
from agent.explanation.labels import field_label, plain_value
from retrieval.catalog.items import Modality, Scalar
from retrieval.language.packs import voice_of

__all__ = ["MEDIA", "liked", "media"]


MEDIA: tuple[Modality, ...] = ("audio", "image")


def liked(sheet: FactSheet, language: str) -> Claim | None:
    best = max(sheet.likes, key=lambda liked: sum(map(len, liked.shared.values())), default=None)
    if best is None:
        return None
    t, title = voice_of(language), best.item.title_in(language)
    phrases = [(name, v) for name, values in best.shared.items() for v in values if isinstance(v, str)]
    if phrases and title:
        text = t.say("shares", values=t.listed([v for _, v in phrases[:LISTED]]), title=title)
        return Claim(text + t.stop, tuple(Evidence("reference", name, v) for name, v in phrases[:LISTED]))
    return _liked_number(best, title, language) or _liked_media(sheet, title, language)


def _liked_number(liked: LikedItem, title: str, language: str) -> Claim | None:
    t = voice_of(language)
    numbers: list[tuple[str, Scalar]] = [
        (name, v) for name, values in liked.shared.items() for v in values if not isinstance(v, str | bool)
    ]
    if not numbers or not title:
        return None
    name, value = numbers[0]
    text = t.say("same", label=field_label(name, language), title=title, value=plain_value(value, name))
    return Claim(text + t.stop, (Evidence("reference", name, plain_value(value, name)),))


def _liked_media(sheet: FactSheet, title: str, language: str) -> Claim | None:
    t = voice_of(language)
    for modality in MEDIA:
        if title and sheet.near(modality) and modality not in sheet.query:
            return Claim(
                t.say(f"{modality} liked", title=title) + t.stop,
                (Evidence(f"similarity_{modality}", number=sheet.shares[modality]),),
            )
    if title and any(share > 0 for share in sheet.shares.values()):
        return Claim(t.say("near liked", title=title) + t.stop, (Evidence("reference", value=title),))
    return None


def media(sheet: FactSheet, language: str) -> Claim | None:
    """Return a picture or sound that is near to the one given, or to what was described."""
    t = voice_of(language)
    near = [m for m in MEDIA if sheet.near(m)]
    near.sort(key=lambda m: (m not in sheet.query, -sheet.shares[m]))
    for modality in near:
        rank = sheet.ranks.get(modality)
        place = t.say("close" if rank is None else "first" if rank == 1 else "among closest")
        evidence = (Evidence(f"similarity_{modality}", number=sheet.shares[modality]),)
        if modality in sheet.query:
            return Claim(t.say(f"{modality} given", place=place) + t.stop, evidence)
        if "text" in sheet.query and not sheet.likes:
            return Claim(t.say(f"{modality} described", place=t.say("close")) + t.stop, evidence)
    return None
