"""A model's reading of a request, added to that of the rules: nothing that the rules read is lost.

What a model proposes is checked again by `compile.py`; here it is only brought together. Its questions, and wishes in
words that the person didn't use, are left out: they would be shown unchecked.
"""

from __future__ import annotations

from collections.abc import Iterable

from agent.parsing.intent import Intent
from retrieval.language.words import Span, fold

__all__ = ["merged"]


def _place(words: str, request: str) -> Span | None:
    said = fold(words).strip()
    at = request.find(said) if said else -1
    return Span(at, at + len(said)) if at >= 0 else None


def _united(*groups: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for words in (words for group in groups for words in group):
        found.setdefault(fold(words).strip(), words)
    return tuple(found.values())


def merged(read: Intent, proposed: Intent, request: str, *, wording: bool = True) -> Intent:
    """`read`, by the rules, with what `proposed`, by a model, adds to it.

    Proposed constraints and exclusions are added where the rules read none in the same words; what claims words that
    don't stand in the request is left out. `wording`: whether the model's words for
    what to look for are searched by, or those of the rules.
    """
    folded = fold(request)
    said = (*(c.span for c in read.constraints), *read.excluded)
    taken = [place for words in said if (place := _place(words, folded))]

    def fresh(words: str) -> bool:
        place = _place(words, folded)
        return place is not None and not any(place.overlaps(other) for other in taken)

    more = tuple(c for c in proposed.constraints if fresh(c.span))
    excluded = [words for words in proposed.excluded if fresh(words)]
    soft = [words for words in proposed.soft if _place(words, folded)]
    pointed = tuple(r for r in proposed.references if _place(r.span or r.title or "", folded))
    words = proposed if wording else read
    return read.model_copy(
        update={
            "wish": words.wish or read.wish,
            "look": words.look or read.look,
            "sound": words.sound or read.sound,
            "constraints": (*read.constraints, *more),
            "excluded": _united(read.excluded, excluded),
            "references": read.references or pointed,
            "sort": read.sort or proposed.sort,
            "count": read.count or proposed.count,
            "must_have": tuple(dict.fromkeys((*read.must_have, *proposed.must_have))),
            "keep": read.keep or proposed.keep,
            "unseen": read.unseen or proposed.unseen,
            "soft": _united(read.soft, soft),
        }
    )
