"""The operator `open`: the hours of opening that a field tells include a day of the week, and a time of it ("Sunday 18:00")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from retrieval.catalog.items import Scalar
from retrieval.catalog.operators.base import Argument, Filter, Operator, Phrases, register_operator
from retrieval.catalog.schema import Field
from retrieval.language.columns import heads
from retrieval.language.opening import is_open, moment_in, opening
from retrieval.language.packs import said_by_all

__all__ = ["OpenAt", "ShutAt"]


class OpenAt(Operator):
    """Open on that day, at that time."""

    name, takes, signs = "open", "text", ("@=",)

    phrases: ClassVar = {code: Phrases(*said) for code, said in said_by_all("open", "not open", "wanted open").items()}

    def holds(self, values: Sequence[Scalar], f: Filter) -> bool:
        hours, moment = opening("; ".join(map(str, values))), moment_in(str(f.value))
        return hours is not None and moment is not None and is_open(hours, *moment)

    def fault(self, f: Filter) -> str:
        told = f"expected a day, and perhaps a time, as 'Sunday 18:00'; got '{str(f.value)[:40]}'"
        return "" if moment_in(str(f.value)) is not None else told

    def arguments(self, field: Field) -> Mapping[str, Argument]:
        return {"open_at": Argument("text", "a day, and perhaps a time: Sunday 18:00")} if heads(field.name, "hours") else {}  # fmt: skip


class ShutAt(OpenAt):
    """Shut on that day, or at that time; of what tells its hours."""

    name, signs = "shut", ("@!",)
    phrases: ClassVar = {code: Phrases(*said) for code, said in said_by_all("shut", "not shut", "wanted shut").items()}

    def holds(self, values: Sequence[Scalar], f: Filter) -> bool:
        return opening("; ".join(map(str, values))) is not None and not super().holds(values, f)

    def arguments(self, field: Field) -> Mapping[str, Argument]:
        return {"closed_at": Argument("text", "a day, and perhaps a time")} if heads(field.name, "hours") else {}


register_operator(OpenAt())
register_operator(ShutAt())
