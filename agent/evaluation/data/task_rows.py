"""What a scripted person wants of a conversation: rows of wishes that they volunteer, tell if asked, or miss when broken.

Knows files and items; says nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from pydantic import ConfigDict

from agent.evaluation.data.rows import DataRow, read_rows
from retrieval.catalog.items import Item, Scalar
from retrieval.errors import CatalogError

__all__ = ["TaskRow", "TaskWish", "read_tasks", "service_field"]


class TaskWish(DataRow):
    """One condition on a field: `contains`, `contains_any`, `not_contains`, `in`, `==`, `>=` or `<=`."""

    model_config = ConfigDict(extra="ignore", frozen=True, coerce_numbers_to_str=False)

    field: str
    op: Literal["contains", "contains_any", "not_contains", "in", "==", ">=", "<="]
    value: str | float | tuple[str | float, ...]

    @property
    def values(self) -> tuple[str | float, ...]:
        """The value, or all of them where there are several."""
        return self.value if isinstance(self.value, tuple) else (self.value,)

    def holds(self, item: Item) -> bool:
        """Return whether an item satisfies it; one that lacks the field satisfies only what refuses something."""
        given = item.attributes.get(self.field)
        held: tuple[Scalar, ...] = () if given is None else given if isinstance(given, tuple) else (given,)
        if self.op in (">=", "<="):
            bound = self.values[0]
            numbers = [v for v in held if isinstance(v, int | float) and not isinstance(v, bool)]
            if not isinstance(bound, int | float):
                return False
            return any(v >= bound if self.op == ">=" else v <= bound for v in numbers)
        some = bool({_folded(v) for v in held} & {_folded(v) for v in self.values})
        return some != (self.op == "not_contains")


def _folded(value: object) -> str:
    return f"{value:g}" if isinstance(value, int | float) else str(value).strip().casefold()


class TaskRow(DataRow):
    """What one person wants.

    says: volunteered at once. tells_if_asked: the answer when its field is asked about. objects_if_broken: never told, but
    complained of when the first pick breaks it. services: values of one field of which they have these; watched: ids that they know already. nothing_fits: nothing
    satisfies everything, and they want to be told so.
    """

    id: str = ""
    says: tuple[TaskWish, ...] = ()
    tells_if_asked: tuple[TaskWish, ...] = ()
    objects_if_broken: tuple[TaskWish, ...] = ()
    services: tuple[str, ...] = ()
    watched: tuple[str, ...] = ()
    nothing_fits: bool = False
    difficulty: str = ""

    @property
    def wishes(self) -> tuple[TaskWish, ...]:
        """All that is wished for, told or not."""
        return (*self.says, *self.tells_if_asked, *self.objects_if_broken)


def read_tasks(path: Path) -> list[TaskRow]:
    """Return the tasks of a JSONL file. Raises CatalogError naming the first bad lines."""
    return read_rows(path, TaskRow)


def service_field(items: Sequence[Item], tasks: Sequence[TaskRow]) -> str:
    """Return the field whose values the services are: the one that has most of them; "" where no task names any.

    Raises CatalogError where no field of the catalogue has any of them.
    """
    named = {_folded(one) for task in tasks for one in task.services}
    if not named:
        return ""
    found: dict[str, set[str]] = {}
    for item in items:
        for name, value in item.attributes.items():
            values = value if isinstance(value, tuple) else (value,)
            found.setdefault(name, set()).update(named & {_folded(v) for v in values})
    best = max(found, key=lambda name: (len(found[name]), name), default="")
    if not best or not found[best]:
        raise CatalogError(
            f"expected a field with the services of the tasks ({', '.join(sorted(named)[:3])}); none has"
        )
    return best
