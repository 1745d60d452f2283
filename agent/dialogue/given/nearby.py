"""Where something is to be: "within 2 km of the museum", "near 39.93, 116.40", 离故宫最近的; by the coordinates of items.

The place is an item of the catalogue by its title, coordinates, or where the person is said to be. Without coordinates in the
catalogue, or with a place that isn't known, nothing changes but what is said. Knows the store.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from agent.dialogue.given.rest import without
from agent.parsing import Vocabulary
from agent.planning.plan import Condition, Source
from agent.search.turn import Turn
from retrieval.catalog.filters import Filter
from retrieval.catalog.places import Place, coordinates, place_fields, position_of
from retrieval.language.packs import voice_of
from retrieval.language.tables import each, either
from retrieval.language.turns import language_of_words
from retrieval.language.words import fold, key
from retrieval.search.retriever import Retriever

__all__ = ["nearby"]

_HELD = 60
_COORDINATES = re.compile(r"\(?-?\d{1,2}(?:\.\d+)?\s*,\s*-?\d{1,3}\.\d+\)?")
_KM = {"m": 0.001, "k": 1.0, "f": 0.0003048}


class _Asked(NamedTuple):
    """A distance or an order in a request: its stretch, the words of the place, kilometres (0: the nearest first), what comes before."""

    start: int
    end: int
    words: str
    km: float
    what: str = ""


def _figure(text: str) -> float:
    for pair in either("nearby.figures").pattern.split("|"):
        if text == pair[0]:
            return float(pair[1:])
    return float(text.replace(",", "."))


def _km(figure: str, unit: str) -> float:
    if either("nearby.half").fullmatch(unit):
        return _figure(figure) * 0.5
    if unit.startswith("mi"):
        return _figure(figure) * 1.609344
    if unit == "m" or unit.startswith(("met", "ft", "feet")) or (not unit.isascii() and len(unit) == 1):
        return _figure(figure) * (_KM["f"] if unit.startswith("f") else _KM["m"])
    return _figure(figure)


def _asked(folded: str) -> _Asked | None:
    """The distance, or the wish for what is near, in a request."""
    for name in ("within", "around", "nearest", "near"):
        for pattern in each(f"nearby.{name}"):
            if match := pattern.search(folded):
                groups = match.groupdict()
                km = _km(groups["n"], groups["unit"]) if groups.get("n") else 0.0
                return _Asked(match.start(), match.end(), match["place"], km, (groups.get("what") or "").strip())
    return None


def _titled(words: str, retriever: Retriever, vocabulary: Vocabulary) -> tuple[Place, str, int] | None:
    """The item whose title the words begin (or, without spaces, end) with: its place, its id, and how many characters named it."""
    parts = [match.end() for match in re.finditer(r"\S+", words)]
    stretches = [words[:end] for end in reversed(parts)] if parts else []
    for said in stretches[-12:]:
        form = key(said.strip(" ,.，。“”\"'"))
        forms = (form, form.removeprefix("the "))
        for title in dict.fromkeys(title for one in forms for title in vocabulary.title_forms.get(one, ())):
            for id in vocabulary.titles.get(title, ()):
                item = retriever.store.item(id)
                if item is not None and (place := position_of(item)) is not None:
                    return Place(place.north, place.east, title), id, len(said)
    return None


def _place(words: str, text: str, retriever: Retriever, vocabulary: Vocabulary) -> tuple[Place, str, int] | None:
    """The place that words name, the id of its item ("" for none), and how many characters of the words name it."""
    if match := _COORDINATES.match(words.strip()):
        found = coordinates(match[0].strip("()"))
        return (found, "", len(words) - len(words.lstrip()) + match.end()) if found else None
    mine = next((m for p in each("nearby.me") if (m := p.match(words.strip()))), None)
    if mine is None and words.strip():
        return _titled(words, retriever, vocabulary)
    for pattern in each("nearby.stand"):
        if stands := pattern.search(text):
            found_there = _place(stands["place"], "", retriever, vocabulary) if stands["place"] != words else None
            if found_there is not None:
                return found_there[0], found_there[1], mine.end() if mine else 0
    return None


def nearby(turn: Turn, retriever: Retriever, vocabulary: Vocabulary) -> Turn:
    """The turn with the distance that it asks for as a condition, and the nearest first; itself where it asks for none."""
    fields = place_fields(list(vocabulary.fields))
    folded = fold(turn.request)
    asked = _asked(folded) if fields else None
    if asked is None:
        return turn
    language = language_of_words(turn.request)
    found = _place(asked.words, folded, retriever, vocabulary)
    if found is None:
        mine = any(pattern.match(asked.words.strip()) for pattern in each("nearby.me"))
        if not (mine or asked.km or asked.what):
            return turn  # "near the sea" is a wish like another
        told = voice_of(language).say(
            "nearby.unknown" if not mine else "nearby.where", turn.request[asked.start : asked.end].strip()
        )
        rest = without(turn.request, asked.start, asked.end, language) if mine or asked.km else turn.request
        return replace(turn, request=rest or turn.request, notes=(*turn.notes, told))
    place, id, length = found
    end = folded.index(asked.words, asked.start) + length if asked.end - asked.start > length else asked.end
    end = asked.end if not turn.request.isascii() else end
    said = turn.request[asked.start : end]
    for pattern in each("nearby.stand"):  # "I'm at the museum" is no wish
        if stands := pattern.search(folded):
            blank = (
                turn.request[: stands.start()] + " " * (stands.end() - stands.start()) + turn.request[stands.end() :]
            )
            turn = replace(turn, request=blank)
    rest = without(turn.request, asked.start, end, language)
    rest = f"{asked.what} {rest}".strip() if asked.what else rest
    value = voice_of(language).say("nearby.circle", km=f"{asked.km:g}", place=place)
    itself = (Filter("title", "eq", place.name, negate=True),) if id else ()
    there = () if asked.km else (Filter(fields[0], "exists"),)
    circle = Condition((Filter(fields[0], "near", value),), Source("span", said.strip()), _HELD)
    return replace(
        turn,
        request=rest,
        given=(*turn.given, circle) if asked.km else turn.given,
        hidden=(*turn.hidden, *there, *itself),
        near=place,
        language=language,
    )
