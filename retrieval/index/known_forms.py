"""Queries of several forms made of a catalogue's items, each with the items that answer it, and what each block scores.

Titles, and titles with a word left out, are searched for among the items as they are without their titles; a half of a
description among the items with their titles and the other half; "red shoes", a value and the last word of a title, among
the items as they are. Knows a store, encoders and a fusion; chooses no weights (`known_item.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.catalog.items import Item
from retrieval.encoders.base import Encoder, EncoderOutputs, EncoderSet, Rows
from retrieval.fusion.concat import Concat
from retrieval.index.encode import encode_rows, raws_of
from retrieval.lexical.bm25 import LEXICAL, Lexical, tokens
from retrieval.store.store import Store

__all__ = ["Known", "Trial", "known_items", "trials_of"]

BATCH = 32
LEAST = 40
"""Queries of a form below which it says nothing: half of them choose, half judge."""
OTHERS = 120
"""Items that halves of descriptions are asked of; their texts are encoded again for it."""
LONGEST = 3
"""Words of a value that is asked for."""

Scores = NDArray[np.float32]


@dataclass(frozen=True)
class Known:
    """One item: its titles, and its descriptions, in every language that has both."""

    item: Item
    titles: tuple[str, ...]
    rest: tuple[str, ...]


def known_items(items: Iterable[Item]) -> list[Known]:
    """Return the items that have a title and a description, with both in every language that has both."""
    found = []
    for item in items:
        pairs = [(item.title, item.description)]
        pairs += [(t.get("title", ""), t.get("description", "")) for _, t in sorted(item.translations.items())]
        both = [(a.strip(), b.strip()) for a, b in pairs if a.strip() and b.strip() and a.strip() != b.strip()]
        if both:
            found.append(
                Known(item, tuple(dict.fromkeys(a for a, _ in both)), tuple(dict.fromkeys(b for _, b in both)))
            )
    return found


@dataclass(frozen=True)
class Trial:
    """Scores of every query against every item: by block and term, float32 (queries, items).

    `right[i]` is the item that query i was made of, `answers[i]` all items that answer it, bool (queries, items).
    `reached[name][i]`: whether query i reaches the block, among those whose weights are scaled to sum to 1.
    """

    scores: Mapping[str, Scores]
    reached: Mapping[str, NDArray[np.bool_]]
    right: NDArray[np.int64]
    answers: NDArray[np.bool_]

    def reciprocal_ranks(self, weights: Mapping[str, float]) -> NDArray[np.float64]:
        """1 / rank of each query's best answer among the items that are none, (queries,); equal scores share their mean rank."""
        total = np.sum([weights.get(name, 0.0) * reached for name, reached in self.reached.items()], axis=0)
        share = 1 / np.where(total > 0, total, 1)
        found = np.zeros(self.answers.shape)
        for name, scores in self.scores.items():
            weight = weights.get(name, 0.0)
            found += scores * (weight * (share[:, None] if name in self.reached else 1.0))
        own = np.where(self.answers, found, -np.inf).max(axis=1)[:, None]
        others = ~self.answers
        rank = 1 + ((found > own) & others).sum(axis=1) + ((found == own) & others).sum(axis=1) / 2
        return np.asarray(1 / rank)


def _encoded(encoder: Encoder, texts: Sequence[str], items: bool) -> Rows:
    parts = [encode_rows(encoder, texts[i : i + BATCH], items=items) for i in range(0, len(texts), BATCH)]
    return np.concatenate(parts)


def _raws(
    store: Store, encoders: EncoderSet, rows: NDArray[np.int64], texts: Sequence[Sequence[str]] | None = None
) -> EncoderOutputs:
    """Raw rows of items: as stored, or as if their texts were `texts`, of which the mean row counts."""
    raws = dict(raws_of(store, encoders, rows))
    if texts is None:
        return raws
    flat = [text for one in texts for text in one]
    owner = np.repeat(np.arange(len(texts)), [len(one) for one in texts])
    for encoder in encoders.of("text"):
        sums = np.zeros((len(texts), encoder.dim), np.float32)
        np.add.at(sums, owner, _encoded(encoder, flat, items=True))
        raws[encoder.name] = (sums / np.bincount(owner, minlength=len(texts))[:, None]).astype(np.float32)
    return raws


def _trial(
    encoders: EncoderSet,
    fusion: Concat,
    raws: EncoderOutputs,
    words: Sequence[Sequence[str]],
    queries: Sequence[str],
    answers: NDArray[np.bool_],
    right: Sequence[int],
) -> Trial:
    asked = {e.name: _encoded(e, queries, items=False) for e in encoders.of("text")}
    scores: dict[str, Scores] = {}
    reached: dict[str, NDArray[np.bool_]] = {}
    for part in fusion.parts:
        asking = part.query(asked)
        if asking.any():
            scores[part.name] = np.asarray(asking @ part.items(raws).T, np.float32)
            reached[part.name] = np.any(asking != 0, axis=1)
    lexical = Lexical.build(words)
    scores[LEXICAL] = np.stack([lexical.scores(tokens(query)) for query in queries])
    return Trial(scores, reached, np.array(right, np.int64), answers)


def _without_one(title: str, at: int) -> str:
    """A title without one of its words, another one for each item; "" for a title of one word."""
    words = title.split() if " " in title else tokens(title)
    left = [word for i, word in enumerate(words) if i != at % max(len(words), 1)]
    return (" " if " " in title else "").join(left) if len(words) > 1 else ""


def _halves(text: str) -> tuple[str, str] | None:
    """The two halves of a text of six words or more; None for a shorter one."""
    words = text.split() if " " in text else tokens(text)
    if len(words) < 6:
        return None
    joint, middle = (" " if " " in text else ""), len(words) // 2
    return joint.join(words[:middle]), joint.join(words[middle:])


def _single_attributes(known: Sequence[Known]) -> list[tuple[str, NDArray[np.bool_]]]:
    """For each item "value word", with which items answer it: a value of its own before the last word of its title."""
    having: dict[str, set[int]] = {}
    named: dict[str, set[int]] = {}
    values: list[list[str]] = []
    for i, one in enumerate(known):
        flat = [v for value in one.item.attributes.values() for v in (value if isinstance(value, tuple) else (value,))]
        short = [v for v in flat if isinstance(v, str) and v.strip() and len(v.split()) <= LONGEST]
        values.append(short)
        for value in short:
            having.setdefault(value, set()).add(i)
        for token in tokens(one.titles[0]):
            named.setdefault(token, set()).add(i)
    found = []
    for i, one in enumerate(known):
        shared = [v for v in dict.fromkeys(values[i]) if 1 < len(having[v]) <= len(known) // 2]
        last = (tokens(one.titles[0]) or [""])[-1]
        if shared and last:
            value = shared[i % len(shared)]
            answers = np.zeros(len(known), bool)
            answers[sorted(having[value] & named[last])] = True
            found.append((f"{value} {last}", answers))
        else:
            found.append(("", np.zeros(len(known), bool)))
    return found


def trials_of(store: Store, encoders: EncoderSet, fusion: Concat, known: Sequence[Known]) -> dict[str, Trial]:
    """Return the trials by form: titles, and of the others those that the items give enough queries of."""
    row_of = {record.item.id: record for record in store.records(store.rows()[0])}
    rows = np.array([row_of[one.item.id].row for one in known], np.int64)
    bare = _raws(store, encoders, rows, [one.rest for one in known])
    said = [tokens("\n".join(one.rest)) for one in known]
    own = np.eye(len(known), dtype=bool)

    def asked(
        raws: EncoderOutputs,
        words: Sequence[Sequence[str]],
        queries: Sequence[tuple[int, str]],
        answers: NDArray[np.bool_],
    ) -> Trial:
        right = [i for i, _ in queries]
        return _trial(encoders, fusion, raws, words, [query for _, query in queries], answers[right], right)

    titles = [(i, title) for i, one in enumerate(known) for title in one.titles]
    found = {"titles": asked(bare, said, titles, own)}
    shorter = [(i, left) for i, one in enumerate(known) if (left := _without_one(one.titles[0], i))]
    if len(shorter) >= LEAST:
        found["titles, words left out"] = asked(bare, said, shorter, own)
    halves = {i: both for i, one in enumerate(known) if (both := _halves(one.rest[0]))}
    kept = dict(list(halves.items())[:: max(1, len(halves) // OTHERS)][:OTHERS])
    if len(kept) >= LEAST:
        places = sorted(kept)
        texts = [[f"{known[i].titles[0]}\n{kept[i][1]}"] for i in places]
        raws = _raws(store, encoders, rows[places], texts)
        queries = [(at, kept[i][0]) for at, i in enumerate(places)]
        found["parts of descriptions"] = asked(
            raws, [tokens(t[0]) for t in texts], queries, np.eye(len(places), dtype=bool)
        )
    single = _single_attributes(known)
    told = [(i, query) for i, (query, _) in enumerate(single) if query]
    if len(told) >= LEAST:
        words = [row_of[one.item.id].tokens for one in known]
        found["single attributes"] = asked(_raws(store, encoders, rows), words, told, np.stack([a for _, a in single]))
    return found
