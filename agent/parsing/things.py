"""What a request asks to see, word by word: what it heads with, what these are made, made by or about (a comedy on Tubi).

Words of purpose and circumstance (for a gardener, on a rainy day, 送给木匠的) name nothing that an item must be or have, and
neither do words for anything at all (something, gift, 东西). Knows how English and Chinese build phrases; no catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from retrieval.language.aliases import demonyms_of
from retrieval.language.chinese.gloss import first_meanings, pieces, verbal
from retrieval.language.kinds import Kinds
from retrieval.language.phrases import STOP, WHO_ASKS
from retrieval.language.tables import either, word_set
from retrieval.language.words import Mask, Span, Token, fold, has_han, latin_words, segment, singular

__all__ = ["ANYTHING", "GIVEN", "Thing", "things_of"]

Role = Literal["head", "part", "topic", "name"]


@dataclass(frozen=True, slots=True)
class Thing:
    """One word of a request, or two that are one name ("washing machine"), and what it is in it.

    role: head (what is asked for), part (a noun before it), topic (what it is about or has), name (written as one).
    """

    words: str
    span: Span
    role: Role


ANYTHING = word_set("things.anything")
"""Nouns that stand for whatever a catalogue has, for time, money and people, or for nothing in particular."""

LONGEST = 14
"""Words of an English request, beyond which it tells a story; Chinese characters by HAN_LONGEST."""
HAN_LONGEST = 22
SHORT = 4
"""Words of a request that is a name of a thing though its word is a verb more often ("a pump")."""
_BREAK = re.compile(r"[,.;:!?()\"|\n]")
_PURPOSE = word_set("things.purpose")
"""From such a word to the end of its clause nothing is judged."""
_TOPIC = word_set("things.topic")
GIVEN = word_set("things.given")
"""Nouns before which a noun tells of the occasion."""
_OBTAIN = word_set("things.obtain")
"""Verbs of which the object is what is asked for ("somewhere to buy tyres")."""
_PLACE = either("things.place")
_UNITS = word_set("things.units")
_CODE = re.compile(r"(?<![\w-])[A-Z]{1,4}-\d{1,3}\+?(?![\w-])", re.ASCII)
_VAGUE_OPENING = either("things.vague_opening")


def _noun(word: str, kinds: Kinds) -> bool:
    """Whether a word is a noun, or none of English at all, so that it can only be a name."""
    base = kinds.base(word)
    if {word, base, singular(word)} & (ANYTHING | STOP) or word.isdigit() or len(word) < 3 or kinds.quality(word):
        return False
    if base in kinds.nouns:
        return base in kinds.mostly or base not in kinds.others
    return not kinds.known(word)


def _listed(word: str, kinds: Kinds) -> bool:
    """Whether a word can be a noun, however seldom it is one, and names something."""
    base = kinds.base(word)
    return base in kinds.nouns and not {base, singular(word)} & (ANYTHING | STOP) and not kinds.quality(word)


def _role(at: int, words: Sequence[tuple[Span, str]], text: str, state: str, kinds: Kinds) -> Role | None:
    """What the word at a place is; None where it is nothing that an item must be or have."""
    if re.search(r"['’]", words[at][1]):
        return None  # "we've"
    span, word = words[at]
    written = span.of(text)
    opens = span.start == 0 or text[: span.start].rstrip()[-1:] in ".!?"
    named = written[:1].isupper() and (not opens or not kinds.known(word) or word in kinds.of)
    if named and word not in STOP and kinds.base(word) not in ANYTHING:
        return "name"
    last = at + 1 == len(words) or _BREAK.search(text[span.end : words[at + 1][0].start]) is not None
    last = last or words[at + 1][1] in _PURPOSE | _TOPIC | {"and", "or"}
    joined = at + 1 < len(words) and words[at + 1][1] in ("and", "or")
    if word.endswith("ing") and at + 1 < len(words) and words[at + 1][1] in _PURPOSE:
        return None
    if at + 1 < len(words) and words[at + 1][1] == "by" and kinds.base(word) in kinds.others:
        return None  # "run by robots": it is done, and names nothing
    plain = kinds.base(word) in kinds.mostly or len(words) <= SHORT
    if last and not joined and plain and state == "head" and _listed(word, kinds):
        return "head"
    if not last and words[at + 1][1] in GIVEN:
        return None  # a birthday present
    had = at > 0 and words[at - 1][1] in ("with", "of", "containing") and last and _listed(word, kinds)
    if not had and not _noun(word, kinds):
        return None
    return "topic" if state == "topic" else "head" if last else "part"


def _pair(at: int, words: Sequence[tuple[Span, str]], folded: str, kinds: Kinds) -> Span | None:
    """The place of a listed name of two words that begins here ("kung fu")."""
    (one, word), (other, following) = words[at], words[at + 1]
    listed = (
        f"{word} {kinds.base(following)}" in kinds.nouns and word not in STOP and kinds.base(following) not in ANYTHING
    )
    return Span(one.start, other.end) if listed and folded[one.end : other.start] in (" ", "-") else None


def _english(text: str, folded: str, mask: Mask, kinds: Kinds) -> list[Thing]:
    words = latin_words(folded)
    if len(words) > LONGEST:
        return []
    found = [
        Thing(m.group().upper(), Span(*m.span()), "name") for m in _CODE.finditer(text) if mask.free(Span(*m.span()))
    ]
    codes = Mask(len(text), [thing.span for thing in found])
    state = "none" if _VAGUE_OPENING.search(folded) else "head"
    for at, (span, word) in enumerate(words):
        before = folded[words[at - 1][0].end if at else 0 : span.start]
        if at and _BREAK.search(before):
            state = "head" if state != "none" else state
        if word in _OBTAIN and at and words[at - 1][1] == "to":
            state = "head"
            continue
        if word in _PURPOSE or re.fullmatch(r"\w+'\w+", word):
            state = "none"
        elif word in _TOPIC:
            unit = word == "of" and at > 0 and kinds.base(words[at - 1][1]) in _UNITS
            state = "none" if _PLACE.match(folded, span.start) else "head" if unit and state == "head" else "topic"
            if unit and found and found[-1].span == words[at - 1][0]:
                found.pop()
        if at + 1 < len(words) and mask.free(span) and state != "none" and (pair := _pair(at, words, folded, kinds)):
            names = all(part[:1].isupper() for part in pair.of(text).split())
            found.append(Thing(pair.of(text), pair, "name" if names else "topic" if state == "topic" else "head"))
            continue
        if found and found[-1].span.end == span.end:
            continue
        role = _role(at, words, text, state, kinds) if mask.free(span) and codes.free(span) else None
        if role is None or (state == "none" and role != "name"):
            continue
        found.append(Thing(span.of(text), span, role))
    return _joined(found, folded, text, kinds)


def _joined(found: Sequence[Thing], folded: str, text: str, kinds: Kinds) -> list[Thing]:
    """The same with names of two words as one: those that are listed, and names that stand side by side."""
    joined: list[Thing] = []
    for thing in found:
        if joined and thing.span.start - joined[-1].span.end == 1:
            whole = Span(joined[-1].span.start, thing.span.end)
            names = thing.role == joined[-1].role == "name"
            first, last = joined[-1].span.of(folded), kinds.base(thing.span.of(folded))
            if names or f"{first} {last}" in kinds.nouns:
                joined[-1] = Thing(whole.of(text), whole, thing.role)
                continue
        joined.append(thing)
    return joined


_HAN_BREAK = frozenset(",，。.;；:：!！?？、 ")
_HAN_PURPOSE = either("things.han_purpose")
_HAN_TOPIC = either("things.han_topic")
_HAN_MAKER = either("things.han_maker")
_DENIES, _JOINS, _OF = either("things.denies"), either("things.joins"), either("things.of")
_HAN_CIRCUMSTANCE = either("things.han_circumstance")


def _han_role(at: int, tokens: Sequence[Token], judged: bool, kinds: Kinds) -> Role | None:
    token = tokens[at]
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    latin = not has_han(token.text)
    if token.text in ANYTHING or token.text in STOP or (not judged and not latin):
        return None
    if latin:
        return "name" if token.tag == "eng" and len(token.text) >= 2 else None
    proper = _of_people(token, after)
    if not proper and not _han_noun(token, kinds) and not _done(token, after, kinds):
        return None
    if after is not None and (
        _DENIES.match(after.text) or (len(token.text) == 1 and len(after.text) > 1 and after.tag[0] == "n")
    ):
        return None  # 牙口不好 says how one is, 酸面包 of what sort
    if after is not None and (
        _HAN_CIRCUMSTANCE.match(after.text) or (after.tag == "v" and not _HAN_MAKER.match(after.text))
    ):
        return None
    last = after is None or after.text[:1] in _HAN_BREAK or _JOINS.match(after.text) or after.tag[0] in "yu"
    if last and after is not None and _OF.fullmatch(after.text) and at + 2 < len(tokens):
        last = False
    name = proper or bool(demonyms_of(token.text)) or (token.tag in _NAMES and not _means_a_noun(token.text, kinds))
    if after is not None and after.text in _ABOUT and not name:
        return "topic"
    return "name" if name else "head" if last else "part"


_ABOUT = word_set("things.about")
"""Nouns before which a noun tells what something is about."""
_NAMES = ("nr", "nrt", "nrfg", "nz", "ns", "nt")
"""Parts of speech of names of people, places and makes."""


_SORTS = word_set("things.sorts")
"""Nouns before which a verb tells of what sort it is (编织课)."""


def _done(token: Token, after: Token | None, kinds: Kinds) -> bool:
    """Whether it is a deed that tells the sort of the noun after it (编织课), or a compound of one (钓鱼竿), which no dictionary has."""
    if len(token.text) < 2 or token.tag[0] not in "vn" or token.text in STOP:
        return False
    if after is not None and after.text in _SORTS and (verbal(token.text) or token.tag[0] == "v"):
        return True
    parts = pieces(token.text)
    if verbal(parts[0]) and after is not None and _OF.fullmatch(after.text):
        return False  # 会流口水的片子
    return not first_meanings(token.text) and len(parts) == 2 and max(map(len, parts)) > 1 and not verbal(parts[1])


def _of_people(token: Token, after: Token | None) -> bool:
    """Whether it is an adjective of a people or a faith, right before its noun (清真巧克力)."""
    led = token.tag == "a" and after is not None and after.tag[0] == "n"
    return led and any(meaning[:1].isupper() for meaning in first_meanings(token.text))


def _han_noun(token: Token, kinds: Kinds) -> bool:
    """Whether a Chinese word names something: as a noun that no dictionary knows as a verb, or as what means an English noun."""
    word, said = token.text, first_meanings(token.text)
    if token.tag in _NAMES:
        return not said or any(_noun_in(meaning, kinds) for meaning in said)
    if verbal(word):
        return False
    if token.tag[0] != "n":
        return len(word) >= 2 and token.tag[0] in "vxlib" and _means_a_noun(word, kinds)
    if said and any(one[:1].islower() and one in kinds.others and one not in kinds.nouns for one in said):
        return False  # an adjective before all: 热带水果
    if said:
        return any(_noun_in(meaning, kinds) for meaning in said)
    parts = pieces(word)
    return not verbal(parts[0]) and any(_means_a_noun(part, kinds) for part in parts)


def _noun_in(meaning: str, kinds: Kinds) -> bool:
    """Whether the last word of an English meaning is a noun before all."""
    last = meaning.lower().split()[-1].strip("(),;")
    return kinds.base(last) in kinds.mostly or kinds.base(meaning.lower()) in kinds.nouns or meaning[:1].isupper()


def _means_a_noun(word: str, kinds: Kinds) -> bool:
    """Whether a Chinese word means an English noun, and nothing that is done."""
    said = [meaning.lower() for meaning in first_meanings(word)]
    return any(one.startswith("the ") or (one in kinds.nouns and one not in kinds.others) for one in said)


_HAN_WISH = either("things.han_wish")
"""With what a clause begins that asks for something."""
_HAN_OPEN = either("things.han_open")
"""A clause that tells of a thing and doesn't name it ("cheap ones")."""


def _wish_begins(folded: str, tokens: Sequence[Token]) -> int:
    """Where the clause begins that says what is wanted, after one that only tells how things stand (今晚约会，想看…)."""
    breaks = [at for at, letter in enumerate(folded) if letter in _HAN_BREAK and letter not in "、 "]
    for at in breaks:
        wish = folded[at + 1 :].strip()
        before = [t for t in tokens if t.span.start < at and t.text[:1] not in _HAN_BREAK]
        told = any(t.tag[:1] in "vadt" for t in before) and not _HAN_OPEN.fullmatch(folded[:at].rstrip())
        if told and _HAN_WISH.match(wish) and not _HAN_OPEN.fullmatch(wish):
            return at + 1
    return 0


def _chinese(text: str, folded: str, mask: Mask, kinds: Kinds) -> list[Thing]:
    if len(folded.strip()) > HAN_LONGEST:
        return []
    tokens = [t for t in segment(folded) if t.text.strip() or t.text == " "]
    found = [Thing(m.group(), Span(*m.span()), "name") for m in _CODE.finditer(text) if mask.free(Span(*m.span()))]
    codes = Mask(len(text), [thing.span for thing in found])
    judged, begins = True, _wish_begins(folded, tokens)
    for at, token in enumerate(tokens):
        if token.span.start < begins:
            continue
        if token.text[:1] in _HAN_BREAK:
            judged = True
        elif _HAN_PURPOSE.match(token.text) and token.tag[0] in "vp":
            judged = False
        elif _OF.fullmatch(token.text) or _HAN_TOPIC.fullmatch(token.text):
            judged = True
        if not mask.free(token.span) or not codes.free(token.span):
            continue
        if role := _han_role(at, tokens, judged, kinds):
            start = token.span.start
            if len(token.text) == 1 and found and found[-1].span.end == start:  # 狗粮: one name of two words
                start = found.pop().span.start
            found.append(Thing(text[start : token.span.end], Span(start, token.span.end), role))
    return found


def things_of(text: str, taken: Sequence[Span], kinds: Kinds) -> tuple[Thing, ...]:
    """What a request asks to see, in its order; empty where it names nothing. `taken`: what is no part of that: amounts,
    refusals, items that it points at, conditions that hold."""
    folded = fold(text)
    mask = Mask(len(text), [*taken, *(Span(*match.span()) for match in WHO_ASKS.finditer(folded))])
    return tuple(_chinese(text, folded, mask, kinds) if has_han(folded) else _english(text, folded, mask, kinds))
