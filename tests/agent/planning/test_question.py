"""One clarifying question: when it is asked, of which field, and how its answer is read."""

import json
from pathlib import Path

import pytest

from agent import Recommender, Settings
from agent.parsing import Vocabulary
from agent.parsing.analysis import analyse
from agent.planning.clarification import question_of, question_text
from agent.planning.clarification_reply import reply_to
from agent.planning.plan import Asked, Condition, Plan, Source
from agent.serving.page.cards import head
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


def test_the_field_is_asked_for_that_splits_nearest_to_half() -> None:
    # kinds leave .4² + .4² + .2² = .36, outdoors (1/3)² + (2/3)² = .56, colours .75² + .25² = .63
    assert _field(ITEMS) == "outdoors"
    indoors = [item for item in ITEMS if item.attributes["outdoors"] == "no"]
    assert _field(indoors) == "kind"


def test_a_bound_is_asked_for_where_no_kind_halves() -> None:
    lamps = [i for i in ITEMS if i.attributes["kind"] == "lamp" and i.attributes["outdoors"] == "no"]
    asked = question_of(lamps, Plan(), "a lamp", VOCABULARY)
    assert asked is not None
    assert asked.field == "price"
    below = sum(matches(item, asked.options[0]) for item in lamps)
    assert 0.4 <= below / len(lamps) <= 0.6
    assert [sum(matches(item, option) for option in asked.options) for item in lamps] == [1] * len(lamps)


def test_what_the_request_names_or_has_decided_is_not_asked_for() -> None:
    assert _field(ITEMS, request="outdoors or not, I can't say") == "kind"
    assert _field(ITEMS, Plan(settled=("outdoors", "kind"))) == "price"
    assert (
        _field(ITEMS, Plan(settled=("outdoors", "kind", "price"))) is None
    )  # no rating, number of stock, or open list


def test_questions_in_words() -> None:
    price = Asked(
        "price", (Filter("price", "range", (None, 20.0)), Filter("price", "range", (20.0, None), open_low=True))
    )
    assert question_text(price, "en") == "Which price would you like: at most 20 or more than 20?"
    assert question_text(price, "zh") == "价格要不超过20还是高于20？"
    kinds = Asked("colour", (Filter("colour", "eq", "A"), Filter("colour", "eq", "B")), others=True)
    assert question_text(kinds, "zh") == "想要哪种 colour：A、B还是别的？"
    yes = Asked("outdoors", (Filter("outdoors", "eq", "yes"), Filter("outdoors", "eq", "yes", negate=True)))
    assert question_text(yes, "en") == "Outdoors: yes or no?"


# -- when ----------------------------------------------------------------------------------------------------------


def test_a_broad_request_is_answered_and_asked_about(medley) -> None:
    answer = medley.chat("a blue thing")
    assert len(answer) == 5
    assert answer.question == "Outdoors: yes or no?"


@pytest.mark.parametrize("text", ["a blue lamp outdoors under 50", "the cheapest thing", "something like “Thing 3”"])
def test_a_narrow_request_is_not_asked_about(medley, text) -> None:
    answer = medley.chat(text)
    assert answer.picks
    assert answer.question == ""


def test_only_conversations_are_asked(medley) -> None:
    assert medley.recommend("a blue thing").question == medley.search("a blue thing").question == ""


def test_never_twice_in_a_row_and_never_the_same_again(medley) -> None:
    assert medley.chat("a thing in red").question == "Outdoors: yes or no?"
    assert medley.chat("not the first one").question == ""
    assert medley.chat("not the second one").question.startswith("Which kind")
    medley.undo()
    assert medley.chat("not the second one").question.startswith("Which kind")


# -- answers -------------------------------------------------------------------------------------------------------

KIND = Asked("kind", tuple(Filter("kind", "eq", value) for value in ("lamp", "chair")), others=True)
PRICE = Asked("price", (Filter("price", "range", (None, 20.0)), Filter("price", "range", (20.0, None), open_low=True)))
OUTDOORS = Asked("outdoors", (Filter("outdoors", "eq", "yes"), Filter("outdoors", "eq", "yes", negate=True)))


def _reply(asked, text):
    return reply_to(asked, text, analyse(text, VOCABULARY), VOCABULARY, "en")


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


def test_an_answer_narrows_what_was_asked_for(medley) -> None:
    medley.chat("a blue thing")
    answer = medley.chat("no")
    assert answer.understood == ("not (outdoors = yes)", "colour = blue")
    assert _about(answer, "outdoors") == {"no"}
    assert _about(answer, "colour") == {"blue"}
    assert answer.notes == ()


@pytest.mark.parametrize(
    ("text", "kind"), [("the second kind, and under 30", "lamp"), ("第二个", "lamp"), ("chair, and under 30", "chair")]
)
def test_an_answer_goes_on_from_the_conditions(medley, text, kind) -> None:
    medley.chat("a red thing, not outdoors")
    medley.forget()
    medley.chat("red things")
    medley.chat("not the last one")
    asked = medley.chat("not the second one")
    assert asked.question == "Which kind would you like: chair, lamp or table?"
    answer = medley.chat(text)
    assert (_about(answer, "kind"), _about(answer, "colour")) == ({kind}, {"red"})


@pytest.mark.parametrize("text", ["no, and under 30", "No. Not the first one, under 30", "不要，价格30以下"])
def test_what_comes_after_an_answer_is_read_by_itself(medley, text) -> None:
    first = medley.chat("a blue thing")
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
    asked = question_of(items, Plan(conditions=(drama, noughties)), "something else", words)
    assert asked is not None
    assert [f.value for f in asked.options] == ["crime", "war"]
    assert question_text(asked, "en") == "Which other genre would you like: crime or war?"
    said_now = Condition((Filter("genres", "eq", "drama"),), Source("span", "drama"))
    year = question_of(items, Plan(conditions=(said_now, noughties)), "a drama", words)
    assert year is not None
    assert (year.field, year.options[0].value) == ("year", (None, 2004.0))


def test_an_answer_that_narrows_is_added_to_what_holds(tmp_path) -> None:
    rows = [
        {"id": f"n{n}", "title": f"Film {n}", "year": 2000 + n % 10, "genres": ["drama", ("war", "crime")[n % 2]], "mood": "calm"}
        for n in range(60)
    ]  # fmt: skip
    (tmp_path / "films.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    index_catalog(read_catalog(tmp_path / "films.jsonl"), tmp_path / "store", encoder_set("fake"))
    with Recommender(tmp_path / "store", settings=Settings(count=5)) as medley:
        medley.chat("drama from the 2000s", asks=False)
        assert "Which other genre" in medley.chat("another one").question
        assert set(medley.chat("war").understood) == {"genres = war", "genres = drama", "year ≥ 2000 and year ≤ 2009"}
        assert "year" in medley.chat("another one").question
        later = medley.chat("the second")
        assert {"year > 2004", "year ≥ 2000 and year ≤ 2009", "genres = war"} <= set(later.understood)
        assert medley.chat("还有吗", asks=False).question == ""
