"""The classic picture encoder: ResNet-50 of torchvision, and where its weights come from.

Weights are a file that the caller names, or torchvision's ImageNet ones from where it keeps or publishes them. Where
none can be had, they are random: that is said once, and the version says so, so that a store made with them is never
searched with others. Knows decoded pictures.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from pickle import UnpicklingError
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

import numpy as np
from PIL import Image

from retrieval.catalog.items import Modality
from retrieval.encoders.base import Rows
from retrieval.encoders.image import square
from retrieval.encoders.word_vectors import file_digest
from retrieval.errors import ConfigError

__all__ = ["RANDOM", "ResNet50"]

RANDOM = "random"
SIDE = 224
BATCH = 8
_MEAN = np.array((0.485, 0.456, 0.406), np.float32)
_DEVIATION = np.array((0.229, 0.224, 0.225), np.float32)
_PATIENCE = 5.0
"""Seconds within which the server of the weights must answer."""


def _reached(url: str) -> str:
    """Why `url` can't be fetched; empty where it can."""
    from huggingface_hub import constants

    if constants.HF_HUB_OFFLINE:
        return "HF_HUB_OFFLINE is set"
    try:
        with urlopen(Request(url, method="HEAD"), timeout=_PATIENCE):
            return ""
    except (URLError, OSError, ValueError) as error:
        return str(getattr(error, "reason", None) or error)


def _published() -> Path | str:
    """torchvision's ImageNet weights as a file, fetched where they aren't kept yet; or in words why there are none."""
    import torch
    from torchvision.models import ResNet50_Weights

    url = str(ResNet50_Weights.IMAGENET1K_V2.url)
    path: Path = Path(torch.hub.get_dir()) / "checkpoints" / url.rsplit("/", 1)[-1]
    if path.is_file():
        return path
    reason = _reached(url)
    if reason:
        return f"{url}: {reason}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        torch.hub.download_url_to_file(url, str(path), hash_prefix=path.stem.rsplit("-", 1)[-1])
    except (OSError, RuntimeError) as error:  # the line is cut, the disk is full, or the bytes are others
        return f"{url}: {error}"
    return path


class ResNet50:
    """ResNet-50 (He et al. 2016): the 2,048 pooled features before the classifier. Rows are not normalised.

    The whole picture is shown, its white margins trimmed, as to the default encoder. 7 pictures a second on one core.
    """

    name = "resnet50"
    modality: Modality = "image"
    dim = 2_048

    def __init__(self, weights: str = "") -> None:
        """`weights`: a file with a state dict of ResNet-50, `random`, or nothing for torchvision's ImageNet weights.

        Raises ConfigError where the file isn't there.
        """
        self._given = weights
        if weights and weights != RANDOM and not Path(weights).is_file():
            raise ConfigError(
                f"expected a file of ResNet-50 weights (.pth) or '{RANDOM}'; there is no file '{weights}'"
            )

    @cached_property
    def _weights(self) -> Path | None:
        """The file of the weights, or None for random ones."""
        if self._given:
            return None if self._given == RANDOM else Path(self._given)
        found = _published()
        if isinstance(found, Path):
            return found
        warnings.warn(
            f"ResNet-50 has random weights, because torchvision's could not be had ({found}): pictures are told apart "
            "by little more than colour and layout. Name a file (classic:pictures=FILE.pth), or use --encoders embedded",
            stacklevel=2,
        )
        return None

    @cached_property
    def version(self) -> str:
        """Which weights it has: `1-random`, or a digest of their file."""
        return f"1-{RANDOM if self._weights is None else file_digest(self._weights)}"

    @cached_property
    def _network(self) -> Any:
        import torch
        from torchvision.models import resnet50

        with torch.random.fork_rng():
            torch.manual_seed(0)
            network = resnet50()
        if self._weights is not None:
            try:
                state = torch.load(self._weights, map_location="cpu", weights_only=True)
                network.load_state_dict(state.get("state_dict", state))
            except (OSError, RuntimeError, AttributeError, TypeError, EOFError, ValueError, UnpicklingError) as error:
                raise ConfigError(
                    f"expected '{self._weights}' to hold a state dict of torchvision's resnet50; it can't be loaded "
                    f"({type(error).__name__}: {str(error)[:200]})"
                ) from error
        network.fc = torch.nn.Identity()
        return network.eval()

    def encode(self, contents: Sequence[Image.Image]) -> Rows:
        """float32 (n, 2048), not normalised."""
        import torch

        rows = np.zeros((len(contents), self.dim), np.float32)
        with torch.inference_mode():
            for start in range(0, len(contents), BATCH):
                batch = [np.asarray(square(picture, SIDE), np.float32) for picture in contents[start : start + BATCH]]
                pixels = ((np.stack(batch) / 255 - _MEAN) / _DEVIATION).transpose(0, 3, 1, 2)
                rows[start : start + len(batch)] = self._network(torch.from_numpy(pixels.copy())).numpy()
        return rows
