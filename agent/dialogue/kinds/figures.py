"""How many there are, averages and extremes: computed over all items that the question speaks of."""

from __future__ import annotations

import re

from agent.dialogue.fields_asked import field_called, fields_asked
from agent.dialogue.items_named import items_named
from agent.dialogue.narrowed import Scope, items_in, narrowed, titled
from agent.dialogue.scene import Reply, Scene
from agent.explanation.reasons import plain_value
from agent.parsing.comparatives import find_degrees
from agent.search.summary import summarise
from retrieval.catalog.items import Item
from retrieval.language.phrases import STOP
from retrieval.language.words import Mask, Span, fold, has_han

__all__ = ["average", "count", "extreme"]

NAMED = 3
"""Titles that a count names."""
SHOWN = 5
"""Items that are shown where several share an extreme."""


def _parts(scene: Scene, *names: str) -> str:
    return " ".join(filter(None, (scene.said[name] for name in names)))


def count(scene: Scene) -> Reply | None:
    """How many items there are of what is asked."""
    words = _parts(scene, "what", "rest")
    if not words and scene.memory.searched is not None and scene.shown:
        return Reply(scene.say("count.last", count=scene.number(scene.memory.searched.matching)))
    named = items_named(words, scene)
    if any(one.how != "title" or len(one.span.of(words)) > 3 for one in named):
        return None
    if scene.said["rest"] and any(one.span.of(words) == scene.said["what"] for one in named):
        return None  # of one item it is asked how much it has: 金骏眉有多少克
    scope = narrowed(words, scene)
    of_those = scene.memory.plan is not None and scene.grammar.it.search(fold(words)) is not None
    if of_those and scene.memory.plan is not None:
        scope = Scope((*scene.memory.plan.conditions, *scope.conditions), scope.words, scope.media)
    items = items_in(scope, scene)
    if scope.words and not items:
        fewer = Scope(scope.conditions, (), scope.media)
        if fewer:
            return Reply(_counted(scene, fewer, items_in(fewer, scene)))
        size = scene.number(scene.retriever.schema.size)
        return Reply(scene.say("count.not_found", words=scene.voice.quoted(list(scope.words)), count=size))
    return Reply(_counted(scene, scope, items))


def _counted(scene: Scene, scope: Scope, items: list[Item]) -> str:
    if not scope:
        return scene.say("count.all", count=scene.number(len(items)))
    of = scope.told(scene)
    if not items:
        return scene.say("count.none", of=of)
    titles = [scene.voice.quotes.format(t) for t in titled(items, scene.language, NAMED)]
    if len(items) == 1:
        return scene.say("count.one", of=of, titles=titles[0])
    such = scene.say("count.such", titles=scene.voice.listed(titles))
    return scene.say("count", count=scene.number(len(items)), of=scene.voice.clauses.join([of, such]))


def _measured(scene: Scene, words: str, items: list[Item]) -> str | None:
    """The field with figures that words ask of, among those that the items have."""
    having = dict.fromkeys(n for item in items for n in item.attributes)
    numeric = [n for n in having if n in scene.vocabulary.fields and scene.vocabulary.fields[n].field.kind in ("number", "date")]  # fmt: skip
    found, _ = fields_asked(words, numeric, scene)
    if found:
        return found[0]
    return field_called(words.strip(" ?？"), scene, numeric) if words.strip() and numeric else None


def average(scene: Scene) -> Reply | None:
    """An average with the range and the median beside it."""
    words = _parts(scene, "what", "field", "ask", "rest") or scene.text
    if any(one.how == "place" for one in items_named(words, scene, it=False)):
        return None
    scope = narrowed(_parts(scene, "what", "rest") or _scope_words(words, scene), scene)
    items = items_in(scope, scene)
    if (
        scope.words and not items and scope.conditions
    ):  # "language courses": what they are is said, "courses" all items are
        scope = Scope(scope.conditions, (), scope.media)
        items = items_in(scope, scene)
    if scope.words and not items:
        size = scene.number(scene.retriever.schema.size)
        return Reply(scene.say("count.not_found", words=scene.voice.quoted(list(scope.words)), count=size))
    name = _measured(scene, scene.said["field"], items) or _measured(scene, words, items)
    name = name or next(iter(fields_asked(scene.text, _numeric(scene, items), scene)[0]), None)
    of = scene.say("of", of=scope.told(scene)) if scope else ""
    if name is None:
        measured = (scene.label(n) for n, view in scene.vocabulary.fields.items() if view.field.kind == "number")
        numeric = list(dict.fromkeys(measured))
        if not numeric or not items:
            return None
        return Reply(scene.say("average.none", of=of, fields=scene.voice.listed(numeric[:5])))
    told = summarise(items, name)
    if told.mean is None:
        return None
    low, high, median = (plain_value(v, name) for v in (told.minimum, told.maximum, told.median))
    return Reply(
        scene.say(
            "average", label=scene.label(name), count=scene.number(told.known), of=of, mean=scene.number(told.mean),
            low=low, high=high, median=median,
        )
    )  # fmt: skip


def _direction(scene: Scene, words: str, items: list[Item]) -> tuple[str, bool, Span] | None:
    """The field that an extreme is of, whether the highest is meant, and the words that say so."""
    folded = fold(words)
    for degree in find_degrees(folded, Mask(len(folded))):
        if degree.degree != "superlative":
            continue
        numeric = _numeric(scene, items)
        fields = [n for n in numeric if degree.concept in scene.vocabulary.fields[n].concepts]
        if fields:
            return fields[0], degree.more, degree.span
    match = scene.grammar.most.search(folded)
    if match is None:
        return None
    rest = folded[: match.start()] + " " + folded[match.end() :]
    name = _measured(scene, scene.said["field"] or rest, items) or _measured(scene, rest, items)
    return None if name is None else (name, match.lastgroup == "more", Span(*match.span()))


def _numeric(scene: Scene, items: list[Item]) -> list[str]:
    having = dict.fromkeys(n for item in items for n in item.attributes)
    return [n for n in having if n in scene.vocabulary.fields and scene.vocabulary.fields[n].field.kind in ("number", "date")]  # fmt: skip


def extreme(scene: Scene) -> Reply | None:
    """The item with the highest or the lowest figure, and the figure."""
    words = _parts(scene, "ask", "field") or scene.text
    scope = narrowed(_scope_words(words, scene), scene)
    if scope.words:
        return None
    items = items_in(scope, scene)
    found = _direction(scene, words, items)
    if found is None:
        return None
    name, highest, _ = found
    having = [(v, item) for item in items if isinstance(v := item.attributes.get(name), int | float) or hasattr(v, "isoformat")]  # fmt: skip
    if not having:
        return None
    best = (max if highest else min)(v for v, _ in having)  # type: ignore[type-var]  # one field is all numbers or all dates
    first = [item for v, item in having if v == best]
    rank = scene.say("extreme.highest" if highest else "extreme.lowest")
    of = scene.say("of", of=scope.told(scene)) if scope else ""
    told = scene.say(
        "extreme", titles=scene.titles(first[:NAMED]), label=scene.label(name), value=plain_value(best, name), rank=rank,
        count=scene.number(len(having)), of=of,
    )  # fmt: skip
    ties = scene.say("extreme.ties", count=scene.number(len(first))) if len(first) > NAMED else ""
    return Reply(scene.join(told, ties), tuple(first[:SHOWN]), tuple(first[:1]))


def _scope_words(words: str, scene: Scene) -> str:
    """The words of a question about an extreme without the extreme itself, the verb of it and the field asked for."""
    folded = fold(words)
    gone = [d.span for d in find_degrees(folded, Mask(len(folded))) if d.degree == "superlative"]
    gone += [Span(*m.span()) for m in scene.grammar.most.finditer(folded)]
    for span in sorted(gone, reverse=True):
        words = words[: span.start] + " " * (span.end - span.start) + words[span.end :]
    kept = fold(words)
    for pattern, _ in scene.grammar.concepts:
        for match in list(pattern.finditer(kept)):
            words = words[: match.start()] + " " * (match.end() - match.start()) + words[match.end() :]
    if has_han(words):
        return re.sub(r"\s+", " ", scene.grammar.empty.sub(" ", words)).strip()
    return " ".join(word for word in re.findall(r"[\w'-]+", words) if fold(word) not in STOP)
