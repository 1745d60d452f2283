"""What is to be open: "open on Sunday", "open now", 现在还开着的, made a condition where a field of the catalogue tells hours.

The words are the packs', the time of now the clock's. Knows the vocabulary; no items.
"""

from __future__ import annotations

from dataclasses import replace

from babel.dates import get_day_names

from agent.dialogue.given.rest import without
from agent.parsing import Vocabulary
from agent.parsing.lexicon import FieldView
from agent.planning.plan import Condition, Source
from agent.search.turn import Turn
from retrieval.catalog.filters import Filter
from retrieval.language.clock import now
from retrieval.language.columns import heads
from retrieval.language.opening import asked_hours, opening
from retrieval.language.packs import pack_of
from retrieval.language.turns import language_of_words
from retrieval.language.words import fold

__all__ = ["with_hours"]

_HELD = 60


def _tells_hours(view: FieldView) -> bool:
    """Whether a field tells hours of opening: its name says so, and what is known of its values does."""
    values = list(view.field.values)[:50]
    if view.field.kind not in ("category", "text") or not (values or heads(view.name, "hours")):
        return False
    read = sum(opening(value) is not None for value in values)
    return read * 2 > len(values) if values else True


def with_hours(turn: Turn, vocabulary: Vocabulary) -> Turn:
    """The turn with when something is to be open as a condition; itself where nothing is asked or nothing tells it."""
    asked = asked_hours(fold(turn.request), now())
    view = next((view for view in vocabulary.fields.values() if _tells_hours(view)), None) if asked else None
    if asked is None or view is None:
        return turn
    language = language_of_words(turn.request)
    names = get_day_names("wide", locale=pack_of(language).code)
    time = f" {asked.minute // 60:02d}:{asked.minute % 60:02d}" if asked.minute is not None else ""
    filters = tuple(Filter(view.name, "shut" if asked.closed else "open", f"{names[day]}{time}") for day in asked.days)
    condition = Condition(filters, Source("span", turn.request[asked.start : asked.end]), _HELD)
    rest = without(turn.request, asked.start, asked.end, language)
    return replace(turn, request=rest, given=(*turn.given, condition), language=language)
