"""An item in full, as HTML: for the window over the conversation, for a page of its own, and for two or three side by side."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from urllib.parse import urlsplit

from agent.planning.policies import sold_out
from agent.search.details import fields_of
from agent.serving.page.cards import Drawing, pictures, player
from agent.serving.page.markup import data, icon, item_url, media_url, t
from agent.serving.page.money import price_field, price_of
from retrieval.catalog.items import Item

__all__ = ["COMPARED", "comparison", "item_body", "link_of"]

COMPARED = 3
"""Items that are compared at once, at most."""


def link_of(text: str) -> str:
    """Return a value that is the address of a web page, as it may stand in a link; else nothing."""
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        return ""
    return escape(text.strip()) if parts.scheme in ("http", "https") and parts.netloc and len(text) < 2000 else ""


def _facts(item: Item, by: Drawing) -> list[tuple[str, str, str]]:
    """Field, what it is called, and what the item has in it, as HTML; price and links in their own form."""
    price, found = price_field(by.schema), []
    for name in fields_of(item):
        if name in by.hide:
            continue
        if name == price:
            shown = escape(price_of(item, price, by.language))
        else:
            links = [(link_of(text), text) for text in by.names.values(item, name)]
            shown = ", ".join(
                f'<a href="{link}" target="_blank" rel="noopener noreferrer">{escape(urlsplit(text).netloc)}{icon("link")}</a>'
                if link
                else escape(text)
                for link, text in links
            )
        found.append((name, by.names.label(name), shown))
    return found


def item_body(item: Item, by: Drawing) -> str:
    """Return an item with all that it says: large pictures, its sound, the whole description, and every fact."""
    title = item.title_in(by.language) or item.id
    description = item.description_in(by.language)
    words = "".join(f"<p>{escape(line)}</p>" for line in description.splitlines() if line.strip())
    rows = "".join(f"<div><dt>{escape(label)}</dt><dd>{shown}</dd></div>" for _, label, shown in _facts(item, by))
    gone = f'<p class="sold-mark">{t("sold")}</p>' if sold_out(item, by.schema) else ""
    cost = price_of(item, price_field(by.schema), by.language)
    given = {"what": title, "item": item.id}
    return (
        f'<article class="item" data-item="{escape(item.id)}" lang="{by.language}">{pictures(item, title, 960)}'
        f'<div class="body"><h2>{escape(title)}</h2>{f"<p class=cost>{escape(cost)}</p>" if cost else ""}{gone}{player(item, title)}'
        f'<div class="words">{words}</div>{f"<dl class=facts>{rows}</dl>" if rows else ""}'
        f'<p class="item-acts"><button type="button" class="solid" data-act="more"{data("t-label", "more_label", given)}>{t("more")}</button>'
        f'<a class="ghost" href="{item_url(item)}">{icon("link")}{t("own_page")}</a></p></div></article>'
    )


def comparison(items: Sequence[Item], by: Drawing) -> str:
    """Return items side by side, a column each: what they differ in first, then what they share."""
    facts = [{name: (label, shown) for name, label, shown in _facts(item, by)} for item in items]
    names = list(dict.fromkeys(name for one in facts for name in one))
    differs = [name for name in names if len({one.get(name, ("", ""))[1] for one in facts}) > 1]
    heads = "".join(
        f'<th scope="col">{_small(item, by)}<a href="{item_url(item)}" data-act="details" data-item="{escape(item.id)}">'
        f"{escape(item.title_in(by.language) or item.id)}</a></th>"
        for item in items
    )

    def row(name: str) -> str:
        label = next(one[name][0] for one in facts if name in one)
        cells = "".join(f"<td>{one[name][1] if name in one else '–'}</td>" for one in facts)
        return (
            f'<tr class="{"differs" if name in differs else "same"}"><th scope="row">{escape(label)}</th>{cells}</tr>'
        )

    rows = "".join(row(name) for name in (*differs, *(n for n in names if n not in differs)))
    words = "".join(f"<td>{escape(item.description_in(by.language))}</td>" for item in items)
    return (
        f'<div class="compared" tabindex="0" role="region"{data("t-label", "compare_title", {})}><table><thead><tr><td></td>{heads}</tr></thead>'
        f"<tbody>{rows}<tr><th scope=row>{t('description')}</th>{words}</tr></tbody></table></div>"
    )


def _small(item: Item, by: Drawing) -> str:
    if not item.images:
        return ""
    title = item.title_in(by.language) or item.id
    return f'<img src="{media_url("picture", item, n=0, side=240)}" data-t-alt="picture_of" data-what="{escape(title)}" alt="">'
