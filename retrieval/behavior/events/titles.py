"""Finds the items that a history names by their titles: the year, the artist, the article at the end and the season of a series
are told apart from the name. Two items of one title are told by year or artist, or not at all. Knows titles; no events.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from retrieval.catalog.items import Item
from retrieval.language.text import fold

__all__ = ["Titles", "titles_of"]

_YEAR = re.compile(r"\s*[(（\[]((?:18|19|20)\d\d)[)）\]]\s*$")
_ARTICLE = re.compile(r"^(.*),\s*(the|a|an|le|la|les|der|die|das|el|il|l')$", re.IGNORECASE)
_LETTERS = re.compile(r"[\W_]+")
_SPLIT = re.compile(r"\s*[:：]\s*|\s+[-–—]\s+")


def _form(title: str) -> str:
    """The compared form of a title: folded, letters and digits alone, the article in front left out of its place at the end."""
    plain = _YEAR.sub("", title.strip())
    if match := _ARTICLE.match(plain):
        plain = f"{match[2]} {match[1]}"
    return _LETTERS.sub(" ", fold(plain)).strip()


def _year(value: object) -> int | None:
    match = re.search(r"(?:18|19|20)\d\d", str(value or ""))
    return int(match[0]) if match else None


@dataclass(frozen=True)
class _Titled:
    id: str
    year: int | None
    makers: frozenset[str]


class Titles:
    """The items of a catalogue by their titles."""

    def __init__(self, known: Iterable[tuple[str, _Titled]]) -> None:
        self._known: dict[str, list[_Titled]] = {}
        for form, one in known:
            if form:
                self._known.setdefault(form, []).append(one)

    def find(self, title: str, year: object = None, maker: str = "") -> tuple[str | None, str]:
        """Return the id of the item that a row names, or None and why there is none. Parts behind a colon (a season, an episode) may be no part of its title."""
        pieces, seps = _SPLIT.split(title), [m[0] for m in _SPLIT.finditer(title)]
        wanted = _year(year) or _year((m := _YEAR.search(title)) and m[1])
        for count in range(len(pieces), 0, -1):
            head = "".join(p + s for p, s in zip(pieces[:count], [*seps[: count - 1], ""], strict=True))
            found = self._known.get(_form(head), [])
            if found:
                return self._one(found, wanted, maker)
        return None, "no item has this title"

    @staticmethod
    def _one(found: list[_Titled], year: int | None, maker: str) -> tuple[str | None, str]:
        fit = [one for one in found if year is None or one.year is None or abs(one.year - year) <= 1]
        if not fit:
            return None, "an item of this title is of another year"
        exact = [one for one in fit if year is not None and one.year == year]
        made = [one for one in exact or fit if maker and _form(maker) in one.makers]
        left = {one.id for one in made or exact or fit}
        return (left.pop(), "") if len(left) == 1 else (None, "several items have this title")


_MAKERS = ("artist", "artists", "author", "authors", "albumartist", "director", "creator")


def titles_of(items: Iterable[Item]) -> Titles:
    """Return the titles of items, in every language that they have, with their years and makers."""
    return Titles(pair for item in items for pair in _forms(item))


def _forms(item: Item) -> Iterable[tuple[str, _Titled]]:
    by_name = {name.casefold().strip(): value for name, value in item.attributes.items()}
    named = next(
        (
            _year(by_name[n])
            for n in ("year", "released", "release year", "release_date", "release date", "date")
            if n in by_name
        ),
        None,
    )
    year = named or _year((m := _YEAR.search(item.title)) and m[1])
    makers = frozenset(
        _form(str(part))
        for name in _MAKERS
        if (value := by_name.get(name)) is not None
        for part in (value if isinstance(value, tuple) else (value,))
    )
    for title in {item.title, *(texts.get("title", "") for texts in item.translations.values())}:
        yield _form(title), _Titled(item.id, year, makers)
