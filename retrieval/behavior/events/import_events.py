"""Reads files of events (CSV, JSONL or Parquet) and cleans them: what can't be so is left out, counted and shown by example.

Columns are known by their usual names, and so are kinds (`purchase`, `click`, `rating`). A row without an id gets one of
its content, so that the same file imported twice changes nothing. Knows files and the ids of a catalogue; writes nothing.
"""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from retrieval.behavior.events.event import STARS, BehaviorEvent
from retrieval.behavior.events.kinds import kind_named, kind_of
from retrieval.catalog.rows import Row, read_rows
from retrieval.errors import CatalogError

__all__ = ["CleanRules", "Imported", "LeftOut", "clean", "read_events"]

LARGEST = 2_000_000_000
EXAMPLES = 3
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "event_id", "eventid"),
    "kind": ("kind", "event", "type", "action", "event_type", "interaction", "behavior", "behaviour"),
    "item": ("item", "item_id", "itemid", "product", "product_id", "movieid", "parent_asin", "asin", "track_id"),
    "user": ("user", "user_id", "userid", "customer", "customer_id", "visitor_id", "visitorid"),
    "session": ("session", "session_id", "sessionid"),
    "at": ("at", "timestamp", "time", "ts", "date", "datetime", "created_at"),
    "value": ("value", "rating", "stars", "score", "seconds", "duration"),
    "words": ("words", "query", "text", "q", "search_term", "keywords"),
    "consent": ("consent",),
}
"""The names under which each part of an event is looked for, folded; the first that a file has counts."""
MILLISECONDS = (1e11, 1e14)
"""Times in this range are taken as milliseconds: as seconds they would lie after the year 5000."""


@dataclass(frozen=True, slots=True)
class CleanRules:
    """What counts as impossible, twice the same, or a bot.

    earliest: no event is older, in seconds since 1970 (1995). again: seconds within which the same deed of the same person
    on the same item is one. per_minute, per_day: views, plays and searches of one person, from so many on it's a bot. steady: so
    many of them in a row whose gaps differ by less than a twentieth are a bot's, too. bots: whether such people are left
    out; they are reported either way. stars: the highest rating of the file's scale; ratings are brought to 5.
    """

    earliest: float = 788_918_400.0
    again: float = 1.0
    per_minute: int = 120
    per_day: int = 5_000
    steady: int = 50
    bots: bool = True
    stars: float = STARS


@dataclass(frozen=True)
class LeftOut:
    """Rows that were left out (or, where `kept`, changed or only noticed) for one reason, with examples."""

    reason: str
    count: int
    examples: tuple[str, ...]
    kept: bool = False

    def __str__(self) -> str:
        return f"{self.count:,} {'kept' if self.kept else 'left out'}: {self.reason} ({'; '.join(self.examples)})"


@dataclass(frozen=True)
class Imported:
    """The events of a file after cleaning, in its order, how many rows there were, and what was left out."""

    events: tuple[BehaviorEvent, ...]
    rows: int
    left_out: tuple[LeftOut, ...]


@dataclass
class _Report:
    """Counts and examples by reason, in the order in which reasons first came up."""

    counts: dict[tuple[str, bool], int] = field(default_factory=dict)
    examples: dict[tuple[str, bool], list[str]] = field(default_factory=dict)

    def say(self, reason: str, example: str, *, kept: bool = False, count: int = 1) -> None:
        key = (reason, kept)
        self.counts[key] = self.counts.get(key, 0) + count
        shown = self.examples.setdefault(key, [])
        if len(shown) < EXAMPLES:
            shown.append(example)

    def all(self) -> tuple[LeftOut, ...]:
        return tuple(LeftOut(r, n, tuple(self.examples[r, kept]), kept) for (r, kept), n in self.counts.items())


def _named(columns: Iterable[str]) -> dict[str, str]:
    """Which column of a file holds which part of an event."""
    folded: dict[str, str] = {}
    for column in columns:
        folded.setdefault(column.strip().casefold(), column)
    found: dict[str, str] = {}
    for part, names in COLUMNS.items():
        there = [folded[name] for name in names if name in folded]
        if there:
            found[part] = there[0]
    return found


def _seconds(cell: Any) -> float:
    """A time as seconds since 1970. Raises ValueError."""
    if isinstance(cell, datetime):
        return (cell if cell.tzinfo else cell.replace(tzinfo=UTC)).timestamp()
    text = str(cell).strip()
    try:
        return float(text)
    except ValueError:
        found = datetime.fromisoformat(text)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()


def _number(cell: Any) -> float | None:
    """A number, or None for an empty cell. Raises ValueError."""
    text = str(cell).strip()
    found = float(text) if text else None
    if found is not None and not math.isfinite(found):
        raise ValueError(text)
    return found


def _content_id(event: BehaviorEvent) -> str:
    parts = (event.kind, event.item, event.user, event.session, event.at, event.value, event.words)
    return hashlib.blake2b(repr(parts).encode("utf-8", "replace"), digest_size=16).hexdigest()


def _event(cells: Mapping[str, Any], rules: CleanRules, label: str, report: _Report) -> BehaviorEvent | None:
    """One row as an event; None, and said so, where it can't be one."""
    text = {name: str(cells[name]).strip() if cells.get(name) is not None else "" for name in COLUMNS}
    kind = text["kind"].casefold().replace(" ", "_").replace("-", "_")
    try:
        value = _number(text["value"])
    except ValueError:
        report.say("the value is no number", f"{label}: '{text['value'][:40]}'")
        return None
    kind = kind_named(kind) or ("rate" if value is not None else "view")
    try:
        at = _seconds(cells.get("at", ""))
    except (ValueError, OverflowError):
        report.say("impossible time", f"{label}: '{text['at'][:40]}'")
        return None
    if MILLISECONDS[0] <= at < MILLISECONDS[1]:
        at /= 1000
        report.say("times in milliseconds, taken as such", label, kept=True)
    if (known := kind_of(kind)) and known.amount == "stars" and value is not None and rules.stars != STARS:
        value = value * STARS / rules.stars
    consent = text["consent"].casefold() in ("1", "true", "yes", "t", "y")
    made = BehaviorEvent(
        kind, text["item"] or None, text["user"] or None, text["session"] or None, at, value, text["words"] or None,
        text["id"] or "-", consent,
    )  # fmt: skip
    return made if text["id"] else replace(made, id=_content_id(made))


def _who(event: BehaviorEvent) -> str:
    return f"user '{event.user}'" if event.user else f"session '{event.session}'"


def _machine(times: Sequence[float], rules: CleanRules) -> str:
    """Why times of views, plays and searches, ascending, are a bot's; "" where they may be a person's."""
    for count, within, name in ((rules.per_minute, 60.0, "minute"), (rules.per_day, 86_400.0, "day")):
        if any(b - a < within for a, b in zip(times, times[count - 1 :], strict=False)):
            return f"{count} or more within a {name}"
    gaps = np.diff(np.array(times))
    if len(gaps) + 1 >= rules.steady:
        for start in range(0, len(gaps) - rules.steady + 2, max(rules.steady // 5, 1)):
            part = gaps[start : start + rules.steady - 1]
            mean = float(part.mean())
            if mean > 0 and float(part.std()) < 0.05 * mean:
                return f"{rules.steady} in a row, one every {mean:.3g} s"
    return ""


def _bots(events: Sequence[BehaviorEvent], rules: CleanRules) -> dict[str, str]:
    """People who behave as machines do, with the reason. Ratings and likes are often entered in one go, and don't count;
    nor does the same moment twice, as in a log that was written twice.
    """
    times: dict[str, list[float]] = defaultdict(list)
    for event in events:
        if (kind := kind_of(event.kind)) is not None and kind.passive:
            times[_who(event)].append(event.at)
    return {who: why for who, own in times.items() if (why := _machine(sorted(set(own)), rules))}


def _doubles(events: Sequence[BehaviorEvent], rules: CleanRules, report: _Report) -> list[BehaviorEvent]:
    """The events less those that are there already, by their id or as the same deed at the same moment."""
    ids: set[str] = set()
    deeds: dict[tuple[Any, ...], list[tuple[float, int]]] = defaultdict(list)
    for place, event in enumerate(events):
        deeds[_who(event), event.kind, event.item, event.words].append((event.at, place))
    again: set[int] = set()
    for moments in deeds.values():
        for (before, _), (after, place) in pairwise(sorted(moments)):
            if after - before <= rules.again:
                again.add(place)
    kept = []
    for place, event in enumerate(events):
        if event.id in ids or place in again:
            report.say("twice the same", f"{_who(event)} {event.kind} '{event.item or event.words}'")
            continue
        ids.add(event.id)
        kept.append(event)
    return kept


def clean(
    events: Iterable[BehaviorEvent],
    known: Collection[str],
    now: float,
    rules: CleanRules | None = None,
    report: _Report | None = None,
) -> tuple[list[BehaviorEvent], tuple[LeftOut, ...]]:
    """The events that can be so, and what was left out: unknown items, impossible times, doubles, bots, malformed ones.

    known: the ids of the catalogue's items. now: seconds since 1970; nothing happens later.
    """
    rules, report = rules or CleanRules(), report or _Report()
    found = []
    for event in events:
        told = f"{_who(event)} {event.kind} '{event.item or event.words}'"
        if kind_of(event.kind) is None:
            report.say("unknown kind of event", f"'{event.kind[:40]}'")
        elif event.item is not None and event.item not in known:
            report.say("unknown item", f"'{event.item[:60]}'")
        elif not (math.isfinite(event.at) and rules.earliest <= event.at <= now):
            report.say("impossible time", f"{told} at {event.at:.17g}")
        elif (fault := event.fault(now)) is not None:
            report.say(fault.split(";")[0], told)
        else:
            found.append(event)
    bots = _bots(found, rules)  # before doubles are gone: a bot may view one item, over and over
    for who, why in bots.items():
        count = sum(_who(event) == who for event in found)
        report.say("looks like a bot", f"{who}, {count:,} events: {why}", kept=not rules.bots, count=count)
    if rules.bots:
        found = [event for event in found if _who(event) not in bots]
    return _doubles(found, rules, report), report.all()


def _rows(path: Path) -> tuple[Sequence[Row], list[str]]:
    """The rows of a file, and what was wrong with others."""
    from retrieval.catalog.parquet import is_parquet, read_parquet
    from retrieval.media.reader import LIMITS

    if not path.is_file():
        raise CatalogError(f"{path}: expected a file of events (CSV, JSONL or Parquet); there is none")
    table = read_parquet(path, LIMITS) if is_parquet(path) else read_rows(path, LARGEST)
    return table.rows, [f"{problem.id}: {problem.reason}" for _, problem in table.problems if problem.fatal]


def read_events(path: Path, known: Collection[str], now: float, rules: CleanRules | None = None) -> Imported:
    """The events of a file, cleaned: see `clean`.

    Raises CatalogError where the file can't be read, or has no column for who and when; MissingExtraError for Parquet
    without pyarrow.
    """
    rules, report = rules or CleanRules(), _Report()
    rows, broken = _rows(Path(path))
    named = _named(column for row in rows for column in row.cells)
    if "at" not in named or not named.keys() & {"user", "session"}:
        raise CatalogError(
            f"{path}: expected a column for who (user or session) and one for when (timestamp); found "
            f"{', '.join(sorted({column for row in rows for column in row.cells})) or 'nothing'}"
        )
    for example in broken:
        report.say("not a row", example)
    made = []
    for row in rows:
        cells = {part: row.cells.get(column) for part, column in named.items()}
        event = _event(cells, rules, row.label, report)
        if event is not None:
            made.append(event)
    events, left_out = clean(made, known, now, rules, report)
    return Imported(tuple(events), len(rows) + len(broken), left_out)
