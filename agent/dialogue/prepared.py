"""A request as it is searched by: without links, without the sounds of speech, and what is said of a child made a condition.

Knows the words around a wish; whether the catalogue has something for children is asked of its values.
"""

from __future__ import annotations

import re
from dataclasses import replace

from agent.parsing import Vocabulary
from agent.parsing.lexicon import FieldView
from agent.planning.plan import Condition, Source
from agent.search.turn import Turn
from retrieval.catalog.filters import Filter
from retrieval.language.packs import pack_of, voice_of
from retrieval.language.turns import language_of_words, links_in, without_links
from retrieval.language.words import fold, key

__all__ = ["prepared"]

SPOKEN = 2
"""Fillers from which a request is taken as spoken."""
_HELD = 50


def _unspoken(text: str, language: str) -> str:
    """A request without the sounds and words of hesitation, where there are several of them."""
    fillers = pack_of(language).turns.fillers
    if len(fillers.findall(fold(text))) < SPOKEN:
        return text
    kept = list(text)
    for match in fillers.finditer(fold(text)):
        kept[match.start() : match.end()] = " " * (match.end() - match.start())
    return re.sub(r"\s{2,}", " ", "".join(kept)).strip(" ,，") or text


def _doers(text: str, language: str, vocabulary: Vocabulary) -> str:
    """ "An elf that can heal" as "an elf healer", where the catalogue has the doer as a value."""
    pattern = pack_of(language).turns.doing

    def doer(match: re.Match[str]) -> str:
        stem = match["verb"].removesuffix("e")
        named = next((f"{stem}{end}" for end in ("er", "or") if f"{stem}{end}" in vocabulary.values), None)
        return named or match[0]

    return pattern.sub(doer, text) if pattern is not None else text


def _tells_ages(view: FieldView) -> bool:
    return bool(view.ages) or (view.measures and any(concept.name == "age" for concept in view.concepts))


def _with_child(turn: Turn, language: str, vocabulary: Vocabulary) -> Turn:
    """A child of some age asks for what the catalogue has for children; without such a value nothing changes."""
    grammar = pack_of(language).turns
    match = grammar.child.search(fold(turn.request))
    if match is None or any(_tells_ages(view) for view in vocabulary.fields.values()):
        return turn  # an age is read as a number where a field has them
    refs = [ref for name in grammar.nouns["child"] for ref in vocabulary.values.get(key(name), ()) if vocabulary.fields[ref.field].closed]  # fmt: skip
    if not refs:
        return turn
    rest = (turn.request[: match.start()] + " " + turn.request[match.end() :]).strip(" ?？.,，")
    condition = Condition((Filter(refs[0].field, "eq", refs[0].value),), Source("span", match[0]), _HELD)
    bare = grammar.wishes.sub(" ", fold(rest)).strip()
    words = "" if not grammar.empty.sub(" ", bare).strip() else rest
    return replace(turn, request=words, given=(*turn.given, condition), language=language)


def prepared(turn: Turn, vocabulary: Vocabulary) -> Turn:
    """The turn to be searched by; itself where nothing of it needs to be made ready."""
    text = turn.request
    if not text.strip():
        return turn
    language = language_of_words(text)
    notes = turn.notes
    if links_in(text):
        text, notes = without_links(text), (*notes, voice_of(language).say("talk.links"))
    text = _doers(_unspoken(text, language), language, vocabulary)
    ready = turn if text == turn.request else replace(turn, request=text, notes=notes)
    return _with_child(ready, language, vocabulary)
