"""A classifier's head is read from the cache where it is there and whole, and made otherwise."""

from pathlib import Path

import numpy as np
import pytest
from torchvision.models import EfficientNet_B0_Weights

from retrieval.encoders.heads import Head, kept_head
from retrieval.encoders.image import EfficientNetLites

WEIGHT, BIAS = np.eye(3, 5, dtype=np.float32), np.arange(3, dtype=np.float32)


def _made() -> Head:
    return WEIGHT, BIAS


def _refused() -> Head:
    raise AssertionError("it is made although it is kept")


def test_a_head_is_made_once(tmp_path: Path) -> None:
    kept_head("a-1", _made, folder=tmp_path)
    weight, bias = kept_head("a-1", _refused, folder=tmp_path)
    assert (weight == WEIGHT).all()
    assert (bias == BIAS).all()


@pytest.mark.parametrize("left", [b"", b"PK\x03\x04torn", b"no archive"])
def test_a_damaged_file_is_made_again(tmp_path: Path, left: bytes) -> None:
    (tmp_path / "head-a-1.npz").write_bytes(left)
    assert (kept_head("a-1", _made, folder=tmp_path)[0] == WEIGHT).all()
    assert (kept_head("a-1", _refused, folder=tmp_path)[0] == WEIGHT).all()


def test_another_version_is_another_head(tmp_path: Path) -> None:
    kept_head("a-1", _made, folder=tmp_path)
    assert kept_head("a-2", lambda: (WEIGHT + 1, BIAS), folder=tmp_path)[0][0, 0] == 2


def test_a_cache_that_cannot_be_written_costs_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert (kept_head("a-1", _made, folder=tmp_path / "file")[0] == WEIGHT).all()


def test_the_classes_are_those_the_networks_were_trained_on() -> None:
    assert EfficientNetLites().classes() == list(EfficientNet_B0_Weights.IMAGENET1K_V1.meta["categories"])
