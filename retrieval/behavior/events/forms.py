"""The forms that histories come in: the exports of Netflix, Spotify, Letterboxd, Goodreads, IMDb, Amazon, Shopify and Google
Analytics, MovieLens without a header, and logs under any usual column names. Each row becomes the parts of an event.

What a column means is told by its name or its values; a kind of event that isn't known is never guessed. Knows rows; no catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from retrieval.behavior.events.kinds import kind_named, kind_of
from retrieval.errors import CatalogError
from retrieval.language.columns import event_columns, event_kind

__all__ = ["COLUMNS", "PARTS", "Form", "form_of", "kind_in"]

Cells = Mapping[str, Any]
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "event_id", "eventid"),
    "kind": (
        "kind", "event", "type", "action", "event_type", "interaction", "behavior", "behaviour", "behavior_type", "behaviour_type", "feedback_type", "event_name",
        "eventtype", "eventname", "action_type", "actiontype", "interaction_type", "activity", "activity_type", "feedback", "verb", "operation", "op", "deed",
    ),
    "item": ("item", "item_id", "itemid", "product", "product_id", "productid", "movieid", "movie_id", "parent_asin", "asin", "track_id", "trackid", "article_id", "articleid", "sku",
             "content_id", "video_id", "song_id", "book_id", "bookid", "business_id", "recipe_id", "spotify_track_uri"),
    "user": ("user", "user_id", "userid", "customer", "customer_id", "customerid", "visitor_id", "visitorid", "reviewerid", "reviewer_id", "member_id", "uid", "username", "user_pseudo_id",
             "client_id", "clientid", "account_id", "email", "profile name"),
    "session": ("session", "session_id", "sessionid", "user_session", "visit_id", "ga_session_id"),
    "at": ("at", "timestamp", "time", "ts", "date", "datetime", "created_at", "event_time", "event_timestamp", "eventtime", "time_stamp", "created", "t_dat", "order_date", "occurred_at",
           "unixreviewtime", "start time"),
    "value": ("value", "rating", "stars", "score", "seconds", "duration", "overall"),
    "words": ("words", "query", "text", "q", "search_term", "keywords"),
    "consent": ("consent",),
    "title": ("title", "name", "item_name", "product_name", "track_name", "trackname"),
    "year": ("year", "release_year"),
    "maker": ("artist", "artist_name", "artistname", "author"),
}  # fmt: skip
"""The names under which each part of an event is looked for, folded; the first that a file has counts."""
PARTS = tuple(COLUMNS)
_MORE_COLUMNS = {
    "item": ("app_id", "appid", "item_sku", "isbn", "gtin", "game_id", "artwork_id", "course_id"),
    "user": ("customer_email", "reviewer", "listener", "reader", "author_id"),
    "at": ("order_date", "review_date", "purchase_date", "played_at", "watched_at", "listened_at", "utc_time", "uts"),
    "kind": ("is_recommended", "recommended", "voted_up", "liked", "thumbs"),
}
"""Rarer names, after the usual ones."""
_OPINIONS = {"true": "like", "false": "dislike", "1": "like", "0": "dislike", "up": "like", "down": "dislike", "recommended": "like", "not recommended": "dislike"}  # fmt: skip
_SPEAKING = re.compile(r"type|event|action|behav|feedback|interact|activit|verb|kind|deed|operation|\bop\b")


def kind_in(word: str, given: Mapping[str, str]) -> str:
    """Return the kind of event that a file calls `word`; `word` itself, folded, where nobody knows it. `given`: kinds by words, which go first."""
    folded = _folded_kind(word)
    told = {_folded_kind(key): value for key, value in given.items()}
    return told.get(folded) or event_kind(word) or kind_named(folded)


def _folded_kind(word: str) -> str:
    return word.strip().casefold().replace(" ", "_").replace("-", "_")


def _known(word: str, given: Mapping[str, str]) -> bool:
    return kind_of(kind_in(word, given)) is not None


@dataclass(frozen=True)
class Form:
    """One form of a history. name: whose. needs: columns, folded, that tell it. parts: makes the parts of events of a row.

    kind: of all events, where no column tells it.
    """

    name: str
    needs: frozenset[str]
    parts: Callable[[Cells], Iterable[dict[str, Any]]] = field(repr=False)


def _at(cells: Cells, *names: str) -> Any:
    """The first of some cells that holds something; names are folded."""
    return next(
        (cells[name] for name in names if cells.get(name) not in (None, "", "Not Available", "Not Applicable")), ""
    )


def _letterboxd(cells: Cells) -> Iterator[dict[str, Any]]:
    rating = _at(cells, "rating")
    yield {"kind": "rate" if rating else "play", "value": rating, "title": _at(cells, "name"), "year": _at(cells, "year"), "at": _at(cells, "watched date", "date")}  # fmt: skip


def _netflix(cells: Cells) -> Iterator[dict[str, Any]]:
    yield {"kind": "play", "title": _at(cells, "title"), "at": _at(cells, "date", "start time"), "user": _at(cells, "profile name")}  # fmt: skip


def _spotify(cells: Cells) -> Iterator[dict[str, Any]]:
    played = _at(cells, "ms_played", "msplayed")
    skipped = str(cells.get("skipped")).casefold() == "true"
    yield {
        "kind": "skip" if skipped else "play", "value": "" if skipped or played == "" else float(played) / 1000,
        "item": _at(cells, "spotify_track_uri", "spotify_episode_uri"), "title": _at(cells, "master_metadata_track_name", "trackname", "episode_name"),
        "maker": _at(cells, "master_metadata_album_artist_name", "artistname", "episode_show_name"), "user": _at(cells, "username"),
        "at": _at(cells, "ts", "endtime"),
    }  # fmt: skip


def _goodreads(cells: Cells) -> Iterator[dict[str, Any]]:
    rating, shelf = str(_at(cells, "my rating")), str(_at(cells, "exclusive shelf"))
    rated = rating not in ("", "0")
    if not rated and shelf != "read":
        yield {"unmade": "on a shelf, and neither read nor rated", "title": _at(cells, "title")}
    else:
        yield {"kind": "rate" if rated else "play", "value": rating if rated else "", "item": _at(cells, "book id"), "title": _at(cells, "title"),
               "maker": _at(cells, "author"), "at": _at(cells, "date read", "date added")}  # fmt: skip


def _imdb(cells: Cells) -> Iterator[dict[str, Any]]:
    rating = _at(cells, "your rating")
    yield {"kind": "rate", "value": float(rating) / 2 if rating else "", "item": _at(cells, "const"), "title": _at(cells, "title"), "year": _at(cells, "year"), "at": _at(cells, "date rated")}  # fmt: skip


def _amazon(cells: Cells) -> Iterator[dict[str, Any]]:
    if str(_at(cells, "order status")).casefold() in ("cancelled", "canceled"):
        yield {"unmade": "an order that was cancelled", "title": _at(cells, "product name", "title")}
    else:
        yield {"kind": "buy", "item": _at(cells, "asin", "asin/isbn"), "title": _at(cells, "product name", "title"), "at": _at(cells, "order date")}  # fmt: skip


def _shopify(cells: Cells) -> Iterator[dict[str, Any]]:
    yield {"kind": "buy", "item": _at(cells, "lineitem sku"), "title": _at(cells, "lineitem name"), "user": _at(cells, "email"), "at": _at(cells, "paid at", "created at")}  # fmt: skip


def _hm(cells: Cells) -> Iterator[dict[str, Any]]:
    yield {
        "kind": "buy",
        "item": _at(cells, "article_id"),
        "user": _at(cells, "customer_id"),
        "at": _at(cells, "t_dat"),
    }


_ANALYTICS = {"view_item": "view", "select_item": "view", "add_to_cart": "cart", "purchase": "buy", "ecommerce_purchase": "buy", "add_to_wishlist": "like", "search": "search", "view_search_results": "search"}  # fmt: skip


def _analytics(cells: Cells) -> Iterator[dict[str, Any]]:
    told = str(_at(cells, "event_name"))
    base = {
        "kind": _ANALYTICS.get(told, told),
        "user": _at(cells, "user_id", "user_pseudo_id"),
        "at": _at(cells, "event_timestamp"),
    }
    items = cells.get("items")
    if not isinstance(items, list):
        items = [
            {"item_id": _at(cells, "item_id", "items.item_id"), "item_name": _at(cells, "item_name", "items.item_name")}
        ]
    for item in items:
        if isinstance(item, dict):
            yield {**base, "item": item.get("item_id") or "", "title": item.get("item_name") or ""}


FORMS = (
    Form("Spotify", frozenset(("ts", "ms_played")), _spotify),
    Form("Spotify", frozenset(("endtime", "msplayed", "trackname")), _spotify),
    Form("Letterboxd", frozenset(("letterboxd uri", "name", "date")), _letterboxd),
    Form("Goodreads", frozenset(("book id", "my rating", "exclusive shelf")), _goodreads),
    Form("IMDb", frozenset(("const", "your rating", "date rated")), _imdb),
    Form("Amazon orders", frozenset(("asin", "order date", "order id")), _amazon),
    Form("Shopify orders", frozenset(("lineitem name", "email", "created at")), _shopify),
    Form("Google Analytics", frozenset(("event_name", "event_timestamp", "user_pseudo_id")), _analytics),
    Form("H&M transactions", frozenset(("t_dat", "customer_id", "article_id")), _hm),
    Form("Netflix", frozenset(("title", "start time", "profile name", "duration")), _netflix),
)  # fmt: skip


NETFLIX = Form("Netflix", frozenset(), _netflix)
"""Its short history, which has the two columns `Title` and `Date` and no others."""


def _folded(columns: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for column in columns:
        found.setdefault(column.strip().strip("\ufeff").casefold(), column)
    return found


def _kind_column(
    rows: Sequence[Cells], columns: Iterable[str], taken: set[str], given: Mapping[str, str]
) -> str | None:
    """The column of kinds whose name isn't one of the usual: most of its values are kinds, or its name speaks of deeds."""
    for column in columns:
        if column in taken:
            continue
        values = {str(cells.get(column) or "") for cells in rows[:5_000]} - {""}
        told = sum(_known(value, given) for value in values)
        short = len(values) <= 30 and all(len(value) <= 40 for value in values)
        if (
            values
            and short
            and (told * 2 >= len(values) or (_SPEAKING.search(column.casefold()) and not any("." in v for v in values)))
        ):
            return column
    return None


def _named(
    rows: Sequence[Cells], columns: Sequence[str], mapping: Mapping[str, str], given: Mapping[str, str]
) -> dict[str, str]:
    """Which column holds which part of an event: by `mapping`, by usual names, and kinds by their values."""
    unknown = sorted(set(mapping) - set(PARTS)) or sorted(set(mapping.values()) - set(columns))
    if unknown:
        raise CatalogError(f"--map: {', '.join(map(repr, unknown))} is neither a part of an event ({', '.join(PARTS)}) nor a column ({', '.join(columns)})")  # fmt: skip
    folded = _folded(columns)
    folded |= {
        re.sub(r"[\s-]+", "_", name): own for name, own in folded.items() if re.sub(r"[\s-]+", "_", name) not in folded
    }
    found = dict(mapping)
    for part, names in COLUMNS.items():
        there = [
            folded[name]
            for name in (*names, *event_columns(part), *_MORE_COLUMNS.get(part, ()))
            if name in folded and folded[name] not in mapping.values()
        ]
        if there and part not in found:
            found[part] = there[0]
    if "kind" not in found and (column := _kind_column(rows, columns, set(found.values()), given)):
        found["kind"] = column
    return found


def _headless(rows: Sequence[Cells], columns: Sequence[str]) -> dict[str, str] | None:
    """The parts of the columns of a log without a header: who, what, (a rating or a deed) and when, as MovieLens and Taobao have it."""
    values = [[str(cells.get(column) or "") for cells in rows[:200]] for column in columns]
    times = [at for at, cells in enumerate(values) if all(re.fullmatch(r"\d{9,13}", cell) for cell in cells)]
    if len(columns) < 3 or not times:
        return None
    found = {"user": columns[0], "item": columns[1], "at": columns[times[-1]]}
    for at in range(2, len(columns)):
        if at == times[-1]:
            continue
        if all(re.fullmatch(r"[0-5](?:\.\d)?", cell) for cell in values[at]) and len(columns) == 4:
            found["value"] = columns[at]
        elif any(_known(cell, {}) for cell in values[at]):
            found["kind"] = columns[at]
    return found


def form_of(
    rows: Sequence[Cells],
    columns: Sequence[str],
    mapping: Mapping[str, str],
    given: Mapping[str, str],
    headed: bool = True,
) -> Form:
    """Return the form of a file with these columns. mapping: columns by part of an event; given: kinds by the words of the file.

    Raises CatalogError where `mapping` names what isn't there.
    """
    folded = _folded(columns)
    known = [form for form in FORMS if form.needs <= folded.keys()] if not mapping else []
    if known or (not mapping and set(folded) == {"title", "date"}):
        form = known[0] if known else NETFLIX
        return replace(form, parts=lambda cells: form.parts({name: cells.get(own) for name, own in folded.items()}))
    named = (None if headed or mapping else _headless(rows, columns)) or _named(rows, columns, mapping, given)
    if named.get("kind", "").casefold() in _MORE_COLUMNS["kind"]:  # yes or no: an opinion
        return Form("", frozenset(named), lambda cells: [{part: _opinion(cells.get(own)) if part == "kind" else cells.get(own) for part, own in named.items()}])  # fmt: skip
    return Form("", frozenset(named), lambda cells: [{part: cells.get(column) for part, column in named.items()}])


def _opinion(cell: Any) -> str:
    """What a cell that says whether something is recommended makes of it."""
    return _OPINIONS.get(str(cell).strip().casefold(), str(cell))
