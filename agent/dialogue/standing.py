"""What a turn tells of the person for good: facts that it states, facts that it takes back, the question what is known.

What is left of the turn is a request, which goes on as any other. Knows the reading of facts and where they are kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agent.explanation.reasons import wording
from agent.parsing import Vocabulary
from agent.personalization.told_facts import StandingFacts
from agent.planning.standing_facts import Fact, facts_in, standing_of
from retrieval.language.packs import pack_of, voice_of
from retrieval.language.phrases import STOP
from retrieval.language.standing import asks_what_is_known, means_kind, takes_back
from retrieval.language.turns import is_small_talk, language_of_words
from retrieval.language.words import fold, has_han, key

__all__ = ["ToldForGood", "told_facts", "told_for_good"]


@dataclass(frozen=True)
class ToldForGood:
    """What is said to a turn that told, took back or asked for standing facts. rest: what is left of it as a request; changed:
    whether what holds has changed; facts: ids of what was kept now."""

    message: str
    rest: str = ""
    changed: bool = True
    facts: tuple[str, ...] = ()


def _held(fact: Fact, vocabulary: Vocabulary, language: str) -> str:
    """A fact in words, with what it is in this catalogue."""
    voice, standing = voice_of(language), standing_of(fact, vocabulary)
    said = voice.say("facts.said", words=fact.words.rstrip(" .。!！,，"))
    conditions = dict.fromkeys(wording(c.filters[0], language) for c in (*standing.conditions, *standing.preferences))
    if conditions:
        return voice.say("facts.means", fact=said, conditions=voice.listed(list(conditions)))
    return said if standing else voice.say("facts.untold", fact=said)


def told_facts(facts: Sequence[Fact], vocabulary: Vocabulary, language: str) -> str:
    """Facts in words, one after the other."""
    return voice_of(language).clauses.join(_held(fact, vocabulary, language) for fact in facts)


def _content(words: str) -> set[str]:
    return {w for w in key(words).split() if w not in STOP and len(w) > 1}


def _speaks_of(words: str, fact: Fact, vocabulary: Vocabulary) -> bool:
    """Whether words that take something back speak of a fact: by its kind, by its words, or by what it is a condition of."""
    if means_kind(words, "", fact.language) or means_kind(words, fact.kind, fact.language):
        return True
    folded = fold(words).strip(" 。.!！")
    if has_han(folded):
        return len(folded) > 0 and (folded in fold(fact.words) or fold(fact.what) in folded)
    if _content(words) & _content(fact.words):
        return True
    values = {key(str(v)) for c in standing_of(fact, vocabulary).conditions for f in c.filters for v in (f.value if isinstance(f.value, tuple) else (f.value,))}  # fmt: skip
    return bool(_content(words) & {w for v in values for w in v.split()})


def _rest(text: str, spans: Sequence[tuple[int, int]], language: str) -> str:
    """What an utterance says beside its facts; "" where that is nothing that could be looked for."""
    kept, at = [], 0
    for start, end in spans:
        kept.append(text[at:start])
        at = end
    kept.append(text[at:])
    left = re.sub(r"(?:\s*[.;,!?，。；！？]\s*){2,}", ". " if not has_han(text) else "，", " ".join(kept))
    grammar = pack_of(language).turns
    left = left.strip(" \n.;,!，。；！")
    opening = grammar.opening.match(fold(left))
    bare = left[opening.end() :] if opening else left
    if not re.search(r"\w", bare) or is_small_talk(left) or not grammar.empty.sub("", fold(bare)).strip(" ?？.!,，"):
        return "" if not re.search(r"[?？]", text[spans[-1][1] :]) or not bare.strip(" ?？") else bare
    return bare


def told_for_good(
    text: str, facts: StandingFacts, vocabulary: Vocabulary, *, user: str | None, session: str
) -> ToldForGood | None:
    """What is to be said to a turn about standing facts, which are kept or dropped now; None where it says nothing of them."""
    language = language_of_words(text)
    voice = voice_of(language)
    if asks_what_is_known(text):
        known = facts.of(user, session)
        told = voice.say("facts.known", facts=told_facts(known, vocabulary, language)) if known else ""
        return ToldForGood(told or voice.say("facts.none"), changed=False)
    if (words := takes_back(text)) is not None:
        gone = [fact for fact in facts.of(user, session) if _speaks_of(words, fact, vocabulary)]
        if gone:
            facts.drop([fact.id for fact in gone], user=user, session=session)
            said = voice.listed([voice.say("facts.said", words=f.words.rstrip(" .。!！,，")) for f in gone])
            return ToldForGood(voice.say("facts.dropped", facts=said))
    found = facts_in(text, vocabulary)
    if not found:
        return None
    before = {fact.id for fact in facts.of(user, session)}
    kept = facts.keep([fact for fact, _ in found], user=user, session=session)
    told = voice.say("facts.noted", facts=told_facts(kept, vocabulary, language))
    new = tuple(fact.id for fact in kept if fact.id not in before)
    return ToldForGood(told, _rest(text, [span for _, span in found], language), facts=new)
