"""Calls that are drawn from the OpenAPI schema: none is answered with 5xx. `python -m tests.faults.calls` makes thousands."""

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

from agent.serving.http import create_app
from tests.faults.calls import tried


def test_no_call_of_the_schema_is_answered_with_5xx(medley) -> None:
    counts, wrong = tried(create_app(medley), 120)
    assert wrong == []
    assert counts["calls"] == 120
    assert counts["2xx"] >= 20, "else it shows nothing"


class Body(BaseModel):
    text: str = ""


def test_a_route_that_fails_is_found() -> None:
    app = FastAPI()

    @app.post("/a")
    def a(body: Body) -> None:
        raise ZeroDivisionError

    @app.get("/b/{n}")
    def b(n: str) -> None:
        raise HTTPException(503)

    counts, wrong = tried(app, 40)
    assert counts["raised"] >= 5
    assert counts["answered with 5xx"] == 20
    assert len(wrong) == counts["raised"] + 20
