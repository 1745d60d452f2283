"""Negations in a sentence about an item, and how far each reaches.

Those of requests are read in `agent.reading.negation`: people deny otherwise than texts do.
"""

from __future__ import annotations

import re

from agent.grounding.wording import PHRASES
from agent.reading.text import Mask, Span

__all__ = ["CUE", "denials_in"]

_HARMLESS = re.compile(
    "非常|除非|无线|无论|无比|特别|类别|级别|性别|分别|区别|差别|识别|别墅|别致|不管|不论|不断|不愧|不得不|没有问题|差不多|无需|无须|不禁|不用说|不止"
)

CUE = re.compile(
    r"\b(?:not|no|never|without|neither|nor|lacks?|lacking|cannot|none of|devoid of|free of|nothing|anything but|far from|instead of|rather than|other than|except(?: for)?|hardly|barely|scarcely|fail(?:s|ed)? to|apart from)\b|\b[a-z]+n't\b|\bnon(?=-)|"
    r"并?不(?:是|含|带|包含|包括|属于|在|会|能|需要|需)|没有|并非|算不上|称不上|谈不上|缺少|缺乏|从不|[不没非无别未]"
)

_SCOPE_END = re.compile(
    r"[,.;:!?()，。；：！？（）]|\bbut\b|\balthough\b|\bthough\b|\bhowever\b|\bbecause\b|\band (?:it|its|is|has|with|the|this|you|costs?|was)\b|\bwhile\b|但|而|却|并且|且"
)

_FREE = re.compile(r"\b([a-z]+)-free\b")


def denials_in(folded: str, mask: Mask) -> list[tuple[Span, Span]]:
    """Negations as (cue, scope), outside of what `mask` has as understood."""
    harmless = Mask(len(folded), [Span(*m.span()) for p in (_HARMLESS, PHRASES) for m in p.finditer(folded)])
    found = []
    for match in CUE.finditer(folded):
        cue = Span(*match.span())
        if not mask.free(cue) or not harmless.free(cue):
            continue
        end = _SCOPE_END.search(folded, cue.end)
        found.append((cue, Span(cue.end, end.start() if end else len(folded))))
    for match in _FREE.finditer(folded):
        found.append((Span(match.end(1), match.end()), Span(*match.span(1))))
    return found
