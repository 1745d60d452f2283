"""`medley index`, `add`, `update` and `remove`: what changes a store, on the command line.

Options are read, the library called, results printed; nothing is decided here.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from agent.cli.options import DEFAULTS, Encoders, Fusion, Json, Similarity, StoreOption, one_of, reading_of

__all__ = ["Catalogue", "DateOrder", "Encoding", "Mapping", "Sql", "Types", "add_store_commands"]

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
    from agent.serving.access.audit import Audit
    from agent.serving.access.callers import OWNER

    if report.changed or report.removed or report.built:
        Audit(folder, OWNER).note("index", changed=report.changed, removed=report.removed, items=report.items)
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


DryRun = Annotated[bool, typer.Option("--dry-run", help="say what would change, and change nothing")]
SHOWN = 20
"""Changes that people are shown one by one; `--json` has all."""


def _told(value: object) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, tuple) else "nothing" if value is None else str(value)
    return text if len(text) <= 60 else text[:59] + "…"


def _print_changes(changes: list[Any], as_json: bool) -> None:
    """What would change, for people or programs."""
    from agent.results import terminal as show

    counts = {kind: sum(change.kind == kind for change in changes) for kind in ("new", "changed", "gone")}
    if as_json:
        show.print_json(counts | {"changes": [change.to_dict() for change in changes]})
        return
    rows = [
        (change.id, change.title, change.kind, "; ".join(f"{n}: {_told(a)} → {_told(b)}" for n, (a, b) in change.fields.items()))
        for change in changes[:SHOWN]
    ]  # fmt: skip
    if rows:
        show.print_table(("item", "title", "change", "what"), rows)
    more = f" ({len(changes) - SHOWN:,} more than are listed)" if len(changes) > SHOWN else ""
    show.out.print(", ".join(f"{count:,} {kind}" for kind, count in counts.items()) + f"{more}; nothing was changed")


def _kept(store: Path, catalog: Path, asked: dict[str, Any], as_json: bool) -> dict[str, Any]:
    """How the catalogue is to be read: as asked, else as the last time; what is taken from then is said."""
    from agent.results import terminal as show
    from retrieval.index.reading_kept import FILE, kept_reading

    reading, taken = kept_reading(store, catalog, asked)
    if taken and not as_json:
        show.print_notes([f"{', '.join(taken)}: as the last time, from {store / FILE}"])
    return reading


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
    sync: Annotated[
        bool, typer.Option("--sync", help="take over what changed, came and went, at the price of that alone")
    ] = False,
    dry_run: DryRun = False,
    watch: Annotated[bool, typer.Option("--watch", help="stay, and sync whenever the file or folder changes")] = False,
    as_json: Json = False,
) -> None:
    """Make a store from a catalogue, or bring it up to date: only what changed is encoded."""
    from agent.cli.watching import watch as watched
    from agent.results import terminal as show
    from retrieval.catalog.reader import read_catalog
    from retrieval.encoder_sets import encoder_set
    from retrieval.errors import CatalogError
    from retrieval.index.differences import differences
    from retrieval.index.indexer import index_catalog
    from retrieval.index.reading_kept import keep_reading

    asked = reading_of(mapping, types, date_order, encoding, sql)

    def once(anew: bool, light: bool) -> None:
        reading = _kept(store, catalog, asked, as_json)
        found = read_catalog(catalog, **reading, allow_urls=urls)
        if dry_run:
            show.print_problems(found.problems)
            _print_changes(differences(store, found.items), as_json)
            return
        with show.progress() as progress:
            report = index_catalog(
                found, store, encoder_set(encoders), rebuild=anew, sync=light, fusion=fusion, similarity=similarity,
                progress=progress,
            )  # fmt: skip
        keep_reading(store, catalog, reading, found.decided)
        _report(report, store, as_json)

    def again() -> None:
        try:
            once(anew=False, light=True)
        except CatalogError as error:  # half written, or broken for a while: the store stays as it is
            show.print_notes([f"{error}; waiting for the next change"])

    once(rebuild, sync)
    if watch and not dry_run:
        show.errors.print(show.safe(f"watching {catalog}; stop with Ctrl-C"), markup=False)
        watched(catalog, again)


def update(
    file: Annotated[
        Path, typer.Argument(help="a file with a column of ids, and columns of new values", show_default=False)
    ],
    store: StoreOption = DEFAULTS.store,
    sets: Annotated[
        list[str] | None,
        typer.Option(
            "--set", help="price, or price=Preis: the field, and the column with its values", show_default=False
        ),
    ] = None,
    key: Annotated[
        str | None,
        typer.Option(
            "--key", help="the column that names the items: by id, or by a field of that name", show_default=False
        ),
    ] = None,
    types: Types = None,
    date_order: DateOrder = None,
    encoding: Encoding = None,
    sql: Sql = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Give items other values in some fields, prices and stock for instance, by a light file; nothing else changes."""
    from contextlib import closing

    from agent.recommender.opened import encoders_of
    from agent.results import terminal as show
    from retrieval.catalog.schema import infer_schema
    from retrieval.catalog.update_file import read_updates
    from retrieval.index.differences import differences
    from retrieval.index.reading_kept import keep_reading
    from retrieval.index.updates import by_field, update_items, updated
    from retrieval.store.store import Store

    fields = {name.strip(): (column or name).strip() for name, _, column in (one.partition("=") for one in sets or [])}
    reading = _kept(store, file, reading_of(None, types, date_order, encoding, sql), as_json)
    reading.pop("mapping", None)
    with closing(Store(store)) as opened:
        found = read_updates(file, infer_schema(opened.items()), key=key, fields=fields or None, **reading)
        given, unknown = by_field(opened, found.fields, found.key)
        items = [item for id in given if (item := opened.item(id)) is not None]
    problems = [*found.problems, *unknown]
    if dry_run:
        show.print_problems(problems)
        _print_changes(differences(store, [updated(item, given[item.id]) for item in items], whole=False), as_json)
        return
    with show.progress() as progress:
        report = update_items(store, given, encoders_of(store), progress=progress)
    keep_reading(store, file, reading, {})
    _report(replace(report, problems=[*problems, *report.problems]), store, as_json)


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
    from agent.recommender.opened import encoders_of
    from agent.results import terminal as show
    from retrieval.catalog.reader import read_catalog
    from retrieval.index.indexer import add_items

    found = read_catalog(catalog, **reading_of(mapping, types, date_order, encoding, sql), allow_urls=urls)
    show.print_problems(found.problems)
    with show.progress() as progress:
        report = add_items(store, found.items, encoders_of(store), of_files=found.of_files, progress=progress)
    _report(report, store, as_json)


def remove(
    ids: Annotated[list[str], typer.Argument(help="ids of items", show_default=False)],
    store: StoreOption = DEFAULTS.store,
    as_json: Json = False,
) -> None:
    """Remove items from a store. They are gone from every answer at once."""
    from agent.recommender.opened import encoders_of
    from retrieval.index.indexer import remove_items

    _report(remove_items(store, ids, encoders_of(store)), store, as_json)


def add_store_commands(app: typer.Typer) -> None:
    """Puts the commands into the command line."""
    for command in (index, add, update, remove):
        app.command()(command)
