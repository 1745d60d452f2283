"""The report of a catalogue as one HTML page: what hurts most, and each column with its kind, examples, misfits and a plot.

Nothing is loaded from elsewhere; the plots are SVG. Texts of the catalogue are escaped. Knows what `described` and `what_hurts` say.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

from agent.cli.what_hurts import Hurt
from retrieval.atomic import write_atomically
from retrieval.catalog.items import Item

__all__ = ["page_of", "write_page"]

BARS = 12
"""Bars of a plot at most."""
_WIDTH, _BAR, _LABEL = 420, 18, 150
_STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
ol.hurts li { margin: .4rem 0; } .remedy { opacity: .8; } code { overflow-wrap: anywhere; }
section.column { border-top: 1px solid #8884; padding: .8rem 0; display: grid; grid-template-columns: 1fr 430px; gap: 1rem; }
@media (max-width: 60rem) { section.column { grid-template-columns: 1fr; } }
h3 { margin: 0; font-size: 1rem; overflow-wrap: anywhere; } .kind { opacity: .8; font-weight: 400; } ul { margin: .3rem 0; padding-left: 1.2rem; }
svg { max-width: 100%; height: auto; } svg rect { fill: #3b7dd8; } svg text { font: 12px system-ui, sans-serif; fill: currentColor; }
"""


def _figure(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:,.3g}"


def _values(items: Sequence[Item], name: str) -> list[Any]:
    found: list[Any] = []
    for item in items:
        value = item.attributes.get(name)
        found += list(value) if isinstance(value, tuple) else [] if value is None else [value]
    return found


def _classes(values: Sequence[float], told: Any) -> list[tuple[str, int]]:
    """Numbers in classes of one width, on the scale of their logarithms where they span more than three powers of ten."""
    low, high = min(values), max(values)
    if low == high:
        return [(told(low), len(values))]
    count = min(BARS, max(2, math.ceil(math.log2(len(values)) + 1)))
    wide = low > 0 and high / low > 1_000
    on, back = (math.log10, lambda x: 10**x) if wide else (float, float)
    first, step = on(low), (on(high) - on(low)) / count
    counts = Counter(min(int((on(value) - first) / step), count - 1) for value in values)
    edges = [back(first + step * at) for at in range(count + 1)]
    edges[0], edges[-1] = low, high
    return [(f"{told(edges[at])} – {told(edges[at + 1])}", counts.get(at, 0)) for at in range(count)]


def _bars(values: Sequence[Any], kind: str) -> list[tuple[str, int]]:
    """What a plot of a column shows: labels with counts."""
    if not values:
        return []
    if all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
        if kind == "date":
            return _classes(values, lambda at: date.fromtimestamp(at if at < 1e11 else at / 1_000).isoformat())
        return _classes(values, _figure)
    if all(isinstance(value, date) for value in values):
        return _classes([value.toordinal() for value in values], lambda at: date.fromordinal(int(at)).isoformat())
    counts = Counter(str(value) for value in values)
    shown = counts.most_common(BARS)
    if len(counts) > BARS:
        shown = [*shown[:-1], (f"{len(counts) - BARS + 1:,} others", sum(counts.values()) - sum(n for _, n in shown[:-1]))]  # fmt: skip
    return shown


def _plot(name: str, bars: Sequence[tuple[str, int]]) -> str:
    """Bars with their labels and counts, as SVG."""
    if not bars:
        return ""
    most = max(count for _, count in bars) or 1
    height = len(bars) * (_BAR + 4) + 4
    drawn = []
    for at, (label, count) in enumerate(bars):
        y, wide = 2 + at * (_BAR + 4), (_WIDTH - _LABEL - 50) * count / most
        shown = label if len(label) <= 24 else label[:23] + "…"
        drawn.append(
            f'<text x="{_LABEL - 6}" y="{y + 13}" text-anchor="end">{escape(shown)}</text>'
            f'<rect x="{_LABEL}" y="{y}" width="{wide:.1f}" height="{_BAR}"/><text x="{_LABEL + wide + 5:.1f}" y="{y + 13}">{count:,}</text>'
        )
    told = "; ".join(f"{label}: {count}" for label, count in bars)
    return f'<svg viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" role="img" aria-label="{escape(name)}: {escape(told)}">{"".join(drawn)}</svg>'


def _column(field: Mapping[str, Any], items: Sequence[Item]) -> str:
    bars = _bars(_values(items, field["name"]), field["kind"])
    unit = f" in {escape(field['unit'])}" if field["unit"] else ""
    kind = f"{escape(field['kind'])}{unit}{', a list' if field['many'] else ''}"
    share = f"{field['count']:,} of {len(items):,} items"
    examples = "".join(f"<li><code>{escape(str(e['cell'])[:80])}</code> → {escape(str(e['value'])[:80])}</li>" for e in field["examples"])  # fmt: skip
    unfit = field["unfit"]
    misfits = "".join(f"<li>row {escape(u['row'])}: <code>{escape(u['cell'][:80])}</code></li>" for u in unfit[:20])
    more = f"<li>and {len(unfit) - 20:,} more</li>" if len(unfit) > 20 else ""
    left = f"<p>Left out, since {'it is' if len(unfit) == 1 else 'they are'} no {escape(field['kind'])}:</p><ul>{misfits}{more}</ul>" if unfit else ""  # fmt: skip
    note = f"<p>{escape(field['note'])}</p>" if field["note"] else ""
    return (
        f'<section class="column"><div><h3>{escape(field["name"])} <span class="kind">{kind} · {share}</span></h3>'
        f"<ul>{examples}</ul>{left}{note}</div><div>{_plot(field['name'], bars)}</div></section>"
    )


def _hurt(one: Hurt) -> str:
    named = "".join(f"<li><code>{escape(where)}</code></li>" for where in one.where[:20])
    more = f"<li>and {len(one.where) - 20:,} more</li>" if len(one.where) > 20 else ""
    where = f"<details><summary>where</summary><ul>{named}{more}</ul></details>" if one.where else ""
    return f'<li>{escape(one.told)}. <span class="remedy">{escape(one.remedy)}.</span>{where}</li>'


def page_of(
    name: str, items: Sequence[Item], fields: Sequence[Mapping[str, Any]], hurts: Sequence[Hurt], notes: Sequence[str]
) -> str:
    """The report as HTML. fields: as `described` has them."""
    hurting = f'<ol class="hurts">{"".join(map(_hurt, hurts))}</ol>' if hurts else "<p>Nothing.</p>"
    decided = f"<h2>What was decided, and may be changed</h2><ul>{''.join(f'<li>{escape(note)}</li>' for note in notes)}</ul>" if notes else ""  # fmt: skip
    columns = "".join(_column(field, items) for field in fields)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(name)}</title><style>{_STYLE}</style></head><body><h1>{escape(name)}: {len(items):,} items</h1>"
        f"<h2>What hurts, the worst first</h2>{hurting}{decided}<h2>Columns</h2>{columns}</body></html>\n"
    )


def write_page(
    path: Path, name: str, items: Sequence[Item], fields: Sequence[Mapping[str, Any]], hurts: Sequence[Hurt], notes: Sequence[str]
) -> None:  # fmt: skip
    """Writes the report, whole or not at all."""
    write_atomically(path, page_of(name, items, fields, hurts, notes).encode())
