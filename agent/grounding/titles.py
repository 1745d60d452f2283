"""Rules on titles and quotations: what is named must be this item, or one that may be compared with it.

Each yields the faults that it finds in a case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.grounding.annotations import Mention
from agent.grounding.claims import CONTRAST
from agent.grounding.item_evidence import ItemEvidence
from agent.grounding.plain_words import BEHAVIOUR
from agent.grounding.sentence_context import SentenceInContext, in_quotes, named
from retrieval.language.tables import either, fragment
from retrieval.language.words import Span, fold, has_han, key, latin_words, singular

__all__ = ["of_own_title", "titles"]

_STATES = re.compile(rf"\s*[\"”》]*\s*(?:{fragment('titles.states')})\b")
_JOINS = either("titles.joins")
_REFERENCE = either("titles.reference")


def titles(case: SentenceInContext) -> Iterator[str]:
    folded = case.marked.folded
    for mention in case.marked.mentions:
        if mention.weak and not named(case, mention.span) and not in_quotes(case, mention.span):
            continue
        owner = mention.entry.owner
        if owner in ("like", "other") and not named(case, mention.span) and of_own_title(case.evidence, mention):
            continue
        if owner == "own" and case.marked.denied(mention.span) and not mention.entry.fields:
            yield f"“{mention.entry.phrase}” is this very item"
        if owner == "other" and case.marked.denied(mention.span) and _refused(case, mention):
            continue
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
            and _STATES.match(folded, mention.span.end)
            and not _JOINS.search(folded[: mention.span.start])
        ):
            yield f"it speaks of “{mention.entry.phrase}”, not of this item"
    for match in re.finditer(r"[\"“「『《]([^\"”」』》]+)[\"”」』》]", case.marked.raw):
        content = fold(match[1]).strip(" .,!?。，！？")
        span = Span(*match.span(1))
        if not _occurs(case.evidence, content):
            yield f"“{match[1]}” stands nowhere"
        elif (named(case, span) or match.group()[0] in "《") and not any(
            m.entry.owner and m.span.start <= span.start + 1 and span.end <= m.span.end + 1
            for m in case.marked.mentions
        ):
            yield f"“{match[1]}” is not its title"


def _refused(case: SentenceInContext, mention: Mention) -> bool:
    """Whether a phrase is words that the person refused ("no bacon"), though something else is called so, too."""
    spoken = {singular(word) for _, word in latin_words(mention.span.of(case.marked.folded))}
    return bool(spoken) and spoken <= case.evidence.refused


def of_own_title(evidence: ItemEvidence, mention: Mention) -> bool:
    """Return whether a phrase, another item's title or a value, is only a word of this item's own title."""
    words = key(mention.entry.phrase)
    return any(f" {words} " in f" {key(title)} " for title in evidence.sheet.titles)


def _occurs(evidence: ItemEvidence, content: str) -> bool:
    """Whether a quotation stands, word for word, in the item, the request, or a title that may be named."""
    places = [
        *evidence.texts,
        evidence.asked_text,
        *(fold(t.item.title) for t in evidence.sheet.likes),
        *(fold(o.title) for o in evidence.others),
        *(fold(done.item.title) for done in evidence.sheet.done),
    ]
    places += [
        fold(w.get("title", ""))
        for item in [
            *(liked.item for liked in evidence.sheet.likes),
            *(done.item for done in evidence.sheet.done),
            *evidence.others,
        ]
        for w in item.translations.values()
    ]
    if has_han(content):
        return any(content in place for place in places)
    words = key(content)
    return any(f" {words} " in f" {key(place) if not has_han(place) else place} " for place in places) or not re.search(
        r"[a-z]", content
    )
