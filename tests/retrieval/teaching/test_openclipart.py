"""Captions of drawings."""

import pytest
from PIL import Image

from retrieval.teaching.openclipart import plain, read_openclipart

SVG = """<svg><metadata><dc:title>{title}</dc:title><rdf:Bag><rdf:li>bird</rdf:li><rdf:li>HASH(0x8c)</rdf:li>
<rdf:li></rdf:li></rdf:Bag></metadata></svg>"""


@pytest.fixture
def package(tmp_path):
    for name, title in (("animals/red_robin_01", "A Robin &amp; friend"), ("shapes/stars/s1", "star"), ("x_2", "")):
        for kind in ("png", "svg"):
            (tmp_path / kind / name).parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (3, 3)).save(tmp_path / "png" / f"{name}.png")
        if title:
            (tmp_path / "svg" / f"{name}.svg").write_text(SVG.format(title=title))
    return tmp_path


def test_captions(package):
    found = read_openclipart(package / "png", package / "svg")
    assert [(d.path.stem, d.caption) for d in found] == [
        ("red_robin_01", ("a robin friend", "red robin", "bird")),
        ("x_2", ("x",)),
    ]


@pytest.mark.parametrize(("text", "words"), [("Clipart by Nicu B. - clock12", "clock 12"), ("Two_frogs!", "two frogs")])
def test_plain(text, words):
    assert plain(text) == words
