"""What is said against what was shown: the field that it means, and a bound from the very item."""

import pytest

from agent.parsing import Vocabulary, read_request
from agent.parsing.parse import parse
from agent.planning.compiler import compile_intent
from agent.planning.objection import continues, objected, without_empty
from agent.planning.plan import ClarifyingQuestion, Plan
from retrieval.catalog.filters import Filter
from retrieval.catalog.items import Item

GENRES = (("Drama",), ("Horror", "Drama"), ("Comedy",), ("Horror", "Comedy"))
ITEMS = [
    Item(
        f"f{n}", f"Film {chr(65 + n)}", "A film.",
        attributes={
            "genres": GENRES[n % 4], "runtime": 90 + 4 * n, "rating": 5 + (n % 8) / 2, "price": 3.0 + n, "year": 1990 + n, "age_rating": ("G", "PG", "R")[n % 3],
            "channels": (("Novaflix",), ("Streamly", "Novaflix"), ("Lumeno",))[n % 3],
        },
    )
    for n in range(24)
]  # fmt: skip
VOCABULARY = Vocabulary.of(ITEMS)
SHOWN = ITEMS[9:14]  # the first: Horror and Drama, 126 minutes, rated 5.5, price 12, 1999, G, on Novaflix


def _one(text, shown=SHOWN):
    found = objected(parse(text, VOCABULARY, shown), shown)
    return [] if found is None else [str(_filter(o.constraint)) for o in found.objections]


def _filter(c):
    if c.op == "range":
        return Filter(c.field, "range", (c.low, c.high), c.negate, c.open_low, c.open_high)
    return Filter(c.field, "in", c.values, c.negate)


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("That's too long.", "runtime < 126"), ("too long for me", "runtime < 126"), ("way too short!", "runtime > 126"), ("it's a bit long", "runtime < 126"),
        ("I don't have that much time", "runtime < 126"), ("It's over too soon.", "runtime > 126"), ("too expensive", "price < 12"), ("that costs too much", "price < 12"),
        ("That's out of my budget", "price < 12"), ("I can't afford that", "price < 12"), ("too old", "year > 1999"), ("the rating is too low", "rating > 5.5"),
        ("its reviews look bad", "rating > 5.5"), ("That isn't rated well enough.", "rating > 5.5"), ("the second is too long", "runtime < 130"),
        ("Film L is too long", "runtime < 134"), ("That's longer than I wanted.", "runtime < 126"), ("shorter than I'd like", "runtime > 126"), ("比我想的长", "runtime < 126"), ("太长了", "runtime < 126"), ("太贵了", "price < 12"), ("有点贵", "price < 12"), ("超出预算了", "price < 12"),
        ("评分太低了", "rating > 5.5"), ("第二部太长了", "runtime < 130"), ("没有那么多时间", "runtime < 126"), ("太老了", "year > 1999"),
    ],
)  # fmt: skip
def test_a_fault_is_a_condition_on_the_field_that_it_means(text, means) -> None:
    assert _one(text) == [means]


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("That's not Comedy.", "genres one of Comedy"), ("that isn't on Streamly", "channels one of Streamly"), ("it isn't rated PG", "age_rating one of PG"),
        ("That's Horror, which I don't like.", "not (genres one of Horror)"), ("too much horror", "not (genres one of Horror)"), ("这不是Comedy", "genres one of Comedy"),
    ],
)  # fmt: skip
def test_what_it_lacks_is_wanted_and_what_it_is_may_be_refused(text, means) -> None:
    assert [one.replace(" = ", " one of ") for one in _one(text)] == [means]


@pytest.mark.parametrize(
    "text",
    ["not too long", "nothing too expensive", "a comedy", "That's not Horror", "under 90 minutes", "不要太长的", "别太贵", "I like it", "how long is it?"],
)  # fmt: skip
def test_what_is_no_objection(text) -> None:
    assert objected(parse(text, VOCABULARY, SHOWN), SHOWN) is None
    assert objected(parse("too long", VOCABULARY, ()), ()) is None


def test_a_quality_that_no_field_decides_is_wanted_less() -> None:
    found = objected(parse("too gloomy", VOCABULARY, SHOWN), SHOWN)
    assert found is not None
    assert (found.objections, found.less) == ((), ("gloomy",))


def _plan(text, first="a Drama", asked=None, shown=SHOWN):
    intent = read_request(first, VOCABULARY)
    before = compile_intent(intent, parse(first, VOCABULARY))
    before = before if asked is None else Plan(**{**_fields(before), "asked": asked})
    now = read_request(text, VOCABULARY, earlier=[intent], shown=shown)
    return compile_intent(now, parse(text, VOCABULARY, shown), shown=shown, earlier=before)


def _fields(plan):
    return {name: getattr(plan, name) for name in plan.__dataclass_fields__}


RUNTIME = ClarifyingQuestion("runtime", (Filter("runtime", "range", (None, 100.0)), Filter("runtime", "range", (100.0, None), open_low=True)))  # fmt: skip
RATING = ClarifyingQuestion("rating", (Filter("rating", "range", (6.0, None)), Filter("rating", "range", (7.0, None))))
AGE = ClarifyingQuestion("age_rating", (Filter("age_rating", "eq", "PG"), Filter("age_rating", "eq", "R")), others=True)


@pytest.mark.parametrize(
    ("asked", "text", "understood"),
    [
        (None, "Too long for me.", {"genres = Drama", "runtime < 126"}),
        (None, "That's too long, I have 110 minutes at most.", {"genres = Drama", "runtime ≤ 110"}),
        (None, "The rating is too low, I want at least 6.5.", {"genres = Drama", "rating ≥ 6.5"}),
        (None, "Its score is too low for me. 6 or better.", {"genres = Drama", "rating ≥ 6"}),
        (None, "The age rating is wrong, it has to be PG.", {"genres = Drama", "age_rating = PG"}),
        (None, "I can only get it on Streamly.", {"genres = Drama", "channels = Streamly"}),
        (None, "I don't have that there, only Streamly.", {"genres = Drama", "channels = Streamly"}),
        (None, "Is there something rated PG?", {"genres = Drama", "age_rating = PG"}),
        (None, "That's longer than I wanted. It should be at most 110 minutes.", {"genres = Drama", "runtime ≤ 110"}),
        (None, "I need something rated PG.", {"genres = Drama", "age_rating = PG"}),
        (RUNTIME, "No more than 110 minutes. The rating is too low.", {"genres = Drama", "runtime ≤ 110", "rating > 5.5"}),
        (RUNTIME, "It doesn't matter. That isn't rated well enough.", {"genres = Drama", "rating > 5.5"}),
        (RUNTIME, "Whatever, I'm easy.", {"genres = Drama"}),
        (RUNTIME, "Not important to me.", {"genres = Drama"}),
        (RUNTIME, "I'd rather not say", {"genres = Drama"}),
        (RATING, "At least 6.5.", {"genres = Drama", "rating ≥ 6.5"}),
        (RATING, "Nothing below 7.", {"genres = Drama", "rating ≥ 7"}),
        (RATING, "A 7 at least, and under 110 minutes", {"genres = Drama", "rating ≥ 7", "runtime < 110"}),
        (RATING, "都可以", {"genres = Drama"}),
        (RATING, "至少7", {"genres = Drama", "rating ≥ 7"}),
        (AGE, "NC-17, please.", {"genres = Drama", "age_rating = NC-17"}),
        (AGE, "It has to be X.", {"genres = Drama", "age_rating = X"}),
        (None, "太长了，最多110分钟", {"genres = Drama", "runtime ≤ 110"}),
        (None, "评分太低了，至少7", {"genres = Drama", "rating ≥ 7"}),
    ],
)  # fmt: skip
def test_a_response_adds_to_what_holds(asked, text, understood) -> None:
    plan = _plan(text, asked=asked)
    assert {str(f) for f in plan.filters} == understood
    assert plan.question == ""
    assert plan.excluded == ()


def test_the_condition_tells_the_item_that_it_is_from() -> None:
    plan = _plan("that's too long")
    source = next(c.source for c in plan.conditions if c.filters[0].field == "runtime")
    assert (source.kind, source.item, source.field) == ("item", "f9", "runtime")
    assert plan.sort is not None
    assert (plan.sort.field, plan.sort.descending, plan.sort.vague) == ("runtime", False, True)


def test_not_too_much_is_a_leaning_to_the_lower_half() -> None:
    plan = _plan("not too long", asked=RUNTIME)
    assert [str(f) for c in plan.preferences for f in c.filters] == ["runtime ≤ 100"]
    assert {str(f) for f in plan.filters} == {"genres = Drama"}
    assert [str(f) for c in _plan("别太长", asked=RUNTIME).preferences for f in c.filters] == ["runtime ≤ 100"]


def test_another_kind_of_thing_is_another_request() -> None:
    assert {str(f) for f in _plan("I want a Comedy under 100 minutes").filters} >= {"genres = Comedy"}
    assert not continues("show me songs", SHOWN)
    assert not continues("I need it on Novaflix", ())
    assert without_empty("The age rating is wrong") == "The age rating is wrong"


def test_more_than_is_no_wish_for_others() -> None:
    assert _plan("no more than 110 minutes", asked=RUNTIME).unseen == ()
    assert _plan("100 or more", asked=RUNTIME).unseen == ()
