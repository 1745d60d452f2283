"""Fetches a Debian package's files through the system's package manager, needing neither root nor filled lists.

`apt-get` works on lists, a status file and a cache of its own inside the given folder; the system's own sources and
proxy settings are used, and the system's state is never touched. Knows nothing of what is in the package.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from retrieval.errors import CatalogError

__all__ = ["PACKAGE", "FetchLimits", "Progress", "fetch_stamps"]

PACKAGE = "tuxpaint-stamps-default"
"""Debian's and Ubuntu's package of the stamps (GPL-2)."""

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is (bytes or items)."""

_URI = re.compile(r"^'(?P<uri>[^']+)' (?P<name>\S+) (?P<size>\d+) ?(?P<hash>\S*)$", re.MULTILINE)
_OPTIONS = """\
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear Acquire::IndexTargets::deb::Contents-deb;
#clear Acquire::IndexTargets::deb::Contents-deb-legacy;
#clear Acquire::IndexTargets::deb::CNF;
#clear Acquire::IndexTargets::deb::DEP-11;
#clear Acquire::IndexTargets::deb::DEP-11-icons;
#clear Acquire::IndexTargets::deb::DEP-11-icons-small;
#clear Acquire::IndexTargets::deb::DEP-11-icons-hidpi;
#clear Acquire::IndexTargets::deb::DEP-11-icons-large;
#clear Acquire::IndexTargets::deb::DEP-11-icons-large-hidpi;
"""
"""Hooks that are meant for root, and indexes that nothing here reads."""


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """How long each step may take, in seconds, and how much room there must be, in bytes.

    `stall`: without one new byte; `download`: in all.
    """

    update: float = 180
    stall: float = 45
    download: float = 3_600
    unpack: float = 300
    room: int = 600_000_000


@dataclass(frozen=True, slots=True)
class _Offer:
    """What the package manager offers: file name, bytes, and a checksum such as `SHA256:…`."""

    name: str
    size: int
    checksum: str


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Ends the process and what it started."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, sign)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(3)
            return


def _last_words(output: str) -> str:
    """The lines of `output` that say what went wrong."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors, warnings = ([line for line in lines if line.startswith(sign)] for sign in (("E:", "dpkg-deb:"), "W:"))
    return "; ".join(dict.fromkeys((errors + warnings)[:2] or lines[-2:]))[:300] or "it said nothing"


def _run(
    command: Sequence[str],
    folder: Path,
    seconds: float,
    *,
    stall: float | None = None,
    done: Callable[[], int] = lambda: 0,
) -> tuple[int, str]:
    """Runs `command` in `folder`; its exit status and output. `done` measures its progress.

    Raises CatalogError when it takes more than `seconds`, or `stall` seconds without progress.
    """
    what = " ".join(word for word in (Path(command[0]).name, *command[1:]) if not word.startswith("-"))[-80:]
    environment = {**os.environ, "LC_ALL": "C", "DEBIAN_FRONTEND": "noninteractive"}
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
            start_new_session=True,
        )  # fmt: skip
        started = moved = time.monotonic()
        before = done()
        try:
            while process.poll() is None:
                time.sleep(0.1)
                now, after = time.monotonic(), done()
                if after != before:
                    before, moved = after, now
                if now - started > seconds:
                    raise CatalogError(f"'{what}' was stopped after {seconds:.0f} s")
                if stall is not None and now - moved > stall:
                    raise CatalogError(f"'{what}' was stopped: nothing came for {stall:.0f} s")
        finally:
            if process.poll() is None:
                _stop(process)
        done()
        output.seek(0)
        return process.returncode, output.read().decode(errors="replace")


def _size(path: Path) -> int:
    """Its bytes; 0 where there is no such file, or no longer."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _apt(home: Path) -> list[str]:
    """The start of an `apt-get` command that keeps all its state in `home`."""
    for folder in ("lists/partial", "archives/partial", "package"):
        (home / folder).mkdir(parents=True, exist_ok=True)
    (home / "status").touch()
    (home / "options.conf").write_text(_OPTIONS)
    options = {
        "Dir::State": home, "Dir::State::lists": home / "lists", "Dir::State::status": home / "status",
        "Dir::Cache": home, "Dir::Cache::archives": home / "archives",
        "Dir::Cache::pkgcache": "", "Dir::Cache::srcpkgcache": "",
        "Dir::Log": home, "APT::Sandbox::User": "", "Acquire::Languages": "none", "Acquire::GzipIndexes": "true",
        "Acquire::Retries": "2", "Acquire::http::Timeout": "30", "Acquire::https::Timeout": "30",
        "APT::Get::AllowUnauthenticated": "false", "Acquire::AllowInsecureRepositories": "false",
    }  # fmt: skip
    pairs = [part for name, value in options.items() for part in ("-o", f"{name}={value}")]
    return ["apt-get", "-q", "-y", "-c", str(home / "options.conf"), *pairs]


def _offer(home: Path, limits: FetchLimits) -> _Offer:
    """Updates the lists, and finds the package in them."""
    apt = _apt(home)

    def done() -> int:
        return sum(map(_size, (home / "lists").rglob("*")))

    updated, words = _run([*apt, "update"], home, limits.update, stall=limits.stall, done=done)
    status, listing = _run([*apt, "--print-uris", "download", PACKAGE], home, limits.update)
    match = _URI.search(listing)
    if status == 0 and match:
        return _Offer(match["name"], int(match["size"]), match["hash"])
    if updated != 0 or "Err:" in words or not list((home / "lists").glob("*Packages*")):
        raise CatalogError(f"the package lists could not be fetched ({_last_words(words)}); is there a network?")
    raise CatalogError(
        f"none of the system's package sources has {PACKAGE} ({_last_words(listing)}); "
        "Debian has it in main, Ubuntu in universe"
    )


def _is_whole(path: Path, offer: _Offer) -> bool:
    """Whether the file has the size and the checksum that the signed lists name."""
    if not path.is_file() or path.stat().st_size != offer.size:
        return False
    kind, _, expected = offer.checksum.partition(":")
    if kind.lower() not in ("sha256", "sha512"):
        return True
    with path.open("rb") as file:
        return hashlib.file_digest(file, kind.lower()).hexdigest() == expected.lower()


def _download(home: Path, offer: _Offer, progress: Progress, limits: FetchLimits) -> Path:
    """The package file, whole; what an earlier run left of it is gone on with."""
    path = home / "package" / Path(offer.name).name

    def done() -> int:
        size = _size(path)
        progress("Fetching", min(size, offer.size), offer.size)
        return size

    if _is_whole(path, offer):
        return path
    if path.exists() and path.stat().st_size >= offer.size:
        path.unlink()
    command = [*_apt(home), "download", PACKAGE]
    done()  # where it starts, whenever the first bytes come
    status, words = _run(command, path.parent, limits.download, stall=limits.stall, done=done)
    if status != 0 or not path.exists():
        raise CatalogError(f"apt-get could not fetch {PACKAGE} ({_last_words(words)})")
    if not _is_whole(path, offer):
        path.unlink()
        raise CatalogError(f"what came as {PACKAGE} has not the size and checksum that the package lists name")
    return path


def _check(cache: Path, limits: FetchLimits) -> None:
    missing = [tool for tool in ("apt-get", "dpkg-deb") if shutil.which(tool) is None]
    if missing:
        raise CatalogError(f"this system has no {' and no '.join(missing)}: the stamps come as a Debian package")
    free = shutil.disk_usage(cache).free
    if free < limits.room:
        raise CatalogError(
            f"{limits.room / 1e6:.0f} MB of room are needed in {cache}, and {free / 1e6:.0f} MB are free"
        )


def fetch_stamps(
    cache: Path,
    progress: Progress = lambda what, done, total: None,
    *,
    say: Callable[[str], None] = lambda words: None,
    limits: FetchLimits = FetchLimits(),
) -> Path:
    """Return the folder in `cache` with the unpacked files of Debian's stamps, fetched when it isn't there yet.

    An interrupted download is gone on with; the folder appears in one step when all is unpacked. `say` is told the
    size before the download starts. Raises CatalogError, with the reason, when the package can't be had: no
    `apt-get`, no network, no room, a time limit, a wrong checksum.
    """
    unpacked = cache / "unpacked"
    if unpacked.is_dir():
        return unpacked
    try:
        cache.mkdir(parents=True, exist_ok=True)
        _check(cache, limits)
        home = (cache / "apt").resolve()
        say("Asking the system's package sources for the stamps …")
        offer = _offer(home, limits)
        say(f"Fetching {PACKAGE}, {offer.size / 1e6:.0f} MB, into {home}; Ctrl-C stops it, and the next run goes on.")
        package = _download(home, offer, progress, limits)
        say("Unpacking …")
        half = cache / "unpacked.part"
        shutil.rmtree(half, ignore_errors=True)
        status, words = _run(["dpkg-deb", "-x", str(package), str(half.resolve())], home, limits.unpack)
        if status != 0:
            package.unlink(missing_ok=True)
            raise CatalogError(f"dpkg-deb could not unpack {package.name} ({_last_words(words)})")
        half.rename(unpacked)
    except OSError as error:
        raise CatalogError(f"the stamps could not be written to {cache}: {error}") from error
    return unpacked
