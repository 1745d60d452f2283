"""What every fusion must do under every similarity. A test class inherits `FusionContract` and gives a projection."""

from __future__ import annotations

import numpy as np
import pytest

from retrieval.catalog.items import MODALITIES
from retrieval.encoder_sets import EncoderOutputs, EncoderSet
from retrieval.fusion.concat import Fusion
from retrieval.fusion.fitted_blocks import dump_blocks, fit_blocks, load_blocks
from retrieval.fusion.registry import Projection, archive_of
from retrieval.fusion.similarities import similarities

__all__ = ["FusionContract"]


class FusionContract:
    """Inherited, never collected by itself. Its tests run under each similarity."""

    name: str

    @pytest.fixture(scope="class")
    @classmethod
    def encoders(cls) -> EncoderSet:
        """The encoders to fuse."""
        raise NotImplementedError

    @pytest.fixture(scope="class")
    @classmethod
    def raws(cls) -> EncoderOutputs:
        """The rows of a catalogue of at least 60 items by encoder; the last has nothing, some lack a modality."""
        raise NotImplementedError

    @pytest.fixture(scope="class")
    @classmethod
    def queries(cls) -> list[tuple[EncoderOutputs, set[int]]]:
        """The rows of contents of each modality that can ask, and the items one of which must come first."""
        raise NotImplementedError

    @pytest.fixture(scope="class", params=similarities())
    @classmethod
    def projection(cls, request: pytest.FixtureRequest) -> Projection:
        return Projection(cls.name, request.param)

    @pytest.fixture(scope="class")
    @classmethod
    def fusion(cls, projection: Projection, encoders: EncoderSet, raws: EncoderOutputs) -> Fusion:
        return projection.fit(encoders, fit_blocks(encoders, raws), raws)

    def test_vectors(self, fusion: Fusion, raws: EncoderOutputs) -> None:
        rows = fusion.items(raws)
        assert rows.shape == (len(next(iter(raws.values()))), fusion.width)
        assert rows.dtype == np.float32
        assert np.isfinite(rows).all()
        assert rows[:-1].any(axis=1).all()
        assert not rows[-1].any(), "an item without anything must be zero"

    def test_planted_answers(
        self, fusion: Fusion, raws: EncoderOutputs, queries: list[tuple[EncoderOutputs, set[int]]]
    ) -> None:
        rows = fusion.items(raws)
        for asked, right in queries:
            assert int((rows @ fusion.query(asked)).argmax()) in right

    def test_scores_split_exactly(
        self, fusion: Fusion, raws: EncoderOutputs, queries: list[tuple[EncoderOutputs, set[int]]]
    ) -> None:
        rows = fusion.items(raws)
        vector = sum(fusion.query(asked) for asked, _ in queries) - fusion.like(rows[3:4])[0] / 2
        parts = fusion.split(vector, rows, lambda: raws)
        assert set(parts) == set(fusion.names)
        np.testing.assert_allclose(sum(parts.values()), rows @ vector, atol=1e-4)
        assert {fusion.modality(name) for name in parts} <= set(MODALITIES)

    def test_a_modality_that_an_item_lacks_adds_nothing(
        self, fusion: Fusion, raws: EncoderOutputs, encoders: EncoderSet, queries: list[tuple[EncoderOutputs, set[int]]]
    ) -> None:
        rows = fusion.items(raws)
        parts = fusion.split(fusion.query(queries[0][0]), rows[:-1], lambda: {n: r[:-1] for n, r in raws.items()})
        for modality in ("image", "audio"):
            lacks = ~np.any([raws[e.name][:-1].any(axis=1) for e in encoders.of(modality)], axis=0)
            assert lacks.any()
            assert not any(parts[n][lacks].any() for n in parts if fusion.modality(n) == modality)

    def test_what_lacks_a_modality_fills_neither_end(
        self, fusion: Fusion, raws: EncoderOutputs, encoders: EncoderSet, queries: list[tuple[EncoderOutputs, set[int]]]
    ) -> None:
        """Under queries by picture and sound, what has one is first, and among the last tenth.

        In a common space an item without a picture is compared by its text, and one of them may well come last.
        """
        rows = fusion.items(raws)
        for modality, (asked, _) in zip(("image", "audio"), queries[-2:], strict=True):
            has = np.any([raws[e.name].any(axis=1) for e in encoders.of(modality)], axis=0)
            scores = rows @ fusion.query(asked)
            order = np.argsort(-scores)
            assert has[order[0]]
            assert has[order[-len(order) // 10 :]].any()

    def test_an_item_is_like_itself(self, fusion: Fusion, raws: EncoderOutputs, projection: Projection) -> None:
        rows = fusion.items(raws)[:-1]
        scores = rows @ fusion.like(rows).T
        own = np.diag(scores)
        if projection.similarity == "ip":  # a longer one may exceed it
            assert (own > np.median(scores, axis=0)).all()
        else:
            assert (own >= scores.max(axis=0) - 1e-4).all()

    def test_nothing_asked_nothing_reached(
        self, fusion: Fusion, queries: list[tuple[EncoderOutputs, set[int]]]
    ) -> None:
        for asked, _ in queries:
            assert not fusion.query({name: np.zeros_like(rows) for name, rows in asked.items()}).any()

    def test_an_item_alone_is_the_same(self, fusion: Fusion, raws: EncoderOutputs) -> None:
        alone = fusion.items({name: rows[2:3] for name, rows in raws.items()})
        np.testing.assert_allclose(alone, fusion.items(raws)[2:3], atol=1e-4)

    def test_is_made_again_from_its_archives(
        self, projection: Projection, fusion: Fusion, encoders: EncoderSet, raws: EncoderOutputs
    ) -> None:
        blocks = load_blocks(encoders, dump_blocks(fit_blocks(encoders, raws)))
        again = projection.load(encoders, blocks, archive_of(fusion))
        assert (again.width, again.names, again.notes) == (fusion.width, fusion.names, fusion.notes)
        np.testing.assert_array_equal(again.items(raws), fusion.items(raws))

    def test_fitting_is_deterministic(
        self, projection: Projection, fusion: Fusion, encoders: EncoderSet, raws: EncoderOutputs
    ) -> None:
        again = projection.fit(encoders, fit_blocks(encoders, raws), raws)
        np.testing.assert_array_equal(again.items(raws), fusion.items(raws))

    def test_leaves_its_arguments_alone(
        self, projection: Projection, encoders: EncoderSet, raws: EncoderOutputs
    ) -> None:
        before = {name: rows.copy() for name, rows in raws.items()}
        projection.fit(encoders, fit_blocks(encoders, raws), raws).items(raws)
        for name, rows in raws.items():
            np.testing.assert_array_equal(rows, before[name])

    def test_the_width_stays_modest(self, fusion: Fusion) -> None:
        assert 0 < fusion.width <= 1_100
        assert sum(int(block["width"]) for block in fusion.describe().values()) == fusion.width
