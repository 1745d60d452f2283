"""Keys by person or tenant: made, listed and revoked by the operator; known to servers by their hashes alone.

They lie in the store's folder, in a file of its owner's; a running server sees changes at the next call. A key is shown once,
when it is made. It holds 256 random bits, so that a plain hash can't be turned back. Knows files; nothing of HTTP.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import re
import secrets
import time
from collections.abc import Collection
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from filelock import FileLock

from agent.serving.access.callers import SCOPES, Caller, Scope
from retrieval.atomic import write_atomically
from retrieval.errors import ConfigError, StoreDamaged, StoreError
from retrieval.store.faults import mapped_disk

__all__ = ["FILE", "Key", "Keys"]

log = logging.getLogger("medley.access")

FILE = "keys.json"
CALLS, TOGETHER = 120, 8
"""Calls a minute and at the same time, of a key of which nothing else is said."""
_NAME = re.compile(r"[\w.@:+-]{1,80}")
_KEY = re.compile(r"medley_(?P<id>[0-9a-f]{8})_[A-Za-z0-9_-]{43}")
DAY = 86_400


@dataclass(frozen=True, slots=True)
class Key:
    """What is kept of a key. digest: of the whole key, in hexadecimal. made, revoked, until: seconds since 1970."""

    id: str
    name: str
    digest: str
    scopes: tuple[Scope, ...]
    person: str | None
    tenant: str | None
    calls: int
    together: int
    made: float
    until: float | None = None
    revoked: float | None = None

    @property
    def state(self) -> str:
        """Whether it opens: `good`, `revoked` or `expired`."""
        if self.revoked is not None:
            return "revoked"
        return "expired" if self.until is not None and time.time() >= self.until else "good"

    @property
    def caller(self) -> Caller:
        """Who comes with it."""
        return Caller(self.id, frozenset(self.scopes), self.person, self.tenant, self.calls, self.together)


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def _checked(name: str, person: str | None, tenant: str | None, scopes: Collection[str]) -> None:
    for what, given in (("a name", name), ("a person", person), ("a tenant", tenant)):
        if given is not None and not _NAME.fullmatch(given):
            raise ConfigError(f"expected {what} of letters, digits and . @ : + - _, at most 80; got '{given[:100]}'")
    if not scopes or not set(scopes) <= set(SCOPES):
        raise ConfigError(f"expected scopes among {', '.join(SCOPES)}; got '{', '.join(sorted(scopes))[:100]}'")


class Keys:
    """The keys of one store. Safe to use from several threads and processes."""

    def __init__(self, folder: Path) -> None:
        self._path = Path(folder) / FILE
        self._lock = Lock()
        self._read: tuple[object, dict[str, Key], str] = (None, {}, "")

    @property
    def there(self) -> bool:
        """Whether keys were ever made here: then none but their holders come in, also once all are revoked."""
        return self._path.exists()

    def add(
        self,
        name: str,
        *,
        person: str | None = None,
        tenant: str | None = None,
        scopes: Collection[Scope] = ("ask", "feedback"),
        calls: int = CALLS,
        together: int = TOGETHER,
        days: float | None = None,
    ) -> tuple[Key, str]:
        """Make a key; return what is kept of it, and the key itself, which is told nowhere else.

        days: after which it no longer opens. Raises ConfigError for a name or a scope that can't be, StoreError where nothing
        can be written.
        """
        _checked(name, person, tenant, scopes)
        if calls < 1 or together < 1:
            raise ConfigError(f"expected at least one call a minute and one at a time; got {calls} and {together}")
        id = secrets.token_hex(4)
        secret = f"medley_{id}_{secrets.token_urlsafe(32)}"
        now = time.time()
        ordered = tuple(scope for scope in SCOPES if scope in scopes)
        until = now + days * DAY if days is not None else None
        key = Key(id, name, _digest(secret), ordered, person, tenant, calls, together, now, until)
        self._change(lambda keys: keys | {id: key})
        return key, secret

    def revoke(self, id: str) -> Key:
        """Have a key open nothing from now on. Raises ConfigError where there is none of this id."""
        if id not in self.all():
            raise ConfigError(f"expected the id of a key (see: medley keys list); got '{id[:100]}'")

        def without(keys: dict[str, Key]) -> dict[str, Key]:
            return keys | {id: Key(**(asdict(keys[id]) | {"revoked": keys[id].revoked or time.time()}))}

        return self._change(without)[id]

    def all(self) -> dict[str, Key]:
        """Return every key by its id, the oldest first. Raises StoreDamaged where the file can't be read."""
        return self._kept()[1]

    @property
    def secret(self) -> str:
        """What addresses of media are signed with. Raises StoreDamaged as `all` does."""
        return self._kept()[2]

    def find(self, given: str) -> Key | None:
        """Return the key that was given, while it opens; None for anything else, also where the file can't be read."""
        match = _KEY.fullmatch(given)
        key = self.good(match["id"]) if match else None
        known = hmac.compare_digest(_digest(given), key.digest if key else "0" * 64)
        return key if known else None

    def good(self, id: str) -> Key | None:
        """Return a key by its id while it opens; None also where the file can't be read, which the log tells."""
        try:
            key = self.all().get(id)
        except StoreError as error:
            log.error("%s", error)
            return None
        return key if key is not None and key.state == "good" else None

    def _kept(self) -> tuple[object, dict[str, Key], str]:
        with self._lock:
            try:
                stat = self._path.stat()
                state = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
                if self._read[0] != state:
                    self._read = (state, *_parsed(self._path.read_bytes(), self._path))
            except FileNotFoundError:
                self._read = (None, {}, "")
            except OSError as error:
                raise StoreDamaged(f"expected to read '{self._path}'; could not ({error.strerror})") from error
            return self._read

    def _change(self, change: Any) -> dict[str, Key]:
        folder = self._path.parent
        if not folder.is_dir():
            raise StoreError(f"expected a store in '{folder}'; there is none. Make one with: medley index")
        with mapped_disk(folder), FileLock(folder / f"{FILE}.lock", timeout=10):
            _, keys, secret = self._kept()
            changed: dict[str, Key] = change(keys)
            body = {"secret": secret or secrets.token_hex(32), "keys": [asdict(key) for key in changed.values()]}
            write_atomically(self._path, json.dumps(body, ensure_ascii=False, indent=1).encode(), 0o600)
            return changed


def _parsed(raw: bytes, path: Path) -> tuple[dict[str, Key], str]:
    try:
        body = json.loads(raw)
        found = [Key(**(held | {"scopes": tuple(held["scopes"])})) for held in body["keys"]]
        return {key.id: key for key in found}, str(body["secret"])
    except (ValueError, TypeError, KeyError) as error:
        raise StoreDamaged(
            f"expected keys in '{path}'; it can't be read ({error}). Nobody comes in until it is put back from a backup, or "
            "removed and keys are made anew"
        ) from error
