"""For whom a request asks: whether something for a child is looked for.

Knows one request that was taken apart; which things are for grown-ups is decided in the search.
"""

from __future__ import annotations

from agent.parsing.analysis import Analysis
from agent.parsing.denials import find_denials
from retrieval.language.tables import either
from retrieval.language.words import Mask, Span, fold

__all__ = ["GROWN", "asks_for_child"]

GROWN = 18
"""Years from which nobody is a child."""
_CHILD = either("grown_ups.child")


def _denied(word: Span, analysis: Analysis) -> bool:
    """Whether nobody of whom the word speaks is meant: by the request, or by a value that it names ("kid-free")."""
    if any(d.span.start <= word.start < d.span.end for d in analysis.denials):
        return True
    for value in (v.span for v in analysis.written if v.span.overlaps(word) and v.span != word):
        words = value.of(analysis.folded)
        at = word.start - value.start
        if any(d.span.start <= at < d.span.end for d in find_denials(words, Mask(len(words)))):
            return True
    return False


def asks_for_child(request: str, analysis: Analysis) -> bool:
    """Return whether a request asks for something for a child: by an age below 18, or by a word for one that nothing denies."""
    if analysis.ages:
        return any(high < GROWN for _, high in analysis.ages)
    return any(not _denied(Span(*match.span()), analysis) for match in _CHILD.finditer(fold(request)))
