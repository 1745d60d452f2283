"""The command line: `medley COMMAND`. Reads options, calls the library, prints.

Exit codes: 0 done, 1 an error that was explained, 2 a wrong call, 130 interrupted.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from pydantic import ValidationError

from agent.bench.command import bench as bench_command
from agent.evaluation.commands import app as evaluate_commands
from agent.exporting import app as export_commands
from agent.help import Sections, teach
from agent.options import (
    DEFAULTS,
    PLAIN,
    BaseUrl,
    Encoders,
    Fusion,
    Json,
    Model,
    Session,
    Similarity,
    StoreOption,
    one_of,
)
from agent.people_commands import add_item_commands, events_commands, privacy_commands
from agent.settings import Settings, quiet_environment, wrong_settings
from agent.training import app as train_commands
from retrieval.errors import MedleyError

__all__ = ["app", "main"]

app = typer.Typer(
    name="medley",
    help="Recommend from a catalogue whose items have text, pictures and sound.\n\nStart with: medley demo",
    no_args_is_help=True,
    **(PLAIN | {"cls": Sections}),
)
app.add_typer(evaluate_commands, name="evaluate")
app.add_typer(train_commands, name="train")
app.add_typer(export_commands, name="export")
app.add_typer(events_commands, name="events")
app.add_typer(privacy_commands, name="privacy")
add_item_commands(app)
app.command("bench")(bench_command)

Catalogue = Annotated[
    Path, typer.Argument(help="a .jsonl, .json or .csv file, or a folder of pictures and sounds", show_default=False)
]
Words = Annotated[
    list[str] | None, typer.Argument(help="what you are looking for, in English or Chinese", show_default=False)
]
Picture = Annotated[Path | None, typer.Option("--image", help="a picture to search by", show_default=False)]
Clip = Annotated[Path | None, typer.Option("--audio", help="a sound to search by", show_default=False)]
Where = Annotated[
    list[str] | None,
    typer.Option(
        "--where",
        help="a condition: price<5, kind=hotel,inn, kind!=hotel, title~frog, year=1990..1999",
        show_default=False,
    ),
]
Count = Annotated[int | None, typer.Option("-k", help="how many items", min=1, show_default=False)]
Weights = Annotated[
    list[str] | None, typer.Option("--weight", help="text=2, image=1, audio=0 or a block by name", show_default=False)
]
User = Annotated[
    list[str] | None,
    typer.Option("--user", help="who asks: their taste counts; named twice or more, all of them", show_default=False),
]
Taste = Annotated[
    float | None, typer.Option("--taste", help="how much taste counts beside the words, 0 to 1", show_default=False)
]
Mapping = Annotated[
    list[str] | None,
    typer.Option("--map", help="title=name: the title stands in the column 'name'", show_default=False),
]
Urls = Annotated[bool, typer.Option("--allow-urls", help="fetch pictures and sounds that the catalogue names by URL")]


def _pairs(options: list[str] | None, name: str) -> dict[str, str]:
    pairs = {}
    for option in options or []:
        key, sign, value = option.partition("=")
        if not sign or not key or not value:
            raise typer.BadParameter(f"expected NAME=VALUE; got '{option}'", param_hint=name)
        pairs[key.strip()] = value.strip()
    return pairs


def _weights(options: list[str] | None) -> dict[str, float]:
    try:
        return {key: float(value) for key, value in _pairs(options, "--weight").items()}
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--weight") from error


def _fair(name: str) -> Literal["least-misery", "borda", "average"]:
    for known in ("least-misery", "borda", "average"):
        if name == known:
            return known
    raise typer.BadParameter(f"expected least-misery, borda or average; got '{name}'", param_hint="--fair")


def _settings(**given: Any) -> Settings:
    return Settings(**{key: value for key, value in given.items() if value is not None})


def _report(report: Any, folder: Path, as_json: bool) -> None:
    from agent import show

    if as_json:
        body = {
            name: getattr(report, name)
            for name in ("items", "changed", "removed", "encoded", "reused", "built", "seconds")
        }
        problems = [{"id": p.id, "field": p.field, "reason": p.reason, "fatal": p.fatal} for p in report.problems]
        show.print_json(body | {"store": str(folder), "problems": problems, "notes": list(report.notes)})
        return
    show.print_problems(report.problems)
    show.print_notes(report.notes)
    encoded = f"{report.encoded} contents encoded, {report.reused} known already"
    show.out.print(
        f"{folder}: {report.items} items ({report.changed} new or changed, {report.removed} removed; {encoded}) in {report.seconds:.1f} s"
    )


@app.command()
def index(
    catalog: Catalogue,
    store: StoreOption = DEFAULTS.store,
    encoders: Encoders = DEFAULTS.encoders,
    mapping: Mapping = None,
    urls: Urls = False,
    fusion: Fusion = None,
    similarity: Similarity = None,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="fit means and bridges anew; needed to change encoders")
    ] = False,
    as_json: Json = False,
) -> None:
    """Make a store from a catalogue, or bring it up to date: only what changed is encoded."""
    from agent import show
    from retrieval.catalog import read_catalog
    from retrieval.encoders import encoder_set
    from retrieval.indexer import index_catalog

    found = read_catalog(catalog, mapping=_pairs(mapping, "--map"), allow_urls=urls)
    with show.progress() as progress:
        report = index_catalog(
            found,
            store,
            encoder_set(encoders),
            rebuild=rebuild,
            fusion=fusion,
            similarity=similarity,
            progress=progress,
        )
    _report(report, store, as_json)


@app.command()
def add(
    catalog: Catalogue,
    store: StoreOption = DEFAULTS.store,
    mapping: Mapping = None,
    urls: Urls = False,
    as_json: Json = False,
) -> None:
    """Add items to a store, or replace those with the same ids. They can be found at once."""
    from agent import show
    from agent.recommender import encoders_of
    from retrieval.catalog import read_catalog
    from retrieval.indexer import add_items

    found = read_catalog(catalog, mapping=_pairs(mapping, "--map"), allow_urls=urls)
    show.print_problems(found.problems)
    with show.progress() as progress:
        report = add_items(store, found.items, encoders_of(store), of_files=found.of_files, progress=progress)
    _report(report, store, as_json)


@app.command()
def remove(
    ids: Annotated[list[str], typer.Argument(help="ids of items", show_default=False)],
    store: StoreOption = DEFAULTS.store,
    as_json: Json = False,
) -> None:
    """Remove items from a store. They are gone from every answer at once."""
    from agent.recommender import encoders_of
    from retrieval.indexer import remove_items

    _report(remove_items(store, ids, encoders_of(store)), store, as_json)


@app.command()
def search(
    words: Words = None,
    store: StoreOption = DEFAULTS.store,
    image: Picture = None,
    audio: Clip = None,
    where: Where = None,
    like: Annotated[
        list[str] | None, typer.Option("--like", help="id of an item to be like", show_default=False)
    ] = None,
    dislike: Annotated[
        list[str] | None, typer.Option("--dislike", help="id of an item to be unlike", show_default=False)
    ] = None,
    weight: Weights = None,
    threshold: Annotated[float | None, typer.Option("--threshold", help="least score", show_default=False)] = None,
    fusion: Fusion = None,
    similarity: Similarity = None,
    user: Annotated[str | None, typer.Option("--user", help="who asks: their taste counts", show_default=False)] = None,
    session: Session = None,
    taste: Taste = None,
    k: Count = None,
    as_json: Json = False,
) -> None:
    """Retrieve items as they are scored: the words are not interpreted, no conditions are read from them."""
    from agent import show
    from agent.recommender import Recommender

    with Recommender(store, fusion=fusion, similarity=similarity) as medley:
        answer = medley.search(
            " ".join(words or []),
            image=image,
            audio=audio,
            where=where or (),
            like=like or (),
            dislike=dislike or (),
            weights=_weights(weight),
            threshold=threshold,
            k=k or 10,
            user=user,
            session=session,
            taste=taste,
        )
    show.print_json(answer.to_dict()) if as_json else show.print_answer(answer)


@app.command()
def recommend(
    words: Words = None,
    store: StoreOption = DEFAULTS.store,
    image: Picture = None,
    audio: Clip = None,
    where: Where = None,
    weight: Weights = None,
    user: User = None,
    session: Session = None,
    taste: Taste = None,
    fair: Annotated[
        str,
        typer.Option(
            "--fair",
            help="for several users: least-misery, borda or average",
            **one_of("least-misery", "borda", "average"),
        ),
    ] = "least-misery",
    k: Count = None,
    model: Model = None,
    base_url: BaseUrl = None,
    trace: Annotated[bool, typer.Option("--trace", help="show how the answer came about")] = False,
    as_json: Json = False,
) -> None:
    """Ask for a recommendation in plain words: conditions are read from them, and every pick is explained."""
    from agent import show
    from agent.recommender import Recommender

    with Recommender(store, settings=_settings(model=model, base_url=base_url)) as medley:
        answer = medley.recommend(
            " ".join(words or []), image=image, audio=audio, where=where or (), weights=_weights(weight), k=k,
            user=user[0] if user and len(user) == 1 else None, users=user if user and len(user) > 1 else (),
            session=session, taste=taste, fair=_fair(fair),
        )  # fmt: skip
    if as_json:
        show.print_json(answer.to_dict(trace=trace))
        return
    show.print_answer(answer)
    if trace:
        show.print_json(answer.to_dict(trace=True)["trace"])


@app.command()
def chat(
    store: StoreOption = DEFAULTS.store,
    user: Annotated[
        str | None, typer.Option("--user", help="who talks: their taste counts", show_default=False)
    ] = None,
    model: Model = None,
    base_url: BaseUrl = None,
) -> None:
    """Talk with the agent in the terminal. /image FILE and /audio FILE add a picture or a sound, /quit ends."""
    from agent.recommender import Recommender
    from agent.terminal import converse

    with Recommender(store, settings=_settings(model=model, base_url=base_url)) as medley:
        converse(medley, user=user)


@app.command()
def mcp(
    store: StoreOption = DEFAULTS.store,
    model: Model = None,
    base_url: BaseUrl = None,
    http: Annotated[bool, typer.Option("--http", help="answer by HTTP instead of the standard streams")] = False,
    host: Annotated[str, typer.Option("--host", help="with --http: the address to answer at")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="with --http: the port", min=1, max=65535)] = 7861,
    token: Annotated[
        str | None,
        typer.Option("--token", envvar="MEDLEY_TOKEN", help="what callers by HTTP must send", show_default=False),
    ] = None,
) -> None:
    """Let assistants that speak the Model Context Protocol recommend from a store."""
    from agent.mcp import serve_http, serve_stdio
    from agent.recommender import Recommender

    with Recommender(store, settings=_settings(model=model, base_url=base_url)) as medley:
        serve_http(medley, host=host, port=port, token=token) if http else serve_stdio(medley)


@app.command()
def serve(
    store: StoreOption = DEFAULTS.store,
    host: Annotated[
        str, typer.Option("--host", help="address to serve at; others than this machine's need --token")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="0 takes any that is free", min=0, max=65_535)] = 7860,
    token: Annotated[
        str | None,
        typer.Option(
            "--token", "--password", envvar="MEDLEY_TOKEN", help="what visitors must know", show_default=False
        ),
    ] = None,
    model: Model = None,
    base_url: BaseUrl = None,
) -> None:
    """Open the chat page of a store in a browser: type, drop a picture, let a sound be heard, or speak."""
    from agent.recommender import Recommender
    from agent.serve import serve as run

    settings = _settings(model=model, base_url=base_url, token=token)
    with Recommender(store, settings=settings) as medley:
        run(medley, settings, host, port)


@app.command()
def demo(
    ask: Annotated[str | None, typer.Option("--ask", help="answer this one request", show_default=False)] = None,
    talk: Annotated[bool, typer.Option("--chat", help="go on in the terminal")] = False,
    catalogue: Annotated[
        str, typer.Option("--catalogue", help="auto, stamps or starter", **one_of("auto", "stamps", "starter"))
    ] = "auto",
    model: Model = None,
    base_url: BaseUrl = None,
    as_json: Json = False,
) -> None:
    """Fetch a real catalogue of pictures and sounds, index it, and answer a few requests."""
    from agent.terminal import run_demo

    run_demo(source=catalogue, ask=ask, talk=talk, as_json=as_json, settings=_settings(model=model, base_url=base_url))


@app.command()
def doctor(
    catalog: Annotated[Path | None, typer.Argument(help="a catalogue to check", show_default=False)] = None,
    store: Annotated[Path | None, typer.Option("--store", help="a store to check", show_default=False)] = None,
    contents: Annotated[
        bool, typer.Option("--contents", help="also look for duplicates, and pictures that contradict their text")
    ] = False,
    encoders: Encoders = DEFAULTS.encoders,
    mapping: Mapping = None,
    as_json: Json = False,
) -> None:
    """Check a catalogue item by item, a store, and the installation. Ends with 1 where something is wrong."""
    from agent import show
    from agent.doctor import examine, look_through, print_findings

    with show.progress() as progress:
        findings = examine(catalog, store, _pairs(mapping, "--map"), progress)
        if contents:
            findings = look_through(findings, catalog, store, encoders, progress)
    show.print_json(findings.to_dict()) if as_json else print_findings(findings)
    if not findings.healthy:
        raise typer.Exit(1)


teach(app)


def main() -> None:
    """The entry point: errors that Medley raises on purpose become one sentence and exit code 1."""
    quiet_environment()
    try:
        app()
    except MedleyError as error:
        from agent import show

        show.errors.print(show.safe(f"error: {error}"), style="red", markup=False)
        sys.exit(1)
    except ValidationError as error:
        if error.title != Settings.__name__:
            raise
        from agent import show

        show.errors.print(f"error: {wrong_settings(error)}", style="red", markup=False)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
