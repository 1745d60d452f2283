"""Fine-tuning a tiny model: planted pairs are learned, it is kept only where later pairs gain, and a store can use it."""

import json
import random

import pytest
from sentence_transformers import SentenceTransformer

from retrieval.behavior.events.log_store import BehaviorEvent
from retrieval.behavior.training import text_encoder as text_training
from retrieval.behavior.training.artefact import mark_forgotten
from retrieval.behavior.training.text_encoder import ABOUT, Pair, TextSettings, pairs_of, train_text
from retrieval.catalog.items import Item
from retrieval.catalog.reader import read_catalog
from retrieval.encoder_sets import encoder_set
from retrieval.errors import ConfigError, MissingExtraError
from retrieval.index.indexer import index_catalog
from tests import tiny_models
from tests.catalogues import indexed

NAMES = "frog fox bird violin train bee cat owl drum kite lamp rose".split()
SAID = "aqua bora cyan dusk echo fern glow haze iris jade kelp lime".split()
ITEMS = {name: Item(name, title=name) for name in NAMES}
QUICK = TextSettings(passes=12, batch=12, rate=2e-3)


def planted(count: int = 180, told: bool = True) -> list[Pair]:
    """Everybody asks for an item by another word, always the same; or by any word."""
    draw = random.Random(0)
    found = []
    for n in range(count):
        at = n % len(NAMES)
        word = SAID[at] if told else draw.choice(SAID)
        found.append(Pair(f"{word} {draw.choice('123')}", NAMES[at], f"u{n}"))
    return found


@pytest.fixture(scope="module")
def tiny(tmp_path_factory) -> str:
    return str(tiny_models.bert(tmp_path_factory.mktemp("tiny") / "bert"))


def test_planted_words_are_learned_and_the_model_is_kept_and_usable(tiny, tmp_path) -> None:
    catalogue, store, _ = indexed(tmp_path, 12)
    into = store / "trained" / "text"
    found = train_text(planted(), ITEMS, into, base=tiny, settings=QUICK)
    assert found.why == ""
    assert found.after.mean > 0.8 > found.before.mean
    assert found.gain.low > 0
    about = json.loads((into / ABOUT).read_text("utf-8"))
    assert about["about"]["gain"]["low"] > 0
    assert SentenceTransformer(str(into)).max_seq_length == SentenceTransformer(str(tiny)).max_seq_length
    chosen = encoder_set(f"hub:{into}")
    report = index_catalog(read_catalog(catalogue), store, chosen, rebuild=True)
    assert report.items == 12
    assert mark_forgotten(store, "u3")
    assert "forgotten" in json.loads((into / ABOUT).read_text("utf-8"))["retrain"]
    assert not mark_forgotten(store, "u179")  # held out, not learned from


def test_nothing_is_kept_of_who_is_forgotten_meanwhile_and_standard_output_stays_clean(tiny, tmp_path, capsys) -> None:
    stages: dict[str, tuple[int, int]] = {}
    found = train_text(
        planted(), ITEMS, tmp_path / "text", base=tiny, settings=QUICK, unchanged=lambda: False,
        progress=lambda stage, done, total: stages.update({stage: (done, total)}),
    )  # fmt: skip
    assert found.gain.low > 0
    assert "Train again" in found.why
    assert list(tmp_path.iterdir()) == []
    assert list(stages) == ["measuring before", "learning from pairs", "measuring after"]
    assert all(done == total > 0 for done, total in stages.values())
    assert capsys.readouterr().out == ""


def test_what_gains_nothing_is_not_kept(tiny, tmp_path) -> None:
    found = train_text(planted(told=False), ITEMS, tmp_path / "text", base=tiny, settings=QUICK)
    assert "gains nothing" in found.why
    assert found.gain.low <= 0
    assert list(tmp_path.iterdir()) == []


def test_too_few_pairs_and_a_dry_run_train_nothing(tmp_path) -> None:
    assert "at least 50 pairs" in train_text(planted(20), ITEMS, tmp_path / "t", base="nowhere").why
    found = train_text(planted(), ITEMS, tmp_path / "t", base="nowhere", dry_run=True)
    assert (found.pairs, found.held, found.gain) == (144, 36, None)
    with pytest.raises(ConfigError, match="folder of a text model"):
        train_text(planted(), ITEMS, tmp_path / "t", base=str(tmp_path / "nowhere"))


def test_without_the_extra_it_is_named(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(text_training, "find_spec", lambda name: None)
    with pytest.raises(MissingExtraError, match="'train'"):
        train_text(planted(60), ITEMS, tmp_path / "t", base="nowhere")


def test_pairs_are_requests_or_what_was_liked_before_and_never_what_came_later() -> None:
    events = [
        BehaviorEvent("search", user="a", words="small", at=1.0),
        BehaviorEvent("like", "frog", user="a", at=2.0),
        BehaviorEvent("like", "fox", user="a", at=90_000.0),
        BehaviorEvent("view", "bird", user="b", at=1.0),
        BehaviorEvent("skip", "owl", user="b", at=2.0),
        BehaviorEvent("buy", "bee", user="b", at=3.0),
        BehaviorEvent("like", "gone", user="b", at=4.0),
    ]
    found = pairs_of(sorted(events, key=lambda e: e.at), ITEMS)
    assert [(p.asked, p.chosen) for p in found] == [("small", "frog"), ("bird", "bee"), ("frog", "fox")]
