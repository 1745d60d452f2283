"""The words of a sentence that nothing else accounts for: each plain, known from the item, or neither."""

from __future__ import annotations

import re

from agent.grounding.annotations import Piece
from agent.grounding.item_evidence import ItemEvidence
from agent.grounding.plain_words import GENERAL_ZH, PLAIN_ZH, is_plain
from retrieval.language.words import HAN, Mask, Span, latin_words

__all__ = ["pieces_in"]


def _han_pieces(run: str, start: int, evidence: ItemEvidence) -> list[Piece]:
    """A stretch of Chinese cut into plain words, words of the item's text, words of the request, and unknown characters.

    The cut with the fewest unknown characters, then the fewest pieces, then the most plain words.
    """
    texts = "\n".join(evidence.texts)
    best: list[tuple[float, list[Piece]]] = [(0.0, [])]
    for end in range(1, len(run) + 1):
        options = []
        for begin in range(max(0, end - 12), end):
            word = run[begin:end]
            plain = word in PLAIN_ZH
            known = word in evidence.han or (len(word) > 1 and word in texts)
            asked = word in evidence.asked
            general = word in GENERAL_ZH
            if plain or known or general or asked or len(word) == 1:
                cost = 0.01 + (0 if plain else 0.001 if known or general else 0.5 if asked else 10)
                piece = Piece(Span(start + begin, start + end), word, plain, known)
                options.append((best[begin][0] + cost, [*best[begin][1], piece]))
        best.append(min(options, key=lambda option: option[0]))
    return best[-1][1]


def pieces_in(folded: str, evidence: ItemEvidence, mask: Mask) -> list[Piece]:
    found = []
    for span, word in latin_words(folded):
        if mask.free(span):
            stem = word.split("'")[0]
            found.append(Piece(span, stem, is_plain(stem), evidence.has_word(stem)))
    for match in re.finditer(f"[{HAN}]+", mask.blank(folded, "\0")):
        found += _han_pieces(match.group(), match.start(), evidence)
    return sorted(found, key=lambda p: p.span)
