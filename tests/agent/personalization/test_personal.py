"""Personal answers: a like changes the very next one, the reasons tell what is so, and nobody else is touched by it."""

import time

import pytest
from sqlalchemy import text

from agent import Recommender, Settings
from agent.explanation.behaviour_reasons import BehaviourReason
from agent.explanation.fact_sheet import FactSheet, fact_sheet
from agent.explanation.reasons import explain
from agent.grounding import check
from retrieval.catalog.items import Item
from retrieval.catalog.schema import infer_schema
from retrieval.errors import QueryError
from retrieval.search.retriever import Hit
from tests.catalogues import indexed
from tests.films import films_store
from tests.openai_server import OpenAIServer, obliging


@pytest.fixture
def store(tmp_path):
    return indexed(tmp_path)[1]


@pytest.fixture
def medley(store):
    with Recommender(store, settings=Settings()) as recommender:
        yield recommender


def _of(word: str, medley) -> list[str]:
    return [item.id for item in medley.retriever.store.items() if word in item.title]


def test_a_like_changes_the_very_next_answer_and_a_dislike_too(medley) -> None:
    frogs, foxes = _of("frog", medley), _of("fox", medley)
    medley.record("like", frogs[0], user="ann")
    first = medley.recommend(user="ann", k=5)
    assert {p.id for p in first.picks} & set(frogs)
    assert frogs[0] not in {p.id for p in first.picks}
    medley.record("dislike", first.picks[0].id, user="ann")
    medley.record("like", foxes[0], user="ann")
    second = medley.recommend(user="ann", k=8)
    assert first.picks[0].id not in {p.id for p in second.picks}
    assert {p.id for p in second.picks} & set(foxes)


def test_the_last_word_counts_though_the_clock_was_set_back(medley) -> None:
    medley.record("like", "i001", user="ann")
    medley._behaviour.log._db.run(text("UPDATE events SET at = at + 3600"))
    medley.record("dislike", "i001", user="ann")
    [deed] = medley._behaviour.people.person("ann").deeds.items
    assert deed.weight < 0


def test_scores_add_up_with_the_taste_as_parts_of_their_own(medley) -> None:
    medley.record("like", _of("frog", medley)[0], user="ann")
    for answer in (
        medley.recommend("a bird", user="ann"),
        medley.search("bird", user="ann"),
        medley.recommend(user="ann"),
    ):
        for pick in answer.picks:
            assert sum(pick.blocks.values()) == pytest.approx(pick.score, abs=1e-5)
            assert sum(pick.modalities.values()) == pytest.approx(pick.score, abs=1e-5)
            assert any(name.startswith("taste") for name in pick.blocks)
            assert "behaviour" in pick.modalities


def test_search_is_personal_by_as_much_as_the_caller_sets(medley) -> None:
    medley.record("like", _of("frog", medley)[0], user="ann")
    plain, none = medley.search("animal", k=40), medley.search("animal", k=40, user="ann", taste=0)
    assert [p.id for p in plain.picks] == [p.id for p in none.picks]
    frogs = set(_of("frog", medley))

    def place(answer) -> float:
        places = [i for i, p in enumerate(answer.picks) if p.id in frogs]
        return sum(places) / len(places)

    some, much = (
        medley.search("animal", k=40, user="ann", taste=0.3),
        medley.search("animal", k=40, user="ann", taste=1),
    )
    assert place(much) <= place(some) < place(plain)
    with pytest.raises(QueryError, match="0 to 1"):
        medley.search("animal", user="ann", taste=3)


def test_who_isnt_named_leaves_no_trace_and_gets_what_everybody_gets(medley, store) -> None:
    before = [p.id for p in medley.recommend("animal").picks]
    medley.chat("animal")
    assert not (store / "events.sqlite").exists()
    medley.record("like", _of("frog", medley)[0], user="ann")
    medley.recommend("something blue", user="ann")
    assert [p.id for p in medley.recommend("animal").picks] == before
    assert [e.words for e in medley._behaviour.log.events(kinds=["search"])] == ["something blue"]


def test_only_words_that_ask_for_something_are_remembered_as_a_search(medley) -> None:
    medley.chat("something blue", session="visit")
    medley.chat("more like the second", session="visit")
    medley.chat("not that one", session="visit")
    assert [e.words for e in medley._behaviour.log.events(kinds=["search"])] == ["something blue"]


def test_a_chat_session_is_somebody_and_becomes_a_user(medley) -> None:
    medley.record("like", _of("frog", medley)[0], session="visit")
    answer = medley.chat("", session="visit")
    assert {p.id for p in answer.picks} & set(_of("frog", medley))
    assert medley.merge("visit", "ann") == 1
    assert {p.id for p in medley.recommend(user="ann").picks} & set(_of("frog", medley))


def test_cold_start_says_what_it_falls_back_to(medley) -> None:
    answer = medley.recommend(user="new")
    assert answer.picks
    assert not answer.question
    assert any("range" in note for note in answer.notes)
    assert any("request alone" in note for note in medley.recommend("a frog", user="new2").notes)
    assert any("还不了解" in note for note in medley.recommend("青蛙", user="new3").notes)
    for n in range(3):
        medley.record("like", "i005", user=f"u{n}")
    answer = medley.recommend(user="new")
    assert answer.picks[0].id == "i005"
    assert any("like most" in note for note in answer.notes)
    assert "people here like most" in answer.picks[0].reason


def test_hidden_items_stay_away_and_conditions_still_hold(medley) -> None:
    frogs = _of("frog", medley)
    medley.record("hide", frogs[0], user="ann")
    medley.record("like", frogs[1], user="ann")
    assert frogs[0] not in {p.id for p in medley.recommend("green frog", user="ann", k=20).picks}
    assert frogs[0] in {p.id for p in medley.recommend("green frog", k=20).picks}
    assert all(p.item.attributes["price"] < 20 for p in medley.recommend(user="ann", where=["price<20"]).picks)


def test_what_cannot_be_so_is_refused(medley) -> None:
    with pytest.raises(QueryError, match="ids of items"):
        medley.record("like", "nowhere", user="ann")
    with pytest.raises(QueryError, match="user or a session"):
        medley.record("like", "i001")
    with pytest.raises(QueryError, match="one user or several"):
        medley.recommend(user="a", users=["b", "c"])


def test_the_reason_tells_the_deed_in_both_languages(tmp_path) -> None:
    with Recommender(films_store(tmp_path)) as medley:
        medley.record("like", "reef", user="ann")
        lamp = next(p for p in medley.recommend(user="ann", k=10).picks if p.id == "lamp")
        assert "Because you liked “Silent Reef”: both have" in lamp.reason
        assert "Ana Petrov" in lamp.reason
        zh = next(p for p in medley.recommend("推荐电影", user="ann", k=30, taste=1).picks if p.id == "lamp")
        assert "因为您喜欢过“Silent Reef”，" in zh.reason or "因为您喜欢过“Silent Reef”：" in zh.reason
        assert "liked" not in next(p for p in medley.recommend("film", k=30).picks if p.id == "lamp").reason


A = Item(
    "a", "Silent Reef", images=("x.png",), audio="s.wav", attributes={"cast": ("Ana Petrov",), "director": "Mia Lund"}
)
B = Item(
    "b",
    "Paper Lamp",
    translations={"zh": {"title": "纸灯"}},
    attributes={"cast": ("Jo Brand",), "director": "Mia Lund"},
)
C = Item("c", "Iron Kite", attributes={"cast": ("Eva Stein",), "director": "Lea Roth"})
SCHEMA = infer_schema([A, B, C])


def _sheet(kind: str = "like", part: str = "text", shared: bool = False) -> FactSheet:
    hit = Hit(A, 1.0, {"taste_text": 0.6, "text": 0.4}, {"text": 0.4, "image": 0.0, "audio": 0.0, "behaviour": 0.6})
    return fact_sheet(hit, done=[BehaviourReason(B, kind, part, {"director": ("Mia Lund",)} if shared else {})])


@pytest.mark.parametrize("kind", ["like", "rate", "buy", "play", "cart", "view"])
def test_every_sentence_of_ours_passes_the_check(kind: str) -> None:
    for part in ("text", "image", "audio", ""):
        for language in ("en", "zh"):
            for shared in (True, False):
                sheet = _sheet(kind, part, shared)
                told = explain(sheet, language)
                assert told.claims[-1].evidence[0].kind == "behaviour event"
                assert check(told.text, sheet, schema=SCHEMA, language=language, others=[C]), told.text


@pytest.mark.parametrize(
    "lie",
    [
        "Because you liked “Iron Kite”: its text is close to that one's.", "Because you liked Paper Lamp and Iron Kite.",
        "You bought Paper Lamp.", "You never liked Paper Lamp.", "Because you liked jazz.", "Your history is full of dramas.",
        "You liked Paper Lamp, which stars Eva Stein.", "Because you loved this director before.", "Because you watched “Paper Lamp”.",
        "因为您喜欢过“Iron Kite”：它的文字与之相近。", "因为您买过“Paper Lamp”。", "因为您以前喜欢爵士乐。",
    ],
)  # fmt: skip
def test_a_planted_lie_about_the_person_is_removed(lie: str) -> None:
    language = "zh" if "因" in lie else "en"
    assert not check(lie, _sheet(), schema=SCHEMA, language=language, others=[C])
    assert not check(lie, fact_sheet(Hit(A, 1.0, {}, {})), schema=SCHEMA, language=language, others=[B, C])


@pytest.mark.parametrize(
    "truth",
    ["Because you liked “Paper Lamp”.", "You liked “Paper Lamp”, also by Mia Lund.", "因为您喜欢过“Paper Lamp”。"],
)
def test_a_truth_about_the_person_stays(truth: str) -> None:
    assert check(truth, _sheet(shared=True), schema=SCHEMA, language="zh" if "因" in truth else "en", others=[C])


def test_a_models_lie_about_the_person_is_not_shown(tmp_path) -> None:
    folder = films_store(tmp_path)

    def liar(body):  # type: ignore[no-untyped-def]
        return obliging(body, reason="Because you liked “Iron Kite”.")

    with (
        OpenAIServer([liar]) as server,
        Recommender(folder, model="openai:x", settings=Settings(base_url=server.base_url)) as medley,
    ):
        medley.record("like", "reef", user="ann")
        answer = medley.recommend("a film by Mia Lund", user="ann", taste=1)
        lamp = next(p for p in answer.picks if p.id == "lamp")
        assert "Iron Kite" not in " ".join(p.reason for p in answer.picks if p.id != "kite")
        assert "you liked “Silent Reef”" in lamp.reason


def _asked(server) -> str:
    return "\n".join(str(request.body) for request in server.requests)


@pytest.mark.parametrize("protocol", ["tools", "json"])
def test_a_remote_model_is_told_nothing_of_the_person_unless_allowed(tmp_path, protocol: str) -> None:
    folder = films_store(tmp_path)
    for shared in (False, True):
        settings = {"protocol": protocol, "share_behaviour": shared}
        with (
            OpenAIServer([obliging]) as server,
            Recommender(folder, model="openai:x", settings=Settings(base_url=server.base_url, **settings)) as medley,
        ):
            medley.record("like", "reef", user="ann-smith")
            words = "ann-smith (ann@smith.example, +49 170 1234567) wants a film by Mia Lund"
            for _ in range(2):
                answer = medley.chat(words, user="ann-smith", session="s-77", taste=1, k=8)
            assert any("you liked “Silent Reef”" in p.reason for p in answer.picks)
            asked = _asked(server)
            assert len(server.requests) >= 4
            assert not any(secret in asked for secret in ("ann-smith", "ann@smith", "1234567", "s-77"))
            assert "person-1" in asked
            assert ("you liked" in asked or "'did'" in asked or '"did"' in asked) == (shared and protocol == "tools")


def test_more_like_and_goes_with(medley) -> None:
    frogs = _of("frog", medley)
    more = medley.more_like(frogs[0], k=4)
    assert frogs[0] not in {p.id for p in more.picks}
    assert all(medley.retriever.item(frogs[0]).title in p.reason for p in more.picks)
    medley.record("hide", more.picks[0].id, user="ann")
    assert more.picks[0].id not in {p.id for p in medley.more_like(frogs[0], k=4, user="ann").picks}
    alone = medley.goes_with(frogs[0], k=3)
    assert any("Nothing is known to have been bought" in note for note in alone.notes)
    for n in range(3):
        medley.record("buy", frogs[0], user=f"u{n}")
        medley.record("buy", "i003", user=f"u{n}")
    both = medley.goes_with(frogs[0], k=3)
    assert both.picks[0].id == "i003"
    assert both.picks[0].blocks["together"] > 0
    assert "The same people bought both." in both.picks[0].reason
    assert not both.notes


def test_two_people_are_answered_together(tmp_path) -> None:
    with Recommender(films_store(tmp_path)) as medley:
        medley.record("like", "reef", user="ann")
        medley.record("like", "moth", user="bob")
        for how in ("least-misery", "borda", "average"):
            answer = medley.recommend(users=["ann", "bob"], k=4, fair=how)
            assert all("group" in p.blocks for p in answer.picks)
            assert "chosen for all of you" in answer.picks[0].reason
            if how == "least-misery":
                assert answer.picks[0].id == "salt"  # it shares an actor with the one and the director with the other
        assert medley.recommend(user="ann").picks[0].id == "lamp"


def test_the_next_answer_after_a_like_comes_at_once(medley) -> None:
    """No bound that a busy machine could miss: `medley bench` measures. It re-indexes nothing, which this sees."""
    medley.recommend(user="ann")
    sequence, generation = medley.retriever.store.sequence, medley.retriever.refresh().generation.folder
    started = time.perf_counter()
    medley.record("like", "i001", user="ann")
    medley.recommend(user="ann")
    assert time.perf_counter() - started < 30
    assert (medley.retriever.store.sequence, medley.retriever.refresh().generation.folder) == (sequence, generation)
