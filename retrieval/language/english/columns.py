"""How English tables are headed and filled: words of columns, of yes and no, of nothing, and of what costs nothing.

Data alone, folded; `retrieval.language.columns` joins them with those of other languages.
"""

from __future__ import annotations

__all__ = [
    "ABSENT",
    "ABSENT_AMOUNTS",
    "ASKS",
    "CORE_NAMES",
    "FREE",
    "HEADERS",
    "NO",
    "OPENERS",
    "PER",
    "SAYS",
    "TOTALS",
    "YES",
]

YES = frozenset("true yes y t on checked enabled".split())
NO = frozenset("false no n f off unchecked disabled".split())

ABSENT = frozenset(
    (
        "n/a", "n.a.", "#n/a", "nan", "null", "nil", "undefined", "\\n", "tbd", "tba", "tbc", "not available", "not applicable",
        "not specified", "not set", "no data", "missing", "(none)", "<na>", "#value!", "#ref!", "#name?", "#div/0!", "(null)", "[null]",
        "(no genres listed)", "(not set)", "(n.d.)", "n.d.", "to be announced", "to be determined", "not rated yet", "-", "--", "---", "–", "—",
        "?", "??", "...", "…", "[]", "{}", "none specified",
    )
)  # fmt: skip
"""Cells that hold nothing, in any column."""
ABSENT_AMOUNTS = frozenset("na none unknown empty blank not known unspecified undated".split()) | {
    "not known",
    "no date",
    "coming soon",
    "/",
}
"""Cells that hold nothing where amounts, days or yes and no stand; elsewhere they may mean something."""

TOTALS = frozenset(("total", "totals", "grand total", "sum", "subtotal", "sub-total", "total items", "average"))
FREE = frozenset(
    ("free", "free of charge", "for free", "no charge", "complimentary", "free to play", "free entry", "free admission")
)

OPENERS = ("from", "starting at", "starts at", "as low as", "about", "approx.", "approx", "approximately", "circa", "ca.", "ca", "c.", "around",
           "up to", "only", "now", "sale", "price:", "price", "msrp", "rrp", "est.", "between", "<", ">", "≥", "≤", "~", "≈")  # fmt: skip
"""What stands before an amount without changing it."""
PER = r"(?:per|a|an|each|ea\.?|/|p\.?p\.?|pp|pn|incl\.?|excl\.?|including|excluding|plus|and up|or best offer|obo|net|gross|only|\+)(?=[\s./+]|$)(?:[\s./]*[\w.%()-]+){0,4}\+?"
"""What stands after an amount and says of what it is the price."""

HEADERS = {
    "id": "id ids uid uuid guid code codes sku skus isbn isbn13 isbn10 issn doi ean ean13 gtin gtin8 gtin12 gtin13 gtin14 upc barcode barcodes asin mpn oclc lccn zip zipcode postcode "
          "postal plz phone phones telephone tel fax mobile ssn vat iban ref reference handle slug hash accession catalog# catalogue# serial hs",
    "list": "listed_in tag tags genre genres category categories label labels shelf shelves bookshelves language languages format formats color colors colour colours feature "
            "features keyword keywords ingredient ingredients allergen allergens platform platforms country countries subject subjects topic topics style styles mood moods actor "
            "actors cast material materials amenity amenities size sizes award awards diet diets skill skills instrument instruments theme themes trait traits collections "
            "specialty specialties cuisine cuisines occasion occasions audience audiences mechanic mechanics brands manual automatic stars artists performers flavour flavours flavor flavors "
            "scent scents option options department departments season seasons labels_en traces additives stores origins",
    "money": "price prices pricing cost costs fee fees fare fares charge rent salary wage msrp rrp revenue budget gross subtotal owed total discount shipping deposit",
    "money_alone": "price prices cost costs fee fees fare fares rent salary msrp rrp",
    "date": "copyrightdate date dates day released release published pubdate publication posted created updated modified added acquired birthday born died expires expiry deadline start end from until "
            "timestamp time at on datetime when joined opened closed watched read premiered premiere d",
    "duration": "duration length runtime playtime time running runtimes len elapsed cook prep total took finish pace",
    "clock": "start end starts ends open opens opening close closes closing departure arrival departs arrives at hours schedule from to until check checkin checkout",
    "amount": "price cost weight width height depth length size rating score year count qty quantity stock pages age number num total amount volume area distance speed power percent duration "
              "installs downloads visitors followers subscribers complexity difficulty runtime copies minimum required_age population votes reviews sales revenue budget views likes plays minutes hours days calories kcal capacity mileage rooms beds seats rank points stars temperature bpm tempo",
    "prose": "description descriptions abstract summary synopsis overview comments comment text body review plot about biography bio content contents story caption notes details long blurb "
             "transcription quote message excerpt lyrics credit creditline dimensions medium biographies",
    "person": "author authors artist artists writer writers composer composers director directors editor editors sort l-f name title developer developers publisher publishers company vendor seller "
              "manufacturer address location place gallery onview culture period series handle url uri link links path file",
    "year": "year years yr vintage",
    "hours": "hours opening_hours openinghours opening open_hours business_hours",
    "north": "lat latitude",
    "east": "lon lng long longitude",
    "place": "location coordinates coordinate latlng latlon lat_lon geo geolocation position gps point coords",
    "image": "picture pictures pic pics photo photos photograph image images img imgs imageurl imgurl image_url thumbnail thumbnails thumb thumbs thumburl cover covers artwork poster posters "
             "screenshot screenshots illustration illustrations depiction scan",
    "audio": "audio sound sounds clip recording recordings mp3 wav preview listen",
    "video": "video videos movie_file film trailer",
    "currency": "currency currency_code currencycode currency_iso",
}  # fmt: skip
"""Parts of the names of columns, by what they tell of them."""

CORE_NAMES = {
    "title": "name product_name product_title productdisplayname display_name item_name track_name song_name movie_title film_title book_title game_name game product_title_en "
    "track song headline object_name heading product item_title itemname product movie film book",
    "id": "_id item_id itemid product_id productid sku item_sku item_number itemnumber product_code product_number article_number asin parent_asin uuid guid key handle code appid app_id track_id trackid movieid movie_id book_id bookid object_id objectid "
    "release_id song_id articleid article_id isbn13 isbn gtin ean upc url link",
    "description": "body body_html body_(html) product_description long_description description_long short_description summary synopsis overview plot abstract abstract_note about about_the_game "
    "about_this_item comments content text details storyline blurb notes",
}
"""What English tables call the fields that every catalogue has, where they don't use their own names, the likeliest first."""

ASKS = frozenset("is has can was does".split())
"""First words of the names of columns that hold yes or no, whatever follows them (`is_in_stock`)."""
SAYS = frozenset(
    "is has can was does allow allows allowed in_stock instock available availability_flag active enabled disabled published featured organic vegan vegetarian halal kosher hidden visible deleted archived "
    "taxable required premium sponsored verified explicit animated adult english nsfw discontinued returnable waterproof rechargeable wireless handmade recyclable signed rewatch "
    "certified pets parking wifi pool accessible family outdoor indoor smoking windows mac linux onsale on_sale free_shipping gluten_free sugar_free lactose_free nut_free dairy_free fragrance_free skipped shuffle "
    "offline open sold own owned read watched favourite favorite highlight public gift".split()
)
"""Parts of names of columns that hold yes or no, also as 1 and 0."""
