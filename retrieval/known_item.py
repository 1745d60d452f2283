"""Weights of blocks chosen by known-item search on the catalogue itself: no labels, no person's queries.

An item's title is a query whose one right answer is known: the item (Azzopardi, de Rijke & Balog 2007, "Building
simulated queries for known-item topics"). The titles of a sample are searched for among the sample's items as they are
without their titles: descriptions, pictures and sounds. Weights that find them better are taken instead of the shipped
ones only where the half of the titles that they were not chosen on says so beyond chance, by two standard errors.

Only what words reach is weighed: a picture would find itself. Knows a store, encoders and a fusion.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from retrieval.encode import encode_rows, raws_of
from retrieval.encoders.base import Encoder, EncoderSet, Raws, Rows
from retrieval.fusion import Concat, Fusion
from retrieval.items import Item
from retrieval.lexical import LEXICAL, Lexical, tokens
from retrieval.store import Store

__all__ = ["Weighing", "known_items", "weigh"]

LEAST = 100
"""Items with a title and a description, below which the shipped weights stand: two standard errors are then wide."""
MOST = 300
"""Titles that are searched for; encoding them and their descriptions takes some ten seconds with the default encoders."""
MULTIPLIERS = (0.0, 0.25, 0.5, 1.0, 2.0, 4.0)
ERRORS = 2.0
BATCH = 32

Scores = NDArray[np.float32]


@dataclass(frozen=True)
class Weighing:
    """What known-item search says: multipliers of the shipped weights by block or term, empty where those stand.

    titles: how many titles were searched for. before, after: mean reciprocal rank, with the shipped weights and with
    the best that were found, of the titles that these were not chosen on. error: the standard error of the difference.
    """

    weights: Mapping[str, float] = field(default_factory=dict)
    titles: int = 0
    before: float = 0.0
    after: float = 0.0
    error: float = 0.0

    def to_dict(self) -> dict[str, object]:
        """JSON-able."""
        measured = {"before": self.before, "after": self.after, "error": self.error}
        return {"weights": dict(self.weights), "titles": self.titles} | {k: round(v, 4) for k, v in measured.items()}


@dataclass(frozen=True)
class _Known:
    """One item: its titles, and its descriptions, in every language that has both."""

    item: Item
    titles: tuple[str, ...]
    rest: tuple[str, ...]


def known_items(items: Iterable[Item]) -> list[_Known]:
    """The items that have a title and a description, with both in every language that has both."""
    found = []
    for item in items:
        pairs = [(item.title, item.description)]
        pairs += [(t.get("title", ""), t.get("description", "")) for _, t in sorted(item.translations.items())]
        both = [(a.strip(), b.strip()) for a, b in pairs if a.strip() and b.strip() and a.strip() != b.strip()]
        if both:
            found.append(
                _Known(item, tuple(dict.fromkeys(a for a, _ in both)), tuple(dict.fromkeys(b for _, b in both)))
            )
    return found


@dataclass(frozen=True)
class _Trial:
    """Scores of every title against every item: by block and term, float32 (titles, items); `right[i]` is title i's item.

    `reached[name][i]`: whether title i reaches the block, among those whose weights are scaled to sum to 1.
    """

    scores: Mapping[str, Scores]
    reached: Mapping[str, NDArray[np.bool_]]
    right: NDArray[np.int64]

    def reciprocal_ranks(self, weights: Mapping[str, float]) -> NDArray[np.float64]:
        """1 / rank of each title's item, (titles,); items of equal score share their mean rank."""
        total = np.sum([weights[name] * reached for name, reached in self.reached.items()], axis=0)
        share = 1 / np.where(total > 0, total, 1)
        found = np.zeros(next(iter(self.scores.values())).shape)
        for name, scores in self.scores.items():
            found += scores * (weights[name] * (share[:, None] if name in self.reached else 1.0))
        own = found[np.arange(len(found)), self.right][:, None]
        rank = 1 + (found > own).sum(axis=1) + ((found == own).sum(axis=1) - 1) / 2
        return np.asarray(1 / rank)


def _encoded(encoder: Encoder, texts: Sequence[str], items: bool) -> Rows:
    parts = [encode_rows(encoder, texts[i : i + BATCH], items=items) for i in range(0, len(texts), BATCH)]
    return np.concatenate(parts)


def _without_titles(store: Store, encoders: EncoderSet, known: Sequence[_Known], rows: NDArray[np.int64]) -> Raws:
    """Raw rows of the items as if they had no titles: their texts' mean rows, their pictures' and sounds' as stored."""
    raws = dict(raws_of(store, encoders, rows))
    texts = [text for one in known for text in one.rest]
    owner = np.repeat(np.arange(len(known)), [len(one.rest) for one in known])
    for encoder in encoders.of("text"):
        sums = np.zeros((len(known), encoder.dim), np.float32)
        np.add.at(sums, owner, _encoded(encoder, texts, items=True))
        raws[encoder.name] = (sums / np.bincount(owner, minlength=len(known))[:, None]).astype(np.float32)
    return raws


def _trial(store: Store, encoders: EncoderSet, fusion: Concat, known: Sequence[_Known]) -> _Trial:
    row_of = {record.item.id: record.row for record in store.records(store.rows()[0])}
    raws = _without_titles(store, encoders, known, np.array([row_of[one.item.id] for one in known], np.int64))
    titles = [title for one in known for title in one.titles]
    asked = {e.name: _encoded(e, titles, items=False) for e in encoders.of("text")}
    scores: dict[str, Scores] = {}
    reached: dict[str, NDArray[np.bool_]] = {}
    for part in fusion.parts:
        asking = part.query(asked)
        if asking.any():
            scores[part.name] = np.asarray(asking @ part.items(raws).T, np.float32)
            reached[part.name] = np.any(asking != 0, axis=1)
    words = Lexical.build([tokens("\n".join(one.rest)) for one in known])
    scores[LEXICAL] = np.stack([words.scores(tokens(title)) for title in titles])
    return _Trial(scores, reached, np.repeat(np.arange(len(known)), [len(one.titles) for one in known]))


def _climb(measure: Callable[[Mapping[str, float]], float], names: Sequence[str]) -> dict[str, float]:
    """The multipliers that coordinate ascent ends at, one name after the other until none gains."""
    best = dict.fromkeys(names, 1.0)
    reached = measure(best)
    for _ in range(len(names)):
        before = dict(best)
        for name in names:
            for multiplier in MULTIPLIERS:
                tried = best | {name: multiplier}
                gained = measure(tried) if any(tried.values()) else 0.0
                if gained > reached + 1e-9:
                    best, reached = tried, gained
        if best == before:
            break
    return best


def weigh(
    store: Store, encoders: EncoderSet, fusion: Fusion, lexical: float, sample: int = MOST, least: int = LEAST
) -> Weighing:
    """Chooses multipliers of a fusion's weights, and of `lexical`, the weight of the words as written. Deterministic.

    The shipped weights stand for fusions without blocks side by side, and for catalogues of fewer than `least` items
    with a title and a description; at most `sample` of these are searched for, evenly spread.
    """
    known = known_items(store.items()) if isinstance(fusion, Concat) else []
    if not isinstance(fusion, Concat) or len(known) < least:
        return Weighing()
    places = np.unique(np.linspace(0, len(known) - 1, min(sample, len(known))).astype(int))
    trial = _trial(store, encoders, fusion, [known[i] for i in places])
    shipped = {p.name: p.weight for p in fusion.parts if p.name in trial.scores} | {LEXICAL: lexical}
    if len(shipped) < 2:
        return Weighing()
    chosen_on = trial.right % 2 == 0  # whole items: both titles of one lie in the same half

    def ranks(by: Mapping[str, float]) -> NDArray[np.float64]:
        return trial.reciprocal_ranks({name: weight * by[name] for name, weight in shipped.items()})

    best = _climb(lambda by: float(ranks(by)[chosen_on].mean()), sorted(shipped))
    before, after = ranks(dict.fromkeys(shipped, 1.0))[~chosen_on], ranks(best)[~chosen_on]
    error = float((after - before).std(ddof=1) / np.sqrt(len(after)))
    kept = {name: by for name, by in best.items() if by != 1.0}
    sure = float((after - before).mean()) > ERRORS * error
    return Weighing(kept if sure else {}, len(trial.right), float(before.mean()), float(after.mean()), error)
