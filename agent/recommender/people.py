"""The part of the Python API that has to do with people: recording what they do, items like or with an item, privacy.

`Recommender` has all of it. Knows behaviour, retrieval and answers; nothing of chat models.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from agent.explanation.fact_sheet import FactSheet, fact_sheet
from agent.explanation.reasons import explain
from agent.personalization.privacy import Privacy
from agent.personalization.told_facts import StandingFacts
from agent.recommender.opened import OpenedStore
from agent.results.answer import Answer, Pick
from retrieval.behavior.events.import_events import CleanRules, EventChoices, Imported, read_events
from retrieval.behavior.events.log_store import BehaviorEvent, Recorded
from retrieval.behavior.events.titles import titles_of
from retrieval.search.boosts import Leaning
from retrieval.search.query import Hit, Query, Result

__all__ = ["TOGETHER", "PeopleApi"]

TOGETHER = "together"
"""The part of a score that says that both were bought by the same people."""
NOTHING_BOUGHT = (
    "Nothing is known to have been bought together with “{}” by two people or more: these go with it by content"
)


class PeopleApi(OpenedStore):
    """What a Recommender can do with what people do."""

    def record(
        self,
        kind: str | BehaviorEvent | Iterable[BehaviorEvent],
        item: str | None = None,
        *,
        user: str | None = None,
        session: str | None = None,
        value: float | None = None,
        words: str | None = None,
        at: float | None = None,
        id: str | None = None,
        consent: bool = False,
    ) -> Recorded:
        """Records that somebody did something with an item; the next answer knows. Or records events that were made before.

        kind: view, play (`value`: seconds), search (`words`), like, dislike, rate (`value`: stars, 0 to 5), cart, buy, skip or
        hide. at: seconds since 1970, now unless given. id: the same id twice is one event. consent: whether it may be
        written into examples for a chat model (`medley export sft`). Raises QueryError, before anything is written, where something can't be so; StoreError where
        it can't be written.
        """
        if isinstance(kind, str):
            made = self.event(
                kind, item, user=user, session=session, value=value, words=words, at=at, id=id, consent=consent
            )
            return self._behaviour.record([made])
        return self._behaviour.record([kind] if isinstance(kind, BehaviorEvent) else list(kind))

    def event(self, kind: str, item: str | None = None, **given: Any) -> BehaviorEvent:
        """An event to be recorded with others: what `record` takes. Without a time it is of now; nothing is checked yet."""
        return self._behaviour.event(kind, item, given)

    def merge(self, session: str, user: str) -> int:
        """Gives what an anonymous session did to the user that it turned out to be; returns how many events there were."""
        self._facts.merge(session, user)
        return self._behaviour.log.merge(session, user)

    def import_events(
        self, path: Path | str, rules: CleanRules | None = None, choices: EventChoices | None = None
    ) -> tuple[Imported, Recorded]:
        """Reads a file of events or a known history (Netflix, Spotify, Letterboxd, …), cleans it, and records what is left.

        Items that the file names by their titles are found by these. choices: what is said of the file beside it.

        Raises CatalogError where the file can't be read.
        """
        store = self.retriever.store
        found = read_events(Path(path), set(store.ids()), time.time(), rules, choices, titles_of(store.items()))
        return found, self._behaviour.record(found.events)

    @property
    def privacy(self) -> Privacy:
        """What is known of people: to show, to export, to forget."""
        return Privacy(self._behaviour, self._facts, self._forget_person)

    @property
    def facts(self) -> StandingFacts:
        """What people have told that always holds of them ("I'm vegetarian"): to tell, to show, to take back."""
        return self._facts

    def _forget_person(self, user: str | None, session: str | None, sessions: Sequence[str]) -> None:
        raise NotImplementedError

    def more_like(self, item_id: str, *, k: int = 10, user: str | None = None, taste: float | None = None) -> Answer:
        """More like an item, by all that it has. With a user, their taste counts, too, and hidden items stay away.

        Raises QueryError for an unknown item.
        """
        item, personal = self.retriever.item(item_id), self._behaviour.personal(user, taste=taste)
        query = Query(
            like=(item.id,),
            exclude=(item.id, *self._bought(personal), *(personal.exclude(wordless=False) if personal else ())),
            leanings=personal.leanings(wordless=False) if personal else (),
            filters=(*self._hidden(unsold=True), *self._facts.standing(user).filters),
            k=self._policies.shown(k),
        )
        return self._listed(
            self.retriever.search(query), item_id, lambda hit, hits: fact_sheet(hit, like=[item], beside=hits)
        )

    def goes_with(self, item_id: str, *, k: int = 10) -> Answer:
        """What goes with an item: first what at least two people bought both of, then what is like it.

        Raises QueryError for an unknown item.
        """
        item, both = self.retriever.item(item_id), self._behaviour.bought_with(item_id)
        leaning = Leaning(TOGETHER, scores=both, weight=2.0)
        query = Query(
            like=(item.id,),
            exclude=(item.id,),
            leanings=(leaning,),
            filters=self._hidden(unsold=True),
            k=self._policies.shown(k),
        )
        result = self.retriever.search(query)
        notes = () if both else (NOTHING_BOUGHT.format(item.title or item.id),)

        def sheet(hit: Hit, hits: Sequence[Hit]) -> FactSheet:
            return fact_sheet(hit, like=[item], beside=hits, others="together" if hit.id in both else "")

        return self._listed(result, item_id, sheet, notes)

    def _listed(
        self, result: Result, request: str, sheet: Callable[..., FactSheet], notes: tuple[str, ...] = ()
    ) -> Answer:
        picks = tuple(
            Pick(at, hit.item, hit.score, hit.blocks, hit.modalities, explain(sheet(hit, result.hits), "en").text)
            for at, hit in enumerate(result.hits, start=1)
        )
        return self._answered(
            request, picks, (*result.notes, *notes, *self._paid([p.item for p in picks], "en")), result.matching
        )
