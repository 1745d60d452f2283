"""Words as they are written: tokens and BM25."""

from retrieval.lexical.bm25 import LEXICAL, WEIGHT, Lexical, segmenter, tokens

__all__ = ["LEXICAL", "WEIGHT", "Lexical", "segmenter", "tokens"]
