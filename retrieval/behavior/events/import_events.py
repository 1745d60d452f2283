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
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from retrieval.behavior.events.event import STARS, BehaviorEvent
from retrieval.behavior.events.forms import PARTS, form_of, kind_in
from retrieval.behavior.events.kinds import kind_of
from retrieval.behavior.events.ratings import read_rating, scale_of
from retrieval.behavior.events.times import seconds_of
from retrieval.behavior.events.titles import Titles
from retrieval.catalog.columns.days import Order, order_of
from retrieval.catalog.rows import Table, read_rows
from retrieval.errors import CatalogError

__all__ = ["CleanRules", "EventChoices", "Imported", "LeftOut", "clean", "read_events"]

LARGEST = 2_000_000_000
EXAMPLES = 3
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
class EventChoices:
    """What a person said of a file of events.

    mapping: columns by the part of an event that they hold. kinds: kinds by the words of the file. kind, user: of all events,
    where the file doesn't say. date_order: what stands first in 03/04/2021.
    """

    mapping: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    kind: str = ""
    user: str | None = None
    date_order: Order | None = None


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


@dataclass(frozen=True)
class _Way:
    """How the rows of one file are read: what was chosen, what stands first in dates, and how items are known."""

    choices: EventChoices
    order: Order | None
    known: Collection[str]
    titles: Titles | None

    def item_of(self, text: Mapping[str, str], label: str, report: _Report) -> str:
        """Return the id of the item that a row names, by its title where it has no id that is known; "" and said so where none is."""
        item = text["item"]
        if item in self.known or not text["title"] or self.titles is None:
            return item
        found, why = self.titles.find(text["title"], text["year"], text["maker"])
        if found is None:
            report.say(why, f"{label}: '{text['title'][:60]}'")
            return ""
        return found


def _content_id(event: BehaviorEvent) -> str:
    parts = (event.kind, event.item, event.user, event.session, event.at, event.value, event.words)
    return hashlib.blake2b(repr(parts).encode("utf-8", "replace"), digest_size=16).hexdigest()


def _event(parts: Mapping[str, Any], way: _Way, rules: CleanRules, label: str, report: _Report) -> BehaviorEvent | None:
    """The parts of one row as an event; None, and said so, where it can't be one."""
    if "unmade" in parts:
        report.say(str(parts["unmade"]), f"{label}: '{str(parts.get('title') or '')[:60]}'")
        return None
    text = {name: str(parts[name]).strip() if parts.get(name) is not None else "" for name in PARTS}
    kind = kind_in(text["kind"], way.choices.kinds) if text["kind"] else way.choices.kind
    try:
        value = read_rating(text["value"])
    except (ValueError, ZeroDivisionError):
        opinion = kind_in(text["value"], way.choices.kinds)
        if text["kind"] or opinion not in ("like", "dislike"):
            report.say("the value is no number", f"{label}: '{text['value'][:40]}'")
            return None
        kind, value = opinion, None
    kind = kind or ("rate" if value is not None else "")
    if not kind:
        report.say("no kind of event", label)
        return None
    try:
        at = seconds_of(parts.get("at", ""), way.order)
    except (ValueError, OverflowError):
        report.say("impossible time", f"{label}: '{text['at'][:40]}'")
        return None
    text["user"] = text["user"] or (way.choices.user or "" if not text["session"] else "")
    text["item"] = way.item_of(text, label, report)
    if not text["item"] and text["title"]:
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
    """Return the events that can be so, and what was left out: unknown items, impossible times, doubles, bots, malformed ones.

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


def _rows(path: Path) -> tuple[Table, list[str]]:
    """The rows of a file, and what was wrong with others."""
    from retrieval.catalog.parquet import is_parquet, read_parquet
    from retrieval.media.reader import LIMITS

    if not path.is_file():
        raise CatalogError(f"{path}: expected a file of events (CSV, JSON, a spreadsheet or Parquet); there is none")
    table = read_parquet(path, LIMITS) if is_parquet(path) else read_rows(path, LARGEST)
    return table, [f"{problem.id}: {problem.reason}" for _, problem in table.problems if problem.fatal]


def _rates(parts: Mapping[str, Any], choices: EventChoices) -> bool:
    """Whether a row's number would be a rating: its kind says so, or no kind is told."""
    told = str(parts.get("kind") or "")
    known = kind_of(kind_in(told, choices.kinds) if told else choices.kind or "rate")
    return known is not None and known.amount == "stars"


def _checked(
    path: Path, told: frozenset[str], columns: Collection[str], choices: EventChoices, known_form: bool
) -> None:
    """Raises CatalogError where nothing says who, when, what was done, or with what."""
    faults = []
    if not known_form and not told & {"user", "session"} and not choices.user:
        faults.append("a column for who (user or session), or --user NAME for all of them")
    if not known_form and "at" not in told:
        faults.append("a column for when (timestamp)")
    if not known_form and not told & {"kind", "value"} and not choices.kind:
        faults.append("a column for what was done (kind), or --kind KIND for all of them: it isn't guessed")
    if faults:
        raise CatalogError(
            f"{path}: expected {'; '.join(faults)}. Name a column with --map at=COLUMN; found {', '.join(sorted(columns)) or 'nothing'}"
        )


def read_events(
    path: Path,
    known: Collection[str],
    now: float,
    rules: CleanRules | None = None,
    choices: EventChoices | None = None,
    titles: Titles | None = None,
) -> Imported:
    """Return the events of a file, cleaned: see `clean`.

    choices: what a person said of the file. titles: of the items, for files that name them so. Raises CatalogError where the
    file can't be read, or nothing tells who did what when; MissingExtraError for Parquet without pyarrow.
    """
    rules, choices, report = rules or CleanRules(), choices or EventChoices(), _Report()
    table, broken = _rows(Path(path))
    rows = table.rows
    columns = list(dict.fromkeys(column for row in rows for column in row.cells))
    form = form_of([row.cells for row in rows], columns, choices.mapping, choices.kinds, table.headed)
    _checked(path, form.needs, columns, choices, bool(form.name))
    for example in broken:
        report.say("not a row", example)
    parts = [(row.label, part) for row in rows for part in form.parts(row.cells)]
    if form.name and not choices.user and not any(part.get("user") for _, part in parts):
        raise CatalogError(f"{path}: is a history of {form.name}, which doesn't say whose: add --user NAME")
    order = choices.date_order or order_of(str(part.get("at", "")).split()[0] for _, part in parts if part.get("at"))
    way = _Way(choices, order, known, titles)
    if not form.name and "value" in form.needs:
        stars = scale_of((p["value"] for _, p in parts if p.get("value") and _rates(p, choices)), rules.stars)
        if stars != rules.stars:
            report.say(f"ratings of a scale to {stars:g}, brought to {STARS:g}; another with --stars", parts[0][0], kept=True, count=len(parts))  # fmt: skip
            rules = replace(rules, stars=stars)
    made = [event for label, part in parts if (event := _event(part, way, rules, label, report)) is not None]
    events, left_out = clean(made, known, now, rules, report)
    return Imported(tuple(events), len(rows) + len(broken), left_out)
