"""The evidence that exists for one hit: all that may be said of it, each part verified on the item itself.

Knows one hit and what was asked. Writes no sentences (`explain.py`) and judges none (`rules.py`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from agent.explanation.behaviour_reasons import BehaviourReason
from retrieval.catalog.filters import Filter, folded_value, matches
from retrieval.catalog.items import MODALITIES, Item, Modality, Scalar, Value
from retrieval.language.stance import denied_words
from retrieval.language.text import HAN
from retrieval.language.words import singular
from retrieval.lexical.bm25 import tokens
from retrieval.search.boosts import BEHAVIOUR
from retrieval.search.retriever import Hit
from retrieval.search.shared_attributes import NamedValue

__all__ = ["Evidence", "FactSheet", "LikedItem", "Word", "fact_sheet", "items_of", "items_shared"]

NEAR_SHARE = 0.3
"""A picture or sound that gave this share of the positive score or more is a reason."""
NEAR_RANK = 3
"""And it must be among so many of the hits beside it, where those are known."""
CUT, MANY = 300, 12
"""Characters of a text, and values of a list, that `public` shows."""

_REQUEST_WORD = re.compile(rf"[{HAN}]+|[^\W_]+(?:'[^\W_]+)?")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one claim rests on.

    `kind`: words, condition, attribute, similarity_image, similarity_audio, similarity_text, reference, relaxed, media,
    behaviour event (`field` is the kind of event), crowd, unsaid (of `value` the item says nothing).
    `field`: the item's field, if one; `value`: what stands there; `number`: a share or a rank, for a similarity.
    """

    kind: str
    field: str = ""
    value: str = ""
    number: float | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the request as it was written, and the field of the item that it stands in."""

    text: str
    field: str


@dataclass(frozen=True, slots=True)
class LikedItem:
    """An item that the request pointed at, and the values by field that the hit has in common with it."""

    item: Item
    shared: Mapping[str, tuple[Scalar, ...]]


@dataclass(frozen=True)
class FactSheet:
    """The facts of one hit.

    media: which media it has. shares: of the positive score, by modality and, in `blocks`, by block; they sum to 1.
    ranks: its place by modality (1 is the highest) and by "score" among the hits beside it; empty where unknown.
    words: of the request, that stand in its text. conditions: filters that it satisfies; broken: that it doesn't.
    guesses: filters that the request may mean, and that it satisfies. lacking: words of the request that its text hasn't,
    though that of other hits has. undecided: parts of the request that nothing tells of it.
    namesakes: words of the request that stand in it only in a name, and that name ("rice": "Simon Rice").
    unsaid: what is refused of which it says nothing, though another hit says to be free of it.
    spoken: the words of the request that a filter was read from. likes: items pointed at. earlier: values that it has and
    that were spoken of before the request. query: contents of the request. done: what the person did that speaks for it.
    others: `crowd` where people with the same likes like it, `popular` where it was picked for being liked by many,
    `together` where the same people bought it and the item that was pointed at, `group` where it was picked for several people.
    grown_up: where something for a child is asked for, what shows that it is for grown-ups: a field and its value, or "*" and a word.
    absent: words of the request for what no item is or has: then it is only the nearest. partial: whether some of the request
    is a guess, or stands nowhere in the item: then nothing is said to be as asked. told: conditions that are said of all that is shown
    at once, so that no card repeats them. differs: fields in which what is shown differs, the most telling first.
    """

    item: Item
    request: str = ""
    media: frozenset[str] = frozenset()
    shares: Mapping[str, float] = field(default_factory=dict)
    blocks: Mapping[str, float] = field(default_factory=dict)
    ranks: Mapping[str, int] = field(default_factory=dict)
    words: tuple[Word, ...] = ()
    conditions: tuple[Filter, ...] = ()
    broken: tuple[Filter, ...] = ()
    guesses: tuple[Filter, ...] = ()
    lacking: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    unsaid: tuple[str, ...] = ()
    namesakes: Mapping[str, str] = field(default_factory=dict)
    spoken: Mapping[Filter, str] = field(default_factory=dict)
    likes: tuple[LikedItem, ...] = ()
    earlier: tuple[Word, ...] = ()
    query: frozenset[str] = frozenset()
    done: tuple[BehaviourReason, ...] = ()
    others: str = ""
    absent: tuple[str, ...] = ()
    partial: bool = False
    grown_up: tuple[str, str] | None = None
    told: tuple[Filter, ...] = ()
    differs: tuple[str, ...] = ()
    explained: dict[str, Any] = field(init=False, default_factory=dict, repr=False, compare=False)
    """Its explanations by language, each made once; a sheet with other facts begins without any."""

    @cached_property
    def impersonal(self) -> FactSheet:
        """The same without what anybody did."""
        if not (self.done or self.others or BEHAVIOUR in self.shares):
            return self
        shares = {name: share for name, share in self.shares.items() if name != BEHAVIOUR}
        return replace(self, done=(), others="", shares=_shares(shares))

    @property
    def sure(self) -> bool:
        """Whether the item surely has everything that was mentioned."""
        return not (
            self.partial
            or self.lacking
            or self.undecided
            or self.unsaid
            or self.namesakes
            or self.absent
            or self.broken
            or self.grown_up
        )

    @property
    def alone(self) -> FactSheet:
        """The same as if nothing were said of it elsewhere."""
        return replace(self, told=(), differs=())

    @property
    def id(self) -> str:
        """The item's id."""
        return self.item.id

    @property
    def titles(self) -> tuple[str, ...]:
        """The title in every language that it has one in, the catalogue's own first."""
        found = (self.item.title, *(words.get("title", "") for _, words in sorted(self.item.translations.items())))
        return tuple(dict.fromkeys(title for title in found if title))

    def near(self, modality: Modality) -> bool:
        """Return whether this modality is a reason of its own: a large share of the score, and a high place where it is known."""
        if modality != "text" and modality not in self.media:
            return False
        least = NEAR_SHARE if modality != "text" else 0.0
        return self.shares.get(modality, 0.0) > least and (
            modality == "text" or self.ranks.get(modality, 1) <= NEAR_RANK
        )

    def public(self, language: str) -> dict[str, Any]:
        """Return the facts for a language model: JSON-able, short, in the reader's language. Data, never instructions."""
        item = self.item
        body: dict[str, Any] = {
            "id": item.id,
            "title": _cut(item.title_in(language), 200),
            "description": _cut(item.description_in(language), CUT),
            "attributes": {name: _shown(value) for name, value in item.attributes.items()},
            "has": sorted(self.media),
            "words": list(dict.fromkeys(word.text for word in self.words)),
            "holds": [str(f) for f in self.conditions],
            "does_not_hold": [str(f) for f in self.broken],
            "like": [
                {
                    "title": _cut(liked.item.title_in(language), 200),
                    "shared": {n: _shown(v) for n, v in liked.shared.items()},
                }
                for liked in self.likes
            ],
            "person": [{"did": done.kind, "title": _cut(done.item.title_in(language), 200)} for done in self.done],
            "spoken_of_before": list(dict.fromkeys(word.text for word in self.earlier)),
            "shares": {name: round(share, 2) for name, share in self.shares.items() if share >= 0.005},
        }
        return {name: value for name, value in body.items() if value or name == "id"}


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _shown(value: Value) -> Any:
    if isinstance(value, tuple):
        return [_shown(v) for v in value[:MANY]]
    return value.isoformat() if isinstance(value, date) else _cut(value, CUT) if isinstance(value, str) else value


def items_of(value: Value | None) -> tuple[Scalar, ...]:
    """Return the elements of a value: itself where it is no list, none where it is missing."""
    return () if value is None else value if isinstance(value, tuple) else (value,)


def _shares(values: Mapping[str, float]) -> dict[str, float]:
    positive = {name: max(float(value), 0.0) for name, value in values.items()}
    total = sum(positive.values())
    return {name: value / total if total else 0.0 for name, value in positive.items()}


def _ranks(hit: Hit, beside: Sequence[Hit]) -> dict[str, int]:
    """The place of `hit` among all hits by each modality's term and by score; ties share the better place."""
    if not beside:
        return {}
    ranks = {"score": 1 + sum(other.score > hit.score for other in beside)}
    for modality in MODALITIES:
        own = hit.modalities.get(modality, 0.0)
        ranks[modality] = 1 + sum(other.modalities.get(modality, 0.0) > own for other in beside)
    return ranks


def _texts(item: Item) -> list[tuple[str, str]]:
    """Every readable text of an item with its field; attributes last."""
    found = [("title", item.title), ("description", item.description)]
    found += [(name, text) for _, words in sorted(item.translations.items()) for name, text in words.items()]
    found += [(name, v) for name, value in item.attributes.items() for v in items_of(value) if isinstance(v, str)]
    return [(name, text) for name, text in found if text]


def _pieces(request: str) -> list[tuple[str, list[str]]]:
    """The words of a request as written, each with its tokens; stop words have none."""
    found = []
    for chunk in _REQUEST_WORD.findall(request):
        parts = tokens(chunk)
        if parts and not chunk.isascii() and all(part in chunk for part in parts):  # Chinese: tokens are as written
            found += [(part, [part]) for part in parts]
        else:
            found.append((chunk, parts))
    return found


def _words(item: Item, request: str, refused: Collection[str]) -> tuple[Word, ...]:
    """The words of the request that the item's text says of it; `refused` are tokens of what it must not have.

    Chinese words that stand side by side in the request and in the text are one word ("兽", "人": 兽人).
    """
    texts = _texts(item)
    denied = denied_words(folded_value(text) for _, text in texts)
    places: dict[str, str] = {}
    for name, text in texts:
        for token in tokens(text):
            places.setdefault(token, name)
    found: list[Word] = []
    for written, parts in _pieces(request):
        said_little = written.isascii() and len(written) == 1  # the "L" of "L. Frank Baum"
        if not parts or parts[0] not in places or parts[0] in refused or parts[0].isdigit() or said_little:
            continue
        if parts[0] in denied or singular(folded_value(written)) in denied:
            continue
        joined = found[-1].text + written if found else ""
        where = (
            next((name for name, text in texts if joined in text), "")
            if joined and joined in request and not written.isascii()
            else ""
        )
        if where:
            found[-1] = Word(joined, where)
        else:
            found.append(Word(written, places[parts[0]]))
    longest = [
        w
        for w in found
        if w.text.isascii() or not any(w.text != other.text and w.text in other.text for other in found)
    ]
    return tuple(dict.fromkeys(longest))


def items_shared(item: Item, other: Item) -> dict[str, tuple[Scalar, ...]]:
    """Return the values by field that the first has in common with the other, as it has them."""
    found: dict[str, tuple[Scalar, ...]] = {}
    for name, value in item.attributes.items():
        theirs = {folded_value(v) for v in items_of(other.attributes.get(name))}
        common = tuple(v for v in items_of(value) if not isinstance(v, bool) and folded_value(v) in theirs)
        if common:
            found[name] = common
    return found


def _akin(item: Item, kin: Sequence[Item]) -> list[LikedItem]:
    """Of items named before the request, those with which this one has something in common that isn't a mere number."""
    found = [LikedItem(other, items_shared(item, other)) for other in kin]
    return [one for one in found if any(isinstance(v, str) for values in one.shared.values() for v in values)]


def _earlier(item: Item, named: Sequence[NamedValue]) -> tuple[Word, ...]:
    """The values of `named` that the item has, as it has them."""
    return tuple(
        Word(str(value), name)
        for one in named
        for name in one.fields
        for value in items_of(item.attributes.get(name))
        if folded_value(value) == folded_value(one.value)
    )


def _refused(filters: Sequence[Filter], spoken: Mapping[Filter, str]) -> set[str]:
    said = [
        str(v)
        for f in filters
        if f.negate
        for v in (f.value if isinstance(f.value, tuple) else (f.value,))
        if v is not None
    ]
    said += [spoken[f] for f in filters if f.negate and f in spoken]
    return {token for text in said for token in tokens(text)}


def fact_sheet(
    hit: Hit,
    *,
    request: str = "",
    filters: Sequence[Filter] = (),
    relaxed: Sequence[Filter] = (),
    like: Sequence[Item] = (),
    kin: Sequence[Item] = (),
    named: Sequence[NamedValue] = (),
    has_image: bool = False,
    has_audio: bool = False,
    beside: Sequence[Hit] = (),
    spoken: Mapping[Filter, str] | None = None,
    guesses: Sequence[Filter] = (),
    lacking: Sequence[str] = (),
    undecided: Sequence[str] = (),
    unsaid: Sequence[str] = (),
    done: Sequence[BehaviourReason] = (),
    others: str = "",
    partial: bool = False,
) -> FactSheet:
    """Return the facts of one hit, each verified on the item.

    filters: conditions of the plan; one that the item doesn't satisfy counts as broken, whatever the plan says.
    relaxed: conditions that were given up. like: items that the request pointed at; kin: those that were
    named before it, facts only where something is shared. named: values that were spoken of before. has_image, has_audio: the request
    came with a picture, a sound. beside: the hits of the same answer, for ranks. spoken: the words of the request
    that a filter was read from, where known (guesses: filters that it may mean): they let "喜剧" stand for a `genres = Comedy` that holds. done, others: what is
    known of the person, and of other people, that speaks for it. lacking, undecided, unsaid, partial: as in FactSheet.
    Raises QueryError where a range has no bounds.
    """
    item, spoken = hit.item, dict(spoken or {})
    asked = tuple(dict.fromkeys((*filters, *relaxed)))
    holds = tuple(f for f in asked if matches(item, f))
    media = {"image"} if item.images else set()
    given = {"text": bool(request.strip()), "image": has_image, "audio": has_audio}
    return FactSheet(
        item=item,
        request=request,
        media=frozenset(media | ({"audio"} if item.audio else set())),
        shares=_shares(hit.modalities),
        blocks=_shares(hit.blocks),
        ranks=_ranks(hit, beside),
        words=_words(item, request, _refused(asked, spoken)),
        conditions=holds,
        broken=tuple(f for f in asked if f not in holds),
        guesses=tuple(f for f in dict.fromkeys(guesses) if matches(item, f)),
        lacking=tuple(dict.fromkeys(lacking)),
        undecided=tuple(dict.fromkeys(undecided)),
        unsaid=tuple(dict.fromkeys(unsaid)),
        spoken=spoken,
        likes=(*(LikedItem(other, items_shared(item, other)) for other in like), *_akin(item, kin)),
        earlier=_earlier(item, named),
        query=frozenset(name for name, there in given.items() if there),
        done=tuple(done),
        others=others,
        partial=partial,
    )
