"""What a request may cost to read, whatever it is made of; more of it is measured by `python -m tests.faults.fuzz`."""

import random
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from agent import Recommender, Settings
from agent.parsing import analysis
from agent.recommender.turns import MOST_CHARACTERS
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
    assert cost(reader, text) < 2 * limit(), "twice: others may be using this processor"


@pytest.mark.parametrize("word", ["的没", "我", "都", "的小", "年"])
def test_a_word_said_a_thousand_times_is_read_within_its_limit(reader: Reader, word: str) -> None:
    text = (word * MOST_CHARACTERS)[: MOST_CHARACTERS - 1] + "。"
    assert cost(reader, text) < 2 * limit()


def test_of_many_numbers_the_first_are_read(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    find = analysis.quantities_of

    def counting(*given: Any, numbers: Sequence[Any], **more: Any) -> Any:
        read.append(len(numbers))
        return find(*given, numbers=numbers, **more)

    monkeypatch.setattr(analysis, "quantities_of", counting)
    for count in (9, 300):
        reader(" ".join(f"{n} kg" for n in range(1, count + 1))[:MOST_CHARACTERS])
    assert read == [9, analysis.NUMBERS]
