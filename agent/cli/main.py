"""The command line: `medley COMMAND`. Reads options, calls the library, prints.

Exit codes: 0 done, 1 an error that was explained, 2 a wrong call, 130 interrupted.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from agent.cli.behaviour import add_item_commands, events_commands, privacy_commands
from agent.cli.bench import bench as bench_command
from agent.cli.evaluate import app as evaluate_commands
from agent.cli.export import app as export_commands
from agent.cli.help import Sections, teach
from agent.cli.options import (
    DEFAULTS,
    PLAIN,
    BaseUrl,
    Encoders,
    Fusion,
    Json,
    Model,
    Similarity,
    StoreOption,
    one_of,
    reading_of,
)
from agent.cli.search import add_ask_commands, settings_of
from agent.cli.train import app as train_commands
from agent.settings import Settings, quiet_environment, wrong_settings
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
add_ask_commands(app)
add_item_commands(app)
app.command("bench")(bench_command)

Catalogue = Annotated[
    Path,
    typer.Argument(
        help="a file of rows (CSV, JSON, XLSX, XML, SQLite, …), or a folder of pictures and sounds", show_default=False
    ),
]
Mapping = Annotated[
    list[str] | None,
    typer.Option("--map", help="title=name: the title stands in the column 'name'", show_default=False),
]
Types = Annotated[
    list[str] | None,
    typer.Option("--type", help="price=money:EUR: what the column 'price' holds", show_default=False),
]
DateOrder = Annotated[
    str | None,
    typer.Option(
        "--date-order",
        help="dmy or mdy: what stands first in 03/04/2021",
        show_default=False,
        **one_of("dmy", "mdy", "ymd"),
    ),
]
Encoding = Annotated[
    str | None,
    typer.Option("--encoding", help="gbk, cp1252: of a file of text, where it isn't found out", show_default=False),
]
Sql = Annotated[
    str | None, typer.Option("--sql", help="a query of a SQLite file, whose rows are the items", show_default=False)
]
Urls = Annotated[bool, typer.Option("--allow-urls", help="fetch pictures and sounds that the catalogue names by URL")]


def _report(report: Any, folder: Path, as_json: bool) -> None:
    from agent.results import terminal as show

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
    types: Types = None,
    date_order: DateOrder = None,
    encoding: Encoding = None,
    sql: Sql = None,
    urls: Urls = False,
    fusion: Fusion = None,
    similarity: Similarity = None,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="fit means and bridges anew; needed to change encoders")
    ] = False,
    as_json: Json = False,
) -> None:
    """Make a store from a catalogue, or bring it up to date: only what changed is encoded."""
    from agent.results import terminal as show
    from retrieval.catalog.reader import read_catalog
    from retrieval.encoder_sets import encoder_set
    from retrieval.index.indexer import index_catalog

    found = read_catalog(catalog, **reading_of(mapping, types, date_order, encoding, sql), allow_urls=urls)
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
    types: Types = None,
    date_order: DateOrder = None,
    encoding: Encoding = None,
    sql: Sql = None,
    urls: Urls = False,
    as_json: Json = False,
) -> None:
    """Add items to a store, or replace those with the same ids. They can be found at once."""
    from agent.recommender.recommender import encoders_of
    from agent.results import terminal as show
    from retrieval.catalog.reader import read_catalog
    from retrieval.index.indexer import add_items

    found = read_catalog(catalog, **reading_of(mapping, types, date_order, encoding, sql), allow_urls=urls)
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
    from agent.recommender.recommender import encoders_of
    from retrieval.index.indexer import remove_items

    _report(remove_items(store, ids, encoders_of(store)), store, as_json)


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
    from agent.recommender.recommender import Recommender
    from agent.serving.mcp import serve_http, serve_stdio

    with Recommender(store, settings=settings_of(model=model, base_url=base_url)) as medley:
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
    from agent.recommender.recommender import Recommender
    from agent.serving.server import serve as run

    settings = settings_of(model=model, base_url=base_url, token=token)
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
    from agent.cli.chat import run_demo

    run_demo(
        source=catalogue, ask=ask, talk=talk, as_json=as_json, settings=settings_of(model=model, base_url=base_url)
    )


@app.command()
def doctor(
    catalog: Annotated[Path | None, typer.Argument(help="a catalogue to check", show_default=False)] = None,
    store: Annotated[Path | None, typer.Option("--store", help="a store to check", show_default=False)] = None,
    contents: Annotated[
        bool, typer.Option("--contents", help="also look for duplicates, and pictures that contradict their text")
    ] = False,
    encoders: Encoders = DEFAULTS.encoders,
    mapping: Mapping = None,
    types: Types = None,
    date_order: DateOrder = None,
    encoding: Encoding = None,
    sql: Sql = None,
    as_json: Json = False,
) -> None:
    """Check a catalogue item by item, a store, and the installation. Ends with 1 where something is wrong."""
    from agent.cli.doctor import examine, look_through, print_findings
    from agent.results import terminal as show

    with show.progress() as progress:
        findings = examine(catalog, store, reading_of(mapping, types, date_order, encoding, sql), progress)
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
        from agent.results import terminal as show

        show.errors.print(show.safe(f"error: {error}"), style="red", markup=False)
        sys.exit(1)
    except ValidationError as error:
        if error.title != Settings.__name__:
            raise
        from agent.results import terminal as show

        show.errors.print(f"error: {wrong_settings(error)}", style="red", markup=False)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
