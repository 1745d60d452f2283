"""What Whisper's lower layers make of a sound, with random weights of the same shapes."""

import hashlib
import struct

import numpy as np
import pytest
import torch

from retrieval.encoder_sets import Sound, encoder_set
from retrieval.encoders import whisper
from retrieval.encoders.ctranslate2_weights import read_arrays
from retrieval.encoders.whisper import PARTS, WhisperLayers, weights_installed
from retrieval.errors import ConfigError
from tests.contracts.encoder_contract import EncoderContract
from tests.retrieval.encoders.contents import RATE, noise, silence, tone

rng = np.random.default_rng(0)


def model_file(arrays, version=6):
    """A model file of CTranslate2, as its `model_spec.py` writes it."""

    def text(words):
        return struct.pack("H", len(words) + 1) + words.encode() + b"\0"

    kinds = {"float32": 0, "int8": 1, "int16": 2, "int32": 3, "float16": 4}
    parts = [struct.pack("I", version), text("WhisperSpec"), struct.pack("I", 3), struct.pack("I", len(arrays))]
    for name, array in arrays.items():
        parts += [text(name), struct.pack("B", array.ndim), *(struct.pack("I", size) for size in array.shape)]
        parts += [struct.pack("B", kinds[str(array.dtype)]), struct.pack("I", array.nbytes), array.tobytes()]
    return b"".join(parts) + struct.pack("I", 0)


def shapes(dim=whisper.DIM, inner=256, layers=whisper.LAYERS):
    """Names and shapes of the arrays that are read; the inner layers are narrower than Whisper's, for speed."""
    yield from {"conv1/weight": (dim, 80, 3), "conv1/bias": (dim,), "conv2/weight": (dim, dim, 3)}.items()
    yield from {"conv2/bias": (dim,), "position_encodings/encodings": (1500, dim)}.items()
    for layer in range(layers):
        for part in ("self_attention", "ffn"):
            yield from ((f"layer_{layer}/{part}/layer_norm/{name}", (dim,)) for name in ("gamma", "beta"))
        linear = {"self_attention/linear_0": (3 * dim, dim), "self_attention/linear_1": (dim, dim)}
        for name, shape in (linear | {"ffn/linear_0": (inner, dim), "ffn/linear_1": (dim, inner)}).items():
            yield f"layer_{layer}/{name}/weight", shape
            yield f"layer_{layer}/{name}/bias", shape[:1]


@pytest.fixture(scope="module")
def packages(tmp_path_factory):
    """Two packages with random weights in one file, cut in halves."""
    folder = tmp_path_factory.mktemp("packages")
    arrays = {
        f"encoder/{name}": (rng.standard_normal(shape) / np.sqrt(shape[-1])).astype(np.float16)
        for name, shape in shapes()
    }
    data = model_file({"decoder/unused": np.zeros(3, np.int8), **arrays})
    for number, half in enumerate((data[: len(data) // 2], data[len(data) // 2 :]), 1):
        place = folder / PARTS[number - 1] / "data"
        place.mkdir(parents=True)
        (place.parent / "__init__.py").touch()
        (place / f"model.bin.part{number}").write_bytes(half)
    return folder, hashlib.sha256(data).hexdigest()


@pytest.fixture(scope="module")
def installed(packages):
    """The packages where Python finds them, and their digest the one that is expected."""
    patch = pytest.MonkeyPatch()
    patch.syspath_prepend(str(packages[0]))
    patch.setattr(whisper, "SHA256", packages[1])
    whisper._weights.cache_clear()
    yield
    patch.undo()
    whisper._weights.cache_clear()


@pytest.mark.usefixtures("installed")
class TestWhisperLayers(EncoderContract):
    @pytest.fixture(scope="class")
    @classmethod
    def encoder(cls):
        return WhisperLayers()

    @pytest.fixture(scope="class")
    @classmethod
    def contents(cls):
        return [tone(200), tone(900, pulse=6), noise(), Sound(noise(0.01).samples, RATE)]

    @pytest.fixture(scope="class")
    @classmethod
    def unreadable(cls):
        return [silence(), silence(0.0)]

    @pytest.fixture(scope="class")
    @classmethod
    def planted(cls):
        return tone(400), tone(405, seed=1), noise()

    def test_only_the_beginning_counts(self, encoder, monkeypatch):
        monkeypatch.setattr(whisper, "MAX_SECONDS", 1)
        long = tone(300, 3).samples
        cut = long[:RATE]
        rows = encoder.encode([Sound(long, RATE), Sound(cut, RATE)])
        np.testing.assert_allclose(rows[0], rows[1])


def test_the_layers_are_those_of_whisper():
    from transformers import WhisperConfig
    from transformers.models.whisper.modeling_whisper import WhisperEncoder

    torch.manual_seed(0)
    config = WhisperConfig(
        d_model=64, encoder_layers=4, encoder_attention_heads=2, encoder_ffn_dim=96, max_source_positions=50
    )
    model = WhisperEncoder(config).eval()
    kept = model.state_dict()
    weights = {f"conv{i}/{kind}": kept[f"conv{i}.{kind}"] for i in (1, 2) for kind in ("weight", "bias")}
    weights["position_encodings/encodings"] = kept["embed_positions.weight"]
    for layer in range(3):
        for kind in ("weight", "bias"):
            parts = [kept.get(f"layers.{layer}.self_attn.{one}_proj.{kind}") for one in "qkv"]
            parts = [torch.zeros(64) if part is None else part for part in parts]  # keys have no bias
            weights[f"layer_{layer}/self_attention/linear_0/{kind}"] = torch.cat(parts)
            own = {"self_attention/linear_1": "self_attn.out_proj", "ffn/linear_0": "fc1", "ffn/linear_1": "fc2"}
            for ours, theirs in own.items():
                weights[f"layer_{layer}/{ours}/{kind}"] = kept[f"layers.{layer}.{theirs}.{kind}"]
            name = "gamma" if kind == "weight" else "beta"
            weights[f"layer_{layer}/self_attention/layer_norm/{name}"] = kept[
                f"layers.{layer}.self_attn_layer_norm.{kind}"
            ]
            weights[f"layer_{layer}/ffn/layer_norm/{name}"] = kept[f"layers.{layer}.final_layer_norm.{kind}"]
    mel = rng.standard_normal((80, 100)).astype(np.float32)
    with torch.inference_mode():
        theirs = model(torch.from_numpy(mel)[None], output_hidden_states=True).hidden_states[1:4]
        ours = whisper._layers(mel, weights, heads=2)
    for one, other in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(one, other[0], atol=2e-5)


def test_the_spectrum_is_that_of_whisper():
    from transformers import WhisperFeatureExtractor

    samples = np.asarray(noise(1).samples[:16_000], np.float32)
    theirs = WhisperFeatureExtractor(feature_size=80)(samples, sampling_rate=16_000, padding=False)
    np.testing.assert_allclose(whisper._log_mel(samples), np.asarray(theirs["input_features"][0]), atol=2e-3)


def test_other_weights_than_the_published_ones_are_refused(packages, monkeypatch):
    monkeypatch.syspath_prepend(str(packages[0]))
    monkeypatch.setattr(whisper, "SHA256", "0" * 64)
    with pytest.raises(ConfigError, match=rf"SHA-256 0{{64}}; the packages hold {packages[1]}"):
        whisper._weights.__wrapped__()


def test_without_the_packages_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(whisper, "PARTS", ("no_such_package_1", "no_such_package_2"))
    assert not weights_installed()
    with pytest.raises(ConfigError, match=r"no_such_package_1.*ears"):
        whisper._weights.__wrapped__()


@pytest.mark.parametrize(
    "data", [model_file({}, version=5), model_file({"a": np.ones(9)[:5].astype(np.int16)})[:-9], b""]
)
def test_no_model_file(data):
    with pytest.raises(ConfigError, match="model file of CTranslate2"):
        read_arrays(data)


def test_only_what_is_wanted_is_read():
    arrays = {"one": np.arange(6, dtype=np.float16).reshape(2, 3), "two": np.arange(3, dtype=np.int32)}
    found = read_arrays(model_file(arrays), lambda name: name == "two")
    assert list(found) == ["two"]
    np.testing.assert_array_equal(found["two"], arrays["two"])


def test_the_set_has_one_block_more_for_sounds():
    found = encoder_set("ears")
    assert [b.name for b in found.blocks] == ["text", "text_en", "image", "look", "audio", "timbre", "hearing"]
    plain = {b.name: b.weight for b in encoder_set("embedded").blocks}
    mine = {b.name: b.weight for b in found.blocks}
    assert mine["timbre"] + mine["hearing"] == plain["timbre"], "words and sounds keep their balance"
