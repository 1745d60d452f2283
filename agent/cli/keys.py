"""`medley keys …`: who may call the servers of a store, each with a key of their own. Decides nothing; Typer reads the options."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from agent.cli.options import DEFAULTS, PLAIN, Json, StoreOption, one_of

__all__ = ["keys_commands"]

keys_commands = typer.Typer(help="Make, list and revoke keys of those who may call.", no_args_is_help=True, **PLAIN)


def _day(at: float | None) -> str:
    return "–" if at is None else datetime.fromtimestamp(at, UTC).date().isoformat()


def _told(key: Any) -> dict[str, Any]:
    return {
        "id": key.id, "name": key.name, "state": key.state, "scopes": list(key.scopes), "person": key.person,
        "tenant": key.tenant, "calls": key.calls, "together": key.together, "made": _day(key.made), "until": _day(key.until),
    }  # fmt: skip


@keys_commands.command("add")
def add(
    name: Annotated[str, typer.Argument(help="what the key is for", show_default=False)],
    store: StoreOption = DEFAULTS.store,
    person: Annotated[
        str | None, typer.Option("--person", help="the only user whom it may name", show_default=False)
    ] = None,
    tenant: Annotated[
        str | None, typer.Option("--tenant", help="whose users they are; tenants never meet", show_default=False)
    ] = None,
    may: Annotated[
        list[str] | None,
        typer.Option(
            "--may",
            help="ask, feedback, write, operate; ask and feedback unless said",
            show_default=False,
            **one_of("ask", "feedback", "write", "operate"),
        ),
    ] = None,
    calls: Annotated[int, typer.Option("--calls", help="most calls a minute", min=1)] = 120,
    together: Annotated[int, typer.Option("--together", help="most calls at the same time", min=1)] = 8,
    days: Annotated[
        float | None, typer.Option("--days", help="after which it opens no more", min=0, show_default=False)
    ] = None,
    as_json: Json = False,
) -> None:
    """Make a key and print it, this once. From then on the servers of the store want one."""
    from agent.results import terminal as show
    from agent.serving.access.audit import Audit
    from agent.serving.access.callers import OWNER
    from agent.serving.access.keys import Keys

    scopes: Any = may or ("ask", "feedback")
    key, secret = Keys(store).add(
        name, person=person, tenant=tenant, scopes=scopes, calls=calls, together=together, days=days
    )
    Audit(store, OWNER).note("keys add", key=key.id)
    if as_json:
        show.print_json(_told(key) | {"key": secret})
        return
    show.out.print(secret, markup=False, soft_wrap=True)
    show.errors.print(f"It is shown this once. Revoke it with: medley keys revoke {key.id}", style="dim", markup=False)


@keys_commands.command("list")
def list_keys(store: StoreOption = DEFAULTS.store, as_json: Json = False) -> None:
    """List the keys of a store, without what opens."""
    from agent.results import terminal as show
    from agent.serving.access.keys import Keys

    found = [_told(key) for key in Keys(store).all().values()]
    if as_json:
        show.print_json(found)
        return
    columns = ("id", "name", "state", "scopes", "person", "tenant", "calls", "made", "until")
    rows = [tuple(" ".join(v) if isinstance(v := key[c], list) else str(v or "–") for c in columns) for key in found]
    show.print_table(columns, rows) if rows else show.out.print("no keys: whoever reaches the server may call")


@keys_commands.command("revoke")
def revoke(
    id: Annotated[str, typer.Argument(help="of the key, as `medley keys list` tells it", show_default=False)],
    store: StoreOption = DEFAULTS.store,
) -> None:
    """Have a key open nothing from the next call on, also at servers that run."""
    from agent.results import terminal as show
    from agent.serving.access.audit import Audit
    from agent.serving.access.callers import OWNER
    from agent.serving.access.keys import Keys

    key = Keys(store).revoke(id)
    Audit(store, OWNER).note("keys revoke", key=key.id)
    show.out.print(f"revoked {key.id} ({key.name})", markup=False)
