"""The encoder set of the founding article: mean word vectors, ResNet-50, MFCC, each searched in its own space.

Words reach pictures or sounds only over a fusion that learns a common space from the catalogue (`aligned`). Knows
which encoders and blocks there are; the work is done by them.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from retrieval.encoders.base import EncoderSet
from retrieval.encoders.mean_word_vectors import MeanWordVectors
from retrieval.encoders.mfcc import Mfcc
from retrieval.encoders.parameters import located, read_parameters
from retrieval.encoders.resnet import ResNet50
from retrieval.errors import ConfigError
from retrieval.fusion.blocks import SameSpace

__all__ = ["classic", "classic_by_name"]

USAGE = "classic[:words=FILE,pictures=FILE|random]"


def classic(words: str | Path = "", pictures: str | Path = "") -> EncoderSet:
    """Mean word vectors, ResNet-50 and MFCC.

    `words`: a file of word2vec or GloVe vectors; by default vectors for English and Chinese are made here. `pictures`:
    a file of ResNet-50 weights, or `random`; by default torchvision's. The set's name says both, so that a store finds
    them again. Raises ConfigError where a file isn't there or isn't what it should be.
    """
    given = {"words": located(str(words)) if words else "", "pictures": located(str(pictures)) if pictures else ""}
    if given["words"] and not Path(given["words"]).is_file():
        raise ConfigError(f"expected a file of word vectors (word2vec or GloVe); there is no file '{words}'")
    told = ",".join(f"{name}={value}" for name, value in given.items() if value)
    text = MeanWordVectors(Path(given["words"]) if words else None)
    image, audio = ResNet50(given["pictures"]), Mfcc()
    return EncoderSet(
        f"classic:{told}" if told else "classic",
        (text, image, audio),
        (
            SameSpace("text", text, width=256),
            SameSpace("look", image, width=256),
            SameSpace("timbre", audio, width=40, weights=np.ones(audio.dim, np.float32)),
        ),
    )


def classic_by_name(parameters: str) -> EncoderSet:
    """`classic` with what stands after the colon of its name. Raises ConfigError as it does, or for other options."""
    return classic(**read_parameters(parameters, (), ("words", "pictures"), USAGE))
