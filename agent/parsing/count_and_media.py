"""What a request asks of the answer itself: how many items, and which media they must have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from retrieval.language.numbers import Number, find_numbers
from retrieval.language.tables import either
from retrieval.language.words import Mask, Span

__all__ = ["find_count", "find_media"]

_COUNT_LEFT = either("count_and_media.count_left")
_COUNT_RIGHT = either("count_and_media.count_right")
_ONLY, _ONLY_CLASSIFIED = either("count_and_media.only"), either("count_and_media.only_classified")
_POINTED = either("count_and_media.pointed")
_SUPERLATIVE = either("count_and_media.superlative")
_THE = either("count_and_media.the")
_MOST = either("count_and_media.most")
_CLASSIFIER = either("count_and_media.classifier")
_CLASSIFIED_LEFT = either("count_and_media.classified_left")
_SOUND = either("count_and_media.sound")
_PICTURE = either("count_and_media.picture")


def find_count(folded: str, mask: Mask, numbers: Sequence[Number] | None = None) -> tuple[int, Span] | None:
    """How many items are wanted, 1 to 50, and the words that say so; an article (一个, "a") is no number.

    numbers: those of the text, where they are known already.

    >>> find_count("show me five hotels", Mask(19))
    (5, Span(start=8, end=12))
    """
    for number in find_numbers(folded) if numbers is None else numbers:
        value, left, right = number.value, folded[: number.span.start], folded[number.span.end :]
        if (
            not (value.is_integer() if isinstance(value, float) else True)
            or not 1 <= value <= 50
            or not mask.free(number.span)
        ):
            continue
        classifier = _CLASSIFIER.match(right)
        if (
            classifier
            and not _POINTED.search(left)
            and (_CLASSIFIED_LEFT.search(left) or _MOST.search(left))
            and (not number.article or _ONLY_CLASSIFIED.search(left))
        ):
            return int(value), Span(number.span.start, number.span.end + classifier.end())
        if (
            classifier is None
            and not number.article
            and (_COUNT_LEFT.search(left) or (_THE.search(left) and _SUPERLATIVE.search(folded)))
            and (not right.strip() or _COUNT_RIGHT.match(right))
        ):
            return int(value), number.span
        if number.article and _ONLY.search(left):
            return 1, number.span
    return None


def find_media(folded: str, mask: Mask) -> list[tuple[Literal["image", "audio"], Span]]:
    """The media that every item must have ("with a sound", 会叫的, "with a photo"), and the words that say so."""
    found: list[tuple[Literal["image", "audio"], Span]] = []
    for medium, pattern in (("audio", _SOUND), ("image", _PICTURE)):
        match = pattern.search(folded)
        if match and mask.free(Span(*match.span())):
            found.append((medium, Span(*match.span())))  # type: ignore[arg-type]
    return found
