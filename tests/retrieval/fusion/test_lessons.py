"""What words look like: packed, written, read, and the file that comes with the package."""

import numpy as np
import pytest

from retrieval.encoder_sets.embedded import embedded
from retrieval.encoder_sets.fake import FakeImage, FakeText
from retrieval.fusion.frame import unit
from retrieval.fusion.lessons import ClassWords, load_lessons, make_lessons

rng = np.random.default_rng(0)
DRAWINGS = rng.standard_normal((30, FakeImage().dim)).astype(np.float32)
NAMED = [ClassWords("frog", (0,)), ClassWords("animal", (0, 2), 0.3)]


@pytest.fixture
def lessons():
    return make_lessons(FakeImage(), (FakeText(),), NAMED, DRAWINGS, [(f"thing {i}", "drawing") for i in range(30)])


def test_words_for_several_classes_look_like_their_mean(lessons):
    weight = rng.standard_normal((4, FakeImage().dim)).astype(np.float32)
    centred = weight - weight.mean(axis=0)
    expected = unit(np.stack([centred[0], centred[0] + centred[2]]))
    np.testing.assert_allclose(lessons.targets(weight)[:2], expected, atol=1e-5)


def test_packing_keeps_directions(lessons):
    seen = unit(DRAWINGS)
    drawn = lessons.targets(np.zeros((4, FakeImage().dim), np.float32))[2:]
    assert ((drawn * unit(seen - seen.mean(axis=0))).sum(axis=1) > 0.99).all()
    frog = unit(FakeText().encode(["frog"]))[0]
    assert lessons.anchors("fake_text")[0] @ frog > 0.99


def test_written_and_read(lessons, tmp_path):
    lessons.save(tmp_path / "lessons.npz")
    again = load_lessons(tmp_path / "lessons.npz")
    assert again.encoders == lessons.encoders
    assert again.digest
    np.testing.assert_array_equal(again.weights, np.float32([1, 0.3] + [0.15] * 30))
    np.testing.assert_array_equal(again.anchors("fake_text"), lessons.anchors("fake_text"))


def test_the_packaged_lessons_are_of_the_encoders_in_use():
    current = {f"{e.name}@{e.version}" for e in embedded().encoders}
    assert set(load_lessons().encoders) <= current, "make them anew: python -m retrieval.teaching"
