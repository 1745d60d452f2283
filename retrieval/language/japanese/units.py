"""What units of measure and currencies are called in Japanese."""

from __future__ import annotations

__all__ = ["CURRENCIES", "UNITS"]

UNITS = {
    "minute": "分間",
    "hour": "時間",
    "day": "日間",
    "week": "週間",
    "jpy": "円",
    "usd": "ドル",
    "eur": "ユーロ",
    "gbp": "ポンド",
    "cny": "人民元",
    "star": "つ星",
    "centimetre": "センチ センチメートル",
    "metre": "メートル",
    "kilometre": "キロメートル",
    "gram": "グラム",
    "kilogram": "キログラム",
    "litre": "リットル",
    "age": "歳",
}
"""The words of each unit, folded."""

CURRENCIES = {"jpy": "円", "usd": "ドル", "eur": "ユーロ", "gbp": "ポンド", "cny": "人民元"}
"""How a currency is named in an answer."""
