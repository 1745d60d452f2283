"""The command line: `medley COMMAND`. Reads options, calls the library, prints.

Exit codes: 0 done, 1 an error that was explained, 2 a wrong call, 130 interrupted.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from pydantic import ValidationError

from agent.cli.behaviour import add_item_commands, events_commands, privacy_commands
from agent.cli.bench import bench as bench_command
from agent.cli.evaluate import app as evaluate_commands
from agent.cli.export import app as export_commands
from agent.cli.help import Sections, teach
from agent.cli.indexing import DateOrder, Encoding, Mapping, Sql, Types, add_store_commands
from agent.cli.keys import keys_commands
from agent.cli.licences import licences
from agent.cli.options import (
    DEFAULTS,
    PLAIN,
    BaseUrl,
    Encoders,
    Json,
    Model,
    StoreOption,
    one_of,
    reading_of,
)
from agent.cli.rescue import add_rescue_commands
from agent.cli.search import add_ask_commands, settings_of
from agent.cli.train import app as train_commands
from agent.settings import Settings, quiet_environment, wrong_settings
from retrieval.errors import MedleyError

if TYPE_CHECKING:
    from agent.serving.access.listen import Tls

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
app.add_typer(keys_commands, name="keys")
add_ask_commands(app)
add_item_commands(app)
add_store_commands(app)
add_rescue_commands(app)
app.command("bench")(bench_command)
app.command("licences")(licences)

Certificate = Annotated[
    Path | None,
    typer.Option(
        "--certificate", envvar="MEDLEY_CERTIFICATE", help="serve https: the certificate, in PEM", show_default=False
    ),
]
CertificateKey = Annotated[
    Path | None,
    typer.Option("--key", envvar="MEDLEY_CERTIFICATE_KEY", help="the certificate's key, in PEM", show_default=False),
]


def _tls(certificate: Path | None, key: Path | None) -> Tls | None:
    from agent.serving.access.listen import Tls

    if certificate is None and key is None:
        return None
    if certificate is None or key is None:
        raise typer.BadParameter("expected both --certificate and --key, or neither", param_hint="--certificate")
    tls = Tls(certificate, key)
    tls.check()
    return tls


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
    certificate: Certificate = None,
    key: CertificateKey = None,
) -> None:
    """Let assistants that speak the Model Context Protocol recommend from a store."""
    from agent.recommender.recommender import Recommender
    from agent.serving.mcp import serve_http, serve_stdio

    tls = _tls(certificate, key)
    with Recommender(store, settings=settings_of(model=model, base_url=base_url)) as medley:
        serve_http(medley, host=host, port=port, token=token, tls=tls) if http else serve_stdio(medley)


@app.command()
def serve(
    store: StoreOption = DEFAULTS.store,
    host: Annotated[
        str, typer.Option("--host", help="address to serve at; others than this machine's need --token or keys")
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
    certificate: Certificate = None,
    key: CertificateKey = None,
    log_requests: Annotated[
        bool, typer.Option("--log-requests", help="write a line of JSON a request, without words or names, to stderr")
    ] = False,
) -> None:
    """Open the chat page of a store in a browser: type, drop a picture, let a sound be heard, or speak."""
    from agent.recommender.recommender import Recommender
    from agent.serving.server import serve as run

    tls = _tls(certificate, key)
    settings = settings_of(model=model, base_url=base_url, token=token)
    with Recommender(store, settings=settings) as medley:
        run(medley, settings, host, port, tls, log_requests)


@app.command()
def demo(
    ask: Annotated[str | None, typer.Option("--ask", help="answer this one request", show_default=False)] = None,
    talk: Annotated[bool, typer.Option("--chat", help="go on in the terminal")] = False,
    catalogue: Annotated[
        str, typer.Option("--catalogue", help="auto, stamps or starter", **one_of("auto", "stamps", "starter"))
    ] = "auto",
    model: Model = None,
    base_url: BaseUrl = None,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="end after the answers: in a terminal the chat page opens else")
    ] = False,
    as_json: Json = False,
) -> None:
    """Fetch a real catalogue of pictures and sounds, index it, answer a few requests, and open the chat page."""
    import sys

    from agent.cli.chat import run_demo

    run_demo(
        source=catalogue, ask=ask, talk=talk, as_json=as_json, settings=settings_of(model=model, base_url=base_url),
        browser=sys.stdout.isatty() and not no_browser,
    )  # fmt: skip


@app.command()
def doctor(
    catalog: Annotated[Path | None, typer.Argument(help="a catalogue to check", show_default=False)] = None,
    store: Annotated[Path | None, typer.Option("--store", help="a store to check", show_default=False)] = None,
    contents: Annotated[
        bool, typer.Option("--contents", help="also look for duplicates, and pictures that contradict their text")
    ] = False,
    repair: Annotated[
        bool, typer.Option("--repair", help="first mend the store: what can be read is kept, the rest is made of it")
    ] = False,
    encoders: Encoders = DEFAULTS.encoders,
    mapping: Mapping = None,
    types: Types = None,
    date_order: DateOrder = None,
    encoding: Encoding = None,
    sql: Sql = None,
    html: Annotated[
        Path | None, typer.Option("--html", help="also write the findings as a page, with plots", show_default=False)
    ] = None,
    as_json: Json = False,
) -> None:
    """Check a catalogue item by item, a store, and the installation. Ends with 1 where something is wrong."""
    from agent.cli.doctor import examine, look_through, print_findings, write_report
    from agent.results import terminal as show

    if repair and store is None:
        raise typer.BadParameter("expected --store with --repair", param_hint="--repair")
    with show.progress() as progress:
        if repair and store is not None:
            from agent.cli.rescue import mend

            for line in mend(store, progress) or ["nothing had to be repaired"]:
                show.errors.print(show.safe(line), markup=False)
        findings = examine(catalog, store, reading_of(mapping, types, date_order, encoding, sql), progress)
        if contents:
            findings = look_through(findings, catalog, store, encoders, progress)
    if html is not None:
        write_report(html, catalog or Path("."), findings)
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
