"""The encoders of the founding article: ResNet-50, MFCC, and the set of them."""

import warnings
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from retrieval.encoder_sets import Sound, encoder_set
from retrieval.encoder_sets.classic import classic
from retrieval.encoders import resnet
from retrieval.encoders.mfcc import Mfcc
from retrieval.encoders.resnet import RANDOM, ResNet50
from retrieval.errors import ConfigError
from tests.contracts.encoder_contract import EncoderContract
from tests.retrieval.encoders.contents import RATE, noise, picture, silence, tone
from tests.retrieval.encoders.test_words import glove

WORDS = ("green", "red", "blue", "yellow", "grey", "white", "frog", "fox", "bird", "bee", "cat", "owl", "violin")
ROWS = np.random.default_rng(1).standard_normal((len(WORDS), 12)).astype(np.float32)


class TestResNet50(EncoderContract):
    """With random weights; the contract asks for no more than that like pictures are near."""

    @pytest.fixture(scope="class")
    @classmethod
    def encoder(cls):
        return ResNet50(RANDOM)

    @pytest.fixture(scope="class")
    @classmethod
    def contents(cls):
        shapes = [picture(s, c) for s in ("ellipse", "rectangle") for c in ("red", "blue")]
        return [*shapes, Image.new("RGB", (640, 3), "black")]

    @pytest.fixture(scope="class")
    @classmethod
    def planted(cls):
        return picture(colour="red"), picture(colour="red", size=(240, 160)), picture("rectangle", "blue", "green")


class TestMfcc(EncoderContract):
    @pytest.fixture(scope="class")
    @classmethod
    def encoder(cls):
        return Mfcc()

    @pytest.fixture(scope="class")
    @classmethod
    def contents(cls):
        return [tone(200), tone(900, pulse=6), noise(), tone(2500, 3.0), Sound(noise(0.01).samples, RATE)]

    @pytest.fixture(scope="class")
    @classmethod
    def unreadable(cls):
        return [silence(), silence(0.0), Sound(np.full(RATE, 1e-6, np.float32), RATE)]

    @pytest.fixture(scope="class")
    @classmethod
    def planted(cls):
        return tone(400), tone(420, 1.5, seed=1), noise()

    def test_they_are_means_and_deviations_of_librosas_coefficients(self, encoder):
        import librosa

        sound = tone(440, pulse=4)
        samples = sound.samples / np.abs(sound.samples).max()
        found = librosa.feature.mfcc(y=samples, sr=RATE, n_mfcc=20)
        expected = np.concatenate([found.mean(axis=1), found.std(axis=1)])
        np.testing.assert_allclose(encoder.encode([sound])[0], expected, rtol=1e-4, atol=1e-3)


@pytest.fixture
def checkpoint(tmp_path):
    import torch
    from torchvision.models import resnet50

    torch.manual_seed(7)
    path = tmp_path / "other.pth"
    torch.save(resnet50().state_dict(), path)
    return path


def test_weights_come_from_a_file(checkpoint):
    given = ResNet50(str(checkpoint))
    assert given.version not in ("1-random", ResNet50(RANDOM).version)
    assert not np.allclose(given.encode([picture()]), ResNet50(RANDOM).encode([picture()]), rtol=1e-2)


def test_weights_come_from_torchvision_where_it_keeps_them(checkpoint, tmp_path, monkeypatch):
    import torch
    from torchvision.models import ResNet50_Weights

    kept = tmp_path / "checkpoints" / ResNet50_Weights.IMAGENET1K_V2.url.rsplit("/", 1)[-1]
    kept.parent.mkdir()
    checkpoint.rename(kept)
    monkeypatch.setattr(torch.hub, "get_dir", lambda: str(tmp_path))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert ResNet50().version == ResNet50(str(kept)).version


@pytest.mark.parametrize("reason", ["HF_HUB_OFFLINE is set", "timed out"])
def test_where_no_weights_can_be_had_they_are_random_and_that_is_said(tmp_path, monkeypatch, reason):
    import torch

    monkeypatch.setattr(torch.hub, "get_dir", lambda: str(tmp_path))
    monkeypatch.setattr(resnet, "_reached", lambda url: reason)
    encoder = ResNet50()
    with pytest.warns(UserWarning, match=f"random weights.*{reason}.*embedded"):
        assert encoder.version == "1-random"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        rows = encoder.encode([picture()])
    np.testing.assert_array_equal(rows, ResNet50(RANDOM).encode([picture()]))


def test_random_weights_leave_the_random_numbers_of_others_alone():
    import torch

    torch.manual_seed(3)
    expected = torch.rand(1)
    torch.manual_seed(3)
    ResNet50(RANDOM).encode([picture()])
    assert torch.rand(1) == expected


def test_files_that_are_no_weights(tmp_path):
    with pytest.raises(ConfigError, match="there is no file"):
        ResNet50(str(tmp_path / "none.pth"))
    path = tmp_path / "text.pth"
    path.write_text("not weights")
    with pytest.raises(ConfigError, match="state dict of torchvision's resnet50"):
        ResNet50(str(path)).encode([picture()])


def test_the_set_is_found_again_by_its_name(tmp_path):
    words = glove(tmp_path / "glove.txt")
    made = encoder_set(f"classic:words={words},pictures=random")
    assert made.name == f"classic:words={words},pictures=random"
    assert made.encoders[0].dim == 8
    assert encoder_set(made.name).encoders[0].version == made.encoders[0].version
    assert encoder_set("classic").name == "classic"
    assert [b.name for b in made.blocks] == ["text", "look", "timbre"]
    assert [b.queries for b in made.blocks] == [("text",), ("image",), ("audio",)], "each in its own space"


@pytest.mark.parametrize("name", ["classic:words=/no/such/file", "classic:colour=red", "classic:/no/such/file"])
def test_names_that_make_no_sense(name):
    with pytest.raises(ConfigError, match="expected"):
        encoder_set(name)


def test_the_article_s_own_search(tmp_path):
    """A text, a picture and a sound in one query, concatenated, cosine, threshold and top-k."""
    from retrieval.catalog.reader import read_catalog
    from retrieval.index.indexer import index_catalog
    from retrieval.search.retriever import Query, Retriever
    from tests.catalogues import write_catalogue

    encoders = classic(glove(tmp_path / "v.txt", words=WORDS, rows=ROWS), RANDOM)
    index_catalog(read_catalog(write_catalogue(tmp_path / "c", 24)), tmp_path / "store", encoders)
    retriever = Retriever(tmp_path / "store", encoders)
    try:
        query = Query(text="green frog", image=tmp_path / "c" / "p8.png", audio=tmp_path / "c" / "s8.wav", k=3)
        hits = retriever.search(query).hits
        assert len(hits) == 3
        assert hits[0].id == "i008"
        assert all(hits[0].blocks[name] > 0 for name in ("text", "look", "timbre"))
        limit = (hits[0].score + hits[1].score) / 2
        kept = retriever.search(replace(query, threshold=limit)).hits
        assert [hit.id for hit in kept] == ["i008"]
    finally:
        retriever.close()
