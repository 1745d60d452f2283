"""One condition in words: that it holds of an item, what it asks for, that it does not hold and what is so instead.

Knows one item and one condition; which of them are told is decided by the reasons.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from agent.explanation.claim import Claim
from agent.explanation.fact_sheet import Evidence, FactSheet, items_of
from agent.explanation.labels import field_label, plain_value
from retrieval.catalog.filters import ANY_TEXT, Filter, operator_of, safety_of, searchable_text
from retrieval.catalog.items import Item
from retrieval.catalog.moments import day_of
from retrieval.catalog.operators.base import Phrases
from retrieval.catalog.safety import standing_by_list
from retrieval.language.concepts import concepts_of
from retrieval.language.packs import pack_of, voice_of
from retrieval.language.stance import stance
from retrieval.language.voice import Voice

__all__ = ["LISTED", "bounds_of", "broken", "clause", "own_values", "shortfall", "textual", "wording"]


LISTED = 3
"""Conditions, words or shared values named in one sentence."""


def own_values(sheet: FactSheet, name: str, language: str) -> str:
    if name == "title":
        return sheet.item.title_in(language)
    values = [plain_value(v, name) for v in items_of(sheet.item.attributes.get(name))]
    return voice_of(language).listed(values[:LISTED]) if values else ""


def bounds_of(f: Filter, t: Voice) -> str:
    low, high = f.value if isinstance(f.value, tuple) and len(f.value) == 2 else (None, None)
    bound = low if low is not None else high
    time = any(concept.name == "year" for concept in concepts_of(f.field)) or isinstance(bound, date)
    time = time or day_of(f.field, bound) is not None
    given = {"low": plain_value(low, f.field), "high": plain_value(high, f.field)}
    if low is not None and high is not None:
        return t.say("exactly" if low == high else "between", **given)
    if high is not None:
        return t.say(("before" if time else "under") if f.open_high else ("until" if time else "at most"), **given)
    return t.say(("after" if time else "over") if f.open_low else ("since" if time else "at least"), **given)


def _agreeing(sheet: FactSheet, f: Filter) -> list[str]:
    """The item's own values that a positive condition speaks of; the wanted ones for a negated one."""
    wanted = [plain_value(v, f.field) for v in (f.value if isinstance(f.value, tuple) else (f.value,)) if v is not None]
    if f.negate or f.takes != "values":
        return wanted
    own = [plain_value(v, f.field) for v in items_of(sheet.item.attributes.get(f.field))]
    folded = {w.strip().casefold() for w in wanted}
    return [v for v in own if v.strip().casefold() in folded] or wanted


def textual(f: Filter) -> bool:
    """Return whether a condition looks for words in the texts that every item has."""
    return f.op == "contains" and f.field in (ANY_TEXT, "title", "description")


def _phrases(f: Filter, language: str) -> Phrases | None:
    """How the operator of a condition says it itself, where it does: in this language, else as it is written."""
    operator = operator_of(f.op)
    if operator.common:
        return None
    written = str(replace(f, negate=False)).replace("{", "{{").replace("}", "}}")
    return operator.phrases.get(language) or Phrases(written, f"not ({written})", written)


def _value(f: Filter, t: Voice) -> str:
    values = f.value if isinstance(f.value, tuple) else (f.value,)
    return t.listed([plain_value(v, f.field) for v in values if v is not None][:LISTED] or [""])


def clause(sheet: FactSheet, f: Filter, language: str) -> str:
    """Return one condition that holds, as a clause about the item."""
    t, label = voice_of(language), field_label(f.field, language)
    if (phrases := _phrases(f, language)) is not None:
        return (phrases.fails if f.negate else phrases.holds).format(label=label, value=_value(f, t))
    if f.takes == "nothing":
        return t.say("lacks field" if f.negate else "has field", label=label)
    if f.takes == "bounds":
        own = own_values(sheet, f.field, language)
        return (
            t.say("not range" if f.negate else "range", label=label, own=own, bounds=bounds_of(f, t))
            if own
            else t.say("lacks field", label=label)
        )
    if f.op == "has":
        return _free(sheet, f, language)
    values = t.listed(_agreeing(sheet, f)[:LISTED])
    if textual(f):
        if f.negate and f.field == ANY_TEXT and stance(searchable_text(sheet.item), str(f.value)) == "free":
            return t.say("free text", value=values)
        place = "text" if f.field == ANY_TEXT else f.field
        return t.say(f"{place} lacks" if f.negate else f"{place} has", value=values)
    many = isinstance(sheet.item.attributes.get(f.field), tuple)
    if sheet.item.attributes.get(f.field) in (None, "", ()) and f.field != "title" and f.negate:
        return t.say("lacks field", label=label)
    return t.say(
        ("not among" if f.negate else "among") if many else ("isn't" if f.negate else "is"), label=label, value=values
    )


def _free(sheet: FactSheet, f: Filter, language: str) -> str:
    """What shows that something which is avoided isn't in it."""
    t, found, value = voice_of(language), safety_of(sheet.item, f), str(f.value)
    if found is None or found.field in ("title", "description", ""):
        return t.say("free text", value=value)
    label = field_label(found.field, language)
    if standing_by_list(found):
        return t.say("not among", label=label, value=value)
    many = isinstance(sheet.item.attributes.get(found.field), tuple)
    return t.say("among" if many else "is", label=label, value=found.words)


def _wanted(f: Filter, language: str) -> str:
    """What a condition asks for."""
    t, label = voice_of(language), field_label(f.field, language)
    values = t.listed(
        [plain_value(v, f.field) for v in (f.value if isinstance(f.value, tuple) else (f.value,)) if v is not None]
        or [""]
    )
    in_text = textual(f)
    if (phrases := _phrases(f, language)) is not None:
        own = phrases.wanted.format(label=label, value=values)
        return t.say("wanted no", value=own) if f.negate else own
    if f.negate:
        value = t.quotes.format(values) if in_text else values if f.takes != "bounds" else f"{label} {bounds_of(f, t)}"
        return t.say("wanted no", value=label if f.takes == "nothing" else value)
    if f.takes == "bounds":
        return t.say("wanted range", label=label, bounds=bounds_of(f, t))
    if f.takes == "nothing":
        return t.say("wanted field", label=label)
    return t.say("wanted text", value=values) if in_text else t.say("wanted", label=label, value=values)


def broken(sheet: FactSheet, f: Filter, language: str, phrase: str = "but") -> Claim:
    """Return a condition that does not hold, and what is so instead."""
    t, label = voice_of(language), field_label(f.field, language)
    own = own_values(sheet, f.field, language) if f.field not in (ANY_TEXT, "description") else ""
    in_text = textual(f)
    if f.negate:
        truth = t.say("own", label=label, value=own) if own and not in_text else t.say("own has")
    elif in_text:
        truth = t.say("own text")
    else:
        truth = t.say("own", label=label, value=own) if own else t.say("own none", label=label)
    said = t.say(phrase, wanted=_wanted(f, language), truth=truth) + t.stop
    return Claim(said, (Evidence("relaxed", f.field, str(f)),))


def wording(f: Filter, language: str) -> str:
    """Return a condition as a person would say it: "price under 30", "no “dog”", "category music"."""
    return _wanted(f, pack_of(language).code)


def shortfall(item: Item, f: Filter, language: str) -> str:
    """Return a sentence on a condition that `item` does not satisfy, with what is so instead."""
    return broken(FactSheet(item), f, pack_of(language).code, "unmet").text
