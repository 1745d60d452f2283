"""Which fields a question asks of: by their names, by what questions call them ("who directed"), or by their meaning.

Knows the catalogue's fields and the grammar of questions; not what any item has in them.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from agent.dialogue.scene import Scene
from retrieval.language.concepts import CONCEPTS, concepts_of, name_parts
from retrieval.language.words import fold, has_han, key, singular

__all__ = ["field_called", "fields_asked", "told_of"]

MEANT = 0.5
"""Cosine from which a phrase means a field's name."""


def told_of(concept: str, fields: Collection[str]) -> list[str]:
    """The fields that tell a concept, or have its name as a part of theirs; of price fields, those of the ground before others."""
    named = [name for name in fields if any(c.name == concept for c in concepts_of(name))]
    parts = [name for name in fields if concept in name_parts(name) or singular(concept) in {singular(p) for p in name_parts(name)}]  # fmt: skip
    relational = [name for name in named if any(c.name == "near" for c in concepts_of(name))]
    return [name for name in dict.fromkeys([*parts, *named]) if concept == "near" or name not in relational]


def field_called(words: str, scene: Scene, fields: Collection[str] | None = None) -> str | None:
    """The one field that a name stands for: "genres", "races", 档次; None where none does."""
    among = list(scene.vocabulary.fields if fields is None else fields)
    wanted = key(words)
    labels = {key(scene.vocabulary.fields[name].label): name for name in among}
    labels |= {key(scene.label(name)): name for name in among}
    if wanted in labels:
        return labels[wanted]
    tail = [name for label, name in labels.items() if wanted and (f" {wanted}" in f" {label}" or f" {label}" in f" {wanted}")]  # fmt: skip
    if len(set(tail)) == 1:
        return tail[0]
    for concept in CONCEPTS:
        if concept.mention is not None and concept.mention.fullmatch(fold(words)) and (found := told_of(concept.name, among)):  # fmt: skip
            return found[0]
    for pattern, concept_name in scene.grammar.concepts:
        if pattern.search(fold(words)) and (found := told_of(concept_name, among)):
            return found[0]
    near = scene.vocabulary.nearest_fields(words, among) if has_han(words) and len(words) >= 2 else []
    clear = len(near) == 1 or (len(near) > 1 and near[0][0] - near[1][0] >= 0.04)
    return near[0][1] if near and near[0][0] >= MEANT and clear else None


def _by_label(folded: str, fields: Collection[str], scene: Scene) -> list[str]:
    """Fields whose whole name stands in the words, the longest name first."""
    words = [singular(word) for word in re.findall(r"[^\W_]+", folded)]
    forms = f" {' '.join(words)} "
    found = []
    for name in fields:
        own = " ".join(singular(w) for w in key(scene.vocabulary.fields[name].label).split()) if name in scene.vocabulary.fields else ""  # fmt: skip
        called = scene.label(name)
        if (own and f" {own} " in forms) or (has_han(called) and called in folded):
            found.append(name)
    return sorted(found, key=lambda name: -len(name))[:1]


def fields_asked(words: str, fields: Collection[str], scene: Scene) -> tuple[list[str], bool]:
    """The fields of `fields` that a question asks of, and whether it names something that a field might tell at all."""
    folded = fold(words)
    if found := _by_label(folded, fields, scene):
        return found, True
    asked = False
    for pattern, concept in scene.grammar.concepts:
        if not pattern.search(folded):
            continue
        asked = True
        if found := told_of(concept, fields):
            return found, True
        if concept in ("steps", "description"):
            return ["description"], True
    return [], asked
