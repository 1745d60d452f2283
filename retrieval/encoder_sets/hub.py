"""The encoder set of a model hub: any text model, and joint models through which words reach pictures and sounds.

Models come by name from the hub, or from a local folder. What isn't named is done by the small encoders of the default
set. Knows which encoders and blocks there are; the work is done by `hub_model.py`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from retrieval.catalog.items import Modality
from retrieval.encoders.audio import LibrosaFeatures
from retrieval.encoders.base import Block, Encoder, EncoderSet, Rows
from retrieval.encoders.colours import NamedColours
from retrieval.encoders.hub_models import HubModel, HubSettings
from retrieval.encoders.image import EfficientNetLites
from retrieval.encoders.parameters import located, read_parameters
from retrieval.errors import ConfigError
from retrieval.fusion.blocks import CarriedOver, SameSpace
from retrieval.fusion.bridges import Bridge, ClassNames, ClassWeights
from retrieval.fusion.joint_space import JointSpace
from retrieval.fusion.learned import Learned

__all__ = ["DEFAULTS", "HubAudio", "HubImage", "HubText", "hub", "hub_by_name"]

USAGE = "hub:TEXT[,IMAGE[,AUDIO]][,device=auto|cpu|cuda|mps][,half=auto|yes|no][,batch=N][,tokens=N]"
DEFAULTS = {
    "text": "intfloat/multilingual-e5-small",
    "image": "google/siglip2-base-patch16-224",
    "audio": "laion/clap-htsat-unfused",
}
"""The models of `hub` without any name: small ones; the first two read Chinese too."""


class _HubEncoder:
    """One modality of a model. Its name tells the role and the model; `reads` is all that the model must read."""

    modality: Modality
    reads: tuple[str, ...] = ("text",)

    def __init__(self, model: HubModel, role: str) -> None:
        self._model = model
        last = model.name.rstrip("/").rpartition("/")[2].partition("@")[0]
        self.name = f"{role}_{re.sub(r'[^A-Za-z0-9.]+', '_', last)}"

    @property
    def version(self) -> str:
        """That of the model. Raises ConfigError where it can't be found."""
        return self._model.version

    @property
    def dim(self) -> int:
        """Columns of the rows. Loads the model; raises ConfigError where it can't be loaded or reads other things."""
        self._model.require(*self.reads)
        return self._model.dim


class HubText(_HubEncoder):
    """A text model, or the text tower of a joint one; unit rows, zero for a blank text."""

    modality: Modality = "text"

    def __init__(self, model: HubModel, role: str = "text", beside: str = "") -> None:
        """`beside` names what else the model must read, where this is a tower of a joint one."""
        super().__init__(model, role)
        self.reads = ("text", beside) if beside else ("text",)

    def encode(self, contents: Sequence[str]) -> Rows:
        """float32 (n, dim): the contents as queries."""
        self._model.require(*self.reads)
        return self._model.texts(contents, "query")

    def encode_items(self, contents: Sequence[str]) -> Rows:
        """float32 (n, dim): the contents as documents."""
        self._model.require(*self.reads)
        return self._model.texts(contents, "document")


class HubImage(_HubEncoder):
    """The picture tower of CLIP or SigLIP; unit rows."""

    modality: Modality = "image"
    reads = ("text", "image")

    def encode(self, contents: Sequence[Any]) -> Rows:
        """float32 (n, dim)."""
        self._model.require(*self.reads)
        return self._model.pictures(contents)


class HubAudio(_HubEncoder):
    """The sound tower of CLAP; unit rows, zero for silence."""

    modality: Modality = "audio"
    reads = ("text", "audio")

    def encode(self, contents: Sequence[Any]) -> Rows:
        """float32 (n, dim)."""
        self._model.require(*self.reads)
        return self._model.sounds(contents)


def _pictures(text: HubText, model: HubModel | None) -> tuple[list[Encoder], list[Bridge], list[Block]]:
    """Encoders, bridges into the space of `text`, and blocks for pictures."""
    if model is None:
        small = EfficientNetLites()
        look = SameSpace("look", small, weight=2, width=192)
        words = ClassWeights(small, text)
        named = SameSpace("image", small, weight=0.2, width=192, direct=False, bridges=(words,))
        return [small], [ClassNames(small, text)], [named, look]
    said, seen = HubText(model, "image_words", "image"), HubImage(model, "image")
    blocks: list[Block] = [
        JointSpace("image", seen, said, weight=0.5, width=256),
        SameSpace("look", seen, weight=2, width=192),
        JointSpace("seen", said, seen, weight=0.5, width=96),
    ]
    return [said, seen], [], blocks


def _sounds(text: HubText, model: HubModel | None) -> tuple[list[Encoder], list[Bridge], list[Block]]:
    """Encoders, bridges into the space of `text`, and blocks for sounds."""
    if model is None:
        small = LibrosaFeatures()
        learned = Learned(small, weights=small.weights)
        carried = CarriedOver("audio", learned, text, weight=0.2, width=128)
        timbre = SameSpace("timbre", small, weight=2, width=64, weights=small.weights)
        return [small], [learned], [carried, timbre]
    said, heard = HubText(model, "audio_words", "audio"), HubAudio(model, "audio")
    blocks: list[Block] = [
        JointSpace("audio", heard, said, weight=0.5, width=192),
        SameSpace("timbre", heard, weight=2, width=128),
        JointSpace("heard", said, heard, weight=0.5, width=64),
    ]
    return [said, heard], [], blocks


def hub(text: str, image: str = "", audio: str = "", settings: HubSettings | None = None) -> EncoderSet:
    """Return a text model, a joint model of pictures and words, one of sounds and words: names of the hub or local folders.

    Without `image` (or `audio`), pictures (sounds) are read by the small encoders of the default set, over bridges
    into the space of the text model. Nothing is loaded yet; the models then raise ConfigError where they can't be had.
    Weights of blocks are those of the default set where it has the like.
    """
    if not text:
        raise ConfigError(f"expected {USAGE}; got no text model")
    settings = settings or HubSettings()
    places = [located(name) if name else "" for name in (text, image, audio)]
    models = {name: HubModel(name, settings) for name in places if name}
    words = HubText(models[places[0]])
    seeing, by_picture, look = _pictures(words, models.get(places[1]))
    hearing, by_sound, timbre = _sounds(words, models.get(places[2]))
    kept = [f"tokens={settings.tokens}"] if settings.tokens else []
    return EncoderSet(
        "hub:" + ",".join([",".join(places).rstrip(","), *kept]),
        (words, *seeing, *hearing),
        (SameSpace("text", words, width=256, bridges=(*by_picture, *by_sound)), *look, *timbre),
        beside=(NamedColours(),),
    )


def _count(given: Mapping[str, str], name: str, otherwise: int) -> int:
    value = given.get(name, str(otherwise))
    if not value.isdecimal():
        raise ConfigError(f"expected {USAGE}; got {name}='{value}', which is no number")
    return int(value)


def hub_by_name(parameters: str) -> EncoderSet:
    """`hub` with what stands after the colon of its name; with no model named, `DEFAULTS`. Raises ConfigError."""
    given = read_parameters(parameters, ("text", "image", "audio"), ("device", "half", "batch", "tokens"), USAGE)
    names = {place: given[place] for place in DEFAULTS if place in given} or DEFAULTS
    settings = HubSettings(
        device=given.get("device", "auto"),
        half=given.get("half", "auto"),
        batch=_count(given, "batch", 32),
        tokens=_count(given, "tokens", 0),
    )
    return hub(names.get("text", ""), names.get("image", ""), names.get("audio", ""), settings)
