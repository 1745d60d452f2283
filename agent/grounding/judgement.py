"""What of a model's sentences may be shown where it may also judge: facts must be borne out, judgement passes and is marked.

A clause that claims a fact which the row doesn't bear out (a number, a value of a field, a comparison, a superlative that a field
decides, a property that a row would list, a deed of the person, what somebody must not have) is cut. Description, judgement and
general knowledge in free words pass: whether such words are true can't be told from the row, so they are named as the model's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from agent.explanation.fact_sheet import FactSheet
from agent.grounding.annotate import annotate
from agent.grounding.check import MOST_SENTENCES, bare, known_phrases
from agent.grounding.false_claims import false_claim
from agent.grounding.item_evidence import ItemEvidence
from agent.grounding.rules import fault
from agent.grounding.sentence_context import SentenceInContext
from agent.grounding.sentences import sentences
from retrieval.catalog.items import Item
from retrieval.catalog.schema import Schema
from retrieval.language.packs import voice_of
from retrieval.language.words import HAN, fold, latin_words
from retrieval.lexical.bm25 import tokens

__all__ = ["END", "Freedom", "Shown", "judged", "parts_of"]

Freedom = Literal["free", "facts", "strict"]
"""free: facts and marked judgement; facts: clauses that are borne out; strict: whole sentences that are borne out."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A text that may be shown. judged: the sentences and clauses of it that no fact bears out: they are marked."""

    text: str = ""
    judged: tuple[str, ...] = ()


_PART = re.compile(r"\s*[;；—–]\s*")
_CLAUSE = re.compile(r",(?!\d)\s+|[，：]\s*|:\s+")
END = " .。!！,，;；:："
"""What a clause that stands alone doesn't end with."""


def _holds(clause: str, evidence: ItemEvidence, freedom: Freedom) -> tuple[bool, bool]:
    """Whether a clause may be shown, and whether only as the model's judgement."""
    if fault(clause, evidence) is None:
        return True, freedom == "free" and not _rests(clause, evidence)
    if freedom == "free" and _says_something(clause) and false_claim(clause, evidence) is None:
        return True, True
    return False, False


FEWEST, FEWEST_HAN = 3, 4
"""Words, and Chinese characters, that a judgement has at least: "green frog" says nothing."""


def _says_something(clause: str) -> bool:
    han = re.findall(f"[{HAN}]", clause)
    return len(han) >= FEWEST_HAN or len(re.findall(r"[^\W\d_]+", clause)) - bool(han) >= FEWEST


def _rests(clause: str, evidence: ItemEvidence, owners: Sequence[str] = ("like", "done")) -> bool:
    """Whether a clause that nothing speaks against says anything of the row: more than its title and praise."""
    marked = annotate(clause, evidence)
    told = any(m.entry.fields or m.entry.owner in owners for m in marked.mentions if not m.weak)
    title = [m.span for m in marked.mentions if m.entry.owner == "own" and not m.entry.fields]
    own = {word for text in evidence.sheet.titles for word in (*(w for _, w in latin_words(fold(text))), *tokens(text))}
    pieces = [
        p
        for p in marked.pieces
        if p.known and not p.plain and p.text not in own and not any(p.span.overlaps(t) for t in title)
    ]
    compared = any(c.true for c in SentenceInContext(marked, evidence).compared)
    return told or compared or bool(marked.amounts or marked.relations or pieces)


def parts_of(sentence: str) -> list[str]:
    """Return the parts of a sentence that can stand alone."""
    return [part.strip(END) for part in _PART.split(sentence)]


def _kept(sentence: str, evidence: ItemEvidence, freedom: Freedom) -> Shown:
    """What is left of one sentence: all of it, or its clauses up to the first that doesn't hold in each part."""
    shown, judgement = _holds(sentence, evidence, freedom)
    if shown:
        return Shown(sentence, (sentence,) if judgement else ())
    if freedom == "strict":
        return Shown()
    kept: list[str] = []
    marked: list[str] = []
    for part in parts_of(sentence):
        good = _first_clauses(part, evidence, freedom)
        if good.text:
            kept.append(good.text)
            marked += good.judged
    text = "; ".join(kept).strip(END)
    if not text:
        return Shown()
    text = text[:1].upper() + text[1:] + ("。" if sentence.rstrip()[-1:] in "。！" else ".")
    return Shown(text, (text,) if marked else ())


def _first_clauses(part: str, evidence: ItemEvidence, freedom: Freedom) -> Shown:
    ends = [*(m.start() for m in _CLAUSE.finditer(part)), len(part)]
    for end in reversed(ends):
        text = part[:end].strip(END)
        if text and len(text) > SHORT:
            shown, judgement = _holds(text, evidence, freedom)
            if shown and (end == ends[-1] or judgement or _rests(text, evidence, ())):
                return Shown(text, (text,) if judgement else ())
    return Shown()


_OPEN = (";", "；", ",", "，")
SHORT = 5
"""Characters of a clause that is too short to stand alone."""


def judged(
    text: str,
    sheet: FactSheet,
    *,
    schema: Schema,
    language: str = "en",
    others: Sequence[Item] = (),
    names: Sequence[str] = (),
    freedom: Freedom = "free",
) -> Shown:
    """Return what may be shown of `text`, which a model wrote of the item of `sheet`; empty where nothing may.

    Arguments as for `check`. Raises nothing.
    """
    beside = tuple(other for other in others if other.id != sheet.id)
    evidence = ItemEvidence(sheet, schema, beside, tuple(names))
    found = sentences(bare(text), known_phrases(evidence))[:MOST_SENTENCES]
    voice = voice_of(language)
    parts = [part for one in found if (part := _kept(one, evidence, freedom)).text]
    if parts and parts[-1].text[-1:] in _OPEN:  # what came after it was cut
        last = parts[-1].text.rstrip(END) + voice.stop
        parts[-1] = Shown(last, (last,) if parts[-1].judged else ())
    return Shown(voice.glue.join(part.text for part in parts), tuple(c for part in parts for c in part.judged))
