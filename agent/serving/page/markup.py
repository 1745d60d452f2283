"""Small parts of the page's HTML. All text of others is escaped.

Words of the page's own are left out: the browser fills them in by the `data-t` of an element, so that the language can be
switched at any time, and sets the styles that `data-wave` and `data-width` name: its policy allows no style attributes.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from urllib.parse import quote, urlencode

from retrieval.catalog.items import Item

__all__ = ["data", "icon", "item_url", "media_url", "t"]


def data(attribute: str, key: str, given: Mapping[str, object]) -> str:
    """Return the attributes by which the browser fills in words, and what stands in them."""
    filled = "".join(f' data-{name}="{escape(str(value))}"' for name, value in given.items())
    return f' data-{attribute}="{key}"{filled}'


def t(key: str, tag: str = "span", **given: object) -> str:
    """Return an element whose words the browser fills in."""
    return f"<{tag}{data('t', key, given)}></{tag}>"


def icon(name: str) -> str:
    """Return a picture of the page's own."""
    return f'<svg class="icon" aria-hidden="true"><use href="#i-{name}"/></svg>'


def media_url(kind: str, item: Item, **given: object) -> str:
    """Return the address of a picture (`picture`), a sound (`sound`) or its wave (`wave`) of an item."""
    return escape(f"page/media/{kind}?" + urlencode({"item": item.id, **given}))


def item_url(item: Item) -> str:
    """Return the address of an item's own page."""
    return escape("item/" + quote(item.id, safe=""))
