"""The kinds of turns, and what answers each. A kind is added by a name in the grammars, a handler here, and its sentences."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from agent.dialogue.kinds import compare, contents, figures, follow_up, small_talk
from agent.dialogue.kinds.hop import hop
from agent.dialogue.kinds.item_question import item_question
from agent.dialogue.kinds.summary import summary
from agent.dialogue.kinds.why import why, why_not
from agent.dialogue.scene import Handler

__all__ = ["KINDS"]

KINDS: Mapping[str, Handler] = MappingProxyType(
    {
        "greeting": small_talk.greeting,
        "thanks": small_talk.thanks,
        "farewell": small_talk.farewell,
        "praise": small_talk.praise,
        "complaint": small_talk.complaint,
        "ack": small_talk.acknowledged,
        "about": small_talk.about,
        "cannot": small_talk.cannot,
        "off_topic": small_talk.off_topic,
        "injection": small_talk.injection,
        "nonsense": small_talk.nonsense,
        "contents": contents.contents,
        "values": contents.values,
        "count": figures.count,
        "average": figures.average,
        "extreme": figures.extreme,
        "item_question": item_question,
        "compare": compare.compare,
        "best_of": compare.best_of,
        "why": why,
        "why_not": why_not,
        "summary": summary,
        "hop": hop,
        "follow_up": follow_up.follow_up,
        "correction": follow_up.correction,
        "both": follow_up.both,
        "other_one": follow_up.other_one,
        "back": follow_up.back,
    }
)
