"""Folders as cameras, phones and music players leave them: what their files say of themselves becomes attributes."""

from __future__ import annotations

import io
import json
import tarfile
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from retrieval.catalog.items import Item
from retrieval.catalog.reader import Catalog, read_catalog
from retrieval.media import places
from retrieval.media.reader import MediaReader
from tests.media_files import picture, sound

XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="4">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Boats at dawn</rdf:li></rdf:Alt></dc:title>
<dc:subject><rdf:Bag><rdf:li>harbour</rdf:li><rdf:li>fog</rdf:li></rdf:Bag></dc:subject></rdf:Description></rdf:RDF></x:xmpmeta>"""


def _exif(description: str = "") -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x010E] = "Kamera Works", "KW-7", description
    exif.get_ifd(0x8769)[0x9003] = "2021:06:05 18:20:00"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (IFDRational(48), IFDRational(12), IFDRational(30))
    gps[3], gps[4] = "E", (IFDRational(16), IFDRational(22), IFDRational(12))
    return exif


def items(folder: Path) -> dict[str, Item]:
    return {item.id: item for item in read_catalog(folder).items}


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "avif"])
def test_a_camera_tells_when_where_and_what_it_is(tmp_path: Path, suffix: str) -> None:
    picture(tmp_path / f"IMG_0042.{suffix}", exif=_exif())
    found = items(tmp_path)["IMG_0042"].attributes
    assert (found["camera"], found["taken"]) == ("Kamera Works KW-7", date(2021, 6, 5))
    assert found["latitude"] == pytest.approx(48.2083, abs=1e-3)
    assert found["longitude"] == pytest.approx(16.37, abs=1e-3)


@pytest.mark.skipif(not places.known_places(), reason="the extra 'photos' isn't installed")
def test_the_town_is_told_and_none_at_sea() -> None:
    assert places.town_of(48.2083, 16.37)["country"] == "Austria"
    assert places.town_of(-40.0, -20.0) == {}


def test_what_people_wrote_goes_before_what_the_camera_did(tmp_path: Path) -> None:
    picture(tmp_path / "DSC_0001.jpg", exif=_exif("OLYMPUS DIGITAL CAMERA"), xmp=XMP.encode())
    picture(tmp_path / "DSC_0002.jpg", exif=_exif("My aunt's garden"))
    found = items(tmp_path)
    assert found["DSC_0001"].title == "Boats at dawn"
    assert found["DSC_0001"].description == ""
    assert found["DSC_0001"].attributes["keywords"] == ("harbour", "fog")
    assert found["DSC_0001"].attributes["rating"] == 4
    assert found["DSC_0002"].description == "My aunt's garden"


def test_damaged_and_hostile_tags_cost_themselves_alone(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    picture(tmp_path / "a.jpg", xmp=bomb.encode(), exif=_exif())
    picture(tmp_path / "b.jpg", exif=b"Exif\0\0II*\0\x08\0\0\0\xff\xff")
    found = items(tmp_path)
    assert found["a"].attributes["camera"] == "Kamera Works KW-7"
    assert found["b"].title == "b"


def test_a_jpeg_that_lacks_its_last_bytes_is_read(tmp_path: Path) -> None:
    path = picture(tmp_path / "a.jpg", size=(200, 200), colour=(200, 30, 30))
    path.write_bytes(path.read_bytes()[:-12])
    with MediaReader() as reader:
        assert reader.image(path).size == (200, 200)


def test_a_picture_of_a_phone_is_read(tmp_path: Path) -> None:
    pillow_heif = pytest.importorskip("pi_heif")
    assert pillow_heif.libheif_info()["decoders"]
    (tmp_path / "IMG_1.heic").write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0heicmif1")
    picture(tmp_path / "b.png")
    found = read_catalog(tmp_path, check_media=True)
    assert [item.id for item in found.items] == ["b"]
    told = next(str(problem) for problem in found.problems if "IMG_1.heic" in str(problem))  # and nothing else suffers
    assert "install" not in told


def test_texts_beside_pictures_are_their_captions(tmp_path: Path) -> None:
    for name, text in (
        ("000123", "a red kite over a field"),
        ("old barn", "The barn.\nIt fell down in 1990."),
        ("gbk", ""),
    ):
        picture(tmp_path / f"{name}.png")
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    (tmp_path / "gbk.txt").write_bytes("一只灰色的猫坐在窗台上看着外面的雨，旁边有一盆花。".encode("gbk"))
    (tmp_path / "notes.txt").write_text("not beside anything", "utf-8")
    found = read_catalog(tmp_path)
    by_id = {item.id: item for item in found.items}
    assert (
        by_id["000123"].title == "a red kite over a field" or by_id["000123"].description == "a red kite over a field"
    )
    assert (by_id["old barn"].title, by_id["old barn"].description) == ("old barn", "The barn.\nIt fell down in 1990.")
    assert by_id["gbk"].description.startswith("一只灰色的猫")
    assert "1 .txt" in str(found.problems[0])


def test_the_cover_that_a_sound_carries_is_its_picture(tmp_path: Path) -> None:
    path = sound(tmp_path / "one.flac", seconds=0.3, tags={"title": "Tram", "artist": "Mira"})
    cover = io.BytesIO()
    Image.new("RGB", (8, 8), "blue").save(cover, "PNG")
    path.write_bytes(_with_cover(path.read_bytes(), cover.getvalue()))
    found = items(tmp_path)["one"]
    assert (found.title, found.attributes["artist"]) == ("Tram", "Mira")
    assert [Image.open(found.media_path(image)).size for image in found.images] == [(8, 8)]


def _with_cover(flac: bytes, image: bytes) -> bytes:
    """A FLAC file with one more block: a picture, as taggers write it."""
    body = b"".join(
        (
            (3).to_bytes(4, "big"), len(b"image/png").to_bytes(4, "big"), b"image/png", (0).to_bytes(4, "big"),
            (8).to_bytes(4, "big") * 2, (24).to_bytes(4, "big"), (0).to_bytes(4, "big"), len(image).to_bytes(4, "big"), image,
        )
    )  # fmt: skip
    first = 4 + 4 + int.from_bytes(flac[5:8], "big")  # behind the block of stream information
    block = bytes([6]) + len(body).to_bytes(3, "big") + body
    return flac[:4] + bytes([flac[4] & 0x7F]) + flac[5:first] + block + flac[first:]


def _shard(path: Path, files: dict[str, bytes]) -> Path:
    with tarfile.open(path, "w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


@pytest.fixture
def shards(tmp_path: Path) -> Path:
    png = picture(tmp_path / "made" / "a.png").read_bytes()
    data = tmp_path / "data"
    data.mkdir()
    _shard(data / "train-0000.tar", {
        "cat_1.png": png, "cat_1.txt": b"a tabby cat", "cat_1.json": json.dumps({"colour": "grey", "age": 3}).encode(),
        "dog_2.png": png, "dog_2.cls": b"7", "../../evil.png": png, "bad_3.json": b"{", "bad_3.png": b"no picture",
    })  # fmt: skip
    _shard(data / "train-0001.tar", {"owl_4.png": png, "owl_4.txt": b"an owl"})
    return data


def test_shards_are_rows_with_their_media_taken_out(shards: Path) -> None:
    found: Catalog = read_catalog(shards)
    by_id = {item.id: item for item in found.items}
    assert by_id["cat_1"].title == "a tabby cat"
    assert by_id["cat_1"].attributes == {"colour": "grey", "age": 3}
    assert by_id["dog_2"].attributes["label"] in (7, "7")
    assert by_id["owl_4"].images
    assert all(item.media_path(image).is_file() for item in found.items for image in item.images)
    assert not (shards.parent.parent / "evil.png").exists()
    said = "".join(map(str, found.problems))
    assert "bad_3.json" in said
    assert {item.id for item in read_catalog(shards / "train-0001.tar").items} == {"owl_4"}


def test_a_shard_that_ends_too_early_keeps_what_came_before(shards: Path) -> None:
    whole = (shards / "train-0000.tar").read_bytes()
    (shards / "train-0000.tar").write_bytes(whole[: len(whole) // 3])
    found = read_catalog(shards)
    assert "owl_4" in {item.id for item in found.items}
