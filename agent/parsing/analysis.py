"""A request taken apart against a vocabulary: every condition with its place, what is denied, what nothing decides.

One pass, in this order: titles and values as written, amounts, negations, clauses that only ask for information,
pointers, then guesses for the words that are left. Knows one request alone; the conversation is `parser.py`'s. Made once a
request by `parse.py`: other stages ask that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from typing import Literal

from agent.parsing.amount_constraints import free_quantities
from agent.parsing.comparatives import Degree, degrees_in, outside
from agent.parsing.count_and_media import find_count, find_media
from agent.parsing.deeds_asked import DeedAsked, blanked, find_deeds
from agent.parsing.denials import Denial, find_denials
from agent.parsing.discourse_markers import Opening, opening_of
from agent.parsing.exclusions import refused
from agent.parsing.intent import Reference, Sort
from agent.parsing.item_references import Pointer, find_pointers, is_disliked, reference
from agent.parsing.labelled_amounts import quantities_of
from agent.parsing.lexicon import Vocabulary
from agent.parsing.measure_constraints import add_amounts, add_in_stock, join_alternatives, order_wished
from agent.parsing.partial import ConstraintMention, PartialParse, mask_of
from agent.parsing.ranked import places_in_order, ranked
from agent.parsing.states import add_states, without_shelved
from agent.parsing.value_candidates import meant_values, overruled_values
from agent.parsing.value_constraints import either_of, value_constraints
from agent.parsing.value_mentions import TitleMention, ValueMention, find_titles, find_values
from agent.parsing.yes_no import add_yes_no, without_own
from retrieval.catalog.items import Item
from retrieval.language.clock import today
from retrieval.language.dates import find_periods
from retrieval.language.numbers import find_numbers
from retrieval.language.phrases import content_words, information_asks, without_wrapping
from retrieval.language.tables import either
from retrieval.language.words import Mask, Span, fold

__all__ = ["Analysis", "ConstraintMention", "analyse", "fields_of"]


NUMBERS = 32
"""Numbers of a request that are read, and times and dates, in their order: each is looked at beside all other words."""
_HEAD = either("analysis.head")
"""Nouns that stand for whatever a catalogue has: a request with one is whole."""


_LIKENESS = either("analysis.likeness")
"""What a thing is only like: "a dessert that looks like tofu" has no tofu in it."""


@dataclass(frozen=True)
class Analysis:
    """What a request says. `understood` marks what the wish leaves out; `less`: what there should not be much of."""

    text: str
    folded: str
    found: tuple[ConstraintMention, ...] = ()
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
    currencies: Mapping[str, str] = field(default_factory=dict)
    """Of `soft`, the amounts that can't be compared without a rate, and the currency that the catalogue is in."""
    day: date | None = None
    """The day that its dates were counted from ("last year"); None where none was."""
    opening: Opening = field(default_factory=Opening)
    """How it begins, seen from the turn before; `text` is without these words."""
    deeds: tuple[DeedAsked, ...] = ()
    """What it asks of the person's own past; `text` is without these words, too."""
    pointers: tuple[Pointer, ...] = ()
    """What it points at ("the second", "that one"), in order."""
    written: tuple[ValueMention, ...] = ()
    """The values of the catalogue that stand in it, whether they are asked for or not."""
    ages: tuple[tuple[float, float], ...] = ()
    """The ages of people that it tells, least and greatest, in years."""

    @cached_property
    def bare(self) -> bool:
        """Whether it is conditions alone ("blue", "under 10"), and names nothing that they are conditions of, not even by
        "films" or "something"."""
        if _HEAD.search(self.folded):
            return False
        mask = Mask(len(self.text), [*self.understood, *(f.span for f in self.found)])
        return not content_words(self.folded, without_wrapping(self.folded, mask))


def fields_of(shown: Sequence[Item]) -> frozenset[str]:
    """The fields of the items of the last answer, as `analyse` wants them; never empty where there are items."""
    return frozenset({"title", *(name for item in shown for name in item.attributes)}) if shown else frozenset()


TitlesIn = Callable[[str], list[TitleMention]]
"""The titles that stand in a text; each text is looked through once."""


def _written(draft: PartialParse, titles: list[TitleMention]) -> tuple[list[TitleMention], list[ValueMention]]:
    """Titles and values as written; of two that overlap, the longer one, and the value where they are alike."""
    values = find_values(
        draft.text, draft.folded, draft.vocabulary, mask_of(draft, [t.span for t in titles if t.quoted])
    )

    def longer(value: ValueMention, title: TitleMention) -> bool:
        return (
            value.span.overlaps(title.span) and value.span.end - value.span.start >= title.span.end - title.span.start
        )

    titles = [t for t in titles if t.quoted or not any(longer(v, t) for v in values)]
    return titles, [v for v in values if not any(v.span.overlaps(t.span) for t in titles)]


def _opened(text: str, titles_in: TitlesIn) -> Opening:
    """How a request begins, but for words that belong to a title ("And Then There Were None")."""
    opening = opening_of(text)
    if not opening.spans:
        return opening
    return Opening() if any(t.span.overlaps(span) for t in titles_in(text) for span in opening.spans) else opening


def _of_the_cue(span: Span, cue: Span, folded: str) -> bool:
    """Whether a value is only a word of a negation ("steer clear of"); the toy of "any toy bar" is a thing of its own."""
    inside = cue.start <= span.start and span.end <= cue.end
    counted = re.match(r"(?:any|every) ", cue.of(folded)) is not None
    return inside and not (counted and folded[span.end : cue.end].strip())


def _deeds(text: str, vocabulary: Vocabulary, titles_in: TitlesIn) -> tuple[DeedAsked, ...]:
    """What a request asks of the person's past, but for words that belong to a title ("What I Have Seen")."""
    folded = fold(text)
    deeds = find_deeds(folded)
    titles = titles_in(text) if deeds else []
    deeds = without_shelved(deeds, vocabulary)
    return tuple(d for d in deeds if not any(t.known and t.span.overlaps(d.span) for t in titles))


def analyse(
    text: str, vocabulary: Vocabulary, shown: frozenset[str] = frozenset(), day: date | None = None
) -> Analysis:
    """Takes a request apart. `shown`: the fields of the items of the last answer, where one came before.

    Relative dates are counted from `day`, by default the clock's. Never raises for any text; what isn't understood stays in the wish.
    """
    day = day or today()

    @cache
    def titles_in(text: str) -> list[TitleMention]:
        return find_titles(text, fold(text), vocabulary, Mask(len(text)))

    opening = _opened(text, titles_in)
    text = opening.blanked(text)
    deeds = _deeds(text, vocabulary, titles_in)
    text = blanked(text, deeds)
    folded = fold(text)
    draft = PartialParse(text, folded, vocabulary, shown)
    titles, mentions = _written(draft, titles_in(text))
    written = tuple(mentions)
    named = [*(t.span for t in titles), *(m.span for m in mentions)]
    media, free = find_media(folded, mask_of(draft, named)), free_quantities(folded, mask_of(draft, named))
    numbers, periods = find_numbers(folded, text)[:NUMBERS], find_periods(folded, day)[:NUMBERS]
    every = degrees_in(folded)
    lately = [p.span for p in periods if p.relative]  # "the last three years" points at no item
    places = places_in_order(folded, outside(every, mask_of(draft, named)))
    ordinals = [ordinal for _, ordinal in places.values()]
    pointers = find_pointers(folded, mask_of(draft, named, lately, ordinals), titles, bool(shown))
    elsewhere = mask_of(draft, named, ordinals, [q.span for q in free], [p.span for p in pointers])
    quantities = free + quantities_of(folded, elsewhere, text, day, vocabulary, periods=periods, numbers=numbers)
    amounts = [q.span for q in quantities if q.compared or q.unit]
    count = find_count(folded, mask_of(draft, amounts, [p.span for p in pointers], [m.span for m in mentions]), numbers)
    denials = without_own(draft, find_denials(folded, mask_of(draft, named, amounts)))
    mentions = [m for m in mentions if not any(_of_the_cue(m.span, d.cue, folded) for d in denials)]
    asides = information_asks(folded, amounts)
    likeness = [Span(*m.span()) for m in _LIKENESS.finditer(folded)]
    mentions = [
        m
        for m in mentions
        if not any(
            m.span.overlaps(aside)
            for aside in (*asides, *likeness, *(d.cue for d in denials if not _kind_in(m.span, d.cue, folded)))
        )
    ]
    degrees = ranked(outside(every, mask_of(draft, named, amounts, asides)), places)
    busy = mask_of(
        draft,
        asides,
        named,
        amounts,
        [p.span for p in pointers],
        [s for _, s in media],
        [d.span for d in degrees],
        [d.cue for d in denials],
    )
    if overruled := overruled_values(mentions, draft, busy):
        mentions = [m for m in mentions if m not in overruled]
        busy = busy.without([m.span for m in overruled])
    chosen = meant_values(draft, mentions, denials, busy)
    add_amounts(draft, sorted(quantities, key=lambda q: q.span), denials, count[1] if count else None)
    join_alternatives(draft)
    for constraint, span in either_of(value_constraints(chosen, text, folded, vocabulary, draft.weak), folded):
        draft.add(constraint, span)
    add_yes_no(draft, denials)
    add_in_stock(draft, denials)
    add_states(draft, denials)
    degrees = [d for d in degrees if not any(_spoken_for(d, f) for f in draft.found)]
    sort = order_wished(draft, degrees, pointers, denials)
    excluded = refused(draft, denials, chosen, pointers, degrees)
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
        opening=opening, deeds=deeds, guessed=tuple(one.span for one in chosen if one.mention.how == "similar"), currencies=draft.currencies,
        day=day if any(q.relative for q in quantities) else None, written=written, pointers=tuple(pointers),
        ages=tuple((float(q.low), float(q.high)) for q in quantities if q.person and isinstance(q.low, int | float) and isinstance(q.high, int | float)),
    )  # fmt: skip


def _kind_in(span: Span, cue: Span, folded: str) -> bool:
    """Whether a value is the kind of thing inside a cue that lets all but one stand: "any toy bar the wooden one"."""
    inside = cue.start < span.start and span.end < cue.end and folded[span.end : span.end + 1] == " "
    return inside and re.match(r"(?:any|every|all)\s", folded[cue.start : cue.end]) is not None


def _spoken_for(degree: Degree, found: ConstraintMention) -> bool:
    """Whether an adjective belongs to a condition ("two hours long") and orders nothing."""
    return found.span.overlaps(degree.span) or (
        found.constraint.op == "range" and 0 <= degree.span.start - found.span.end <= 1
    )


def _references(pointers: list[Pointer], denials: list[Denial], text: str) -> tuple[Reference, ...]:
    """Items to be like or unlike; one that only measures ("cheaper than the second") is neither."""
    return tuple(reference(p, text, is_disliked(p, denials)) for p in pointers if not p.than)
