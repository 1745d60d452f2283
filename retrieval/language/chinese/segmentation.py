"""Chinese cut into words (jieba)."""

from __future__ import annotations

from functools import cache
from typing import Any

__all__ = ["STOP", "search_words", "segmenter"]

STOP = frozenset(
    "的 了 是 我 你 他 她 它 在 和 有 就 不 也 都 很 到 说 要 去 会 着 给 一个 一些 一家 一只 一部 一本 一首 一款 一种 一间 一处 一张 一位 一条 一下 几个 几家 请 想 吗 呢 吧 个 把 那 这".split()
)
"""Words that are not looked for."""


@cache
def segmenter() -> Any:
    """Return the jieba tokenizer of this process, loaded at first use."""
    import logging

    import jieba
    from platformdirs import user_cache_path

    jieba.setLogLevel(logging.CRITICAL)  # a cache that can't be written costs half a second, no more
    segmenter = jieba.Tokenizer()
    folder = user_cache_path("medley") / "jieba"  # its default is the shared temporary folder, where anyone may write
    folder.mkdir(parents=True, exist_ok=True)
    segmenter.tmp_dir = str(folder)
    return segmenter


def search_words(text: str) -> list[str]:
    """Return the words of a run of Chinese characters as a search engine cuts them, the parts of long words included."""
    return list(segmenter().cut_for_search(text))
