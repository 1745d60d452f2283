"""Pictures of the starter catalogue: things of the house, and food. Knows nothing of the catalogue's words or sounds."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from agent.demo.canvas import Canvas, Fill, arc, blob, box, curve, ellipse

__all__ = ["THINGS"]


def _table(c: Canvas, top: float = 78) -> None:
    c.shape(box(-2, top, 102, 102), ("#c99d6e", "#a87a4c"))
    c.line([(0, top), (100, top)], "#e3bd90", 0.8)


def kettle() -> Canvas:
    c = Canvas(("#fbf3e4", "#efdcbc"))
    c.shape(box(-2, 82, 102, 102), ("#5a5f68", "#3a3d44"))
    for x in (34, 42, 50, 58, 66):
        c.shape(blob((x, 78), (x + 2.4, 84), (x, 87), (x - 2.4, 84)), ("#8fd0ff", "#2a6fd0"))
    for x, k in ((84, 0), (90, 4), (95, 1)):
        c.line(curve((x, 34 - k), (x + 3, 26 - k), (x - 2, 18 - k), (x + 2, 9 - k)), "#ffffff", 2.4)
    c.line(curve((24, 48), (24, 24), (48, 14), (72, 24), (72, 48)), "#3a3d44", 4)
    c.shape([(66, 62), (86, 38), (92, 42), (76, 74)], ("#e4e9ef", "#8c96a4"))
    body: Fill = ("#ffffff", "#7f8a99")
    c.shape(blob((48, 40), (66, 46), (77, 64), (74, 79), (48, 82), (22, 79), (19, 64), (30, 46)), body, round=True)
    c.shape(blob((30, 54), (36, 48), (34, 62), (28, 72), (26, 64)), "#ffffff")
    c.shape(ellipse(48, 42.5, 15, 4), ("#d5dbe3", "#8c96a4"))
    c.shape(ellipse(48, 37, 4), ("#5a5f68", "#202228"), round=True)
    return c


def _clock_face(c: Canvas, x: float, y: float, r: float, hour: float, minute: float) -> None:
    c.shape(ellipse(x, y, r), ("#fffdf6", "#f0e8d6"), round=True)
    for k in range(60):
        a = np.radians(k * 6)
        inner = 0.8 if k % 5 == 0 else 0.89
        c.line(
            [
                (x + r * inner * np.sin(a), y - r * inner * np.cos(a)),
                (x + r * 0.93 * np.sin(a), y - r * 0.93 * np.cos(a)),
            ],
            "#2b2e36",
            1.2 if k % 5 == 0 else 0.4,
        )
    for turn, length, width in ((hour / 12, 0.5, 2), (minute / 60, 0.74, 1.4)):
        a = 2 * np.pi * turn
        c.line(
            [(x - 3 * np.sin(a), y + 3 * np.cos(a)), (x + r * length * np.sin(a), y - r * length * np.cos(a))],
            "#1f2229",
            width,
        )
    c.shape(ellipse(x, y, 1.8), "#d2433f")


def clock() -> Canvas:
    c = Canvas(("#e2ecf6", "#bccfe3"))
    c.glow(52, 56, 48, 48, "#7d93ad", 0.5)
    c.shape(ellipse(50, 50, 42), ("#3f6fa8", "#1c3d68"), round=True)
    c.shape(ellipse(50, 50, 37), "#16304f")
    _clock_face(c, 50, 50, 36, 10 + 10 / 60, 10)
    return c


def alarm_clock() -> Canvas:
    c = Canvas(("#fdeee4", "#f3cdb8"))
    _table(c)
    c.shadow(50, 88, 28)
    c.lines(([(30, 80), (24, 89)], [(70, 80), (76, 89)]), "#5a5f68", 3.4)
    c.line(arc(50, 16, 8, 8, 180, 360), "#8c96a4", 2)
    for s in (-1, 1):
        c.line([(50 + s * 22, 28), (50 + s * 18, 34)], "#8c96a4", 2.4)
        c.shape(arc(50 + s * 25, 25, 13, 11, 180, 360, s * 35), ("#ffe17c", "#c08614"))
    c.shape(ellipse(50, 56, 32), ("#4f86c6", "#1f4c8a"), round=True)
    _clock_face(c, 50, 56, 26, 7, 0)
    return c


def teapot() -> Canvas:
    c = Canvas(("#eaf2ee", "#c4dbd1"))
    _table(c)
    c.shadow(48, 86, 32)
    c.line(curve((24, 46), (8, 46), (10, 70), (28, 72)), "#2f66a0", 4)
    c.shape(
        [(64, 70), *curve((70, 58), (80, 52), (86, 36)), *curve((93, 37), (90, 54), (76, 72))], ("#ffffff", "#b9cde0")
    )
    c.shape(
        blob((48, 34), (66, 40), (75, 58), (68, 78), (48, 84), (28, 78), (21, 58), (30, 40)),
        ("#ffffff", "#b4c9de"),
        round=True,
    )
    c.shape(box(34, 82, 62, 86, 2), "#2f66a0")
    c.shape(arc(48, 38, 16, 10, 180, 360), ("#ffffff", "#c3d4e4"))
    c.shape(ellipse(48, 26, 4), ("#6fa4da", "#2f66a0"), round=True)
    c.line(curve((32, 38), (48, 41), (64, 38)), "#2f66a0", 1.4)
    for a in range(0, 360, 60):
        t = np.radians(a)
        c.shape(ellipse(47 + 7 * np.cos(t), 60 + 7 * np.sin(t), 5, 3, a), ("#5a94d0", "#2f66a0"))
    c.shape(ellipse(47, 60, 3), "#ffc53a")
    for s in (-1, 1):
        c.line(curve((47 + s * 13, 60), (47 + s * 18, 55), (47 + s * 22, 60)), "#2f66a0", 1)
    return c


def lamp() -> Canvas:
    c = Canvas(("#4a3f58", "#7d6478"))
    c.glow(50, 56, 50, 46, "#ffdf9a", 0.8)
    _table(c, 84)
    c.shadow(50, 90, 20)
    c.shape(
        blob((50, 52), (55, 58), (60, 70), (55, 82), (45, 82), (40, 70), (45, 58)), ("#5fb4ac", "#226a64"), round=True
    )
    c.shape(box(36, 82, 64, 88, 3), ("#c79a5a", "#8a6230"))
    c.shape([(34, 16), (66, 16), (82, 52), (18, 52)], ("#fff3cc", "#ffcf76"))
    c.lines(([(40 + k * 4, 17), (29 + k * 8.4, 51)] for k in range(6)), "#f3c878", 0.5)
    c.shape(box(33, 14, 67, 17.6, 1.4), "#d9a24a")
    c.shape(box(17, 50, 83, 54, 1.6), "#d9a24a")
    c.line([(74, 54), (74, 64)], "#e6c88a", 0.6)
    c.shape(ellipse(74, 65.4, 1.6), "#e6c88a")
    return c


def mug() -> Canvas:
    c = Canvas(("#f3ece4", "#dccab6"))
    _table(c)
    c.shadow(48, 90, 32)
    for x in (36, 47, 58):
        c.line(curve((x, 26), (x + 4, 20), (x - 3, 13), (x + 2, 6)), "#ffffff", 2)
    c.line(curve((70, 46), (88, 46), (88, 70), (70, 74)), "#b23a3a", 6)
    c.shape(
        np.concatenate(
            [[(22, 36)], [(74, 36)], curve((72, 78), (70, 87), (64, 90)), curve((32, 90), (26, 87), (24, 78))]
        ),
        ("#e8584e", "#a82a2c"),
    )
    c.shape(ellipse(48, 36, 26, 8), "#f6e9e2")
    c.shape(ellipse(48, 37, 22.5, 6), ("#7d4a26", "#4a2710"))
    c.shape(ellipse(46, 37, 12, 2.6), "#c9945c")
    c.shape(blob((29, 48), (33, 47), (32, 66), (33, 80), (29, 78), (28, 62)), "#f28a80")
    return c


def apple() -> Canvas:
    c = Canvas(("#f4f8e4", "#dbe8b8"))
    _table(c, 80)
    c.shadow(50, 88, 30)
    c.shape(
        blob(
            (50, 32),
            (62, 26),
            (78, 32),
            (84, 50),
            (76, 74),
            (62, 88),
            (50, 85),
            (38, 88),
            (24, 74),
            (16, 50),
            (22, 32),
            (38, 26),
        ),
        ("#ff8a70", "#b3151f"),
        round=True,
    )
    c.shape(ellipse(50, 33, 9, 3.4), "#8a1018")
    c.line(curve((50, 34), (51, 24), (56, 14)), "#6b4423", 2.4)
    c.shape(blob((54, 22), (64, 10), (80, 11), (74, 22), (62, 26)), ("#9ad85a", "#4a9430"))
    c.line(curve((55, 22), (66, 17), (77, 13)), "#3d7a28", 0.7)
    c.shape(blob((30, 40), (36, 36), (34, 48), (29, 56), (26, 48)), "#ffc4b2")
    return c


def strawberry() -> Canvas:
    c = Canvas(("#fdeef2", "#f6ccd6"))
    c.shadow(50, 90, 22)
    c.shape(
        blob((50, 26), (68, 24), (82, 36), (78, 58), (64, 80), (50, 90), (36, 80), (22, 58), (18, 36), (32, 24)),
        ("#ff6a62", "#c0152c"),
        round=True,
    )
    for row, y in enumerate(range(36, 84, 8)):
        half = 28 - abs(row - 0.6) * 4.6
        for x in np.arange(50 - half + 4 * (row % 2), 50 + half, 9):
            c.shape(ellipse(x, y, 1.1, 1.8), "#ffe08a", line="#a81020", width=0.35)
    for a in (-80, -48, -16, 16, 48, 80):
        t = np.radians(a)
        tip = (50 + 24 * np.sin(t), 20 + 15 * np.cos(t))
        side = np.array([np.cos(t), -np.sin(t)]) * 4.6
        mid = np.array([50 + 11 * np.sin(t), 20 + 7 * np.cos(t)])
        c.shape(blob((50, 20), tuple(mid + side), tip, tuple(mid - side)), ("#7cc84a", "#3a8a2a"))
    c.line(curve((50, 21), (51, 13), (56, 7)), "#4a9430", 2.2)
    return c


def banana() -> Canvas:
    c = Canvas(("#eaf3fb", "#c9def0"))
    _table(c, 78)
    c.shadow(50, 84, 36)
    for dy, fill in ((-9, ("#f3cf3a", "#cf9a16")), (0, ("#ffe65a", "#eab41e"))):
        c.shape(
            np.concatenate(
                [
                    curve((20, 22 + dy), (24, 50 + dy), (46, 68 + dy), (84, 66 + dy)),
                    curve((87, 71 + dy), (62, 86 + dy), (32, 76 + dy), (15, 46 + dy), (15, 24 + dy)),
                ]
            ),
            fill,
        )
        c.shape([(15, 25 + dy), (20, 23 + dy), (18, 12 + dy), (14, 13 + dy)], ("#8a6a24", "#b89a34"))
        c.shape([(84, 66 + dy), (88, 67 + dy), (89, 71 + dy), (86, 72 + dy)], "#5f4418")
        c.line(curve((18, 40 + dy), (30, 66 + dy), (54, 77 + dy), (80, 71 + dy)), "#c9931a", 0.8)
    return c


def pizza() -> Canvas:
    c = Canvas(("#eef2e8", "#cfdac0"))
    c.shadow(50, 58, 46, 42)
    c.shape(ellipse(50, 50, 43), ("#e8b05a", "#b8722a"), round=True)
    c.shape(ellipse(50, 50, 37.5), "#c8402a")
    c.shape(ellipse(50, 50, 35.5), ("#ffe28a", "#f3b94a"), round=True)
    rng = np.random.default_rng(4)
    for a, r in ((10, 22), (62, 26), (118, 22), (170, 26), (224, 23), (280, 26), (328, 12), (140, 8)):
        x, y = 50 + r * np.cos(np.radians(a)), 50 + r * np.sin(np.radians(a))
        c.shape(ellipse(x, y, 6), ("#e0503a", "#9c2018"), round=True)
        c.dots(rng.uniform((x - 3, y - 3), (x + 3, y + 3), (4, 2)), 0.6, "#f08a6a")
    for a, r in ((36, 14), (92, 14), (200, 12), (250, 14), (304, 24), (350, 30), (150, 30)):
        x, y = 50 + r * np.cos(np.radians(a)), 50 + r * np.sin(np.radians(a))
        c.shape(blob((x - 4, y), (x, y - 2), (x + 4, y), (x, y + 2)), ("#6fb84a", "#2f7a28"))
    for a in (0, 60, 120):
        t = np.radians(a)
        u = np.array([np.cos(t), np.sin(t)]) * 42
        c.line([(50 - u[0], 50 - u[1]), (50 + u[0], 50 + u[1])], "#b8722a", 0.6)
    return c


def ice_cream() -> Canvas:
    c = Canvas(("#e4f6f6", "#b8e0e4"))
    c.glow(50, 50, 46, 46, "#ffffff", 0.6)
    cone = c.shape([(30, 50), (70, 50), (50, 97)], ("#f3c27a", "#c4843a"))
    for k in range(1, 6):
        for a, b in ((cone[0], cone[1]), (cone[1], cone[0])):
            start = a + (b - a) * k / 6
            end = b + (cone[2] - b) * (1 - k / 6)
            c.line([start, end], "#a86a28", 0.7)
    for x, y, shade in (
        (38, 40, ("#ffd0dc", "#ee7f9e")),
        (62, 40, ("#fff8e0", "#efd79a")),
        (50, 24, ("#b07a54", "#6b3d20")),
    ):
        c.shape(ellipse(x, y, 16), shade, round=True)
    for x, drip in ((30, "#ee8ba8"), (40, "#f29ab4"), (58, "#f2dca6"), (69, "#efd79a")):
        c.shape(ellipse(x, 52, 4.4, 5), drip)
    c.shape(ellipse(54, 8.6, 4.6), ("#ff6a62", "#b0101e"), round=True)
    c.line(curve((54, 6), (58, 2), (63, 2)), "#4a7a2a", 0.9)
    c.dots([(42, 20), (48, 16), (56, 18), (60, 26), (46, 27)], 0.8, "#ffd23a")
    return c


def cake() -> Canvas:
    c = Canvas(("#f6edfb", "#dcc6ee"))
    _table(c, 82)
    c.shape(ellipse(50, 84, 44, 8), ("#ffffff", "#c9ced8"))
    c.shape(np.concatenate([arc(50, 48, 34, 9, 180, 360), arc(50, 78, 34, 9, 0, 180)]), ("#fff3dc", "#e8c896"))
    c.shape(np.concatenate([arc(50, 61, 34, 9, 180, 0), arc(50, 66, 34, 9, 0, 180)]), "#d6566f")
    drip = [(84 - i * 4.25, 52 + 9 * np.sin(np.pi * i / 16) + (5 if i % 2 else 0.5)) for i in range(17)]
    c.shape(np.concatenate([arc(50, 48, 34, 9, 180, 360), curve(*drip)]), ("#ffa9c0", "#f27f9f"))
    c.shape(ellipse(50, 47.6, 31, 7), "#ffc0d2")
    for x, y, shade in ((32, 46, "#4f9fd0"), (44, 50, "#6fbf5a"), (56, 50, "#ffc53a"), (68, 46, "#b07fd6")):
        c.shape(box(x - 1.6, y - 20, x + 1.6, y, 0.8), shade)
        c.line([(x - 1.4, y - 14), (x + 1.4, y - 16)], "#ffffff", 0.8)
        c.glow(x, y - 26, 7, 8, "#fff0a0", 0.8)
        c.shape(blob((x, y - 31), (x + 2, y - 25), (x, y - 22), (x - 2, y - 25)), ("#ffd23a", "#f07a1e"))
    return c


THINGS: dict[str, Callable[[], Canvas]] = {
    "kettle": kettle, "clock": clock, "alarm-clock": alarm_clock, "teapot": teapot, "lamp": lamp, "mug": mug,
    "apple": apple, "strawberry": strawberry, "banana": banana, "pizza": pizza, "ice-cream": ice_cream, "cake": cake,
}  # fmt: skip
