"""What English texts say for Chinese words of which the dictionary's first meaning is not the word that texts have."""

from __future__ import annotations

__all__ = ["ALONE", "ALSO"]

ALSO: dict[str, tuple[str, ...]] = {
    "辣": ("spicy", "chilli", "chillies", "chili"), "血腥": ("bloody", "blood", "gory", "gore"), "恐怖": ("horror",), "惊悚": ("thriller",), "宠物": ("pet", "pets"), "味精": ("msg",),
    "鸡肉": ("chicken",), "牛肉": ("beef",), "羊肉": ("lamb", "mutton"), "猪肉": ("pork",), "鱼": ("fish",), "吸烟": ("smoking",), "抽烟": ("smoking",), "塑料": ("plastic",), "皮": ("leather",), "科幻": ("science fiction", "sci-fi"),
    "英国": ("united kingdom", "uk", "british", "england"), "美国": ("usa", "united states", "american"), "法国": ("france", "french"), "德国": ("germany", "german"), "日本": ("japan", "japanese"), "韩国": ("south korea", "korean"), "意大利": ("italy", "italian"),
    "西班牙": ("spain", "spanish"), "印度": ("india", "indian"), "泰国": ("thailand", "thai"), "俄罗斯": ("russia", "russian"), "加拿大": ("canada", "canadian"), "瑞典": ("sweden", "swedish"), "墨西哥": ("mexico", "mexican"), "中国": ("china", "chinese"),
}  # fmt: skip
"""By the Chinese word, in lower case."""

ALONE = frozenset("辣葱姜蒜糖盐油酒奶蛋血猫狗鱼虾蟹茶肉枣梨桃鸭鹅鸡")
"""Words of one character that are looked for in texts: most single characters are parts of other words."""
