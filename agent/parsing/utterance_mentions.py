"""What an utterance speaks of, request or not: words with content, values and titles of the catalogue, liked or refused.

For what was said earlier in a conversation: nothing of it becomes a condition. Knows one utterance and the vocabulary.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from agent.parsing.denials import find_denials
from agent.parsing.discourse_markers import opening_of
from agent.parsing.lexicon import Vocabulary
from agent.parsing.value_constraints import denied
from agent.parsing.value_mentions import ValueMention, find_titles, find_values
from retrieval.language.phrases import content_words
from retrieval.language.words import Mask, Span, fold

__all__ = ["Mentions", "mentions_of"]


@dataclass(frozen=True)
class Mentions:
    """What one utterance names. words: those with content, in a row. values: each with where it stands and its fields.
    titles: of the catalogue, as it spells them; refused: those under a negation ("not Alien")."""

    words: str = ""
    values: tuple[ValueMention, ...] = ()
    titles: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


@lru_cache(maxsize=256)
def mentions_of(text: str, vocabulary: Vocabulary) -> Mentions:
    """Reads an utterance. Of a title and a value that overlap, the longer one is meant; refused values are left out."""
    text = opening_of(text).blanked(text)
    folded = fold(text)
    titles = [t for t in find_titles(text, folded, vocabulary, Mask(len(folded))) if t.known]
    values = find_values(text, folded, vocabulary, Mask(len(folded)))

    def length(span: Span) -> int:
        return span.end - span.start

    titles = [
        t for t in titles
        if t.quoted or not any(v.span.overlaps(t.span) and length(v.span) >= length(t.span) for v in values)
    ]  # fmt: skip
    values = [v for v in values if not any(v.span.overlaps(t.span) for t in titles)]
    named = [*(t.span for t in titles), *(v.span for v in values)]
    denials = find_denials(folded, Mask(len(folded), named))
    refused = [t.title for t in titles if denied(t.span, denials)]
    words = content_words(folded, Mask(len(folded), [d.scope for d in denials]))
    return Mentions(
        words=" ".join(span.of(text) for span, _ in words),
        values=tuple(v for v in values if not denied(v.span, denials)),
        titles=tuple(dict.fromkeys(t.title for t in titles if t.title not in refused)),
        refused=tuple(dict.fromkeys(refused)),
    )
