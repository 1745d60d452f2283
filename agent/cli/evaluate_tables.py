"""How an evaluation looks in a terminal. Knows rich; computes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.table import Table

from agent.evaluation.report.report import Evaluation
from agent.evaluation.tasks.compare import Compared
from agent.evaluation.tasks.replay import LOGGED, Replayed
from agent.results.terminal import escape, out
from retrieval.metrics import Interval

__all__ = ["markdown_of", "print_compared", "print_evaluation", "print_replayed"]

_SHORT = {"precision@10": "P@10", "recall@10": "R@10"}
_SHOWN = {
    "retrieval": ("hit@1", "hit@10", "precision@10", "ndcg@10", "map", "mrr"),
    "sequences": ("hit@1", "hit@10", "ndcg@10", "mrr"),
    "interactions": ("hit@1", "hit@10", "ndcg@10", "mrr"),
    "cold": ("hit@1", "hit@10", "ndcg@10", "mrr"),
    "cold in turn": ("hit@1", "hit@10", "ndcg@10", "mrr"),
    "as they go": ("hit@1", "hit@10", "ndcg@10", "mrr"),
    "dialogs": ("hit@1", "hit@10", "recall@10", "ndcg@10", "mrr"),
    "requests": ("satisfaction", "coverage", "hit@1", "ndcg@10", "mrr", "pool"),
    "lies": ("caught", "passed"),
    "liar": ("hidden", "dropped", "strangers", "false"),
    "oracle": ("good@5", "conditions", "said", "met", "wrong_hard", "shown", "false_shown", "false_unmarked", "marked"),
    "simulate": ("hit", "hit@1 turn", "turns", "questions"),
    "tasks": ("success", "every way", "turns", "elicited", "wishes hold", "questions"),
    "compare": ("hit@1", "hit@10", "precision@10", "map"),
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
    main = str(found.settings.get("systems", ["medley"])[0])
    rows = {main: [_cell(found.metrics[m]) for m in names]}
    rows |= {name: [_cell(s.metrics.get(m)) for m in names] for name, s in found.baselines.items()}
    rows |= {f"− {name}": [_signed(s.difference.get(m)) for m in names] for name, s in found.baselines.items()}
    out.print(_table(f"{found.task}: {found.n} queries in {found.seconds:.1f} s", names, rows))
    if "seconds" in found.metrics and found.task in ("requests", "dialogs", "simulate", "tasks"):
        cost = [f"{found.metrics[name].mean:.2f} {name}" for name in ("seconds", "tokens") if name in found.metrics]
        out.print(f"[dim]a request: {', '.join(cost)}[/dim]", highlight=False)
    for group, of in found.by.items():
        if len(of) > 1:
            cells = {
                f"{name} ({next(iter(by.values())).n})": [_cell(by.get(m)) for m in names] for name, by in of.items()
            }
            out.print(_table(f"by {group}", names, cells))
    for name, peer in found.settings.get("peers", {}).items():
        told = ", ".join(f"{field} {value}" for field, value in peer.items())
        out.print(f"[dim]{name}: {escape(told)}[/dim]", highlight=False)
    if "weights" in found.settings:
        told = ", ".join(f"{name} {weight:.3g}" for name, weight in found.settings["weights"].items() if weight)
        out.print(f"[dim]{escape(main)}: {escape(told)}[/dim]", highlight=False)
        chosen = found.settings["weights_chosen_on"]
        out.print(f"[dim]all of these chosen on {escape(chosen)}[/dim]", highlight=False)
    for part in found.parts.values():
        print_evaluation(part)


def print_replayed(found: Replayed) -> None:
    """What each way to choose would have earned, beside what the log did."""
    rows = {LOGGED: [_cell(found.logged), "", "", str(found.n)]}
    for name, one in found.policies.items():
        rows[name] = [_cell(one.ips), _cell(one.snips), _signed(one.gain), f"{one.effective:.0f}"]
    out.print(_table(f"replay: {found.n} choices", ("IPS", "SNIPS", "− logged", "effective"), rows))


def _systems(one: Compared) -> dict[str, Mapping[str, Interval]]:
    """The figures of every projection, by its name."""
    main = str(one.found.settings["systems"][0])
    return {main: one.found.metrics, **{name: of.metrics for name, of in one.found.baselines.items()}}


def print_compared(one: Compared) -> None:
    """One encoder set on one set: a line a fusion and similarity, the best of each column in bold."""
    names = _SHOWN["compare"]
    systems = _systems(one)
    best = {m: max(of[m].mean for of in systems.values()) for m in names}
    rows = {
        name: [f"[bold]{_cell(of[m])}[/bold]" if of[m].mean == best[m] else _cell(of[m]) for m in names]
        for name, of in systems.items()
    }
    title = f"{one.of}, {one.encoders}: {one.found.n} queries in {one.found.seconds:.1f} s"
    out.print(_table(escape(title), names, rows))
    for projection, why in one.refused.items():
        out.print(f"[dim]{projection}: {escape(why)}[/dim]")


def _figures(of: Mapping[str, Interval] | None) -> str:
    if of is None:
        return "–"
    return " / ".join(f"{of[m].mean:.3f}".removeprefix("0") for m in ("hit@10", "map"))


def markdown_of(found: Sequence[Compared]) -> str:
    """All of them as one table in Markdown: hit@10 / mAP, a column a set; "–" where a catalogue has too little."""
    sets = list(dict.fromkeys(str(one.of) for one in found))
    rows: dict[tuple[str, str], dict[str, Mapping[str, Interval]]] = {}
    for one in found:
        for name, of in _systems(one).items():
            rows.setdefault((one.encoders, name), {})[str(one.of)] = of
    lines = [f"| encoders | fusion-similarity | {' | '.join(sets)} |", "| --- " * (2 + len(sets)) + "|"]
    for (encoders, name), by in rows.items():
        lines.append(f"| {encoders} | {name} | {' | '.join(_figures(by.get(s)) for s in sets)} |")
    return "\n".join(lines)
