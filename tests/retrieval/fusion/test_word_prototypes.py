"""What words look like: packed, written, read, and the file that comes with the package."""

import numpy as np
import pytest

from retrieval.encoder_sets.embedded import embedded
from retrieval.encoder_sets.fake import FakeImage, FakeText
from retrieval.fusion.pca_transform import unit
from retrieval.fusion.word_prototypes import ClassWords, load_prototypes, make_prototypes

rng = np.random.default_rng(0)
DRAWINGS = rng.standard_normal((30, FakeImage().dim)).astype(np.float32)
NAMED = [ClassWords("frog", (0,)), ClassWords("animal", (0, 2), 0.3)]


@pytest.fixture
def prototypes():
    return make_prototypes(FakeImage(), (FakeText(),), NAMED, DRAWINGS, [(f"thing {i}", "drawing") for i in range(30)])


def test_words_for_several_classes_look_like_their_mean(prototypes):
    weight = rng.standard_normal((4, FakeImage().dim)).astype(np.float32)
    centred = weight - weight.mean(axis=0)
    expected = unit(np.stack([centred[0], centred[0] + centred[2]]))
    np.testing.assert_allclose(prototypes.targets(weight)[:2], expected, atol=1e-5)


def test_packing_keeps_directions(prototypes):
    seen = unit(DRAWINGS)
    drawn = prototypes.targets(np.zeros((4, FakeImage().dim), np.float32))[2:]
    assert ((drawn * unit(seen - seen.mean(axis=0))).sum(axis=1) > 0.99).all()
    frog = unit(FakeText().encode(["frog"]))[0]
    assert prototypes.anchors("fake_text")[0] @ frog > 0.99


def test_written_and_read(prototypes, tmp_path):
    prototypes.save(tmp_path / "word_prototypes.npz")
    again = load_prototypes(tmp_path / "word_prototypes.npz")
    assert again.encoders == prototypes.encoders
    assert again.digest
    np.testing.assert_array_equal(again.weights, np.float32([1, 0.3] + [0.15] * 30))
    np.testing.assert_array_equal(again.anchors("fake_text"), prototypes.anchors("fake_text"))


def test_the_packaged_prototypes_are_of_the_encoders_in_use():
    current = {f"{e.name}@{e.version}" for e in embedded().encoders}
    assert set(load_prototypes().encoders) <= current, "make them anew: python -m retrieval.teaching"
