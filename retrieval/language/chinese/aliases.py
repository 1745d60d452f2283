"""Chinese names of what catalogues have in English, and the reverse: sorts of films and shows, levels, meals, wares, places.

A translation that stands here is as certain as the value itself. Words of one character stand here only where they are
words of their own.
"""

from __future__ import annotations

__all__ = ["SAME", "TABLES"]

SAME = (
    # films, music, books
    "horror|恐怖|恐怖片|恐怖电影|恐怖小说|惊悚恐怖", "thriller|惊悚|惊悚片|惊悚小说|惊悚电影", "mystery|悬疑|悬疑片|推理|推理片|推理小说|悬疑小说|侦探小说", "science fiction|sci fi|科幻|科幻片|科幻电影|科幻小说", "comedy|喜剧|喜剧片|搞笑片",
    "romance|爱情|爱情片|浪漫片|爱情小说|言情小说|言情", "drama|剧情|剧情片", "action|动作|动作片", "animation|animated|动画|动画片|卡通|卡通片", "documentary|纪录片|记录片", "crime|犯罪|犯罪片|犯罪小说|罪案小说",
    "war|战争|战争片", "fantasy|奇幻|奇幻片|魔幻|奇幻小说|魔幻小说", "adventure|冒险|冒险片|探险片|冒险小说", "family|家庭|家庭片|合家欢|合家欢电影|亲子", "musical|音乐剧|歌舞片", "music|音乐", "history|历史|历史片",
    "historical|历史|古装", "biography|传记|传记片", "western|西部片", "sport|体育|运动", "jazz|爵士|爵士乐", "rock|摇滚|摇滚乐", "pop|流行|流行音乐", "classical|古典|古典音乐",
    "folk|民谣|民歌", "electronic|电子|电子音乐", "poetry|诗歌|诗集|诗", "hardback|hardcover|精装|精装本|精装版|硬皮", "paperback|平装|平装本|软皮", "audiobook|audio book|有声书", "comics|comic|graphic novel|漫画", "memoir|回忆录", "travel|旅行|游记", "gardening|园艺", "popular science|科普|科普书", "self help|励志", "textbook|教材|课本", "novel|小说", "fiction|小说|虚构", "essay|散文", "cookbook|菜谱书|烹饪书|食谱", "picture book|绘本|图画书",
    # learning, libraries
    "course|class|课程|课", "talk|讲座|演讲", "lecture|讲座", "workshop|工作坊", "book|书|书籍|图书", "law|法律|法规", "article|文章", "report|报告",
    "beginner|初级|入门|初学者|零基础|新手", "intermediate|中级|进阶", "advanced|高级", "adult|成人|成年人", "children|child|儿童|童书|儿童书|儿童读物|孩子|小孩|小朋友", "everyone|所有人|任何人",
    "nature|自然", "art|艺术|美术", "painting|绘画|油画", "cooking|烹饪|做菜", "baking|烘焙", "mathematics|math|数学", "astronomy|天文|天文学", "physics|物理|物理学", "philosophy|哲学",
    "economics|经济|经济学", "technology|科技|技术", "cybercrime|网络犯罪", "privacy|隐私|个人信息", "labour|labor|劳动|劳工", "environment|环境|环保", "language learning|语言学习",
    # meals and food
    "breakfast|早餐|早饭|早点", "lunch|午餐|午饭|中饭", "dinner|supper|晚餐|晚饭|夜饭", "snack|零食|小吃|点心", "dessert|甜点|甜品|甜食|饭后甜点", "soup|汤", "salad|沙拉|色拉", "drink|drinks|饮料|饮品",
    "crisps|chips|薯片", "biscuits|cookies|饼干|曲奇", "chocolate|巧克力", "bread|面包", "dairy|乳制品|奶制品", "fruit|水果", "bars|bar|能量棒|谷物棒|棒", "juice|果汁", "yoghurt|酸奶", "cheese|奶酪|芝士",
    "coffee|咖啡", "tea|茶", "beer|啤酒", "wine|葡萄酒|红酒", "noodles|noodle|面条", "rice|米饭|大米", "cake|蛋糕", "nuts|nut|坚果", "jam|果酱", "vegan|纯素|全素|纯素食|严格素食", "vegetarian|素食|素|素的|蛋奶素",
    "gluten free|无麸质|不含麸质", "sugar free|无糖|不含糖", "lactose free|无乳糖|不含乳糖", "halal|清真", "kosher|犹太洁食", "organic|有机", "spicy|辣|辣的|辣味|辣菜|辣口|辛辣", "sweet|甜|甜的|甜味", "sour|酸|酸的|酸味",
    "salty|咸|咸的|咸味", "bitter|苦|苦的|苦味", "savoury|咸鲜|鲜咸", "mild|清淡|温和", "light|清淡", "mint|薄荷|薄荷味", "orange flavour|橙味", "strawberry|草莓|草莓味", "vanilla|香草|香草味", "ginger|姜|生姜|姜味", "honey|蜂蜜",
    "apple|苹果", "orange|橙子|橘子|橙|橘", "lemon|柠檬", "banana|香蕉", "tomato|tomatoes|番茄|西红柿", "potato|potatoes|土豆|马铃薯", "egg|eggs|鸡蛋|蛋", "beef|牛肉", "pork|猪肉", "chicken|鸡肉", "lamb|mutton|羊肉", "fish|鱼|鱼肉",
    "shrimp|prawn|prawns|虾|虾仁", "tofu|豆腐", "mushroom|mushrooms|蘑菇|香菇", "garlic|蒜|大蒜", "onion|onions|洋葱", "coriander|香菜|芫荽", "peanut|peanuts|花生", "almond|almonds|杏仁", "milk|牛奶", "butter|黄油", "flour|面粉", "sugar|糖|白糖", "salt|盐",
    "chinese|中餐|中国菜", "italian|意大利菜|意餐|意大利", "french|法国菜|法餐", "japanese|日本料理|日料|日本菜", "korean|韩国料理|韩餐|韩国菜", "thai|泰国菜|泰餐", "indian|印度菜", "mexican|墨西哥菜", "spanish|西班牙菜", "british|英国菜",
    "sichuan|川菜|四川菜", "cantonese|粤菜|广东菜", "hunan|湘菜|湖南菜", "huaiyang|淮扬菜", "hotpot|hot pot|火锅", "barbecue|bbq|烧烤", "seafood|海鲜", "western|西餐",
    # stays and places
    "record|records|唱片|专辑", "film|films|movie|电影|影片", "flat|apartment|公寓|套房", "studio|单间公寓|开间|一居室", "room|房间|单间|合租|合租房间", "house|独栋|房子|别墅", "hot dish|hot dishes|热菜", "cold dish|cold dishes|凉菜|冷菜", "staple|staples|主食", "furnished|带家具|有家具",
    "hotel|酒店|宾馆|旅馆", "guesthouse|guest house|homestay|民宿", "hostel|青年旅舍|青旅", "restaurant|餐馆|餐厅|饭馆|馆子|饭店", "cafe|café|coffee shop|咖啡馆|咖啡厅|咖啡店", "bar|pub|酒吧", "museum|博物馆", "park|公园",
    "pool|swimming pool|泳池|游泳池", "gym|健身房|健身中心", "parking|停车场|停车位|停车", "wifi|无线网络|无线网|wi fi", "non smoking room|non smoking|nonsmoking|smoke free room|smoke free|无烟房", "non smoking area|non smoking|nonsmoking|smoke free|无烟区", "washing machine|laundry|洗衣机", "kitchen|厨房", "lift|elevator|电梯",
    "meeting room|conference room|会议室", "hot spring|温泉", "sauna|桑拿", "terrace|露台", "garden|花园", "pet friendly|可带宠物|宠物友好", "attraction|景点", "old town|老城|老城区|古城|旧城区", "harbour|harbor|port|港口|港口区", "high tech zone|高新区",
    # care and health
    "serum|精华|精华液|精华素", "antiperspirant|止汗露|止汗剂", "deodorant|除臭剂|体香剂", "cleanser|face wash|洁面|洗面奶|洁面乳", "toner|爽肤水|化妆水", "sunscreen|sun cream|防晒|防晒霜|防晒乳", "eye cream|眼霜",
    "body lotion|body milk|身体乳|润肤乳", "hand cream|护手霜", "lip balm|润唇膏|唇膏", "face mask|sheet mask|面膜", "shampoo|洗发水|洗发露", "conditioner|护发素", "shower gel|body wash|沐浴露", "toothpaste|牙膏", "mouthwash|漱口水",
    "shea butter|乳木果油", "vitamin c|维c|维生素c", "painkiller|pain relief|止痛药|止痛片", "plaster|plasters|band aid|创可贴", "moisturiser|moisturizer|保湿霜|保湿乳", "perfume|fragrance|香水",
    # wares
    "tent|tents|帐篷", "sleeping bag|sleeping bags|睡袋", "backpack|backpacks|背包|双肩包", "bag|bags|包|包包", "boot|boots|靴子|靴", "hiking boots|登山靴", "shoe|shoes|鞋|鞋子", "sandals|sandal|凉鞋", "headphones|headphone|头戴耳机|耳机",
    "earbuds|earbud|earphones|入耳式耳机|耳塞", "laptop|laptops|笔记本|笔记本电脑|手提电脑", "phone|phones|smartphone|smartphones|手机|智能手机", "tablet|tablets|平板|平板电脑", "camera|cameras|相机|照相机", "watch|watches|手表", "lamp|lamps|灯|台灯",
    "lighting|灯具|照明", "electronics|电子产品|数码产品|数码", "camping|露营|露营用品", "tool|tools|工具", "toy|toys|玩具", "clothing|clothes|衣服|服装|衣物", "furniture|家具", "soap|soaps|香皂|肥皂", "kitchenware|厨具|厨房用品", "jewellery|jewelry|首饰|珠宝",
    "chair|chairs|椅子", "table|tables|桌子", "desk|desks|书桌|办公桌", "shelf|shelves|架子|书架", "sofa|sofas|沙发", "bed|beds|床", "bottle|bottles|瓶子|水瓶|水壶", "axe|axes|斧头|斧子", "hammer|hammers|锤子", "drill|drills|电钻", "shampoo|洗发水", "cosmetics|化妆品",
    "skincare|skin care|护肤品|护肤", "pet food|宠物食品|宠物粮", "cat|cats|猫", "dog|dogs|狗", "kids|children|儿童|孩子", "men|man|男士|男人|男款|男式", "women|woman|女士|女人|女款|女式", "unisex|男女通用|中性",
    "leather|皮革|真皮|皮", "wood|wooden|木头|木制|木", "steel|钢|钢制", "cotton|棉|纯棉|棉质", "wool|羊毛", "silk|丝绸|真丝", "plastic|塑料", "glass|玻璃", "metal|金属", "paper|纸", "down|羽绒", "ceramic|陶瓷", "nylon|尼龙",
    # colours
    "red|红|红色", "blue|蓝|蓝色", "green|绿|绿色", "yellow|黄|黄色", "black|黑|黑色", "white|白|白色", "grey|gray|灰|灰色", "brown|棕|棕色|褐色", "pink|粉|粉色|粉红|粉红色", "purple|紫|紫色", "orange|橙色|橘色|橘黄色", "silver|银色", "gold|金色", "beige|米色",
)  # fmt: skip
"""Names of the same things, one group a string; English ones as values have them."""

_SHORT_PLACES = {"US": "美国", "GB": "英国|大不列颠", "KR": "韩国|南韩", "KP": "朝鲜|北朝鲜", "RU": "俄罗斯|俄国", "CN": "中国|中国大陆|大陆", "HK": "香港|中国香港", "TW": "台湾|中国台湾", "MO": "澳门", "AE": "阿联酋", "CZ": "捷克"}  # fmt: skip
"""Names of countries beside those of the Unicode locale data, by ISO 3166 code."""

TABLES: dict[str, dict[str, str]] = {
    "aliases.places": _SHORT_PLACES,
    "aliases.language_endings": {"语": "文"},
    # what follows the name of a language where something in it is meant (英文书)
    "aliases.in_language": dict.fromkeys(("书", "版", "原版", "歌", "歌曲", "片", "电影"), "in it"),
}  # fmt: skip
