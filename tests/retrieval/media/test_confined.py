"""The process that decodes strangers' files: what it can't do, whoever has taken it over."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from retrieval.media import seccomp
from retrieval.media.reader import LIMITS, MediaReader
from tests.media_files import picture

TRIED = """
import ctypes, os, socket, subprocess, sys, threading
sys.path.insert(0, sys.argv[1])
import seccomp
read = os.open(sys.argv[2], os.O_RDONLY)
libc = ctypes.CDLL(None, use_errno=True)
assert seccomp.forbid()
def tried(name, deed):
    try:
        deed()
        print(name, "done", flush=True)
    except OSError as error:
        print(name, error.strerror, flush=True)
    except RuntimeError as error:
        print(name, error, flush=True)
def clone3():
    if libc.syscall(435, 0, 0) < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
tried("read what it was given", lambda: os.read(read, 9))
tried("thread", lambda: threading.Thread(target=int).start())
tried("memory", lambda: bytearray(9 << 20))
tried("open", lambda: os.open(sys.argv[2], os.O_RDONLY))
tried("write", lambda: os.open(sys.argv[2] + "2", os.O_WRONLY | os.O_CREAT))
tried("connect", lambda: socket.socket())
tried("fork", lambda: os.fork() or os._exit(0))
tried("program", lambda: os.execv("/bin/true", ["true"]))
tried("signal", lambda: os.kill(os.getppid(), 0))
tried("remove", lambda: os.unlink(sys.argv[2]))
tried("rename", lambda: os.rename(sys.argv[2], sys.argv[2] + "3"))
tried("folder", lambda: os.mkdir(sys.argv[2] + "4"))
tried("mode", lambda: os.chmod(sys.argv[2], 0o777))
tried("clone3", clone3)
"""
ALLOWED = ("read what it was given", "thread", "memory")

linux = pytest.mark.skipif(
    sys.platform != "linux" or os.uname().machine not in seccomp.MACHINES, reason="a filter of the Linux kernel"
)


@linux
def test_nothing_is_opened_called_or_changed_once_it_is_forbidden(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"some bytes")
    command = [sys.executable, "-c", TRIED, str(Path(seccomp.__file__).parent), str(file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    found = dict(
        line.rsplit(" ", 1) if line.endswith("done") else line.split(" ", 1) for line in done.stdout.splitlines()
    )
    assert {name for name, said in found.items() if said == "done"} == set(ALLOWED)
    refused = {name: said for name, said in found.items() if name not in ALLOWED}
    assert refused.pop("clone3") == "Function not implemented"
    assert len(refused) == 10
    assert set(refused.values()) == {"Operation not permitted"}
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
def test_the_worker_is_confined_before_it_sees_a_file(tmp_path: Path) -> None:
    with MediaReader() as reader:
        reader.image(picture(tmp_path / "a.png", size=(8, 6)))
        assert reader._worker is not None
        of = Path("/proc", str(reader._worker.process.pid))
        status = dict(line.split(":\t", 1) for line in (of / "status").read_text().splitlines() if ":\t" in line)
        limits = {line[:26].strip(): line[26:].split()[0] for line in (of / "limits").read_text().splitlines()}
    assert limits["Max file size"] == limits["Max core file size"] == "0"
    assert LIMITS.memory < int(limits["Max address space"]) < LIMITS.memory + (4 << 30)
    if os.uname().machine in seccomp.MACHINES:
        assert (status["Seccomp"], status["NoNewPrivs"]) == ("2", "1")
