"""Exports of libraries, museums and collections: Goodreads, Letterboxd, IMDb, MovieLens, Discogs, Calibre, Zotero, MoMA, the Met,
Open Food Facts, iTunes. Titles get their article and year back, several makers are told apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.catalog.exports.export import Cells, Export, joined, text_of
from retrieval.catalog.files.table import TableRow

__all__ = ["LIBRARIES"]

_YEAR = re.compile(r"\s*\(((?:18|19|20)\d\d)\)\s*$")
_ARTICLE = re.compile(r"^(.*?), (The|A|An|Le|La|Les|Der|Die|Das|El|Il|L')((?: \(.*\))?)$")
_GENRES = "unknown Action Adventure Animation Children's Comedy Crime Documentary Drama Fantasy Film-Noir Horror Musical Mystery Romance Sci-Fi Thriller War Western".split()  # fmt: skip


def _film(cells: Cells) -> Cells:
    """A film of MovieLens: its year apart, its article in front."""
    title, made = text_of(cells, "title"), dict(cells)
    if match := _YEAR.search(title):
        made["year"], title = match[1], _YEAR.sub("", title)
    if match := _ARTICLE.match(title):
        title = f"{match[2]} {match[1]}{match[3]}"
    return {**made, "title": title}


def _headless_films(rows: Sequence[TableRow]) -> Sequence[TableRow]:
    """Films of MovieLens without a header: `id::title::genres`, or a flag a genre."""
    return [
        TableRow(row.number, row.label, _film(_named_film([str(value) for value in row.cells.values()])))
        for row in rows
    ]


def _named_film(values: Sequence[str]) -> Cells:
    if len(values) >= 24:
        genres = joined(name for name, flag in zip(_GENRES, values[5:24], strict=False) if flag == "1")
        return {"movieId": values[0], "title": values[1], "released": values[2], "genres": genres}
    return {"movieId": values[0], "title": values[1], "genres": values[2] if len(values) > 2 else ""}


def is_headless_films(rows: Sequence[TableRow]) -> bool:
    """Whether rows without a header are films of MovieLens: an id, a title with a year, genres."""
    first = list(rows[0].cells.values()) if rows else []
    return len(first) in (3, 24) and str(first[0]).isdigit() and _YEAR.search(str(first[1])) is not None


HEADLESS_FILMS = Export("MovieLens films", frozenset(), {"id": "movieId", "title": "title"}, rows=_headless_films)


def _record(cells: Cells) -> Cells:
    """A record of Discogs: the numbers behind names of artists, which only tell namesakes apart, are gone."""
    return {**cells, "Artist": re.sub(r"\s\(\d+\)(?=$|,)", "", text_of(cells, "Artist"))}


def _book(cells: Cells) -> Cells:
    """A book of Calibre: several authors as a list."""
    return {**cells, "authors": joined(re.split(r"\s*&\s*", text_of(cells, "authors")))}


def _read_book(cells: Cells) -> Cells:
    """A book of Goodreads: a rating of nought is none."""
    made = dict(cells)
    if text_of(cells, "My Rating") == "0":
        made["My Rating"] = ""
    authors = [text_of(cells, "Author"), *re.split(r"\s*,\s*", text_of(cells, "Additional Authors"))]
    return {**made, "Author": joined(authors)}


def _listed_film(cells: Cells) -> Cells:
    """A film of a list of IMDb: its directors apart."""
    return {**cells, "Directors": joined(re.split(r"\s*,\s*", text_of(cells, "Directors")))}


def _alone(value: object) -> object:
    """The one member of a list; a list of several as it is."""
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _heritage(cells: Cells) -> Cells:
    """An object of Europeana, which has a list for each thing: of titles the first, of one thing that thing."""
    made = {name: _alone(value) for name, value in cells.items()}
    title, year = cells.get("title"), made.get("year")
    made["title"] = title[0] if isinstance(title, list) and title else title
    return {**made, "year": int(year)} if isinstance(year, str) and year.isdigit() else made


def _work(cells: Cells) -> Cells:
    """A work of MoMA: as many artists as there are ids of them."""
    if isinstance(cells.get("Artist"), list):
        return cells
    count = len(text_of(cells, "ConstituentID").split(","))
    names = re.split(r"\s*,\s*", text_of(cells, "Artist"))
    return {**cells, "Artist": joined(names)} if len(names) == count > 1 else cells


def _object(cells: Cells) -> Cells:
    """An object of the Met: what it is called where it has no title."""
    title = text_of(cells, "Title") or " ".join(
        part for part in (text_of(cells, "Object Name"), text_of(cells, "Culture")) if part
    )
    return {**cells, "Title": title}


def _track(cells: Cells) -> Cells:
    """A track of iTunes: its length in minutes."""
    total = text_of(cells, "Total Time")
    made = {name: value for name, value in cells.items() if name != "Total Time"}
    return {**made, "duration_s": int(total) / 1000} if total.isdigit() else made


LIBRARIES = (
    Export("Goodreads", frozenset(("Book Id", "Title", "Author", "Exclusive Shelf")), {"id": "Book Id", "title": "Title"}, cells=_read_book,
           drop=frozenset(("Author l-f", "Additional Authors", "Bookshelves with positions", "Spoiler", "Private Notes"))),
    Export("Letterboxd", frozenset(("Name", "Year", "Letterboxd URI")), {"id": "Letterboxd URI", "title": "Name"}),
    Export("IMDb", frozenset(("Const", "Title", "IMDb Rating")), {"id": "Const", "title": "Title"}, cells=_listed_film, drop=frozenset(("Position", "Original Title"))),
    Export("Europeana", frozenset(("id", "title", "dataProvider")), {"id": "id", "title": "title", "description": "dcDescription"}, cells=_heritage,
           drop=frozenset(("guid", "edmPreview", "edmIsShownAt", "link", "timestamp", "score", "rights", "europeanaCollectionName"))),
    Export("MovieLens films", frozenset(("movieId", "title", "genres")), {"id": "movieId", "title": "title"}, cells=_film),
    Export("Steam games", frozenset(("AppID", "Name", "Release date")), {"id": "AppID", "title": "Name", "description": "About the game"}),
    Export("Steam games", frozenset(("appid", "name", "steamspy_tags")), {"id": "appid", "title": "name"}),
    Export("Discogs", frozenset(("Catalog#", "Artist", "Title", "release_id")), {"id": "release_id", "title": "Title"}, cells=_record),
    Export("Calibre", frozenset(("authors", "title", "uuid", "formats")), {"id": "id", "title": "title", "description": "comments"}, cells=_book,
           names={"pubdate": "published", "timestamp": "added"},
           drop=frozenset(("author_sort", "title_sort", "cover", "library_name", "uuid", "size"))),
    Export("Zotero", frozenset(("Key", "Item Type", "Title", "Abstract Note")), {"id": "Key", "title": "Title", "description": "Abstract Note"},
           drop=frozenset(("File Attachments", "Link Attachments", "Access Date", "Extra", "Pages"))),
    Export("MoMA", frozenset(("ObjectID", "Title", "ConstituentID", "Medium")), {"id": "ObjectID", "title": "Title"}, cells=_work, drop=frozenset(("ConstituentID",))),
    Export("The Met", frozenset(("Object ID", "Object Number", "Object Name", "Title")), {"id": "Object ID", "title": "Title"}, cells=_object),
    Export("Open Food Facts", frozenset(("code", "product_name", "brands")), {"id": "code", "title": "product_name", "description": "ingredients_text"},
           drop=frozenset(("creator", "url", "image_url", "image_small_url", "categories", "countries_tags", "created_t", "last_modified_t"))),
    Export("iTunes", frozenset(("Track ID", "Name")), {"id": "Track ID", "title": "Name"}, cells=_track,
           drop=frozenset(("Persistent ID", "Location", "File Folder Count", "Library Folder Count"))),
)  # fmt: skip
