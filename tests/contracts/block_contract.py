"""What every block must do. A test class inherits `BlockContract` and gives a block and the rows of a catalogue."""

from __future__ import annotations

import numpy as np
import pytest

from retrieval.catalog.items import MODALITIES
from retrieval.encoder_sets import Block, EncoderOutputs, FittedBlock

__all__ = ["BlockContract"]


def _lengths_are_one_or_zero(rows: np.ndarray) -> bool:
    lengths = np.linalg.norm(rows, axis=1)
    return bool(np.all((np.abs(lengths - 1) < 1e-4) | (lengths == 0)))


class BlockContract:
    """Inherited, never collected by itself."""

    @pytest.fixture(scope="class")
    @classmethod
    def block(cls) -> Block:
        """The block to check."""
        raise NotImplementedError

    @pytest.fixture(scope="class")
    @classmethod
    def raws(cls) -> EncoderOutputs:
        """The rows of a catalogue by encoder name; the last item has nothing at all."""
        raise NotImplementedError

    @pytest.fixture(scope="class")
    @classmethod
    def queries(cls) -> tuple[EncoderOutputs, list[int]]:
        """The rows of queries of one modality, and the item that each must find first in this block."""
        raise NotImplementedError

    @pytest.fixture(scope="class")
    @classmethod
    def fitted(cls, block: Block, raws: EncoderOutputs) -> FittedBlock:
        """The block, fitted."""
        found = block.fit(raws)
        assert found is not None
        return found

    def test_describes_itself(self, block: Block) -> None:
        assert block.name
        assert block.modality in MODALITIES
        assert block.weight > 0
        assert block.queries
        assert set(block.queries) <= set(MODALITIES)

    def test_items(self, fitted: FittedBlock, raws: EncoderOutputs) -> None:
        rows = fitted.items(raws)
        assert rows.shape == (len(next(iter(raws.values()))), fitted.width)
        assert rows.dtype == np.float32
        assert _lengths_are_one_or_zero(rows)
        assert rows.any()
        assert not rows[-1].any(), "an item without anything must be zero"

    def test_queries(self, fitted: FittedBlock, queries: tuple[EncoderOutputs, list[int]]) -> None:
        rows = fitted.query(queries[0])
        assert rows.shape == (len(queries[1]), fitted.width)
        assert rows.dtype == np.float32
        assert _lengths_are_one_or_zero(rows)

    def test_planted_answer(
        self, fitted: FittedBlock, raws: EncoderOutputs, queries: tuple[EncoderOutputs, list[int]]
    ) -> None:
        scores = fitted.query(queries[0]) @ fitted.items(raws).T
        assert scores.argmax(axis=1).tolist() == queries[1]

    def test_nothing_asked_nothing_reached(
        self, fitted: FittedBlock, queries: tuple[EncoderOutputs, list[int]]
    ) -> None:
        nothing = {name: np.zeros_like(rows) for name, rows in queries[0].items()}
        assert not fitted.query(nothing).any()

    def test_an_item_alone_is_the_same(self, fitted: FittedBlock, raws: EncoderOutputs) -> None:
        alone = fitted.items({name: rows[:1] for name, rows in raws.items()})
        np.testing.assert_allclose(alone, fitted.items(raws)[:1], atol=1e-5)

    def test_loads_again(
        self, block: Block, fitted: FittedBlock, raws: EncoderOutputs, queries: tuple[EncoderOutputs, list[int]]
    ) -> None:
        again = block.load(fitted.state())
        assert again.width == fitted.width
        np.testing.assert_array_equal(again.items(raws), fitted.items(raws))
        np.testing.assert_array_equal(again.query(queries[0]), fitted.query(queries[0]))

    def test_fitting_is_deterministic(self, block: Block, fitted: FittedBlock, raws: EncoderOutputs) -> None:
        again = block.fit(raws)
        assert again is not None
        np.testing.assert_array_equal(again.items(raws), fitted.items(raws))

    def test_an_empty_catalogue_gives_none(self, block: Block, raws: EncoderOutputs) -> None:
        assert block.fit({name: np.zeros_like(rows) for name, rows in raws.items()}) is None

    def test_leaves_its_arguments_alone(self, block: Block, raws: EncoderOutputs) -> None:
        before = {name: rows.copy() for name, rows in raws.items()}
        block.fit(raws)
        for name, rows in raws.items():
            np.testing.assert_array_equal(rows, before[name])
