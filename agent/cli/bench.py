"""`medley bench`: reads the options, runs the benchmarks, prints a table a benchmark or one JSON value."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agent.cli.options import Json, one_of

if TYPE_CHECKING:
    from agent.evaluation.speed.registry import Measured

__all__ = ["bench"]


def _print(name: str, found: Sequence[Measured]) -> None:
    """A table without the columns that nothing is in, and the notes below it."""
    from agent.results import terminal as show

    cells: dict[str, list[str]] = {
        "ms": [m.what for m in found],
        "median": [f"{1000 * m.p50:.1f}" for m in found],
        "nine tenths": [f"{1000 * m.p90:.1f}" for m in found],
        "worst": [f"{1000 * m.worst:.1f}" for m in found],
        "of": [str(m.n) for m in found],
        "aim": [f"{1000 * m.aim:g}" if m.aim else "" for m in found],
        "peer": [f"{1000 * m.peer_p50:.2f}" if m.peer_p50 else "" for m in found],
        "ratio": [f"{m.ratio:.1f}" if m.ratio else "" for m in found],
    }
    kept = {column: rows for column, rows in cells.items() if any(rows)}
    show.print_table(list(kept), list(zip(*kept.values(), strict=True)), title=name)
    peers = [f"The peer: {peer}." for peer in dict.fromkeys(m.peer for m in found) if peer]
    notes = dict.fromkeys(m.note for m in found)
    told = list(notes) if len(notes) == 1 else [f"{m.what}: {m.note}" for m in found if m.note]
    show.print_notes([note for note in (*told, *peers) if note])


def bench(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            help="catalogue, like, page, scan; all unless named",
            show_default=False,
            **one_of("catalogue", "like", "page", "scan"),
        ),
    ] = None,
    items: Annotated[int, typer.Option("--items", help="items of a made-up catalogue", min=10)] = 10_000,
    repeats: Annotated[int, typer.Option("--repeats", help="how often each thing is timed", min=2)] = 20,
    store: Annotated[
        Path | None, typer.Option("--store", help="measure a copy of this store", show_default=False)
    ] = None,
    as_json: Json = False,
) -> None:
    """Measure what a person waits for: catalogue (answers, conditions and changes by its size, beside peers), like (from a like
    to the changed answer, beside a peer), page (the chat page)."""
    from agent.evaluation.speed.registry import Options, machine, ran, to_dict
    from agent.results import terminal as show

    options = Options(items, repeats, store)
    with show.progress() as progress:
        results, skipped = ran(names or (), options, progress)
    if as_json:
        show.print_json(to_dict(results, options, skipped))
        return
    for name, found in results.items():
        _print(name, found)
    for name, reason in skipped.items():
        show.out.print(f"{name}: not measured, {show.escape(reason)}")
    show.out.print(", ".join(f"{name} {value}" for name, value in machine().items()), style="dim")
