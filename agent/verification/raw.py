"""What a row has, for recomputing: the elements of a field, how each may be written, its number, its day, its texts.

Knows one item as it was read from its row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from retrieval.catalog.items import Item
from retrieval.language.tables import either, meanings, word_set

__all__ = ["day_of", "elements", "fields_called", "mentions", "number_of", "parts", "texts", "written"]

SECONDS = (1e8, 5e9)
"""Numbers that are seconds since 1970 where a day or a year is spoken of: of 1973 to 2128. Milliseconds: 1,000 times that."""

_SPLIT = re.compile(r"\s*[,;/|、，；]\s*")
_DENIED = either("verification.denied", re.IGNORECASE)
_CLAUSE = either("verification.clause")
_DENIED_AFTER = either("verification.denied_after", re.IGNORECASE)


def elements(item: Item, name: str) -> list[Any]:
    """Return the values of a field, one by one; of title and description in every language. Empty where the row has none."""
    if name in ("title", "description"):
        own = item.title if name == "title" else item.description
        return [text for text in (own, *(words.get(name, "") for words in item.translations.values())) if text]
    value = item.attributes.get(name)
    found = value if isinstance(value, tuple) else (value,)
    return [one for one in found if one is not None and one != ""]


def parts(item: Item, name: str) -> list[str]:
    """Return the values of a field as texts in lower case, and those that stand in one text with commas."""
    found = [str(one).strip().lower() for one in elements(item, name)]
    return [*found, *(part for one in found for part in _SPLIT.split(one) if part and part != one)]


def texts(item: Item) -> str:
    """Return all that the row says, a line a value."""
    names = ("title", "description", *item.attributes)
    return "\n".join(str(one) for name in names for one in elements(item, name))


def number_of(value: object) -> float | None:
    """Return a value as a number, None where it is none."""
    if isinstance(value, bool | date):
        return None
    try:
        return float(str(value).replace(",", ""))
    except ValueError:
        return None


def day_of(value: object) -> date | None:
    """Return a value as a day: a date, an ISO text, or seconds or milliseconds since 1970; None where it is none."""
    if isinstance(value, date):
        return value
    number = number_of(value)
    if number is None:
        try:
            return date.fromisoformat(str(value)[:10])
        except ValueError:
            return None
    for scale in (1.0, 1_000.0):
        if SECONDS[0] <= number / scale <= SECONDS[1]:
            return datetime.fromtimestamp(number / scale, UTC).date()
    return None


def written(value: object) -> list[str]:
    """Return how a value may stand in a sentence, in lower case, the longest first."""
    found = {str(value).strip().lower()}
    number, day = number_of(value), day_of(value)
    if number is not None:
        found |= {f"{number:g}", f"{number:.0f}", f"{number:,.10g}", f"{number:.10g}", f"{number:.1f}", f"{number:.2f}"}
    if number is not None and abs(number) < 1e5 and number != round(number):
        found.discard(f"{number:.0f}")
    if day is not None:
        found |= {
            day.isoformat(),
            *(form.format(day=day).lower().lstrip("0") for form in meanings("verification.days").values()),
        }
    return sorted(found, key=len, reverse=True)


def fields_called(item: Item, label: str) -> list[str]:
    """Return the fields of the row that a sentence may call so: by name, or by a word of another language for what they hold."""
    wanted = re.sub(r"[_\W]+", " ", label.lower()).strip()
    names = ["title", "description", *item.attributes]
    exact = [name for name in names if re.sub(r"[_\W]+", " ", name.lower()).strip() == wanted]
    words = set(meanings("verification.labels").get(label.strip(), "").split())
    spaced = {name: set(re.sub(r"([a-z])([A-Z])", r"\1 \2", name).replace("_", " ").lower().split()) for name in names}
    return exact or [name for name, of in spaced.items() if of & words]


_ENDINGS = tuple(tuple(pair.split(":")) for pair in sorted(word_set("verification.endings")))
"""Ends of English nouns in one number and in the other, apart from a mere "s" or "es" at the end."""


def _found(text: str, word: str) -> Iterator[re.Match[str]]:
    """Where a text has a word, in either number where it is English."""
    if re.search(r"[\u3400-\u9fff]", word):
        return re.finditer(re.escape(word), text)
    low = word.lower()
    forms = [low, *(low.removesuffix(end) + other for end, other in _ENDINGS if low.endswith(end) and len(low) > 3)]
    any_form = "|".join(re.escape(form) for form in forms if not form.endswith("ss") or form == low)
    return re.finditer(rf"(?<![^\W_])(?:{any_form})(?:e?s)?(?![^\W_])", text, re.IGNORECASE)


def mentions(text: str, word: str, *, affirmed: bool = False) -> bool:
    """Return whether a text has a word, in either number. affirmed: but for where it says that it does not apply ("no nuts", 不含糖)."""
    word = word.strip()
    for match in _found(text, word) if word else ():
        line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        clause = _CLAUSE.split(line)[-1]
        if not affirmed or not (_DENIED.search(clause) or _DENIED_AFTER.match(text[match.end() :])):
            return True
    return False
