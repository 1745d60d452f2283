"""The Chinese patterns and words by which plans are made, by the stage and the thing that they are for."""

from __future__ import annotations

__all__ = ["PATTERNS", "TABLES", "WORDS"]

PATTERNS = {
    "clarification_reply.no": r"(?:不要|不用|没有|不需要|不必|不|不是|否|无|不带)的?",
    "clarification_reply.yes": r"(?:必须)|(?:要|是|有|好|需要|对|当然|带)的?",
    "clarification_reply.others": r"(?:都不|全不)(?:是|要|喜欢|对)?|(?:别|其他|其它|另外|不同)的?(?:种类|类别|类型|类|种)?",
    "clarification_reply.place": r"第(?P<z>[一二两三四1-4])(?:种|类|个|项|款|样)?(?:的)?|(?P<f>前者|前(?:面|一)(?:的|那)?(?:个|种|类)?)|(?P<l>后者|后(?:面|一)(?:的|那)?(?:个|种|类)?|最后(?:一)?(?:个|种|类)?)",
    "clarification_reply.answer": r"^(?:(?:嗯+|呃|那么?|哦|好的?|行)[,，、 ]*)*(?:我|就|还是|更|比较|偏|想|要|想要|喜欢|选择?|来|给我|最好|请|看|是|用)*(?P<core>.+?)(?:[,，]?(?:吧|谢谢|好了|就(?:好|行|可以|这样)(?:了|吧)?|呢|啊|呀|的吧))*$",
    "compiler.more": r"别的|其他|换|再|还",
    "compiler.alike_after": r'\s*[》」”\"]?\s*(?:那样|一样|这样|这种|那种|这类|那类|类似|差不多|之类|一类|附近)',
    "carry_over.there": r"(?:那|同一?个?|这)(?:边|里|儿|一带|个地方|附近)",
    "safety.around": r"^(?:(?:任何|一点|一切)\s*)+|(?:\s*(?:类|成分|制品的))+$",
    "safety.food_field": r"过敏|配料|食材|成分|菜系|菜品|口味|热量",
    "safety.menu_field": r"^(?:招牌|推荐|特色|主打)?(?:菜品|菜单|菜肴|菜式|菜)$",
    "clarification_reply.any": r"(?:都|怎么都|什么都|哪(?:个|种|类|样)都|两(?:个|种|者)都|随便哪(?:个|种)都)(?:行|可以|好|要|喜欢|没关系|ok|成)|随便(?:哪(?:个|种)|什么)?|无所谓|(?:这个|这|那)?不重要|没关系|不在乎|不介意|(?:没有?|无)(?:什么|特别的?)?(?:偏好|要求|所谓|讲究|想法)|任意|不限|不(?:太)?(?:知道|清楚|确定)|(?:你|您)(?:来|看着)?(?:定|选|决定|办)(?:就好)?|看着办",
    "named_items.alike": r'(?:像|类似于?|和|跟|与|比|喜欢|爱|过)(?: the)?\s*[《「“\"]?$',
    "clarification_reply.less": r"低|少|小",
    "clarification_reply.more": r"高|多|大",
    "clarification_reply.before": r"更|较|比较",
    "clarification_reply.behind": r"(?:一?点|一?些)?(?:儿)?的?",
}  # fmt: skip

WORDS = {
    "clarification.no_value": frozenset("无 暂无".split()),
}  # fmt: skip

TABLES: dict[str, dict[str, str]] = {
    "clarification_reply.places": {"一": "1", "二": "2", "两": "2", "三": "3", "四": "4"},
}  # fmt: skip
