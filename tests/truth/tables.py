"""Plays the tables of some catalogues, and holds each kind of request to what it reaches."""

from __future__ import annotations

import json
from pathlib import Path

from agent.evaluation.tasks.truth import Truth, evaluate_truth
from retrieval.encoder_sets import encoder_set

HERE = Path(__file__).parent
TABLES = ("absent", "ordinary")


def tables_of(names: tuple[str, ...], folder: Path) -> Path:
    """Write the catalogues `names` and their requests into `folder`; of ordinary requests every second one."""
    for name in names:
        for path in (HERE / f"{name}.jsonl", *HERE.glob(f"{name}.??.jsonl")):
            (folder / path.name).write_text(path.read_text("utf-8"), "utf-8")
    for table in TABLES:
        for path in HERE.glob(f"{table}.??.jsonl"):
            lines = path.read_text("utf-8").splitlines()
            own = [line for line in lines if line.strip() and json.loads(line)["catalogue"] in names]
            (folder / path.name).write_text("\n".join(own[:: 2 if table == "ordinary" else 1]) + "\n", "utf-8")
    return folder


def played(names: tuple[str, ...], folder: Path) -> Truth:
    """The figures of the tables of `names`, played with the default encoders."""
    return evaluate_truth(tables_of(names, folder), encoder_set("embedded"), cache=folder / "cache")


def shortfalls(found: Truth, least: dict[str, float], most: dict[str, int]) -> list[str]:
    """The kinds that fall short: of right rows first (`least`), or beyond what may be wrong in all (`most`)."""
    kinds = found.by["kind"]
    faults = [
        f"{kind}: right first {kinds[kind].shares['right_first'][0]:.3f} of {kinds[kind].shares['right_first'][1]}, at least {bar}"
        for kind, bar in least.items()
        if kinds[kind].shares["right_first"][0] < bar
    ]
    counts = {**found.figures.counts}
    return faults + [f"{name}: {counts[name]}, at most {bar}" for name, bar in most.items() if counts[name] > bar]
