"""What a request refuses that no field decides: the words, and those too vague to look for."""

from __future__ import annotations

import re
from collections.abc import Collection

from agent.parsing.comparatives import Degree
from agent.parsing.denials import Denial, too_much
from agent.parsing.item_references import Pointer
from agent.parsing.partial import PartialParse
from agent.parsing.value_constraints import Chosen
from retrieval.language.phrases import GENERIC, SOLE, STOP, content_words, tidy
from retrieval.language.tables import either
from retrieval.language.words import Mask, Span, has_han

__all__ = ["refused"]


_LEAD = re.compile(
    r"^(?:(?:needed|required|necessary|a|an|the|any|some|much|many|more|too|very|really|my|to|be|being|been|have|having|has|eat|eating|contain|containing|contains|include|including|made|make|use|using|used|with|of|from|like|that|it|at all|"
    r"directed by|starring|written by|made by|featuring|performed by|normal|actual|anything|something|one|in|cooked|taste|for|by|get|getting|see|seeing|watch|watching|is|are|on)\s+)+"
)
_TRAIL = re.compile(
    r"(?:\s+(?:at all|either|please|needed|required|necessary|in it|in them|involved|it|them|one|ones|recipes?|movies?|films?|flavou?rs?|flavou?red|ones?|though|anymore|again|this time|any more|in|for|at|on|to|of|flavouring))+$"
)
_HAN_LEAD = either("exclusions.han_lead")
_HAN_TRAIL = either("exclusions.han_trail")
_SPLIT = either("exclusions.split")


def _bare(part: str) -> str:
    """The words of an English part without those around what it names; what is nothing but such words ("watch") names itself."""
    words = " ".join(re.sub(r"[^\w\s'-]", " ", part).split())
    return _TRAIL.sub("", _LEAD.sub("", words + " ").strip()) or words


def _terms(scope: str, titled: Collection[str] = ()) -> tuple[list[str], list[str]]:
    """The things that a denied stretch names, and the parts of it that name nothing short enough to look for. titled: words of titles."""
    terms: list[str] = []
    vague: list[str] = []
    for part in _SPLIT.split(scope):
        if has_han(part):
            term = _HAN_TRAIL.sub("", _HAN_LEAD.sub("", re.sub(r"[\s.。,，!！?？]+", "", part)))
            short = len(term) <= 6
        else:
            term = _bare(part)
            short = term.count(" ") <= 2
        if (
            (len(term) > 1 or has_han(term))
            and term not in STOP
            and (term in SOLE or term not in GENERIC or (term in titled and term.isascii()))
        ):
            (terms if short else vague).append(term)
    return terms, vague


def _last(degree: Degree, denial: Denial, draft: PartialParse) -> bool:
    """Whether nothing but what is looked for follows a word of degree: "not an old hotel", and not "outside the old town"."""
    rest = Span(degree.span.end, max(degree.span.end, denial.scope.end))
    named = Mask(len(draft.folded), [f.span for f in draft.found])
    left = [word for span, word in content_words(draft.folded, named) if rest.overlaps(span)]
    return not left or denial.degree


def refused(
    draft: PartialParse, denials: list[Denial], chosen: list[Chosen], pointers: list[Pointer], degrees: list[Degree]
) -> list[str]:
    """What is denied and no field decides; denied amounts, pointers and degrees are read elsewhere."""
    excluded: list[str] = []
    elsewhere = [f.span for f in draft.found if not any(f.span == one.span for one in chosen)]
    for denial in denials:
        draft.understood.append(denial.span)
        inside = [
            d for d in degrees if denial.scope.start <= d.span.start < denial.scope.end and _last(d, denial, draft)
        ]
        pointed = [p.span for p in pointers if denial.scope.start <= p.span.start < denial.scope.end]
        if denial.degree or inside:
            if not inside:
                draft.less += _terms(too_much(denial.scope.of(draft.folded)))[0]
                draft.soft.append((tidy(denial.span.of(draft.text)) or denial.span.of(draft.text).strip(), denial.span))
            continue
        values = [one for one in chosen if one.denial == denial]
        covered = (
            [one.span for one in chosen if denial in (one.denial, one.turned)]
            + pointed
            + [
                span
                for span in elsewhere
                if span.overlaps(denial.scope) and not any(span.overlaps(v.span) for v in values)
            ]
        )
        rest = "".join(
            "," if any(s.start <= i < s.end for s in covered) else draft.text[i]
            for i in range(denial.scope.start, denial.scope.end)
        )
        terms, vague = _terms(rest.lower(), draft.vocabulary.title_words)
        for one in values:
            terms.append(one.span.of(draft.text).lower())
        excluded += terms
        draft.soft += [(term, denial.span) for term in vague]
    return list(dict.fromkeys(excluded))
