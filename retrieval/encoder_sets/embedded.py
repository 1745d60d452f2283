"""The default encoder set: small models that come in Python packages, and the blocks that join them.

Knows which encoders and blocks there are and how much each counts; the work is done by them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from retrieval.encoders.audio import LibrosaFeatures
from retrieval.encoders.base import Block, Encoder, EncoderSet
from retrieval.encoders.colours import NamedColours
from retrieval.encoders.image import EfficientNetLites
from retrieval.encoders.text import MiniLM, UseMultilingual
from retrieval.encoders.whisper import WhisperLayers
from retrieval.fusion.blocks import CarriedOver, SameSpace
from retrieval.fusion.bridges import Bridge, ClassNames, Taught
from retrieval.fusion.learned import Learned, Together
from retrieval.fusion.word_prototypes import load_prototypes

__all__ = ["ears", "embedded"]


def _usual() -> NDArray[np.float16]:
    """The directions in which pictures usually differ: float16 (192, 2560)."""
    return load_prototypes().basis


def embedded() -> EncoderSet:
    """Words in 16 languages, pictures and sounds in six blocks, 1,024 numbers together (more in a small catalogue).

    Words reach pictures by prototypes that come with the package, and sounds by what the catalogue's own titles teach.
    Weights of blocks are relative to those of the others that a query reaches (`docs/experiments.md` says how they
    were found): `look` and `timbre` compete with `text` alone, in queries by picture and by sound.
    """
    sounds = LibrosaFeatures()
    timbre = SameSpace("timbre", sounds, weight=2, width=64, weights=sounds.weights)
    return _set("embedded", (sounds,), Learned(sounds, weights=sounds.weights), (timbre,))


def ears() -> EncoderSet:
    """Return the default set, with Whisper's encoder beside librosa's features for sounds: 1,088 numbers together.

    Both count the same for queries by sound. Words reach sounds over both, each as much as the catalogue's titles bear out.
    Nothing is loaded yet; the encoder raises ConfigError where its weights, the extra `ears`, aren't here.
    """
    sounds, heard = LibrosaFeatures(), WhisperLayers()
    plain = np.ones(heard.dim, np.float32)
    both = Together(Learned(sounds, weights=sounds.weights), Learned(heard, weights=plain))
    timbre = SameSpace("timbre", sounds, weight=1, width=64, weights=sounds.weights)
    return _set("ears", (sounds, heard), both, (timbre, SameSpace("hearing", heard, weight=1, width=64, weights=plain)))


def _set(name: str, hearing: tuple[Encoder, ...], by_sound: Bridge, timbre: tuple[Block, ...]) -> EncoderSet:
    every, english, pictures = UseMultilingual(), MiniLM(), EfficientNetLites()
    return EncoderSet(
        name,
        (every, english, pictures, *hearing),
        (
            SameSpace("text", every, weight=0.5, width=256, bridges=(ClassNames(pictures, every), by_sound)),
            SameSpace("text_en", english, width=192, sure=True),
            SameSpace(
                "image", pictures, weight=0.1, width=192, direct=False, bridges=(Taught(pictures),), prior=_usual
            ),
            SameSpace("look", pictures, weight=2, width=192, prior=_usual),
            CarriedOver("audio", by_sound, every, weight=0.1, width=128),
            *timbre,
        ),
        beside=(NamedColours(),),
    )
