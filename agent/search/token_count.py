"""About how many tokens a text costs a chat model, without its tokenizer.

Fitted to the byte-pair encodings `o200k_base` and `cl100k_base` on rows of catalogues as JSON: on the mean right to a twentieth,
for single rows to a fifth; for Chinese, newer encodings cost as much and older ones up to two thirds more. Knows no model.
"""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["beginning", "token_count"]

_PIECE = re.compile(r"[A-Z]{2,}|[A-Za-z]+|\d+|[^\x00-\x7f]+|[^\w\s]+|_+")
LONG, WHOLE, DIGITS, MARKS = 5, 6, 3, 3
"""Letters of a part of a long word, letters of a whole word, digits and marks of one token."""


@lru_cache(maxsize=16_384)
def _of(piece: str) -> int:
    if not piece.isascii():
        return len(piece)
    if piece.isdigit():
        return -(-len(piece) // DIGITS)
    if not piece.isalpha():
        return -(-len(piece) // MARKS)
    if piece.isupper() and len(piece) > 1:
        return -(-len(piece) // 2)
    return 1 if len(piece) <= WHOLE else -(-len(piece) // LONG)


def token_count(text: str) -> int:
    """The tokens of `text`, about.

    >>> token_count("a calm brown owl"), token_count('{"price": 10.5}'), token_count("安静的猫头鹰")
    (4, 6, 6)
    """
    return sum(_of(match[0]) for match in _PIECE.finditer(text))


def beginning(text: str, tokens: int) -> str:
    """The longest beginning of `text`, up to the end of a word or a mark, that costs at most `tokens`, about.

    >>> beginning("a calm brown owl", 2)
    'a calm'
    """
    end, left = 0, tokens
    for match in _PIECE.finditer(text):
        cost = _of(match[0])
        if cost > left:
            return text[: end if match[0].isascii() else match.start() + max(0, left)]
        end, left = match.end(), left - cost
    return text
