"""What people did with the items of one store: records it, and brings it to requests as a `Personal`.

The log is opened when somebody first makes themselves known: who gives no user and no session leaves no trace, and gets
the answer that everybody gets. Knows people and requests; nothing of models.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agent.explanation.behaviour_reasons import BehaviourReason, tellable
from agent.explanation.fact_sheet import items_shared
from agent.planning.cares import cares_shown
from agent.settings import Settings
from retrieval.behavior.events.choices import KEPT, person_name
from retrieval.behavior.events.differential_privacy import Noise
from retrieval.behavior.events.event import BehaviorEvent
from retrieval.behavior.events.log_store import EventLog
from retrieval.behavior.events.preferences import Deed
from retrieval.behavior.events.protocol import EventRecord, Recorded
from retrieval.behavior.people.collaborative_model import CROWD, CollaborativeSettings
from retrieval.behavior.people.exploration import ExposureLog, explore
from retrieval.behavior.people.interest_profile import TASTE
from retrieval.behavior.people.live_ranker import LiveRanker
from retrieval.behavior.people.people import GROUP, POPULAR, Fair, People, PeopleSettings, PersonProfile
from retrieval.catalog.items import MODALITIES, Scalar
from retrieval.errors import QueryError
from retrieval.language.packs import voice_of
from retrieval.search.boosts import Leaning
from retrieval.search.retriever import Hit, Retriever

__all__ = ["Behaviour", "Personal"]

HOUR = 3_600.0
DAY = 86_400.0
"""Events of a person that a ranker is told of, the newest."""
HIGH = 4.0
"""Stars that are called high."""
SAID_FROM = 0.1
"""A deed is told of where its part gave at least this share of a score."""


PEOPLE, CATALOGUE = 200, 500
"""People, and items of the catalogue, by which is told what people here care about."""


@dataclass(frozen=True, eq=False)
class Personal:
    """What a request of people who are known brings along. One person, or several with one leaning for them all.

    weight: how much it counts beside the request. names: the users and sessions, which no model is told. who: the user
    and the session of one person.
    """

    people: tuple[PersonProfile, ...]
    weight: float
    together: Leaning | None = None
    names: tuple[str, ...] = ()
    behaviour: Behaviour | None = None
    who: tuple[str | None, str | None] = (None, None)

    def order(self, hits: Sequence[Hit]) -> NDArray[np.float32] | None:
        """Return the scores that a trained ranker gives hits for one person, float32 (hits,); None where none is to be used."""
        if self.behaviour is None or len(self.people) != 1 or not self.weight:
            return None
        return self.behaviour.order(hits, *self.who)

    def explored(self, hits: Sequence[Hit], k: int) -> list[Hit]:
        """Return the first `k` of hits in their order, the last of them now and then another one, so that others are met, too."""
        if self.behaviour is None or len(self.people) != 1:
            return list(hits[:k])
        return self.behaviour.explored(hits, k, *self.who)

    def leanings(self, *, wordless: bool) -> tuple[Leaning, ...]:
        """Terms of the score."""
        if self.together is not None:
            weight = 1.0 if wordless else self.weight
            return (Leaning(self.together.name, scores=self.together.scores, weight=weight),) if weight else ()
        weight = 1.0 if wordless and self.weight > 0 else self.weight
        return self.people[0].leanings(weight, wordless=wordless)

    def exclude(self, *, wordless: bool) -> tuple[str, ...]:
        """Items that aren't shown: hidden ones; where nothing is asked for, also those that were judged or bought."""
        found: dict[str, None] = {}
        for person in self.people:
            found |= dict.fromkeys(sorted(person.met if wordless else person.deeds.hidden))
        return tuple(found)

    def did(self, kinds: Sequence[str]) -> list[BehaviorEvent]:
        """Return what the people did of these kinds, the newest first; a rating counts as it is."""
        if self.behaviour is None:
            return []
        log = self.behaviour.log
        who = [self.who] if any(self.who) else [(name, None) for name in self.names]
        found = [e for user, session in who for e in log.events(user=user, session=session, kinds=kinds)]
        return sorted(found, key=lambda event: -event.at)

    def note(self, language: str, *, wordless: bool) -> str:
        """Return that nothing is known of the person yet, where that is so: of a visit without a name only where nothing is asked for."""
        if any(not person.cold for person in self.people):
            return ""
        fallback = self.people[0].fallback[0] if wordless else ""
        nameless = self.who[0] is None and self.who[1] is not None
        if nameless and not fallback:
            return ""
        return voice_of(language).say(f"cold.{fallback}")

    def facts(self, hit: Hit, retriever: Retriever) -> tuple[tuple[BehaviourReason, ...], str]:
        """Return what may be said of a hit from behaviour: the deed that it is near to, and whether `crowd`, `popular` or `group` speaks for it."""
        positive = sum(max(value, 0.0) for value in hit.blocks.values())
        said = {name for name, value in hit.blocks.items() if value > 0 and value >= SAID_FROM * positive}
        if len(self.people) != 1:
            return (), GROUP if GROUP in said else ""
        person = self.people[0]
        done: tuple[BehaviourReason, ...] = ()
        if any(name.startswith(TASTE) for name in said):
            deed = person.because(hit, retriever.vectors([hit.id])[0])
            item = retriever.store.item(deed.item) if deed is not None else None
            if deed is not None and item is not None and _tellable(deed) and item.id != hit.id:
                part = max((n for n in said if n.startswith(TASTE)), key=lambda n: (hit.blocks[n], n))
                media = part.removeprefix(f"{TASTE}_")
                shared = self._telling(items_shared(hit.item, item), retriever)
                done = (BehaviourReason(item, deed.kind, media if media in MODALITIES else "", shared),)
        others = CROWD if CROWD in said and self._others(hit, person) else POPULAR if POPULAR in said else ""
        return done, others

    def _telling(self, shared: Mapping[str, tuple[Scalar, ...]], retriever: Retriever) -> dict[str, tuple[Scalar, ...]]:
        """The common values that not most items have."""
        kinship = retriever.kinship(retriever.refresh())
        found = {n: tuple(v for v in vs if isinstance(v, str) and kinship.telling(n, v)) for n, vs in shared.items()}
        return {name: values for name, values in found.items() if values}

    def _others(self, hit: Hit, person: PersonProfile) -> bool:
        return self.behaviour is not None and self.behaviour.others_liked(hit.id, person)


def _tellable(deed: Deed) -> bool:
    """Whether a deed can be told of: stars only where they are high."""
    return tellable(deed.kind) and (deed.kind != "rate" or (deed.value or 0.0) >= HIGH)


class Behaviour:
    """The behaviour side of one store."""

    def __init__(self, retriever: Retriever, settings: Settings) -> None:
        self.retriever, self.settings = retriever, settings
        self._people: People | None = None
        self._cares: tuple[object, Mapping[str, float]] | None = None
        self._expired = 0.0
        self._ranker: LiveRanker | None = None
        self._exposures: ExposureLog | None = None

    @property
    def people(self) -> People:
        """The people of the store's log, opened now if it isn't yet. Raises StoreError."""
        if self._people is None:
            noise = None
            if self.settings.epsilon is not None:
                noise = Noise(self.settings.epsilon, "gaussian" if self.settings.epsilon < 1 else "laplace")
            settings = PeopleSettings(collaborative=CollaborativeSettings(noise=noise))
            self._people = People(EventLog(self.retriever.store.folder), self.retriever, settings)
        self._expire()
        return self._people

    @property
    def log(self) -> EventRecord:
        """The log of events."""
        return self.people.log

    def close(self) -> None:
        """Closes the log."""
        if self._people is not None:
            self._people.crowd.wait()
            self._people.log.close()
        if self._exposures is not None:
            self._exposures.close()

    def order(self, hits: Sequence[Hit], user: str | None, session: str | None) -> NDArray[np.float32] | None:
        """Return what `medley train` learned, for hits before this person: float32 (hits,), None where there is nothing to use.

        Raises StoreMismatch for what another version trained, StoreDamaged where it can't be read.
        """
        if not self.settings.learned or self.settings.epsilon is not None:  # it orders by what isn't noised
            return None
        if self._ranker is None or self._ranker.outdated():
            if self._ranker is not None:
                self.people.drop()  # it is used with the crowd that it was trained with
            self._ranker = LiveRanker(self.retriever.store.folder)
        if not self._ranker.usable:
            return None
        user = user or (self.log.owner(session) if session else None)
        before = self.log.events(user=user, session=session, limit=KEPT)
        return self._ranker.scores(hits, before, self.people.crowd.now(self.retriever.refresh().ids))

    @property
    def exposures(self) -> ExposureLog:
        """What was tried out, and with which odds. Opened now if it isn't yet."""
        if self._exposures is None:
            self._exposures = ExposureLog(self.retriever.store.folder)
        return self._exposures

    def explored(self, hits: Sequence[Hit], k: int, user: str | None, session: str | None) -> list[Hit]:
        """Return the first `k` hits, the last of them drawn at random with the odds of the settings; the draw is written down."""
        who = person_name(user or (self.log.owner(session) if session else None), session)
        draw = explore(len(hits), k, self.settings.explore, self.settings.explore_seed, len(self.exposures))
        if draw is None:
            return list(hits[:k])
        self.exposures.record(who, draw, [hit.id for hit in hits])
        return [*hits[: k - 1], hits[draw.place]]

    def _expire(self) -> None:
        """Removes what is older than the person who runs the store wants to keep, once an hour."""
        days, now = self.settings.retention_days, time.time()
        if days is not None and self._people is not None and now - self._expired > HOUR:
            self._expired = now
            if self._people.log.expire(now - days * DAY):
                self._people.drop()
            if ExposureLog.there(self.retriever.store.folder):
                self.exposures.expire(now - days * DAY)

    def record(self, events: Sequence[BehaviorEvent]) -> Recorded:
        """Records events of items of this store. Raises QueryError, before anything is written, for one that can't be so."""
        items = {event.item for event in events if event.item is not None}
        unknown = sorted(id for id in items if self.retriever.store.item(id) is None)
        if unknown:
            raise QueryError(f"expected ids of items of the store; got {', '.join(map(repr, unknown[:3]))}")
        return self.log.record(events)

    def searched(self, words: str, user: str | None, session: str | None) -> None:
        """Remembers what somebody who is known searched for, unless the settings say not to."""
        if self.settings.remember_searches and words.strip() and (user or session):
            self.log.record(self.event("search", None, {"user": user, "session": session, "words": words[:2_000]}))

    def personal(
        self,
        user: str | None = None,
        session: str | None = None,
        users: Sequence[str] = (),
        taste: float | None = None,
        fair: Fair = "least-misery",
    ) -> Personal | None:
        """Return what these people bring along; None where nobody is named.

        Raises QueryError for a weight out of [0, 1], or both a user and several.
        """
        weight = self.settings.taste if taste is None else taste
        if not 0 <= weight <= 1:
            raise QueryError(f"expected a taste weight from 0 to 1; got {weight}")
        if users and (user or session):
            raise QueryError("expected one user or several; got both")
        if not users and not user and not session:
            return None
        if not users:
            names = tuple(name for name in (user, session) if name)
            return Personal((self.people.person(user, session),), weight, None, names, self, (user, session))
        found = tuple(self.people.person(one) for one in users)
        return Personal(found, weight, self.people.together(found, fair), tuple(users), self)

    def others_liked(self, id: str, person: PersonProfile) -> bool:
        """Return whether at least two others who liked something that the person liked, liked this item."""
        crowd = self.people.crowd.now(self.retriever.refresh().ids)
        return crowd is not None and crowd.alike(id, person.deeds) >= 2

    def popular(self) -> Mapping[str, float]:
        """Return what many people liked, id → (0, 1]; empty where nobody has done anything, without opening a log for it."""
        if self._people is None and not EventLog.there(self.retriever.store.folder):
            return {}
        crowd = self.people.crowd.now(self.retriever.refresh().ids)
        return crowd.popularity() if crowd is not None else {}

    def cares(self) -> Mapping[str, float]:
        """Return what people care about, field → 0 to 1, by what each of them liked; empty where nobody, or too few, did anything."""
        if self._people is None and not EventLog.there(self.retriever.store.folder):
            return {}
        ids = self.retriever.refresh().ids
        crowd = self.people.crowd.now(ids)
        if crowd is None:
            return {}
        if self._cares is None or self._cares[0] is not crowd:
            people = [self.retriever.items(own) for own in crowd.liked(PEOPLE)]
            self._cares = crowd, cares_shown(people, self.retriever.items(ids[:: max(1, len(ids) // CATALOGUE)]))
        return self._cares[1]

    def bought_with(self, id: str) -> Mapping[str, float]:
        """Return what was bought together with an item."""
        crowd = self.people.crowd.now(self.retriever.refresh().ids)
        return crowd.bought_with(id) if crowd is not None else {}

    def event(self, kind: str, item: str | None, given: Mapping[str, Any]) -> BehaviorEvent:
        """Return an event of what was given, of now unless a time is; what is None is left to its default."""
        found = {name: value for name, value in given.items() if value is not None}
        if "at" not in found:
            found["at"] = self.log.clock(found.get("user"), found.get("session"))
        return BehaviorEvent(kind, item, **found)
