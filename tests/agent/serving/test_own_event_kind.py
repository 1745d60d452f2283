"""A kind of event that somebody else registers is recorded, imported, weighed and told of everywhere, with nothing else changed."""

import asyncio
import json
from typing import Any

import httpx
import pytest
from mcp import Client

from agent import Recommender, Settings
from agent.serving.http import create_app
from agent.serving.mcp.server import mcp_server
from retrieval.behavior.events.event import BehaviorEvent
from retrieval.behavior.events.kinds import EventKind, register_event_kind, unregister_event_kind
from retrieval.behavior.events.log_store import EventLog
from retrieval.behavior.events.preferences import deeds_of, worth
from retrieval.errors import ConfigError, QueryError
from tests.catalogues import indexed
from tests.http_server import serving

TASTE = EventKind(
    "tasted", worth=0.9, settles=True, aliases=("tasting",), said={"en": "you tasted “{}”"}, told=r"\btasted\b"
)


@pytest.fixture(scope="module", autouse=True)
def _registered():
    register_event_kind(TASTE)
    yield
    unregister_event_kind("tasted")


@pytest.fixture
def store(tmp_path):
    return indexed(tmp_path)[1]


def test_it_says_what_it_is_worth_and_names_are_taken_once(tmp_path) -> None:
    event = BehaviorEvent("tasted", "a", user="ann")
    assert worth(event) == 0.9
    assert deeds_of([event]).liked[0].kind == "tasted"
    for taken in (TASTE, EventKind("sip", 1.0, aliases=("click",)), EventKind("two words", 1.0)):
        with pytest.raises(ConfigError, match="isn't free"):
            register_event_kind(taken)
    with EventLog(tmp_path) as log:
        log.record(event)
        unregister_event_kind("tasted")
        try:
            with pytest.raises(QueryError, match="got 'tasted'"):
                log.record(event)
            assert deeds_of(log.events()).liked == ()
        finally:
            register_event_kind(TASTE)


def test_it_gives_a_reason_settles_its_item_and_is_imported(store, tmp_path) -> None:
    path = tmp_path / "events.jsonl"
    path.write_text(json.dumps({"event": "tasting", "item": "i001", "user": "ann", "timestamp": 1.7e9}) + "\n", "utf-8")
    with Recommender(store, settings=Settings()) as medley:
        cleaned, recorded = medley.import_events(path)
        assert (recorded.new, cleaned.left_out) == (1, ())
        answer = medley.recommend(user="ann", k=5)
        assert "i001" not in [pick.id for pick in answer.picks]
        assert any("you tasted “red fox 1”" in pick.reason for pick in answer.picks)
        assert any("you tasted" in pick.reason for pick in medley.recommend("推荐一个", user="ann", k=5).picks)


def test_it_is_taken_over_http_and_mcp(store) -> None:
    given = {"kind": "tasted", "item": "i001", "user": "ann"}

    async def ask(medley: Recommender) -> tuple[Any, Any, Any]:
        async with Client(mcp_server(medley)) as client:
            wrong = await client.call_tool("record_feedback", {**given, "kind": "sniffed"})
            return await client.list_tools(), await client.call_tool("record_feedback", given), wrong

    with Recommender(store, settings=Settings()) as medley:
        with serving(create_app(medley)) as url, httpx.Client(base_url=url) as client:
            assert client.post("/api/feedback", json=given).json() == {"recorded": 1}
            assert client.post("/api/feedback", json={**given, "kind": "sniffed"}).status_code == 422
            assert "tasted" in json.dumps(client.get("/api/openapi.json").json())
        tools, answer, wrong = asyncio.run(ask(medley))
        schema = next(tool for tool in tools.tools if tool.name == "record_feedback").input_schema
        assert schema["properties"]["kind"]["enum"][-1] == "tasted"
        assert "search" not in schema["properties"]["kind"]["enum"]
        assert answer.structured_content == {"recorded": 1}
        assert wrong.is_error
        assert "'tasted'" in wrong.content[0].text
        assert [event.kind for event in medley._behaviour.log.events(user="ann")] == ["tasted", "tasted"]
