"""One store, one recommender, and two servers of it: one open on loopback, one with a token."""

from pathlib import Path

import httpx
import pytest

from agent import Recommender, Settings
from agent.serving.http import HttpSettings, create_app
from tests.catalogues import indexed
from tests.http_server import serving

TOKEN = "s3cret"


@pytest.fixture(scope="package")
def made(tmp_path_factory) -> tuple[Path, Path]:
    catalogue, store, _ = indexed(tmp_path_factory.mktemp("http"))
    return catalogue, store


@pytest.fixture(scope="package")
def medley(made):
    with Recommender(made[1], settings=Settings()) as recommender:
        yield recommender


@pytest.fixture(scope="package")
def open_url(medley):
    settings = HttpSettings(body=300_000, origins=("https://shop.example",))
    with serving(create_app(medley, settings=settings)) as url:
        yield url


@pytest.fixture(scope="package")
def closed_url(medley):
    with serving(create_app(medley, token=TOKEN)) as url:
        yield url


@pytest.fixture
def client(open_url):
    with httpx.Client(base_url=open_url) as found:
        yield found


@pytest.fixture
def stranger(closed_url):
    with httpx.Client(base_url=closed_url) as found:
        yield found
