"""How the English texts of items say that something isn't in them."""

from __future__ import annotations

import re

from retrieval.language.grammar import ItemNegation
from retrieval.language.lazy import compiled

__all__ = ["ENGLISH_ITEM"]

_STRONG = compiled(
    r"\b(?:free (?:of|from)|contains? (?:no|zero)|(?:does|do|did|will|would)(?:n't| not) (?:contain|include|have|use|add|feature|need|require|serve|offer|taste|come with)|(?:made |brewed |baked |cooked |prepared |produced )?without(?: (?:using|adding|containing|including|needing))?|neither|not (?:suitable|safe|fit|intended|recommended) for(?: (?:people|those|anyone) (?:who are|with|on))?|devoid of|excluding|excludes?|omits?)\b(?! (?:charge|doubt|question|fail|warning|knowing|even)\b)"
)
"""Denials that reach over a list with its commas."""
_WEAK = compiled(
    r"\b(?:no|nothing|zero|lacks?|lacking|minus|sans|hold the|instead of|rather than|in place of|except(?: for)?|nor|never (?:contains?|uses?|has|had|with)|(?:is|are|was|were|be|being)(?:n't| not)|(?:don't|do not|can't|cannot|won't) (?:add|use|have|find)|not)\b"
    r"(?! (?:but|else|like|short of|only|just|merely|one\b|longer|matter|doubt|wonder|ordinary|mere|more than|less than|fewer than|later than|secret|stranger|necessarily|always)\b)|(?<![\d.,])0(?:\.0+)? ?(?:%|g|mg|grams?(?: of)?)?(?= )"
)
_NOT = compiled(r"not$|n't$")
_ADJACENT = compiled(r"\b(?:non|un|no|zero)-$|\bnon $|(?<![\d.])0%? $")
_PLAIN = frozenset(
    "any added artificial real actual the a an of kind kinds trace traces bit hint amount sort sorts type types other extra additional or and nor too very overly at all that so really particularly even significant detectable known".split()
)
"""Words that may stand between a denial and what it denies."""
_DEGREES = frozenset("very too overly so that really particularly".split())
_CUT = frozenset(
    "in of for on at from to with by as when while who that which than where is are was were has have can will but because so if since until unless through about into over under her his their its our your my topped filled made served full plus".split()
)
_OF = compiled(r"\b(?:kinds?|traces?|bit|hint|amounts?|sorts?|types?|grams?|drop) of\b")
_GOES_ON = compiled(
    r"(?: [a-z'-]+)?(?:, (?:or |nor |and )?[a-z'-]+(?: [a-z'-]+)?)*,? (or|nor|and) (?!(?:with|topped|made|full|has|is|it|plenty|lots)\b)[a-z]"
)
_TWICE = compiled(r"\b(?:not|never|nothing|hardly|can't be|cannot be|isn't|aren't)\s*$")


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = None
    for match in pattern.finditer(text):
        found = match
    return found


def _reached(between: str, after: str, strong: bool) -> bool:
    """Whether a denial reaches over `between` to the word before `after`: within its phrase, or over a list."""
    parts = [part.split() for part in _OF.sub(" ", between).split(",")]
    if any(word in _CUT for part in parts for word in part) or any(len(part) > 4 for part in parts):
        return False
    if not strong and any("and" in part for part in parts):
        return False
    if any(_DEGREES & set(part) and set(part) - _PLAIN for part in parts):  # "not very spicy beef" has beef
        return False
    if any(len([w for w in part if w not in _PLAIN]) > (2 if strong else 1) for part in parts):
        return False
    if len(parts) == 1 or strong:
        return True
    joined = any(word in ("or", "nor") for part in parts[1:] for word in part)
    goes_on = _GOES_ON.match(after)
    return joined or (goes_on is not None and goes_on[1] != "and")


def _denies(before: str, after: str, word: str) -> bool:
    """Whether the words before one in its clause say that it isn't there. `after`: what follows it."""
    if _ADJACENT.search(before):
        return not _TWICE.search(_ADJACENT.sub("", before))
    for pattern, strong in ((_STRONG, True), (_WEAK, False)):
        cue = _last(pattern, before)
        if cue is None or not _reached(before[cue.end() :], after, strong):
            continue
        return not _TWICE.search(before[: cue.start()])
    return False


ENGLISH_ITEM = ItemNegation(
    clause=compiled(r"[.;:!?()\[\]\n|/](?!\d)|\bbut\b|\balthough\b|\bhowever\b|\bstill\b"),
    free=compiled(
        r"-free\b| free\b(?=\s*(?:$|[.,;:!?()\n]|and\b|or\b|[a-z]+\b))(?! (?:of|from|to|range|with|gift|delivery|shipping|sample|from)\b)|-?less\b|-(?:,| and| or| &) (?:and |or )?[a-z]+(?:-free|-?less)|s? ?: ?(?:no|none|0|nil|free)\b"
        r"| (?:is|are|was|were) (?:not (?:added|included|used|allowed|present)|excluded|omitted|left out)\b| (?:excluded|not included|left out)\b"
    ),
    denies=_denies,
    traces=compiled(
        r"\b(?:may|might|can|could|possibly) (?:also )?(?:contain|include|have)\b(?:(?!\bnot?\b).)*$|(?<!no )(?<!without )(?<!any )\btraces? of\b[^.;:]*$|\b(?:facility|factory|kitchen|line|equipment|plant)s? (?:that|which|where|with)\b[^.;:]*$|\balso (?:processes|handles|uses)\b[^.;:]*$"
    ),
    warns=compiled(r"[- ]allerg(?:y|ies|ic)\b(?! (?:friendly|safe)\b)"),
    nearby=compiled(
        r"\b(?:no|not|non|un|zero|without|free|lacks?|lacking|neither|nor|never|nothing|minus|sans|instead|rather|place|except|exclud\w+|omits?|devoid|hold|cannot)\b|n't\b|\b0\b|-free\b|less\b|\bnone\b|\b(?:may|might|can|could|possibly|traces?|also)\b|allerg|\b(?:facility|factory|kitchen|line|equipment|plant)s?\b"
    ),
)
