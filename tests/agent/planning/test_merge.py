"""What a model adds to the rules' reading of a request, and what it can't take away."""

from agent.parsing.intent import Constraint, Intent, Reference, Sort
from agent.planning.merge import merged

REQUEST = "a quiet hotel under 300, near 故宫, no gym"
PRICE = Constraint(field="room_price", op="range", high=300, open_high=True, span="under 300")
READ = Intent(wish="quiet", constraints=(PRICE,), excluded=("gym",), keep=True, language="en")


def test_nothing_that_the_rules_read_is_lost() -> None:
    whole = merged(READ, Intent(wish="silence"), REQUEST)
    assert whole == READ.model_copy(update={"wish": "silence"})
    assert merged(READ, Intent(), REQUEST) == READ


def test_a_constraint_is_added_where_the_rules_read_none_in_the_same_words() -> None:
    sight = Constraint(field="nearby_sights", op="contains", values=("故宫",), span="near 故宫")
    rival = Constraint(field="rating", op="range", high=300, span="hotel under 300")
    unsaid = Constraint(field="kind", op="eq", values=("museum",), span="museum")
    whole = merged(READ, Intent(constraints=(sight, rival, unsaid)), REQUEST)
    assert whole.constraints == (PRICE, sight)


def test_words_that_were_not_said_are_left_out_and_so_are_questions() -> None:
    pointed = Reference(position=2, span="the second")
    proposed = Intent(
        excluded=("GYM", "pool", "quiet"), soft=("quiet", "cheap"), references=(pointed,), question="Why?"
    )
    whole = merged(READ, proposed, REQUEST)
    assert whole.excluded == ("gym", "quiet")
    assert whole.soft == ("quiet",)
    assert whole.references == ()
    assert whole.question == ""


def test_the_rules_words_are_kept_where_the_models_are_not_to_be_trusted() -> None:
    proposed = Intent(wish="a castle", look="blue", sort=Sort(field="rating"))
    whole = merged(READ, proposed, REQUEST, wording=False)
    assert (whole.wish, whole.look, whole.sort) == ("quiet", "", Sort(field="rating"))
