"""Errors as HTTP tells them: `{"error": {"type", "code", "message"}}`, the same for every path.

What the caller did wrong is told in full; what is wrong with the server is told in a word, and in full to its log: such
messages may name folders and addresses.
"""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from starlette.responses import JSONResponse

from agent.serving.access.callers import NotYours
from agent.serving.access.uploads import TooLarge
from retrieval.errors import (
    CatalogError,
    ConfigError,
    EncodingError,
    MediaError,
    MedleyError,
    MissingExtraError,
    ModelError,
    QueryError,
    StoreError,
)

__all__ = ["HttpRefusal", "problem", "told"]

log = logging.getLogger("medley.http")

STATUS: dict[type[MedleyError], int] = {
    TooLarge: 413,
    NotYours: 403,
    MediaError: 400,
    QueryError: 400,
    CatalogError: 500,
    ConfigError: 500,
    EncodingError: 500,
    MissingExtraError: 501,
    StoreError: 503,
    ModelError: 502,
    MedleyError: 500,
}
"""Each error of the tree, or its nearest parent here → the status it is answered with."""

HIDDEN = {
    500: "something went wrong in the server; its log says what",
    502: "the chat model can't be reached now; the server's log says why",
    503: "the store can't be used now; the server's log says why",
}


class HttpRefusal(Exception):
    """A request that HTTP itself refuses: no such path, no token, too large. Becomes a response, never seen outside."""

    def __init__(
        self, status: int, message: str, code: str | None = None, headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.status, self.message, self.code, self.headers = status, message, code, headers


def problem(status: int, message: str, code: str | None = None, headers: dict[str, str] | None = None) -> JSONResponse:
    """The response for something that went wrong."""
    kind = "invalid_request_error" if status < 500 else "server_error"
    body = {"type": kind, "code": code or HTTPStatus(status).phrase.lower().replace(" ", "_"), "message": message}
    return JSONResponse({"error": body | {"param": None}}, status, headers)


def told(error: MedleyError) -> tuple[int, dict[str, Any]]:
    """The status for an error of the tree, and what is told of it. What is not told goes to the log."""
    status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    if status in HIDDEN:
        log.error("%s: %s", type(error).__name__, error)
    message = HIDDEN.get(status) or str(error)
    return status, {"code": type(error).__name__, "message": message}
