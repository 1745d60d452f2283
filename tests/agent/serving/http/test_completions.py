"""The OpenAI-compatible interface, asked by the clients that people use: openai's, and LangChain's."""

import base64

import httpx
import openai
import pytest
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage
from langchain_openai import ChatOpenAI

from agent import Recommender, Settings
from agent.serving.http import create_app
from agent.serving.http.markdown import escaped, spoken
from retrieval.catalog.reader import read_catalog
from retrieval.encoder_sets import encoder_set
from retrieval.index.indexer import index_catalog
from tests.agent.serving.http.conftest import TOKEN
from tests.http_server import serving


@pytest.fixture(scope="module")
def asker(closed_url):
    with openai.OpenAI(base_url=f"{closed_url}/v1", api_key=TOKEN, max_retries=0) as client:
        yield client


def _ask(asker, *messages: dict, **options):
    return asker.chat.completions.create(model="medley", messages=list(messages), **options)


def _user(content) -> dict:
    return {"role": "user", "content": content}


def test_the_model_is_listed(asker) -> None:
    assert [model.id for model in asker.models.list()] == ["medley"]


def test_an_answer_holds_conditions_and_carries_the_items(asker) -> None:
    done = _ask(asker, {"role": "system", "content": "Recommend only fish."}, _user("animals with a price under 20"))
    items = done.model_extra["medley"]["items"]
    assert items
    assert all(item["attributes"]["price"] < 20 for item in items)
    assert done.choices[0].finish_reason == "stop"
    assert done.usage.total_tokens == 0
    for item in items:
        assert f"[{item['title']}](http://127.0.0.1" in done.choices[0].message.content
        assert item["reason"].split(" ")[0] in done.choices[0].message.content


def test_a_stream_says_the_same_in_pieces(asker) -> None:
    ask = _user("给我一个动物，不要青蛙")
    whole = _ask(asker, ask)
    chunks = list(_ask(asker, ask, stream=True, stream_options={"include_usage": True}))
    pieces = [c.choices[0].delta.content for c in chunks if c.choices and c.choices[0].delta.content]
    assert len(pieces) >= len(whole.model_extra["medley"]["items"]) > 1
    assert "".join(pieces).strip() == whole.choices[0].message.content
    assert chunks[-1].usage.total_tokens == 0
    assert not any("frog" in item["title"] or "青蛙" in item["title"] for item in whole.model_extra["medley"]["items"])


def test_the_next_message_knows_what_was_shown(asker) -> None:
    first = _ask(asker, _user("violin"))
    shown = first.model_extra["medley"]["items"]
    said = {"role": "assistant", "content": first.choices[0].message.content}
    second = _ask(asker, _user("violin"), said, _user("like the second, but cheaper")).model_extra["medley"]["items"]
    assert second
    assert all(item["attributes"]["price"] < shown[1]["attributes"]["price"] for item in second)


def test_going_back_is_understood_from_the_messages_alone(asker) -> None:
    first = _ask(asker, _user("animals with a price under 20"))
    said = {"role": "assistant", "content": first.choices[0].message.content}
    other = {"role": "assistant", "content": "Something else."}
    back = _ask(asker, _user("animals with a price under 20"), said, _user("a violin"), other, _user("undo"))
    assert back.model_extra["medley"]["items"] == first.model_extra["medley"]["items"]
    assert "Took back" in back.choices[0].message.content


def test_pictures_and_sounds_of_a_message_are_searched_by(asker, made) -> None:
    picture = base64.b64encode((made[0].parent / "p7.png").read_bytes()).decode()
    sound = base64.b64encode((made[0].parent / "s8.wav").read_bytes()).decode()
    shown = {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{picture}"}}
    heard = {"type": "input_audio", "input_audio": {"data": sound, "format": "wav"}}
    assert _ask(asker, _user([shown])).model_extra["medley"]["items"][0]["id"] == "i007"
    assert _ask(asker, _user([heard])).model_extra["medley"]["items"][0]["id"] == "i008"
    both = _ask(asker, _user([{"type": "text", "text": "things with a price under 5"}, shown])).model_extra["medley"]
    assert all(item["attributes"]["price"] < 5 for item in both["items"])


@pytest.mark.parametrize(
    ("options", "messages", "part"),
    [
        ({"n": 2}, [_user("x")], "n of 1"),
        ({"response_format": {"type": "json_object"}}, [_user("x")], "/api/recommend"),
        ({}, [_user("x"), {"role": "assistant", "content": "y"}], "message of the user"),
        ({}, [_user([{"type": "image_url", "image_url": {"url": "http://10.0.0.1/a.png"}}])], "nothing is fetched"),
        ({}, [_user("x" * 2_001)], "2000"),
    ],
)
def test_what_cannot_be_done_is_refused_in_openais_form(asker, options, messages, part) -> None:
    with pytest.raises(openai.BadRequestError, match=part):
        _ask(asker, *messages, **options)
    with pytest.raises(openai.BadRequestError, match=part):
        _ask(asker, *messages, stream=True, **options)


def test_another_model_or_no_token_is_refused(asker, closed_url) -> None:
    with pytest.raises(openai.NotFoundError, match="medley"):
        asker.chat.completions.create(model="gpt-9", messages=[_user("x")])
    with (
        openai.OpenAI(base_url=f"{closed_url}/v1", api_key="wrong", max_retries=0) as client,
        pytest.raises(openai.AuthenticationError),
    ):
        client.models.list()


def test_langchain_talks_to_it(closed_url) -> None:
    chat = ChatOpenAI(base_url=f"{closed_url}/v1", api_key=TOKEN, model="medley", max_retries=0)
    first = chat.invoke([SystemMessage("You sell toys."), HumanMessage("steam train")])
    assert "steam train" in first.content
    pieces = [chunk.content for chunk in chat.stream([HumanMessage("steam train"), AIMessage(first.content), HumanMessage("cheaper")])]  # fmt: skip
    assert "steam train" in "".join(pieces)


def test_text_of_items_is_no_markdown(tmp_path) -> None:
    title = "![x](http://evil.example/p.png) <script>alert(1)</script> [a](javascript:b) **bold**"
    catalogue = tmp_path / "c.jsonl"
    catalogue.write_text(f'{{"id": "a/b?c", "title": "{title}"}}\n')
    index_catalog(read_catalog(catalogue), tmp_path / "store", encoder_set("fake"))
    with (
        Recommender(tmp_path / "store", settings=Settings()) as medley,
        serving(create_app(medley)) as url,
        openai.OpenAI(base_url=f"{url}/v1", api_key="none") as client,
    ):
        text = (
            client.chat.completions.create(model="medley", messages=[_user("bold script")]).choices[0].message.content
        )
        kept = medley.retriever.item("a/b?c").title  # HTML is taken out where a catalogue is read
        assert httpx.get(text.split("](")[1].split(")")[0]).json()["title"] == kept
    unescaped = text.replace("\\\\", "")
    for sign in ("![", "<script", "](http://evil", "](javascript", " **bold"):
        assert sign not in unescaped
    assert spoken(text) == (kept, ("a/b?c",))
    assert escaped("a\n\n# b") == "a \\# b"


def test_a_message_made_to_be_slow_is_read_in_time_that_grows_with_its_length() -> None:
    from time import process_time

    def seconds(times: int) -> float:
        started = process_time()
        assert spoken("\\[" * times) == ("\\[" * times, ())
        return process_time() - started

    assert seconds(1_000_000) < 20, "a pattern that starts again at every bracket takes hours here"
    assert spoken("1. [red \\[x\\] fox](http://h/api/items/a%20b?key=1)") == ("red [x] fox", ("a b",))
