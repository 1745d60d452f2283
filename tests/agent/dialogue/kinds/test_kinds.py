"""Every kind of turn in both languages: recognised, answered from the catalogue alone, and never taken from a request."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from agent import Recommender, Settings
from agent.results.answer import Answer
from retrieval.language.turns import utterances_of
from tests.agent.dialogue.kinds.shop import ORDINARY, TALK, films_store, places_store

UNKNOWN = ("don't know", "不知道")


@pytest.fixture(scope="module")
def films(tmp_path_factory) -> Iterator[Recommender]:
    with Recommender(films_store(tmp_path_factory.mktemp("films")), settings=Settings()) as medley:
        yield medley


@pytest.fixture(scope="module")
def places(tmp_path_factory) -> Iterator[Recommender]:
    with Recommender(places_store(tmp_path_factory.mktemp("places")), settings=Settings()) as medley:
        yield medley


def _asked(medley: Recommender, *turns: str) -> Answer:
    medley.forget()
    for turn in turns:
        answer = medley.chat(turn)
    return answer


def _titles(answer: Answer) -> list[str]:
    return [pick.item.title for pick in answer.picks]


TALKED = [(kind, text) for kind, texts in TALK.items() for text in texts.split("|")]


@pytest.mark.parametrize(("kind", "text"), TALKED)
def test_small_talk_is_answered_in_kind_and_nothing_is_picked(films, kind: str, text: str) -> None:
    before = ("a comedy",) if kind in ("thanks", "praise", "complaint") else ()
    answer = _asked(films, *before, text)
    assert answer.message
    assert not answer.picks
    assert answer.understood == ()
    said = [one.kind for one in utterances_of(text)]
    assert not said or said[0] == kind or {said[0], kind} <= {"thanks", "farewell", "praise"}


@pytest.mark.parametrize("text", ORDINARY.split("|"))
def test_a_request_is_never_taken_for_small_talk(films, places, text: str) -> None:
    medley = places if any(ord(sign) > 0x2E80 for sign in text) else films
    assert _asked(medley, text).picks


@dataclass(frozen=True)
class Turn:
    """Turns before the last, the last, what must be said, and what is shown (None: whatever; "": nothing)."""

    turns: tuple[str, ...]
    says: tuple[str, ...] = ()
    shows: str | None = None


def _of(*turns: str, says: tuple[str, ...] | str = (), shows: str | None = None) -> Turn:
    return Turn(turns, (says,) if isinstance(says, str) else says, shows)


ON_FILMS = [
    _of("what have you got?", says=("8", "Drama", "Horror"), shows=""),
    _of("what's in here?", says=("8", "Comedy"), shows=""),
    _of("what kinds of films do you have?", says=("Drama", "Western"), shows=""),
    _of("which genres are there?", says=("Romance", "Family"), shows=""),
    _of("list all the directors", says=("Ida Holm", "Mia Lund"), shows=""),
    _of("how many films are there?", says="8", shows=""),
    _of("how many horror films do you have?", says="2", shows=""),
    _of("how many comedies from 1999 do you have?", says="Quiet Engine", shows=""),
    _of("how many films by Ida Holm are there?", says="3", shows=""),
    _of("how many films mention copper?", says="Copper Valley", shows=""),
    _of("how many submarines do you have?", says="submarine", shows=""),
    _of("number of dramas", says="4", shows=""),
    _of("what is the average runtime?", says="110.62", shows=""),
    _of("what's the average rating of horror films?", says="7.25", shows=""),
    _of("how long are the dramas on average?", says="126.75", shows=""),
    _of("what is the oldest film you have?", says="1972", shows="Second Winter"),
    _of("which film is the longest?", says="140", shows="Second Winter"),
    _of("what's your best rated film?", says="8.8", shows="Second Winter"),
    _of("which is the shortest comedy?", says="91", shows="Paper Tigers"),
    _of("which horror film has the highest rating, and how high?", says="8.3", shows="Glass Orchard"),
    _of("who directed Moonless?", says="Lea Roth", shows="Moonless"),
    _of("who directed copper valley", says="Rui Costa", shows="Copper Valley"),
    _of("Glass Orchard cast", says=("Lin Wei", "Kofi Mensah"), shows="Glass Orchard"),
    _of("who is in Paper Tigers?", says="Jo Brand", shows="Paper Tigers"),
    _of("how long is The Quiet Engine?", says="95", shows="The Quiet Engine"),
    _of("when was Northern Lantern made?", says="1984", shows="Northern Lantern"),
    _of("tell me more about Second Winter", says=("long winter", "Nils Berg"), shows="Second Winter"),
    _of("what is Moonless about?", says="village", shows="Moonless"),
    _of("is Copper Valley a western?", says="Yes", shows="Copper Valley"),
    _of("is Moonless a comedy?", says="Horror", shows="Moonless"),
    _of("does Moonless have subtitles?", says=UNKNOWN[:1], shows="Moonless"),
    _of("does Paper Tigers have a sequel?", says="doesn't say", shows="Paper Tigers"),
    _of("Moonless", "who directed it?", says="Lea Roth", shows="Moonless"),
    _of("a horror film", "who directed the first?", says="was directed by"),
    _of("Glass Orchard", "how long is it?", says="121", shows="Glass Orchard"),
    _of("tell me about Moonless", "and the runtime?", says="88", shows="Moonless"),
    _of("compare Moonless and Glass Orchard", says=("88", "121", "Lea Roth"), shows="Moonless|Glass Orchard"),
    _of("Moonless vs Copper Valley", says=("2007", "1999")),
    _of("what's the difference between Moonless and Second Winter?", says=("2007", "1972")),
    _of("which is longer, Moonless or Glass Orchard?", says="“Glass Orchard” comes first: 121"),
    _of("which of Copper Valley and The Quiet Engine is older?", says="no difference: 1999"),
    _of("a drama", "compare the first and the second", says="side by side"),
    _of("a drama", "what's the difference between them?", says="side by side"),
    _of("which of Moonless, Paper Tigers and Glass Orchard is best for a family?"),
    _of("why?", says="haven't shown", shows=""),
    _of("a comedy from 1999", "why?", says=("Quiet Engine", "1st"), shows=""),
    _of("a comedy from 1999", "why the first?", says="1st", shows=""),
    _of("horror", "why did you pick the second?", says="2nd", shows=""),
    _of("horror", "why the second?", says="2nd", shows=""),
    _of("a comedy", "what made you pick the first one?", says="1st", shows=""),
    _of("a comedy", "why not Moonless?", says="Moonless", shows=""),
    _of("which is the longest film you've got?", says="140", shows="Second Winter"),
    _of("who directed The Quiet Engine?", "what else did she make?", says="Ida Holm"),
    _of("what have I asked for so far?", says="haven't asked", shows=""),
    _of("a comedy", "what did I ask for so far?", says="comedy", shows=""),
    _of("a comedy", "from 1999", "what did we agree on?", says=("comedy", "1999"), shows=""),
    _of("films by the director of Moonless", says="Lea Roth", shows="Moonless"),
    _of("films by the director of Copper Valley", says="Rui Costa", shows="Paper Tigers"),
    _of("anything with the same director as Glass Orchard", says="Mia Lund", shows="Bye Bye Harbour"),
    _of("what else did the director of Paper Tigers make?", says="Rui Costa", shows="Copper Valley"),
    _of("Moonless", "more films with the same cast as this one", says="Lin Wei", shows="Glass Orchard"),
    _of("a drama", "back to the first list", says="drama"),
    _of("back to the first list", says="no earlier list", shows=""),
    _of("https://example.org/films?id=1", says="don't open links", shows=""),
    _of("a comedy like in https://example.org/films?id=1", says="don't open links", shows="Paper Tigers"),
]

ON_PLACES = [
    _of("便宜的酒店", "第一个为什么适合我", says="排在第1", shows=""),
    _of("便宜的酒店", "为什么没有面之初？", says="面之初", shows=""),
    _of("东城区的酒店", "那餐馆呢", says="餐馆", shows="老灶火锅"),
    _of("你们有什么？", says=("7", "酒店", "餐馆", "景点"), shows=""),
    _of("这里都有什么", says="7", shows=""),
    _of("酒店分哪几种档次？", says=("豪华型", "经济型", "舒适型"), shows=""),
    _of("有哪些类别？", says=("酒店", "景点"), shows=""),
    _of("有多少家酒店？", says="3", shows=""),
    _of("一共有多少个景点", says="2", shows=""),
    _of("豪华型酒店有几家", says="云顶大酒店", shows=""),
    _of("酒店平均房价是多少？", says="666.67", shows=""),
    _of("餐馆的平均评分是多少", says="4.3", shows=""),
    _of("最贵的酒店是哪家？", says="1200", shows="云顶大酒店"),
    _of("哪家餐馆评分最高？", says="4.6", shows="老灶火锅"),
    _of("明月塔的门票多少钱？", says="60", shows="明月塔"),
    _of("明月塔要玩多久", says="120 min", shows="明月塔"),
    _of("老灶火锅在哪里？", says="和平路8号", shows="老灶火锅"),
    _of("介绍一下小溪客栈", says=("260", "水井胡同"), shows="小溪客栈"),
    _of("青松宾馆有停车场吗？", says="是的", shows="青松宾馆"),
    _of("小溪客栈有游泳池吗", says="没有", shows="小溪客栈"),
    _of("明月塔有停车场吗？", says=UNKNOWN[1:], shows="明月塔"),
    _of("老灶火锅有什么招牌菜", says="毛肚", shows="老灶火锅"),
    _of("荷塘公园", "门票多少钱？", says="0", shows="荷塘公园"),
    _of("介绍一下明月塔", "它的评分是多少", says="4.7", shows="明月塔"),
    _of("介绍一下明月塔", "有停车场吗", says="不知道", shows="明月塔"),
    _of("便宜的酒店", "第一个在哪里？", says="区"),
    _of("比较一下云顶大酒店和小溪客栈", says=("1200", "260"), shows="云顶大酒店|小溪客栈"),
    _of("老灶火锅和面之初哪个便宜？", says="“面之初”占优：38"),
    _of("云顶大酒店和青松宾馆有什么区别", says="豪华型"),
    _of("为什么？", says="还没有", shows=""),
    _of("便宜的酒店", "为什么推荐第一个？", says="排在第1", shows=""),
    _of("豪华型酒店", "总结一下我的要求", says="豪华型", shows=""),
    _of("明月塔附近有什么好吃的", says="1", shows="老灶火锅"),
    _of("便宜的酒店", "回到最初的列表", says="便宜的酒店"),
]


def _check(medley: Recommender, turn: Turn) -> None:
    answer = _asked(medley, *turn.turns)
    words = "\n".join([answer.message, answer.question, *answer.notes])
    assert [said for said in turn.says if said not in words] == [], words
    if turn.shows == "":
        assert not answer.picks
    elif turn.shows is not None:
        assert set(turn.shows.split("|")) <= set(_titles(answer)), (_titles(answer), words)


@pytest.mark.parametrize("turn", ON_FILMS, ids=lambda turn: " / ".join(turn.turns)[:60])
def test_questions_in_english_are_answered_by_the_catalogue(films, turn: Turn) -> None:
    _check(films, turn)


@pytest.mark.parametrize("turn", ON_PLACES, ids=lambda turn: " / ".join(turn.turns)[:60])
def test_questions_in_chinese_are_answered_by_the_catalogue(places, turn: Turn) -> None:
    _check(places, turn)
