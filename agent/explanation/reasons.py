"""Why an item was picked, in one or two short sentences from its fact sheet, in English or Chinese.

The strongest reasons come first: conditions that hold, words that stand in its text, what it has in common with an item
that was pointed at, a picture or sound that is really near. Where only nearness in meaning speaks for it, that is said,
and what a relaxed condition left unsatisfied is never passed over. Deterministic; invents nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from agent.explanation.behaviour_reasons import because
from agent.explanation.fact_sheet import Evidence, FactSheet, LikedItem, items_of
from retrieval.catalog.attribute_kinds import written_as
from retrieval.catalog.filters import ANY_TEXT, Filter, operator_of, safety_of, searchable_text
from retrieval.catalog.items import Item, Modality, Scalar
from retrieval.catalog.moments import day_of
from retrieval.catalog.operators.base import Phrases
from retrieval.catalog.safety import standing_by_list
from retrieval.language.concepts import concepts_of, name_parts
from retrieval.language.packs import language_of, pack_of, voice_of
from retrieval.language.phrases import STOP
from retrieval.language.stance import stance
from retrieval.language.text import has_han
from retrieval.language.voice import Voice
from retrieval.language.words import fold
from retrieval.lexical.bm25 import tokens

__all__ = ["Claim", "Explanation", "explain", "field_label", "plain_value", "shortfall", "wording"]

REASONS = 2
"""Sentences of reasons; one of what is not satisfied may come on top."""
MEDIA: tuple[Modality, ...] = ("audio", "image")
LISTED = 3
"""Conditions, words or shared values named in one sentence."""
NAMED = 40
"""Characters of a value that is named whole for a word in it; of a longer one only the word is quoted."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence and what it rests on."""

    text: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Sentences, each tied to its evidence."""

    claims: tuple[Claim, ...]
    language: str = "en"

    @property
    def text(self) -> str:
        """The sentences in a row."""
        return voice_of(self.language).glue.join(claim.text for claim in self.claims)


def field_label(name: str, language: str) -> str:
    """What a field is called for a reader: its own name as words, or the language's word of the one thing that it means."""
    fields = pack_of(language).fields
    if fields and name.isascii():
        concepts = concepts_of(name)
        compound = "_" in name or "-" in name
        if len(concepts) == 1 and concepts[0].name == "age" and "age" not in name_parts(name):
            return fields["age group"]
        if len(concepts) == 1 and concepts[0].name in fields and not (compound and concepts[0].name == "kind"):
            return fields[concepts[0].name]
    return name.replace("_", " ").replace("-", " ").strip()


def plain_value(value: object, name: str = "") -> str:
    """A value as it is read: no ".0", ISO dates, and the form that the kind of the field `name` gives it (days for seconds).

    >>> plain_value(104.0), plain_value(7.9), plain_value("Drama")
    ('104', '7.9', 'Drama')
    """
    if isinstance(value, bool):
        return str(value).lower()
    if (text := written_as(name, value)) is not None:
        return text
    if isinstance(value, float):
        return f"{value:g}" if abs(value) < 1e6 else f"{value:.0f}"
    return value.isoformat() if isinstance(value, date) else str(value)


def _own(sheet: FactSheet, name: str, language: str) -> str:
    if name == "title":
        return sheet.item.title_in(language)
    values = [plain_value(v, name) for v in items_of(sheet.item.attributes.get(name))]
    return voice_of(language).listed(values[:LISTED]) if values else ""


def _bounds(f: Filter, t: Voice) -> str:
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


def _textual(f: Filter) -> bool:
    """Whether a condition looks for words in the texts that every item has."""
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


def _condition(sheet: FactSheet, f: Filter, language: str) -> str:
    """One condition that holds, as a clause about the item."""
    t, label = voice_of(language), field_label(f.field, language)
    if (phrases := _phrases(f, language)) is not None:
        return (phrases.fails if f.negate else phrases.holds).format(label=label, value=_value(f, t))
    if f.takes == "nothing":
        return t.say("lacks field" if f.negate else "has field", label=label)
    if f.takes == "bounds":
        own = _own(sheet, f.field, language)
        return (
            t.say("not range" if f.negate else "range", label=label, own=own, bounds=_bounds(f, t))
            if own
            else t.say("lacks field", label=label)
        )
    if f.op == "has":
        return _free(sheet, f, language)
    values = t.listed(_agreeing(sheet, f)[:LISTED])
    if _textual(f):
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


def _silent(sheet: FactSheet, f: Filter) -> bool:
    """Whether the condition refuses what somebody must not have, and the item says nothing of it."""
    found = safety_of(sheet.item, f)
    return found is not None and found.verdict == "unknown"


def _unproven(sheet: FactSheet, f: Filter) -> bool:
    """Whether the condition refuses a word of another script than the item's texts: that it isn't there proves nothing."""
    text, value = searchable_text(sheet.item), str(f.value)
    written = has_han(text) if has_han(value) else re.search(r"[a-z]{3}", text, re.I) is not None
    return f.negate and _textual(f) and not written and stance(text, value) != "free"


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


def _unsaid(sheet: FactSheet, language: str) -> Claim | None:
    """That nothing is said of what somebody must not have: never that it is free of it."""
    unsaid = [f for f in dict.fromkeys(sheet.conditions) if _silent(sheet, f)]
    if not unsaid:
        return None
    t = voice_of(language)
    text = t.say("unsaid", value=t.listed([str(f.value) for f in unsaid], t.either)) + t.stop
    return Claim(text, tuple(Evidence("unsaid", f.field, str(f.value)) for f in unsaid))


def _clauses(sheet: FactSheet, chosen: Sequence[Filter], language: str) -> list[str]:
    """The conditions that hold as clauses, each once; two bounds of one field in one clause."""
    t = voice_of(language)
    ranges: dict[str, list[Filter]] = {}
    for f in chosen:
        if f.takes == "bounds" and not f.negate and _own(sheet, f.field, language):
            ranges.setdefault(f.field, []).append(f)
    found: dict[str, None] = {}
    for f in chosen:
        both = ranges.get(f.field, []) if f.takes == "bounds" and not f.negate else []
        if len(both) > 1:
            bounds = t.last.join(_bounds(one, t) for one in both)
            own = _own(sheet, f.field, language)
            found[t.say("range", label=field_label(f.field, language), own=own, bounds=bounds)] = None
        else:
            found[_condition(sheet, f, language)] = None
    return list(found)


def _falls_short(sheet: FactSheet) -> bool:
    """Whether some of what was asked for is not so, or isn't known of the item: what holds is then told as it is, and not praised."""
    missing = sheet.absent or sheet.partial or sheet.lacking or sheet.undecided or sheet.broken or sheet.grown_up
    return bool(missing) or any(_silent(sheet, f) or _unproven(sheet, f) for f in sheet.conditions)


def _conditions(sheet: FactSheet, language: str) -> Claim | None:
    told = (f for f in dict.fromkeys(sheet.conditions) if not (_silent(sheet, f) or _unproven(sheet, f)))
    chosen = sorted(told, key=lambda f: f.negate)
    if not chosen:
        return None
    t = voice_of(language)
    clauses = _clauses(sheet, chosen[:LISTED], language)
    many = t.clauses.join(clauses[:-1]) + (t.finally_ if len(clauses) > 1 else "") + clauses[-1]
    many = t.say("others", many=many) if len(chosen) > LISTED else many
    if _falls_short(sheet):
        return Claim(t.told(many), tuple(Evidence("attribute", f.field, str(f)) for f in chosen))
    single = len(clauses) == 1 and len(chosen) == 1
    text = t.say("asked one", one=t.capital(many)) if single else t.say("asked many", many=many)
    return Claim(text + t.stop, tuple(Evidence("condition", f.field, str(f)) for f in chosen))


def _guessed(sheet: FactSheet, language: str) -> Claim | None:
    """What holds of the item and may be what the request means, said as the guess that it is."""
    known = [f for f in sheet.guesses if f not in sheet.conditions and sheet.spoken.get(f)]
    if not known:
        return None
    t, first = voice_of(language), known[0]
    one = _condition(sheet, first, language)
    said = t.say("guess", one=t.capital(one), said=sheet.spoken[first])
    return Claim(said + t.stop, (Evidence("guess", first.field, str(first)),))


def _words(sheet: FactSheet, language: str) -> Claim | None:
    """Words of the request in the field that has most of them, but for those that a condition names."""
    t, reads = voice_of(language), pack_of(language).reads
    named = {
        token
        for f in (*sheet.conditions, *sheet.guesses)
        for text in (str(f.value), sheet.spoken.get(f, ""))
        for token in tokens(text)
    }
    fields = ("title", "description")
    left = [
        w
        for w in sheet.words
        if not set(tokens(w.text)) <= named and (language_of(w.text) in reads or w.field in fields)
    ]
    best = max(
        (w.field for w in left), key=lambda name: (sum(w.field == name for w in left), name == "title"), default=None
    )
    if best is None or all(fold(w.text) in STOP for w in left):
        return None
    found = list(dict.fromkeys(w.text for w in left if w.field == best))[:LISTED]
    evidence = tuple(Evidence("words", w.field, w.text) for w in left if w.field == best)
    if best not in fields and (values := _bearing(sheet.item, best, found)):
        return _has(sheet.item, best, values, evidence, language)
    words = t.quoted(found)
    if best == "title":
        words = t.say("words" if len(found) > 1 else "word", quoted=words)
    text = t.say(f"{best} words" if best in fields else "field words", words=words, label=field_label(best, language))
    return Claim(text + t.stop, evidence)


def _bearing(item: Item, name: str, words: Sequence[str]) -> list[str]:
    """The values of a field that bear words of the request; none where one is too long to name whole."""
    wanted = {token for word in words for token in tokens(word)}
    values = [v for v in items_of(item.attributes.get(name)) if isinstance(v, str) and wanted & set(tokens(v))]
    return [] if any(len(v) > NAMED for v in values) else values[:LISTED]


def _has(item: Item, name: str, values: Sequence[str], evidence: tuple[Evidence, ...], language: str) -> Claim:
    """That a field of the item has these of its values."""
    t, many = voice_of(language), isinstance(item.attributes.get(name), tuple)
    said = t.say("among" if many else "is", label=field_label(name, language), value=t.listed(values))
    return Claim(t.told(said), evidence)


def _liked(sheet: FactSheet, language: str) -> Claim | None:
    best = max(sheet.likes, key=lambda liked: sum(map(len, liked.shared.values())), default=None)
    if best is None:
        return None
    t, title = voice_of(language), best.item.title_in(language)
    phrases = [(name, v) for name, values in best.shared.items() for v in values if isinstance(v, str)]
    if phrases and title:
        text = t.say("shares", values=t.listed([v for _, v in phrases[:LISTED]]), title=title)
        return Claim(text + t.stop, tuple(Evidence("reference", name, v) for name, v in phrases[:LISTED]))
    return _liked_number(best, title, language) or _liked_media(sheet, title, language)


def _earlier(sheet: FactSheet, language: str) -> Claim | None:
    """Values that were spoken of before the request, in the field that has most of them."""
    asked = {plain_value(v) for f in sheet.conditions for v in (f.value if isinstance(f.value, tuple) else (f.value,))}
    left = [word for word in sheet.earlier if word.text not in asked]
    fields = [word.field for word in left]
    best = max(fields, key=fields.count, default=None)
    if best is None:
        return None
    own = list(dict.fromkeys(word.text for word in left if word.field == best))[:LISTED]
    return _has(sheet.item, best, own, tuple(Evidence("attribute", best, value) for value in own), language)


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


def _media(sheet: FactSheet, language: str) -> Claim | None:
    """A picture or sound that is near to the one given, or to what was described."""
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


def _rest(sheet: FactSheet, language: str) -> Claim:
    """What can honestly be said where nothing stronger speaks for it."""
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


def _wanted(f: Filter, language: str) -> str:
    """What a condition asks for."""
    t, label = voice_of(language), field_label(f.field, language)
    values = t.listed(
        [plain_value(v, f.field) for v in (f.value if isinstance(f.value, tuple) else (f.value,)) if v is not None]
        or [""]
    )
    textual = _textual(f)
    if (phrases := _phrases(f, language)) is not None:
        own = phrases.wanted.format(label=label, value=values)
        return t.say("wanted no", value=own) if f.negate else own
    if f.negate:
        value = t.quotes.format(values) if textual else values if f.takes != "bounds" else f"{label} {_bounds(f, t)}"
        return t.say("wanted no", value=label if f.takes == "nothing" else value)
    if f.takes == "bounds":
        return t.say("wanted range", label=label, bounds=_bounds(f, t))
    if f.takes == "nothing":
        return t.say("wanted field", label=label)
    return t.say("wanted text", value=values) if textual else t.say("wanted", label=label, value=values)


def _broken(sheet: FactSheet, f: Filter, language: str, phrase: str = "but") -> Claim:
    """A condition that does not hold, and what is so instead."""
    t, label = voice_of(language), field_label(f.field, language)
    own = _own(sheet, f.field, language) if f.field not in (ANY_TEXT, "description") else ""
    textual = _textual(f)
    if f.negate:
        truth = t.say("own", label=label, value=own) if own and not textual else t.say("own has")
    elif textual:
        truth = t.say("own text")
    else:
        truth = t.say("own", label=label, value=own) if own else t.say("own none", label=label)
    said = t.say(phrase, wanted=_wanted(f, language), truth=truth) + t.stop
    return Claim(said, (Evidence("relaxed", f.field, str(f)),))


def _missing(sheet: FactSheet, language: str) -> list[Claim]:
    """What of the request this item's text doesn't have though others' do, and what nothing tells of it."""
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
    if sheet.undecided:
        words = t.quoted(sheet.undecided[:LISTED])
        found.append(Claim(t.say("undecided", words=words) + t.stop, (Evidence("undecided", value=words),)))
    return found


def wording(f: Filter, language: str) -> str:
    """A condition as a person would say it: "price under 30", "no “dog”", "category music"."""
    return _wanted(f, pack_of(language).code)


def shortfall(item: Item, f: Filter, language: str) -> str:
    """A sentence on a condition that `item` does not satisfy, with what is so instead."""
    return _broken(FactSheet(item), f, pack_of(language).code, "unmet").text


def _done(sheet: FactSheet, language: str) -> Claim | None:
    """What the person did that speaks for it, or what others like."""
    for done in sheet.done:
        values = [str(v) for shared in done.shared.values() for v in shared if isinstance(v, str)]
        listed = voice_of(language).listed(values[:LISTED]) if values else ""
        evidence = Evidence("behaviour event", done.kind, done.item.title_in(language) or done.item.id)
        return Claim(because(done, language, listed), (evidence,))
    if sheet.others:
        return Claim(voice_of(language).say(f"others.{sheet.others}"), (Evidence("crowd", value=sheet.others),))
    return None


_REASONS: tuple[Callable[[FactSheet, str], Claim | None], ...] = (
    _conditions,
    _guessed,
    _words,
    _liked,
    _earlier,
    _media,
)


def _nearest(sheet: FactSheet, language: str) -> Explanation:
    """What is said of an item where what is asked for isn't there: that it is only the nearest, and what holds of it."""
    near = Evidence("similarity_text", number=sheet.shares.get("text", 0.0))
    first = Claim(voice_of(language).say("nearest") + voice_of(language).stop, (near,))
    held = [claim for claim in (_conditions(sheet, language), _unsaid(sheet, language)) if claim is not None]
    broken = [_broken(sheet, f, language) for f in sheet.broken]
    return Explanation((first, *held, *broken), language)


def explain(sheet: FactSheet, language: str = "en") -> Explanation:
    """The reasons for an item, strongest first, and what it leaves unsatisfied; true of the item, whatever it is.

    `language`: a code of the packs, else English.
    """
    tongue = pack_of(language).code
    if tongue not in sheet.explained:
        sheet.explained[tongue] = _nearest(sheet, tongue) if sheet.absent else _explained(sheet, tongue)
    made: Explanation = sheet.explained[tongue]
    return made


def _explained(sheet: FactSheet, tongue: str) -> Explanation:
    reasons = [claim for reason in _REASONS if (claim := reason(sheet, tongue)) is not None]
    if sheet.likes and len(reasons) > REASONS:  # what was pointed at matters more than words
        reasons = [claim for claim in reasons if claim.evidence[0].kind != "words"]
    told = _done(sheet, tongue)
    claims = reasons[: REASONS - 1 if told else REASONS] + ([told] if told else [])
    unsaid = _unsaid(sheet, tongue)
    claims = (claims or [_rest(sheet, tongue)]) + ([unsaid] if unsaid is not None else [])
    claims += [_broken(sheet, f, tongue) for f in sheet.broken] + _missing(sheet, tongue)
    return Explanation(tuple(claims), tongue)
