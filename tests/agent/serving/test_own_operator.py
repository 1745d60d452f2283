"""An operator that somebody else registers filters, gives reasons and is taken over HTTP and MCP, with nothing else changed."""

import asyncio
from typing import Any, ClassVar

import httpx
import pytest
from mcp import Client

from agent import Recommender, Settings
from agent.serving.http import create_app
from agent.serving.mcp.server import mcp_server
from agent.verification.conditions import holds
from retrieval.catalog.filters import Filter, register_operator
from retrieval.catalog.operators.base import unregister_operator
from tests.catalogues import indexed
from tests.contracts.operator_contract import OperatorContract
from tests.http_server import serving
from tests.retrieval.catalog.operators.strangers import Starts


@pytest.fixture(scope="module", autouse=True)
def _registered():
    register_operator(Starts())
    yield
    unregister_operator("starts")


class TestStarts(OperatorContract):
    operator = Starts()
    found: ClassVar = {Filter("kind", "starts", "PO"): {"frog"}, Filter("title", "starts", "the red"): {"fox"}}
    lines: ClassVar = {
        "kind^=po": Filter("kind", "starts", "po"),
        "kind!^=po": Filter("kind", "starts", "po", negate=True),
    }
    tools: ClassVar = {
        ("kind", "starts_with", "po"): Filter("kind", "starts", "po"),
    }


@pytest.fixture(scope="module")
def medley(tmp_path_factory):
    _, store, _ = indexed(tmp_path_factory.mktemp("own"))
    with Recommender(store, settings=Settings()) as recommender:
        yield recommender


def test_it_filters_and_is_said_in_the_reason(medley) -> None:
    found: ClassVar = medley.search("violin", where=["category^=veh"], k=3)
    assert [pick.item.attributes["category"] for pick in found.picks] == ["vehicles"] * 3
    answer = medley.recommend("something nice", where=["category^=veh"], k=1)
    assert all("its category begins with “veh”" in pick.reason.casefold() for pick in answer.picks)
    told = medley.recommend("推荐一个", where=["category^=veh"], k=1)
    assert told.picks
    assert "category starts veh" in told.picks[0].reason
    f = Filter("category", "starts", "veh")
    assert all(holds(pick.item, f) for pick in answer.picks)


def test_it_is_taken_over_http(medley) -> None:
    with serving(create_app(medley)) as url, httpx.Client(base_url=url) as client:
        answer = client.post("/api/search", json={"text": "violin", "where": ["category!^=mus"], "k": 30}).json()
        assert answer["items"]
        assert all(item["attributes"]["category"] != "music" for item in answer["items"])


def test_it_is_taken_over_mcp(medley) -> None:
    async def ask() -> tuple[Any, Any]:
        async with Client(mcp_server(medley)) as client:
            given = {"text": "violin", "filters": {"category": {"starts_with": "veh"}}}
            return await client.list_tools(), await client.call_tool("search_items", given)

    tools, answer = asyncio.run(ask())
    search = next(tool for tool in tools.tools if tool.name == "search_items").input_schema
    assert "$ref" not in str(search)
    assert "$defs" not in str(search)
    assert {item["attributes"]["category"] for item in answer.structured_content["items"]} == {"vehicles"}
