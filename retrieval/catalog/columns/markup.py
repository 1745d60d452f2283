"""Texts that hold HTML: the words kept, tags, scripts and entities gone. What merely has a `<` in it is left as it is.

By the standard library's parser. Knows strings; no columns.
"""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

__all__ = ["plain_text"]

_VOID = r"(?:br|hr|img|p|li|input|wbr|source|link|meta)"
_NAMES = (
    "a abbr address article aside b big blockquote body br button caption center cite code dd del details div dl dt em figcaption figure font footer form "
    "h1 h2 h3 h4 h5 h6 head header hr html i iframe img ins kbd li link main mark meta nav noscript ol p picture pre q s script section small source span strike strong style "
    "sub summary sup svg table tbody td template tfoot th thead title tr tt u ul var video wbr"
)
_PAIRED = re.compile(rf"<({'|'.join(_NAMES.split())})\b[^<>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_SINGLE = re.compile(rf"<{_VOID}\b[^<>]*/?>|<!--|</(?:{'|'.join(_NAMES.split())})\s*>|<!\[CDATA\[", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]{1,30}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_HIDDEN = frozenset(("script", "style", "template", "noscript", "head", "svg", "iframe"))
_BLOCKS = frozenset(
    "p div li ul ol br tr table h1 h2 h3 h4 h5 h6 section article blockquote dd dt dl hr pre figure header footer td th".split()
)
_BLANKS = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\s*\n\s*")


class _Words(HTMLParser):
    """Gathers what a reader of the page would see."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self.hidden += 1
        if tag in _BLOCKS:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN and self.hidden:
            self.hidden -= 1
        if tag in _BLOCKS:
            self.found.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.found.append(data)

    def unknown_decl(self, data: str) -> None:
        if data.startswith("CDATA["):
            self.found.append(data[6:])


def plain_text(text: str) -> str:
    """The words of a text that holds HTML, block by block on lines of their own; any other text as it is.

    >>> plain_text("<p>Rubber&nbsp;sole, <b>strong</b></p>"), plain_text("a < b"), plain_text("the <div> tag")
    ('Rubber sole, strong', 'a < b', 'the <div> tag')
    """
    if "<" in text and (_PAIRED.search(text) or _SINGLE.search(text)):
        return _tidy(_parsed(text))
    if "&" in text and _ENTITY.search(text):
        plain = html.unescape(text)
        if "<" in plain and (_PAIRED.search(plain) or _SINGLE.search(plain)):  # &lt;p&gt;…
            return _tidy(_parsed(plain))
        return _tidy(html.unescape(plain) if _ENTITY.search(plain) else plain)
    return text


def _parsed(text: str) -> str:
    words = _Words()
    words.feed(text)
    words.close()
    found = "".join(words.found)
    return html.unescape(found) if _ENTITY.search(found) else found


def _tidy(text: str) -> str:
    return _LINES.sub("\n", _BLANKS.sub(" ", text.replace("\u00a0", " "))).strip()
