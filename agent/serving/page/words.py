"""The languages of the page, and all words of its own in each. The words themselves stand in the language packs."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

from retrieval.language.packs import PACKS

__all__ = ["TAGS", "WORDS", "Language", "language_asked"]

_PAGE = "page."
WORDS: dict[str, dict[str, str]] = {
    pack.code: {name.removeprefix(_PAGE): words for name, words in pack.voice.words.items() if name.startswith(_PAGE)}
    for pack in PACKS
    if f"{_PAGE}hello" in pack.voice.words
}
"""By language, then by name; only of languages that have the page's words."""
TAGS = {pack.code: pack.tag for pack in PACKS}
"""The tags by which browsers know the languages."""


def _known(code: str) -> str:
    if code not in WORDS:
        raise ValueError(f"expected a language of the page, one of {', '.join(WORDS)}; got {code!r}")
    return code


Language = Annotated[str, AfterValidator(_known)]
"""The code of a language that the page has words of."""


def language_asked(header: str) -> str:
    """Return the page's language that an `Accept-Language` header asks for first; the first of the page's where none is known."""
    wanted = (part.split(";")[0].strip().lower()[:2] for part in header.split(","))
    return next((code for code in wanted if code in WORDS), next(iter(WORDS)))
