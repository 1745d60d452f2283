"""Checks what a model wrote of an item against the evidence, sentence by sentence, and keeps only what is borne out.

A sentence passes when nothing in it contradicts or exceeds the facts:

- every word that claims something stands in the item's own texts, in a condition that holds, or in general talk of
  choosing (`plain_words.py`); a word only of the request may be repeated as the person's ("you asked for …, but …");
- every known value, title, number, comparison, negation, picture, sound and likeness in it is true of this item;
- no superlative without something to be it of, no deed of the person that isn't known (`agent.explanation.behaviour_reasons`), no markup, address or order;
- praise alone ("A wonderful choice!") may stand where it is short: it is an opinion and claims nothing.

What it can't see: who does what to whom inside a description ("the doll envies the spaceman" made of its own words).
It rather refuses a true sentence than lets a false one pass. Pure functions; no model.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agent.explanation.fact_sheet import FactSheet
from agent.grounding.item_evidence import ItemEvidence
from agent.grounding.rules import fault
from agent.grounding.sentences import sentences
from agent.grounding.title_forms import title_forms
from retrieval.catalog.items import Item
from retrieval.catalog.schema import Schema
from retrieval.language.packs import voice_of

__all__ = ["MOST_SENTENCES", "Verdict", "Verdicts", "bare", "check", "grounded", "known_phrases"]

LONGEST, MOST_SENTENCES = 4_000, 20
"""Characters and sentences that are looked at; what comes after is dropped unread."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One sentence, whether it may be shown, and why not."""

    sentence: str
    ok: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The verdicts of a text, in order. True where it has sentences and all may be shown."""

    verdicts: tuple[Verdict, ...]

    def __bool__(self) -> bool:
        return bool(self.verdicts) and all(verdict.ok for verdict in self.verdicts)

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter(self.verdicts)

    def __len__(self) -> int:
        return len(self.verdicts)

    @property
    def kept(self) -> tuple[str, ...]:
        """The sentences that may be shown."""
        return tuple(verdict.sentence for verdict in self.verdicts if verdict.ok)

    @property
    def faults(self) -> tuple[Verdict, ...]:
        """Those that may not."""
        return tuple(verdict for verdict in self.verdicts if not verdict.ok)


_EMPHASIS = re.compile(r"(\*{1,3}|_{2,3})(?=\S)(.+?)(?<=\S)\1")
_BULLET = re.compile(r"^\s*(?:[-*•·]\s+|\d{1,2}[.)、]\s+)", re.MULTILINE)


def bare(text: str) -> str:
    """Return the text without emphasis, list marks and characters that don't print."""
    text = "".join(char for char in text[:LONGEST] if char.isprintable() or char == "\n")
    for _ in range(2):
        text = _EMPHASIS.sub(r"\2", text)
    return _BULLET.sub("", text).strip()


def known_phrases(evidence: ItemEvidence) -> list[str]:
    """Titles and short texts in which a stop ends no sentence."""
    sheet = evidence.sheet
    known = [*sheet.titles, *(liked.item.title for liked in sheet.likes), *(other.title for other in evidence.others)]
    known += [title for done in sheet.done for title in title_forms(done.item)]
    return known + [text for text in evidence.texts if len(text) < 100]


def check(
    text: str,
    sheet: FactSheet,
    *,
    schema: Schema,
    language: str = "en",
    others: Sequence[Item] = (),
    names: Sequence[str] = (),
) -> Verdicts:
    """Judges each sentence of `text`, which a model wrote of the item of `sheet`.

    language: the one that the text should be in; a sentence without a letter of it may still quote titles and values.
    others: the items shown beside it, for comparisons. names: what items are called in this catalogue ("film", 电影),
    where the caller knows; else what the request and the values call them. Markup for emphasis and list marks are
    taken off; other markup fails. Raises nothing.
    """
    evidence = ItemEvidence(sheet, schema, tuple(other for other in others if other.id != sheet.id), tuple(names))
    found = sentences(bare(text), known_phrases(evidence))[:MOST_SENTENCES]
    faults = [fault(sentence, evidence) for sentence in found]
    return Verdicts(tuple(Verdict(s, reason is None, reason or "") for s, reason in zip(found, faults, strict=True)))


def grounded(
    text: str,
    sheet: FactSheet,
    *,
    schema: Schema,
    language: str = "en",
    others: Sequence[Item] = (),
    names: Sequence[str] = (),
) -> str | None:
    """`text` without the sentences that the facts don't bear out, or None where none is left: then use `explain`.

    Arguments as for `check`.
    """
    kept = check(text, sheet, schema=schema, language=language, others=others, names=names).kept
    return voice_of(language).glue.join(kept) or None
