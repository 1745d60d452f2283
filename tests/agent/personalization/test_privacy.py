"""Forgetting, shown by a search of every file of the store and of what is held in memory; showing, exporting, expiring."""

import json
import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from langchain_core.messages import HumanMessage

from agent import Recommender, Settings
from agent.models.redaction import Pseudonyms
from retrieval.behavior.events.log_store import BehaviorEvent, EventLog
from retrieval.behavior.people.exploration import ExposureLog, explore
from retrieval.behavior.training.artefact import RETRAIN
from retrieval.errors import QueryError, StoreError
from tests.films import films_store

DAY = 86_400.0

WHO, VISIT, WORDS = "zebedee-quill", "visit-9177", "marzipan lighthouse keepers"
SECRETS = [WHO, VISIT, *WORDS.split(), "own-id-31"]


@pytest.fixture
def store(tmp_path) -> Path:
    return films_store(tmp_path)


def found_in(folder: Path) -> dict[str, list[str]]:
    """Which secrets stand in which files of a folder, as UTF-8 or UTF-16."""
    found: dict[str, list[str]] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            data = path.read_bytes().lower()
            for secret in SECRETS:
                if secret.encode() in data or secret.encode("utf-16-le") in data:
                    found.setdefault(path.name, []).append(secret)
    return found


def _lives(medley: Recommender) -> None:
    """A person does a bit of everything, among others."""
    medley.record("like", "reef", session=VISIT)
    medley.merge(VISIT, WHO)
    medley.record("buy", "lamp", user=WHO, id="own-id-31")
    for n in range(60):
        medley.record("search", user=WHO, words=f"{WORDS} {n}")
    for n in range(5):
        medley.record("like", "salt", user=f"other{n}")
        medley.record("like", "reef", user=f"other{n}")
    medley.chat(WORDS, user=WHO, session="talk")
    medley.chat(WORDS, session=VISIT)
    medley.recommend(user=WHO)


def test_nothing_of_a_forgotten_person_is_left_in_any_file_or_in_memory(store) -> None:
    with Recommender(store) as medley:
        _lives(medley)
        trained = store / "trained"
        trained.mkdir()
        (trained / "ranker.bin").write_bytes(b"weights")
        assert set(found_in(store)) & {"events.sqlite", "events.sqlite-wal"}
        done = medley.privacy.forget(WHO)
        assert done.events > 60
        assert done.sessions == 1
        assert done.retrain
        assert json.loads((store / RETRAIN).read_text("utf-8"))["trained"] == ["ranker.bin"]
        assert found_in(store) == {}
        assert medley.privacy.export(WHO) == []
        held = repr([medley._conversations._kept, medley._behaviour.people._kept])
        assert not any(secret in held for secret in SECRETS)
        assert any("Nothing is known" in note for note in medley.recommend(user=WHO, k=3).notes)
        assert len(medley.privacy.export("other1")) == 2
        assert medley.record(BehaviorEvent("buy", "lamp", user=WHO, id="own-id-31")).forgotten == 1
    assert found_in(store) == {}


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps files to their owner in another way")
def test_others_of_the_machine_cannot_read_what_people_did(store) -> None:
    with Recommender(store, settings=Settings(explore=1.0)) as medley:
        medley.record("like", "reef", user="ann")
        medley.recommend("film", user="ann", k=3)
        private = sorted(path for path in store.iterdir() if path.name.startswith(("events.", "exposures.")))
        assert {path.name for path in private} >= {"events.sqlite", "events.sqlite-wal", "exposures.sqlite"}
        assert not any(path.stat().st_mode & 0o077 for path in private)


def test_it_is_gone_from_the_free_pages_while_others_write(store) -> None:
    with Recommender(store) as medley, EventLog(store) as other:
        _lives(medley)
        other.record(BehaviorEvent("like", "dune", user="late"))
        medley.privacy.forget(WHO)
        assert found_in(store) == {}
        assert other.events(user="late")
    with sqlite3.connect(store / "events.sqlite") as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("PRAGMA freelist_count").fetchone() == (0,)


def test_an_anonymous_visit_can_be_forgotten(store) -> None:
    with Recommender(store) as medley:
        medley.record("search", session=VISIT, words=WORDS)
        medley.chat(WORDS, session=VISIT)
        assert medley.privacy.forget(session=VISIT).events == 2
        assert found_in(store) == {}
        assert VISIT not in medley._conversations._kept


def test_what_is_known_can_be_shown_and_taken_along(store, tmp_path) -> None:
    with Recommender(store) as medley:
        _lives(medley)
        known = medley.privacy.show(WHO)
        assert known["kinds"] == {"buy": 1, "like": 1, "search": known["events"] - 2}
        assert known["sessions"] == [VISIT, *[s for s in known["sessions"] if s != VISIT]]
        assert any("reef" in interest["items"] for interest in known["interests"])
        exported = medley.privacy.export(WHO)
        json.dumps([known, exported])
        path = tmp_path / "mine.jsonl"
        path.write_text("".join(json.dumps(event) + "\n" for event in exported), "utf-8")
        cleaned, again = medley.import_events(path)
        twice = sum(entry.count for entry in cleaned.left_out)  # the same words within a second are one search
        assert (again.new, again.known + twice) == (0, len(exported))
        with pytest.raises(QueryError, match="user or a session"):
            medley.privacy.forget()


def test_events_past_the_retention_period_go_by_themselves(store) -> None:
    with EventLog(store) as log:
        log.record([
            BehaviorEvent("search", user="ann", words=WORDS, at=time.time() - 40 * DAY),
            BehaviorEvent("like", "reef", user="ann", at=time.time() - 5 * DAY),
        ])  # fmt: skip
    with Recommender(store, settings=Settings(retention_days=30)) as medley:
        assert medley.privacy.show("ann")["kinds"] == {"like": 1}
        assert found_in(store) == {}


def test_searches_are_not_kept_where_the_settings_say_so(store) -> None:
    with Recommender(store, settings=Settings(remember_searches=False)) as medley:
        medley.chat(WORDS, user=WHO)
        assert medley.privacy.export(WHO) == []


def test_noise_is_a_setting(store) -> None:
    with Recommender(store, settings=Settings(epsilon=2.0)) as medley:
        _lives(medley)
        noise = medley._behaviour.people.settings.collaborative.noise
        assert noise is not None
        assert (noise.epsilon, noise.mechanism) == (2.0, "laplace")
        medley._behaviour.people.crowd.wait()
        assert medley.recommend(user=WHO).picks
        assert medley.goes_with("reef").picks


def test_pseudonyms_are_the_same_for_the_same_and_leave_the_rest() -> None:
    hide = Pseudonyms(["ann-lee", "al"]).text
    said = (
        "Ann-Lee (ann@lee.example) likes al dente films of 1990-1999 under 12.50, call +49 170 1234567 or 13800138000"
    )
    assert hide(said) == (
        "person-1 (email-1) likes al dente films of 1990-1999 under 12.50, call number-1 or number-2"
    )  # fmt: skip
    assert hide("ann-lee again, ann@lee.example") == "person-1 again, email-1"


def test_pseudonyms_hold_between_chinese_letters() -> None:
    hide = Pseudonyms(["小明", "ann-lee"]).text
    assert hide("我是小明，电话13812345678，推荐蓝色的") == "我是person-1，电话number-1，推荐蓝色的"
    assert hide("发到bob@x.com给我推荐蓝色的") == "发到email-1给我推荐蓝色的"
    assert hide("call 555.123.4567, under 12.50 or 1.5") == "call number-2, under 12.50 or 1.5"
    assert hide("not by Ann Lee") == "not by person-2"


@pytest.mark.parametrize(
    ("name", "said", "told"),
    [
        ("ann.lee@post.example", "I'm Ann.Lee, ann lee or AnnLee", "I'm person-1, person-1 or person-1"),
        ("ann.lee@post.example", "to ann.lee@post.example", "to person-1"),
        (
            "ann-lee",
            "ＡＮＮ－ＬＥＥ， mail ｂｏｂ＠ｘ．ｃｏｍ， １３８１２３４５６７８",
            "person-1， mail email-1， number-1",
        ),
        ("小明", "小 明要红色的，小明星也要", "person-1要红色的，person-1星也要"),
        ("user_1234", "user1234 and user 12345", "person-1 and user 12345"),
        ("K", "I'm K. Vitamin K for my name is K and K2", "I'm person-1. Vitamin K for my name is person-1 and K2"),
        ("a", "I'm a vegetarian, a lamp like I am a", "I'm a vegetarian, a lamp like I am person-1"),
        ("Al", "this is al, al dente", "this is person-1, al dente"),
        ("王", "我姓王，推荐王家卫的电影；国王", "我姓person-1，推荐王家卫的电影；国王"),
        ("王小明", "我叫王小明，王小明的歌", "我叫person-1，person-1的歌"),
        ("木", "我是木，要木椅", "我是person-1，要木椅"),
    ],
)
def test_names_are_found_however_they_are_written(name: str, said: str, told: str) -> None:
    assert Pseudonyms([name]).text(said) == told


def test_what_a_tool_repeats_of_the_request_is_told_with_pseudonyms() -> None:
    hit = {"id": "138000000000", "title": "ann-lee", "holds": ["not (text contains ann-lee)"], "reason": "No ann-lee."}
    body = {"hits": [hit], "conditions": ["not (text contains ann lee)"], "notes": ["13800138000"]}
    told = json.loads(Pseudonyms(["ann-lee"]).told(json.dumps(body)))
    assert told["hits"] == [hit | {"holds": ["not (text contains person-1)"], "reason": "No person-1."}]
    assert (told["conditions"], told["notes"]) == (["not (text contains person-1)"], ["number-1"])
    assert Pseudonyms(["ann-lee"]).told("no JSON of ann-lee") == "no JSON of ann-lee"


def test_a_name_in_a_title_is_left_to_the_catalogue() -> None:
    hide = Pseudonyms(["salt", "王"])
    hits = [
        {"id": "salt", "title": "Old Salt", "attributes": {"maker": "Salt & Co"}, "reason": "You asked: Salt"},
        {"id": "w", "title": "我叫王"},
    ]
    told = json.loads(hide.told(json.dumps({"hits": hits}, ensure_ascii=False)))["hits"]
    assert told == [hits[0] | {"reason": "You asked: person-1"}, hits[1]]
    (asked,) = hide.messages([HumanMessage("something like Old Salt, I'm salt")])
    assert asked.content == "something like Old person-1, I'm person-1"


def test_two_users_of_one_session_are_told_apart(store) -> None:
    with Recommender(store) as medley:
        medley.record("like", "reef", user="ann", session="kiosk")
        assert medley.privacy.show("bob", session="kiosk")["events"] == 0
        assert medley.privacy.export(session="kiosk") == []
        assert not any("you liked" in pick.reason for pick in medley.recommend(user="bob", session="kiosk"))
        medley.record("view", "reef", session="kiosk")
        assert medley.privacy.show("ann", session="kiosk")["events"] == 2


def test_forgetting_again_ends_what_a_reader_held_up(store, monkeypatch) -> None:
    monkeypatch.setattr("retrieval.behavior.events.log_store.PATIENCE", 0.5)
    (store / "trained" / "text").mkdir(parents=True)
    with Recommender(store) as medley:
        medley.record("like", "reef", user="ann", session="s1")
        reader = sqlite3.connect(store / "events.sqlite")
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM events").fetchone()
        with pytest.raises(StoreError, match="orget again"):
            medley.privacy.forget("ann")
        assert json.loads((store / "retrain.json").read_text()) == {"trained": ["text"]}
        reader.close()
        medley.privacy.forget("ann")
        assert found_in(store) == {}


def test_what_was_tried_out_expires_and_is_forgotten_from_the_file(store) -> None:
    with closing(ExposureLog(store)) as draws:
        draw = explore(4, 2, 1.0, 0, 0)
        draws.record("uann", draw, ["a", "b", "c", "d"], at=time.time() - 40 * DAY)
        draws.record("sV", draw, ["a", "reef", "reef", "reef"], at=time.time() - 60)
    with Recommender(store, settings=Settings(retention_days=30)) as medley:
        medley.record("like", "reef", session="V")
        medley.merge("V", "ann")
        with closing(ExposureLog(store)) as draws, EventLog(store) as log:
            assert [row["reward"] for row in draws.rows(log.events())] == [1.0]
        medley.privacy.forget("ann")
        with closing(ExposureLog(store)) as draws, EventLog(store) as log:
            assert draws.rows(log.events()) == []


def test_a_ranker_is_not_used_where_counts_are_noised(store) -> None:
    with Recommender(store, settings=Settings(epsilon=1.0)) as medley:
        medley.record("like", "reef", user="ann")
        medley._behaviour._ranker = object()  # never looked at
        assert medley._behaviour.order([], "ann", None) is None
