"""What follows on an answer: "what about …?", corrections, "both", "the other one", "back to the first list"."""

from __future__ import annotations

import re
from dataclasses import replace

from agent.dialogue.items_named import item_of, items_named
from agent.dialogue.kinds.item_question import details
from agent.dialogue.narrowed import narrowed
from agent.dialogue.scene import Reply, Scene
from agent.loop.memory import Memory

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")

__all__ = ["back", "both", "correction", "follow_up", "other_one"]


def _again(scene: Scene, request: str) -> Reply:
    return Reply("", turn=replace(scene.turn, request=request))


def follow_up(scene: Scene) -> Reply | None:
    """ "What about the third?" is asked of that item; "what about for kids?" changes the request before, whose other
    conditions hold."""
    about = scene.said["about"]
    changes = scene.memory.plan is not None and bool(narrowed(about, scene).conditions)
    item = item_of(about, scene)
    if item is not None and scene.shown and not (changes and not items_named(about, scene)):  # "for kids" in a title
        return Reply(details(scene, item), (item,), (item,))
    if about and (again := _as_bounded(scene, about)):
        return _again(scene, f"{scene.voice.say('talk.instead')}{again}")
    if changes:
        return _again(scene, f"{scene.voice.say('talk.instead')}{about}")
    return None


def correction(scene: Scene) -> Reply | None:
    """ "I said under 50, not 15": what was meant counts, and the rest of what was asked for holds."""
    right = scene.said["right"]
    if scene.memory.plan is None or not right:
        return None
    return _again(scene, f"{scene.voice.say('talk.instead')}{_as_bounded(scene, right) or right}")


def _as_bounded(scene: Scene, right: str) -> str:
    """The bound that was said before with the right number in it: "I said 90 minutes, not 100" of "under 100 minutes".

    Where no wrong one is named ("what about 20?"), that of the only bound.
    """
    numbers = _NUMBER.findall(right)
    if len(numbers) != 1 or scene.memory.plan is None:
        return ""
    spans = [c.source.span for c in scene.memory.plan.conditions if c.filters[0].takes == "bounds"]
    wrong = _NUMBER.findall(scene.said["wrong"] or (spans[0] if len(spans) == 1 else ""))
    if len(wrong) != 1:
        return ""
    said = next((span for span in spans if wrong[0] in _NUMBER.findall(span)), "")
    bare = scene.grammar.empty.sub("", _NUMBER.sub("", right)).strip(" .,，。?？")
    return said.replace(wrong[0], numbers[0]) if said and (not bare or bare in said) else ""


def both(scene: Scene) -> Reply | None:
    """Both items of the last comparison; where something was asked, it is the answer to that."""
    if scene.memory.plan is not None and scene.memory.plan.asked is not None:
        return None
    items = scene.memory.focus if len(scene.memory.focus) > 1 else ()
    return Reply(scene.titles(items) + scene.voice.stop, tuple(items), tuple(items)) if items else None


def other_one(scene: Scene) -> Reply | None:
    """The other of two that were spoken of, or shown."""
    pair = scene.memory.focus if len(scene.memory.focus) == 2 else scene.shown[:2]
    if len(pair) < 2:
        return None
    other = next((item for item in pair if not scene.memory.focus or item.id != scene.focus[0].id), pair[1])
    return Reply(scene.say("other", title=scene.title(other)), (other,), (other,))


def back(scene: Scene) -> Reply:
    """The first list of the conversation again."""
    first: Memory | None = None
    at: Memory | None = scene.memory
    while at is not None:
        first = at if at.searched is not None and at.turn is not None and at.shown else first
        at = at.before
    if first is None or first.turn is None:
        return Reply(scene.say("back.none"))
    before = first.before or Memory()
    turn = replace(first.turn, personal=scene.turn.personal, asks=False)
    return Reply(scene.say("back", words=first.turn.request), turn=turn, memory=replace(before, before=scene.memory))
