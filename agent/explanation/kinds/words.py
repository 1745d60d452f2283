"""That words of the request, or values that were spoken of before it, stand in the item.

Knows the words of a fact sheet; conditions name their own.
"""

from __future__ import annotations

from collections.abc import Sequence

from agent.explanation.claim import Claim
from agent.explanation.clauses import LISTED
from agent.explanation.fact_sheet import Evidence, FactSheet, items_of
from agent.explanation.labels import field_label, plain_value
from retrieval.catalog.items import Item
from retrieval.language.packs import language_of, pack_of, voice_of
from retrieval.language.phrases import SAYS_LITTLE, STOP
from retrieval.language.words import fold
from retrieval.lexical.bm25 import tokens

__all__ = ["earlier", "words"]


NAMED = 40
"""Characters of a value that is named whole for a word in it; of a longer one only the word is quoted."""


def words(sheet: FactSheet, language: str) -> Claim | None:
    """Words of the request in the field that has most of them, but for those that a condition names."""
    t, reads = voice_of(language), pack_of(language).reads
    named = {
        token
        for f in (*sheet.conditions, *sheet.guesses)
        for text in (str(f.value), sheet.spoken.get(f, ""))
        for token in tokens(text)
    }
    fields = ("title", "description")
    left = [
        w
        for w in sheet.words
        if not set(tokens(w.text)) <= named
        and fold(w.text) not in SAYS_LITTLE
        and (language_of(w.text) in reads or w.field in fields)
    ]
    best = max(
        (w.field for w in left), key=lambda name: (sum(w.field == name for w in left), name == "title"), default=None
    )
    if best is None or all(fold(w.text) in STOP for w in left):
        return None
    found = list(dict.fromkeys(w.text for w in left if w.field == best))[:LISTED]
    evidence = tuple(Evidence("words", w.field, w.text) for w in left if w.field == best)
    if best not in fields and (values := _bearing(sheet.item, best, found)):
        return _has(sheet.item, best, values, evidence, language)
    words = t.quoted(found)
    if best == "title":
        words = t.say("words" if len(found) > 1 else "word", quoted=words)
    text = t.say(f"{best} words" if best in fields else "field words", words=words, label=field_label(best, language))
    return Claim(text + t.stop, evidence)


def _bearing(item: Item, name: str, words: Sequence[str]) -> list[str]:
    """The values of a field that bear words of the request; none where one is too long to name whole."""
    wanted = {token for word in words for token in tokens(word)}
    values = [v for v in items_of(item.attributes.get(name)) if isinstance(v, str) and wanted & set(tokens(v))]
    return [] if any(len(v) > NAMED for v in values) else values[:LISTED]


def _has(item: Item, name: str, values: Sequence[str], evidence: tuple[Evidence, ...], language: str) -> Claim:
    """That a field of the item has these of its values."""
    t, many = voice_of(language), isinstance(item.attributes.get(name), tuple)
    said = t.say("among" if many else "is", label=field_label(name, language), value=t.listed(values))
    return Claim(t.told(said), evidence)


def earlier(sheet: FactSheet, language: str) -> Claim | None:
    """Values that were spoken of before the request, in the field that has most of them."""
    asked = {plain_value(v) for f in sheet.conditions for v in (f.value if isinstance(f.value, tuple) else (f.value,))}
    left = [word for word in sheet.earlier if word.text not in asked]
    fields = [word.field for word in left]
    best = max(fields, key=fields.count, default=None)
    if best is None:
        return None
    own = list(dict.fromkeys(word.text for word in left if word.field == best))[:LISTED]
    return _has(sheet.item, best, own, tuple(Evidence("attribute", best, value) for value in own), language)
