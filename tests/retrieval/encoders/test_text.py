"""The text encoders that come in Python packages."""

import numpy as np
import pytest

from retrieval.encoders.text import MiniLM, UseMultilingual, latin_share
from retrieval.language.chinese.gloss import gloss, han_share
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
        return ["", "Лягушка", "の", "..."]

    @pytest.fixture(scope="class")
    @classmethod
    def planted(cls):
        return "a laptop for video editing", "a powerful notebook computer", "a bowl of soup"

    def test_unit_length(self, encoder, contents):
        np.testing.assert_allclose(np.linalg.norm(encoder.encode(contents), axis=1), 1, atol=1e-4)

    def test_chinese_is_read_through_a_dictionary_and_counts_half(self, encoder):
        rows = encoder.encode(["猕猴桃", "F-22 戰鬥機"])
        np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 0.5, atol=1e-4)
        known = encoder.encode(["a kiwi fruit", "a fighter plane", "a violin"])
        assert (rows @ known.T).argmax(axis=1).tolist() == [0, 1]


@pytest.mark.parametrize(
    ("text", "share"),
    [("a frog", 1.0), ("青蛙", 0.0), ("Ｌｉｎｕｘ", 1.0), ("ab青蛙", 0.5), ("", 0.0), ("7", 1.0), ("!", 0.0)],
)
def test_latin_share(text, share):
    assert latin_share(text) == share


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("三只青蛙", ["frog"]),  # no number, no measure word
        ("一个红色的杯子", ["red", "cup"]),
        ("戰鬥機 F16", ["fighter", "F16"]),  # traditional characters; Latin words stay
        ("李子", ["plum"]),
    ],
)
def test_gloss(text, words):
    found = gloss(text)
    places = [found.find(word) for word in words]
    assert places == sorted(places)
    assert min(places) >= 0


@pytest.mark.parametrize("text", ["三只青蛙", "故宫博物院位于北京市中心。" * 100, "齉龘 x"])
def test_gloss_is_english(text):
    assert han_share(gloss(text)) == 0


def test_a_gloss_is_no_longer_than_an_encoder_reads():
    assert len(gloss("我们在公园里看见很多美丽的花。" * 1000)) < 10_000
