"""Encoders: what turns texts, pictures and sounds into rows, and the sets of them that are known by name.

Importing this loads no model and no large library; a built-in set's module is imported when the set is asked for.
"""

from __future__ import annotations

from retrieval.encoders.base import (
    Block,
    Encoder,
    EncoderSet,
    FittedBlock,
    Raws,
    Rows,
    Sound,
    encoder_set,
    encoder_sets,
    register,
)

__all__ = [
    "Block",
    "Encoder",
    "EncoderSet",
    "FittedBlock",
    "Raws",
    "Rows",
    "Sound",
    "encoder_set",
    "encoder_sets",
    "register",
]


@register("embedded")
def _embedded() -> EncoderSet:
    from retrieval.encoders.embedded import embedded

    return embedded()


@register("fake")
def _fake() -> EncoderSet:
    from retrieval.encoders.fake import fake

    return fake()
