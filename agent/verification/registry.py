"""Checks of reasons that Medley doesn't know itself: a registry, each by the name of its reason.

Knows nothing of how a reason is made: what checks it shares no code with what writes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from retrieval.catalog.items import Item
from retrieval.errors import ConfigError

__all__ = ["Check", "checks", "register_check", "unregister_check"]

Check = Callable[[str, Item], Iterable[str]]
"""The text of an explanation and the item → what of the text the item doesn't bear out, each in a sentence."""

_CHECKS: dict[str, Check] = {}


def register_check(name: str, check: Check) -> None:
    """Register what checks the sentences of a reason. Raises ConfigError where the name is taken."""
    if name in _CHECKS:
        raise ConfigError(f"expected a new name for a check; {name!r} is registered")
    _CHECKS[name] = check


def unregister_check(name: str) -> None:
    """Forget a check. Raises ConfigError where there is none of this name."""
    if name not in _CHECKS:
        raise ConfigError(f"expected one of {', '.join(_CHECKS) or 'no names'}; got {name!r}")
    del _CHECKS[name]


def checks() -> Mapping[str, Check]:
    """Return the registered checks by the name of their reason."""
    return _CHECKS
