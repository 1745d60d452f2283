"""English number words: "twenty five", "a couple of", "half an hour", "a fiver"."""

from __future__ import annotations

from collections.abc import Iterator

from retrieval.language.dimensions import DIMENSIONS
from retrieval.language.english.units import UNITS
from retrieval.language.number import Number
from retrieval.language.text import Span, latin_words

__all__ = ["SCALES", "english_numbers"]

SCALES = {
    "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "hundred": 1e2, "dozen": 12, "grand": 1e3, "mln": 1e6,
    "mio": 1e6, "bn": 1e9, "k": 1e3, "m": 1e6, "b": 1e9,
}  # fmt: skip
"""What multiplies digits before it."""
_NO_ARTICLE = ("rating", "level", "percent")
_AFTER_ARTICLE = frozenset(
    word for name, words in UNITS.items() if DIMENSIONS[name][0] not in _NO_ARTICLE for word in words.split() if len(word) > 2
) | {"pound", "pounds"}  # fmt: skip


def is_unit(word: str) -> bool:
    """Whether a word names a unit that an article may stand before ("a metre", "half a kilo")."""
    return word in _AFTER_ARTICLE and word not in ("second", "foot")


_ONES = {
    w: i
    for i, w in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
_TENS = {w: 10 * i for i, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)}
_BIG = {"hundred": 100, "dozen": 12, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000, "trillion": 1_000_000_000_000}  # fmt: skip
_PHRASES: dict[tuple[str, ...], tuple[float, str]] = {
    ("a", "couple", "of"): (2, ""), ("a", "couple"): (2, ""), ("couple", "of"): (2, ""), ("half", "a", "dozen"): (6, ""),
    ("a", "dozen"): (12, ""), ("a", "fiver"): (5, "money"), ("a", "tenner"): (10, "money"), ("a", "grand"): (1000, "money"),
}  # fmt: skip
_PARTS: dict[tuple[str, ...], float] = {
    ("half", "a"): 0.5, ("half", "an"): 0.5, ("a", "half"): 0.5, ("half",): 0.5, ("three", "quarters", "of", "a"): 0.75,
    ("three", "quarters", "of", "an"): 0.75, ("a", "quarter", "of", "a"): 0.25, ("a", "quarter", "of", "an"): 0.25,
    ("quarter", "of", "a"): 0.25, ("quarter", "of", "an"): 0.25, ("a", "quarter"): 0.25, ("a",): 1, ("an",): 1,
}  # fmt: skip
"""What stands before a unit or "million": "half an hour", "a quarter of a billion"."""
_LONGEST = sorted(_PHRASES, key=len, reverse=True)
_LONGEST_PARTS = sorted(_PARTS, key=len, reverse=True)


def _part(words: list[str]) -> tuple[float, int, bool]:
    """A share of a unit or of a large number at the start of `words`: its value, its words, whether it is an article alone."""
    for part in _LONGEST_PARTS:
        if tuple(words[: len(part)]) != part or len(words) == len(part):
            continue
        after, article = words[len(part)], part in (("a",), ("an",))
        if after in _BIG and _BIG[after] > 12 and not article:
            return _PARTS[part] * _BIG[after], len(part) + 1, False
        if is_unit(after):
            return _PARTS[part], len(part), article
    return 0.0, 0, False


def _below_hundred(words: list[str]) -> tuple[int, int]:
    """A number from 0 to 99 at the start of `words`, and how many words it takes."""
    if not words:
        return 0, 0
    if words[0] in _ONES:
        return _ONES[words[0]], 1
    if words[0] in _TENS:
        one = _ONES.get(words[1], 0) if len(words) > 1 else 0
        return (_TENS[words[0]] + one, 2) if 1 <= one <= 9 else (_TENS[words[0]], 1)
    return 0, 0


def _year(words: list[str]) -> tuple[float, int]:
    """A year said as two numbers ("nineteen ninety-nine", "twenty twenty")."""
    century, used = _below_hundred(words)
    rest, more = _below_hundred(words[used:])
    if used and more and 15 <= century <= 20 and used == 1 and rest >= 10:
        return 100.0 * century + rest, used + more
    return 0.0, 0


def _group(words: list[str]) -> tuple[float, int]:
    """Up to 999, or so many hundreds ("twelve hundred and fifty"), with a half behind it ("two and a half")."""
    small, used = _below_hundred(words)
    value = float(small)
    if words[:1] == ["a"] and words[1:2] and words[1] in _BIG:
        value, used = 1.0, 1
    elif words[:1] and words[0] in ("hundred", "thousand", "million", "billion"):
        return 1.0, 0
    if used and words[used : used + 3] == ["and", "a", "half"]:
        return value + 0.5, used + 3
    if used and words[used : used + 4] == ["and", "a", "quarter", "million"]:
        return value + 0.25, used + 3
    if used and words[used : used + 1] == ["point"]:
        digits, at = "", used + 1
        while at < len(words) and words[at] in _ONES and _ONES[words[at]] < 10:
            digits, at = digits + str(_ONES[words[at]]), at + 1
        return (float(f"{value:.0f}.{digits}"), at) if digits else (value, used)
    if used and words[used : used + 1] == ["hundred"]:
        value, used = value * 100, used + 1
        joined = used + (words[used : used + 1] == ["and"])
        more, taken = _below_hundred(words[joined:])
        value, used = (value + more, joined + taken) if taken else (value, used)
    return value, used


def _spoken(words: list[str]) -> tuple[float, int]:
    """The value of the longest run of number words at the start of `words`, and how many words it takes."""
    value, used = _year(words)
    if used:
        return value, used
    total, used, last = 0.0, 0, float("inf")
    while used < len(words):
        joined = used + (bool(used) and words[used] == "and")
        value, taken = _group(words[joined:])
        scale_at = joined + taken
        scale = _BIG.get(words[scale_at], 0) if scale_at < len(words) else 0
        if scale == 100 and not taken:
            scale = 100 if not used else 0
        if not (taken or scale) or (scale or 1) >= last or (not taken and used):
            break
        if used and not scale and joined == used and last == 12:
            break
        total, used, last = total + (value if taken else 1.0) * (scale or 1), scale_at + bool(scale), scale or 1
        if last in (1, 12):
            break
    return total, used


def english_numbers(folded: str) -> Iterator[Number]:
    words, i = latin_words(folded), 0
    while i < len(words):
        rest = [word for _, word in words[i : i + 12]]
        for at in range(1, len(rest)):  # only blanks and hyphens join words to a number
            if folded[words[i + at - 1][0].end : words[i + at][0].start].strip(" -"):
                rest = rest[:at]
                break
        phrase = next((p for p in _LONGEST if tuple(rest[: len(p)]) == p), None)
        value, used = _spoken(rest)
        if phrase and len(phrase) >= used:
            value, unit = _PHRASES[phrase]
            yield Number(
                Span(words[i][0].start, words[i + len(phrase) - 1][0].end), float(value), unit, article=value == 1
            )
            i += len(phrase)
            continue
        share, taken, article = _part(rest)
        if taken > used:
            yield Number(Span(words[i][0].start, words[i + taken - 1][0].end), share, article=article)
            i += taken
            continue
        if used and rest[:used] not in (["a"], ["dozen"], ["hundred"], ["thousand"], ["million"]):
            span = Span(words[i][0].start, words[i + used - 1][0].end)
            yield Number(span, value, article=rest[:used] == ["one"])
        i += max(used, 1)
