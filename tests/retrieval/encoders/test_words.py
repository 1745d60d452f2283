"""Mean word vectors: from files of every form, and distilled here."""

import gzip
import struct

import numpy as np
import pytest

from retrieval.encoders.distil import DIM, distilled, vocabulary
from retrieval.encoders.mean_word_vectors import MeanWordVectors, rarity
from retrieval.encoders.word_vectors import WordVectors, read_word_vectors, vectors_width
from retrieval.errors import ConfigError
from tests.contracts.encoder_contract import EncoderContract

WORDS = ("the", "of", "frog", "green", "cow", "the_end", "青蛙", "奶牛", "绿", "色", "city", "Paris")
ROWS = np.random.default_rng(0).standard_normal((len(WORDS), 8)).astype(np.float32)
ROWS[6:8] = ROWS[[2, 4]] + 0.1


def glove(path, words=WORDS, rows=ROWS, header=False):
    lines = [f"{len(words)} {rows.shape[1]}"] if header else []
    lines += [" ".join([word, *(f"{x:.6f}" for x in row)]) for word, row in zip(words, rows, strict=True)]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def word2vec_binary(path, ends="\n"):
    body = b"".join(
        w.encode() + b" " + row.astype("<f4").tobytes() + ends.encode() for w, row in zip(WORDS, ROWS, strict=True)
    )
    path.write_bytes(f"{len(WORDS)} {ROWS.shape[1]}\n".encode() + body)
    return path


class TestMeanWordVectors(EncoderContract):
    @pytest.fixture(scope="class")
    @classmethod
    def encoder(cls, tmp_path_factory):
        return MeanWordVectors(glove(tmp_path_factory.mktemp("v") / "glove.txt"))

    @pytest.fixture(scope="class")
    @classmethod
    def contents(cls):
        return ["a green frog", "the cow of Paris", "青蛙", "绿色的青蛙", "cities"]

    @pytest.fixture(scope="class")
    @classmethod
    def unreadable(cls):
        return ["", "?!", "unheard", "鲸"]

    @pytest.fixture(scope="class")
    @classmethod
    def planted(cls):
        return "青蛙", "FROGS", "the cow"

    def test_words_are_found_in_their_forms(self, encoder):
        assert encoder.words("The Frog’s cities, Paris PARIS") == ["the", "frog", "city", "Paris"]
        assert encoder.words("两只绿色的青蛙") == ["绿", "色", "青蛙"]

    def test_it_is_the_weighted_mean(self, encoder):
        weights = rarity(len(WORDS))
        mean = (weights[0] * ROWS[0] + weights[2] * ROWS[2]) / 2
        np.testing.assert_allclose(encoder.encode(["the frog"])[0], mean / np.linalg.norm(mean), atol=1e-5)
        assert weights[0] < weights[2] < 1

    def test_order_of_words_does_not_matter(self, encoder):
        a, b = encoder.encode(["green frog of Paris", "Paris of green frog"])
        np.testing.assert_allclose(a, b, atol=1e-6)


@pytest.mark.parametrize("form", ["glove", "header", "binary", "binary_plain", "gz"])
def test_every_form_of_file(tmp_path, form):
    path = tmp_path / "vectors"
    if form == "gz":
        inner, path = glove(tmp_path / "v.txt"), tmp_path / "v.txt.gz"
        path.write_bytes(gzip.compress(inner.read_bytes()))
    elif form.startswith("binary"):
        word2vec_binary(path, "\n" if form == "binary" else "")
    else:
        glove(path, header=form == "header")
    found = read_word_vectors(path)
    assert found.words == WORDS
    np.testing.assert_allclose(found.rows, ROWS, atol=1e-5)
    assert vectors_width(path) == 8
    assert read_word_vectors(path, 3).words == WORDS[:3]


def test_the_first_of_equal_words_counts_and_numbers_that_are_none_are_left_out(tmp_path):
    rows = np.array([[1, 2], [3, 4], [np.nan, 1], [5, 6]], np.float32)
    found = read_word_vectors(glove(tmp_path / "v", ("a", "a", "b", "c"), rows))
    assert found.words == ("a", "c")
    np.testing.assert_array_equal(found.rows, rows[[0, 3]])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "first line"),
        (b"hello\n", "first line"),
        (b"a 1 2\nb 1\n", "line 2"),
        (b"a 1 2\nb 1 x\n", "line 2"),
        (b"9 2\nw " + struct.pack("<ff", 1e-30, 2) + b"\nlong", "word 2 of 9"),
        (b"\x1f\x8b\x00broken", "first line"),
        (b"1 0\n", "0 numbers a word"),
    ],
)
def test_files_that_hold_no_vectors(tmp_path, data, said):
    path = tmp_path / "v.bin"
    path.write_bytes(data)
    with pytest.raises(ConfigError, match=said):
        read_word_vectors(path)


def test_no_file_and_a_damaged_archive(tmp_path):
    with pytest.raises(ConfigError, match="can't be"):
        MeanWordVectors(tmp_path / "none")
    path = tmp_path / "v.gz"
    path.write_bytes(b"\x1f\x8b\x08broken")
    with pytest.raises(ConfigError, match="can't be read"):
        vectors_width(path)


def test_the_version_tells_files_apart(tmp_path):
    one, other = (MeanWordVectors(glove(tmp_path / n, rows=ROWS + x)).version for n, x in (("a", 0), ("b", 1)))
    assert one != other
    assert MeanWordVectors(tmp_path / "a").version == one
    assert MeanWordVectors().version not in (one, other)


def test_the_vocabulary_covers_english_and_chinese():
    words = vocabulary()
    assert {"frog", "guitar", "1984", "青蛙", "的", "小提琴"} <= set(words)
    assert len(set(words)) == len(words) > 100_000
    assert words.index("the") < words.index("guitar")
    assert words.index("的") < words.index("小提琴")


SMALL = ("cow", "cat", "train", "music", "water", "fire", "奶牛", "猫", "火车", "音乐", "水", "火")


def test_distilled_vectors_join_two_languages_and_are_kept(tmp_path, monkeypatch):
    found = distilled(tmp_path, words=SMALL)
    assert found.words == SMALL
    assert found.rows.dtype == np.float32
    likeness = found.rows[:6] @ found.rows[6:].T
    assert likeness.argmax(axis=1).tolist() == list(range(6))
    monkeypatch.setattr("retrieval.encoders.distil._encoded", lambda words: pytest.fail("made again"))
    again = distilled(tmp_path, words=SMALL)
    np.testing.assert_array_equal(again.rows, found.rows)


def test_a_damaged_cache_is_made_again_and_a_forbidden_one_does_no_harm(tmp_path):
    first = distilled(tmp_path, words=SMALL[:4])
    kept = next(tmp_path.glob("*.npz"))
    kept.write_bytes(kept.read_bytes()[:100])
    np.testing.assert_array_equal(distilled(tmp_path, words=SMALL[:4]).rows, first.rows)
    (tmp_path / "file").write_text("")
    np.testing.assert_array_equal(distilled(tmp_path / "file", words=SMALL[:4]).rows, first.rows)


def test_distilled_vectors_are_as_wide_as_they_say():
    rng = np.random.default_rng(0)
    vectors = WordVectors(("a", "b"), rng.standard_normal((2, DIM)).astype(np.float32))
    assert MeanWordVectors(vectors=lambda: vectors).encode(["a b"]).shape == (1, DIM)
