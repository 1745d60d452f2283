"""Files of interactions: what is read, what is refused, and what counts as liked."""

import json

import pytest

from retrieval.behavior.events.interactions import Interaction, liked, read_interactions
from retrieval.errors import CatalogError


def _csv(tmp_path, *lines: str):
    path = tmp_path / "interactions.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def test_rows_are_read_in_order_with_their_times(tmp_path) -> None:
    rows, problems = read_interactions(
        _csv(tmp_path, "user,item,event,value,timestamp", "u,a,Rate,4.5,964982703", "u,b,click,,2026-11-24T13:30:00Z")
    )
    assert not problems
    assert [(r.user, r.item, r.event, r.value) for r in rows] == [("u", "a", "rate", 4.5), ("u", "b", "click", 1.0)]
    assert [r.time for r in rows] == [964982703, 1795527000]
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps({"user": 1, "item": 7, "timestamp": n}) + "\n" for n in range(2)), "utf-8")
    assert [(r.user, r.item, r.time) for r in read_interactions(path)[0]] == [("1", "7", 0), ("1", "7", 1)]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("u,a,rate,4,yesterday", "seconds since 1970 or a date"),
        ("u,a,rate,4,", "seconds since 1970 or a date"),
        ("u,a,rate,4,nan", "seconds since 1970"),
        ("u,a,rate,good,1", "a number as value; got 'good'"),
        ("u,a,rate,,1", "the value of a 'rate'"),
        (",a,rate,4,1", "expected user"),
        ("u,,rate,4,1", "expected item"),
    ],
)
def test_a_bad_row_is_left_out_and_named(tmp_path, line, reason) -> None:
    path = _csv(tmp_path, "user,item,event,value,timestamp", "u,b,rate,4,1", line, "u,c,rate,4,2")
    rows, problems = read_interactions(path)
    assert [row.item for row in rows] == ["b", "c"]
    assert [problem.id for problem in problems] == ["line 3"]
    assert reason in problems[0].reason


def test_a_file_without_what_is_needed_is_refused(tmp_path) -> None:
    with pytest.raises(CatalogError, match="there is no timestamp, but event, item, user"):
        read_interactions(_csv(tmp_path, "user,item,event", "u,a,click"))
    with pytest.raises(CatalogError, match=r"all rows have problems, the first: line 2: .*'x'"):
        read_interactions(_csv(tmp_path, "user,item,timestamp", "u,a,x"))


def test_ratings_are_liked_by_their_scale_and_other_events_by_their_name() -> None:
    def row(event: str, value: float) -> Interaction:
        return Interaction("u", "a", event, value, 0)

    def found(*rows: Interaction, least: float | None = None) -> list[float]:
        return [event.value for event in liked(rows, least)]

    assert found(row("rate", 5), row("rate", 4), row("rate", 3.5)) == [1, 1, 0]
    assert found(row("rate", 10), row("rate", 8), row("rate", 7)) == [1, 1, 0]
    assert found(row("click", 1), row("play", 300), row("click", 0), row("dislike", 1)) == [1, 1, 0, 0]
    assert found(row("rate", 5), row("click", 1)) == [1, 1]
    assert found(row("rate", 3), row("click", 1), least=2) == [1, 0]
