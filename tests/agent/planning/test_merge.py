"""What a model adds to the rules' reading of a request, what it may weaken, and what it can't take away."""

import pytest

from agent.parsing.intent import Constraint, Intent, Reference, Sort
from agent.planning.merge import OVERRULED, merged, protected

REQUEST = "a quiet hotel under 300, near 故宫, no gym"
PRICE = Constraint(field="room_price", op="range", high=300, open_high=True, span="under 300")
READ = Intent(wish="quiet", constraints=(PRICE,), excluded=("gym",), keep=True, language="en")


def test_nothing_that_the_rules_read_is_lost() -> None:
    whole = merged(READ, Intent(wish="silence"), REQUEST).intent
    assert whole == READ.model_copy(update={"wish": "silence"})
    assert merged(READ, Intent(), REQUEST).intent == READ


def test_what_a_model_proposes_is_added_wherever_its_words_stand() -> None:
    sight = Constraint(field="nearby_sights", op="contains", values=("故宫",), span="near 故宫")
    unsaid = Constraint(field="kind", op="eq", values=("museum",), span="museum")
    whole = merged(READ, Intent(constraints=(sight, unsaid)), REQUEST)
    assert whole.intent.constraints == (PRICE, sight, unsaid)


def test_the_same_reading_is_there_once() -> None:
    same = Constraint(field="room_price", op="range", high=300.0, span="300")
    assert merged(READ, Intent(constraints=(same,)), REQUEST).intent.constraints == (PRICE,)


def test_words_that_a_model_reads_otherwise_become_a_preference() -> None:
    rival = Constraint(field="rating", op="range", high=300, span="hotel under 300")
    whole = merged(READ, Intent(constraints=(rival,)), REQUEST)
    assert whole.intent.constraints == (PRICE.model_copy(update={"guess": OVERRULED}), rival)


def test_what_is_said_in_the_catalogues_own_words_or_numbers_is_not_read_otherwise() -> None:
    kind = Constraint(field="kind", op="eq", values=("hotel",), span="hotel")
    lies = (
        Constraint(field="kind", op="eq", values=("museum",), span="hotel"),
        Constraint(field="room_price", op="range", low=900, span="under 300"),
    )
    read = READ.model_copy(update={"constraints": (kind, PRICE)})
    whole = merged(read, Intent(constraints=lies), REQUEST)
    assert whole.intent.constraints == (kind, PRICE, *lies)


def test_words_that_a_model_calls_misread_become_a_preference() -> None:
    whole = merged(READ, Intent(misread=("300",)), REQUEST)
    assert [c.guess for c in whole.intent.constraints] == [OVERRULED]


def test_a_guess_that_a_model_does_not_share_is_struck_and_one_that_it_shares_stays() -> None:
    guess = Constraint(field="mood", op="eq", values=("calm",), span="quiet", guess="meaning")
    read = READ.model_copy(update={"constraints": (PRICE, guess)})
    gone = merged(read, Intent(wish="hotel"), REQUEST)
    assert gone.intent.constraints == (PRICE,)
    assert gone.struck == (guess,)
    shared = merged(read, Intent(constraints=(guess.model_copy(update={"guess": ""}),)), REQUEST)
    assert not shared.struck
    assert len(shared.intent.constraints) == 2


@pytest.mark.parametrize(
    ("request_", "span", "value"),
    [
        ("a cake without nuts", "without nuts", "nuts"),
        ("a vegan cake", "vegan", "vegan"),
        ("不要花生的蛋糕", "花生", "花生"),
    ],
)
def test_what_somebody_must_not_have_no_model_weakens(request_: str, span: str, value: str) -> None:
    said = Constraint(field="contains", op="eq", values=(value,), negate=value != "vegan", span=span)
    assert protected(said)
    rival = Constraint(field="price", op="range", high=3, span=request_)
    whole = merged(Intent(constraints=(said,)), Intent(constraints=(rival,), misread=(request_,)), request_)
    assert said in whole.intent.constraints
    assert not protected(PRICE)


def test_references_to_what_was_not_said_are_left_out_and_so_are_questions() -> None:
    pointed = Reference(position=2, span="the second")
    proposed = Intent(excluded=("GYM", "pool"), soft=("quiet", "cheap"), references=(pointed,), question="Why?")
    whole = merged(READ, proposed, REQUEST).intent
    assert whole.excluded == ("gym", "pool")
    assert whole.soft == ("quiet",)
    assert whole.references == ()
    assert whole.question == ""


def test_a_model_that_is_not_trusted_adds_only_what_the_rules_have_nothing_for() -> None:
    rival = Constraint(field="rating", op="range", high=300, span="hotel under 300")
    sight = Constraint(field="nearby_sights", op="contains", values=("故宫",), span="near 故宫")
    proposed = Intent(
        wish="a castle", look="blue", sort=Sort(field="rating"), constraints=(rival, sight), misread=("300",),
        excluded=("pool",),
    )  # fmt: skip
    whole = merged(READ, proposed, REQUEST, wording=False).intent
    assert (whole.wish, whole.look, whole.sort) == ("quiet", "", Sort(field="rating"))
    assert whole.constraints == (PRICE, sight)
    assert whole.excluded == ("gym",)


def test_titles_that_a_model_looks_for_by_themselves_are_wanted_and_not_left_out() -> None:
    heat, ronin = (Reference(title=title, span=title) for title in ("Heat", "Ronin"))
    read = Intent(wish="compare", references=(heat, ronin))
    both = merged(read, Intent(wish="Heat, Ronin"), "compare Heat with Ronin").intent.references
    assert [(r.title, r.polarity) for r in both] == [("Heat", "itself"), ("Ronin", "itself")]
    other = merged(read, Intent(wish="crime films as Heat is"), "compare Heat with Ronin").intent.references
    assert [(r.title, r.polarity) for r in other] == [("Ronin", "like")]
