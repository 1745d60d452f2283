"""Pictures of an evaluation: hit@k by system, and the fused space with its items coloured by category.

Needs the extra [plots]. Knows matplotlib; measures nothing itself.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agent.evaluation.report.report import Evaluation
from retrieval.catalog.items import Item
from retrieval.errors import MissingExtraError
from retrieval.search.retriever import Retriever

__all__ = ["colours_of", "draw_events", "draw_hits", "draw_space", "hits_at"]

DEEPEST = 50
MOST_ITEMS = 2_000
MOST_COLOURS = 10
PERPLEXITY = 30.0


def _figure(width: float, height: float) -> Any:
    try:
        from matplotlib.figure import Figure
    except ModuleNotFoundError as error:
        raise MissingExtraError("drawing plots", "plots") from error
    return Figure(figsize=(width, height), layout="constrained")


def hits_at(first: NDArray[np.int64], deepest: int = DEEPEST) -> NDArray[np.float64]:
    """hit@k for k from 1 to `deepest`: the share of queries whose first relevant item is among the first k."""
    depths = np.arange(1, deepest + 1)
    return np.asarray(((first[:, None] > 0) & (first[:, None] <= depths)).mean(axis=0))


def draw_hits(found: Evaluation, path: Path) -> Path:
    """Return a curve of hit@k for each system, as PNG. Raises MissingExtraError without matplotlib."""
    figure = _figure(6, 4)
    axes = figure.add_subplot()
    for name, first in found.first.items():
        axes.plot(np.arange(1, DEEPEST + 1), hits_at(first), label=name)
    axes.set(xlabel="k", ylabel="hit@k", ylim=(0, 1), xlim=(1, DEEPEST), title=f"{found.task}: {found.n} queries")
    axes.grid(alpha=0.3)
    axes.legend()
    figure.savefig(path, dpi=150)
    return path


def draw_events(found: Evaluation, path: Path) -> Path:
    """nDCG@10 by the number of a person's newest events that are known, a line a system with its 95 % interval, as SVG.

    Raises MissingExtraError without matplotlib.
    """
    import matplotlib

    figure = _figure(6, 4)
    axes = figure.add_subplot()
    for name, points in found.curve.items():
        places = range(len(points))
        axes.plot(places, [one.mean for one in points.values()], marker="o", markersize=3, label=name)
        axes.fill_between(places, [o.low for o in points.values()], [o.high for o in points.values()], alpha=0.12)
    axes.set_xticks(range(len(next(iter(found.curve.values())))), list(next(iter(found.curve.values()))))
    axes.set(xlabel="events of the person that are known", ylabel="nDCG@10", title=f"{found.n} people")
    axes.set_ylim(bottom=0)
    axes.grid(alpha=0.3)
    axes.legend()
    with matplotlib.rc_context({"svg.hashsalt": "medley", "svg.fonttype": "none"}):
        figure.savefig(path, metadata={"Date": None})
    return path


def _label(text: str) -> str:
    """A value of the catalogue as matplotlib shows it to the letter: "$" would start a formula, "_" hide it."""
    return text[:30].replace("$", r"\$").removeprefix("_") or " "


def _has(item: Item) -> str:
    has = {"text": any(item.texts()), "picture": bool(item.images), "sound": item.audio is not None}
    return " + ".join(name for name, there in has.items() if there)


def colours_of(items: list[Item]) -> tuple[str, list[str]]:
    """Return what items are coloured by: the attribute whose few values say most, or which of text, picture and sound they have.

    Returns the attribute's name and a value an item; rare values become "other".
    """
    best, most = "", 0.0
    for name in dict.fromkeys(name for item in items for name in item.attributes):
        values = [item.attributes.get(name) for item in items]
        known = [v for v in values if isinstance(v, str)]
        _, counts = np.unique(known, return_counts=True) if known else (None, np.zeros(1, int))
        top = np.sort(counts)[::-1][:MOST_COLOURS]
        shares = top / len(items)
        says = (
            float(-(shares[shares > 0] * np.log(shares[shares > 0])).sum())
            if len(top) > 1 and shares.sum() > 0.5
            else 0.0
        )
        if says > most:
            best, most = name, says
    if not best:
        return "has", [_has(item) for item in items]
    said = [str(item.attributes.get(best, "")) for item in items]
    names, counts = np.unique([v for v in said if v], return_counts=True)
    frequent = set(names[np.argsort(-counts, kind="stable")][:MOST_COLOURS].tolist())
    return best, [v if v in frequent else "other" for v in said]


def _flat(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """t-SNE (van der Maaten and Hinton 2008) of the vectors, by cosine, after PCA: float32 (n, 2); deterministic."""
    from sklearn.decomposition import PCA
    from sklearn.manifold import TSNE

    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    rows = vectors / np.maximum(lengths, 1e-9)
    if len(rows) < 4:
        return np.zeros((len(rows), 2), np.float32)
    less = PCA(min(50, *rows.shape), random_state=0).fit_transform(rows)
    perplexity = min(PERPLEXITY, (len(rows) - 1) / 3)
    flat = TSNE(2, perplexity=perplexity, init="pca", random_state=0).fit_transform(less)
    return np.asarray(flat, np.float32)


def draw_space(retriever: Retriever, path: Path) -> Path:
    """Return the fused vectors of the catalogue on a plane, at most 2,000 of them evenly spread, as PNG.

    Raises MissingExtraError without matplotlib.
    """
    figure = _figure(7, 5)
    ids = retriever.store.ids()
    kept = [ids[i] for i in np.unique(np.linspace(0, len(ids) - 1, min(MOST_ITEMS, len(ids))).astype(int))]
    name, values = colours_of([retriever.item(id) for id in kept])
    places = _flat(retriever.vectors(kept))
    axes = figure.add_subplot()
    for value in sorted(set(values), key=lambda v: (v == "other", v)):
        of = np.array([v == value for v in values])
        style = {"color": "lightgrey"} if value == "other" else {}
        axes.scatter(*places[of].T, s=9, label=_label(value), **style)
    axes.set(xticks=[], yticks=[], title=f"{len(kept)} items, {retriever.projection}, by {_label(name)}")
    axes.legend(loc="center left", bbox_to_anchor=(1, 0.5), fontsize="small", frameon=False)
    figure.savefig(path, dpi=150)
    return path
