"""Every pinned package may be installed with the oldest Python that the project promises."""

import re
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.metadata import metadata as metadata_of
from pathlib import Path

from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).parents[2]
OLDEST = "3.11.0"
PINS = dict(re.findall(r"^([\w.-]+)==([\w.+-]+)", (ROOT / "constraints.txt").read_text("utf-8"), re.MULTILINE))


def test_the_oldest_python_is_the_one_promised() -> None:
    assert SpecifierSet(metadata_of("medley-recommender")["Requires-Python"]).contains(OLDEST)
    assert requires("medley-recommender")


def test_no_pin_asks_for_a_later_python() -> None:
    asked = {}
    for name, pinned in PINS.items():
        try:
            if version(name) == pinned:
                asked[name] = metadata_of(name).json.get("requires_python")
        except PackageNotFoundError:
            continue  # of an extra that the tests don't need, or another system
    assert len(asked) > 100
    assert {
        name: python for name, python in asked.items() if python and not SpecifierSet(str(python)).contains(OLDEST)
    } == {}
