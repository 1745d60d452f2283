"""The conversations of the page: what a visitor asks, as a stream of what to show; and what is remembered of each visit.

A visit is one open page. Its name comes from the browser, can't be guessed, and is the session of the recommender, so
visitors never see each other. Knows the Python API and the cards; nothing of HTTP.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from agent.models.background import Stop, Stopped
from agent.recommender.recommender import Recommender
from agent.results.answer import Answer, Found, Pick
from agent.search.why_not import asked_about
from agent.serving.access.uploads import TooLarge, WrongKind
from agent.serving.page.asked import Halted, MarkRequest, PageRequest, WhyAsked
from agent.serving.page.cards import Drawing, card, telling
from agent.serving.page.face import Face, face_of
from agent.serving.page.heads import head, why
from agent.serving.page.missed import Missed
from agent.serving.page.naming import Naming
from agent.serving.page.settings import PageSettings
from agent.serving.page.understood import FACT, Chip, chips_of, fact_chips, panel, standing
from agent.serving.page.uploads import Expired, Waiting
from retrieval.behavior.events.preferences import MIDDLE
from retrieval.catalog.schema import Schema
from retrieval.errors import MediaError, MedleyError, QueryError

__all__ = ["Halted", "MarkRequest", "PageRequest", "Talk", "Update", "WhyAsked", "told"]

log = logging.getLogger("medley.page")

ENDING = 10.0
"""Seconds that a stop waits for what it stops to end."""
Update = dict[str, Any]


@dataclass(frozen=True)
class _Request:
    """A request as it was asked first, so that it can be asked again."""

    text: str = ""
    image: Any | None = None
    audio: Any | None = None
    like: tuple[str, ...] = ()

    @property
    def has_media(self) -> bool:
        return self.image is not None or self.audio is not None


@dataclass
class _Visit:
    """What is remembered of one open page. `struck`: the chips that were removed from the last request; `firm`: those that
    were made certain.

    halted: the newest turn that was stopped; remembered: the newest that was answered; begun: the newest that was begun, which
    stop ends.
    """

    last: _Request | None = None
    answered: bool = False
    chips: list[Chip] = field(default_factory=list)
    struck: list[Chip] = field(default_factory=list)
    firm: list[Chip] = field(default_factory=list)
    liked: set[str] = field(default_factory=set)
    disliked: set[str] = field(default_factory=set)
    halted: int = 0
    remembered: int = 0
    begun: int = 0
    stop: Stop = field(default_factory=Stop)
    lock: threading.Lock = field(default_factory=threading.Lock)


class NothingToRepeat(QueryError):
    """Asked again, of a visit whose last request isn't known."""


_NAMED: dict[type[MedleyError], str] = {
    TooLarge: "too_large", WrongKind: "wrong_kind", Expired: "expired", NothingToRepeat: "forgotten", MediaError: "unreadable"
}  # fmt: skip
"""The page's words for errors, in the languages that it speaks."""


def told(error: MedleyError) -> dict[str, str]:
    """What a visitor is told of an error: what they gave wrong, as `error` (a word of the page, or the text) and `detail`.

    What is wrong here is told in the log only: an empty `error`.
    """
    name = next((name for kind, name in _NAMED.items() if isinstance(error, kind)), None)
    if name or isinstance(error, QueryError):
        return {"error": name or str(error), "detail": str(error).removeprefix("the file: ")}
    log.error("%s: %s", type(error).__name__, error)
    return {"error": ""}


class Talk:
    """Answers visitors."""

    def __init__(self, medley: Recommender, uploads: Waiting, settings: PageSettings) -> None:
        self.medley, self.uploads, self.settings = medley, uploads, settings
        self.missed = Missed(medley.retriever.store.folder)
        self._visits: OrderedDict[str, _Visit] = OrderedDict()
        self._names: dict[str, tuple[Face, Schema, Naming]] = {}
        self._lock = threading.Lock()

    def _visit(self, name: str) -> _Visit:
        with self._lock:
            visit = self._visits.setdefault(name, _Visit())
            self._visits.move_to_end(name)
            gone = []
            while len(self._visits) > self.settings.visits:
                gone.append(self._visits.popitem(last=False)[0])
            aged = next(islice(reversed(self._visits.values()), self.settings.kept, None), None)
            if aged is not None and aged.last is not None and aged.last.has_media:
                aged.last = None
        for other in gone:
            self.medley.forget(other)
        return visit

    def forget(self, name: str) -> None:
        """Ends a visit: nothing of its conversation is left."""
        with self._lock:
            self._visits.pop(name, None)
        self.medley.forget(name)

    def erase(self, name: str) -> None:
        """Ends a visit and forgets what it did: its likes and its requests, from the disk as well."""
        self.forget(name)
        self.medley.privacy.forget(session=name)

    def halt(self, halted: Halted) -> None:
        """Stops a request, whether it is still to come, under way or just answered: its turn is not remembered.

        One that comes late, when a newer request has begun, stops nothing.
        """
        visit = self._visit(halted.visit)
        with self._lock:
            if halted.turn < visit.begun:
                return
            visit.halted, stop = max(visit.halted, halted.turn), visit.stop
        stop.set()
        if not visit.lock.acquire(timeout=ENDING):
            return  # it is still on its way to the stop, and won't be remembered
        try:
            if visit.remembered == halted.turn:
                self.medley.undo(halted.visit)
                visit.remembered, visit.last = 0, self._as_answered(halted.visit)
                visit.answered = visit.last is not None
        finally:
            visit.lock.release()

    def mark(self, marked: MarkRequest) -> None:
        """Remembers what a visitor thinks of an item, and records it; taken back, as neither yes nor no. Raises QueryError for an unknown item."""
        item = self.medley.retriever.item(marked.item).id
        visit = self._visit(marked.visit)
        visit.liked.discard(item)
        visit.disliked.discard(item)
        if marked.kind != "none":
            (visit.liked if marked.kind == "like" else visit.disliked).add(item)
            self.medley.record(marked.kind, item, session=marked.visit)
        else:
            self.medley.record("rate", item, session=marked.visit, value=MIDDLE)

    def why(self, asked: WhyAsked) -> str:
        """Why an item is not among the last picks, as HTML. Raises QueryError where nothing was asked."""
        found = self.medley.why_not(asked.item, session=asked.visit, language=asked.language)
        return why(found, asked.language, self.naming(asked.language))

    def answer(self, asked: PageRequest, stop: Stop | None = None) -> Generator[Update, None, None]:
        """What to show, as it comes: `head`, `cards`, `panel` (HTML), and `done` or an `error` at the end.

        stop: ends it from elsewhere, as `halt` does; for a visitor who has gone.
        """
        visit = self._visit(asked.visit)
        with visit.lock:
            with self._lock:
                if asked.turn <= visit.halted:
                    return
                visit.begun, visit.stop = asked.turn, stop or Stop()
            try:
                if self._takes_back(asked, visit) and visit.last is None:
                    yield {"turn": asked.turn, "cards": [], "panel": self._facts(asked.visit, visit), "done": True}
                    return
                missing = (
                    asked_about(asked.text) if asked.what == "ask" and not asked.image and not asked.audio else None
                )
                if missing and visit.answered:
                    said = self.why(WhyAsked(visit=asked.visit, item=missing[:300], language=asked.language))
                    yield {"turn": asked.turn, "head": said, "cards": [], "done": True}
                else:
                    yield from self._answered(asked, visit, self._request(asked, visit))
            except Stopped:
                log.debug("turn %d was stopped", asked.turn)
            except MedleyError as error:
                yield {"turn": asked.turn, "cards": [], "done": True} | told(error)
            finally:
                self._swept(asked.visit, visit)

    def _swept(self, name: str, visit: _Visit) -> None:
        """Forgets what an answer left of a visit that has ended meanwhile."""
        with self._lock:
            ended = self._visits.get(name) is not visit
        if ended:
            self.medley.forget(name)

    def _request(self, asked: PageRequest, visit: _Visit) -> _Request:
        if asked.what == "again":
            if visit.last is None:
                raise NothingToRepeat("expected a request to ask again; there was none")
            if visit.answered:
                self.medley.undo(asked.visit, facts=False)
            known = {c: chip for chip in (*visit.struck, *visit.firm, *visit.chips) for c in chip.conditions}
            struck = {id(known[c]): known[c] for c in asked.without if c in known}.values()
            visit.struck = [chip for chip in struck if chip.source != "standing"]
            visit.firm = list({id(known[c]): known[c] for c in asked.firm if c in known}.values())
            return visit.last
        visit.struck, visit.firm = [], []
        if asked.afresh:
            self.medley.forget(asked.visit)
        if asked.what == "more":
            return _Request(like=(self.medley.retriever.item(asked.item or "").id,))
        image, audio = self.uploads.take(asked.image, "image"), self.uploads.take(asked.audio, "audio")
        if not asked.text.strip() and image is None and audio is None:
            raise QueryError("expected words, a picture or a sound; got none")
        return _Request(asked.text.strip(), image, audio)

    def _takes_back(self, asked: PageRequest, visit: _Visit) -> bool:
        """Takes back the standing facts whose chips were removed, for good and not of one request; returns whether there were any."""
        gone = [c.removeprefix(FACT) for c in asked.without if c.startswith(FACT)]
        return asked.what == "again" and bool(gone) and self.medley.facts.drop(gone, session=asked.visit) > 0

    def _answered(self, asked: PageRequest, visit: _Visit, request: _Request) -> Iterator[Update]:
        visit.last, visit.answered = request, False
        options: dict[str, Any] = {
            "image": request.image, "audio": request.audio, "like": request.like, "language": asked.language,
            "without": [c for chip in visit.struck for c in chip.conditions],
            "firm": [f for chip in visit.firm for f in chip.filters], "exclude": sorted(visit.disliked),
        }  # fmt: skip
        if asked.what != "again" and self.medley.asked(asked.visit) is None:
            options["history"] = [past.model_dump() for past in asked.history]
        update: Update = {"turn": asked.turn, "cards": []}
        found: Found | None = None
        scale, said = 0.0, list[str]()
        with closing(self.medley.stream(request.text, session=asked.visit, stop=visit.stop, **options)) as events:
            for event in events:
                if isinstance(event, Found):
                    found = event
                    update = update | {
                        "head": head(event, self.naming(event.language)),
                        "panel": self._panel(event, visit, request, asked.visit),
                    }
                elif isinstance(event, Pick) and found is not None:
                    scale = max(scale, event.score, 0.01)
                    drawn = self._card(event, found, visit, scale, said)
                    update = update | {"cards": [*update["cards"], drawn]}
                elif isinstance(event, Answer):
                    visit.answered, visit.last = True, self._as_answered(asked.visit)
                    visit.remembered = asked.turn
                    self.missed.note(event)
                    request = visit.last or request
                    update = update | {
                        "head": head(event, self.naming(event.language)), "panel": self._panel(event, visit, request, asked.visit), "done": True,
                        "language": event.language,
                    }  # fmt: skip
                yield update

    def _as_answered(self, name: str) -> _Request | None:
        """The request that was answered last: after "undo", the one before."""
        turn = self.medley.asked(name)
        return None if turn is None else _Request(turn.request, turn.image, turn.audio, turn.like)

    @property
    def face(self) -> Face:
        """The operator's, as it is now. Raises ConfigError where its file can't be read."""
        return face_of(self.medley.settings.face)

    def naming(self, language: str) -> Naming:
        """What fields and values are called for readers of a language."""
        return self._naming(self.face, self.medley.schema, language)

    def _naming(self, face: Face, schema: Schema, language: str) -> Naming:
        kept = self._names.get(language)
        if kept is None or kept[0] is not face or kept[1] is not schema:
            self._names[language] = kept = (face, schema, Naming(face, schema, language))
        return kept[2]

    def drawing(self, found: Found | None, language: str) -> Drawing:
        """What cards are drawn by. found: the search whose picks they are."""
        plan, face = found.plan if found is not None else None, self.face
        asked = [f.field for f in plan.filters] if plan else []
        asked += [plan.sort.field] if plan and plan.sort else []
        return Drawing(self.naming(language), self.medley.schema, tuple(asked), tuple(face.card), tuple(face.hide))

    def _card(self, pick: Pick, found: Found, visit: _Visit, scale: float, told: list[str]) -> str:
        by = self.drawing(found, found.language)
        drawn = card(
            pick, by, scale=scale, liked=pick.id in visit.liked,
            disliked=pick.id in visit.disliked, told=told,
        )  # fmt: skip
        told.append(telling(pick, by, told))
        return drawn

    def _facts(self, name: str, visit: _Visit) -> str:
        visit.chips = fact_chips(self.medley.facts.of(session=name))
        return standing(visit.chips)

    def _panel(self, found: Found | Answer, visit: _Visit, request: _Request, name: str) -> str:
        plan = found.plan
        if plan is None:
            return self._facts(name, visit)
        names = self.naming(plan.language)
        facts = fact_chips(self.medley.facts.of(session=name))
        visit.chips = [*chips_of(plan, names), *facts]
        store = self.medley.retriever.store
        liked = [item.title_in(plan.language) or id for id in plan.liked if (item := store.item(id))]
        given = [kind for kind in ("image", "audio") if getattr(request, kind) is not None]
        return panel(plan, names, visit.struck, liked=liked, given=given, facts=facts)
