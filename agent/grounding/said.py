"""Rules on what a sentence says of the item: titles, values, amounts, fields, names, and every other word.

Each yields the faults that it finds in a case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.done import DEED_WORDS
from agent.facts import items_of
from agent.grounding.amounts import amount_fault
from agent.grounding.case import Case, has_argument, in_quotes, media_words, named, spoken_words
from agent.grounding.claims import CONTRAST
from agent.grounding.ground import Ground
from agent.grounding.marking import Mention, Relation
from agent.grounding.wording import BEHAVIOUR, CLOSENESS, LIKENESS, MEASURED, MEDIA, STORY, is_plain, kind_of_word
from agent.reading.amounts import FREE
from agent.reading.concepts import CONCEPTS, concepts_of
from agent.reading.quantities import Quantity, find_quantities
from agent.reading.text import Mask, Span, fold, has_han, key, latin_words, singular
from retrieval.filters import contains_term

__all__ = ["amounts", "capitals", "relations", "titles", "values", "words"]

_REFERENCE = re.compile(
    r"\b(?:like|unlike|similar|akin|same|shar\w+|both|as|with|reminiscent|compared?|than|asked|mention\w*|point\w*|named?|lik\w+|lov\w+|enjoy\w*|fans?|too|also|close|near)\b|像|类似|相似|一样|同样|相同|共同|都|也|比|与|和|跟|提到|喜欢|说的|指"
)


def titles(case: Case) -> Iterator[str]:
    folded = case.marked.folded
    for mention in case.marked.mentions:
        if mention.weak and not named(case, mention.span):
            continue
        owner = mention.entry.owner
        if owner in ("like", "other") and not named(case, mention.span) and _of_own_title(case.ground, mention):
            continue
        if owner == "own" and case.marked.denied(mention.span) and not mention.entry.fields:
            yield f"“{mention.entry.phrase}” is this very item"
        if owner in ("like", "other") and not mention.entry.fields:
            compared = any(c.true is not None and mention.span.overlaps(c.span) for c in case.compared)
            if not compared and (
                (owner == "other" and not CONTRAST.search(folded))
                or not _REFERENCE.search(folded)
                or named(case, mention.span)
            ):
                yield f"“{mention.entry.phrase}” is another item"
        if owner == "done" and not mention.entry.fields and not BEHAVIOUR.search(folded):
            yield f"“{mention.entry.phrase}” is another item"
        if (
            owner in ("like", "done")
            and re.match(r"\s*[\"”》]*\s*(?:is|was|has|costs|stars|是|有|在)\b", folded[mention.span.end :])
            and not re.search(r"\bthat\b|与|和", folded[: mention.span.start])
        ):
            yield f"it speaks of “{mention.entry.phrase}”, not of this item"
    for match in re.finditer(r"[\"“「『《]([^\"”」』》]+)[\"”」』》]", case.marked.raw):
        content = fold(match[1]).strip(" .,!?。，！？")
        span = Span(*match.span(1))
        if not _occurs(case.ground, content):
            yield f"“{match[1]}” stands nowhere"
        elif (named(case, span) or match.group()[0] in "《") and not any(
            m.entry.owner and m.span.start <= span.start + 1 and span.end <= m.span.end + 1
            for m in case.marked.mentions
        ):
            yield f"“{match[1]}” is not its title"


def _of_own_title(ground: Ground, mention: Mention) -> bool:
    """Whether a phrase, another item's title or a value, is only a word of this item's own title."""
    words = key(mention.entry.phrase)
    return any(f" {words} " in f" {key(title)} " for title in ground.sheet.titles)


def _occurs(ground: Ground, content: str) -> bool:
    """Whether a quotation stands, word for word, in the item, the request, or a title that may be named."""
    places = [
        *ground.texts,
        ground.asked_text,
        *(fold(t.item.title) for t in ground.sheet.likes),
        *(fold(o.title) for o in ground.others),
        *(fold(done.item.title) for done in ground.sheet.done),
    ]
    places += [
        fold(w.get("title", ""))
        for item in [
            *(liked.item for liked in ground.sheet.likes),
            *(done.item for done in ground.sheet.done),
            *ground.others,
        ]
        for w in item.translations.values()
    ]
    if has_han(content):
        return any(content in place for place in places)
    words = key(content)
    return any(f" {words} " in f" {key(place) if not has_han(place) else place} " for place in places) or not re.search(
        r"[a-z]", content
    )


def values(case: Case) -> Iterator[str]:
    for mention in case.marked.mentions:
        relations = [r for r in case.bound[mention.span] if _fits(case.ground, r)]
        if (mention.weak and not any(r.exact for r in relations)) or not mention.entry.fields:
            continue
        if case.repeated(mention.span) or (in_quotes(case, mention.span) and _of_own_title(case.ground, mention)):
            continue
        if mention.entry.owner in ("like", "other") and any(
            c.true is not None and mention.span.overlaps(c.span) for c in case.compared
        ):
            continue
        if mention.entry.owner == "own" and not relations and not case.marked.denied(mention.span):
            continue
        true = _value_true(case, mention, relations)
        denied = case.marked.denied(mention.span)
        phrase = mention.entry.phrase
        if denied and true:
            yield f"“{phrase}” is so"
        elif denied and not _deniable(case, mention, relations):
            yield f"nothing says that it isn't “{phrase}”"
        elif not denied and not true and not case.excused(mention.span):
            wrong = ", ".join(sorted(relations[0].fields)) if relations else ", ".join(sorted(mention.entry.fields))
            yield f"“{phrase}” is not its {wrong}"


def _fits(ground: Ground, relation: Relation) -> bool:
    """Whether the field that words name takes values that are phrases."""
    return any(
        ground.schema.fields[name].kind in ("category", "text")
        for name in relation.fields
        if name in ground.schema.fields
    )


def _by(case: Case, mention: Mention) -> bool:
    """Whether "by" alone stands before the phrase: then it must be someone who makes."""
    return re.search(r"\bby\s+$", case.marked.folded[: mention.span.start]) is not None


_LOOSE = frozenset({"kind", "place", "near", "facility", "ingredient"})
"""Concepts whose words are also used of values of other fields ("a kind of", "in the area of")."""


def _loose(ground: Ground, relation: Relation) -> bool:
    names = [
        n for n in relation.fields if n in ground.schema.fields and ground.schema.fields[n].kind in ("category", "text")
    ]
    return all(any(c.name in _LOOSE for c in concepts_of(name)) for name in names)


def _value_true(case: Case, mention: Mention, relations: list[Relation]) -> bool:
    ground, phrase = case.ground, mention.entry.phrase
    if relations:
        names = {name for relation in relations for name in relation.fields}
        if any(ground.holds(name, phrase) for name in names):
            return True
        if any(
            relation.exact or mention.entry.fields & relation.fields or not _loose(ground, relation)
            for relation in relations
        ):
            return False
    fields = mention.entry.fields
    if _by(case, mention) and not relations:
        makers = {n for n in fields if any(r"\bby" in c.verbs.split("|") for c in concepts_of(n))}
        fields = frozenset(makers) if makers or all(concepts_of(n) for n in fields) else fields
    if any(ground.holds(name, phrase) for name in fields):
        return True
    if case.marked.quoted(mention.span):
        return True
    closed = any(ground.closed(name) for name in fields)
    words = spoken_words(ground)
    if fold(phrase) in words:
        return True
    return not closed and any(contains_term(text, phrase) for text in ground.texts)


def _deniable(case: Case, mention: Mention, relations: list[Relation]) -> bool:
    """Whether the facts say that a phrase is not so: its field has other values, or a condition that says no holds."""
    ground, phrase = case.ground, mention.entry.phrase
    if any(items_of(ground.item.attributes.get(name)) for relation in relations for name in relation.fields):
        return True
    if any(contains_term(text, phrase) for text in ground.texts) and not set(key(phrase).split()) & ground.denied:
        return False
    words = {singular(w) for _, w in latin_words(fold(phrase))} or {fold(phrase)}
    return any(items_of(ground.item.attributes.get(name)) for name in mention.entry.fields) or words <= ground.refused


def amounts(case: Case) -> Iterator[str]:
    if re.search(r"\d\s*%|\bper ?cent\b|百分之", case.marked.folded) and not any(
        re.search(r"\d\s*%|percent|百分之", run.of(case.marked.folded)) for run in case.marked.runs
    ):
        yield "a percentage that the facts don't have"
    for amount in case.marked.amounts:
        if any(amount.span.overlaps(c.span) for c in case.compared if c.true is not None):
            continue
        if (
            case.report is not None
            and case.report.start <= amount.span.start < case.report.end
            and _in_request(case, amount)
        ):
            continue
        reason = amount_fault(amount, case.bound[amount.span], case.marked, case.ground)
        if reason:
            yield reason


def _in_request(case: Case, amount: Quantity) -> bool:
    sheet = case.ground.sheet
    text = case.ground.asked_text
    asked = find_quantities(text, Mask(len(text)))
    said = {amount.low, amount.high} - {None}
    ranges = [f.value for f in (*sheet.conditions, *sheet.broken) if isinstance(f.value, tuple)]
    bounds = {b for value in ranges for b in value} | {
        f.value for f in (*sheet.conditions, *sheet.broken) if not isinstance(f.value, tuple)
    }
    return any(said & {q.low, q.high} for q in asked) or bool(said & bounds)


def relations(case: Case) -> Iterator[str]:
    ground = case.ground
    for relation in case.marked.relations:
        said = relation.span.of(case.marked.folded)
        present = [
            n
            for n in relation.fields
            if items_of(ground.item.attributes.get(n))
            and (n not in ground.schema.fields or ground.schema.fields[n].kind != "boolean")
        ]
        switches = [v for n in relation.fields for v in items_of(ground.item.attributes.get(n)) if isinstance(v, bool)]
        denied = case.marked.denied(relation.span)
        argued = has_argument(case, relation)
        if any(relation.span.overlaps(c.span) for c in case.compared if c.true is not None):
            continue
        bounded = {f.field for f in (*ground.sheet.conditions, *ground.sheet.broken)}
        if (
            case.report is not None
            and case.report.start <= relation.span.start < case.report.end
            and relation.fields & bounded
        ):
            continue
        if switches:
            if all(value == denied for value in switches):
                yield f"“{said}” is {'so' if denied else 'not so'}"
        elif present and not argued and _misnamed(case, relation):
            yield f"what is said of “{said}” is none of its values"
        elif present:
            if denied and not argued and relation.exact and not all(is_plain(w) for _, w in latin_words(said)):
                yield f"it does have “{said}”"
        elif (
            not denied
            and not all(is_plain(w) for _, w in latin_words(said) or [(relation.span, said)])
            and not case.marked.quoted(relation.span)
        ):
            words = [w for _, w in latin_words(said)]
            known = (bool(words) and all(ground.has_word(w) for w in words)) or (
                not words and any(said in text for text in ground.texts)
            )
            media = bool(words) and all(w in MEDIA["text"] | MEDIA["image"] | MEDIA["audio"] for w in words)
            if not known and not media and not case.excused(relation.span):
                yield f"it has no {', '.join(sorted(relation.fields))}"


_IS_AFTER = re.compile(r"\s*(?:(?:is|are|was|were|of)\s+|[:：]\s*|是|为)(?:the\s+|an?\s+)?")
_IS_BEFORE = re.compile(r"\s+(?:is|are|was|were)\s+(?:the|its|an?)\s+$|是它?的?$")


def _misnamed(case: Case, relation: Relation) -> bool:
    """Whether a word that is no known value is said to be the item's value of a field of categories ("Seal is the director")."""
    kinds = {case.ground.schema.fields[n].kind for n in relation.fields if n in case.ground.schema.fields}
    if kinds != {"category"}:
        return False
    folded = case.marked.folded
    after, before = _IS_AFTER.match(folded, relation.span.end), _IS_BEFORE.search(folded[: relation.span.start])
    pieces = [
        p
        for p in case.marked.pieces
        if not p.plain and not p.text.isdigit() and not any(run.overlaps(p.span) for run in case.marked.runs)
    ]
    ends = [p for p in pieces if before and p.span.end == before.start()]
    starts = [p for p in pieces if after and p.span.start == after.end()]
    return bool(ends or starts)


_JOINERS = frozenset("of the de von van du da la le".split())


def capitals(case: Case) -> Iterator[str]:
    """Names: words with capitals side by side must stand so in the facts ("Tom Allen" of Tom Hanks and Tim Allen)."""
    raw, spoken = case.marked.raw, latin_words(case.marked.folded)
    chain: list[tuple[Span, str]] = []
    for i, (span, word) in enumerate(spoken):
        verb = (
            is_plain(word) or word.endswith(("ing", "ed")) or any(r.span.overlaps(span) for r in case.marked.relations)
        )
        capital = raw[span.start].isupper() and not (i == 0 and verb)
        joined = bool(chain) and re.fullmatch(r"[\s.'’-]+", raw[chain[-1][0].end : span.start]) is not None
        if joined and (capital or word in _JOINERS):
            chain.append((span, word))
            continue
        yield from _chain_fault(case, chain)
        chain = [(span, word)] if capital else []
    yield from _chain_fault(case, chain)
    for mention in case.marked.mentions:
        yield from _deed_fault(case, mention)


def _deed_fault(case: Case, mention: Mention) -> Iterator[str]:
    """A person of the facts may not be made to do what the description tells of others ("Jon Veld raises a seal")."""
    name = mention.span.of(case.marked.raw)
    if (
        mention.entry.owner
        or not re.fullmatch(r"[A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*)+", name)
        or case.marked.quoted(mention.span)
    ):
        return
    after = next((p for p in case.marked.pieces if p.span.start == mention.span.end + 1), None)
    if (
        after
        and after.known
        and not after.plain
        and re.search(r"(?:s|ed)$", after.text)
        and after.text == after.span.of(case.marked.raw)
    ):
        yield f"nothing says that “{name} {after.text}”"


def _chain_fault(case: Case, chain: list[tuple[Span, str]]) -> Iterator[str]:
    while chain and chain[-1][1] in _JOINERS:
        chain = chain[:-1]
    free = [
        (s, w)
        for s, w in chain
        if not any(m.span.start <= s.start and s.end <= m.span.end for m in case.marked.mentions)
    ]
    if len(chain) < 2 or not free:
        return
    words = [singular(w) for _, w in chain]
    if all(is_plain(w) or singular(w) in case.ground.kind_words for _, w in free):
        return
    if not case.ground.has_run(words) and f" {' '.join(words)} " not in f" {key(case.ground.sheet.request)} ":
        yield f"“{' '.join(w for _, w in chain)}” stands nowhere so"


_NEARBY = frozenset("near nearby close next beside steps minutes 离 近 很近 靠近 邻近 临近 紧邻 附近 旁边".split())


def _placed(case: Case) -> bool:
    """Whether the sentence names a place that the item's facts tie it to."""
    near = ("place", "near", "transport")
    concepts = {n for c, names in case.ground.concepts() if c.name in near for n in names}
    if any(case.ground.holds(n, m.entry.phrase) for m in case.marked.mentions for n in m.entry.fields & concepts):
        return True
    values = [fold(str(v)) for n in concepts for v in items_of(case.ground.item.attributes.get(n))]
    return any(run.of(case.marked.folded) in value for run in case.marked.runs for value in values)


def words(case: Case) -> Iterator[str]:
    ground, marked = case.ground, case.marked
    handled = {piece.span for piece, _ in media_words(case)}
    covered = [c.span for c in case.compared if c.true is not None] + [
        Span(*m.span()) for m in FREE.finditer(marked.folded)
    ]
    if ground.sheet.done:  # the rule on behaviour has judged these
        covered += [Span(*m.span()) for p in (BEHAVIOUR, DEED_WORDS) for m in p.finditer(marked.folded)]
    names = {singular(w) for name in ground.names for _, w in latin_words(fold(name))} | {fold(n) for n in ground.names}
    for piece in marked.pieces:
        word = singular(piece.text)
        if (
            piece.plain
            or piece.span in handled
            or any(span.overlaps(piece.span) for span in covered)
            or piece.text.isdigit()
        ):
            continue
        if any(m.span.overlaps(piece.span) for m in marked.mentions if not m.weak):
            continue
        if word in STORY and len(ground.texts) and ground.item.description:
            continue
        if piece.text in _NEARBY and _placed(case):
            continue
        if word in MEASURED and any(
            0 <= piece.span.start - q.span.end <= 1 and q.unit is not None for q in marked.amounts
        ):
            continue
        denied = marked.denied(piece.span)
        if kind_of_word(piece.text) in ground.kinds or word in names:
            if denied:
                yield f"it is a {piece.text}"
            continue
        if case.repeated(piece.span):
            continue
        if denied:
            lacking = not piece.known and any(
                c.mention is not None and c.mention.fullmatch(piece.text) for c in CONCEPTS
            )
            if word not in ground.refused and word not in ground.denied and not lacking:
                yield f"nothing says that it isn't “{piece.text}”"
            elif word in ground.refused and piece.known and word not in ground.denied:
                yield f"“{piece.text}” does stand in its text"
        elif piece.known:
            said = word in ground.denied or any(has_han(other) and other in word for other in ground.denied)
            if said and not marked.negated(piece.span):
                yield f"its text says the contrary of “{piece.text}”"
        elif (
            piece.text == "相同"
            or LIKENESS.fullmatch(piece.text)
            or CLOSENESS.fullmatch(piece.text)
            or case.excused(piece.span)
            or piece.text in spoken_words(ground)
        ):
            continue
        else:
            yield f"nothing says “{piece.text}”"
