"""What the doctor says of a catalogue in sentences, the worst first, and its page with a plot for each column."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from agent.cli.doctor_page import _bars
from agent.cli.main import app

SHOP = """id,title,price,made,shown,kind
a,Cup,$4.50,2019-01-02,yes,tableware
b,Bench,"$1,250.00",2019-02-03,no,furniture
c,<b>Stool</b>,ask,2020-03-04,yes,furniture
d,Cup,$3,soon,yes,tableware
a,Mug,$2,2021-01-01,yes,tableware
Total,,,,,
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    (tmp_path / "shop.csv").write_text(SHOP, "utf-8")
    return tmp_path / "shop.csv"


def test_findings_are_sentences_with_rows_and_remedies_the_worst_first(shop: Path) -> None:
    found = json.loads(CliRunner().invoke(app, ["doctor", str(shop), "--json"]).stdout)["findings"]
    told = [one["finding"] for one in found]
    assert told[0].startswith("1 row did not become an item")
    assert {w for one in found[:2] for w in one["where"]} == {"a", "line 7"}
    price = next(one for one in found if "“price”" in one["finding"])
    assert (price["count"], price["where"]) == (1, ["c: ask"])
    assert "--type 'price=text'" in price["remedy"]
    assert any("“made”" in one and "1 cell is no date" in one for one in told)
    assert any("share 1 title" in one for one in told)
    text = CliRunner().invoke(app, ["doctor", str(shop)]).output
    assert re.search(r"1\. 1 row did not become an item", text)


def test_the_page_has_every_column_with_a_plot_and_escapes_the_catalogue(shop: Path) -> None:
    page = shop.parent / "report.html"
    done = CliRunner().invoke(app, ["doctor", str(shop), "--html", str(page)])
    assert done.exit_code == 1
    html = page.read_text("utf-8")
    for name in ("price", "made", "shown", "kind"):
        assert f"<h3>{name} " in html
        assert f'aria-label="{name}: ' in html
    assert 'aria-label="kind: tableware: 2; furniture: 2"' in html
    assert "row c: <code>ask</code>" in html
    assert "<script" not in html
    assert "http" not in html.replace("http://www.w3.org", "")
    hostile = shop.parent / "bad.csv"
    hostile.write_text("id,title,<script>alert(1)</script>\n1,A,<img src=x onerror=alert(1)>\n2,B,x\n", "utf-8")
    CliRunner().invoke(app, ["doctor", str(hostile), "--html", str(page)])
    assert "<script" not in page.read_text("utf-8")
    assert "<img" not in page.read_text("utf-8")


def test_without_a_catalogue_there_is_no_page(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["doctor", "--html", str(tmp_path / "x.html")])
    assert done.exit_code != 0
    assert not (tmp_path / "x.html").exists()


def test_plots_show_classes_of_numbers_and_the_most_frequent_words() -> None:
    assert [count for _, count in _bars([1, 2, 3, 4, 100], "number")] == [4, 0, 0, 1]
    assert _bars([7, 7], "number") == [("7", 2)]
    words = [f"w{n}" for n in range(20)] + ["w0", "w0"]
    bars = _bars(words, "text")
    assert bars[0] == ("w0", 3)
    assert bars[-1] == ("9 others", 9)
    assert sum(count for _, count in bars) == len(words)
