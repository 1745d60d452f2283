"""Whether a request asks for one item by its title ("do you have Blade Runner?", 有没有《…》), and which title it means.

"Something like it" doesn't: that is read as a pointer. Knows the catalogue's titles, and how titles are written; whether such
an item may be shown is decided elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from agent.parsing.analysis import Analysis
from agent.parsing.lexicon import Vocabulary
from retrieval.language.phrases import without_wrapping
from retrieval.language.tables import either
from retrieval.language.words import Mask, fold, has_han, key

__all__ = ["AskedTitle", "asked_title", "without_wanting"]


@dataclass(frozen=True, slots=True)
class AskedTitle:
    """A title that is asked for, as the catalogue spells it, or, where it isn't `known`, as the request does."""

    title: str
    known: bool


_WANTING = either("title_requests.wanting")
_EDGE = " \t,.;:!?，。！？；：、\"'“”‘’《》「」()（）*"
_NAME = re.compile(
    r"(?:(?:[Tt]he|[Aa]n?) )?[A-Z0-9][\w'’&.-]*(?:[ :,-]+(?:(?:of|the|and|in|a|an|to|for|on|with|from|at|by|vs\.?)[ :,-]+)*[A-Z0-9][\w'’&.-]*)+"
)
"""Two capitalised words or more, with the little words between them that titles have."""

_LITTLE = frozenset("of the and in a an to for on with from at by vs".split())


def _spelled(titles: tuple[str, ...], said: str) -> str:
    """Of titles that are alike but for their plural, an article or a year, the one that is spelled as was said."""
    return next((title for title in titles if fold(title) == fold(said)), titles[0])


def without_wanting(text: str) -> str:
    """The request without the words that only say that something is wanted, cut at both ends alone."""
    folded = fold(text)
    mask = without_wrapping(folded, Mask(len(text)))
    rest = mask.blank(text).strip(_EDGE)
    while True:
        shorter = rest
        for match in _WANTING.finditer(fold(rest)):
            if match.start() == 0 and match.end() < len(rest):
                shorter = rest[match.end() :]
                break
            if match.end() == len(rest) and match.start() > 0:
                shorter = rest[: match.start()]
                break
        shorter = shorter.strip(_EDGE)
        if shorter == rest:
            return rest
        rest = shorter


def asked_title(analysis: Analysis, vocabulary: Vocabulary) -> AskedTitle | None:
    """The one title that a request consists of, beside words of wanting; None where it says anything else.

    A title that the catalogue hasn't is only seen where it is written as one: in quotation marks, or with capitals.
    """
    text = analysis.text
    if analysis.denials or not text.strip():
        return None
    plain = without_wanting(text)
    for said in dict.fromkeys((text.strip(_EDGE), plain, re.sub(r"^(?:the|an?) ", "", plain, flags=re.IGNORECASE))):
        form = key(said)
        refs = vocabulary.values.get(form, ())
        if not form or any(not vocabulary.fields[ref.field].relational for ref in refs):
            return None
        if titles := vocabulary.title_forms.get(form):
            return AskedTitle(_spelled(titles, said), True)
    if analysis.found or analysis.opening.spans or has_han(plain):
        return None
    # where every word of the request has a capital, they tell nothing, unless the title is all that it says
    words = re.findall(r"[^\W\d_]+", text)
    telling = any(word.islower() for word in words if word not in _LITTLE) or plain == text.strip(_EDGE)
    return AskedTitle(plain, False) if telling and _NAME.fullmatch(plain) else None
