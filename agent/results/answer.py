"""What the agent answers: picks with scores that add up and reasons that were checked, and how it came to them.

A streamed answer comes as events: `Found` when a search is done, each `Pick` when it is checked, and the `Answer` last.

Types and their plain forms. Knows nothing of how an answer is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from agent.explanation.fact_sheet import FactSheet
from agent.planning.plan import Plan
from agent.results.escaping import safe
from agent.results.marks import marked
from retrieval.catalog.items import Item
from retrieval.language.packs import voice_of

if TYPE_CHECKING:
    import pandas
    import polars

__all__ = ["Answer", "Event", "Found", "Pick", "item_texts", "part_name", "plain"]


def part_name(part: str, language: str) -> str:
    """Return what a share of a score (`text`, `image`, `audio`, `behaviour`) is called in a language."""
    return voice_of(language).say(f"part.{part}")


@dataclass(frozen=True)
class Pick:
    """One recommended item.

    position: 1 for the first. blocks: what each block, and the words as written, added to the score; they sum to it.
    modalities: the same by text, image and audio. reason: one or two sentences, each checked against the item.
    facts: the evidence that they were checked by, where there is some. judged: what of the reason is a chat model's own
    judgement or knowledge, which no fact of the catalogue bears out; seen: what of that it sees in the item's picture.
    """

    position: int
    item: Item
    score: float
    blocks: Mapping[str, float]
    modalities: Mapping[str, float]
    reason: str
    facts: FactSheet | None = field(default=None, repr=False, compare=False)
    judged: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The item's id."""
        return self.item.id

    def _repr_html_(self) -> str:
        """A card for notebooks, with picture and player."""
        from agent.results.notebook import pick_html

        return pick_html(self)

    def to_dict(self, language: str = "en") -> dict[str, Any]:
        """Return what it says, JSON-able; title and description in the reader's language where the item has them."""
        item = self.item
        return {
            "position": self.position,
            "id": item.id,
            "title": item.title_in(language),
            "score": round(self.score, 6),
            "blocks": {name: round(value, 6) for name, value in self.blocks.items()},
            "modalities": {name: round(value, 6) for name, value in self.modalities.items()},
            "reason": self.reason,
            "judged": list(self.judged),
            "seen": list(self.seen),
            "description": item.description_in(language),
            "attributes": {name: plain(value) for name, value in item.attributes.items()},
            "images": [str(item.media_path(path)) for path in item.images],
            "audio": str(item.media_path(item.audio)) if item.audio else None,
        }


def plain(value: Any) -> Any:
    """Return a value of an attribute as JSON has it."""
    if isinstance(value, tuple):
        return [plain(v) for v in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def item_texts(item: Item) -> dict[str, Any]:
    """Return all that an item says, JSON-able; nothing of its files."""
    return {
        "id": item.id,
        "title": item.title,
        "description": item.description,
        "translations": {language: dict(words) for language, words in item.translations.items()},
        "attributes": {name: plain(value) for name, value in item.attributes.items()},
    }


@dataclass(frozen=True)
class Found:
    """A search is done. A second one, where a model searches again or is replaced, takes the place of the first.

    understood, notes, question, matching, plan, message, judged: as in `Answer`. candidates: the items that the picks will come from.
    """

    language: str
    understood: tuple[str, ...]
    notes: tuple[str, ...]
    question: str
    matching: int
    candidates: tuple[Item, ...]
    plan: Plan | None = None
    message: str = ""
    judged: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return what it says, JSON-able."""
        return {
            "language": self.language,
            "message": self.message,
            "understood": list(self.understood),
            "notes": list(self.notes),
            "question": self.question,
            "matching": self.matching,
            "judged": list(self.judged),
            "candidates": [item.id for item in self.candidates],
        }


@dataclass(frozen=True)
class Answer:
    """Picks, best first, and how they came about.

    understood: the conditions that the request was read as, in words. notes: what was relaxed, repaired, left soft or
    went wrong. question: what the agent asks back: instead of picks, or beside them, to narrow a broad request. matching: how many items satisfy the
    conditions. model, prompts and settings: what was behind the answer. seconds: by stage (read: until the first search;
    search; explain: choosing, explaining and checking; total). tokens: input and output, as the model's server counts.
    spent: what the chat model cost for this answer and today, in tokens and money, estimated where its server tells nothing; empty offline.
    plan: what was looked for, each condition with its source; None for a plain search.
    absent: words of the request for what nothing of the catalogue is or has; the picks are then only the nearest.
    message: what the agent says before the picks, or, where none are asked for, the whole of the answer; its lines are the
    person's to read as they are. judged: what of it and of the question is a chat model's own
    judgement or knowledge.
    conditions: every condition with its origin, certainty, status and span, as `told_conditions` has them.
    """

    request: str
    language: str
    picks: tuple[Pick, ...]
    understood: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    question: str = ""
    matching: int = 0
    model: str = ""
    prompts: tuple[str, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    seconds: Mapping[str, float] = field(default_factory=dict)
    tokens: Mapping[str, int] = field(default_factory=lambda: {"input": 0, "output": 0})
    spent: Mapping[str, float] = field(default_factory=dict)
    trace: Mapping[str, Any] = field(default_factory=dict)
    plan: Plan | None = None
    absent: tuple[str, ...] = ()
    message: str = ""
    judged: tuple[str, ...] = ()
    conditions: tuple[Mapping[str, str], ...] = ()

    def __len__(self) -> int:
        return len(self.picks)

    def __iter__(self) -> Iterator[Pick]:
        return iter(self.picks)

    def __getitem__(self, index: int) -> Pick:
        return self.picks[index]

    def __rich_console__(self, console: Any, options: Any) -> Iterator[str]:
        """How rich prints it: with bars and colours."""
        from agent.results.terminal import answer_lines

        yield from answer_lines(self)

    def _repr_html_(self) -> str:
        """Cards for notebooks, with pictures and players; nothing in them is fetched."""
        from agent.results.notebook import answer_html

        return answer_html(self)

    def to_pandas(self) -> pandas.DataFrame:
        """Return a row a pick: position, id, title, score, what text, image and audio added, reason, then the attributes.

        Raises MissingExtraError where pandas isn't installed.
        """
        from agent.results.tables import to_pandas

        return to_pandas(self)

    def to_polars(self) -> polars.DataFrame:
        """Return the same for polars. Raises MissingExtraError where polars isn't installed."""
        from agent.results.tables import to_polars

        return to_polars(self)

    def to_dict(self, *, trace: bool = False) -> dict[str, Any]:
        """Return what it says, JSON-able. `trace` adds intent, plan and checks."""
        body: dict[str, Any] = {
            "request": self.request,
            "language": self.language,
            "message": self.message,
            "items": [pick.to_dict(self.language) for pick in self.picks],
            "judged": list(self.judged),
            "understood": list(self.understood),
            "conditions": [dict(one) for one in self.conditions],
            "notes": list(self.notes),
            "question": self.question,
            "absent": list(self.absent),
            "matching": self.matching,
            "model": self.model,
            "prompts": list(self.prompts),
            "settings": dict(self.settings),
            "seconds": {stage: round(value, 4) for stage, value in self.seconds.items()},
            "tokens": dict(self.tokens),
            "spent": dict(self.spent),
        }
        return body | ({"trace": dict(self.trace)} if trace else {})

    def __str__(self) -> str:
        lines = [marked(line, self.judged, self.language) for line in self.message.splitlines()]
        lines += [f"[{' · '.join(self.understood)}]"] if self.understood else []
        lines += [f"({note})" for note in self.notes]
        for pick in self.picks:
            shares = ", ".join(f"{name} {value:+.2f}" for name, value in pick.modalities.items() if abs(value) >= 0.005)
            lines.append(
                f"{pick.position}. {pick.item.title_in(self.language) or pick.id}  {pick.score:.2f} ({shares})"
            )
            lines.append(f"   {marked(pick.reason, pick.judged, self.language, seen=pick.seen)}")
        lines += [marked(self.question, self.judged, self.language)] if self.question else []
        return safe("\n".join(lines))


Event = Found | Pick | Answer
"""What a streamed answer is made of."""
