"""A request to an intent, by rules and the catalogue's own vocabulary: no language model, a few milliseconds.

Puts what `analysis.py` found into the conversation: what "cheaper" keeps, what is asked back. Plain functions; the
offline chat model is an adapter over them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.parsing.analysis import Analysis
from agent.parsing.intent import Constraint, Intent, Reference
from agent.parsing.item_references import is_critique
from agent.parsing.lexicon import Vocabulary
from agent.parsing.parse import Parse, parse
from retrieval.catalog.filters import contains_term, searchable_text
from retrieval.catalog.items import Item
from retrieval.language.packs import voice_of
from retrieval.language.phrases import SOLE, STOP, content_words, tidy, without_wrapping
from retrieval.language.tables import either, word_set
from retrieval.language.words import Mask, Span, fold, has_han, segment, singular

__all__ = ["contradiction", "intent_of", "read_request", "what_is_wanted"]

_LOOK = either("parser.look")
_SOUND = either("parser.sound")
_ABSENT = either("parser.absent")
_UNSEEN = either("parser.unseen")
_DESCRIBED = either("parser.described")
_COLOUR_ENDING = either("parser.colour_ending")
_EMPTY_VERBS = word_set("parser.empty_verbs")


def what_is_wanted(language: str) -> str:
    """The question that is asked back where nothing is left to search by."""
    return voice_of(language).say("ask.wanted")


def _cue(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return next((group.strip() for group in match.groups() if group), "") if match else ""


def _wish(analysis: Analysis) -> str:
    """The request without its wrapping and conditions; values stay, for they say what to look for."""
    mask = Mask(len(analysis.text), analysis.understood)
    mask = without_wrapping(analysis.folded, mask, [f.span for f in analysis.found])
    wish = tidy(mask.blank(analysis.text))
    if has_han(analysis.text):
        wish = re.sub(r"\s+", " ", wish).strip()
    if not _has_content(wish):
        return " ".join(dict.fromkeys(analysis.named))
    return wish


def _has_content(wish: str) -> bool:
    folded = fold(wish)
    if folded in SOLE or singular(folded) in SOLE:
        return True
    if content_words(folded, Mask(len(folded))):
        return True
    return any(
        has_han(token.text) and token.tag[0] in "va" and token.text not in STOP and token.text not in _EMPTY_VERBS
        for token in segment(folded)
    )


def _bounds(constraint: Constraint) -> tuple[float, float] | None:
    if (
        constraint.op != "range"
        or constraint.negate
        or isinstance(constraint.low, str)
        or isinstance(constraint.high, str)
        or constraint.than
    ):
        return None
    low = float("-inf") if constraint.low is None else constraint.low
    return low, (float("inf") if constraint.high is None else constraint.high)


def contradiction(constraints: Sequence[Constraint]) -> tuple[Constraint, ...]:
    """Constraints on one field that nothing can satisfy together; empty where there are none.

    A value both asked for and refused, or bounds that leave nothing between them.
    """
    for i, one in enumerate(constraints):
        for other in constraints[i + 1 :]:
            if one.field != other.field or one.field == "*":
                continue
            if one.negate != other.negate and one.op in ("eq", "in") and other.op in ("eq", "in"):
                wanted, refused = (other, one) if one.negate else (one, other)
                if {str(v).casefold() for v in wanted.values} <= {str(v).casefold() for v in refused.values}:
                    return one, other
            first, second = _bounds(one), _bounds(other)
            if first and second and max(first[0], second[0]) > min(first[1], second[1]):
                return one, other
    return ()


def _described(analysis: Analysis, shown: Sequence[Item]) -> Reference | None:
    """ "The red one", 那个红色的: the one item of the last answer whose text has that word."""
    match = _DESCRIBED.search(analysis.folded)
    words = next((group for group in match.groups() if group), "") if match else ""
    stem = _COLOUR_ENDING.sub("", words)
    hits = [
        i
        for i, item in enumerate(shown, start=1)
        if words and (contains_term(searchable_text(item), words) or contains_term(searchable_text(item), stem))
    ]
    return Reference(position=hits[0], span=Span(*match.span()).of(analysis.text)) if match and len(hits) == 1 else None


def _references(analysis: Analysis, shown: Sequence[Item]) -> tuple[Reference, ...]:
    """Pointers of the request; a described item; a title after "like" that no item bears, to be reported as absent."""
    references = list(analysis.references)
    if not references and shown and (described := _described(analysis, shown)):
        references.append(described)
    absent = _ABSENT.search(analysis.text)
    named = {f.span for f in analysis.found}
    if (
        absent
        and not references
        and (" " in absent[1] or re.match(r"\s*(?:$|[.!?]|but)", analysis.text[absent.end(1) :]))
    ):
        span = Span(*absent.span(1))
        if not any(span.overlaps(other) for other in named):
            references.append(Reference(title=absent[1], span=absent[1]))
    return tuple(references)


def read_request(
    text: str, vocabulary: Vocabulary, *, earlier: Sequence[Intent] = (), shown: Sequence[Item] = ()
) -> Intent:
    """Reads a request (English or Chinese) against a catalogue's vocabulary.

    `earlier`: the intents of the turns before, oldest first; `shown`: the items of the last answer, best first.
    Deterministic; never raises for any text. Every constraint's `span` stands in `text` word for word.
    """
    return intent_of(parse(text, vocabulary, shown), earlier=earlier, shown=shown)


def intent_of(read: Parse, *, earlier: Sequence[Intent] = (), shown: Sequence[Item] = ()) -> Intent:
    """Return what a parsed request asks for, going on from the turns before; as `read_request` does."""
    language, analysis, vocabulary = read.language, read.analysis, read.vocabulary
    constraints = tuple(f.constraint for f in analysis.found)
    references = _references(analysis, shown)
    wish = _wish(analysis)
    keep = bool(earlier) and _keeps(analysis, earlier[-1], references, vocabulary)
    sort = analysis.sort
    nothing_again = keep and _UNSEEN.search(analysis.folded) is not None and not _adds(analysis)
    empty = not (
        wish or constraints or references or analysis.excluded or sort or analysis.media or analysis.deeds or keep
    )
    clash = contradiction(constraints)
    question = (
        voice_of(language).say("ask.clash", " / ".join(c.span for c in clash))
        if clash
        else what_is_wanted(language)
        if empty
        else ""
    )
    return Intent(
        wish=wish, look=_cue(_LOOK, analysis.text), sound=_cue(_SOUND, analysis.text), constraints=constraints, excluded=analysis.excluded, references=references,
        sort=sort, count=analysis.count, must_have=analysis.media, language=language, keep=keep, unseen=nothing_again,
        soft=analysis.soft, question=question,
    )  # fmt: skip


def _corrects(analysis: Analysis) -> bool:
    """Whether it reads as a correction; "weather" and "summer", being values, are no comparatives."""
    values = [f.span for f in analysis.found if f.constraint.op in ("eq", "in")]
    return is_critique(Mask(len(analysis.folded), values).blank(analysis.folded, "_"))


def _adds(analysis: Analysis) -> bool:
    return analysis.opening.adds and not _corrects(analysis)


def _keeps(analysis: Analysis, before: Intent, references: Sequence[Reference], vocabulary: Vocabulary) -> bool:
    """Whether the conditions of the turn before still hold: a correction, an addition, or conditions without a subject.

    A request that names a kind of thing starts anew, and so does one that names several things of which one is in the place
    of another.
    """
    if analysis.opening.other:
        return False
    corrects = _corrects(analysis) or _adds(analysis)
    positive = [c for f in analysis.found if not (c := f.constraint).negate and c.op in ("eq", "in")]
    if any(c.field in vocabulary.kinds for c in positive) and not (corrects or analysis.opening.instead):
        return False
    pointed = any(r.position is not None or r.title is None for r in references)
    if pointed or corrects or any(f.constraint.than for f in analysis.found):
        return True
    if not analysis.bare or not (analysis.found or analysis.excluded or analysis.sort or analysis.media or references):
        return False
    given = {c.field for c in before.constraints if not c.negate}
    return len(analysis.found) == 1 or not any(c.field in given for c in positive) or analysis.opening.instead
