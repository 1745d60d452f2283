"""Draws `docs/architecture.svg` from the list of layers: `python -m tests.house.draw_layers`."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

ROOT = Path(__file__).parents[2]
WIDTH, BOX, STEP, LEFT = 980, 30, 36, 20
COLOURS = {"agent": "#dbe9f6", "prompts": "#f3ead6", "retrieval": "#dff0df"}


def layers() -> list[tuple[str, str]]:
    """The layers from the top down, each with what it does."""
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    block = re.search(r"```layers\n(.*?)```", text, re.DOTALL)
    assert block is not None
    return [(name, told.strip()) for name, _, told in (line.partition(" ") for line in block[1].splitlines() if line)]


def svg() -> str:
    """The picture: a box a folder, its name and what it does as text, and an arrow down the side."""
    rows = layers()
    height = len(rows) * STEP + 70
    body = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="13" role="img">',
        "<title>The folders of Medley: a request comes in at the top, and each folder imports only what stands below it</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        f'<text x="{LEFT}" y="26" font-size="16" font-weight="bold">The way of a request: each folder imports only what stands below it</text>',
    ]
    for i, (name, told) in enumerate(rows):
        top = 44 + i * STEP
        indent = 18 * max(name.count(".") - 1, 0)
        fill = COLOURS[name.split(".")[0]]
        body += [
            f'<rect x="{LEFT + indent}" y="{top}" width="{WIDTH - 80 - indent}" height="{BOX}" rx="5" fill="{fill}" stroke="#7a8a99"/>',
            f'<text x="{LEFT + indent + 10}" y="{top + 20}" font-weight="bold">{escape(name.replace(".", "/"))}</text>',
            f'<text x="{LEFT + 260}" y="{top + 20}" fill="#333333">{escape(told)}</text>',
        ]
    x, end = WIDTH - 35, 44 + len(rows) * STEP - 8
    body += [
        f'<line x1="{x}" y1="46" x2="{x}" y2="{end}" stroke="#445566" stroke-width="3"/>',
        f'<path d="M {x - 8} {end - 10} L {x} {end + 6} L {x + 8} {end - 10} Z" fill="#445566"/>',
        "</svg>",
    ]
    return "\n".join(body) + "\n"


if __name__ == "__main__":
    (ROOT / "docs" / "architecture.svg").write_text(svg(), "utf-8")
