"""What the page greets with: what the catalogue holds, some of its pictures, and requests to try, made from its own words."""

from __future__ import annotations

from html import escape
from statistics import median

from agent.explanation.reasons import plain_value
from agent.recommender.recommender import Recommender
from agent.serving.page.cards import kind_field
from agent.serving.page.face import Face
from agent.serving.page.markup import media_url
from agent.serving.page.money import price_field
from agent.serving.page.naming import Naming
from agent.serving.page.words import WORDS, Language
from retrieval.catalog.items import Item
from retrieval.catalog.schema import Schema

__all__ = ["examples", "hello"]

PICTURES = 8


def _spread(items: list[Item], count: int) -> list[Item]:
    """`count` of the items, evenly over all of them."""
    step = max(len(items) / count, 1)
    return [items[int(n * step)] for n in range(min(count, len(items)))]


def _round(number: float) -> str:
    digits = 10 ** max(len(str(int(abs(number)))) - 1, 0)
    return plain_value(float(round(number / digits) * digits or round(number, 2)))


def examples(items: list[Item], schema: Schema, language: Language, names: Naming) -> list[str]:
    """Up to four requests that this catalogue can answer, as people say them."""
    words, found = WORDS[language], []
    kind, price = kind_field(schema), price_field(schema)
    frequent = [names.value(value) for value in kind.frequent(3)] if kind else []
    value = frequent[0] if frequent else ""
    numbers = [v for i in items if price and isinstance(v := i.attributes.get(price), int | float)]
    if value and 2 * len(numbers) > len(items):
        found.append(words["example_price"].format(value=value, number=_round(float(median(numbers)))))
    elif value:
        found.append(words["example_value"].format(value=value))
    titled = [i for i in items if i.images and 2 < len(i.title_in(language)) <= 30] or [i for i in items if i.title]
    found += [words["example_like"].format(title=i.title_in(language)) for i in _spread(titled[1:] or titled, 1)]
    if any(item.audio for item in items) and not all(item.audio for item in items):
        found.append(words["example_sound"])
    if len(frequent) > 2:
        found.append(words["example_value"].format(value=frequent[2]))
    return [example for example in dict.fromkeys(found) if example][:4]


def hello(medley: Recommender, language: Language, face: Face, names: Naming) -> str:
    """The greeting, as HTML; of an empty catalogue, what to do. The operator's words come before the page's own."""
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
        for example in face.examples.get(language) or examples(items, medley.schema, language, names)
    )
    shelf = f"<div class=shelf>{shown}</div>" if shown else ""
    greeted, how = (
        escape(face.greeting.get(language) or words["hello"]),
        escape(face.about.get(language) or words["hello_how"]),
    )
    return (
        f'<div class="hello" data-sounds="{counts["count_sounds"]}">{shelf}<h2>{greeted}</h2><p>{how}</p>'
        f'<ul class="tries" aria-label="{words["try"]}">{tries}</ul><p class="meta">{told}</p></div>'
    )
