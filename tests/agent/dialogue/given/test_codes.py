"""Items asked for by their id or another code, in requests of both languages, over a shop of odd ids."""

from collections.abc import Iterator

import pytest

from agent import Recommender
from agent.dialogue.converse import reply_to
from agent.loop.memory import Memory
from agent.search.turn import Turn
from retrieval.catalog.filters import Filter
from tests.stores import opened

GOODS = """
    id,title,price,isbn,catalog#
    KX901/2/3,Hinge set,12,,
    [PL-77] PL-77 oak,Plank,30,,"AB 12, AB12X"
    salt&pepper_9,Salt mill,8,,
    w?y#z,Quiz cards,6,,
    50%,Half-price badge,1,,
    ...,Three dots,2,,
    京都/7,扇子,9,,
    +44Q,Gasket,3,,
    8123,Old atlas,20,978-0-306-40615-7,
    frog,Green frog,5,,
    p3,Long table,100,,
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recommender]:
    with opened(tmp_path_factory.mktemp("codes"), GOODS, mapping={"id": "id"}) as medley:
        yield medley


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("KX901/2/3", "Hinge set"),
        ("kx901/2/3", "Hinge set"),
        ("do you have KX901/2/3?", "Hinge set"),
        ("[PL-77] PL-77 oak", "Plank"),
        ("AB12X", "Plank"),
        ("AB 12", "Plank"),
        ("salt&pepper_9", "Salt mill"),
        ("w?y#z", "Quiz cards"),
        ("50%", "Half-price badge"),
        ("...", "Three dots"),
        ("京都/7", "扇子"),
        ("+44Q", "Gasket"),
        ("有+44Q吗？", "Gasket"),
        ("货号p3", "Long table"),
        ("p3", "Long table"),
        ("8123", "Old atlas"),
        ("item no. 8123 please", "Old atlas"),
        ("978-0-306-40615-7", "Old atlas"),
        ("isbn 978-0-306-40615-7", "Old atlas"),
    ],
)
def test_a_code_finds_its_item_alone(shop: Recommender, text: str, title: str) -> None:
    assert [pick.item.title for pick in shop.recommend(text).picks] == [title]


def test_what_is_asked_of_a_code_is_asked_of_its_item(shop: Recommender) -> None:
    assert "12" in shop.recommend("how much is KX901/2/3?").message
    compared = shop.recommend("compare +44Q and 50%")
    assert [pick.item.title for pick in compared.picks] == ["Gasket", "Half-price badge"]


def test_something_like_a_code_is_like_its_item_and_not_the_item(shop: Recommender) -> None:
    answer = shop.recommend("something like p3")
    assert answer.picks
    assert "Long table" not in [pick.item.title for pick in answer.picks]


def test_words_and_numbers_that_are_no_codes_are_read_as_ever(shop: Recommender) -> None:
    assert len(shop.recommend("frog").picks) > 1  # its id is a word, and its title has it
    assert len(shop.recommend("something under 90").picks) > 1
    shop.forget("codes")
    shop.chat("something nice", session="codes")
    assert len(shop.chat("2", session="codes").picks) > 1  # the second of what was asked, not an id


def test_a_code_of_nothing_is_said_to_be_absent(shop: Recommender) -> None:
    assert not shop.recommend("QQ-404-Z").picks or shop.recommend("QQ-404-Z").absent


def test_what_the_operator_hides_is_found_by_no_code(shop: Recommender) -> None:
    hidden = Turn("KX901/2/3", hidden=(Filter("title", "eq", "Hinge set", negate=True),))
    reply = reply_to(hidden, Memory(), shop.retriever, shop.vocabulary)
    assert reply is None or not reply.items
