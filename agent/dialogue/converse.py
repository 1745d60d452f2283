"""Whether a turn is something else than a request for items, and what is then answered: the first kind that can answer does.

Knows the readings of an utterance and the registry of kinds; searches nothing itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from string import ascii_lowercase

from agent.dialogue.given.codes import by_code
from agent.dialogue.registry import KINDS
from agent.dialogue.scene import Reply, Scene
from agent.explanation.fact_sheet import fact_sheet
from agent.explanation.reasons import explain
from agent.loop.memory import Memory
from agent.parsing import Vocabulary
from agent.parsing.nonsense import is_nonsense
from agent.results.answer import Pick
from agent.search.turn import Turn
from retrieval.catalog.items import Item
from retrieval.language.kinds import load_kinds
from retrieval.language.packs import voice_of
from retrieval.language.turns import Utterance, language_of_words, links_in, utterances_of, without_links
from retrieval.language.words import fold, has_han, latin_words
from retrieval.search.retriever import Query, Retriever

__all__ = ["picks_of", "reply_to"]


def _nonsense(text: str, vocabulary: Vocabulary) -> bool:
    """Whether the words are none of any language or of the catalogue."""
    known = {word for form in (*vocabulary.title_forms, *vocabulary.values) for word in form.split()}
    words = [word for _, word in latin_words(fold(text))]
    if has_han(text) or not words or len(max(words, key=len)) < 4:
        return False
    kinds = load_kinds()
    if any(word in known or _meant(word, lambda w: w in known or kinds.known(w)) for word in words):
        return False
    return is_nonsense(text, lambda word: word in known, kinds)


def _meant(word: str, known: Callable[[str], bool]) -> bool:
    """Whether a word is one with a slip of the hand (lapotp), or two words in one (steampunk)."""
    if len(word) < 5:
        return False
    halves = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    if any(len(a) > 2 and len(b) > 2 and known(a) and known(b) for a, b in halves):
        return True
    slips = [a + b[1] + b[0] + b[2:] for a, b in halves if len(b) > 1] + [a + b[1:] for a, b in halves if b]
    slips += [a + c + rest for a, b in halves for c in ascii_lowercase for rest in (b, b[1:])]
    return any(known(slip) for slip in slips)


def reply_to(turn: Turn, memory: Memory, retriever: Retriever, vocabulary: Vocabulary) -> Reply | None:
    """The answer to a turn that is no plain request; None for one that is."""

    def ask(asked: Turn) -> Reply | None:
        return _of_a_kind(utterances_of(asked.request), asked, memory, retriever, vocabulary)

    if (coded := by_code(turn, memory, retriever, vocabulary, ask)) is not None:
        return coded
    text = turn.request
    if links_in(text) and not without_links(text).strip(" :,.!?，。："):
        return Reply(voice_of(language_of_words(text)).say("talk.links.alone"))
    said = utterances_of(text)
    if not said and text.strip() and _nonsense(text, vocabulary):
        said = (Utterance("nonsense", "en"),)
    return _of_a_kind(said, turn, memory, retriever, vocabulary)


def _of_a_kind(
    said: Sequence[Utterance], turn: Turn, memory: Memory, retriever: Retriever, vocabulary: Vocabulary
) -> Reply | None:
    """The answer of the first kind that can answer one of the readings; None where none can."""
    for one in said:
        scene = Scene(one, turn, memory, retriever, vocabulary, turn.request)
        if one.kind in KINDS and (reply := KINDS[one.kind](scene)) is not None:
            return reply
    return None


def picks_of(items: Sequence[Item], retriever: Retriever, language: str) -> tuple[Pick, ...]:
    """Items that are shown because they are spoken of, as picks, in their order."""
    if not items:
        return ()
    ids = tuple(item.id for item in items)
    result = retriever.search(Query(text=" ".join(item.title for item in items), only=ids, k=len(ids)))
    hits = sorted(result.hits, key=lambda hit: ids.index(hit.id))
    sheets = [fact_sheet(hit) for hit in hits]
    return tuple(
        Pick(n, hit.item, hit.score, hit.blocks, hit.modalities, explain(sheet, language).text, sheet)
        for n, (hit, sheet) in enumerate(zip(hits, sheets, strict=True), start=1)
    )
