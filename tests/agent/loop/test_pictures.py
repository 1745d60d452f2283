"""Pictures reach a chat model that sees, over HTTP: the person's, and on demand those of hits; scaled, without what files say beside."""

import base64
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from agent import Recommender, Settings
from agent.loop.offline import ANSWER_TOOL, SEARCH_TOOL
from agent.models.providers import chat_model
from prompts import load_prompt
from tests.catalogues import indexed
from tests.openai_server import OpenAIServer, Reply, obliging

SEES = "gpt-4o"
"""A name whose profile takes pictures; the server is on loopback."""


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> tuple[Path, Path]:
    catalogue, store, _ = indexed(tmp_path_factory.mktemp("pictures"))
    return catalogue.parent, store


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        yield running


@pytest.fixture
def connect(made, server):
    opened: list[Recommender] = []

    def make(model: str = SEES, **settings: Any) -> Recommender:
        chosen = Settings(base_url=server.base_url, **settings)
        opened.append(Recommender(made[1], model=f"openai:{model}", settings=chosen))
        return opened[-1]

    yield make
    for medley in opened:
        medley.close()


@pytest.fixture
def photo(tmp_path) -> Path:
    """A large photo lying on its side, whose file tells where it was taken."""
    path = tmp_path / "photo.jpg"
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "at home, 12 Secret Street"  # orientation, description
    Image.new("RGB", (2000, 1000), (200, 30, 30)).save(path, exif=exif, comment=b"Secret Street")
    return path


def _words(body: dict[str, Any]) -> str:
    """What a request says, pictures left out: of strings and of parts."""
    parts = [m["content"] if isinstance(m["content"], list) else [{"type": "text", "text": m["content"]}] for m in body["messages"]]  # fmt: skip
    return "\n".join(part["text"] for some in parts for part in some if part["type"] == "text" and part["text"])


def _pictures(body: dict[str, Any]) -> list[tuple[str, Image.Image]]:
    """The pictures of a request, each with its bytes as text."""
    parts = [part for m in body["messages"] if isinstance(m["content"], list) for part in m["content"]]
    urls = [part["image_url"]["url"] for part in parts if part["type"] == "image_url"]
    found = []
    for url in urls:
        head, _, data = url.partition(",")
        assert head == "data:image/jpeg;base64"
        raw = base64.b64decode(data)
        found.append((raw.decode("latin-1"), Image.open(io.BytesIO(raw))))
    return found


def _answering(body: dict[str, Any]) -> Reply:
    """A model that searches for what it sees, and takes the first hit."""
    results = [json.loads(m["content"]) for m in body["messages"] if m["role"] == "tool"]
    if not results:
        return Reply(calls=[(SEARCH_TOOL, {"wish": "violin"})])
    return Reply(calls=[(ANSWER_TOOL, {"picks": [{"id": results[0]["hits"][0]["id"]}]})])


def test_it_sees_the_persons_picture_scaled_and_bare(connect, server, photo) -> None:
    server.play(_answering)
    answer = connect().recommend("something like this", image=photo)
    assert answer.model == f"openai:{SEES}"
    for request in server.requests:
        ((raw, picture),) = _pictures(request.body)
        assert picture.size == (384, 768)
        assert not picture.getexif()
        assert "Secret" not in raw
    told = _words(server.requests[0].body)
    assert "something like this" in told
    assert load_prompt("picture_seen").text in told


def test_a_decoded_picture_is_bared_too(connect, server, photo) -> None:
    server.play(_answering)
    connect().recommend("something like this", image=Image.open(photo))
    ((raw, picture),) = _pictures(server.requests[0].body)
    assert picture.size == (384, 768)
    assert "Secret" not in raw


def test_a_picture_without_words_is_read_by_a_model_that_sees(connect, server, made, photo) -> None:
    server.play(_answering)
    answer = connect().recommend(image=made[0] / "p7.png")
    assert answer.trace["searches"][0]["intent"]["wish"] == "violin"
    assert len(server.requests) == 2
    assert connect("x").recommend(image=made[0] / "p7.png").picks[0].id == "i007"
    assert len(server.requests) == 2  # who sees nothing has nothing to read


@pytest.mark.parametrize(("model", "settings"), [("x", {}), (SEES, {"vision": "off"})], ids=["blind", "off"])
def test_a_model_that_does_not_see_is_told_of_a_picture(connect, server, photo, model, settings) -> None:
    connect(model, **settings).recommend("something like this", image=photo)
    assert not _pictures(server.requests[0].body)
    assert load_prompt("picture_unseen").text in _words(server.requests[0].body)


def test_a_sound_is_mentioned(connect, server, made) -> None:
    connect().recommend("something like this", audio=made[0] / "s8.wav")
    assert load_prompt("sound_unheard").text in _words(server.requests[0].body)
    connect().recommend("a frog")
    assert load_prompt("sound_unheard").text not in _words(server.requests[-1].body)


def test_a_small_model_is_not_bothered_with_it(connect, server, photo) -> None:
    connect("x", protocol="json").recommend("something like this", image=photo)
    assert server.requests[0].last == "something like this"


def test_no_picture_leaves_this_machine_unless_it_may() -> None:
    def sees(model: str, **settings: Any) -> bool:
        return chat_model(model, Settings(api_key="k", **settings), lambda: None).sees  # type: ignore[arg-type,return-value]

    assert not sees(f"openai:{SEES}")
    assert not sees(f"openai:{SEES}", base_url="https://models.example/v1")
    assert not sees(f"openai:{SEES}", base_url="https://localhost.example/v1")
    assert sees(f"openai:{SEES}", share_pictures=True)
    assert sees(f"openai:{SEES}", base_url="http://localhost:8080/v1")
    assert not sees("openai:x", share_pictures=True)
    assert sees("openai:x", share_pictures=True, vision="on")
    assert not sees("openai:x", base_url="http://127.0.0.1:1/v1")


def _looking(seen: str, *, looks: bool = True) -> Any:
    """A model that looks at the pictures of three hits, and then picks the first that has one."""

    def play(body: dict[str, Any]) -> Reply:
        results = [json.loads(m["content"]) for m in body["messages"] if m["role"] == "tool"]
        if not results:
            return Reply(calls=[(SEARCH_TOOL, {"wish": "fox"})])
        hits = [hit["id"] for hit in results[0]["hits"] if "image" in hit.get("has", "")][:3]
        if len(results) == 1 and looks:
            return Reply(calls=[("see_pictures", {"ids": hits}), ("summarise_field", {})])
        return Reply(calls=[(ANSWER_TOOL, {"picks": [{"id": hits[0], "reason": "", "seen": seen}]})])

    return play


SEEN = "A broad stripe glows softly across the middle."


def test_thumbnails_of_hits_come_on_demand_and_what_is_seen_is_marked(connect, server) -> None:
    server.play(_looking(SEEN))
    answer = connect().recommend("a fox")
    last = server.requests[-1].body
    assert [m["role"] for m in last["messages"]][-4:] == ["assistant", "tool", "tool", "user"]
    pictures = _pictures(last)
    assert len(pictures) == 3
    assert all(max(picture.size) <= 256 for _, picture in pictures)
    ids = json.loads(last["messages"][-3]["content"])["pictures"]
    assert ", ".join(ids) in _words(last)
    pick = answer.picks[0]
    assert pick.seen == (SEEN,)
    assert SEEN in pick.judged
    assert pick.reason.endswith(SEEN)
    assert len(pick.reason) > len(SEEN)
    assert f"[the model sees in its picture: {SEEN}]" in str(answer)
    assert pick.to_dict()["seen"] == [SEEN]


@pytest.mark.parametrize(
    ("seen", "looks", "settings"),
    [(SEEN, False, {}), ("It costs 999 dollars.", True, {}), (SEEN, True, {"reasons": "facts"}), (SEEN, True, {"vision": "off"})],
    ids=["never looked", "false", "facts alone", "can't see"],
)  # fmt: skip
def test_what_was_not_seen_or_is_false_is_not_shown(connect, server, seen, looks, settings) -> None:
    server.play(_looking(seen, looks=looks))
    (pick,) = connect(**settings).recommend("a fox").picks
    assert pick.seen == ()
    assert seen not in pick.reason
    assert pick.reason


def test_who_cannot_see_is_told_so(connect, server) -> None:
    server.play(_looking(SEEN))
    connect("x").recommend("a fox")
    assert not _pictures(server.requests[-1].body)
    told = [json.loads(m["content"]) for m in server.requests[-1].body["messages"] if m["role"] == "tool"]
    assert told[1] == {"sees": False}


def test_an_earlier_turns_picture_is_not_sent_again(connect, server, photo) -> None:
    medley = connect()
    medley.chat("something like this", image=photo)
    server.play(obliging)
    medley.chat("cheaper")
    assert not _pictures(server.requests[0].body)
