"""The agent as a system of an evaluation: what it answers, what an answer costs, and whether all that it shows is so.

An item that the catalogue hasn't, or a sentence that the facts of its item don't bear out, must never be shown: both are
counted in every answer, whatever the task. Knows the recommender and the check; no rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from agent.grounding import check, ids_named
from agent.recommender.recommender import Recommender
from agent.results.answer import Answer
from retrieval.catalog.items import Item
from retrieval.errors import QueryError

__all__ = ["AGENT_MEASURES", "AgentSystem"]

AGENT_MEASURES = ("seconds", "tokens", "strangers", "unsupported")
"""Of each answer: seconds in all, tokens of the model, items that the catalogue hasn't, sentences that don't hold."""


class AgentSystem:
    """Asks one recommender, and keeps what its last answer took until it is told."""

    def __init__(self, medley: Recommender) -> None:
        self.medley = medley
        self._last: Answer | None = None

    def ids(self, ask: Callable[[Recommender], Answer]) -> list[str]:
        """Return the ids of an answer, best first; none where the request is refused, being too long say."""
        self._last = None
        try:
            return [pick.id for pick in self.ask(ask).picks]
        except QueryError:
            return []

    def ask(self, ask: Callable[[Recommender], Answer]) -> Answer:
        """Return an answer. Raises QueryError where the request is refused."""
        self._last = ask(self.medley)
        return self._last

    def _named(self, answer: Answer, said: str) -> list[Item]:
        """The items that a sentence may compare with: those beside it, and those that it names."""
        ids = ids_named(said, self.medley.vocabulary.titles)
        return [pick.item for pick in answer.picks] + [i for id in ids if (i := self.medley.retriever.store.item(id))]

    def unsupported(self, answer: Answer) -> list[str]:
        """Return the sentences of an answer that the facts of their items don't bear out."""
        found = []
        for pick in answer.picks:
            if pick.facts is None:
                found.append(pick.reason)
                continue
            others = self._named(answer, pick.reason)
            verdicts = check(
                pick.reason, pick.facts, schema=self.medley.schema, language=answer.language, others=others
            )
            found += [f"{verdict.sentence} ({verdict.reason})" for verdict in verdicts.faults]
        return found

    def strangers(self, answer: Answer) -> list[str]:
        """Return the ids of an answer that the catalogue hasn't."""
        return [pick.id for pick in answer.picks if self.medley.retriever.store.item(pick.id) is None]

    def measures(self) -> Mapping[str, float]:
        """Return the measures of the last answer, once."""
        answer, self._last = self._last, None
        if answer is None:
            return {}
        return {
            "seconds": answer.seconds["total"],
            "tokens": float(sum(answer.tokens.values())),
            "strangers": float(len(self.strangers(answer))),
            "unsupported": float(len(self.unsupported(answer))),
        }
