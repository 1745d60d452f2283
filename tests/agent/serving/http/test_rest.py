"""The REST API over a real server: answers, pictures and sounds, streams, doors, limits, errors, metrics."""

import base64
import json
import tempfile
from pathlib import Path

import httpx
import pytest

from agent.serving.http import HttpSettings, create_app
from agent.serving.http.errors import STATUS, told
from retrieval import errors
from retrieval.errors import MedleyError, ModelError, StoreDamaged
from tests.agent.serving.http.conftest import TOKEN
from tests.http_server import serving


@pytest.fixture
def uploads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of this test's own for what is uploaded: other tests upload at the same time."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def _left(uploads: Path) -> list[Path]:
    return list(uploads.glob("medley-upload-*"))


def _events(text: str) -> list[tuple[str, dict]]:
    blocks = [dict(line.split(": ", 1) for line in block.splitlines()) for block in text.strip().split("\n\n")]
    return [(block["event"], json.loads(block["data"])) for block in blocks]


def test_a_recommendation_holds_its_conditions_and_names_addresses(client) -> None:
    body = client.post("/api/recommend", json={"text": "animals with a price under 20", "k": 4}).json()
    assert len(body["items"]) == 4
    for item in body["items"]:
        assert item["attributes"]["price"] < 20
        assert sum(item["modalities"].values()) == pytest.approx(item["score"], abs=1e-4)
        assert client.get(item["url"]).json()["id"] == item["id"]
        for picture in item["images"]:
            assert client.get(picture).headers["content-type"] == "image/png"
    assert "price < 20" in " ".join(body["understood"])


def test_a_condition_is_struck_or_made_certain_when_it_is_asked_again(client) -> None:
    ask = {"text": "animals with a price under 20", "k": 3}
    body = client.post("/api/recommend", json=ask | {"without": ["price < 20"], "firm": ["tags=odd"]}).json()
    told = {(c["text"], c["status"], c["certainty"]) for c in body["conditions"]}
    assert {("category = animals", "filters", "certain"), ("tags = odd", "filters", "certain")} == told
    assert all("odd" in item["attributes"]["tags"] for item in body["items"])


def test_no_answer_names_a_path(client, made) -> None:
    folder = str(made[0].parent.parent)
    body = {"text": "green frog", "trace": True}
    for answer in (
        client.post("/api/recommend", json=body).text,
        client.post("/api/search", json={"text": "green frog"}).text,
        client.get("/api/items/i000").text,
        client.post("/api/recommend", json=body | {"stream": True}).text,
    ):
        assert folder not in answer


def test_a_search_by_words_conditions_and_liked_items(client) -> None:
    ask = {"text": "fox", "where": ["tags=odd"], "like": ["i001"], "weights": {"text": 2}, "k": 3}
    items = client.post("/api/search", json=ask).json()["items"]
    assert len(items) == 3
    assert all("odd" in item["attributes"]["tags"] and item["id"] != "i001" for item in items)


def test_a_picture_or_a_sound_comes_as_a_file_or_as_a_data_url_and_is_removed(client, made, uploads) -> None:
    folder = made[0].parent
    picture, sound = (folder / "p7.png").read_bytes(), (folder / "s8.wav").read_bytes()
    for files, first in (({"picture": picture}, "i007"), ({"sound": sound}, "i008")):
        found = client.post("/api/recommend", data={"k": "2", "where": ["price<90", "price>1"]}, files=files)
        assert found.json()["items"][0]["id"] == first, found.text
        assert len(found.json()["items"]) == 2
    url = "data:image/png;base64," + base64.b64encode(picture).decode()
    assert client.post("/api/search", json={"picture": url}).json()["items"][0]["id"] == "i007"
    assert _left(uploads) == []


def test_a_stream_finds_picks_and_answers(client, made, uploads) -> None:
    picture = (made[0].parent / "p7.png").read_bytes()
    with client.stream("POST", "/api/recommend", data={"stream": "true"}, files={"picture": picture}) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        events = _events(response.read().decode())
    kinds = [kind for kind, _ in events]
    assert kinds[0] == "found"
    assert kinds[-1] == "answer"
    picks = [body["id"] for kind, body in events if kind == "pick"]
    assert picks == [item["id"] for item in events[-1][1]["items"]]
    assert picks[0] == "i007"
    assert _left(uploads) == []


def test_what_is_wrong_with_a_streamed_request_is_told_by_its_status(client) -> None:
    response = client.post("/api/recommend", json={"text": "x", "where": ["colour=red"], "stream": True})
    assert response.status_code == 400
    assert "colour" in response.json()["error"]["message"]


def test_a_conversation_is_what_the_caller_sends(client) -> None:
    first = client.post("/api/recommend", json={"text": "violin", "k": 5}).json()["items"]
    history = [
        {"role": "user", "text": "violin"},
        {"role": "assistant", "text": "", "items": [item["id"] for item in first]},
    ]
    second = client.post("/api/recommend", json={"text": "like the second, but cheaper", "history": history}).json()
    assert second["items"]
    assert all(item["attributes"]["price"] < first[1]["attributes"]["price"] for item in second["items"])
    again = client.post("/api/recommend", json={"text": "like the second, but cheaper"}).json()
    assert again["understood"] != second["understood"]


def test_the_schema_tells_fields_and_values(client) -> None:
    fields = {field["name"]: field for field in client.get("/api/schema").json()["fields"]}
    assert fields["category"]["values"] == ["animals", "music", "vehicles"]
    assert fields["price"]["maximum"] == "58.5"


def test_sounds_come_in_parts_and_media_are_never_paths(client) -> None:
    part = client.get("/api/items/i008/sound", headers={"Range": "bytes=0-3"})
    assert part.status_code == 206
    assert part.content == b"RIFF"
    assert "sandbox" in part.headers["content-security-policy"]
    for path in ("/api/items/i000/picture", "/api/items/i001/picture/7", "/api/items/i001/sound", "/api/items/..%2f..",
                 "/api/items/i001/picture/..%2f..%2fetc%2fpasswd", "/api/items/nobody/sound"):  # fmt: skip
        answer = client.get(path)
        assert answer.status_code in (404, 422), path
        assert answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("body", "status", "part"),
    [
        ({"text": "x", "k": 0}, 422, "k"),
        ({"text": "x", "k": 51}, 422, "50"),
        ({"words": "x"}, 422, "words"),
        ({"text": "x", "where": ["price<cheap"]}, 400, "number"),
        ({"text": "x" * 2_001}, 400, "2000"),
        ({"picture": "https://elsewhere.example/a.png"}, 400, "nothing is fetched"),
        ({"picture": "data:image/png;base64," + base64.b64encode(b"GIF no").decode()}, 400, "picture"),
        ({"picture": "data:image/png;base64," + base64.b64encode(b"\x89PNG\r\n\x1a\nbroken").decode()}, 400, "the picture"),
    ],
)  # fmt: skip
def test_bad_requests_get_a_clear_error(client, body, status, part) -> None:
    answer = client.post("/api/recommend", json=body)
    assert answer.status_code == status, answer.text
    message = answer.json()["error"]["message"]
    assert part in message
    assert "/tmp" not in message
    assert "Traceback" not in answer.text


def test_what_is_no_json_or_no_path_is_told_as_json(client) -> None:
    assert client.post("/api/recommend", content="{", headers={"Content-Type": "application/json"}).status_code == 422
    assert client.post("/api/recommend", content="x", headers={"Content-Type": "text/plain"}).status_code == 415
    deep = "[" * 100_000
    assert client.post("/api/search", content=deep, headers={"Content-Type": "application/json"}).status_code == 422
    form = {"Content-Type": "multipart/form-data; boundary=x"}
    assert client.post("/api/search", content=b"--y\r\nnonsense", headers=form).status_code in (400, 422)
    assert client.get("/api/nothing").json()["error"]["code"] == "no_path"
    assert client.delete("/api/items/i001").json()["error"]["message"]


def test_bodies_are_limited_whatever_they_say_of_themselves(client) -> None:
    large = b'{"text": "' + b"x" * 400_000 + b'"}'
    headers = {"Content-Type": "application/json"}
    assert client.post("/api/search", content=large, headers=headers).status_code == 413
    chunked = client.post("/api/search", content=iter([large[:200_000], large[200_000:]]), headers=headers)
    assert chunked.status_code == 413
    assert client.post("/api/search", files={"picture": b"\x89PNG\r\n\x1a\n" + b"0" * 400_000}).status_code == 413


def test_pages_from_elsewhere_and_other_names_are_refused(client) -> None:
    ask = {"text": "frog"}
    own = {"Origin": str(client.base_url).rstrip("/")}
    assert client.post("/api/search", json=ask, headers=own).status_code == 200
    assert client.post("/api/search", json=ask, headers={"Origin": "https://evil.example"}).status_code == 403
    allowed = client.post("/api/search", json=ask, headers={"Origin": "https://shop.example"})
    assert allowed.headers["access-control-allow-origin"] == "https://shop.example"
    assert client.get("/api/schema", headers={"Host": "evil.example"}).status_code == 421


def test_nothing_is_answered_without_the_token(stranger) -> None:
    for method, path in (
        ("POST", "/api/search"), ("POST", "/api/recommend"), ("GET", "/api/schema"), ("GET", "/api/items/i001"),
        ("GET", "/api/items/i001/picture"), ("GET", "/api/items/i008/sound"), ("POST", "/api/feedback"),
        ("GET", "/metrics"), ("GET", "/v1/models"), ("POST", "/v1/chat/completions"),
    ):  # fmt: skip
        for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": f"Basic {TOKEN}"}):
            answer = stranger.request(method, path, headers=headers, json={})
            assert answer.status_code == 401, path
            assert answer.headers["www-authenticate"] == "Bearer"
    assert stranger.get("/healthz").json() == {"status": "ok"}
    assert stranger.get("/api/schema", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200


def test_an_items_addresses_carry_a_key_for_that_item_only(stranger) -> None:
    ask = {"text": "red fox", "k": 1, "where": ["tags=odd"]}
    answer = stranger.post("/api/recommend", json=ask, headers={"Authorization": f"Bearer {TOKEN}"})
    item = answer.json()["items"][0]
    picture = item["images"][0]
    assert stranger.get(picture).status_code == 200
    assert stranger.get(item["url"]).json()["id"] == item["id"]
    other = "i008" if item["id"] != "i008" else "i001"
    assert stranger.get(picture.replace(item["id"], other)).status_code == 401
    assert stranger.get(picture[:-1] + ("0" if picture[-1] != "0" else "1")).status_code == 401


def test_a_page_may_let_its_own_visitors_in(medley) -> None:
    app = create_app(medley, token=TOKEN, admits=lambda request: request.cookies.get("visitor") == "known")
    with serving(app) as url:
        assert httpx.get(f"{url}/api/schema", cookies={"visitor": "known"}).status_code == 200
        assert httpx.get(f"{url}/api/schema", cookies={"visitor": "other"}).status_code == 401
    with pytest.raises(ValueError, match="token"):
        create_app(medley, token="")


def test_metrics_count_without_telling_who_or_what(client) -> None:
    client.post("/api/recommend", json={"text": "green frog"})
    client.get("/api/items/i001")
    client.get("/api/nothing/at/all")
    text = client.get("/metrics").text
    assert 'medley_http_requests_total{method="GET",path="/api/items/{id}",status="200"}' in text
    assert 'medley_answers_total{outcome="picks",way="recommend"}' in text
    assert "medley_items 40.0" in text
    assert "i001" not in text
    assert "frog" not in text
    assert "nothing/at" not in text


def test_the_openapi_schema_describes_every_path(client) -> None:
    schema = client.get("/api/openapi.json").json()
    assert {"/api/search", "/api/recommend", "/api/items/{id}", "/api/items/{id}/picture", "/api/items/{id}/sound",
            "/api/feedback", "/v1/chat/completions", "/v1/models", "/healthz", "/metrics"} <= set(schema["paths"])  # fmt: skip
    body = schema["paths"]["/api/recommend"]["post"]["requestBody"]["content"]
    assert set(body) == {"application/json", "multipart/form-data"}
    assert body["multipart/form-data"]["schema"]["properties"]["picture"]["format"] == "binary"


def test_every_error_of_the_tree_has_a_status_and_hides_what_is_the_servers() -> None:
    kinds = [kind for name in errors.__all__ if issubclass(kind := getattr(errors, name), MedleyError)]
    for kind in kinds:
        assert any(parent in STATUS for parent in kind.__mro__)
    assert told(StoreDamaged("see /home/me/store"))[0] == 503
    assert "/home" not in told(StoreDamaged("see /home/me/store"))[1]["message"]
    assert told(ModelError("http://inside:1"))[0] == 502


def test_a_store_that_is_gone_is_told_by_readiness_and_not_by_health(made, tmp_path) -> None:
    import shutil

    from agent import Recommender, Settings

    shutil.copytree(made[1], tmp_path / "store")
    medley = Recommender(tmp_path / "store", settings=Settings())
    with serving(create_app(medley, settings=HttpSettings())) as url:
        assert httpx.get(f"{url}/readyz").json() == {"status": "ready"}
        medley.close()
        assert httpx.get(f"{url}/healthz").status_code == 200
        answer = httpx.get(f"{url}/readyz")
        assert answer.status_code == 503
        assert answer.json()["error"]["message"]


def test_feedback_changes_the_next_answer_of_that_person_only(made, tmp_path) -> None:
    import shutil

    from agent import Recommender, Settings

    shutil.copytree(made[1], tmp_path / "store")
    with (
        Recommender(tmp_path / "store", settings=Settings()) as medley,
        serving(create_app(medley)) as url,
        httpx.Client(base_url=url) as client,
    ):

        def ids(**who) -> list[str]:
            body = client.post("/api/recommend", json={"text": "things with a price under 40", "k": 8, **who}).json()
            return [item["id"] for item in body["items"]]

        impersonal = ids()
        liked = {"kind": "like", "item": "i019", "user": "ann", "id": "e1"}
        assert client.post("/api/feedback", json=liked).json() == {"recorded": 1}
        assert client.post("/api/feedback", json=liked).json() == {"recorded": 0}
        assert client.post("/api/feedback", json={"kind": "like", "item": "i011", "user": "ann"}).status_code == 201
        assert ids(user="ann", taste=1.0) != impersonal
        assert ids() == impersonal
        for wrong in ({"kind": "like", "item": "i001"}, {"kind": "adore", "item": "i001", "user": "a"},
                      {"kind": "rate", "item": "i001", "user": "a", "value": 99}, {"kind": "like", "user": "a"}):  # fmt: skip
            answer = client.post("/api/feedback", json=wrong)
            assert answer.status_code in (400, 422)
            assert answer.json()["error"]["message"]
        assert 'medley_feedback_total{kind="like"} 2.0' in client.get("/metrics").text
