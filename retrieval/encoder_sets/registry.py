"""Encoder sets by name: the built-in ones, a stranger's, and those that take parameters after a colon.

A name is looked up among the sets that were registered, then among the entry points of installed packages, then as
`module:attribute`. Knows nothing of what a set is made of.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any

from retrieval.encoders.base import EncoderSet
from retrieval.errors import ConfigError

__all__ = ["GROUP", "Factory", "encoder_set", "encoder_sets", "recorded_set", "register"]

GROUP = "medley.encoders"
"""The group of entry points in which an installed package offers encoder sets: `name = "module:function"`."""

Factory = Callable[..., EncoderSet]
"""Makes a set: without an argument, or from the parameters after the colon where it was registered with `takes`."""

_SETS: dict[str, Factory] = {}
_TAKES: dict[str, str] = {}


def register(name: str, *, takes: str = "") -> Callable[[Factory], Factory]:
    """Decorator: makes `encoder_set(name)` call the decorated function. A stranger's set registers the same way.

    `takes` says in words which parameters stand after a colon, `register("hub", takes="TEXT[,IMAGE[,AUDIO]]")`; the
    function is then called with them as one string, empty where there are none.
    """

    def add(factory: Factory) -> Factory:
        _SETS[name] = factory
        _TAKES[name] = takes
        return factory

    return add


def encoder_sets() -> list[str]:
    """Return the names that `encoder_set` knows: registered ones, and those that installed packages offer."""
    return sorted({*_SETS, *(point.name for point in entry_points(group=GROUP))})


def _known(head: str) -> Factory | None:
    """The factory called `head`, which an installed package may offer."""
    if head not in _SETS:
        found = next(iter(entry_points(group=GROUP, name=head)), None)
        if found is None:
            return None
        try:
            offered = found.load()
        except (ImportError, AttributeError) as error:
            raise ConfigError(f"the encoders '{head}' of {found.value} can't be loaded ({error})") from error
        if head not in _SETS:  # loading it may have registered it, with its parameters
            register(head)(offered)
    return _SETS[head]


def _imported(name: str) -> EncoderSet:
    """The set that `module:attribute` names: the attribute is a set, or a function that makes one."""
    module, _, attribute = name.partition(":")
    try:
        found: Any = getattr(import_module(module), attribute)
    except (ImportError, AttributeError, ValueError) as error:
        raise ConfigError(
            f"expected encoders named one of {', '.join(encoder_sets())}, or MODULE:ATTRIBUTE; got '{name}', "
            f"which can't be imported ({error}). Is the module's folder on PYTHONPATH?"
        ) from error
    made = found() if callable(found) else found
    if not isinstance(made, EncoderSet):
        raise ConfigError(f"expected '{name}' to be an EncoderSet or a function that makes one; got {made!r:.80}")
    return made


def _stranger(name: str, imports: bool) -> EncoderSet:
    head, colon, attribute = name.partition(":")
    if not colon or not attribute.isidentifier() or not all(part.isidentifier() for part in head.split(".")):
        raise ConfigError(
            f"expected encoders named one of {', '.join(encoder_sets())}, or MODULE:ATTRIBUTE; got '{name}'"
        )
    if not imports:
        raise ConfigError(
            f"expected encoders named one of {', '.join(encoder_sets())}; got '{name}', which would run the code of a "
            f"module. If you trust it, name it yourself: MEDLEY_ENCODERS={name}"
        )
    made = replace(_imported(name), name=name)
    register(name)(lambda: made)
    return made


def encoder_set(name: str, *, imports: bool = True) -> EncoderSet:
    """Return the encoder set called `name`: a known name, `name:parameters`, or `module:attribute`.

    With `imports=False` no module is imported for it: for names that come from data, not from a person. The set's own
    name finds it again. Raises ConfigError for an unknown name, and for parameters that the set doesn't take.
    """
    head, colon, parameters = name.partition(":")
    factory = _SETS.get(name)
    if factory is not None and not _TAKES[name]:
        made = factory()
    elif (factory := _known(head)) is None:
        return _stranger(name, imports)
    elif _TAKES[head]:
        made = factory(parameters)
    elif colon:
        raise ConfigError(f"the encoders '{head}' take no parameters; got '{name}'")
    else:
        made = factory()
    return made if made.name.partition(":")[0] == head else replace(made, name=name)


def recorded_set(recorded: str, named: str) -> EncoderSet:
    """Return the set that a store's record calls `recorded`, where the person calls theirs `named` (it may be another).

    A record is data: no module is imported for it unless the person names the same one. Where they name the same set
    with options that a record doesn't hold (a device), theirs is taken. Raises ConfigError as `encoder_set` does.
    """
    if named.partition(":")[0] == recorded.partition(":")[0]:
        made = encoder_set(named)
        if made.name == recorded:
            return made
    return encoder_set(recorded, imports=False)
