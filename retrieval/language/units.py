"""Units of measure and currencies: which words name them, and how one becomes another.

Amounts of one dimension convert by a factor; currencies only by rates that somebody gives.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

__all__ = [
    "CUSTOMARY",
    "Unit",
    "convert",
    "currency_name",
    "is_unit",
    "rated",
    "unit_after",
    "unit_before",
    "unit_named",
    "units_of",
]


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: its dimension and how many base units (minute, gram, metre, …) it holds. also: another dimension that its word may
    mean ("pounds" of money or of mass)."""

    name: str
    dimension: str
    factor: float = 1.0
    also: str = ""


_TABLE = {
    ("time", "second", 1 / 60): "sec secs second seconds 秒 秒钟",
    ("time", "minute", 1): "min mins minute minutes 分钟",
    ("time", "quarter", 15): "刻钟",
    ("time", "hour", 60): "h hr hrs hour hours 小时 个小时 钟头 个钟头",
    ("time", "day", 1440): "day days 天",
    ("time", "week", 10080): "week weeks 周 星期 个星期",
    ("money", "money", 1): "money",
    ("money", "usd", 1): "$ us$ usd dollar dollars buck bucks 美元 美金 刀",
    ("money", "gbp", 1): "£ gbp quid 英镑",
    ("money", "eur", 1): "€ eur euro euros 欧元 欧",
    ("money", "jpy", 1): "jpy yen 日元 日圆",
    ("money", "inr", 1): "₹ inr rupee rupees 卢比",
    ("money", "krw", 1): "₩ krw 韩元",
    ("money", "chf", 1): "chf francs 瑞士法郎",
    ("money", "hkd", 1): "hk$ hkd 港币 港元",
    ("money", "twd", 1): "nt$ twd 台币 新台币",
    ("money", "rub", 1): "₽ rub rouble roubles ruble rubles 卢布",
    ("money", "sek", 1): "sek kronor",
    ("money", "nok", 1): "nok kroner",
    ("money", "dkk", 1): "dkk",
    ("money", "pln", 1): "zł pln złoty zloty zlotys",
    ("money", "brl", 1): "r$ brl reais",
    ("money", "cad", 1): "ca$ c$ cad",
    ("money", "aud", 1): "a$ aud",
    ("money", "nzd", 1): "nz$ nzd",
    ("money", "sgd", 1): "s$ sgd",
    ("money", "mxn", 1): "mx$ mxn",
    ("money", "czk", 1): "kč czk",
    ("money", "huf", 1): "huf forint",
    ("money", "ron", 1): "ron",
    ("money", "thb", 1): "฿ thb baht",
    ("money", "vnd", 1): "₫ vnd",
    ("money", "idr", 1): "idr rupiah",
    ("money", "myr", 1): "myr ringgit",
    ("money", "php", 1): "₱ php",
    ("money", "uah", 1): "₴ uah hryvnia",
    ("money", "ils", 1): "₪ ils shekel shekels",
    ("money", "aed", 1): "aed dirham dirhams",
    ("money", "zar", 1): "zar",
    ("money", "cny", 1): "¥ ￥ cny rmb yuan kuai 元 块 块钱 元钱 圆 人民币 块人民币 元人民币 大洋",
    ("rating", "star", 1): "star stars 星 颗星 星级",
    ("rating", "point", 1): "分 point points",
    ("length", "millimetre", 0.001): "mm 毫米",
    ("length", "centimetre", 0.01): "cm 厘米 公分",
    ("length", "metre", 1): "metre metres meter meters 米",
    ("length", "kilometre", 1000): "km kms kilometre kilometres kilometer kilometers 公里 千米",
    ("length", "mile", 1609.344): "mile miles 英里",
    ("length", "inch", 0.0254): "inch inches 英寸 寸",
    ("length", "foot", 0.3048): "ft foot feet 英尺",
    ("speed", "kmh", 1): "km/h kmh kph 公里/小时 公里每小时",
    ("speed", "mph", 1.609344): "mph",
    ("area", "square metre", 1): "m² m2 sqm ㎡ 平米 平方米 平方",
    ("volume", "millilitre", 0.001): "ml 毫升",
    ("volume", "centilitre", 0.01): "cl",
    ("volume", "litre", 1): "l litre litres liter liters 升 公升",
    ("power", "watt", 1): "w watt watts 瓦",
    ("percent", "percent", 1): "% percent pct 个百分点",
    ("mass", "milligram", 0.001): "mg 毫克",
    ("mass", "gram", 1): "g gram grams 克",
    ("mass", "kilogram", 1000): "kg kgs kilo kilos kilogram kilograms 公斤 千克",
    ("mass", "jin", 500): "斤",
    ("mass", "pound", 453.592): "lb lbs",
    ("mass", "ounce", 28.3495): "oz ounce ounces",
    ("energy", "kilocalorie", 1): "kcal cal cals calorie calories 卡 大卡 千卡 卡路里",
    ("memory", "megabyte", 1 / 1024): "mb",
    ("memory", "gigabyte", 1): "gb gig gigs gigabyte gigabytes 个g",
    ("memory", "terabyte", 1024): "tb terabyte terabytes",
    ("year", "year", 1): "年",
    ("age", "age", 1): "岁 周岁",
    ("age", "month old", 1 / 12): "月龄",
    ("level", "level", 1): "级",
}
_UNITS = {word: Unit(name, dim, factor) for (dim, name, factor), words in _TABLE.items() for word in words.split()}
_BY_NAME = {unit.name: unit for unit in _UNITS.values()}
_UNITS |= {word: Unit("gbp", "money", also="mass") for word in ("pound", "pounds")}
_IN_NAMES = {word: unit for word, unit in _UNITS.items() if len(word) > 1 or word in "$€£¥元岁年页"} | {
    "kilograms": _BY_NAME["kilogram"], "km": _BY_NAME["kilometre"], "ms": Unit("millisecond", "time", 1 / 60_000), "g": _BY_NAME["gram"], "m": _BY_NAME["metre"],
}  # fmt: skip
_LONGEST_FIRST = sorted(_UNITS, key=len, reverse=True)
_AFTER = re.compile(
    r"[\s-]?("
    + "|".join(re.escape(w) + (r"(?![a-z])" if w.isascii() and w.isalpha() else "") for w in _LONGEST_FIRST)
    + ")"
)
_NOT_A_UNIT = re.compile(r"年[轻代级货]|分[之别店手为类开布享配]|天[气安坛空然]|周[一二三四五六日末边围]|星期[一二三四五六日天]|"
                         r"米[饭线粉色]|克[拉隆]|秒杀|刀[具削]|级别|星[座球巴]|卡[片通拉车]|块[状头]|寸草|斤斤")  # fmt: skip
_BEFORE = re.compile(
    r"(us\$|hk\$|nt\$|r\$|ca\$|c\$|a\$|nz\$|s\$|mx\$|[$€£¥￥₹₩₽฿₫₱₴₪])\s?$|"
    r"\b(rmb|usd|eur|gbp|cny|jpy|inr|krw|chf|hkd|twd|rub|sek|nok|dkk|pln|brl|cad|aud|nzd|sgd|mxn|czk|huf|thb|aed|zar)\s?$|(人民币)\s?$"
)

_OF_MEMORY = r"(?:ram|memory|storage|ssd|disk|内存|显存|运存|闪存|硬盘|存储|固态)"
_BYTES = re.compile(rf"[\s-]?([gt])(?![a-z])(?=\s?(?:of |的)?{_OF_MEMORY})|[\s-]?([gt])(?![a-z])")
_MEMORY_BEFORE = re.compile(rf"{_OF_MEMORY}[^\d,.;，。；、]{{0,8}}[\d.]+$")
CUSTOMARY = frozenset(("jin", "pound", "ounce", "mile", "inch", "foot", "week"))
"""Units that a field is hardly measured in where its name doesn't say so."""


def _bytes_after(folded: str, at: int) -> tuple[Unit, int] | None:
    """ "16G" and "1T" where memory is spoken of beside them."""
    match = _BYTES.match(folded, at)
    if match is None or not (match[1] or _MEMORY_BEFORE.search(folded[:at])):
        return None
    return _UNITS["gb" if (match[1] or match[2]) == "g" else "tb"], match.end()


def unit_after(folded: str, at: int) -> tuple[Unit, int] | None:
    """The unit that stands right after a number which ends at `at`, and where the unit ends."""
    if memory := _bytes_after(folded, at):
        return memory
    match = _AFTER.match(folded, at)
    if match is None or _NOT_A_UNIT.match(folded, match.start(1)):
        return None
    return _UNITS[match[1]], match.end()


def unit_before(folded: str, at: int) -> tuple[Unit, int] | None:
    """The currency that stands right before a number which starts at `at`, and where it starts."""
    match = _BEFORE.search(folded[:at])
    return (_UNITS[match[1] or match[2] or match[3]], match.start()) if match else None


def unit_named(word: str) -> Unit | None:
    """The unit that a part of a field's name declares: `min` in `cook_time_min`."""
    return _IN_NAMES.get(word) or _UNITS.get(word) if len(word) > 1 or word in _IN_NAMES else None


def units_of(dimension: str) -> list[Unit]:
    """The units of one dimension, smallest first."""
    return sorted((unit for unit in _BY_NAME.values() if unit.dimension == dimension), key=lambda unit: unit.factor)


def convert(value: float, given: Unit, wanted: Unit) -> float | None:
    """`value` in another unit of the same dimension; None where no factor leads there (two currencies).

    >>> convert(1.5, unit_named("hours"), unit_named("min"))
    90.0
    """
    if given.dimension != wanted.dimension:
        return None
    if given.dimension == "money" and given.name != wanted.name and "money" not in (given.name, wanted.name):
        return None
    return round(value * given.factor / wanted.factor, 6)


def rated(value: float, given: Unit, wanted: Unit, rates: Mapping[str, float]) -> float | None:
    """`value` in another currency by `rates`, units of each currency that one and the same amount is worth; None without them.

    >>> rated(120, unit_named("cny"), unit_named("eur"), {"EUR": 1, "CNY": 7.5})
    16.0
    """
    same = {name.lower(): rate for name, rate in rates.items()}
    if given.name not in same or wanted.name not in same:
        return None
    return round(value * same[wanted.name] / same[given.name], 6)


_CURRENCIES = {
    "usd": ("dollars", "美元"), "gbp": ("pounds", "英镑"), "eur": ("euros", "欧元"), "jpy": ("yen", "日元"), "inr": ("rupees", "卢比"),
    "krw": ("won", "韩元"), "chf": ("francs", "瑞士法郎"), "hkd": ("Hong Kong dollars", "港元"), "twd": ("Taiwan dollars", "新台币"),
    "rub": ("roubles", "卢布"), "cny": ("yuan", "元"),
}  # fmt: skip


def currency_name(unit: str, language: str) -> str:
    """A currency in words: "euros", 欧元."""
    return _CURRENCIES.get(unit, (unit, unit))[language == "zh"]


def is_unit(word: str) -> bool:
    """Whether an English word names a unit that an article may stand before ("a metre", "half a kilo")."""
    unit = _UNITS.get(word)
    return unit is not None and len(word) > 2 and unit.dimension not in ("rating", "level", "percent") and word not in ("second", "foot")  # fmt: skip
