"""What Chinese calls the things that people avoid: allergens, animal products, alcohol, sugar; and ways of eating."""

from __future__ import annotations

from retrieval.language.grammar import Diet, Matter

__all__ = ["CHINESE_DIETS", "CHINESE_FOOD", "CHINESE_SAFETY"]

_DAIRY = "奶油 黄油 奶酪 芝士 酸奶 乳清 酪蛋白 炼乳 奶粉 鲜奶 奶皮 淡奶 乳酪"
_NUTS = "杏仁 腰果 核桃 榛子 榛果 开心果 碧根果 夏威夷果 松子 巴旦木 花生"
_FLESH = "猪肉 牛肉 羊肉 鸡肉 鸭肉 鹅肉 火腿 香肠 培根 腊肉 排骨 鸡翅 鸡腿 鸡胸 鸡丁 肉末 肉丝 肉馅 牛排 里脊 五花 猪油 明胶 猪排"
_SHELLFISH = "虾 螃蟹 蟹 龙虾 蛤蜊 牡蛎 生蚝 扇贝 贻贝 鱿鱼 章鱼 贝类"
_FISHES = "三文鱼 金枪鱼 鳕鱼 鲈鱼 带鱼 鱼肉 鱼片 鱼子 鲭鱼 沙丁鱼 鲫鱼 鲤鱼"
_ALCOHOL = "白酒 红酒 啤酒 葡萄酒 黄酒 米酒 威士忌 伏特加 朗姆酒 金酒 白兰地 香槟 清酒 料酒"

CHINESE_SAFETY = (
    Matter("nuts", ("坚果", "树坚果"), tuple(_NUTS.split()), allergen=True),
    Matter("peanuts", ("花生",), ("沙茶",), allergen=True),
    Matter("dairy", ("乳制品", "奶制品", "牛奶", "奶类", "奶", "乳品"), (*_DAIRY.split(), "乳糖"), unlike="(?:椰|豆|杏仁|燕麦|花生|植物|可可|腰果|奶)", unless="奶|嘴|瓶", allergen=True),
    Matter("lactose", ("乳糖",), ("牛奶", "乳制品", "奶制品", *_DAIRY.split()), unlike="(?:椰|豆|杏仁|燕麦|花生|植物|可可|腰果)", allergen=True, overrules=True),
    Matter("gluten", ("麸质", "面筋"), ("小麦", "大麦", "黑麦", "面粉", "面包", "水饺", "面条", "馍"), unlike="(?:无麸质|米|糯米)", allergen=True, overrules=True),
    Matter("wheat", ("小麦",), ("面粉",), allergen=True),
    Matter("egg", ("鸡蛋", "蛋类", "蛋"), ("蛋黄", "蛋清", "蛋白霜", "蛋液", "炒蛋", "蛋黄酱", "美乃滋"), unlike="(?:皮|脸)", unless="白(?:质|粉)|花", allergen=True),
    Matter("soy", ("大豆", "黄豆", "豆制品"), ("豆腐", "豆浆", "味噌", "腐竹", "豆干", "酱油"), unlike="(?:杏仁|鸡蛋)", allergen=True),
    Matter("shellfish", ("甲壳类", "虾蟹", "贝类"), tuple(_SHELLFISH.split()), allergen=True),
    Matter("fish", ("鱼类", "鱼"), tuple(_FISHES.split()), unlike="(?:木|章|鱿)", unless="香|腥草|尾", allergen=True),
    Matter("seafood", ("海鲜", "海产"), ("鱼", *_FISHES.split(), *_SHELLFISH.split()), allergen=True),
    Matter("sesame", ("芝麻",), ("麻酱", "香油"), allergen=True),
    Matter("mustard", ("芥末",), allergen=True),
    Matter("sulphites", ("亚硫酸盐",), allergen=True),
    Matter("alcohol", ("酒精", "酒", "乙醇"), tuple(_ALCOHOL.split()), unlike="(?:无醇|无酒精|零酒精|不含酒精的?|下)", unless="店|楼|家|吧|窝|花", overrules=True),
    Matter("meat", ("肉类", "荤", "肉"), tuple(_FLESH.split()), unlike=r"(?:素[\u4e00-\u9fff]{0,3}|鱼|蟹|虾|植物|果|人造|椰)", unless="桂|蔻|松"),
    Matter("pork", ("猪肉", "猪"), ("排骨", "火腿", "培根", "腊肉", "猪油", "五花肉", "香肠")),
    Matter("sugar", ("糖分", "蔗糖", "白糖", "糖"), ("冰糖", "红糖", "砂糖", "糖浆", "果糖", "葡萄糖"), unlike="(?:乳|木|代)"),
    Matter("honey", ("蜂蜜",)),
    Matter("msg", ("味精", "谷氨酸钠")),
    Matter("preservatives", ("防腐剂",), ("苯甲酸钠", "山梨酸钾", "亚硝酸盐")),
    Matter("sweeteners", ("甜味剂", "代糖"), ("阿斯巴甜", "三氯蔗糖", "糖精", "甜菊糖", "安赛蜜")),
    Matter("palm oil", ("棕榈油",)),
    Matter("gelatine", ("明胶", "吉利丁")),
    Matter("caffeine", ("咖啡因",), ("咖啡",), unlike="(?:低因|无咖啡因|脱因)"),
)  # fmt: skip

CHINESE_DIETS = (
    Diet("vegan", r"纯素|全素|素食主义|严格素", ("meat", "fish", "shellfish", "dairy", "egg", "honey"), chosen=True),
    Diet("vegetarian", r"(?<!严格)(?:吃素|素食(?!主义)|茹素|斋食|吃斋)", ("meat", "fish", "shellfish"), chosen=True),
    Diet("halal", r"清真", ("pork", "alcohol")),
    Diet("coeliac", r"乳糜泻", ("gluten",)),
    Diet("diabetic", r"糖尿病", ("sugar",)),
    Diet("sober", r"我(?:从来?)?不(?:会)?喝酒|滴酒不沾", ("alcohol",), chosen=True),
)  # fmt: skip

CHINESE_FOOD = frozenset(
    "零食 饮料 食品 料理 菜谱 菜 甜品 甜点 早餐 午餐 晚餐 面包 饼干 巧克力 餐馆 餐厅 川菜 粤菜 咖啡馆".split()
)
"""Words of a catalogue that is of things to eat or drink."""
