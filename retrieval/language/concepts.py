"""What any catalogue may speak of: price, rating, year, duration, who made it; and the words for more and less of it.

General language only: a concept is tied to a field by the parts of the field's own name. Nothing of any catalogue's
values stands here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

__all__ = ["CONCEPTS", "Concept", "concepts_of", "is_relational", "name_parts"]


@dataclass(frozen=True)
class Concept:
    """One thing that fields measure or name.

    `parts`: parts of field names that mean it. `words`: a pattern of how a request mentions it. `dimensions`: of the
    units that go with it. `less`, `more`: English adjectives in three degrees; `less_zh`, `more_zh`: Chinese roots.
    `verbs`: phrases that introduce a value of it ("directed by"). `floor`: a bare number means "at least" (a rating).
    """

    name: str
    parts: frozenset[str]
    words: str = ""
    dimensions: frozenset[str] = frozenset()
    less: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    less_zh: str = ""
    more_zh: str = ""
    verbs: str = ""
    floor: bool = False

    @cached_property
    def mention(self) -> re.Pattern[str] | None:
        """How a request mentions it by name."""
        return re.compile(self.words) if self.words else None


def _parts(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _degrees(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("/"))


CONCEPTS = (
    Concept(
        "price", _parts("price prices pricing cost costs fee fare charge rent tariff budget spend 价格 价 票价 费用 消费 房价 售价 单价 价钱"),
        r"\b(?:ticket |entry |admission )?(?:prices?|priced|costs?|costing|fees?|fares?|charges?|budget)\b|"
        r"(?:最低|起步|平均)?(?:门票)?(?:价格|价钱|价位|票价|房价|售价|单价)|(?:人均)?(?:消费|花费|费用)(?:价格)?|人均|门票|房费",
        _parts("money"),
        _degrees("cheap|inexpensive|affordable|low-cost|low-priced|budget|economical / cheaper|less expensive|more affordable / cheapest|least expensive|most affordable|lowest-priced|lowest priced"),
        _degrees("expensive|pricey|costly|luxurious / pricier|more expensive|dearer / priciest|most expensive|dearest|highest-priced"),
        "便宜|实惠|平价|廉价", "贵|昂贵",
    ),
    Concept(
        "rating", _parts("rating ratings rated score scores stars star review grade 评分 得分 分数 星级 评价 口碑"),
        r"\b(?:ratings?|rated|scores?|scored|scoring|reviews?|stars?)\b|评分|得分|打分|分数|星级|评价|口碑|(?<!最)好评(?!如潮)", _parts("rating"),
        _degrees("worst-rated / lower rated|worse rated / lowest rated|worst rated|worst"),
        _degrees(
            "highly rated|well rated|highly-rated|well-rated|well reviewed|well-reviewed|acclaimed|critically acclaimed / better rated|higher rated|better-rated|higher-rated|better reviewed"
            " / best rated|best-rated|highest rated|highest-rated|highest rating|highest ratings|best rating|best ratings|best score|highest score|highest scores|top rated|top-rated|best reviewed|best-reviewed|best reviews"
            "|highest scoring|highest-scoring|top-scoring|most acclaimed|rate best|rated best|rate highest|rated highest|best"
        ),
        more_zh="好评如潮|高分|叫好", floor=True,
    ),
    Concept(
        "year", _parts("year years date released release published publication premiere 年份 年 年代 日期 上映 出版"),
        r"\b(?:years?|released?|published|made|came out|dated|dates?)\b|年份|上映|出版|发行|发布|开业|开张|开店", _parts("year date"),
        _degrees("old|vintage / older|earlier / oldest|earliest|longest-running|longest running|open longest|open the longest|around longest|around the longest"),
        _degrees("new|recent|modern|latest-generation / newer|more recent|more modern|later / newest|latest|most recent"),
        "老|旧|早|(?:开|营业|经营|开业|历史)(?:得|的)?最?悠?久|年头最?[长久]|历史最?悠?久", "新|近",
    ),
    Concept(
        "duration", _parts("duration runtime length time minutes mins min seconds secs hours runtimes 时长 片长 时间 分钟 用时 耗时"),
        r"\b(?:duration|runtime|running time|length|lasts?|lasting|long|takes?|minutes? long|cook(?:ing)? time|prep(?:aration)? time)\b|时长|片长|时间|用时|耗时|长度", _parts("time"),
        _degrees("short|quick|brief / shorter|quicker|briefer / shortest|quickest|briefest"),
        _degrees("long|lengthy / longer|lengthier / longest|lengthiest"),
        "短|快|省时间?", "长|久|费时间?|耗时间?",
    ),
    Concept(
        "extent", _parts("pages page 页数 页"), r"\bpages?\b|页数?", frozenset(),
        _degrees("short / shorter / shortest"), _degrees("long|thick / longer|thicker / longest|thickest"), "短|薄", "长|厚",
    ),
    Concept(
        "energy", _parts("calories calorie kcal energy cals 热量 卡路里 能量"), r"\b(?:calories?|kcal|calorific)\b|热量|卡路里|大卡", _parts("energy"),
        _degrees("low-calorie|low calorie / lower-calorie|fewer calories|less calories|lighter / lowest-calorie|lightest"),
        _degrees("high-calorie|high calorie / higher-calorie|more calories / highest-calorie"),
    ),
    Concept(
        "difficulty", _parts("difficulty complexity 难度"), r"\b(?:difficulty|complexity)\b|难度", _parts("level rating"),
        _degrees("easy|simple / easier|simpler|less difficult / easiest|simplest"), _degrees("hard|difficult|challenging / harder|more difficult / hardest|most difficult"),
        "简单|容易", "难",
    ),
    Concept(
        "level", _parts("level tier rank 等级 级别"), r"\b(?:levels?|tiers?|ranks?|ranked)\b|等级|级别", _parts("level"),
        _degrees("low-level / lower level|lower-level / lowest level|lowest-level"), _degrees("high-level / higher level|higher-level / highest level|highest-level"),
    ),
    Concept(
        "weight", _parts("weight mass kg grams 重量 体重"), r"\b(?:weights?|weighs?|weighing)\b|重量|体重", _parts("mass"),
        _degrees("light|lightweight / lighter / lightest"), _degrees("heavy / heavier / heaviest"), "轻", "重",
    ),
    Concept(
        "width", _parts("width wide 宽度 宽"), r"\b(?:width|wide|wider|narrow|narrower)\b|宽度|宽", _parts("length"),
        _degrees("narrow / narrower / narrowest"), _degrees("wide / wider / widest"), "窄", "宽",
    ),
    Concept(
        "height", _parts("height tall 高度 身高"), r"\b(?:height|tall|taller|high)\b|高度|身高", _parts("length"),
        (), _degrees("tall / taller / tallest"), "矮", "",
    ),
    Concept(
        "depth", _parts("depth thickness 深度 厚度"), r"\b(?:depth|deep|deeper|thick|thicker|thickness)\b|深度|厚度|厚", _parts("length"),
        _degrees("thin|shallow / thinner|shallower / thinnest|shallowest"), _degrees("thick|deep / thicker|deeper / thickest|deepest"),
    ),
    Concept(
        "size", _parts("size height width length depth diameter area screen 尺寸 大小 高度 宽度 身高 面积"),
        r"\b(?:size|length|diameter|area|big|large|small|bigger|larger|smaller)\b|尺寸|大小|面积", _parts("length area"),
        _degrees("small|little|compact|tiny / smaller|more compact / smallest|most compact"), _degrees("big|large / bigger|larger / biggest|largest"),
    ),
    Concept(
        "earnings", _parts("revenue revenues gross grossed income earnings turnover profit salary wage box takings 票房 收入 营收 薪资 工资"),
        r"\b(?:revenues?|gross(?:ed|ing)?|income|earn(?:ed|ings?|s)?|turnover|profits?|salary|wages?|box office|took|taking in|took in|takings)\b|票房|收入|营收|薪资|工资", _parts("money"),
        _degrees("low-grossing / lower-grossing / lowest-grossing|lowest grossing"), _degrees("high-grossing / higher-grossing / highest-grossing|highest grossing|top-grossing"),
    ),
    Concept(
        "added", _parts("added created listed uploaded posted indexed 上架 入库 添加 收录 创建"),
        r"\b(?:added|created|listed|uploaded|posted|arrived)\b|上架|入库|添加|收录|新加|加进来|加入", _parts("year date"),
        _degrees("old / older|earlier / oldest|earliest"), _degrees("new|recent / newer|more recent|later / newest|latest|most recent"), "旧|早", "新|近",
    ),
    Concept(
        "expiry", _parts("expiry expires expiration before 保质期 有效期"),
        r"\b(?:best[- ]before|expir(?:y|es|ed|ing)|use by|keeps? until|good until)\b|保质期|有效期|到期|过期|最佳食用", _parts("year date"),
    ),
    Concept(
        "servings", _parts("servings serves portions persons people guests sleeps capacity 份数 人数"),
        r"\b(?:serv(?:es|ing|ings)|portions?|people|persons?|guests?|sleeps|feeds)\b|人份|人数|份数|个人(?![气风品性化])", frozenset(),
    ),
    Concept(
        "stock", _parts("stock quantity inventory available seats 库存 座位"), r"\b(?:seats?|in stock|copies)\b|库存|座位", frozenset(),
    ),
    Concept("speed", _parts("speed kmh mph 速度 时速"), r"\b(?:speed|fast)\b|速度|时速", _parts("speed")),
    Concept(
        "distance", _parts("distance proximity 距离"), r"\b(?:distance|away|far|farther|further|(?:from|of) the)\b|距离|离", _parts("length"),
        _degrees("nearby|close / closer|nearer / closest|nearest"), _degrees("far|distant / farther|further / farthest|furthest"), "近", "远",
    ),
    Concept(
        "popularity", _parts("popularity votes views downloads sales sold plays streams likes followers loans borrowed borrows checkouts installs review reviews members 热度 销量 人气 播放 借阅 下载 评论 评论数 评价数"),
        r"\b(?:popularity|votes|views|viewed|downloads|downloaded|sales|sold|plays|played|streams|streamed|followers|loans|lent|borrowed|installs|installed|reviews)\b|热度|销量|人气|播放量?|借阅(?:次数|量)?|卖出|售出|卖得|下载|点击|评论数?|评价数", frozenset(),
        _degrees("obscure|little-known|underrated / less popular|lesser known / least popular|least known"),
        _degrees(
            "popular|trending|well-known|well-liked|in demand / more popular|better known / most popular|most-popular|best-selling|best selling|bestselling|bestsellers|bestseller|best sellers|best seller|top-selling|top selling"
            "|most sold|most bought|most borrowed|most loaned|most watched|most-watched|most viewed|most played|most streamed|most read|most downloaded|most reviewed|most-reviewed|most reviews|most votes|most liked|most loved|most wanted"
            "|best known|best-known|best loved|best-loved|like best|like most|likes best|love most|hottest|favourite of customers|crowd favourite|crowd favorite|customer favourite|customer favorite|most famous"
        ), "冷门|小众", "热门|火爆|火热|火|受欢迎|畅销|流行|热销|好卖|有名|知名",
    ),
    Concept("age", _parts("age ages audience whom 年龄 适龄 适用年龄 适用人群 适合人群"), r"\b(?:aged?|ages|years old)\b|年龄|岁", _parts("age")),
    Concept("memory", _parts("memory ram storage disk 内存 硬盘 存储"), r"\b(?:memory|ram|storage|disk)\b|内存|硬盘|存储", _parts("memory")),
    Concept("director", _parts("director directors directed 导演"), r"\bdirect(?:ors?|ed)\b|导演|执导", verbs=r"\bdirected by|\bdirector|\bby|导演|执导"),
    Concept("cast", _parts("cast actor actors actress actresses starring stars 演员 主演"), r"\b(?:cast|act(?:ors?|ress(?:es)?)|starring)\b|演员|主演|出演",
            verbs=r"\bstarring|\bstars?\b|\bstarred|\bfeaturing|\bacted|\bactor|\bactress|\bplayed|\bplays|主演|出演|演员|演的"),
    Concept("author", _parts("author authors writer writers written novelist 作者 编剧"), r"\b(?:authors?|writers?|written|wrote)\b|作者|编剧",
            verbs=r"\bwritten by|\bby|\bauthor|\bwriter|\bwrote|\bbooks? (?:by|from)|\bnovels? by|作者|编剧|写的|所著"),
    Concept("artist", _parts("artist artists singer singers band composer performer 歌手 艺术家 作曲"), r"\b(?:artists?|singers?|bands?|composers?)\b|歌手|艺人|作曲",
            verbs=r"\bsung by|\bby|\bperformed by|\bcomposed by|\bsongs? by|\bmusic by|\balbums? by|唱的|演唱|歌手"),
    Concept("brand", _parts("brand brands maker manufacturer make vendor company 品牌 厂商 厂家"), r"\b(?:brands?|makers?|manufacturers?|make)\b|品牌|牌子|厂商|厂家",
            verbs=r"\bmade by|\bbrand|\bmanufactured by|\bfrom|\bby|品牌|牌子"),
    Concept("kind", _parts("kind type category genre class subcategory style 类型 种类 类别 分类"), r"\b(?:kinds?|types?|categor(?:y|ies)|genres?|class|style)\b|类型|种类|类别"),
    Concept("place", _parts("place area district location city region address country neighbourhood neighborhood town station metro 地址 地区 区域 城市 国家 位置 地铁"),
            r"\b(?:location|located|area|district|city|address|country)\b|位置|位于|地址|地区|区域|城市", verbs=r"\bin|\bat|\bnear|\bfrom|位于|在|靠近|附近"),
    Concept("near", _parts("nearby near around neighbouring 附近 周边 周围"), r"\b(?:near|nearby|close to|around|next to)\b|附近|周边|周围|旁边|靠近|离|挨着",
            verbs=r"\bnear|\bnearby|\bclose to|\baround|\bnext to|附近|周边|周围|旁边|靠近|离|挨着"),
    Concept("language", _parts("language languages spoken 语言"), r"\blanguages?\b|语言|语", verbs=r"\bin|语"),
    Concept("ingredient", _parts("ingredient ingredients contains allergens dishes dish menu 食材 配料 原料 菜 菜品"),
            r"\b(?:ingredients?|dish(?:es)?)\b|食材|配料|原料|推荐菜|招牌菜|菜品", verbs=r"\bwith|\bcontaining|\bcontains?|\bmade (?:of|with)|\busing|\bincluding|吃|喝|含|做|放|菜"),
    Concept("facility", _parts("facilities facility amenities amenity features services equipment 设施 服务 配套"),
            r"\b(?:facilit(?:y|ies)|amenit(?:y|ies)|features?|services?)\b|设施|服务|配套", verbs=r"\bwith|\bhas|\bhave|\boffers?|\bprovid\w+|有|提供|带|能|可以"),
)  # fmt: skip


def concepts_of(field: str) -> tuple[Concept, ...]:
    """The concepts that a field's name speaks of; relational fields ("nearby_hotels") speak of nearness alone.

    >>> [c.name for c in concepts_of("ticket_price")], [c.name for c in concepts_of("nearby_restaurants")]
    (['price'], ['near'])
    """
    parts = name_parts(re.sub(r"(?i)[\W_]per[\W_].*", "", field))  # a price per kg speaks of no weight
    found = tuple(
        c for c in CONCEPTS if parts & c.parts or any(p in field for p in c.parts if len(p) > 1 and not p.isascii())
    )
    if field.startswith(("距", "离")):  # 距地铁: how far, not which
        return tuple(c for c in CONCEPTS if c.name == "distance")
    near = tuple(c for c in found if c.name == "near")
    return near or found


def name_parts(field: str) -> frozenset[str]:
    """The words of a field's name, in lower case.

    >>> sorted(name_parts("cookTime_min"))
    ['cook', 'min', 'time']
    """
    spaced = re.sub(r"[\W_]+", " ", re.sub(r"([a-z])([A-Z])", r"\1 \2", field))
    words = spaced.lower().split()
    return frozenset(words[1:] if len(words) > 1 and words[0] in ("min", "max") else words)  # min_age is no time


def is_relational(field: str) -> bool:
    """Whether a field tells of other things ("nearby_hotels", "similar_items") and so needs a word that says so."""
    return bool(name_parts(field) & {"nearby", "near", "similar", "related", "around", "also", "附近", "周边", "相关"})
