"""`medley evaluate liar`: what a chat model that lies in every reply can do. Decides nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from agent.cli.options import DEFAULTS, Encoders, Json

__all__ = ["liar"]


def liar(
    cases: Annotated[
        Path, typer.Option("--cases", help="a file of cases, or a folder of catalogues and cases", exists=True)
    ],
    encoders: Encoders = DEFAULTS.encoders,
    limit: Annotated[int | None, typer.Option("--limit", help="at most so many cases, evenly spread", min=1)] = None,
    seed: Annotated[int, typer.Option("--seed", help="what it lies")] = 0,
    as_json: Json = False,
) -> None:
    """Ask with a model that lies in every reply: what does it hide, drop in silence, invent, and falsify?

    Each figure is a count per request; all should be 0.
    """
    from agent.cli.evaluate_tables import print_evaluation
    from agent.evaluation.tasks.liar import evaluate_liar
    from agent.results import terminal as show
    from retrieval.encoder_sets import encoder_set

    with show.progress() as progress:
        found, harmed = evaluate_liar(cases, encoder_set(encoders), limit=limit, seed=seed, progress=progress)
    show.print_json(found.to_dict()) if as_json else print_evaluation(found)
    for one in harmed:
        parts = (*one.hidden, *one.dropped, *one.strangers, *one.false)
        show.errors.print(f"[yellow]![/] {show.escape(one.request)}: {show.escape('; '.join(parts))}")
