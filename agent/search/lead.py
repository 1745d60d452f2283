"""What is said before the picks of a search: what was found, how well it fits, and what the trade-off is.

One or two sentences, true by construction: every figure is counted, or read from the rows that are shown. Knows one search and what
is shown of it; no chat model. Says nothing where the notes of the search or its question say it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.explanation.fact_sheet import FactSheet
from agent.explanation.kinds.conditions import silent
from agent.explanation.reasons import field_label, plain_value, wording
from retrieval.catalog.filters import Filter, matches
from retrieval.catalog.items import Item
from retrieval.language.concepts import concepts_of
from retrieval.language.packs import voice_of
from retrieval.language.voice import Voice

if TYPE_CHECKING:
    from agent.search.turn import Searched

__all__ = ["Lead", "lead_of"]

WAYS = 3
"""Wordings of each sentence; a conversation takes them in turn."""
CONDITIONS = 3
"""Conditions that are named; of more it is only said that everything fits."""
GROUPS = 3
"""Values that items are counted by, at most."""
BETTER: Mapping[str, bool] = {"price": False, "rating": True, "distance": False, "popularity": True}
"""Of what people want more (true), or less."""
MEASURED = (
    "duration",
    "year",
    "extent",
    "energy",
    "difficulty",
    "level",
    "weight",
    "size",
    "servings",
    "noise",
    "power",
    "memory",
)
"""What things differ in that one wants more and another less of."""


@dataclass(frozen=True)
class Lead:
    """What is said before the picks. tells: the conditions that it says all of them satisfy, which no card has to repeat. differs: the
    fields in which they differ, beside those that were asked for, the most telling first."""

    text: str = ""
    tells: tuple[Filter, ...] = ()
    differs: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Scene:
    searched: Searched
    sheets: tuple[FactSheet, ...]
    turn: int

    @property
    def language(self) -> str:
        return self.searched.plan.language

    @property
    def voice(self) -> Voice:
        return voice_of(self.language)

    @property
    def items(self) -> list[Item]:
        return [sheet.item for sheet in self.sheets]

    def title(self, item: Item) -> str:
        return self.voice.quotes.format(item.title_in(self.language) or item.id)

    def label(self, name: str) -> str:
        return self.voice.label(field_label(name, self.language))

    def say(self, name: str, **given: object) -> str:
        """A sentence, in the wording whose turn it is where there are several."""
        one = f"lead.{name}.{self.turn % WAYS}"
        return self.voice.say(one if one in self.voice.words else f"lead.{name}", **given)


def _unproved(scene: _Scene, f: Filter) -> bool:
    """Whether some item that is shown says nothing of what is refused: that it isn't mentioned proves nothing."""
    return f.negate and any(silent(sheet, f) for sheet in scene.sheets)


def _named(scene: _Scene, filters: Sequence[Filter]) -> str:
    unproved = [f for f in filters if _unproved(scene, f)]
    if len(filters) > CONDITIONS and not unproved:
        return scene.voice.say("lead.everything")
    unmentioned = [scene.voice.say("lead.unmentioned", value=str(f.value)) for f in unproved]
    return scene.voice.listed([wording(f, scene.language) for f in filters if f not in unproved] + unmentioned)


def _told(scene: _Scene) -> tuple[Filter, ...]:
    """One filter of each condition: of a refused word's forms the first."""
    return tuple(dict.fromkeys(c.filters[0] for c in scene.searched.plan.conditions))


def _fit(scene: _Scene) -> tuple[str, tuple[Filter, ...]]:
    """How well what is shown fits, and the conditions that it is said to satisfy."""
    searched, sheets = scene.searched, scene.sheets
    told, filters = _told(scene), searched.plan.filters
    if not told:
        return _nearest(scene), ()
    if not all(matches(item, f) for item in scene.items for f in filters):
        return "", ()
    sure, shown = sum(sheet.sure for sheet in sheets), len(sheets)
    named, count = _named(scene, told), f"{searched.matching:,}"
    told = tuple(f for f in told if not _unproved(scene, f))
    given = {"named": named, "count": count, "shown": shown, "title": scene.title(sheets[0].item), "sure": sure}
    if sure == shown:
        name = ("best" if shown == 1 else "all") if searched.matching > shown else "one" if shown == 1 else "few"
        return (scene.say(name, **given), told) if searched.matching >= shown else ("", ())
    if sure:
        return scene.say("some" if shown > sure > 1 else "some_one", **given), told
    return scene.say("words", **given) if shown > 1 else "", told if shown > 1 else ()


def _nearest(scene: _Scene) -> str:
    searched, first = scene.searched, scene.sheets[0]
    scores = {hit.id: hit.score for hit in searched.hits}
    words = bool(searched.plan.wish) and not searched.plan.liked and not searched.plan.wanted
    best = all(scores.get(sheet.id, 0.0) <= scores.get(first.id, 0.0) for sheet in scene.sheets)
    return scene.say("open", title=scene.title(first.item)) if words and best and len(scene.sheets) > 1 else ""


def _relaxed(scene: _Scene) -> str:
    """Of what satisfies not everything: what the first has instead of the one thing that it misses."""
    first = scene.sheets[0]
    if len(first.broken) != 1 or first.broken[0].negate or first.broken[0].takes != "bounds":
        return ""
    f = first.broken[0]
    value = first.item.attributes.get(f.field)
    if value is None or isinstance(value, tuple):
        return ""
    given = {"label": scene.label(f.field), "value": _value(first.item, f.field), "wanted": wording(f, scene.language)}
    compared = [c for c in scene.searched.dropped if c.source.kind == "item" and first.broken[0] in c.filters]
    return scene.say("beaten" if compared else "relaxed", title=scene.title(first.item), **given)


def _figure(item: Item, name: str) -> float | None:
    value = item.attributes.get(name)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _unit(item: Item, name: str) -> tuple[object, object]:
    return item.attributes.get(f"{name}_unit"), item.attributes.get(f"{name}_currency")


def _value(item: Item, name: str) -> str:
    told = [plain_value(item.attributes[name], name), *(str(unit) for unit in _unit(item, name) if unit is not None)]
    return " ".join(told)


def _measures(scene: _Scene, concepts: Sequence[str]) -> list[tuple[str, str]]:
    """The concept and the field of what all that is shown has a number of, in one unit."""
    found = []
    for name in dict.fromkeys(name for item in scene.items for name in item.attributes):
        own = [concept.name for concept in concepts_of(name)]
        if len(own) == 1 and own[0] in concepts and all(_figure(item, name) is not None for item in scene.items):
            found += [(own[0], name)] if len({_unit(item, name) for item in scene.items}) == 1 else []
    return sorted(found, key=lambda pair: concepts.index(pair[0]))


def _alike(one: Item, other: Item) -> bool:
    """Whether two items are of one kind, as far as a field tells: an apple's price says nothing about a guitar's."""
    kinds = [name for name in one.attributes if any(concept.name == "kind" for concept in concepts_of(name))]
    return all(one.attributes[name] == other.attributes.get(name) for name in kinds[:1])


def _trade(scene: _Scene) -> list[str]:
    """What another has that is better than of the first, and what is worse: one sentence a pair."""
    first, *others = scene.items
    others, measures = [item for item in others if _alike(first, item)], _measures(scene, tuple(BETTER))

    def better(item: Item, concept: str, name: str) -> float:
        gain = (_figure(item, name) or 0.0) - (_figure(first, name) or 0.0)
        return gain if BETTER[concept] else -gain

    found = []
    for concept, name in measures:
        gaining = [item for item in others if better(item, concept, name) > 0]
        if not gaining:
            continue
        item = max(gaining, key=lambda item: better(item, concept, name))
        losses = [(c, n) for c, n in measures if better(item, c, n) < 0]
        own = {"label": scene.label(name), "value": _value(item, name)}
        own |= {"than": _value(first, name), "title": scene.title(item), "first": scene.title(first)}
        more = "more" if BETTER[concept] else "less"
        if not losses:
            found.append(scene.voice.say(f"lead.gain.{more}", **own))
            continue
        c, n = losses[0]
        loss = {"other": scene.label(n), "lost": _value(item, n), "kept": _value(first, n)}
        found.append(scene.voice.say(f"lead.trade.{more}.{'less' if BETTER[c] else 'more'}", **own, **loss))
    return found


def _order(scene: _Scene) -> str:
    sort = scene.searched.plan.sort
    if sort is None or sort.vague:
        return ""
    first, last = scene.items[0], scene.items[-1]
    one, other = first.attributes.get(sort.field), last.attributes.get(sort.field)
    if one is None or other is None or isinstance(one, tuple) or isinstance(other, tuple):
        return ""
    label, value = scene.label(sort.field), _value(first, sort.field)
    if one == other:
        return scene.say("sorted", label=label, title=scene.title(first), value=value)
    return scene.say("order", label=label, low=value, high=_value(last, sort.field), title=scene.title(first), last=scene.title(last))  # fmt: skip


def _foremost(scene: _Scene) -> str:
    """What the one item that is shown comes first by, where an order was asked for: "the cheapest"."""
    sort = scene.searched.plan.sort
    item = scene.items[0]
    if sort is None or sort.vague or isinstance(item.attributes.get(sort.field), tuple | None):
        return ""
    label, value = scene.label(sort.field), _value(item, sort.field)
    name = "placed" if sort.place > 1 else "sorted"
    return scene.say(name, label=label, title=scene.title(item), value=value, place=scene.voice.ordinal(sort.place))


def _spreads(scene: _Scene) -> list[str]:
    """What they differ in, beside what was asked for: from where to where, or how many of each."""
    decided = {f.field for f in scene.searched.plan.filters}
    found = []
    for _, name in _measures(scene, (*MEASURED, *BETTER)):
        ordered = sorted(scene.items, key=lambda item: _figure(item, name) or 0.0)  # called at once
        low, high = _value(ordered[0], name), _value(ordered[-1], name)
        if low != high and name not in decided:
            found.append(scene.say("spread", label=field_label(name, scene.language), low=low, high=high))  # "seconds"
    for name in dict.fromkeys(name for item in scene.items for name in item.attributes):
        own = [item.attributes.get(name) for item in scene.items]
        distinct = list(dict.fromkeys(value for value in own if isinstance(value, str)))
        if all(isinstance(value, str) for value in own) and 1 < len(distinct) <= min(GROUPS, len(own) - 1) and name not in decided:  # fmt: skip
            counts = [scene.voice.say("lead.group", value=plain_value(v, name), count=own.count(v)) for v in distinct]
            found.append(scene.say("groups", label=scene.label(name), values=scene.voice.comma.join(counts)))
    return found


def _differing(scene: _Scene) -> tuple[str, ...]:
    """The fields in which what is shown differs, beside those that conditions decide: figures that people go by first."""
    decided = {f.field for f in scene.searched.plan.filters}
    figures = [name for _, name in _measures(scene, (*BETTER, *MEASURED))]
    names = dict.fromkeys([*figures, *(name for item in scene.items for name in item.attributes)])
    own = {name: [item.attributes.get(name) for item in scene.items] for name in names if name not in decided}
    return tuple(name for name, values in own.items() if any(value != values[0] for value in values))


def _second(scene: _Scene) -> str:
    """The trade-off, or what they differ in; another one from turn to turn."""
    if len(scene.sheets) < 2:
        return ""
    if order := _order(scene):
        return order
    makers: tuple[Callable[[_Scene], list[str]], ...] = (_trade, _spreads)
    said = [one for maker in makers for one in maker(scene)]
    return said[scene.turn % len(said)] if said else ""


def lead_of(searched: Searched, shown: Sequence[FactSheet], turn: int = 0) -> Lead:
    """The lead of what is shown of a search, best first. turn: how many turns came before, so that wordings change."""
    plan = searched.plan
    if not shown or plan.question or searched.absent or searched.grown_up:
        return Lead()
    scene = _Scene(searched, tuple(shown), turn)
    if searched.dropped:
        return Lead(_relaxed(scene))
    if plan.wanted and shown[0].id in plan.wanted:
        return Lead(scene.say("wanted", title=scene.title(shown[0].item)))
    if len(shown) == 1 and (first := _foremost(scene)):
        return Lead(first)
    fit, tells = _fit(scene)
    tells = tells if fit and len(shown) > 1 else ()
    return Lead(scene.voice.glue.join(filter(None, [fit, _second(scene)])), tells, _differing(scene) if tells else ())
