"""What was agreed so far: the wish, the conditions that hold, and what was shown last."""

from __future__ import annotations

from agent.dialogue.scene import Reply, Scene
from agent.planning.plan import understood

__all__ = ["summary"]


def summary(scene: Scene) -> Reply:
    """Sums up what was asked for."""
    plan = scene.memory.plan
    if plan is None:
        return Reply(scene.say("summary.nothing"))
    asked = [said.text for said in scene.memory.said if said.role == "user" and said.text.strip()]
    wish = [scene.say("summary.wish", words=text) for text in asked[-4:]] or [
        scene.say("summary.wish", words=plan.wish)
    ]
    conditions = understood(plan)
    held = scene.say("summary.conditions", conditions=scene.voice.listed(list(conditions))) if conditions else ""
    shown = scene.say("summary.shown", titles=scene.titles(scene.shown)) if scene.shown else ""
    return Reply(scene.join(scene.say("summary", wish=scene.voice.listed(wish)), held, shown))
