"""Chinese words of days, hours of opening, and distances: as tables write them, and as people ask for them."""

from __future__ import annotations

__all__ = ["PATTERNS", "WORDS"]

_DAY = r"(?:周|星期|礼拜)[一二三四五六日天]"
_TIME = r"(?:上午|下午|晚上|早上|中午|凌晨|夜里)?\d{1,2}(?:点半?|[:：]\d{2})(?:钟)?"
_OPEN = r"(?:开着门?|开门|营业|开放|开(?=的|$|吗))"
_WHEN = rf"(?:(?:现在|此刻|这会儿|目前|今天|今晚|明天|周末|工作日|平日|{_DAY}|{_TIME}(?:以?后|之后|以?前|之前)?|早上|上午|下午|晚上)(?:的|还|也|都|仍然?|能|会)*)"

PATTERNS = {
    "opening.to": r"至|到",
    "opening.and": r"和|及|、",
    "opening.every": r"每天|每日|天天|全周|周一至周日",
    "opening.weekdays": r"工作日|平日",
    "opening.weekends": r"周末|双休日",
    "opening.shut": r"休息|闭馆|不营业|不开放|关闭|闭店|公休",
    "opening.whole": r"全天(?:开放|营业)?|24小时(?:营业|开放)?|二十四小时(?:营业)?",
    "opening.ignored": r"(?:法定)?节假日(?:休息|闭馆|除外)?|营业时间[:：]?|开放时间[:：]?",
    "opening.oclock": r"[点时]",
    "opening.gap": r"[（），：；、]",
    "opening.noon": r"正午",
    "opening.midnight": r"午夜|零点",
    "opening.forenoon": r"上午|早上|凌晨",
    "opening.afternoon": r"下午|晚上|傍晚|夜里",
    "opening.asked": rf"(?P<when>{_WHEN}+)(?:还|也|都|仍然?|能|会)*(?P<state>不{_OPEN}|关门|休息|{_OPEN})(?:的|吗|不)*",
    "opening.still": r"(?:还|正|正在)?(?:开着|在营业|营业着)(?:门)?(?:的|吗)*",
    "opening.now": r"现在|此刻|这会儿|目前",
    "opening.today": r"今天|今晚",
    "opening.tomorrow": r"明天",
    "opening.closed": r"不|关门|休息",
    "opening.until": r"以?前|之前",
    "opening.time": r"(?P<half>上午|下午|晚上|早上|中午|凌晨|夜里)?(?P<hour>\d{1,2})(?:点(?P<thirty>半)?|[:：](?P<minute>\d{2}))",
    "everything.asked": r"(?:请|帮我)?(?:把)?(?:全部|所有的?|一切)(?:东西|商品|物品|项目|内容|条目)?(?:都)?(?:列出来|列出|显示|给我看看?|看看)?|(?:请|帮我)?(?:列出|列一下|显示|看看?|给我看)(?:全部|所有的?|一切)(?:东西|商品|物品|项目|内容|条目)?|都列出来",
    "everything.next": r"(?:请|再)?(?:给我|看看?|来|要)?(?:下|再来|再看|再要|接下来|后面)(?:的|面)?(?P<n>\d+|[一二两三四五六七八九十]+)(?:个|项|条|部|本|件|首|款)?(?:吧)?",
    "everything.more": r"(?:更多|继续|还有呢?|接着|剩下的|下一页)",
    "nearby.within": r"(?:在|位于)?(?:离|距离?)(?P<place>.+?)(?:不到|不超过|最多)?(?P<n>\d+(?:\.\d+)?|[一两二三四五六七八九十])(?:个)?(?P<unit>公里|千米|里地?|米|km|m)(?:以内|之内|内|范围内|左右)?的?",
    "nearby.around": r"(?P<place>.*?)(?:附近|周围|周边|方圆)(?P<n>\d+(?:\.\d+)?|[一两二三四五六七八九十])(?:个)?(?P<unit>公里|千米|米|km|m)(?:以内|之内|内|范围内)?的?",
    "nearby.nearest": r"(?:离|距离?)(?P<place>.+?)最近的(?P<what>)",
    "nearby.near": r"(?:在)?(?P<place>.*?)(?:附近|周围|周边|旁边)的?",
    "nearby.me": r"我(?:这里|这儿|家|们?)?|这里|这儿|这|本地",
    "nearby.stand": r"我(?:现在|正|就)*在(?P<place>[^，。,！!？?]+)",
    "nearby.figures": r"一1|两2|二2|三3|四4|五5|六6|七7|八8|九9|十10",
    "nearby.half": r"里地?",
}  # fmt: skip

WORDS = {
    f"opening.day.{at}": frozenset(f"{week}{day}" for week in ("周", "星期", "礼拜") for day in names)
    for at, names in enumerate(("一", "二", "三", "四", "五", "六", "日天"))
}
