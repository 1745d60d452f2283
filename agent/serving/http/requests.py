"""What is asked over HTTP: the bodies of requests as JSON or as a form with files, checked before anything else sees them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any, Literal, TypeVar

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException

from agent.personalization.feedback import EventKindName
from agent.serving.access.callers import current
from agent.serving.access.uploads import Uploads, data_url
from agent.serving.http.errors import HttpRefusal
from retrieval.behavior.people.people import Fair
from retrieval.errors import MediaError

__all__ = ["Feedback", "Id", "RecommendAsk", "SearchAsk", "body_schema", "read_body", "reading", "whose"]

Id = Annotated[str, Field(min_length=1, max_length=500)]
Weight = Annotated[float, Field(ge=0, le=100)]
M = TypeVar("M", bound=BaseModel)


class PastTurn(BaseModel):
    """One utterance of a conversation so far."""

    model_config = ConfigDict(extra="forbid")
    role: Literal["user", "assistant"]
    text: str = Field(max_length=20_000)
    items: list[Id] = Field(default=[], max_length=50, description="ids of the items that it showed, in their order")


class _Ask(BaseModel):
    model_config = ConfigDict(extra="forbid")
    text: str = Field(default="", description="words, in English or Chinese")
    picture: str = Field(default="", description="a picture as a data: URL; in a form, a file")
    sound: str = Field(default="", description="a sound as a data: URL; in a form, a file")
    where: list[str] = Field(
        default=[], max_length=50, description="conditions: price<5, kind=hotel,inn, kind!=hotel, title~frog"
    )
    weights: dict[str, Weight] = Field(default={}, description="of text, image and audio, or of blocks by name")
    k: int | None = Field(default=None, ge=1, description="how many items")
    user: Id | None = Field(default=None, description="whose taste counts; without one, nobody's")
    session: Id | None = Field(default=None, description="a visit of somebody who gives no name")
    taste: float | None = Field(default=None, ge=0, le=1, description="how much the taste counts")


class SearchAsk(_Ask):
    """What to look for: the words are not interpreted."""

    like: list[Id] = Field(default=[], max_length=50, description="ids of items to be like")
    dislike: list[Id] = Field(default=[], max_length=50, description="ids of items to be unlike")
    threshold: float | None = Field(default=None, description="least score")


class RecommendAsk(_Ask):
    """What to recommend: conditions are read from the words."""

    history: list[PastTurn] = Field(default=[], description="the conversation before, oldest first")
    only: list[Id] | None = Field(default=None, max_length=1_000, description="choose among these ids")
    exclude: list[Id] = Field(default=[], max_length=1_000, description="never these ids")
    users: list[Id] = Field(default=[], max_length=20, description="several people who are answered together")
    fair: Fair = Field(
        default="least-misery", description="how: as good as for whom it is worst, by places, by the mean"
    )
    without: list[str] = Field(
        default=[], max_length=50, description="conditions that don't hold, as `conditions` has their text"
    )
    firm: list[str] = Field(
        default=[], max_length=50, description="what was inferred or guessed and shall filter, as `where`"
    )
    fill: bool = Field(default=False, description="where too few satisfy every condition, add those that satisfy fewer")
    stream: bool = Field(default=False, description="answer by server-sent events: found, pick …, answer")
    trace: bool = Field(default=False, description="tell how the answer came about")


class Feedback(BaseModel):
    """What somebody did with an item."""

    model_config = ConfigDict(extra="forbid")
    kind: EventKindName
    item: Id | None = None
    user: Id | None = None
    session: Id | None = None
    value: float | None = Field(default=None, description="seconds for play, stars for rate")
    words: str | None = Field(default=None, max_length=2_000, description="for search")
    at: float | None = Field(default=None, ge=0, description="seconds since 1970, UTC; without it, now")
    id: Annotated[str, Field(pattern=r"^[0-9A-Za-z_-]{1,64}$")] | None = Field(
        default=None, description="the same one sent twice counts once"
    )
    consent: bool = Field(default=False, description="may be written into examples for a chat model")


def body_schema(model: type[BaseModel], *, form: bool = False) -> dict[str, Any]:
    """How OpenAPI describes a body of `model`: as JSON, and with `form` also as a form with files."""
    json_schema = model.model_json_schema()
    content = {"application/json": {"schema": json_schema}}
    if form:
        file = {"type": "string", "format": "binary"}
        properties = json_schema["properties"] | {"picture": file, "sound": file}
        content["multipart/form-data"] = {"schema": json_schema | {"properties": properties}}
    return {"requestBody": {"required": True, "content": content}}


def _checked(model: type[M], raw: bytes | dict[str, Any]) -> M:
    try:
        return model.model_validate_json(raw) if isinstance(raw, bytes) else model.model_validate(raw)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"])) or "the body"
        raise HttpRefusal(422, f"{place[:200]}: {first['msg']}", "invalid_body") from error


async def read_body(request: Request, model: type[M]) -> M:
    """The body of a request in JSON. Raises HttpRefusal where it isn't what `model` describes."""
    if request.headers.get("content-type", "").split(";")[0].strip() != "application/json":
        raise HttpRefusal(415, "expected a body with 'Content-Type: application/json'")
    return _checked(model, await request.body())


async def _form(request: Request, model: type[M], uploads: Uploads) -> M:
    """A form: texts by the names of `model`, lists by repeating a name, other values as JSON; files are kept."""
    given: dict[str, Any] = {}
    try:
        async with request.form(max_files=2, max_fields=200) as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    if name not in ("picture", "sound"):
                        raise HttpRefusal(
                            422, f"expected files as 'picture' and 'sound'; got '{name[:100]}'", "invalid_body"
                        )
                    uploads.keep("image" if name == "picture" else "audio", await value.read())
                elif name in ("where", "like", "dislike", "only", "exclude"):
                    given.setdefault(name, []).append(value)
                else:
                    given[name] = value
    except MultiPartException as error:
        raise HttpRefusal(400, f"expected a form that can be read: {error.message}") from error
    for name in ("weights", "history"):
        if name in given:
            given[name] = _json(name, given[name])
    return _checked(model, given)


def _json(name: str, text: str) -> Any:
    from pydantic_core import from_json

    try:
        return from_json(text)
    except ValueError as error:
        raise HttpRefusal(422, f"{name}: expected JSON; {error}", "invalid_body") from error


def whose(ask: M) -> M:
    """Return a body with users and sessions as the store knows those of the caller. Raises NotYours for a stranger's."""
    caller, given = current(), ask.__dict__
    names: dict[str, Any] = {}
    if "user" in given:
        # somebody with a name of their own is meant wherever nobody is named
        names["user"] = caller.user(given["user"])
    if "session" in given:
        names["session"] = caller.session(given["session"])
    if given.get("users"):
        names["users"] = [caller.user(user) for user in given["users"]]
        names["user"] = given["user"] and names["user"]
    return ask.model_copy(update=names)


@asynccontextmanager
async def reading(request: Request, model: type[M]) -> AsyncIterator[tuple[M, Uploads]]:
    """The body of a request, JSON or form, and its files, which are kept until the end.

    Raises HttpRefusal and MediaError; errors that name a file of the request name it as people do.
    """
    with Uploads() as uploads:
        try:
            kind = request.headers.get("content-type", "").split(";")[0].strip()
            if kind == "multipart/form-data":
                ask = await _form(request, model, uploads)
            else:
                ask = await read_body(request, model)
            for name, of in (("picture", "image"), ("sound", "audio")):
                if url := getattr(ask, name, ""):
                    uploads.keep(of, data_url(url))  # type: ignore[arg-type]
            yield whose(ask), uploads
        except MediaError as error:
            raise MediaError(uploads.masked(str(error))) from error
