"""The long part of the tests, in stages that are remembered: what was cut off goes on where it stopped.

    make torture                         all stages, two at a time; less than 40 minutes on two cores
    python -m tests.torture --scale 0.1  a tenth of each
    python -m tests.torture --afresh     from the beginning

Each stage is a program that prints its counts as the last line. They are kept in `.torture/` by stage, scale and state of the tree, and
written into docs/reliability.md when all are there.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

ROOT = Path(__file__).parents[1]
KEPT = ROOT / ".torture"
PAGE = ROOT / "docs" / "reliability.md"
BEGIN, END = "<!-- counts -->", "<!-- end of counts -->"


@dataclass(frozen=True)
class Stage:
    """name: as it is listed. module: what is run. option, full: how much of it. bad: counts that must be nought."""

    name: str
    module: str
    option: str
    full: int
    bad: tuple[str, ...] = ()
    seconds: int = 1500


STAGES = (
    Stage("SIGKILL at random moments", "tests.faults.kills", "--count", 210, ("lost or torn",)),
    Stage("requests made to be slow", "tests.faults.fuzz", "--count", 5000, ("over the limit",)),
    Stage("a model that obeys every planted order", "tests.faults.attacks", "--every", 1,
          ("a condition that nobody made", "a stranger's item", "a false fact", "another person's words", "the prompt", "a write",
           "a better rank for what breaks a condition", "a reason that the row doesn't bear out")),
    Stage("hostile pictures and sounds", "tests.faults.media_fuzz", "--count", 600, ("crashes", "slow")),
    Stage("full and read-only disks, scrambled files, repairs", "tests.faults.long_tests", "--share", 1, ("failed",)),
    Stage("guards taken out", "tests.faults.guards", "--all", 1, ("missed",)),
    Stage("ten minutes of mixed traffic", "tests.faults.soak", "--seconds", 600, ("errors", "grown beyond 5 %")),
)  # fmt: skip


def _state() -> str:
    """A hash of the source: what was counted of another state doesn't count."""
    told = hashlib.blake2b(digest_size=8)
    for top in ("agent", "retrieval", "prompts", "tests/faults"):
        for path in sorted((ROOT / top).rglob("*.py")):
            told.update(path.read_bytes())
    return told.hexdigest()


def _amount(stage: Stage, scale: float) -> int:
    if stage.option == "--every":
        return max(1, round(1 / scale))
    return max(1, round(stage.full * scale))


def run(stage: Stage, scale: float) -> dict[str, Any]:
    """Run a stage; return its counts, its seconds, and whether it ended as it should."""
    began = time.monotonic()
    command = [sys.executable, "-m", stage.module, stage.option, str(_amount(stage, scale))]
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=stage.seconds,
            env=os.environ | {"OMP_NUM_THREADS": "1"},
        )
        printed, code = done.stdout.rstrip(), done.returncode
        (KEPT / f"{stage.module}.log").write_text(done.stdout + done.stderr, "utf-8")
    except subprocess.TimeoutExpired:
        printed, code = "", 124
    try:
        counts = dict(ast.literal_eval(printed.splitlines()[-1]))
    except (ValueError, SyntaxError, IndexError):
        counts = {}
    wrong = [f"{counts[name]} {name}" for name in stage.bad if counts.get(name)]
    wrong += [f"ended with {code}: see .torture/{stage.module}.log"] * (not counts)
    return {"counts": counts, "seconds": round(time.monotonic() - began), "wrong": wrong}


def table(found: Mapping[str, Mapping[str, Any]]) -> str:
    """The counts as a table in Markdown."""
    rows = []
    for stage in STAGES:
        one = found[stage.name]
        counts = "; ".join(
            f"{count:,} {name}" if isinstance(count, int) else f"{name} {count}"
            for name, count in one["counts"].items()
        )
        bad = "; ".join(f"{one['counts'].get(name, 0)} {name}" for name in stage.bad)
        rows.append(f"| {stage.name} | {counts} | {bad} | {one['seconds']} |")
    return "\n".join(["| what | counts | must be nought | seconds |", "| --- | --- | --- | --- |", *rows])


def write_page(found: Mapping[str, Mapping[str, Any]]) -> None:
    """Put the counts into the page."""
    text = PAGE.read_text("utf-8")
    filled = f"{BEGIN}\n{table(found)}\n{END}"
    PAGE.write_text(re.sub(re.escape(BEGIN) + ".*?" + re.escape(END), lambda _: filled, text, flags=re.DOTALL), "utf-8")


def main() -> None:
    """Runs what has not been run yet."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--scale", type=float, default=1.0)
    options.add_argument("--afresh", action="store_true")
    options.add_argument("--together", type=int, default=2)
    given = options.parse_args()
    KEPT.mkdir(exist_ok=True)
    file = KEPT / f"{_state()}-{given.scale:g}.json"
    found: dict[str, Any] = json.loads(file.read_text()) if file.exists() and not given.afresh else {}
    lock = Lock()

    def one(stage: Stage) -> None:
        if stage.name in found and not found[stage.name]["wrong"]:
            print(f"known: {stage.name}", flush=True)
            return
        result = run(stage, given.scale)
        with lock:
            found[stage.name] = result
            file.write_text(json.dumps(found, ensure_ascii=False, indent=1))
            print(
                f"{'WRONG' if result['wrong'] else 'well'}: {stage.name}, {result['seconds']} s: {result['counts']} {result['wrong']}",
                flush=True,
            )

    with ThreadPoolExecutor(given.together) as pool:
        list(pool.map(one, STAGES))
    if given.scale == 1.0:
        write_page(found)
    wrong = [f"{name}: {what}" for name, result in found.items() for what in result["wrong"]]
    print("\n".join(wrong) or "nothing lost, nobody let in")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
