"""Which of a catalogue's values and titles a request mentions: as written, nearly as written, in part, or in meaning.

Knows the catalogue's vocabulary and positions; what a mention means for the search is decided in `constraints.py`.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from agent.parsing.comparatives import degrees_in
from agent.parsing.field_cues import introduced
from agent.parsing.lexicon import FieldView, ValueRef, Vocabulary
from agent.parsing.purposes import places_for
from agent.parsing.translation import compound_values, named_values, sounding_values, translated_values
from retrieval.language.chinese.gloss import is_english_word, meanings
from retrieval.language.english.forms import positives
from retrieval.language.phrases import GENERIC, SOLE, STOP, content_words
from retrieval.language.tables import either, word_set
from retrieval.language.words import Mask, Span, has_han, key, latin_words, segment, singular

__all__ = ["TitleMention", "ValueMention", "find_titles", "find_values", "guess_values"]

How = Literal["exact", "stem", "translated", "typo", "part", "similar"]


@dataclass(frozen=True, slots=True)
class ValueMention:
    """Words that stand for values. `refs`: the values, in one or several fields; `how` they were recognised."""

    span: Span
    refs: tuple[ValueRef, ...]
    how: How


@dataclass(frozen=True, slots=True)
class TitleMention:
    """A title in a request. `known` is the catalogue's spelling, or the quoted words where it has no such title."""

    span: Span
    title: str
    known: bool
    quoted: bool


_FOREIGN, _SAME, _SAME_HAN, _OF_LISTS = 0.66, 0.75, 0.78, 0.84
"""The cosines (USE-multilingual) from which words mean the same: of different languages, of one; of values of lists, which
are more and nearer to each other. Measured on 540 requests over six small catalogues: below, most such guesses are wrong."""
_SIMPLE_GAP = re.compile(r"[\s\-/&'.]{1,3}")
_TITLE_GAP = re.compile(r"[\s\-/&'.,:!]{1,3}")
_QUOTED = re.compile(
    r"《([^《》]+)》|「([^」]+)」|\"([^\"]{2,80})\"|(?<![a-z0-9])'((?:[^']|'(?=[a-z])){2,80})'(?![a-z])|\*\*([^*]+)\*\*"
)
_TITLE_CUE = either("value_mentions.title_cue")
_HEAD_BEFORE, _HEAD_AFTER = either("value_mentions.head_before"), either("value_mentions.head_after")
_SORT_ENDING = either("value_mentions.sort_ending")
_TITLE_AFTER = either("value_mentions.title_after")
_NAMED = frozenset(("nr", "nrt", "nrfg", "nz", "nt", "x"))
"""Parts of speech of names of people and makers."""
_HAN_CUE_LEFT, _HAN_CUE_RIGHT = word_set("value_mentions.cue_left"), word_set("value_mentions.cue_right")
_HAN_ALONE_LEFT = word_set("value_mentions.alone_left") | _HAN_CUE_LEFT


def _ngrams(folded: str, mask: Mask, longest: int, gap: re.Pattern[str]) -> list[tuple[Span, str]]:
    """Runs of at most `longest` free words and their compared forms, longer ones first."""
    words = [(span, singular(word)) for span, word in latin_words(folded)]
    found = []
    for i in range(len(words)):
        for j in range(i, min(len(words), i + longest)):
            if j > i and not gap.fullmatch(folded[words[j - 1][0].end : words[j][0].start]):
                break
            span = Span(words[i][0].start, words[j][0].end)
            if not mask.free(span):
                break
            found.append((span, " ".join(word for _, word in words[i : j + 1])))
    return sorted(found, key=lambda pair: (pair[0].start - pair[0].end, pair[0].start))


def _han_runs(folded: str, mask: Mask, forms: Container[str], longest: int) -> list[Span]:
    """Stretches that equal a form with Chinese characters, longer ones first."""
    found = []
    for start in range(len(folded)):
        for end in range(start + 1, min(len(folded), start + longest) + 1):
            if folded[start:end] in forms and has_han(folded[start:end]) and mask.free(Span(start, end)):
                found.append(Span(start, end))
    return sorted(found, key=lambda span: (span.start - span.end, span.start))


def _han_stands_alone(folded: str, span: Span) -> bool:
    """Whether a short Chinese form is a word of its own here, by segmentation or by the words beside it."""
    edges = {edge for token in segment(folded) for edge in (token.span.start, token.span.end)}
    left = span.start in edges or folded[span.start - 1] in _HAN_CUE_LEFT
    right = span.end in edges or span.end == len(folded) or folded[span.end] in _HAN_CUE_RIGHT
    if span.end - span.start == 1:
        left = span.start == 0 or folded[span.start - 1] in _HAN_ALONE_LEFT
        return left and (span.end == len(folded) or folded[span.end] in _HAN_CUE_RIGHT)
    return left and right


def _plausible_name(text: str, span: Span, refs: tuple[ValueRef, ...], vocabulary: Vocabulary) -> bool:
    """A single Latin word stands for a value of an open list of names only where it is written as a name."""
    word = span.of(text)
    if " " in word or has_han(word):
        return True
    if word.lower() in STOP and not (len(word) == 2 and word.isupper()) and not _refused_word(text, span):
        return False
    in_closed = any(vocabulary.fields[ref.field].closed for ref in refs)
    return in_closed or not any(ref.value[:1].isupper() for ref in refs) or word[:1].isupper()


_REFUSING = either("value_mentions.refusing")


def _refused_word(text: str, span: Span) -> bool:
    """Whether a little word is the whole of what is refused, and so names something: "hold the down"."""
    after = re.match(r"\s*(?:$|[,.;!?]|please\b|and\b|or\b)", text[span.end :])
    return after is not None and _REFUSING.search(text[: span.start].lower()) is not None


def _superlatives(folded: str, mask: Mask, vocabulary: Vocabulary) -> Iterator[tuple[Span, str]]:
    """Superlatives of values that no field of numbers orders: the quietest are those whose loudness is quiet."""
    for span, word in latin_words(folded):
        known = [value for value in positives(word) if value in vocabulary.values] if mask.free(span) else []
        concepts = {degree.concept for degree in degrees_in(word)} if known else set()
        if not any(view.measures and concepts & set(view.concepts) for view in vocabulary.fields.values()):
            yield from ((span, value) for value in known[:1])


def find_values(text: str, folded: str, vocabulary: Vocabulary, mask: Mask) -> list[ValueMention]:
    """Values that are mentioned as written (case and plural don't count), longest first, none overlapping."""
    taken, found = mask.copy(), []
    latin, han = vocabulary.longest
    runs = [(span, form, form) for span, form in _ngrams(folded, mask, latin, _SIMPLE_GAP)]
    runs += [
        (span, span.of(folded), span.of(folded))
        for span in _han_runs(folded, mask, {**vocabulary.values, **vocabulary.stems}, han)
    ]
    runs += [(span, value, value) for span, value in _superlatives(folded, mask, vocabulary)]
    for span, form, _ in sorted(runs, key=lambda run: (run[0].start - run[0].end, run[0].start)):
        exact = vocabulary.values.get(form)
        refs = exact or vocabulary.stems.get(form, ())
        refs = tuple(ref for ref in refs if not vocabulary.fields[ref.field].numbers)
        small = form in STOP and not (len(form) == 2 and span.of(text).isupper())  # "us", but not "the US"
        small = small and not _refused_word(folded, span)
        if not refs or not taken.free(span) or small or not _plausible_name(text, span, refs, vocabulary):
            continue
        if has_han(form) and span.end - span.start <= 2 and not _han_stands_alone(folded, span):
            continue
        taken.take(span)
        found.append(ValueMention(span, refs, "exact" if exact else "stem"))
    return sorted(found, key=lambda mention: mention.span)


def find_titles(text: str, folded: str, vocabulary: Vocabulary, mask: Mask) -> list[TitleMention]:
    """Titles that are mentioned: in quotation marks (known or not), after "like", or plainly written as a title."""
    found: list[TitleMention] = []
    taken = mask.copy()
    for match in _QUOTED.finditer(folded):
        group = next(i for i in range(1, 6) if match[i])
        inner = Span(*match.span(group))
        titles = vocabulary.title_forms.get(key(inner.of(text)), ())
        if titles or key(inner.of(text)) not in vocabulary.values:
            found.append(
                TitleMention(Span(*match.span()), titles[0] if titles else inner.of(text).strip(), bool(titles), True)
            )
            taken.take(Span(*match.span()))
    latin, han = vocabulary.longest
    runs = _ngrams(folded, taken, latin, _TITLE_GAP) + [
        (span, span.of(folded)) for span in _han_runs(folded, taken, vocabulary.title_forms, han)
    ]
    for span, form in sorted(runs, key=lambda run: (run[0].start - run[0].end, run[0].start)):
        titles = vocabulary.title_forms.get(form, ())
        if titles and taken.free(span) and _written_as_title(text, folded, span, form, vocabulary):
            taken.take(span)
            found.append(TitleMention(span, titles[0], True, False))
    return sorted(found, key=lambda mention: mention.span)


def _written_as_title(text: str, folded: str, span: Span, form: str, vocabulary: Vocabulary) -> bool:
    cued = _TITLE_CUE.search(folded[: span.start]) is not None or _TITLE_AFTER.match(folded, span.end) is not None
    if has_han(form):
        return len(form) >= (2 if cued else 4) and form not in vocabulary.values and form not in GENERIC
    words = span.of(text).split()
    big = [word for word in words if word.lower() not in STOP or len(words) == 1]
    capitals = all(word[:1].isupper() or word[:1].isdigit() for word in big) and bool(big)
    shouting = text.upper() == text
    if len(words) == 1:
        known_word = form in vocabulary.values or form in STOP or form in GENERIC
        return cued and capitals and not shouting and not known_word and not form.isdigit()
    if form in vocabulary.values:
        return False
    content = [word for word in form.split() if word not in STOP]
    return (capitals and words[0][:1].isupper() and not shouting) or (cued and bool(content))


def guess_values(
    text: str, folded: str, vocabulary: Vocabulary, mask: Mask, settled: frozenset[str]
) -> list[ValueMention]:
    """Values that free words stand for without being written so: misspelt, in part, or by meaning.

    `settled`: single-valued fields whose value the request names outright; no guess competes with it.
    """
    found: list[ValueMention] = []
    words = content_words(folded, mask)[:12]
    taken = mask.copy()
    for span, refs in places_for(folded, vocabulary, mask):
        if taken.free(span) and refs[0].field not in settled:
            found.append(ValueMention(span, refs, "similar"))
            taken.take(span)
    for span, refs, how in _generic_kinds(folded, vocabulary, mask):
        refs = tuple(ref for ref in refs if ref.field not in settled)
        if refs and taken.free(span):
            found.append(ValueMention(span, refs, how))
            taken.take(span)
    for span, refs in _compounds(folded, vocabulary, mask):
        refs = tuple(ref for ref in refs if ref.field not in settled)
        if refs and taken.free(span):
            found.append(ValueMention(span, refs, "translated"))
            taken.take(span)
    for span, word in words:
        if not taken.free(span):
            continue
        refs, how = _guess(text, folded, vocabulary, span, word)
        refs = tuple(ref for ref in refs if ref.field not in settled)
        if refs and taken.free(span):
            found.append(ValueMention(span, refs, how))
            taken.take(span)
    for span, refs in _kinds_behind(folded, vocabulary, mask):
        if (
            refs
            and not any(ref.field == refs[0].field for m in found for ref in m.refs)
            and refs[0].field not in settled
        ):
            found.append(ValueMention(span, refs, "translated"))
    for (left, one), (right, other) in pairwise(words):
        span = Span(left.start, right.end)  # "science fiction": two words, one meaning; "Seth Rogan": a name misspelt
        if not has_han(one + other) and right.start - left.end == 1 and taken.free(span):
            names = text[left.start].isupper() and text[right.start].isupper()
            misspelt = vocabulary.misspelt(key(f"{one} {other}")) if names else ()
            refs = tuple(
                ref for ref in misspelt or _similar(vocabulary, f"{one} {other}", False) if ref.field not in settled
            )
            if refs:
                found.append(ValueMention(span, refs, "typo" if misspelt else "similar"))
                taken.take(span)
    return sorted(found, key=lambda mention: mention.span)


def _compounds(folded: str, vocabulary: Vocabulary, mask: Mask) -> Iterator[tuple[Span, tuple[ValueRef, ...]]]:
    """Two words side by side that name one value in the other language: 止咳糖浆, "Shangri-La"."""
    if has_han(folded):
        tokens = [t for t in segment(folded) if has_han(t.text)]
        for one, other in pairwise(tokens):
            span = Span(one.span.start, other.span.end)
            if one.span.end == other.span.start and mask.free(span):
                yield span, compound_values(one.text, other.text, vocabulary)
        return
    for (left, first), (right, second) in pairwise(latin_words(folded)):
        span = Span(left.start, right.end)
        if folded[left.end : right.start] in (" ", "-") and mask.free(span):
            yield span, translated_values(f"{first} {second}", vocabulary)


def _kinds_behind(folded: str, vocabulary: Vocabulary, mask: Mask) -> Iterator[tuple[Span, tuple[ValueRef, ...]]]:
    """The kind of thing that ends a longer Chinese word: 科幻电影 is a film."""
    for token in segment(folded):
        tail = token.text[-2:]
        if len(token.text) > 3 and tail in GENERIC and mask.free(token.span):
            refs = tuple(ref for ref in translated_values(tail, vocabulary) if ref.field in vocabulary.kinds)
            yield Span(token.span.end - 2, token.span.end), refs


def _generic_kinds(folded: str, vocabulary: Vocabulary, mask: Mask) -> Iterator[tuple[Span, tuple[ValueRef, ...], How]]:
    """Kinds of things that words like 书 and 手机 name where the catalogue tells them apart from others."""
    for token in segment(folded):
        if token.text in GENERIC and mask.free(token.span):
            exact = translated_values(token.text, vocabulary)
            refs = exact or (_similar(vocabulary, token.text, True) if token.text in SOLE else ())
            refs = tuple(ref for ref in refs if ref.field in vocabulary.kinds)
            if refs:
                yield token.span, refs, "translated" if exact else "similar"


def _guess(text: str, folded: str, vocabulary: Vocabulary, span: Span, word: str) -> tuple[tuple[ValueRef, ...], How]:
    """What a word stands for: a misspelt value, one that means the same, or several that have the word in them."""
    form = key(word)
    if refs := translated_values(word, vocabulary):
        return (refs, "translated") if not (nearer := _nearer(vocabulary, word, refs)) else (nearer, "similar")
    if refs := named_values(word, vocabulary):
        return refs, "translated"
    if any(t.span == span and t.tag in _NAMED for t in segment(folded)) and (refs := sounding_values(word, vocabulary)):
        return refs, "similar"
    if not has_han(form):
        refs = tuple(
            ref
            for ref in vocabulary.misspelt(form)
            if (vocabulary.fields[ref.field].closed and not is_english_word(form))
            or (_isolated(text, span) and " " not in ref.value)
        )
        if refs:
            return refs, "typo"
    part = _part(text, folded, vocabulary, span, form)
    similar = _similar(vocabulary, word, _is_head(folded, span))
    if similar and (not part or not vocabulary.fields[similar[0].field].field.many):
        return similar, "similar"
    return part, "part"


def _part(text: str, folded: str, vocabulary: Vocabulary, span: Span, form: str) -> tuple[ValueRef, ...]:
    """Values that hold `form`, where the words beside it name the field or it is written as a name."""
    if len(form) < 2 or (not has_han(form) and len(form) < 4):
        return ()
    views = [v for v in vocabulary.fields.values() if v.field.kind == "category" and not v.relational and not v.tags]
    place = any(token.tag == "ns" and token.span.overlaps(span) for token in segment(folded))
    fields = [
        v.name
        for v in views
        if introduced(v, folded, span) or (v.closed and not v.concepts and not v.names) or (place and _is_place(v))
    ]
    if not has_han(form) and not _isolated(text, span):
        fields = [field for field in fields if vocabulary.fields[field].closed]
    usable = vocabulary.holding(form, fields)
    if not usable or max(sum(ref.count for ref in refs) for refs in usable.values()) > 0.6 * vocabulary.schema.size:
        return ()
    best = max(usable, key=lambda field: (vocabulary.fields[field].closed, sum(ref.count for ref in usable[field])))
    return usable[best]


def _isolated(text: str, span: Span) -> bool:
    """Whether a word is written as a name and is no part of a longer one: "by Hitchcock", not "by Uwe Ball"."""
    before = re.search(r"(?:^|[.!?]\s*|\b[a-z'][\w']*,?\s+|[^\w\s]\s*)$", text[: span.start])
    after = re.match(r"$|'s|\s*[^\w\s]|\s+[^A-Z]", text[span.end :])
    return span.of(text)[:1].isupper() and before is not None and after is not None


def _is_place(view: FieldView) -> bool:
    return any(concept.name == "place" for concept in view.concepts)


def _is_head(folded: str, span: Span) -> bool:
    """Whether a Chinese noun is what is asked for: after 的, a classifier or a verb of looking, or ending its clause."""
    before, after = folded[: span.start], folded[span.end :]
    return bool(_HEAD_BEFORE.search(before) and _HEAD_AFTER.match(after))


def _nearer(vocabulary: Vocabulary, word: str, refs: tuple[ValueRef, ...]) -> tuple[ValueRef, ...]:
    """Another value of the same field that is clearly nearer in meaning than what the dictionary gives: neither is sure then."""
    ranked = [
        (score, ref) for score, ref in vocabulary.nearest_values(word, len(refs) + 1) if ref.field == refs[0].field
    ]
    if not ranked or ranked[0][1] in refs:
        return ()
    own = max((score for score, ref in ranked if ref in refs), default=ranked[-1][0])
    return (ranked[0][1],) if ranked[0][0] >= _FOREIGN and ranked[0][0] - own >= 0.05 else ()


def _apart(word: str, value: str) -> bool:
    """Whether the dictionary knows a Chinese word and a value, and they are different things (鱿鱼, 鲈鱼)."""
    if not (has_han(word) and has_han(value)):
        return False
    one, other = ({w for m in meanings(text) for w in m.split()} for text in (word, value))
    return bool(one and other) and not one & other


def _similar(vocabulary: Vocabulary, word: str, head: bool) -> tuple[ValueRef, ...]:
    """The value whose meaning is the word's: near, and clearly nearer than the next value of its field.

    Across languages less nearness is asked for, and least where the word is what the whole request is about. A field
    that holds one value (what kind of thing it is) goes before lists.
    """
    found: list[tuple[bool, float, ValueRef]] = []
    for form in dict.fromkeys((_SORT_ENDING.sub("", word), word)):
        by_field: dict[str, list[tuple[float, ValueRef]]] = {}
        for score, ref in vocabulary.nearest_values(form):
            by_field.setdefault(ref.field, []).append((score, ref))
        for name, ranked in by_field.items():
            best, ref = ranked[0]
            margin = best - (ranked[1][0] if len(ranked) > 1 else 0.0)
            single, foreign = not vocabulary.fields[name].field.many, has_han(form) != has_han(ref.value)
            needed = 0.8 if len(form) == 1 else _FOREIGN if foreign else _SAME_HAN if has_han(form) else _SAME
            needed = needed if single or foreign else max(needed, _OF_LISTS)
            needed += 0.06 if re.search(r"\w[ -]\w", ref.value) else 0.0
            likely = foreign and head and name in vocabulary.kinds and best >= 0.5 and margin >= 0.15
            if ((best >= needed and margin >= (0.1 if foreign else 0.15)) or likely) and not _apart(form, ref.value):
                found.append((single and foreign, best, ref))
        if found:
            break
    return (max(found, key=lambda row: row[:2])[2],) if found else ()
