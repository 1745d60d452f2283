"""The code of docs/encoders.md runs as it stands there."""

import re
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

from retrieval.encoder_sets import encoder_set, encoder_sets, register, registry
from retrieval.encoder_sets.classic import classic
from tests.catalogues import WORDS, write_catalogue
from tests.retrieval.encoders.test_words import glove

PAGE = (Path(__file__).parents[2] / "docs" / "encoders.md").read_text("utf-8")
CODE = re.findall(r"^```python\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


@pytest.fixture(autouse=True)
def shop(tmp_path, monkeypatch):
    """A folder with what the page's code names; what is registered in a test is forgotten after it."""
    write_catalogue(tmp_path, 24).rename(tmp_path / "shop.jsonl")
    shutil.copy(tmp_path / "p8.png", tmp_path / "photo.png")
    shutil.copy(tmp_path / "s8.wav", tmp_path / "call.wav")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(registry, "_SETS", dict(registry._SETS))
    monkeypatch.setattr(registry, "_TAKES", dict(registry._TAKES))
    return tmp_path


def test_the_articles_example(shop, capsys):
    words = sorted({part for word in WORDS for part in word.split()})
    vectors = glove(shop / "v.txt", words, np.random.default_rng(1).standard_normal((len(words), 12)))
    register("classic")(lambda: classic(vectors, "random"))  # small vectors, and no weights from elsewhere
    exec(compile(CODE[0], "docs/encoders.md", "exec"), {})
    lines = capsys.readouterr().out.splitlines()
    assert 1 <= len(lines) <= 3
    assert re.match(r"i008  [01]\.\d+  green frog 8 .*'text': .*'look': .*'timbre': ", lines[0])


def test_a_strangers_encoder_in_a_dozen_lines(shop, monkeypatch):
    from agent.recommender.recommender import Recommender
    from retrieval.catalog.reader import read_catalog
    from retrieval.errors import ConfigError
    from retrieval.index.indexer import index_catalog
    from retrieval.search.retriever import Query

    code = CODE[1].replace('encoder_set("embedded")', 'encoder_set("fake")')  # the small encoders, to be quick
    assert sum(bool(line.strip()) for line in CODE[1].splitlines()) <= 13
    (shop / "my_encoders.py").write_text(code)
    monkeypatch.syspath_prepend(shop)
    monkeypatch.delitem(sys.modules, "my_encoders", raising=False)
    made = encoder_set("my_encoders:mine")
    assert not index_catalog(read_catalog("shop.jsonl"), "store", made).problems

    monkeypatch.setattr(registry, "_SETS", {k: v for k, v in registry._SETS.items() if k != "my_encoders:mine"})
    with pytest.raises(ConfigError, match="MEDLEY_ENCODERS=my_encoders:mine"):
        Recommender("store")
    monkeypatch.setenv("MEDLEY_ENCODERS", "my_encoders:mine")
    with Recommender("store") as medley:
        hit = medley.retriever.search(Query(image=Path("photo.png"))).hits[0]
        assert hit.id == "i008"
        assert hit.blocks["colours"] > 0.1
        assert medley.recommend("green frog", k=2).picks


def test_every_set_is_on_the_page():
    sets = set(encoder_sets()) - {"stranger", "takes"}
    assert all(f"`{name}" in PAGE for name in sets)
    assert encoder_set("hub").name.removeprefix("hub:").split(",")[0] in PAGE
