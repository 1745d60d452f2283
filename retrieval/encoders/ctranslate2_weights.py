"""The arrays in a model file of CTranslate2, read without running anything of it.

Knows the file's format. Knows nothing of models, encoders or where the file comes from.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import ConfigError

__all__ = ["read_arrays"]

TYPES: Mapping[int, type] = {0: np.float32, 1: np.int8, 2: np.int16, 3: np.int32, 4: np.float16}
VERSION = 6
"""Of the format; older ones lay their variables out otherwise."""


def read_arrays(data: bytes, wanted: Callable[[str], bool] = lambda name: True) -> dict[str, NDArray[Any]]:
    """Return the arrays whose names `wanted` says yes to, by name; views of `data`.

    Raises ConfigError for what is no such file, another version of it, or cut off.
    """
    place = 0

    def number(kind: str) -> int:
        nonlocal place
        (found,) = struct.unpack_from(f"<{kind}", data, place)
        place += struct.calcsize(kind)
        return int(found)

    def text() -> str:
        nonlocal place
        length = number("H")  # with the zero at its end
        found = data[place : place + length - 1].decode()
        place += length
        return found

    try:
        if (version := number("I")) != VERSION:
            raise ConfigError(f"expected a model file of CTranslate2, version {VERSION}; got version {version}")
        text(), number("I")  # which model it is, and its revision
        arrays = {}
        for _ in range(number("I")):
            name, shape = text(), [number("I") for _ in range(number("B"))]
            kind, size = np.dtype(TYPES[number("B")]), number("I")
            if wanted(name):
                arrays[name] = np.frombuffer(data, kind, size // kind.itemsize, place).reshape(shape)
            place += size
    except (struct.error, ValueError, KeyError) as error:
        raise ConfigError(f"expected a model file of CTranslate2; could not read it ({error})") from error
    return arrays
