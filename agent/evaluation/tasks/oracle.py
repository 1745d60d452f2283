"""`evaluate oracle`: hand-written requests, answered offline and with a scripted model that plays a very good one.

The model is played in this process (`scripted`), and over a server on loopback that speaks the OpenAI protocol with streaming
(`server`). What it knows is written down with each case; measured is what of it reaches the person.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from agent.evaluation.data.oracle_cases import OracleCase, Picked, RawCatalogue, Script, SentenceCase, read_oracle
from agent.evaluation.data.rows import sample
from agent.evaluation.data.stores import indexed
from agent.evaluation.report.report import Evaluation, Outcome, evaluation
from agent.evaluation.report.run import Step
from agent.evaluation.systems.scripted_model import Player, ScriptedChatModel
from agent.evaluation.systems.scripted_server import ScriptedServer
from agent.evaluation.tasks.oracle_judge import judge_case, judge_sentence
from agent.recommender.recommender import Recommender
from agent.results.answer import Answer
from agent.settings import Settings
from retrieval.encoder_sets import EncoderSet

__all__ = ["WAYS", "Oracle", "Played", "evaluate_oracle"]

WAYS = ("scripted", "server", "offline")
"""How a case is answered; the first is the one of interest."""


@dataclass(frozen=True)
class Played:
    """One case in one way: its measures, what went wrong in words, and the answer."""

    case: OracleCase | SentenceCase
    way: str
    values: Mapping[str, float]
    wrong: tuple[str, ...]
    answer: Answer


@dataclass(frozen=True)
class Oracle:
    """The figures, and every case that was played."""

    evaluation: Evaluation
    played: tuple[Played, ...] = field(default_factory=tuple)

    @property
    def failed(self) -> tuple[Played, ...]:
        """What went wrong, in the order of the cases."""
        return tuple(one for one in self.played if one.wrong)

    def to_dict(self) -> dict[str, Any]:
        """JSON-able: the figures, and the ids of what went wrong by way."""
        failed = {way: [one.case.id for one in self.failed if one.way == way] for way in WAYS}
        return self.evaluation.to_dict() | {"failed": failed}


@contextmanager
def _ways(
    folder: Path, encoders: EncoderSet, player: Player, settings: Settings, ways: Sequence[str]
) -> Iterator[Mapping[str, Recommender]]:
    """A recommender for each way, of one store."""
    with ExitStack() as stack:
        found: dict[str, Recommender] = {}
        for way in ways:
            model: Any = "offline"
            chosen = settings
            if way == "scripted":
                model = ScriptedChatModel(player=player)
            elif way == "server":
                url = stack.enter_context(ScriptedServer(player)).base_url
                model, chosen = "openai:scripted", settings.model_copy(update={"base_url": url})
            found[way] = stack.enter_context(Recommender(folder, model=model, settings=chosen, encoders=encoders))
        yield found


def _answered(case: OracleCase, medley: Recommender, player: Player, raw: RawCatalogue) -> Answer:
    """The answer to the last request of a case; those before it are answered with the hits as they are."""
    medley.forget()
    try:
        for said in case.before:
            player.turn(Script(search=({"wish": said},), gold=()), raw)
            medley.chat(said, asks=False)
        player.turn(case.oracle, raw)
        return medley.chat(case.request, asks=False)
    finally:
        medley.forget()


def _told(case: SentenceCase, medley: Recommender, player: Player, raw: RawCatalogue) -> tuple[Answer, str]:
    """The answer in which a model says the sentence of its item, and the item's id."""
    titles = (case.title, *case.beside)
    ids = [next(id for id, row in raw.rows.items() if row.get("title") == title) for title in titles]
    picks = (Picked(id=ids[0], reason=case.sentence), *(Picked(id=id, reason="") for id in ids[1:]))
    player.turn(Script(search=({"wish": case.request},), pick=picks, enough=0), raw)
    return medley.recommend(case.request, only=ids, fill=True, k=len(ids)), ids[0]


def _groups(case: OracleCase | SentenceCase) -> dict[str, tuple[str, ...]]:
    name = "class" if isinstance(case, OracleCase) else "kind"
    return {name: (case.kind,), "lang": (case.lang,)}


def _play(
    cases: Sequence[OracleCase | SentenceCase],
    raw: RawCatalogue,
    medleys: Mapping[str, Recommender],
    player: Player,
) -> Iterator[Played]:
    some = next(iter(medleys.values()))
    items = {item.id: item for item in some.retriever.store.items()}
    for case in cases:
        right = raw.good(case.gold) if isinstance(case, OracleCase) and case.gold else frozenset[str]()
        for way, medley in medleys.items():
            if isinstance(case, OracleCase):
                answer = _answered(case, medley, player, raw)
                values, wrong = judge_case(case, answer, raw, items, right)
            else:
                answer, id = _told(case, medley, player, raw)
                values, wrong = judge_sentence(case, answer, id)
            yield Played(case, way, values, tuple(wrong), answer)


def evaluate_oracle(
    place: Path,
    data: Path,
    encoders: EncoderSet,
    *,
    ways: Sequence[str] = WAYS,
    without: Sequence[str] = (),
    limit: int | None = None,
    settings: Settings | None = None,
    cache: Path | None = None,
    progress: Step = lambda stage, done, total: None,
) -> Oracle:
    """Plays every case of a file in each way. data: the folder of the catalogues that the cases name.

    Raises CatalogError for bad lines or a missing catalogue, and whatever indexing raises.
    """
    started = time.perf_counter()
    cases, sentences = read_oracle(place)
    rows: list[OracleCase | SentenceCase] = sample([*cases, *sentences], limit)
    by_name: dict[str, list[OracleCase | SentenceCase]] = {}
    for case in rows:
        by_name.setdefault(case.catalogue, []).append(case)
    raws = {name: RawCatalogue.named(name, data) for name in by_name}
    player, played = Player(), list[Played]()
    for name, of in by_name.items():
        made = indexed(raws[name].path, encoders, modalities=without, cache=cache, progress=progress)
        with _ways(made.folder, encoders, player, settings or Settings(), ways) as medleys:
            for one in _play(of, raws[name], medleys, player):
                played.append(one)
                progress("asking", len(played), len(rows) * len(ways))
    order = {case.id: n for n, case in enumerate(rows)}
    played.sort(key=lambda one: (ways.index(one.way), order[one.case.id]))
    outcomes = {way: [Outcome(one.values, _groups(one.case)) for one in played if one.way == way] for way in ways}
    behind = {"cases": place.name, "encoders": encoders.name, "without": list(without), "catalogues": sorted(by_name)}
    return Oracle(evaluation("oracle", outcomes, seconds=time.perf_counter() - started, settings=behind), tuple(played))
