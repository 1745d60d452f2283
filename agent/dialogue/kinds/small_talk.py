"""Greetings, thanks, praise and complaints, who it is, what it can't do, other topics, nonsense: said kindly, nothing searched."""

from __future__ import annotations

from agent.dialogue.scene import Reply, Scene
from agent.search.why_not import find_item
from retrieval.language.words import key

__all__ = ["about", "acknowledged", "cannot", "complaint", "farewell", "greeting", "injection", "nonsense", "off_topic", "praise", "thanks"]  # fmt: skip


def greeting(scene: Scene) -> Reply:
    """A greeting back."""
    return Reply(scene.say("greeting.again" if scene.shown else "greeting"))


def thanks(scene: Scene) -> Reply:
    """You're welcome."""
    return Reply(scene.say("thanks"))


def farewell(scene: Scene) -> Reply:
    """Goodbye."""
    return Reply(scene.say("farewell"))


def praise(scene: Scene) -> Reply:
    """Praise is taken, and more offered."""
    return Reply(scene.say("praise"))


def complaint(scene: Scene) -> Reply:
    """A complaint is answered by an apology and the question what should be different."""
    return Reply(scene.say("complaint"))


def acknowledged(scene: Scene) -> Reply | None:
    """ "OK" where nothing was asked; after a question it is the answer to that."""
    asked = scene.memory.plan is not None and (scene.memory.plan.asked is not None or scene.memory.plan.question)
    return None if asked else Reply(scene.say("ack"))


def about(scene: Scene) -> Reply:
    """Who it is and what it can do."""
    return Reply(scene.say("about", size=scene.number(scene.retriever.schema.size), does=scene.say("does")))


def cannot(scene: Scene) -> Reply:
    """What it can't do is said, with what it can."""
    return Reply(scene.say("cannot", does=scene.say("does")))


def off_topic(scene: Scene) -> Reply | None:
    """Another topic, unless the whole of it is a title of the catalogue."""
    if key(scene.text) in scene.vocabulary.title_forms or find_item(scene.text, scene.retriever, scene.vocabulary):
        return None
    return Reply(scene.say("off_topic", does=scene.say("does")))


def injection(scene: Scene) -> Reply:
    """Orders about how it works are not obeyed, and nothing of it is told."""
    return Reply(scene.say("injection"))


def nonsense(scene: Scene) -> Reply:
    """What can't be read is said to be so."""
    return Reply(scene.say("nonsense"), absent=(scene.text,), notes=(scene.voice.say("absent.nonsense", scene.text),))
