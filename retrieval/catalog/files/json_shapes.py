"""The shapes that JSON of catalogues comes in: lines, arrays, objects by id, records under a key, objects one after the other.

Wrappers of MongoDB, Elasticsearch, GeoJSON and COCO are taken off. Knows shapes; nothing of what fields mean.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from retrieval.catalog.files.table import Found, Table, malformed, row_of, table_of
from retrieval.errors import CatalogError

__all__ = ["read_json", "read_json_lines"]

_DEPTH = 4
_TRAILING = re.compile(r",(?=\s*[\]}])")
_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*"')
_MONGO = ("$oid", "$numberDecimal", "$numberDouble", "$numberInt", "$numberLong", "$date", "$uuid", "$symbol")


def _plain(value: Any) -> Any:
    """A value without the wrappers that MongoDB writes around ids, numbers and dates."""
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1 and (key := next(iter(value))) in _MONGO:
        inner = _plain(value[key])
        if key.startswith("$number") and isinstance(inner, str):
            try:
                return int(inner) if re.fullmatch(r"-?\d+", inner) else float(inner)
            except ValueError:
                return inner
        return inner
    return {key: _plain(part) for key, part in value.items()}


def _unwrapped(record: Any) -> Any:
    """A record without what a database or a map puts around it (`_source`, GeoJSON's `properties`)."""
    if not isinstance(record, dict):
        return record
    record = _plain(record)
    if isinstance(record.get("node"), dict) and set(record) <= {"node", "cursor"}:  # GraphQL
        return record["node"]
    if isinstance(record.get("_source"), dict):
        return {"id": record.get("_id"), **record["_source"]}
    if record.get("type") == "Feature" and isinstance(record.get("properties"), dict):
        where = record.get("geometry") or {}
        place = where.get("coordinates") if isinstance(where, dict) and where.get("type") == "Point" else None
        found = {"id": record["id"]} if "id" in record else {}
        found |= record["properties"]
        if isinstance(place, list) and len(place) >= 2:
            found |= {"longitude": place[0], "latitude": place[1]}
        return found
    if "_id" in record and "id" not in record:
        record = {"id": record["_id"], **{key: value for key, value in record.items() if key != "_id"}}
    return record


def _coco(value: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    """The pictures of a COCO data set with their captions and the names of what is on them; None where it is none."""
    pictures, notes = value.get("images"), value.get("annotations")
    if not (isinstance(pictures, list) and isinstance(notes, list) and all(isinstance(one, dict) and "file_name" in one for one in pictures)):  # fmt: skip
        return None
    names = {c.get("id"): c.get("name") for c in value.get("categories") or [] if isinstance(c, dict)}
    captions: dict[Any, list[str]] = {}
    things: dict[Any, list[str]] = {}
    for note in notes:
        if isinstance(note, dict) and note.get("caption"):
            captions.setdefault(note.get("image_id"), []).append(str(note["caption"]).strip())
        elif isinstance(note, dict) and names.get(note.get("category_id")):
            things.setdefault(note.get("image_id"), []).append(str(names[note["category_id"]]))
    found = []
    for one in pictures:
        said, seen = captions.get(one.get("id"), []), list(dict.fromkeys(things.get(one.get("id"), [])))
        row = {
            "id": one.get("id", one["file_name"]),
            "title": said[0] if said else ", ".join(seen),
            "image": one["file_name"],
        }
        row |= {"description": " ".join(said[1:])} if said[1:] else {}
        row |= {"objects": seen} if seen else {}
        found.append(row | {key: one[key] for key in ("width", "height", "date_captured") if key in one})
    return found


def _records(value: Any, depth: int = 0) -> list[Any] | None:
    """The list of records in a document: itself, by id, or the longest list of objects under its keys."""
    if isinstance(value, list):
        return value
    if not isinstance(value, dict):
        return None
    if not depth and (pictures := _coco(value)) is not None:
        return pictures
    if len(value) > 1 and all(isinstance(part, dict) for part in value.values()) and _alike(list(value.values())):
        return [{"id": key, **part} for key, part in value.items()]
    lists = [
        part
        for part in value.values()
        if isinstance(part, list) and part and all(isinstance(one, dict) for one in part)
    ]
    own = sum(not isinstance(part, list | dict) for part in value.values())
    if (
        lists
        and (len(lists) == 1 or max(map(len, lists)) > 1)
        and not (depth == 0 and {"id", "title"} & value.keys() and own > 1)
    ):
        return max(lists, key=len)
    inner = [
        found
        for part in value.values()
        if depth < _DEPTH and isinstance(part, dict) and (found := _records(part, depth + 1))
    ]
    return max(inner, key=len) if inner else None


def _alike(parts: list[dict[str, Any]]) -> bool:
    """Whether objects are records of one kind: most have the keys that the first has."""
    keys = set(parts[0])
    return bool(keys) and sum(len(keys & part.keys()) * 2 >= len(keys) for part in parts) * 2 > len(parts)


def _repaired(text: str) -> str:
    """The text without commas before a closing bracket; those in strings stay."""
    pieces, at = [], 0
    for match in _STRINGS.finditer(text):
        pieces += [_TRAILING.sub("", text[at : match.start()]), match[0]]
        at = match.end()
    return "".join((*pieces, _TRAILING.sub("", text[at:])))


def _parsed(text: str) -> tuple[Any, tuple[str, ...]]:
    """The document, and what was mended in it. Raises ValueError, RecursionError."""
    try:
        return json.loads(text), ()
    except ValueError as error:
        if (mended := _repaired(text)) == text:
            raise
        try:
            return json.loads(mended), ("commas before closing brackets, which JSON doesn't have, were left out",)
        except ValueError:
            raise error from None


def _one_after_another(text: str) -> Iterator[Found]:
    """Objects that stand one after the other, with or without commas and line ends between them."""
    decoder, at, number = json.JSONDecoder(), 0, 0
    while True:
        while at < len(text) and (text[at].isspace() or text[at] in ",\x1e"):
            at += 1
        if at >= len(text):
            return
        number += 1
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            yield malformed(number, f"entry {number}", f"expected one JSON object, which this is not: {error}")
            after = text.find("\n{", at + 1)
            if after < 0:
                return
            at = after
            continue
        yield row_of(number, f"entry {number}", _unwrapped(value))


def read_json(text: str, path: Path, notes: tuple[str, ...] = ()) -> Table | None:
    """The rows of a document of JSON; None where it isn't one document, or holds no records.

    Raises CatalogError for an array that is broken, or anything but objects and arrays.
    """
    try:
        value, mended = _parsed(text)
    except (ValueError, RecursionError) as error:
        if text.lstrip().startswith("["):
            raise CatalogError(f"{path}: expected a JSON array of items, which this is not: {error}") from error
        return None
    records = _records(value)
    if records is None:
        if not isinstance(value, dict):
            raise CatalogError(f"{path}: expected a JSON array of items, got {type(value).__name__}")
        return None
    rows = (row_of(number, f"entry {number}", _unwrapped(part)) for number, part in enumerate(records, 1))
    return table_of(rows, notes=(*notes, *mended))


def read_json_lines(text: str, notes: tuple[str, ...] = ()) -> Table:
    """The rows of a file with one object a line, or with objects one after the other where no line is one."""
    found: list[Found] = []
    broken = 0
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        label = f"line {number}"
        try:
            found.append(row_of(number, label, _unwrapped(json.loads(line))))
        except (ValueError, RecursionError) as error:
            broken += 1
            found.append(malformed(number, label, f"expected one JSON object, which this is not: {error}"))
    if broken and text.lstrip().startswith("{"):
        joined = table_of(_one_after_another(text), notes=notes)
        if len(joined.rows) > len(found) - broken:
            return joined
    return table_of(found, notes=notes)
