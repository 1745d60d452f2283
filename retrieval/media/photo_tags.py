"""What a picture says of itself: EXIF (when, where, which camera), and titles, captions and keywords of IPTC and XMP.

Runs in the worker that decodes media, which loads it by its path: it imports the standard library, and Pillow when it is
called. Everything in a file is a stranger's: texts are cut, numbers checked, and XML with entities of its own isn't read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

if TYPE_CHECKING:
    from PIL import Image

__all__ = ["photo_tags"]

_LONGEST, _MANY = 4_000, 100
_MAKE, _MODEL, _DESCRIPTION, _ARTIST, _CHANGED = 0x010F, 0x0110, 0x010E, 0x013B, 0x0132
_EXIF, _GPS, _TAKEN = 0x8769, 0x8825, 0x9003
_OF_CAMERAS = re.compile(r"(?:olympus|sony|samsung|minolta|kodak|digital) ?(?:digital )?(?:camera|dsc)?|dcim|default|untitled|\W*|screenshot", re.IGNORECASE)  # fmt: skip
"""What cameras write where a person would write a caption."""
_XMP = {
    "title": "{http://purl.org/dc/elements/1.1/}title",
    "description": "{http://purl.org/dc/elements/1.1/}description",
    "keywords": "{http://purl.org/dc/elements/1.1/}subject",
    "artist": "{http://purl.org/dc/elements/1.1/}creator",
}
_LIST_ITEM = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}li"
_RATING = "{http://ns.adobe.com/xap/1.0/}Rating"
_IPTC = {(2, 5): "title", (2, 120): "description", (2, 25): "keywords", (2, 80): "artist", (2, 90): "city", (2, 101): "country"}  # fmt: skip


def _text(value: object) -> str:
    """A text as it was meant, cut, without control characters; "" for what is none."""
    text = str(value)
    if isinstance(value, bytes):
        try:
            text = value.decode("utf-8")
        except UnicodeDecodeError:
            text = value.decode("latin-1")
    text = re.sub(r"[\x00-\x1f\x7f]+", " ", text).strip()
    return text[:_LONGEST]


def _degrees(value: Any, half: object) -> float | None:
    """Degrees of latitude or longitude from degrees, minutes and seconds, and the half of the globe."""
    try:
        degrees, minutes, seconds = (float(part) for part in value)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    whole = degrees + minutes / 60 + seconds / 3600
    whole = -whole if _text(half)[:1].upper() in ("S", "W") else whole
    return round(whole, 6) if whole == whole and abs(whole) <= 180 else None


def _place(gps: Mapping[int, Any]) -> dict[str, float]:
    latitude, longitude = _degrees(gps.get(2), gps.get(1)), _degrees(gps.get(4), gps.get(3))
    if latitude is None or longitude is None or abs(latitude) > 90 or (latitude, longitude) == (0, 0):
        return {}
    return {"latitude": latitude, "longitude": longitude}


def _of_exif(image: Image.Image) -> dict[str, Any]:
    exif = image.getexif()
    inner = exif.get_ifd(_EXIF)
    found: dict[str, Any] = {}
    make, model = _text(exif.get(_MAKE, "")), _text(exif.get(_MODEL, ""))
    camera = model if model.casefold().startswith(make.casefold()[:4]) else f"{make} {model}"
    if camera.strip():
        found["camera"] = camera.strip()
    taken = re.match(r"((?:19|20)\d\d):(\d\d):(\d\d)", _text(inner.get(_TAKEN) or exif.get(_CHANGED) or ""))
    if taken and taken[2] != "00" and taken[3] != "00":
        found["taken"] = "-".join(taken.groups())
    caption = _text(exif.get(_DESCRIPTION, ""))
    if caption and not _OF_CAMERAS.fullmatch(caption):
        found["description"] = caption
    if artist := _text(exif.get(_ARTIST, "")):
        found["artist"] = artist
    return found | _place(exif.get_ifd(_GPS))


def _of_iptc(image: Image.Image) -> dict[str, Any]:
    from PIL import ImageFile, IptcImagePlugin

    if not isinstance(image, ImageFile.ImageFile):
        return {}

    found: dict[str, Any] = {}
    for key, value in (IptcImagePlugin.getiptcinfo(image) or {}).items():
        name = _IPTC.get(key)
        texts = [text for one in (value if isinstance(value, list) else [value]) if (text := _text(one))]
        if name and texts:
            found[name] = texts[:_MANY] if name == "keywords" else texts[0]
    return found


def _said(node: ElementTree.Element) -> Iterator[str]:
    """The texts of a property: of its list, or its own."""
    items = [*node.iter(_LIST_ITEM)]
    for one in items or [node]:
        if text := _text(one.text or ""):
            yield text


def _of_xmp(data: object) -> dict[str, Any]:
    packet = data.decode("utf-8", "replace") if isinstance(data, bytes) else str(data or "")
    packet = packet.strip("\0 \n")
    if not packet or "<!DOCTYPE" in packet or "<!ENTITY" in packet:
        return {}
    root = ElementTree.fromstring(packet)
    found: dict[str, Any] = {}
    for name, tag in _XMP.items():
        texts = [text for node in root.iter(tag) for text in _said(node)]
        if texts:
            found[name] = texts[:_MANY] if name == "keywords" else texts[0]
    ratings = [node.attrib[_RATING] for node in root.iter() if _RATING in node.attrib]
    ratings += [node.text or "" for node in root.iter(_RATING)]
    if ratings and re.fullmatch(r"[1-5](?:\.\d)?", ratings[0].strip()):
        found["rating"] = float(ratings[0])
    return found


def photo_tags(image: Image.Image) -> dict[str, Any]:
    """Return what a picture, whose header alone was read, says of itself: `title`, `description`, `keywords` (a list), `artist`, `taken`
    (an ISO day), `camera`, `latitude` and `longitude` in degrees, `city`, `country`, `rating` (1 to 5).

    A part that is damaged costs itself alone. People's own words (XMP, then IPTC) go before what the camera wrote.
    """
    found: dict[str, Any] = {}
    for read in (_of_exif, _of_iptc, lambda one: _of_xmp(one.info.get("xmp") or one.info.get("XML:com.adobe.xmp"))):
        try:
            found |= read(image)
        except Exception:  # noqa: BLE001 - parsers of strangers' tags raise anything at all; the other parts stay
            continue
    return found
