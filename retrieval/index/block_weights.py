"""Weights of blocks chosen by known-item search on the catalogue itself: no labels, no person's queries.

A query made of an item has a right answer that is known: the item (Azzopardi, de Rijke & Balog 2007, "Building simulated
queries for known-item topics"). Queries of several forms are made (`known_forms.py`), for what finds a title may lose a
wish: titles, titles with words left out, parts of descriptions, single attributes. Weights that find the items better are
taken instead of the shipped ones only where the half of the items that they were not chosen on says so beyond chance, by
two standard errors over all forms, and no form loses. Whatever they are, the words keep at least half of the weight.

Only what words reach is weighed: a picture would find itself. Knows a store, encoders and a fusion.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from retrieval.encoders.base import EncoderSet
from retrieval.fusion.concat import Concat, Fusion
from retrieval.index.known_forms import Trial, known_items, trials_of
from retrieval.lexical.bm25 import LEXICAL
from retrieval.store.store import Store

__all__ = ["WORDS_SHARE", "Weighing", "weigh", "words_share"]

LEAST = 100
"""Items with a title and a description, below which the shipped weights stand: two standard errors are then wide."""
MOST = 300
"""Titles that are searched for; encoding them and their descriptions takes some ten seconds with the default encoders."""
MULTIPLIERS = (0.0, 0.25, 0.5, 1.0, 2.0, 4.0)
ERRORS = 2.0
LOSS = 0.005
"""Mean reciprocal rank that a form may lose: less than one query in two hundred."""
WORDS_SHARE = 0.5
"""The least share of the weight of all that a text query reaches that what describes text, and the words as written, keep."""


@dataclass(frozen=True)
class Weighing:
    """What known-item search says: multipliers of the shipped weights by block or term, empty where those stand.

    titles: how many titles were searched for. before, after: mean reciprocal rank, with the shipped weights and with
    the best that were found, of the titles that these were not chosen on. error: the standard error of the difference.
    gains: form of query → what they gain on those of it that they were not chosen on.
    """

    weights: Mapping[str, float] = field(default_factory=dict)
    titles: int = 0
    before: float = 0.0
    after: float = 0.0
    error: float = 0.0
    gains: Mapping[str, float] = field(default_factory=dict)

    def to_dict(self) -> dict[str, object]:
        """JSON-able."""
        measured = {"before": self.before, "after": self.after, "error": self.error}
        found: dict[str, object] = {"weights": dict(self.weights), "titles": self.titles}
        found |= {k: round(v, 4) for k, v in measured.items()}
        return found | ({"gains": {k: round(v, 4) for k, v in self.gains.items()}} if self.gains else {})


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


def words_share(fusion: Concat, weights: Mapping[str, float]) -> float:
    """Return the share that blocks which describe text, and the words as written, have of the weight of all that `weights` names.

    weights: of blocks and of the term `lexical`, as they count, multiplied already.
    """
    blocks = {p.name: weights[p.name] for p in fusion.parts if p.name in weights}
    told = sum(weights[p.name] for p in fusion.parts if p.name in blocks and p.modality == "text")
    total, lexical = sum(blocks.values()), weights.get(LEXICAL, 0.0)
    own = told / total if total else 0.0
    return (own + lexical) / ((1.0 if total else 0.0) + lexical) if total or lexical else 0.0


def _sure(before: Mapping[str, NDArray[np.float64]], after: Mapping[str, NDArray[np.float64]]) -> bool:
    """Whether weights gain beyond chance over all forms, each counting the same, and lose in none."""
    gained = {form: after[form] - before[form] for form in before}
    means = [float(gain.mean()) for gain in gained.values()]
    errors = [float(gain.std(ddof=1)) ** 2 / len(gain) for gain in gained.values()]
    error = float(np.sqrt(sum(errors))) / len(errors)
    return min(means) >= -LOSS and float(np.mean(means)) > ERRORS * error


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
    trials = trials_of(store, encoders, fusion, [known[i] for i in places])
    titles = trials["titles"]
    shipped = {p.name: p.weight for p in fusion.parts if p.name in titles.scores} | {LEXICAL: lexical}
    if len(shipped) < 2:
        return Weighing()

    def by_form(by: Mapping[str, float], chosen: bool) -> dict[str, NDArray[np.float64]]:
        weights = {name: weight * by[name] for name, weight in shipped.items()}
        return {form: _half(trial, trial.reciprocal_ranks(weights), chosen) for form, trial in trials.items()}

    def measure(by: Mapping[str, float]) -> float:
        if words_share(fusion, {name: weight * by[name] for name, weight in shipped.items()}) < WORDS_SHARE:
            return -1.0
        return float(np.mean([ranks.mean() for ranks in by_form(by, True).values()]))

    best = _climb(measure, sorted(shipped))
    before, after = by_form(dict.fromkeys(shipped, 1.0), False), by_form(best, False)
    kept = {name: by for name, by in best.items() if by != 1.0}
    change = after["titles"] - before["titles"]
    error = float(change.std(ddof=1) / np.sqrt(len(change)))
    gains = {form: float((after[form] - before[form]).mean()) for form in before} if kept else {}
    means = float(before["titles"].mean()), float(after["titles"].mean())
    return Weighing(kept if _sure(before, after) else {}, len(titles.right), *means, error, gains)


def _half(trial: Trial, ranks: NDArray[np.float64], chosen: bool) -> NDArray[np.float64]:
    """The ranks of one half of the items, whole items: both titles of one lie in the same."""
    return np.asarray(ranks[(trial.right % 2 == 0) == chosen])
