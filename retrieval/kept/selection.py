"""Which items satisfy conditions: by the columns of most, and by themselves where they have changed since.

The same rows as the record's own answer. What columns can't decide the record is asked once, and its answer for items that
haven't changed is remembered. Knows columns, items and the record.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.catalog.filters import Filter, check_filter, operator_of
from retrieval.catalog.items import Item, Modality
from retrieval.kept.columns import Columns, Mask
from retrieval.store.store import Store

__all__ = ["Selection"]

REMEMBERED = 128
"""Answers of the record that are kept."""


@dataclass(frozen=True)
class Selection:
    """One state of a catalogue's attributes.

    columns: of the items as they were once. gone: bool (n,), which of these have been removed or changed since. pending:
    items that were changed or added since, by row. remembered: answers of the record over `columns`; states of the same
    columns share it.
    """

    store: Store
    columns: Columns
    gone: Mask
    pending: Mapping[int, Item]
    remembered: dict[Any, Mask] = field(default_factory=dict)

    def _asked(self, key: Any, filters: Sequence[Filter], having: Sequence[Modality]) -> Mask:
        """Where the record itself says that conditions hold."""
        if key not in self.remembered:
            if len(self.remembered) >= REMEMBERED:
                self.remembered.clear()
            rows, mask = self.columns.rows, np.zeros(len(self.columns.rows), bool)
            found = self.store.select(filters, having)
            at = np.searchsorted(rows, found)
            there = at < len(rows)
            at, found = at[there], found[there]
            mask[at[rows[at] == found]] = True
            self.remembered[key] = mask
        return self.remembered[key]

    def _holds(self, f: Filter) -> Mask:
        mask = self.columns.mask(f)
        plain = replace(f, negate=False)
        return mask if mask is not None else self._asked((operator_of(f.op), plain), [plain], ())

    def mask(self, filters: Sequence[Filter], having: Sequence[Modality] = ()) -> Mask:
        """Return which items of `columns` are there still and satisfy everything: bool (n,).

        Raises QueryError for a value that is none for its operator.
        """
        found = ~self.gone
        for f in map(check_filter, filters):
            holds = self._holds(f)
            found &= ~holds if f.negate else holds
        for modality in having:
            found &= self._asked(modality, (), (modality,))
        return found

    def among_pending(self, filters: Sequence[Filter], having: Sequence[Modality] = ()) -> list[int]:
        """Return the rows of pending items that satisfy everything, ascending."""
        checked = [check_filter(f) for f in filters]
        held = [
            row
            for row, item in self.pending.items()
            if all(operator_of(f.op).holds_of(item, f) != f.negate for f in checked)
        ]
        for modality in having:
            held = self.store.having(held, modality)
        return sorted(held)

    def select(self, filters: Sequence[Filter], having: Sequence[Modality] = ()) -> NDArray[np.int64]:
        """Return the rows that satisfy every filter and have contents of every modality in `having`; int64, ascending.

        Raises QueryError for a value that is none for its operator.
        """
        rows, more = self.columns.rows[self.mask(filters, having)], self.among_pending(filters, having)
        return np.sort(np.concatenate([rows, np.array(more, np.int64)])) if more else rows
