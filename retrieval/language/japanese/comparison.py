"""How Japanese compares amounts, and its words for what fields measure: both stand behind what they speak of."""

from __future__ import annotations

from retrieval.language.grammar import Bound, ConceptWords

__all__ = ["BOUNDS", "CONCEPTS"]

BOUNDS = (
    Bound(r"\s?(?:未満|より(?:も)?(?:安い|少ない|短い|低い|小さい|軽い|前))", "max", True, behind=True),
    Bound(r"\s?(?:を?(?:超え|こえ)ない|以下|以内|まで)", "max", behind=True),
    Bound(r"\s?(?:より(?:も)?(?:高い|多い|長い|大きい|重い|後)|を?(?:超える|超えて|こえる)|超の)", "min", True, behind=True),
    Bound(r"\s?(?:以上|以降)", "min", behind=True),
    Bound(r"多くても|高くても|せいぜい|最大で?", "max"),
    Bound(r"少なくとも|最低でも|最小で", "min"),
)  # fmt: skip
"""The first that fits counts."""

CONCEPTS = {
    "price": ConceptWords(frozenset("値段 価格 料金".split()), "値段|価格|料金", less=("安い|安く|手頃",), more=("高価",), spaced=False),
    "rating": ConceptWords(frozenset("評価 評点".split()), "評価|評点", more=("高評価",), spaced=False),
    "duration": ConceptWords(frozenset("長さ 所要時間".split()), "所要時間|長さ", less=("短い",), more=("長い",), spaced=False),
    "year": ConceptWords(frozenset("発売年 公開年".split()), "発売年|公開年", less=("古い",), more=("新しい",), spaced=False),
}  # fmt: skip
"""By the name of the concept."""
