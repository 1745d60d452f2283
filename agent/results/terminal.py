"""How answers, hits, problems and progress look in a terminal. Knows rich; decides nothing."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from rich.console import Console
from rich.markup import escape as _escape_markup
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from agent.results.answer import Answer, Event, Found, Pick, part_name
from agent.results.escaping import safe
from agent.results.marks import grown, marked
from agent.results.terminal_pictures import Draw, no_picture
from retrieval.catalog.items import Problem
from retrieval.index.encode import Progress as Report

__all__ = [
    "answer_lines",
    "errors",
    "escape",
    "out",
    "pick_lines",
    "print_answer",
    "print_found",
    "print_json",
    "print_notes",
    "print_pick",
    "print_problems",
    "print_stream",
    "print_table",
    "progress",
    "safe",
]

out = Console(highlight=False)
errors = Console(stderr=True, highlight=False)

COLOURS = {"text": "cyan", "image": "magenta", "audio": "yellow", "behaviour": "green"}
BAR = 24
PATIENCE = 2.0
"""Seconds of work before a progress bar appears."""


def print_json(body: Any) -> None:
    """Print one JSON value on standard output, as it is: no colours, no wrapping."""
    sys.stdout.write(json.dumps(body, ensure_ascii=False, indent=2) + "\n")


def escape(text: str) -> str:
    """Return a stranger's text as it may be printed: neither rich markup nor control characters in it count."""
    return _escape_markup(safe(text))


@contextmanager
def progress() -> Iterator[Report]:
    """Return a progress bar on standard error that appears once the work takes longer than two seconds."""
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=errors,
        transient=True,
    )
    tasks: dict[str, Any] = {}
    started, shown = time.monotonic(), False

    def report(stage: str, done: int, total: int) -> None:
        nonlocal shown
        if stage not in tasks:
            tasks[stage] = bar.add_task(stage, total=total)
        bar.update(tasks[stage], completed=done, total=total)
        if not shown and time.monotonic() - started > PATIENCE:
            bar.start()
            shown = True

    try:
        yield report
    finally:
        if shown:
            bar.stop()


def _bar(modalities: Mapping[str, float]) -> str:
    """The score as a bar, BAR long for a score of 1, coloured by modality."""
    positive = {name: max(value, 0.0) for name, value in modalities.items()}
    total = sum(positive.values())
    return "".join(f"[{COLOURS[n]}]{'█' * round(BAR * v / max(total, 1.0))}[/]" for n, v in positive.items())


def _shares(pick: Pick, language: str) -> str:
    return "  ".join(
        f"[{COLOURS[n]}]{part_name(n, language)} {v:+.2f}[/]" for n, v in pick.modalities.items() if abs(v) >= 0.005
    )


def _note_lines(notes: Sequence[str]) -> Iterator[str]:
    yield from (f"[dim italic]{escape(note)}[/]" for note in notes)


def _message_lines(found: Found | Answer) -> Iterator[str]:
    yield from (escape(marked(line, found.judged, found.language)) for line in found.message.splitlines())


def _found_lines(found: Found | Answer) -> Iterator[str]:
    yield from _message_lines(found)
    if found.understood:
        yield f"[dim]{escape(' · '.join(found.understood))}[/]"
    yield from _note_lines(found.notes)


def _question_lines(found: Found | Answer) -> Iterator[str]:
    if found.question:
        yield f"[bold]{escape(marked(found.question, found.judged, found.language))}[/]"


def pick_lines(pick: Pick, language: str) -> Iterator[str]:
    """Return a pick in rich's markup: its title, the score split by modality, and the reason."""
    title = pick.item.title_in(language) or pick.id
    media = "".join(sign for sign, has in ((" ▣", pick.item.images), (" ♪", pick.item.audio)) if has)
    yield f"[bold]{pick.position:>2}. {escape(title)}[/][dim]{media}[/]  {pick.score:.2f} {_bar(pick.modalities)}"
    yield f"    {_shares(pick, language)}"
    yield f"    {escape(marked(pick.reason, pick.judged, language, seen=pick.seen))}"


def answer_lines(answer: Answer) -> Iterator[str]:
    """Return an answer in rich's markup: what was understood, then the picks, then what is asked."""
    yield from _found_lines(answer)
    for pick in answer.picks:
        yield from pick_lines(pick, answer.language)
    yield from _question_lines(answer)


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        out.print(line)


def print_found(found: Found | Answer) -> None:
    """Print what was understood and noted."""
    _print(_found_lines(found))


def print_notes(notes: Sequence[str]) -> None:
    """Notes, one a line."""
    _print(_note_lines(notes))


def print_pick(pick: Pick, language: str, draw: Draw = no_picture) -> None:
    """Print a pick with its title, the score split by modality, and the reason; its picture below where `draw` gives one."""
    _print(pick_lines(pick, language))
    if (picture := draw(pick.item)) is not None:
        out.print(picture)


def print_answer(answer: Answer, draw: Draw = no_picture) -> None:
    """Print an answer for people: what was understood, then the picks, with their pictures where `draw` gives them."""
    print_found(answer)
    for pick in answer.picks:
        print_pick(pick, answer.language, draw)


def print_stream(events: Iterable[Event], draw: Draw = no_picture) -> None:
    """Print an answer for people, as it comes, as `print_answer`. What takes the place of another search is printed after that."""
    language = "en"
    told: tuple[str, ...] = ()
    said, understood = "", None
    for event in events:
        if isinstance(event, Found):
            fresh = tuple(note for note in event.notes if note not in told)
            same = understood == event.understood
            print_found(
                replace(
                    event, message=grown(event.message, said), notes=fresh, understood=() if same else event.understood
                )
            )
            language, told, said, understood = event.language, (*told, *fresh), event.message, event.understood
        elif isinstance(event, Pick):
            print_pick(event, language, draw)
        else:
            _print(_message_lines(replace(event, message=grown(event.message, said))))
            print_notes([note for note in event.notes if note not in told])
            _print(_question_lines(event))


def print_table(columns: Sequence[str], rows: Iterable[Sequence[object]], title: str | None = None) -> None:
    """Print a table on standard output."""
    table = Table(title=title, title_justify="left")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(escape(str(cell)) for cell in row))
    out.print(table)


def print_problems(problems: Sequence[Problem], limit: int = 20) -> None:
    """Print what is wrong with which item, on standard error."""
    for problem in problems[:limit]:
        errors.print(f"[yellow]![/] {escape(str(problem))}")
    if len(problems) > limit:
        errors.print(f"[yellow]![/] … and {len(problems) - limit} more: medley doctor CATALOG lists them all")
