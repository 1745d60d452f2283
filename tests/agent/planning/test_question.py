"""One clarifying question: when it is asked, of which field, and how its answer is read."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from agent import Recommender, Settings
from agent.parsing import Vocabulary
from agent.parsing.analysis import analyse
from agent.parsing.parse import parse
from agent.planning.clarification import question_of, question_text
from agent.planning.clarification_reply import reply_to
from agent.planning.plan import ClarifyingQuestion, Condition, Plan, Source
from agent.serving.page.heads import head
from retrieval.catalog.filters import Filter, matches
from retrieval.catalog.items import Item
from retrieval.catalog.reader import read_catalog
from retrieval.encoder_sets import encoder_set
from retrieval.index.indexer import index_catalog

KINDS = ("lamp", "lamp", "chair", "chair", "table")
COLOURS = ("red", "red", "red", "blue")


def _rows() -> list[dict[str, object]]:
    """Sixty things: kinds split them in less than half, colours in more; every third is outdoors."""
    return [
        {
            "id": f"t{n}", "title": f"Thing {n}", "kind": KINDS[n % 5], "colour": COLOURS[n % 4], "price": n + 1,
            "outdoors": "yes" if n % 3 == 0 else "no", "rating": 3 + n % 3, "sku": 1000 + n, "maker": f"Maker {n}",
        }
        for n in range(60)
    ]  # fmt: skip


ITEMS = [Item(str(r["id"]), str(r["title"]), attributes={k: v for k, v in r.items() if k not in ("id", "title")}) for r in _rows()]  # fmt: skip
VOCABULARY = Vocabulary.of(ITEMS)


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("question")
    (folder / "catalog.jsonl").write_text("\n".join(map(json.dumps, _rows())) + "\n", "utf-8")
    index_catalog(read_catalog(folder / "catalog.jsonl"), folder / "store", encoder_set("fake"))
    return folder / "store"


@pytest.fixture
def medley(store):
    with Recommender(store, settings=Settings()) as recommender:
        yield recommender


def _about(answer, name):
    return {pick.item.attributes[name] for pick in answer.picks}


# -- which field ---------------------------------------------------------------------------------------------------


def _field(items, plan=None, request="something"):
    asked = question_of(items, plan or Plan(), request, VOCABULARY)
    return None if asked is None else asked.field


def test_the_field_is_asked_for_whose_answer_is_expected_to_gain_most() -> None:
    # four stretches of prices tell 2 bits, of which people care for all; kinds leave .4² + .4² + .2² = .36, which is 1.47 bits, for all, too;
    # a rating that a third and two thirds reach 1 bit, for .8; outdoors (1/3)² + (2/3)² = .56 and colours .75² + .25² = .63, for .6
    assert _field(ITEMS) == "price"
    assert _field(ITEMS, Plan(settled=("price",))) == "kind"
    assert _field(ITEMS, Plan(settled=("price", "kind"))) == "rating"
    assert _field(ITEMS, Plan(settled=("price", "kind", "rating"))) == "outdoors"
    assert _field(ITEMS, Plan(settled=("price", "kind", "rating", "outdoors"))) == "colour"


def test_within_bounds_that_answered_a_question_more_is_asked_once_others_are_wanted() -> None:
    cheap = Condition((Filter("price", "range", (None, 40.0)),), Source("earlier", "at most 40"))
    asked = Plan(conditions=(cheap,), settled=("kind", "rating", "outdoors", "colour"), narrowed=("price",))
    assert _field(ITEMS, asked) is None
    assert _field(ITEMS, replace(asked, unseen=(ITEMS[0].id,))) == "price"
    assert _field(ITEMS, replace(asked, unseen=(ITEMS[0].id,), settled=(*asked.settled, "price"))) is None


def test_what_people_care_about_here_is_asked_for_first() -> None:
    settled = Plan(settled=("price", "kind", "rating"))
    asked = question_of(ITEMS, settled, "something", VOCABULARY, cares={"colour": 1.0})
    assert asked is not None
    assert asked.field == "colour"


def test_a_bound_is_asked_for_in_stretches_that_hold_about_as_many() -> None:
    for few, many in ((16, 2), (60, 4)):
        items = ITEMS[:few]
        asked = question_of(items, Plan(settled=("kind",)), "something", VOCABULARY)
        assert asked is not None
        assert (asked.field, len(asked.options)) == ("price", many)
        shares = [sum(matches(item, option) for item in items) / few for option in asked.options]
        assert all(abs(share - 1 / many) <= 0.15 for share in shares)
        assert [sum(matches(item, option) for option in asked.options) for item in items] == [1] * few


def test_of_what_all_want_more_of_the_least_is_asked_for() -> None:
    asked = question_of(ITEMS, Plan(settled=("kind", "price")), "something", VOCABULARY)
    assert asked is not None
    assert (
        question_text(asked, "en") == "How high should the rating be: at least 4 or at least 5, or doesn't it matter?"
    )
    assert question_text(asked, "zh") == "评分要至少4还是至少5，还是都可以？"


def test_what_the_request_names_or_has_decided_is_not_asked_for() -> None:
    assert _field(ITEMS, request="the price is not important") == "kind"
    everything = ("outdoors", "kind", "price", "rating", "colour")
    assert _field(ITEMS, Plan(settled=everything)) is None  # no number of stock, or open list
    assert _field(ITEMS, Plan(settled=("*",))) is None


def test_nothing_is_asked_where_the_first_picks_are_clear() -> None:
    assert _field(ITEMS[:1]) is None
    alike = [item for item in ITEMS if item.attributes["kind"] == "lamp"][:2]
    same = [Item(i.id, i.title, attributes=dict(alike[0].attributes)) for i in alike]
    assert _field(same) is None


def test_of_what_a_setting_leaves_one_may_be_preferred() -> None:
    setting = Condition((Filter("kind", "in", ("lamp", "chair")),), Source("setting", "mine"))
    items = [item for item in ITEMS if item.attributes["kind"] in ("lamp", "chair")]
    asked = question_of(items, Plan(conditions=(setting,), settled=("price", "rating")), "something", VOCABULARY)
    assert asked is not None
    assert [f.value for f in asked.options] == ["chair", "lamp"]
    one = Condition((Filter("kind", "in", ("lamp",)),), Source("setting", "mine"))
    lamps = [item for item in ITEMS if item.attributes["kind"] == "lamp"]
    assert _field(lamps, Plan(conditions=(one,), settled=("price", "rating"))) == "outdoors"


def test_questions_in_words() -> None:
    price = ClarifyingQuestion(
        "price", (Filter("price", "range", (None, 20.0)), Filter("price", "range", (20.0, None), open_low=True))
    )
    assert question_text(price, "en") == "What should the price be: at most 20 or more than 20?"
    assert question_text(price, "zh") == "价格要不超过20还是高于20？"
    kinds = ClarifyingQuestion("colour", (Filter("colour", "eq", "A"), Filter("colour", "eq", "B")), others=True)
    assert question_text(kinds, "zh") == "想要哪种 colour：A、B还是别的？"
    yes = ClarifyingQuestion(
        "outdoors", (Filter("outdoors", "eq", "yes"), Filter("outdoors", "eq", "yes", negate=True))
    )
    assert question_text(yes, "en") == "Outdoors: yes or no?"


# -- when ----------------------------------------------------------------------------------------------------------


def test_a_broad_request_is_answered_and_asked_about(medley) -> None:
    answer = medley.chat("a blue thing")
    assert len(answer) == 5
    assert answer.question == "Which kind would you like: chair, lamp or table?"


@pytest.mark.parametrize("text", ["a blue lamp outdoors under 50", "the cheapest thing", "something like “Thing 3”"])
def test_a_narrow_request_is_not_asked_about(medley, text) -> None:
    answer = medley.chat(text)
    assert answer.picks
    assert answer.question == ""


def test_only_conversations_are_asked(medley) -> None:
    assert medley.recommend("a blue thing").question == medley.search("a blue thing").question == ""


def test_one_question_follows_the_other_and_what_was_answered_is_not_asked_again(medley) -> None:
    asked = [medley.chat("a thing in red").plan.asked.field]
    while (question := medley.chat("it doesn't matter").plan.asked) is not None:
        asked.append(question.field)
    assert len(asked) == len(set(asked))
    assert {"kind", "price", "rating", "outdoors"} <= set(asked)


def test_a_question_that_is_passed_over_is_asked_once_more_and_not_again(medley) -> None:
    asked = [medley.chat("a thing in red").plan.asked.field]
    for text in ("not the first one", "not the second one", "not the third one", "not the fourth one"):
        asked.append(medley.chat(text).plan.asked.field)
    assert asked[0] == asked[1]
    assert asked.count(asked[0]) == asked.count(asked[2]) == 2
    medley.undo()
    assert medley.chat("not the fourth one").plan.asked.field == asked[-1]


@pytest.mark.parametrize("text", ["please stop asking", "no more questions", "别问了"])
def test_whoever_wants_no_questions_is_asked_none(medley, text) -> None:
    assert medley.chat("a thing in red").question
    assert medley.chat(text).question == ""
    assert medley.chat("not the first one").question == ""


# -- answers -------------------------------------------------------------------------------------------------------

KIND = ClarifyingQuestion("kind", tuple(Filter("kind", "eq", value) for value in ("lamp", "chair")), others=True)
PRICE = ClarifyingQuestion(
    "price", (Filter("price", "range", (None, 20.0)), Filter("price", "range", (20.0, None), open_low=True))
)
OUTDOORS = ClarifyingQuestion(
    "outdoors", (Filter("outdoors", "eq", "yes"), Filter("outdoors", "eq", "yes", negate=True))
)


def _reply(asked, text):
    return reply_to(asked, parse(text, VOCABULARY), "en")


@pytest.mark.parametrize(
    ("asked", "text", "values"),
    [
        (KIND, "the second kind", ("chair",)), (KIND, "The first, please.", ("lamp",)), (KIND, "the latter", ("chair",)),
        (KIND, "I'd prefer a chair", ("chair",)), (KIND, "lamp!", ("lamp",)), (KIND, "第二种", ("chair",)), (KIND, "前者吧", ("lamp",)),
        (KIND, "我要chair", ("chair",)), (OUTDOORS, "yes", ("yes",)), (OUTDOORS, "要", ("yes",)),
    ],
)  # fmt: skip
def test_an_option_is_chosen(asked, text, values) -> None:
    reply = _reply(asked, text)
    assert reply is not None
    assert reply.rest == ""
    assert [(c.field, c.values, c.negate) for c in reply.constraints] == [(asked.field, values, False)]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("at most 20", None, 20), ("more than 20", 20, None), ("the cheaper ones", None, 20), ("more", 20, None), ("便宜一点的", None, 20),
     ("不超过20", None, 20), ("under 15", None, 15), ("between 10 and 30", 10, 30)],
)  # fmt: skip
def test_a_bound_is_chosen_or_given(text, low, high) -> None:
    reply = _reply(PRICE, text)
    assert reply is not None
    if reply.rest is not None:
        assert [(c.field, c.low, c.high) for c in reply.constraints] == [("price", low, high)]
    else:
        assert [(f.constraint.low, f.constraint.high) for f in analyse(text, VOCABULARY).found] == [(low, high)]


@pytest.mark.parametrize(
    "text",
    [
        "It doesn't matter",
        "any kind",
        "I don't care.",
        "either is fine",
        "no preference",
        "随便",
        "都行",
        "无所谓",
        "不知道",
    ],
)
def test_it_may_not_matter(text) -> None:
    assert _reply(KIND, text).constraints == ()


@pytest.mark.parametrize("text", ["neither", "something else", "another kind", "都不是", "别的"])
def test_it_may_be_none_of_these(text) -> None:
    (constraint,) = _reply(KIND, text).constraints
    assert (constraint.values, constraint.negate) == (("lamp", "chair"), True)


@pytest.mark.parametrize(
    "text", ["not the first one", "cheaper", "another one", "forget that, blue things", "show me songs"]
)
def test_another_request_is_no_answer(text) -> None:
    assert _reply(KIND, text) is None


# -- answers in a conversation -------------------------------------------------------------------------------------


def _until_asked(medley, text, field):
    """A conversation until a field is asked for."""
    answer = medley.chat(text)
    while answer.plan.asked.field != field:
        answer = medley.chat("it doesn't matter")
        assert answer.notes == ()
    return answer


def test_an_answer_narrows_what_was_asked_for(medley) -> None:
    _until_asked(medley, "a blue thing", "outdoors")
    answer = medley.chat("no")
    assert answer.understood == ("not (outdoors = yes)", "colour = blue")
    assert _about(answer, "outdoors") == {"no"}
    assert _about(answer, "colour") == {"blue"}
    assert answer.notes == ()


@pytest.mark.parametrize(
    ("text", "kind"), [("the second kind, and under 30", "lamp"), ("第二个", "lamp"), ("chair, and under 30", "chair")]
)
def test_an_answer_goes_on_from_the_conditions(medley, text, kind) -> None:
    asked = _until_asked(medley, "red things", "kind")
    assert asked.question == "Which kind would you like: chair, lamp or table?"
    answer = medley.chat(text)
    assert (_about(answer, "kind"), _about(answer, "colour")) == ({kind}, {"red"})


@pytest.mark.parametrize("text", ["no, and under 30", "No. Not the first one, under 30", "不要，价格30以下"])
def test_what_comes_after_an_answer_is_read_by_itself(medley, text) -> None:
    first = _until_asked(medley, "a blue thing", "outdoors")
    answer = medley.chat(text)
    assert _about(answer, "outdoors") == {"no"}
    assert _about(answer, "colour") == {"blue"}
    assert max(_about(answer, "price")) <= 30
    assert ("first" in text) == (first.picks[0].id in answer.plan.disliked)


def test_an_answer_that_does_not_matter_changes_nothing(medley) -> None:
    first = medley.chat("a blue thing")
    again = medley.chat("doesn't matter")
    assert again.picks[0].id == first.picks[0].id
    assert again.plan.wish == first.plan.wish
    assert again.understood == first.understood


def test_another_topic_is_no_answer(medley) -> None:
    medley.chat("a blue thing")
    assert medley.chat("something else entirely: a red chair").understood == ("colour = red", "kind = chair")


def test_the_page_offers_the_answers(medley) -> None:
    events = list(medley.stream("a red thing, indoors or outdoors"))
    for shown in (events[0], events[-1]):
        drawn = head(shown)
        assert "Which kind would you like: chair, lamp or table?" in drawn
        assert '<button type="button" class="try" data-act="try">chair</button>' in drawn
        assert "meta" in drawn


def test_what_an_earlier_turn_spoke_of_is_narrowed_not_asked_for_again() -> None:
    items = [
        Item(f"n{n}", f"Film {n}", attributes={"year": 2000.0 + n % 10, "genres": ("drama", ("war", "crime")[n % 2])})
        for n in range(40)
    ]
    words = Vocabulary.of(items)
    drama = Condition((Filter("genres", "eq", "drama"),), Source("earlier", "drama"))
    noughties = Condition((Filter("year", "range", (2000.0, 2009.0)),), Source("earlier", "from the 2000s"))
    asked = question_of(items, Plan(conditions=(drama, noughties), settled=("year",)), "something else", words)
    assert asked is not None
    assert [f.value for f in asked.options] == ["crime", "war"]
    assert question_text(asked, "en") == "Which other genre would you like: crime or war?"
    said_now = Condition((Filter("genres", "eq", "drama"),), Source("span", "drama"))
    year = question_of(items, Plan(conditions=(said_now, noughties)), "a drama", words)
    assert year is not None
    assert (year.field, year.options[0].value, len(year.options)) == ("year", (None, 2002.0), 4)
    assert question_of(items, Plan(conditions=(drama, noughties)), "something else", words, shown=21) is None


def test_an_answer_that_narrows_is_added_to_what_holds(tmp_path) -> None:
    rows = [
        {"id": f"n{n}", "title": f"Film {n}", "price": 1 + n, "genres": ["drama", ("war", "crime")[n % 2]], "mood": "calm"}
        for n in range(60)
    ]  # fmt: skip
    (tmp_path / "films.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    index_catalog(read_catalog(tmp_path / "films.jsonl"), tmp_path / "store", encoder_set("fake"))
    with Recommender(tmp_path / "store", settings=Settings(count=5)) as medley:
        medley.chat("drama, price at most 50", asks=False)
        asked = medley.chat("another one").plan.asked
        later = medley.chat("the second")
        assert {str(asked.options[1]), "price ≤ 50", "genres = drama"} <= set(later.understood)
        assert {"genres = war", "genres = drama", str(asked.options[1])} <= set(medley.chat("also war").understood)
        assert medley.chat("还有吗", asks=False).question == ""
