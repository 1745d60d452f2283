"""Answers as HTML for notebooks: pictures and players inside, nothing fetched, every text of an item escaped.

Knows HTML and items. Pictures are decoded in the limited process that reads a catalogue's media, and made small.
"""

from __future__ import annotations

import base64
import io
import os
from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING

from agent.results.answer import part_name
from agent.results.marks import marked_html
from retrieval.catalog.items import Item
from retrieval.errors import CatalogError, MediaError
from retrieval.media.reader import MediaLimits, MediaReader, open_media

if TYPE_CHECKING:
    from agent.results.answer import Answer, Pick

__all__ = ["answer_html", "pick_html"]

SIDE = 240
"""Largest side of a picture, in pixels."""
SOUND = 300_000
"""A sound file of so many bytes or less stands in the page as it is; of a larger one, the beginning."""
SECONDS = 12.0
"""How much of it, in seconds."""

COLOURS = {"text": "#3b7dd8", "image": "#b5499b", "audio": "#c07c00", "behaviour": "#3a8f4d"}
PLAYED = {
    b"RIFF": "audio/wav",
    b"fLaC": "audio/flac",
    b"OggS": "audio/ogg",
    b"ID3": "audio/mpeg",
    b"\xff": "audio/mpeg",
}

STYLE = (
    "<style>"
    ".medley{display:flex;flex-wrap:wrap;gap:12px;font-family:system-ui,sans-serif}"
    ".medley figure{margin:0;width:240px;border:1px solid #8886;border-radius:8px;padding:10px;overflow-wrap:anywhere}"
    ".medley img{display:block;max-width:100%;height:150px;object-fit:contain;margin:0 auto 6px}"
    ".medley audio{width:100%;margin:4px 0}"
    ".medley .bar{display:flex;height:6px;border-radius:3px;overflow:hidden;background:#8883;margin:6px 0}"
    ".medley figcaption b{font-size:1.05em}"
    ".medley small{opacity:.75}"
    ".medley .judged,.medley-told .judged{border-bottom:1px dashed #8888;font-style:italic}"
    ".medley-told{font-family:system-ui,sans-serif;margin:0 0 8px}"
    "</style>"
)


def _url(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def _picture(item: Item, title: str, reader: MediaReader) -> str:
    if not item.images:
        return ""
    image = reader.image(item.media_path(item.images[0]), item.root)
    held = io.BytesIO()
    image.save(held, "JPEG", quality=82)
    return f'<img alt="{escape(title)}" src="{_url("image/jpeg", held.getvalue())}">'


def _whole(item: Item, path: str) -> tuple[str, bytes] | None:
    """A sound file as it is, where it is small and browsers play it: its media type and its bytes."""
    with os.fdopen(open_media(item.media_path(path), item.root, MediaLimits()), "rb") as file:
        content = file.read(SOUND + 1)
    kind = next((kind for start, kind in PLAYED.items() if content.startswith(start)), None)
    return (kind, content) if kind and len(content) <= SOUND else None


def _player(item: Item, title: str, reader: MediaReader) -> str:
    if not item.audio:
        return ""
    found = _whole(item, item.audio)
    if found is None:
        import soundfile

        sound = reader.sound(item.media_path(item.audio), item.root)
        held = io.BytesIO()
        soundfile.write(held, sound.samples[: int(SECONDS * sound.rate)], sound.rate, format="MP3")
        found = "audio/mpeg", held.getvalue()
    return f'<audio controls preload="none" aria-label="{escape(title)}" src="{_url(*found)}"></audio>'


def _media(item: Item, title: str, reader: MediaReader) -> str:
    """The first picture and the sound; what can't be read is told instead."""
    parts = []
    for make in (_picture, _player):
        try:
            parts.append(make(item, title, reader))
        except (MediaError, CatalogError) as error:
            parts.append(f"<small>{escape(str(error))}</small>")
    return "".join(parts)


def _bar(modalities: Mapping[str, float], language: str) -> str:
    positive = {name: max(value, 0.0) for name, value in modalities.items()}
    total = max(sum(positive.values()), 1.0)
    parts = "".join(
        f'<span style="width:{100 * value / total:.1f}%;background:{COLOURS[name]}"></span>'
        for name, value in positive.items()
    )
    told = " · ".join(
        f"{part_name(name, language)} {value:+.2f}" for name, value in modalities.items() if abs(value) >= 0.005
    )
    return f'<div class="bar" role="img" aria-label="{escape(told)}">{parts}</div><small>{escape(told)}</small>'


def _card(pick: Pick, language: str, reader: MediaReader) -> str:
    title = pick.item.title_in(language) or pick.id
    return (
        f"<figure>{_media(pick.item, title, reader)}<figcaption><b>{pick.position}. {escape(title)}</b>"
        f" <small>{pick.score:.2f}</small>{_bar(pick.modalities, language)}"
        f"<p>{marked_html(pick.reason, pick.judged, language, escape, seen=pick.seen)}</p></figcaption></figure>"
    )


def _cards(picks: Sequence[Pick], language: str) -> str:
    with MediaReader(MediaLimits(side=SIDE)) as reader:
        return f'{STYLE}<div class="medley">{"".join(_card(pick, language, reader) for pick in picks)}</div>'


def pick_html(pick: Pick, language: str = "en") -> str:
    """Return one pick as a card."""
    return _cards([pick], language)


def answer_html(answer: Answer) -> str:
    """Return what is said, understood, noted and asked back, then the picks as cards."""
    told = [marked_html(line, answer.judged, answer.language, escape) for line in answer.message.splitlines()]
    told += [escape(" · ".join(answer.understood)), *(f"<i>{escape(note)}</i>" for note in answer.notes)]
    asked = marked_html(answer.question, answer.judged, answer.language, escape)
    told.append(f"<b>{asked}</b>" if asked else "")
    head = "".join(f'<p class="medley-told">{line}</p>' for line in told if line)
    return head + _cards(answer.picks, answer.language)
