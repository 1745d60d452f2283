"""What the heads and cells of tables say, in all languages: the kind of a column by its name, yes and no, nothing, free.

Knows words alone; how a column gets its type is `retrieval.catalog.columns`'.
"""

from __future__ import annotations

import re
from functools import lru_cache

from retrieval.language.chinese import columns as chinese
from retrieval.language.english import columns as english
from retrieval.language.lazy import compiled

__all__ = [
    "OPENERS",
    "PER",
    "SCALES",
    "core_like",
    "core_named",
    "core_rank",
    "heads",
    "is_absent",
    "is_free",
    "is_total",
    "says_whether",
    "truth_of",
    "word_signs",
]

_OTHER_YES = frozenset("ja oui sí si sim da tak ano evet есть да tak igen ✓ ✔ ☑ ✅ vrai wahr verdadero ja.".split())
_OTHER_NO = frozenset("nein non não nao nie nej nee ne hayır ✗ ✘ ☐ ❌ faux falsch falso nei нет nem yok".split())
_OTHER_FREE = frozenset(
    "gratis kostenlos gratuit gratuito frei grátis бесплатно 무료 ücretsiz darmowe ingyenes zdarma umsonst offert gratuita".split()
)
_OTHER_ABSENT = frozenset(
    "k.a. k. a. s.o. unbekannt inconnu desconocido sconosciuto onbekend okänd ukjent ukendt".split()
)
_OTHER_OPENERS = (
    "ab",
    "à partir de",
    "desde",
    "da",
    "fra",
    "från",
    "od",
    "от",
    "vanaf",
    "nur",
    "nu",
    "env.",
    "ca.",
    "kun",
)
_OTHER_MONEY = frozenset(
    "preis prix precio preço prezzo prijs pris cena цена fiyat ár hinta kosten 가격 verkaufspreis einzelpreis betrag".split()
)
_OTHER_DATES = frozenset("datum fecha data дата tarih dato päivä erscheinungsdatum geburtsdatum 날짜".split())
_OTHER_AMOUNTS = frozenset(
    "seiten seitenzahl anzahl menge bestand lagerbestand gewicht breite höhe tiefe länge größe leistung kilometerstand alter bewertung punkte fläche "
    "wohnfläche zimmer poids largeur hauteur profondeur longueur taille quantité surface note pages âge páginas paginas pagine peso ancho alto largo "
    "profundidad altura anchura cantidad superficie valutazione larghezza altezza profondità quantità antal vikt bredd höjd djup längd sidor gewicht "
    "breedte hoogte diepte aantal waga szerokość wysokość głębokość ilość вес ширина высота глубина количество рейтинг".split()
)
_OTHER_LISTS = frozenset(
    "farben farbe kategorie kategorien schlagworte größen sprachen zutaten couleurs couleur catégorie catégories étiquettes tailles langues ingrédients "
    "colores categoría categorías etiquetas idiomas ingredientes cores categoria categorias colori categorie etichette lingue ingredienti kleuren kleur "
    "categorieën ingrediënten färger kategorier ingredienser kolory kategorie składniki цвета цвет категории категория теги".split()
)
_TOTALS = frozenset(
    "summe gesamt gesamtsumme zwischensumme total général totaal suma razem итого totale totalt yhteensä celkem összesen".split()
)
_OTHER_IMAGES = frozenset(
    "bild bilder produktbild foto fotos fotó imagen imágenes imagenes imagem imagens immagine immagini afbeelding afbeeldingen zdjęcie zdjęcia obraz "
    "obrázek kép billede bilde kuva фото изображение картинка 이미지 사진 couverture vignette".split()
)

YES = english.YES | chinese.YES | _OTHER_YES
NO = english.NO | chinese.NO | _OTHER_NO
OPENERS = tuple(sorted((*english.OPENERS, *chinese.OPENERS, *_OTHER_OPENERS), key=len, reverse=True))
PER = rf"(?:{english.PER}|{chinese.PER}|(?:pro|par|por|al|je|za|inkl\.?|zzgl\.?|TTC|HT|VB|FP|MwSt\.?|moms)(?=[\s./]|$)(?:[\s./]*[\w.%()-]+){{0,4}})"
SCALES = {**chinese.SCALES, "k": 1e3, "m": 1e6, "mn": 1e6, "mio": 1e6, "mio.": 1e6, "mln": 1e6, "million": 1e6, "millions": 1e6, "bn": 1e9, "b": 1e9,
          "billion": 1e9, "billions": 1e9, "thousand": 1e3, "lakh": 1e5, "lakhs": 1e5, "lac": 1e5, "crore": 1e7, "crores": 1e7, "cr": 1e7, "tsd": 1e3, "tsd.": 1e3}  # fmt: skip
_HEADERS = {
    kind: frozenset(words.split()) | frozenset(chinese.HEADERS.get(kind, "").split())
    for kind, words in english.HEADERS.items()
}
_HEADERS["money"] |= _OTHER_MONEY
_HEADERS["money_alone"] |= _OTHER_MONEY
_HEADERS["date"] |= _OTHER_DATES
_HEADERS["list"] |= _OTHER_LISTS
_HEADERS["amount"] |= _OTHER_AMOUNTS
_HEADERS["image"] |= _OTHER_IMAGES
_CHINESE_CORE = {name: field for field, names in chinese.CORE_NAMES.items() for name in names.split()}
_CORE = {
    field: {name: rank for rank, name in reversed(list(enumerate(names.split())))}
    for field, names in english.CORE_NAMES.items()
}
_OTHER_CORE = {
    "id": "artikelnummer artikelnr artikel-nr artikel-nr. art.-nr. bestellnummer produktnummer référence reference réf codice código codigo artikelnr. varenummer artikelnummer".split(),
    "title": "titel bezeichnung artikelbezeichnung produktname artikelname artikel titre nom nom_du_produit désignation libellé título titulo nombre nome titolo produto producto prodotto naam tytuł nazwa название наименование".split(),
    "description": "beschreibung produktbeschreibung kurzbeschreibung descrição descrizione descripción descripcion omschrijving opis описание".split(),
}  # fmt: skip
"""What tables in other languages call the fields of every catalogue, the likeliest first."""
_NESTED = 100
_HAN = compiled(f"[{chinese.HAN}]")


def _folded(cell: str) -> str:
    return " ".join(cell.split()).casefold()


def is_absent(cell: str, amounts: bool = False) -> bool:
    """Whether a cell says that nothing is there ("N/A", 暂无). `amounts`: where amounts, days or yes and no are expected.

    >>> is_absent("N/A"), is_absent("none"), is_absent("none", amounts=True)
    (True, False, True)
    """
    word = _folded(cell)
    if not word or word in english.ABSENT or word in chinese.ABSENT or word in _OTHER_ABSENT:
        return True
    return amounts and (word in english.ABSENT_AMOUNTS or word in chinese.ABSENT_AMOUNTS)


def truth_of(cell: str) -> bool | None:
    """Whether a cell says yes or no, in a dozen spellings and several languages; None where it says neither.

    >>> truth_of("Y"), truth_of("否"), truth_of("maybe")
    (True, False, None)
    """
    word = _folded(cell)
    return True if word in YES else False if word in NO else None


def is_free(cell: str) -> bool:
    """Whether a cell says that something costs nothing ("free", 免费, "gratis")."""
    word = _folded(cell).rstrip("!.")
    return word in english.FREE or word in chinese.FREE or word in _OTHER_FREE


def is_total(cell: str) -> bool:
    """Whether a cell says that its row sums up others ("Total", "Summe", 合计)."""
    word = _folded(cell).rstrip(":：")
    return word in english.TOTALS or word in chinese.TOTALS or word in _TOTALS


def word_signs() -> dict[str, str]:
    """Words of currencies with their codes (元: CNY)."""
    return dict(chinese.MONEY_SIGNS)


@lru_cache(maxsize=4096)
def _parts(name: str) -> frozenset[str]:
    spaced = re.sub(r"(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name)
    words = [word for word in re.split(r"[\s_.,:/()（）\[\]-]+", spaced.casefold()) if word]
    whole = re.sub(r"[\s_]+", "_", name.strip().casefold())
    return frozenset((*words, whole))


@lru_cache(maxsize=8192)
def heads(name: str, kind: str) -> bool:
    """Whether the name of a column tells that it is of `kind` ("money", "list", "id", …; see the packs' HEADERS).

    >>> heads("Variant Price", "money"), heads("出版日期", "date"), heads("priceless", "money")
    (True, True, False)
    """
    words = _HEADERS[kind]
    if _parts(name) & words:
        return True
    return any(word in name for word in words if _HAN.search(word)) if _HAN.search(name) else False


_EVENT_KINDS = {word: kind for kind, words in chinese.EVENT_KINDS.items() for word in words.split()}


def event_kind(word: str) -> str:
    """The kind of behaviour that a word of another language than English names (购买: buy), or ""."""
    return _EVENT_KINDS.get(word.strip(), "")


def event_columns(part: str) -> tuple[str, ...]:
    """What columns of a part of an event ("user", "at") are called in other languages than English."""
    return tuple(chinese.EVENT_COLUMNS.get(part, "").split())


def says_whether(name: str) -> bool:
    """Whether the name of a column tells that it holds yes or no, so that 1 and 0 are these (`is_new`, "in stock", 是否有机)."""
    parts = _parts(name)
    if _HAN.search(name):
        return any(word in name for word in chinese.SAYS)
    whole = re.sub(r"\W+|_+", "_", re.sub(r"\(.*\)", "", name).casefold()).strip("_")
    asks = whole.split("_")[0] in english.ASKS and len(whole.split("_")) > 1
    return (
        asks
        or whole in english.SAYS
        or bool(
            parts & english.SAYS and not parts & (_HEADERS["amount"] | _HEADERS["date"] - english.SAYS | _HEADERS["id"])
        )
    )


def core_named(name: str) -> str:
    """The field of every catalogue that a column's name means ("Product Name", 商品名称: title), else "".

    >>> core_named("商品名称"), core_named("productDisplayName"), core_named("颜色")
    ('title', 'title', '')
    """
    found = [
        field
        for field in ("id", "title", "description", "image", "audio", "video")
        if core_rank(name, field) is not None
    ]
    return found[0] if found else ""


def core_like(name: str) -> bool:
    """Whether a part of a column's name speaks of names or titles (`objectname`, "Name *", 片名)."""
    return bool(
        re.search(r"name|title|titel|titre|titulo|título|nombre", name.casefold())
        or any(one in name for one in chinese.NAMES)
    )


def core_rank(name: str, field: str) -> int | None:
    """How likely a column of this name holds `field` ("title"), 0 the likeliest; None where nothing says so."""
    whole = re.sub(r"[\s_-]+", "_", re.sub(r"\s*(?:\(.*\)|\*)\s*$", "", name.strip()).casefold())
    if _CHINESE_CORE.get(whole) == field:
        return 0
    if whole.replace("-", "_") in (own := [name.replace("-", "_") for name in _OTHER_CORE.get(field, ())]):
        return own.index(whole.replace("-", "_"))
    inner, _, tail = whole.rpartition(".")
    if field == "title" and (tail == "title" or (tail == "name" and inner.rpartition(".")[2] in _CORE[field])):
        return _NESTED  # movie.title
    return _CORE.get(field, {}).get(whole)
