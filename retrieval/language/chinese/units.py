"""What units of measure and currencies are called in Chinese."""

from __future__ import annotations

__all__ = ["CURRENCIES", "UNITS"]

UNITS = {
    "second": "秒 秒钟",
    "minute": "分钟",
    "quarter": "刻钟",
    "hour": "小时 个小时 钟头 个钟头",
    "day": "天",
    "week": "周 星期 个星期",
    "usd": "美元 美金 刀",
    "gbp": "英镑",
    "eur": "欧元 欧",
    "jpy": "日元 日圆",
    "inr": "卢比",
    "krw": "韩元",
    "chf": "瑞士法郎",
    "hkd": "港币 港元",
    "twd": "台币 新台币",
    "rub": "卢布",
    "cny": "元 块 块钱 元钱 圆 人民币 块人民币 元人民币 大洋",
    "star": "星 颗星 星级",
    "point": "分",
    "millimetre": "毫米",
    "centimetre": "厘米 公分",
    "metre": "米",
    "kilometre": "公里 千米",
    "mile": "英里",
    "inch": "英寸 寸",
    "foot": "英尺",
    "kmh": "公里/小时 公里每小时",
    "square metre": "平米 平方米 平方",
    "millilitre": "毫升",
    "litre": "升 公升",
    "watt": "瓦 瓦特",
    "kilowatt": "千瓦",
    "decibel": "分贝",
    "volt": "伏 伏特",
    "percent": "个百分点",
    "milligram": "毫克",
    "gram": "克",
    "kilogram": "公斤 千克",
    "jin": "斤",
    "kilocalorie": "卡 大卡 千卡 卡路里",
    "gigabyte": "个g",
    "year": "年",
    "age": "岁 周岁",
    "month old": "月龄",
    "level": "级",
}
"""The words of each unit, folded."""

CURRENCIES = {
    "usd": "美元",
    "gbp": "英镑",
    "eur": "欧元",
    "jpy": "日元",
    "inr": "卢比",
    "krw": "韩元",
    "chf": "瑞士法郎",
    "hkd": "港元",
    "twd": "新台币",
    "rub": "卢布",
    "cny": "元",
}
"""How a currency is named in an answer."""
