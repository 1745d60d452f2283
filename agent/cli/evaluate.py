"""`medley evaluate …`: the command line of the evaluation. Decides nothing; Typer reads the options."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from agent.cli.evaluate_liar import liar
from agent.cli.evaluate_oracle import oracle
from agent.cli.options import DEFAULTS, PLAIN, BaseUrl, Encoders, Fusion, Json, Model, Similarity
from agent.settings import Settings

if TYPE_CHECKING:
    from agent.evaluation.data.stores import Indexed
    from agent.evaluation.report.run import Step
    from agent.recommender.recommender import Recommender
    from retrieval.search.retriever import Retriever

__all__ = ["app"]

app = typer.Typer(
    help="Measure retrieval, requests, dialogs and predictions of behaviour on sets with known answers, and compare methods.",
    no_args_is_help=True,
    **PLAIN,
)
Split = Literal["leave-last-out", "time"]

Catalogue = Annotated[Path, typer.Option("--catalog", help="the catalogue that is searched", exists=True)]
Baseline = Annotated[
    list[str] | None,
    typer.Option(
        "--baseline",
        help="also measure: bm25, dense, random; for requests and dialogs hybrid, too; for requests offline and knowing",
        show_default=False,
    ),
]
Limit = Annotated[int | None, typer.Option("--limit", help="at most so many rows, evenly spread", min=1)]
Without = Annotated[
    list[str] | None,
    typer.Option("--without", help="index only the rest: text, image or audio", show_default=False),
]
Predicted = Annotated[
    list[str] | None,
    typer.Option(
        "--baseline",
        help="also measure: blend, popularity, itemknn, ease, als, bpr (tuned), markov, slit, content, random",
        show_default=False,
    ),
]
Plots = Annotated[
    Path | None,
    typer.Option(
        "--plots",
        help="also draw hit@k and the fused space into this folder; for interactions the gain by number of events, too",
        show_default=False,
    ),
]


@contextmanager
def _searching(
    catalog: Path, encoders: str, without: Sequence[str] | None, fusion: str | None, similarity: str | None
) -> Iterator[tuple[Indexed, Retriever, Step]]:
    """The store of the catalogue, what searches it, and who is told how far it is."""
    from agent.evaluation.data.stores import indexed
    from agent.results import terminal as show
    from retrieval.encoder_sets import encoder_set
    from retrieval.search.retriever import Retriever

    chosen = encoder_set(encoders)
    with show.progress() as progress:
        made = indexed(catalog, chosen, modalities=without or (), progress=progress)
        with closing(Retriever(made.folder, chosen, fusion=fusion, similarity=similarity)) as retriever:
            yield made, retriever, progress


@contextmanager
def _asking(
    catalog: Path,
    encoders: str,
    without: Sequence[str] | None,
    fusion: str | None,
    similarity: str | None,
    model: str | None,
    base_url: str | None,
) -> Iterator[tuple[Indexed, Recommender, Step]]:
    """The same with the agent instead of what searches."""
    from agent.evaluation.data.stores import indexed
    from agent.recommender.recommender import Recommender
    from agent.results import terminal as show
    from retrieval.encoder_sets import encoder_set

    chosen = encoder_set(encoders)
    given = {name: value for name, value in {"model": model, "base_url": base_url}.items() if value is not None}
    settings = Settings(**given)  # type: ignore[arg-type]
    with show.progress() as progress:
        made = indexed(catalog, chosen, modalities=without or (), progress=progress)
        with Recommender(
            made.folder, settings=settings, encoders=chosen, fusion=fusion, similarity=similarity
        ) as medley:
            yield made, medley, progress


def _show(found: Any, as_json: bool, drawn: Sequence[Path] = ()) -> None:
    from agent.cli.evaluate_tables import print_evaluation
    from agent.results import terminal as show

    for problem in found.settings.get("first_problems", ()):
        show.errors.print(f"[yellow]![/] {show.escape(problem)}")
    if (more := found.settings.get("rows_with_problems", 0) - len(found.settings.get("first_problems", ()))) > 0:
        show.errors.print(f"[yellow]![/] … and {more} more rows with problems")
    show.print_json(found.to_dict()) if as_json else print_evaluation(found)
    for path in drawn if not as_json else ():
        show.out.print(f"drawn: {show.escape(str(path))}")


def _draw(found: Any, retriever: Any, folder: Path | None) -> list[Path]:
    if folder is None:
        return []
    from agent.evaluation.report.plots import draw_events, draw_hits, draw_space

    folder.mkdir(parents=True, exist_ok=True)
    drawn = [draw_hits(found, folder / "hits.png"), draw_space(retriever, folder / "space.png")]
    return [*drawn, draw_events(found, folder / "events.svg")] if found.curve else drawn


@app.command()
def retrieval(
    catalog: Catalogue,
    queries: Annotated[Path, typer.Option("--queries", help="queries with their relevant items", exists=True)],
    encoders: Encoders = DEFAULTS.encoders,
    baseline: Baseline = None,
    limit: Limit = None,
    without: Without = None,
    fusion: Fusion = None,
    similarity: Similarity = None,
    plots: Plots = None,
    as_json: Json = False,
) -> None:
    """Rank the whole catalogue for queries of words, pictures and sounds."""
    from agent.evaluation.tasks.retrieval import evaluate_retrieval

    with _searching(catalog, encoders, without, fusion, similarity) as (made, retriever, progress):
        found = evaluate_retrieval(made, retriever, queries, baselines=baseline or (), limit=limit, progress=progress)
        drawn = _draw(found, retriever, plots)
    _show(found, as_json, drawn)


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
    fusion: Fusion = None,
    similarity: Similarity = None,
    plots: Plots = None,
    as_json: Json = False,
) -> None:
    """Ask the agent requests in plain words and check every answer."""
    from agent.evaluation.tasks.requests import evaluate_requests

    with _asking(catalog, encoders, without, fusion, similarity, model, base_url) as (made, medley, progress):
        found = evaluate_requests(made, medley, requests, baselines=baseline or (), limit=limit, progress=progress)
        drawn = _draw(found, medley.retriever, plots)
    _show(found, as_json, drawn)


@app.command()
def compare(
    files: Annotated[
        list[Path], typer.Argument(help="CATALOG QUERIES, as often as you like", exists=True, show_default=False)
    ],
    encoders: Annotated[
        list[str] | None, typer.Option("--encoders", help="encoder set; embedded and classic", show_default=False)
    ] = None,
    fusion: Annotated[list[str] | None, typer.Option("--fusion", help="fusion; all", show_default=False)] = None,
    similarity: Annotated[
        list[str] | None, typer.Option("--similarity", help="similarity; all", show_default=False)
    ] = None,
    limit: Limit = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="one table in Markdown")] = False,
    as_json: Json = False,
) -> None:
    """Measure encoders × fusions × similarities side by side: which is best for these catalogues?"""
    from agent.cli.evaluate_tables import markdown_of, print_compared
    from agent.evaluation.tasks.compare import Set, projections
    from agent.evaluation.tasks.compare import compare as compared
    from agent.results import terminal as show
    from retrieval.encoder_sets import encoder_set

    if len(files) % 2:
        raise typer.BadParameter("expected pairs of CATALOG QUERIES; got an odd number of files", param_hint="FILES")
    sets = [Set(catalog, queries) for catalog, queries in zip(files[::2], files[1::2], strict=True)]
    chosen = [encoder_set(name) for name in dict.fromkeys(encoders or ["embedded", "classic"])]
    wanted = projections(fusion or (), similarity or ())
    found = []
    with show.progress() as progress:
        for one in compared(sets, chosen, wanted, limit=limit, progress=progress):
            found.append(one)
            if not (as_json or markdown):
                print_compared(one)
    if as_json:
        show.print_json([one.to_dict() for one in found])
    elif markdown:
        print(markdown_of(found))


@app.command()
def sequences(
    catalog: Catalogue,
    train: Annotated[Path, typer.Option("--train", help="earlier sequences, to fit on", exists=True)],
    test: Annotated[Path, typer.Option("--test", help="later sequences, to measure on", exists=True)],
    encoders: Encoders = DEFAULTS.encoders,
    baseline: Predicted = None,
    limit: Limit = None,
    without: Without = None,
    fusion: Fusion = None,
    similarity: Similarity = None,
    plots: Plots = None,
    as_json: Json = False,
) -> None:
    """Predict what people do next, from files of histories and targets."""
    from agent.evaluation.tasks.sequences import evaluate_sequences

    with _searching(catalog, encoders, without, fusion, similarity) as (made, retriever, progress):
        found = evaluate_sequences(
            made, retriever, train, test, baselines=baseline or (), limit=limit, progress=progress
        )
        drawn = _draw(found, retriever, plots)
    _show(found, as_json, drawn)


@app.command()
def interactions(
    catalog: Catalogue,
    interactions: Annotated[
        Path, typer.Option("--interactions", help="rows of user, item, event, value, timestamp", exists=True)
    ],
    split: Annotated[Split, typer.Option("--split", help="what is to be predicted")] = "leave-last-out",
    liked: Annotated[
        float | None,
        typer.Option(
            "--liked",
            help="least value that says liked; else ratings of 4 in 5, and any other event",
            show_default=False,
        ),
    ] = None,
    encoders: Encoders = DEFAULTS.encoders,
    baseline: Predicted = None,
    limit: Limit = None,
    without: Without = None,
    fusion: Fusion = None,
    similarity: Similarity = None,
    plots: Plots = None,
    as_json: Json = False,
) -> None:
    """Predict what people like next, from one file of events that is split."""
    from agent.evaluation.tasks.interactions import evaluate_interactions

    with _searching(catalog, encoders, without, fusion, similarity) as (made, retriever, progress):
        found = evaluate_interactions(
            made,
            retriever,
            interactions,
            split=split,
            least=liked,
            baselines=baseline or (),
            by_events=plots is not None,
            limit=limit,
            progress=progress,
        )
        drawn = _draw(found, retriever, plots)
    _show(found, as_json, drawn)


@app.command()
def dialogs(
    catalog: Catalogue,
    dialogs: Annotated[Path, typer.Option("--dialogs", help="conversations with what to recommend next", exists=True)],
    encoders: Encoders = DEFAULTS.encoders,
    model: Model = None,
    base_url: BaseUrl = None,
    baseline: Baseline = None,
    limit: Limit = None,
    without: Without = None,
    fusion: Fusion = None,
    similarity: Similarity = None,
    plots: Plots = None,
    as_json: Json = False,
) -> None:
    """Let the agent answer the last turn of conversations, with all that was said before."""
    from agent.evaluation.tasks.dialogs import evaluate_dialogs

    with _asking(catalog, encoders, without, fusion, similarity, model, base_url) as (made, medley, progress):
        found = evaluate_dialogs(made, medley, dialogs, baselines=baseline or (), limit=limit, progress=progress)
        drawn = _draw(found, medley.retriever, plots)
    _show(found, as_json, drawn)


@app.command()
def simulate(
    catalog: Catalogue,
    encoders: Encoders = DEFAULTS.encoders,
    model: Model = None,
    base_url: BaseUrl = None,
    n: Annotated[
        int | None, typer.Option("--limit", "--n", help="conversations (300), or tasks", min=1, show_default=False)
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help="which items are looked for, and how it is said")] = 0,
    tasks: Annotated[
        Path | None,
        typer.Option("--tasks", help="what the person wants, one task a line", exists=True, show_default=False),
    ] = None,
    phrasings: Annotated[
        Path | None,
        typer.Option("--phrasings", help="how they word it (TOML); English", exists=True, show_default=False),
    ] = None,
    failed: Annotated[int, typer.Option("--failed", help="so many conversations that found nothing are printed")] = 0,
    as_json: Json = False,
) -> None:
    """Let a scripted person look for items, or for what a file of tasks wants: are they found, and how soon?"""
    from agent.evaluation.data.phrasings import read_phrasings
    from agent.evaluation.tasks.simulate import evaluate_simulate
    from agent.evaluation.tasks.simulate_tasks import evaluate_tasks
    from agent.results import terminal as show

    if phrasings is not None and tasks is None:
        raise typer.BadParameter("expected --phrasings beside --tasks", param_hint="--phrasings")
    worded = read_phrasings(phrasings) if phrasings is not None else None
    missed: Sequence[Any]
    with _asking(catalog, encoders, None, None, None, model, base_url) as (made, medley, progress):
        if tasks is not None:
            found, missed = evaluate_tasks(made, medley, tasks, phrasings=worded, limit=n, progress=progress)
        else:
            found, missed = evaluate_simulate(made, medley, n=n or 300, seed=seed, progress=progress)
    _show(found, as_json)
    for talk in missed[:failed]:
        show.errors.print("\n".join(map(show.escape, talk.lines())), highlight=False)


@app.command()
def lies(
    catalog: Catalogue,
    encoders: Encoders = DEFAULTS.encoders,
    limit: Annotated[int, typer.Option("--limit", help="lies, and as many true statements", min=1)] = 200,
    seed: Annotated[int, typer.Option("--seed", help="what is planted")] = 0,
    as_json: Json = False,
) -> None:
    """Plant lies and true statements about items, as a chat model would write them: are they caught and shown?"""
    from agent.evaluation.data.stores import indexed
    from agent.evaluation.tasks.lies import evaluate_lies
    from agent.results import terminal as show
    from retrieval.encoder_sets import encoder_set

    chosen = encoder_set(encoders)
    with show.progress() as progress:
        made = indexed(catalog, chosen, progress=progress)
        found, wrong = evaluate_lies(made, chosen, limit=limit, seed=seed, progress=progress)
    _show(found, as_json)
    for one in wrong:
        what = "true, not shown" if one.true else "a lie, shown"
        show.errors.print(f"[yellow]![/] {what} ({one.kind}, {show.escape(one.item.id)}): {show.escape(one.text)}")


@app.command()
def truth(
    cases: Annotated[
        Path, typer.Option("--cases", help="a file of cases, or a folder of catalogues and cases", exists=True)
    ],
    encoders: Encoders = DEFAULTS.encoders,
    limit: Limit = None,
    verbose: Annotated[bool, typer.Option("--verbose", help="also print every case that went wrong")] = False,
    as_json: Json = False,
) -> None:
    """Ask hand-written sentences whose right rows are known by a predicate: does a wrong row ever claim to be right?"""
    from agent.cli.truth_tables import failure_lines, print_truth
    from agent.evaluation.tasks.truth import evaluate_truth
    from agent.results import terminal as show
    from retrieval.encoder_sets import encoder_set

    with show.progress() as progress:
        found = evaluate_truth(cases, encoder_set(encoders), limit=limit, progress=progress)
    if not as_json:
        print_truth(found, verbose=verbose)
        return
    show.print_json(found.to_dict())
    for one in found.failed if verbose else ():
        show.errors.print("\n".join(map(show.escape, failure_lines(one))), highlight=False, soft_wrap=True)


@app.command()
def replay(
    log: Annotated[
        Path | None,
        typer.Option("--log", help="rows of item, propensity, reward and targets", exists=True, show_default=False),
    ] = None,
    store: Annotated[
        Path | None, typer.Option("--store", help="a store that tried things out (MEDLEY_EXPLORE)", show_default=False)
    ] = None,
    as_json: Json = False,
) -> None:
    """Judge ways to choose by choices that were made at random with known odds (IPS and SNIPS)."""
    from agent.cli.evaluate_tables import print_replayed
    from agent.evaluation.tasks.replay import ReplayRow, replay_file
    from agent.evaluation.tasks.replay import replay as replayed
    from agent.results import terminal as show
    from retrieval.behavior.events.log_store import EventLog
    from retrieval.behavior.people.exploration import ExposureLog
    from retrieval.store.store import Store

    if (log is None) == (store is None):
        raise typer.BadParameter("expected --log FILE or --store FOLDER", param_hint="--log")
    if log is not None:
        found = replay_file(log)
    else:
        assert store is not None
        Store(store).close()  # says so where there is no store
        with EventLog(store) as events, closing(ExposureLog(store)) as exposures:
            found = replayed([ReplayRow.model_validate(row) for row in exposures.rows(events.events())])
    show.print_json(found.to_dict()) if as_json else print_replayed(found)


app.command()(liar)
app.command()(oracle)
