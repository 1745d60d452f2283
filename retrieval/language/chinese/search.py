"""The Chinese patterns and words by which a search is judged, by the stage and the thing that they are for."""

from __future__ import annotations

__all__ = ["PATTERNS", "WORDS"]

PATTERNS = {
    "grown_ups.only_adults": r"未成年人?(?:禁止|不得|勿)|18禁|限制级|香烟",
    "grown_ups.child": r"小孩|孩子|儿童|宝宝|小朋友|儿子|女儿|侄[子女]|外甥女?|婴儿|幼儿|娃",
    "thing.counts": r"[一二两三四五六七八九十百千万几半第每些\d]",
    "why_not.asked": r"^\s*(?:(?:那)?为(?:什么|何)(?:不是|没有|不推荐|没推荐|不选|没选|不给我)(?P<zh>.+?))\s*[?？!！。.]*\s*$",
    "absence.or": r"\s*(?:或者?|和)\s*(?:an? |the |some )?",
    "absence.owner": r"的",
}  # fmt: skip

WORDS = {
    "thing.says_little": frozenset("一样 一点 上面 东西 准备 出来 可能 喜欢 地方 家里 应该 想要 打算 时候 有点 比较 觉得 计划 起来 这种 适合 那种 里面 顺便".split()),
    "thing.who": frozenset("奶奶 爷爷 外婆 外公 姥姥 姥爷 爸爸 妈妈 父亲 母亲 爸妈 老公 老婆 丈夫 妻子 男友 女友 男朋友 女朋友 儿子 女儿 孩子 小孩 哥哥 姐姐 弟弟 妹妹 朋友 同事 老师 同学 老人 家人 人们 大家 客人 游客 用户 网友 观众 读者 顾客".split()),
    "presence.tails": frozenset("片 剧 类 款 牌 味 色 级 型 式 子 机 店 馆 菜 课 书".split()),
}  # fmt: skip
