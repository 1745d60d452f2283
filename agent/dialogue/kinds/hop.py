"""Hops inside the catalogue: the director of one film, the brand of the second, what lies near: looked up, then a condition."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from agent.dialogue.fields_asked import field_called, fields_asked, told_of
from agent.dialogue.items_named import item_of
from agent.dialogue.scene import Reply, Scene
from agent.planning.plan import Condition, Source
from retrieval.catalog.filters import Filter, matches
from retrieval.catalog.items import Item, Scalar
from retrieval.language.concepts import concepts_of, name_parts
from retrieval.language.words import fold, key

__all__ = ["hop"]

MAKERS = ("director", "author", "artist", "brand", "cast")
"""Concepts of whoever made an item, the likeliest first."""
_HELD = 40
"""The weight of a condition that was looked up in an item: as a value that was said."""


def _scalars(item: Item, name: str) -> tuple[Scalar, ...]:
    value = item.attributes.get(name)
    own = () if value is None else value if isinstance(value, tuple) else (value,)
    return tuple(v for v in own if str(v).strip().casefold() not in ("", "nan", "null", "none"))


def _item(scene: Scene, part: str) -> Item | None:
    return item_of(part, scene)


def _same(scene: Scene, item: Item, name: str, rest: str) -> Reply:
    """A search for what has the same in a field as an item."""
    own = _scalars(item, name)
    label, value = scene.label(name), scene.values(item, name)
    one = Filter(name, "eq", own[0]) if len(own) == 1 else Filter(name, "in", own)
    others = any(matches(other, one) for other in scene.retriever.store.items() if other.id != item.id)
    if not others:
        return Reply(scene.say("hop.none", title=scene.title(item), label=label, value=value), (item,), (item,))
    condition = Condition((one,), Source("item", scene.text, item.id, name), _HELD)
    turn = replace(
        scene.turn, request=rest, given=(condition,), shown=(), earlier=None, asks=False,
        exclude=(*scene.turn.exclude, item.id), language=scene.language,
    )  # fmt: skip
    return Reply(scene.say("hop", title=scene.title(item), label=label, value=value), turn=turn)


def _kind_meant(scene: Scene, words: str) -> str:
    """The kind of thing that words of a request near something mean: "hotels", 好吃的."""
    folded = fold(words)
    best = ("", 0)
    for kind, names in scene.grammar.nouns.items():
        for name in names:
            if name in folded and len(name) > best[1]:
                best = (kind, len(name))
    return best[0]


def _near_fields(item: Item, kind: str, words: Sequence[str]) -> list[str]:
    near = [n for n in item.attributes if any(c.name == "near" for c in concepts_of(n))]
    if not kind:
        return near
    return [n for n in near if kind in {re.sub(r"s$", "", p) for p in name_parts(n)} or any(w in n for w in words)]


def _by_titles(scene: Scene, titles: Sequence[Scalar]) -> list[Item]:
    found: dict[str, Item] = {}
    for title in titles:
        known = scene.vocabulary.titles.get(str(title)) or tuple(
            id for form in scene.vocabulary.title_forms.get(key(str(title)), ()) for id in scene.vocabulary.titles[form]
        )
        for id in known:
            if (item := scene.retriever.store.item(id)) is not None:
                found.setdefault(id, item)
    return list(found.values())


def _near(scene: Scene, item: Item, wanted: str) -> Reply | None:
    """What the catalogue names as near an item, of the kind that is asked for."""
    kind = _kind_meant(scene, wanted)
    listed = [v for name in _near_fields(item, kind, scene.grammar.nouns.get(kind, ())) for v in _scalars(item, name)]
    items = _by_titles(scene, listed)
    told = scene.say("hop.near", title=scene.title(item), count=scene.number(len(items)))
    if items:
        plain = not scene.grammar.empty.sub("", fold(wanted)).strip() or _kind_meant(scene, wanted) != ""
        request = "" if plain else wanted
        turn = replace(
            scene.turn, request=request, only=tuple(i.id for i in items), shown=(), earlier=None, asks=False,
            language=scene.language, exclude=(*scene.turn.exclude, item.id),
        )  # fmt: skip
        return Reply(told, turn=turn)
    place = next((n for n in told_of("place", list(item.attributes)) if scene.vocabulary.fields[n].closed), None)
    return _same(scene, item, place, wanted) if place else None


def hop(scene: Scene) -> Reply | None:
    """Follows a field of an item to what else has it."""
    part, field = scene.said["item"], scene.said["field"]
    if scene.said["near"] and not part:
        item = _item(scene, scene.said["near"])
        return None if item is None else _near(scene, item, scene.said["rest"])
    if part and not field:
        item = _item(scene, part)
        return None if item is None else _near(scene, item, scene.said["near"])
    if scene.said["same"] or scene.said["pronoun"]:
        return _same_again(scene)
    item = _item(scene, part) if part else None
    if item is None:
        return None
    known = scene.fields(item)
    name = field_called(field, scene, known)
    if name is None:
        elsewhere = field_called(field, scene)
        return Reply(scene.say("hop.unknown", title=scene.title(item), label=field), (item,), (item,)) if elsewhere or field else None  # fmt: skip
    return _same(scene, item, name, _wanted(scene, item))


def _wanted(scene: Scene, item: Item) -> str:
    """What else is wanted of those that have the same: other words, and what is said by comparison with the item."""
    rest, than = scene.said["rest"], scene.said["than"]
    if scene.grammar.all_of.fullmatch(fold(rest).strip()):
        rest = ""
    compared = scene.say("hop.than", words=than, title=scene.title(item)) if than else ""
    return " ".join(filter(None, (rest, scene.said["but"], compared)))


def _same_again(scene: Scene) -> Reply | None:
    """ "Anything else by the same director": of the item that is spoken of."""
    if not scene.focus:
        return None
    item, words = scene.focus[0], scene.said["same"]
    known = scene.fields(item)
    name = field_called(words.split()[-1], scene, known) if words else None
    if name is None:
        asked = fields_asked(scene.text, known, scene)[0]
        makers = [n for concept in MAKERS for n in told_of(concept, known)]
        people = [n for n in known if n in scene.vocabulary.fields and scene.vocabulary.fields[n].names]
        name = next(iter((*asked, *makers, *people[-1:])), None)
    return None if name is None else _same(scene, item, name, _wanted(scene, item))
