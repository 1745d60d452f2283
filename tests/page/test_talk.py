"""What the page's buttons leave in the behaviour log, without a browser."""

import pytest

from agent import Recommender, Settings
from agent.page.settings import PageSettings
from agent.page.talk import Marked, Talk
from agent.page.uploads import Uploads
from retrieval.behavior.events import EventLog
from retrieval.media import MediaReader

VISIT, OTHER = "v" * 24, "o" * 24


@pytest.fixture
def talk(starter):
    settings = PageSettings(visits=2)
    with Recommender(starter, settings=Settings(count=4)) as medley, MediaReader() as reader:
        yield Talk(medley, Uploads(settings, reader), settings)
        medley.privacy.forget(session=VISIT)


def _mark(talk, item, kind):
    talk.mark(Marked(visit=VISIT, item=item, kind=kind))


def _liked(talk):
    return [pick.id for pick in talk.medley.recommend(session=VISIT, k=5).picks]


def test_a_like_is_recorded_and_taken_back_it_no_longer_counts(talk, starter):
    impersonal = _liked(talk)
    _mark(talk, "violin", "like")
    assert talk.medley.privacy.show(session=VISIT)["events"] == 1
    assert _liked(talk) != impersonal
    _mark(talk, "violin", "none")
    with EventLog(starter) as log:
        kinds = [(e.kind, e.item, e.value) for e in log.events() if e.session == VISIT]
    assert kinds == [("like", "violin", None), ("rate", "violin", 3.0)]
    note = " ".join(talk.medley.recommend("something", session=VISIT, k=5).notes)
    reasons = " ".join(pick.reason for pick in talk.medley.recommend("something", session=VISIT, k=5).picks)
    assert "you liked" not in reasons + note


def test_visits_beyond_the_limit_leave_nothing(talk):
    for visit in (VISIT, OTHER, "p" * 24):
        talk.medley.chat("a train", session=visit)
        talk.mark(Marked(visit=visit, item="violin", kind="none"))
    assert len(talk.medley._conversations) == 2
    for visit in (OTHER, "p" * 24):
        talk.medley.privacy.forget(session=visit)
