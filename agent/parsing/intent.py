"""A request, read: what is wished for, what must hold, what must not, what it refers to.

Types only. `reading` makes an intent from words by rules, a chat model makes one by a tool call, and `compile.py`
turns either into a plan. An intent promises nothing: every constraint carries the words that it was read from, and
the compiler drops what can't be derived from them.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Constraint", "Intent", "Reference", "Sort"]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Reference(_Strict):
    """An item that the request points at: a position in the last answer (1 is the first, -1 the last), or a title.

    With neither, all items of the last answer together. polarity: to be like or unlike it, or the item itself.
    """

    position: int | None = None
    title: str | None = None
    polarity: Literal["like", "dislike", "itself"] = "like"
    span: str = ""


class Constraint(_Strict):
    """One condition on a field of the catalogue. It filters where the words of the request say it, else it orders."""

    field: str = Field(description="a field of the catalogue, or 'title', or '*' for any text of the item")
    op: Literal["eq", "in", "range", "contains", "exists"]
    values: tuple[str | float, ...] = Field(default=(), description="for eq, in and contains")
    low: float | str | None = Field(default=None, description="for range: the lower bound, a number or an ISO date")
    high: float | str | None = Field(default=None, description="for range: the upper bound")
    open_low: bool = False
    open_high: bool = False
    than: Reference | None = Field(
        default=None,
        description="for range, instead of low and high: the bound is this item's value of the field; "
        "above it with open_low, below it with open_high",
    )
    negate: bool = False
    weak: bool = Field(default=False, description="asked for with 'preferably' or the like: the first to be relaxed")
    span: str = Field(
        default="",
        description="the words of the request that say so, copied exactly; leave it empty for what you infer from all of it",
    )
    guess: str = Field(
        default="",
        description="why the reading is only a guess: it orders and never filters; empty where it is certain",
    )


class Sort(_Strict):
    """A wish for an order: by `field`, ascending ('cheapest') or descending ('newest').

    `vague`: only a leaning ("a cheap one"), not an order ("the cheapest"). `single`: one item is asked for ("the cheapest
    tent"), and not several in that order ("the cheapest tents"). `place`: the first that is shown, 2 for "the second cheapest".
    """

    field: str
    descending: bool = False
    vague: bool = False
    single: bool = False
    place: int = Field(default=1, ge=1, le=50)
    span: str = ""


class Intent(_Strict):
    """A request as the retriever needs it.

    `wish` is what to look for, without the conditions; `look` and `sound` are cues of appearance and of sound.
    `excluded` are things not wanted that are no field's value ("not a dog"). `keep` says that the conditions of the
    turn before still hold ("cheaper", "not that one"). `question` is what to ask back where nothing can be searched.
    """

    wish: str = ""
    queries: tuple[str, ...] = Field(
        default=(),
        max_length=6,
        description="other words to look for at once, best first: names, titles, another language",
    )
    look: str = ""
    sound: str = ""
    constraints: tuple[Constraint, ...] = ()
    excluded: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    sort: Sort | None = None
    count: int | None = Field(default=None, ge=1, le=50)
    must_have: tuple[Literal["image", "audio"], ...] = Field(default=(), description="media that each item must have")
    language: str = "en"
    keep: bool = False
    unseen: bool = Field(default=False, description="nothing of the last answer again ('another one')")
    soft: tuple[str, ...] = Field(default=(), description="wishes that no field of the catalogue can decide")
    question: str = ""
    misread: tuple[str, ...] = Field(
        default=(), description="words of the request that `conditions` of an earlier answer took for something else"
    )
