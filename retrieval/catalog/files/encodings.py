"""The text of a file in any usual encoding: by its byte order mark, as UTF-8, else the one that fits best (charset-normalizer).

Knows bytes and strings; no tables.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from pathlib import Path

from retrieval.errors import CatalogError

__all__ = ["Decoded", "decoded", "mended"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CANDIDATES = ("gb18030", "big5", "shift_jis", "euc_kr", "cp1251", "cp1252", "cp1250", "cp1253", "cp1254")
_WESTERN = re.compile(
    "[äöüßéèêëàâçñóíúáîïôùûœæøåìòõãÄÖÜÉÈÀÂÇÑØÅÁÓÚÍÆŒÊÎÔÕÃ€£°–—‘’“”„•…·©®™½¼¾×«»¡¿§²³¥\\s\x00-\x7f\xa0]*"
)
_TURKISH, _ICELANDIC = re.compile("[ýþðÝÞÐ]"), re.compile("[áíúóæÁÍÚÓÆ]")
"""What ı, ş, ğ look like in Windows-1252, and letters of the other language that has these."""
_CENTRAL = re.compile(r"[^\W\d_mM][³¹¿]|[³¹][^\W\d_]|(?s:ø.*è|è.*ø)")
"""What words of Central Europe (ł, ą, ż; ř beside č) look like in Windows-1252."""
_SAMPLE = 200_000
Decoded = tuple[str, str]
"""The text of a file, and the name of its encoding where it had to be guessed, else ""."""


def _wide(data: bytes) -> str:
    """UTF-16 without a mark, by where its zero bytes stand; "" where it isn't."""
    head = data[:4000]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = max(len(head) // 2, 1)
    if odd > 0.3 * half and even < 0.05 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.3 * half and odd < 0.05 * half else ""


def _guessed(data: bytes) -> str:
    """The encoding that a file which is no UTF-8 is most likely in; "" where none fits."""
    from charset_normalizer import from_bytes

    sample = data if len(data) <= _SAMPLE else data[: data.rfind(b"\n", 0, _SAMPLE) + 1 or _SAMPLE]
    try:
        text = sample.decode("cp1252")
        if _TURKISH.search(text) and _WESTERN.fullmatch(_TURKISH.sub("", text)) and not _ICELANDIC.search(text):
            return "cp1254"
        if _WESTERN.fullmatch(text) and not _paired(sample):
            return "cp1250" if _CENTRAL.search(text) else "cp1252"
    except UnicodeDecodeError:
        pass
    if _common_chinese(sample):
        return "gb18030"
    found = from_bytes(sample, cp_isolation=list(_CANDIDATES)).best()
    return found.encoding if found else ""


def _common_chinese(data: bytes, beyond_korean: bool = True) -> bool:
    """Whether the bytes above ASCII are all pairs of GB 2312, nearly all of its commoner half, and (`beyond_korean`) not
    all of them syllables of Korean as well."""
    runs = re.findall(rb"[\x80-\xff]+", data)
    leads = [lead for run in runs for lead in run[::2]]
    pairs = all(len(run) % 2 == 0 and all(0xA1 <= byte <= 0xFE for byte in run) for run in runs)
    common = sum(0xB0 <= lead <= 0xD7 or lead in (0xA1, 0xA3) for lead in leads)
    telling = not beyond_korean or any(0xC8 < lead <= 0xD7 for lead in leads)
    return bool(leads) and pairs and common >= 0.9 * len(leads) and telling


def _paired(data: bytes) -> bool:
    """Whether most bytes above ASCII stand in runs of two and more, as in Chinese, Japanese and Korean."""
    runs = re.findall(rb"[\x80-\xff]+", data)
    return bool(runs) and sum(len(run) >= 2 for run in runs) > 0.6 * len(runs)


def mended(texts: Mapping[str, str]) -> dict[str, str]:
    """Texts that were taken for Latin-1 where they are in another encoding (GBK, Windows-1251), as tags of old sound files are.

    Decided over all of them together; Latin letters with accents, which stand alone among others, are left as they are.

    >>> mended({"title": "°®ÄãÒ»ÍòÄê", "artist": "Zoë"})["artist"], mended({"title": "Björk"})
    ('Zoë', {'title': 'Björk'})
    """
    wide = {
        name: text for name, text in texts.items() if any(c >= "\x80" for c in text) and all(c <= "\xff" for c in text)
    }
    found = dict(texts)
    held = {name: data for name, text in wide.items() if _paired(data := text.encode("latin-1"))}
    if not held:
        return found
    whole = b"\n".join(held.values())
    try:
        return found | {name: data.decode("utf-8") for name, data in held.items()}
    except UnicodeDecodeError:
        encoding = "gb18030" if _common_chinese(whole, beyond_korean=False) else _guessed(whole)
    try:
        return found | ({name: data.decode(encoding) for name, data in held.items()} if encoding else {})
    except UnicodeDecodeError:
        return found


def _mostly_utf8(data: bytes) -> bool:
    """Whether a file has characters of UTF-8 beyond ASCII, so that a few bytes which are none are its own mistakes."""
    text = data.decode("utf-8", "surrogateescape")
    good = sum(not c.isascii() and not "\udc80" <= c <= "\udcff" for c in text)
    return good >= sum("\udc80" <= c <= "\udcff" for c in text)


def decoded(data: bytes, path: Path, encoding: str | None = None) -> Decoded:
    """The text of a file, and the encoding that was guessed for it ("" where it is UTF-8 or has a mark).

    `encoding` is taken where it is given. Bytes that are wrong in a file of UTF-8 become lone surrogates, so that only
    the strings that hold them are refused. Raises CatalogError for a binary file or an encoding that doesn't fit.
    """
    if encoding:
        try:
            return data.decode(encoding), ""
        except (UnicodeDecodeError, LookupError) as error:
            raise CatalogError(f"{path}: can't be read as {encoding} ({error})") from error
    marked = next((name for bom, name in _BOMS if data.startswith(bom)), "")
    if marked:
        try:
            return data.decode(marked, "surrogateescape" if marked == "utf-8-sig" else "strict"), ""
        except UnicodeDecodeError as error:
            raise CatalogError(f"{path}: starts as {marked} but is not ({error.reason}): save it as UTF-8") from error
    if b"\0" in data[:4096]:
        wide = _wide(data)
        try:
            return (data.decode(wide), wide) if wide else _refused(path)
        except UnicodeDecodeError:
            return _refused(path)
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        if _mostly_utf8(data) or not (name := _guessed(data)):
            return data.decode("utf-8", "surrogateescape"), ""
    try:
        return data.decode(name), name
    except UnicodeDecodeError:
        return data.decode("utf-8", "surrogateescape"), ""


def _refused(path: Path) -> Decoded:
    raise CatalogError(
        f"{path}: expected text (JSONL, JSON, CSV or XML), a spreadsheet, Parquet or SQLite; got a binary file"
    )
