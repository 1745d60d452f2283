"""Exports that are known by their columns become items without a question: variants are one product, years and makers stand apart."""

from __future__ import annotations

from pathlib import Path

from retrieval.catalog.items import Item
from retrieval.catalog.reader import read_catalog


def read(folder: Path, *lines: str, name: str = "export.csv") -> list[Item]:
    (folder / name).write_text("\n".join(lines) + "\n", "utf-8")
    return list(read_catalog(folder / name).items)


SHOP = (
    "Handle,Title,Body (HTML),Vendor,Product Category,Tags,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Inventory Qty,Variant Price,Image Src,Image Alt Text,SEO Title",
    'tent,Dome Tent,"<p>For <b>two</b>.</p>",Peak,Outdoor > Tents,"camping, summer",Colour,Green,Size,2,T-G-2,4,89.00,https://p.example/1.jpg,green,x',
    "tent,,,,,,,Grey,,3,T-Y-3,1,119.50,https://p.example/2.jpg,grey,",
    "tent,,,,,,,,,,,,,https://p.example/3.jpg,side,",
    "cup,Tin Cup,,Peak,Outdoor > Kitchen,camping,Title,Default Title,,,C1,0,7.90,,,",
)


def test_the_variants_of_shopify_are_one_product(tmp_path: Path) -> None:
    tent, cup = read(tmp_path, *SHOP)
    assert (tent.id, tent.title, tent.description) == ("tent", "Dome Tent", "For two.")
    assert tent.attributes == {
        "Vendor": "Peak", "Product Category": ("Outdoor", "Tents"), "Tags": ("camping", "summer"), "Colour": ("Green", "Grey"), "Size": (2, 3), "price": 89, "price_max": 119.5,
        "stock": 5, "sku": ("T-G-2", "T-Y-3"), "picture_urls": ("https://p.example/1.jpg", "https://p.example/2.jpg", "https://p.example/3.jpg"),
    }  # fmt: skip
    assert (cup.attributes["price"], cup.attributes["stock"]) == (7.9, 0)
    assert "Title" not in cup.attributes
    assert "left out: Image Alt Text" in read_catalog(tmp_path / "export.csv").notes[0]


def test_what_a_person_maps_goes_first(tmp_path: Path) -> None:
    read(tmp_path, *SHOP)
    items = read_catalog(tmp_path / "export.csv", mapping={"id": "Handle", "title": "Vendor"}).items
    assert [(item.id, item.title) for item in items] == [("tent", "Peak"), ("cup", "Peak")]


def test_the_variations_of_woocommerce_are_one_product(tmp_path: Path) -> None:
    head = "ID,Type,SKU,Name,Regular price,Sale price,Stock,Parent,Attribute 1 name,Attribute 1 value(s),Description"
    shirt, hat = read(tmp_path, head, '7,variable,SH,Shirt,,,,,Size,"S, M",Cotton', "8,variation,SH-S,Shirt - S,20,,3,SH,Size,S,", "9,variation,SH-M,Shirt - M,22,18,2,id:7,Size,M,", "10,simple,H,Hat,9,,1,,,,")  # fmt: skip
    assert (shirt.id, shirt.title, shirt.attributes["price"], shirt.attributes["price_max"]) == ("7", "Shirt", 18, 20)
    assert (shirt.attributes["stock"], shirt.attributes["Size"]) == (5, ("S", "M"))
    assert (hat.title, hat.attributes["price"]) == ("Hat", 9)


def test_an_offer_costs_its_sale_price(tmp_path: Path) -> None:
    one, two = read(tmp_path, "id\ttitle\tlink\tprice\tsale_price\tavailability", "a\tRug\thttps://r.example\t80.00 EUR\t60.00 EUR\tin_stock", "b\tMat\thttps://m.example\t1,080.00 EUR\t\tin_stock", name="feed.tsv")  # fmt: skip
    assert (one.attributes["price"], one.attributes["regular_price"], one.attributes["price_currency"]) == (
        60,
        80,
        "EUR",
    )
    assert two.attributes["price"] == 1080


def test_films_have_their_year_and_article(tmp_path: Path) -> None:
    first, second = read(
        tmp_path, "movieId,title,genres", "3,Paper Kite (1994),Comedy|Drama", '4,"Long Pier, The (2001)",Drama'
    )
    assert (first.id, first.title, first.attributes) == (
        "3",
        "Paper Kite",
        {"genres": ("Comedy", "Drama"), "year": 1994},
    )
    assert second.title == "The Long Pier"
    lone = read(tmp_path, "1::Paper Kite (1994)::Comedy|Drama", "2::Long Pier, The (2001)::Drama", name="movies.dat")
    assert [(item.id, item.title, item.attributes["year"]) for item in lone] == [
        ("1", "Paper Kite", 1994),
        ("2", "The Long Pier", 2001),
    ]
    flags = read(tmp_path, "1|Paper Kite (1994)|01-Jan-1994||http://x.example|0|0|0|0|0|1|0|0|1|0|0|0|0|0|0|0|0|0|0", "2|Sea (1995)|02-Feb-1995||http://y.example|0|1|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0", name="u.item")  # fmt: skip
    assert [(item.title, item.attributes["genres"]) for item in flags] == [
        ("Paper Kite", ("Comedy", "Drama")),
        ("Sea", ("Action",)),
    ]


def test_libraries_and_museums(tmp_path: Path) -> None:
    book = read(tmp_path, "Book Id,Title,Author,Additional Authors,ISBN,My Rating,Exclusive Shelf,Bookshelves,Date Read", '5,Fen,Ivo Marsh,"Li Wu","=""0441013597""",0,to-read,"marsh, birds",2022/03/17')[0]  # fmt: skip
    assert (book.id, book.title, book.attributes["Author"], book.attributes["ISBN"], book.attributes["Bookshelves"]) == ("5", "Fen", ("Ivo Marsh", "Li Wu"), "0441013597", ("marsh", "birds"))  # fmt: skip
    assert "My Rating" not in book.attributes
    paper = read(tmp_path, "Key,Item Type,Title,Abstract Note,Author,Manual Tags,File Attachments", '"K1",book,Fen,"We wade; we look.","Marsh, Ivo; Wu, Li","fen; birds",C:\\x.pdf', name="z.csv")[0]  # fmt: skip
    assert (paper.id, paper.description, paper.attributes["Author"]) == (
        "K1",
        "We wade; we look.",
        ("Marsh, Ivo", "Wu, Li"),
    )
    assert "File Attachments" not in paper.attributes
    work = read(tmp_path, "Title,Artist,ConstituentID,Nationality,Medium,ObjectID,DateAcquired", 'Pier,"A. Holm, B. Vik","70, 71",(Danish) (Norwegian),Ink,9,1999-05-01', "Quay,C. Dahl,72,(Danish),Oil,10,soon", "Jetty,C. Dahl,72,(Danish),Oil,11,2001-05-01", name="m.csv")  # fmt: skip
    assert (work[0].attributes["Artist"], work[0].attributes["Nationality"]) == (
        ("A. Holm", "B. Vik"),
        ("Danish", "Norwegian"),
    )
    assert str(work[0].attributes["DateAcquired"]) == "1999-05-01"
    coin = read(tmp_path, "Object ID,Object Number,Object Name,Title,Culture", "1,1.2,Coin,,Roman", name="met.csv")[0]
    assert coin.title == "Coin Roman"
    disc = read(
        tmp_path,
        "Catalog#,Artist,Title,Label,Format,Released,release_id",
        'X1,Fog (3),Low,Ox,"LP, Album",1987,55',
        name="d.csv",
    )[0]
    assert (disc.id, disc.attributes["Artist"], disc.attributes["Format"]) == ("55", "Fog", ("LP", "Album"))


def test_a_book_of_calibre_says_when_it_was_published(tmp_path: Path) -> None:
    (book,) = read(tmp_path, "authors,title,id,uuid,formats,pubdate,timestamp,languages", "Vi Holm & Jo Ek,Tern,3,u-1,epub,2017-02-05T00:00:00+00:00,2021-04-01T10:00:00+00:00,deu")  # fmt: skip
    assert book.attributes["authors"] == ("Vi Holm", "Jo Ek")
    assert [str(book.attributes[name]) for name in ("published", "added")] == ["2017-02-05", "2021-04-01"]
    assert "pubdate" not in read_catalog(tmp_path / "export.csv").notes[0]
