"""A full or read-only disk: one error of ours that says so, nothing lost, nothing left behind, and readers answer."""

import errno
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from retrieval.errors import StoreDamaged, StoreError
from retrieval.index.generation import fresh_folder, write_arrays
from retrieval.lexical.bm25 import Lexical
from retrieval.store import faults
from retrieval.store.faults import database_fault, disk_fault, mapped_disk
from retrieval.store.lock import writing
from retrieval.store.store import Store
from tests.faults.deeds import search

ROOT = Path(__file__).parents[2]
TRY = """
import os, sys
from pathlib import Path
from tests.faults.deeds import deeds, outcome
{before}
for name, deed in deeds(Path(sys.argv[2])).items():
    print(name, "|", outcome(deed, Path(sys.argv[1])), flush=True)
"""
WRITES = ("record", "add", "remove")


def tried(before: str, catalogue: Path, store: Path, *around: str) -> dict[str, str]:
    """What each deed ended with in a process of its own, by name."""
    command = [*around, sys.executable, "-c", TRY.format(before=before), str(store), str(catalogue)]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=200, env={**os.environ, "OMP_NUM_THREADS": "1"}
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return dict(line.split(" | ", 1) for line in done.stdout.splitlines() if " | " in line)


def state(store: Path) -> tuple[list[str], list[str]]:
    """The ids, and the generations that are there."""
    opened = Store(store)
    try:
        return opened.ids(), sorted(path.name for path in (store / "generations").iterdir())
    finally:
        opened.close()


def test_a_limit_of_file_sizes_ends_writers_in_one_error_and_loses_nothing(whole, copied: Callable[[], Path]) -> None:
    store = copied()
    before, wanted = state(store), search(store)
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (36_000, {resource.RLIM_INFINITY}))"
    told = tried(limit, whole[0], store)
    for name in ("add", "remove"):
        assert told[name].startswith("StoreError: the disk of"), told
    assert told["search"] == "ok"
    assert state(store) == before
    assert search(store) == wanted


def _mounts() -> bool:
    return (
        shutil.which("unshare") is not None
        and not subprocess.run(["unshare", "-m", "true"], capture_output=True).returncode
    )


@pytest.mark.skipif(not _mounts(), reason="a disk of a few megabytes can't be mounted here")
@pytest.mark.parametrize(
    "left",
    [
        0,
        pytest.param(60, marks=pytest.mark.torture),
        pytest.param(200, marks=pytest.mark.torture),
        pytest.param(600, marks=pytest.mark.torture),
    ],
)
def test_a_full_disk_is_told_and_readers_answer(whole, tmp_path: Path, left: int) -> None:
    script = f"""
import shutil, subprocess
disk = Path({str(tmp_path)!r})
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "none", str(disk)], check=True)
shutil.copytree({str(whole[1])!r}, disk / "store")
with open(disk / "filler", "wb") as filler:
    os.posix_fallocate(filler.fileno(), 0, shutil.disk_usage(disk).free - {left} * 1024)
"""
    told = tried(script, whole[0], tmp_path / "store", "unshare", "-m")
    assert told["search"] == "ok"
    full = f"StoreError: the disk of '{tmp_path / 'store'}' is full"
    for name in WRITES:
        assert told[name].startswith(full) or (left and told[name] == "ok"), told


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become another user")
def test_a_folder_of_another_user_is_read_and_not_written(whole, copied: Callable[[], Path], tmp_path: Path) -> None:
    store = copied()
    for folder in (store, *store.parents[: len(store.parents) - 2]):
        if Path(tempfile.gettempdir()) in folder.parents:
            folder.chmod(0o755)
    first = f"""
for name, deed in deeds(Path(sys.argv[2])).items():
    outcome(deed, Path({str(copied())!r}))  # all modules are imported while they may be
os.setuid(65534)
"""
    told = tried(first, whole[0], store)
    assert told["search"] == "ok"
    assert told["add"].startswith("StoreError: expected to write"), told
    assert "read-only for this user" in told["add"]
    assert told["index"].startswith("CatalogError: "), told
    assert "Permission denied" in told["index"]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_every_form_of_a_full_disk_is_told_as_one(tmp_path: Path, code: int) -> None:
    found = disk_fault(OSError(code, os.strerror(code)), tmp_path)
    assert "is full" in str(found)
    assert "Nothing that was acknowledged is lost" in str(found)


@pytest.mark.parametrize(
    ("told", "kind", "says"),
    [
        ("database or disk is full", StoreError, "is full"),
        ("attempt to write a readonly database", StoreError, "read-only"),
        ("unable to open database file", StoreError, "read-only"),
        ("database is locked", StoreError, "another process"),
        ("database disk image is malformed", StoreDamaged, "doctor"),
        ("no such column: items.body", StoreDamaged, "doctor"),
        ("Could not decode to UTF-8 column 'body'", StoreDamaged, "doctor"),
    ],
)
def test_what_an_engine_says_becomes_one_of_ours(tmp_path: Path, told: str, kind: type, says: str) -> None:
    found = database_fault(told, str(tmp_path / "x"), tmp_path)
    assert type(found) is kind
    assert says in str(found)


def test_a_failing_disk_without_room_is_called_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "df -h" in str(database_fault("disk I/O error", "x", tmp_path))
    monkeypatch.setattr(faults, "room_left", lambda folder: 0)
    assert "is full" in str(database_fault("disk I/O error", "x", tmp_path))


def test_errors_of_other_files_stay_as_they_are(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), mapped_disk(tmp_path):
        (tmp_path / "nothing").read_bytes()
    with pytest.raises(PermissionError), mapped_disk(tmp_path):
        raise PermissionError(errno.EACCES, "no", "/etc/elsewhere")


def test_a_writer_whose_disk_fails_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is full"), writing(tmp_path):
        raise OSError(errno.ENOSPC, "No space left on device")
    with writing(tmp_path):
        pass


def test_a_failed_build_leaves_no_folder(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="full"), fresh_folder(tmp_path, 1):
        raise OSError("full")
    assert not list((tmp_path / "generations").iterdir())


def test_the_space_of_mapped_vectors_is_taken_before_they_are_written(tmp_path: Path, monkeypatch) -> None:
    def full(file: int, at: int, size: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "posix_fallocate", full)
    with pytest.raises(OSError, match="No space"):
        write_arrays(tmp_path, ["a"], np.zeros(1, np.int64), Lexical.build([["a"]]), b"", b"", 4)
