"""SVG pictures are drawn in the media worker; what else they ask for is not done."""

from __future__ import annotations

import json
import socket
import threading
from pathlib import Path

import pytest

from retrieval.catalog.reader import read_catalog
from retrieval.errors import MediaError
from retrieval.media.reader import MediaLimits, MediaReader, probe
from retrieval.media.signatures import is_svg
from tests.media_files import picture

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 100 100"'


def svg(path: Path, body: str, size: str = 'width="100" height="100"', before: str = "") -> Path:
    path.write_text(f"{before}{HEAD} {size}>{body}</svg>", "utf-8")
    return path


@pytest.fixture(scope="module")
def reader():
    with MediaReader(MediaLimits(side=100)) as made:
        yield made


def test_it_is_drawn_on_white(tmp_path: Path, reader: MediaReader) -> None:
    path = svg(tmp_path / "a.svg", '<rect width="50" height="100" fill="red"/>')
    assert probe(path) == "image"
    drawn = reader.image(path)
    assert (drawn.mode, drawn.size) == ("RGB", (100, 100))
    assert (drawn.getpixel((25, 50)), drawn.getpixel((75, 50))) == ((255, 0, 0), (255, 255, 255))


@pytest.mark.parametrize(
    ("size", "drawn"),
    [
        ('width="300" height="100" preserveAspectRatio="none"', (100, 34)),
        ('width="10" height="40" preserveAspectRatio="none"', (25, 100)),
        ('width="1000000" height="1000000"', (100, 100)),
        ("", (100, 100)),
    ],
)
def test_its_larger_side_is_the_limit(tmp_path: Path, reader: MediaReader, size: str, drawn: tuple[int, int]) -> None:
    assert reader.image(svg(tmp_path / "a.svg", '<circle r="9"/>', size)).size == drawn


@pytest.mark.parametrize("start", ["", "\ufeff", '<?xml version="1.0"?>\n<!-- made by hand -->\n'])
def test_what_may_stand_before_it(tmp_path: Path, reader: MediaReader, start: str) -> None:
    path = svg(tmp_path / "a.svg", '<rect width="100" height="100" fill="blue"/>', before=start)
    assert reader.image(path).getpixel((50, 50)) == (0, 0, 255)


def test_pictures_inside_it_are_drawn_and_those_of_the_machine_are_not(tmp_path: Path, reader: MediaReader) -> None:
    import base64

    secret = picture(tmp_path / "secret.png", "blue", (10, 10))
    place = 'x="0" y="0" width="100" height="100"'
    inside = base64.b64encode(secret.read_bytes()).decode()
    own = svg(tmp_path / "own.svg", f'<image {place} xlink:href="data:image/png;base64,{inside}"/>')
    assert reader.image(own).getpixel((50, 50)) == (0, 0, 255)
    for number, href in enumerate((str(secret), f"file://{secret}", "secret.png")):
        path = svg(tmp_path / f"{number}.svg", f'<image {place} xlink:href="{href}"/><rect width="9" height="9"/>')
        assert reader.image(path).getpixel((50, 50)) == (255, 255, 255), href
    assert reader.image(own).getpixel((50, 50)) == (0, 0, 255), "the next picture is read as before"


def test_nothing_is_fetched(tmp_path: Path, reader: MediaReader) -> None:
    asked = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(1.0)

        def listen() -> None:
            try:
                asked.append(server.accept())
            except TimeoutError:
                return

        thread = threading.Thread(target=listen)
        thread.start()
        url = f"http://127.0.0.1:{server.getsockname()[1]}/x"
        body = (
            f'<image width="9" height="9" xlink:href="{url}.png"/><style>@import url({url}.css);</style><circle r="9"/>'
        )
        reader.image(svg(tmp_path / "a.svg", body, before=f'<?xml-stylesheet href="{url}.xsl"?>'))
        thread.join()
    assert not asked


BOMB = (
    '<!DOCTYPE svg [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)


@pytest.mark.parametrize(
    ("body", "before"),
    [
        ("<text>&i;</text>", BOMB),
        ("<text>&x;</text>", '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        ("<g>" * 200_000, ""),
        ("<rect", ""),
    ],
)
def test_hostile_ones_cost_themselves(tmp_path: Path, reader: MediaReader, body: str, before: str) -> None:
    with pytest.raises(MediaError, match=r"a\.svg: (not an SVG picture|the decoder crashed)"):
        reader.image(svg(tmp_path / "a.svg", body, before=before))
    good = svg(tmp_path / "good.svg", '<rect width="100" height="100" fill="red"/>')
    assert reader.image(good).getpixel((5, 5)) == (255, 0, 0)


def test_a_page_that_holds_a_drawing_is_none() -> None:
    assert not is_svg(b"<html><body><svg></svg></body></html>")
    assert not is_svg(b"<svgx>")
    assert is_svg(b"<?xml version='1.0'?><!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'x.dtd'><svg>")


def test_a_catalogue_has_them(tmp_path: Path) -> None:
    svg(tmp_path / "a.svg", "<circle r='9'/>")
    (tmp_path / "c.jsonl").write_text(json.dumps({"id": "a", "image": "a.svg"}))
    assert read_catalog(tmp_path / "c.jsonl", check_media=True).items[0].images == ("a.svg",)
    assert [item.title for item in read_catalog(tmp_path).items] == ["a"]
