"""Every fusion under every similarity: contract, planted answers, and what tells one fusion from another."""

from dataclasses import replace

import numpy as np
import pytest

from retrieval.encoder_sets import EncoderSet, encoder_set
from retrieval.encoder_sets.fake import FakeAudio, FakeImage, FakeText
from retrieval.errors import ConfigError, StoreDamaged
from retrieval.fusion.blocks import SameSpace
from retrieval.fusion.fitted_blocks import fit_blocks
from retrieval.fusion.registry import DEFAULT, Projection, fusions, register_fusion
from retrieval.fusion.similarities import similarities
from tests.contracts.fusion_contract import FusionContract
from tests.retrieval.encoders.contents import picture, tone

COLOURS = ["red", "green", "blue", "yellow", "black", "orange", "purple", "grey"]
PITCHES = [90, 180, 350, 700, 1100, 1800, 3000, 5000]
KINDS = [i % 8 for i in range(96)]


def _catalogue() -> dict[str, np.ndarray]:
    """96 items, twelve of each colour, whose picture and sound go with it; some lack one of the three; one of nothing."""
    text = FakeText().encode([f"{COLOURS[k]} thing" for k in KINDS])
    image = FakeImage().encode([picture(colour=COLOURS[k], size=(60 + i, 50)) for i, k in enumerate(KINDS)])
    audio = FakeAudio().encode([tone(PITCHES[k] * (1 + i / 2000), 0.2, seed=i) for i, k in enumerate(KINDS)])
    text[8:16] = 0
    image[16:32] = 0
    audio[24:48] = 0
    rows = {"fake_text": text, "fake_image": image, "fake_audio": audio}
    return {name: np.pad(r, ((0, 1), (0, 0))) for name, r in rows.items()}


class _Common(FusionContract):
    @pytest.fixture(scope="class")
    @classmethod
    def encoders(cls):
        return encoder_set("fake")

    @pytest.fixture(scope="class")
    @classmethod
    def raws(cls):
        return _catalogue()

    @pytest.fixture(scope="class")
    @classmethod
    def queries(cls):
        of = {k: {i for i, kind in enumerate(KINDS) if kind == k} for k in range(8)}
        return [
            ({"fake_text": FakeText().encode(["something blue"])}, of[2]),
            ({"fake_image": FakeImage().encode([picture(colour="green", size=(70, 50))])}, of[1]),
            ({"fake_audio": FakeAudio().encode([tone(PITCHES[5] * 1.01, 0.3, seed=99)])}, of[5]),
        ]


class TestConcat(_Common):
    name = "concat"


class TestMean(_Common):
    name = "mean"


class TestAligned(_Common):
    name = "aligned"


def _fit(projection: Projection, encoders: EncoderSet, raws: dict[str, np.ndarray]):
    return projection.fit(encoders, fit_blocks(encoders, raws), raws)


def _alone() -> EncoderSet:
    """The fakes without bridges: no modality reaches another."""
    text, image, audio = FakeText(), FakeImage(), FakeAudio()
    blocks = (
        SameSpace("text", text, width=64),
        SameSpace("look", image, width=31),
        SameSpace("timbre", audio, width=17),
    )
    return EncoderSet("alone", (text, image, audio), blocks)


def test_there_are_three_fusions_and_a_strangers_registers() -> None:
    assert {"aligned", "concat", "mean"} <= set(fusions())
    assert Projection("concat", "cosine") == DEFAULT
    assert Projection.named(str(Projection("mean", "kl"))) == Projection("mean", "kl")
    for wrong in (("sum", "cosine"), ("concat", "manhattan")):
        with pytest.raises(ConfigError, match=r"expected a (fusion|similarity) named one of"):
            Projection(*wrong)

    @register_fusion("mine")
    class Mine:
        def fit(self, encoders, blocks, how, raws):
            return Projection("concat").fit(encoders, blocks[:1], raws)

    try:
        assert _fit(Projection("mine"), encoder_set("fake"), _catalogue()).names == ("text",)
    finally:
        from retrieval.fusion import registry as module

        module._FUSIONS.pop("mine")


@pytest.mark.parametrize("name", similarities())
def test_only_aligned_finds_sounds_by_words_where_no_bridge_leads_there(name) -> None:
    """The catalogue's own pairs are the only way from words to sounds."""
    raws, encoders = _catalogue(), _alone()
    words = {"fake_text": FakeText().encode(["purple"])}
    only_sounds = raws | {n: np.where(np.arange(97)[:, None] < 48, rows, 0) for n, rows in raws.items()}
    only_sounds["fake_audio"] = raws["fake_audio"]
    hits = {}
    for fusion in ("concat", "mean", "aligned"):
        fitted = _fit(Projection(fusion, name), encoders, raws)
        scores = fitted.items(only_sounds)[48:96] @ fitted.query(words)
        hits[fusion] = float(np.mean([KINDS[48 + i] == 6 for i in np.argsort(-scores, kind="stable")[:6]]))
    assert hits["aligned"] == 1
    assert hits["concat"] < 0.5
    assert hits["mean"] < 0.9


def test_a_modality_without_a_bridge_is_still_found_by_its_own_kind() -> None:
    raws = _catalogue()
    fitted = _fit(Projection("mean"), _alone(), raws)
    assert [note.split()[0] for note in fitted.notes] == ["image", "audio"]
    sound = {"fake_audio": FakeAudio().encode([tone(PITCHES[3], 0.3, seed=5)])}
    assert KINDS[int((fitted.items(raws) @ fitted.query(sound)).argmax())] == 3


def test_aligned_refuses_a_catalogue_with_too_few_pairs() -> None:
    raws = _catalogue()
    raws["fake_image"][10:] = 0
    raws["fake_audio"][20:] = 0
    with pytest.raises(ConfigError, match=r"30 items or more with two.*'concat' or 'mean'"):
        _fit(Projection("aligned"), encoder_set("fake"), raws)


def test_aligned_joins_what_has_pairs_and_says_what_has_not() -> None:
    raws = _catalogue()
    raws["fake_audio"][20:] = 0
    fitted = _fit(Projection("aligned"), encoder_set("fake"), raws)
    assert fitted.names == ("text", "image", "audio")
    assert fitted.notes == ("audio is found by audio only: fewer than 30 items have it beside another modality",)


def test_mean_is_the_mean_by_hand() -> None:
    """Two modalities in one space: the item's vector is the direction halfway between them."""
    raws, encoders = _catalogue(), encoder_set("fake")
    fitted = _fit(Projection("mean"), encoders, raws)
    alone = [fitted.items({n: rows[:1] if n == name else 0 * rows[:1] for n, rows in raws.items()})[0]
             for name in ("fake_text", "fake_image")]  # fmt: skip
    both = fitted.items({n: rows[:1] * (n != "fake_audio") for n, rows in raws.items()})[0]
    halfway = alone[0] + alone[1]
    np.testing.assert_allclose(both, halfway / np.linalg.norm(halfway), atol=1e-5)


def test_weights_multiply_contents_in_a_common_space_and_blocks_side_by_side() -> None:
    raws, encoders = _catalogue(), encoder_set("fake")
    concat, mean = (_fit(Projection(name), encoders, raws) for name in ("concat", "mean"))
    assert concat.share("image", {"image": 0.0}) == 1
    assert mean.share("image", {"image": 0.25}) == 0.25
    words = {"fake_text": FakeText().encode(["red"])}
    assert not np.array_equal(concat.query(words, {"image": 0.0}), concat.query(words))
    assert np.array_equal(mean.query(words, {"image": 0.0}), mean.query(words))


def test_an_archive_that_does_not_fit_is_refused() -> None:
    raws, encoders = _catalogue(), encoder_set("fake")
    blocks = fit_blocks(encoders, raws)
    for projection in (Projection("concat", "l2"), Projection("mean")):
        with pytest.raises(StoreDamaged, match="medley index"):
            projection.load(encoders, blocks, b"")
    with pytest.raises(StoreDamaged, match="Rebuild"):
        Projection("mean").load(encoders, blocks, b"nonsense")


def test_encoders_lengths_count_but_under_cosine() -> None:
    """Doubling what an encoder gives for one item changes its vector unless only the angle counts."""
    raws, encoders = _catalogue(), encoder_set("fake")
    longer = {name: rows.copy() for name, rows in raws.items()}
    longer["fake_text"][0] *= 2
    for name in similarities():
        fitted = _fit(Projection("concat", name), encoders, raws)
        same = np.allclose(fitted.items(raws)[0], fitted.items(longer)[0], atol=1e-5)
        assert same == (name == "cosine")


def test_a_block_that_knows_no_lengths_still_serves_every_similarity() -> None:
    """A stranger's fitted block may give unit rows only."""

    class Bare:
        def __init__(self, inner):
            self.inner, self.width = inner, inner.width

        def items(self, raws):
            return self.inner.items(raws)

        def query(self, raws):
            return self.inner.query(raws)

        def state(self):
            return self.inner.state()

    raws, encoders = _catalogue(), replace(encoder_set("fake"))
    blocks = [(block, Bare(fit)) for block, fit in fit_blocks(encoders, raws)]
    words = {"fake_text": FakeText().encode(["something blue"])}
    for name in similarities():
        fitted = Projection("concat", name).fit(encoders, blocks, raws)
        assert KINDS[int((fitted.items(raws) @ fitted.query(words)).argmax())] == 2
