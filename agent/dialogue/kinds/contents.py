"""What the catalogue has: its size, its kinds of things, the values of a field; counted from the items, nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from agent.dialogue.fields_asked import field_called
from agent.dialogue.narrowed import Scope, items_in, narrowed
from agent.dialogue.scene import LISTED, Reply, Scene
from agent.explanation.reasons import plain_value
from agent.parsing.comparatives import find_degrees
from agent.search.summary import Summary, summarise
from retrieval.catalog.items import Item
from retrieval.language.words import Mask, fold, key

__all__ = ["contents", "values"]

KINDS = 3
"""Fields that tell what kinds of things there are."""
CLOSED = 60
"""Values of a field that still tell kinds; more are names."""
ALL = 25
"""Values that are listed whole where one field is asked for."""


def _told(scene: Scene, summary: Summary, most: int) -> str:
    """The values of a field with their counts."""
    label = scene.label(summary.field)
    parts = [scene.say("value", value=plain_value(v, summary.field), count=scene.number(n)) for v, n in summary.frequent[:most]]  # fmt: skip
    total = len(scene.vocabulary.fields[summary.field].field.values)
    if len(summary.frequent) > most:
        return scene.say("values.more", label=label, n=scene.number(max(total, len(summary.frequent))), values=scene.voice.comma.join(parts))  # fmt: skip
    return scene.say("values", label=label, values=scene.voice.comma.join(parts))


def telling(scene: Scene, items: Sequence[Item]) -> list[str]:
    """The fields that tell best what kinds of things `items` are: those called kinds first, then closed ones, few values first."""
    views = scene.vocabulary.fields
    having = {name for item in items for name in item.attributes}

    def rank(name: str) -> tuple[bool, bool, bool, int]:
        view = views[name]
        kind = name in scene.vocabulary.kinds or any(c.name == "kind" for c in view.concepts)
        return not kind, view.names, view.field.many, len(view.field.values)

    fit = [
        name for name in having
        if name in views and views[name].field.kind == "category" and views[name].yes is None and not views[name].numbers
        and 1 < len(views[name].field.values) <= CLOSED and not views[name].relational
        and len({v for i in items for v in _own(i, name)}) > 1
    ]  # fmt: skip
    return sorted(sorted(fit), key=rank)


def _own(item: Item, name: str) -> tuple[object, ...]:
    value = item.attributes.get(name)
    return () if value is None else value if isinstance(value, tuple) else (value,)


def _ranges(scene: Scene, items: Sequence[Item]) -> str:
    told = []
    for name, view in scene.vocabulary.fields.items():
        if view.field.kind not in ("number", "date"):
            continue
        of = summarise(items, name)
        if of.known * 2 >= of.count and of.minimum is not None and of.minimum != of.maximum:
            low, high = (plain_value(v, name) for v in (of.minimum, of.maximum))
            told.append(scene.say("range", label=scene.label(name), low=low, high=high))
    return scene.say("ranges", ranges=scene.voice.listed(told[:KINDS])) if told else ""


def overview(scene: Scene, scope: Scope) -> Reply:
    """How many there are, of what kinds, and what they differ in."""
    items = items_in(scope, scene)
    size = scene.number(len(items))
    told = [_told(scene, summarise(items, name, frequent=LISTED + 1), LISTED) for name in telling(scene, items)[:KINDS]]
    head = scene.say("contents.of" if scope else "contents", size=size)
    return Reply(scene.join(head, *told, _ranges(scene, items)))


def contents(scene: Scene) -> Reply:
    """What is in the catalogue."""
    return overview(scene, Scope())


def _listed(scene: Scene, name: str, scope: Scope) -> Reply | None:
    items = items_in(scope, scene)
    view = scene.vocabulary.fields[name]
    if view.field.kind in ("number", "date") or view.numbers:
        of = summarise(items, name, frequent=ALL)
        if of.minimum is None and not of.frequent:
            return None
        if of.minimum is not None:
            low, high = (plain_value(v, name) for v in (of.minimum, of.maximum))
            return Reply(scene.voice.capital(scene.say("range", label=scene.label(name), low=low, high=high)) + scene.voice.stop)  # fmt: skip
        return Reply(_told(scene, of, ALL))
    if view.field.kind == "text":
        return None
    of = summarise(items, name, frequent=10_000)
    most = ALL if len(of.frequent) <= ALL else ALL - 5
    return Reply(_told(scene, of, most)) if of.frequent else None


def _is_extreme(scene: Scene) -> bool:
    """Whether a question asks for the most of something: "the oldest film", and no values."""
    folded = fold(scene.text)
    return any(d.degree == "superlative" for d in find_degrees(folded, Mask(len(folded))))


def _names_a_field(words: str, scene: Scene) -> bool:
    """Whether words may be the name of a field: they are one, or no values that items are asked for by (惊悚片)."""
    labels = {key(view.label) for view in scene.vocabulary.fields.values()} | {key(scene.label(n)) for n in scene.vocabulary.fields}  # fmt: skip
    return key(words) in labels or not narrowed(words, scene).conditions


def values(scene: Scene) -> Reply | None:
    """The values of a field ("which races are there?"), or the kinds of something ("what kinds of hotels do you have?")."""
    if _is_extreme(scene):
        return None
    what, field = scene.said["what"], scene.grammar.sorts.sub("", scene.said["field"]).strip()
    if field and not _names_a_field(field, scene):
        return None
    scope = narrowed(what or scene.said["rest"], scene)
    decided = {f.field for f in scope.filters}
    scoped = bool(scope.conditions)
    items = items_in(Scope(scope.conditions), scene)
    having = [n for n in dict.fromkeys(n for i in items for n in i.attributes) if n not in decided and n in scene.vocabulary.fields]  # fmt: skip
    if field and (name := field_called(field, scene, having)) is not None:
        return _listed(scene, name, Scope(scope.conditions)) if scoped or not scope or not what else None
    if not what or scene.grammar.kinds_said.search(fold(scene.text)) is None:
        return None
    if not scoped and (own := field_called(what, scene)) is not None:
        return _listed(scene, own, Scope())
    closed = [name for name in telling(scene, items) if name not in decided]
    if field and closed:
        return _listed(scene, closed[0], Scope(scope.conditions))
    return overview(scene, Scope(scope.conditions))
