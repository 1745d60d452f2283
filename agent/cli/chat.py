"""Medley in the terminal: a conversation, and the demo. Knows how to ask and print; the agent does the rest."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from agent.demo import DemoCatalog, DemoStore, demo_catalog, make_store, showcase_files
from agent.recommender.recommender import Recommender
from agent.results import terminal as show
from agent.results.answer import Answer, Event, Pick
from agent.results.terminal_pictures import Draw, no_picture
from agent.settings import Settings
from retrieval.errors import MedleyError, MissingExtraError, QueryError

__all__ = ["converse", "run_demo"]

HELP = "Ask in English or Chinese. /image FILE or /audio FILE adds a picture or a sound; /new starts anew; /help says this; /quit ends."
DEEDS = (
    "/like N, /dislike N or /hide N says so of the Nth item of the last answer; an empty line asks for what you like."
)


def _named(parts: list[str]) -> tuple[Path, list[str]]:
    """The file that the first parts name, and the parts behind it: the longest name that is there, spaces in it or not."""
    for end in range(len(parts), 1, -1):
        path = Path(" ".join(parts[:end])).expanduser()
        if path.is_file():
            return path, parts[end:]
    return Path(parts[0]).expanduser(), parts[1:]


def _media(line: str) -> tuple[str, dict[str, Path]]:
    """The words of a line, and the files that it adds by /image and /audio."""
    try:
        parts = shlex.split(line)
    except ValueError:
        parts = line.split()  # an apostrophe in a name, say
    media: dict[str, Path] = {}
    words = []
    while parts:
        part, *parts = parts
        if part in ("/image", "/audio") and parts:
            media[part[1:]], parts = _named(parts)
        else:
            words.append(part)
    return (" ".join(words) if media else line), media


def _unknown(line: str, user: str | None) -> None:
    """Raises QueryError for a line that begins with a command that there isn't, or not for somebody unknown."""
    word = line.split(" ", 1)[0]
    if user is None and word in ("/like", "/dislike", "/hide"):
        raise QueryError(f"expected to know who says {word}: start with medley chat --user NAME")
    if word.startswith("/") and word not in ("/image", "/audio") and "/" not in word[1:]:
        raise QueryError(f"expected a request or a command; got '{word}'. {HELP}")


def _deed(medley: Recommender, line: str, shown: Sequence[Pick], user: str) -> bool:
    """Records what a line like "/like 2" says; returns whether it is one."""
    word, _, place = line.partition(" ")
    if word not in ("/like", "/dislike", "/hide"):
        return False
    at = int(place) if place.strip().isdigit() else 0
    if not 0 < at <= len(shown):
        raise QueryError(f"expected a number from 1 to {len(shown)} after {word}; got '{place}'")
    medley.record(word[1:], shown[at - 1].id, user=user)
    show.out.print(show.safe(f"{word[1:]}: {shown[at - 1].item.title or shown[at - 1].id}"), style="dim", markup=False)
    return True


def _kept(events: Iterator[Event], shown: list[Pick]) -> Iterator[Event]:
    """The same events; the picks of the answer are put into `shown`."""
    for event in events:
        if isinstance(event, Answer):
            shown[:] = event.picks
        yield event


def converse(medley: Recommender, *, user: str | None = None, draw: Draw = no_picture) -> None:
    """Reads requests from the terminal until /quit or the end of input; Ctrl-C leaves the answer that is under way.

    With a user, answers follow their taste, and deeds of theirs are recorded. `draw`: what shows the picks' pictures.
    """
    told = HELP if user is None else f"{HELP}\n{DEEDS}"
    show.out.print(told, style="dim")
    shown: list[Pick] = []
    while True:
        try:
            line = input("> ").strip()
        except EOFError:
            return
        if line in ("/quit", "/exit"):
            return
        if line == "/new":
            medley.forget()
        elif line == "/help":
            show.out.print(told, style="dim")
        elif line or user is not None:
            text, media = _media(line)
            try:
                if user is not None and _deed(medley, line, shown, user):
                    continue
                _unknown(line, user)
                with closing(
                    medley.stream(text, image=media.get("image"), audio=media.get("audio"), user=user)
                ) as events:
                    show.print_stream(_kept(events, shown), draw)
            except KeyboardInterrupt:
                show.out.print("…", style="dim")
            except MedleyError as error:
                show.errors.print(show.safe(f"error: {error}"), style="red", markup=False)


def _say(line: str) -> None:
    show.errors.print(show.safe(line), style="dim", markup=False)


def _prepare(source: Any, settings: Settings) -> DemoStore:
    with show.progress() as progress:
        found = demo_catalog(source=source, say=_say, progress=progress)
    for note in found.notes[-5:]:
        _say(note)
    _say(f"Indexing {found.path} with the encoders '{settings.encoders}' (once) …")
    with show.progress() as progress:
        made = make_store(found, settings.encoders, progress=progress)
    show.print_problems(made.report.problems, limit=5)
    held = f"{made.report.items} items, {made.pictures} with a picture and {made.sounds} with a sound"
    _say(f"{held}, in {made.folder}: {made.report.seconds:.0f} s")
    return made


def _showcases(found: DemoCatalog, medley: Recommender) -> list[dict[str, Any]]:
    items = list(medley.retriever.store.items())
    answers = []
    for case in found.showcases:
        image, audio = showcase_files(case, items)
        asked = " + ".join(
            part
            for part in (
                case.text and f"“{case.text}”",
                case.image and f"the picture of “{case.image}”",
                case.audio and f"the sound of “{case.audio}”",
            )
            if part
        )
        if not case.follow_up:
            medley.forget()
        answer = medley.chat(case.text, image=image, audio=audio)
        answers.append({"asked": asked, "answer": answer})
    return answers


def _served(medley: Recommender, settings: Settings) -> None:
    """Opens the chat page in a browser and serves it; without the extra `chat`, says what it needs."""
    import webbrowser

    from agent.serving.server import serve

    try:
        serve(medley, settings.model_copy(update={"token": None}), "127.0.0.1", 0, opened=webbrowser.open)
    except MissingExtraError as error:
        show.out.print(show.safe(str(error)), style="dim", markup=False)


def run_demo(
    *, source: Any, ask: str | None, talk: bool, as_json: bool, settings: Settings, browser: bool = False
) -> None:
    """Makes the demo's catalogue, indexes it, and answers the showcase requests, or the one of `ask`.

    browser: then opens the chat page in a browser, and serves it until it is interrupted.

    Raises what making the catalogue, indexing and answering raise.
    """
    made = _prepare(source, settings)
    with Recommender(made.folder, settings=settings) as medley:
        if ask is not None:
            answer = medley.recommend(ask)
            show.print_json(answer.to_dict()) if as_json else show.print_answer(answer)
        else:
            answers = _showcases(made.catalogue, medley)
            if as_json:
                show.print_json([{"asked": a["asked"], **a["answer"].to_dict()} for a in answers])
            for a in [] if as_json else answers:
                show.out.print(f"\n[bold green]?[/] {a['asked']}", highlight=False)
                show.print_answer(a["answer"])
        if talk:
            converse(medley)
        elif not as_json:
            show.out.print('\nAsk it yourself: medley demo --ask "…", or talk to it: medley demo --chat', style="dim")
            place = f"In a browser: medley serve --store {medley.retriever.store.folder}"
            show.out.print(show.safe(place), style="dim", markup=False, highlight=False, soft_wrap=True)
            if browser and ask is None:
                _served(medley, settings)
