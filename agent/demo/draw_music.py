"""Pictures of the starter catalogue: musical instruments. Knows nothing of the catalogue's words or sounds."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from agent.demo.canvas import Canvas, Fill, Points, arc, blob, box, curve, ellipse, turned

__all__ = ["MUSIC"]


def _along(start: tuple[float, float], degrees: float, points: Points) -> Points:
    """`points`, drawn to the right of the origin, turned by `degrees` and moved to `start`."""
    return turned(points, 0, 0, degrees) + start


def drum() -> Canvas:
    c = Canvas(("#fdf1e3", "#f3d6b4"))
    c.shadow(50, 86, 38)
    c.shape(np.concatenate([arc(50, 44, 36, 12, 180, 0), arc(50, 76, 36, 12, 0, 180)]), ("#e8483f", "#a81f24"))
    for i in range(8):
        x = 14 + 72 * i / 8

        def edge(at: float, y: float) -> tuple[float, float]:
            return at, y + 12 * np.sqrt(max(0, 1 - ((at - 50) / 36) ** 2))

        c.line([edge(x, 45), edge(x + 4.5, 75), edge(x + 9, 45)], "#fff3da", 0.9)
    for y in (44, 74):
        c.line(arc(50, y + 1.5, 36, 12, 0, 180), "#f4c64e", 4)
        c.line(arc(50, y + 2.8, 36, 12, 0, 180), "#c48f1e", 0.8)
    c.shape(ellipse(50, 43, 37, 13), "#f4c64e")
    c.shape(ellipse(50, 42.5, 34, 11), ("#ffffff", "#e6ddcf"))
    for x0, y0, x1, y1 in ((20, 10, 55, 41), (84, 8, 58, 44)):
        c.line([(x0, y0), (x1, y1)], "#b07a45", 2.6)
        c.line([(x0, y0 - 0.5), (x1, y1 - 0.5)], "#d7a76c", 0.9)
        c.shape(ellipse(x1, y1, 3.6, 3), ("#e6b97e", "#9c6733"), round=True)
    return c


def _guitar_body(size: float) -> Points:
    t = np.linspace(0, 2 * np.pi, 160)
    half = 19 - 3.4 * np.cos(t) - 4.2 * np.exp(-(((np.cos(t) - 0.3) / 0.34) ** 2))
    return np.stack([1 + 27 * np.cos(t), np.sin(t) * half], axis=1) * size


def guitar() -> Canvas:
    c = Canvas(("#eef3ea", "#cfe0c6"))
    c.glow(46, 66, 48, 36, "#7f946f", 0.35)
    at, turn = (34, 68), -45.0

    def place(points: object) -> Points:
        return _along(at, turn, np.asarray(points, dtype=float))

    c.shape(place(_guitar_body(1.0)), ("#8a4a1c", "#6b3512"))
    c.shape(place(_guitar_body(0.93)), ("#f3b766", "#d4822f"), round=True)
    c.shape(place(ellipse(8, 0, 8.4)), "#8a5524")
    c.shape(place(ellipse(8, 0, 7)), "#2a1a10")
    c.shape(place(box(12, -2.8, 62, 2.8)), ("#5a3a22", "#3b2413"))
    c.shape(place([(60, -3), (64, -4.4), (76, -4.6), (76, 4.6), (64, 4.4), (60, 3)]), "#7d4a22")
    for x in (65, 69, 73):
        for s in (-1, 1):
            c.line(place([(x, s * 4), (x, s * 6)]), "#d8d2c4", 1.8)
    for x in range(18, 62, 5):
        c.line(place([(x, -2.7), (x, 2.7)]), "#d9c27a", 0.5)
    c.shape(place(box(-15, -8, -12, 8, 1)), "#4a2c16")
    for gap in np.linspace(-2, 2, 6):
        c.line(place([(-13.5, gap * 1.3), (62, gap), (72, gap * 1.8)]), "#f5efe0", 0.28)
    return c


def piano() -> Canvas:
    c = Canvas(("#ece9f4", "#cbc3e0"))
    c.shadow(50, 92, 44)
    for x in (16, 84):
        c.shape(box(x - 4, 60, x + 4, 92, 1), ("#2a272e", "#131116"))
    c.shape(box(8, 14, 92, 64, 3), ("#4a4550", "#1b191f"))
    c.shape(box(14, 20, 86, 44, 2), ("#38343d", "#232026"))
    c.shape(box(34, 22, 66, 42, 1), ("#fffaf0", "#e9e2d2"))
    for y in (26.0, 31.0, 36.0):
        for k in range(4):
            c.line([(37, y + k * 0.9), (63, y + k * 0.9)], "#9a948a", 0.2)
        for x, d in ((40, 0), (46, 1.5), (52, 0.4), (58, 2)):
            c.shape(ellipse(x, y + d, 1, 0.75, -20), "#1f1d22")
    c.shape(box(4, 52, 96, 74, 2), ("#35313a", "#19171c"))
    c.shape(box(9, 53, 91, 71), "#ffffff")
    for i in range(15):
        edge = 9 + i * 82 / 14
        c.line([(edge, 53), (edge, 71)], "#a9a4ae", 0.35)
        if 0 < i < 14 and i % 7 not in (0, 3):
            c.shape(box(edge - 1.7, 53, edge + 1.7, 64.5, 0.6), ("#4a464e", "#0d0c0f"))
    c.shape(box(4, 71, 96, 75, 1), "#131116")
    for x in (44, 50, 56):
        c.line([(x, 84), (x, 90)], "#e0b84a", 1.4)
    c.shape(box(40, 76, 60, 85, 1), "#1b191f")
    return c


def bell() -> Canvas:
    c = Canvas(("#fff6e0", "#f6dca4"))
    c.glow(50, 50, 46, 46, "#ffffff", 0.6)
    c.line(arc(50, 15, 7, 7, 0, 360), "#b37a12", 3.2)
    c.shape(ellipse(50, 82, 7.5), ("#e8b640", "#8a5a0a"), round=True)
    c.shape(
        blob(
            (50, 20),
            (62, 24),
            (68, 36),
            (71, 58),
            (80, 72),
            (84, 78),
            (50, 80),
            (16, 78),
            (20, 72),
            (29, 58),
            (32, 36),
            (38, 24),
        ),
        ("#ffe17c", "#c98a16"),
        round=True,
    )
    c.shape(blob((39, 28), (44, 26), (40, 46), (37, 66), (31, 68), (35, 48)), "#fff0b8")
    c.shape(ellipse(50, 77, 35, 5.6), ("#f3c24a", "#a86f0c"))
    c.shape(ellipse(50, 78.2, 29, 3.4), "#7a4e08")
    c.shape(ellipse(50, 82, 6.5), ("#e8b640", "#8a5a0a"), round=True)
    c.line(curve((31, 62), (50, 66), (69, 62)), "#b37a12", 1)
    for s in (-1, 1):
        for k in (0, 5):
            c.line(arc(50, 52, 38 + k, 38 + k, -20 + (90 - 90 * s), 20 + (90 - 90 * s)), "#e0a73a", 1.2)
    return c


def flute() -> Canvas:
    c = Canvas(("#e6f1f6", "#bcd7e4"))
    at, turn = (8, 78), -33.0

    def place(points: object) -> Points:
        return _along(at, turn, np.asarray(points, dtype=float))

    c.line(_along((10, 84), turn, np.array([(0, 0), (100, 0)])), "#a5c2d0", 4)
    silver: Fill = ("#ffffff", "#8f9aa6")
    c.shape(place(box(0, -3.6, 104, 3.6, 2)), silver)
    c.shape(place(box(0, -3.6, 104, -1.6, 1)), "#f6fafc")
    for x in (26, 74):
        c.shape(place(box(x - 2, -4.6, x + 2, 4.6, 1)), ("#ffe9a8", "#c79a36"))
    c.shape(place(ellipse(88, -1.4, 5, 2.4)), "#c2ccd4", line="#7c8894", width=0.6)
    c.shape(place(ellipse(88, -1.4, 2.3, 1.2)), "#2c343c")
    c.line(place([(31, -5.2), (70, -5.2)]), "#8f9aa6", 0.8)
    for x in (6, 13, 20, 33, 40, 47, 54, 61, 68):
        c.shape(place(ellipse(x, -0.8, 3)), ("#ffffff", "#6f7b88"), round=True, line="#5f6b78", width=0.4)
    for x, y, flag in ((24, 26, 1), (42, 16, 0), (62, 82, 1), (80, 74, 0)):
        c.shape(ellipse(x, y, 3.4, 2.6, -20), "#4a6f8c")
        c.line([(x + 3, y - 1), (x + 3, y - 13)], "#4a6f8c", 0.9)
        if flag:
            c.line(curve((x + 3, y - 13), (x + 7, y - 9), (x + 6, y - 5)), "#4a6f8c", 1)
    return c


def violin() -> Canvas:
    c = Canvas(("#f7ebe6", "#e3c3b6"))
    c.shadow(46, 90, 26)
    c.line([(80, 10), (72, 92)], "#5f3617", 1.5)
    c.line([(82.5, 11), (74.5, 91)], "#f4efe4", 0.8)
    c.shape(box(72, 83, 78, 90, 1), "#241509")
    wood: Fill = ("#d9782c", "#8a3510")
    body = (
        (44, 38),
        (56, 41),
        (58, 50),
        (53, 58),
        (55, 64),
        (63, 72),
        (62, 84),
        (44, 90),
        (26, 84),
        (25, 72),
        (33, 64),
        (35, 58),
        (30, 50),
        (32, 41),
    )
    c.shape(blob(*body), "#5e2208")
    c.shape(blob(*((44 + (x - 44) * 0.93, 64 + (y - 64) * 0.95) for x, y in body)), wood, round=True)
    c.shape(box(41.6, 12, 46.4, 62, 1), ("#33241a", "#17100b"))
    c.line(arc(44, 11, 3.4, 3.4, 60, 360), "#8a3510", 2.4)
    for y, s in ((16, 1), (19, -1), (22, 1), (25, -1)):
        c.line([(44, y), (44 + s * 7, y)], "#241509", 1.6)
    for s in (-1, 1):
        c.line(curve((44 + s * 8, 61), (44 + s * 6.4, 64), (44 + s * 9.6, 71), (44 + s * 8, 74)), "#1c0d05", 1.3)
        c.dots([(44 + s * 7.4, 61.5), (44 + s * 8.6, 73.6)], 1.1, "#1c0d05")
    c.shape(box(38, 66, 50, 68.4, 0.8), "#e8c48c")
    c.shape([(41, 74), (47, 74), (46, 87), (42, 87)], "#17100b")
    for x in (-1.8, -0.6, 0.6, 1.8):
        c.line([(44 + x * 0.8, 20), (44 + x * 1.2, 67), (44 + x, 75)], "#f3ead6", 0.25)
    return c


def trumpet() -> Canvas:
    c = Canvas(("#e9eefb", "#c2cfee"))
    c.glow(50, 78, 48, 10, "#8d9bc4", 0.5)
    gold, dark = "#f0bf3e", "#b07c12"
    c.line(np.concatenate([arc(30, 56, 9, 9, 270, 90), [(60, 65)], arc(60, 56, 9, 9, 90, -90)]), dark, 4.4)
    c.line(np.concatenate([arc(30, 56, 9, 9, 270, 90), [(60, 65)], arc(60, 56, 9, 9, 90, -90)]), gold, 3)
    c.line([(8, 47), (74, 47)], dark, 4.6)
    c.line([(8, 46.7), (74, 46.7)], gold, 3.2)
    c.shape(
        np.concatenate(
            [curve((68, 44.8), (80, 42), (88, 35), (94, 26)), curve((94, 68), (88, 59), (80, 52), (68, 49.4))]
        ),
        ("#ffe58c", "#c58a18"),
    )
    c.shape(ellipse(94, 47, 4, 21), ("#f8d568", "#a8720e"))
    c.shape(ellipse(94.4, 47, 2.4, 17.5), "#7e5408")
    c.shape([(3, 42), (5, 42), (11, 45.4), (11, 48.6), (5, 52), (3, 52)], ("#ffffff", "#9aa2b2"))
    for x in (39, 47, 55):
        c.shape(box(x - 3, 40, x + 3, 70, 1.6), ("#ffe58c", "#b57e14"))
        c.line([(x - 1.2, 43), (x - 1.2, 67)], "#fff3bf", 0.8)
        c.line([(x, 34), (x, 40)], "#c9ced8", 1.4)
        c.shape(box(x - 2.6, 31, x + 2.6, 34.5, 1.2), ("#ffffff", "#aab2c2"))
    return c


MUSIC: dict[str, Callable[[], Canvas]] = {
    "drum": drum, "guitar": guitar, "piano": piano, "bell": bell, "flute": flute, "violin": violin, "trumpet": trumpet,
}  # fmt: skip
