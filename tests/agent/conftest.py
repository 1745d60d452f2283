"""Every answer that the agent gives in these tests is verified: what it says of an item must be borne out by its row."""

from collections.abc import Generator, Iterator
from typing import Any

import pytest

from agent.loop.engine import Engine
from agent.recommender.recommender import Recommender
from agent.results.answer import Answer, Event
from agent.verification import verify


def checked(answer: Answer) -> Answer:
    """The answer; fails where a reason of its own words disagrees with a row."""
    wrong = verify(answer) if answer.model in ("offline", "none") else ()
    assert not wrong, "a reason disagrees with its row: " + "; ".join(map(str, wrong))
    return answer


@pytest.fixture(scope="session", autouse=True)
def verified() -> Iterator[None]:
    """Verifies every answer of every recommender in this process that no chat model has worded."""
    events, search = Engine.events, Recommender.search

    def watched(self: Engine, *given: Any, **named: Any) -> Generator[Event, None, None]:
        stream = events(self, *given, **named)
        try:
            for event in stream:
                yield checked(event) if isinstance(event, Answer) else event
        finally:
            stream.close()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Engine, "events", watched)
        patch.setattr(Recommender, "search", lambda self, *given, **named: checked(search(self, *given, **named)))
        yield
