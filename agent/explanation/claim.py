"""A sentence of a reason and what it rests on.

Types only.
"""

from __future__ import annotations

from dataclasses import dataclass

from agent.explanation.fact_sheet import Evidence
from retrieval.language.packs import voice_of

__all__ = ["Claim", "Explanation"]


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence and what it rests on."""

    text: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Sentences, each tied to its evidence."""

    claims: tuple[Claim, ...]
    language: str = "en"

    @property
    def text(self) -> str:
        """The sentences in a row."""
        return voice_of(self.language).glue.join(claim.text for claim in self.claims)
