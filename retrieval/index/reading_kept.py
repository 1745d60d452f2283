"""How a catalogue file was read, kept beside the store, so that the same file is read the same way from run to run.

    STORE/reading.json    by the file's name: its encoding, what stands first in its dates, its query, columns and types

People may change it. What is asked for in a run goes before what was kept. Knows names and options; reads no catalogue.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from retrieval.atomic import write_atomically
from retrieval.errors import StoreError

__all__ = ["FILE", "keep_reading", "kept_reading"]

FILE = "reading.json"
_OPTIONS = ("mapping", "types", "date_order", "encoding", "sql")


def _all(folder: Path) -> dict[str, dict[str, Any]]:
    path = Path(folder) / FILE
    if not path.is_file():
        return {}
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise StoreError(f"{path}: expected one JSON object of files; it can't be read ({error})") from error
    if not isinstance(found, dict) or not all(isinstance(one, dict) for one in found.values()):
        raise StoreError(f"{path}: expected an object of files, each an object of {', '.join(_OPTIONS)}")
    return found


def kept_reading(folder: Path, source: Path, asked: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return how to read a file: as `asked` (parameters of `read_catalog`), and where nothing is asked, as it was read before.

    Also the names of what was taken from before. Raises StoreError where the file of it can't be read.
    """
    kept = _all(folder).get(Path(source).resolve().name, {})
    reading, taken = dict(asked), []
    for name in _OPTIONS:
        before = kept.get(name)
        if not before:
            continue
        if name in ("mapping", "types"):
            added = {key: value for key, value in before.items() if key not in (asked.get(name) or {})}
            reading[name] = {**added, **(asked.get(name) or {})}
            taken += [name] if added else []
        elif not asked.get(name):
            reading[name] = before
            taken.append(name)
    return reading, tuple(taken)


def keep_reading(folder: Path, source: Path, reading: Mapping[str, Any], decided: Mapping[str, str]) -> None:
    """Keep how a file was read: as it was asked for, and what reading it `decided` (its encoding, the order of its dates)."""
    told = {**decided, **{name: reading[name] for name in _OPTIONS if reading.get(name)}}
    files = _all(folder)
    name = Path(source).resolve().name
    if told == files.get(name, {}):
        return
    if told:
        files[name] = told
    else:
        files.pop(name, None)
    text = json.dumps(files, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    write_atomically(Path(folder) / FILE, text.encode())
