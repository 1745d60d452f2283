"""Reads the parameters in an encoder set's name: `hub:TEXT,IMAGE,device=cpu` is two places and one option.

Knows nothing of what they mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from retrieval.errors import ConfigError

__all__ = ["located", "read_parameters"]


def read_parameters(text: str, places: Sequence[str], options: Sequence[str], usage: str) -> dict[str, str]:
    """Return what each of `places` (by order, or by name) and `options` (by name) is given; those not given are left out.

    >>> read_parameters("a,,c,device=cpu", ("text", "image", "audio"), ("device",), "…")
    {'text': 'a', 'audio': 'c', 'device': 'cpu'}

    A value holds no comma. Raises ConfigError, which shows `usage`, for an unknown option, one given twice, or more
    values than places.
    """
    found: dict[str, str] = {}
    free = list(places)
    for part in text.split(",") if text.strip() else ():
        name, equals, value = part.partition("=")
        if equals and name.strip().isidentifier():
            name = name.strip()
            if name not in (*places, *options):
                known = ", ".join((*places, *options))
                raise ConfigError(f"expected {usage}; got the option '{name}'. The options are {known}")
        elif free:
            name, value = free.pop(0), part
        else:
            raise ConfigError(f"expected {usage}; got more than {len(places)} names: '{text}'")
        if not value.strip():
            continue
        if name in found:
            raise ConfigError(f"expected {usage}; got '{name}' twice: '{text}'")
        found[name] = value.strip()
    return found


def located(value: str) -> str:
    """Return the absolute path where `value` names a file or folder that is there, else `value`: found again from anywhere.

    Raises ConfigError for a path with a comma, which a name can't hold.
    """
    path = Path(value).expanduser()
    if not path.exists():
        return value
    absolute = str(path.resolve())
    if "," in absolute:
        raise ConfigError(f"expected a path without a comma; got '{absolute}'. Rename the folder")
    return absolute
