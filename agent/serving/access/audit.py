"""The log of writes and of privacy calls: when, by whom, what, about whom, how much. One JSON object a line, in the store's folder.

About whom is told by a keyed hash: who knows a name and has the folder can find its lines, and a person who was forgotten
isn't named. Knows files; nothing of what is done.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import os
import secrets
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from agent.serving.access.callers import Caller, current
from agent.serving.access.requests import request_id

__all__ = ["FILE", "Audit"]

log = logging.getLogger("medley.audit")

FILE = "audit.jsonl"
SECRET = "audit.key"
LARGEST, KEPT = 16 << 20, 9
"""Bytes of a file, and how many full ones are kept."""


class Audit:
    """The log of one store. Safe to use from several threads and processes; what can't be written goes to the log `medley.audit`."""

    def __init__(self, folder: Path, caller: Caller | None = None) -> None:
        """caller: who does all of it, where not each call says so."""
        self._folder, self._caller = Path(folder), caller
        self._lock = Lock()

    def note(self, did: str, about: str | None = None, **counts: int | str) -> None:
        """Write one line, before it returns to the disk. about: a user or a session."""
        line = {
            "at": datetime.now(UTC).isoformat("T", "milliseconds"), "by": (self._caller or current()).name, "did": did,
            "request": request_id(),
        } | counts  # fmt: skip
        try:
            with self._lock:
                if about is not None:
                    line["about"] = self.pseudonym(about)
                self._write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
        except OSError as error:
            log.error("expected to write the audit log; could not (%s): %s", error.strerror, line)

    def pseudonym(self, name: str) -> str:
        """Return what the log calls a person. Raises OSError where the secret can't be kept."""
        return hmac.new(self._secret(), name.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[:16]

    def _secret(self) -> bytes:
        path = self._folder / SECRET
        try:
            return path.read_bytes()
        except FileNotFoundError:
            made = secrets.token_hex(32).encode()
            fresh = path.with_name(f".{SECRET}.{secrets.token_hex(4)}")
            with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
                opened.write(made)
            try:
                os.link(fresh, path)
            except FileExistsError:
                return path.read_bytes()  # another process was first
            finally:
                fresh.unlink()
            return made

    def _write(self, line: bytes) -> None:
        path = self._folder / FILE
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(file, line)
            os.fsync(file)
            full = os.fstat(file).st_size > LARGEST
        finally:
            os.close(file)
        if full:
            for n in range(KEPT - 1, 0, -1):
                older = path.with_suffix(f".{n}.jsonl")
                if older.exists():
                    older.replace(path.with_suffix(f".{n + 1}.jsonl"))
            path.replace(path.with_suffix(".1.jsonl"))
