"""The phrases that reasons are made of, in Chinese."""

from __future__ import annotations

__all__ = ["FIELDS", "REASONS"]

REASONS = {
    "told": "它的{clause}", "because": "因为{did}：{near}。",
    "did.like": "您喜欢过“{}”", "did.rate": "您喜欢过“{}”", "did.buy": "您买过“{}”", "did.play": "您听过或看过“{}”",
    "did.cart": "您把“{}”放进过购物车", "did.view": "您浏览过“{}”",
    "near.text": "它的文字与之相近", "near.image": "它的图片与之相近", "near.audio": "它的声音与之相近", "near.": "它与之相近", "near.shared": "它也有{}",
    "others.crowd": "和您喜欢同样内容的人也喜欢它。", "others.popular": "它是这里最受欢迎的内容之一。",
    "others.together": "同样的人买过这两样。", "others.group": "这是为你们几位一起选的。",
    "part.text": "文字", "part.image": "图片", "part.audio": "声音", "part.behaviour": "行为",
    "is": "{label}是{value}", "isn't": "{label}不是{value}", "among": "{label}包括{value}", "not among": "{label}不包括{value}",
    "text has": "文字中有“{value}”", "title has": "标题里有“{value}”", "description has": "描述里有“{value}”",
    "text lacks": "文字中没有“{value}”", "free text": "文字说明不含{value}", "title lacks": "标题中没有“{value}”", "description lacks": "描述中没有“{value}”", "unsaid": "未说明含不含{value}：请询问或查看标签", "has field": "有{label}", "lacks field": "没有{label}",
    "range": "{label}是{own}，{bounds}", "not range": "{label}是{own}，不在{bounds}",
    "under": "低于{high}", "at most": "不超过{high}", "over": "高于{low}", "at least": "不低于{low}", "between": "在{low}到{high}之间", "before": "早于{high}", "until": "不超过{high}", "after": "晚于{low}", "since": "不低于{low}", "exactly": "正好{low}",
    "open": "开门时间合于{value}", "not open": "开门时间不合{value}", "wanted open": "{value}营业",
    "shut": "休息时间合于{value}", "not shut": "休息时间不合{value}", "wanted shut": "{value}休息",
    "near": "位置在{value}以内", "not near": "位置不在{value}以内", "wanted near": "{value}以内",
    "asked as": "{one}，对应您说的“{said}”", "asked one": "正如您所要的，它的{one}", "asked many": "符合您的要求：{many}", "guess": "它的{one}，可能就是您说的“{said}”", "others": "{many}，其他条件也都符合",
    "title words": "标题里有您说的{words}", "description words": "描述里提到{words}", "field words": "它的{label}里有{words}", "word": "{quoted}", "words": "{quoted}",
    "shares": "它和“{title}”都有{values}", "same": "它和“{title}”的{label}相同，都是{value}", "near liked": "它与“{title}”整体上接近",
    "image given": "它的图片与您给的图片{place}", "audio given": "它的声音与您给的声音{place}",
    "image little": "它的图片与您给的图片略有相似", "audio little": "它的声音与您给的声音略有相似",
    "image described": "它的图片与您的描述相似", "audio described": "它的声音与您的描述{place}",
    "image liked": "它的图片与“{title}”的图片接近", "audio liked": "它的声音与“{title}”的声音接近",
    "first": "最接近", "among closest": "相近，是最接近的之一", "close": "接近",
    "nearest": "这只是最接近的一项", "meaning": "它的文字与您的要求意思相近", "overall": "它与您的要求整体上接近，但文字里没有直接提到", "just": "这是“{title}”", "nameless": "这是为您的要求找到的",
    "grown up": "但它不适合孩子：它的{shown}", "lacking": "但它的文字里没有提到{words}", "namesake": "但“{word}”只是名字“{name}”的一部分", "undecided": "是否{words}，目录中无从得知",
    "but": "但您要求{wanted}，而{truth}", "unmet": "您要求{wanted}，而{truth}", "wanted": "{label}是{value}", "wanted range": "{label}{bounds}", "wanted text": "“{value}”", "wanted no": "不要{value}", "wanted field": "有{label}",
    "own": "它的{label}是{value}", "own none": "它没有{label}", "own text": "它的文字里没有提到", "own has": "它有",
}  # fmt: skip
"""By name, with places to fill."""

FIELDS = {
    "price": "价格", "rating": "评分", "year": "年份", "duration": "时长", "energy": "热量", "difficulty": "难度", "level": "等级", "weight": "重量", "size": "尺寸",
    "distance": "距离", "age": "年龄", "director": "导演", "cast": "演员", "author": "作者", "artist": "歌手", "brand": "品牌", "kind": "类别", "language": "语言",
    "facility": "设施", "age group": "适合人群",
}  # fmt: skip
"""What fields of a known meaning are called, by concept."""
