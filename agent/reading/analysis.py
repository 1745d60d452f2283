"""A request taken apart against a vocabulary: every condition with its place, what is denied, what nothing decides.

One pass, in this order: titles and values as written, amounts, negations, clauses that only ask for information,
pointers, then guesses for the words that are left. Knows one request alone; the conversation is `reader.py`'s.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from agent.intent import Constraint, Reference, Sort
from agent.reading.aliases import ALIASES
from agent.reading.amounts import amount_constraint, free_quantities
from agent.reading.asks import find_count, find_media
from agent.reading.choices import Chosen, choose_values, denied, value_constraints
from agent.reading.fields import choose_field, choose_for_concept, field_mentions, mentions_for
from agent.reading.negation import Denial, find_denials, too_much
from agent.reading.openings import Opening, opening_of
from agent.reading.phrases import GENERIC, SOLE, STOP, content_words, information_asks, tidy, without_wrapping
from agent.reading.quantities import Quantity, find_quantities
from agent.reading.references import Pointer, find_pointers, is_disliked, reference
from agent.reading.sorts import Degree, find_degrees
from agent.reading.text import Mask, Span, clause_around, fold, has_han, latin_words, singular
from agent.reading.values import TitleMention, ValueMention, find_titles, find_values, guess_values
from agent.reading.vocabulary import Vocabulary
from retrieval.items import Item

__all__ = ["Analysis", "Found", "analyse", "fields_of"]


_HEAD = re.compile(
    r"\b(?:something|anything|somewhere|anywhere|movie|film|show|book|song|track|item|product|thing|stuff|recipe|dish|game|place|picture|photo|image|recommendation|suggestion|idea)s?\b"
    r"|电影|影片|片子|书籍|歌曲|东西|产品|商品|物品|菜谱|菜品|游戏|地方|地点|图片|照片"
)
"""Nouns that stand for whatever a catalogue has: a request with one is whole."""


@dataclass(frozen=True, slots=True)
class Found:
    """A constraint and where its words stand."""

    constraint: Constraint
    span: Span


@dataclass(frozen=True)
class Analysis:
    """What a request says. `understood` marks what the wish leaves out; `less`: what there should not be much of."""

    text: str
    folded: str
    found: tuple[Found, ...] = ()
    denials: tuple[Denial, ...] = ()
    excluded: tuple[str, ...] = ()
    less: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    sort: Sort | None = None
    count: int | None = None
    media: tuple[Literal["image", "audio"], ...] = ()
    soft: tuple[str, ...] = ()
    understood: tuple[Span, ...] = ()
    named: tuple[str, ...] = ()
    """The positive values as the request words them: what the wish falls back to."""
    guessed: tuple[Span, ...] = ()
    """Words that stand for a value by their meaning alone."""
    opening: Opening = field(default_factory=Opening)
    """How it begins, seen from the turn before; `text` is without these words."""

    @property
    def bare(self) -> bool:
        """Whether it is conditions alone ("blue", "under 10"), and names nothing that they are conditions of, not even by
        "films" or "something"."""
        if _HEAD.search(self.folded):
            return False
        mask = Mask(len(self.text), [*self.understood, *(f.span for f in self.found)])
        return not content_words(self.folded, without_wrapping(self.folded, mask))


@dataclass
class _Draft:
    """What the steps of one analysis share: it lives for one call and is seen by nobody else."""

    text: str
    folded: str
    vocabulary: Vocabulary
    shown: frozenset[str]
    found: list[Found] = field(default_factory=list)
    soft: list[tuple[str, Span]] = field(default_factory=list)
    less: list[str] = field(default_factory=list)
    understood: list[Span] = field(default_factory=list)
    given: dict[str, set[str]] = field(default_factory=dict)

    def weak(self, span: Span) -> bool:
        """Whether the clause of `span` begins with "preferably"."""
        clause = clause_around(self.folded, span)
        return (
            re.search(
                r"最好|尽量|优先|如果可以|要是|preferabl[ey]|ideally|if possible|would be nice|would prefer",
                self.folded[clause.start : span.start],
            )
            is not None
        )

    def add(self, constraint: Constraint, span: Span) -> None:
        self.found.append(Found(constraint, span))


def _mask(draft: _Draft, *more: Sequence[Span]) -> Mask:
    return Mask(len(draft.folded), [span for spans in more for span in spans])


def _give(draft: _Draft, chosen: Sequence[Chosen]) -> None:
    """Notes the positive values of single-valued closed fields: they tell which other fields can matter."""
    for one in chosen:
        if one.denial is None and one.field != "*":
            view = draft.vocabulary.fields[one.field]
            if view.closed and not view.field.many:
                draft.given.setdefault(one.field, set()).update(ref.value for ref in one.refs)


def _values(draft: _Draft, mentions: list[ValueMention], denials: list[Denial], mask: Mask) -> list[Chosen]:
    """Written and guessed values with their fields; a guess that the written ones rule out is dropped."""
    written = choose_values(mentions, draft.folded, draft.vocabulary, denials, {})
    _give(draft, written)
    written = choose_values(mentions, draft.folded, draft.vocabulary, denials, draft.given)
    settled = frozenset(
        one.field
        for one in written
        if one.field != "*"
        and one.denial is None
        and not draft.vocabulary.fields[one.field].field.many
        and draft.vocabulary.fields[one.field].closed
    )
    guesses = guess_values(draft.text, draft.folded, draft.vocabulary, mask, settled)
    guessed = choose_values(guesses, draft.folded, draft.vocabulary, denials, draft.given)
    needed = {one.field for one in written if one.denial is None and one.field != "*"}
    together = draft.vocabulary.together
    guessed = [
        one for one in guessed
        if one.denial is not None or one.field == "*"
        or all(name in together.get((one.field, ref.value), {name}) for ref in one.refs for name in needed)
    ]  # fmt: skip
    guessed = _likeliest(guessed, draft)
    guessed = [one for one in guessed if not _gainsays(one, written + guessed, draft)]
    _give(draft, guessed)
    return written + guessed


def _gainsays(guess: Chosen, others: Sequence[Chosen], draft: _Draft) -> bool:
    """Whether a word is refused that is only near in meaning to what is asked for: of vehicles, "no cars" refuses some."""
    refused, word = {(ref.field, ref.value) for ref in guess.refs}, guess.span.of(draft.folded)
    asked = [one for one in others if one.denial is None and one.span.of(draft.folded) != word]
    similar = guess.denial is not None and guess.mention.how == "similar"
    return similar and any((ref.field, ref.value) in refused for one in asked for ref in one.refs)


def _overruled(mentions: list[ValueMention], draft: _Draft, mask: Mask) -> list[ValueMention]:
    """Short values of lists that a sure kind rules out (早餐, a dish, when a hotel is asked for)."""
    short = [
        m
        for m in mentions
        if m.span.end - m.span.start <= 2
        and has_han(m.span.of(draft.folded))
        and all(draft.vocabulary.fields[r.field].field.many for r in m.refs)
    ]
    sure: dict[str, set[str]] = {}
    for guess in guess_values(draft.text, draft.folded, draft.vocabulary, mask, frozenset()) if short else ():
        ref, view = guess.refs[0], draft.vocabulary.fields[guess.refs[0].field]
        if (
            guess.how == "similar"
            and view.closed
            and not view.field.many
            and draft.vocabulary.nearest_values(guess.span.of(draft.folded), 1)[0][0] >= 0.8
        ):
            sure.setdefault(ref.field, set()).add(ref.value)
    return [
        m for m in short
        if sure and not any(r.field in sure or draft.vocabulary.applies(r.field, sure) for r in m.refs)
    ]  # fmt: skip


def _likeliest(guessed: list[Chosen], draft: _Draft) -> list[Chosen]:
    """Of several guesses for one single-valued field, those that agree with the likeliest."""
    kept: list[Chosen] = []
    for one in guessed:
        single = one.field != "*" and not draft.vocabulary.fields[one.field].field.many
        rivals = (
            [other for other in guessed if other.field == one.field and other.denial is None]
            if single and one.denial is None
            else []
        )
        scores = {other.span: _score(other, draft) for other in rivals}
        best = max(scores.values(), default=0.0)
        if not rivals or scores[one.span] >= best - 0.05:
            kept.append(one)
    return kept


def _score(chosen: Chosen, draft: _Draft) -> float:
    if chosen.mention.how != "similar":
        return 1.0
    ranked = draft.vocabulary.nearest_values(chosen.span.of(draft.folded), 1)
    return ranked[0][0] if ranked else 0.0


def _amounts(draft: _Draft, quantities: list[Quantity], denials: list[Denial], count: Span | None) -> None:
    """Constraints from amounts; what bounds no field of the catalogue is noted as soft."""
    mentions = field_mentions(draft.folded, draft.vocabulary)
    for q in quantities:
        if count is not None and q.span.overlaps(count):
            continue
        choice = choose_field(
            q, draft.folded, draft.vocabulary, mentions_for(q, quantities, mentions, draft.folded), draft.given
        )
        named = choice.mention if choice else None
        near = named if named and (0 <= q.span.start - named.end <= 8 or 0 <= named.start - q.span.end <= 4) else None
        span = Span(min(q.span.start, near.start), max(q.span.end, near.end)) if near else q.span
        denial = denied(q.span, denials)
        if denial and denial.cue.end <= q.span.start and len(draft.folded[denial.cue.end : span.start].strip()) <= 12:
            span = Span(denial.cue.start, span.end)
        elif denial:
            denial = None
        constraint = None
        if choice is not None and not (q.article and not q.compared and q.unit is None):
            constraint = amount_constraint(
                choice.view, q, span=span.of(draft.text), negate=denial is not None, weak=draft.weak(span)
            )
        if constraint is not None:
            draft.add(constraint, span)
            draft.understood.append(span)
        elif q.compared or (q.unit is not None and q.unit.dimension in ("money", "rating") and not q.article):
            draft.soft.append((span.of(draft.text), span))


_OR_AMOUNT = re.compile(r"\s*(?:\bor\b|或者?|、|/|,)\s*[^,.;，。；]{0,12}$")


def _join_alternatives(draft: _Draft) -> None:
    """ "Level 1 or 2": two amounts of one field that "or" joins are alternatives."""
    joined: list[Found] = []
    for found in sorted(draft.found, key=lambda f: f.span):
        last = joined[-1] if joined else None
        gap = draft.folded[last.span.end : found.span.end] if last else ""
        one, two = (last.constraint if last else None), found.constraint
        if (
            last
            and one
            and one.field == two.field
            and {one.op, two.op} <= {"eq", "in"}
            and one.negate == two.negate
            and _OR_AMOUNT.match(gap)
        ):
            span = Span(last.span.start, found.span.end)
            joined[-1] = Found(
                one.model_copy(update={"op": "in", "values": (*one.values, *two.values), "span": span.of(draft.text)}),
                span,
            )
        else:
            joined.append(found)
    draft.found[:] = joined


def _one_each(draft: _Draft, degrees: list[Degree]) -> list[Degree]:
    """Of the concepts that one adjective may speak of, the first that the catalogue has a field of."""
    kept: dict[Span, Degree] = {}
    for d in degrees:
        clause = clause_around(draft.folded, d.span)
        args = (draft.folded[clause.start : clause.end], draft.vocabulary, draft.given, frozenset[str]())
        if d.span not in kept or (
            choose_for_concept(kept[d.span].concept, *args) is None and choose_for_concept(d.concept, *args) is not None
        ):
            kept[d.span] = d
    return list(kept.values())


def _degrees(draft: _Draft, degrees: list[Degree], pointers: list[Pointer], denials: list[Denial]) -> Sort | None:
    """The order that is wished for; comparisons with an item become constraints."""
    sort: Sort | None = None
    for d in _one_each(draft, degrees):
        clause = clause_around(draft.folded, d.span)
        bounded = {f.constraint.field for f in draft.found}
        names = draft.shown if d.degree != "superlative" else frozenset()
        view = choose_for_concept(
            d.concept, draft.folded[clause.start : clause.end], draft.vocabulary, draft.given, names
        )
        under = next((n for n in denials if n.scope.start <= d.span.start < n.scope.end), None)
        span = Span(under.cue.start, d.span.end) if under else d.span
        if view is None:
            if d.concept.name in ("price", "rating") and d.span.of(draft.folded) not in ("best", "worst"):
                draft.soft.append((span.of(draft.text), span))
            continue
        descending = d.more != (under is not None)
        measured = next(
            (p for p in pointers if p.than and p.span.start >= clause.start and p.span.end <= clause.end + 1), None
        )
        a_bit = bool(draft.shown) and re.search(r"[点些]$", d.span.of(draft.folded)) is not None  # 便宜一点: than these
        if under is None and (
            d.degree == "comparative" or a_bit or (measured and d.degree == "positive" and has_han(draft.folded))
        ):
            anchor = measured or next((p for p in reversed(pointers) if p.span.start < d.span.start), None)
            if anchor or draft.shown:
                than = reference(anchor, draft.text, False) if anchor else Reference(span=d.span.of(draft.text))
                whole = (
                    Span(min(d.span.start, measured.span.start), max(d.span.end, measured.span.end))
                    if measured
                    else d.span
                )
                draft.add(_compared(view.name, d, than, whole.of(draft.text)), whole)
                draft.understood.append(whole)
                continue
        if view.name not in bounded or d.degree == "superlative":
            sort = Sort(
                field=view.name,
                descending=descending,
                vague=d.degree != "superlative" or under is not None,
                span=span.of(draft.text),
            )
            draft.understood.append(span)
    return sort


def _compared(name: str, d: Degree, than: Reference, span: str) -> Constraint:
    return Constraint(field=name, op="range", than=than, open_low=d.more, open_high=not d.more, span=span)


def _yes_no(draft: _Draft, denials: list[Denial]) -> None:
    """Fields that hold yes or no, named in the request ("with parking", "no pets")."""
    words = [(span, singular(word)) for span, word in latin_words(draft.folded)]
    for view in draft.vocabulary.fields.values():
        if view.yes is None or view.field.kind not in ("category", "boolean"):
            continue
        labels = [p for p in (view.label, re.sub(r"^(?:has|is|with|allow|allows)\s", "", view.label)) if p]
        labels += [alias for label in labels for alias in ALIASES.get(label, ())]
        spans = [
            Span(words[i][0].start, words[i + n][0].end)
            for label in labels
            for n in [label.count(" ")]
            for i in range(len(words) - n)
            if " ".join(w for _, w in words[i : i + n + 1]) == label
        ]
        spans += [Span(*m.span()) for m in re.finditer(re.escape(view.name), draft.folded) if has_han(view.name)]
        if spans:
            denial = denied(spans[0], denials)
            span = Span(denial.cue.start, spans[0].end) if denial else spans[0]
            draft.add(
                Constraint(
                    field=view.name,
                    op="eq",
                    values=(view.yes,),
                    negate=denial is not None,
                    weak=draft.weak(span),
                    span=span.of(draft.text),
                ),
                span,
            )


_LEAD = re.compile(
    r"^(?:(?:needed|required|necessary|a|an|the|any|some|much|many|more|too|very|really|my|to|be|being|been|have|having|has|eat|eating|contain|containing|contains|include|including|made|make|use|using|used|with|of|from|like|that|it|at all|"
    r"directed by|starring|written by|made by|featuring|performed by|normal|actual|anything|something|one|in|cooked|taste|for|by|get|getting|see|seeing|watch|watching|is|are|on)\s+)+"
)
_TRAIL = re.compile(
    r"(?:\s+(?:at all|either|please|needed|required|necessary|in it|in them|involved|it|them|one|ones|recipes?|movies?|films?|flavou?rs?|flavou?red|ones?|though|anymore|in|for|at|on|to|of|flavouring))+$"
)
_HAN_LEAD = re.compile(
    r"^(?:有|含|带|是|吃|放|加|太|要|看|听|那种|什么|任何|一个|一只|一家|一部|关于|和|或|的|里面|再)+"
)
_HAN_TRAIL = re.compile(r"(?:的|了|吗|吧|呢|之类|这类|那种|类|味道|啊|哦|菜)+$")
_SPLIT = re.compile(r"\s*(?:,|、|，|/|\bor\b|\band\b|\bnor\b|或者?|和|与|以及|还有)\s*")


def _terms(scope: str) -> tuple[list[str], list[str]]:
    """The things that a denied stretch names, and the parts of it that name nothing short enough to look for."""
    terms: list[str] = []
    vague: list[str] = []
    for part in _SPLIT.split(scope):
        if has_han(part):
            term = _HAN_TRAIL.sub("", _HAN_LEAD.sub("", re.sub(r"[\s.。,，!！?？]+", "", part)))
            short = len(term) <= 6
        else:
            term = _TRAIL.sub("", _LEAD.sub("", " ".join(re.sub(r"[^\w\s'-]", " ", part).split()) + " ").strip())
            short = term.count(" ") <= 2
        if (len(term) > 1 or has_han(term)) and term not in STOP and (term in SOLE or term not in GENERIC):
            (terms if short else vague).append(term)
    return terms, vague


def _exclusions(
    draft: _Draft, denials: list[Denial], chosen: list[Chosen], pointers: list[Pointer], degrees: list[Degree]
) -> list[str]:
    """What is denied and no field decides; denied amounts, pointers and degrees are read elsewhere."""
    excluded: list[str] = []
    elsewhere = [f.span for f in draft.found if not any(f.span == one.span for one in chosen)]
    for denial in denials:
        draft.understood.append(denial.span)
        inside = [d for d in degrees if denial.scope.start <= d.span.start < denial.scope.end]
        pointed = [p.span for p in pointers if denial.scope.start <= p.span.start < denial.scope.end]
        if denial.degree or inside:
            if not inside:
                draft.less += _terms(too_much(denial.scope.of(draft.folded)))[0]
                draft.soft.append((tidy(denial.span.of(draft.text)) or denial.span.of(draft.text).strip(), denial.span))
            continue
        values = [one for one in chosen if one.denial == denial]
        covered = (
            [one.span for one in values]
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
        terms, vague = _terms(rest.lower())
        for one in values:
            terms.append(one.span.of(draft.text).lower())
        excluded += terms
        draft.soft += [(term, denial.span) for term in vague]
    return list(dict.fromkeys(excluded))


def fields_of(shown: Sequence[Item]) -> frozenset[str]:
    """The fields of the items of the last answer, as `analyse` wants them; never empty where there are items."""
    return frozenset({"title", *(name for item in shown for name in item.attributes)}) if shown else frozenset()


def _written(draft: _Draft) -> tuple[list[TitleMention], list[ValueMention]]:
    """Titles and values as written; of two that overlap, the longer one, and the value where they are alike."""
    titles = find_titles(draft.text, draft.folded, draft.vocabulary, Mask(len(draft.folded)))
    values = find_values(draft.text, draft.folded, draft.vocabulary, _mask(draft, [t.span for t in titles if t.quoted]))

    def longer(value: ValueMention, title: TitleMention) -> bool:
        return (
            value.span.overlaps(title.span) and value.span.end - value.span.start >= title.span.end - title.span.start
        )

    titles = [t for t in titles if t.quoted or not any(longer(v, t) for v in values)]
    return titles, [v for v in values if not any(v.span.overlaps(t.span) for t in titles)]


def _opened(text: str, vocabulary: Vocabulary) -> Opening:
    """How a request begins, but for words that belong to a title ("And Then There Were None")."""
    opening = opening_of(text)
    if not opening.spans:
        return opening
    titles = find_titles(text, fold(text), vocabulary, Mask(len(text)))
    return Opening() if any(t.span.overlaps(span) for t in titles for span in opening.spans) else opening


@lru_cache(maxsize=64)
def analyse(text: str, vocabulary: Vocabulary, shown: frozenset[str] = frozenset()) -> Analysis:
    """Takes a request apart. `shown`: the fields of the items of the last answer, where one came before.

    Never raises for any text; what isn't understood stays in the wish.
    """
    opening = _opened(text, vocabulary)
    text = opening.blanked(text)
    folded = fold(text)
    draft = _Draft(text, folded, vocabulary, shown)
    titles, mentions = _written(draft)
    named = [*(t.span for t in titles), *(m.span for m in mentions)]
    media, free = find_media(folded, _mask(draft, named)), free_quantities(folded, _mask(draft, named))
    pointers = find_pointers(folded, _mask(draft, named), titles, bool(shown))
    quantities = free + find_quantities(folded, _mask(draft, named, [q.span for q in free], [p.span for p in pointers]))
    amounts = [q.span for q in quantities if q.compared or q.unit]
    count = find_count(folded, _mask(draft, amounts, [p.span for p in pointers], [m.span for m in mentions]))
    denials = find_denials(folded, _mask(draft, named, amounts))
    asides = information_asks(folded, amounts)
    mentions = [m for m in mentions if not any(m.span.overlaps(aside) for aside in asides)]
    degrees = find_degrees(folded, _mask(draft, named, amounts, asides))
    busy = _mask(
        draft,
        asides,
        named,
        amounts,
        [p.span for p in pointers],
        [s for _, s in media],
        [d.span for d in degrees],
        [d.cue for d in denials],
    )
    if overruled := _overruled(mentions, draft, busy):
        mentions = [m for m in mentions if m not in overruled]
        busy = busy.without([m.span for m in overruled])
    chosen = _values(draft, mentions, denials, busy)
    _amounts(draft, sorted(quantities, key=lambda q: q.span), denials, count[1] if count else None)
    _join_alternatives(draft)
    for constraint, span in value_constraints(chosen, text, folded, vocabulary, draft.weak):
        draft.add(constraint, span)
    _yes_no(draft, denials)
    degrees = [d for d in degrees if not any(_spoken_for(d, f) for f in draft.found)]
    sort = _degrees(draft, degrees, pointers, denials)
    excluded = _exclusions(draft, denials, chosen, pointers, degrees)
    draft.soft += [(span.of(text), span) for medium, span in media if medium not in vocabulary.media]
    unknown = [t.span for t in titles if not t.known]
    draft.understood += [
        *asides,
        *(p.around(folded) for p in pointers if p.span not in unknown),
        *(s for _, s in media),
        *([count[1]] if count else []),
    ]
    return Analysis(
        text=text, folded=folded, found=tuple(sorted(draft.found, key=lambda f: f.span)), denials=tuple(denials), excluded=tuple(excluded), less=tuple(dict.fromkeys(draft.less)),
        references=_references(pointers, denials, text), sort=sort, count=count[0] if count else None,
        media=tuple(medium for medium, _ in media if medium in vocabulary.media), soft=tuple(dict.fromkeys(words for words, _ in draft.soft)),
        understood=tuple(draft.understood), named=tuple(one.span.of(text) for one in chosen if one.denial is None),
        opening=opening, guessed=tuple(one.span for one in chosen if one.mention.how == "similar"),
    )  # fmt: skip


def _spoken_for(degree: Degree, found: Found) -> bool:
    """Whether an adjective belongs to a condition ("two hours long") and orders nothing."""
    return found.span.overlaps(degree.span) or (
        found.constraint.op == "range" and 0 <= degree.span.start - found.span.end <= 1
    )


def _references(pointers: list[Pointer], denials: list[Denial], text: str) -> tuple[Reference, ...]:
    """Items to be like or unlike; one that only measures ("cheaper than the second") is neither."""
    return tuple(reference(p, text, is_disliked(p, denials)) for p in pointers if not p.than)
