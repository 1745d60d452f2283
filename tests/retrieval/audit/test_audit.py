"""The audit: twins and doubts, planted in rows."""

import numpy as np
import pytest

from retrieval.audit.audit import DOUBTFUL, audit
from retrieval.encoder_sets import encoder_set
from retrieval.fusion.pca_transform import unit

ENCODERS = encoder_set("fake")


@pytest.fixture
def raws():
    """Rows of 120 items whose pictures and sounds follow from their texts; the last forty have no sound."""
    rng = np.random.default_rng(0)
    seeds = rng.standard_normal((120, 16))
    made = {}
    for encoder in ENCODERS.encoders:
        seen = seeds @ rng.standard_normal((16, encoder.dim)) + 0.2 * rng.standard_normal((120, encoder.dim))
        made[encoder.name] = unit(seen)
    made["fake_audio"][80:] = 0
    return made


def test_a_sound_catalogue_gives_little_to_look_at(raws):
    found = audit(ENCODERS, raws)
    assert found.twins == ()
    assert len(found.doubts) < 30
    assert all(doubt.score >= DOUBTFUL for doubt in found.doubts)


def test_exchanged_pictures_and_sounds_come_first(raws):
    for name, i, j in (("fake_image", 3, 90), ("fake_audio", 7, 50)):
        raws[name][[i, j]] = raws[name][[j, i]]
    doubts = audit(ENCODERS, raws).doubts
    assert {(d.row, d.modality) for d in doubts[:4]} == {(3, "image"), (90, "image"), (7, "audio"), (50, "audio")}
    assert [d.score for d in doubts] == sorted((d.score for d in doubts), reverse=True)


def test_the_same_picture_twice_is_told_and_the_same_title_alone_is_not(raws):
    raws["fake_image"][10] = raws["fake_image"][20]
    raws["fake_text"][30] = raws["fake_text"][40]
    for rows in raws.values():
        rows[5] = rows[6]
    twins = {(t.first, t.second): t.alike for t in audit(ENCODERS, raws).twins}
    assert set(twins) == {(10, 20), (5, 6)}
    assert set(twins[5, 6]) == {"text", "image", "audio"}
    assert twins[5, 6]["image"] == pytest.approx(1, abs=1e-5)
    assert set(twins[10, 20]) == {"image"}


def test_items_of_text_alone_are_twins_by_it(raws):
    raws["fake_image"][:] = 0
    raws["fake_audio"][:] = 0
    raws["fake_text"][30] = raws["fake_text"][40]
    found = audit(ENCODERS, raws)
    assert [(t.first, t.second) for t in found.twins] == [(30, 40)]
    assert found.doubts == ()


def test_an_empty_catalogue_is_no_trouble():
    nothing = {e.name: np.zeros((0, e.dim), np.float32) for e in ENCODERS.encoders}
    assert audit(ENCODERS, nothing) == audit(
        ENCODERS, {k: np.zeros((3, v.shape[1]), np.float32) for k, v in nothing.items()}
    )
