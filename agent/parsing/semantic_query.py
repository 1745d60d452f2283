"""What of a request has a meaning to search by.

Mostly the whole sentence but for what it denies: encoders of sentences were trained on sentences, and place "recipes for
fish that's roasted" better than what is left of one after every phrase that is understood was taken out. A name that has become a condition has said all that it says: nearness in meaning to it only favours titles that sound like
it. What else such a request says is mostly about the person ("I loved her in …"); it has a meaning to search by where a
word introduces it ("about dreams", 关于梦). Values of closed lists ("red", "comedy") keep their meaning. Knows one request;
decides no condition.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.parsing.analysis import Analysis
from agent.parsing.intent import Constraint
from agent.parsing.lexicon import Vocabulary
from agent.parsing.span_check import places
from retrieval.language.phrases import content_words, tidy, without_wrapping
from retrieval.language.tables import either
from retrieval.language.words import Mask, Span, fold, has_han, key, latin_words

__all__ = ["meaning_of"]

_ABOUT = either("semantic_query.about")


def _is_name(constraint: Constraint, vocabulary: Vocabulary) -> bool:
    """Whether a condition asks for a value that only open lists have."""
    if constraint.negate or constraint.op not in ("eq", "in", "contains"):
        return False
    refs = [ref for value in constraint.values for ref in vocabulary.values.get(key(str(value)), ())]
    return bool(refs) and not any(vocabulary.fields[ref.field].closed for ref in refs)


def _introducing(folded: str, vocabulary: Vocabulary) -> list[Span]:
    """Words that only say which field a name is of ("directed by", 主演)."""
    concepts = {c for view in vocabulary.fields.values() if not view.measures for c in view.concepts}
    patterns = [pattern for c in concepts for pattern in (c.words, c.verbs) if pattern]
    return [Span(*m.span()) for pattern in patterns for m in re.finditer(pattern, folded)]


def _without_names(constraints: Sequence[Constraint], analysis: Analysis, vocabulary: Vocabulary) -> str | None:
    """What is left to search by meaning, "" for nothing; None where no condition of `constraints` is a name."""
    names = [
        place for c in constraints if _is_name(c, vocabulary) for place in places(c.span, analysis)
    ]  # fmt: skip
    if not names:
        return None
    text, folded = analysis.text, analysis.folded
    mask = Mask(len(text), [*analysis.understood, *names, *_introducing(folded, vocabulary)])
    mask = without_wrapping(folded, mask)
    about = _ABOUT.search(folded)
    if about is None or not any(span.start >= about.end() for span, _ in content_words(folded, mask)):
        return ""
    return tidy(mask.blank(text)[about.start() :])


def _sentence(wish: str, analysis: Analysis) -> str | None:
    """The request without what it denies and what is asked besides; None where `wish` isn't made of its words."""
    own = {word for _, word in latin_words(analysis.folded)}
    if has_han(analysis.text) or not wish or not {word for _, word in latin_words(fold(wish))} <= own:
        return None
    left = Mask(len(analysis.text), analysis.understood).blank(analysis.text)
    return " ".join(left.split()).strip(" ,;:.!?") or None


def meaning_of(wish: str, constraints: Sequence[Constraint], analysis: Analysis, vocabulary: Vocabulary) -> str | None:
    """The words to search by meaning, "" for none, where these aren't `wish`; None where they are.

    A wish that a chat model has put into words of its own stays, and so does a Chinese one.
    """
    left = _without_names(constraints, analysis, vocabulary)
    return _sentence(wish, analysis) if left is None else left
