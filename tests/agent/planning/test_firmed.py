"""What the person makes certain filters, whether it was inferred, taken back by a model, or isn't in the plan at all."""

from agent.planning.plan import CONFIRMED, INFERRED, Condition, Plan, Source, firmed, told_conditions
from retrieval.catalog.filters import Filter

SCOTT, WAR, CHEAP = (
    Filter("director", "eq", "Scott"),
    Filter("genre", "eq", "war"),
    Filter("price", "range", (None, 5.0)),
)
PLAN = Plan(
    preferences=(Condition((SCOTT,), Source("inferred", "of Alien", field="director"), 30, INFERRED),),
    retracted=(Condition((WAR,), Source("span", "star wars"), 30),),
)


def test_an_inferred_condition_filters_and_keeps_its_words() -> None:
    (told,) = [c for c in told_conditions(firmed(PLAN, (SCOTT,))) if c["status"] == "filters"]
    assert (told["text"], told["span"], told["origin"], told["certainty"]) == (
        str(SCOTT),
        "of Alien",
        "said",
        "certain",
    )
    assert not firmed(PLAN, (SCOTT,)).preferences
    assert firmed(PLAN, (SCOTT,)).conditions[0].weight == CONFIRMED


def test_what_a_model_took_back_filters_again() -> None:
    plan = firmed(PLAN, (WAR,))
    assert (plan.filters, plan.retracted, plan.preferences) == ((WAR,), (), PLAN.preferences)


def test_what_no_reading_has_filters_all_the_same_and_once() -> None:
    assert firmed(PLAN, (CHEAP,)).filters == (CHEAP,)
    assert firmed(firmed(PLAN, (CHEAP,)), (CHEAP,)).conditions == firmed(PLAN, (CHEAP,)).conditions
