"""Pictures of the starter catalogue: vehicles. Knows nothing of the catalogue's words or sounds."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from agent.demo.canvas import Canvas, arc, blob, box, curve, ellipse

__all__ = ["VEHICLES"]


def _wheel(c: Canvas, x: float, y: float, r: float, hub: str = "#d5dae2", spokes: int = 0) -> None:
    c.shape(ellipse(x, y, r), ("#4a4a52", "#17171b"), round=True)
    c.shape(ellipse(x, y, r * 0.62), (hub, "#7f8794"), round=True)
    for a in np.linspace(0, 2 * np.pi, spokes, endpoint=False):
        c.line([(x, y), (x + r * 0.6 * np.cos(a), y + r * 0.6 * np.sin(a))], "#4a4f58", 0.8)
    c.shape(ellipse(x, y, r * 0.2), "#3a3d44")


def train() -> Canvas:
    c = Canvas(("#d9eefb", "#f6ead4"))
    c.shape([(0, 74), *curve((0, 74), (30, 66), (66, 72), (100, 66)), (100, 100), (0, 100)], ("#a8cf7a", "#6f9f4a"))
    for x, y, r in ((23, 24, 6), (34, 15, 8), (49, 10, 9), (66, 8, 10)):
        c.shape(ellipse(x, y, r), ("#ffffff", "#cfd6de"), round=True)
    for x in range(-2, 104, 8):
        c.shape(box(x, 88, x + 4, 92), "#7a5636")
    c.line([(0, 87.6), (100, 87.6)], "#8a8f98", 1.6)
    c.shape([(19, 28), (27, 28), (25.6, 44), (20.4, 44)], ("#4a4d58", "#202228"))
    c.shape(box(17.6, 26, 28.4, 29.5, 1), "#2c2e36")
    c.shape(box(12, 43, 66, 66, 8), ("#3fa06a", "#14583a"))
    c.shape(box(15, 47, 62, 49.4, 1), "#7fd0a0")
    for x in (30, 44):
        c.shape(box(x, 42.6, x + 1.8, 66.4), "#e6b93e")
    c.shape(arc(38, 43, 5, 6, 180, 360), ("#ffe17c", "#c78d16"))
    c.shape(box(60, 26, 90, 70, 1), ("#d8443c", "#9c2226"))
    c.shape(box(56, 22, 94, 27, 2), ("#4a4d58", "#202228"))
    c.shape(box(66, 32, 84, 48, 2), ("#d7f0fb", "#8fc3dc"), line="#e6b93e", width=1)
    c.shape(ellipse(13, 54, 5), ("#fff6c8", "#e6b93e"), round=True, line="#5b4a16", width=0.6)
    c.shape(box(8, 66, 92, 73, 1), ("#4a4d58", "#202228"))
    c.shape([(8, 68), (14, 70), (14, 84), (0, 84)], ("#c9453d", "#7d1a1e"))
    for x, r in ((24, 7), (40, 7), (56, 7)):
        _wheel(c, x, 80.5, r, "#e8b73a", 8)
    _wheel(c, 78, 77, 10.5, "#e8b73a", 10)
    c.line([(24, 80.5), (78, 80.5)], "#c9ced6", 1.6)
    return c


def car() -> Canvas:
    c = Canvas(("#e7f3fb", "#c6dff0"))
    c.shape(box(-2, 74, 102, 102), ("#8d949e", "#666c76"))
    c.lines(([(x, 90), (x + 12, 90)] for x in range(-4, 100, 24)), "#f1f2ee", 1.4)
    c.shadow(50, 83, 44, 4)
    c.shape(
        blob(
            (4, 70),
            (5, 58),
            (12, 54),
            (26, 51),
            (36, 37),
            (50, 34),
            (66, 35),
            (78, 50),
            (92, 54),
            (97, 62),
            (96, 74),
            (88, 79),
            (50, 80),
            (10, 79),
        ),
        ("#f05a4a", "#a81b22"),
    )
    c.shape([(30, 51), (38.5, 40), (50, 38.5), (50, 51.5)], ("#d9f1fb", "#7fb2cd"))
    c.shape([(53, 38.5), (64, 39.5), (73, 51), (53, 51.5)], ("#d9f1fb", "#7fb2cd"))
    c.lines(
        ([(51.5, 52), (51.5, 74)], curve((30, 52), (29, 62), (33, 74)), curve((74, 52), (76, 60), (72, 74))),
        "#8e141b",
        0.6,
    )
    c.line([(8, 62), (94, 63)], "#ff9a8a", 0.7)
    c.lines(([(44, 57), (48.5, 57)], [(67, 57), (71.5, 57)]), "#f4e4e0", 1.2)
    c.shape(ellipse(7.5, 61, 3, 4), ("#fffbe0", "#f0cf6a"), round=True)
    c.shape(ellipse(95, 62, 2, 3.4), "#ffb13a")
    c.shape(box(2, 72, 14, 76, 1.5), "#d5dae2")
    c.shape(box(87, 72, 98.5, 76, 1.5), "#d5dae2")
    for x in (24, 78):
        c.shape(ellipse(x, 76, 12), "#3a0d10")
        _wheel(c, x, 77, 10, spokes=5)
    return c


def fire_engine() -> Canvas:
    c = Canvas(("#fbeede", "#f3cfae"))
    c.shape(box(-2, 80, 102, 102), ("#9a9ea6", "#70757e"))
    c.shadow(50, 87, 46, 4)
    c.shape(box(4, 42, 66, 80, 2), ("#e8483f", "#a81f24"))
    c.shape([(66, 80), (66, 30), (84, 30), (93, 50), (96, 56), (96, 80)], ("#ee5046", "#a81f24"))
    c.shape([(71, 35), (82, 35), (89, 50), (71, 50)], ("#dff3fb", "#86b9d2"), line="#5d1014", width=0.6)
    c.shape(box(70, 25, 80, 30, 1.6), ("#7fb8ff", "#1f5fd0"))
    c.glow(75, 24, 13, 11, "#8fc4ff", 0.8)
    for y in (31, 37):
        c.line([(2, y + 1), (64, y - 4)], "#dfe3ea", 1.6)
    for x in range(6, 64, 7):
        c.line([(x, 31 - x * 0.075), (x, 38.6 - x * 0.075)], "#b4bac4", 1.2)
    c.shape(box(4, 62, 96, 66), "#ffffff")
    c.shape(box(4, 67.4, 96, 69), "#ffd23a")
    for x in (9, 27, 45):
        c.shape(box(x, 46, x + 15, 60, 1), ("#d5dae2", "#8f97a4"), line="#6d1216", width=0.5)
        c.lines(([(x + 2, y), (x + 13, y)] for y in (50, 53, 56)), "#6f7784", 0.5)
    c.shape(ellipse(93.5, 72, 2.6), ("#fffbe0", "#f0cf6a"), round=True)
    for x in (20, 80):
        _wheel(c, x, 81, 9.5, spokes=6)
    return c


def sailing_boat() -> Canvas:
    c = Canvas(("#bfe4fa", "#eef8fd"))
    c.shape(ellipse(82, 18, 7), ("#fff8d0", "#ffd96a"), round=True)
    c.shape(box(-2, 70, 102, 102), ("#4f9fd0", "#1d5c94"))
    c.line([(48, 10), (48, 76)], "#7a5230", 1.6)
    c.shape(np.concatenate([curve((46, 12), (34, 36), (14, 64)), [(46, 66)]]), ("#ffffff", "#dfe6ee"))
    c.shape(
        np.concatenate([curve((50, 14), (70, 36), (84, 64)), curve((84, 64), (66, 68), (50, 66))]),
        ("#f2665a", "#c83238"),
    )
    c.line(curve((52, 30), (64, 38), (73, 49)), "#ffffff", 1.6)
    c.shape([(48, 8), (60, 11), (48, 14)], "#ffc53a")
    c.shape(
        np.concatenate([[(12, 72)], curve((90, 72), (84, 82), (74, 87)), curve((28, 87), (18, 82), (12, 72))]),
        ("#8a5630", "#5a3216"),
    )
    c.line([(12, 73), (90, 73)], "#e6b978", 1.8)
    for y, x0 in ((84, 0), (91, 20), (96, 56)):
        for x in range(x0, 104, 34):
            c.line(curve((x, y), (x + 5, y - 2), (x + 10, y), (x + 15, y - 2)), "#bfe2f4", 0.8)
    c.shape([(0, 87), *curve((0, 87), (24, 84), (50, 88), (76, 84), (100, 87)), (100, 89), (0, 89)], "#3f8fc4")
    return c


def rocket() -> Canvas:
    c = Canvas(("#10153a", "#44407e"))
    c.dots(np.random.default_rng(9).uniform((2, 2), (98, 96), (54, 2)), 0.45, "#f6f1d8")
    c.shape(ellipse(16, 22, 8), ("#ffc98a", "#b0602c"), round=True)
    c.line(arc(16, 22, 14, 3.2, -10, 190, -18), "#f0dcb4", 1)
    c.glow(50, 86, 26, 24, "#ffb04a", 0.8)
    c.shape(blob((40, 72), (60, 72), (60, 84), (50, 99), (40, 84)), ("#ffb83a", "#f0501e"))
    c.shape(blob((44, 72), (56, 72), (55, 81), (50, 90), (45, 81)), ("#fff6c8", "#ffd23a"))
    for s in (-1, 1):
        c.shape([(50 + s * 11, 50), (50 + s * 27, 68), (50 + s * 26, 80), (50 + s * 11, 70)], ("#f05a4a", "#a81b22"))
    c.shape(
        blob((50, 6), (60, 20), (65, 40), (62, 62), (58, 71), (42, 71), (38, 62), (35, 40), (40, 20)),
        ("#ffffff", "#aab6c8"),
        round=True,
    )
    c.shape(
        np.concatenate([curve((50, 5.6), (57, 14), (61.3, 24)), curve((38.7, 24), (43, 14), (50, 5.6))]),
        ("#f05a4a", "#c02a2e"),
    )
    c.shape(ellipse(50, 37, 8), ("#aab6c8", "#66728a"))
    c.shape(ellipse(50, 37, 6), ("#bfeaff", "#2f7fc0"), round=True)
    c.shape(box(38.5, 58, 61.5, 61), "#f05a4a")
    c.shape(box(48.4, 52, 51.6, 82, 1.4), ("#f05a4a", "#a81b22"))
    return c


def bicycle() -> Canvas:
    c = Canvas(("#eef7ea", "#cde5c4"))
    c.shape(box(-2, 84, 102, 102), ("#d9cfa8", "#c4b684"))
    c.shadow(50, 85, 44, 3)
    for x in (23, 77):
        c.line(arc(x, 64, 19, 19, 0, 360, n=120), "#26282e", 2.4)
        c.line(arc(x, 64, 17, 17, 0, 360, n=120), "#c9ced6", 0.8)
        for a in np.arange(0, np.pi, np.pi / 9):
            c.line(
                [(x - 17 * np.cos(a), 64 - 17 * np.sin(a)), (x + 17 * np.cos(a), 64 + 17 * np.sin(a))], "#a8aeb8", 0.35
            )
        c.shape(ellipse(x, 64, 2.2), "#5a5f68")
    blue = "#2a7fc8"
    c.lines(
        ([(23, 64), (46, 66), (38, 38), (23, 64)], [(38, 38), (67, 36), (46, 66)], [(64, 28), (67, 36), (77, 64)]),
        blue,
        2.4,
    )
    c.line([(36, 31), (38, 38)], "#7f8794", 1.8)
    c.shape(blob((27, 29), (34, 27.4), (45, 29.6), (45, 31.6), (36, 33), (28, 32.4)), ("#7a4a2a", "#3f2412"))
    c.line(curve((64, 28), (68, 24), (75, 24), (78, 29), (75, 33)), "#7f8794", 1.8)
    c.line(curve((77.8, 29), (76.4, 32), (73, 33.4)), "#3f2412", 2.6)
    c.shape(ellipse(46, 66, 5.6), "#8a9099")
    c.shape(ellipse(46, 66, 3.6), "#d5dae2")
    c.lines(([(46, 66), (51, 75)], [(46, 66), (41, 57)]), "#3a3d44", 1.4)
    c.lines(([(48, 75.6), (55, 75.6)], [(37.5, 56.6), (44, 56.6)]), "#26282e", 1.8)
    c.lines(([(46, 60.6), (23, 62)], [(46, 71.4), (23, 66)]), "#5a5f68", 0.6)
    c.shape(ellipse(68.4, 22.4, 2.6), ("#ffe9a8", "#c79a36"), round=True)
    return c


def balloon() -> Canvas:
    c = Canvas(("#7ec3f2", "#e3f4fd"))
    for x, y, r in ((14, 72, 6), (22, 68, 8), (31, 73, 6), (80, 82, 6), (88, 78, 8), (96, 83, 6)):
        c.shape(ellipse(x, y, r), "#ffffff")
    c.lines(([(40, 62), (45, 80)], [(60, 62), (55, 80)], [(47, 66), (48, 80)], [(53, 66), (52, 80)]), "#8a6a44", 0.6)
    shades = (
        ("#f2665a", "#b3262c"),
        ("#ffd65c", "#e09a1c"),
        ("#4fb0a0", "#1f6f66"),
        ("#ffd65c", "#e09a1c"),
        ("#f2665a", "#b3262c"),
    )
    for half, shade in zip((34, 26, 16, 0, 0), (shades[0], shades[1], shades[2], None, None), strict=True):
        if shade:
            k = half / 34
            c.shape(
                blob(
                    (50, 4),
                    (50 + 22 * k, 9),
                    (50 + 34 * k, 28),
                    (50 + 27 * k, 48),
                    (50 + 11 * k, 66),
                    (50 - 11 * k, 66),
                    (50 - 27 * k, 48),
                    (50 - 34 * k, 28),
                    (50 - 22 * k, 9),
                ),
                shade,
            )
    c.shape(
        blob((50, 4), (54, 10), (56, 28), (54.6, 50), (52, 66), (48, 66), (45.4, 50), (44, 28), (46, 10)),
        ("#f2665a", "#b3262c"),
    )
    c.shape(blob((26, 20), (31, 14), (32, 24), (28, 34)), "#ff9a8c")
    c.shape(box(40, 64.4, 60, 67.4, 1.4), "#8a2326")
    c.shape(box(43, 80, 57, 92, 2), ("#b98350", "#7a4e28"))
    for y in (83, 86, 89):
        c.line([(43.6, y), (56.4, y)], "#5f3b1c", 0.5)
    c.shape(box(42, 79, 58, 82, 1.4), "#8a5a30")
    return c


VEHICLES: dict[str, Callable[[], Canvas]] = {
    "train": train, "car": car, "fire-engine": fire_engine, "sailing-boat": sailing_boat,
    "rocket": rocket, "bicycle": bicycle, "balloon": balloon,
}  # fmt: skip
