"""`medley backup`, `medley restore`, and what `medley doctor --repair` does. Decides nothing; Typer reads the options."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agent.cli.options import DEFAULTS, Json, StoreOption

if TYPE_CHECKING:
    from retrieval.encoder_sets import EncoderSet
    from retrieval.index.encode import Progress

__all__ = ["add_rescue_commands", "mend"]


def _encoders(store: Path) -> EncoderSet:
    from agent.recommender.opened import encoders_of

    return encoders_of(store)


def mend(store: Path, progress: Progress) -> list[str]:
    """Repair a store; return what was done, in lines."""
    from agent.serving.access.audit import Audit
    from agent.serving.access.callers import OWNER
    from retrieval.rescue.repair import repair

    done = repair(store, _encoders, progress)
    Audit(store, OWNER).note("repair", lost=len(done.lost))
    lines = list(done.done)
    if done.lost:
        shown = ", ".join(done.lost[:20]) + (" …" if len(done.lost) > 20 else "")
        lines.append(
            f"{len(done.lost)} items can't be read back: {shown}. Index the catalogue again, or restore a backup"
        )
    if done.aside:
        lines.append(f"remove {done.aside} once you don't need it; it may hold what people did")
    return lines


def backup(
    target: Annotated[Path, typer.Argument(help="a new folder for the backup", show_default=False)],
    store: StoreOption = DEFAULTS.store,
    as_json: Json = False,
) -> None:
    """Copy a store while it is used: its databases online and checked, keys, and what was learned. The index is built anew on restore."""
    from agent.results import terminal as show
    from retrieval.rescue.backup import back_up

    made = back_up(store, target)
    if as_json:
        show.print_json(
            {"backup": str(target), "items": made.items, "files": made.files, "bytes": made.size, "made": made.made}
        )
        return
    show.out.print(
        f"{target}: {made.items:,} items, {made.files} files, {made.size:,} bytes; each was read back", markup=False
    )
    show.errors.print(
        "Pictures and sounds of the catalogue lie elsewhere, and aren't in it.", style="dim", markup=False
    )


def restore(
    backup: Annotated[Path, typer.Argument(help="the folder of a backup", show_default=False)],
    store: StoreOption = DEFAULTS.store,
    as_json: Json = False,
) -> None:
    """Make a store of a backup that is whole, and build its index. The folder of the store must be new or empty."""
    from agent.results import terminal as show
    from retrieval.rescue.backup import restore as put_back
    from retrieval.rescue.repair import repair

    with show.progress() as progress:
        found = put_back(backup, store)
        repair(store, _encoders, progress)
    if as_json:
        show.print_json({"store": str(store), "items": found.items, "made": found.made})
        return
    show.out.print(f"{store}: {found.items:,} items, as of {found.made}", markup=False)


def add_rescue_commands(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command("backup")(backup)
    app.command("restore")(restore)
