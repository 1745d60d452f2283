"""What a request says in English of the person's own past: "I haven't seen", "not again what I bought", "the one I liked"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.language.grammar import Deed
from retrieval.language.lazy import compiled
from retrieval.language.text import Span

__all__ = ["english_deeds"]

_VERBS = {
    "buy": r"bought|buy|purchased?|ordered|order|owned|own|booked|book|had|have|got",
    "like": r"liked|loved|enjoyed|favou?rited|saved|like|love|enjoy",
    "rate": r"rated|reviewed|scored|rate|review",
    "cart": r"(?:put|added) (?:in|to|into) (?:my|the) (?:cart|basket)",
    "see": r"seen|saw|see|looked at|look at|viewed|view|watched|watch|played|play|listened to|listen to|heard|hear|read|visited|visit|been to|been in|been|stayed at|stayed in|stayed|stay at|gone to|went to|attended|attend|taken|took|tried|try|tasted|taste|eaten|ate|eat|drunk|drank|drink|cooked|cook|made|used|use|done|did|come across|met|known|knew|know|finished|started",
}
"""The verbs by which people speak of what they did, by the group that means the same."""
_ANY = "|".join(
    sorted((form for forms in _VERBS.values() for form in re.split(r"\|(?![^(]*\))", forms)), key=len, reverse=True)
)
"""All of them; the longest is tried first."""
_WHO = r"(?:i|we)"
_LATELY = r"(?:yet|before|already|last time|last week|last month|recently|lately|earlier|once|ever|again|the other day|yesterday|in the past|so far)"
_NOT = (
    rf"(?:{_WHO}(?:'ve| have|'d| had)? ?(?:n't|not|never)|{_WHO} (?:have|did|do|had)(?:n't| not| never)|{_WHO} (?:haven't|didn't|don't|hadn't)|(?:have|did|do) {_WHO} (?:not|never)"
    rf"|(?:haven't|didn't|don't) {_WHO})(?: (?:yet|already|ever|really|actually|even))*"
)
_DID = rf"{_WHO}(?:'ve|'d| have| had)?(?: (?:already|once|just|recently|ever|last))*"
_HEAD = r"(?P<head>(?:that|which|what|whatever|those|ones?|things?|everything|anything|something) )"
_REFUSED = compiled(
    r"(?:\bnot?\b|\bnone\b|\bnothing\b|n't\b|\bnever\b|\bexcept\b|\bexcluding\b|\bexclude\b|\bwithout\b|\bother than\b|\bapart from\b|\bbesides\b|\bskip\b|\bleave out\b|\bdifferent from\b|\banything but\b|\bminus\b|\bbut for\b)"
    r"[^,.;!?]{0,40}$"
)
_ALIKE = compiled(
    r"(?:\blike|\bsimilar to|\bmatching|\bgoes with|\bgo with|\bfits?|\bin the style of)\s*(?:the |those )?$"
)
_LEAD = compiled(
    r"(?:(?:,\s*)?\b(?:but|and|only|please)\b\s*)*(?:\b(?:not?|none|nothing|never|except|excluding|without|other than|apart from|besides|skip|leave out|different from|anything but|minus|but for|don't (?:show|recommend|suggest|give|want)(?: me)?)\b\s*)"
    r"(?:\b(?:again|any|one|ones|the|of|those|things?|anything|what|that|which|same|films?|movies?|items?|products?|books?|songs?|stuff)\b\s*)*$"
)
_UNMET = compiled(
    rf"(?:\b(?:that|which|who|where)\b\s+)?\b(?:{_NOT}|not yet|never yet)\s+(?P<verb>{_ANY})\b(?:\s+{_LATELY})*",
    re.IGNORECASE,
)
_NEW = compiled(
    r"(?:\b(?:that|which)(?: is| are|'s|'re| would be)\s+)?\b(?:(?:completely|totally|entirely|all) )?(?:new (?:to|for) (?:me|us)|unfamiliar to (?:me|us)|unknown to (?:me|us))\b"
    r"|\b(?:unseen|unwatched|unread|unplayed|unheard|untried)\b"
)
_MET = compiled(rf"{_HEAD}?\b{_DID}\s+(?P<verb>{_ANY})\b(?P<when>(?:\s+{_LATELY})*)")


def _verb_of(word: str) -> str:
    """The group of a verb as it was said."""
    return next(name for name, forms in _VERBS.items() if re.fullmatch(forms, word))


def english_deeds(folded: str) -> Iterator[Deed]:
    """Yield what a folded text asks of the person's past in English."""
    found = [Deed("any", "without", Span(*m.span())) for m in _NEW.finditer(folded)]
    for match in _UNMET.finditer(folded):
        verb, timed = _verb_of(match["verb"]), re.search(rf"\b{_LATELY}\b", match[0]) is not None
        ends = re.match(r"\s*(?:$|[,.;!?])", folded[match.end() :]) is not None
        present = match["verb"] in _PRESENT and "did" not in match[0]
        if not present or timed or (match["verb"] in ("have", "own", "know") and ends):
            found.append(Deed(verb, "without", Span(*match.span())))
    for match in _MET.finditer(folded):
        span = Span(*match.span())
        if any(span.overlaps(other.span) for other in found) or match["verb"] in _PRESENT:
            continue
        found += _met(match, folded)
    yield from found


_PRESENT = frozenset(
    "buy purchase order own book have got like love enjoy rate review see view watch play hear visit attend try taste eat drink cook use know".split()
) | {"look at", "listen to", "stay at"}
"""Verbs in the present: "I don't like", "I have" tell of tastes and needs, not of the past."""


def _met(match: re.Match[str], folded: str) -> list[Deed]:
    """What a clause of something that was done asks for; nothing where it only tells of it ("I liked Alien")."""
    left, right = folded[: match.start()], folded[match.end() :]
    verb, span = _verb_of(match["verb"]), Span(*match.span())
    relative = match["head"] is not None or re.search(
        r"\b(?:one|ones|the \w+|that|what|films|movies|items|products|books|songs)\s*$", left
    )
    over = re.match(r"\s*(?:$|[,.;!?]|\b(?:again|and|but|or|under|over|with|please|yet|before)\b)", right)
    when = match["when"] or ""
    if not (relative or when) or not over:
        return []
    if _REFUSED.search(left):
        lead = _LEAD.search(left)
        return [Deed(verb, "without", Span(lead.start() if lead else span.start, span.end))]
    if _ALIKE.search(left):
        return [Deed(verb, "like", span, "last" in when)]
    if "already" in match[0]:  # "ones I've already seen", without a word that refuses them
        return []
    return [Deed(verb, "only", span, "last" in when)] if when or verb in ("buy", "like") else []
