"""From mentioned values to constraints: which field is meant, yes or no, one of several or all of them.

Knows the catalogue, the denials of the request, and the words that introduce a value ("directed by", 附近).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from agent.parsing.denials import Denial
from agent.parsing.field_cues import cue, introduced
from agent.parsing.intent import Constraint
from agent.parsing.lexicon import ValueRef, Vocabulary
from agent.parsing.value_mentions import ValueMention
from retrieval.language.stance import stance
from retrieval.language.tables import fragment
from retrieval.language.words import Span, has_han, key

__all__ = ["EITHER", "Chosen", "choose_values", "denied", "either_of", "value_constraints"]

Weak = Callable[[Span], bool]
"""Whether what stands there is only preferred."""

_ARTICLE, _PARTICLE = fragment("value_constraints.article"), fragment("value_constraints.particle")
_COUNTED = rf"(?:\s|{_PARTICLE}|{fragment('value_constraints.counter')})*"
_ALTERNATIVE = rf"[\s,、，]*(?:{fragment('value_constraints.or')}|/)"
_OR = re.compile(rf"{_ALTERNATIVE}{_COUNTED}(?:{_ARTICLE})?\s*")
_JOIN = re.compile(rf"[\s,、，]*(?:{fragment('value_constraints.and')}|&|、|,)?(?:\s|{_PARTICLE})*(?:{_ARTICLE})?\s*")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A mention with its field settled (`*`: any text) and its polarity."""

    mention: ValueMention
    field: str
    refs: tuple[ValueRef, ...]
    denial: Denial | None
    turned: Denial | None = None
    """The negation that a field which lists what isn't there turns round: who refuses it asks for its value."""
    doubt: str = ""
    """Why it is only a guess that this value is meant; empty where it is certain."""

    @property
    def span(self) -> Span:
        """Where the words stand."""
        return self.mention.span


def denied(span: Span, denials: Iterable[Denial]) -> Denial | None:
    """The negation whose scope `span` stands in."""
    return next((d for d in denials if d.scope.start <= span.start and span.end <= d.scope.end and not d.degree), None)


def _applicable(
    refs: tuple[ValueRef, ...], vocabulary: Vocabulary, given: Mapping[str, Iterable[str]]
) -> tuple[ValueRef, ...]:
    fit = tuple(ref for ref in refs if ref.field in given or vocabulary.applies(ref.field, given))
    return fit or refs


def _settle(
    mention: ValueMention, folded: str, vocabulary: Vocabulary, given: Mapping[str, Iterable[str]]
) -> tuple[str, tuple[ValueRef, ...]] | None:
    """The one field that a mention speaks of, `*` where several are as good, None where it speaks of none."""
    names = dict.fromkeys(ref.field for ref in mention.refs)
    cues = {name: cue(vocabulary.fields[name], folded, mention.span) for name in names}
    near = [name for name in names if vocabulary.fields[name].relational and cues[name] == 2]
    usable = near or [name for name in names if not vocabulary.fields[name].relational]
    usable = [name for name in usable if not vocabulary.fields[name].tags or cues[name] == 2] or (
        [name for name in usable if vocabulary.fields[name].tags] if mention.how == "exact" else []
    )
    refs = _applicable(tuple(ref for ref in mention.refs if ref.field in usable), vocabulary, given)
    usable = list(dict.fromkeys(ref.field for ref in refs))
    if not usable:
        return None
    best = max(cues[name] for name in usable)
    top = [name for name in usable if cues[name] == best] if best == 2 else usable
    closed = [name for name in top if vocabulary.fields[name].closed]
    if len(top) > 1 and not closed:
        return "*", refs
    pool = closed or top
    field = max(pool, key=lambda name: (cues[name], sum(ref.count for ref in refs if ref.field == name)))
    return field, tuple(ref for ref in refs if ref.field == field)


def _contrary(value: str, words: str) -> bool:
    """Whether a value names a thing to say that it isn't there: "lactose-free" where it is "lactose" that was said."""
    return key(value) != key(words) and stance(value, words) == "free"


def _of_its_polarity(mention: ValueMention, vocabulary: Vocabulary, denial: Denial | None) -> ValueMention:
    """A mention without the values that say the contrary: who refuses a thing wants what a field lists as lacking, before all."""
    lacking = tuple(ref for ref in mention.refs if vocabulary.fields[ref.field].lacking)
    if not lacking:
        return mention
    others = tuple(ref for ref in mention.refs if ref not in lacking)
    return replace(mention, refs=others if denial is None else lacking)


def choose_values(
    mentions: list[ValueMention],
    folded: str,
    vocabulary: Vocabulary,
    denials: list[Denial],
    given: Mapping[str, Iterable[str]],
) -> list[Chosen]:
    """Settles the field and the polarity of each mention; those that speak of no field are left out.

    Free tags are never complete, so that a wish for one is no condition; refusing one is.
    """
    found = []
    for mention in mentions:
        denial = denied(mention.span, denials)
        mention = _of_its_polarity(mention, vocabulary, denial)
        settled = _settle(mention, folded, vocabulary, given) if mention.refs else None
        if settled is None:
            continue
        refs = tuple(ref for ref in settled[1] if not _contrary(ref.value, mention.span.of(folded)))
        if not refs:
            continue
        settled = settled[0], refs
        tags = settled[0] != "*" and vocabulary.fields[settled[0]].tags
        tagged = tags and introduced(vocabulary.fields[settled[0]], folded, mention.span)
        if not tags or denial or tagged:
            turned = denial is not None and settled[0] != "*" and vocabulary.fields[settled[0]].lacking
            found.append(
                Chosen(mention, settled[0], settled[1], None if turned else denial, turned=denial if turned else None)
            )
    return found


def _one(chosen: Chosen, folded: str, span: str, weak: bool, vocabulary: Vocabulary) -> Constraint:
    negate = chosen.denial is not None
    plain = Constraint(field=chosen.field, op="contains", negate=negate, weak=weak, span=span, guess=chosen.doubt)
    if chosen.mention.how == "part" and not vocabulary.fields[chosen.field].closed and len(chosen.refs) > 1:
        return plain.model_copy(update={"values": (chosen.span.of(folded),)})
    if chosen.field == "*":
        return plain.model_copy(update={"values": (chosen.refs[0].value,)})
    values = tuple(dict.fromkeys(ref.value for ref in chosen.refs))
    return plain.model_copy(update={"op": "eq" if len(values) == 1 else "in", "values": values})


def _heads(group: list[Chosen], folded: str) -> list[list[Chosen]]:
    """Mentions of one field in runs that a conjunction joins ("drama or comedy")."""
    runs: list[list[Chosen]] = []
    for chosen in group:
        gap = folded[runs[-1][-1].span.end : chosen.span.start] if runs else ""
        if runs and (_OR.fullmatch(gap) or _JOIN.fullmatch(gap)):
            runs[-1].append(chosen)
        else:
            runs.append([chosen])
    return runs


def value_constraints(
    chosen: list[Chosen], text: str, folded: str, vocabulary: Vocabulary, weak: Weak
) -> list[tuple[Constraint, Span]]:
    """The constraints of settled mentions.

    In a field that holds one value, values joined by a conjunction are alternatives; of several that nothing joins,
    the head counts (the first in English, the last in Chinese: "a hotel with a restaurant"). In a field of lists
    each value must be there, unless "or" joins them.
    """
    found: list[tuple[Constraint, Span]] = []
    positive: dict[str, list[Chosen]] = {}
    for one in chosen:
        if one.denial is not None:
            span = Span(min(one.denial.cue.start, one.span.start), max(one.span.end, one.denial.cue.end))
            found.append((_one(one, folded, span.of(text), weak(one.span), vocabulary), span))
        else:
            positive.setdefault(one.field, []).append(one)
    for name, group in positive.items():
        runs = _heads(group, folded)
        if name != "*" and not vocabulary.fields[name].field.many:
            exact = [
                run for run in runs if any(one.mention.how in ("exact", "stem", "translated") for one in run)
            ] or runs
            runs = [exact[-1] if has_han(folded) else exact[0]]
            if len(runs[0]) > 1 and len({ref.value for one in runs[0] for ref in one.refs}) > 1:
                found.append(_alternatives(runs[0], text, weak))
                continue
        for run in runs:
            gaps = [folded[a.span.end : b.span.start] for a, b in pairwise(run)]
            if name != "*" and gaps and any(_OR.fullmatch(gap) for gap in gaps):
                found.append(_alternatives(run, text, weak))
            else:
                found += [
                    (_one(one, folded, _place(one).of(text), weak(one.span), vocabulary), _place(one)) for one in run
                ]
    return found


def _place(one: Chosen) -> Span:
    """The words of a value, and those of the negation that asks for it."""
    if one.turned is None:
        return one.span
    return Span(min(one.turned.cue.start, one.span.start), max(one.span.end, one.turned.cue.end))


_LED = re.compile(
    rf"{_ALTERNATIVE}(?:\s|{_PARTICLE}|{fragment('value_constraints.counter')}|{fragment('value_constraints.by')})*(?:(?:{fragment('value_constraints.led')})(?:\s|{_PARTICLE})+)*"
)
"""What stands between alternatives of which each has its own field: "with Tom Hanks or directed by Nora Ephron"."""
EITHER = "either"
"""The doubt of alternatives in several fields: what has one of them satisfies the request."""


def either_of(found: list[tuple[Constraint, Span]], folded: str) -> list[tuple[Constraint, Span]]:
    """The constraints of values, where those of two fields that "or" joins are not both required."""
    ordered = sorted(found, key=lambda pair: pair[1])
    open_ = set[int]()
    for i, ((one, left), (other, right)) in enumerate(pairwise(ordered)):
        plain = not (one.negate or other.negate) and {one.op, other.op} <= {"eq", "in", "contains"}
        if plain and one.field != other.field and _LED.fullmatch(folded[left.end : right.start]):
            open_ |= {i, i + 1}
    return [
        (one.model_copy(update={"guess": one.guess or EITHER}) if i in open_ else one, span)
        for i, (one, span) in enumerate(ordered)
    ]


def _alternatives(run: list[Chosen], text: str, weak: Weak) -> tuple[Constraint, Span]:
    span = Span(run[0].span.start, run[-1].span.end)
    values = tuple(dict.fromkeys(ref.value for one in run for ref in one.refs))
    doubt = next((one.doubt for one in run if one.doubt), "")
    joined = Constraint(field=run[0].field, op="in", values=values, weak=weak(span), span=span.of(text), guess=doubt)
    return joined, span
