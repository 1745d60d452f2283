"""The words as they are written: tokens, BM25 by hand, and documents outside the index."""

import json
import math
from pathlib import Path

import numpy as np
import pytest

from retrieval.lexical.bm25 import K1, B, Lexical, tokens

DOCUMENTS = [tokens(t) for t in ["a green frog", "a red frog that jumps", "blue birds", "", "frog frog 青蛙"]]


def test_tokens_fold_stem_and_segment() -> None:
    assert tokens("The Frog's TWO Berries") == ["frog", "two", "berry"]
    assert tokens("给我一个会叫的动物") == ["叫", "动物"]
    assert tokens("Ｆｕｌｌ width") == ["full", "width"]
    assert "glass" in tokens("glass")


def test_scores_are_bm25_divided_by_the_best_possible() -> None:
    index = Lexical.build(DOCUMENTS)
    lengths = [len(d) for d in DOCUMENTS]
    mean = sum(lengths) / len(lengths)
    idf = {word: math.log(1 + (5 - n + 0.5) / (n + 0.5)) for word, n in {"green": 1, "frog": 3}.items()}

    def bm25(word: str, document: list[str]) -> float:
        count = document.count(word)
        return idf[word] * count / (count + K1 * (1 - B + B * len(document) / mean))

    expected = [sum(bm25(w, d) for w in ("green", "frog")) / sum(idf.values()) for d in DOCUMENTS]
    assert index.scores(["green", "frog"]) == pytest.approx(expected, abs=1e-6)


def test_an_unknown_word_lowers_the_score_and_nothing_exceeds_one() -> None:
    index = Lexical.build(DOCUMENTS)
    known, with_unknown = index.scores(["green"]), index.scores(["green", "zebra"])
    assert 0 < with_unknown[0] < known[0] <= 1


def test_a_document_outside_the_index_scores_as_inside() -> None:
    index = Lexical.build(DOCUMENTS)
    query = ["green", "frog", "青蛙", "zebra"]
    assert [index.score_of(query, d) for d in DOCUMENTS] == pytest.approx(index.scores(query).tolist(), abs=1e-6)


def test_it_comes_back_from_disk_the_same(tmp_path) -> None:
    index = Lexical.build(DOCUMENTS)
    index.save(tmp_path / "lexical")
    again = Lexical.load(tmp_path / "lexical")
    assert np.array_equal(again.scores(["frog"]), index.scores(["frog"]))


def test_nothing_indexed_answers_zeros(tmp_path) -> None:
    index = Lexical.build([[], []])
    index.save(tmp_path / "lexical")
    assert Lexical.load(tmp_path / "lexical").scores(["frog"]).tolist() == [0, 0]


def test_an_index_of_the_first_version_is_asked_by_the_forms_that_words_had_then(tmp_path: Path) -> None:
    documents = [["red", "dresse"], ["movy", "night"], ["blue", "city"]]
    Lexical.build(documents).save(tmp_path / "lexical")
    facts = json.loads((tmp_path / "lexical" / "words.json").read_text("utf-8"))
    del facts["forms"]  # which the first version didn't write
    (tmp_path / "lexical" / "words.json").write_text(json.dumps(facts), "utf-8")
    kept = Lexical.load(tmp_path / "lexical")
    for word, place in (("dresses", 0), ("dress", 0), ("movies", 1), ("cities", 2)):
        assert kept.scores(tokens(word)).argmax() == place
        assert kept.scores(tokens(word)).max() > 0
        assert kept.score_of(tokens(word), documents[place]) > 0
