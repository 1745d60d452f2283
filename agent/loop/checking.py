"""What of a model's words may be shown: a reason by the facts of its item, a message by those of all items that it may speak of.

Between the loop and `agent.grounding`: knows which items and figures a request has to do with; judges no sentence itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from agent.explanation.fact_sheet import FactSheet
from agent.explanation.reasons import explain
from agent.grounding import ids_named
from agent.grounding.judgement import Shown, judged
from agent.grounding.message import Message, message_shown
from agent.loop.own_words import without_prompts
from agent.loop.toolbox import Looked
from agent.parsing import Vocabulary
from agent.parsing.intent import Intent
from agent.search.summary import summarise
from agent.search.turn import Searched, Turn
from agent.settings import Settings
from agent.verification import borne_out
from retrieval.catalog.filters import folded_value
from retrieval.catalog.items import Item
from retrieval.language.packs import language_of
from retrieval.search.retriever import Retriever

__all__ = ["Checker"]

TITLED = 2
"""Characters of a title that words can name."""
MEASURED = 5_000
"""Items of which figures are made, at most."""


class Checker:
    """Checks what a model says of one request."""

    def __init__(
        self,
        retriever: Retriever,
        vocabulary: Callable[[], Vocabulary],
        settings: Settings,
        turn: Turn,
        rules: Callable[[], Intent],
        *,
        led: bool = True,
    ) -> None:
        """rules: makes what the rules read of the request. led: whether what all hits share is said before them."""
        self._led = led
        self._retriever, self._vocabularies, self._settings, self._turn = retriever, vocabulary, settings, turn
        self._rules, self._request = rules, turn.request
        self._language = turn.language or language_of(turn.request)

    @property
    def _vocabulary(self) -> Vocabulary:
        return self._vocabularies()

    def reason(self, searched: Searched, said: str, sheet: FactSheet) -> Shown:
        """Return what may be shown of what was said of an item; where nothing may, the explanation that is made from the facts."""
        shown = self._reason(searched, without_prompts(said), sheet)
        if not self._settings.verify or shown.judged:
            return shown
        return Shown(borne_out(shown.text, sheet, searched.plan.language))

    def _reason(self, searched: Searched, said: str, sheet: FactSheet) -> Shown:
        language = searched.plan.language
        told = sheet if self._led else sheet.alone
        ready = explain(told, language).text
        if sheet.absent or said.strip() in ("", ready, explain(told.impersonal, language).text):
            return Shown(ready)
        store, schema = self._retriever.store, self._retriever.schema
        named = ids_named(said, self._named_in(said))
        others = [hit.item for hit in searched.hits] + [i for id in named if (i := store.item(id))]
        others = [other for other in others if other.id != sheet.item.id]
        shown = judged(
            said, sheet, schema=schema, language=language, others=others, freedom=self._settings.reasons
        )  # fmt: skip
        return shown if shown.text and not _says_nothing(shown.text, sheet, self._request) else Shown(ready)

    def sight(self, said: str, sheet: FactSheet) -> str:
        """Return what may be shown of what a model sees in an item's picture: nothing that the row speaks against, and nothing at all
        where only facts may be said."""
        if self._settings.reasons != "free":
            return ""
        return judged(said, sheet, schema=self._retriever.schema, language=self._language).text

    def _named_in(self, said: str) -> Mapping[str, Sequence[str]]:
        """The titles that words name as they are written; strictly, in any case."""
        known = self._vocabulary.titles
        if self._settings.reasons == "strict":
            return known
        return {title: known[title] for title in known if len(title) >= TITLED and title in said}

    def message(self, said: str, searches: Sequence[Searched], looked: Sequence[Looked] = ()) -> Shown:
        """Return what may be shown of a message: of the items that the request points at, of those that were found, looked up or shown
        before, of the catalogue's figures and of those that tools told."""
        sheets = [sheet for searched in reversed(searches) for sheet in searched.facts]
        shown = [FactSheet(item, request=self._turn.request) for item in self._turn.shown]
        told = [FactSheet(item, request=self._turn.request) for one in looked for item in one.items]
        places = [r.position for r in self._rules().references if r.position is not None]
        at = [p - 1 if p > 0 else len(shown) + p for p in places]
        pointed = [shown[i] for i in at if 0 <= i < len(shown)] if not searches else []
        about = Message(
            self._turn.request, self._retriever.schema, pointed, [*sheets, *told, *shown],
            lambda: self._figures(searches).union(*(one.figures for one in looked)),
            self._settings.reasons, self._language,
        )  # fmt: skip
        return message_shown(without_prompts(said), about)

    def _figures(self, searches: Sequence[Searched]) -> set[float]:
        """What can be counted and measured of what was searched for: with the conditions alone, and with all preferences."""
        found: set[float] = {float(self._retriever.schema.size)}
        for searched in searches:
            plan = searched.plan
            wanted = tuple(f for c in plan.preferences for f in c.filters)
            for filters in dict.fromkeys((plan.filters, (*plan.filters, *wanted))):
                rows = self._retriever.store.select(filters)
                found.add(float(len(rows)))
                if filters and len(rows) <= MEASURED:
                    found |= self._measures([record.item for record in self._retriever.store.records(rows)])
        return found

    def _measures(self, items: Sequence[Item]) -> set[float]:
        found: set[float] = set()
        for name, about in self._retriever.schema.fields.items():
            if about.kind == "number":
                one = summarise(items, name)
                values = (one.minimum, one.maximum, one.mean, one.median, one.known)
                found |= {float(v) for v in values if isinstance(v, int | float)}
        return found


def _says_nothing(shown: str, sheet: FactSheet, request: str) -> bool:
    """Whether a true sentence is no reason: it only repeats the title, or words of the request."""
    words = folded_value(shown).strip(" .。!！“”\"'")
    return words in folded_value(request) or any(words in folded_value(title) for title in sheet.titles)
