"""Positions in a text: folding that keeps every position, words, and what has already been read.

Knows letters and no meaning.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from retrieval.language.english.forms import singular
from retrieval.language.lazy import compiled

__all__ = ["HAN", "Mask", "Span", "fold", "has_han", "key", "latin_words", "singular"]

HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_HAN = compiled(f"[{HAN}]")
_LATIN = compiled(r"[^\W_]+(?:'[^\W_]+)?")
_ALIKE = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "～": "~", "—": "-", "–": "-", "－": "-", "\u3000": " "}
)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` to `end` (exclusive) of a request."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether a character belongs to both."""
        return self.start < other.end and other.start < self.end

    def of(self, text: str) -> str:
        """The words themselves."""
        return text[self.start : self.end]


class Mask:
    """The characters of a request that are already understood."""

    def __init__(self, size: int, spans: Iterable[Span] = ()) -> None:
        self._taken = bytearray(size)
        self._runs = 0
        for span in spans:
            self.take(span)

    def take(self, span: Span) -> None:
        """Marks `span` as understood; what it overlaps is one stretch with it, what it only touches another."""
        joined = next((mark for mark in self._taken[span.start : span.end] if mark), 0)
        self._runs = self._runs % 255 + 1
        self._taken[span.start : span.end] = bytes([joined or self._runs]) * max(span.end - span.start, 0)

    def free(self, span: Span) -> bool:
        """Whether nothing of `span` was understood before."""
        return not any(self._taken[span.start : span.end])

    def run_start(self, at: int) -> int:
        """Where the understood stretch begins that holds the characters on both sides of `at`; else `at`."""
        while 0 < at < len(self._taken) and self._taken[at - 1] and self._taken[at - 1] == self._taken[at]:
            at -= 1
        return at

    def run_end(self, at: int) -> int:
        """Where the understood stretch ends that holds the characters on both sides of `at`; else `at`."""
        while 0 < at < len(self._taken) and self._taken[at - 1] and self._taken[at - 1] == self._taken[at]:
            at += 1
        return at

    def copy(self) -> Mask:
        """An independent mask with the same marks."""
        twin = Mask(0)
        twin._taken, twin._runs = bytearray(self._taken), self._runs
        return twin

    def without(self, spans: Iterable[Span]) -> Mask:
        """The same marks but for those on `spans`."""
        twin = self.copy()
        for span in spans:
            twin._taken[span.start : span.end] = bytes(span.end - span.start)
        return twin

    def blank(self, text: str, filler: str = " ") -> str:
        """`text` with what is understood replaced by `filler`, every position kept."""
        return "".join(filler if taken else char for char, taken in zip(text, self._taken, strict=True))


def _fold_char(char: str) -> str:
    code = ord(char)
    if 0xFF10 <= code <= 0xFF19 or 0xFF21 <= code <= 0xFF3A or 0xFF41 <= code <= 0xFF5A:  # full-width 0-9 A-Z a-z
        char = chr(code - 0xFEE0)
    lower = char.casefold()
    return lower if len(lower) == 1 else char


def fold(text: str) -> str:
    """Return a text in lower case, half width, with plain quotes and dashes; character i stays character i.

    The one form in which texts are compared, whether of requests, items or conditions.

    >>> fold("Ｐrice：１００～200元")
    'price：100~200元'
    """
    if text.isascii():
        return text.lower()
    return "".join(_fold_char(char) for char in text.translate(_ALIKE))


def has_han(text: str) -> bool:
    """Whether `text` has a Chinese character."""
    return _HAN.search(text) is not None


def latin_words(folded: str) -> list[tuple[Span, str]]:
    """The words in scripts with spaces; Chinese characters are left out.

    >>> latin_words("3 big dogs")
    [(Span(start=0, end=1), '3'), (Span(start=2, end=5), 'big'), (Span(start=6, end=10), 'dogs')]
    """
    found = []
    for match in _LATIN.finditer(_HAN.sub(" ", folded)):
        word = match.group().removesuffix("'s")
        found.append((Span(match.start(), match.start() + len(word)), word))
    return found


def key(phrase: str) -> str:
    """The form in which phrases are compared: folded, words in the singular, one space between.

    >>> key("Sci-Fi"), key("Ticket_Prices"), key("24小时热水")
    ('sci fi', 'ticket price', '24小时热水')
    """
    folded = fold(phrase.strip())
    if has_han(folded):
        return folded
    return " ".join(singular(word.removesuffix("'s")) for word in _LATIN.findall(folded.replace("_", " ")))
