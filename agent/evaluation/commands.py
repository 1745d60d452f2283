"""`medley evaluate …`: the command line of the evaluation. Decides nothing; Typer reads the options."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Annotated, Any

import typer

from agent.settings import Settings

__all__ = ["app"]

app = typer.Typer(
    help="Measure retrieval and requests on a set with known answers.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
DEFAULTS = Settings.model_construct()

Catalogue = Annotated[Path, typer.Option("--catalog", help="the catalogue that is searched", exists=True)]
Encoders = Annotated[str, typer.Option("--encoders", envvar="MEDLEY_ENCODERS", help="encoder set")]
Baseline = Annotated[
    list[str] | None,
    typer.Option("--baseline", help="also measure: bm25, dense, random; for requests hybrid, too", show_default=False),
]
Limit = Annotated[int | None, typer.Option("--limit", help="at most so many rows, evenly spread", min=1)]
Without = Annotated[
    list[str] | None,
    typer.Option("--without", help="index only the rest: text, image or audio", show_default=False),
]
Json = Annotated[bool, typer.Option("--json", help="one JSON object on standard output")]
Model = Annotated[str | None, typer.Option("--model", help="offline, openai:NAME or ollama:NAME", show_default=False)]
BaseUrl = Annotated[str | None, typer.Option("--base-url", help="an OpenAI-compatible server", show_default=False)]


def _settings(model: str | None, base_url: str | None) -> Settings:
    given: dict[str, Any] = {"model": model, "base_url": base_url}
    return Settings(**{name: value for name, value in given.items() if value is not None})


def _show(found: Any, as_json: bool) -> None:
    from agent import show
    from agent.evaluation.table import print_evaluation

    show.print_json(found.to_dict()) if as_json else print_evaluation(found)


@app.command()
def retrieval(
    catalog: Catalogue,
    queries: Annotated[Path, typer.Option("--queries", help="queries with their relevant items", exists=True)],
    encoders: Encoders = DEFAULTS.encoders,
    baseline: Baseline = None,
    limit: Limit = None,
    without: Without = None,
    as_json: Json = False,
) -> None:
    """Rank the whole catalogue for queries of words, pictures and sounds."""
    from agent import show
    from agent.evaluation.retrieval_task import evaluate_retrieval
    from agent.evaluation.stores import indexed
    from retrieval.encoders import encoder_set
    from retrieval.retriever import Retriever

    chosen = encoder_set(encoders)
    with show.progress() as progress:
        made = indexed(catalog, chosen, modalities=without or (), progress=progress)
        with closing(Retriever(made.folder, chosen)) as retriever:
            found = evaluate_retrieval(
                made, retriever, queries, baselines=baseline or (), limit=limit, progress=progress
            )
    _show(found, as_json)


@app.command()
def requests(
    catalog: Catalogue,
    requests: Annotated[Path, typer.Option("--requests", help="requests with their relevant items", exists=True)],
    encoders: Encoders = DEFAULTS.encoders,
    model: Model = None,
    base_url: BaseUrl = None,
    baseline: Baseline = None,
    limit: Limit = None,
    without: Without = None,
    as_json: Json = False,
) -> None:
    """Ask the agent requests in plain words and check every answer."""
    from agent import show
    from agent.evaluation.requests_task import evaluate_requests
    from agent.evaluation.stores import indexed
    from agent.recommender import Recommender
    from retrieval.encoders import encoder_set

    chosen = encoder_set(encoders)
    with show.progress() as progress:
        made = indexed(catalog, chosen, modalities=without or (), progress=progress)
        with Recommender(made.folder, settings=_settings(model, base_url), encoders=chosen) as medley:
            found = evaluate_requests(made, medley, requests, baselines=baseline or (), limit=limit, progress=progress)
    _show(found, as_json)
