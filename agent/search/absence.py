"""What a request asks for that the catalogue hasn't: nonsense, a thing that no item is, a value that none has.

Nothing fits is an answer. It is given where every word is known to be strange to the catalogue, never where only little
speaks for the nearest item. Knows one request, its analysis and the catalogue; searches nothing by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from agent.parsing.analysis import Analysis
from agent.parsing.nonsense import is_nonsense
from agent.parsing.things import ANYTHING, GIVEN, Thing, things_of
from agent.search.presence import Presence
from retrieval.language.aliases import aliases_of
from retrieval.language.packs import voice_of
from retrieval.language.phrases import content_words, without_wrapping
from retrieval.language.safety import diets_in
from retrieval.language.tables import either, word_set
from retrieval.language.words import Mask, Span, fold, has_han, key, singular

__all__ = ["Absent", "absent_in", "absent_note"]

Kind = Literal["nonsense", "thing", "value"]

RATED = re.compile(r"\b(?:rated|rating of) ([A-Z][A-Z0-9]{0,3}(?:-\d+)?\+?)(?![\w-])")
"""A class of age ("rated G"); it is no word to look for in a text."""
OR = either("absence.or")
_OWNER = either("absence.owner")
"""What joins a thing to whose it is."""


LOOSE = ("head", "topic")
"""What may be named by other words than the catalogue's; a make, a place or a part may not."""


@dataclass(frozen=True, slots=True)
class Absent:
    """One thing that is asked for in vain. words: as the request has them. kind: nonsense, thing or value."""

    words: str
    kind: Kind


def _taken(analysis: Analysis) -> list[Span]:
    """What says nothing of what an item must be: amounts, refusals, pointers, orders and what is asked besides."""
    spans = [*analysis.understood, *(denial.span for denial in analysis.denials)]
    spans += [f.span for f in analysis.found if f.constraint.op == "range" or f.constraint.negate]
    spans += [Span(at, at + len(word)) for word in analysis.excluded if (at := analysis.folded.find(fold(word))) >= 0]
    spans += [said.span for said in diets_in(analysis.folded)]
    named = [r.span for r in analysis.references if r.span]
    return spans + [Span(at, at + len(words)) for words in named if (at := analysis.text.find(words)) >= 0]


def _rated(analysis: Analysis, presence: Presence) -> list[Absent]:
    """Classes of age that no item has, where the catalogue has such a field."""
    names = presence.vocabulary.fields.values()
    if not any(
        re.search(r"rat(?:ed|ing)|certificat|age", v.name.lower()) and v.field.kind == "category" for v in names
    ):
        return []
    said = [match[1] for match in RATED.finditer(analysis.text)]
    return [Absent(f"rated {one}", "value") for one in said if key(one) not in presence.vocabulary.values]


CERTIFIED = ("halal", "kosher")
"""Ways of eating that nobody can tell by what is in a dish: some item has to say it."""


def _uncertified(analysis: Analysis, presence: Presence) -> list[Absent]:
    """Ways of eating that are asked for and that no item says of itself."""
    said = [one for one in diets_in(analysis.folded) if one.diet in CERTIFIED]
    things = [Thing(one.span.of(analysis.text), one.span, "part") for one in said]
    return [
        Absent(thing.words, "value")
        for thing, one in zip(things, said, strict=True)
        if not any(presence.states(word) for word in (thing.words, one.diet, *aliases_of(one.diet)))
    ]


def _read(thing: Thing, analysis: Analysis, presence: Presence) -> bool:
    """Whether it was read as a kind that the catalogue has; other values that are only near to it aren't it."""
    found = [f.constraint for f in analysis.found if f.span.overlaps(thing.span) and not f.constraint.negate]
    values = [c for c in found if c.op in ("eq", "in", "contains")]
    return any(
        presence.is_kind(c.field)
        or presence.answers(c.field)
        or (not c.guess and c.op != "contains")
        or (thing.role == "name" and presence.has_names(c.field))
        for c in values
    )


COUNTED = word_set("absence.counted")
"""Characters that count or point, and name nothing."""


def _content(text: str) -> bool:
    """Whether a text has a word that says more than that anything is wanted."""
    folded = fold(text)
    words = content_words(folded, without_wrapping(folded, Mask(len(folded))))
    if any(word in GIVEN for _, word in words):
        return False  # "a birthday present": whatever makes one
    return any(not {word, singular(word)} & ANYTHING for _, word in words)


def _beside(thing: Thing, things: Sequence[Thing], text: str) -> bool:
    """Whether it is one of several that any may do for, another of which follows or goes before at once."""
    for other in things:
        first, second = sorted((thing.span, other.span))
        if other is not thing and first.end <= second.start and OR.fullmatch(text[first.end : second.start]):
            return True
    return False


def _inside(thing: Thing, here: Sequence[Thing], text: str, presence: Presence) -> bool:
    """Whether it is the middle of a name of several words that begins with what is there ("tea farm stay"), or whose that is
    which is there (黑客的处罚)."""
    if thing.role != "part":
        return False
    if any(text[other.span.end : thing.span.start] == " " for other in here):
        return True
    return any(_OWNER.fullmatch(text[thing.span.end : o.span.start]) for o in here) and presence.person(thing)


def _one(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip(" ,.;:!?，。！？")


def _loose(thing: Thing) -> bool:
    """Whether it may be named by other words: a thing, a topic, a name in short ("GDPR")."""
    return thing.role in LOOSE or (thing.role == "name" and thing.words.isupper() and thing.words.isalpha())


def _surely(
    lacking: Sequence[Thing],
    asked: str,
    presence: Presence,
    nearness: Callable[[str], float],
    sure: float,
    firm: float,
) -> list[Thing]:
    """Those of the things that no item is near to in other words."""
    whole = nearness(asked)
    near = {t: max(whole, nearness(t.words)) if t.role == "topic" else whole for t in lacking if _loose(t)}
    return [t for t in lacking if t not in near or near[t] < (firm if presence.tangible(t) else sure)]


def _strange(rest: str, presence: Presence) -> bool:
    """Whether what is left of a request is nonsense, and none of its words comes near one of the catalogue's."""
    if not is_nonsense(rest, presence.knows, presence.kinds):
        return False
    if has_han(rest) and not set(re.sub(r"\s", "", rest)) - COUNTED:
        return False  # the most expensive "one of them"
    words = [] if has_han(rest) else _one(rest).split()
    return not any(presence.has(Thing(word, Span(0, len(word)), "head")) for word in words)


def _lacking(analysis: Analysis, things: Sequence[Thing], presence: Presence) -> list[Thing]:
    """Those of a request's things that nothing of the catalogue is, nor was read as; one of several that any may do for only
    where it is strange to what there is."""
    lacking = [t for t in things if not presence.has(t) and not _read(t, analysis, presence)]
    here = [t for t in things if t not in lacking]
    lacking = [t for t in lacking if not (_inside(t, here, analysis.text, presence) and presence.akin(t))]
    return [t for t in lacking if not (any(_beside(t, [o], analysis.text) for o in here) and presence.akin(t))]


def absent_in(
    analysis: Analysis,
    presence: Presence,
    nearness: Callable[[str], float],
    floor: float,
    sure: float,
    firm: float | None = None,
) -> tuple[Absent, ...]:
    """What a request asks for that the catalogue hasn't, in its order; empty where it may have all of it.

    nearness: tells how near the nearest item is to words. floor: below it nothing is like them; sure: from
    it on something is what they say, in other words; firm: the same for what is made, eaten or alive. A request of conditions alone names nothing that could be absent.
    """
    taken = _taken(analysis)
    rest = Mask(len(analysis.text), taken).blank(analysis.text)
    if not rest.strip():
        return ()
    guessed = [f.span for f in analysis.found if presence.has_names(f.constraint.field)]
    if _strange(Mask(len(rest), guessed).blank(rest), presence):
        return (Absent(_one(rest), "nonsense"),)
    rated = [*_rated(analysis, presence), *_uncertified(analysis, presence)]
    spoken = {word for one in rated for word in one.words.split()}
    things = [t for t in things_of(analysis.text, taken, presence.kinds) if t.words not in spoken]
    lacking = _lacking(analysis, things, presence)
    asked = _one(Mask(len(rest), [f.span for f in analysis.found]).blank(rest))
    if any(_loose(t) for t in lacking):
        lacking = _surely(lacking, asked, presence, nearness, sure, sure if firm is None else firm)
    found = [Absent(t.words, "value" if t.role in ("name", "part") else "thing") for t in lacking]
    if not (found or rated or things or analysis.found) and _content(rest) and nearness(asked) < floor:
        return (Absent(_one(rest), "nonsense"),)
    return (*rated, *found)


def absent_note(absent: Sequence[Absent], language: str, *, nearest: bool = True) -> str:
    """What is said first of what isn't there. nearest: whether the items that come nearest are shown."""
    voice = voice_of(language)
    words = [one.words for one in absent]
    kind: str = absent[0].kind if len({one.kind for one in absent}) == 1 else "value"
    listed = voice.say("absent.and" if kind == "thing" else "absent.or").join(dict.fromkeys(words))
    many = len(words) > 1 or voice.many(words[0])
    said = voice.say(f"absent.{'things' if kind == 'thing' and many else kind}", listed)
    return said + (voice.say("absent.nearest") if nearest else "")
