"""Two or more items side by side, what differs first, and a verdict by what was asked for; or which of some fits best."""

from __future__ import annotations

import re
from dataclasses import replace

from agent.dialogue.fields_asked import fields_asked
from agent.dialogue.items_named import item_of, items_named
from agent.dialogue.scene import Reply, Scene
from agent.explanation.reasons import plain_value
from agent.parsing.comparatives import find_degrees
from agent.search.summary import Line
from agent.search.summary import compare as side_by_side
from retrieval.catalog.items import Item
from retrieval.language.words import Mask, fold

__all__ = ["best_of", "compare"]

MOST = 5
"""Items that are set side by side."""
LINES = 10
"""Fields in which they differ that are told."""
SAME = 6


def _items(scene: Scene, words: str) -> list[Item]:
    """The items that are named, joined by "and", "or" and the like; of "these" those of the last list."""
    if len(found := [one.item for one in items_named(words, scene, it=False)]) > 1:
        return found[:MOST]
    parts = [part for part in scene.grammar.joins.split(words) if part.strip()]
    named = [item for part in parts if (item := item_of(part, scene)) is not None]
    distinct = list({item.id: item for item in [*found, *named]}.values())
    if len(distinct) == 1 and scene.grammar.it.search(fold(words)) and scene.focus:
        distinct = list({item.id: item for item in [*scene.focus[:1], *distinct]}.values())
    return distinct[:MOST]


def _own(scene: Scene, item: Item, name: str) -> str:
    told = scene.values(item, name) or scene.say("compare.none")
    return scene.say("compare.own", value=told, title=item.title_in(scene.language) or item.id)


def _line(scene: Scene, line: Line, items: list[Item]) -> str:
    values = scene.voice.clauses.join(_own(scene, item, line.field) for item in items)
    return scene.say("compare.line", label=scene.label(line.field), values=values)


def _verdict(scene: Scene, items: list[Item], by: str) -> str:
    """Which comes first by what is asked; ties and unknowns are said."""
    folded = fold(by)
    measured = [n for n in dict.fromkeys(n for i in items for n in i.attributes) if all(_figure(i, n) is not None for i in items)]  # fmt: skip
    found: tuple[str, bool] | None = None
    for degree in find_degrees(folded, Mask(len(folded))):
        fit = [n for n in measured if n in scene.vocabulary.fields and degree.concept in scene.vocabulary.fields[n].concepts]  # fmt: skip
        found = found or ((fit[0], degree.more) if fit else None)
    if found is None and (asked := fields_asked(by, measured, scene)[0]):
        less = scene.grammar.less.search(folded) is not None
        found = (asked[0], not less)
    if found is None:
        return scene.say("verdict.unknown") if by.strip() else ""
    name, more = found
    figures = {item.id: _figure(item, name) for item in items}
    best = (max if more else min)(v for v in figures.values() if v is not None)  # type: ignore[type-var]  # numbers of one field, or its dates
    first = [item for item in items if figures[item.id] == best]
    value = plain_value(best, name)
    if len(first) == len(items):
        return scene.say("verdict.tie", label=scene.label(name), value=value)
    return scene.say("verdict", label=scene.label(name), title=scene.titles(first), value=value)


def _figure(item: Item, name: str) -> object | None:
    value = item.attributes.get(name)
    return value if (isinstance(value, int | float) and not isinstance(value, bool)) or hasattr(value, "isoformat") else None  # fmt: skip


def told_side_by_side(scene: Scene, items: list[Item], by: str) -> str:
    """The comparison in lines: a heading, what differs, what is the same, the verdict."""
    table = side_by_side(items)
    lines = [_line(scene, line, items) for line in table.differences[:LINES]]
    same = [scene.say("field", label=scene.label(line.field), value=scene.values(items[0], line.field)) for line in table.common[:SAME]]  # fmt: skip
    tail = scene.say("compare.same", labels=scene.voice.comma.join(same)) if same else ""
    head = scene.say("compare", titles=scene.titles(items))
    return "\n".join(filter(None, [head, *(lines or [scene.say("compare.alike")]), tail, _verdict(scene, items, by)]))


def compare(scene: Scene) -> Reply | None:
    """Sets two to five items side by side."""
    words = " ".join(filter(None, (scene.said["items"], scene.said["other"])))
    items = _items(scene, _joined(scene))
    if not words and len(scene.shown) > 1:
        items = list(scene.shown[:2])
    if len(items) < 2 and words and _only_points(scene, words):
        items = list(scene.shown[:2] if len(scene.shown) > 1 else scene.seen[-2:])
        if len(items) < 2:
            return Reply(scene.say("compare.which"), tuple(items), tuple(items))
    if len(items) < 2:
        return None
    return Reply(told_side_by_side(scene, items, scene.said["by"]), tuple(items), tuple(items))


def _only_points(scene: Scene, words: str) -> bool:
    """Whether words point at what was shown ("them", "these two") and name nothing besides."""
    pointing, folded = scene.grammar.these, fold(words)
    return bool(pointing.search(folded)) and not re.search(
        r"\w", scene.grammar.empty.sub(" ", pointing.sub(" ", folded))
    )


def _joined(scene: Scene) -> str:
    return "; ".join(filter(None, (scene.said["items"], scene.said["other"])))


def best_of(scene: Scene) -> Reply | None:
    """Which of some items fits best: a search among them alone."""
    words = scene.said["items"]
    items = _items(scene, words) if words else []
    if len(items) < 2 and (not words or scene.grammar.these.search(fold(words))):
        items = list(scene.shown[:MOST])
    if len(items) < 2:
        return None
    wish = scene.said["why"]
    if not wish:
        best = items[0]
        reason = next((s for s in scene.memory.searched.facts if s.id == best.id), None) if scene.memory.searched else None  # fmt: skip
        told = scene.say("best", title=scene.title(best))
        return Reply(told, (best,), (best,)) if reason is not None or scene.shown else None
    turn = replace(scene.turn, request=wish, only=tuple(item.id for item in items), k=len(items), shown=(), earlier=None, asks=False)  # fmt: skip
    return Reply("", focus=(), turn=turn)
