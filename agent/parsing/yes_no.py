"""Fields that hold yes or no, in a request: by their names ("with parking"), by what they are of ("no pets"), and by what
people say instead ("non-toxic", "unsigned", 对猫安全)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from agent.parsing.denials import Denial
from agent.parsing.intent import Constraint
from agent.parsing.lexicon import FieldView
from agent.parsing.partial import PartialParse
from agent.parsing.value_constraints import denied
from retrieval.language.aliases import aliases_of
from retrieval.language.foreign import foreign_forms
from retrieval.language.packs import PACKS
from retrieval.language.properties import Told, told_of
from retrieval.language.tables import either, word_set
from retrieval.language.words import Span, has_han, key, latin_words, segment, singular

__all__ = ["add_yes_no", "without_own"]

_SAYINGS = tuple(saying for pack in PACKS for saying in pack.properties)


_PERMITS = either("yes_no.permits")
"""What a field's name says of the thing that is or isn't there: 可带宠物 and `pets_allowed` are of pets."""
_MAY = either("yes_no.may")
_PETS = word_set("yes_no.pets")
"""Pets, and the animals that people have as such: where pets are allowed, a dog is."""
_PERMITTED = either("yes_no.permitted")
_PERMITTED_AFTER = either("yes_no.permitted_after")


def _of_what(view: FieldView) -> tuple[str, ...]:
    """What a field of yes and no tells of, in both languages: 可带宠物 is of 宠物, pets."""
    own = re.sub(r"\s+", " ", _PERMITS.sub("", view.name if has_han(view.name) else view.label)).strip()
    if len(own) < 2 or own == view.name:
        return ()
    forms = dict.fromkeys((own, *(singular(form) for form in foreign_forms(own))))
    return tuple(dict.fromkeys((*forms, *(_PETS if _PETS & forms.keys() else ()))))


def _told_of(view: FieldView, draft: PartialParse, denials: list[Denial]) -> tuple[Span, Denial | None] | None:
    """Where the request refuses, or asks for, what a field of yes and no tells of ("pets are not allowed", 能带宠物)."""
    words = [(span, singular(word)) for span, word in latin_words(draft.folded)]
    for what in _of_what(view):
        spans = [span for span, word in words if word == what]
        spans += [Span(*m.span()) for m in re.finditer(re.escape(what), draft.folded)] if has_han(what) else []
        for span in spans:
            if (denial := denied(span, denials)) is not None:
                return span, denial
            before, after = draft.folded[: span.start], draft.folded[span.end :]
            if _PERMITTED.search(before) or _PERMITTED_AFTER.match(after):
                return span, None
    return None


def _denial_of(told: Told, every: Sequence[Told], denials: Sequence[Denial]) -> Denial | None:
    """The negation that a saying stands under; one whose own words are part of a saying ("没有毒") is none."""
    for denial in denials:
        own = any(other.span.overlaps(denial.cue) for other in every)
        if denial.scope.overlaps(told.span) and not own and not denial.degree:
            return denial
    return None


def without_own(draft: PartialParse, denials: list[Denial]) -> list[Denial]:
    """Return the negations that are no part of what people say of a property: of 宠物不能碰的 and "won't harm cats" is none left."""
    views = [view for view in draft.vocabulary.fields.values() if view.yes is not None or view.field.kind == "boolean"]
    said = [told.span for view in views for told in told_of(view.label, draft.folded, _SAYINGS)]
    return [denial for denial in denials if not any(span.overlaps(denial.cue) for span in said)]


def _answer(view: FieldView, told: Told, denied: bool) -> tuple[str, bool]:
    """The value that a saying asks for, and whether it is refused instead: what only is not to be so may be unknown."""
    yes = str(view.yes)
    if told.holds != denied:
        return yes, False
    if told.holds and not told.strict:
        return yes, True
    if view.field.kind == "boolean":
        return "false", False
    others = [str(value) for value in view.field.frequent(3) if str(value) != yes]
    return (others[0], False) if len(others) == 1 else (yes, True)


def _add_said(view: FieldView, draft: PartialParse, denials: list[Denial]) -> bool:
    """Note what a request says of a property in the words that people have for it; whether it says anything."""
    every = told_of(view.label, draft.folded, _SAYINGS)
    for told in every:
        denial = _denial_of(told, every, denials) or _said_no(told.span, draft)
        span = told.span
        if denial is not None:
            span = Span(min(denial.cue.start, span.start), max(denial.cue.end, span.end))
        value, negate = _answer(view, told, denial is not None)
        weak, words = draft.weak(span), span.of(draft.text)
        draft.add(Constraint(field=view.name, op="eq", values=(value,), negate=negate, weak=weak, span=words), span)
        return True
    return False


_NOT_BEFORE = either("yes_no.not_before")
"""A negation right before a deed ("that don't flower"), which no phrase of refusing is."""


def _deeds(label: str, words: Sequence[tuple[Span, str]]) -> list[Span]:
    """Where what a field is called is said as what things do: "flowering", of `flowers`."""
    return [
        span for span, word in words if word.endswith("ing") and label == word.removesuffix("ing") and len(label) > 3
    ]


@lru_cache(maxsize=512)
def _meant(word: str) -> frozenset[str]:
    """What a Chinese word means, as fields are called."""
    return frozenset(key(one) for one in foreign_forms(word))


def _across(label: str, draft: PartialParse) -> list[Span]:
    """Where a request in Chinese says what a field that has an English name tells of: 有机, of `organic`."""
    if has_han(label) or not has_han(draft.folded):
        return []
    tokens = [token for token in segment(draft.folded) if len(token.text) > 1 and has_han(token.text)]
    return [token.span for token in tokens if label in _meant(token.text)]


def _said_no(at: Span, draft: PartialParse) -> Denial | None:
    """The negation of a deed that begins right before `at`, or one word before."""
    match = _NOT_BEFORE.search(draft.folded[: at.start])
    return Denial(Span(*match.span()), at) if match else None


def add_yes_no(draft: PartialParse, denials: list[Denial]) -> None:
    """Fields that hold yes or no, named in the request ("with parking", "no pets")."""
    words = [(span, singular(word)) for span, word in latin_words(draft.folded)]
    for view in draft.vocabulary.fields.values():
        if view.yes is None or view.field.kind not in ("category", "boolean"):
            continue
        if _add_said(view, draft, denials):
            continue
        labels = [p for p in (view.label, re.sub(r"^(?:has|is|with|allow|allows)\s", "", view.label)) if p]
        short = _MAY.sub("", view.name)
        labels += [alias for label in labels for alias in aliases_of(label)]
        spans = [
            Span(words[i][0].start, words[i + n][0].end)
            for label in labels
            for n in [label.count(" ")]
            for i in range(len(words) - n)
            if " ".join(w for _, w in words[i : i + n + 1]) == label
        ]
        han = [name for name in (view.name, short) if has_han(name) and len(name) >= 2]
        spans += [Span(*m.span()) for name in han for m in re.finditer(re.escape(name), draft.folded)]
        spans += [span for label in labels for span in (*_deeds(label, words), *_across(label, draft))]
        told = _told_of(view, draft, denials)
        if spans or told:
            at, denial = (spans[0], denied(spans[0], denials)) if spans else told or (Span(0, 0), None)
            denial = denial or _said_no(at, draft)
            if denial is None and told is not None and told[1] is not None:  # 不能带宠物, of 可带宠物
                at, denial = told
            span = Span(min(denial.cue.start, at.start), max(denial.cue.end, at.end)) if denial else at
            draft.add(
                Constraint(
                    field=view.name,
                    op="eq",
                    values=(view.yes,),
                    negate=denial is not None,
                    weak=draft.weak(span),
                    span=span.of(draft.text),
                ),
                span,
            )
