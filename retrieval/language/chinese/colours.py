"""Chinese words for colours, by the English name of the colour."""

from __future__ import annotations

__all__ = ["COLOURS"]

COLOURS = {
    "red": "红|红色|大红|鲜红|深红|朱红|大红色|深红色", "orange": "橙色|橘色|橘黄色|橙黄色", "yellow": "黄|黄色|金黄|金黄色|淡黄色", "green": "绿|绿色|翠绿|深绿|墨绿|浅绿|深绿色|浅绿色|墨绿色",
    "blue": "蓝|蓝色|天蓝|深蓝|浅蓝|天蓝色|深蓝色|浅蓝色|青蓝色", "purple": "紫|紫色|深紫|浅紫|深紫色|淡紫色", "pink": "粉|粉色|粉红|粉红色|桃红色", "brown": "棕|棕色|褐色|咖啡色|棕褐色",
    "beige": "米色|米黄色|米白色", "black": "黑|黑色|乌黑|漆黑", "grey": "灰|灰色|银灰色|深灰色|浅灰色|银色", "white": "白|白色|雪白|洁白|纯白色",
}  # fmt: skip
"""Name → the words for it, as the segmentation gives them."""
