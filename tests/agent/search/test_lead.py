"""The lead of an answer: what it says is recomputed here from the rows, and it changes from turn to turn."""

import json
import re
from collections.abc import Iterator

import pytest

from agent import Recommender, Settings
from agent.results.answer import Answer
from retrieval.catalog.filters import matches
from retrieval.catalog.reader import read_catalog
from retrieval.encoder_sets import encoder_set
from retrieval.index.indexer import index_catalog
from retrieval.language.chinese.talk import TALK as CHINESE
from retrieval.language.english.talk import TALK as ENGLISH
from tests.agent.dialogue.kinds.shop import films_store, places_store
from tests.agent.search.test_policies import Backwards

REQUESTS = (
    "a drama|a comedy from 1999|a horror film|a film under 100 minutes|a drama over 2 hours|a film about a lighthouse|the longest film|a drama, the best rated first|"
    "a western under 100 minutes|a quiet drama about copper|films by Ida Holm|a film from 1950|Moonless|a drama with a letter"
).split("|")
REQUESTS_ZH = "便宜的酒店|有早餐的酒店|人均50以下的餐馆|最贵的酒店|评分高的景点|500以下的酒店|安静的酒店|东城区的餐馆|有停车场的酒店".split(
    "|"
)
TURNS = range(3)
NAMES = {
    "rating": "rating",
    "runtime": "runtime",
    "year": "year",
    "房价": "房价",
    "评分": "评分",
    "门票": "门票",
    "人均消费": "人均消费",
}


@pytest.fixture(scope="module")
def films(tmp_path_factory) -> Iterator[Recommender]:
    with Recommender(films_store(tmp_path_factory.mktemp("films")), settings=Settings()) as medley:
        yield medley


@pytest.fixture(scope="module")
def places(tmp_path_factory) -> Iterator[Recommender]:
    with Recommender(places_store(tmp_path_factory.mktemp("places")), settings=Settings()) as medley:
        yield medley


def _after(medley: Recommender, turns: int, text: str) -> Answer:
    medley.forget()
    for _ in range(turns):
        medley.chat("hello")
    return medley.chat(text, k=4)


COMPARED = (
    re.compile(
        r"“(?P<title>[^”]+)” has the (?P<way>lower|higher) (?P<label>\w+)(?: \(|: )(?P<value>\d+(?:\.\d+)?) rather than (?P<than>\d+(?:\.\d+)?)"
    ),
    re.compile(
        r"“(?P<title>[^”]+)”的(?P<label>\w+?)更(?P<way>低|高)(?:（|：)(?P<value>\d+(?:\.\d+)?)，(?:而)?第一项是(?P<than>\d+(?:\.\d+)?)"
    ),
)
LOST = (
    re.compile(
        r"but the (?P<way>lower|higher) (?P<label>\w+)(?:, too)? \((?P<value>\d+(?:\.\d+)?) rather than (?P<than>\d+(?:\.\d+)?)\)"
    ),
    re.compile(r"但(?P<label>\w+?)也?更(?P<way>低|高)（(?P<value>\d+(?:\.\d+)?)，第一项是(?P<than>\d+(?:\.\d+)?)）"),
)


def _untrue(answer: Answer, medley: Recommender) -> list[str]:
    """What of a lead the rows don't bear out."""
    lead, picks, wrong = answer.message, answer.picks, []
    items = {pick.item.title: pick.item for pick in picks}
    wrong += [title for title in re.findall(r"“([^”]+)”", lead) if title not in items]
    fit = [i for i in medley.retriever.store.items() if answer.plan and all(matches(i, f) for f in answer.plan.filters)]
    for count in re.findall(
        r"^(?:There are |With .*? there are |Of |有|[^“”]*?共?有)?(\d+)(?: fit| with|项符合)", lead
    ):
        wrong += [] if int(count) in (len(fit), len(picks)) else [count]
    if re.search(r"are all that fit|and no more|has these|Only|alone|就是这|都在这里|只有", lead):
        wrong += [] if len(fit) == len(picks) else ["all"]
    for patterns in (COMPARED, LOST):
        for match in (m for p in patterns for m in p.finditer(lead)):
            named = match.groupdict().get("title") or re.findall(r"“([^”]+)”", lead)[-1]
            one, first = items[named].attributes[NAMES[match["label"]]], picks[0].item.attributes[NAMES[match["label"]]]
            ok = (one < first) == (match["way"] in ("lower", "低")) and (f"{one:g}", f"{first:g}") == (
                match["value"],
                match["than"],
            )
            wrong += [] if ok else [match[0]]
    for low, high in re.findall(r"(?:from |从)(\d+(?:\.\d+)?)(?: \([^)]*\))?(?: to |到)(\d+(?:\.\d+)?)", lead):
        values = [{f"{v:g}" for v in pick.item.attributes.values() if isinstance(v, int | float)} for pick in picks]
        wrong += [] if any(low in own for own in values) and any(high in own for own in values) else [f"{low}-{high}"]
    return wrong


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("text", REQUESTS)
def test_what_is_said_first_is_true_of_the_rows(films, text: str, turn: int) -> None:
    answer = _after(films, turn, text)
    assert _untrue(answer, films) == [], answer.message


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("text", REQUESTS_ZH)
def test_what_is_said_first_is_true_of_the_rows_in_chinese(places, text: str, turn: int) -> None:
    answer = _after(places, turn, text)
    assert _untrue(answer, places) == [], answer.message


def test_most_requests_are_led_and_the_wording_changes(films, places) -> None:
    for medley, requests in ((films, REQUESTS), (places, REQUESTS_ZH)):
        led = {text: [_after(medley, turn, text).message for turn in TURNS] for text in requests}
        assert sum(all(said) for said in led.values()) >= 0.8 * len(requests), led
        assert sum(len(set(said)) > 1 for said in led.values()) >= 0.7 * len(requests), led


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a drama", "These 4 are all that fit genres Drama. “Second Winter” has the higher rating: 8.8 rather than 7.9."),
        ("a comedy from 1999", "Only “The Quiet Engine” fits genres Comedy and year 1999."),
        ("the longest film", "By runtime they go from 140 (“Second Winter”) to 112 (“Northern Lantern”)."),
        ("a western under 100 minutes", "“Copper Valley” has runtime 134, where you asked for runtime under 100."),
        ("Moonless", "“Moonless” is here."),
        ("one film for each of us: she loves horror, I love comedy", ""),
        ("how many dramas are there?", "There are 4 with genres Drama, such as “Northern Lantern”, “Copper Valley” and “Glass Orchard”."),
    ],
)  # fmt: skip
def test_the_lead_of_each_sort_of_answer(films, text: str, said: str) -> None:
    assert _after(films, 0, text).message == said


def test_a_trade_off_is_told(places) -> None:
    assert _after(places, 0, "便宜的酒店").message.endswith(
        "“小溪客栈”的房价更低（260，第一项是1200），但评分也更低（4.1，第一项是4.8）。"
    )


def test_what_a_chat_model_orders_is_led_by_what_it_shows(tmp_path) -> None:
    with Recommender(films_store(tmp_path), model=Backwards(), settings=Settings()) as medley:
        answer = medley.chat("a drama", k=4)
        assert answer.model != "offline"
        assert answer.message
        assert _untrue(answer, medley) == []


def test_every_sentence_of_the_lead_is_there_in_both_languages() -> None:
    names = {name for name in ENGLISH if name.startswith("lead.")}
    assert names == {name for name in CHINESE if name.startswith("lead.")}
    for name in names:
        assert set(re.findall(r"{(\w+)}", CHINESE[name])) <= {"count", "named", "shown", "sure", "title", "label", "value", "than", "other", "lost", "place", "kept", "low", "high", "last", "values", "wanted"}  # fmt: skip


def test_what_is_only_not_mentioned_is_not_said_to_be_free_of_it(tmp_path) -> None:
    rows = [
        {"id": f"c{n}", "title": f"{kind} chocolate", "category": "chocolate"}
        for n, kind in enumerate(("Dark", "White"))
    ]
    (tmp_path / "items.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    index_catalog(read_catalog(tmp_path / "items.jsonl"), tmp_path / "store", encoder_set("fake"))
    with Recommender(tmp_path / "store") as medley:
        answer = medley.chat("chocolate without nuts")
    assert "no mention of nuts" in answer.message
    assert all("Nothing is said of nuts" in pick.reason for pick in answer.picks)
    assert [f.value for pick in answer.picks for f in pick.facts.told if f.negate] == []
