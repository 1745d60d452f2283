"""`medley evaluate oracle`: what of a very good chat model's knowledge reaches the person. Decides nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agent.cli.options import DEFAULTS, Encoders, Json

if TYPE_CHECKING:
    from agent.evaluation.tasks.oracle import Played

__all__ = ["failure_lines", "oracle"]


def failure_lines(one: Played) -> Iterator[str]:
    """A case that went wrong, for a reader."""
    yield f"✗ {one.case.id} [{one.case.catalogue}] {one.way}: {'; '.join(one.wrong)}"
    yield f"    > {one.case.request}"
    yield f"    understood: {' · '.join(one.answer.understood) or '–'}"
    yield from (f"    note: {note}" for note in one.answer.notes)
    if one.answer.message:
        yield f"    says: {one.answer.message}"
    for pick in one.answer.picks[:5]:
        yield f"    - {pick.id} {pick.item.title[:60]}: {pick.reason[:160]}"


def oracle(
    cases: Annotated[
        Path, typer.Option("--cases", help="cases with what a model would call and say, or sentences", exists=True)
    ],
    data: Annotated[
        Path | None,
        typer.Option("--data", envvar="MEDLEY_DATA", help="the folder of the catalogues that the cases name"),
    ] = None,
    way: Annotated[
        list[str] | None,
        typer.Option("--way", help="offline, scripted or server; all unless named", show_default=False),
    ] = None,
    encoders: Encoders = DEFAULTS.encoders,
    without: Annotated[
        list[str] | None, typer.Option("--without", help="index only the rest: image or audio", show_default=False)
    ] = None,
    limit: Annotated[int | None, typer.Option("--limit", help="at most so many cases, evenly spread", min=1)] = None,
    verbose: Annotated[bool, typer.Option("--verbose", help="also print every case that went wrong")] = False,
    as_json: Json = False,
) -> None:
    """Play requests with a scripted model that knows the answer: how much of what it knows reaches the person?

    In three ways: offline, with the model in this process, and with it behind a server on loopback.
    """
    from agent.cli.evaluate_tables import print_evaluation
    from agent.evaluation.tasks.oracle import WAYS, evaluate_oracle
    from agent.results import terminal as show
    from retrieval.encoder_sets import encoder_set

    if data is None:
        raise typer.BadParameter(
            "expected the folder of the catalogues: --data DIR, or MEDLEY_DATA", param_hint="--data"
        )
    if unknown := set(way or ()) - set(WAYS):
        raise typer.BadParameter(f"expected {', '.join(WAYS)}; got {', '.join(sorted(unknown))}", param_hint="--way")
    ways = tuple(name for name in WAYS if not way or name in way)
    with show.progress() as progress:
        found = evaluate_oracle(
            cases, data, encoder_set(encoders), ways=ways, without=without or (), limit=limit, progress=progress
        )
    show.print_json(found.to_dict()) if as_json else print_evaluation(found.evaluation)
    for one in found.failed if verbose else ():
        show.errors.print("\n".join(map(show.escape, failure_lines(one))), highlight=False, soft_wrap=True)
