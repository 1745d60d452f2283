"""How Chinese texts deny a word, and how statements about an item are worded, for those who verify answers: written apart from what
reads requests and items, and from what writes reasons."""

from __future__ import annotations

__all__ = ["PATTERNS", "TABLES", "WORDS"]

PATTERNS = {
    "verification.denied": r"(?:不|无|没有?|未|零|非|怕|控|戒|忌|勿)[\w\s,/-]{0,24}$",
    "verification.denied_after": r"^(?:含量|度)?(?:为|是|[:：])?(?:零|0(?![\d.]))|^过敏[^，。；]{0,10}(?:放心|安心|适合|适用)",
    # forms of statements, with places for quotes, amounts and where a statement ends
    "verification.join": r"、|和",
    "verification.next": r"，|。",
    "verification.more": r"(?:、|和)(?=\w)",
    "verification.between": r"(?:不)?在{AMOUNT}到{AMOUNT}之间",
    "verification.exactly": r"正好{AMOUNT}",
    "verification.under": r"(?:低于|早于){AMOUNT}",
    "verification.at_most": r"不超过{AMOUNT}",
    "verification.over": r"(?:高于|晚于){AMOUNT}",
    "verification.at_least": r"不低于{AMOUNT}",
    "verification.refused": r"不在",
    "verification.is": r"(?:它的|(?<=[，：而])|^)(?!而|但|它|这只|可能就是|Its )([^，。：、“”\x01是]{1,20}?)(?<![不这您])(?:是|包括)(?=\S)",
    "verification.is_not": r"(?:它的|(?<=[，：而])|^)(?!而|但|它)([^，。：、“”\x01不]{1,20}?)(?:不是|不包括)(.+?){NEXT}",
    "verification.has_field": r"(?:它的|它|(?<=[，：而])|^)(没有|有)([^，。：、“”\x01]{1,20}?)(?=，|。|$)",
    "verification.text_has": r"(文字|标题|描述)(?:中|里)有(?:您说的)?({LIST})",
    "verification.text_lacks": r"(文字|标题|描述)(?:中|里)没有(?:提到)?({LIST})",
    "verification.worded": r"(标题|描述)里(?:有您说的|提到)({LIST})",
    "verification.worded_field": r"它的([^，。“”\x01]{1,20}?)里有({LIST})",
    "verification.untold": r"是否({LIST})，目录中无从得知",
    "verification.shares": r"它和{Q}都有(.+?)(?=。|$)|它也有(.+?)。",
    "verification.same": r"它和{Q}的([^，。]+?)相同，都是",
    "verification.picture": r"它的图片",
    "verification.sound": r"它的声音",
    "verification.titled": r"这是({Q})",
    "verification.clause": r"但",
}  # fmt: skip

WORDS = {
    "verification.no": frozenset(("没有",)),
}

TABLES: dict[str, dict[str, str]] = {
    "verification.days": {"chinese day": "{day.year}年{day.month}月{day.day}日"},
    "verification.places": {"文字": "text", "标题": "title", "描述": "description"},
    "verification.labels": {
    "价格": "price cost fee fare", "评分": "rating score stars rate", "年份": "year date released release published publication premiere launched started founded built vintage established opened",
    "时长": "duration runtime length time minutes mins min seconds hours", "热量": "calories calorie kcal energy cals", "难度": "difficulty complexity",
    "等级": "level tier rank", "重量": "weight mass kg grams", "尺寸": "size height width length depth diameter area screen",
    "距离": "distance proximity", "年龄": "age ages", "适合人群": "audience whom", "导演": "director directors", "演员": "cast actor actors actress actresses starring stars",
    "作者": "author authors writer writers", "歌手": "artist artists singer singers band composer performer", "品牌": "brand brands maker manufacturer make vendor company",
    "类别": "kind type category genre genres class subcategory style categories types", "语言": "language languages spoken", "设施": "facilities facility amenities amenity features services equipment",
},
}  # fmt: skip
"""How a day is written, what a field is called beside its name, and where words stand."""
