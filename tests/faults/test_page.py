"""docs/reliability.md tells of the guards as they are, and every one of them stands where it is said to."""

from pathlib import Path

from tests.faults.guards import GUARDS, table
from tests.torture import BEGIN, END, PAGE, STAGES, merged, row

ROOT = Path(__file__).parents[2]


def test_every_guard_stands_once_in_its_file_and_in_the_page() -> None:
    for guard in GUARDS:
        assert (ROOT / guard.file).read_text("utf-8").count(guard.line) == 1, guard.what
        assert (ROOT / guard.test.split(" ")[0]).is_file(), guard.test
    assert table() in PAGE.read_text("utf-8"), "write it anew: python -m tests.faults.guards --table"


def test_the_page_has_a_place_for_counts() -> None:
    text = PAGE.read_text("utf-8")
    assert text.count(BEGIN) == text.count(END) == 1
    told = [line.split("|")[1].strip() for line in text.partition(BEGIN)[2].partition(END)[0].splitlines()[3:]]
    assert told
    assert set(told) <= {stage.name for stage in STAGES}


def test_a_row_adds_up_its_parts_and_names_the_slowest() -> None:
    stage = next(one for one in STAGES if one.bad == ("crashes", "slow"))
    parts = [
        {"counts": {"inputs": n, "slowest, s": n / 1000, "crashes": 1}, "seconds": 2, "day": "2026-01-02"}
        for n in (400, 800)
    ]
    assert merged(parts) == {"inputs": 1200, "slowest, s": 0.8, "crashes": 2}
    line = row(stage, parts, "abcd1234")
    assert "1,200 inputs; slowest, s: 0.8 | 2 crashes; 0 slow | 4 |" in line
    assert line.endswith(", 2026-01-02, abcd1234 |")
