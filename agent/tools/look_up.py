"""Which values and titles are like some words, as a tool: "which directors are like Cameron?"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from pydantic import BaseModel, Field
from rapidfuzz import fuzz, process

from agent.parsing import Vocabulary
from agent.parsing.lexicon import ValueRef
from agent.search.compact import cut
from agent.tools.base import Look, Seen
from agent.tools.registry import register_tool
from retrieval.catalog.filters import Filter
from retrieval.errors import QueryError
from retrieval.language.words import has_han, key

__all__ = ["look_up_value", "values_like"]

MOST, TITLES = 10, 5
SPELLED = 82
"""Likeness of spelling, 0 to 100, of a value, or of a word in it."""
MEANT = 0.5
"""Cosine from which a value means much the same."""


class LookUpValue(BaseModel):
    """Finds the values of fields, and titles, that are like some words: the same, with the words in them, spelt or meant alike."""

    words: str = Field(description="a name, a word")
    field: str = Field(default="", description="only this field; empty: all fields and titles")


def _refs(vocabulary: Vocabulary, field: str) -> Mapping[str, list[ValueRef]]:
    """The values of a field, or of all, by their compared forms."""
    found: dict[str, list[ValueRef]] = {}
    for form, refs in vocabulary.values.items():
        own = [ref for ref in refs if field in ("", ref.field) and form == key(ref.value)]
        if own:
            found[form] = own
    return found


def _holds(form: str, words: str) -> bool:
    return words in form if has_han(words) else set(words.split()) <= set(form.split())


def _spelt(wanted: str, forms: Sequence[str]) -> Iterator[str]:
    """Forms that are spelt alike, as a whole or in one of their words, the nearest first."""
    if has_han(wanted) or len(wanted) < 4:
        return
    words: dict[str, list[str]] = {}
    for form in forms:
        for part in {form, *form.split()}:
            words.setdefault(part, []).append(form)
    for part, _, _ in process.extract(wanted, list(words), scorer=fuzz.ratio, score_cutoff=SPELLED, limit=MOST):
        yield from sorted(words[part])


def values_like(words: str, vocabulary: Vocabulary, field: str = "") -> list[tuple[ValueRef, str]]:
    """Values that are like `words`, and how: same, part, spelling, meaning; each once, the surest first, then the most frequent."""
    wanted, refs = key(words), _refs(vocabulary, field)
    ways: list[tuple[str, list[ValueRef]]] = [
        ("same", refs.get(wanted, [])),
        ("part", [ref for form, own in refs.items() if wanted and form != wanted and _holds(form, wanted) for ref in own]),
        ("spelling", [ref for form in _spelt(wanted, list(refs)) for ref in refs[form]]),
    ]  # fmt: skip
    near = [ref for score, ref in vocabulary.nearest_values(words) if score >= MEANT and field in ("", ref.field)]
    found: dict[ValueRef, str] = {}
    for how, some in [*ways, ("meaning", near)]:
        ordered = some if how in ("spelling", "meaning") else sorted(some, key=lambda r: (-r.count, r.field, r.value))
        for ref in ordered:
            found.setdefault(ref, how)
    return list(found.items())


def _titles(words: str, look: Look) -> list[dict[str, str]]:
    """Titles with the words in them, or spelt alike, and the item of each."""
    vocabulary = look.vocabulary
    wanted, forms = key(words), vocabulary.title_forms
    having = [form for form in forms if wanted and _holds(form, wanted)]
    near = [form for form in _spelt(wanted, list(forms)) if form not in having] if not having else []
    titles = dict.fromkeys(t for form in [*sorted(having, key=len), *near] for t in forms[form])
    bearing = ((title, look.retriever.store.item(id)) for title in titles for id in vocabulary.titles[title][:1])
    told = (
        {"id": item.id, "title": cut(title, 80)} for title, item in bearing if item is not None and look.tells(item)
    )
    return list(islice(told, TITLES))


def _counted(refs: Sequence[tuple[ValueRef, str]], look: Look) -> Iterator[dict[str, Any]]:
    """Values with the number of items that have them and may be told of; none that no such item has."""
    for ref, how in refs:
        count = look.count([Filter(ref.field, "eq", ref.value)]) if look.hidden else ref.count
        if count:
            yield {"field": ref.field, "value": cut(ref.value, 60), "count": count, "how": how}


@register_tool("look_up_value")
def look_up_value(asked: LookUpValue, look: Look) -> Seen:
    """Looks words up among the values and titles. Raises QueryError for an unknown field."""
    if asked.field and asked.field not in look.retriever.schema:
        known = ", ".join(look.retriever.schema.fields)
        raise QueryError(f"expected a field of the catalogue ({known}); got '{asked.field}'")
    like = values_like(asked.words, look.vocabulary, asked.field)
    body: dict[str, Any] = {"values": list(islice(_counted(like, look), MOST))}
    if not asked.field:
        body["titles"] = _titles(asked.words, look)
    return Seen(body)
