"""Pictures of the starter catalogue: animals. Knows nothing of the catalogue's words or sounds."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from agent.demo.canvas import Canvas, Fill, arc, blob, box, curve, ellipse

__all__ = ["ANIMALS"]


def _eye(c: Canvas, x: float, y: float, r: float, iris: str = "#20242c", white: bool = False) -> None:
    if white:
        c.shape(ellipse(x, y, r * 1.5), "#ffffff", line="#2a2f38", width=0.5)
    c.shape(ellipse(x, y, r), iris)
    c.shape(ellipse(x - r * 0.3, y - r * 0.35, r * 0.32), "#ffffff")


def _meadow(c: Canvas, horizon: float = 68, grass: Fill = ("#9ccb6b", "#5f9a3e")) -> None:
    c.shape(
        [
            (0, horizon),
            *curve((0, horizon), (30, horizon - 3), (65, horizon + 1), (100, horizon - 2)),
            (100, 100),
            (0, 100),
        ],
        grass,
    )


def frog() -> Canvas:
    c = Canvas(("#d9f0ea", "#8fcfc7"))
    c.shape(box(-2, 62, 102, 102), ("#6fb7c4", "#3b7f98"))
    c.shape(ellipse(50, 84, 44, 11), ("#5aa64b", "#2f7a3a"))
    c.shape([(50, 84), (92, 80), (95, 86)], "#4f9cb0")
    green: Fill = ("#93d84b", "#3f8f2c")
    for s in (-1, 1):
        c.shape(
            blob((50 + s * 14, 60), (50 + s * 34, 56), (50 + s * 39, 72), (50 + s * 28, 84), (50 + s * 16, 80)),
            green,
            round=True,
        )
        c.shape(
            blob((50 + s * 22, 80), (50 + s * 38, 79), (50 + s * 46, 84), (50 + s * 36, 87), (50 + s * 22, 86)),
            "#4c9a31",
        )
    c.shape(blob((50, 34), (70, 42), (74, 62), (64, 82), (50, 85), (36, 82), (26, 62), (30, 42)), green, round=True)
    c.shape(blob((50, 58), (63, 62), (63, 76), (50, 83), (37, 76), (37, 62)), ("#eaf3b8", "#c5dc86"))
    for s in (-1, 1):
        c.shape(ellipse(50 + s * 15, 31, 9.5), green, round=True)
        c.shape(ellipse(50 + s * 15, 30, 6.4), ("#ffe36a", "#e6a21e"), round=True)
        c.shape(ellipse(50 + s * 15, 30, 4.4, 2.7), "#15181c")
        c.shape(ellipse(50 + s * 15 - 2, 28.4, 1.2), "#ffffff")
        c.shape(
            blob(
                (50 + s * 9, 64),
                (50 + s * 14, 66),
                (50 + s * 13, 82),
                (50 + s * 16, 87),
                (50 + s * 6, 87),
                (50 + s * 8, 80),
            ),
            "#57ad38",
        )
        c.line([(50 + s * 2.5, 43.5), (50 + s * 2.6, 43.6)], "#2c6a22", 1.2)
    c.line(curve((30, 49), (40, 54), (50, 55), (60, 54), (70, 49)), "#2c6a22", 1.3)
    c.dots([(36, 40), (64, 41), (33, 60), (67, 60), (50, 38)], 1.5, "#4a9530")
    return c


def cat() -> Canvas:
    c = Canvas(("#fdeedd", "#f3cfae"))
    c.shape(box(-2, 82, 102, 102), ("#c98f68", "#b27850"))
    c.shadow(50, 88, 32)
    fur: Fill = ("#f6b26a", "#d07f32")
    c.line(curve((66, 82), (84, 82), (88, 66), (80, 56), (84, 48)), "#d8893c", 6)
    c.line(curve((87, 62), (82, 57), (84, 48)), "#a85f22", 6)
    c.shape(blob((50, 44), (66, 56), (71, 78), (64, 89), (36, 89), (29, 78), (34, 56)), fur, round=True)
    c.shape(blob((50, 56), (58, 64), (57, 84), (43, 84), (42, 64)), "#fff1dc")
    for s in (-1, 1):
        for y in (64, 70, 76):
            c.line(curve((50 + s * 20, y), (50 + s * 16, y + 1), (50 + s * 13, y)), "#a85f22", 1.6)
        c.shape(ellipse(50 + s * 8, 87, 7, 4), ("#fff4e4", "#f0cfa6"))
        c.shape(blob((50 + s * 8, 21), (50 + s * 21, 9), (50 + s * 24, 10), (50 + s * 27, 32)), "#e0914a")
        c.shape(blob((50 + s * 13, 22), (50 + s * 21, 14), (50 + s * 24, 28)), "#f7b8a8")
    c.shape(blob((50, 16), (66, 20), (76, 36), (68, 51), (50, 56), (32, 51), (24, 36), (34, 20)), fur, round=True)
    c.shape(blob((50, 39), (58, 41), (61, 48), (50, 54), (39, 48), (42, 41)), "#fff4e4")
    for x in (-6, 0, 6):
        c.line([(50 + x, 17 + abs(x) * 0.2), (50 + x * 0.8, 26)], "#a85f22", 2)
    for s in (-1, 1):
        for y in (36, 41):
            c.line(curve((50 + s * 25, y), (50 + s * 20, y + 0.5), (50 + s * 17, y + 2)), "#a85f22", 1.6)
        c.shape(ellipse(50 + s * 11, 34, 5.2, 5.4), ("#c9e265", "#6da52f"), round=True)
        c.shape(ellipse(50 + s * 11, 34, 1.6, 4.6), "#16181c")
        c.shape(ellipse(50 + s * 11 - 1.5, 32, 1.1), "#ffffff")
        for dy in (-1.5, 1, 3.5):
            c.line([(50 + s * 7, 46), (50 + s * 27, 44 + dy * 1.6)], "#ffffff", 0.5)
        c.line(curve((50, 46), (50 + s * 2.5, 49), (50 + s * 6, 48)), "#7a4420", 0.9)
    c.shape([(47, 42), (53, 42), (50, 45.6)], "#e0758a")
    return c


def dog() -> Canvas:
    c = Canvas(("#e3f0fb", "#b9d6ee"))
    _meadow(c, 76)
    c.shadow(50, 91, 30)
    fur: Fill = ("#c98d58", "#8a5528")
    c.line(curve((68, 84), (82, 78), (86, 62)), "#9a6131", 5)
    c.shape(blob((50, 48), (66, 60), (70, 82), (62, 91), (38, 91), (30, 82), (34, 60)), fur, round=True)
    c.shape(blob((50, 58), (59, 66), (57, 86), (43, 86), (41, 66)), "#f6e6d0")
    for s in (-1, 1):
        c.shape(box(50 + s * 8 - 5, 70, 50 + s * 8 + 5, 92, 5), ("#c08450", "#f6e6d0"))
    c.shape(blob((50, 14), (66, 18), (72, 34), (66, 50), (50, 57), (34, 50), (28, 34), (34, 18)), fur, round=True)
    c.shape(blob((50, 15), (54, 26), (58, 40), (64, 48), (50, 57), (36, 48), (42, 40), (46, 26)), "#f9ecd9")
    for s in (-1, 1):
        c.shape(
            blob(
                (50 + s * 14, 16),
                (50 + s * 28, 20),
                (50 + s * 33, 38),
                (50 + s * 29, 54),
                (50 + s * 21, 46),
                (50 + s * 19, 30),
            ),
            ("#8a5528", "#5f3717"),
        )
        _eye(c, 50 + s * 10.5, 32, 3.6, "#2b1a10")
        c.line(curve((50, 48), (50 + s * 4, 51), (50 + s * 9, 49)), "#4a2d18", 1.1)
    c.shape(blob((46, 50.5), (54, 50.5), (53.5, 59), (50, 61), (46.5, 59)), "#ea7f8c")
    c.line([(50, 51), (50, 57)], "#c95c6e", 0.7)
    c.shape(blob((43, 40), (50, 38), (57, 40), (54, 46), (50, 48), (46, 46)), ("#4a4350", "#15141a"), round=True)
    c.shape(box(37, 57, 63, 61.5, 2), "#d2433f")
    c.shape(ellipse(50, 64, 3.4), ("#ffe17a", "#d39a1c"), round=True)
    return c


def bird() -> Canvas:
    c = Canvas(("#e8f4ff", "#c3e0f4"))
    c.line(curve((-4, 80), (30, 74), (60, 77), (104, 68)), "#7a5636", 4)
    for x, y, t in ((14, 70, -40), (84, 64, 30), (92, 76, 10), (24, 84, 60)):
        c.shape(ellipse(x, y, 7, 3, t), ("#a6d36a", "#5d9a38"))
    c.shape([(70, 58), (96, 72), (92, 78), (64, 68)], "#2f5f9e")
    c.shape(
        blob((30, 34), (48, 26), (66, 40), (78, 58), (64, 72), (44, 74), (30, 62), (25, 46)),
        ("#6fb2ea", "#2d6ab4"),
        round=True,
    )
    c.shape(blob((28, 46), (38, 50), (52, 66), (58, 73), (44, 74), (31, 64)), ("#f6a25c", "#e2762f"))
    c.shape(blob((46, 46), (64, 46), (82, 64), (74, 66), (58, 64), (48, 57)), ("#3f7cc6", "#1f4c8a"))
    c.lines((curve((54, 52), (66, 54), (77, 63)), curve((52, 56), (62, 59), (72, 64))), "#183c6e", 0.8)
    c.shape(ellipse(37, 36, 14), ("#7abcf0", "#2d6ab4"), round=True)
    c.shape([(24, 33), (12, 38.5), (25, 41)], "#f0b232")
    c.line([(13, 38), (25, 37.5)], "#b47a12", 0.6)
    _eye(c, 32, 33, 2.5)
    c.lines(([(46, 73), (45, 78)], [(54, 73), (54, 78)], [(43, 77), (48, 78)], [(52, 77), (57, 78)]), "#5a3d24", 1.2)
    return c


def bee() -> Canvas:
    c = Canvas(("#fff8d8", "#ffe79a"))
    for a in range(0, 360, 40):
        x, y = 76 + 11 * np.cos(np.radians(a)), 84 + 11 * np.sin(np.radians(a))
        c.shape(ellipse(x, y, 9, 5.5, a), ("#ff9fc4", "#e2598f"))
    c.shape(ellipse(76, 84, 8), ("#ffd95c", "#d99a1c"), round=True)
    for x, y, t in ((44, 26, -62), (60, 25, -110)):
        c.shape(ellipse(x, y, 20, 10, t), ("#f4fbff", "#bfe0f2"), line="#8fb4c8", width=0.6)
        c.line([(50 + (x - 50) * 0.3, 42), (x, y - 8)], "#a5c6d6", 0.5)
    c.shape([(82, 52), (92, 55), (82, 58)], "#2a2018")
    body = c.shape(ellipse(52, 54, 32, 19, 4), ("#ffd84a", "#e39a12"), round=True)
    for x, w in ((46, 8), (62, 8), (76, 6)):
        inside = body[np.abs(body[:, 0] - x) < w / 2]
        order = np.argsort(np.arctan2(inside[:, 1] - 54, inside[:, 0] - x))
        c.shape(inside[order], ("#3a2c20", "#17110c"))
    c.shape(ellipse(25, 52, 13), ("#4a3a2c", "#1a130d"), round=True)
    c.shape(ellipse(20, 49, 4.4, 5.6), ("#8a97a8", "#20262e"), round=True)
    c.line(arc(22, 55, 6, 4, 40, 140), "#f3e6c8", 0.8)
    c.lines((curve((22, 41), (17, 33), (10, 31)), curve((29, 40), (27, 31), (21, 26))), "#241a12", 1.2)
    c.dots([(10, 31), (21, 26)], 1.7, "#241a12")
    c.lines(([(40, 70), (36, 79)], [(50, 72), (49, 82)], [(60, 71), (64, 79)]), "#241a12", 1.4)
    return c


def cow() -> Canvas:
    c = Canvas(("#d6ecfb", "#a9d3ef"))
    _meadow(c, 64)
    c.shadow(54, 88, 36)
    white: Fill = ("#ffffff", "#d9d6d0")
    c.line(curve((84, 44), (92, 52), (90, 68)), "#e4e0da", 2)
    c.shape(ellipse(90, 70, 2.4, 4), "#2b2a2c")
    for x in (38, 46, 70, 78):
        c.shape(box(x - 3.4, 60, x + 3.4, 88, 1.5), white)
        c.shape(box(x - 3.6, 84, x + 3.6, 89, 1), "#3a3230")
    c.shape(ellipse(66, 68, 8, 5), "#f4b6b4")
    c.shape(blob((34, 36), (60, 37), (82, 38), (88, 52), (82, 68), (60, 70), (38, 68), (30, 54)), white)
    for spot in (
        ((46, 38), (58, 39), (60, 50), (52, 56), (44, 50)),
        ((72, 40), (85, 42), (86, 54), (78, 58), (70, 50)),
        ((54, 62), (64, 60), (68, 68), (58, 69)),
    ):
        c.shape(blob(*spot), "#2e2c30")
    for s, x in ((-1, 13), (1, 39)):
        c.shape(ellipse(x, 33, 7, 3.4, s * 18), "#2e2c30")
        c.line(curve((26 + s * 7, 25), (26 + s * 11, 21), (26 + s * 10, 15)), "#d8c39a", 2.4)
    c.shape(blob((26, 22), (36, 26), (37, 42), (34, 56), (26, 60), (18, 56), (15, 42), (16, 26)), white)
    c.shape(blob((17, 26), (24, 24), (24, 40), (18, 44), (15, 38)), "#2e2c30")
    c.shape(ellipse(26, 54, 11.5, 8), ("#f9c4bf", "#e39a97"))
    c.dots([(21.5, 53), (30.5, 53)], 1.6, "#a85f60")
    c.line(arc(26, 55, 6, 3.5, 30, 150), "#a85f60", 0.8)
    _eye(c, 20, 37, 2.4, "#0d0d10")
    _eye(c, 32, 37, 2.4, "#20181a")
    c.shape(ellipse(20, 36.2, 0.8), "#ffffff")
    return c


def duck() -> Canvas:
    c = Canvas(("#e4f5fb", "#b7dfee"))
    c.shape(box(-2, 64, 102, 102), ("#79bfdc", "#2f7fae"))
    c.lines(
        (curve((4, 78), (20, 76), (36, 79)), curve((62, 90), (78, 88), (94, 91)), curve((10, 92), (22, 90), (34, 93))),
        "#b9e3f2",
        0.9,
    )
    c.shape(
        blob((30, 54), (50, 54), (66, 50), (90, 42), (88, 60), (78, 74), (54, 80), (32, 76), (22, 66)),
        ("#ffe46a", "#eba81c"),
        round=True,
    )
    c.shape(blob((44, 58), (60, 54), (78, 56), (74, 66), (58, 71), (46, 67)), ("#ffd640", "#d98f14"))
    c.lines((curve((58, 66), (68, 65), (75, 60)), curve((54, 62), (64, 61), (72, 57.5))), "#c07d10", 0.8)
    c.shape(blob((22, 36), (40, 30), (46, 44), (44, 60), (28, 62), (24, 52)), "#f9cf4a")
    c.shape(ellipse(33, 32, 15), ("#ffe978", "#efb52a"), round=True)
    c.shape(blob((20, 31), (8, 34), (4, 38), (12, 41), (22, 40)), ("#ff9a3c", "#e0661a"))
    c.line(curve((6, 37.6), (14, 37), (21, 36)), "#b04c10", 0.7)
    _eye(c, 28, 28, 2.8)
    c.shape(blob((20, 76), (50, 80), (84, 72), (88, 78), (54, 86), (20, 82)), "#5aa7c9")
    return c


def goldfish() -> Canvas:
    c = Canvas(("#bfe8f3", "#3f9cc2"))
    c.shape([(-2, 90), *curve((-2, 90), (30, 86), (70, 91), (102, 87)), (102, 102), (-2, 102)], ("#ecd9a8", "#cfae6a"))
    for x, h in ((10, 34), (16, 24), (90, 36), (84, 26)):
        c.line(curve((x, 92), (x + 3, 92 - h / 3), (x - 3, 92 - 2 * h / 3), (x + 2, 92 - h)), "#3f8f5c", 2)
    orange: Fill = ("#ffb347", "#e5541b")
    c.shape(blob((64, 50), (82, 30), (94, 30), (86, 48), (96, 66), (84, 70), (72, 60)), ("#ffc774", "#f0742a"))
    c.shape(blob((34, 36), (46, 20), (64, 24), (66, 40)), ("#ffc774", "#ee7a2c"))
    c.shape(blob((44, 66), (52, 80), (60, 78), (58, 64)), ("#ffb95e", "#ee7a2c"))
    c.shape(blob((12, 50), (28, 34), (50, 32), (70, 46), (70, 56), (50, 70), (28, 68)), orange, round=True)
    for x in (40, 48, 56, 63):
        for y in (43, 50, 57):
            c.line(arc(x - (y == 50) * 4, y, 3.4, 3.4, -60, 60), "#ffd48c", 0.6)
    c.line(arc(24, 51, 9, 13, -55, 55), "#c44412", 0.9)
    c.shape(blob((36, 54), (48, 56), (50, 66), (40, 63)), ("#ffc774", "#f0742a"))
    _eye(c, 22, 46, 2.8, white=True)
    c.line(curve((12, 53), (15, 55), (18, 55)), "#a8380e", 1)
    for x, y, r in ((8, 34, 2.2), (12, 24, 1.6), (7, 16, 2.6)):
        c.shape(ellipse(x, y, r), "#d6f2fa", line="#ffffff", width=0.5)
    return c


def owl() -> Canvas:
    c = Canvas(("#22305c", "#4d5f9a"))
    c.shape(ellipse(80, 18, 11), ("#fff7d6", "#f1dc94"), round=True)
    c.dots([(12, 14), (30, 8), (56, 12), (92, 42), (8, 44), (88, 62), (14, 68)], 0.6, "#fdf6d2")
    c.line(curve((-4, 86), (40, 83), (104, 87)), "#4a3423", 6)
    brown: Fill = ("#b98a5c", "#6a4526")
    for s in (-1, 1):
        c.shape([(50 + s * 10, 26), (50 + s * 24, 12), (50 + s * 25, 34)], "#8a5f38")
    c.shape(blob((50, 20), (70, 26), (76, 48), (72, 74), (50, 86), (28, 74), (24, 48), (30, 26)), brown, round=True)
    c.shape(blob((50, 50), (64, 56), (62, 76), (50, 83), (38, 76), (36, 56)), "#ecd7b4")
    for row, y in enumerate((60, 66, 72, 78)):
        for x in range(42 + 2 * (row % 2), 60, 5):
            c.line(arc(x, y, 2, 2.4, 20, 160), "#9a6b3c", 0.9)
    for s in (-1, 1):
        c.shape(
            blob((50 + s * 22, 46), (50 + s * 29, 56), (50 + s * 25, 76), (50 + s * 17, 78), (50 + s * 18, 58)),
            ("#7a5330", "#4c3019"),
        )
        c.shape(ellipse(50 + s * 11, 38, 12.5), ("#f5e6c8", "#d9bd8e"), round=True)
        c.shape(ellipse(50 + s * 11, 38, 8), ("#ffd23c", "#ee9410"), round=True)
        c.shape(ellipse(50 + s * 11, 38, 4.6), "#14110e")
        c.shape(ellipse(50 + s * 11 - 1.8, 36, 1.4), "#ffffff")
        for k in (-3, 0, 3):
            c.line([(50 + s * 9 + k, 83), (50 + s * 9 + k, 87)], "#e0a53c", 1.8)
    c.shape([(46.5, 42), (53.5, 42), (50, 51)], ("#f0b94a", "#b97a14"))
    return c


_WINGS: tuple[tuple[tuple[tuple[float, float], ...], Fill], ...] = (
    (((2, 44), (14, 22), (36, 12), (44, 26), (34, 48), (12, 54)), "#26222c"),
    (((4, 45), (16, 26), (34, 17), (39, 27), (30, 44), (12, 51)), ("#ffb340", "#e8631a")),
    (((2, 52), (20, 52), (34, 62), (30, 80), (16, 82), (4, 66)), "#26222c"),
    (((4, 55), (18, 56), (29, 64), (26, 75), (16, 77), (6, 64)), ("#ffc25a", "#ea7424")),
)
_VEINS = (
    ((3, 47), (18, 36), (36, 20)),
    ((3, 49), (20, 44), (36, 34)),
    ((3, 55), (14, 64), (18, 78)),
    ((3, 54), (18, 60), (28, 72)),
)
_SPOTS = ((40.5, 20), (42, 26), (40.5, 32), (37, 15.5), (31, 70), (29, 77.5), (22, 79.6))


def butterfly() -> Canvas:
    c = Canvas(("#f3ecfb", "#d9c6ef"))
    for s in (-1, 1):
        for wing, fill in _WINGS:
            c.shape(blob(*((50 + s * x, y) for x, y in wing)), fill)
        c.lines((curve(*((50 + s * x, y) for x, y in vein)) for vein in _VEINS), "#26222c", 1.1)
        c.dots(((50 + s * x, y) for x, y in _SPOTS), 1.1, "#ffffff")
        c.line(curve((50, 36), (50 + s * 4, 26), (50 + s * 10, 20)), "#26222c", 0.9)
        c.shape(ellipse(50 + s * 10, 20, 1.4), "#26222c")
    c.shape(ellipse(50, 54, 2.8, 20), ("#4a4250", "#1b1820"))
    c.shape(ellipse(50, 36, 3.4), "#26222c")
    return c


ANIMALS: dict[str, Callable[[], Canvas]] = {
    "frog": frog, "cat": cat, "dog": dog, "bird": bird, "bee": bee, "cow": cow,
    "duck": duck, "goldfish": goldfish, "owl": owl, "butterfly": butterfly,
}  # fmt: skip
