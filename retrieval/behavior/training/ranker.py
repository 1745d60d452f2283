"""A learned order of candidates: LambdaMART (Burges 2010) by LightGBM, or without it a linear model of pairs.

Learns from groups of candidates of which one or more were chosen. Whether the learned order is used is decided on groups
that it hasn't seen. Knows named columns of numbers; nothing of what they mean, of events or of items.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import MissingExtraError, StoreDamaged
from retrieval.metrics import Interval, interval

__all__ = [
    "Group",
    "Kind",
    "LinearRanker",
    "Ranker",
    "RankerSettings",
    "TreeRanker",
    "available",
    "crossed",
    "fit_ranker",
    "ndcg",
    "ranker_of",
]

Kind = Literal["trees", "linear"]
FOLDS = 5
CUTOFF = 10


@dataclass(frozen=True, eq=False)
class Group:
    """One moment: candidates in their present order, and which of them were chosen.

    features: float32 (c, f). chosen: bool (c,). before: float32 (c,), the score that put them in their present order.
    """

    features: NDArray[np.float32]
    chosen: NDArray[np.bool_]
    before: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class RankerSettings:
    """Small trees and many candidates a leaf: what is learned from some thousand moments must be simple."""

    trees: int = 200
    leaves: int = 5
    rate: float = 0.05
    least: int = 100
    truncation: int = 20
    decay: float = 0.01
    seed: int = 0


class Ranker(Protocol):
    """Scores candidates by named columns."""

    @property
    def names(self) -> tuple[str, ...]:
        """The columns, in their order."""
        ...

    def score(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """float32 (c,) for features (c, len(names)); higher is better, comparable within one group only."""
        ...

    def weights(self) -> dict[str, float]:
        """Return how much each column is used, shares that sum to 1 (0 where nothing was learned)."""
        ...

    def state(self) -> dict[str, Any]:
        """JSON-able; `ranker_of` makes the same again."""
        ...


def available() -> Kind:
    """Return the best kind that can be fitted here: trees with the extra [train], else linear."""
    return "trees" if find_spec("lightgbm") else "linear"


def _lightgbm() -> Any:
    try:
        import lightgbm
    except ModuleNotFoundError as error:
        raise MissingExtraError("a ranker of trees", "train") from error
    return lightgbm


def _shares(values: Mapping[str, float]) -> dict[str, float]:
    total = sum(values.values())
    return {name: round(value / total, 4) if total else 0.0 for name, value in values.items()}


class TreeRanker:
    """Trees of LightGBM, kept as the text that it writes."""

    kind: Kind = "trees"

    def __init__(self, names: Sequence[str], text: str) -> None:
        self.names, self._text = tuple(names), text
        lightgbm = _lightgbm()
        try:
            self._model = lightgbm.Booster(model_str=text)
        except lightgbm.basic.LightGBMError as error:
            raise StoreDamaged(f"expected a model of LightGBM; could not read it ({error})") from error

    def score(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """float32 (c,), on one thread."""
        return np.asarray(self._model.predict(features, num_threads=1), np.float32)

    def weights(self) -> dict[str, float]:
        """Return the gain of the splits of each column."""
        gains = self._model.feature_importance("gain").tolist()
        return _shares(dict(zip(self.names, gains, strict=True)))

    def state(self) -> dict[str, Any]:
        """JSON-able."""
        return {"kind": self.kind, "names": list(self.names), "trees": self._text}


@dataclass(frozen=True, eq=False)
class LinearRanker:
    """A weighted sum of columns, each brought to mean 0 and deviation 1 by what was seen in training. All (f,)."""

    names: tuple[str, ...]
    slope: NDArray[np.float64]
    mean: NDArray[np.float64]
    spread: NDArray[np.float64]

    def score(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """float32 (c,)."""
        return np.asarray(((features - self.mean) / self.spread) @ self.slope, np.float32)

    def weights(self) -> dict[str, float]:
        """Return the size of each column's slope."""
        return _shares(dict(zip(self.names, np.abs(self.slope).tolist(), strict=True)))

    def state(self) -> dict[str, Any]:
        """JSON-able."""
        lists = {name: getattr(self, name).tolist() for name in ("slope", "mean", "spread")}
        return {"kind": "linear", "names": list(self.names), **lists}


def ranker_of(state: Mapping[str, Any]) -> Ranker:
    """Return the ranker of `state`. Raises StoreDamaged where it can't be read, MissingExtraError for trees without [train]."""
    try:
        if state["kind"] == "trees":
            return TreeRanker(state["names"], state["trees"])
        rows = {name: np.array(state[name], np.float64) for name in ("slope", "mean", "spread")}
        return LinearRanker(tuple(state["names"]), **rows)
    except (KeyError, TypeError, ValueError) as error:
        raise StoreDamaged(f"expected the state of a ranker; could not read it ({error})") from error


def _trees(groups: Sequence[Group], names: Sequence[str], settings: RankerSettings) -> TreeRanker:
    lightgbm = _lightgbm()
    data = lightgbm.Dataset(
        np.concatenate([g.features for g in groups]),
        np.concatenate([g.chosen for g in groups]).astype(np.int32),
        group=[len(g.chosen) for g in groups],
        params={"verbose": -1},
        free_raw_data=False,
    )
    given = {
        "objective": "lambdarank", "num_leaves": settings.leaves, "learning_rate": settings.rate,
        "min_data_in_leaf": settings.least, "lambdarank_truncation_level": settings.truncation, "seed": settings.seed,
        "deterministic": True, "force_row_wise": True, "num_threads": 1, "verbose": -1,
    }  # fmt: skip
    return TreeRanker(names, lightgbm.train(given, data, settings.trees).model_to_string())


def _linear(groups: Sequence[Group], names: Sequence[str], settings: RankerSettings) -> LinearRanker:
    """Softmax over each group's candidates (ListNet's top-one loss: Cao et al. 2007), with a ridge, by L-BFGS."""
    table = np.concatenate([g.features for g in groups]).astype(np.float64)
    mean, spread = table.mean(axis=0), table.std(axis=0)
    spread = np.where(spread > 0, spread, 1.0)
    rows = (table - mean) / spread
    starts = np.concatenate([[0], np.cumsum([len(g.chosen) for g in groups])[:-1]]).astype(np.int64)
    sizes = [len(g.chosen) for g in groups]
    wanted = np.concatenate([g.chosen / g.chosen.sum() for g in groups])

    def loss(slope: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = rows @ slope
        scores = scores - np.repeat(np.maximum.reduceat(scores, starts), sizes)
        odds = np.exp(scores)
        sums = np.repeat(np.add.reduceat(odds, starts), sizes)
        share = odds / sums
        value = -(wanted * (scores - np.log(sums))).sum() / len(groups) + settings.decay * float(slope @ slope)
        return value, rows.T @ (share - wanted) / len(groups) + 2 * settings.decay * slope

    from scipy.optimize import minimize  # only training needs it

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B")
    return LinearRanker(tuple(names), np.asarray(found.x), mean, spread)


def fit_ranker(
    groups: Sequence[Group], names: Sequence[str], kind: Kind | None = None, settings: RankerSettings | None = None
) -> Ranker:
    """Return the ranker learned from `groups`, those in which nothing was chosen left out. Deterministic.

    kind: the best that is available where None. Raises ValueError without any group, MissingExtraError for trees without
    the extra [train].
    """
    told = [group for group in groups if group.chosen.any()]
    if not told:
        raise ValueError(f"expected a group with a chosen candidate; got {len(groups)} groups without")
    fit = _trees if (kind or available()) == "trees" else _linear
    return fit(told, names, settings or RankerSettings())


def ndcg(scores: NDArray[np.float32], chosen: NDArray[np.bool_]) -> float:
    """NDCG@10 of one group; of equal scores the first candidate comes first. 0 where nothing was chosen."""
    if not chosen.any():
        return 0.0
    ranks = 1 + np.flatnonzero(chosen[np.argsort(-scores, kind="stable")])
    ideal = (1 / np.log2(np.arange(2, 2 + min(int(chosen.sum()), CUTOFF)))).sum()
    return float((1 / np.log2(1 + ranks[ranks <= CUTOFF])).sum() / ideal)


@dataclass(frozen=True, slots=True)
class Crossed:
    """What a ranker reaches on groups that it wasn't fitted on. gain: over the present order, paired by group."""

    reached: Interval
    before: Interval
    gain: Interval
    single: Mapping[str, Interval]

    @property
    def keeps(self) -> bool:
        """Whether it is better than the present order, and that by no accident."""
        return self.gain.low > 0

    def to_dict(self) -> dict[str, Any]:
        """JSON-able."""
        return asdict(self)


def crossed(
    groups: Sequence[Group],
    names: Sequence[str],
    singles: Sequence[str],
    kind: Kind | None = None,
    settings: RankerSettings | None = None,
    *,
    last: bool = False,
) -> Crossed:
    """NDCG@10 on each fifth of `groups`, by a ranker fitted on the others; with `last` on the last fifth alone.

    Fifths are runs of `groups`, so that in the order of time a fifth has few neighbours in what was fitted. single: the
    gain over each column of `singles` as an order of its own. Raises what `fit_ranker` raises.
    """
    parts = np.array_split(np.arange(len(groups)), min(FOLDS, len(groups)))
    parts = parts[-1:] if last else parts
    reached = np.zeros(len(groups))
    for part in parts:
        inside = set(part.tolist())
        fitted = fit_ranker([g for i, g in enumerate(groups) if i not in inside], names, kind, settings)
        for i in part:
            reached[i] = ndcg(fitted.score(groups[i].features), groups[i].chosen)
    before = np.array([ndcg(group.before, group.chosen) for group in groups])
    seen = np.concatenate(parts)
    place = {name: i for i, name in enumerate(names)}
    alone = {
        name: reached - np.array([ndcg(group.features[:, place[name]], group.chosen) for group in groups])
        for name in singles
    }
    columns = {
        "reached": reached,
        "before": before,
        "gain": reached - before,
        **{f"- {n}": v for n, v in alone.items()},
    }
    found = interval({name: column[seen] for name, column in columns.items()})
    return Crossed(found["reached"], found["before"], found["gain"], {name: found[f"- {name}"] for name in singles})
