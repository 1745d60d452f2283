"""`medley export`: what a store knows, for others to learn from. Decides nothing; Typer reads the options."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Literal

import typer

from agent.cli.options import DEFAULTS, PLAIN, Json, StoreOption

__all__ = ["app"]

app = typer.Typer(
    help="Export what a store's people agreed to, to train models elsewhere.",
    no_args_is_help=True,
    **PLAIN,
)


@app.callback()
def _group() -> None:
    """Keeps `sft` a command of its own."""


@app.command()
def sft(
    file: Annotated[Path, typer.Argument(help="the JSONL file to write", show_default=False)],
    store: StoreOption = DEFAULTS.store,
    dialogs: Annotated[
        Path | None,
        typer.Option("--dialogs", help="also conversations, rows with consent", exists=True, show_default=False),
    ] = None,
    kind: Annotated[Literal["both", "intent", "answer"], typer.Option("--kind", help="which examples")] = "both",
    as_json: Json = False,
) -> None:
    """Write requests with the search they are read as, and with the answer that was chosen, in OpenAI's format."""
    from agent.loop.sft import Kind, asked_of, asked_of_dialogs, write_examples
    from agent.recommender.recommender import Recommender
    from agent.results import terminal as show
    from retrieval.behavior.events.log_store import EventLog
    from retrieval.store.store import Store

    Store(store).close()  # says so where there is no store
    with EventLog(store) as log:
        asked, withheld = asked_of(log.events())
    if dialogs is not None:
        more, others = asked_of_dialogs(dialogs)
        asked, withheld = [*asked, *more], withheld + others
    kinds: tuple[Kind, ...] = ("intent", "answer") if kind == "both" else (kind,)
    with Recommender(store) as medley:
        found = write_examples(
            file, asked, medley.retriever, medley.vocabulary, medley.settings, kinds=kinds, withheld=withheld
        )
    if as_json:
        show.print_json(asdict(found) | {"path": str(file)})
        return
    show.out.print(
        f"{show.escape(str(file))}: {found.intents} requests with their search, {found.answers} with their answer; "
        f"{found.withheld} withheld for want of consent, {found.missed} whose choice no search found"
    )
