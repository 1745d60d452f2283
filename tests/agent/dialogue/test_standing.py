"""Standing facts: read from words in both languages, kept apart from a request's conditions, applied, shown, taken back, forgotten."""

from collections.abc import Iterator

import pytest

from agent import Recommender
from agent.planning.standing_facts import facts_in
from retrieval.language.standing import asks_what_is_known, clauses_of, takes_back
from tests.stores import opened

FILMS = """
    title,genres,services,runtime,price
    Northern Lantern,Drama,Netflix,112,3
    Copper Valley,Western,Hulu,134,60
    Quiet Engine,Comedy,Disney+,95,4
    Moonless,Horror,Netflix,88,70
    Paper Tigers,Comedy,Netflix,91,45
    Glass Orchard,Horror,Hulu,121,5
    Second Winter,Drama,Disney+,140,80
    Little Owls,Children,Disney+,70,9
"""
DISHES = """
    title,菜系,食材,口味,人均
    麻婆豆腐,川菜,豆腐 花椒,辣,40
    宫保鸡丁,川菜,鸡肉 花生,辣,55
    白灼虾,粤菜,虾,鲜,90
    番茄炒蛋,家常菜,番茄 鸡蛋,酸,20
    花生芽炒肉,家常菜,花生 猪肉,咸,30
    清炒时蔬,家常菜,青菜,咸,18
"""


@pytest.fixture(scope="module")
def films(tmp_path_factory) -> Iterator[Recommender]:
    with opened(tmp_path_factory.mktemp("films"), FILMS) as medley:
        yield medley


@pytest.fixture(scope="module")
def dishes(tmp_path_factory) -> Iterator[Recommender]:
    with opened(tmp_path_factory.mktemp("dishes"), DISHES) as medley:
        yield medley


@pytest.fixture(autouse=True)
def _alone(films, dishes) -> None:
    films.forget()
    dishes.forget()


def _titles(answer) -> set[str]:
    return {pick.item.title for pick in answer.picks}


STATED = (
    ("I have Netflix and Disney+", "own"), ("We've got Netflix at home.", "own"), ("I can watch Hulu", "own"),
    ("My subscriptions are Netflix, and Disney+.", "own"), ("I'm subscribed to Netflix", "own"), ("my budget is 50", "budget"), ("I've got 50 to spend", "budget"),
    ("we can't spend more than 50", "budget"), ("never show me horror", "never"), ("please, never recommend me any horror films", "never"),
    ("no horror, ever", "never"), ("I never watch westerns", "never"), ("from now on only comedies", "always"), ("I only watch dramas", "always"),
    ("I'm vegetarian", "avoid"), ("We're both vegan.", "avoid"), ("I'm allergic to peanuts", "avoid"), ("my daughter is allergic to nuts", "avoid"),
    ("I don't eat pork", "avoid"), ("I have a peanut allergy", "avoid"), ("we're two adults and a toddler", "people"),
    ("there are four of us", "people"), ("we have two kids", "people"), ("I've already seen Moonless.", "seen"),
    ("我的预算是50", "budget"), ("我最多花50块", "budget"), ("我不吃辣", "avoid"), ("我对花生过敏", "avoid"), ("我吃素", "avoid"), ("以后别再给我推荐恐怖片", "never"),
    ("我从来不看恐怖片", "never"), ("我只看喜剧片", "always"), ("我们两大一小", "people"), ("我们家有个三岁的孩子", "people"), ("我有爱奇艺会员", "own"), ("我看过红高粱", "seen"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "kind"), STATED)
def test_a_statement_of_oneself_is_read_as_a_fact_of_its_kind(text: str, kind: str) -> None:
    assert kind in [clause.kind for clause in clauses_of(text)]


@pytest.mark.parametrize(
    "text",
    "a comedy under 50|I have a question|show me something else|I want a vegan cake|what can I watch?|no horror please|I like dramas|have you got Netflix?|"
    "预算300以内的酒店|不要恐怖片|来个不辣的菜|便宜点的|有没有喜剧片".split("|"),
)
def test_a_request_states_no_fact(films, dishes, text: str) -> None:
    assert facts_in(text, films.vocabulary) == []
    assert facts_in(text, dishes.vocabulary) == []


def test_a_fact_holds_for_every_later_request_until_it_is_taken_back(films) -> None:
    said = films.chat("I have Netflix and Disney+")
    assert not said.picks
    assert "Netflix" in said.message
    comedies = films.chat("a comedy")
    assert _titles(comedies) == {"Quiet Engine", "Paper Tigers"}
    assert {"origin": "standing", "text": "services one of Netflix, Disney+"}.items() <= comedies.conditions[0].items()
    assert "Copper Valley" not in _titles(films.chat("something else entirely: a western"))
    again = films.chat("forget the services")
    assert "Netflix" in again.message
    assert _titles(films.chat("a western")) == {"Copper Valley"}


def test_a_budget_told_with_a_request_is_kept_apart_from_it(films) -> None:
    first = films.chat("my budget is 50. A drama, please")
    assert _titles(first) == {"Northern Lantern"}
    assert "Moonless" not in _titles(films.chat("a horror film"))
    assert "Moonless" in _titles(films.chat("forget the budget"))


def test_what_a_request_asks_for_outright_sets_a_fact_aside_this_once(films) -> None:
    films.chat("never show me horror")
    assert not _titles(films.chat("a film under 100 minutes")) & {"Moonless", "Glass Orchard"}
    asked = films.chat("something else: a horror film")
    assert _titles(asked) == {"Moonless", "Glass Orchard"}
    assert any("never show me horror" in note for note in asked.notes)


def test_what_was_seen_is_never_shown_and_undoing_takes_it_back(films) -> None:
    films.chat("I've already seen Moonless")
    assert _titles(films.chat("a horror film")) == {"Glass Orchard"}
    films.forget()
    films.chat("I've already seen Moonless")
    films.chat("undo")
    assert "Moonless" in _titles(films.chat("a horror film"))


def test_a_family_sees_what_is_for_children_first(films) -> None:
    films.chat("we're two adults and a toddler")
    assert films.chat("a film on Disney+").picks[0].item.title == "Little Owls"


def test_a_fact_that_the_catalogue_cannot_tell_is_kept_and_said_to_change_nothing(films) -> None:
    assert "changes nothing" in films.chat("I'm vegetarian").message
    assert [fact.words for fact in films.facts.of(session="default")] == ["I'm vegetarian"]


@pytest.mark.parametrize(
    ("fact", "gone", "back"),
    [
        ("我不吃辣", {"麻婆豆腐", "宫保鸡丁"}, "我现在可以吃辣了"),
        ("我对花生过敏", {"宫保鸡丁", "花生芽炒肉"}, "不用管过敏了"),
        ("我的预算是50", {"宫保鸡丁", "白灼虾"}, "不用管预算了"),
    ],
)
def test_chinese_facts_hold_until_taken_back(dishes, fact: str, gone: set[str], back: str) -> None:
    assert fact in dishes.chat(fact).message
    assert not _titles(dishes.chat("推荐几个菜")) & gone
    assert not _titles(dishes.chat("换一批")) & gone
    assert fact in dishes.chat(back).message
    assert dishes.facts.of(session="default") == ()
    assert gone <= {pick.item.title for pick in dishes.chat("推荐所有的菜", k=6).picks}


@pytest.mark.parametrize(
    "text", ["what do you know about me?", "what have I told you about myself", "你知道我的什么", "你记得我的哪些情况"]
)
def test_what_is_known_is_told(dishes, text: str) -> None:
    assert asks_what_is_known(text)
    assert "我不吃辣" not in dishes.chat(text).message
    dishes.chat("我不吃辣")
    assert "我不吃辣" in dishes.chat(text).message


@pytest.mark.parametrize(
    "text",
    "forget the budget|actually, forget about the budget|the budget doesn't matter any more|I'm not vegetarian any more|I no longer have Netflix|you can show me horror again|forget everything|"
    "不用管预算了|别管忌口了|取消预算|预算无所谓了|我现在吃辣了".split("|"),
)
def test_taking_back_is_read(text: str) -> None:
    assert takes_back(text)


def test_the_facts_of_a_user_outlive_a_conversation_and_go_with_the_person(films) -> None:
    films.chat("I have Netflix", user="ada", session="one")
    films.forget("one")
    assert _titles(films.recommend("a comedy", user="ada")) == {"Paper Tigers"}
    assert len(_titles(films.recommend("a comedy", user="bob"))) == 2
    assert [event["words"] for event in films.privacy.export("ada") if event["kind"] == "fact"] == ["I have Netflix"]
    (fact,) = films.privacy.show("ada")["facts"]
    assert films.facts.drop([fact["id"]], user="ada") == 1
    films.facts.tell("never show me horror", user="ada")
    assert films.facts.of("ada")
    films.privacy.forget("ada")
    assert films.facts.of("ada") == ()


def test_a_session_that_turns_out_to_be_a_user_brings_its_facts(films) -> None:
    films.facts.tell("my budget is 5", session="visit")
    assert [event["words"] for event in films.privacy.export(session="visit")] == ["my budget is 5"]
    films.merge("visit", "eve")
    assert [fact.words for fact in films.facts.of("eve")] == ["my budget is 5"]
    assert films.facts.of(session="visit") == ()
    films.privacy.forget("eve")


def test_a_question_that_a_fact_answers_is_not_asked_again(tmp_path) -> None:
    services = ("Netflix", "Hulu", "Disney+") * 4
    rows = "\n".join(f"Film {n},{service},90" for n, service in enumerate(services))
    with opened(tmp_path, f"title,services,runtime\n{rows}") as medley:
        assert "service" in medley.chat("a film under 100 minutes").question
        after = medley.chat("I use Netflix or Disney+")
        assert after.picks
        assert "service" not in after.question
