"""What a response says against what was shown, as conditions with a value of the very item: "too long" is shorter than that one.

Reads a response part by part and leaves the rest of it to be read as ever. Knows words, the items shown and the vocabulary; no plan and no search.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from agent.parsing.analysis import fields_of
from agent.parsing.field_resolution import choose_for_concept, field_mentions
from agent.parsing.intent import Constraint, Sort
from agent.parsing.lexicon import FieldView, Vocabulary
from agent.parsing.parse import Parse
from retrieval.catalog.items import Item, Value
from retrieval.language.concepts import CONCEPTS, Concept
from retrieval.language.packs import PACKS
from retrieval.language.responses import Responses
from retrieval.language.words import Span, fold, key

__all__ = ["Objected", "Objection", "continues", "objected", "without_empty"]


@dataclass(frozen=True, slots=True)
class Objection:
    """One fault of what was shown: the condition that it means, and the item that its value is from."""

    constraint: Constraint
    item: Item


@dataclass(frozen=True)
class Objected:
    """What a response says against what was shown. rest: what else it says. labels: fields that the rest speaks of without naming them.
    less: qualities of which there was too much, and which no field decides. leaning: where the last one leads.
    """

    objections: tuple[Objection, ...] = ()
    rest: str = ""
    labels: tuple[str, ...] = ()
    less: tuple[str, ...] = ()
    leaning: Sort | None = None


@dataclass(frozen=True, slots=True)
class _Fault:
    """More is wanted of a field (`more`), or less; or, without a field, there is too much of `word`."""

    view: FieldView | None
    more: bool
    word: str
    span: Span


def _packs() -> Iterator[Responses]:
    yield from (pack.responses for pack in PACKS)


def _parts(folded: str) -> list[Span]:
    """The parts of a response, each without what stands around it."""
    ends = sorted({(m.start(), m.end()) for responses in _packs() for m in responses.parts.finditer(folded)})
    found, at = [], 0
    for start, end in (*ends, (len(folded), len(folded))):
        if start > at and folded[at:start].strip():
            found.append(Span(at, start))
        at = max(at, end)
    return found


def _degrees(concept: Concept) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of little and of much of a concept, plain or of comparison, in every language."""
    less = [word for degree in concept.less[:2] for word in degree.split("|")]
    more = [word for degree in concept.more[:2] for word in degree.split("|")]
    han = [[word for word in roots.split("|") if word] for roots in (concept.less_roots, concept.more_roots)]
    return (*less, *han[0]), (*more, *han[1])


def _held(item: Item, view: FieldView) -> float | date | None:
    value = item.attributes.get(view.name)
    numbers = [v for v in (value if isinstance(value, tuple) else (value,)) if isinstance(v, int | float | date)]
    return numbers[0] if numbers and not isinstance(numbers[0], bool) else None


def _named(folded: str, part: Span, vocabulary: Vocabulary) -> FieldView | None:
    """The field of numbers that a part of a response names."""
    for mention in field_mentions(part.of(folded), vocabulary):
        views = [vocabulary.fields[name] for name in mention.fields]
        if measured := [view for view in views if view.field.kind in ("number", "date")]:
            return measured[0]
    return None


def _of_degree(word: str, part: str, item: Item, vocabulary: Vocabulary) -> tuple[FieldView, bool] | None:
    """The field that there is too much of by a word of degree, and whether more of it is wanted; one that the item has."""
    for concept in CONCEPTS:
        less, more = _degrees(concept)
        if word not in less and word not in more:
            continue
        view = choose_for_concept(concept, part, vocabulary, {}, fields_of([item]))
        if view is not None and _held(item, view) is not None:
            return view, word in less
    return None


def _by_word(folded: str, part: Span, item: Item, vocabulary: Vocabulary) -> Iterator[_Fault]:
    for responses in _packs():
        for pattern, certain in ((responses.too, True), (responses.mild, False), (responses.beyond, False)):
            for match in pattern.finditer(part.of(folded)):
                word = next(
                    (group for name, group in match.groupdict().items() if group and name.startswith("word")), ""
                )
                named = _named(folded, part, vocabulary) if word in responses.high | responses.low else None
                if named is not None:
                    yield _Fault(named, word in responses.low, word, part)
                elif (found := _of_degree(word, part.of(folded), item, vocabulary)) is not None:
                    yield _Fault(*found, word, part)
                elif certain and word:
                    yield _Fault(None, False, word, part)


def _by_idiom(folded: str, part: Span, item: Item, vocabulary: Vocabulary) -> Iterator[_Fault]:
    by_name = {concept.name: concept for concept in CONCEPTS}
    for responses in _packs():
        for idioms, more in ((responses.much, False), (responses.little, True)):
            for name, pattern in idioms.items():
                match = pattern.search(part.of(folded))
                if match is None:
                    continue
                view = choose_for_concept(by_name[name], match.group(), vocabulary, {}, fields_of([item]))
                if view is not None and _held(item, view) is not None:
                    yield _Fault(view, more, match.group(), part)


def _faults(folded: str, part: Span, item: Item, vocabulary: Vocabulary) -> list[_Fault]:
    """The faults that a part of a response finds; of each field one, by its name or by a phrase before a lone word."""
    found: dict[str, _Fault] = {}
    for fault in (*_by_idiom(folded, part, item, vocabulary), *_by_word(folded, part, item, vocabulary)):
        if fault.view is None and found:
            continue
        found.setdefault(fault.view.name if fault.view is not None else f"“{fault.word}", fault)
    return list(found.values())


def _meant(read: Parse, folded: str, part: Span, shown: Sequence[Item]) -> Item:
    """The item that a part of a response is about: named by its title or its place, else the first."""
    for item in shown:
        if len(item.title) > 1 and fold(item.title) in part.of(folded):
            return item
    for pointer in read.analysis.pointers:
        if part.start <= pointer.span.start < part.end and pointer.position is not None:
            at = pointer.position - 1 if pointer.position > 0 else pointer.position
            if -len(shown) <= at < len(shown):
                return shown[at]
    return shown[0]


def _bounded(fault: _Fault, view: FieldView, item: Item, span: str) -> Objection | None:
    value = _held(item, view)
    if value is None:
        return None
    bound = value.isoformat() if isinstance(value, date) else float(value)
    more = fault.more
    return Objection(
        Constraint(
            field=view.name, op="range", low=bound if more else None, high=None if more else bound,
            open_low=more, open_high=not more, span=span,
        ),
        item,
    )  # fmt: skip


def _values(given: Value | None) -> set[str]:
    return {key(str(v)) for v in (given if isinstance(given, tuple) else (given,)) if v is not None}


def _said_values(words: str, read: Parse) -> list[Constraint]:
    """The values that words name, or, where they name none, that they may mean."""
    found = [f.constraint for f in read.of(words, shown=False).analysis.found]
    return [c for c in found if c.op in ("eq", "in") and not c.negate and c.field in read.vocabulary.fields]


def _refused(words: str, item: Item, read: Parse) -> Objection | None:
    """A quality that the item has by one of its values ("too scary": it is a horror film), refused."""
    for c in _said_values(words, read):
        values = tuple(v for v in c.values if key(str(v)) in _values(item.attributes.get(c.field)))
        if values:
            return Objection(Constraint(field=c.field, op="in", values=values, negate=True, span=words), item)
    return None


def _lacked(read: Parse, folded: str, part: Span, item: Item) -> list[Objection]:
    """What the item is said not to be or to have, and is not and has not: it is wanted ("that isn't a comedy")."""
    for responses in _packs():
        match = responses.lacks.match(part.of(folded))
        if match is None or not (what := match["what"].strip()):
            continue
        at = part.start + match.start("what")
        wanted = _said_values(read.request[at : at + len(match["what"])].strip(), read)
        fair = all({key(str(v)) for v in c.values}.isdisjoint(_values(item.attributes.get(c.field))) for c in wanted)
        if wanted and fair:
            return [Objection(c.model_copy(update={"span": what, "guess": ""}), item) for c in wanted]
    return []


def _disliked(read: Parse, item: Item) -> tuple[Objection, Span] | None:
    """What the item is, and is disliked for ("that's horror, which I don't like"); and the words that say so."""
    text = read.request
    for responses in _packs():
        for match in responses.dislikes.finditer(fold(text)):
            objection = _refused(text[match.start("what") : match.end("what")], item, read)
            if objection is not None:
                return objection, Span(*match.span())
    return None


def _is_empty(part: str) -> bool:
    said = part.strip()
    return any(responses.empty.fullmatch(said) for responses in _packs())


def objected(read: Parse, shown: Sequence[Item]) -> Objected | None:
    """What a response says against the items `shown`, best first; None where it says nothing against them.

    A fault is one of the item that it names by its title or its place, or of the first.
    """
    if not shown:
        return None
    text, vocabulary = read.request, read.vocabulary
    folded = fold(text)
    objections: list[Objection] = []
    labels: list[str] = []
    less: list[str] = []
    gone: list[Span] = []
    leaning = None
    if (disliked := _disliked(read, shown[0])) is not None:
        objections.append(disliked[0])
        gone.append(disliked[1])
    for part in _parts(folded):
        if any(part.overlaps(span) for span in gone):
            continue
        item = _meant(read, folded, part, shown)
        faults = _faults(folded, part, item, vocabulary)
        for fault in faults:
            said = part.of(text).strip()
            one = _bounded(fault, fault.view, item, said) if fault.view else _refused(fault.word, item, read)
            objections += [one] if one is not None else []
            less += [fault.word] if one is None else []
            if fault.view is not None:
                labels.append(fault.view.name)
                leaning = Sort(field=fault.view.name, descending=fault.more, vague=True, span=said)
        lacked = [] if faults else _lacked(read, folded, part, item)
        objections += lacked
        if faults or lacked or (objections and _is_empty(part.of(folded))):
            gone.append(part)
    if not (objections or less):
        return None
    return Objected(tuple(objections), _left(text, gone), tuple(labels), tuple(less), leaning)


def _left(text: str, gone: Sequence[Span]) -> str:
    """A text without some parts, and without what stood between them."""
    for span in sorted(gone, reverse=True):
        text = text[: span.start] + " " + text[span.end :]
    kept = re.sub(r"(?<=[,.;:!?，。；：！？])[\s,.;:!?，。；：！？]+(?=\s|$)", "", text.strip())
    return re.sub(r"^[\s,.;:!?，。；：！？]+", "", kept).strip()


def continues(text: str, shown: Sequence[Item]) -> bool:
    """Whether a text says what it should be instead of what was shown, and begins nothing new: "I need it under 90 minutes"."""
    folded = fold(text).strip()
    return bool(shown) and any(responses.wants.match(folded) for responses in _packs())


def without_empty(text: str) -> str:
    """A text without complaints that tell nothing ("the rating is wrong, …", "I don't have that there, …"), where more is said."""
    folded = fold(text)
    parts = _parts(folded)
    gone = [part for part in parts if _is_empty(part.of(folded))]
    return _left(text, gone) if gone and len(gone) < len(parts) else text
