"""How the judged hand-written cases look in a terminal. Knows rich; judges nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.table import Table

from agent.evaluation.tasks.truth import COUNTED, SHARES, Figures, Truth
from agent.evaluation.tasks.truth_judge import Judged
from agent.results.terminal import escape, out

__all__ = ["failure_lines", "print_truth"]

SHOWN = 6
"""Picks, and right ids, that are printed of a case that went wrong."""

_SHORT = {
    "right_first": "right",
    "first_right": "first",
    "false_claims": "false",
    "silent_claims": "silent",
    "said_absent": "absent",
    "wrongly_absent": "wrongly",
    "disagreements": "untrue",
}


def _cell(found: tuple[float, int] | None) -> str:
    return "" if found is None else f"{found[0]:.3f}".lstrip("0")


def _table(title: str, rows: Mapping[str, Figures]) -> Table:
    names = [_SHORT.get(name, name.replace("_", " ")) for name in (*SHARES, *COUNTED)]
    table = Table("", "n", *names, title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for name, of in rows.items():
        shares = [_cell(of.shares.get(measure)) for measure in SHARES]
        counts = [f"[bold]{n}[/]" if (n := of.counts.get(measure, 0)) else "0" for measure in COUNTED]
        table.add_row(escape(name), str(of.n), *shares, *counts)
    return table


def failure_lines(one: Judged) -> Iterator[str]:
    """A case that went wrong, for a reader: what was asked, how it was understood, what was shown and what is right."""
    row = one.case.row
    bad = ", ".join(f"{name}={value:g}" for name, value in one.values.items())
    yield f"✗ {row.id} [{row.catalogue} {row.lang} {row.kind or one.case.table}] {bad}"
    yield from (f"    before: {said}" for said in row.before)
    yield from (f"    did: {event} {item}" for event, item in row.history)
    yield f"    > {row.text}"
    if one.error:
        yield f"    error: {one.error}"
    if one.answer is not None:
        yield f"    understood: {' · '.join(one.answer.understood) or '–'}"
        yield from (f"    note: {note}" for note in one.answer.notes)
        if one.answer.question:
            yield f"    asks: {one.answer.question}"
        for pick in one.answer.picks[:SHOWN]:
            sign = "?" if one.right is None else "+" if pick.id in one.right else "!" if pick in one.wrong else "-"
            yield f"    {sign} {pick.id} {pick.item.title}: {pick.reason}"
    yield from (f"    untrue: {fault}" for fault in one.untrue)
    if row.missing:
        yield f"    missing: {', '.join(row.missing)}"
    if one.right is not None:
        more = f" … {len(one.right)} in all" if len(one.right) > SHOWN else ""
        yield f"    right: {', '.join(one.right[:SHOWN]) or 'none'}{more}"


def print_truth(found: Truth, *, verbose: bool = False) -> None:
    """The figures in all and by group; with `verbose` each case that went wrong, too."""
    for one in found.failed if verbose else ():
        out.print("\n".join(escape(line) for line in failure_lines(one)), highlight=False, soft_wrap=True)
    out.print(_table(f"truth: {found.figures.n} cases in {found.seconds:.1f} s", {"all": found.figures}))
    for group, of in found.by.items():
        if len(of) > 1:
            out.print(_table(f"by {group}", of))
    for name, n in found.left_out.items():
        out.print(f"[dim]{n} cases left out: there is no catalogue {escape(name)}[/]")
