"""What a sentence about an item denies of it, and how far each denial reaches.

People deny otherwise in a request than they do of a thing: requests are read in `negation.py`. Knows one sentence.
"""

from __future__ import annotations

from retrieval.language.packs import PACKS
from retrieval.language.text import Mask, Span

__all__ = ["denials_in", "is_cue"]

_PACKS = tuple(pack.sentence for pack in PACKS)


def is_cue(words: str) -> bool:
    """Whether folded words are nothing but a word that denies."""
    return any(pack.cue.fullmatch(words) for pack in _PACKS)


def denials_in(folded: str, mask: Mask) -> list[tuple[Span, Span]]:
    """Denials of a folded sentence as (cue, scope), outside of what `mask` has as understood.

    >>> [scope.of("it has no pool but a sauna") for _, scope in denials_in("it has no pool but a sauna", Mask(26))]
    [' pool ']
    """
    harmless = Mask(len(folded), [Span(*m.span()) for pack in _PACKS for m in pack.harmless.finditer(folded)])
    found = []
    for match in sorted((m for pack in _PACKS for m in pack.cue.finditer(folded)), key=lambda m: m.start()):
        cue = Span(*match.span())
        if not mask.free(cue) or not harmless.free(cue):
            continue
        ends = [end.start() for pack in _PACKS if (end := pack.end.search(folded, cue.end)) is not None]
        found.append((cue, Span(cue.end, min(ends, default=len(folded)))))
    for match in (m for pack in _PACKS for m in pack.free.finditer(folded)):
        found.append((Span(match.end(1), match.end()), Span(*match.span(1))))
    return found
