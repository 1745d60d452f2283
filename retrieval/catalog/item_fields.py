"""Sorts the cells of a raw row into the fields of an item: id, texts, translations, media names, attributes.

A cell that can't be kept is a problem of its row and field; the rest of the row is not touched by it. Knows nothing
of other rows, column types or files, which `catalog.py` does.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from retrieval.catalog.cells import as_text, plain
from retrieval.catalog.columns.days import read_day, read_span
from retrieval.catalog.columns.markup import plain_text
from retrieval.catalog.items import Problem, Value
from retrieval.catalog.rows import FileName, OmittedMedia, Table, TableRow
from retrieval.catalog.translations import translation_of
from retrieval.errors import CatalogError
from retrieval.language.columns import core_like, core_rank, heads
from retrieval.media.extract import MEDIA_FOLDER

__all__ = ["CORE", "ItemDraft", "draft", "guessed_roles", "roles", "unnested"]

CORE = ("id", "title", "description", "image", "images", "audio", "video")
_VIDEO = re.compile(r"[^\n]+\.(mp4|m4v|mov|webm|mkv|m4a|m4b)", re.IGNORECASE)
_ADDRESSES = ("path", "file_name", "hi_res", "large", "url", "src", "href", "thumb")
"""Where an object that stands for a picture has its name."""
_LONGEST_ID = 500
_NO_TITLES = ("money", "date", "amount", "person", "list", "id", "place", "hours", "clock")
_NAMES = re.compile(r"name|title", re.IGNORECASE)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LONGEST_NAME = 200
_LONGEST_PATH = 4_096


@dataclass
class ItemDraft:
    """An item in the making. `attributes` of a textual table are strings still; media names aren't checked."""

    row: TableRow
    id: str = ""
    made: bool = False
    title: str = ""
    description: str = ""
    images: list[str] = field(default_factory=list)
    audio: list[str] = field(default_factory=list)
    videos: list[str] = field(default_factory=list)
    attributes: dict[str, Value] = field(default_factory=dict)
    regional: dict[str, dict[str, str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What people know the row by: its id, else its place in the file."""
        return self.id or self.row.label

    def say(self, field: str, reason: str, fatal: bool = False) -> None:
        """Notes one problem of this row."""
        self.problems.append(Problem(self.name, field, reason, fatal))

    @property
    def fatal(self) -> bool:
        """Whether the row is left out."""
        return any(problem.fatal for problem in self.problems)

    @property
    def bare(self) -> bool:
        """Whether it has no text, and names no media: a total line, a torn row. Its other cells prove nothing of their columns."""
        return not (self.title or self.description or self.regional or self.images or self.audio or self.videos)

    def translations(self) -> dict[str, dict[str, str]]:
        """Texts by language. A regional code (`pt-br`) stands as `pt` unless the item has a `pt` already."""
        plain_codes = {code: texts for code, texts in self.regional.items() if "-" not in code}
        for code, texts in sorted(self.regional.items()):
            if "-" in code:
                plain_codes[code if code.split("-")[0] in plain_codes else code.split("-")[0]] = texts
        return plain_codes


def unnested(table: Table) -> Table:
    """The table with objects in its cells spread to columns (`movie.title`) where a title stands in one of them, and in no column."""
    inner = {f"{name}.{key}" for row in table.rows[:50] for name, value in row.cells.items() if isinstance(value, dict) for key in value}  # fmt: skip
    own = {name for row in table.rows[:50] for name, value in row.cells.items() if not isinstance(value, dict)}
    if table.textual or not any(core_rank(name, "title") is not None for name in inner):
        return table
    if any(name.strip().casefold() in ("title", "description") or core_rank(name, "title") is not None for name in own):
        return table
    rows = tuple(
        TableRow(
            row.number,
            row.label,
            {
                f"{name}.{key}" if key else name: part
                for name, value in row.cells.items()
                for key, part in (value.items() if isinstance(value, dict) else (("", value),))
            },
        )
        for row in table.rows
    )
    return replace(table, rows=rows)


def roles(columns: Iterable[str], mapping: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The fields that each column fills: by `mapping` (field → column), else by its own name.

    `ID` or `Title` stand for the core field where no column is named exactly so. A column whose name `mapping`
    gives to another one fills nothing. Raises CatalogError when `mapping` names a column that isn't there.
    """
    known = list(dict.fromkeys(columns))
    unknown = sorted(set(mapping.values()) - set(known))
    if unknown:
        raise CatalogError(f"no column {', '.join(map(repr, unknown))}: the columns are {', '.join(known) or '(none)'}")
    found: dict[str, tuple[str, ...]] = {}
    for column in known:
        mapped = tuple(name for name, source in mapping.items() if source == column)
        if mapped:
            found[column] = mapped
            continue
        lower = column.strip().lower()
        name = lower if lower in CORE and lower not in known else column
        found[column] = () if name in mapping else (name,)
    return found


def _unique(rows: Sequence[TableRow], column: str) -> bool:
    """Whether a column has a value in nearly every row, and never the same twice."""
    values = [str(row.cells.get(column) or "").strip() for row in rows]
    filled = [value for value in values if value]
    return len(filled) >= 0.9 * len(rows) and len(set(filled)) == len(filled)


def _telling(rows: Sequence[TableRow], column: str) -> bool:
    """Whether a column's cells may be titles: short texts with letters that nearly all differ, and no addresses or codes."""
    cells = [str(row.cells.get(column) or "").strip() for row in rows[:2_000]]
    filled = [cell for cell in cells if cell]
    if len(filled) < 0.8 * len(cells) or len(set(filled)) < 0.8 * len(filled) or not filled:
        return False
    named = _NAMES.sub(" ", column) if core_like(column) else column
    if any(read_day(cell) or read_span(cell) for cell in filled[:20]):
        return False
    if any(heads(named, kind) for kind in _NO_TITLES) or any("://" in cell or len(cell) > 200 for cell in filled):
        return False
    return all(re.search(r"[^\W\d_]{2}", cell) and not re.fullmatch(r"\S*\d\S*", cell) for cell in filled)


def _wordy(rows: Sequence[TableRow], column: str) -> bool:
    """Whether a column's cells are texts of their own, whatever its name says."""
    filled = [cell for row in rows[:2_000] if (cell := str(row.cells.get(column) or "").strip())]
    worded = sum(bool(re.search(r"[^\W\d_]{3}", cell)) and "://" not in cell for cell in filled)
    return bool(filled) and worded == len(filled) and len(set(filled)) >= 0.8 * len(rows[:2_000])


def _likeliest_title(rows: Sequence[TableRow], columns: Sequence[str]) -> str:
    """The column that may hold the titles where none is called so: first one whose name speaks of names, else the first."""
    found = [column for column in columns if _telling(rows, column)]
    return next((column for column in found if core_like(column)), found[0] if found else "")


def _likeliest_id(rows: Sequence[TableRow], column: str) -> bool:
    """Whether the first column identifies the rows: its name says so, or each cell is a code of its own."""
    if not _unique(rows, column):
        return False
    if re.search(r"(?:^|[\s_-])(?:id|number|no|nr|code)\.?$|#$", _HUMP.sub("_", column.strip()).casefold()):
        return True
    if any(heads(column, kind) for kind in ("amount", "money", "date", "year", "duration")):
        return False
    cells = [str(row.cells.get(column) or "").strip() for row in rows[:2_000]]
    return all(re.fullmatch(r"[\w./-]*\d[\w./-]*", cell) for cell in cells)


def guessed_roles(rows: Sequence[TableRow], filling: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Which columns hold the id, the title and the description where none is called so, by other usual names of them.

    An id must be there and differ in (nearly) all rows.

    >>> guessed_roles([TableRow(1, "line 1", {"sku": "S1", "Name": "Cup"})], {"sku": ("sku",), "Name": ("Name",)})
    {'id': 'sku', 'title': 'Name'}
    """
    taken = {name for fields in filling.values() for name in fields}
    found: dict[str, str] = {}
    for field_name in ("id", "title", "description"):
        ranked = sorted(
            (rank, column)
            for column, fields in filling.items()
            if fields == (column,)
            and column not in found.values()
            and (rank := core_rank(column, field_name)) is not None
        )
        usable = [column for _, column in ranked if field_name != "id" or _unique(rows, column)]
        own = [
            c for c, fields in filling.items() if fields == (c,) and c not in found.values() and not translation_of(c)
        ]
        if not usable and field_name == "id" and own[:1] == list(filling)[:1] and own and _likeliest_id(rows, own[0]):
            usable = own[:1]  # show_id, "Item number"
        if not usable and field_name == "title" and not taken & {"image", "images", "audio", "video"}:
            named = "description" in taken  # then only what is called so: a description alone will do
            usable = [one] if (one := _likeliest_title(rows, own)) and (core_like(one) or not named) else []
            if not usable and not named and not any(map(translation_of, filling)):  # rather an address than nothing
                usable = [column for column in own if column not in found.values() and _wordy(rows, column)][:1]
        if field_name not in taken and usable:
            found[field_name] = usable[0]
    return found


def _made_id(row: TableRow) -> str:
    """An id of the row's content, so that it stays when rows above come or go."""
    content = json.dumps(row.cells, sort_keys=True, default=str)
    return "row-" + hashlib.sha256(content.encode()).hexdigest()[:12]


def _identify(made: ItemDraft, value: object) -> None:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    text, reason = as_text(str(value), _LONGEST_ID) if number or isinstance(value, str) else ("", "")
    if value is None or (isinstance(value, str) and not value.strip()):
        return
    if not text or reason:
        made.say("id", reason or f"expected a string or a number, got {value!r:.80}", fatal=True)
    made.id = text


def _text(made: ItemDraft, name: str, value: object, most: int) -> str:
    """The words of a title or description; the parts of a list are joined."""
    parts = value if isinstance(value, list) else [value]
    if not all(part is None or (isinstance(part, str | int | float) and not isinstance(part, bool)) for part in parts):
        made.say(name, f"expected text, got {value!r:.80}")
        return ""
    text, reason = as_text(" ".join(str(part) for part in parts if part is not None), most)
    if reason:
        made.say(name, reason)
    return plain_text(text)


def _names(made: ItemDraft, name: str, value: object) -> list[str]:
    """The file names of an image or audio cell."""
    found = []
    for part in value if isinstance(value, list) else [value]:
        if isinstance(part, dict):
            part = next((part[key] for key in _ADDRESSES if isinstance(part.get(key), str)), part)
        text, reason = as_text(part, _LONGEST_PATH) if isinstance(part, str) else ("", "")
        if isinstance(part, FileName) and not reason:
            text = str(part)
        if isinstance(part, OmittedMedia):
            reason = part.reason
        if part is None or part == "":
            continue
        if reason or not text:
            made.say(name, reason or f"expected a file name, got {part!r:.80}")
            continue
        found.append(text)
    return found


def _attribute(made: ItemDraft, name: str, value: object, most: int, nested: bool = False) -> None:
    clean, wrong = as_text(name, _LONGEST_NAME)
    if isinstance(value, dict) and not nested:
        for inner, part in value.items():
            _attribute(made, f"{name}.{inner}", part, most, nested=True)
        return
    kept, reasons = plain(value, most)
    if kept is not None and (wrong or not clean):
        made.say(clean or "(no name)", wrong or "expected a name for the field, got an empty one")
        return
    if kept is not None and clean in made.attributes:
        made.say(clean, "stands twice in this row: the first is kept")
        return
    if kept is not None:
        made.attributes[clean] = kept
    for reason in reasons:
        made.say(clean, reason)


def _is_video(value: object) -> bool:
    """Whether a cell names video files, or holds one: else a column of that name is an attribute like another."""
    parts = [part for part in (value if isinstance(value, list) else [value]) if part is not None and part != ""]
    return bool(parts) and all(
        isinstance(part, OmittedMedia)
        or (isinstance(part, str) and (_VIDEO.fullmatch(part) or part.startswith(MEDIA_FOLDER)))
        for part in parts
    )


def _fill(made: ItemDraft, name: str, value: object, most: int) -> None:
    translation = translation_of(name) if isinstance(value, str) else None
    if name == "title":
        made.title = _text(made, name, value, most)
    elif name == "description":
        made.description = _text(made, name, value, most)
    elif name in ("image", "images"):
        made.images += _names(made, "image", value)
    elif name == "audio":
        made.audio += _names(made, "audio", value)
    elif name == "video" and _is_video(value):
        made.videos += _names(made, "video", value)
    elif translation is not None:
        text = _text(made, name, value, most)
        if text:
            made.regional.setdefault(translation[1], {})[translation[0]] = text
    elif name != "id":
        _attribute(made, name, value, most)


def draft(row: TableRow, filling: Mapping[str, tuple[str, ...]], most: int) -> ItemDraft:
    """The row as a draft: `filling` says which fields each column fills, strings hold at most `most` characters.

    A row without an id gets one made of its content (`made` says so).
    """
    made = ItemDraft(row)
    for column, value in row.cells.items():
        if "id" in filling[column]:
            _identify(made, value)
    if not made.id and not made.fatal:
        made.id, made.made = _made_id(row), True
    if made.fatal:
        return made
    for column, value in row.cells.items():
        for name in filling[column]:
            _fill(made, name, value, most)
    return made
