"""Compares the sentences of a reason with a row: every "its price is 12, under 20", 它的价格是12，低于20, in any place.

Quoted words are masked first, so that nothing inside a title is taken for a statement. What isn't of a known form states
nothing that a row could bear out. Knows the rendered words, whose forms each pack gives apart (`verification.py`), and the row; not how the words were made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import chain

from agent.verification.conditions import within
from agent.verification.raw import elements, fields_called, mentions, number_of, parts, texts, written
from agent.verification.registry import checks
from retrieval.catalog.items import Item
from retrieval.language.tables import each, fragment, meanings, word_set

__all__ = ["faults"]

_QUOTED = re.compile(r"“([^”]*)”")
_MARK = re.compile(r"\x01(\d+)\x02")
_Q = r"\x01\d+\x02"
_JOIN = fragment("verification.join")
"""What joins one value to the next."""
_PLACES_TO_FILL = {
    "{Q}": _Q,
    "{LIST}": rf"{_Q}(?:(?:{_JOIN}){_Q})*",
    "{AMOUNT}": r"[^\d\s-]{0,3}(-?\d[\d,]*(?:\.\d+)?(?:-\d\d-\d\d)?)",
    "{NEXT}": rf"(?={fragment('verification.next')}|$)",
}
"""What stands for a place of a pattern: a quote, several, an amount, and where a statement ends."""


@cache
def _forms(name: str) -> tuple[re.Pattern[str], ...]:
    """The patterns of all packs under a name, their places filled."""
    found = []
    for pattern in each(f"verification.{name}"):
        filled = pattern.pattern
        for place, stands in _PLACES_TO_FILL.items():
            filled = filled.replace(place, stands)
        found.append(re.compile(filled))
    return tuple(found)


def _said(name: str, text: str) -> Iterator[re.Match[str]]:
    """Where a text makes a statement of the form of a name, in any language."""
    return chain.from_iterable(pattern.finditer(text) for pattern in _forms(name))


def _first(name: str, text: str) -> re.Match[str] | None:
    """What a text begins with, of the form of a name."""
    return next((match for pattern in _forms(name) if (match := pattern.match(text))), None)


class Reason:
    """A reason with its quotes masked, and the row that it speaks of."""

    def __init__(self, text: str, item: Item) -> None:
        self.quotes: list[str] = []
        self.item = item
        self.text = _QUOTED.sub(self._masked, text)

    def _masked(self, match: re.Match[str]) -> str:
        self.quotes.append(match[1])
        return f"\x01{len(self.quotes) - 1}\x02"

    def quoted(self, text: str) -> list[str]:
        """Return what stands in the quotation marks of a piece of the masked text."""
        return [self.quotes[int(mark)] for mark in _MARK.findall(text)]

    def plain(self, text: str) -> str:
        """Return a piece of the masked text as it was."""
        return _MARK.sub(lambda match: f"“{self.quotes[int(match[1])]}”", text)


_BOUNDS: Mapping[str, Callable[[object, Sequence[object]], bool]] = {
    "between": lambda v, b: within(v, b[0], b[1]),
    "exactly": lambda v, b: within(v, b[0], b[0]),
    "under": lambda v, b: within(v, None, b[0], open_high=True),
    "at_most": lambda v, b: within(v, None, b[0]),
    "over": lambda v, b: within(v, b[0], None, open_low=True),
    "at_least": lambda v, b: within(v, b[0], None),
}


def _bound(text: str) -> date | float | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return number_of(text)


def _stands(form: str, rest: str) -> bool:
    """Whether a value stands at the start of `rest`, and doesn't go on: "12" in "12, under 20", not in "129" or "12.5"."""
    goes_on = r"\.?\d" if form[-1:].isdigit() else r"[a-z]" if form[-1:].isascii() else r"(?!)"
    return bool(form) and rest.startswith(form) and not re.match(goes_on, rest[len(form) :])


def _taken(rest: str, candidates: Sequence[tuple[str, object]]) -> list[tuple[int, object]]:
    """The row's values that stand at the start of `rest`, listed one after another: where each ends, and the value."""
    at = 0
    found: list[tuple[int, object]] = []
    while True:
        lead = re.match(r"[^\w\s\x01-]{0,3}", rest[at:])
        start = at + (lead.end() if lead else 0)
        hit = next(((start + len(form), v) for form, v in candidates if _stands(form, rest[start:].lower())), None)
        if hit is None:
            return found
        found.append(hit)
        sign = re.match(rf"(?:[^\W\d_]{{0,3}}| [^\W\d_]{{1,12}})??(?:{_JOIN})", rest[hit[0] :])
        if sign is None:
            return found
        at = hit[0] + sign.end()


def _candidates(item: Item, names: Sequence[str]) -> list[tuple[str, object]]:
    forms = [(form, value) for name in names for value in elements(item, name) for form in written(value)]
    forms += [(part, part) for name in names for part in parts(item, name)]
    return sorted(forms, key=lambda pair: -len(pair[0]))


def _bounded(rest: str, value: object) -> str:
    """What is wrong with the bounds that follow a value; "" for nothing."""
    start = re.match(r"[^,，。.]{0,15}?[,，] ?(?=\S)", rest)
    said = rest[start.end() :] if start else ""
    for name, test in _BOUNDS.items() if said else ():
        if (match := _first(name, said)) is not None:
            bounds = [_bound(text) for text in match.groups() if text]
            refused = _first("refused", said) is not None
            return "" if test(value, bounds) != refused else f"{value} is not {match[0]}"
    return ""


def _is(reason: Reason) -> Iterator[str]:
    """ "its price is 12, under 20", "its genres include Drama and Comedy", 它的价格是12，低于20."""
    for match in _said("is", reason.text):
        rest = reason.plain(reason.text[match.end() :])
        names = fields_called(reason.item, match[1])
        found = _taken(rest, _candidates(reason.item, names))
        if not found:
            yield f"the row's {match[1]} is not so: {rest[:60]}"
            continue
        end, value = found[-1]
        if (more := _first("more", rest[end:])) is not None:
            yield f"the row's {match[1]} is not {rest[end + more.end() :][:60]}"
        values = [v for name in names for v in elements(reason.item, name)] if len(found) == 1 else [value]
        wrong = [_bounded(rest[end:], one) for one in ([value] if value in values else values)]
        if all(wrong):
            yield wrong[0]


def _is_not(reason: Reason) -> Iterator[str]:
    """ "its category is not music", "its allergens do not include nuts", 类别不是音乐."""
    for match in _said("is_not", reason.text):
        said = {part.lower() for part in re.split(_JOIN, reason.plain(match[2])) if part}
        said.add(reason.plain(match[2]).lower())
        own = {form for name in fields_called(reason.item, match[1]) for form in parts(reason.item, name)}
        if said & own:
            yield f"the row's {match[1]} has it: {', '.join(sorted(said & own))}"


def _has_field(reason: Reason) -> Iterator[str]:
    """ "it has no rating", "it has a picture", "no price is given", 没有评分."""
    for match in _said("has_field", reason.text):
        names = fields_called(reason.item, match[2])
        there = any(elements(reason.item, name) for name in names)
        lacks = match[1] is None or match[1].strip() in word_set("verification.no")
        if there and lacks:
            yield f"the row has {match[2]}"
        elif not there and not lacks and match[1] is not None:
            yield f"the row has no {match[2]}"


_TEXTS = {"text_has": True, "text_lacks": False}
_PLACES = meanings("verification.places")


def _text_of(item: Item, place: str) -> str:
    name = _PLACES.get(place, place)
    return texts(item) if name == "text" else "\n".join(map(str, elements(item, name)))


def _mentioned(reason: Reason) -> Iterator[str]:
    """ "its text has “frog”", "its text doesn't mention “dog”", 文字中没有“狗”."""
    for name, there in _TEXTS.items():
        for match in _said(name, reason.text):
            for word in reason.quoted(match[2]):
                text = _text_of(reason.item, match[1])
                if there and not (mentions(text, word) or _near_word(text, word)):
                    yield f"“{word}” does not stand in the row's {match[1]}"
                if not there and mentions(text, word, affirmed=True):
                    yield f"“{word}” stands in the row's text"


def _near_word(text: str, word: str) -> bool:
    """Whether a text has a word or another form of it ("calming" for "calm")."""
    if re.search(r"[\u3400-\u9fff]", word):
        return word in text
    stems = [part[: max(3, len(part) - 3)] for part in re.findall(r"[^\W_]+", word.lower())]
    return all(any(own.startswith(stem) for own in re.findall(r"[^\W_]+", text.lower())) for stem in stems)


def _worded(reason: Reason) -> Iterator[str]:
    """ "Its title has your words …", "Its description speaks of …", "Its cast has “Lee”", 描述里提到…"""
    for form in ("worded", "worded_field"):
        for match in _said(form, reason.text):
            place = _PLACES.get(match[1], match[1])
            names = ["*"] if place == "text" else fields_called(reason.item, place)
            for word in reason.quoted(match[2]):
                own = texts(reason.item) if names == ["*"] else ""
                own += "\n".join(str(v) for name in names if name != "*" for v in elements(reason.item, name))
                if not _near_word(own, word):
                    yield f"“{word}” does not stand in the row's {match[1]}"


def _untold(reason: Reason) -> Iterator[str]:
    """ "Whether it is “for a child” can't be told", 是否“给孩子”，目录中无从得知: no text of the row says it in these words."""
    for match in _said("untold", reason.text):
        for word in reason.quoted(match[1]):
            if mentions(texts(reason.item), word):
                yield f"“{word}” stands in the row's text"


def _shared(reason: Reason) -> Iterator[str]:
    """ "It shares Drama and 1999 with “X”", "It has the same year as “X”: 1999"."""
    names = ["title", *reason.item.attributes]
    for match in _said("shares", reason.text):
        rest = reason.plain(next(group for group in match.groups() if group))
        if not _taken(rest, _candidates(reason.item, names)):
            yield f"the row has none of {rest}"
    for match in _said("same", reason.text):
        own = fields_called(reason.item, match[1])
        if not _taken(reason.plain(reason.text[match.end() :]), _candidates(reason.item, own)):
            yield f"the row's {match[1]} is not so"


def _media(reason: Reason) -> Iterator[str]:
    if any(_said("picture", reason.text)) and not reason.item.images:
        yield "the row has no picture"
    if any(_said("sound", reason.text)) and not reason.item.audio:
        yield "the row has no sound"


def _named(reason: Reason) -> Iterator[str]:
    """ "This is “X”", 这是“X”."""
    for match in _said("titled", reason.text):
        title = reason.quoted(match[1])[0]
        if title not in elements(reason.item, "title") and "”" not in "".join(elements(reason.item, "title")):
            yield f"the row is not called “{title}”"


_CHECKS = (_is, _is_not, _has_field, _mentioned, _worded, _untold, _shared, _media, _named)


def faults(text: str, item: Item) -> list[str]:
    """Return what a reason states that the row doesn't bear out, each in a sentence; of a kind that was registered, by its own check."""
    reason = Reason(text, item)
    found = [fault for check in _CHECKS for fault in check(reason)]
    return found + [fault for check in checks().values() for fault in check(text, item)]
