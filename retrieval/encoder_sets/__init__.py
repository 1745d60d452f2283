"""Encoders: what turns texts, pictures and sounds into rows, and the sets of them that are known by name.

Importing this loads no model and no large library; a built-in set's module is imported when the set is asked for.
"""

from __future__ import annotations

from retrieval.encoder_sets.registry import encoder_set, encoder_sets, recorded_set, register
from retrieval.encoders.base import (
    Block,
    Encoder,
    EncoderOutputs,
    EncoderSet,
    FittedBlock,
    ItemEncoder,
    Rows,
    Sound,
)

__all__ = [
    "Block",
    "Encoder",
    "EncoderOutputs",
    "EncoderSet",
    "FittedBlock",
    "ItemEncoder",
    "Rows",
    "Sound",
    "encoder_set",
    "encoder_sets",
    "recorded_set",
    "register",
]


@register("embedded")
def _embedded() -> EncoderSet:
    from retrieval.encoder_sets.embedded import embedded

    return embedded()


@register("ears")
def _ears() -> EncoderSet:
    from retrieval.encoder_sets.embedded import ears

    return ears()


@register("classic", takes="[words=FILE,pictures=FILE|random]")
def _classic(parameters: str) -> EncoderSet:
    from retrieval.encoder_sets.classic import classic_by_name

    return classic_by_name(parameters)


@register("hub", takes="TEXT[,IMAGE[,AUDIO]][,device=…,half=…,batch=…,tokens=…]")
def _hub(parameters: str) -> EncoderSet:
    from retrieval.encoder_sets.hub import hub_by_name

    return hub_by_name(parameters)


@register("fake")
def _fake() -> EncoderSet:
    from retrieval.encoder_sets.fake import fake

    return fake()
