"""Bridges: by class names, by class weights, learned from a catalogue."""

from dataclasses import replace

import numpy as np
import pytest

from retrieval.encoder_sets import Rows
from retrieval.encoder_sets.fake import FakeText
from retrieval.errors import StoreDamaged
from retrieval.fusion.bridges import ClassNames, ClassWeights, Taught
from retrieval.fusion.learned import Learned, Together
from retrieval.fusion.pca_transform import fit_pca, unit
from retrieval.fusion.word_prototypes import ClassWords, make_prototypes

CLASSES = ["cat", "dog", "fish", "tree", "boat", "bell", "star", "car"]
rng = np.random.default_rng(0)
HEAD = rng.standard_normal((8, 20)).astype(np.float32)


class Seer:
    """A classifier whose features are its class weights, plus noise; its contents are class names."""

    name, version, modality, dim = "seer", "1", "image", 20

    def encode(self, contents) -> Rows:
        hiss = np.random.default_rng(1).standard_normal((len(contents), 20))
        return (HEAD[[CLASSES.index(c) for c in contents]] + 0.1 * hiss).astype(np.float32)

    def head(self):
        return HEAD, np.zeros(8, np.float32)

    def classes(self):
        return list(CLASSES)


@pytest.fixture
def seen():
    return Seer().encode(CLASSES)


def _prototypes():
    """Every class but the star is named; a drawing of it has a caption."""
    named = [ClassWords(c, (i,)) for i, c in enumerate(CLASSES) if c != "star"]
    return make_prototypes(Seer(), (FakeText(),), named, Seer().encode(["star", "car"]), [("star",), ("car", "wheels")])


@pytest.mark.parametrize(
    "bridge", [Taught(Seer(), _prototypes), ClassWeights(Seer(), FakeText())], ids=["taught", "weights"]
)
def test_words_reach_pictures(bridge, seen):
    frame = fit_pca(seen, 20)
    bridge = bridge.fit({}, seen, frame)
    asked = bridge({"fake_text": FakeText().encode(["a dog", "the big fish", "猫", ""])})
    scores = asked @ frame.apply(seen).T
    assert scores.argmax(axis=1)[:3].tolist() == [1, 2, 0]
    assert not asked[3].any()


def test_pictures_reach_words(seen):
    titles = FakeText().encode([f"one {c}" for c in CLASSES])
    frame = fit_pca(titles, 64)
    bridge = ClassNames(Seer(), FakeText()).fit({}, titles, frame)
    found = bridge({"seer": seen}) @ frame.apply(titles).T
    assert found.argmax(axis=1).tolist() == list(range(8))
    assert not bridge({"seer": np.zeros((1, 20), np.float32)}).any()


def test_other_encoders_rows_reach_nothing(seen):
    titles = FakeText().encode(CLASSES)
    names = ClassNames(Seer(), FakeText()).fit({}, titles, fit_pca(titles, 64))
    other = {"other": np.ones((3, 5), np.float32)}
    assert names(other).shape == (3, 64)
    assert not names(other).any()
    for bridge in (Taught(Seer(), _prototypes), ClassWeights(Seer(), FakeText())):
        words = bridge.fit({}, seen, fit_pca(seen, 20))
        assert words(other).shape == (3, 20)
        assert not words(other).any()


def test_drawings_teach_what_no_class_is_called(seen):
    frame = fit_pca(seen, 20)
    asked = Taught(Seer(), _prototypes).fit({}, seen, frame)({"fake_text": FakeText().encode(["a star"])})
    assert (asked @ frame.apply(seen).T).argmax() == CLASSES.index("star")


def test_a_bridge_of_other_prototypes_is_refused(seen):
    prototypes = _prototypes()
    state = Taught(Seer(), lambda: prototypes).fit({}, seen, fit_pca(seen, 20)).state()
    with pytest.raises(ValueError, match="other prototypes"):
        Taught(Seer(), lambda: replace(prototypes, digest="other")).load(state)


@pytest.mark.parametrize("kind", ["names", "weights", "taught"])
def test_bridges_to_and_from_classes_load_again(kind, seen):
    titles = FakeText().encode(CLASSES)
    bridge = {
        "names": ClassNames(Seer(), FakeText()),
        "weights": ClassWeights(Seer(), FakeText()),
        "taught": Taught(Seer(), _prototypes),
    }[kind]
    target = titles if kind == "names" else seen
    fitted = bridge.fit({}, target, fit_pca(target, 64))
    raws = {"seer": seen} if kind == "names" else {"fake_text": titles}
    np.testing.assert_array_equal(bridge.load(fitted.state())(raws), fitted(raws))


class TestLearned:
    @pytest.fixture
    def pair(self):
        source = unit(rng.standard_normal((80, 6)))
        return source, unit(source @ rng.standard_normal((6, 10)) + 0.5)

    def test_carries_over(self, pair):
        source, target = pair
        known = target.copy()
        known[40:] = 0
        frame = fit_pca(target, 10)
        bridge = Learned(_Named("s"), least=20).fit({"s": source}, known, frame)
        likeness = (bridge({"s": source[40:]}) * frame.apply(target[40:])).sum(axis=1)
        assert likeness.mean() > 0.8

    def test_too_few_pairs(self, pair):
        source, target = pair
        target = target.copy()
        target[19:] = 0
        assert Learned(_Named("s"), least=20).fit({"s": source}, target, fit_pca(target, 10)) is None

    def test_pairs_that_have_nothing_to_do_with_each_other(self, pair):
        source, _ = pair
        target = unit(np.random.default_rng(5).standard_normal((80, 10)))
        assert Learned(_Named("s")).fit({"s": source}, target, fit_pca(target, 10)) is None

    def test_many_pairs_are_thinned(self, pair):
        source, target = (np.tile(rows, (30, 1)) for rows in pair)
        fitted = Learned(_Named("s")).fit({"s": source}, target, fit_pca(target, 10))
        assert len(fitted.state()["anchors"]) == Learned.most_pairs

    def test_loads_again(self, pair):
        source, target = pair
        bridge = Learned(_Named("s"))
        fitted = bridge.fit({"s": source}, target, fit_pca(target, 10))
        np.testing.assert_array_equal(bridge.load(fitted.state())({"s": source}), fitted({"s": source}))


class TestTogether:
    @pytest.fixture
    def raws(self):
        told, noise = unit(rng.standard_normal((80, 6))), unit(rng.standard_normal((80, 6)))
        return {"told": told, "noise": noise, "blurred": unit(told + 0.3 * noise)}, unit(
            told @ rng.standard_normal((6, 10))
        )

    def fit(self, raws, target, *names):
        bridge = Together(*(Learned(_Named(name)) for name in names))
        return bridge, bridge.fit(raws, target, fit_pca(target, 10))

    def test_what_says_nothing_is_left_out(self, raws):
        rows, target = raws
        _, fitted = self.fit(rows, target, "told", "noise")
        _, alone = self.fit(rows, target, "told")
        assert {key.partition(":")[0] for key in fitted.state()} == {"told"}
        np.testing.assert_array_equal(fitted(rows), alone(rows))
        assert self.fit(rows, target, "noise")[1] is None

    def test_the_surer_one_counts_for_more(self, raws):
        rows, target = raws
        frame = fit_pca(target, 10)
        _, fitted = self.fit(rows, target, "told", "blurred")
        alike = [(fitted(rows) * bridge(rows)).sum(axis=1).mean() for bridge in (
            Learned(_Named(name)).fit(rows, target, frame) for name in ("told", "blurred"))]  # fmt: skip
        assert alike[0] > alike[1]

    def test_loads_again(self, raws):
        rows, target = raws
        bridge, fitted = self.fit(rows, target, "told", "blurred")
        np.testing.assert_array_equal(bridge.load(fitted.state())(rows), fitted(rows))
        with pytest.raises(StoreDamaged, match="blurred"):
            Together(Learned(_Named("told"))).load(fitted.state())


class _Named:
    """Only what `Learned` asks of an encoder before it is fitted."""

    modality = "audio"

    def __init__(self, name):
        self.name = name
