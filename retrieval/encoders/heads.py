"""The linear head of a classifier, kept in the user's cache: a catalogue without pictures is indexed without PyTorch."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray
from platformdirs import user_cache_path

from retrieval.atomic import write_atomically

__all__ = ["Head", "kept_head"]

Head = tuple[NDArray[np.float32], NDArray[np.float32]]
"""Weights (classes, dim) and biases (classes,)."""


def kept_head(name: str, make: Callable[[], Head], *, folder: Path | None = None) -> Head:
    """Return the head `name` from `folder` (default: the user's cache), or make it and keep it there.

    `name` says the version: another one is another file. A file that is damaged is made again; a cache that can't be
    written costs the loading of the network at the next time, no more.
    """
    path = (folder or user_cache_path("medley")) / f"head-{name}.npz"
    found = _read(path)
    if found is not None:
        return found
    weight, bias = make()
    buffer = BytesIO()
    np.savez(buffer, weight=weight, bias=bias)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, buffer.getvalue())
    except OSError:
        pass  # the answer doesn't depend on the cache
    return weight, bias


def _read(path: Path) -> Head | None:
    try:
        with np.load(path, allow_pickle=False) as archive:
            weight, bias = archive["weight"], archive["bias"]
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return None
    fits = weight.ndim == 2 and bias.shape == weight.shape[:1] and weight.dtype == bias.dtype == np.float32
    return (weight, bias) if fits else None
