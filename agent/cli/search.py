"""`medley search`, `medley recommend` and `medley chat`: questions on the command line.

Decides nothing; Typer reads the options.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from agent.cli.options import DEFAULTS, BaseUrl, Fusion, Json, Model, Session, Similarity, StoreOption, one_of, pairs_of
from agent.settings import Settings

__all__ = ["add_ask_commands", "settings_of"]

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
Shown = Annotated[
    Literal["auto", "blocks", "none"],
    typer.Option("--pictures", envvar="MEDLEY_PICTURES", help="in a terminal: as it can, as coloured blocks, or not"),
]


def _weights(options: list[str] | None) -> dict[str, float]:
    try:
        return {key: float(value) for key, value in pairs_of(options, "--weight").items()}
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--weight") from error


def _fair(name: str) -> Literal["least-misery", "borda", "average"]:
    for known in ("least-misery", "borda", "average"):
        if name == known:
            return known
    raise typer.BadParameter(f"expected least-misery, borda or average; got '{name}'", param_hint="--fair")


def settings_of(**given: Any) -> Settings:
    """The settings with what was given on the command line, None being nothing."""
    return Settings(**{key: value for key, value in given.items() if value is not None})


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
    shown: Shown = "auto",
    as_json: Json = False,
) -> None:
    """Retrieve items as they are scored: the words are not interpreted, no conditions are read from them."""
    from agent.recommender.recommender import Recommender
    from agent.results import terminal as show
    from agent.results.terminal_pictures import pictures

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
    if as_json:
        show.print_json(answer.to_dict())
        return
    with pictures(shown, show.out) as draw:
        show.print_answer(answer, draw)


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
    shown: Shown = "auto",
    model: Model = None,
    base_url: BaseUrl = None,
    trace: Annotated[bool, typer.Option("--trace", help="show how the answer came about")] = False,
    as_json: Json = False,
) -> None:
    """Ask for a recommendation in plain words: conditions are read from them, and every pick is explained."""
    from agent.recommender.recommender import Recommender
    from agent.results import terminal as show
    from agent.results.terminal_pictures import pictures

    with Recommender(store, settings=settings_of(model=model, base_url=base_url)) as medley:
        answer = medley.recommend(
            " ".join(words or []), image=image, audio=audio, where=where or (), weights=_weights(weight), k=k,
            user=user[0] if user and len(user) == 1 else None, users=user if user and len(user) > 1 else (),
            session=session, taste=taste, fair=_fair(fair),
        )  # fmt: skip
    if as_json:
        show.print_json(answer.to_dict(trace=trace))
        return
    with pictures(shown, show.out) as draw:
        show.print_answer(answer, draw)
    if trace:
        show.print_json(answer.to_dict(trace=True)["trace"])


def chat(
    store: StoreOption = DEFAULTS.store,
    user: Annotated[
        str | None, typer.Option("--user", help="who talks: their taste counts", show_default=False)
    ] = None,
    model: Model = None,
    base_url: BaseUrl = None,
    shown: Shown = "auto",
) -> None:
    """Talk with the agent in the terminal. /image FILE and /audio FILE add a picture or a sound, /quit ends."""
    from agent.cli.chat import converse
    from agent.recommender.recommender import Recommender
    from agent.results import terminal as show
    from agent.results.terminal_pictures import pictures

    settings = settings_of(model=model, base_url=base_url)
    with pictures(shown, show.out) as draw, Recommender(store, settings=settings) as medley:
        converse(medley, user=user, draw=draw)


def add_ask_commands(app: typer.Typer) -> None:
    """Adds `search`, `recommend` and `chat` to the command line."""
    for command in (search, recommend, chat):
        app.command()(command)
