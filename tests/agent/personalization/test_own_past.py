"""What a request asks of the person's own past: left out, chosen among, or said not to be known."""

import json

import pytest

from agent import Recommender, Settings
from agent.parsing.deeds_asked import blanked, find_deeds
from retrieval.catalog.reader import read_catalog
from retrieval.encoder_sets import encoder_set
from retrieval.index.indexer import index_catalog
from retrieval.language.words import fold

WITHOUT = {
    "a comedy I haven't seen yet": ("see", "a comedy"),
    "horror that's new to me": ("any", "horror"),
    "an animated film, but none that we've already watched": ("see", "an animated film"),
    "which science fiction films have I not watched?": ("see", "which science fiction films ?"),
    "a backpack, not again what I bought": ("buy", "a backpack,"),
    "tools I don't own yet": ("buy", "tools"),
    "something I don't have": ("buy", "something"),
    "a breakfast, not the ones I've already rated": ("rate", "a breakfast,"),
    "guesthouses I haven't stayed at yet": ("see", "guesthouses"),
    "don't recommend films I've already seen": ("see", ""),
    "something unread": ("any", "something"),
    "没看过的喜剧": ("see", "喜剧"),
    "没买过的饮料": ("buy", "饮料"),
    "别推荐我看过的": ("see", ""),
    "还没看的科幻片": ("see", "科幻片"),
    "背包,买过的那个别再推荐": ("buy", "背包,"),
    "早餐,评过分的就不要了": ("rate", "早餐,"),
    "我收藏过的之外,再来个零食": ("like", ",再来个零食"),
    "我还没有的工具": ("buy", "工具"),
    "除了我看过的": ("see", ""),
}
OTHERS = {
    "one I liked before": ("like", "only", False),
    "the wine I bought last time": ("buy", "only", True),
    "what I bought last time": ("buy", "only", True),
    "我上次买的": ("buy", "only", True),
    "我喜欢过的": ("like", "only", False),
    "a film like the one I liked": ("like", "like", False),
    "和我上次买的类似的": ("buy", "like", True),
}
NO_DEED = [
    "I don't like horror", "I liked The Matrix, something similar", "I have two kids", "I have 20 dollars", "films I love",
    "gift for someone who has never cooked", "I've seen Alien, what else?", "had I known", "I want to see a film",
    "没有坚果的", "没吃辣", "适合没学过编程的人", "有没有好吃的", "我喜欢的", "他没看过的", "有过敏",
]  # fmt: skip


@pytest.mark.parametrize("said", WITHOUT)
def test_what_was_done_is_read_as_left_out_and_the_rest_is_the_wish(said: str) -> None:
    verb, rest = WITHOUT[said]
    deeds = find_deeds(fold(said))
    assert [(deed.verb, deed.way) for deed in deeds] == [(verb, "without")]
    assert " ".join(blanked(said, deeds).split()) == rest


@pytest.mark.parametrize("said", OTHERS)
def test_what_was_done_is_read_as_what_to_choose_among_or_to_be_like(said: str) -> None:
    assert [(deed.verb, deed.way, deed.last) for deed in find_deeds(fold(said))] == [OTHERS[said]]


@pytest.mark.parametrize("said", NO_DEED)
def test_what_only_tells_of_a_person_asks_nothing_of_their_past(said: str) -> None:
    assert find_deeds(fold(said)) == ()


ROWS = [
    {
        "id": f"m{n}",
        "title": f"{('Blue', 'Red', 'Green', 'Grey')[n % 4]} {('Laugh', 'Tear')[n % 2]} {n}",
        "genre": "comedy" if n % 2 == 0 else "drama",
        "year": 2000 + n,
    }
    for n in range(16)
]


@pytest.fixture
def medley(tmp_path):
    path = tmp_path / "films.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS), "utf-8")
    index_catalog(read_catalog(path), tmp_path / "store", encoder_set("fake"))
    with Recommender(tmp_path / "store", settings=Settings(), encoders=encoder_set("fake")) as recommender:
        yield recommender


def _ids(answer) -> set[str]:
    return {pick.id for pick in answer.picks}


@pytest.mark.parametrize(
    "said", ["a comedy I haven't seen yet", "没看过的comedy", "a comedy, but not the ones I've already watched"]
)
def test_what_was_seen_is_left_out_and_named(medley, said: str) -> None:
    medley.record("play", "m0", user="ann")
    medley.record("rate", "m2", user="ann", value=2)
    medley.record("buy", "m4", user="ann")
    medley.record("play", "m6", user="bob")
    answer = medley.recommend(said, user="ann", k=16)
    assert answer.understood == ("genre = comedy",)
    assert _ids(answer) == {"m6", "m8", "m10", "m12", "m14"}
    assert any("Blue Laugh 0" in note for note in answer.notes)


def test_only_deeds_of_the_kind_that_is_named_count(medley) -> None:
    medley.record("view", "m0", user="ann")
    medley.record("buy", "m2", user="ann")
    answer = medley.recommend("a comedy, not again what I bought", user="ann", k=16)
    assert "m2" not in _ids(answer)
    assert "m0" in _ids(answer)


def test_without_a_person_or_a_deed_the_answer_says_so_and_leaves_nothing_out(medley) -> None:
    nobody = medley.recommend("a comedy I haven't seen yet", k=16)
    assert len(nobody) == 8
    assert any("can't be known" in note for note in nobody.notes)
    nothing = medley.recommend("没买过的comedy", user="eve", k=16)
    assert len(nothing) == 8
    assert any("没有您买过的记录" in note for note in nothing.notes)


def test_what_was_liked_or_bought_last_is_chosen_among(medley) -> None:
    medley.record("buy", "m1", user="ann", at=1_700_000_000)
    medley.record("buy", "m3", user="ann", at=1_750_000_000)
    medley.record("rate", "m5", user="ann", value=5)
    medley.record("rate", "m7", user="ann", value=1)
    assert _ids(medley.recommend("what I bought last time", user="ann")) == {"m3"}
    assert _ids(medley.recommend("我上次买的", user="ann")) == {"m3"}
    assert _ids(medley.recommend("one I liked before", user="ann")) == {"m5"}
    like = medley.recommend("something like the one I liked", user="ann")
    assert "m5" not in _ids(like)
    assert like.plan.liked == ("m5",)


def test_it_still_holds_where_the_talk_goes_on(medley) -> None:
    medley.record("play", "m0", user="ann")
    medley.chat("a comedy I haven't seen yet", user="ann", k=16)
    answer = medley.chat("newer than 2001", user="ann", k=16)
    assert "m0" not in _ids(answer)
    assert all(pick.item.attributes["genre"] == "comedy" for pick in answer.picks)
