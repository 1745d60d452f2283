"""What the page's buttons leave in the behaviour log, without a browser."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO

import numpy as np
import pytest
import soundfile
from PIL import Image

from agent import Recommender, Settings
from agent.evaluation.data.oracle_cases import Script
from agent.evaluation.systems.scripted_model import Player, ScriptedChatModel
from agent.serving.page.face import Face
from agent.serving.page.greeting import examples
from agent.serving.page.naming import Naming
from agent.serving.page.settings import PageSettings
from agent.serving.page.uploads import Waiting
from agent.serving.page.visits import Halted, MarkRequest, PageRequest, Talk
from retrieval.behavior.events.log_store import EventLog
from retrieval.catalog.items import Item
from retrieval.catalog.schema import infer_schema
from retrieval.media.reader import MediaReader

VISIT, OTHER = "v" * 24, "o" * 24


@pytest.fixture
def talk(starter):
    settings = PageSettings(visits=2)
    with Recommender(starter, settings=Settings(count=4)) as medley, MediaReader() as reader:
        yield Talk(medley, Waiting(settings, reader), settings)
        medley.privacy.forget(session=VISIT)


def _mark(talk, item, kind):
    talk.mark(MarkRequest(visit=VISIT, item=item, kind=kind))


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


def test_a_condition_struck_after_going_back_is_that_of_the_request_answered_again(talk):
    def ask(turn, **asked):
        return list(talk.answer(PageRequest(visit=VISIT, turn=turn, **asked)))[-1]

    ask(1, text="an animal under 20 dollars")
    ask(2, text="a musical instrument")
    back = ask(3, text="undo")
    assert "musical instrument" in back["head"]
    again = ask(4, what="again", without=tuple(talk._visits[VISIT].chips[0].conditions))
    assert "error" not in again
    assert talk.medley.asked(VISIT).request == "an animal under 20 dollars"
    assert talk._visits[VISIT].struck
    ask(5, text="undo")
    ask(6, text="undo")
    assert "error" in ask(7, what="again")


def test_what_is_stopped_is_not_remembered_whenever_it_is(talk):
    def asked(turn, text):
        return talk.answer(PageRequest(visit=VISIT, turn=turn, text=text))

    list(asked(1, "a musical instrument"))
    talk.halt(Halted(visit=VISIT, turn=2))
    assert list(asked(2, "a train")) == []  # it came after its stop
    under_way = asked(3, "an animal")
    next(under_way)
    with ThreadPoolExecutor(1) as pool:
        halting = pool.submit(talk.halt, Halted(visit=VISIT, turn=3))
        list(under_way)
        halting.result(30)
    assert talk.medley.asked(VISIT).request == "a musical instrument"
    assert list(asked(4, "food"))[-1]["done"]
    talk.halt(Halted(visit=VISIT, turn=4))  # it was answered already
    assert talk.medley.asked(VISIT).request == "a musical instrument"
    assert list(asked(5, "a train"))[-1]["done"]
    newer = asked(6, "food")
    next(newer)
    talk.halt(Halted(visit=VISIT, turn=5))  # late: it is none of the newer request's
    assert not talk._visits[VISIT].stop.is_set
    assert list(newer)[-1]["done"]
    assert talk.medley.asked(VISIT).request == "food"


def test_visits_beyond_the_limit_leave_nothing(talk):
    for visit in (VISIT, OTHER, "p" * 24):
        talk.medley.chat("a train", session=visit)
        talk.mark(MarkRequest(visit=visit, item="violin", kind="none"))
    assert len(talk.medley._conversations) == 2
    for visit in (OTHER, "p" * 24):
        talk.medley.privacy.forget(session=visit)


def test_a_visit_that_ends_while_it_is_answered_leaves_nothing(talk):
    answer = talk.answer(PageRequest(visit=VISIT, turn=1, text="a train"))
    next(answer)
    talk.forget(VISIT)
    assert list(answer)
    assert not len(talk.medley._conversations)


def test_a_picture_goes_once_enough_others_have_asked(starter):
    settings = PageSettings(kept=1)
    with Recommender(starter, settings=Settings(count=4)) as medley, MediaReader() as reader:
        talk = Talk(medley, Waiting(settings, reader), settings)
        given = Image.new("RGB", (40, 40), "red")
        content = BytesIO()
        given.save(content, "PNG")
        name, _ = talk.uploads.keep(content.getvalue())
        assert list(talk.answer(PageRequest(visit=VISIT, turn=1, image=name)))
        assert talk._visits[VISIT].last.has_media
        list(talk.answer(PageRequest(visit=OTHER, turn=1, text="a train")))
        assert talk._visits[VISIT].last is None
        again = list(talk.answer(PageRequest(visit=VISIT, turn=2, what="again")))
        assert again[-1]["error"] == "forgotten"
        for visit in (VISIT, OTHER):
            medley.privacy.forget(session=visit)


def test_hours_in_a_small_recording_are_cut(starter, tmp_path):
    settings = PageSettings()
    samples = np.zeros(16_000 * 1_800, np.float32)
    samples[::7] = 0.1
    soundfile.write(tmp_path / "long.flac", samples, 16_000)
    with MediaReader() as reader:
        written = Waiting(settings, reader).recording((tmp_path / "long.flac").read_bytes())
    assert soundfile.info(BytesIO(written)).duration <= 60


def _examples(items, language="en"):
    schema = infer_schema(items)
    return examples(items, schema, language, Naming(Face(), schema, language))


def test_what_few_items_have_is_no_example_of_the_greeting():
    items = [Item(f"i{n}", f"a thing {n}", attributes={"kind": "ab"[n % 2], "price": float(n)}) for n in range(10)]
    assert any("under" in example for example in _examples(items))
    few = [
        replace(item, attributes={"kind": "ab"[n % 2]} if n > 3 else item.attributes) for n, item in enumerate(items)
    ]
    assert not any("under" in example for example in _examples(few))


@pytest.fixture
def scripted(starter):
    """A talk whose model takes "something to arrive by" for vehicles, and strikes nothing."""
    settings, player = PageSettings(visits=2), Player()
    inferred = {"field": "category", "op": "eq", "values": ["vehicles"], "span": "to arrive by"}
    player.turn(Script(search=({"wish": "vehicle", "constraints": [inferred]},), gold=()), None)
    model = ScriptedChatModel(player=player)
    with Recommender(starter, model=model, settings=Settings(count=4)) as medley, MediaReader() as reader:
        yield Talk(medley, Waiting(settings, reader), settings)


def _told(talk, turn, **asked):
    return list(talk.answer(PageRequest(visit=VISIT, turn=turn, **asked)))[-1]


def test_what_a_model_infers_is_a_chip_of_another_look_that_a_click_makes_a_condition_or_strikes(scripted):
    first = _told(scripted, 1, text="something to arrive by")
    assert 'class="chip firm inferred"' in first["panel"]
    assert 'class="unchip" data-act="strike"' in first["panel"]
    (chip,) = [c for c in scripted._visits[VISIT].chips if c.certainty == "inferred"]
    held = _told(scripted, 2, what="again", firm=chip.conditions)
    assert 'class="chip strike "' in held["panel"]
    assert 'class="chip firm' not in held["panel"]
    assert all("vehicles" in shown for shown in held["cards"])
    gone = _told(scripted, 3, what="again", without=chip.conditions)
    assert 'class="chip restore "' in gone["panel"]
    assert "vehicles" not in gone["panel"].split("restore")[0]
    back = _told(scripted, 4, what="again")
    assert 'class="chip firm inferred"' in back["panel"]


@pytest.mark.parametrize(("fact", "request_"), [("my budget is 50", "something blue"), ("我的预算是50", "蓝色的东西")])
def test_a_standing_fact_is_a_chip_that_takes_it_back_for_good(talk, fact, request_):
    def ask(turn, **asked):
        return list(talk.answer(PageRequest(visit=VISIT, turn=turn, **asked)))[-1]

    assert fact in ask(1, text=fact)["panel"]
    (kept,) = talk.medley.facts.of(session=VISIT)
    assert fact not in ask(2, what="again", without=(f"fact {kept.id}",))["panel"]
    assert talk.medley.facts.of(session=VISIT) == ()
    ask(3, text=f"{fact}. {request_}" if fact.isascii() else f"{fact}。{request_}")
    (kept,) = talk.medley.facts.of(session=VISIT)
    steered = ask(4, what="again", without=("year = 5",))
    assert fact in steered["panel"]
    left = ask(5, what="again", without=(f"fact {kept.id}",))
    assert fact not in left["panel"]
    assert left["cards"]
