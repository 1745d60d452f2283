"""That the conditions of a request hold, and what one of them may mean.

A condition that an item says nothing of is not told as held.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.explanation.claim import Claim
from agent.explanation.clauses import LISTED, bounds_of, clause, own_values, textual
from agent.explanation.fact_sheet import Evidence, FactSheet
from agent.explanation.labels import field_label, plain_value
from retrieval.catalog.filters import Filter, safety_of, searchable_text
from retrieval.language.packs import voice_of
from retrieval.language.stance import stance
from retrieval.language.text import has_han
from retrieval.language.words import fold
from retrieval.lexical.bm25 import tokens

__all__ = ["conditions", "guessed", "silent"]


def silent(sheet: FactSheet, f: Filter) -> bool:
    """Return whether the condition refuses what the item says nothing of, where that proves nothing: what somebody must not
    have, or what others say to be free of."""
    if f.negate and str(f.value) in sheet.unsaid:
        return True
    found = safety_of(sheet.item, f)
    return found is not None and found.verdict == "unknown"


def _unproven(sheet: FactSheet, f: Filter) -> bool:
    """Whether the condition refuses a word of another script than the item's texts: that it isn't there proves nothing."""
    text, value = searchable_text(sheet.item), str(f.value)
    written = has_han(text) if has_han(value) else re.search(r"[a-z]{3}", text, re.I) is not None
    return f.negate and textual(f) and not written and stance(text, value) != "free"


def _clauses(sheet: FactSheet, chosen: Sequence[Filter], language: str) -> list[str]:
    """The conditions that hold as clauses, each once; two bounds of one field in one clause."""
    t = voice_of(language)
    ranges: dict[str, list[Filter]] = {}
    for f in chosen:
        if f.takes == "bounds" and not f.negate and own_values(sheet, f.field, language):
            ranges.setdefault(f.field, []).append(f)
    found: dict[str, None] = {}
    for f in chosen:
        both = ranges.get(f.field, []) if f.takes == "bounds" and not f.negate else []
        if len(both) > 1:
            bounds = t.last.join(bounds_of(one, t) for one in both)
            own = own_values(sheet, f.field, language)
            found[t.say("range", label=field_label(f.field, language), own=own, bounds=bounds)] = None
        else:
            found[clause(sheet, f, language)] = None
    return list(found)


def _falls_short(sheet: FactSheet) -> bool:
    """Whether some of what was asked for is not so, or isn't known of the item: what holds is then told as it is, and not praised."""
    missing = sheet.absent or sheet.partial or sheet.lacking or sheet.undecided or sheet.broken or sheet.grown_up
    return bool(missing) or any(silent(sheet, f) or _unproven(sheet, f) for f in sheet.conditions)


def _said_of_all(sheet: FactSheet, f: Filter) -> bool:
    """Whether what is said before the picks says of each of them what a card would say of this condition."""
    if f not in sheet.told or safety_of(sheet.item, f) is not None:  # what shows that it is safe differs
        return False
    several = isinstance(f.value, tuple) and len(f.value) > 1 and f.takes == "values"  # one has this, another that
    return f.negate or not (several or f.takes == "bounds")


def _in_other_words(sheet: FactSheet, f: Filter) -> str:
    """The words of the request that a condition was read from, where none of its values stands in them."""
    said = sheet.spoken.get(f, "")
    if f.negate or f.takes != "values" or textual(f) or not said:
        return ""
    values = [plain_value(v, f.field) for v in (f.value if isinstance(f.value, tuple) else (f.value,))]
    words = set(tokens(said))
    akin = any(words & set(tokens(v)) or fold(v) in fold(said) or fold(said) in fold(v) for v in values)
    return "" if akin else said


def conditions(sheet: FactSheet, language: str) -> Claim | None:
    """Return what is so of what was asked for, but for what is said of all that is shown."""
    told = (f for f in dict.fromkeys(sheet.conditions) if not (silent(sheet, f) or _unproven(sheet, f)))
    chosen = sorted((f for f in told if not _said_of_all(sheet, f)), key=lambda f: f.negate)
    if not chosen:
        return None
    t = voice_of(language)
    if len(chosen) == 1 and (said := _in_other_words(sheet, chosen[0])):
        one = t.say("told", clause=t.capital(clause(sheet, chosen[0], language)))
        evidence = (Evidence("attribute", chosen[0].field, str(chosen[0])),)
        return Claim(t.say("asked as", one=one, said=said) + t.stop, evidence)
    clauses = _clauses(sheet, chosen[:LISTED], language)
    many = t.clauses.join(clauses[:-1]) + (t.finally_ if len(clauses) > 1 else "") + clauses[-1]
    many = t.say("others", many=many) if len(chosen) > LISTED else many
    if _falls_short(sheet):
        return Claim(t.told(many), tuple(Evidence("attribute", f.field, str(f)) for f in chosen))
    single = len(clauses) == 1 and len(chosen) == 1
    text = t.say("asked one", one=t.capital(many)) if single else t.say("asked many", many=many)
    return Claim(text + t.stop, tuple(Evidence("condition", f.field, str(f)) for f in chosen))


def guessed(sheet: FactSheet, language: str) -> Claim | None:
    """Return what holds of the item and may be what the request means, said as the guess that it is."""
    known = [f for f in sheet.guesses if f not in sheet.conditions and sheet.spoken.get(f)]
    if not known:
        return None
    t, first = voice_of(language), known[0]
    one = clause(sheet, first, language)
    said = t.say("guess", one=t.capital(one), said=sheet.spoken[first])
    return Claim(said + t.stop, (Evidence("guess", first.field, str(first)),))
