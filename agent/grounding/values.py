"""Rules on values: what is said of a field must be one of its values, and what is denied must not.

Each yields the faults that it finds in a case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.explanation.fact_sheet import items_of
from agent.grounding.annotations import Mention, Relation
from agent.grounding.item_evidence import ItemEvidence
from agent.grounding.sentence_context import SentenceInContext, in_quotes, spoken_words
from agent.grounding.titles import of_own_title
from retrieval.catalog.filters import contains_term
from retrieval.language.concepts import concepts_of
from retrieval.language.words import fold, key, latin_words, singular

__all__ = ["values"]


def values(case: SentenceInContext) -> Iterator[str]:
    for mention in case.marked.mentions:
        relations = [r for r in case.bound[mention.span] if _fits(case.evidence, r)]
        if (mention.weak and not any(r.exact for r in relations)) or not mention.entry.fields:
            continue
        if case.repeated(mention.span) or (in_quotes(case, mention.span) and of_own_title(case.evidence, mention)):
            continue
        if mention.entry.owner in ("like", "other") and any(
            c.true is not None and mention.span.overlaps(c.span) for c in case.compared
        ):
            continue
        if mention.entry.owner == "own" and not relations and not case.marked.denied(mention.span):
            continue
        true = _value_true(case, mention, relations)
        denied = case.marked.denied(mention.span)
        phrase = mention.entry.phrase
        if denied and true:
            yield f"“{phrase}” is so"
        elif denied and not _deniable(case, mention, relations):
            yield f"nothing says that it isn't “{phrase}”"
        elif not denied and not true and not case.excused(mention.span):
            wrong = ", ".join(sorted(relations[0].fields)) if relations else ", ".join(sorted(mention.entry.fields))
            yield f"“{phrase}” is not its {wrong}"


def _fits(evidence: ItemEvidence, relation: Relation) -> bool:
    """Whether the field that words name takes values that are phrases."""
    return any(
        evidence.schema.fields[name].kind in ("category", "text")
        for name in relation.fields
        if name in evidence.schema.fields
    )


def _by(case: SentenceInContext, mention: Mention) -> bool:
    """Whether "by" alone stands before the phrase: then it must be someone who makes."""
    return re.search(r"\bby\s+$", case.marked.folded[: mention.span.start]) is not None


_LOOSE = frozenset({"kind", "place", "near", "facility", "ingredient"})
"""Concepts whose words are also used of values of other fields ("a kind of", "in the area of")."""


def _loose(evidence: ItemEvidence, relation: Relation) -> bool:
    names = [
        n
        for n in relation.fields
        if n in evidence.schema.fields and evidence.schema.fields[n].kind in ("category", "text")
    ]
    return all(any(c.name in _LOOSE for c in concepts_of(name)) for name in names)


def _value_true(case: SentenceInContext, mention: Mention, relations: list[Relation]) -> bool:
    evidence, phrase = case.evidence, mention.entry.phrase
    if relations:
        names = {name for relation in relations for name in relation.fields}
        if any(evidence.holds(name, phrase) for name in names):
            return True
        if any(
            relation.exact or mention.entry.fields & relation.fields or not _loose(evidence, relation)
            for relation in relations
        ):
            return False
    fields = mention.entry.fields
    if _by(case, mention) and not relations:
        makers = {n for n in fields if any(r"\bby" in c.verbs.split("|") for c in concepts_of(n))}
        fields = frozenset(makers) if makers or all(concepts_of(n) for n in fields) else fields
    if any(evidence.holds(name, phrase) for name in fields):
        return True
    if case.marked.quoted(mention.span):
        return True
    closed = any(evidence.closed(name) for name in fields)
    words = spoken_words(evidence)
    if fold(phrase) in words:
        return True
    return not closed and any(contains_term(text, phrase) for text in evidence.texts)


def _deniable(case: SentenceInContext, mention: Mention, relations: list[Relation]) -> bool:
    """Whether the facts say that a phrase is not so: its field has other values, or a condition that says no holds."""
    evidence, phrase = case.evidence, mention.entry.phrase
    if any(items_of(evidence.item.attributes.get(name)) for relation in relations for name in relation.fields):
        return True
    if any(contains_term(text, phrase) for text in evidence.texts) and not set(key(phrase).split()) & evidence.denied:
        return False
    words = {singular(w) for _, w in latin_words(fold(phrase))} or {fold(phrase)}
    return (
        any(items_of(evidence.item.attributes.get(name)) for name in mention.entry.fields) or words <= evidence.refused
    )
