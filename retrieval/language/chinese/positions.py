"""Which place of the last answer a text points at in Chinese: 第三个, 最后一个, 上一个."""

from __future__ import annotations

from collections.abc import Iterator

from retrieval.language.chinese.numbers import small_number
from retrieval.language.lazy import compiled
from retrieval.language.text import Span

__all__ = ["chinese_positions"]

_POINTING = compiled(
    r"(?:第(?P<num>[一二三四五六七八九十\d]{1,2})|(?P<last>最后一?)|(?P<before>上一?))(?:个|家|部|本|首|款|条|张|项|种|间|处|只|位)(?!人|月|星期)"
)


def chinese_positions(folded: str) -> Iterator[tuple[Span, int]]:
    """Yield the places that a folded text points at, the first 1 and the last -1, with their words."""
    for m in _POINTING.finditer(folded):
        yield Span(*m.span()), -1 if m["last"] else 1 if m["before"] else small_number(m["num"])
