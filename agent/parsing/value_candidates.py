"""Which values a request means: those written in it, and guesses for the words that are left.

Weighs what `values.py` finds against what else the request says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from agent.parsing.certainty import DROPPED, doubt_of
from agent.parsing.denials import Denial
from agent.parsing.partial import PartialParse
from agent.parsing.value_constraints import Chosen, choose_values
from agent.parsing.value_mentions import ValueMention, guess_values
from retrieval.language.phrases import STOP
from retrieval.language.tables import either
from retrieval.language.words import Mask, has_han

__all__ = ["meant_values", "overruled_values"]

_FREE_OF, _BEGINS = either("value_candidates.free_of"), either("value_candidates.begins")


def _give(draft: PartialParse, chosen: Sequence[Chosen]) -> None:
    """Notes the positive values of single-valued closed fields: they tell which other fields can matter."""
    for one in chosen:
        if one.denial is None and one.field != "*":
            view = draft.vocabulary.fields[one.field]
            if view.closed and not view.field.many:
                draft.given.setdefault(one.field, set()).update(ref.value for ref in one.refs)


def _with_parts(one: Chosen, draft: PartialParse) -> Chosen:
    """A refused Chinese word with the values that have it in them: who wants nothing 辣 wants nothing 麻辣 either."""
    word = one.span.of(draft.folded)
    if one.denial is None or one.field == "*" or not has_han(word) or not draft.vocabulary.fields[one.field].closed:
        return one
    more = draft.vocabulary.holding(word, (one.field,)).get(one.field, ())
    free = [ref for ref in more if has_han(ref.value) and not _FREE_OF.match(ref.value)]
    return replace(one, refs=tuple(dict.fromkeys((*one.refs, *free))))


def _weighed(chosen: list[Chosen], draft: PartialParse) -> list[Chosen]:
    """The mentions with how sure each is; those that mean something else are left out."""
    doubts = [doubt_of(one.mention, one.field, draft) for one in chosen]
    return [
        _with_parts(replace(one, doubt=doubt), draft)
        for one, doubt in zip(chosen, doubts, strict=True)
        if doubt != DROPPED
    ]


def meant_values(draft: PartialParse, mentions: list[ValueMention], denials: list[Denial], mask: Mask) -> list[Chosen]:
    """Written and guessed values with their fields; a guess that the written ones rule out is dropped."""
    written = _weighed(choose_values(mentions, draft.folded, draft.vocabulary, denials, {}), draft)
    _give(draft, written)
    written = _weighed(choose_values(mentions, draft.folded, draft.vocabulary, denials, draft.given), draft)
    settled = frozenset(
        one.field
        for one in written
        if one.field != "*"
        and one.denial is None
        and not draft.vocabulary.fields[one.field].field.many
        and draft.vocabulary.fields[one.field].closed
    )
    guesses = guess_values(draft.text, draft.folded, draft.vocabulary, mask, settled)
    guessed = _weighed(choose_values(guesses, draft.folded, draft.vocabulary, denials, draft.given), draft)
    needed = {one.field for one in written if one.denial is None and one.field != "*"}
    together = draft.vocabulary.together
    guessed = [
        one for one in guessed
        if one.denial is not None or one.field == "*"
        or all(name in together.get((one.field, ref.value), {name}) for ref in one.refs for name in needed)
    ]  # fmt: skip
    guessed = _likeliest(guessed, draft)
    guessed = [one for one in guessed if not _gainsays(one, written + guessed, draft)]
    _give(draft, guessed)
    return [one for one in written + guessed if not _longer_refused(one, written, draft)]


def _longer_refused(refused: Chosen, written: Sequence[Chosen], draft: PartialParse) -> bool:
    """Whether a refused value is only the end of a longer word while the value itself is asked for: chocolate, but no white chocolate."""
    asked = [one for one in written if one.denial is None and one.field == refused.field]
    values = {ref.value for ref in refused.refs}
    if refused.denial is None or not any(values & {ref.value for ref in one.refs} for one in asked):
        return False
    before = draft.folded[refused.denial.scope.start : refused.span.start]
    if has_han(refused.span.of(draft.folded)):
        return has_han(before[-1:]) and not _BEGINS.search(before)
    word = re.search(r"([a-z]+)[ -]$", before)
    return word is not None and word[1] not in STOP


def _gainsays(guess: Chosen, others: Sequence[Chosen], draft: PartialParse) -> bool:
    """Whether a word is refused that is only near in meaning to what is asked for: of vehicles, "no cars" refuses some."""
    refused, word = {(ref.field, ref.value) for ref in guess.refs}, guess.span.of(draft.folded)
    asked = [one for one in others if one.denial is None and one.span.of(draft.folded) != word]
    similar = guess.denial is not None and guess.mention.how == "similar"
    return similar and any((ref.field, ref.value) in refused for one in asked for ref in one.refs)


def overruled_values(mentions: list[ValueMention], draft: PartialParse, mask: Mask) -> list[ValueMention]:
    """Short values of lists that a sure kind rules out (早餐, a dish, when a hotel is asked for)."""
    short = [
        m
        for m in mentions
        if m.span.end - m.span.start <= 2
        and has_han(m.span.of(draft.folded))
        and all(draft.vocabulary.fields[r.field].field.many for r in m.refs)
    ]
    sure: dict[str, set[str]] = {}
    for mention in mentions if short else ():
        for ref in mention.refs:
            if ref.field in draft.vocabulary.kinds and mention not in short:
                sure.setdefault(ref.field, set()).add(ref.value)
    for guess in guess_values(draft.text, draft.folded, draft.vocabulary, mask, frozenset()) if short else ():
        ref, view = guess.refs[0], draft.vocabulary.fields[guess.refs[0].field]
        near = draft.vocabulary.nearest_values(guess.span.of(draft.folded), 1) if guess.how == "similar" else []
        if view.closed and not view.field.many and (guess.how == "translated" or (near and near[0][0] >= 0.8)):
            sure.setdefault(ref.field, set()).add(ref.value)
    return [
        m for m in short
        if sure and not any(r.field in sure or draft.vocabulary.applies(r.field, sure) for r in m.refs)
    ]  # fmt: skip


def _likeliest(guessed: list[Chosen], draft: PartialParse) -> list[Chosen]:
    """Of several guesses for one single-valued field, those that agree with the likeliest."""
    kept: list[Chosen] = []
    for one in guessed:
        single = one.field != "*" and not draft.vocabulary.fields[one.field].field.many
        rivals = (
            [other for other in guessed if other.field == one.field and other.denial is None]
            if single and one.denial is None
            else []
        )
        scores = {other.span: _score(other, draft) for other in rivals}
        best = max(scores.values(), default=0.0)
        if not rivals or scores[one.span] >= best - 0.05:
            kept.append(one)
    return kept


def _score(chosen: Chosen, draft: PartialParse) -> float:
    if chosen.mention.how != "similar":
        return 1.0
    ranked = draft.vocabulary.nearest_values(chosen.span.of(draft.folded), 1)
    return ranked[0][0] if ranked else 0.0
