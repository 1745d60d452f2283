"""Rules on names: words with capitals must stand in the facts as they are said.

Each yields the faults that it finds in a case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.grounding.annotations import Mention
from agent.grounding.plain_words import is_plain
from agent.grounding.sentence_context import SentenceInContext
from retrieval.language.words import Span, key, latin_words, singular

__all__ = ["capitals"]

_JOINERS = frozenset("of the de von van du da la le".split())


def capitals(case: SentenceInContext) -> Iterator[str]:
    """Names: words with capitals side by side must stand so in the facts ("Tom Allen" of Tom Hanks and Tim Allen)."""
    raw, spoken = case.marked.raw, latin_words(case.marked.folded)
    chain: list[tuple[Span, str]] = []
    for i, (span, word) in enumerate(spoken):
        verb = (
            is_plain(word) or word.endswith(("ing", "ed")) or any(r.span.overlaps(span) for r in case.marked.relations)
        )
        capital = raw[span.start].isupper() and not (i == 0 and verb)
        joined = bool(chain) and re.fullmatch(r"[\s.'’-]+", raw[chain[-1][0].end : span.start]) is not None
        if joined and (capital or word in _JOINERS):
            chain.append((span, word))
            continue
        yield from _chain_fault(case, chain)
        chain = [(span, word)] if capital else []
    yield from _chain_fault(case, chain)
    for mention in case.marked.mentions:
        yield from _deed_fault(case, mention)


def _deed_fault(case: SentenceInContext, mention: Mention) -> Iterator[str]:
    """A person of the facts may not be made to do what the description tells of others ("Jon Veld raises a seal")."""
    name = mention.span.of(case.marked.raw)
    if (
        mention.entry.owner
        or not re.fullmatch(r"[A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*)+", name)
        or case.marked.quoted(mention.span)
    ):
        return
    after = next((p for p in case.marked.pieces if p.span.start == mention.span.end + 1), None)
    if (
        after
        and after.known
        and not after.plain
        and re.search(r"(?:s|ed)$", after.text)
        and after.text == after.span.of(case.marked.raw)
    ):
        yield f"nothing says that “{name} {after.text}”"


def _chain_fault(case: SentenceInContext, chain: list[tuple[Span, str]]) -> Iterator[str]:
    while chain and chain[-1][1] in _JOINERS:
        chain = chain[:-1]
    free = [
        (s, w)
        for s, w in chain
        if not any(m.span.start <= s.start and s.end <= m.span.end for m in case.marked.mentions)
    ]
    if len(chain) < 2 or not free:
        return
    words = [singular(w) for _, w in chain]
    if all(is_plain(w) or singular(w) in case.evidence.kind_words for _, w in free):
        return
    if not case.evidence.has_run(words) and f" {' '.join(words)} " not in f" {key(case.evidence.sheet.request)} ":
        yield f"“{' '.join(w for _, w in chain)}” stands nowhere so"
