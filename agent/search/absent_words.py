"""The catalogue behind a retriever as `presence.py` sees it, made once for each state of the store, and asked per request.

Knows retrievers and vocabularies; decides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from weakref import WeakKeyDictionary, ref

import numpy as np
from numpy.typing import NDArray

from agent.parsing import Vocabulary
from agent.parsing.parse import Parse
from agent.search.absence import Absent, absent_in
from agent.search.presence import Carried, Presence, PresenceSettings
from retrieval.catalog.items import Item
from retrieval.language.kinds import load_kinds
from retrieval.language.packs import letters_of
from retrieval.search.retriever import Query, Retriever

__all__ = ["absent_of"]

SAMPLE = 3_000
"""Items whose descriptions tell what there is a kind of; any word of all others is known all the same."""
REMEMBERED = 20_000
"""Words whose rows are kept."""
FLOOR = 0.1
"""Where a catalogue was too small to measure, or was indexed before that was done: only what is strange to everything."""

SURE = 0.55
"""Where it was not measured: from here a request as a whole is near to an item."""
ACROSS = 0.8
"""How near a request of another language comes than one of the catalogue's own."""
FAR = 0.7
"""How far below the floor a request lies of which no word is strange, and nothing is like it all the same."""
NEARLY = 0.92
"""What a request is in other words comes nearly as near as a part of what it is."""

Sample = dict[tuple[int, int], Item]
"""Items by row and last change."""

_MADE: WeakKeyDictionary[Retriever, tuple[Vocabulary, Presence, Sample]] = WeakKeyDictionary()


def _presence(retriever: Retriever, vocabulary: Vocabulary) -> Presence:
    made = _MADE.get(retriever)
    if made is not None and made[0] is vocabulary:
        return made[1]
    behind = ref(retriever)
    kept: dict[str, list[NDArray[np.float32]]] = {}

    def rows(texts: Sequence[str]) -> list[NDArray[np.float32]]:
        owner = behind()
        assert owner is not None
        if len(kept) > REMEMBERED:
            kept.clear()
        new = list(dict.fromkeys(text for text in texts if text not in kept))
        for text, *own in zip(new, *owner.text_rows(new), strict=True) if new else ():
            kept[text] = own
        return [np.stack(column) for column in zip(*(kept[text] for text in texts), strict=True)]

    def together(words: Sequence[str]) -> bool:
        owner = behind()
        return owner is not None and owner.written(words)

    def nearest(word: str) -> list[Item]:
        owner = behind()
        return (
            []
            if owner is None
            else [hit.item for hit in owner.search(Query(text=word, k=PresenceSettings().looked)).hits]
        )

    before = made[2] if made is not None else {}
    stamps = retriever.store.stamps(SAMPLE)
    new = [row for row, changed in stamps if (row, changed) not in before]
    read = {(record.row, record.changed): record.item for record in retriever.store.records(new)}
    sample = {stamp: item for stamp in stamps if (item := before.get(stamp) or read.get(stamp))}
    presence = Presence(
        vocabulary,
        tuple(sample.values()),
        lambda word: together([word]),
        together,
        rows,
        nearest,
        load_kinds(),
        carried=made[1].carried if made is not None else Carried(),
    )
    _MADE[retriever] = (vocabulary, presence, sample)
    return presence


def absent_of(read: Parse, retriever: Retriever) -> tuple[Absent, ...]:
    """What a request asks for that the store of `retriever` hasn't; empty where it may have all of it."""
    if not read.request.strip():
        return ()
    presence = _presence(retriever, read.vocabulary)
    measured = retriever.refresh().generation.manifest.floor
    floor, sure = measured.get("floor", {}), measured.get("sure", {})
    language = letters_of(read.request)
    least = floor.get(language, min(floor.values(), default=FLOOR) * ACROSS)
    most = sure.get(language, min(sure.values(), default=SURE / ACROSS) * ACROSS) * NEARLY
    firm = sure.get(language, min(sure.values(), default=SURE)) * NEARLY
    return absent_in(read.analysis, presence, retriever.nearness, least * FAR, most, firm)
