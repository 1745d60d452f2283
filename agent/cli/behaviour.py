"""`medley events …`, `medley privacy …`, `medley more-like` and `medley goes-with`: what people did, on the command line.

Decides nothing; Typer reads the options.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from agent.cli.options import DEFAULTS, PLAIN, Json, Session, StoreOption, pairs_of, reading_of
from retrieval.errors import QueryError

__all__ = ["add_item_commands", "events_commands", "privacy_commands"]

events_commands = typer.Typer(help="Record, import and list what people do with items.", no_args_is_help=True, **PLAIN)
privacy_commands = typer.Typer(help="Show, export or forget what is known of a person.", no_args_is_help=True, **PLAIN)

User = Annotated[str | None, typer.Option("--user", help="who", show_default=False)]
Count = Annotated[int, typer.Option("-k", help="how many items", min=1)]
Who = Annotated[str | None, typer.Argument(help="the user's id", show_default=False)]


def _kinds(incomplete: str) -> list[str]:
    """Kinds of events that the shell completes to."""
    from retrieval.behavior.events.kinds import event_kinds

    return [kind.name for kind in event_kinds() if kind.name.startswith(incomplete)]


def _noted(store: Path, did: str, about: str | None) -> None:
    """A line in the audit log."""
    from agent.serving.access.audit import Audit
    from agent.serving.access.callers import OWNER

    Audit(store, OWNER).note(did, about)


def _open(store: Path) -> Any:
    from agent.recommender.recommender import Recommender

    return Recommender(store, model="offline")


@events_commands.command("record")
def record(
    kind: Annotated[
        str,
        typer.Argument(help="view, play, search, like, dislike, rate, cart, buy, skip or hide", autocompletion=_kinds),
    ],
    item: Annotated[str | None, typer.Argument(help="the item's id", show_default=False)] = None,
    store: StoreOption = DEFAULTS.store,
    user: User = None,
    session: Session = None,
    value: Annotated[float | None, typer.Option("--value", help="seconds of a play, stars of a rate")] = None,
    words: Annotated[str | None, typer.Option("--words", help="words of a search")] = None,
    id: Annotated[str | None, typer.Option("--id", help="the same id twice is one event")] = None,
    consent: Annotated[
        bool, typer.Option("--consent", help="may be written into examples for a chat model (export sft)")
    ] = False,
    as_json: Json = False,
) -> None:
    """Record that somebody did something. The next answer knows."""
    from dataclasses import asdict

    from agent.results import terminal as show

    with _open(store) as medley:
        done = medley.record(
            kind, item, user=user, session=session, value=value, words=words, id=id, consent=consent
        )  # fmt: skip
    show.print_json(asdict(done)) if as_json else show.out.print("recorded" if done.new else "known already")


@events_commands.command("import")
def import_events(
    file: Annotated[Path, typer.Argument(help="a .csv, .jsonl or .parquet file of events", show_default=False)],
    store: StoreOption = DEFAULTS.store,
    stars: Annotated[float, typer.Option("--stars", help="the highest rating of the file's scale")] = 5.0,
    bots: Annotated[bool, typer.Option("--keep-bots", help="only report what looks like a bot")] = False,
    mapping: Annotated[
        list[str] | None,
        typer.Option("--map", help="at=When: the time stands in the column 'When'", show_default=False),
    ] = None,
    kinds: Annotated[
        list[str] | None,
        typer.Option("--kind", help="buy: what all of them are; or 4=buy: what the file calls 4", show_default=False),
    ] = None,
    user: User = None,
    date_order: Annotated[
        str | None, typer.Option("--date-order", help="dmy or mdy: what stands first in 03/04/2021", show_default=False)
    ] = None,
    as_json: Json = False,
) -> None:
    """Import events, cleaned: unknown items, doubles, impossible times and bots are left out and reported."""
    from dataclasses import asdict

    from agent.results import terminal as show
    from retrieval.behavior.events.import_events import CleanRules, EventChoices

    pairs = [kind for kind in kinds or [] if "=" in kind]
    choices = EventChoices(
        mapping=pairs_of(mapping, "--map"),
        kinds=pairs_of(pairs, "--kind"),
        kind=next((kind for kind in kinds or [] if "=" not in kind), ""),
        user=user,
        date_order=reading_of(None, None, date_order)["date_order"],
    )
    with _open(store) as medley:
        found, done = medley.import_events(file, CleanRules(stars=stars, bots=not bots), choices)
    if as_json:
        left = [asdict(entry) for entry in found.left_out]
        show.print_json({"rows": found.rows, **asdict(done), "left_out": left})
        return
    show.out.print(f"{found.rows:,} rows: {done.new:,} events recorded, {done.known:,} known already")
    if done.forgotten:
        show.out.print(f"{done.forgotten:,} left out: of people who were forgotten")
    for entry in found.left_out:
        show.out.print(show.escape(str(entry)))


@events_commands.command("list")
def list_events(
    store: StoreOption = DEFAULTS.store,
    user: User = None,
    session: Session = None,
    kind: Annotated[
        list[str] | None, typer.Option("--kind", help="only these", show_default=False, autocompletion=_kinds)
    ] = None,
    limit: Annotated[int, typer.Option("--limit", help="the newest so many", min=1)] = 20,
    as_json: Json = False,
) -> None:
    """List the newest events, and how many there are of each kind."""
    from dataclasses import asdict

    from agent.results import terminal as show
    from retrieval.behavior.events.log_store import EventLog
    from retrieval.store.store import Store

    Store(store).close()  # says so where there is no store
    with EventLog(store) as log:
        found, counts = log.events(user=user, session=session, kinds=kind or (), limit=limit), log.counts()
    if as_json:
        show.print_json({"counts": counts, "events": [asdict(event) for event in found]})
        return
    show.print_table(
        ["when", "who", "what", "item", "value or words"],
        [
            [datetime.fromtimestamp(e.at, UTC).isoformat(" ", "seconds"), e.user or f"({e.session})", e.kind, e.item or "",
             e.words or ("" if e.value is None else f"{e.value:g}")]
            for e in found
        ],
    )  # fmt: skip
    show.out.print(", ".join(f"{name} {count:,}" for name, count in counts.items()))


def _named(user: str | None, session: str | None) -> None:
    if (user is None) == (session is None):
        raise QueryError("expected a user, or --session; got neither, or both")


@privacy_commands.command("show")
def show_person(
    user: Who = None, session: Session = None, store: StoreOption = DEFAULTS.store, as_json: Json = False
) -> None:
    """Show what is known of somebody, in short."""
    from agent.results import terminal as show

    _named(user, session)
    with _open(store) as medley:
        known = medley.privacy.show(user, session=session)
    _noted(store, "show", user or session)
    if as_json:
        show.print_json(known)
        return
    show.print_table(
        ["what", "known"], [[name, json.dumps(value, ensure_ascii=False)] for name, value in known.items()]
    )


@privacy_commands.command("export")
def export_person(
    user: Who = None,
    session: Session = None,
    store: StoreOption = DEFAULTS.store,
    out: Annotated[Path | None, typer.Option("--out", help="write JSONL there", show_default=False)] = None,
) -> None:
    """Export every event of somebody, as JSONL that `medley events import` reads."""
    from agent.results import terminal as show
    from retrieval.atomic import write_atomically

    _named(user, session)
    with _open(store) as medley:
        events = medley.privacy.export(user, session=session)
    _noted(store, "export", user or session)
    lines = "".join(json.dumps(event, ensure_ascii=False) + "\n" for event in events)
    if out is None:
        typer.echo(lines, nl=False)
    else:
        write_atomically(out, lines.encode())
        out.chmod(0o600)
        show.out.print(f"{len(events):,} events in {show.escape(str(out))}")


@privacy_commands.command("forget")
def forget_person(
    user: Who = None, session: Session = None, store: StoreOption = DEFAULTS.store, as_json: Json = False
) -> None:
    """Forget somebody: their events, tastes and conversations, from the disk as well."""
    from dataclasses import asdict

    from agent.results import terminal as show

    _named(user, session)
    with _open(store) as medley:
        done = medley.privacy.forget(user, session=session)
    _noted(store, "forget", user or session)
    if as_json:
        show.print_json(asdict(done))
        return
    show.out.print(f"forgot {done.events:,} events and {done.sessions:,} sessions")
    if done.retrain:
        show.out.print("What was trained on them is due to be trained again: medley train")


def more_like(
    item: Annotated[str, typer.Argument(help="the item's id", show_default=False)],
    store: StoreOption = DEFAULTS.store,
    user: User = None,
    k: Count = 10,
    as_json: Json = False,
) -> None:
    """More like an item, by its words, picture, sound and attributes."""
    from agent.results import terminal as show

    with _open(store) as medley:
        answer = medley.more_like(item, k=k, user=user)
    show.print_json(answer.to_dict()) if as_json else show.print_answer(answer)


def goes_with(
    item: Annotated[str, typer.Argument(help="the item's id", show_default=False)],
    store: StoreOption = DEFAULTS.store,
    k: Count = 10,
    as_json: Json = False,
) -> None:
    """What goes with an item: what the same people bought, then what is like it."""
    from agent.results import terminal as show

    with _open(store) as medley:
        answer = medley.goes_with(item, k=k)
    show.print_json(answer.to_dict()) if as_json else show.print_answer(answer)


def add_item_commands(app: typer.Typer) -> None:
    """Adds `more-like` and `goes-with` to the command line."""
    app.command("more-like")(more_like)
    app.command("goes-with")(goes_with)
