"""Blocks: an encoder's own space, and a space reached over a bridge."""

import numpy as np
import pytest

from retrieval.encoder_sets.fake import FakeAudio, FakeImage, FakeText
from retrieval.fusion.blocks import CarriedOver, SameSpace
from retrieval.fusion.fitted_blocks import dump_blocks, fit_blocks, load_blocks
from retrieval.fusion.learned import Learned
from retrieval.fusion.registry import DEFAULT
from tests.contracts.block_contract import BlockContract
from tests.retrieval.encoders.contents import picture, tone

COLOURS = ["red", "green", "blue", "yellow", "black", "orange", "purple", "grey"]
PITCHES = [90, 180, 350, 700, 1100, 1800, 3000, 5000]


def _catalogue(sounds_without_text: int = 0):
    """64 items, eight of each kind, and one of nothing; the first `sounds_without_text` lack their titles."""
    kinds = [i % 8 for i in range(64)]
    text = FakeText().encode([f"{COLOURS[k]} thing" for k in kinds])
    text[:sounds_without_text] = 0
    size = [(60 + i, 50) for i in range(64)]
    image = FakeImage().encode([picture(colour=COLOURS[k], size=size[i]) for i, k in enumerate(kinds)])
    audio = FakeAudio().encode([tone(PITCHES[k] * (1 + i / 2000), 0.2, seed=i) for i, k in enumerate(kinds)])
    return {
        e: np.pad(r, ((0, 1), (0, 0))) for e, r in (("fake_text", text), ("fake_image", image), ("fake_audio", audio))
    }


class TestSameSpace(BlockContract):
    @pytest.fixture(scope="class")
    @classmethod
    def block(cls):
        return SameSpace("look", FakeImage(), width=31)

    @pytest.fixture(scope="class")
    @classmethod
    def raws(cls):
        return _catalogue()

    @pytest.fixture(scope="class")
    @classmethod
    def queries(cls, raws):
        return {"fake_image": raws["fake_image"][[5, 17, 42]]}, [5, 17, 42]


class TestNarrow(TestSameSpace):
    @pytest.fixture(scope="class")
    @classmethod
    def block(cls):
        return SameSpace("look", FakeImage(), width=12)


class TestStandardised(BlockContract):
    @pytest.fixture(scope="class")
    @classmethod
    def block(cls):
        return SameSpace("timbre", FakeAudio(), width=17, weights=np.ones(17, np.float32))

    @pytest.fixture(scope="class")
    @classmethod
    def raws(cls):
        return _catalogue()

    @pytest.fixture(scope="class")
    @classmethod
    def queries(cls, raws):
        return {"fake_audio": raws["fake_audio"][[5, 17, 42]]}, [5, 17, 42]


class TestReachedOverABridge(BlockContract):
    """Eight items with eight titles, and a query by a sound like one of theirs."""

    @pytest.fixture(scope="class")
    @classmethod
    def block(cls):
        return SameSpace("text", FakeText(), width=64, bridges=(Learned(FakeAudio(), least=4, width=17),))

    @pytest.fixture(scope="class")
    @classmethod
    def raws(cls):
        everything = _catalogue()
        return {name: np.concatenate([rows[:8], rows[-1:]]) for name, rows in everything.items()} | {}

    @pytest.fixture(scope="class")
    @classmethod
    def fitted(cls, block):
        return block.fit(_catalogue())

    @pytest.fixture(scope="class")
    @classmethod
    def queries(cls):
        return {"fake_audio": FakeAudio().encode([tone(p * 1.01, 0.3, seed=99) for p in PITCHES])}, list(range(8))

    def test_fitting_is_deterministic(self, block, fitted, raws):
        np.testing.assert_array_equal(block.fit(_catalogue()).items(raws), fitted.items(raws))


class TestCarriedOver(BlockContract):
    """Sounds without titles, found by words."""

    @pytest.fixture(scope="class")
    @classmethod
    def block(cls):
        return CarriedOver("audio", Learned(FakeAudio(), least=4, width=17), FakeText(), width=64)

    @pytest.fixture(scope="class")
    @classmethod
    def fitted(cls, block):
        return block.fit(_catalogue(16))

    @pytest.fixture(scope="class")
    @classmethod
    def raws(cls):
        return {name: np.concatenate([rows[:8], rows[-1:]]) for name, rows in _catalogue(16).items()}

    @pytest.fixture(scope="class")
    @classmethod
    def queries(cls):
        return {"fake_text": FakeText().encode([f"something {c}" for c in COLOURS])}, list(range(8))

    def test_fitting_is_deterministic(self, block, fitted, raws):
        np.testing.assert_array_equal(block.fit(_catalogue(16)).items(raws), fitted.items(raws))


def test_a_block_that_nothing_reaches_is_left_out():
    block = SameSpace("image", FakeImage(), direct=False, bridges=(Learned(FakeText(), least=1000),))
    assert block.fit(_catalogue()) is None


def test_what_queries_say_they_are():
    bridges = (Learned(FakeAudio()), Learned(FakeImage()))
    assert SameSpace("text", FakeText(), bridges=bridges).queries == ("text", "audio", "image")
    assert SameSpace("text", FakeText(), bridges=bridges, direct=False).queries == ("audio", "image")
    assert CarriedOver("audio", Learned(FakeAudio()), FakeText()).queries == ("text",)


def test_blocks_survive_the_archive():
    from retrieval.encoder_sets import encoder_set

    encoders, raws = encoder_set("fake"), _catalogue(16)
    blocks = fit_blocks(encoders, raws)
    fusion = DEFAULT.fit(encoders, blocks, raws)
    again = DEFAULT.load(encoders, load_blocks(encoders, dump_blocks(blocks)), b"")
    np.testing.assert_array_equal(again.items(raws), fusion.items(raws))
    words = {"fake_text": FakeText().encode(["red"])}
    np.testing.assert_array_equal(again.query(words), fusion.query(words))
    assert set(again.blocks(again.query(words))) == {"text", "image", "audio"}


def test_an_unsure_query_counts_for_less():
    raws = _catalogue()
    rows = raws["fake_text"][[5, 17]] * np.array([[1.0], [0.5]], np.float32)
    sure = SameSpace("text", FakeText(), width=64, sure=True).fit(raws).query({"fake_text": rows})
    plain = SameSpace("text", FakeText(), width=64).fit(raws).query({"fake_text": rows})
    np.testing.assert_allclose(sure, plain * [[1.0], [0.5]], atol=1e-5)


def test_an_index_from_before_queries_were_centred_as_queries_scores_as_it_did():
    raws = {"fake_text": FakeText().encode([f"the {c} thing number {n} of all" for n in range(8) for c in COLOURS])}
    block = SameSpace("text", FakeText(), width=64)
    fitted = block.fit(raws)
    assert fitted.frame.mean.any()
    asked = {"fake_text": FakeText().encode([f"{COLOURS[0]} mountain"])}
    old = block.load({key: rows for key, rows in fitted.state().items() if key != "asks"})
    np.testing.assert_array_equal(old.query(asked), fitted.frame.apply(asked["fake_text"]))
    np.testing.assert_array_equal(block.load(fitted.state()).query(asked), fitted.query(asked))
    assert np.abs(old.query(asked) - fitted.query(asked)).max() > 0.01
