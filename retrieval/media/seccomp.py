"""Forbids a process what decoding needs none of: opening files, connections, other programs, other processes.

Loaded by its path by `worker.py`, which gets each file already opened. A filter of the Linux kernel (seccomp), for x86-64 and ARM64;
elsewhere nothing is forbidden here, and the limits of `worker.py` stand alone. Imports only the standard library.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
import sys

__all__ = ["forbid"]

MACHINES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}
"""By machine: the kernel's number for it, and its column in FORBIDDEN."""
NONE = -1
FORBIDDEN = {
    "open": (2, NONE), "creat": (85, NONE), "openat": (257, 56), "openat2": (437, 437), "open_by_handle_at": (304, 265),
    "socket": (41, 198), "socketpair": (53, 199), "bind": (49, 200), "listen": (50, 201), "accept": (43, 202), "accept4": (288, 242),
    "connect": (42, 203), "fork": (57, NONE), "vfork": (58, NONE), "execve": (59, 221), "execveat": (322, 281), "ptrace": (101, 117),
    "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "kill": (62, 129), "tkill": (200, 130), "tgkill": (234, 131),
    "pidfd_open": (434, 434), "pidfd_getfd": (438, 438), "pidfd_send_signal": (424, 424), "unlink": (87, NONE), "unlinkat": (263, 35),
    "rename": (82, NONE), "renameat": (264, 38), "renameat2": (316, 276), "mkdir": (83, NONE), "mkdirat": (258, 34), "rmdir": (84, NONE),
    "link": (86, NONE), "linkat": (265, 37), "symlink": (88, NONE), "symlinkat": (266, 36), "mknod": (133, NONE), "mknodat": (259, 33),
    "chmod": (90, NONE), "fchmod": (91, 52), "fchmodat": (268, 53), "chown": (92, NONE), "fchown": (93, 55), "lchown": (94, NONE),
    "fchownat": (260, 54), "truncate": (76, 45), "ftruncate": (77, 46), "utimensat": (280, 88), "mount": (165, 40), "umount2": (166, 39),
    "pivot_root": (155, 41), "chroot": (161, 51), "unshare": (272, 97), "setns": (308, 268), "bpf": (321, 280),
    "perf_event_open": (298, 241), "userfaultfd": (323, 282), "io_uring_setup": (425, 425), "io_uring_enter": (426, 426),
    "init_module": (175, 105), "finit_module": (313, 273), "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219),
}  # fmt: skip
"""System calls that fail with "not permitted", by their numbers on x86-64 and ARM64."""
CLONE, CLONE3 = (56, 220), 435
"""Threads are started by `clone`, with a flag that says so; `clone3` hides its flags, so it is said not to exist."""
THREAD = 0x10000
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _MACHINE, _FIRST = 0, 4, 16
ALLOW, FAIL, KILL = 0x7FFF0000, 0x00050000, 0x80000000
NO_NEW_PRIVILEGES, SET_SECCOMP, BY_FILTER = 38, 22, 2


def _program(number: int, column: int) -> bytes:
    """The filter: instructions of the kernel's packet filter, 8 bytes each."""
    step = struct.Struct("=HBBI").pack
    refused, absent = step(_RETURN, 0, 0, FAIL | errno.EPERM), step(_RETURN, 0, 0, FAIL | errno.ENOSYS)
    lines = [
        step(_LOAD, 0, 0, _MACHINE),
        step(_EQUAL, 1, 0, number),
        step(_RETURN, 0, 0, KILL),
        step(_LOAD, 0, 0, _NUMBER),
    ]
    if column == 0:  # calls of the x32 form have numbers of their own
        lines += [step(_AT_LEAST, 0, 1, 0x40000000), refused]
    lines += [step(_EQUAL, 0, 1, CLONE3), absent]
    for numbers in FORBIDDEN.values():
        if numbers[column] != NONE:
            lines += [step(_EQUAL, 0, 1, numbers[column]), refused]
    lines += [step(_EQUAL, 0, 3, CLONE[column]), step(_LOAD, 0, 0, _FIRST), step(_ANY_BIT, 1, 0, THREAD), refused]
    return b"".join([*lines, step(_RETURN, 0, 0, ALLOW)])


def forbid() -> bool:
    """Forbids this process and all its threads what FORBIDDEN lists, for good; whether the kernel does."""
    machine = MACHINES.get(os.uname().machine) if sys.platform == "linux" else None
    if machine is None or sys.byteorder != "little":
        return False
    code = _program(*machine)
    kept = ctypes.create_string_buffer(code, len(code))
    head = struct.pack("@HP", len(code) // 8, ctypes.addressof(kept))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    numbers = [ctypes.c_ulong(n) for n in (1, 0, 0, 0)]
    if prctl(NO_NEW_PRIVILEGES, *numbers):
        return False
    return not prctl(
        SET_SECCOMP, ctypes.c_ulong(BY_FILTER), ctypes.create_string_buffer(head, len(head)), *numbers[1:3]
    )
