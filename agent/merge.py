"""A model's reading of a request, added to that of the rules: nothing that the rules read is lost.

What a model proposes is checked again by `compile.py`; here it is only brought together. Its questions, and wishes in
words that the person didn't use, are left out: they would be shown unchecked.
"""

from __future__ import annotations

from collections.abc import Iterable

from agent.intent import Intent
from agent.reading.text import Span, fold

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

    A proposed constraint is added where the rules read none in the same words; constraints, exclusions and references
    whose words don't stand in the request are left out. `wording`: whether the model's words for
    what to look for are searched by, or those of the rules.
    """
    folded = fold(request)
    taken = [place for c in read.constraints if (place := _place(c.span, folded))]
    taken += [place for words in read.excluded if (place := _place(words, folded))]
    more = tuple(
        c
        for c in proposed.constraints
        if (place := _place(c.span, folded)) and not any(place.overlaps(other) for other in taken)
    )
    soft, excluded = ([w for w in given if _place(w, folded)] for given in (proposed.soft, proposed.excluded))
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
