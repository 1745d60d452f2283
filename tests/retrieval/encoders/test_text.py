"""The text encoders that come in Python packages."""

import numpy as np
import pytest

from retrieval.encoders.text import MiniLM, UseMultilingual, latin_share
from tests.contracts.encoder_contract import EncoderContract

LONG = "An old oak stood on the farmer's lawn, and under it his family had many memories. " * 40


class TestUseMultilingual(EncoderContract):
    @pytest.fixture(scope="class")
    @classmethod
    def encoder(cls):
        return UseMultilingual()

    @pytest.fixture(scope="class")
    @classmethod
    def contents(cls):
        return ["a frog", "青蛙", "Ein alter Baum", "1984", LONG]

    @pytest.fixture(scope="class")
    @classmethod
    def unreadable(cls):
        return ["", " \n"]

    @pytest.fixture(scope="class")
    @classmethod
    def planted(cls):
        return "奶牛", "a cow", "a steam train"

    def test_unit_length(self, encoder, contents):
        np.testing.assert_allclose(np.linalg.norm(encoder.encode(contents), axis=1), 1, atol=1e-4)

    def test_a_book_is_cut_not_refused(self, encoder):
        assert encoder.encode([LONG * 300]).any()


class TestMiniLM(EncoderContract):
    @pytest.fixture(scope="class")
    @classmethod
    def encoder(cls):
        return MiniLM()

    @pytest.fixture(scope="class")
    @classmethod
    def contents(cls):
        return ["a frog", "the ancient wood", "Crème brûlée", "1984", LONG]

    @pytest.fixture(scope="class")
    @classmethod
    def unreadable(cls):
        return ["", "青蛙", "Лягушка", "2008年奥运会", "..."]

    @pytest.fixture(scope="class")
    @classmethod
    def planted(cls):
        return "a laptop for video editing", "a powerful notebook computer", "a bowl of soup"

    def test_unit_length(self, encoder, contents):
        np.testing.assert_allclose(np.linalg.norm(encoder.encode(contents), axis=1), 1, atol=1e-4)


@pytest.mark.parametrize(
    ("text", "share"),
    [("a frog", 1.0), ("青蛙", 0.0), ("Ｌｉｎｕｘ", 1.0), ("ab青蛙", 0.5), ("", 0.0), ("7", 1.0), ("!", 0.0)],
)
def test_latin_share(text, share):
    assert latin_share(text) == share
