"""Ordinary requests in both languages stay requests: none of those with known right rows is taken for another kind of turn."""

import json
from pathlib import Path

import pytest

from agent import Recommender, Settings
from agent.dialogue.converse import reply_to
from agent.loop.memory import Memory
from agent.search.turn import Turn
from retrieval.catalog.reader import read_catalog
from retrieval.encoder_sets import encoder_set
from retrieval.index.indexer import index_catalog
from retrieval.language.packs import packs_in

TRUTH = Path(__file__).parents[3] / "truth"
SUPERLATIVES = ("best", "highest", "oldest", "最")
"""A question for the most of something is answered by the item that is it."""


@pytest.mark.parametrize("catalogue", ["films", "gear", "snacks", "stays"])
def test_requests_with_known_right_rows_stay_requests(catalogue: str, tmp_path) -> None:
    index_catalog(read_catalog(TRUTH / f"{catalogue}.jsonl"), tmp_path / "store", encoder_set("fake"))
    paths = [*TRUTH.glob(f"{catalogue}.*.jsonl"), *TRUTH.glob("ordinary.*.jsonl")]
    rows = [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines()]
    texts = [row["text"] for row in rows if row["catalogue"] == catalogue][::2]
    assert len(texts) >= 60
    with Recommender(tmp_path / "store", settings=Settings()) as medley:
        taken = [t for t in texts if reply_to(Turn(t), Memory(), medley.retriever, medley.vocabulary) is not None]
    assert [text for text in taken if not any(word in text for word in SUPERLATIVES)] == []


@pytest.mark.parametrize(
    ("text", "corrects"),
    [
        ("not 15, 50", True),
        ("I said under 50, not 15", True),
        ("not spicy, something with chicken", False),
        ("no. not the first one, under 30", False),
        ("不要香菜，要葱", False),
        ("不是15，是50", True),
    ],
)
def test_a_refusal_beside_a_wish_is_no_correction(text: str, corrects: bool) -> None:
    patterns = [dict(pack.turns.forms)["correction"] for pack in packs_in(text)]
    assert any(pattern.fullmatch(text.lower()) for pattern in patterns) == corrects
