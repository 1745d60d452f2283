"""How sure it is that a word of a request means a value: exact readings filter, all others are guesses or are dropped.

A value as it is written is exact, unless the word is a common one that means something else here ("apple juice" where
Apple makes laptops), stands in a purpose ("for chopping wood"), or is near in spelling or meaning only. Knows the
request, the vocabulary, and how the catalogue uses the word.
"""

from __future__ import annotations

import re

from agent.parsing.field_cues import introduced
from agent.parsing.lexicon import FieldView
from agent.parsing.partial import PartialParse
from agent.parsing.value_mentions import ValueMention
from retrieval.kept.usage import Usage, words_of
from retrieval.language.chinese.gloss import is_english_word, meanings
from retrieval.language.phrases import GENERIC, STOP, content_words, without_wrapping
from retrieval.language.tables import either, word_set
from retrieval.language.words import Mask, Span, clause_around, has_han, key, singular

__all__ = ["DROPPED", "doubt_of"]

BESIDE = 60
"""Characters beside a word in which its neighbours stand."""
DROPPED = "dropped"
"""The doubt of a mention that means something else: it is no reading at all."""

_HOW = {"typo": "spelling", "similar": "meaning", "part": "part"}
_WANTING = (
    "watch see buy get find read eat drink have wear try order cook make book play listen hear give use visit stay rent "
    "want need choose pick bring"
)
_PURPOSE = either("certainty.purpose")
"""What stands before a word that only says what the thing is for: "for chopping wood", "to cut paper"."""
_MODIFIER = re.compile(
    r"\b(?:for|inside|into|onto|under|beside|behind|against|through|out of|instead of|like|resembl\w+|about|on|to)"
    r"(?: (?:inside|the|my|our|your|his|her|their|a|an|some|any|this|that|in|on|of)\b)* $"
)
"""What stands before a thing that the wanted thing is for, in, or about: "a light for inside the tent"."""
_OF = either("certainty.of")
"""What follows such a thing in Chinese: 挂在帐篷里的灯."""
_TOPIC = either("certainty.topic")
"""Names of fields of what a thing is about: "a course on painting" is one whose topic is painting."""
_PRESENT = word_set("certainty.present")
"""What a thing is bought as: it names no kind of thing."""


def _rest(draft: PartialParse, span: Span) -> list[str]:
    """The content words of the request beside `span`."""
    left = draft.folded[: span.start] + " . " + draft.folded[span.end :]
    return [w for w in words_of(left) if w not in STOP and w not in GENERIC and not w.isdigit()]


def _neighbours(draft: PartialParse, span: Span) -> tuple[tuple[str, str], ...]:
    """The word before and the word after, each paired with the word itself in the order in which they stand."""
    form = key(span.of(draft.folded))
    clause = clause_around(draft.folded, span)
    before, after = (
        words_of(draft.folded[max(clause.start, span.start - BESIDE) : span.start])[-1:],
        words_of(draft.folded[span.end : min(clause.end, span.end + BESIDE)])[:1],
    )
    return tuple([(word, form) for word in before] + [(form, word) for word in after])


def _common(form: str) -> bool:
    """Whether a word is an ordinary word of its language, whatever else bears it as a name."""
    return bool(meanings(form)) if has_han(form) else is_english_word(form)


def _elsewhere(draft: PartialParse, span: Span, usage: Usage, *, name: bool) -> bool:
    """Whether the request uses a word as the items without the value do, and not as those that have it."""
    pairs = [pair for pair in _neighbours(draft, span) if not STOP & set(pair)]
    if any(pair in usage.other and pair not in usage.own for pair in pairs):
        return True
    if not name or not (usage.elsewhere or _written_small(draft.text, span)):
        return False
    rest = _rest(draft, span)
    return not any(word in usage.company for word in rest) if rest else usage.elsewhere > 0


def _written_small(text: str, span: Span) -> bool:
    """Whether a Latin word is written without a capital, or with one that its place in the sentence gives it."""
    first = not re.search(r"[^\W_]", text[: span.start].rsplit(".", 1)[-1])
    return span.of(text).isascii() and (span.of(text)[:1].islower() or first or text.upper() == text)


def _in_compound(draft: PartialParse, span: Span, view: FieldView) -> bool:
    """Whether an ingredient is a word of a longer name ("rice wine", "fried rice") and not asked for as one."""
    if has_han(span.of(draft.folded)) or not any(concept.name == "ingredient" for concept in view.concepts):
        return False
    for match in (
        re.search(r"([a-z]+) $", draft.folded[: span.start]),
        re.match(r" ([a-z]+)", draft.folded[span.end :]),
    ):
        if match and match[1] not in STOP and singular(match[1]) not in GENERIC and len(match[1]) > 2:
            return True
    return False


_NAME_BEFORE = re.compile(r"\b[a-z][\w'-]*,?\s+(?:(?:the|The)\s+)?(?:[A-Z][\w'-]*\s+)*[A-Z][\w'-]*\s+$")


def _in_a_name(text: str, span: Span) -> bool:
    """Whether a word is the last of a longer name written with capitals: the "War" of "before the Second World War"."""
    word = span.of(text)
    if not word[:1].isupper() or " " in word or text.upper() == text:
        return False
    return _NAME_BEFORE.search(text[: span.start]) is not None and re.match(r"$|\W", text[span.end :]) is not None


def _modifies(draft: PartialParse, span: Span, clause: Span) -> bool:
    """Whether a kind of thing only tells what the wanted thing is for, in or about; then another noun stands before it."""
    before = draft.folded[clause.start : span.start]
    if has_han(span.of(draft.folded)):
        return _OF.match(draft.folded, span.end, clause.end) is not None
    if _MODIFIER.search(before) is None:
        return False
    head = _MODIFIER.split(before)[0]
    mask = without_wrapping(head, Mask(len(head)))
    return any(singular(word) not in GENERIC for _, word in content_words(head, mask)) or bool(
        draft.vocabulary.values.get(key(head.split(" ")[-1] if head else ""))
    )


def doubt_of(mention: ValueMention, field: str, draft: PartialParse) -> str:
    """Return why it is only a guess that `mention` means a value of `field`.

    "" where it is certain, DROPPED where it means something else, else one of part, spelling, meaning, common.
    """
    if field == "*":
        return _HOW.get(mention.how, "")
    form, view = key(mention.span.of(draft.folded)), draft.vocabulary.fields[field]
    named = introduced(view, draft.folded, mention.span)
    if mention.how == "part" and (named or any(concept.name == "place" for concept in view.concepts)):
        return ""
    if mention.how in _HOW or named:
        return _HOW.get(mention.how, "")
    clause = clause_around(draft.folded, mention.span)
    if _PURPOSE.search(draft.folded[clause.start : mention.span.start]) or form in _PRESENT:
        return DROPPED
    if (
        field in draft.vocabulary.kinds
        and not _TOPIC.search(field.casefold())
        and _modifies(draft, mention.span, clause)
    ):
        return DROPPED
    if _in_a_name(draft.text, mention.span):
        return DROPPED
    said, small = mention.span.of(draft.folded), _written_small(draft.text, mention.span)
    if view.names and said != form and said.endswith("s") and _common(form):  # "rockets" are no Rocket
        return DROPPED
    proper = any(concept.name in ("place", "language") for concept in view.concepts)
    if (
        proper
        and small
        and " " not in form
        and is_english_word(form)
        and all(r.value[:1].isupper() for r in mention.refs)
    ):
        return DROPPED  # "polish my silver", "a studio with a bath"
    if _in_compound(draft, mention.span, view):
        return "part"
    usage = draft.vocabulary.usage.get((field, form))
    if usage is None:
        return ""
    name = view.names and _common(form)
    if _elsewhere(draft, mention.span, usage, name=name):
        return DROPPED
    return "common" if name and not _rest(draft, mention.span) else ""
