"""A block in the common space of a joint model: items by one tower, queries by the other."""

import numpy as np
import pytest

from retrieval.fusion.joint_space import JointSpace
from retrieval.fusion.pca_transform import unit
from tests.contracts.block_contract import BlockContract

PICTURES, WORDS = "pictures", "words"
DIM = 24


class _Tower:
    """Only what a block asks of an encoder."""

    def __init__(self, name, modality):
        self.name, self.modality = name, modality


def towers(count=80, gap=3.0, noise=0.2):
    """Rows of items in the two towers of a joint model, whose cones lie `gap` apart; the last item has nothing."""
    rng = np.random.default_rng(0)
    meaning = rng.standard_normal((count, DIM))
    cone = rng.standard_normal(DIM)
    pictures = unit(meaning + gap * cone)
    words = unit(meaning + noise * rng.standard_normal((count, DIM)) - gap * cone)
    return {PICTURES: np.pad(pictures, ((0, 1), (0, 0))), WORDS: np.pad(words, ((0, 1), (0, 0)))}


def block(**options):
    return JointSpace("image", _Tower(PICTURES, "image"), _Tower(WORDS, "text"), **options)


class TestJointSpace(BlockContract):
    @pytest.fixture(scope="class")
    @classmethod
    def block(cls):
        return block()

    @pytest.fixture(scope="class")
    @classmethod
    def raws(cls):
        return towers()

    @pytest.fixture(scope="class")
    @classmethod
    def queries(cls, raws):
        return {WORDS: raws[WORDS][[5, 17, 42]]}, [5, 17, 42]


class TestNarrow(TestJointSpace):
    @pytest.fixture(scope="class")
    @classmethod
    def block(cls):
        return block(width=20)

    def test_it_is_narrow(self, fitted):
        assert fitted.width == 20


class TestSmallCatalogue(TestJointSpace):
    """Too few items for a mean to be trusted."""

    @pytest.fixture(scope="class")
    @classmethod
    def raws(cls):
        everything = towers(gap=0.5)
        return {name: np.concatenate([rows[:45], rows[-1:]]) for name, rows in everything.items()}


def test_items_without_any_text_are_reached_too():
    raws = towers(gap=1.0)
    silent = raws | {WORDS: np.zeros_like(raws[WORDS])}
    fitted = block().fit(silent)
    scores = fitted.query({WORDS: raws[WORDS][:80]}) @ fitted.items(silent).T
    assert (scores.argmax(axis=1) == np.arange(80)).mean() > 0.7


def test_centring_each_tower_closes_the_gap():
    raws = towers()
    fitted = block().fit(raws)
    likeness = (fitted.query({WORDS: raws[WORDS][:80]}) * fitted.items(raws)[:80]).sum(axis=1)
    assert (raws[WORDS][:80] * raws[PICTURES][:80]).sum(axis=1).mean() < 0 < 0.8 < likeness.mean()


def test_rows_of_other_encoders_reach_nothing():
    fitted = block().fit(towers())
    assert not fitted.query({"other": np.ones((3, 5), np.float32)}).any()
    assert fitted.query({"other": np.ones((3, 5), np.float32)}).shape == (3, fitted.width)


def test_what_it_describes_and_what_reaches_it():
    assert (block().modality, block().queries) == ("image", ("text",))
