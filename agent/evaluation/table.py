"""How an evaluation looks in a terminal. Knows rich; computes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.table import Table

from agent.evaluation.report import Evaluation
from agent.show import escape, out
from retrieval.metrics import Interval

__all__ = ["print_evaluation"]

_SHORT = {"precision@10": "P@10", "recall@10": "R@10"}
_SHOWN = {
    "retrieval": ("hit@1", "hit@10", "precision@10", "ndcg@10", "map", "mrr"),
    "requests": ("satisfaction", "coverage", "hit@1", "ndcg@10", "mrr"),
}
"""What is printed; `--json` has every measure."""


def _half(found: Interval) -> str:
    return f"[dim]±{(found.high - found.low) / 2:.2f}[/dim]".replace("0.", ".")


def _cell(found: Interval | None) -> str:
    return "" if found is None else f"{found.mean:.3f}".lstrip("0").rjust(4) + _half(found)


def _signed(found: Interval | None) -> str:
    if found is None:
        return ""
    style = "bold" if found.clear else "dim"
    return f"[{style}]{found.mean:+.2f}[/{style}]{_half(found)}"


def _table(title: str, names: Sequence[str], rows: Mapping[str, Sequence[str]]) -> Table:
    table = Table(
        "",
        *(_SHORT.get(name, name) for name in names),
        title=title,
        title_justify="left",
        title_style="bold",
        box=None,
        pad_edge=False,
    )
    table.columns[0].no_wrap = True
    for name, cells in rows.items():
        table.add_row(escape(name), *cells)
    return table


def print_evaluation(found: Evaluation) -> None:
    """The figures with half the width of their 95 % intervals, by system and by group, and paired differences."""
    names = [name for name in _SHOWN.get(found.task, found.metrics) if name in found.metrics]
    rows = {"medley": [_cell(found.metrics[m]) for m in names]}
    rows |= {name: [_cell(s.metrics.get(m)) for m in names] for name, s in found.baselines.items()}
    rows |= {f"− {name}": [_signed(s.difference.get(m)) for m in names] for name, s in found.baselines.items()}
    out.print(_table(f"{found.task}: {found.n} queries in {found.seconds:.1f} s", names, rows))
    for group, of in found.by.items():
        if len(of) > 1:
            cells = {
                f"{name} ({next(iter(by.values())).n})": [_cell(by.get(m)) for m in names] for name, by in of.items()
            }
            out.print(_table(f"by {group}", names, cells))
