"""Makes `word_prototypes.npz`: what words look like, from WordNet's nouns and openclipart's drawings."""

from __future__ import annotations

__all__: list[str] = []
