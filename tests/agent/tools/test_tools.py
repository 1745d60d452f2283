"""What each tool looks up, on a small store; that strangers' tools are registered as ours are; and what a hit costs in tokens."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from agent import Recommender, Settings
from agent.parsing import Vocabulary
from agent.search.compact import tokens_of
from agent.search.search import run_search
from agent.search.telling import brief, told
from agent.search.token_count import token_count
from agent.search.turn import Turn
from agent.tools import Look, Seen, register_tool, registered_tools, unregister_tool
from agent.tools.look_up import values_like
from retrieval.behavior.events.event import BehaviorEvent
from retrieval.catalog.filters import Filter
from retrieval.catalog.items import Item
from retrieval.encoder_sets import encoder_set
from retrieval.errors import ConfigError, QueryError
from tests.catalogues import indexed


@pytest.fixture(scope="module")
def medley(tmp_path_factory) -> Iterator[Recommender]:
    _, store, _ = indexed(tmp_path_factory.mktemp("tools"))
    with Recommender(store, settings=Settings(model="offline"), encoders=encoder_set("fake")) as opened:
        yield opened


def _look(medley: Recommender, turn: Turn | None = None, **settings: Any) -> Look:
    def search(*given: object, **named: object) -> Any:
        raise AssertionError("no search was expected")

    asked, chosen = turn or Turn("a request"), Settings(model="offline", **settings)
    return Look(medley.retriever, medley.vocabulary, asked, chosen, "en", search)


def _seen(name: str, look: Look, **given: Any) -> dict[str, Any]:
    tool = next(tool for tool in registered_tools() if tool.name == name)
    seen = tool.run(tool.takes.model_validate(given), look)
    body = seen.body if isinstance(seen, Seen) else seen
    return json.loads(json.dumps(body))


def test_details_are_all_that_an_item_says(medley) -> None:
    body = _seen("item_details", _look(medley), ids=["i003", "i004"], fields=["price"])
    assert [item["id"] for item in body["items"]] == ["i003", "i004"]
    assert list(body["items"][0])[:3] == ["id", "title", "price"]
    assert body["items"][0] == {
        "id": "i003",
        "title": "violin 3",
        "price": "4.5",
        "category": "music",
        "tags": "odd, t3",
    }
    with pytest.raises(QueryError, match="expected the id of an item"):
        _seen("item_details", _look(medley), ids=["nobody"])


def test_a_comparison_tells_differences_first_and_is_the_one_of_conversations(medley) -> None:
    body = _seen("compare_items", _look(medley), ids=["i000", "i008"])
    assert list(body["differs"]) == ["price", "tags"]
    assert body["differs"]["price"] == ["0", "12"]
    assert body["same"] == {"category": "animals"}
    assert list(_seen("compare_items", _look(medley), ids=["i000", "i008"], fields=["category"])["same"]) == [
        "category"
    ]
    with pytest.raises(QueryError, match="expected fields"):
        _seen("compare_items", _look(medley), ids=["i000", "i008"], fields=["colour"])


def test_figures_are_those_of_the_rows(medley) -> None:
    items = [i for i in medley.retriever.store.items() if i.attributes["category"] == "music"]
    prices = sorted(float(i.attributes["price"]) for i in items)  # type: ignore[arg-type]
    where = [{"field": "category", "values": ["music"]}]
    body = _seen("summarise_field", _look(medley), field="price", where=where)
    assert (body["count"], body["minimum"], body["maximum"]) == (len(items), prices[0], prices[-1])
    assert body["mean"] == pytest.approx(sum(prices) / len(prices), abs=0.01)
    assert body["median"] == prices[len(prices) // 2]
    assert sum(count for _, _, count in body["histogram"]) == len(items)
    assert body["where"] == ["category = music"]
    assert _seen("summarise_field", _look(medley))["count"] == 40
    assert _seen("summarise_field", _look(medley), where=where)["count"] == len(items)
    often = _seen("summarise_field", _look(medley), field="category")["frequent"]
    assert often == {"animals": 30, "music": 5, "vehicles": 5}
    dear = [{"field": "price", "low": 30}, {"field": "category", "values": ["music"], "negate": True}]
    expected = [i for i in medley.retriever.store.items() if i.attributes["price"] >= 30 and i not in items]
    assert _seen("summarise_field", _look(medley), where=dear)["count"] == len(expected)


def test_conditions_are_mended_or_refused_never_dropped(medley) -> None:
    mended = _seen("summarise_field", _look(medley), where=[{"field": "Category", "values": ["vehicle"]}])
    assert (mended["count"], mended["where"]) == (5, ["category = vehicles"])
    with pytest.raises(QueryError, match=r"expected a field of the catalogue \(category, price, tags\)"):
        _seen("summarise_field", _look(medley), where=[{"field": "colour", "values": ["red"]}])
    with pytest.raises(QueryError, match=r"expected values that 'category' has \(such as animals"):
        _seen("summarise_field", _look(medley), where=[{"field": "Category", "values": ["spaceship"]}])
    with pytest.raises(QueryError, match="expected a field"):
        _seen("summarise_field", _look(medley), field="colour")


PEOPLE = ("James Cameron", "Cameron Crowe", "Ridley Scott", "Camille Moreau", "James Cameron")


def test_a_name_finds_values_by_part_and_by_spelling() -> None:
    films = [Item(id=str(n), title=f"Film {n}", attributes={"director": d, "lead": "Cameron Diaz"}) for n, d in enumerate(PEOPLE)]  # fmt: skip
    words = Vocabulary.of(films)
    found = values_like("Cameron", words, "director")
    assert [(r.value, r.count, how) for r, how in found] == [("James Cameron", 2, "part"), ("Cameron Crowe", 1, "part")]
    assert next((r.value, how) for r, how in values_like("james cameron", words)) == ("James Cameron", "same")
    assert {r.value for r, how in values_like("Camron", words, "director") if how == "spelling"} == {"James Cameron", "Cameron Crowe"}  # fmt: skip
    assert {r.field for r, _ in values_like("Cameron", words)} == {"director", "lead"}
    assert values_like("Spielberg", words) == []


def test_titles_are_looked_up_too(medley) -> None:
    body = _seen("look_up_value", _look(medley), words="violin 11")
    assert body["titles"] == [{"id": "i011", "title": "violin 11"}]
    assert {"field": "category", "value": "music", "count": 5, "how": "same"} in _seen("look_up_value", _look(medley), words="music")["values"]  # fmt: skip
    with pytest.raises(QueryError, match="expected a field"):
        _seen("look_up_value", _look(medley), words="x", field="colour")


def test_the_past_is_told_only_where_it_is_shared_and_was_agreed_to(tmp_path) -> None:
    _, store, _ = indexed(tmp_path, count=8)
    with Recommender(store, encoders=encoder_set("fake")) as medley:
        medley._behaviour.record(
            [BehaviorEvent("like", "i001", user="ann", consent=True), BehaviorEvent("buy", "i002", user="ann")]
        )
        turn = Turn("something", personal=medley._behaviour.personal("ann"))
        assert _seen("person_history", _look(medley, turn)) == {"shared": False}
        told = _seen("person_history", _look(medley, turn, share_behaviour=True))
        assert [(deed["did"], deed["id"]) for deed in told["deeds"]] == [("like", "i001")]
        assert _seen("person_history", _look(medley, share_behaviour=True)) == {"shared": False}
        nothing = _seen("person_history", _look(medley, turn, share_behaviour=True), kinds=["buy"])
        assert nothing["deeds"] == []


def test_what_the_operator_hides_no_tool_tells(medley) -> None:
    hidden = Turn("a request", hidden=(Filter("category", "eq", "music", negate=True),))
    look = _look(medley, hidden)
    for name, given in (("item_details", {"ids": ["i003"]}), ("compare_items", {"ids": ["i000", "i003"]})):
        with pytest.raises(QueryError, match="expected the id"):
            _seen(name, look, **given)
    assert _seen("summarise_field", look)["count"] == 35
    assert _seen("summarise_field", look, field="category")["frequent"] == {"animals": 30, "vehicles": 5}
    assert _seen("look_up_value", look, words="violin") == {"values": [], "titles": []}
    assert not any(v["value"] == "music" for v in _seen("look_up_value", look, words="music")["values"])


class Stock(BaseModel):
    """Tells how many of an item are in stock."""

    id: str


def test_a_strangers_tool_is_registered_as_ours_are() -> None:
    @register_tool("stock")
    def stock(asked: Stock, look: Look) -> dict[str, int]:
        return {"in_stock": 3}

    try:
        assert [tool.name for tool in registered_tools()][-1] == "stock"
        assert registered_tools()[-1].told == "Tells how many of an item are in stock."
    finally:
        unregister_tool("stock")
    assert "stock" not in {tool.name for tool in registered_tools()}


def test_a_tool_that_no_model_can_call_is_refused() -> None:
    class Open(BaseModel):
        """Takes anything."""

        given: dict[str, str]

    def opened(asked: Open, look: Look) -> dict[str, int]:
        return {}

    def untyped(asked, look):  # type: ignore[no-untyped-def]  # that is what is refused
        return {}

    with pytest.raises(ConfigError, match="named properties"):
        register_tool("open")(opened)
    with pytest.raises(ConfigError, match="annotated"):
        register_tool("open", told="x")(untyped)
    for name in ("two words", "Answer", ""):
        with pytest.raises(ConfigError, match="expected a name"):
            register_tool(name)
    assert "open" not in {tool.name for tool in registered_tools()}


LONG = "It stands at the river, has been there for ages, and whoever comes by looks at it for a while. " * 8


@pytest.mark.parametrize(
    "text", [LONG, "它立在河边，已经很久了，路过的人都会看上一会儿。" * 12, ""], ids=["en", "zh", "none"]
)
def test_a_hit_costs_at_most_sixty_tokens(medley, text) -> None:
    intent = medley._read("an animal under 30", (), ())
    searched = run_search(intent, Turn("an animal under 30"), medley.retriever, medley.vocabulary, medley.settings)
    sheet = searched.facts[0]
    wordy = Item(
        id="B00X4WHP5E-042", title="A rather long title of a thing that stands somewhere, in its third and revised edition",
        description=text, attributes={f"field_{n}": ("one value", "another", "a third one") for n in range(12)},
    )  # fmt: skip
    for item in (sheet.item, wordy):
        for budget in (60, 120):
            body = brief(type(sheet)(item, conditions=sheet.conditions), "en", budget)
            assert tokens_of(body) <= budget
            assert body["id"] == item.id
            assert body == brief(type(sheet)(item, conditions=sheet.conditions), "en", budget)
    whole = json.loads(told(searched, whole=False))
    assert all(token_count(json.dumps(hit, ensure_ascii=False)) <= 60 for hit in whole["hits"])


@pytest.mark.parametrize(
    ("text", "tokens"),
    [  # as o200k_base and cl100k_base count them, the greater
        ('{"id": "i003", "title": "violin 3", "price": "4.5", "category": "music", "tags": "odd, t3"}', 39),
        ("A slow film about two brothers who repair clocks in a harbour town.", 14),
        ('{"id": "m-204", "title": "Aliens", "year": "1986", "director": "James Cameron", "rated": "R"}', 35),
        ("一家安静的面馆，靠近地铁站，人均五十元。", 25),
    ],
)
def test_tokens_are_counted_about_as_servers_count_them(text, tokens) -> None:
    assert token_count(text) == pytest.approx(tokens, rel=0.25)
