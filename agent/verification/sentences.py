"""Compares the sentences of a reason with a row: every "its price is 12, under 20", 它的价格是12，低于20, in any place.

Quoted words are masked first, so that nothing inside a title is taken for a statement. What isn't of a known form states
nothing that a row could bear out. Knows the rendered words and the row; not how the words were made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from agent.verification.conditions import within
from agent.verification.raw import elements, fields_called, mentions, number_of, parts, texts, written
from agent.verification.registry import checks
from retrieval.catalog.items import Item

__all__ = ["faults"]

_QUOTED = re.compile(r"“([^”]*)”")
_MARK = re.compile(r"\x01(\d+)\x02")
_Q = r"\x01\d+\x02"
_LIST = rf"{_Q}(?:(?:, | and |、|和){_Q})*"
_AMOUNT = r"[^\d\s-]{0,3}(-?\d[\d,]*(?:\.\d+)?(?:-\d\d-\d\d)?)"
_NEXT = r"(?=, as you asked|,? and its? |, its? |, and your|，|。|\.(?:\s|$)|$)"

_MORE = r"(?: and |、|和)(?!its? |your |no |the |because )(?=\w)"
"""What joins one more value to those before it."""


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


_BOUNDS: tuple[tuple[str, Callable[[object, Sequence[object]], bool]], ...] = (
    (rf"(?:not )?between {_AMOUNT} and {_AMOUNT}", lambda v, b: within(v, b[0], b[1])),
    (rf"(?:不)?在{_AMOUNT}到{_AMOUNT}之间", lambda v, b: within(v, b[0], b[1])),
    (rf"(?:not )?(?:exactly |正好){_AMOUNT}", lambda v, b: within(v, b[0], b[0])),
    (rf"(?:not )?(?:before |under |below |less than |低于|早于){_AMOUNT}", lambda v, b: within(v, None, b[0], open_high=True)),
    (rf"(?:not )?(?:no later than |at most |up to |不超过){_AMOUNT}", lambda v, b: within(v, None, b[0])),
    (rf"(?:not )?(?:after |over |above |more than |高于|晚于){_AMOUNT}", lambda v, b: within(v, b[0], None, open_low=True)),
    (rf"(?:not )?(?:at least |不低于){_AMOUNT}", lambda v, b: within(v, b[0], None)),
    (rf"(?:not )?{_AMOUNT} or later", lambda v, b: within(v, b[0], None)),
)  # fmt: skip


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
        sign = re.match(r"(?:[^\W\d_]{0,3}| [^\W\d_]{1,12})??(?:, | and |、|和)", rest[hit[0] :])
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
    for pattern, test in _BOUNDS if start else ():
        match = re.match(pattern, rest[start.end() :]) if start else None
        if match is not None:
            refused = match[0].startswith(("not ", "不在"))
            bounds = [_bound(text) for text in match.groups() if text]
            return "" if test(value, bounds) != refused else f"{value} is not {match[0]}"
    return ""


def _is(reason: Reason) -> Iterator[str]:
    """ "its price is 12, under 20", "its genres include Drama and Comedy", 它的价格是12，低于20."""
    label = r"(?:(?! (?:is|are|includes?|do|does|its|it) )[^,.“”\x01]){1,40}?"
    english = (
        rf"\b[Ii]ts ({label})(?<! not) (?:is|are|includes?) (?!not |near |close|the closest|among the|somewhat )(?=\S)"
    )
    chinese = r"(?:它的|(?<=[，：而])|^)(?!而|但|它|这只|可能就是|Its )([^，。：、“”\x01是]{1,20}?)(?<![不这您])(?:是|包括)(?=\S)"
    for match in [*re.finditer(english, reason.text), *re.finditer(chinese, reason.text)]:
        rest = reason.plain(reason.text[match.end() :])
        names = fields_called(reason.item, match[1])
        found = _taken(rest, _candidates(reason.item, names))
        if not found:
            yield f"the row's {match[1]} is not so: {rest[:60]}"
            continue
        end, value = found[-1]
        if (more := re.match(_MORE, rest[end:])) is not None:
            yield f"the row's {match[1]} is not {rest[end + more.end() :][:60]}"
        values = [v for name in names for v in elements(reason.item, name)] if len(found) == 1 else [value]
        wrong = [_bounded(rest[end:], one) for one in ([value] if value in values else values)]
        if all(wrong):
            yield wrong[0]


def _is_not(reason: Reason) -> Iterator[str]:
    """ "its category is not music", "its allergens do not include nuts", 类别不是音乐."""
    english = rf"\b[Ii]ts ([^,.“”\x01]{{1,40}}?) (?:(?:is|are) not|do(?:es)? not include) (.+?){_NEXT}"
    chinese = rf"(?:它的|(?<=[，：而])|^)(?!而|但|它)([^，。：、“”\x01不]{{1,20}}?)(?:不是|不包括)(.+?){_NEXT}"
    for match in [*re.finditer(english, reason.text), *re.finditer(chinese, reason.text)]:
        said = {part.lower() for part in re.split(r", | and |、|和", reason.plain(match[2])) if part}
        said.add(reason.plain(match[2]).lower())
        own = {form for name in fields_called(reason.item, match[1]) for form in parts(reason.item, name)}
        if said & own:
            yield f"the row's {match[1]} has it: {', '.join(sorted(said & own))}"


def _has_field(reason: Reason) -> Iterator[str]:
    """ "it has no rating", "it has a picture", "no price is given", 没有评分."""
    english = (
        rf"\b(?:[Ii]t has (no |an? )|no (?=[^,.]+ (?:is|are) given))([^,.“”\x01]{{1,40}}?)(?: (?:is|are) given)?{_NEXT}"
    )
    chinese = r"(?:它的|它|(?<=[，：而])|^)(没有|有)([^，。：、“”\x01]{1,20}?)(?=，|。|$)"
    for match in [*re.finditer(english, reason.text), *re.finditer(chinese, reason.text)]:
        names = fields_called(reason.item, match[2])
        there = any(elements(reason.item, name) for name in names)
        lacks = match[1] is None or match[1].strip() in ("no", "没有")
        if there and lacks:
            yield f"the row has {match[2]}"
        elif not there and not lacks and match[1] is not None:
            yield f"the row has no {match[2]}"


_TEXTS = (
    (rf"[Ii]ts (text|title|description) has ({_LIST})", True),
    (rf"(文字|标题|描述)(?:中|里)有(?:您说的)?({_LIST})", True),
    (rf"[Ii]ts (text|title|description) doesn't mention ({_LIST})", False),
    (rf"(文字|标题|描述)(?:中|里)没有(?:提到)?({_LIST})", False),
)
_PLACES = {"文字": "text", "标题": "title", "描述": "description"}


def _text_of(item: Item, place: str) -> str:
    name = _PLACES.get(place, place)
    return texts(item) if name == "text" else "\n".join(map(str, elements(item, name)))


def _mentioned(reason: Reason) -> Iterator[str]:
    """ "its text has “frog”", "its text doesn't mention “dog”", 文字中没有“狗”."""
    for pattern, there in _TEXTS:
        for match in re.finditer(pattern, reason.text):
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
    for pattern in (
        rf"\bIts ([^,.“”\x01]{{1,40}}?) (?:has your words?|speaks? of|has|have) ({_LIST})",
        rf"(标题|描述)里(?:有您说的|提到)({_LIST})",
        rf"它的([^，。“”\x01]{{1,20}}?)里有({_LIST})",
    ):
        for match in re.finditer(pattern, reason.text):
            place = _PLACES.get(match[1], match[1])
            names = ["*"] if place == "text" else fields_called(reason.item, place)
            for word in reason.quoted(match[2]):
                own = texts(reason.item) if names == ["*"] else ""
                own += "\n".join(str(v) for name in names if name != "*" for v in elements(reason.item, name))
                if not _near_word(own, word):
                    yield f"“{word}” does not stand in the row's {match[1]}"


def _untold(reason: Reason) -> Iterator[str]:
    """ "Whether it is “for a child” can't be told", 是否“给孩子”，目录中无从得知: no text of the row says it in these words."""
    for match in re.finditer(rf"Whether it is ({_LIST}) can't be told|是否({_LIST})，目录中无从得知", reason.text):
        for word in reason.quoted(match[1] or match[2]):
            if mentions(texts(reason.item), word):
                yield f"“{word}” stands in the row's text"


def _shared(reason: Reason) -> Iterator[str]:
    """ "It shares Drama and 1999 with “X”", "It has the same year as “X”: 1999"."""
    names = ["title", *reason.item.attributes]
    for match in re.finditer(rf"It shares (.+?) with {_Q}|它和{_Q}都有(.+?)(?=。|$)|both have (.+?)\.(?:\s|$)|它也有(.+?)。", reason.text):  # fmt: skip
        rest = reason.plain(next(group for group in match.groups() if group))
        if not _taken(rest, _candidates(reason.item, names)):
            yield f"the row has none of {rest}"
    for match in re.finditer(rf"same ([^,.]+?) as {_Q}: |它和{_Q}的([^，。]+?)相同，都是", reason.text):
        own = fields_called(reason.item, match[1] or match[2])
        if not _taken(reason.plain(reason.text[match.end() :]), _candidates(reason.item, own)):
            yield f"the row's {match[1] or match[2]} is not so"


def _media(reason: Reason) -> Iterator[str]:
    said = re.search(r"\bIts picture |它的图片", reason.text)
    if said and not reason.item.images:
        yield "the row has no picture"
    said = re.search(r"\bIts sound |它的声音", reason.text)
    if said and not reason.item.audio:
        yield "the row has no sound"


def _named(reason: Reason) -> Iterator[str]:
    """ "This is “X”", 这是“X”."""
    for match in re.finditer(rf"(?:\bThis is |这是)({_Q})", reason.text):
        title = reason.quoted(match[1])[0]
        if title not in elements(reason.item, "title") and "”" not in "".join(elements(reason.item, "title")):
            yield f"the row is not called “{title}”"


_CHECKS = (_is, _is_not, _has_field, _mentioned, _worded, _untold, _shared, _media, _named)


def faults(text: str, item: Item) -> list[str]:
    """Return what a reason states that the row doesn't bear out, each in a sentence; of a kind that was registered, by its own check."""
    reason = Reason(text, item)
    found = [fault for check in _CHECKS for fault in check(reason)]
    return found + [fault for check in checks().values() for fault in check(text, item)]
