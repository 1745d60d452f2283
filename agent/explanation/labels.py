"""What a field is called for a reader, and how a value of it is written.

Knows names and values; no item.
"""

from __future__ import annotations

from datetime import date

from retrieval.catalog.attribute_kinds import written_as
from retrieval.language.concepts import concepts_of, name_parts
from retrieval.language.packs import pack_of

__all__ = ["field_label", "plain_value"]


def field_label(name: str, language: str) -> str:
    """Return what a field is called for a reader: its own name as words, or the language's word of the one thing that it means."""
    fields = pack_of(language).fields
    if fields and name.isascii():
        concepts = concepts_of(name)
        compound = "_" in name or "-" in name
        if len(concepts) == 1 and concepts[0].name == "age" and "age" not in name_parts(name):
            return fields["age group"]
        if len(concepts) == 1 and concepts[0].name in fields and not (compound and concepts[0].name == "kind"):
            return fields[concepts[0].name]
    return name.replace("_", " ").replace("-", " ").strip()


def plain_value(value: object, name: str = "") -> str:
    """Return a value as it is read: no ".0", ISO dates, and the form that the kind of the field `name` gives it (days for seconds).

    >>> plain_value(104.0), plain_value(7.9), plain_value("Drama")
    ('104', '7.9', 'Drama')
    """
    if isinstance(value, bool):
        return str(value).lower()
    if (text := written_as(name, value)) is not None:
        return text
    if isinstance(value, float):
        return f"{value:g}" if abs(value) < 1e6 else f"{value:.0f}"
    return value.isoformat() if isinstance(value, date) else str(value)
