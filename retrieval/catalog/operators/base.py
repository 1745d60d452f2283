"""What a condition is (`Filter`), what an operator must say of itself (`Operator`), and the registry of operators.

An operator is one class in one file: what it means for the values of an item, how it is written, read and said, and what
a tool takes for it. Built-in ones register as a stranger's does. Knows items; nothing of SQL, servers or requests.

>>> class Starts(Operator):
...     name, takes, signs = "starts", "text", ("^=",)
...
...     def holds(self, values, f):
...         return any(folded_value(value).startswith(folded_value(f.value)) for value in values)
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Protocol, TypeVar

from retrieval.catalog.attribute_kinds import written_as
from retrieval.catalog.items import Item, Scalar, Value
from retrieval.catalog.schema import Field
from retrieval.errors import ConfigError, QueryError
from retrieval.language.text import fold

__all__ = [
    "ANY_TEXT",
    "MOST_TEXT",
    "MOST_VALUES",
    "Argument",
    "Column",
    "Filter",
    "Operator",
    "Phrases",
    "T",
    "folded_value",
    "operator_of",
    "operators",
    "register_operator",
    "unregister_operator",
    "values_of",
    "written_value",
]

ANY_TEXT = "*"
"""The pseudo-field of `contains` and `has` that looks into title, description, their translations and every attribute."""
MOST_VALUES = 5_000
"""Values that one condition may name."""
MOST_TEXT = 2_000
"""Characters of a text that one condition may look for."""

Shape = Literal["nothing", "values", "text", "bounds"]


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition.

    op        value                              holds where
    eq        a scalar                           the field equals it (a list field: some element does)
    in        a tuple of scalars                 the field equals one of them
    range     (low, high), either may be None    low ≤ field ≤ high; strict bounds with `open_low`, `open_high`
    contains  a string                           the field's text says that the item has it: "no nuts" has no nuts
    has       what people avoid ("nuts")         anything of the item says that it, or a kind of it, is in it or may be
    exists    None                               the item has the field

    and what `register_operator` adds. Strings compare without regard to case. `negate` turns the whole condition round: an
    item that lacks the field satisfies every negated condition, and no other. An operator that isn't registered raises QueryError
    where the condition is used.
    """

    field: str
    op: str
    value: Scalar | tuple[Scalar | None, ...] | None = None
    negate: bool = False
    open_low: bool = False
    open_high: bool = False

    def __str__(self) -> str:
        name = "text" if self.field == ANY_TEXT else self.field
        body = operator_of(self.op).written(name, self)
        return f"not ({body})" if self.negate else body

    @property
    def takes(self) -> Shape:
        """What its value is: nothing, values that are compared, a text that is looked for, or bounds."""
        return operator_of(self.op).takes

    @property
    def names_values(self) -> bool:
        """Whether its value names something that an item has, as the words of a request do."""
        return self.takes in ("values", "text")


T_co = TypeVar("T_co", covariant=True)
T = TypeVar("T")


class Column(Protocol[T_co]):
    """What can be asked of the stored values of one field, of all items at once. Texts are folded.

    What it answers is the store's own: an SQL expression, or a mask. Two of them join with `|` and `&`.
    """

    def among(self, values: Sequence[Scalar]) -> T_co:
        """Where a value is one of these: numbers by number, all else by folded text."""
        ...

    def between(self, scale: type, low: float | None, high: float | None, *, open_low: bool, open_high: bool) -> T_co:
        """Where a value lies between bounds on a scale: `float`, or `date` counted in days."""
        ...

    def having(self, text: str) -> T_co:
        """Where a folded text has this folded one in it, anywhere."""
        ...

    def any(self) -> T_co:
        """Where there is a value."""
        ...


@dataclass(frozen=True, slots=True)
class Argument:
    """What a tool takes for an operator. kind: `values` is a list of the field's own, `bound` a number or day as the field has."""

    kind: Literal["text", "values", "bound", "flag"]
    told: str
    negate: bool = False


@dataclass(frozen=True, slots=True)
class Phrases:
    """How one language says a condition, with the places {label}, {value}: as a clause of an item, negated, as a wish."""

    holds: str
    fails: str
    wanted: str


class Operator(ABC):
    """One way to compare. Only `name`, `takes` and `holds` are needed; what is not said is derived from them.

    name: as `Filter.op` has it. takes: what the value is. signs: how it is written between a field and a value in one line;
    with "!" before it, negated. phrases: by language; in a language without them, the condition is said as it is written.
    common: whether it is said by the phrases that the languages have for what it takes. exact: whether `narrow` alone
    decides.
    """

    name: ClassVar[str]
    takes: ClassVar[Shape] = "values"
    signs: ClassVar[tuple[str, ...]] = ()
    phrases: ClassVar[Mapping[str, Phrases]] = {}
    common: ClassVar[bool] = False
    exact: ClassVar[bool] = False

    # -- meaning --------------------------------------------------------------------------------------------------

    @abstractmethod
    def holds(self, values: Sequence[Scalar], f: Filter) -> bool:
        """Return whether `f`, before negation, holds of one item's values of its field."""

    def holds_of(self, item: Item, f: Filter) -> bool:
        """Return whether `f`, before negation, holds of an item."""
        return self.holds(values_of(item, f.field), f)

    def fault(self, f: Filter) -> str:
        """Return what is wrong with the value of `f`, or ""."""
        if self.takes == "text" and len(str(f.value)) > MOST_TEXT:
            return f"expected at most {MOST_TEXT:,} characters for '{f.field}'; got {len(str(f.value)):,}"
        return ""

    # -- many items at once ---------------------------------------------------------------------------------------

    def narrow(self, column: Column[T], f: Filter) -> T | None:
        """Return a test that every item passes of which `f` holds before negation, or None where there is none."""
        return None

    def test(self, f: Filter) -> Callable[[str], bool] | None:
        """Return what decides on one folded text of the field (of the whole item for ANY_TEXT), or None where an item is needed."""
        return None

    def hint(self, f: Filter) -> Callable[[str], bool] | None:
        """Return a test that the folded text, or the name of a field, of every item passes of which `f` holds; None for none."""
        return None

    # -- written and read -----------------------------------------------------------------------------------------

    def written(self, name: str, f: Filter) -> str:
        """Return the condition in one line, before negation; `name` is how the field is called there."""
        values = f.value if isinstance(f.value, tuple) else (f.value,)
        return f"{name} {self.name} {', '.join(written_value(v, f.field) for v in values if v is not None)}".rstrip()

    def read(self, name: str, sign: str, text: str, typed: Callable[[str], Scalar], field: Field | None) -> Filter:
        """Return the condition that a line means. typed: reads a value as the field has them. Raises QueryError."""
        return Filter(name, self.name, text if self.takes == "text" else typed(text))

    def arguments(self, field: Field) -> Mapping[str, Argument]:
        """Return what a tool takes for this operator on a field, by name; none where it says nothing of such fields."""
        return {}

    def conditions(self, name: str, given: Mapping[str, Any], field: Field) -> Iterator[Filter]:
        """Yield the conditions that a tool's arguments mean."""
        for key, argument in self.arguments(field).items():
            if key in given:
                value = tuple(given[key]) if isinstance(given[key], list) else given[key]
                if value != ():
                    yield Filter(name, self.name, value, argument.negate)


_OPERATORS: dict[str, Operator] = {}


def register_operator(operator: Operator, *, replace: bool = False) -> Operator:
    """Make `Filter(field, operator.name, …)` mean what `operator` says, in searches, reasons and every interface.

    Raises ConfigError where the name or a sign is another's already, unless it may `replace` it.
    """
    taken = {sign: name for name, other in _OPERATORS.items() for sign in (*other.signs, name)}
    clash = [sign for sign in (operator.name, *operator.signs) if taken.get(sign, operator.name) != operator.name]
    if clash or (operator.name in _OPERATORS and not replace):
        raise ConfigError(
            f"expected an operator with a name and signs of its own; '{(clash or [operator.name])[0]}' is taken"
        )
    if any(
        not sign or any(c.isspace() or c.isalnum() for c in sign) or sign.startswith("!") for sign in operator.signs
    ):
        raise ConfigError(f"expected signs without letters, digits, spaces or a leading '!'; got {operator.signs}")
    _OPERATORS[operator.name] = operator
    return operator


def unregister_operator(name: str) -> None:
    """Forget an operator; what is written with it can't be read any more."""
    _OPERATORS.pop(name, None)


def operators() -> tuple[Operator, ...]:
    """Return every operator, in the order in which they were registered."""
    return tuple(_OPERATORS.values())


def operator_of(name: str) -> Operator:
    """Return an operator by its name. Raises QueryError for an unknown one."""
    try:
        return _OPERATORS[name]
    except KeyError:
        raise QueryError(f"expected an operator of {', '.join(_OPERATORS)}; got '{name}'") from None


def folded_value(value: object) -> str:
    """Return the form in which values are compared: folded as every text is, without outer white space."""
    return fold(str(value).strip())


def written_value(value: object, name: str = "") -> str:
    """Return a value as people write it: 2, not 2.0; in the form that the kind of the field `name` gives it."""
    if (text := written_as(name, value)) is not None:
        return text
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def values_of(item: Item, name: str) -> tuple[Scalar, ...]:
    """Return an item's values of a field; of the title and the description in every language."""
    if name in ("title", "description"):
        texts = (getattr(item, name), *(words.get(name, "") for words in item.translations.values()))
        found: Value = tuple(text for text in texts if text)
    else:
        found = item.attributes.get(name, ())
    return found if isinstance(found, tuple) else (found,)
