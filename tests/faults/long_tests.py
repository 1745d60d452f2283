"""The tests that are marked `torture`, in one run, counted: `python -m tests.faults.long_tests --first 0 --count 5`."""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
FILES = ("test_damage.py", "test_disk.py", "test_repair.py", "test_kill.py", "test_forgetting.py")


def main() -> None:
    """Runs them, and prints how many passed and failed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--first", type=int, default=0)
    options.add_argument("--count", type=int, default=len(FILES))
    given = options.parse_args()
    files = FILES[given.first : given.first + given.count]
    command = [sys.executable, "-m", "pytest", "-q", "-m", "", *(f"tests/faults/{name}" for name in files)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    print(done.stdout[-6000:])
    found = {name: int(n) for n, name in re.findall(r"(\d+) (passed|failed|skipped|error)", done.stdout)}
    print({"passed": 0, "failed": 0} | found)
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
