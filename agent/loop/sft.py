"""`medley export sft`: examples to fine-tune a chat model on, from what people asked for and then chose.

Two kinds: a request and the search that it is read as, and a request with what was found and the answer whose first item
is the one that was chosen. OpenAI's format for chats with tools, one JSON object a line. Only what was agreed to: a
choice, its search and the searches before it need `consent`, each by itself. No user, session or time is in an example, and
names of the person, e-mail addresses and long numbers in their words are pseudonyms.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from langchain_core.messages import HumanMessage
from langchain_core.utils.function_calling import convert_to_openai_tool

from agent.evaluation.data.rows import DialogRow, read_rows
from agent.explanation.reasons import explain
from agent.loop.offline import ANSWER_TOOL, SEARCH_TOOL
from agent.loop.tools import Full
from agent.models.redaction import Pseudonyms
from agent.parsing import Vocabulary, read_request
from agent.parsing.intent import Intent
from agent.search.search import run_search
from agent.search.telling import told
from agent.search.turn import Searched, Turn
from agent.settings import Settings
from retrieval.behavior.events.choices import ASKED, ChoiceEvent, choices
from retrieval.behavior.events.log_store import BehaviorEvent
from retrieval.errors import CatalogError
from retrieval.search.retriever import Retriever

__all__ = ["Exported", "Kind", "TrainingRequest", "asked_of", "asked_of_dialogs", "examples", "fault", "write_examples"]

Kind = Literal["intent", "answer"]
ROLES = ("system", "user", "assistant", "tool")


@dataclass(frozen=True)
class TrainingRequest:
    """A request, those before it in the same conversation, oldest first, and the items that were right."""

    words: str
    right: tuple[str, ...]
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: examples of each kind; requests that weren't agreed to; right items that no search found."""

    intents: int
    answers: int
    withheld: int
    missed: int


def _earlier(choice: ChoiceEvent) -> tuple[str, ...]:
    """The words of agreed searches shortly before that of the choice."""
    searches = [e for e in choice.before if e.kind == "search" and choice.at - e.at <= ASKED]
    return tuple(e.words or "" for e in searches[:-1] if e.consent)


def asked_of(events: Sequence[BehaviorEvent]) -> tuple[list[TrainingRequest], int]:
    """Return what people asked for and chose, where they agreed; and how many choices after a request are withheld."""
    found = [choice for choice in choices(events)[0] if choice.words]
    agreed = [choice for choice in found if choice.consent]
    return [_hidden(TrainingRequest(c.words, (c.item,), _earlier(c)), _names(c)) for c in agreed], len(found) - len(
        agreed
    )


def _names(choice: ChoiceEvent) -> set[str]:
    """The names of whoever chose: as a user, and of their visits."""
    return {choice.person[1:], *(name for e in choice.before for name in (e.user, e.session) if name)}


def _hidden(asked: TrainingRequest, names: Iterable[str] = ()) -> TrainingRequest:
    """The same with pseudonyms: what people write of themselves isn't for the model that learns from it."""
    hide = Pseudonyms(sorted(names)).text
    earlier = tuple(map(hide, asked.earlier))
    return TrainingRequest(hide(asked.words), asked.right, earlier)


class _Agreed(DialogRow):
    consent: bool = False


def asked_of_dialogs(path: Path) -> tuple[list[TrainingRequest], int]:
    """Return the same for conversations in a file, rows as `evaluate dialogs` reads them with `consent`.

    Raises CatalogError for rows that can't be read.
    """
    rows = read_rows(path, _Agreed)
    agreed = [row for row in rows if row.consent]
    said = [[turn.text for turn in row.turns if turn.role == "user"] for row in agreed]
    made = [_hidden(TrainingRequest(s[-1], row.relevant, tuple(s[:-1]))) for s, row in zip(said, agreed, strict=True)]
    return made, len(rows) - len(agreed)


def _call(name: str, arguments: Mapping[str, Any], number: int) -> dict[str, Any]:
    called = {"name": name, "arguments": json.dumps(arguments, ensure_ascii=False)}
    return {"role": "assistant", "tool_calls": [{"id": f"call_{number}", "type": "function", "function": called}]}


def _plain(intent: Intent) -> dict[str, Any]:
    return intent.model_dump(mode="json", exclude_defaults=True)


def _picks(searched: Searched, right: Sequence[str], count: int) -> list[dict[str, str]]:
    """The answer: what was right first, then the others in their order, each with the reason that the facts bear out."""
    order = sorted(searched.facts, key=lambda sheet: sheet.id not in right)
    return [{"id": s.id, "reason": explain(s, searched.plan.language).text} for s in order[:count]]


class _Maker:
    def __init__(self, retriever: Retriever, vocabulary: Vocabulary, settings: Settings) -> None:
        self._retriever, self._vocabulary, self._settings = retriever, vocabulary, settings
        dialect = Full(retriever.schema, settings.count, settings.rounds)
        self._system = dialect.asked([HumanMessage(" ")], [])[0]
        self._tools = [convert_to_openai_tool(tool) for tool in dialect.tools()]

    def _start(self, asked: TrainingRequest) -> tuple[list[dict[str, Any]], Intent]:
        """The messages up to the search, and what it is to be."""
        messages: list[dict[str, Any]] = [{"role": "system", "content": self._system}]
        intents: list[Intent] = []
        for words in asked.earlier:
            intents.append(read_request(words, self._vocabulary, earlier=intents, shown=()))
            number = len(messages)
            messages += [{"role": "user", "content": words}, _call(SEARCH_TOOL, _plain(intents[-1]), number)]
            messages.append({"role": "tool", "tool_call_id": f"call_{number}", "content": '{"hits": []}'})
        messages.append({"role": "user", "content": asked.words})
        return messages, read_request(asked.words, self._vocabulary, earlier=intents, shown=())

    def examples(self, asked: TrainingRequest) -> dict[Kind, dict[str, Any]]:
        messages, intent = self._start(asked)
        number = len(messages)
        search = [*messages, _call(SEARCH_TOOL, _plain(intent), number)]
        found: dict[Kind, dict[str, Any]] = {"intent": {"messages": search, "tools": self._tools}}
        searched = run_search(
            intent, Turn(asked.words), self._retriever, self._vocabulary, self._settings, among=self._settings.pool
        )
        right = [sheet.id for sheet in searched.facts if sheet.id in asked.right]
        if right:
            shown = [sheet.id for sheet in searched.facts][: max(self._settings.rerank, 1)]
            shown = list(dict.fromkeys([*shown, *right[:1]]))
            result = {"role": "tool", "tool_call_id": f"call_{number}", "content": told(searched, shown)}
            picks = _picks(searched, right, self._settings.count)
            picks = [pick for pick in picks if pick["id"] in shown]
            answer = _call(ANSWER_TOOL, {"picks": picks}, number + 2)
            found["answer"] = {"messages": [*search, result, answer], "tools": self._tools}
        return found


def examples(
    asked: Sequence[TrainingRequest], retriever: Retriever, vocabulary: Vocabulary, settings: Settings
) -> Iterator[dict[Kind, dict[str, Any]]]:
    """Yield the examples of each request: `intent`, and `answer` where a search finds what was right."""
    maker = _Maker(retriever, vocabulary, settings)
    for one in asked:
        yield maker.examples(one)


def _call_fault(call: Any, known: set[str]) -> str | None:
    if not isinstance(call, dict) or call.get("type") != "function" or not call.get("id"):
        return "expected calls with an id and the type 'function'"
    called = call.get("function") or {}
    if called.get("name") not in known:
        return f"expected a call of {', '.join(sorted(known))}; got '{called.get('name')}'"
    try:
        arguments = json.loads(called.get("arguments", ""))
    except (TypeError, ValueError):
        return "expected arguments in JSON"
    return None if isinstance(arguments, dict) else "expected arguments that are an object"


def fault(example: Mapping[str, Any]) -> str | None:
    """Return what is wrong with an example by OpenAI's rules for fine-tuning chats with tools, or None."""
    messages = example.get("messages")
    if not isinstance(messages, list) or not messages:
        return "expected messages; got none"
    known = {tool["function"]["name"] for tool in example.get("tools", [])}
    waiting: set[str] = set()
    for at, message in enumerate(messages):
        role = message.get("role")
        if role not in ROLES:
            return f"message {at}: expected a role of {', '.join(ROLES)}; got '{role}'"
        if role == "tool":
            if message.get("tool_call_id") not in waiting:
                return f"message {at}: expected the id of a call before it; got '{message.get('tool_call_id')}'"
            waiting.discard(message["tool_call_id"])
        elif waiting:
            return f"message {at}: expected the results of calls before it"
        calls = message.get("tool_calls", [])
        if role != "assistant" and (calls or not isinstance(message.get("content"), str)):
            return f"message {at}: expected content that is text"
        if role == "assistant" and not calls and not message.get("content"):
            return f"message {at}: expected content or calls"
        for call in calls:
            if (wrong := _call_fault(call, known)) is not None:
                return f"message {at}: {wrong}"
            waiting.add(call["id"])
    return None if messages[-1]["role"] == "assistant" else "expected the assistant's message at the end"


def write_examples(
    path: Path,
    asked: Sequence[TrainingRequest],
    retriever: Retriever,
    vocabulary: Vocabulary,
    settings: Settings,
    *,
    kinds: Sequence[Kind] = get_args(Kind),
    withheld: int = 0,
) -> Exported:
    """Writes the examples as JSON lines, each one checked.

    Raises CatalogError, and writes nothing, where there are none: without `consent` nothing may be written.
    """
    counts: dict[Kind, int] = {"intent": 0, "answer": 0}
    missed, lines = 0, []
    for found in examples(asked, retriever, vocabulary, settings):
        missed += "answer" not in found
        for kind, example in found.items():
            if kind in kinds:
                if (wrong := fault(example)) is not None:
                    raise CatalogError(f"expected an example that can be trained on; {wrong}")
                counts[kind] += 1
                lines.append(json.dumps(example, ensure_ascii=False))
    if not lines:
        raise CatalogError(
            f"expected requests that were followed by a choice, both with consent; got none ({withheld} without consent). "
            "Record events with consent=True where people have agreed"
        )
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return Exported(counts["intent"], counts["answer"], withheld, missed)
