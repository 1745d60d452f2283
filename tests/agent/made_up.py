"""Four made-up catalogues (films, hotels, game units, stamps), and fact sheets of their items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from agent.explanation.fact_sheet import FactSheet, fact_sheet
from retrieval.catalog.filters import Filter
from retrieval.catalog.items import Item, Value
from retrieval.catalog.schema import Schema, infer_schema
from retrieval.search.retriever import Hit

__all__ = ["FILMS", "HOTELS", "SCHEMAS", "STAMPS", "UNITS", "find", "sheet_of"]


def _item(
    id: str, title: str, description: str = "", zh: tuple[str, str] = ("", ""), media: str = "", **attributes: Value
) -> Item:
    translations = {"zh": {k: v for k, v in zip(("title", "description"), zh, strict=True) if v}} if any(zh) else {}
    images = ("a.png",) if "i" in media else ()
    return Item(id, title, description, images, "a.ogg" if "a" in media else None, attributes, translations)


FILMS = (
    _item(
        "q7f1",
        "Lanterns of Oru",
        "A lighthouse keeper raises an orphaned seal while a storm isolates the island.",
        media="i",
        year=1987,
        genres=("Drama", "Family"),
        director=("Mira Soltan",),
        cast=("Ana Petrov", "Jon Veld", "Tilda Marsh"),
        minutes=104,
        rating=7.9,
    ),
    _item(
        "q7f2",
        "The Paper Detective",
        "A retired clerk solves a bank robbery with nothing but old newspapers.",
        media="i",
        year=1999,
        genres=("Comedy", "Crime"),
        director=("Jon Veld",),
        cast=("Tilda Marsh", "Omar Haddad"),
        minutes=91,
        rating=6.8,
    ),
    _item(
        "q7f3",
        "Iron Orchard",
        "Two sisters defend their apple farm against a railway baron.",
        media="i",
        year=2012,
        genres=("Western", "Drama"),
        director=("Lucy Okafor",),
        cast=("Ana Petrov", "Sam Ridley"),
        minutes=128,
        rating=8.1,
    ),
    _item(
        "q7f4",
        "Midnight Noodles",
        "A chef and a ghost open a street kitchen, but there is no happy ending.",
        ("午夜面馆", "一位厨师和一个幽灵开了一家街边小店。"),
        "ia",
        year=2018,
        genres=("Comedy", "Fantasy"),
        director=("Mira Soltan",),
        cast=("Omar Haddad", "Wei Lan"),
        minutes=97,
        rating=7.2,
    ),
    _item(
        "q7f5",
        "Quiet Engines",
        "",
        year=2005,
        genres=("Science Fiction",),
        director=("Sam Ridley",),
        cast=("Wei Lan",),
        minutes=140,
        rating=6.1,
    ),
    _item(
        "q7f6",
        "Wolves at Noon",
        "A sheriff hunts wolves in a desert town.",
        year=1971,
        genres=("Western", "Thriller"),
        director=("Otto Brandt",),
        cast=("Jon Veld", "Lucy Okafor"),
        minutes=110,
        rating=7.0,
    ),
)

HOTELS = (
    _item(
        "h-01",
        "云栖酒店",
        "位于湖边的安静酒店，房间不大，但有花园。",
        media="i",
        kind="hotel",
        area="西湖区",
        price=420,
        rating=4.6,
        hotel_class="舒适型",
        facilities=("免费停车", "健身房", "早餐"),
        metro="龙井路地铁站",
    ),
    _item(
        "h-02",
        "老城客栈",
        "一家由老宅改建的小客栈，适合家庭入住。",
        media="i",
        kind="hotel",
        area="上城区",
        price=180,
        rating=4.1,
        hotel_class="经济型",
        facilities=("早餐", "洗衣服务"),
        metro="鼓楼地铁站",
    ),
    _item(
        "h-03",
        "金湾大酒店",
        "",
        kind="hotel",
        area="滨江区",
        price=980,
        rating=4.8,
        hotel_class="豪华型",
        facilities=("室内游泳池", "健身房", "会议室", "接机服务"),
        metro="江陵路地铁站",
    ),
    _item(
        "r-01",
        "松鹤面馆",
        "",
        kind="restaurant",
        area="上城区",
        cost_per_person=38,
        rating=4.4,
        dishes=("三鲜面", "虾爆鳝面", "小笼包"),
        hours="10:00-21:30",
    ),
    _item(
        "r-02",
        "竹里餐厅",
        "主打清淡的本地菜，没有辣椒。",
        kind="restaurant",
        area="西湖区",
        cost_per_person=120,
        rating=4.7,
        dishes=("龙井虾仁", "东坡肉"),
        hours="11:00-22:00",
    ),
    _item(
        "a-01",
        "石桥公园",
        "公园里有一座古老的石桥。",
        media="i",
        kind="attraction",
        area="西湖区",
        ticket_price=0,
        rating=4.5,
        visit_time="1小时 - 2小时",
    ),
)

UNITS = (
    _item(
        "u1",
        "Marsh Lancer",
        "Riders of the fens, they carry long spears and fear no river.",
        ("沼泽枪骑兵", "沼泽的骑手，手持长矛，不惧河流。"),
        "i",
        race="human",
        level=2,
        cost=32,
        hitpoints=48,
        alignment="lawful",
        role="cavalry",
    ),
    _item(
        "u2",
        "Cinder Imp",
        "A small demon of ash that throws burning stones.",
        ("灰烬小鬼", "由灰烬化成的小恶魔，会投掷燃烧的石头。"),
        "ia",
        race="demon",
        level=1,
        cost=14,
        hitpoints=22,
        alignment="chaotic",
        role="scout",
    ),
    _item(
        "u3",
        "Root Warden",
        "An ancient tree that walks slowly and heals its allies.",
        ("根须守卫", "一棵古老的树，行走缓慢，能治疗盟友。"),
        "i",
        race="woodfolk",
        level=3,
        cost=51,
        hitpoints=70,
        alignment="neutral",
        role="healer",
    ),
    _item(
        "u4",
        "Gate Archer",
        "Archers who guard the city gates at night.",
        ("城门弓手", "夜间守卫城门的弓箭手。"),
        "i",
        race="human",
        level=1,
        cost=16,
        hitpoints=30,
        alignment="lawful",
        role="archer",
    ),
    _item(
        "u5",
        "Bog Witch",
        "She brews poison and curses.",
        ("泥沼女巫", "她酿造毒药，施放诅咒。"),
        "ia",
        race="human",
        level=2,
        cost=29,
        hitpoints=33,
        alignment="chaotic",
        role="mage",
    ),
)

STAMPS = (
    _item("s01", "A frog", "", ("青蛙", ""), "ia", category="animals", subcategory="amphibians"),
    _item("s02", "A red tractor", "", ("红色拖拉机", ""), "ia", category="vehicles", subcategory="farm"),
    _item("s03", "A striped cat on a sofa", "", ("沙发上的条纹猫", ""), "i", category="animals", subcategory="mammals"),
    _item("s04", "A violin", "", ("小提琴", ""), "ia", category="music", subcategory="strings"),
    _item("s05", "A slice of watermelon", "", ("一片西瓜", ""), "i", category="food", subcategory="fruit"),
    _item("s06", "A barking dog", "", ("叫着的狗", ""), "ia", category="animals", subcategory="mammals"),
)  # fmt: skip

SCHEMAS: Mapping[str, Schema] = {
    name: infer_schema(items)
    for name, items in (("films", FILMS), ("hotels", HOTELS), ("units", UNITS), ("stamps", STAMPS))
}
_ALL = {item.id: item for items in (FILMS, HOTELS, UNITS, STAMPS) for item in items}


def find(id: str) -> Item:
    """One made-up item."""
    return _ALL[id]


def sheet_of(
    id: str,
    request: str = "",
    *,
    text: float = 0.5,
    image: float = 0.0,
    audio: float = 0.0,
    filters: Sequence[Filter] = (),
    relaxed: Sequence[Filter] = (),
    like: Sequence[str] = (),
    given: str = "",
    beside: Sequence[Hit] = (),
    spoken: Mapping[Filter, str] | None = None,
) -> FactSheet:
    """The fact sheet of an item that scored so by modality. `given`: "image" or "audio", what came with the request."""
    hit = Hit(
        find(id),
        text + image + audio,
        {"text": text, "image": image, "audio": audio},
        {"text": text, "image": image, "audio": audio},
    )
    return fact_sheet(
        hit, request=request, filters=filters, relaxed=relaxed, like=[find(other) for other in like],
        has_image=given == "image", has_audio=given == "audio", beside=beside, spoken=spoken,
    )  # fmt: skip
