"""Reads a catalogue (a file of rows, a data set, or a folder of pictures and sounds) into typed, checked items.

Whatever can't be kept is a `Problem` by id with the reason; nothing is dropped in silence, and no row suffers from
another. Ids and paths never become text: a row without a title stays without one. Knows nothing of vectors.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from retrieval.atomic import write_atomically
from retrieval.catalog.columns.days import Order, order_of
from retrieval.catalog.columns.table import Choices, Columns, Finding, read_columns
from retrieval.catalog.exports.known import prepared
from retrieval.catalog.folder import holds_media, read_folder
from retrieval.catalog.item_fields import CORE, ItemDraft, draft, guessed_roles, roles, unnested
from retrieval.catalog.item_media import ItemMedia
from retrieval.catalog.items import Item, Problem, Value
from retrieval.catalog.listed_folder import listed, with_media
from retrieval.catalog.media_columns import is_remote, media_columns
from retrieval.catalog.parquet import is_dataset, is_parquet, read_dataset, read_parquet
from retrieval.catalog.rows import Table, read_rows
from retrieval.catalog.schema import Schema, infer_schema
from retrieval.catalog.shards import read_shards, shards_of
from retrieval.errors import CatalogError, MediaError
from retrieval.media.reader import LIMITS, MediaLimits, MediaReader
from retrieval.media.signatures import Kind

__all__ = ["Catalog", "read_catalog", "write_jsonl"]

_ROUNDED = re.compile(r"\d(?:[.,]\d+)?[eE]\+\d{1,2}")
"""An id that a spreadsheet wrote as a number: 9.78E+12."""
_NOTHING = "has no title or description, and no picture or sound that can be read"
_MEDIA_WORDS = {"image": "pictures", "audio": "sounds", "video": "videos"}
Progress = Callable[[int, int], None]
"""Called with the number of rows done and of all rows."""


@dataclass(frozen=True)
class Catalog:
    """The items of a catalogue in the order of its rows, what was wrong with it, and where it came from.

    of_files: whether the items are media files, titled by their names: without one that can be read there is no item.
    columns: what each column was read as, with examples and what didn't fit. notes: what was decided and may be changed.
    rows: the ids of the rows that were typed, by the number that a finding's misfits have. decided: what its text was taken for
    (`encoding`), and what stands first in its dates (`date_order`), where the file told.
    """

    items: tuple[Item, ...]
    problems: tuple[Problem, ...]
    source: Path
    of_files: bool = False
    columns: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    decided: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def schema(self) -> Schema:
        """The attributes of the items: names, kinds, ranges and values."""
        return infer_schema(self.items)


def _media(table: Table, filling: Mapping[str, tuple[str, ...]], root: Path, urls: bool) -> dict[str, tuple[str, bool]]:
    """The columns that name media without being called so, with their kind and whether it is taken: what stands elsewhere only with `urls`."""
    free = [column for column, fields in filling.items() if fields == (column,)]
    found = media_columns(table.rows, [c for c in free if c.casefold() not in CORE], root)
    return {column: (kind, urls or not is_remote(table.rows, column)) for column, kind in found.items()}


def _drafts(
    table: Table, mapping: Mapping[str, str], most: int, source: Path, root: Path, urls: bool
) -> tuple[list[ItemDraft], list[ItemDraft], tuple[str, ...]]:
    """Every row as a draft; those of them that go on, with an id that no row before them has; and what was guessed."""
    table = unnested(table)
    columns = [column for row in table.rows for column in row.cells]
    filling = roles(columns, mapping)
    for column, kind in table.media.items():
        if filling[column] == (column,):
            filling[column] = (kind,)
    guessed = guessed_roles(table.rows, filling) if not table.of_files else {}
    filling |= {column: (name,) for name, column in guessed.items()}
    named = _media(table, filling, root, urls)
    filling |= {column: (kind,) for column, (kind, taken) in named.items() if taken}
    drafts = [draft(row, filling, most) for row in table.rows]
    hidden = sorted(column for column, fields in filling.items() if not fields)
    if hidden:
        told = f"the column of this name is left out, another is mapped to it: {', '.join(hidden)}"
        drafts[0].problems.insert(0, Problem(source.name, "mapping", told))
    if drafts and all(made.made for made in drafts):
        told = "no row has an id: ids were made of the rows' content, and a row that changes becomes a new item"
        drafts[0].problems.insert(0, Problem(source.name, "id", told))
    else:
        for made in drafts:
            if made.made:
                told = f"{made.row.label} has no id: this one was made of its content, and changes with it"
                made.say("id", told)
    first: dict[str, str] = {}
    kept = []
    for made in drafts:
        if made.fatal:
            continue
        if made.id in first:
            why = ": a spreadsheet has rounded it, export ids as text" if _ROUNDED.fullmatch(made.id) else ""
            told = f"{made.row.label}: this id stands already at {first[made.id]}, which is kept{why}"
            made.say("id", told, fatal=True)
            continue
        first[made.id] = made.row.label
        if made.bare and not table.of_files:
            made.say("item", f"{made.row.label}: {_NOTHING}", fatal=True)
            continue
        kept.append(made)
    notes = tuple(
        f"{name}: taken from the column '{column}'; another with --map {name}=COLUMN"
        for name, column in guessed.items()
    ) + tuple(
        f"{kind}: taken from the column '{column}'"
        if taken
        else f"{column}: names {_MEDIA_WORDS[kind]} by their addresses: fetch them with --allow-urls"
        for column, (kind, taken) in named.items()
    )
    return drafts, kept, notes


def _typed(drafts: list[ItemDraft], table: Table, choices: Choices) -> Columns:
    """The attributes of the drafts, typed column by column; what is refused is said to its draft."""
    found = read_columns([made.attributes for made in drafts], choices, table.textual, table.loose)
    for at, name, reason in found.refused:
        drafts[at].say(name, reason)
    return found


def _checked(made: ItemDraft, media: ItemMedia) -> tuple[list[str], list[str]]:
    """The pictures and the sounds of a draft that passed every check; what didn't is said to it."""
    pictures: list[str] = []
    sounds: list[str] = []
    given: tuple[tuple[Kind, list[str]], ...] = (("image", made.images), ("audio", made.audio), ("video", made.videos))
    for kind, named in given:
        for name in dict.fromkeys(media.names(named)):
            try:
                found = media.check(name, kind)
            except MediaError as error:
                made.say(kind, str(error))
                continue
            pictures += [path for of, path in found if of == "image"]
            sounds += [path for of, path in found if of == "audio" and (kind == "audio" or not sounds)]
    return list(dict.fromkeys(pictures)), list(dict.fromkeys(sounds))


def _item(made: ItemDraft, attributes: Mapping[str, Value], media: ItemMedia, of_files: bool) -> Item | None:
    """The draft as an item, its media checked; None, and said so, where it has neither text nor media.

    `of_files`: its text is a mere file name, so that it is nothing without media.
    """
    images, sounds = _checked(made, media)
    if len(sounds) > 1:
        made.say("audio", f"expected one sound an item, got {len(sounds)}: {sounds[0]} is kept")
    item = Item(
        id=made.id,
        title=made.title,
        description=made.description,
        images=tuple(images),
        audio=sounds[0] if sounds else None,
        attributes=attributes,
        translations=made.translations(),
        root=media.root,
    )
    if (item.texts() and not of_files) or item.images or item.audio:
        return item
    if of_files:
        made.say("item", "nothing of its file can be read", fatal=True)
        return None
    made.say("item", _NOTHING, fatal=True)
    return None


def _listing(table: Table, folder: Path) -> tuple[Table, Path]:
    """The table with the media that a column of it names, in its folder or the one above, and that folder."""
    columns = {column.strip().casefold() for row in table.rows[:50] for column in row.cells}
    if not columns & {"file_name", "filename", "file", "path", "filepath", "file_path", "clip"}:
        return table, folder
    for root in (folder, folder.parent):
        if (made := with_media(table, root)) is not table:
            return made, root
    return table, folder


def _read(source: Path, limits: MediaLimits, encoding: str | None, sql: str | None) -> tuple[Table, Path]:
    """The raw rows of the catalogue, and the folder that its media must lie in."""
    if shards := shards_of(source):
        return read_shards(shards, limits), shards[0].parent
    if source.is_dir() and is_dataset(source) and not holds_media(source):
        return read_dataset(source, limits), source
    if source.is_dir() and (table := listed(source, limits.catalog_bytes)) is not None:
        return table, source
    if source.is_dir():
        with MediaReader(limits) as reader:
            table = read_folder(source, reader)
        if not table.rows:
            raise CatalogError(f"{source}: is empty: expected a folder of pictures or sounds, or a catalogue file")
        return table, source
    if not source.is_file():
        kind = "something else" if source.exists() else "nothing"
        raise CatalogError(f"{source}: expected a catalogue file or a folder, found {kind} there")
    if is_parquet(source):
        return read_parquet(source, limits), source.parent
    table = read_rows(source, limits.catalog_bytes, encoding, sql)
    return _listing(table, source.parent)


def read_catalog(
    path: str | Path,
    *,
    mapping: Mapping[str, str] | None = None,
    types: Mapping[str, str] | None = None,
    date_order: Order | None = None,
    encoding: str | None = None,
    sql: str | None = None,
    limits: MediaLimits = LIMITS,
    allow_urls: bool = False,
    check_media: bool = False,
    progress: Progress | None = None,
) -> Catalog:
    """The items of the catalogue at `path`: a file of rows in any usual form (`docs/catalogues.md`), a folder of a Hugging Face data set, or
    one of pictures, sounds and videos.

    `mapping` gives fields the columns that hold them, `{"title": "name"}`; `types` gives columns a type where their
    cells don't prove it, `{"price": "money:EUR", "code": "text"}`; `date_order` says what stands first in 03/04/2021. `encoding` is that of text where it isn't to be
    found out, `sql` the query of a database. Media must lie in the catalogue's folder;
    with `allow_urls` what is named by URL is fetched into `.medley-media` there, where what Parquet files and videos
    hold in themselves goes, too. Media is checked for being there,
    inside, of the right kind and size; with `check_media` each file is decoded, too. Raises CatalogError when there
    is no catalogue, it is empty, or not one item could be read; MissingExtraError where reading it takes a package that
    isn't installed.
    """
    source = Path(path).resolve()
    try:
        table, root = _read(source, limits, encoding, sql)
    except OSError as error:
        where = f" '{error.filename}'" if error.filename else ""
        raise CatalogError(
            f"{source}: expected a catalogue that can be read;{where} {error.strerror or error}"
        ) from error
    table, mapping = prepared(table, mapping or {})
    try:
        drafts, kept, guessed = _drafts(table, mapping, limits.characters, source, root, allow_urls)
    except CatalogError as error:
        raise CatalogError(f"{source}: {error}") from error
    try:
        columns = _typed(kept, table, Choices(types or {}, date_order))
    except ValueError as error:
        raise CatalogError(f"{source}: {error}") from error
    items = []
    with MediaReader(limits) if check_media else nullcontext() as reader:
        media = ItemMedia(root, limits, allow_urls, table.textual, reader)
        for done, (made, attributes) in enumerate(zip(kept, columns.attributes, strict=True), 1):
            item = _item(made, attributes, media, table.of_files)
            if item is not None:
                items.append(item)
            if progress is not None:
                progress(done, len(kept))
    told = [*table.problems, *((made.row.number, problem) for made in drafts for problem in made.problems)]
    problems = tuple(problem for _, problem in sorted(told, key=lambda pair: pair[0]))
    if not items:
        first = f": {len(problems):,} problems, the first: {problems[0]}" if problems else ": it holds no rows"
        raise CatalogError(f"{source}: not one item could be read{first}")
    notes = (*table.notes, *guessed, *(f"{one.name}: {one.note}" for one in columns.findings if one.note))
    rows = tuple(made.name for made in kept)
    decided = _decided(table, columns.findings)
    return Catalog(tuple(items), problems, source, table.of_files, columns.findings, notes, rows, decided)


def _decided(table: Table, findings: Iterable[Finding]) -> dict[str, str]:
    """What a file told of itself that another run may not find out: its encoding, and the order of its dates in figures."""
    found = {"encoding": table.encoding} if table.encoding else {}
    dated = [one.name for one in findings if one.kind == "date"]
    orders = {order_of(str(row.cells.get(name, "")) for row in table.rows) for name in dated} - {None}
    if len(orders) == 1:
        found["date_order"] = str(orders.pop())
    return found


def _json(value: Value) -> object:
    if isinstance(value, tuple):
        return [_json(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value


def _row(item: Item) -> dict[str, object]:
    row: dict[str, object] = {"id": item.id, "title": item.title, "description": item.description}
    for language, texts in item.translations.items():
        row |= {f"{field}_{language}": text for field, text in texts.items()}
    row["image"] = item.images[0] if len(item.images) == 1 else list(item.images)
    row["audio"] = item.audio
    row |= {name: _json(value) for name, value in item.attributes.items()}
    return {name: value for name, value in row.items() if value not in ("", None, [])}


def write_jsonl(items: Catalog | Iterable[Item], path: str | Path) -> Path:
    """Writes items as JSONL that `read_catalog` reads back as the same ones, and returns the path.

    Media paths are written as they are, relative to the items' root: the file belongs into that folder. The file
    appears whole or not at all.
    """
    path = Path(path)
    rows = items.items if isinstance(items, Catalog) else items
    lines = "".join(json.dumps(_row(item), ensure_ascii=False, allow_nan=False) + "\n" for item in rows)
    write_atomically(path, lines.encode())
    return path
