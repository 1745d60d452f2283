"""`evaluate lies`: how many planted lies about items are caught, and how many true statements are shown.

Each statement is what a chat model writes of one item of an answer: a stand-in model calls the tools as any other would, and
what is shown of its sentence is compared with it. A lie is caught where nothing of it is shown; a true statement passes
where it is shown whole. Two catalogue items with one title are told apart by nobody, so statements name fields, not ids.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, ToolMessage
from langchain_core.messages.tool import tool_call
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from pydantic import Field

from agent.evaluation.data.stores import Indexed
from agent.evaluation.report.report import Evaluation, Outcome, evaluation
from agent.evaluation.report.run import Step
from agent.evaluation.systems.baselines import behind
from agent.evaluation.systems.planted_claims import Statement, plant
from agent.loop.offline import ANSWER_TOOL, SEARCH_TOOL
from agent.recommender.recommender import Recommender
from agent.results.answer import Answer
from agent.settings import Settings
from retrieval.encoder_sets import EncoderSet
from retrieval.language.tables import requests

__all__ = ["StatementModel", "evaluate_lies", "fooled"]

COUNT = 200
SPREAD = 200
"""Items that statements are about, at most: enough for one each, and quickly searched."""
REQUESTS = requests("anything")


class StatementModel(BaseChatModel):
    """A chat model that searches for the request as it is, and says what it is told to of the items it finds."""

    says: dict[str, str] = Field(default_factory=dict)
    """What it says of each id."""

    @property
    def _llm_type(self) -> str:
        return "statements"

    def bind_tools(self, tools: Sequence[Any], **kwargs: Any) -> Runnable[Any, AIMessage]:
        """Any tools; it calls the search, then the answer."""
        return self.bind()

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        arguments: dict[str, Any]
        if isinstance(messages[-1], ToolMessage):
            name, arguments = ANSWER_TOOL, {"picks": [{"id": id, "reason": text} for id, text in self.says.items()]}
        else:
            name, arguments = SEARCH_TOOL, {"wish": str(messages[-1].content)}
        message = AIMessage(content="", tool_calls=[tool_call(name=name, args=arguments, id=f"call_{len(messages)}")])
        return ChatResult(generations=[ChatGeneration(message=message)])


def fooled(said: str, answer: Answer, id: str) -> tuple[bool, bool]:
    """Whether anything of a statement is shown, and whether it is shown whole."""
    shown = next((pick.reason.strip() for pick in answer.picks if pick.id == id), "")
    return bool(shown) and (shown in said or said in shown), shown == said.strip()


def _batches(statements: Sequence[Statement], most: int) -> list[list[Statement]]:
    """Statements of one language about different items, `most` at a time; the items that they compare with stand beside."""
    open_: dict[str, list[list[Statement]]] = {}
    for one in statements:
        of = open_.setdefault(one.language, [])
        for batch in of:
            ids = {s.item.id for s in batch} | {s.other.id for s in batch if s.other}
            new = {one.item.id} | ({one.other.id} if one.other else set())
            if (
                one.item.id not in ids
                and len(ids | new) <= most
                and (not one.other or one.other.id not in {s.item.id for s in batch})
            ):
                batch.append(one)
                break
        else:
            of.append([one])
    return [batch for of in open_.values() for batch in of]


def evaluate_lies(
    made: Indexed,
    encoders: EncoderSet,
    *,
    limit: int | None = None,
    seed: int = 0,
    progress: Step = lambda stage, done, total: None,
) -> tuple[Evaluation, list[Statement]]:
    """Plants `limit` (200) lies and as many true statements, and tells those that went wrong besides the figures.

    `caught` is of the lies, `passed` of the true ones. Raises what opening a store raises.
    """
    started = time.perf_counter()
    model = StatementModel()
    outcomes: list[Outcome] = []
    wrong: list[Statement] = []
    most = 10
    with Recommender(
        made.folder, model=model, settings=Settings(rerank=most, reasons="facts"), encoders=encoders
    ) as medley:
        statements = plant(made.catalog.items, medley.schema, count=limit or COUNT, seed=seed)
        for batch in _batches(statements, most):
            ids = dict.fromkeys([*(s.item.id for s in batch), *(s.other.id for s in batch if s.other)])
            model.says = {s.item.id: s.text for s in batch}
            answer = medley.recommend(REQUESTS[batch[0].language], only=tuple(ids), fill=True, k=len(ids))
            for s in batch:
                some, whole = fooled(s.text, answer, s.item.id)
                values = {"passed": float(whole)} if s.true else {"caught": float(not some)}
                outcomes.append(Outcome(values, {"kind": (s.kind,), "lang": (s.language,)}))
                if not (whole if s.true else not some):
                    wrong.append(s)
            progress("asking", len(outcomes), len(statements))
        settings = behind(medley.retriever, made) | {
            "seed": seed, "lies": sum(not s.true for s in statements), "truths": sum(s.true for s in statements),
        }  # fmt: skip
    found = evaluation("lies", {"medley": outcomes}, seconds=time.perf_counter() - started, settings=settings)
    return found, wrong
