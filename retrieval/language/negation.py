"""What a request says no to: which of its words stand under a negation, and how far each negation reaches.

A grammar, filled by one pack a language: cues before what they deny ("without"), behind it ("excluded", 就算了) and on
both sides (除…以外), and phrases that only look like a negation. What is denied is decided by those who know the catalogue.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.language.grammar import RequestNegation
from retrieval.language.packs import PACKS, packs_in
from retrieval.language.text import Mask, Span

__all__ = ["Denial", "find_denials", "too_much"]


@dataclass(frozen=True, slots=True)
class Denial:
    """A negation: `cue` are the words that deny, `scope` those that are denied, `degree`: only too much of it is.

    `lack`: said of what the person has ("I'm out of butter"), not of the thing that is looked for. `close`: the second
    half of a cue that stands on both sides.
    """

    cue: Span
    scope: Span
    degree: bool = False
    lack: bool = False
    close: Span | None = None

    @property
    def span(self) -> Span:
        """Cue and scope together."""
        parts = [part for part in (self.cue, self.scope, self.close) if part is not None]
        return Span(min(part.start for part in parts), max(part.end for part in parts))


def _group(match: re.Match[str], name: str) -> str | None:
    return match.groupdict().get(name)


def _within(cue: Span, words: str, mask: Mask) -> bool:
    """Whether a cue of several words holds all of what it shares with a value: "everything bar" names no bar."""
    whole = mask.run_start(cue.start) == cue.start and mask.run_end(cue.end) == cue.end
    several = len(words.split()) > 1
    return whole and several and mask.free(Span(cue.start, cue.start + 1))


def _prefixed(folded: str, mask: Mask, pack: RequestNegation) -> list[Denial]:
    """Denials whose cue stands before what it denies; one inside another's reach ends it where it counts there."""
    found: list[Denial] = []
    for match in pack.prefix.finditer(folded):
        cue = Span(*match.span())
        inside = bool(found) and cue.start < found[-1].scope.end
        counts = (
            _group(match, "inner") or _group(match, "inner_be") or pack.again.fullmatch(match.group().strip())
        ) or pack.joins.search(folded[: cue.start])
        if not (mask.free(cue) or _within(cue, match.group(), mask)) or (inside and not counts):
            continue
        little = _group(match, "little") is not None
        short = little or _group(match, "short") is not None
        scope = Span(cue.end, pack.word(folded, cue.end, mask)) if short else pack.reach(folded, cue)
        scope = Span(scope.start, mask.run_end(scope.end))
        if not folded[scope.start : scope.end].strip():
            continue
        degree = little or _group(match, "degree") is not None or pack.degree.match(folded, scope.start) is not None
        lack = _group(match, "lack") is not None or _group(match, "verb") == "have"
        if inside:
            last = found[-1]
            found[-1] = Denial(last.cue, Span(last.scope.start, cue.start), last.degree, last.lack)
        found.append(Denial(cue, scope, degree, lack))
    return found


def _things(folded: str, span: Span, pack: RequestNegation) -> bool:
    """Whether words that a suffix may deny name something."""
    return any(word not in pack.nobody for word in re.findall(r"[^\W\d_]+", span.of(folded)))


def _suffixed(folded: str, named: Mask, pack: RequestNegation) -> list[Denial]:
    """Denials whose cue stands behind what it denies."""
    found = []
    for match in pack.suffix.finditer(folded):
        cue = Span(*match.span())
        if not named.free(cue):
            continue
        scope = Span(named.run_start(pack.before(folded, cue.start)), cue.start)
        if _things(folded, scope, pack):
            degree = pack.degree.match(folded, scope.start) is not None
            found.append(Denial(cue, scope, degree))
    return found


def _surrounded(folded: str, mask: Mask, pack: RequestNegation) -> list[Denial]:
    """Denials whose cue stands on both sides, or grows out of the word ("nut-free")."""
    found = []
    for match in (m for pattern in pack.around for m in pattern.finditer(folded)):
        name = "thing" if match["thing"] is not None else "thing2"
        scope = Span(mask.run_start(match.start(name)), match.end(name))
        opened, closed = Span(match.start(), match.start(name)), Span(match.end(name), match.end())
        if not mask.free(opened) or not mask.free(closed) or not _things(folded, Span(*match.span(name)), pack):
            continue
        if opened.start < opened.end and opened.start < scope.start:
            found.append(Denial(opened, scope, close=closed))
        else:
            found.append(Denial(closed, scope))
    return found


def _of_degree(folded: str, mask: Mask, pack: RequestNegation, taken: Mask) -> list[Denial]:
    """What another thing is preferred to, and "too" where nothing denies it."""
    found = []
    for match in pack.preferred.finditer(folded):
        cue = Span(*match.span("cue"))
        if taken.free(cue) and mask.free(cue):
            found.append(Denial(cue, pack.reach(folded, cue)))
    for match in pack.too.finditer(folded):
        cue = Span(*match.span("open"))
        if taken.free(Span(*match.span())) and mask.free(cue):
            found.append(Denial(cue, Span(*match.span("thing")), degree=True))
    return found


def _denials(folded: str, mask: Mask, guarded: Mask, pack: RequestNegation) -> list[Denial]:
    outer = _surrounded(folded, guarded, pack)
    held = Mask(len(folded), [part for denial in outer for part in (denial.cue, denial.close) if part is not None])
    outer += [denial for denial in _suffixed(folded, mask, pack) if held.free(denial.cue)]
    busy = guarded.copy()
    for denial in outer:
        for part in (denial.cue, denial.close):
            if part is not None:
                busy.take(part)
    found = outer + _prefixed(folded, busy, pack)
    taken = Mask(len(folded), [denial.span for denial in found])
    return found + _of_degree(folded, guarded, pack, taken)


def too_much(scope: str) -> str:
    """The denied words of a degree without the words of degree: "too sweet" is "sweet", 太辣 is 辣."""
    for pack in PACKS:
        if degree := pack.request.degree.match(scope):
            return scope[degree.end() :]
    return scope


def find_denials(folded: str, mask: Mask) -> list[Denial]:
    """The negations of a folded text outside what `mask` has as understood (values such as 无烟房), in order.

    >>> text = "meat but not chicken or beef, I'm not sure"
    >>> [d.scope.of(text) for d in find_denials(text, Mask(len(text)))]
    [' chicken or beef']
    """
    packs = [pack.request for pack in packs_in(folded)]
    guarded = mask.copy()
    for pack in packs:
        for match in pack.harmless.finditer(folded):
            guarded.take(Span(*match.span()))
    found = [denial for pack in packs for denial in _denials(folded, mask, guarded, pack)]
    return sorted(found, key=lambda denial: denial.cue)
