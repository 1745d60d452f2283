"""How Chinese compares amounts: what stands before and behind them, and which way it bounds."""

from __future__ import annotations

from retrieval.language.grammar import Bound

__all__ = ["BOUNDS", "LESS_THAN", "MORE_THAN"]

BOUNDS = (
    Bound(r"(?:不要|不能|不会|不想|不希望|别|不)(?:超过|高于|大于|多于|超出|贵于)|超不过", "max"),
    Bound(r"(?:不要|不能|不|别)(?:低于|少于|小于|短于)", "min"),
    Bound(r"便宜(?:于|过)", "max", True, "price"),
    Bound(r"矮于|矮过", "max", True, "height"),
    Bound(r"高过", "min", True, "height"),
    Bound(r"快于|快过", "max", True, "duration"),
    Bound(r"慢于", "min", True, "duration"),
    Bound(r"窄于", "max", True, "width"),
    Bound(r"宽于|宽过", "min", True, "width"),
    Bound(r"浅于", "max", True, "depth"),
    Bound(r"深于", "min", True, "depth"),
    Bound(r"轻于", "max", True, "weight"),
    Bound(r"重于", "min", True, "weight"),
    Bound(r"薄于", "max", True, "depth"),
    Bound(r"厚于", "min", True, "depth"),
    Bound(r"早于", "max", True, "year"),
    Bound(r"晚于", "min", True, "year"),
    Bound(r"低于|小于|少于|短于|(?:用|要|花)?不到|不足", "max", True),
    Bound(r"最多|至多|顶多|最高|最贵|上限|预算(?:是|为|在|大概|大约|只有)?|(?<![只仅没])(?:手头)?只有", "max"),
    Bound(r"超过|突破|(?P<round>(?<![超不通])过|破)|高于|大于|多于|超出|长于", "min", True),
    Bound(r"至少|最少|最低|起码|下限", "min"),
    Bound(r"(?:及|或|或者|和)?(?:以上|之上|往上|开外|起步|起(?!来))|(?:及|或|或者)(?:者)?(?:更高|更多|更重|更长|更大|更久|更贵|更好|更新|更晚)|以后|之后|以来|(?<=[年月日号])后", "min", behind=True),
    Bound(r"(?:及|或|或者|和)?(?:以下|之下|以内|之内|往下|封顶|内(?![存容部外地置心陆饰]))|(?:及|或|或者)(?:者)?(?:更低|更少|更轻|更短|更小|更便宜|更早)|以前|之前|(?<=[年月日号])前|(?<=[分元块时钟])一下", "max", behind=True),
)  # fmt: skip
"""The first that fits counts."""

MORE_THAN = {"宽": "width", "重": "weight", "厚": "depth", "深": "depth", "贵": "price", "晚": "year", "新": "year", "慢": "duration", "久": "duration", "高": "", "长": "", "大": "", "多": "", "远": ""}  # fmt: skip
LESS_THAN = {"窄": "width", "轻": "weight", "薄": "depth", "浅": "depth", "便宜": "price", "早": "year", "旧": "year", "老": "year", "快": "duration", "矮": "height", "低": "", "短": "", "小": "", "少": "", "近": ""}  # fmt: skip
"""What stands behind an amount after 比, and the concept that it speaks of, where it is of one alone."""
