"""Any id can be an address: one that ends like a part of an item, too."""

import json
from collections.abc import Iterator

import httpx
import pytest

from agent import Recommender, Settings
from agent.serving.http import create_app
from retrieval.catalog.reader import read_catalog
from retrieval.encoder_sets import encoder_set
from retrieval.index.indexer import index_catalog
from tests.agent.serving.http.conftest import TOKEN
from tests.http_server import serving
from tests.media_files import picture, sound

IDS = ("bells", "bells/sound", "bells/picture", "bells/picture/0", "钟 声/sound", "50%/picture")


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("ids")
    image, audio = picture(folder / "p.png").name, sound(folder / "s.wav", seconds=0.3).name
    rows = [json.dumps({"id": id, "title": f"the item {id}", "image": image, "audio": audio}) for id in IDS]
    (folder / "catalog.jsonl").write_text("\n".join(rows), "utf-8")
    index_catalog(read_catalog(folder / "catalog.jsonl"), folder / "store", encoder_set("fake"))
    with Recommender(folder / "store", settings=Settings()) as medley, serving(create_app(medley, token=TOKEN)) as at:
        yield at


def test_the_addresses_of_an_answer_lead_to_its_items_and_their_media(url: str) -> None:
    own = {"Authorization": f"Bearer {TOKEN}"}
    answer = httpx.post(f"{url}/api/search", json={"text": "the item", "k": 10}, headers=own).json()
    assert {item["id"] for item in answer["items"]} == set(IDS)
    for item in answer["items"]:
        assert httpx.get(url + item["url"]).json()["id"] == item["id"]  # by the item's key, without the token
        assert httpx.get(url + item["images"][0]).headers["content-type"] == "image/png"
        assert httpx.get(url + item["audio"]).headers["content-type"].startswith("audio/")


def test_slashes_as_they_are_name_a_part_where_they_can(url: str) -> None:
    own = {"Authorization": f"Bearer {TOKEN}"}
    assert httpx.get(f"{url}/api/items/bells/sound", headers=own).content.startswith(b"RIFF")
    assert httpx.get(f"{url}/api/items/bells/sound/sound", headers=own).content.startswith(b"RIFF")
