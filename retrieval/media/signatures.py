"""What kind of file it is, by its first bytes. Decodes nothing and trusts no suffix."""

from __future__ import annotations

import re
from typing import Literal

__all__ = ["LENGTH", "Kind", "is_svg", "sniff"]

Kind = Literal["image", "audio", "video"]

LENGTH = 1_024
"""How many of the first bytes `sniff` looks at."""

_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"BM", b"II*\0", b"MM\0*")
_SOUNDS = (b"fLaC", b"OggS", b"ID3", b"FORM", b".snd", b"caff", b"RF64")
_STILLS = (b"avif", b"avis", b"heic", b"heix", b"hevc", b"hevx", b"mif1", b"msf1")
_SVG = re.compile(
    rb"(\xef\xbb\xbf)?\s*(<\?xml[^>]*>\s*|<!--.*?-->\s*|<!DOCTYPE\s+svg[^>[]*(\[.*?\]\s*)?>\s*)*<svg[\s>]", re.DOTALL
)


def is_svg(start: bytes) -> bool:
    """Return whether a file that starts so is an SVG picture: its first element is `svg`.

    >>> is_svg(b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">'), is_svg(b"<html><svg></svg></html>")
    (True, False)
    """
    return _SVG.match(start[:LENGTH]) is not None


def sniff(start: bytes) -> Kind | None:
    """Picture, sound or video by the first bytes of a file; None where it is none that can be read.

    An MPEG-4 file counts as a video also where it holds nothing but sound.
    """
    if start.startswith(_PICTURES) or (start[:4] == b"RIFF" and start[8:12] == b"WEBP") or is_svg(start):
        return "image"
    if start[4:8] == b"ftyp":
        return "image" if start[8:12] in _STILLS else "video"
    if start.startswith(b"\x1aE\xdf\xa3"):  # EBML: WebM and Matroska
        return "video"
    if start.startswith(_SOUNDS) or (start[:4] == b"RIFF" and start[8:12] == b"WAVE"):
        return "audio"
    if len(start) > 1 and start[0] == 0xFF and start[1] & 0xE0 == 0xE0:  # the first frame of an MP3 without tags
        return "audio"
    return None
