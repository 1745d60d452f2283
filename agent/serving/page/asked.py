"""What the page's script sends: requests, likes, stops, and what is asked of items, checked before anything else sees them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from agent.recommender.turns import MOST_CHARACTERS
from agent.serving.page.words import Language

__all__ = ["Halted", "MarkRequest", "PageRequest", "Past", "WhyAsked"]

Name = Field(pattern=r"^[A-Za-z0-9_-]{20,64}$")


class _Sent(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Past(_Sent):
    """An utterance before, as the browser kept it."""

    role: Literal["user", "assistant"]
    text: str = Field(max_length=MOST_CHARACTERS)
    items: tuple[Annotated[str, Field(max_length=500)], ...] = Field(default=(), max_length=50)


class PageRequest(_Sent):
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
    history: tuple[Past, ...] = Field(default=(), max_length=40)
    afresh: bool = False


class MarkRequest(_Sent):
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
