"""Reads Parquet files and folders of Hugging Face datasets as catalogue rows.

Such files may hold the pictures and sounds themselves, as bytes; these are taken out into files (`extract.py`) as the
rows are read, a few at a time. Class labels become their names. Knows formats and columns; nothing of items.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from retrieval.catalog.rows import OmittedMedia, Table, TableRow
from retrieval.errors import CatalogError, MediaError, MissingExtraError
from retrieval.media.extract import Extraction
from retrieval.media.reader import MediaLimits

__all__ = ["PARQUET", "is_dataset", "is_parquet", "read_dataset", "read_parquet"]

PARQUET = ".parquet"
_MAGIC = b"PAR1"
_BATCH = 64
_SHARD = re.compile(r"(.+?)-\d{5}-of-\d{5}")
_NAMES = {"image": "image", "images": "image", "picture": "image", "audio": "audio", "sound": "audio", "video": "video"}


@dataclass(frozen=True)
class _Shard:
    """One file of a data set: its batches of rows, and what its own description says of its columns."""

    path: Path
    split: str
    batches: Iterator[Any]
    features: Mapping[str, Any] = field(default_factory=dict)


def _pyarrow() -> Any:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise MissingExtraError("reading Parquet and Hugging Face datasets", "parquet") from error
    return pyarrow


def is_parquet(path: Path) -> bool:
    """Whether the file at `path` is Parquet, by its first bytes."""
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


def _parquet_files(folder: Path) -> list[Path]:
    found = []
    for here, below, names in os.walk(folder):
        below[:] = sorted(name for name in below if not name.startswith("."))
        found += [Path(here, name) for name in sorted(names) if name.lower().endswith(PARQUET) and name[0] != "."]
    return found


def is_dataset(folder: Path) -> bool:
    """Whether `folder` is one that `datasets` saved (`save_to_disk`), or one with Parquet files below it."""
    saved = ("dataset_dict.json", "dataset_info.json")
    return any((folder / name).is_file() for name in saved) or bool(_parquet_files(folder))


def _json(path: Path) -> Mapping[str, Any]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise CatalogError(f"{path}: expected the description of a data set in JSON ({error})") from error
    if not isinstance(found, dict):
        raise CatalogError(f"{path}: expected the description of a data set, got {type(found).__name__}")
    return found


def _inside(path: Path, root: Path, limits: MediaLimits) -> Path:
    """`path` where it is a file inside `root`, links followed, of a size that is allowed. Raises CatalogError."""
    real = path.resolve()
    if not real.is_relative_to(root.resolve()):
        raise CatalogError(f"{path}: lies outside the folder of the data set: copy it inside, without links")
    if not real.is_file():
        raise CatalogError(f"{path}: expected a file of the data set, found none there")
    if real.stat().st_size > limits.media_bytes:
        raise CatalogError(
            f"{path}: expected at most {limits.media_bytes:,} bytes, got {real.stat().st_size:,}: split it"
        )
    return real


def _features(schema: Any) -> Mapping[str, Any]:
    """The features that `datasets` writes into a schema's metadata; empty where there are none."""
    try:
        found = json.loads((schema.metadata or {}).get(b"huggingface", b"{}"))
        features = found["info"]["features"]
    except (ValueError, KeyError, TypeError):
        return {}
    return features if isinstance(features, dict) else {}


def _parquet_shard(path: Path, split: str = "") -> _Shard:
    pyarrow = _pyarrow()
    try:
        file = pyarrow.parquet.ParquetFile(path)
        features = _features(file.schema_arrow)
        return _Shard(path, split, file.iter_batches(batch_size=_BATCH), features)
    except (pyarrow.ArrowException, OSError) as error:
        raise CatalogError(f"{path}: expected a Parquet file, which can't be read ({error})") from error


def _arrow_batches(path: Path) -> Iterator[Any]:
    """The rows of a file of Arrow's stream format, which `datasets` writes, or of its file format."""
    pyarrow = _pyarrow()
    with pyarrow.memory_map(str(path)) as source:
        try:
            batches: Iterable[Any] = pyarrow.ipc.open_stream(source)
        except pyarrow.ArrowInvalid:
            file = pyarrow.ipc.open_file(source)
            batches = (file.get_batch(number) for number in range(file.num_record_batches))
        for batch in batches:
            for start in range(0, batch.num_rows, _BATCH):
                yield batch.slice(start, _BATCH)


def _saved_shards(folder: Path, root: Path, split: str, limits: MediaLimits) -> list[_Shard]:
    """The files of one split as `save_to_disk` leaves them."""
    features = _json(folder / "dataset_info.json").get("features") or {}
    listed = _json(folder / "state.json").get("_data_files") or []
    try:
        paths = [_inside(folder / str(entry["filename"]), root, limits) for entry in listed]
    except (KeyError, TypeError) as error:
        raise CatalogError(f"{folder / 'state.json'}: expected the file names of a data set ({error!r})") from error
    return [_Shard(path, split, _arrow_batches(path), features) for path in paths]


def _shards(folder: Path, limits: MediaLimits) -> list[_Shard]:
    if (folder / "dataset_dict.json").is_file():
        splits = _json(folder / "dataset_dict.json").get("splits") or []
        return [shard for split in splits for shard in _saved_shards(folder / str(split), folder, str(split), limits)]
    if (folder / "dataset_info.json").is_file() and (folder / "state.json").is_file():
        return _saved_shards(folder, folder, "", limits)
    shards = []
    for path in _parquet_files(folder):
        named = _SHARD.fullmatch(path.stem)
        shards.append(_parquet_shard(_inside(path, folder, limits), named.group(1) if named else ""))
    return shards


def _inner(feature: Any) -> Mapping[str, Any]:
    """A feature's description, or that of the members of a list."""
    inner = feature.get("feature", feature) if isinstance(feature, dict) else feature
    inner = inner[0] if isinstance(inner, list) and inner else inner
    return inner if isinstance(inner, dict) else {}


def _is_media(kind: Any) -> bool:
    """Whether a column's Arrow type is that of embedded media: bytes, or bytes and path (or a list of these)."""
    types = _pyarrow().types
    if types.is_list(kind) or types.is_large_list(kind):
        kind = kind.value_type
    if types.is_struct(kind):
        return {kind.field(i).name for i in range(kind.num_fields)} == {"bytes", "path"}
    return bool(types.is_binary(kind) or types.is_large_binary(kind))


def _media_columns(shard: _Shard, schema: Any) -> dict[str, str]:
    """Column → image, audio or video, of the columns that hold media: by their feature, else by name and type."""
    found = {}
    for column in schema:
        kind = str(_inner(shard.features.get(column.name)).get("_type", "")).lower()
        if kind in ("image", "audio", "video"):
            found[column.name] = kind
        elif _is_media(column.type):
            found[column.name] = _NAMES.get(column.name.strip().lower(), "image")
    return found


def _labels(features: Mapping[str, Any]) -> dict[str, list[str]]:
    """Column → names, of the columns that hold class labels."""
    found = {}
    for name, feature in features.items():
        inner = _inner(feature)
        if inner.get("_type") == "ClassLabel" and isinstance(inner.get("names"), list):
            found[name] = [str(label) for label in inner["names"]]
    return found


def _named(value: Any, names: list[str]) -> Any:
    """A class label by its name; −1 and what has no name is absent."""
    if isinstance(value, list):
        return [_named(part, names) for part in value]
    return names[value] if isinstance(value, int) and 0 <= value < len(names) else None


def _plain(value: Any) -> Any:
    """A value of Arrow as one of JSON."""
    if isinstance(value, datetime):
        whole = value.tzinfo is None and value.time() == time()
        return value.date().isoformat() if whole else value.isoformat(" ", "seconds")
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, time | timedelta):
        return str(value)
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if isinstance(value, dict):
        return {str(key): _plain(part) for key, part in value.items()}
    return value.isoformat() if isinstance(value, date) else value


def _size(cell: Any) -> int:
    """The bytes of the largest string in a cell, without copying it."""
    if not cell.is_valid:
        return 0
    if hasattr(cell, "as_buffer"):
        return int(cell.as_buffer().size)
    parts = [cell[name] for name in cell] if isinstance(cell, _pyarrow().StructScalar) else list(cell)
    return max((_size(part) for part in parts), default=0)


@dataclass(frozen=True)
class _Reader:
    """Makes rows of the batches of a data set."""

    extraction: Extraction
    limits: MediaLimits
    splits: bool
    many: bool

    def rows(self, shard: _Shard, before: int) -> Iterator[tuple[TableRow, Mapping[str, str]]]:
        """Each row of one file, and which of its columns hold media; `before` rows stand in other files."""
        labels, number = _labels(shard.features), 0
        for batch in shard.batches:
            media = _media_columns(shard, batch.schema)
            plain = batch.select([name for name in batch.schema.names if name not in media]).to_pylist()
            for at, cells in enumerate(plain):
                number += 1
                made = {k: _named(v, labels[k]) if k in labels else _plain(v) for k, v in cells.items()}
                made |= {name: self._media(batch.column(name)[at]) for name in media}
                if self.splits and "split" not in made:
                    made["split"] = shard.split or None
                place = f"row {number} of {shard.path.name}" if self.many else f"row {number}"
                yield TableRow(before + number, place, made), media

    def _media(self, cell: Any) -> Any:
        """What stands for a cell of media in a row: paths, or why there are none."""
        size = _size(cell)
        if size > self.limits.bytes:
            return OmittedMedia(f"expected at most {self.limits.bytes:,} bytes, got {size:,}")
        return self._kept(cell.as_py())

    def _kept(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._kept(part) for part in value]
        held, path = (value.get("bytes"), value.get("path")) if isinstance(value, dict) else (value, None)
        if held is None:
            return path
        try:
            return self.extraction.keep(held)
        except MediaError as error:
            return OmittedMedia(str(error))


def _table(shards: list[_Shard], root: Path, limits: MediaLimits) -> Table:
    reader = _Reader(Extraction(root, limits), limits, len({shard.split for shard in shards}) > 1, len(shards) > 1)
    rows: list[TableRow] = []
    media: dict[str, str] = {}
    for shard in shards:
        try:
            for row, kinds in reader.rows(shard, len(rows)):
                rows.append(row)
                media |= kinds
        except (_pyarrow().ArrowException, OSError, ValueError, OverflowError) as error:
            raise CatalogError(
                f"{shard.path}: can't be read after row {len(rows):,} ({type(error).__name__}: {error})"
            ) from error
    return Table(tuple(rows), media=media)


def read_parquet(path: Path, limits: MediaLimits) -> Table:
    """The rows of one Parquet file; pictures and sounds in it go to `.medley-media` beside it.

    Raises CatalogError where it can't be read, MissingExtraError where pyarrow isn't installed.
    """
    return _table([_parquet_shard(_inside(path, path.parent, limits))], path.parent, limits)


def read_dataset(folder: Path, limits: MediaLimits) -> Table:
    """The rows of a folder that `datasets` saved, or of its Parquet files; `split` says which split a row is of.

    Pictures and sounds in it go to `.medley-media` there. Raises CatalogError where it can't be read,
    MissingExtraError where pyarrow isn't installed.
    """
    return _table(_shards(folder, limits), folder, limits)
