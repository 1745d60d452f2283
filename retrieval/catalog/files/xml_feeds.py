"""Catalogues in XML: RSS and Atom feeds, Google Merchant, the library of iTunes, and any list of elements that are alike.

Entities that a file defines itself are refused: they can blow up. Knows elements; nothing of what fields mean.
"""

from __future__ import annotations

import plistlib
import re
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

from retrieval.catalog.files.table import Table, row_of, table_of
from retrieval.errors import CatalogError

__all__ = ["is_xml", "read_xml"]

_START = re.compile(r"\ufeff?\s*<(?:\?xml|!DOCTYPE plist|rss|feed|plist|[A-Za-z_][\w.-]*[\s>])")
_RENAMED = {
    "guid": "id",
    "link": "link",
    "summary": "description",
    "content": "description",
    "encoded": "description",
    "image_link": "image",
}
_KINDS = ("item", "entry", "product", "record", "row", "offer", "book", "work", "track")


def is_xml(text: str) -> bool:
    """Whether a text starts as a document of XML."""
    return _START.match(text[:300]) is not None and not text.lstrip("\ufeff \n\r\t")[:15].casefold().startswith(
        ("<!doctype html", "<html")
    )


def _local(tag: str) -> str:
    return tag.rsplit("}", 1)[-1]


def _tracks(text: str) -> list[Any] | None:
    """The tracks of an iTunes library; None where the list is another."""
    document = plistlib.loads(text.encode(), fmt=plistlib.FMT_XML)
    tracks = document.get("Tracks") if isinstance(document, dict) else document
    found = list(tracks.values()) if isinstance(tracks, dict) else tracks if isinstance(tracks, list) else None
    return [_moments(one) for one in found] if found else None


def _moments(record: Any) -> Any:
    if not isinstance(record, dict):
        return record
    return {
        key: value.isoformat() if hasattr(value, "isoformat") else value
        for key, value in record.items()
        if not isinstance(value, bytes)
    }


def _value(element: ET.Element) -> object:
    """The text of an element, or of what is in it; an attribute (`href`, `term`) where it has no text."""
    text = "".join(element.itertext()).strip()
    return text or next(
        (element.attrib[name] for name in ("href", "url", "term", "label", "value", "src") if name in element.attrib),
        "",
    )


def _cells(element: ET.Element) -> dict[str, object]:
    found: dict[str, object] = {_local(name): value for name, value in element.attrib.items()}
    plain = {_local(child.tag) for child in element if not child.tag.startswith("{http://base.google.com")}
    for child in element:
        local = _local(child.tag)
        name = local if local in plain and not child.tag.startswith("{") else _RENAMED.get(local, local)
        name = _RENAMED.get(name, name)
        inner = list(child)
        if inner and not (child.text or "").strip() and len({_local(c.tag) for c in inner}) > 1:
            cells: dict[str, object] = {f"{name}.{_local(c.tag)}": _value(c) for c in inner}
        elif inner and not (child.text or "").strip():
            cells = {name: [_value(c) for c in inner]}
        else:
            cells = {name: _value(child)}
        for key, value in cells.items():
            if key in found and found[key] != "":
                before = found[key]
                found[key] = [
                    *(before if isinstance(before, list) else [before]),
                    *(value if isinstance(value, list) else [value]),
                ]
            else:
                found[key] = value
    return found


def _records(root: ET.Element) -> list[ET.Element]:
    """The elements that are the records: those of a usual name, else the most frequent ones with others in them."""
    for kind in _KINDS:
        named = [one for one in root.iter() if _local(one.tag).casefold() == kind and (len(one) or one.attrib)]
        if named:
            return named
    counts = Counter(one.tag for one in root.iter() if (len(one) or len(one.attrib) > 1) and one is not root)
    if not counts:
        return list(root)
    tag = max(counts, key=lambda name: counts[name])
    return [one for one in root.iter() if one.tag == tag and one.find(tag) is None]  # no group of them


def read_xml(text: str, path: Path, notes: tuple[str, ...] = ()) -> Table:
    """The rows of a document of XML. Raises CatalogError where it can't be read, defines entities, or has no records."""
    if "<!ENTITY" in text:
        raise CatalogError(f"{path}: defines entities of its own, which is refused: export it without")
    try:
        if "<plist" in text[:1000]:
            tracks = _tracks(text)
            if tracks:
                return table_of((row_of(n, f"track {n}", one) for n, one in enumerate(tracks, 1)), notes=notes)
        root = ET.fromstring(re.sub(r"^\ufeff?\s*<\?xml[^>]*\?>", "", text))
    except (ET.ParseError, plistlib.InvalidFileException, ValueError, RecursionError) as error:
        raise CatalogError(f"{path}: expected XML, which can't be read ({error})") from error
    rows = [row_of(n, f"entry {n}", _cells(one)) for n, one in enumerate(_records(root), 1)]
    return replace(table_of(rows, notes=notes), loose=True)
