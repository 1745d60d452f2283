"""The conversations of the page: what a visitor asks, as a stream of what to show; and what is remembered of each visit.

A visit is one open page. Its name comes from the browser, can't be guessed, and is the session of the recommender, so
visitors never see each other. Knows the Python API and the cards; no Gradio and no HTTP.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from agent.models.background import Stop, Stopped
from agent.recommender.recommender import MOST_CHARACTERS, Recommender
from agent.results.answer import Answer, Found, Pick
from agent.search.why_not import asked_about
from agent.serving.access.uploads import TooLarge, WrongKind
from agent.serving.page import cards
from agent.serving.page.settings import PageSettings
from agent.serving.page.uploads import Expired, Waiting
from agent.serving.page.words import Language
from retrieval.behavior.events.preferences import MIDDLE
from retrieval.errors import MediaError, MedleyError, QueryError

__all__ = ["Asked", "Halted", "Marked", "Talk", "WhyAsked", "told"]

log = logging.getLogger("medley.page")

ENDING = 10.0
"""Seconds that a stop waits for what it stops to end."""
Name = Field(pattern=r"^[A-Za-z0-9_-]{20,64}$")
Update = dict[str, Any]


class _Sent(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Asked(_Sent):
    """What a visitor asks. `turn`: a number that grows with every request of the visit.

    what: `ask` by words and media, `more` like an item, or `again`, the last request with `without` struck and `firm` made
    certain.
    """

    visit: str = Name
    turn: int
    what: Literal["ask", "more", "again"] = "ask"
    language: Language = "en"
    text: str = Field(default="", max_length=MOST_CHARACTERS)
    image: str | None = None
    audio: str | None = None
    item: str | None = None
    without: tuple[str, ...] = Field(default=(), max_length=40)
    firm: tuple[str, ...] = Field(default=(), max_length=40)


class Marked(_Sent):
    """An item that a visitor likes, dislikes, or neither any more."""

    visit: str = Name
    item: str
    kind: Literal["like", "dislike", "none"]


class Halted(_Sent):
    """A request that a visitor no longer waits for."""

    visit: str = Name
    turn: int


class WhyAsked(_Sent):
    """An item that a visitor misses."""

    visit: str = Name
    item: str = Field(min_length=1, max_length=300)
    language: Language = "en"


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
    chips: list[cards.Chip] = field(default_factory=list)
    struck: list[cards.Chip] = field(default_factory=list)
    firm: list[cards.Chip] = field(default_factory=list)
    liked: set[str] = field(default_factory=set)
    disliked: set[str] = field(default_factory=set)
    halted: int = 0
    remembered: int = 0
    begun: int = 0
    stop: Stop = field(default_factory=Stop)
    lock: threading.Lock = field(default_factory=threading.Lock)


class Forgotten(QueryError):
    """Asked again, of a visit whose last request isn't known."""


_NAMED: dict[type[MedleyError], str] = {
    TooLarge: "too_large", WrongKind: "wrong_kind", Expired: "expired", Forgotten: "forgotten", MediaError: "unreadable"
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
        self._visits: OrderedDict[str, _Visit] = OrderedDict()
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

    def mark(self, marked: Marked) -> None:
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
        return cards.why(found, asked.language)

    def answer(self, asked: Asked) -> Iterator[Update]:
        """What to show, as it comes: `head`, `cards`, `panel` (HTML), and `done` or an `error` at the end."""
        visit = self._visit(asked.visit)
        with visit.lock:
            with self._lock:
                if asked.turn <= visit.halted:
                    return
                visit.begun, visit.stop = asked.turn, Stop()
            try:
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

    def _request(self, asked: Asked, visit: _Visit) -> _Request:
        if asked.what == "again":
            if visit.last is None:
                raise Forgotten("expected a request to ask again; there was none")
            if visit.answered:
                self.medley.undo(asked.visit)
            known = {c: chip for chip in (*visit.struck, *visit.firm, *visit.chips) for c in chip.conditions}
            visit.struck = list({id(known[c]): known[c] for c in asked.without if c in known}.values())
            visit.firm = list({id(known[c]): known[c] for c in asked.firm if c in known}.values())
            return visit.last
        visit.struck, visit.firm = [], []
        if asked.what == "more":
            return _Request(like=(self.medley.retriever.item(asked.item or "").id,))
        image, audio = self.uploads.take(asked.image, "image"), self.uploads.take(asked.audio, "audio")
        if not asked.text.strip() and image is None and audio is None:
            raise QueryError("expected words, a picture or a sound; got none")
        return _Request(asked.text.strip(), image, audio)

    def _answered(self, asked: Asked, visit: _Visit, request: _Request) -> Iterator[Update]:
        visit.last, visit.answered = request, False
        options: dict[str, Any] = {
            "image": request.image, "audio": request.audio, "like": request.like, "language": asked.language,
            "without": [c for chip in visit.struck for c in chip.conditions],
            "firm": [f for chip in visit.firm for f in chip.filters], "exclude": sorted(visit.disliked),
        }  # fmt: skip
        update: Update = {"turn": asked.turn, "cards": []}
        found: Found | None = None
        scale = 0.0
        with closing(self.medley.stream(request.text, session=asked.visit, stop=visit.stop, **options)) as events:
            for event in events:
                if isinstance(event, Found):
                    found = event
                    update = update | {"head": cards.head(event), "panel": self._panel(event, visit, request)}
                elif isinstance(event, Pick) and found is not None:
                    scale = max(scale, event.score, 0.01)
                    drawn = self._card(event, found, visit, scale)
                    update = update | {"cards": [*update["cards"], drawn]}
                elif isinstance(event, Answer):
                    visit.answered, visit.last = True, self._as_answered(asked.visit)
                    visit.remembered = asked.turn
                    request = visit.last or request
                    update = update | {
                        "head": cards.head(event), "panel": self._panel(event, visit, request), "done": True,
                        "language": event.language,
                    }  # fmt: skip
                yield update

    def _as_answered(self, name: str) -> _Request | None:
        """The request that was answered last: after "undo", the one before."""
        turn = self.medley.asked(name)
        return None if turn is None else _Request(turn.request, turn.image, turn.audio, turn.like)

    def _card(self, pick: Pick, found: Found, visit: _Visit, scale: float) -> str:
        asked = [f.field for f in found.plan.filters] if found.plan else []
        asked += [found.plan.sort.field] if found.plan and found.plan.sort else []
        return cards.card(
            pick, language=found.language, asked=asked, schema=self.medley.schema, scale=scale,
            liked=pick.id in visit.liked, disliked=pick.id in visit.disliked,
        )  # fmt: skip

    def _panel(self, found: Found | Answer, visit: _Visit, request: _Request) -> str:
        plan = found.plan
        if plan is None:
            return ""
        visit.chips = cards.chips_of(plan, plan.language)
        store = self.medley.retriever.store
        liked = [item.title_in(plan.language) or id for id in plan.liked if (item := store.item(id))]
        given = [kind for kind in ("image", "audio") if getattr(request, kind) is not None]
        return cards.panel(plan, visit.struck, liked=liked, given=given)
