"""docs/reliability.md tells of the guards as they are, and every one of them stands where it is said to."""

from pathlib import Path

from tests.faults.guards import GUARDS, table
from tests.torture import BEGIN, END, PAGE, STAGES
from tests.torture import table as counts

ROOT = Path(__file__).parents[2]


def test_every_guard_stands_once_in_its_file_and_in_the_page() -> None:
    for guard in GUARDS:
        assert (ROOT / guard.file).read_text("utf-8").count(guard.line) == 1, guard.what
        assert (ROOT / guard.test.split(" ")[0]).is_file(), guard.test
    assert table() in PAGE.read_text("utf-8"), "write it anew: python -m tests.faults.guards --table"


def test_the_page_has_a_place_for_counts() -> None:
    text = PAGE.read_text("utf-8")
    assert text.count(BEGIN) == text.count(END) == 1
    made = {stage.name: {"counts": {"inputs": 1200}, "seconds": 3, "wrong": []} for stage in STAGES}
    assert len(counts(made).splitlines()) == len(STAGES) + 2
    assert "1,200 inputs" in counts(made)
