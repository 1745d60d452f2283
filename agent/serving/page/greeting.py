"""What the page greets with: what the catalogue holds, some of its pictures, and requests to try, made from its own words."""

from __future__ import annotations

from html import escape
from statistics import median

from agent.explanation.reasons import field_label, plain_value
from agent.recommender.recommender import Recommender
from agent.serving.page.cards import media_url
from agent.serving.page.words import WORDS, Language
from retrieval.catalog.items import Item
from retrieval.catalog.schema import Field, Schema

__all__ = ["examples", "hello"]

PICTURES = 8


def _spread(items: list[Item], count: int) -> list[Item]:
    """`count` of the items, evenly over all of them."""
    step = max(len(items) / count, 1)
    return [items[int(n * step)] for n in range(min(count, len(items)))]


def _kind(schema: Schema) -> Field | None:
    """The field that says what kind of thing an item is: few values, each of several items."""
    few = [f for f in schema.fields.values() if f.kind == "category" and not f.many and 2 <= len(f.values) <= 60]
    return max(few, key=lambda f: (f.count, -len(f.values)), default=None)


def _number(schema: Schema, items: int) -> Field | None:
    """A number that most items have, the price first."""
    numbers = [f for f in schema.fields.values() if f.kind == "number" and not f.many and f.minimum != f.maximum]
    found = [f for f in numbers if 2 * f.count > items]
    return max(found, key=lambda f: ("price" in f.name.casefold(), f.count), default=None)


def _round(number: float) -> str:
    digits = 10 ** max(len(str(int(abs(number)))) - 1, 0)
    return plain_value(float(round(number / digits) * digits or round(number, 2)))


def examples(items: list[Item], schema: Schema, language: Language) -> list[str]:
    """Up to four requests that this catalogue can answer."""
    words, found = WORDS[language], []
    kind, number = _kind(schema), _number(schema, len(items))
    value = kind.frequent(1)[0] if kind else ""
    if number:
        middle = median(v for i in items if isinstance(v := i.attributes.get(number.name), int | float))
        given = {"field": field_label(number.name, language), "number": _round(float(middle))}
        found.append(words["example_price"].format(value=value, **given) if value else "")
    elif value:
        found.append(value)
    titled = [i for i in items if i.images and 2 < len(i.title_in(language)) <= 30] or [i for i in items if i.title]
    found += [words["example_like"].format(title=i.title_in(language)) for i in _spread(titled[1:] or titled, 1)]
    if any(item.audio for item in items) and not all(item.audio for item in items):
        found.append(words["example_sound"])
    if kind and len(kind.values) > 2:
        found.append(kind.frequent(3)[2])
    return [example for example in dict.fromkeys(found) if example][:4]


def hello(medley: Recommender, language: Language) -> str:
    """The greeting, as HTML; of an empty catalogue, what to do."""
    items = list(medley.retriever.store.items())
    words = WORDS[language]
    if not items:
        return f'<div class="state nothing"><strong>{words["empty"]}</strong><p>{escape(words["empty_how"])}</p></div>'
    counts = {
        "count_items": len(items),
        "count_pictures": sum(bool(i.images) for i in items),
        "count_sounds": sum(i.audio is not None for i in items),
    }
    shown = "".join(
        f'<img src="{media_url("picture", item, n=0, side=240)}" alt="{escape(words["picture_of"].format(what=item.title_in(language)))}">'
        for item in _spread([i for i in items if i.images], PICTURES)
    )
    told = " · ".join(words[key].format(n=f"{n:,}") for key, n in counts.items() if n)
    tries = "".join(
        f'<li><button type="button" class="try" data-act="try">{escape(example)}</button></li>'
        for example in examples(items, medley.schema, language)
    )
    return (
        f'<div class="hello">{f"<div class=shelf>{shown}</div>" if shown else ""}<h2>{words["hello"]}</h2>'
        f'<p>{words["hello_how"]}</p><ul class="tries" aria-label="{words["try"]}">{tries}</ul><p class="meta">{told}</p></div>'
    )
