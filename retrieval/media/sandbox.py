"""Runs another program within limits: `python confined.py MEMORY FILE_SIZE SECONDS PROGRAM ARGUMENT…`.

Run as a script, so that the limits are set in the new process before the program starts. MEMORY and FILE_SIZE are in
bytes, SECONDS of processor time. Imports only the standard library.
"""

from __future__ import annotations

import os
import resource
import sys

__all__ = ["main"]


def main(memory: str, file_size: str, seconds: str, *command: str) -> None:
    """Limits this process and becomes `command`."""
    limits = (
        (resource.RLIMIT_AS, int(memory)),
        (resource.RLIMIT_FSIZE, int(file_size)),
        (resource.RLIMIT_CPU, int(seconds)),
        (resource.RLIMIT_CORE, 0),
    )
    for what, limit in limits:
        hard = resource.getrlimit(what)[1]
        allowed = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(what, (allowed, allowed))
    os.execv(command[0], command)


if __name__ == "__main__":
    main(*sys.argv[1:])
