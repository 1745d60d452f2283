"""Chinese words with their parts of speech (jieba)."""

from __future__ import annotations

from functools import cache
from typing import Any

from retrieval.language.chinese.segmentation import segmenter

__all__ = ["tagger"]


@cache
def tagger() -> Any:
    """The jieba tagger of this process, loaded at first use."""
    import jieba.posseg

    return jieba.posseg.POSTokenizer(segmenter())
