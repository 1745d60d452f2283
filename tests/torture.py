"""The long part of the tests, in parts that are remembered: what was cut off goes on where it stopped.

    make torture                          all stages, two parts at a time; about an hour of work on two busy cores
    python -m tests.torture --only kills  the stages whose name or module has this in it
    python -m tests.torture --scale 0.1   a tenth of each
    python -m tests.torture --afresh      from the beginning

A stage is a program that is asked for a part of its inputs (`--first`, `--count`) and prints its counts as the last line. Parts are kept in
`.torture/` by the state of the tree; a stage's row of docs/reliability.md is written when all of its parts are there.
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
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
KEPT = ROOT / ".torture"
PAGE = ROOT / "docs" / "reliability.md"
BEGIN, END = "<!-- counts -->", "<!-- end of counts -->"
HEAD = ("| what | counts | must be nought | seconds | command, day, state |", "| --- | --- | --- | --- | --- |")
LARGEST = ("slowest", "MB")
"""Counts that begin so are not added up: the largest stands for all."""


@dataclass(frozen=True)
class Stage:
    """name: as it is listed. module: what is run. full: how much of it; part: how much at once. bad: counts that must be nought."""

    name: str
    module: str
    full: int
    part: int
    bad: tuple[str, ...] = ()
    seconds: int = 1500

    def parts(self, scale: float) -> list[tuple[int, int]]:
        """The first of each part, and how many."""
        if self.part == self.full:
            return [(0, max(1, round(self.full * scale)))]
        full = max(1, round(self.full * scale))
        return [(first, min(self.part, full - first)) for first in range(0, full, self.part)]


STAGES = (
    Stage("ten minutes of mixed traffic", "tests.faults.soak", 600, 600, ("errors", "grown beyond 5 %")),
    Stage("SIGKILL at random moments", "tests.faults.kills", 126, 18, ("lost or torn",)),
    Stage("requests made to be slow", "tests.faults.fuzz", 5000, 500, ("over the limit",)),
    Stage("a model that obeys every planted order", "tests.faults.attacks", 780, 130,
          ("a condition that nobody made", "a stranger's item", "a false fact", "another person's words", "the prompt", "a write",
           "a better rank for what breaks a condition", "a reason that the row doesn't bear out")),
    Stage("hostile pictures and sounds", "tests.faults.media_fuzz", 600, 150, ("crashes", "slow")),
    Stage("calls made from the OpenAPI schema", "tests.faults.calls", 2000, 500, ("answered with 5xx", "raised")),
    Stage("full and read-only disks, scrambled files, repairs", "tests.faults.long_tests", 5, 1, ("failed", "error")),
    Stage("guards taken out", "tests.faults.guards", 42, 7, ("missed",)),
)  # fmt: skip


def state() -> str:
    """A hash of the source: what was counted of another state doesn't count."""
    told = hashlib.blake2b(digest_size=4)
    for top in ("agent", "retrieval", "prompts", "tests/faults"):
        for path in sorted((ROOT / top).rglob("*.py")):
            told.update(path.read_bytes())
    return told.hexdigest()


def run(stage: Stage, first: int, count: int) -> dict[str, Any]:
    """Run a part of a stage; return its counts, its seconds, its day, and why it didn't end as it should."""
    began = time.monotonic()
    command = [sys.executable, "-m", stage.module, "--first", str(first), "--count", str(count)]
    log = KEPT / f"{stage.module}-{first}.log"
    with log.open("wb") as file:
        try:
            environment = os.environ | {"OMP_NUM_THREADS": "1"}
            subprocess.run(command, cwd=ROOT, stdout=file, stderr=subprocess.STDOUT, timeout=stage.seconds, env=environment)  # fmt: skip
        except subprocess.TimeoutExpired:
            file.write(f"\nlonger than {stage.seconds} s\n".encode())
    printed = log.read_text("utf-8", "replace").rstrip().splitlines()
    lines = (line for line in reversed(printed) if line.startswith("{"))
    try:
        counts = dict(ast.literal_eval(next(lines)))
    except (ValueError, SyntaxError, StopIteration):
        counts = {}
    wrong = [f"{counts[name]} {name}" for name in stage.bad if counts.get(name)]
    wrong += [f"no counts: see {log.relative_to(ROOT)}"] * (not counts)
    day = datetime.now(UTC).strftime("%Y-%m-%d")
    return {"counts": counts, "seconds": round(time.monotonic() - began), "day": day, "wrong": wrong}


def merged(parts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The counts of all parts together."""
    found: dict[str, Any] = {}
    for part in parts:
        for name, count in part["counts"].items():
            of = max if name.startswith(LARGEST) else lambda a, b: a + b
            found[name] = of(found[name], count) if name in found else count
    return found


def row(stage: Stage, parts: Sequence[Mapping[str, Any]], told: str) -> str:
    """A stage's row of the table."""
    counts = merged(parts)
    said = "; ".join(
        f"{count:,} {name}" if isinstance(count, int) and not name.startswith(LARGEST) else f"{name}: {count}"
        for name, count in counts.items()
        if name not in stage.bad
    )
    bad = "; ".join(f"{counts.get(name, 0)} {name}" for name in stage.bad)
    command = f"`python -m tests.torture --only {stage.module.rpartition('.')[2]}`"
    return f"| {stage.name} | {said} | {bad} | {sum(p['seconds'] for p in parts)} | {command}, {parts[-1]['day']}, {told} |"


def write_row(stage: Stage, line: str) -> None:
    """Put a row into the page, in place of an earlier one of the same stage; others stay as they were counted."""
    text = PAGE.read_text("utf-8")
    before = text.partition(BEGIN)[2].partition(END)[0].strip().splitlines()
    rows = {old.split("|")[1].strip(): old for old in before if old.startswith("|")} | {stage.name: line}
    filled = "\n".join([BEGIN, *HEAD, *(rows[one.name] for one in STAGES if one.name in rows), END])
    PAGE.write_text(re.sub(re.escape(BEGIN) + ".*?" + re.escape(END), lambda _: filled, text, flags=re.DOTALL), "utf-8")


def _known(stage: Stage, first: int, count: int, told: str) -> Path:
    return KEPT / f"{told}-{stage.module}-{first}-{count}.json"


def main() -> None:
    """Runs what has not been run yet."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--scale", type=float, default=1.0)
    options.add_argument("--only", default="", help="stages whose name or module has this in it")
    options.add_argument("--afresh", action="store_true")
    options.add_argument("--together", type=int, default=2)
    given = options.parse_args()
    KEPT.mkdir(exist_ok=True)
    told = state()
    stages = [stage for stage in STAGES if given.only in stage.name or given.only in stage.module]

    def one(of: tuple[Stage, int, int]) -> None:
        stage, first, _ = of
        file = _known(*of, told)
        if not given.afresh and file.exists() and not json.loads(file.read_text())["wrong"]:
            print(f"known: {stage.name}, {first} and on", flush=True)
            return
        found = run(*of)
        file.write_text(json.dumps(found, ensure_ascii=False, indent=1))
        said = f"{'WRONG' if found['wrong'] else 'well'}: {stage.name}, {first} and on, {found['seconds']} s"
        print(f"{said}: {found['counts']} {found['wrong']}", flush=True)

    work = [(stage, *part) for stage in stages for part in stage.parts(given.scale)]
    with ThreadPoolExecutor(given.together) as pool:
        list(pool.map(one, work))
    wrong = []
    for stage in stages:
        parts = [json.loads(_known(stage, *part, told).read_text()) for part in stage.parts(given.scale)]
        wrong += [f"{stage.name}: {what}" for part in parts for what in part["wrong"]]
        if given.scale == 1.0 and all(part["counts"] for part in parts):
            write_row(stage, row(stage, parts, told))
    print("\n".join(wrong) or "nothing lost, nobody let in")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
