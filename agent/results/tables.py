"""Answers as tables: a row a pick, for pandas and polars, which are loaded when they are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from agent.results.marks import marked
from retrieval.errors import MissingExtraError

if TYPE_CHECKING:
    import pandas
    import polars

    from agent.results.answer import Answer

__all__ = ["to_pandas", "to_polars"]

COLUMNS = ("position", "id", "title", "score", "text", "image", "audio", "reason")


def _column(name: str) -> str:
    """What the column of an attribute is called: as it is, unless a column of ours is called so."""
    return f"item.{name}" if name in COLUMNS else name


def rows(answer: Answer) -> list[dict[str, Any]]:
    """Return a row a pick: COLUMNS, then the attributes. Lists where a field holds lists; None where an item lacks it."""
    names = list(dict.fromkeys(name for pick in answer.picks for name in pick.item.attributes))
    many = {n for n in names for pick in answer.picks if isinstance(pick.item.attributes.get(n), tuple)}

    def value(given: Any, listed: bool) -> Any:
        if isinstance(given, tuple):
            return list(given)
        return [given] if listed and given is not None else given

    return [
        {
            "position": pick.position,
            "id": pick.id,
            "title": pick.item.title_in(answer.language),
            "score": pick.score,
            **{name: pick.modalities.get(name, 0.0) for name in ("text", "image", "audio")},
            "reason": marked(pick.reason, pick.judged, answer.language, seen=pick.seen),
            **{_column(name): value(pick.item.attributes.get(name), name in many) for name in names},
        }
        for pick in answer.picks
    ]


def to_pandas(answer: Answer) -> pandas.DataFrame:
    """Return a pandas DataFrame. Raises MissingExtraError where pandas isn't installed."""
    try:
        import pandas
    except ImportError as error:
        raise MissingExtraError("a table for pandas", "tables") from error
    found = rows(answer)
    return pandas.DataFrame(found, columns=None if found else list(COLUMNS))


def to_polars(answer: Answer) -> polars.DataFrame:
    """Return a polars DataFrame; a field of numbers in some items and texts in others becomes text.

    Raises MissingExtraError where polars isn't installed.
    """
    try:
        import polars
    except ImportError as error:
        raise MissingExtraError("a table for polars", "tables") from error
    found = rows(answer)
    if not found:
        return polars.DataFrame(schema=list(COLUMNS))
    return polars.DataFrame(found, infer_schema_length=None, strict=False)
