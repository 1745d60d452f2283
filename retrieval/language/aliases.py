"""Other names of the same thing: in the other language, by another spelling, or in short.

The names of countries and languages come from the Unicode locale data (babel), all others from the packs. Knows no
catalogue: a name counts only where a catalogue has one of the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from babel import Locale
from babel.core import get_global

from retrieval.language.packs import PACKS
from retrieval.language.tables import meanings
from retrieval.language.text import key

__all__ = ["aliases_of", "demonyms_of", "named_by_code"]

_NAMING = tuple(pack for pack in PACKS if pack.same)
"""The packs with other names for things; English first."""
_ENDINGS = tuple(meanings("aliases.language_endings").items())
"""How the name of a language ends, and how it ends, too (英语, 英文)."""
_IN_LANGUAGE = tuple(meanings("aliases.in_language"))
"""What follows the name of a language where something in it is meant (英文书)."""


def _places() -> Iterator[tuple[str, ...]]:
    locales = [Locale(pack.code) for pack in _NAMING]
    for code in map(str, locales[0].territories):
        if len(code) == 2 and code.isalpha():
            named = [name for one in locales if (name := one.territories.get(code))]
            short = [name for pack in _NAMING for name in pack.tables["aliases.places"].get(code, "").split("|")]
            yield tuple(key(name) for name in (*named, *short) if name)


def _languages() -> Iterator[tuple[str, ...]]:
    locales = [Locale(pack.code) for pack in _NAMING]
    for code in map(str, locales[0].languages):
        if len(code) <= 3:
            named = [key(name) for one in locales if (name := one.languages.get(code))]
            yield tuple(named)
            short = [name[: -len(end)] + other for name in named[1:] for end, other in _ENDINGS if name.endswith(end)]
            yield tuple(named[:1] + short)
            if named and len(named[0]) > 2:
                yield (named[0], *(name + tail for name in (*named[1:], *short) for tail in _IN_LANGUAGE))


def _groups() -> Iterator[Iterable[str]]:
    for group in (group for pack in _NAMING for group in pack.same):
        yield [key(name) for name in group.split("|")]
    yield from _places()
    yield from _languages()


@cache
def _by_form() -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for group in _groups():
        for name in group:
            found.setdefault(name, {}).update(dict.fromkeys(other for other in group if other != name))
    return {name: tuple(others) for name, others in found.items()}


def aliases_of(form: str) -> tuple[str, ...]:
    """Return other compared forms of what `form` (folded, in the singular) names; none where no other is known.

    >>> "英国" in aliases_of("uk"), "horror" in aliases_of("恐怖片"), aliases_of("zyx")
    (True, True, ())
    """
    return _by_form().get(form, ())


def named_by_code(code: str, kind: str) -> tuple[str, ...]:
    """Return compared forms of the names of a code of a "language" (ISO 639-1 to -3, a locale) or a "place" (ISO 3166-1).

    >>> named_by_code("deu", "language")[0], named_by_code("ger", "language")[0], named_by_code("DE", "place")[0]
    ('german', 'german', 'germany')
    """
    if not re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4})?", code):
        return ()
    if kind == "place":
        known = Locale("en").territories.get(code.upper()) if len(code) == 2 else None
    else:
        plain = re.split("[-_]", code.casefold())[0]
        plain = get_global("language_aliases").get(plain, plain)
        known = Locale("en").languages.get(plain)
    form = key(known) if known else ""
    return (form, *aliases_of(form)) if form else ()


@cache
def _demonyms() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for code, names in PACKS[0].tables["aliases.demonyms"].items():
        for pack in _NAMING:
            for place in (Locale(pack.code).territories[code], *pack.tables["aliases.places"].get(code, "").split("|")):
                found[key(place)] = tuple(names.split("|"))
    return found


def demonyms_of(form: str) -> tuple[str, ...]:
    """Return what things of a country are called ("uk": british, english); none for what is no country's name.

    >>> demonyms_of("france")
    ('french',)
    """
    return _demonyms().get(form, ())
