"""`medley doctor`: what is wrong with a catalogue, a store, or the installation, each with its remedy.

Only looks; changes nothing. What is found of the installation is in `machine`. With `contents`, what the items say and show
is looked at, too: near duplicates, and pictures and sounds that contradict their text. Those are hints, not faults.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from agent.cli.columns import described, field_rows, misfit_lines
from agent.cli.doctor_page import write_page
from agent.cli.installation import installation
from agent.cli.what_hurts import SHOWN as NAMED
from agent.cli.what_hurts import Hurt, what_hurts
from retrieval.audit.duplicates import grouped
from retrieval.catalog.columns.table import Finding
from retrieval.catalog.items import Item, Problem
from retrieval.catalog.schema import Schema
from retrieval.encoder_sets import EncoderSet, encoder_set
from retrieval.errors import ConfigError, MedleyError, StoreDamaged
from retrieval.index.encode import Progress, check_encoders, raws_of
from retrieval.store.store import Store

__all__ = ["Findings", "Hint", "examine", "look_through", "print_findings", "write_report"]

SHOWN = 20
"""Hints that people are shown; `--json` has all."""


@dataclass(frozen=True, slots=True)
class Hint:
    """Something to look at: the items, what is odd about them, and how odd, by modality."""

    kind: str
    ids: tuple[str, ...]
    titles: tuple[str, ...]
    scores: dict[str, float]

    def to_dict(self) -> dict[str, Any]:
        """JSON-able."""
        return {"kind": self.kind, "ids": self.ids, "titles": self.titles, "scores": self.scores}


@dataclass(frozen=True)
class Findings:
    """What was found. `ailments` are faults, each with its remedy; `facts` are what is there; `hints` no faults.

    Of a catalogue: `items`, how many there are; `columns`, what each was read as; `rows`, the ids of the rows, by which a
    column names what didn't fit; `notes`, what was decided and may be changed; `found`, the items.
    """

    facts: dict[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    ailments: tuple[str, ...] = ()
    schema: Schema | None = None
    columns: tuple[Finding, ...] = ()
    rows: tuple[str, ...] = ()
    items: int | None = None
    notes: tuple[str, ...] = ()
    hints: tuple[Hint, ...] = ()
    found: tuple[Item, ...] = field(default=(), repr=False)

    @property
    def hurts(self) -> list[Hurt]:
        """What is wrong with a catalogue in sentences, what hurts most first."""
        if self.schema is None or self.items is None:
            return []
        return what_hurts(self.found, self.problems, self.columns, self.rows, self.schema)

    @property
    def duplicates(self) -> list[tuple[str, ...]]:
        """The ids of items that may be there twice, in groups, the largest first."""
        return grouped((h.ids[0], h.ids[1]) for h in self.hints if h.kind == "duplicate")

    @property
    def healthy(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems and not self.ailments

    def to_dict(self) -> dict[str, Any]:
        """JSON-able."""
        return {
            "healthy": self.healthy,
            "items": self.items,
            "facts": self.facts,
            "ailments": list(self.ailments),
            "findings": [hurt.to_dict() for hurt in self.hurts],
            "hints": [hint.to_dict() for hint in self.hints],
            "duplicates": self.duplicates,
            "problems": [{"id": p.id, "field": p.field, "reason": p.reason, "fatal": p.fatal} for p in self.problems],
            "notes": list(self.notes),
            "fields": described(self.schema, self.columns, self.rows) if self.schema else [],
        }


def _installation() -> Findings:
    facts, ailments, store = installation()
    if store is None:
        return Findings(facts, ailments=tuple(ailments))
    found = _store(store)
    told = {f"store: {name}": value for name, value in found.facts.items()}
    return Findings(facts | told, found.problems, (*ailments, *found.ailments))


def _catalogue(path: Path, reading: Mapping[str, Any], progress: Progress) -> Findings:
    from retrieval.catalog.reader import read_catalog

    catalog = read_catalog(
        path, **reading, check_media=True, progress=lambda done, total: progress("checking", done, total)
    )
    pictures = sum(bool(item.images) for item in catalog.items)
    sounds = sum(bool(item.audio) for item in catalog.items)
    texts = sum(bool(item.texts()) for item in catalog.items)
    facts = {"items": f"{len(catalog.items)} ({texts} with text, {pictures} with pictures, {sounds} with sound)"}
    return Findings(
        facts,
        tuple(catalog.problems),
        (),
        catalog.schema,
        catalog.columns,
        catalog.rows,
        len(catalog.items),
        catalog.notes,
        found=catalog.items,
    )


def _store(folder: Path) -> Findings:
    from agent.models.spending import Spending
    from retrieval.index.chroma import probe
    from retrieval.index.generation import Generation, current_generation
    from retrieval.kept.facts import facts_fault

    facts: dict[str, str] = {}
    ailments: list[str] = []
    problems: tuple[Problem, ...] = ()
    try:
        store = Store(folder)
        problems = tuple(store.problems())
        facts["items"] = str(len(store))
        facts["encoders"] = str(store.get_meta("encoders"))
        spending = Spending(folder)
        spent = spending.today()
        spending.close()
        facts["chat models today"] = f"{spent.tokens:,} tokens" + (f", at {spent.cost:.4g}" if spent.cost else "")
        path = current_generation(folder)
        if path is None:
            raise StoreDamaged("nothing is indexed yet: run medley index")
        generation = Generation.open(path)
        generation.verify()
        pending = store.sequence - generation.manifest.sequence
        facts["index"] = (
            f"{path.name}: {generation.manifest.size} items, {generation.manifest.width} numbers each, {pending} changes pending"
        )
        facts["blocks"] = ", ".join(f"{n} {b['width']}" for n, b in generation.manifest.blocks.items())
        if recall := generation.manifest.recall:
            facts["recall@10 of the graph"] = ", ".join(f"{name} {share:.3f}" for name, share in recall.items())
        complaint = probe(path)
        if complaint:
            ailments.append(f"the Chroma collection: {complaint}. Run: medley index")
        complaint = facts_fault(store)
        if complaint:
            ailments.append(f"what is kept of the catalogue: {complaint}. It costs time alone. Run: medley index")
        store.close()
    except MedleyError as error:
        ailments.append(str(error))
    return Findings(facts, problems, tuple(ailments))


def examine(catalog: Path | None, store: Path | None, reading: Mapping[str, Any], progress: Progress) -> Findings:
    """Examines the catalogue and the store where they are named, and the installation where neither is.

    reading: how `read_catalog` is to read the catalogue, by its parameters.

    Raises CatalogError for a catalogue that can't be read at all.
    """
    parts = [_catalogue(catalog, reading, progress)] if catalog else []
    parts += [_store(store)] if store else []
    parts = parts or [_installation()]
    facts = {key: value for part in parts for key, value in part.facts.items()}
    problems = tuple(p for part in parts for p in part.problems)
    ailments = tuple(a for part in parts for a in part.ailments)
    first = next((part for part in parts if part.schema), Findings())
    return replace(first, facts=facts, problems=problems, ailments=ailments)


def _hints(store: Store, encoders: EncoderSet) -> Iterator[Hint]:
    from retrieval.audit.audit import audit

    rows, _, ids = store.rows()
    found = audit(encoders, raws_of(store, encoders, rows))
    titles = {record.item.id: record.item.title_in("en") for record in store.records(rows.tolist())}

    def hint(kind: str, places: tuple[int, ...], scores: Mapping[Any, float]) -> Hint:
        of = tuple(ids[place] for place in places)
        return Hint(kind, of, tuple(titles.get(id, "") for id in of), {k: round(v, 3) for k, v in scores.items()})

    yield from (hint("contradiction", (d.row,), {d.modality: d.score}) for d in found.doubts)
    yield from (hint("duplicate", (t.first, t.second), t.alike) for t in found.twins)


def look_through(
    findings: Findings, catalog: Path | None, store: Path | None, encoders: str, progress: Progress
) -> Findings:
    """The findings with what the vectors hint at: those of `store`, or else of `catalog`, which is indexed in the cache.

    Raises StoreError for a store that can't be opened, ConfigError where neither is named or `encoders` is unknown.
    """
    from agent.evaluation.data.stores import indexed
    from agent.recommender.opened import encoders_of

    if store:
        chosen = encoders_of(store)
    elif catalog:
        chosen = encoder_set(encoders)
        store = indexed(catalog, chosen, progress=progress).folder
    else:
        raise ConfigError("expected a catalogue or --store with --contents; got neither")
    with closing(Store(store)) as opened:
        check_encoders(opened, chosen)
        return replace(findings, hints=tuple(_hints(opened, chosen)))


def _print_hints(hints: tuple[Hint, ...]) -> None:
    from agent.results import terminal as show

    for kind, title in (
        ("contradiction", "pictures and sounds that may not be those of their text (0: fits as a stranger's would)"),
        ("duplicate", "items that may be there twice (1: the same)"),
    ):
        found = [hint for hint in hints if hint.kind == kind]
        rows = [
            (", ".join(h.ids), " | ".join(h.titles), ", ".join(f"{m} {s:.2f}" for m, s in h.scores.items()))
            for h in found[:SHOWN]
        ]
        if rows:
            show.print_table(("item", "title", "score"), rows, title=f"{title}: {len(rows)} of {len(found)}")


def write_report(path: Path, catalog: Path, findings: Findings) -> None:
    """Writes the findings of a catalogue as an HTML page. Raises ConfigError where there is no catalogue to tell of."""
    if findings.schema is None or findings.items is None:
        raise ConfigError("expected a catalogue with --html; got none")
    fields = described(findings.schema, findings.columns, findings.rows)
    shown = [f for f in fields if not findings.schema.tells_of(f["name"])]
    write_page(path, catalog.name, findings.found, shown, findings.hurts, findings.notes)


def _print_hurts(hurts: list[Hurt]) -> None:
    from agent.results import terminal as show

    for n, hurt in enumerate(hurts[:SHOWN], 1):
        where = ", ".join(hurt.where[:NAMED]) + (f" and {len(hurt.where) - NAMED:,} more" if len(hurt.where) > NAMED else "")  # fmt: skip
        show.out.print(show.escape(f"{n}. {hurt.told}{f' ({where})' if where else ''}. {hurt.remedy[:1].upper()}{hurt.remedy[1:]}."))  # fmt: skip


def print_findings(findings: Findings) -> None:
    """Findings for people: facts, fields, then what is wrong."""
    from agent.results import terminal as show

    show.print_table(("what", "found"), findings.facts.items())
    _print_hurts(findings.hurts)
    if findings.schema and findings.schema.fields:
        show.print_table(("field", "kind", "items", "values"), field_rows(findings.schema, findings.columns))
        for line in misfit_lines(findings.columns, findings.rows):
            show.out.print(show.escape(line))
        for note in findings.notes:
            show.out.print(show.escape(f"note: {note}"))
    _print_hints(findings.hints)
    if groups := findings.duplicates:
        show.out.print(f"{sum(map(len, groups))} items in {len(groups)} groups of duplicates; --json lists them")
    show.print_problems(findings.problems, limit=len(findings.problems))
    for ailment in findings.ailments:
        show.errors.print(show.safe(f"✗ {ailment}"), style="red", markup=False)
    count = len(findings.problems) + len(findings.ailments)
    show.out.print(
        "nothing wrong" if not count else "one thing is wrong" if count == 1 else f"{count} things are wrong"
    )
