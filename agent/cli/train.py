"""`medley train`: learns from the events of a store. Decides nothing; Typer reads the options."""

from __future__ import annotations

from contextlib import closing
from typing import Annotated, Any, Literal

import typer

from agent.cli.options import DEFAULTS, PLAIN, Json, StoreOption
from agent.settings import Settings

__all__ = ["app"]

app = typer.Typer(
    help="Learn from the events of a store: the order of hits, or with `text` its text encoder.",
    **PLAIN,
    invoke_without_command=True,
)

DryRun = Annotated[bool, typer.Option("--dry-run", help="say what would be done, and do nothing")]


def _gain(found: dict[str, Any]) -> str:
    return f"{found['mean']:+.3f} ({found['low']:+.3f} to {found['high']:+.3f})"


def _print(body: dict[str, Any], dry_run: bool) -> None:
    from agent.results.terminal import escape, out

    out.print(
        f"{body['events']} events; {body['moments']} choices of {body['people']} people to learn from "
        f"({'trees of LightGBM' if body['kind'] == 'trees' else 'a linear model: pip install -e .[train] for trees'})"
    )
    reached = body["reached"]
    if reached:
        out.print(f"on the last fifth ({reached['reached']['n']} choices): nDCG@10 {reached['reached']['mean']:.3f}")
        out.print(f"  gain over the present order: {_gain(reached['gain'])}")
        for name, gain in reached["single"].items():
            out.print(f"  over {escape(name)} alone: {_gain(gain)}")
    if body["why"]:
        out.print(f"not kept: {escape(body['why'])}")
    elif dry_run:
        out.print("a ranker would be learned from them, and kept if it gains on the last fifth of them")
    else:
        out.print(f"kept: {escape(str(body['path']))}")


@app.callback()
def ranker(
    context: typer.Context,
    store: StoreOption = DEFAULTS.store,
    kind: Annotated[
        Literal["trees", "linear"] | None,
        typer.Option("--kind", help="trees (needs the extra train) or linear", show_default=False),
    ] = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Learn the order of hits from what people chose; kept only if it is better on choices that it hasn't seen."""
    if context.invoked_subcommand is not None:
        return
    from agent.recommender.opened import encoders_of
    from agent.results import terminal as show
    from retrieval.behavior.events.log_store import EventLog
    from retrieval.behavior.people.live_ranker import train_ranker
    from retrieval.behavior.training.artefact import drop_marked, save_ranker
    from retrieval.search.retriever import Retriever

    encoders = encoders_of(store)
    with show.progress() as progress, closing(Retriever(store, encoders)) as retriever, EventLog(store) as log:
        found = train_ranker(log, retriever, kind=kind, taste=Settings().taste, dry_run=dry_run, progress=progress)
    path = save_ranker(store, found.artefact) if found.artefact else None
    if path is None and not dry_run:
        drop_marked(store)
    body = found.to_dict() | {"dry_run": dry_run, "path": str(path) if path else None}
    show.print_json(body) if as_json else _print(body, dry_run)


@app.command()
def text(
    store: StoreOption = DEFAULTS.store,
    base: Annotated[
        str | None,
        typer.Option("--base", help="folder of a text model; that of the default encoders", show_default=False),
    ] = None,
    passes: Annotated[int, typer.Option("--passes", help="how often each pair is learned from", min=1)] = 1,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Fine-tune the text encoder on what people asked for and chose; kept only if it finds later choices better."""
    from agent.recommender.opened import encoders_of
    from agent.results import terminal as show
    from retrieval.behavior.events.log_store import EventLog
    from retrieval.behavior.training.artefact import no_longer_due
    from retrieval.behavior.training.text_encoder import TextSettings, pairs_of, train_text
    from retrieval.search.retriever import Retriever

    with closing(Retriever(store, encoders_of(store))) as retriever:
        items = {item.id: item for item in retriever.store.items()}
    with EventLog(store) as log, show.progress() as progress:
        removals, pairs = log.removals, pairs_of(log.events(), items)
        found = train_text(
            pairs, items, store / "trained" / "text", base=base, settings=TextSettings(passes=passes),
            dry_run=dry_run, unchanged=lambda: log.removals == removals, progress=progress,
        )  # fmt: skip
    if found.path is not None:
        no_longer_due(store, found.path.name)
    body = found.to_dict() | {"dry_run": dry_run}
    if as_json:
        show.print_json(body)
        return
    show.out.print(f"{found.pairs} pairs to learn from, {found.held} later ones to decide by")
    if found.before and found.after and found.gain:
        told = f"nDCG@10 of later choices: {found.before.mean:.3f} before, {found.after.mean:.3f} after, "
        show.out.print(told + f"gain {_gain(found.gain.to_dict())}")
    if found.why:
        show.out.print(f"not kept: {show.escape(found.why)}")
    elif found.path:
        show.out.print(f"kept: {show.escape(str(found.path))}. Use it with:")
        show.out.print(
            f"  medley index CATALOG --store {show.escape(str(store))} --encoders hub:{show.escape(str(found.path))} --rebuild"
        )
    else:
        show.out.print("the text encoder would be trained on them, and kept if it gains on the later ones")
