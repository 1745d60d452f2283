"""Numbers as tables spell them: 1,234.5 and 1.234,5 and 1 234,5 and 12,34,567, negative in brackets, in any digits.

Which of `.` and `,` is the decimal mark is decided over a column (`decimal_mark`). Knows no units and no money.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable

__all__ = ["FIGURE", "cleaned", "decimal_mark", "leading_zeros", "read_figure"]

FIGURE = r"\d(?:[\d.,'’\s_٬٫]*\d)?(?:[eE][+-]?\d{1,3})?"
"""A number with its marks as a pattern; what it means is read by `read_figure`."""
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009'’_٬]+")
_SHAPE = re.compile(r"\d{1,3}(?:[\s\u00a0\u202f\u2009'’_٬]\d{3})+(?:[.,٫]\d+)?|[\d.,٫]+")
_EXPONENT = re.compile(r"(.*\d)[eE]([+-]?\d{1,3})")
_SIGNED = re.compile(r"^([+\-−–]?)\s*(.+?)\s*(-?)$")
_LEADING = re.compile(r"[+-]?0\d+")
_LARGEST = (1 << 63) - 1


def cleaned(text: str) -> str:
    """The text with full-width and other scripts' digits as ASCII ones, and spaces of one kind."""
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFKC", text)
    return "".join(str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() else c for c in plain)


def leading_zeros(text: str) -> bool:
    """Whether a number is written as codes are: 007, 00501."""
    return _LEADING.fullmatch(text) is not None


def _bare(text: str) -> str:
    """The digits and marks of a number without spaces that part thousands; "" where it is none."""
    return _SPACES.sub("", text) if _SHAPE.fullmatch(text) else ""


def _vote(text: str) -> str:
    """The decimal mark that one number proves: "." or ",", or "" where it may be either."""
    bare = _bare(text).replace("٫", ".")
    dots, commas = bare.count("."), bare.count(",")
    if dots and commas:
        return "." if bare.rfind(".") > bare.rfind(",") else ","
    mark = "." if dots else "," if commas else ""
    if not mark:
        return ""
    other = "," if mark == "." else "."
    if dots + commas > 1:  # 1.234.567: thousands
        return other
    whole, part = bare.split(mark)
    if len(part) != 3 or len(whole) > 3 or whole in ("0", ""):
        return mark
    return ""


def decimal_mark(texts: Iterable[str], otherwise: str = ".") -> str:
    """The decimal mark of a column, "." or ",": what most of its numbers prove, else `otherwise` where none proves any.

    >>> decimal_mark(["1.299", "12,50"]), decimal_mark(["1,299", "12.50"]), decimal_mark(["1,299"])
    (',', '.', '.')
    """
    votes = [vote for text in texts if (vote := _vote(text))]
    commas = votes.count(",")
    return "," if commas > len(votes) - commas else "." if votes.count(".") else otherwise


def _magnitude(text: str, mark: str) -> int | float | None:
    bare = _bare(text).replace("٫", ".")
    if not bare:
        return None
    mark = _vote(text) or mark
    other = "," if mark == "." else "."
    whole, _, part = bare.partition(mark)
    groups = whole.split(other)
    if other in part or (len(groups) > 1 and not _grouped(groups)) or not (whole or part):
        return None
    digits = "".join(groups)
    if part or mark in bare:
        return float(f"{digits or '0'}.{part or '0'}")
    value = int(digits) if digits else 0
    return value if value <= _LARGEST else None


def _grouped(groups: list[str]) -> bool:
    """Whether digits stand in groups of three, of four (Chinese), or as in India (12,34,567)."""
    first, inner, last = groups[0], groups[1:-1], groups[-1]
    if not first or len(first) > 4:
        return False
    threes = len(last) == 3 and all(len(group) in (2, 3) for group in inner) and len(first) <= 3
    return threes or (len(last) == 4 and all(len(group) == 4 for group in inner))


def read_figure(text: str, mark: str = ".") -> int | float | None:
    """The number that `text` is, with `mark` as decimal mark where it doesn't prove another; None where it is none.

    >>> read_figure("1.234,5"), read_figure("1 299"), read_figure("(3.50)"), read_figure("12,34,567"), read_figure("1,5,2")
    (1234.5, 1299, -3.5, 1234567, None)
    """
    text = cleaned(text).strip()
    negative = text.startswith("(") and text.endswith(")")
    match = _SIGNED.match(text[1:-1].strip() if negative else text)
    if match is None or (negative and match[1]):
        return None
    power = 0
    body = match[2]
    if exponent := _EXPONENT.fullmatch(body):
        body, power = exponent[1], int(exponent[2])
    value = _magnitude(body, mark)
    if value is None:
        return None
    if power:
        value = float(f"{value}e{power}") if abs(power) < 300 else math.inf
        if not math.isfinite(value):
            return None
    return -value if (match[1] in ("-", "−", "–")) != bool(match[3]) or negative else value
