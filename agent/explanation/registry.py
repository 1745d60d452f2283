"""The kinds of reasons for a pick: a registry, in the order in which they are told; Medley's own register as a stranger's do.

A reason is a sentence with its evidence, made from a fact sheet. What recomputes the sentence from the row is registered apart
(`agent.verification.register_check`): it shares no code with what writes it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from agent.explanation.claim import Claim
from agent.explanation.fact_sheet import FactSheet
from retrieval.errors import ConfigError

__all__ = ["Reason", "reasons", "register_reason", "unregister_reason"]


@dataclass(frozen=True)
class Reason:
    """A kind of reason.

    claim: from a fact sheet and a language to the sentence and what it rests on, None where there is no such reason. weak:
    whether it gives way where an item was pointed at and there are stronger ones.
    """

    name: str
    claim: Callable[[FactSheet, str], Claim | None]
    weak: bool = False


_REASONS: dict[str, Reason] = {}


def register_reason(reason: Reason, *, before: str | None = None) -> None:
    """Register a kind of reason, in front of the one named `before`, else behind all others.

    Raises ConfigError where its name is taken, or `before` is no reason.
    """
    if reason.name in _REASONS:
        raise ConfigError(f"expected a new name for a reason; {reason.name!r} is registered")
    if before is not None and before not in _REASONS:
        raise ConfigError(f"expected one of {', '.join(_REASONS)}; got {before!r}")
    order: list[Reason] = []
    for known in _REASONS.values():
        order += [reason, known] if known.name == before else [known]
    order += [reason] if before is None else []
    _REASONS.clear()
    _REASONS.update({one.name: one for one in order})


def unregister_reason(name: str) -> None:
    """Forget a kind of reason. Raises ConfigError where there is none of this name."""
    if name not in _REASONS:
        raise ConfigError(f"expected one of {', '.join(_REASONS)}; got {name!r}")
    del _REASONS[name]


def reasons() -> Mapping[str, Reason]:
    """Return the kinds of reasons by name, those first that are told first."""
    return _REASONS
