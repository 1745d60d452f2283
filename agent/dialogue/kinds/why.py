"""Why something was picked: its reason, the conditions that it satisfies and the parts of its score, from the last search.

Nothing is searched. "Why not X?" is answered by the search that was made before.
"""

from __future__ import annotations

from agent.dialogue.items_named import item_of, points
from agent.dialogue.scene import Reply, Scene
from agent.explanation.reasons import explain
from agent.planning.plan import understood
from agent.results.answer import part_name
from agent.search.why_not import why_not as missing
from agent.settings import Settings
from retrieval.catalog.items import Item
from retrieval.search.retriever import Hit

__all__ = ["why", "why_not"]

LEAST = 0.005
"""Shares of a score that are told."""


def _score(scene: Scene, hit: Hit) -> str:
    told = [
        scene.say("why.share", name=part_name(name, scene.language), value=f"{value:+.2f}")
        for name, value in hit.modalities.items()
        if abs(value) >= LEAST
    ]
    return scene.say("why.score", score=f"{hit.score:.2f}", shares=scene.voice.listed(told)) if told else ""


def why(scene: Scene) -> Reply | None:
    """Why an item of the last list, the first unless another is named, is there."""
    part = scene.said["item"]
    if not scene.shown and (not part or points(part)):
        return Reply(scene.say("why.nothing"))
    item: Item | None = item_of(part, scene) if part else None
    if item is None:
        item = scene.focus[0] if scene.focus else None
    searched = scene.memory.searched
    if searched is None or item is None:
        return None if part else Reply(scene.say("why.nothing"))
    found = [(n, hit, sheet) for n, (hit, sheet) in enumerate(zip(searched.hits, searched.facts, strict=True), start=1) if hit.id == item.id]  # fmt: skip
    if not found:
        return Reply(scene.say("why.not_shown", title=scene.title(item)))
    place, hit, sheet = found[0]
    places = [one.id for one in scene.shown]
    place = places.index(item.id) + 1 if item.id in places else place
    conditions = understood(searched.plan) if not searched.dropped and not searched.plan.preferences else ()
    held = scene.say("why.conditions", conditions=scene.voice.listed(list(conditions))) if conditions else ""
    sort = searched.plan.sort
    ordered = scene.say("why.order", label=scene.label(sort.field)) if sort is not None and not sort.vague else ""
    reason = explain(sheet.alone, scene.language).text
    told = scene.say("why", title=scene.title(item), place=scene.voice.ordinal(place), reason=reason)
    return Reply(scene.join(told, held, ordered, _score(scene, hit)), focus=(item,))


def why_not(scene: Scene) -> Reply | None:
    """Why an item that is named is not in the last list, which is asked of the search that made it."""
    item, searched, turn = item_of(scene.said["item"], scene), scene.memory.searched, scene.memory.turn
    if item is None or searched is None or turn is None:
        return None
    shown = scene.shown if searched.hits else ()
    pool = int(Settings.model_fields["pool"].default)
    told = missing(
        item.id, searched, turn, shown, scene.retriever, scene.vocabulary, pool=pool, language=scene.language
    )
    return Reply(told.text, (), (item,))
