"""Who calls a server: a name, what they may do, as whom, and how much at once. Knows nothing of how they are recognised.

The caller of a request is known to everything that answers it, without being handed on: `current()`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal, get_args

from retrieval.errors import QueryError

__all__ = ["ANYONE", "OWNER", "SCOPES", "VISITOR", "Caller", "NotYours", "Scope", "calling", "current"]

Scope = Literal["ask", "feedback", "write", "operate"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
"""What may be allowed: to ask, to say what somebody did, to change what is known of people, to hear and forget all of it."""


class NotYours(QueryError):
    """A person whom the caller may not name."""


@dataclass(frozen=True, slots=True)
class Caller:
    """name: of the key, for limits and logs. person: the only one whom the caller may name. tenant: whose people they are.

    calls: in a minute; together: at the same time; None: any number.
    """

    name: str
    scopes: frozenset[Scope]
    person: str | None = None
    tenant: str | None = None
    calls: int | None = None
    together: int | None = None

    def user(self, given: str | None) -> str | None:
        """Return whom a call is about, as the store knows them. Raises NotYours for another than the caller's own person.

        >>> Caller("k", frozenset(), person="ann", tenant="north").user(None)
        'north/ann'
        """
        if self.person is not None and given not in (None, self.person):
            raise NotYours("expected the user of this key, or none; got another")
        name = self.person or given
        return name if name is None or self.tenant is None else f"{self.tenant}/{name}"

    def session(self, given: str | None) -> str | None:
        """Return a visit as the store knows it: those of other tenants and persons have other names."""
        return given and "/".join(part for part in (self.tenant, self.person, given) if part)


OWNER = Caller("owner", frozenset(SCOPES))
"""Who sends the server's token."""
VISITOR = Caller("visitor", frozenset({"ask", "feedback"}))
"""A page's visitor, who may name anybody, and so hears nothing of what is known of people."""
ANYONE = Caller("anyone", frozenset({"ask", "feedback"}))
"""Whoever reaches a server that has neither a token nor keys."""

_CURRENT: ContextVar[Caller | None] = ContextVar("medley_caller", default=None)


def current() -> Caller:
    """Return who calls; outside a server, `ANYONE`."""
    return _CURRENT.get() or ANYONE


@contextmanager
def calling(caller: Caller | None) -> Iterator[None]:
    """Within it, `caller` calls."""
    before = _CURRENT.set(caller)
    try:
        yield
    finally:
        _CURRENT.reset(before)
