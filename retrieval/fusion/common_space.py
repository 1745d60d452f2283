"""The fusions `mean` and `aligned`: the modalities of an item averaged in one common space.

An item's row is the mean of the rows of its text, its picture and its sound, each made unit length in a space that all
share; a query of any modality lies in the same space. The two fusions differ in where that space comes from:

    mean      the space of the block that most modalities reach: by its own encoder or over a bridge
    aligned   canonical directions learned from the catalogue's own items (`alignment.py`)

A modality that has no way into the space, by bridge or by enough pairs, is put into it by a random rotation of its own
rows: nearly at right angles to the others, so that it is found by queries of its own kind and disturbs the rest little
(Johnson and Lindenstrauss 1984). `notes` says so.

A score is shared among the modalities of the item by the gradient of the similarity: what each one's own row adds; what
belongs to none of them (the item's length under `l2`, say) equally. The parts sum to the score.

Weights multiply the contents of a query, for the modalities of an item are averaged once and for all.

Knows blocks, similarities and arrays. Knows nothing of items, ids or stores.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.catalog.items import MODALITIES, Modality
from retrieval.encoders.base import EncoderOutputs, EncoderSet, FittedBlock, Rows
from retrieval.errors import ConfigError, StoreDamaged
from retrieval.fusion.alignment import LEAST_PAIRS, fit_alignment, pairs
from retrieval.fusion.fitted_blocks import Blocks
from retrieval.fusion.fitted_similarity import FittedSimilarity, Similarity, State
from retrieval.fusion.pca_transform import CENTRE_FROM, present, unit

__all__ = ["Common", "fit_aligned", "fit_mean", "load_common"]


@dataclass(frozen=True)
class _Way:
    """How the contents of one modality get into the common space.

    By the rows of `blocks` side by side, turned by `matrix`, float32 (their width, width), or as they are where it is
    empty, less `offset`, float32 (width,); made unit length, and less `centre`, float32 (width,), once more. `over`:
    whether the one block is reached over a bridge.
    """

    modality: Modality
    encoders: tuple[str, ...]
    blocks: tuple[str, ...]
    over: bool
    matrix: NDArray[np.float32]
    offset: NDArray[np.float32]
    centre: NDArray[np.float32]

    def rows(self, raws: EncoderOutputs, fitted: Mapping[str, FittedBlock]) -> Rows | None:
        """Unit rows, float32 (n, width), zero where the modality is missing; None where `raws` has none of it."""
        own = {name: raws[name] for name in self.encoders if name in raws}
        if not own:
            return None
        found = [fitted[name].query(own) if self.over else fitted[name].items(own) for name in self.blocks]
        rows = np.concatenate(found, axis=1)
        turned = rows @ self.matrix if self.matrix.size else rows
        return unit(np.where(present(rows)[:, None], unit(turned - self.offset) - self.centre, 0))

    def state(self) -> dict[str, NDArray[Any]]:
        return {
            "blocks": np.array(self.blocks),
            "over": np.array(self.over),
            "matrix": self.matrix,
            "offset": self.offset,
            "centre": self.centre,
        }


def _load_way(modality: Modality, encoders: EncoderSet, state: State) -> _Way:
    names = tuple(e.name for e in encoders.of(modality))
    blocks = tuple(map(str, state["blocks"]))
    return _Way(modality, names, blocks, bool(state["over"]), state["matrix"], state["offset"], state["centre"])


@dataclass(frozen=True)
class Common:
    """A fitted common space under a similarity. `names` are the modalities that have a way into it."""

    name: str
    ways: tuple[_Way, ...]
    fitted: Mapping[str, FittedBlock]
    measure: FittedSimilarity
    lengths: bool
    notes: tuple[str, ...]

    @property
    def width(self) -> int:
        """Columns of the fused vector."""
        return self.measure.width

    @property
    def names(self) -> tuple[str, ...]:
        """The modalities, which are what a score is split into."""
        return tuple(way.modality for way in self.ways)

    def modality(self, name: str) -> Modality:
        """Return the modality called `name`."""
        return next(way.modality for way in self.ways if way.modality == name)

    def items(self, raws: EncoderOutputs) -> Rows:
        """Fused vectors of items, float32 (n, width)."""
        return self.measure.stored(_averaged(_parts(self.ways, self.fitted, raws), self.lengths)[0])

    def query(self, raws: EncoderOutputs, weights: Mapping[str, float] | None = None) -> Rows:
        """Return the fused vector of one content of a query, float32 (width,); `weights` count in `share`.

        Zero where its modality has no way into the space.
        """
        parts = _parts(self.ways, self.fitted, raws)
        if not parts:
            return np.zeros(self.width, np.float32)
        found: Rows = self.measure.asking(_averaged(parts, self.lengths)[0])[0]
        return found

    def narrow(self, raws: EncoderOutputs, modality: Modality) -> Rows:
        """Return the same as `query`: a common space doesn't keep modalities apart."""
        return self.query(raws)

    def like(self, rows: Rows, weights: Mapping[str, float] | None = None) -> Rows:
        """Items as queries, float32 (n, width)."""
        return self.measure.as_query(rows)

    def share(self, modality: Modality, weights: Mapping[str, float]) -> float:
        """Return the weight of a content of `modality`."""
        return weights.get(modality, 1.0)

    def split(self, query: Rows, items: Rows, raws: Callable[[], EncoderOutputs]) -> dict[str, NDArray[np.float32]]:
        """Return what each modality of the items adds to their scores; they sum to `items @ query`."""
        whole = (items @ query).astype(np.float64)
        parts = _parts(self.ways, self.fitted, raws())
        _, scale = _averaged(parts, self.lengths)
        slope = self.measure.slope(query, items)
        own = {name: (slope * part).sum(axis=1) * scale for name, part in parts.items()}
        there = {name: present(part) for name, part in parts.items()}
        count = np.sum(list(there.values()), axis=0)
        rest = whole - np.sum(list(own.values()), axis=0)
        shares = {name: np.where(count > 0, there[name] / np.maximum(count, 1), 1 / len(parts)) for name in parts}
        none = np.zeros(len(items), np.float32)
        return {n: (own[n] + rest * shares[n]).astype(np.float32) if n in own else none for n in self.names}

    def describe(self) -> dict[str, dict[str, float | str]]:
        """Return one block."""
        return {self.name: {"modality": ", ".join(self.names), "weight": 1.0, "width": self.width}}

    def state(self) -> dict[str, NDArray[Any]]:
        """Return the ways in, the notes, and what the similarity was fitted to."""
        own = {f"way/{way.modality}/{key}": value for way in self.ways for key, value in way.state().items()}
        measure = {f"measure/{key}": value for key, value in self.measure.state().items()}
        return own | measure | {"notes": np.array(self.notes, str)}


def _parts(ways: Sequence[_Way], fitted: Mapping[str, FittedBlock], raws: EncoderOutputs) -> dict[str, Rows]:
    found = {way.modality: way.rows(raws, fitted) for way in ways}
    return {name: rows for name, rows in found.items() if rows is not None}


def _averaged(parts: Mapping[str, Rows], lengths: bool) -> tuple[Rows, NDArray[np.float64]]:
    """The mean of the modalities that each item has, (n, width), made unit length unless `lengths` count.

    Also what every part was multiplied by on the way there, float64 (n,).
    """
    total = np.sum(list(parts.values()), axis=0, dtype=np.float64)
    count = np.sum([present(rows) for rows in parts.values()], axis=0)
    length = np.maximum(count, 1) if lengths else np.linalg.norm(total, axis=1)
    scale = np.where(length > 1e-6, 1 / np.maximum(length, 1e-6), 0.0)
    return (total * scale[:, None]).astype(np.float32), scale


# -- fitting ------------------------------------------------------------------------------------------------------


def _probe(encoders: EncoderSet, modality: Modality) -> EncoderOutputs:
    """One arbitrary row of each encoder of `modality`: what reaches a block with it does so with others."""
    random = np.random.default_rng(0)
    return {e.name: random.standard_normal((1, e.dim)).astype(np.float32) for e in encoders.of(modality)}


def _reaches(block_modality: Modality, fitted: FittedBlock, encoders: EncoderSet, modality: Modality) -> bool:
    probe = _probe(encoders, modality)
    return bool(probe) and (modality == block_modality or bool(fitted.query(probe).any()))


def _own(blocks: Blocks, encoders: EncoderSet, modality: Modality) -> tuple[str, ...]:
    """The blocks in which contents of `modality` lie by their own encoders, items and queries alike."""
    return tuple(b.name for b, _ in blocks if b.modality == modality and modality in b.queries)


def _rotation(seed: str, width: int, into: int) -> NDArray[np.float32]:
    """Random directions, float32 (width, into): orthonormal where there is room for them, nearly so else."""
    random = np.random.default_rng(zlib.crc32(seed.encode())).standard_normal((max(width, into), min(width, into)))
    basis = np.linalg.qr(random)[0]
    return np.ascontiguousarray(basis if width > into else basis.T, dtype=np.float32)


def _with_rest(
    ways: dict[Modality, _Way], blocks: Blocks, encoders: EncoderSet, raws: EncoderOutputs, width: int, why: str
) -> tuple[tuple[_Way, ...], tuple[str, ...]]:
    """All ways, centred: those that are there, and rotations for the modalities that have none."""
    fitted = {block.name: fit for block, fit in blocks}
    zero = np.zeros(width, np.float32)
    notes = []
    for modality in MODALITIES:
        own = _own(blocks, encoders, modality)
        if modality in ways or not own:
            continue
        matrix = _rotation(modality, sum(fitted[name].width for name in own), width)
        names = tuple(e.name for e in encoders.of(modality))
        ways = ways | {modality: _Way(modality, names, own, False, matrix, zero, zero)}
        notes.append(f"{modality} is found by {modality} only: {why}")
    return tuple(_centred(ways[m], raws, fitted) for m in MODALITIES if m in ways), tuple(notes)


def _centred(way: _Way, raws: EncoderOutputs, fitted: Mapping[str, FittedBlock]) -> _Way:
    """The way with the mean of the catalogue's rows taken off, so that no modality lies apart from the others."""
    rows = way.rows(raws, fitted)
    kept = rows[present(rows)] if rows is not None else np.zeros((0, 0), np.float32)
    if len(kept) < CENTRE_FROM or kept.var(axis=0).sum() < 1e-6:
        return way
    return replace(way, centre=kept.mean(axis=0, dtype=np.float64).astype(np.float32))


def _fitted(
    name: str, ways: Sequence[_Way], blocks: Blocks, how: Similarity, raws: EncoderOutputs, notes: tuple[str, ...]
) -> Common:
    fitted = {block.name: fit for block, fit in blocks}
    parts = _parts(ways, fitted, raws) if how.lengths else {}
    measure = how.fit(_averaged(parts, True)[0]) if how.lengths else how.load({}, len(ways[0].centre))
    return Common(name, tuple(ways), fitted, measure, how.lengths, notes)


def fit_mean(encoders: EncoderSet, blocks: Blocks, how: Similarity, raws: EncoderOutputs) -> Common:
    """Return the mean of modalities in the space of the block that most of them reach, fitted to a catalogue's raw rows.

    Of blocks that are reached by equally many, the one whose modality most items have, then the one that weighs most.
    """
    reached = {b.name: [m for m in MODALITIES if _reaches(b.modality, fit, encoders, m)] for b, fit in blocks}
    filled = {m: sum(int(present(raws[e.name]).sum()) for e in encoders.of(m)[:1]) for m in MODALITIES}
    block, fit = max(blocks, key=lambda p: (len(reached[p[0].name]), filled[p[0].modality], p[0].weight))
    nothing, zero = np.zeros((0, 0), np.float32), np.zeros(fit.width, np.float32)
    ways = {
        m: _Way(m, tuple(e.name for e in encoders.of(m)), (block.name,), m != block.modality, nothing, zero, zero)
        for m in reached[block.name]
    }
    why = f"no bridge leads to '{block.name}', where modalities are averaged"
    every, notes = _with_rest(ways, blocks, encoders, raws, fit.width, why)
    return _fitted("mean", every, blocks, how, raws, notes)


def fit_aligned(encoders: EncoderSet, blocks: Blocks, how: Similarity, raws: EncoderOutputs) -> Common:
    """Return the mean of modalities in a space learned from the catalogue's own items, fitted to its raw rows.

    Raises ConfigError where fewer than 30 items have two modalities.
    """
    fitted = {block.name: fit for block, fit in blocks}
    own = {m: _own(blocks, encoders, m) for m in MODALITIES}
    rows: dict[str, Rows] = {
        m: np.concatenate([fitted[n].items(raws) for n in names], axis=1) for m, names in own.items() if names
    }
    found = fit_alignment({m: r for m, r in rows.items() if r.any()})
    if found is None:
        most = max(pairs(rows).values(), default=0)
        raise ConfigError(
            f"expected {LEAST_PAIRS} items or more with two of text, picture and sound, to learn the fusion 'aligned' "
            f"from; got {most}. Use the fusion 'concat' or 'mean'"
        )
    ways: dict[Modality, _Way] = {}
    for m in MODALITIES:
        if m in found.matrices:
            matrix, names = found.matrices[m], tuple(e.name for e in encoders.of(m))
            ways[m] = _Way(m, names, own[m], False, matrix, found.means[m] @ matrix, np.zeros(matrix.shape[1], "<f4"))
    width = next(iter(found.matrices.values())).shape[1]
    why = f"fewer than {LEAST_PAIRS} items have it beside another modality"
    every, notes = _with_rest(ways, blocks, encoders, raws, width, why)
    if found.rank < 2 * found.chance:
        notes = (*notes, "the modalities of this catalogue say little of each other: 'concat' will serve better")
    return _fitted("aligned", every, blocks, how, raws, notes)


def load_common(name: str, encoders: EncoderSet, blocks: Blocks, how: Similarity, state: State) -> Common:
    """Return the fusion called `name` that gave `state`.

    Raises StoreDamaged where that doesn't fit the blocks.
    """
    try:
        ways = [
            _load_way(m, encoders, {k.split("/")[2]: v for k, v in state.items() if k.startswith(f"way/{m}/")})
            for m in MODALITIES
            if f"way/{m}/blocks" in state
        ]
        fitted = {block.name: fit for block, fit in blocks}
        width = len(ways[0].centre)
        own = {k.removeprefix("measure/"): v for k, v in state.items() if k.startswith("measure/")}
        missing = [n for way in ways for n in way.blocks if n not in fitted]
        if missing:
            raise KeyError(missing[0])
        return Common(name, tuple(ways), fitted, how.load(own, width), how.lengths, tuple(map(str, state["notes"])))
    except (KeyError, IndexError) as error:
        raise StoreDamaged(f"the fusion '{name}' can't be made again: {error} is missing. Run: medley index") from error
