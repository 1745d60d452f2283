"""Why an item was picked: one or two sentences made from facts, and the check of sentences that a model wrote.

A reason names only what holds for the item: conditions verified on it, words that stand in its text, how near its
picture or sound is, attributes that it shares with an item the person pointed at. Knows no model.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from agent.plan import Plan
from retrieval.filters import Filter, contains_term, fold, matches, searchable_text
from retrieval.items import Item
from retrieval.lexical import tokens
from retrieval.retriever import LEXICAL, Hit
from retrieval.schema import Schema

__all__ = ["Facts", "borne_out", "explain", "facts_of"]

NEAR = 0.25
"""From this share of the positive score on, a picture or a sound is said to be a reason."""
LEAST = 0.1
"""Below this addition to the score, it is no reason, whatever its share."""


@dataclass(frozen=True)
class Facts:
    """What is known of one hit. `words` of the request stand in its text; `holds` and `broken` were checked on it."""

    item: Item
    words: tuple[str, ...]
    holds: tuple[Filter, ...]
    broken: tuple[Filter, ...]
    likes: tuple[Item, ...]
    shared: tuple[str, ...]
    shares: dict[str, float]
    has_image: bool
    has_audio: bool

    def public(self, language: str, position: int) -> dict[str, Any]:
        """The facts as a chat model is told them: data, short, JSON-able."""
        attributes = {
            k: list(v) if isinstance(v, tuple) else v if isinstance(v, int | float | bool | str) else str(v)
            for k, v in self.item.attributes.items()
        }
        return {
            "position": position,
            "id": self.item.id,
            "title": self.item.title_in(language)[:200],
            "description": self.item.description_in(language)[:300],
            "attributes": attributes,
            "reason": explain(self, language),
        }


def facts_of(
    hit: Hit,
    plan: Plan,
    request: str,
    *,
    likes: Sequence[Item] = (),
    dropped: Sequence[Filter] = (),
    has_image: bool = False,
    has_audio: bool = False,
) -> Facts:
    """The facts of one hit, each checked on the item itself. `likes`: the items that the request points at."""
    item = hit.item
    text = searchable_text(item)
    said = set(tokens(text))
    words = tuple(w for w in dict.fromkeys(tokens(plan.wish or request)) if w in said)
    positive = {name: max(value, 0.0) for name, value in hit.modalities.items()}
    lexical = max(hit.blocks.get(LEXICAL, 0.0), 0.0)
    total = sum(positive.values()) or 1.0
    shares = {name: value / total if value >= LEAST else 0.0 for name, value in positive.items()}
    shares[LEXICAL] = lexical / total
    return Facts(
        item=item,
        words=words,
        holds=tuple(c.filters[0] for c in plan.conditions if all(matches(item, f) for f in c.filters)),
        broken=tuple(f for f in dropped if not matches(item, f)),
        likes=tuple(likes),
        shared=tuple(_shared(item, likes)),
        shares=shares,
        has_image=has_image,
        has_audio=has_audio,
    )


def _shared(item: Item, likes: Sequence[Item]) -> list[str]:
    found = []
    for name, value in item.attributes.items():
        own = {fold(v) for v in (value if isinstance(value, tuple) else (value,)) if isinstance(v, str)}
        for other in likes:
            theirs = other.attributes.get(name, ())
            common = own & {fold(v) for v in (theirs if isinstance(theirs, tuple) else (theirs,))}
            found += [f"{name}: {', '.join(sorted(common))}"] if common else []
    return found[:2]


_TEXTS = {
    "en": {
        "holds": "It meets your condition: {}.",
        "holds many": "It meets your conditions: {}.",
        "words": "Its text says {}.",
        "picture given": "Its picture is like the one you gave.",
        "picture": "Its picture looks like what you describe.",
        "pictures": "The pictures look alike.",
        "sounds": "They sound alike.",
        "sound given": "Its sound is like the one you gave.",
        "sound": "Its sound fits what you describe.",
        "like": "It is like {}",
        "shared": ", with the same {}.",
        "meaning": "Its text is close in meaning to your request.",
        "rest": "It is among the nearest in the catalogue, though nothing in its text names what you asked for.",
        "broken": "But it does not meet: {}.",
        "quote": "“{}”",
        "and": ", ",
    },
    "zh": {
        "holds": "它符合您的条件：{}。",
        "holds many": "它符合您的条件：{}。",
        "words": "它的文字中有{}。",
        "picture given": "它的图片与您给的图片相似。",
        "picture": "它的图片与您的描述相符。",
        "pictures": "两者的图片相似。",
        "sounds": "两者的声音相似。",
        "sound given": "它的声音与您给的声音相似。",
        "sound": "它的声音与您的描述相符。",
        "like": "它与{}相似",
        "shared": "，相同之处：{}。",
        "meaning": "它的文字与您的要求意思相近。",
        "rest": "它是目录中最接近的之一，但文字里没有直接提到您要找的内容。",
        "broken": "但它不符合：{}。",
        "quote": "“{}”",
        "and": "、",
    },
}


def explain(facts: Facts, language: str) -> str:
    """One to three short sentences in `language` (en or zh), all of them true of the item."""
    t = _TEXTS["zh" if language == "zh" else "en"]
    quoted = t["and"].join(t["quote"].format(w) for w in facts.words[:3])
    parts = []
    if facts.holds:
        parts.append(
            t["holds many" if len(facts.holds) > 1 else "holds"].format(t["and"].join(map(str, facts.holds[:4])))
        )
    if facts.words:
        parts.append(t["words"].format(quoted))
    if facts.likes:
        names = t["and"].join(t["quote"].format(i.title_in(language) or i.id) for i in facts.likes[:2])
        tail = t["shared"].format(t["and"].join(facts.shared)) if facts.shared else "." if language != "zh" else "。"
        parts.append(t["like"].format(names) + tail)
    if facts.item.images and facts.shares.get("image", 0) >= NEAR:
        parts.append(t["picture given" if facts.has_image else "pictures" if facts.likes else "picture"])
    if facts.item.audio and facts.shares.get("audio", 0) >= NEAR:
        parts.append(t["sound given" if facts.has_audio else "sounds" if facts.likes else "sound"])
    if not parts:
        parts.append(t["meaning"] if facts.shares.get("text", 0) > 0 else t["rest"])
    if facts.broken:
        parts = [*parts[:2], t["broken"].format(t["and"].join(map(str, facts.broken)))]
    return (" " if language != "zh" else "").join(parts[:3])


_SENTENCE = re.compile(r"[^.!?。！？]+(?:[.!?。！？]+|$)")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_NEGATION = re.compile(r"\b(?:not|no|never|without|isn't|doesn't|lacks?)\b|不|没|无", re.IGNORECASE)
_UNPROVABLE = re.compile(
    r"https?:|[<>{}`]|\b(?:best|most|cheapest|only|popular|award|because you|liked|rated|reviews?|guarantee\w*|than)\b|最|唯一|获奖|因为您|比",
    re.IGNORECASE,
)


def _true(sentence: str, facts: Facts, schema: Schema, titles: Sequence[str]) -> bool:
    """Whether nothing in `sentence` goes beyond what stands in the item's own text and attributes."""
    own = searchable_text(facts.item)
    if _UNPROVABLE.search(sentence) or _NEGATION.search(sentence):
        return False
    numbers = {float(n) for n in _NUMBER.findall(own)}
    if any(float(n) not in numbers for n in _NUMBER.findall(sentence)):
        return False
    pointed = "\n".join(searchable_text(item) for item in facts.likes)
    values = [v for f in schema.fields.values() for v in f.values if len(v) > 1 and not v.isdigit()]
    named = [v for v in [*values, *titles] if contains_term(sentence, v)]
    if any(not contains_term(own, v) and not contains_term(pointed, v) for v in named):
        return False
    if re.search(r"\bpicture|photo|image|looks?\b|图|看起来", sentence, re.IGNORECASE) and not facts.item.images:
        return False
    if re.search(r"\bsounds?|audio|noise\b|声|听", sentence, re.IGNORECASE) and not facts.item.audio:
        return False
    said = set(tokens(own)) | set(tokens(pointed)) | set(facts.words)
    said |= set(
        tokens(
            "item fits matches request picture sound text title description category it its this that close like what you asked 它 符合 要求 图片 声音"
        )
    )
    content = [w for w in tokens(sentence) if not w.isdigit()]
    return bool(content) and sum(w in said for w in content) >= 0.6 * len(content)


def borne_out(text: str, facts: Facts, schema: Schema, titles: Sequence[str], language: str) -> str:
    """The sentences of `text` that the facts bear out, or the explanation from facts where none are.

    A sentence with a number, value or title that isn't the item's own, with a negation, a comparison or a superlative,
    or mostly of words that the item's text lacks, is dropped: rather too much is dropped than a false word shown.
    """
    ready = explain(facts, language)
    if text.strip() in ("", ready):
        return ready
    kept = [
        s.strip()
        for s in _SENTENCE.findall(text)
        if s.strip() and (s.strip() in ready or _true(s, facts, schema, titles))
    ]
    return " ".join(kept[:3]) or ready
