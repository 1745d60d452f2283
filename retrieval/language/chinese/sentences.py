"""How Chinese sentences about an item deny something of it."""

from __future__ import annotations

from retrieval.language.grammar import SentenceNegation
from retrieval.language.lazy import compiled

__all__ = ["CHINESE_SENTENCE"]

CHINESE_SENTENCE = SentenceNegation(
    harmless=compiled(
        "非常|除非|无线|无论|无比|特别|类别|级别|性别|分别|区别|差别|识别|别墅|别致|不管|不论|不断|不愧|不得不|没有问题|差不多|无需|无须|不禁|不用说|不止"
    ),
    cue=compiled(
        r"并?不(?:是|含|带|包含|包括|属于|在|会|能|需要|需)|没有|并非|算不上|称不上|谈不上|缺少|缺乏|从不|[不没非无别未]"
    ),
    end=compiled(r"[，。；：！？（）]|但|而|却|并且|且"),
    free=compiled(r"(?!)"),
)
