"""What every encoder must do. A test class inherits `EncoderContract` and gives an encoder and contents.

class TestMine(EncoderContract):
    @pytest.fixture(scope="class")
    @classmethod
    def encoder(cls): return Mine()
    ...
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from retrieval.encoder_sets import Encoder

__all__ = ["EncoderContract"]


def _unit(rows: np.ndarray) -> np.ndarray:
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


class EncoderContract:
    """Inherited, never collected by itself: its name doesn't start with `Test`."""

    @pytest.fixture(scope="class")
    @classmethod
    def encoder(cls) -> Encoder:
        """The encoder to check."""
        raise NotImplementedError

    @pytest.fixture(scope="class")
    @classmethod
    def contents(cls) -> Sequence[Any]:
        """At least four contents that it can read, all different."""
        raise NotImplementedError

    @pytest.fixture(scope="class")
    @classmethod
    def unreadable(cls) -> Sequence[Any]:
        """Contents that are not for it: each must give a zero row. Empty where there are none."""
        return ()

    @pytest.fixture(scope="class")
    @classmethod
    def planted(cls) -> tuple[Any, Any, Any]:
        """A content, one that means the like, and one that does not."""
        raise NotImplementedError

    def test_is_an_encoder(self, encoder: Encoder) -> None:
        assert isinstance(encoder, Encoder)
        assert encoder.name
        assert encoder.version
        assert "/" not in encoder.name

    def test_rows(self, encoder: Encoder, contents: Sequence[Any]) -> None:
        rows = encoder.encode(contents)
        assert rows.shape == (len(contents), encoder.dim)
        assert rows.dtype == np.float32
        assert np.isfinite(rows).all()
        assert rows.any(axis=1).all()

    def test_no_contents(self, encoder: Encoder) -> None:
        assert encoder.encode([]).shape == (0, encoder.dim)

    def test_deterministic(self, encoder: Encoder, contents: Sequence[Any]) -> None:
        np.testing.assert_array_equal(encoder.encode(contents), encoder.encode(contents))

    def test_order_does_not_matter(self, encoder: Encoder, contents: Sequence[Any]) -> None:
        rows = _unit(encoder.encode(contents))
        np.testing.assert_allclose(_unit(encoder.encode(contents[::-1]))[::-1], rows, atol=1e-5)

    def test_one_is_many(self, encoder: Encoder, contents: Sequence[Any]) -> None:
        alone = np.concatenate([encoder.encode([content]) for content in contents])
        np.testing.assert_allclose(_unit(alone), _unit(encoder.encode(contents)), atol=1e-5)

    def test_different_contents_differ(self, encoder: Encoder, contents: Sequence[Any]) -> None:
        rows = _unit(encoder.encode(contents))
        likeness = rows @ rows.T - 2 * np.eye(len(rows))
        assert likeness.max() < 1 - 1e-5

    def test_unreadable_is_zero_and_spoils_nothing(
        self, encoder: Encoder, contents: Sequence[Any], unreadable: Sequence[Any]
    ) -> None:
        rows = encoder.encode([contents[0], *unreadable, contents[1]])
        assert not rows[1:-1].any()
        np.testing.assert_allclose(_unit(rows[[0, -1]]), _unit(encoder.encode(contents[:2])), atol=1e-5)

    def test_planted_answer(self, encoder: Encoder, planted: tuple[Any, Any, Any]) -> None:
        one, like, unlike = _unit(encoder.encode(planted))
        assert one @ like > one @ unlike
