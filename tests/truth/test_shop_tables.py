"""Requests over the shop's catalogues are read right, and wrong rows claim nothing (see README.md)."""

from pathlib import Path

from tests.truth.tables import played, shortfalls

NAMES = ("snacks", "films", "gear")
LEAST = {
    "refusal": 0.95, "dietary": 0.9, "range": 0.97, "amount": 0.97, "date": 0.97, "common_word": 0.93, "age": 0.82, "or": 0.95,
    "superlative": 0.97, "two_fields": 0.94, "history": 0.93, "popularity": 0.95, "topic": 0.93,
}  # fmt: skip
"""The least share of requests whose first rows are all right, by kind: what is reached, less one or two requests."""


def test_the_right_rows_come_first_and_wrong_ones_claim_nothing(tmp_path: Path) -> None:
    found = played(NAMES, tmp_path)
    assert not shortfalls(found, LEAST, {"silent_claims": 1, "disagreements": 0, "errors": 0, "praised": 2})
    shares = found.by["table"]
    assert shares["absent"].shares["said_absent"][0] >= 0.93
    assert shares["ordinary"].shares["wrongly_absent"][0] <= 0.04
    assert shares["truth"].shares["wrongly_absent"][0] <= 0.01
