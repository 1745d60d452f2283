"""An intent becomes a plan whose every condition is borne out by words, an item or a setting, and says so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.parsing import Vocabulary, read_request
from agent.parsing.intent import Constraint, Intent, Reference, Sort
from agent.parsing.parse import parse
from agent.planning.compiler import compile_intent
from agent.planning.plan import Plan, relaxations
from retrieval.catalog.filters import Filter, matches
from retrieval.catalog.items import Item
from tests.agent.small_town import FILMS, PLACES, films, places

PLACE, FILM = places(), films()
HOTELS = PLACES[:3]
BY_ID = {item.id: item for item in (*PLACES, *FILMS)}


def plan_of(
    text: str,
    vocabulary: Vocabulary = PLACE,
    *,
    intent: Intent | None = None,
    shown: tuple[Item, ...] = (),
    earlier: Plan | None = None,
    settings: tuple[Filter, ...] = (),
) -> Plan:
    """The plan of a request as the rules read it, or of an `intent` that somebody else proposes for it."""
    intent = intent or read_request(text, vocabulary, shown=shown, earlier=[Intent()] if earlier else [])
    return compile_intent(
        intent, parse(text, vocabulary, shown), shown=shown, earlier=earlier, settings=settings, lookup=BY_ID.get
    )


def found(plan: Plan, items: tuple[Item, ...] = PLACES) -> list[str]:
    """The ids that satisfy a plan."""
    return [item.id for item in items if all(matches(item, f) for f in plan.filters)]


def kinds(plan: Plan) -> dict[str, str]:
    """The kinds of notes by what they are about."""
    return {note.said: note.kind for note in plan.notes}


# -- conditions and their sources --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("hotels rated at least 4.5 under 500 yuan", ["h3"]),
        ("有游泳池的酒店，不要豪华型", ["h3"]),
        ("故宫附近的酒店，四百块以内", ["h2"]),
        ("免费的博物馆", ["m2"]),
        ("restaurants that are not cheap, with 豆腐 and 烤鸭", ["r1"]),
        ("not a hotel, rated over 4.5", ["r1", "m1"]),
        ("不要酒店和餐馆", ["m1", "m2"]),
    ],
)
def test_a_request_finds_what_it_describes(text: str, ids: list[str]) -> None:
    assert found(plan_of(text)) == ids


def test_every_condition_has_its_source() -> None:
    plan = plan_of("比第二个便宜的酒店", shown=HOTELS, settings=(Filter("rating", "range", (4.0, None)),))
    sources = {c.source.kind: c.source for c in plan.conditions}
    assert set(sources) == {"setting", "span", "item"}
    assert sources["span"].span == "酒店"
    assert (sources["item"].item, sources["item"].field) == ("h2", "room_price")
    assert Filter("room_price", "range", (None, 300.0), open_high=True) in plan.filters


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("cheaper than the first", 900.0),
        ("cheaper than the last one", 420.0),
        ("cheaper", 300.0),
        ("便宜一点的", 300.0),
        ("要更便宜的", 300.0),
    ],
)
def test_a_comparison_takes_the_value_of_the_item(text: str, bound: float) -> None:
    plan = plan_of(text, shown=HOTELS, earlier=plan_of("酒店"))
    assert Filter("room_price", "range", (None, bound), open_high=True) in plan.filters


def test_newer_than_a_title() -> None:
    plan = plan_of("like Fight Club but newer", FILM)
    assert plan.liked == ("f1",)
    assert found(plan, FILMS) == ["f4"]


def test_a_comparison_with_an_item_that_lacks_the_field_becomes_a_leaning() -> None:
    plan = plan_of("更便宜的餐馆", shown=HOTELS, earlier=plan_of("酒店"))
    assert plan.sort == Sort(field="cost_per_person", descending=False, vague=True, span="更便宜")
    assert "no_value" in kinds(plan).values()


def test_there_is_no_ninth_item() -> None:
    plan = plan_of("like the ninth one", shown=HOTELS)
    assert plan.liked == ()
    assert "no_item" in kinds(plan).values()


def test_an_absent_title_is_said_to_be_absent() -> None:
    plan = plan_of("films like 'Some Unknown Film'", FILM)
    assert plan.liked == ()
    assert kinds(plan) == {"Some Unknown Film": "absent"}
    assert "Some Unknown Film" in plan.notes[0].text("zh")


def test_a_misspelt_title_is_repaired_with_a_note() -> None:
    plan = plan_of("films like 'The Big Lebowsky'", FILM)
    assert plan.liked == ("f2",)
    assert kinds(plan) == {"The Big Lebowsky": "repaired"}


def test_refused_words_are_refused_in_every_form() -> None:
    plan = plan_of("a place without houses")
    assert plan.excluded == ("houses",)
    assert "h1" not in found(plan)
    assert "h3" not in found(plan)
    assert "h2" in found(plan)


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("potatoes", {"potatoes", "potato"}),
        ("potato", {"potato", "potatoes"}),
        ("berry", {"berry", "berries"}),
        ("boxes", {"boxes", "box"}),
        ("toys", {"toys", "toy"}),
    ],
)
def test_refused_words_have_the_plurals_of_english(word: str, forms: set[str]) -> None:
    assert {f.value for f in plan_of(f"a film without {word}", FILM).filters} == forms


@pytest.mark.parametrize(
    ("text", "wish", "meaning"),
    [
        ("can you find me a story of the sea, but nothing sad?", None, "can you find me a story of the sea, but"),
        ("can you find me a story of the sea?", "an ocean tale", None),
        ("帮我找一个关于大海的故事", None, None),
    ],
)
def test_the_whole_sentence_is_searched_by_meaning_but_for_what_it_denies(
    text: str, wish: str | None, meaning: str | None
) -> None:
    intent = read_request(text, FILM)
    plan = plan_of(text, FILM, intent=intent if wish is None else intent.model_copy(update={"wish": wish}))
    assert plan.meaning == meaning


def test_soft_wishes_are_noted_and_filter_nothing() -> None:
    plan = plan_of("a film under 10 dollars", FILM)
    assert plan.filters == ()
    assert kinds(plan) == {"under 10 dollars": "soft"}


# -- what a model proposes ---------------------------------------------------------------------------------------------

REQUEST = "a nice hotel under 500 yuan, rated at least 4.5, no 餐馆"


@pytest.mark.parametrize(
    "invented",
    [
        Constraint(field="kind", op="eq", values=("museum",), span="hotel"),
        Constraint(field="room_price", op="range", low=500, span="under 500 yuan"),
        Constraint(field="rating", op="range", low=4.0, span="rated at least 4.5"),
        Constraint(field="grade", op="eq", values=("豪华型",), span="nice hotel"),
        Constraint(field="grade", op="eq", values=("豪华型",)),
        Constraint(field="dress", op="eq", values=("red",), negate=True, span="nice"),
        Constraint(field="room_price", op="eq", values=("dollars",), span="under 500 yuan"),
        Constraint(field="kind", op="range", low=1, span="hotel"),
        Constraint(field="kind", op="eq", values=("spaceship",), span="hotel"),
    ],
)
def test_an_invented_constraint_never_filters(invented: Constraint) -> None:
    plan = plan_of(REQUEST, intent=Intent(wish="nice hotel", constraints=(invented,)))
    assert plan.filters == ()
    assert {note.kind for note in plan.notes} <= {"refused", "repaired", "absent", "inferred", "inferred all"}
    assert all((c.origin, c.guess) == ("inferred", "inferred") for c in plan.preferences)
    assert any(note.kind != "repaired" for note in plan.notes)


def test_other_inventions_never_count() -> None:
    intent = Intent(
        wish="hotel",
        excluded=("dogs",),
        count=3,
        must_have=("audio",),
        sort=Sort(field="rating", descending=True),
        references=(Reference(title="Toy Museum"),),
    )
    plan = plan_of(REQUEST, intent=intent)
    assert (plan.filters, plan.excluded, plan.k, plan.must_have, plan.liked) == ((), (), 10, (), ())
    assert plan.sort == Sort(field="rating", descending=True, vague=True)  # nobody said so: it only leans
    assert [(str(c.filters[0]), c.origin) for c in plan.preferences] == [("not (text contains dogs)", "inferred")]
    assert set(kinds(plan)) == {"", "Toy Museum"}


def test_unknown_fields_and_values_are_repaired_where_the_words_bear_them_out() -> None:
    proposed = (
        Constraint(field="cost", op="range", high=500, span="under 500 yuan"),
        Constraint(field="Kind", op="eq", values=("Hotels",), span="hotel"),
        Constraint(field="ratings", op="range", low=4.5, span="at least 4.5"),
    )
    plan = plan_of(REQUEST, intent=Intent(wish="hotel", constraints=proposed))
    assert set(plan.filters) == {
        Filter("room_price", "range", (None, 500.0), open_high=True), Filter("kind", "eq", "hotel"), Filter("rating", "range", (4.5, None)),
    }  # fmt: skip
    assert kinds(plan)["cost"] == "repaired"


@given(
    st.builds(
        Constraint,
        field=st.sampled_from(["kind", "rating", "room_price", "*", "title", "nonsense", ""]),
        op=st.sampled_from(["eq", "in", "range", "contains", "exists"]),
        values=st.lists(st.one_of(st.text(max_size=8), st.floats(allow_nan=False)), max_size=2).map(tuple),
        low=st.one_of(st.none(), st.floats(allow_nan=False), st.text(max_size=5)),
        negate=st.booleans(),
        span=st.sampled_from(["hotel", "under 500 yuan", "", "no", "4.5"]),
    )
)
def test_whatever_is_proposed_nothing_breaks_and_every_filter_can_be_executed(proposed: Constraint) -> None:
    plan = plan_of(REQUEST, intent=Intent(constraints=(proposed,)))
    assert isinstance(found(plan), list)


# -- conversation -------------------------------------------------------------------------------------------------------


def test_a_correction_keeps_the_rest() -> None:
    first = plan_of("有游泳池的酒店，九百块以内")
    second = plan_of("再便宜点", shown=HOTELS[:1], earlier=first)
    assert found(second) == ["h3"]
    assert {c.source.kind for c in second.conditions} == {"item", "earlier"}
    assert second.wish == first.wish


def test_a_new_kind_leaves_behind_what_it_can_not_have() -> None:
    first = plan_of("有游泳池的酒店，评分4分以上")
    second = plan_of(
        "换成餐馆", earlier=first, intent=read_request("换一家餐馆", PLACE, earlier=[Intent()]), shown=HOTELS
    )
    assert not any(f.field == "facilities" for f in second.filters)


def test_what_was_disliked_stays_away_for_the_rest_of_the_conversation() -> None:
    first = plan_of("不要第一个，换一个", shown=HOTELS, earlier=plan_of("酒店"))
    assert first.disliked == ("h1",)
    assert set(first.unseen) == {"h1", "h2", "h3"}
    later = plan_of("a museum", earlier=first)
    assert "h1" in later.unseen
    assert "h2" not in later.unseen


# -- questions and relaxation ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "please", "not a hotel but a hotel", "hotels rated under 3 and rated over 4"])
def test_nothing_to_search_by_gets_a_question(text: str) -> None:
    assert plan_of(text).question


def test_the_least_important_condition_goes_first() -> None:
    plan = plan_of("有游泳池的酒店，一百块以内，最好评分4.5分以上", settings=(Filter("rating", "range", (3.0, None)),))
    assert found(plan) == []
    weaker = list(relaxations(plan))
    sizes = [len(dropped) for _, dropped in weaker]
    assert sizes == sorted(sizes)
    assert weaker[0][1][0].source.span == "评分4.5分以上"
    assert weaker[1][1][0].source.span == "一百块以内"
    first = next(relaxed for relaxed, _ in weaker if found(relaxed))
    assert found(first) == ["h1", "h3"]
    assert all(any(c.source.kind == "setting" for c in relaxed.conditions) for relaxed, _ in weaker)
