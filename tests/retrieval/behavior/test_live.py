"""Training from a store's own events: what follows what is learned, what comes later never, and hits are put in order."""

import json
import shutil
from contextlib import closing
from dataclasses import replace

import numpy as np
import pytest

from agent.recommender.recommender import Recommender
from agent.settings import Settings
from retrieval.behavior.events.choices import choices
from retrieval.behavior.events.log_store import BehaviorEvent, EventLog
from retrieval.behavior.people.collaborative_model import CollaborativeSettings, fitted_collaborative, hybrid_of
from retrieval.behavior.people.live_ranker import NAMES, SINGLES, LiveRanker, _features, train_ranker
from retrieval.behavior.people.people import content_of
from retrieval.behavior.training.artefact import RANKER, load_ranker, save_ranker
from retrieval.behavior.training.ranker import LinearRanker
from retrieval.encoder_sets import encoder_set
from retrieval.errors import StoreMismatch
from retrieval.search.query import Query
from retrieval.search.retriever import Retriever
from tests.agent.cli.test_cli import medley
from tests.catalogues import WORDS, indexed

START = 1_700_000_000.0
PEOPLE = 90
TASTE = 0.02
"""So little that the present order hardly knows what the crowd does."""


def next_item(n: int, step: int) -> str:
    return f"i{8 * ((n // 8 + 2 * step) % 5) + (n + step) % 8:03d}"


def events_of(people: int = PEOPLE) -> list[BehaviorEvent]:
    """Person n searches for one kind of thing after the other, and likes the one of each that stands in the next row.

    Five items are of each kind, i000 to i007 the first of each, so the search alone can't tell them apart.
    """
    found = []
    for n in range(people):
        user, at = f"user-{n}", START + 1_000 * n
        for step in range(4):
            kind = (n + step) % 8
            item = next_item(n, step)
            found.append(BehaviorEvent("search", user=user, words=WORDS[kind], at=at + 20 * step, id=f"s{n}-{step}"))
            found.append(BehaviorEvent("like", item, user=user, at=at + 20 * step + 5, id=f"l{n}-{step}"))
    return found


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    _, folder, _ = indexed(tmp_path_factory.mktemp("live"))
    with EventLog(folder) as log:
        log.record(events_of())
    return folder


@pytest.fixture(scope="module")
def trained(store):
    with closing(Retriever(store, encoder_set("fake"))) as retriever, EventLog(store) as log:
        yield train_ranker(log, retriever, taste=TASTE)


def test_the_rule_that_the_events_obey_is_learned(trained) -> None:
    assert trained.why == ""
    assert trained.artefact is not None
    assert (trained.events, trained.kind) == (PEOPLE * 8, "trees")
    assert trained.reached.gain.low > 0.05
    assert set(trained.reached.single) == set(SINGLES)
    assert trained.reached.single["lexical"].low > 0
    assert sum(trained.weights[name] for name in ("ease", "slit", "markov", "factors", "blend")) > 0.2
    assert trained.artefact.about["hybrid"]["trials"] > 50


def test_nothing_is_kept_of_who_is_forgotten_while_it_is_trained(store, tmp_path) -> None:
    copy = shutil.copytree(store, tmp_path / "store")
    with closing(Retriever(copy, encoder_set("fake"))) as retriever, EventLog(copy) as log, EventLog(copy) as elsewhere:
        found = train_ranker(log, retriever, taste=TASTE, progress=lambda *_: elsewhere.forget("user-80") and None)
    assert found.artefact is None
    assert "Train again" in found.why


def test_dry_run_counts_and_fits_nothing(store) -> None:
    with closing(Retriever(store, encoder_set("fake"))) as retriever, EventLog(store) as log:
        found = train_ranker(log, retriever, dry_run=True)
    assert (found.artefact, found.reached) == (None, None)
    assert found.moments > 100


def test_a_moment_knows_nothing_of_its_own_time_or_later() -> None:
    events = sorted(events_of(), key=lambda e: e.at)
    found, cut = choices(events, 0.4)
    assert found
    for choice in found:
        assert choice.at >= cut
        assert all(event.at < choice.at for event in choice.before)
        assert not any(event.item == choice.item and event.kind == "like" for event in choice.before)


def test_no_later_event_reaches_the_signals_or_the_columns(store, tmp_path) -> None:
    """Events of the last part, moved to other items, change what is chosen but not one number of what is learned from."""
    found = {}
    for name, change in (("as it was", lambda e: e), ("other", _moved)):
        _, folder, _ = indexed(tmp_path / name)
        with EventLog(folder) as log, closing(Retriever(folder, encoder_set("fake"))) as retriever:
            log.record([change(event) for event in events_of()])
            found[name] = _columns(log, retriever)
    assert found["as it was"].shape[0] > 50
    np.testing.assert_array_equal(found["as it was"], found["other"])


def _moved(event: BehaviorEvent) -> BehaviorEvent:
    """The last like of the last people, of an item that nobody else likes."""
    if event.kind == "like" and event.id.endswith("-3") and int(event.id[1:].split("-")[0]) >= 60:
        n = int(event.id[1:].split("-")[0])
        return BehaviorEvent("like", f"i{32 + (n + 5) % 8:03d}", user=event.user, at=event.at, id=event.id)
    return event


def _columns(log: EventLog, retriever: Retriever) -> np.ndarray:
    asked, cut = choices(log.events(), 0.4)
    ids, earlier, settings = retriever.refresh().ids, [e for e in log.events() if e.at < cut], CollaborativeSettings()
    hybrid = hybrid_of(earlier, ids, content_of(retriever, ids), settings)
    crowd = fitted_collaborative(earlier, ids, settings, hybrid)
    last = [c for c in asked if sum(e.kind == "like" for e in c.before) == 3]
    hits = [retriever.search(Query(text=choice.words, k=20)).hits for choice in last]
    return np.concatenate([_features(h, c.before, crowd) for h, c in zip(hits, last, strict=True)])


def test_the_learned_order_reaches_answers_at_once_and_can_be_switched_off(store, trained) -> None:
    save_ranker(store, trained.artefact)
    settings = Settings(diversity=0.0, remember_searches=False, taste=TASTE)
    with Recommender(store, settings=settings, encoders=encoder_set("fake")) as asking:
        right = 0
        for n in range(0, 40, 3):
            asking.record("like", next_item(n, 0), user=f"new-{n}")
            right += asking.recommend(WORDS[(n + 1) % 8], user=f"new-{n}").picks[0].id == next_item(n, 1)
        assert right >= 10  # of 14
        usual = [pick.id for pick in asking.recommend(WORDS[1]).picks]
        slope = np.zeros(len(NAMES))
        slope[0] = -1  # the worst first
        turned = LinearRanker(NAMES, slope, np.zeros(len(NAMES)), np.ones(len(NAMES)))
        save_ranker(store, replace(trained.artefact, ranker=turned))
        worst = asking.recommend(WORDS[1], user="new-0").picks
        assert worst[0].score < asking.recommend(WORDS[1]).picks[0].score
        assert [pick.id for pick in asking.recommend(WORDS[1]).picks] == usual  # who isn't known gets what all get
    off = settings.model_copy(update={"learned": False})
    with Recommender(store, settings=off, encoders=encoder_set("fake")) as asking:
        assert asking.recommend(WORDS[1], user="new-0").picks[0].id != worst[0].id


def test_a_marked_ranker_is_not_used(store, trained) -> None:
    save_ranker(store, trained.artefact)
    with Recommender(store, encoders=encoder_set("fake")) as asking, EventLog(store) as log:
        asking.record("like", "i000", user="kept")
        assert LiveRanker(store).usable
        asking.privacy.forget("user-80")
        assert not LiveRanker(store).usable
        assert asking.recommend(WORDS[1], user="kept").picks
        assert "user-80" not in (store / RANKER).read_text("utf-8")
        log.record([e for e in events_of() if e.user == "user-80"])


def test_another_versions_ranker_is_refused_with_the_remedy(store, trained) -> None:
    path = save_ranker(store, trained.artefact)
    body = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps(body | {"version": 0}), "utf-8")
    with Recommender(store, encoders=encoder_set("fake")) as asking:
        asking.record("like", "i000", user="someone")
        with pytest.raises(StoreMismatch, match="medley train"):
            asking.recommend(WORDS[1], user="someone")
        assert asking.recommend(WORDS[1]).picks
    path.unlink()


def test_the_command_says_what_it_would_do_and_does_it(store, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("MEDLEY_TASTE", str(TASTE))
    told = medley("train", "--store", str(store), "--dry-run", home=tmp_path)
    assert "kept if it gains" in told
    assert not (store / RANKER).exists()
    body = json.loads(medley("train", "--store", str(store), "--json", home=tmp_path))
    assert body["kept"]
    assert body["reached"]["single"]["popularity"]["low"] > 0
    assert load_ranker(store, NAMES).data


def test_too_few_events_are_told(tmp_path) -> None:
    _, folder, _ = indexed(tmp_path)
    with closing(Retriever(folder, encoder_set("fake"))) as retriever, EventLog(folder) as log:
        log.record(events_of(4))
        found = train_ranker(log, retriever)
    assert found.artefact is None
    assert "at least 50 choices" in found.why
