"""From items to vectors by content hash: what must be encoded is, once, and every failure is told by item.

Contents are loaded, encoded in batches and written batch by batch, so that work which is cut off goes on where it
stopped. Ids and paths stay on this side: an encoder sees decoded contents only. Knows nothing of fusion or indexes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.catalog.items import MODALITIES, Item, Modality, Problem
from retrieval.encoders.base import Encoder, EncoderOutputs, EncoderSet, ItemEncoder
from retrieval.errors import ConfigError, EncodingError, MediaError, StoreMismatch
from retrieval.fusion.concat import Fusion
from retrieval.media.reader import LIMITS, MediaLimits, MediaReader, content_hash
from retrieval.store.facts import json_fact
from retrieval.store.store import Contents, Store

__all__ = [
    "Encoded",
    "Progress",
    "check_encoders",
    "encode_items",
    "encode_rows",
    "encoder_key",
    "fused_rows",
    "raws_of",
    "remember_encoders",
    "signature",
]

BATCH = 32

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class _Content:
    """One text, picture or sound: its hash, and where it comes from."""

    digest: str
    modality: Modality
    text: str = ""
    path: Path | None = None
    root: Path | None = None
    relative: str = ""


@dataclass
class Encoded:
    """What `encode_items` found: each item's contents that have vectors, problems by id, and counts of contents."""

    contents: dict[str, Contents] = field(default_factory=dict)
    unreadable: dict[str, set[str]] = field(default_factory=dict)
    """Paths of an item's media that can't be read, by its id."""
    problems: list[Problem] = field(default_factory=list)
    encoded: int = 0
    reused: int = 0


def encoder_key(encoder: Encoder) -> str:
    """Return the name under which an encoder's vectors are stored: they are made again when its version changes."""
    return f"{encoder.name}@{encoder.version}"


def encode_rows(encoder: Encoder, contents: Sequence[Any], *, items: bool = False) -> NDArray[np.float32]:
    """float32 (len(contents), dim), checked. `items` says that the contents are items' and not a query's.

    Raises EncodingError where the encoder fails, or answers rows of another shape or that aren't finite; ConfigError
    where it can't be used at all.
    """
    encode = encoder.encode_items if items and isinstance(encoder, ItemEncoder) else encoder.encode
    try:
        rows = np.asarray(encode(contents), np.float32)
    except ConfigError:
        raise  # no content's fault: the next one would fail alike
    except Exception as error:  # a stranger's encoder may raise anything; the cause is kept
        raise EncodingError(f"the encoder '{encoder.name}' failed: {type(error).__name__}: {error}") from error
    if rows.shape != (len(contents), encoder.dim):
        raise EncodingError(
            f"expected {len(contents)} rows of {encoder.dim} numbers from the encoder '{encoder.name}'; got the shape {rows.shape}"
        )
    if not np.isfinite(rows).all():
        raise EncodingError(f"the encoder '{encoder.name}' answered numbers that aren't finite")
    return rows


def _contents_of(item: Item, limits: MediaLimits) -> tuple[list[_Content], list[Problem], set[str]]:
    """The contents of an item; what is wrong with others, and the paths of these."""
    found = [_Content(hashlib.blake2b(t.encode(), digest_size=16).hexdigest(), "text", text=t) for t in item.texts()]
    problems, unreadable = [], set()
    paths: list[tuple[Modality, str]] = [("image", p) for p in item.images]
    paths += [("audio", item.audio)] if item.audio else []
    for modality, relative in paths:
        path = item.media_path(relative)
        try:
            found.append(
                _Content(content_hash(path, item.root, limits), modality, path=path, root=item.root, relative=relative)
            )
        except MediaError as error:
            problems.append(Problem(item.id, modality, str(error)))
            unreadable.add(relative)
    return found, problems, unreadable


def signature(encoders: EncoderSet) -> str:
    """Return which encoders a store or an index is made with, in one string to compare: the set, names and versions."""
    return json.dumps({"set": encoders.name, "encoders": sorted(encoder_key(e) for e in encoders.encoders)})


def check_encoders(store: Store, encoders: EncoderSet) -> None:
    """Raises StoreMismatch where the store was made with other encoders than `encoders`."""
    found, wanted = store.get_meta("encoders"), signature(encoders)
    if found is not None and found != wanted:
        then, now = json_fact(store, "encoders"), json.loads(wanted)
        raise StoreMismatch(
            f"expected a store made with '{now['set']}' ({', '.join(now['encoders'])}); '{store.folder}' was made with "
            f"'{then.get('set')}' ({', '.join(map(str, then.get('encoders', ())))}). Open it with those, or index the catalogue again with --rebuild"
        )


def remember_encoders(store: Store, encoders: EncoderSet) -> None:
    """Writes down which encoders the store is made with."""
    store.set_meta("encoders", signature(encoders))


def raws_of(store: Store, encoders: EncoderSet, rows: NDArray[np.int64]) -> EncoderOutputs:
    """Return the stored vectors of `rows` of the store: encoder name → float32 (len(rows), dim), zero where there is none."""
    return {e.name: store.raw_rows(encoder_key(e), e.modality, e.dim, rows) for e in encoders.encoders}


def fused_rows(store: Store, fusion: Fusion, encoders: EncoderSet, rows: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return the fused vectors of `rows` of the store, made from its stored vectors: float32 (len(rows), width)."""
    return fusion.items(raws_of(store, encoders, rows))


class _Run:
    """One pass over the contents of one modality."""

    def __init__(
        self, store: Store, encoders: Sequence[Encoder], reader: MediaReader, digests: Collection[str]
    ) -> None:
        self.store, self.encoders, self.reader = store, encoders, reader
        self.known = {e.name: store.known_vectors(encoder_key(e), digests) for e in encoders}
        self.failed: dict[str, str] = {}
        self.unreadable: set[str] = set()

    def missing(self, contents: Iterable[_Content]) -> list[_Content]:
        return [c for c in contents if any(c.digest not in self.known[e.name] for e in self.encoders)]

    def encode(self, batch: Sequence[_Content]) -> None:
        loaded: dict[str, Any] = {}
        for c in batch:
            try:
                loaded[c.digest] = self._load(c)
            except MediaError as error:
                self.failed[c.digest] = str(error)
                self.unreadable.add(c.digest)
        for encoder in self.encoders:
            todo = [d for d in loaded if d not in self.known[encoder.name] and d not in self.failed]
            if todo:
                rows = self._rows(encoder, todo, loaded)
                self.store.put_vectors(encoder_key(encoder), rows)

    def _load(self, c: _Content) -> Any:
        if c.path is None:
            return c.text
        return self.reader.image(c.path, c.root) if c.modality == "image" else self.reader.sound(c.path, c.root)

    def _rows(self, encoder: Encoder, digests: list[str], loaded: dict[str, Any]) -> dict[str, NDArray[np.float32]]:
        try:
            return dict(zip(digests, encode_rows(encoder, [loaded[d] for d in digests], items=True), strict=True))
        except EncodingError:
            rows = {}
            for digest in digests:  # one by one, so that a bad content costs itself alone
                try:
                    rows[digest] = encode_rows(encoder, [loaded[digest]], items=True)[0]
                except EncodingError as error:
                    self.failed[digest] = str(error)
            return rows


def encode_items(
    store: Store,
    items: Sequence[Item],
    encoders: EncoderSet,
    *,
    limits: MediaLimits = LIMITS,
    progress: Progress = lambda stage, done, total: None,
) -> Encoded:
    """Encodes every content of `items` that the store has no vector for.

    Vectors are written to the store as they come. An unreadable picture or sound becomes a problem of its item;
    the item keeps what can be read.
    """
    by_item: dict[str, list[_Content]] = {}
    result = Encoded()
    for n, item in enumerate(items):
        by_item[item.id], problems, result.unreadable[item.id] = _contents_of(item, limits)
        result.problems += problems
        progress("reading", n + 1, len(items))
    failed: dict[str, str] = {}
    unreadable: set[str] = set()
    with MediaReader(limits) as reader:
        for modality in MODALITIES:
            unique = {c.digest: c for contents in by_item.values() for c in contents if c.modality == modality}
            beside = tuple(e for e in encoders.beside if e.modality == modality) if encoders.of(modality) else ()
            run = _Run(store, (*encoders.of(modality), *beside), reader, unique)
            todo = run.missing(unique.values()) if run.encoders else []
            for start in range(0, len(todo), BATCH):
                run.encode(todo[start : start + BATCH])
                progress(f"encoding {modality}", min(start + BATCH, len(todo)), len(todo))
            failed |= run.failed
            unreadable |= run.unreadable
            result.encoded += len(todo) - len(run.failed)
            result.reused += len(unique) - len(todo)
    readable = {m for m in MODALITIES if encoders.of(m)}
    for id, contents in by_item.items():
        result.problems += [Problem(id, c.modality, failed[c.digest]) for c in contents if c.digest in failed]
        result.unreadable[id] |= {c.relative for c in contents if c.digest in unreadable}
        kept = [c for c in contents if c.digest not in failed and c.modality in readable]
        result.contents[id] = {m: [c.digest for c in kept if c.modality == m] for m in MODALITIES}
    return result
