"""The fakes are encoders like any other."""

import numpy as np
import pytest

from retrieval.encoder_sets import encoder_set
from retrieval.encoder_sets.fake import FakeAudio, FakeImage, FakeText
from tests.contracts.encoder_contract import EncoderContract
from tests.retrieval.encoders.contents import noise, picture, silence, tone


class TestFakeText(EncoderContract):
    @pytest.fixture(scope="class")
    @classmethod
    def encoder(cls):
        return FakeText()

    @pytest.fixture(scope="class")
    @classmethod
    def contents(cls):
        return ["a red bell", "a blue boat on the sea", "一只黄猫", "1984"]

    @pytest.fixture(scope="class")
    @classmethod
    def unreadable(cls):
        return ["", "  ", "?!"]

    @pytest.fixture(scope="class")
    @classmethod
    def planted(cls):
        return "黄猫", "a yellow cat", "a green tree"


class TestFakeImage(EncoderContract):
    @pytest.fixture(scope="class")
    @classmethod
    def encoder(cls):
        return FakeImage()

    @pytest.fixture(scope="class")
    @classmethod
    def contents(cls):
        return [picture(colour=c) for c in ("red", "green", "blue", "black")]

    @pytest.fixture(scope="class")
    @classmethod
    def planted(cls):
        return picture(colour="red"), picture("rectangle", "darkred"), picture(colour="blue")


class TestFakeAudio(EncoderContract):
    @pytest.fixture(scope="class")
    @classmethod
    def encoder(cls):
        return FakeAudio()

    @pytest.fixture(scope="class")
    @classmethod
    def contents(cls):
        return [tone(100), tone(800), tone(3000), noise()]

    @pytest.fixture(scope="class")
    @classmethod
    def unreadable(cls):
        return [silence(), silence(0.0)]

    @pytest.fixture(scope="class")
    @classmethod
    def planted(cls):
        return tone(100), tone(110), tone(2500)


def test_the_set_reaches_over_its_bridges():
    encoders = encoder_set("fake")
    colours = ["red", "green", "blue", "yellow"] * 3
    text, image = FakeText(), FakeImage()
    titles = text.encode([f"{c} thing" for c in colours])
    titles[-4:] = 0
    raws = {
        "fake_text": titles,
        "fake_image": image.encode([picture(colour=c) for c in colours]),
        "fake_audio": np.zeros((12, 17), np.float32),
    }
    blocks = {b.name: b.fit(raws) for b in encoders.blocks}
    assert blocks["audio"] is None
    assert blocks["timbre"] is None
    unlabelled = blocks["image"].query({"fake_text": text.encode(["蓝"])}) @ blocks["image"].items(raws)[-4:].T
    assert colours[8:][int(unlabelled.argmax())] == "blue"
