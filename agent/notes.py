"""What an answer has to say about how a request was taken: repairs, refusals, wishes that decide nothing.

One sentence a kind, in English and Chinese.
"""

from __future__ import annotations

from typing import Literal

__all__ = ["NoteKind", "note"]

NoteKind = Literal["repaired", "refused", "underivable", "soft", "absent", "no_item", "no_value"]

_SENTENCES: dict[NoteKind, tuple[str, str]] = {
    "repaired": ("'{}' is taken for '{}'", "“{}”理解为“{}”"),
    "refused": ("'{}' can't be checked here ({})", "“{}”在这里无法核对（{}）"),
    "underivable": ("'{}' doesn't follow from the request, so it is no condition", "从请求里得不出“{}”，所以不作为条件"),
    "soft": ("'{}' is a wish, not a condition: no field of the catalogue decides it", "“{}”只作为偏好：目录中没有能判断它的字段"),
    "absent": ("there is no '{}' in the catalogue", "目录中没有“{}”"),
    "no_item": ("there is no '{}' in the last answer", "上一个回答中没有“{}”"),
    "no_value": ("'{}' has no {}, so nothing can be compared with it", "“{}”没有{}，无法比较"),
}


def note(kind: NoteKind, language: str, *words: object) -> str:
    """The sentence of a kind, in Chinese for `zh`, else in English.

    >>> note("absent", "en", "Fight Club")
    "there is no 'Fight Club' in the catalogue"
    """
    return _SENTENCES[kind][language == "zh"].format(*words)
