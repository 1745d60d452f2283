"""What a request may cost to read, whatever it is made of; more of it is measured by `python -m tests.faults.fuzz`."""

import random
from collections.abc import Iterator

import pytest

from agent import Recommender, Settings
from retrieval.language.amounts import MOST, find_quantities
from retrieval.language.words import Mask
from tests.catalogues import indexed
from tests.faults.fuzz import KINDS, Reader, cost, limit

SLOWEST = (
    "one digit", "spaced digits", "ranges", "numbers", "dates", "codes", "percentages", "comparisons", "han", "han pairs",
    "scripts", "nested quotes", "one marked letter", "only commas",
)  # fmt: skip


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    with Recommender(indexed(tmp_path_factory.mktemp("cost"), 8)[1], settings=Settings()) as medley:
        yield Reader(medley.vocabulary)


@pytest.mark.parametrize("kind", SLOWEST)
def test_a_long_request_is_read_within_its_limit(reader: Reader, kind: str) -> None:
    text = KINDS[kind](random.Random(kind))
    assert len(text) >= 1_900
    assert cost(reader, text) < limit()


def test_of_many_amounts_the_first_are_read() -> None:
    few = " ".join(f"under {n} kg" for n in range(1, 10))
    assert len(find_quantities(few, Mask(len(few)))) == 9
    many = " ".join(f"under {n} kg" for n in range(1, 200))
    assert len(find_quantities(many, Mask(len(many)))) == MOST
