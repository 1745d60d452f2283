"""An operator as somebody else would write it: the text of a field begins with something."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from retrieval.catalog.items import Scalar
from retrieval.catalog.operators.base import Argument, Filter, Operator, Phrases, folded_value
from retrieval.catalog.schema import Field

__all__ = ["Starts"]


class Starts(Operator):
    """The field's text begins with it."""

    name, takes, signs = "starts", "text", ("^=",)
    phrases: ClassVar = {
        "en": Phrases(
            "its {label} begins with “{value}”",
            "its {label} doesn't begin with “{value}”",
            "{label} that begins with “{value}”",
        )
    }

    def holds(self, values: Sequence[Scalar], f: Filter) -> bool:
        return any(folded_value(value).startswith(folded_value(f.value)) for value in values)

    def arguments(self, field: Field) -> Mapping[str, Argument]:
        return {"starts_with": Argument("text", "how it begins")} if field.kind == "category" else {}
