"""What of a request is not so of an item, isn't said of it, or can only be said of it.

Never a praise: these sentences stand after the reasons, or in their stead.
"""

from __future__ import annotations

from agent.explanation.claim import Claim
from agent.explanation.clauses import LISTED
from agent.explanation.fact_sheet import Evidence, FactSheet
from agent.explanation.kinds.conditions import silent
from agent.explanation.kinds.likeness import MEDIA
from agent.explanation.labels import field_label
from retrieval.catalog.filters import ANY_TEXT
from retrieval.language.packs import voice_of

__all__ = ["missing", "rest", "unsaid"]


def unsaid(sheet: FactSheet, language: str) -> Claim | None:
    """Return that nothing is said of what somebody must not have: never that it is free of it."""
    places = {str(f.value): f.field for f in sheet.conditions if silent(sheet, f)}
    if not places:
        return None
    t = voice_of(language)
    text = t.say("unsaid", value=t.listed(list(places), t.either)) + t.stop
    return Claim(text, tuple(Evidence("unsaid", name, value) for value, name in places.items()))


def rest(sheet: FactSheet, language: str) -> Claim:
    """Return what can honestly be said where nothing stronger speaks for it."""
    t = voice_of(language)
    if "text" in sheet.query and sheet.shares.get("text", 0.0) > 0:
        return Claim(t.say("meaning") + t.stop, (Evidence("similarity_text", number=sheet.shares["text"]),))
    if "text" in sheet.query and any(share > 0 for share in sheet.shares.values()):
        return Claim(
            t.say("overall") + t.stop,
            tuple(Evidence(f"similarity_{m}", number=s) for m, s in sheet.shares.items() if s > 0),
        )
    for modality in MEDIA:
        if modality in sheet.query and modality in sheet.media and sheet.shares.get(modality, 0.0) > 0:
            evidence = (Evidence(f"similarity_{modality}", number=sheet.shares[modality]),)
            return Claim(t.say(f"{modality} little") + t.stop, evidence)
    title = sheet.item.title_in(language)
    return Claim(
        t.say("just", title=title) + t.stop if title else t.say("nameless") + t.stop,
        (Evidence("attribute", "title", title),),
    )


def missing(sheet: FactSheet, language: str) -> list[Claim]:
    """Return what of the request this item's text doesn't have though others' do, and what nothing tells of it."""
    t = voice_of(language)
    found = []
    if sheet.grown_up is not None:
        name, value = sheet.grown_up
        place = "text has" if name == ANY_TEXT else "is"
        shown = t.say(place, label=field_label(name, language), value=value)
        found.append(Claim(t.say("grown up", shown=shown) + t.stop, (Evidence("lacking", name, value),)))
    if sheet.lacking:
        words = t.quoted(sheet.lacking[:LISTED])
        found.append(Claim(t.say("lacking", words=words) + t.stop, (Evidence("lacking", value=words),)))
    for word, name in sheet.namesakes.items():
        found.append(Claim(t.say("namesake", word=word, name=name) + t.stop, (Evidence("lacking", value=word),)))
    if sheet.undecided:
        words = t.quoted(sheet.undecided[:LISTED])
        found.append(Claim(t.say("undecided", words=words) + t.stop, (Evidence("undecided", value=words),)))
    return found
