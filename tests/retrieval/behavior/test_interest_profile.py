"""Taste on a store with planted directions: jazz and metal stay two, pictures and sounds count each by themselves."""

import json
import time

import numpy as np
import pytest

from retrieval.behavior.events.choices import history_of, plain
from retrieval.behavior.events.differential_privacy import Noise
from retrieval.behavior.events.log import log_of
from retrieval.behavior.events.log_store import BehaviorEvent, EventLog
from retrieval.behavior.events.preferences import DAY, DeedSettings, deeds_of
from retrieval.behavior.people.collaborative_model import CROWD, CollaborativeModel, CollaborativeSettings
from retrieval.behavior.people.people import GROUP, POPULAR, RANGE, People, content_of
from retrieval.behavior.training.hybrid import choose_hybrid, parts
from retrieval.behavior.training.trials import trials_of
from retrieval.catalog.reader import read_catalog
from retrieval.encoder_sets import encoder_set
from retrieval.errors import ConfigError
from retrieval.index.indexer import index_catalog
from retrieval.search.query import Query
from retrieval.search.retriever import Retriever
from tests.media_files import picture, sound

STYLES = {
    "jazz": "jazz saxophone swing quartet night club blues",
    "metal": "metal guitar loud drums heavy riff scream",
    "folk": "folk fiddle village dance harvest song ballad",
    "waltz": "waltz vienna orchestra ballroom strings evening",
}


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("taste")
    rows = []
    for style, words in STYLES.items():
        for n in range(12):
            said = words.split()
            rows.append(
                {"id": f"{style}{n}", "title": f"{style} {n}", "description": " ".join(said[n % 3 :] + said[: n % 3])}
            )
    for colour, name in (((250, 10, 10), "red"), ((10, 10, 250), "blue")):
        for n in range(8):
            rows.append(
                {"id": f"{name}{n}", "image": picture(folder / f"{name}{n}.png", size=(30 + n, 30), colour=colour).name}
            )
    for pitch, name in ((220, "low"), (3000, "high")):
        for n in range(8):
            rows.append(
                {"id": f"{name}{n}", "audio": sound(folder / f"{name}{n}.wav", seconds=0.3, pitch=pitch + n).name}
            )
    path = folder / "catalog.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    index_catalog(read_catalog(path), folder / "store", encoder_set("fake"))
    return folder / "store"


@pytest.fixture
def people(store, tmp_path):
    retriever = Retriever(store, encoder_set("fake"))
    with EventLog(tmp_path) as log:
        yield People(log, retriever)
    retriever.close()


def _does(people, user: str, **kinds: list[str]) -> None:
    for kind, items in kinds.items():
        for item in items:
            value = 200.0 if kind == "play" else 5.0 if kind == "rate" else None
            people.log.record(BehaviorEvent(kind, item, user=user, value=value))


def _best(people, user: str, k: int = 10, weight: float = 1.0) -> list[str]:
    person = people.person(user)
    query = Query(leanings=person.leanings(weight, wordless=True), exclude=tuple(person.met), k=k)
    return [hit.id for hit in people.retriever.search(query).hits]


def test_two_interests_stay_two(people) -> None:
    _does(people, "ann", like=["jazz0", "metal0", "jazz1", "metal1"])
    taste = people.person("ann").taste
    groups = [{d.item.rstrip("0123456789") for d in one.deeds} for one in taste.interests if one.part == "taste_text"]
    assert sorted(map(sorted, groups)) == [["jazz"], ["metal"]]
    found = _best(people, "ann", 16)
    assert sum(id.startswith("jazz") for id in found) >= 6
    assert sum(id.startswith("metal") for id in found) >= 6


def test_a_dislike_pushes_away_and_a_like_pulls(people) -> None:
    _does(people, "ann", like=["jazz0", "folk0"], dislike=["folk1", "folk2"])
    found = _best(people, "ann", 12)
    assert found[0].startswith("jazz")
    place = {id: i for i, id in enumerate(_best(people, "ann", 70))}
    assert max(place[f"jazz{n}"] for n in range(2, 12)) < min(place.get(f"folk{n}", 99) for n in range(3, 12))


def test_each_modality_counts_in_itself_and_together(people) -> None:
    _does(people, "ann", like=["red0", "red1"], play=["high0"], view=["waltz0"])
    person = people.person("ann")
    assert set(person.taste.shares) == {"taste_text", "taste_image", "taste_audio"}
    hits = people.retriever.search(Query(leanings=person.leanings(1.0), exclude=tuple(person.met), k=100)).hits
    parts = {hit.id: hit.blocks for hit in hits}
    assert parts["red5"]["taste_image"] > parts["blue5"]["taste_image"]
    assert parts["high5"]["taste_audio"] > parts["low5"]["taste_audio"]
    assert parts["waltz5"]["taste_text"] > parts["metal5"]["taste_text"]
    assert parts["red5"]["taste_audio"] == parts["high5"]["taste_image"] == 0
    assert "taste_kin" not in person.taste.shares  # this catalogue has no attributes
    for hit in hits:
        assert sum(hit.blocks.values()) == pytest.approx(hit.score, abs=1e-5)
        assert hit.modalities["behaviour"] == pytest.approx(hit.score, abs=1e-5)


@pytest.mark.parametrize(
    ("fusion", "similarity"), [("mean", "cosine"), ("concat", "l2"), ("concat", "kl"), ("mean", "ip")]
)
def test_a_taste_is_a_query_under_every_fusion_and_similarity(store, tmp_path, fusion, similarity) -> None:
    retriever = Retriever(store, encoder_set("fake"), fusion=fusion, similarity=similarity)
    try:
        with EventLog(tmp_path) as log:
            people = People(log, retriever)
            _does(people, "ann", like=["jazz0", "jazz1", "metal0"], dislike=["folk0"])
            found = [id for id in _best(people, "ann", 10) if id[-1].isdigit()]
            assert sum(id.startswith(("jazz", "metal")) for id in found) >= 8
    finally:
        retriever.close()


def test_the_newest_counts_most_and_old_deeds_fade() -> None:
    now = time.time()
    old = [BehaviorEvent("like", f"i{n}", user="u", at=now - 90 * DAY + n) for n in range(3)]
    deeds = deeds_of([*old, BehaviorEvent("like", "new", user="u", at=now)], DeedSettings())
    weights = {deed.item: deed.weight for deed in deeds.items}
    assert weights["new"] == 1.0
    assert weights["i2"] == pytest.approx(0.125 * 0.5 ** (1 / 20), rel=1e-3)
    assert deeds.items[0].item == "new"


def test_what_is_said_outright_replaces_what_was_said_before() -> None:
    def weight(*events: tuple[str, float | None]) -> float:
        made = [BehaviorEvent(kind, "a", user="u", value=value, at=1e9 + n) for n, (kind, value) in enumerate(events)]
        return deeds_of(made).items[0].weight

    assert weight(("like", None), ("dislike", None)) < 0
    assert weight(("dislike", None), ("like", None)) > 0.9
    assert weight(("rate", 5.0)) > weight(("rate", 4.0)) > 0 > weight(("rate", 2.0)) > weight(("rate", 1.0))
    assert weight(("play", 300.0)) > weight(("play", 5.0)) > 0
    assert weight(("view", None), ("buy", None)) > weight(("buy", None))
    assert deeds_of([BehaviorEvent("hide", "a", user="u")]).hidden == {"a"}


def test_what_was_searched_for_is_a_taste_too(people) -> None:
    people.log.record(BehaviorEvent("search", user="ann", words=STYLES["folk"]))
    assert _best(people, "ann", 5) == [id for id in _best(people, "ann", 5) if id.startswith("folk")]
    assert people.person("ann").because(
        people.retriever.search(Query(leanings=people.person("ann").leanings(1.0), k=1)).hits[0],
        people.retriever.vectors(["folk0"])[0],
    ) is None  # fmt: skip


def test_the_deed_behind_a_hit_is_the_one_that_it_is_near_to(people) -> None:
    _does(people, "ann", like=["jazz0", "metal0"], dislike=["waltz0"])
    person = people.person("ann")
    hits = people.retriever.search(Query(leanings=person.leanings(1.0), exclude=tuple(person.met), k=12)).hits
    for hit in hits:
        deed = person.because(hit, people.retriever.vectors([hit.id])[0])
        assert deed is not None
        assert deed.item.rstrip("0123456789") == hit.id.rstrip("0123456789")
        assert deed.kind == "like"


def test_without_a_taste_it_falls_back_to_what_is_popular_or_to_the_range(people) -> None:
    person = people.person("nobody")
    assert person.cold
    assert person.fallback[0] == RANGE
    found = _best(people, "nobody", 8)
    assert len({id.rstrip("0123456789") for id in found}) >= 5
    for n in range(6):
        _does(people, f"u{n}", like=["waltz3"], buy=["waltz4"] if n % 3 == 0 else [])
    assert people.person("nobody").fallback[0] == POPULAR
    assert _best(people, "nobody", 2) == ["waltz3", "waltz4"]


def test_the_crowd_says_what_content_cannot(people) -> None:
    for n in range(6):
        _does(people, f"u{n}", like=["jazz3", "low2"] if n < 4 else ["folk1", "red2"])
    _does(people, "ann", like=["jazz3"])
    hits = people.retriever.search(Query(leanings=people.person("ann").leanings(1.0), exclude=("jazz3",), k=100)).hits
    parts = {hit.id: hit.blocks for hit in hits}
    assert parts["low2"][CROWD] > 0
    assert parts["red2"].get(CROWD, 0) < parts["low2"][CROWD]


def test_a_large_log_is_fitted_behind_and_what_is_forgotten_is_dropped_at_once(people) -> None:
    for n in range(100):  # one person fewer is less than what makes a fit stale
        _does(people, f"u{n}", like=["jazz3", "low2"])
    crowd = CollaborativeModel(people.log, CollaborativeSettings(at_once=1))
    ids = people.retriever.refresh().ids
    first = crowd.now(ids)  # nothing yet, or what the thread has made by now
    assert first is None or first.people == 100
    crowd.wait()
    assert crowd.now(ids).people == 100
    with EventLog(people.log.path.parent) as elsewhere:  # another process
        elsewhere.forget("u0")
    second = crowd.now(ids)
    assert second is None or second.people == 99
    crowd.wait()
    assert crowd.now(ids).people == 99


def test_a_fit_that_was_on_its_way_brings_nobody_back(people, monkeypatch) -> None:
    for n in range(8):
        _does(people, f"u{n}", like=["jazz3", "low2"])
    crowd = CollaborativeModel(people.log, CollaborativeSettings(at_once=1))
    ids, fit = people.retriever.refresh().ids, crowd.fit

    def slow(ids):
        found = fit(ids)
        people.log.forget("u0")
        return found

    monkeypatch.setattr(crowd, "fit", slow)
    crowd.now(ids)
    crowd.wait()
    assert crowd._fitted is None


def test_carts_are_not_bought_and_nobody_is_one_of_the_others(people) -> None:
    for n in range(3):
        for item in ("jazz3", "low2"):
            people.log.record([BehaviorEvent("cart", item, user=f"u{n}")])
    ids = people.retriever.refresh().ids
    assert CollaborativeModel(people.log).fit(ids).bought_with("jazz3") == {}
    people.log.record([BehaviorEvent("like", "folk1", user="ann"), BehaviorEvent("like", "red2", user="ann")])
    people.log.record([BehaviorEvent("like", "folk1", user="bob"), BehaviorEvent("like", "red2", user="bob")])
    people.log.record([BehaviorEvent("dislike", "red2", user="ann")])
    assert CollaborativeModel(people.log).fit(ids).alike("red2", people.person("ann").deeds) == 1


def test_a_hidden_item_stays_hidden_however_long_ago_until_it_is_liked(people) -> None:
    people.log.record([BehaviorEvent("hide", "jazz3", user="ann", at=time.time() - 90 * 86_400)])
    people.log.record([BehaviorEvent("view", "low2", user="ann") for _ in range(310)])
    people.log.record([BehaviorEvent("view", "jazz3", user="ann")])
    assert people.person("ann").deeds.hidden == {"jazz3"}
    assert "jazz3" in people.person("ann").met
    people.log.record([BehaviorEvent("like", "jazz3", user="ann")])
    assert people.person("ann").deeds.hidden == set()


def test_what_was_bought_together(people) -> None:
    for n in range(4):
        _does(people, f"u{n}", buy=["jazz1", "metal5"] + (["waltz2"] if n == 0 else []))
    crowd = people.crowd.now(people.retriever.refresh().ids)
    assert crowd.bought_with("jazz1") == {"metal5": 1.0}
    assert crowd.bought_with("folk1") == {}


def test_two_people_get_what_neither_dislikes(people) -> None:
    _does(people, "ann", like=["jazz0", "folk0"], dislike=["metal0"])
    _does(people, "bob", like=["metal1", "folk1"], dislike=["jazz1"])
    both = [people.person("ann"), people.person("bob")]
    for how in ("least-misery", "borda", "average"):
        leaning = people.together(both, how)
        assert leaning.name == GROUP
        found = [hit.id for hit in people.retriever.search(Query(leanings=(leaning,), k=8)).hits]
        if how == "least-misery":
            assert all(id.startswith("folk") for id in found)
        assert sum(id.startswith("folk") for id in found) >= 4


def test_noise_hides_single_people_and_is_bounded() -> None:
    counts = np.zeros((40, 40))
    draws = Noise(0.5, "laplace", most=5).noised(counts, np.random.default_rng(1))
    assert np.array_equal(draws, draws.T)
    assert Noise(0.5, "laplace", most=5).scale == 20.0
    assert np.abs(draws[np.triu_indices(40, 1)]).mean() == pytest.approx(20.0, rel=0.15)
    assert Noise(0.9, most=5).scale < Noise(0.9, "laplace", most=5).scale * 2
    with pytest.raises(ConfigError, match="epsilon"):
        Noise(0.0)


def test_a_noised_crowd_still_knows_what_many_do_and_has_no_plain_counts(people) -> None:
    for n in range(30):
        _does(people, f"u{n}", like=["jazz3", "low2"])
    noise = Noise(5.0, "laplace", most=3)
    crowd = CollaborativeModel(people.log, CollaborativeSettings(noise=noise))
    found = crowd.fit(people.retriever.refresh().ids)
    _does(people, "ann", like=["jazz3"])
    assert next(iter(found.scores(people.log.events(user="ann")))) == "low2"
    assert found.popularity() == {}
    assert found.bought_with("jazz3") == {}


def test_a_large_logs_crowd_is_the_hybrid_that_is_evaluated(people) -> None:
    """Everybody likes one of a style and then the next of it: chosen on the log, fitted on it, and asked in the same way."""
    styles = list(STYLES)
    events = [
        BehaviorEvent("like", f"{styles[n % 4]}{(n // 4 + k) % 12}", user=f"u{n}", at=1e9 + 100 * n + k)
        for n in range(96)
        for k in range(4)
    ]
    people.log.record(events)
    ids = people.retriever.refresh().ids
    crowd = CollaborativeModel(
        people.log, CollaborativeSettings(at_once=100), lambda ids: content_of(people.retriever, ids)
    ).fit(ids)
    log = log_of(plain(people.log.events()), ids)
    hybrid = choose_hybrid(parts(content_of(people.retriever, ids)), trials_of(log, "time", repeats=False, most=400))
    assert crowd.sure
    assert crowd.weights == hybrid.weights
    own = [event for event in events if event.user == "u5"]
    found = crowd.scores(own)
    row = hybrid.fit(log).score(history_of(own, crowd.place))
    assert found == pytest.approx({ids[i]: row[i] / row.max() for i in np.flatnonzero(row > 1e-4)}, abs=1e-4)
    young = CollaborativeModel(people.log).fit(ids)
    assert not young.sure
