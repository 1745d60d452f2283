"""Pictures of the starter catalogue: weather and nature. Knows nothing of the catalogue's words or sounds."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from agent.demo.canvas import Canvas, Fill, arc, blob, box, curve, ellipse

__all__ = ["NATURE"]


def _cloud(c: Canvas, x: float, y: float, size: float, fill: Fill) -> None:
    """A cloud whose flat bottom is at `y`."""
    parts = ((-1.1, -0.45, 0.5), (-0.4, -0.95, 0.8), (0.5, -0.78, 0.74), (1.15, -0.42, 0.45))
    puffs = [ellipse(x + dx * size, y + dy * size, r * size) for dx, dy, r in parts]
    c.union([*puffs, box(x - 1.7 * size, y - 0.72 * size, x + 1.68 * size, y, 0.36 * size)], fill)


def rain() -> Canvas:
    c = Canvas(("#8ea6bd", "#c6d6e2"))
    rng = np.random.default_rng(7)
    _cloud(c, 30, 26, 13, ("#e9eff4", "#a9bac9"))
    _cloud(c, 70, 22, 14, ("#dfe7ee", "#97aabc"))
    c.lines(([(x, y), (x - 1.6, y + 6)] for x, y in rng.uniform((2, 26), (100, 84), (80, 2))), "#eaf4fb", 0.5)
    c.shape(box(-2, 88, 102, 102), ("#7f95a8", "#5d7488"))
    c.line([(50, 40), (50, 84)], "#5b3a22", 1.8)
    c.line(arc(45.5, 84, 4.5, 5, 0, 180), "#5b3a22", 1.8)
    top = arc(50, 58, 36, 32, 180, 360)
    scallops = [arc(86 - 12 - 24 * i, 58, 12, 5, 0, -180, n=20) for i in range(3)]
    c.shape(np.concatenate([top, *scallops]), ("#f2564e", "#b3202b"))
    c.shape(np.concatenate([arc(50, 58, 12, 32, 180, 360), arc(50, 58, 12, 5, 0, -180)]), ("#ff8378", "#d8343a"))
    c.line([(50, 26), (50, 21)], "#5b3a22", 1.6)
    for x, y in ((18, 94), (74, 92), (88, 97)):
        c.line(arc(x, y, 7, 1.8, 0, 360), "#a9bccb", 0.5)
    return c


def thunder() -> Canvas:
    c = Canvas(("#1b2140", "#5a5a86"))
    c.glow(54, 56, 50, 50, "#c9b8ff", 0.55)
    c.shape(
        [(0, 90), *curve((0, 90), (20, 84), (40, 88), (64, 83), (84, 88), (100, 85)), (100, 100), (0, 100)], "#12162a"
    )
    _cloud(c, 30, 36, 17, ("#8b90b4", "#3a4068"))
    _cloud(c, 68, 34, 18, ("#9a9fc2", "#424870"))
    c.shape(
        [(56, 34), (40, 60), (51, 60), (42, 88), (68, 52), (56, 52), (66, 34)],
        ("#fffbd0", "#ffd23a"),
        line="#fff6c0",
        width=0.8,
    )
    c.line([(80, 38), (75, 50), (80, 52), (74, 66)], "#f7eaff", 1.1)
    c.line([(22, 40), (26, 52), (21, 55), (25, 70)], "#f7eaff", 0.9)
    rng = np.random.default_rng(3)
    c.lines(([(x, y), (x - 1.5, y + 4.5)] for x, y in rng.uniform((2, 42), (100, 86), (36, 2))), "#9aa6d0", 0.4)
    return c


def waves() -> Canvas:
    c = Canvas(("#cdeefb", "#7cc4e8"))
    c.shape(ellipse(78, 22, 9), ("#fffbe0", "#ffe48a"), round=True)
    _cloud(c, 26, 26, 8, ("#ffffff", "#e4f1f8"))
    shades = (("#5fb4e0", "#3a90c8"), ("#4aa3d8", "#2a7cba"), ("#3790cc", "#1d68a8"), ("#2d82c0", "#4fa8c8"))
    for i, shade in enumerate(shades):
        t = np.linspace(-2, 30, 600)
        size = 1.6 + 0.75 * i
        x, y = t * (4.2 + 1.1 * i) + size * 0.9 * np.sin(t) * 1.5 - 9 * i, 44 + i * 11.5 - size * np.cos(t + 3.1)
        crest = np.stack([x, y], axis=1)
        c.shape(np.concatenate([crest, [(300, 104), (-90, 104)]]), shade)
        top = y < 44 + i * 11.5 - size * 0.2
        for run in np.split(np.arange(len(t)), np.flatnonzero(np.diff(top.astype(int))) + 1):
            if top[run[0]] and len(run) > 2:
                c.line(crest[run], "#f2fbff", 0.9 + 0.35 * i)
    shore = curve((-2, 90), (18, 86), (40, 91), (64, 87), (84, 92), (102, 88))
    c.shape(np.concatenate([shore, [(104, 104), (-4, 104)]]), ("#f3dfae", "#dcb878"))
    c.line(shore, "#ffffff", 2.4)
    for left, down in ((20, 95), (78, 96)):
        c.shape(
            [
                (left + r * np.cos(a), down + r * np.sin(a))
                for a, r in zip(np.arange(-1.57, 4.7, 0.628), (4, 1.7) * 5, strict=True)
            ],
            "#ee7b5a",
        )
    return c


def sun() -> Canvas:
    c = Canvas(("#8fd0f7", "#e4f6ff"))
    c.glow(50, 36, 40, 40, "#fff6c4", 0.9)
    for a in range(0, 360, 30):
        t = np.radians(a)
        u, v = np.array([np.cos(t), np.sin(t)]), np.array([-np.sin(t), np.cos(t)])
        m = np.array([50, 36])
        c.shape([m + u * 20 + v * 3, m + u * 29, m + u * 20 - v * 3], "#ffc53a")
    c.shape(ellipse(50, 36, 17), ("#fff2a0", "#ffb52a"), round=True)
    c.shape([(0, 74), *curve((0, 74), (28, 64), (56, 72), (100, 62)), (100, 100), (0, 100)], ("#a5d86e", "#6cae45"))
    c.shape([(0, 86), *curve((0, 86), (40, 76), (72, 84), (100, 78)), (100, 100), (0, 100)], ("#86c257", "#4d9238"))
    for x, y, petal in (
        (16, 88, "#ffffff"),
        (34, 92, "#ff9fb8"),
        (58, 91, "#ffffff"),
        (80, 88, "#ff9fb8"),
        (92, 95, "#ffffff"),
    ):
        c.line([(x, y), (x, y + 7)], "#3b7a2c", 0.8)
        c.dots([(x + 2 * np.cos(a), y + 2 * np.sin(a)) for a in np.arange(0, 6.2, 1.05)], 1.4, petal)
        c.shape(ellipse(x, y, 1.3), "#ffc53a")
    return c


def snowman() -> Canvas:
    c = Canvas(("#b9d3ee", "#e9f3fb"))
    for x, h in ((12, 40), (88, 46), (76, 30)):
        for k in range(3):
            y = 80 - h + k * h * 0.28
            c.shape([(x, y - 6), (x - 6 - 3 * k, y + h * 0.3), (x + 6 + 3 * k, y + h * 0.3)], ("#7fa9a0", "#3f7568"))
    c.shape([(0, 80), *curve((0, 80), (30, 76), (70, 79), (100, 75)), (100, 100), (0, 100)], ("#ffffff", "#d3e3f1"))
    c.shadow(50, 92, 26)
    white: Fill = ("#ffffff", "#bfd2e4")
    c.lines(([(34, 56), (16, 44)], [(22, 48), (17, 50)], [(66, 56), (84, 44)], [(78, 48), (83, 51)]), "#6b4a2e", 1.5)
    c.shape(ellipse(50, 76, 22, 19), white, round=True)
    c.shape(ellipse(50, 53, 16.5, 15), white, round=True)
    c.shape(ellipse(50, 32, 12.5), white, round=True)
    c.shape(box(39, 8, 61, 22, 1), ("#3d3f4c", "#191a22"))
    c.shape(box(39, 17.4, 61, 20.6), "#d23c3c")
    c.shape(box(33, 20.4, 67, 24, 1.6), ("#3d3f4c", "#191a22"))
    c.dots([(45.5, 30), (54.5, 30), (50, 52), (50, 60), (50, 70)], 1.6, "#22242c")
    c.dots([(44, 37), (47, 39), (50, 39.8), (53, 39), (56, 37)], 0.8, "#22242c")
    c.shape([(50, 32), (50, 35.4), (64, 36)], ("#ffa34a", "#e06a14"))
    c.line(curve((38.5, 41.5), (50, 45.5), (61.5, 41.5)), "#d23c3c", 4.4)
    c.shape([(55, 43), (61, 42), (63, 58), (57, 59)], "#b92c30")
    rng = np.random.default_rng(5)
    c.dots(rng.uniform((1, 1), (99, 74), (46, 2)), 0.8, "#ffffff")
    return c


def moon() -> Canvas:
    c = Canvas(("#0c1433", "#3a4a86"))
    rng = np.random.default_rng(11)
    for x, y, r in rng.uniform((2, 2, 0.25), (98, 62, 0.75), (52, 3)):
        c.shape(ellipse(x, y, r, n=20), "#fdf7da")
    c.glow(58, 32, 36, 36, "#dfe6ff", 0.5)
    c.shape(ellipse(58, 32, 18), ("#fffbe6", "#e6d9a2"), round=True)
    for x, y, r in ((52, 27, 3.4), (64, 36, 4.2), (60, 22, 2), (53, 40, 2.6), (68, 27, 1.8)):
        c.shape(ellipse(x, y, r), "#e0d29c")
    c.shape(
        [(0, 72), *curve((0, 72), (18, 58), (34, 70), (56, 60), (76, 70), (100, 56)), (100, 100), (0, 100)],
        ("#2a3768", "#1a2450"),
    )
    c.shape([(0, 80), (100, 80), (100, 100), (0, 100)], ("#33437c", "#18224a"))
    for y, w in ((83, 11), (87, 15), (91, 10), (95, 17)):
        c.line([(58 - w, y), (58 + w, y)], "#cdd3ee", 0.7)
    for x, h in ((8, 26), (18, 18), (90, 24)):
        c.shape([(x, 82 - h), (x - 6, 82), (x + 6, 82)], "#0d1430")
    return c


def mountain() -> Canvas:
    c = Canvas(("#f9d8c0", "#a9cdea"))
    c.shape(ellipse(24, 26, 8), ("#fff6d8", "#ffd68c"), round=True)
    c.shape([(-6, 68), (20, 36), (46, 68)], ("#8fa3bd", "#6f86a3"))
    c.shape([(20, 36), (13, 45), (18, 43), (21, 47), (25, 42.5)], "#ffffff")
    c.shape([(20, 68), (60, 16), (104, 68)], ("#7b90ad", "#516a8a"))
    c.shape([(60, 16), (104, 68), (66, 68), (70, 48), (60, 36)], "#48607f")
    c.shape([(60, 16), (46.5, 33.5), (52, 31), (56, 37), (61, 31), (67, 36), (75, 33.8)], "#ffffff")
    c.shape(box(-2, 66, 102, 102), ("#7fb9d6", "#35769c"))
    c.shape([(26, 67), (94, 67), (60, 92)], "#6a9fbf")
    c.lines(([(10, 76), (30, 76)], [(60, 82), (88, 82)], [(22, 90), (48, 90)]), "#b5dcec", 0.7)
    for x, h in ((4, 26), (12, 20), (84, 18), (92, 27), (99, 20)):
        c.shape([(x, 70 - h), (x - 5.5, 71), (x + 5.5, 71)], ("#3f8a58", "#1f5a3a"))
    return c


def campfire() -> Canvas:
    c = Canvas(("#141a34", "#3b2f4a"))
    c.dots(np.random.default_rng(2).uniform((2, 2), (98, 40), (26, 2)), 0.4, "#f6efd6")
    c.shape([(0, 82), *curve((0, 82), (50, 78), (100, 82)), (100, 100), (0, 100)], ("#3a2c30", "#1e171c"))
    c.glow(50, 62, 50, 46, "#ff9a3c", 0.65)
    c.shape(
        blob((50, 14), (58, 34), (72, 46), (74, 66), (62, 82), (38, 82), (26, 66), (30, 46), (40, 40)),
        ("#ff8a2a", "#e0341a"),
    )
    c.shape(
        blob((52, 34), (58, 48), (66, 60), (62, 76), (50, 82), (38, 76), (35, 60), (44, 52)), ("#ffc43a", "#ff8420")
    )
    c.shape(blob((50, 52), (56, 62), (58, 72), (50, 80), (43, 73), (45, 62)), ("#fff6c0", "#ffd24a"))
    for x0, y0, x1, y1 in ((22, 90, 72, 78), (78, 90, 28, 78), (24, 84, 76, 86)):
        c.line([(x0, y0), (x1, y1)], "#5b3820", 6)
        c.line([(x0, y0 - 1.4), (x1, y1 - 1.4)], "#7d5230", 1.4)
        c.shape(ellipse(x0, y0, 2.6, 3.2), "#c79a6a")
    c.dots([(34, 28), (66, 24), (60, 12), (40, 18), (72, 36), (28, 42)], 0.9, "#ffc46a")
    return c


NATURE: dict[str, Callable[[], Canvas]] = {
    "rain": rain, "thunder": thunder, "waves": waves, "sun": sun,
    "snowman": snowman, "moon": moon, "mountain": mountain, "campfire": campfire,
}  # fmt: skip
