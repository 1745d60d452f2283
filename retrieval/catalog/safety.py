"""Whether an item has what somebody avoids: it says so, it is shown to be free of it, or nothing is said.

Looks into titles, texts and every field, lists written as one string included. An item of which nothing is said is
unknown, never free. Knows items and words; nothing of requests.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from retrieval.catalog.items import Item, Scalar
from retrieval.language.safety import Avoided, avoided, labels_for
from retrieval.language.stance import Stance, stance_of
from retrieval.language.tables import either, word_set
from retrieval.language.text import has_han

__all__ = ["Standing", "lines_of", "lists_what_is_not_in", "names_matter", "standing", "standing_by_list"]

_FREE_FIELD = either("safety.free_field", re.I)
_TRACE_FIELD = either("safety.trace_field", re.I)
_ALLERGEN_FIELD = either("safety.allergen_field", re.I)
_MADE_OF = either("safety.made_of", re.I)
_LABEL_FIELD = either("safety.label_field", re.I)
_NONE = either("safety.none", re.I)
_TURNED = either("safety.turned", re.I)
_LATIN = re.compile(r"[a-z]+")
_YES = word_set("safety.yes")
_NO = word_set("safety.no")


@dataclass(frozen=True, slots=True)
class Standing:
    """How an item stands to what is avoided, and what shows it: the field, and the words that stand there.

    verdict: `has`, `traces` (may have some), `free`, or `unknown` where nothing is said.
    """

    verdict: Literal["has", "traces", "free", "unknown"]
    field: str = ""
    words: str = ""

    @property
    def there(self) -> bool:
        """Whether the thing is in it, or may be."""
        return self.verdict in ("has", "traces")


def lists_what_is_not_in(name: str) -> bool:
    """Whether a field lists what its items are without (`free_from`, 不含), so that its values are no values of them."""
    return _FREE_FIELD.search(name) is not None


def standing_by_list(found: Standing) -> bool:
    """Whether a filled list shows it that lacks the thing, and no words of its own."""
    return found.verdict == "free" and bool(_ALLERGEN_FIELD.search(found.field) or _MADE_OF.search(found.field))


def _parts(value: Scalar | tuple[Scalar, ...]) -> tuple[Scalar, ...]:
    return value if isinstance(value, tuple) else (value,)


def lines_of(item: Item) -> Iterator[tuple[str, str]]:
    """Every readable line of an item with its field; a field whose name denies or doubts its values lends them its name."""
    texts = [("title", item.title), ("description", item.description)]
    texts += [(name, text) for words in item.translations.values() for name, text in words.items()]
    yield from ((name, text) for name, text in texts if text)
    for name, value in item.attributes.items():
        lead = _lead(name)
        yield from ((name, f"{lead}{part}") for part in _parts(value) if str(part))


@lru_cache(maxsize=4096)
def _lead(name: str) -> str:
    """The words that a field's name lends to its values."""
    return "free from " if _FREE_FIELD.search(name) else "may contain " if _TRACE_FIELD.search(name) else ""


def _named(name: str, what: Avoided) -> str:
    """The word of it that a field's name has ("contains_nuts", "nut_free"), or ""."""
    words = name.casefold().replace("-", "_").split("_")
    return next((w for w in what.direct if w in words or (has_han(w) and len(w) > 1 and w in name)), "")


def _by_name(item: Item, what: Avoided) -> Standing | None:
    """What a field of yes and no, or of an amount, says by its name: `contains_nuts`, `nut_free`, `sugar_g`."""
    for name, value in item.attributes.items():
        if isinstance(value, tuple) or not _named(name, what):
            continue
        text = str(value).strip().casefold()
        yes = value if isinstance(value, bool) else True if text in _YES else False if text in _NO else None
        if yes is None and isinstance(value, int | float):
            yes = value > 0
        if yes is not None:
            turned = _TURNED.search(name) is not None
            return Standing("has" if yes != turned else "free", name, text)
    return None


def _line(text: str, what: Avoided, *, wide: bool) -> tuple[Stance, str]:
    """What one line says of it, and by which word. wide: whether what it is a kind of counts, too."""
    folded = text.strip().casefold()
    free: tuple[Stance, str] = ("silent", "")
    doubt: tuple[Stance, str] = ("silent", "")
    weak: tuple[Stance, str] = ("silent", "")  # 酒 in 无酒精啤酒, 蛋 in 不放鸡蛋: the longer word decides
    for word in (*what.direct, *(what.wider if wide else ())):
        said = stance_of(folded, word, what.unlike, what.unless)
        if said == "has" and len(word) == 1 and has_han(word):
            weak = (said, word)
            continue
        if said == "has":
            return said, word
        free = (said, word) if said == "free" else free
        doubt = (said, word) if said == "traces" else doubt
    if weak[1] and not free[1]:
        return weak
    if doubt[1] or (free[1] and what.overrules):
        return doubt if doubt[1] else free
    for word in what.kinds:
        if word in folded and (said := stance_of(folded, word, what.unlike, what.unless)) in ("has", "traces"):
            return said, word
    return free


def _labelled(item: Item, what: Avoided, lines: Iterable[tuple[str, str]]) -> Standing | None:
    """The line that bears a label of something which never has it: "vegan", where it is dairy."""
    for name, text in lines:
        folded = text.casefold()
        for label in labels_for(what.name):
            if (match := label.search(folded)) and stance_of(folded, match.group()) == "has":
                return Standing("free", name, text if len(text) <= 40 else match.group())
    return None


def _proofs(item: Item, what: Avoided) -> Standing | None:
    """What shows that it isn't there where no text says so: a label, or a filled list of what is."""
    if (label := _labelled(item, what, lines_of(item))) is not None:
        return label
    for name, value in item.attributes.items():
        listed = [str(part) for part in _parts(value) if str(part).strip()]
        if (
            what.allergen
            and _ALLERGEN_FIELD.search(name)
            and not _TRACE_FIELD.search(name)
            and not _FREE_FIELD.search(name)
            and listed
        ):
            return Standing("free", name, "" if _NONE.fullmatch(listed[0].strip()) else ", ".join(listed))
        if _MADE_OF.search(name) and listed:
            return Standing("free", name, "")
    return None


def _overruled(item: Item, what: Avoided, free: Standing | None) -> Standing | None:
    """What frees an item of which only kinds of the thing are named: a label, or that it says to be free of the thing."""
    fields = [(name, text) for name, text in lines_of(item) if _LABEL_FIELD.search(name)]
    if free is not None and (what.overrules or _LABEL_FIELD.search(free.field)):
        return free
    return _labelled(item, what, fields)


def _standing(item: Item, what: Avoided) -> Standing:
    found: dict[Stance, Standing] = {}
    sure = False
    for name, text in lines_of(item):
        wide = bool(_ALLERGEN_FIELD.search(name) or _TRACE_FIELD.search(name))
        said, word = _line(text, what, wide=wide)
        sure = sure or (said == "has" and (word in what.direct or (wide and not what.overrules)))
        if said in ("has", "traces", "free"):
            own = text.removeprefix("free from ").removeprefix("may contain ") if name in item.attributes else text
            found.setdefault(said, Standing(said, name, own if len(own) <= 40 else word))
    if "has" in found and sure is False and (free := _overruled(item, what, found.get("free"))) is not None:
        return free
    if named := _by_name(item, what):
        found.setdefault("has" if named.verdict == "has" else "free", named)
    for said in ("has", "traces", "free"):
        if said in found:
            return found[said]
    return _proofs(item, what) or Standing("unknown")


def standing(item: Item, word: str) -> Standing:
    """How an item stands to what `word` names ("nuts", 牛奶).

    Where it says both that it is there and that it isn't, it has it. A word that names nothing that people avoid is
    `unknown` of every item.
    """
    what = avoided(word)
    return _standing(item, what) if what is not None else Standing("unknown")


@lru_cache(maxsize=1024)
def _naming(word: str) -> tuple[frozenset[str], tuple[str, ...], tuple[str, ...]]:
    """The single words, the phrases and the Chinese words that name a thing or its kinds."""
    what = avoided(word)
    words = () if what is None else (*what.direct, *what.kinds, *what.wider)
    latin = [w for w in words if w.isascii()]
    single = frozenset(form for w in latin if w.isalpha() for form in (w, f"{w}less"))
    return single, tuple(w for w in latin if not w.isalpha()), tuple(w for w in words if not w.isascii())


def names_matter(text: str, word: str) -> bool:
    """Whether a text, or the name of a field, has a word without which nothing can be said to have what `word` names."""
    single, phrases, foreign = _naming(word)
    folded = text.casefold()
    if not single.isdisjoint(_LATIN.findall(folded)):
        return True
    return any(p in folded for p in phrases) or (not folded.isascii() and any(w in folded for w in foreign))
