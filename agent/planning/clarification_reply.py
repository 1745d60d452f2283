"""The answer to a clarifying question, read as conditions on the field that was asked for: "the second", a value, 随便.

An answer is the whole of an utterance, or stands in a longer one that names a value of the field ("comedy, and under 90
minutes"); what else that says is read as ever. Knows utterances, the question and the vocabulary; searches nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from agent.explanation.reasons import plain_value
from agent.parsing.analysis import Analysis
from agent.parsing.field_resolution import field_mentions
from agent.parsing.intent import Constraint
from agent.parsing.lexicon import FieldView, Vocabulary
from agent.parsing.parse import Parse
from agent.planning.clarification import option_text
from agent.planning.plan import ClarifyingQuestion
from retrieval.catalog.filters import Filter
from retrieval.language.amounts import find_quantities
from retrieval.language.concepts import concepts_of
from retrieval.language.packs import CODES, PACKS
from retrieval.language.phrases import content_words, without_wrapping
from retrieval.language.tables import each_in, either, fragment, meanings
from retrieval.language.words import Mask, fold, has_han, key

__all__ = ["Hinted", "Reply", "certain", "hinted", "moved", "names_nothing", "reply_to"]


@dataclass(frozen=True)
class Reply:
    """constraints: what the answer asks for; none where it doesn't matter. rest: what the utterance says after it, "" for nothing;
    None where the answer stands somewhere in it, and its own conditions count. quiet: whether no more is to be asked.
    instead: words of amounts that it reads otherwise than they would be read alone.
    """

    constraints: tuple[Constraint, ...] = ()
    rest: str | None = ""
    quiet: bool = False
    instead: tuple[str, ...] = ()


_NUMBER = {word: int(place) for word, place in meanings("clarification_reply.places").items()}
_PLACE = either("clarification_reply.place")
_ANY = either("clarification_reply.any")
_OTHERS = either("clarification_reply.others")
_BEFORE, _BEHIND = fragment("clarification_reply.before"), fragment("clarification_reply.behind")
_YES = either("clarification_reply.yes")
_NO = either("clarification_reply.no")


def _core(text: str) -> str:
    """What is left of an utterance without the words around an answer."""
    folded = fold(text).strip().strip(".!?。！？~ ")
    match = each_in(folded, "clarification_reply.answer")[-1].match(folded)
    return match["core"].strip(" ,，") if match else folded


def _constraint(f: Filter, language: str) -> Constraint:
    """An option as a constraint; its words are those of the question."""
    span = option_text(f, language)
    if f.takes == "bounds" and isinstance(f.value, tuple):
        low, high = (v.isoformat() if isinstance(v, date) else v for v in f.value)
        return Constraint(field=f.field, op="range", low=low, high=high, open_low=f.open_low, span=span)
    return Constraint(field=f.field, op="eq", values=(plain_value(f.value),), negate=f.negate, span=span)


def _at(core: str, count: int) -> int | None:
    """The place of an option, from 0, that an utterance points at; None where it points at none."""
    match = _PLACE.fullmatch(core)
    if match is None:
        return None
    word = match["n"] or match["m"] or match["d"] or match["z"]
    if match["l"] or word in ("last", "latter"):
        place = count
    else:
        place = 1 if match["f"] or word == "former" else _NUMBER[word]
    return place - 1 if place <= count else None


def _side(core: str, asked: ClarifyingQuestion) -> int | None:
    """Which side of a bound is meant by a word of degree: "cheaper", "more", 便宜一点的."""
    if asked.options[0].takes != "bounds":
        return None
    sides = len(asked.options) - 1
    for side, own, root in ((0, "less", "less_roots"), (sides, "more", "more_roots")):  # fmt: skip
        concepts = concepts_of(asked.field)
        english = [word for c in concepts for degree in getattr(c, own)[:2] for word in degree.split("|")]
        chinese = [word for c in concepts for word in getattr(c, root).split("|") if word]
        words = "|".join([fragment(f"clarification_reply.{own}"), *map(re.escape, english), *map(re.escape, chinese)])
        if re.fullmatch(rf"(?:{_BEFORE})?(?:{words})(?:{_BEHIND})?", core):
            return side
    return None


def _option(core: str, asked: ClarifyingQuestion) -> int | None:
    """The option that an utterance names, by its words or by its place."""
    if any(f.negate for f in asked.options):
        return 0 if _YES.fullmatch(core) else 1 if _NO.fullmatch(core) else None
    for i, f in enumerate(asked.options):
        if any(key(core) == key(option_text(f, language)) for language in CODES):
            return i
    place, side = _at(core, len(asked.options)), _side(core, asked)
    return place if place is not None else side


def _forms(text: str, label: str) -> list[str]:
    """An utterance in the forms that an answer may have: as said, without what goes around an answer, without the label."""
    raw = fold(text).strip().strip(".!?。！？~ ")
    named = re.escape(fold(label))
    bare = [re.sub(rf"^(?:the |that )?{named}s?\s*|\s*{named}s?$", "", form).strip() for form in (raw, _core(text))]
    bare += [re.sub(rf"\b{named}s?\b", "one", form) for form in (raw, _core(text))]
    return list(dict.fromkeys(form for form in (raw, _core(text), *bare) if form))


def _leaves_open(said: str) -> Reply | None:
    """The answer that it doesn't matter, or that nothing more is told."""
    for responses in (pack.responses for pack in PACKS):
        if responses.any.fullmatch(said):
            return Reply()
        if responses.declines.fullmatch(said):
            return Reply(quiet=responses.quiet.search(said) is not None)
    return Reply() if _ANY.fullmatch(said) else None


def _vague(said: str, asked: ClarifyingQuestion, language: str) -> Reply | None:
    """An answer of not too much ("not too long"), as a leaning to the lower, or the upper, half of what was asked for."""
    if asked.options[0].takes != "bounds":
        return None
    for responses in (pack.responses for pack in PACKS):
        match = responses.vague.fullmatch(said)
        side = _side(match["word"], asked) if match is not None else None
        if side is None:
            continue
        half = (len(asked.options) + 1) // 2
        kept = asked.options[half:] if side == 0 else asked.options[:half]  # not too much is the lower half
        ends = [bounds for f in kept if isinstance(bounds := f.value, tuple)]
        if ends:
            merged = Filter(asked.field, "range", (ends[0][0], ends[-1][1]), open_low=kept[0].open_low)
            return Reply((_constraint(merged, language).model_copy(update={"span": said, "guess": "vague"}),))
    return None


def _whole(text: str, asked: ClarifyingQuestion, language: str, label: str) -> Reply | None:
    for said in _forms(text, label):
        if (at := _option(said, asked)) is not None:
            return Reply((_constraint(asked.options[at], language),))
        if (left := _leaves_open(said) or _vague(said, asked, language)) is not None:
            return left
        if asked.others and _OTHERS.fullmatch(said):
            values = tuple(plain_value(f.value) for f in asked.options)
            return Reply((Constraint(field=asked.field, op="in", values=values, negate=True, span=text.strip()),))
    return None


def moved(constraint: Constraint, asked: ClarifyingQuestion, vocabulary: Vocabulary) -> Constraint:
    """The same on the field that was asked for, where its values are values of that field, too."""
    if constraint.op not in ("eq", "in") or constraint.field == asked.field:
        return constraint
    known = [
        next((r.value for r in vocabulary.values.get(key(str(v)), ()) if r.field == asked.field), None)
        for v in constraint.values
    ]
    if not known or None in known:
        return constraint
    return constraint.model_copy(update={"field": asked.field, "values": tuple(known)})


def _labelled(read: Parse, label: str, field: str) -> list[Constraint]:
    """What an utterance asks of a field once that is named before it: "under 15" is a price where a price was asked for."""
    named = read.of(f"{label} {read.request}", shown=False).analysis
    found = [f.constraint for f in named.found if f.constraint.field == field]
    return [c.model_copy(update={"span": read.request.strip()}) for c in found if c.than is None]


_HEAD = re.compile(r"^(.{1,60}?)\s*(?:[,;，；。!！]|\.(?=\s)|\s(?=(?:and|but)\b))\s*(.+)$", re.DOTALL)
"""A short answer, and what comes after it."""


def _kinds(analysis: Analysis, asked: ClarifyingQuestion, vocabulary: Vocabulary) -> set[str]:
    """The fields that an utterance asks for another kind of thing by."""
    said = [moved(f.constraint, asked, vocabulary) for f in analysis.found]
    return {c.field for c in said if not c.negate and c.op in ("eq", "in")} & vocabulary.kinds - {asked.field}


def certain(constraint: Constraint) -> Constraint:
    """The same, no guess: the field that it is of was asked for."""
    return constraint.model_copy(update={"guess": ""})


def names_nothing(words: str, vocabulary: Vocabulary) -> bool:
    """Whether the words of an amount name neither a field nor a unit: they may speak of any field."""
    folded = fold(words)
    quantities = find_quantities(folded, Mask(len(folded)))
    return bool(quantities) and all(q.unit is None for q in quantities) and not field_mentions(folded, vocabulary)


@dataclass(frozen=True)
class Hinted:
    """What a text asks of a field that it doesn't name. instead: the words of amounts that, read alone, were of another field."""

    constraints: tuple[Constraint, ...] = ()
    instead: tuple[str, ...] = ()


def hinted(read: Parse, field: str) -> Hinted:
    """What a request asks of the field that is spoken of, though it doesn't name it: "at least 7" of ratings."""
    analysis, vocabulary = read.analysis, read.vocabulary
    view = vocabulary.fields.get(field)
    if view is None or not read.request.strip():
        return Hinted()
    own = [f.constraint for f in analysis.found if f.constraint.field == field and f.constraint.than is None]
    if own:
        return Hinted(tuple(certain(c) for c in own if c.guess))
    others = [f.constraint for f in analysis.found if f.constraint.op == "range" and f.constraint.than is None]
    bare = tuple(c.span for c in others if names_nothing(c.span, vocabulary))
    if not bare and (others or not analysis.bare):
        return Hinted()
    label = view.name if has_han(view.label) else view.label
    return Hinted(tuple(certain(c) for c in _labelled(read, label, field)), bare)


_CODE = re.compile(r"(?<![\w-])(?!I\b|A\b|OK\b|NO\b|TV\b|DVD\b)(?=[A-Z0-9+-]*[A-Z])[A-Z0-9][A-Z0-9+-]{0,6}(?![\w-])")
"""A value that is written as a code: "G", "XXL", "TV-14"."""


def _unknown_code(text: str, asked: ClarifyingQuestion, analysis: Analysis, view: FieldView) -> Reply | None:
    """An answer that is a code which no item has: it is wanted all the same, and the answer can say that there is none."""
    codes = _CODE.findall(text) if text != text.upper() or len(text.split()) == 1 else []
    if asked.options[0].op != "eq" or view.yes is not None or analysis.found or len(codes) != 1:
        return None
    left = re.sub(re.escape(codes[0]), " ", text, count=1)
    folded = fold(left)
    if content_words(folded, without_wrapping(folded, Mask(len(folded)))) and not _is_frame(folded):
        return None
    return Reply((Constraint(field=asked.field, op="eq", values=(codes[0],), span=codes[0]),))


def _is_frame(folded: str) -> bool:
    """Whether words only say that something should be so ("it has to be …")."""
    return any(pack.responses.wants.match(folded.strip()) for pack in PACKS) and len(folded.split()) <= 5


def _within(read: Parse, asked: ClarifyingQuestion) -> Reply | None:
    """An answer that stands somewhere in an utterance, or is one once the field is named."""
    said = [moved(f.constraint, asked, read.vocabulary) for f in read.analysis.found]
    if any(c.field == asked.field for c in said):
        if _kinds(read.analysis, asked, read.vocabulary):
            return None
        return Reply(
            tuple(certain(c) for c in said if c.field == asked.field and c.guess and c.than is None), rest=None
        )
    named = hinted(read, asked.field)
    if not named.constraints:
        return None
    return Reply(named.constraints, rest="" if len(said) <= len(named.instead) else None, instead=named.instead)


def reply_to(asked: ClarifyingQuestion | None, read: Parse, language: str) -> Reply | None:
    """What an utterance answers to a question; None where nothing was asked, or where it speaks of something else.

    `read`: the utterance. Of an answer that stands somewhere in it, its own constraints count, `moved` to the
    field where that has their values.
    """
    text, vocabulary = read.request, read.vocabulary
    view = None if asked is None else vocabulary.fields.get(asked.field)
    if asked is None or view is None:
        return None
    label = view.name if has_han(view.label) else view.label
    if (whole := _whole(text, asked, language, label)) is not None:
        return whole
    if read.analysis.opening.other:
        return None
    parts = _HEAD.match(text)
    if parts is not None and (first := _whole(parts[1], asked, language, label)) is not None:
        return (
            None
            if _kinds(read.of(parts[2], shown=False).analysis, asked, vocabulary)
            else replace(first, rest=parts[2])
        )
    within = _within(read, asked)
    return within if within is not None else _unknown_code(text, asked, read.analysis, view)
