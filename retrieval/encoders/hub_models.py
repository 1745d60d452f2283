"""One model of a hub or of a local folder, loaded by sentence-transformers: texts, pictures and sounds to rows.

Knows how a model is found, loaded onto a device, and what it wants to be given (prompts, padding, a sampling rate).
No code that comes with a model is run. Knows nothing of blocks or items.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np

from retrieval.encoders.base import Rows, Sound
from retrieval.encoders.word_vectors import file_digest
from retrieval.errors import ConfigError
from retrieval.language.packs import PACKS

__all__ = ["HubModel", "HubSettings", "known_prompts"]

Side = Literal["query", "document"]

MAX_CHARS = 20_000
_REMEDY = "Name a local folder that holds the model, or use the encoders 'embedded', which need no hub"
_WINDOWS = 3
"""Most stretches of a long sound that are encoded, evenly spread; their rows are averaged."""
_WINDOW_SECONDS = 10.0
_SILENT = 1e-4

_PROMPTS: tuple[tuple[str, Mapping[str, str]], ...] = (
    (r"(multilingual-)?e5-(small|base|large)(-v2)?", {"query": "query: ", "document": "passage: "}),
    *(
        (rf"bge-(small|base|large)-{pack.code}-v1\.5", {"query": pack.tables["models.query"]["bge"]})
        for pack in PACKS
        if "models.query" in pack.tables
    ),
)
"""What models want before queries and documents, by the last part of their name, where their own files don't say it."""


@dataclass(frozen=True)
class HubSettings:
    """How models are run. Only `tokens` and `prompts` change rows by more than rounding.

    device: cpu, cuda, mps or auto (the first of cuda, mps, cpu that is there). half: half precision, yes, no or auto
        (on cuda). batch: contents at once. tokens: longest text, 0 for as long as the model reads. prompts: what
        stands before a query and before a document, instead of what the model's files or `known_prompts` say.
    """

    device: str = "auto"
    half: str = "auto"
    batch: int = 32
    tokens: int = 0
    prompts: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not re.fullmatch(r"auto|cpu|mps|cuda(:\d+)?", self.device):
            raise ConfigError(f"expected the device auto, cpu, cuda, cuda:N or mps; got '{self.device}'")
        if self.half not in ("auto", "yes", "no"):
            raise ConfigError(f"expected half=auto, yes or no; got '{self.half}'")
        if self.batch < 1 or self.tokens < 0:
            raise ConfigError(f"expected batch ≥ 1 and tokens ≥ 0; got batch={self.batch}, tokens={self.tokens}")
        if set(self.prompts) - {"query", "document"}:
            raise ConfigError(f"expected prompts for query and document; got {', '.join(sorted(self.prompts))}")


def known_prompts(name: str) -> Mapping[str, str]:
    """Return what the model called `name` wants before queries and documents, as far as it is known here.

    >>> known_prompts("intfloat/multilingual-e5-small")
    {'query': 'query: ', 'document': 'passage: '}
    """
    last = name.rstrip("/").rpartition("/")[2].partition("@")[0]
    return next((prompts for pattern, prompts in _PROMPTS if re.fullmatch(pattern, last)), {})


def _device(wanted: str) -> str:
    """The device to run on. Raises ConfigError where it isn't there."""
    import torch

    there = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    if wanted == "auto":
        return next(name for name, found in there.items() if found)
    if not there[wanted.partition(":")[0]]:
        raise ConfigError(f"expected a device that is here ({', '.join(n for n in there if there[n])}); got '{wanted}'")
    return wanted


@contextmanager
def _no_bars(local: bool) -> Iterator[None]:
    """Without the progress bars of loading; those of a download stay."""
    from transformers.utils import logging

    shown = logging.is_progress_bar_enabled()
    if local:
        logging.disable_progress_bar()
    try:
        yield
    finally:
        if shown:
            logging.enable_progress_bar()


def _windows(sound: Sound, rate: int, seconds: float) -> list[Any]:
    """At most `_WINDOWS` evenly spread stretches of `seconds` of a sound, at `rate`: a model's own crop is random."""
    import soxr

    samples = sound.samples if sound.rate == rate else soxr.resample(sound.samples, sound.rate, rate)
    length = int(seconds * rate)
    if len(samples) <= length:
        return [samples]
    count = min(_WINDOWS, -(-len(samples) // length))
    return [samples[at : at + length] for at in np.linspace(0, len(samples) - length, count).astype(int)]


class HubModel:
    """A model by name (`organisation/model`, or `…@revision`) or local folder. Nothing is loaded before it is asked."""

    def __init__(self, name: str, settings: HubSettings | None = None) -> None:
        self.name = name
        self.settings = settings or HubSettings()
        self.local = Path(name).is_dir()
        self._last: tuple[bytes, Rows] | None = None

    @cached_property
    def _repository(self) -> tuple[str, str | None]:
        """Name and revision, as the hub knows them."""
        name, _, revision = self.name.partition("@")
        return (name if "/" in name else f"sentence-transformers/{name}"), revision or None

    @cached_property
    def revision(self) -> str:
        """The commit that is used: the one that is in the cache, else the hub's newest. Raises ConfigError."""
        from huggingface_hub import resolve_revision
        from huggingface_hub.errors import HfHubHTTPError, HFValidationError, RevisionResolutionError

        name, revision = self._repository
        if name.count("/") != 1 or name.startswith(("/", "./", "~", "..")):
            raise ConfigError(f"expected the name of a model, or a folder that holds one; there is no folder '{name}'")
        try:
            return str(resolve_revision(name, revision=revision, local_files_only=True))
        except RevisionResolutionError:
            pass  # not in the cache: the hub is asked
        except HFValidationError as error:
            raise ConfigError(f"expected the name of a model of the hub, organisation/model; got '{name}'") from error
        try:
            return str(resolve_revision(name, revision=revision))
        except (RevisionResolutionError, HfHubHTTPError, OSError) as error:
            raise ConfigError(
                f"expected the model '{self.name}' from the hub; it could not be had ({str(error).splitlines()[0]:.300}). "
                + _REMEDY
            ) from error

    @cached_property
    def version(self) -> str:
        """Which weights these are, and the settings that change rows: for a hub its commit, else a digest of the files.

        Raises ConfigError where the model can't be found.
        """
        parts = [self.revision[:12]] if not self.local else [self._digest()]
        parts += [f"{self.settings.tokens}t"] if self.settings.tokens else []
        prompts = sorted(self.settings.prompts.items())
        parts += [hashlib.blake2b(repr(prompts).encode(), digest_size=4).hexdigest()] if prompts else []
        return "-".join(parts)

    def _digest(self) -> str:
        digest, folder = hashlib.blake2b(digest_size=6), Path(self.name)
        for path in sorted(folder.rglob("*")):
            below = path.relative_to(folder)
            if path.is_file() and not any(part.startswith(".") for part in below.parts) and path.suffix != ".md":
                digest.update(f"{below.as_posix()} {file_digest(path)}\n".encode())
        return digest.hexdigest()

    @cached_property
    def device(self) -> str:
        """Where it runs. Raises ConfigError where the device that is asked for isn't there."""
        return _device(self.settings.device)

    def _open(self, local: bool) -> Any:
        import torch
        from sentence_transformers import SentenceTransformer

        half = self.settings.half == "yes" or (self.settings.half == "auto" and self.device.startswith("cuda"))
        known = {} if self.local else {"revision": self.revision}
        with _no_bars(local):
            return SentenceTransformer(
                self.name if self.local else self._repository[0],
                device=self.device,
                local_files_only=local,
                trust_remote_code=False,
                model_kwargs={"dtype": torch.float16 if half else torch.float32},
                **known,
            )

    @cached_property
    def _model(self) -> Any:
        try:
            try:
                model = self._open(local=True)
            except OSError:
                if self.local:
                    raise
                model = self._open(local=False)  # the cache holds a part of it, or nothing
        except ConfigError:
            raise
        except Exception as error:  # the libraries below raise all kinds; the cause is kept
            raise ConfigError(
                f"expected a model that sentence-transformers can load; '{self.name}' is not, or is not whole "
                f"({type(error).__name__}: {(str(error).splitlines() or [''])[0]:.300}). {_REMEDY}"
            ) from error
        if self.settings.tokens:
            model.max_seq_length = min(self.settings.tokens, model.max_seq_length or self.settings.tokens)
        return model

    @cached_property
    def prompts(self) -> Mapping[str, str]:
        """What is put before a query and a document: as set, else as the model's files say, else `known_prompts`."""
        own = {side: self._model.prompts.get(side) or "" for side in ("query", "document")}
        own["document"] = own["document"] or self._model.prompts.get("passage") or ""
        return {**(own if any(own.values()) else known_prompts(self.name)), **self.settings.prompts}

    def require(self, *modalities: str) -> None:
        """Raises ConfigError where the model doesn't read all of `modalities`, or can't be had."""
        lacking = [m for m in modalities if m not in self._model.modalities]
        if lacking:
            kinds = {"image": "CLIP or SigLIP", "audio": "CLAP", "text": "any sentence-transformers model"}
            raise ConfigError(
                f"expected a model that reads {' and '.join(modalities)}, such as {kinds[modalities[-1]]}; "
                f"'{self.name}' reads {', '.join(map(str, self._model.modalities))}"
            )

    @cached_property
    def dim(self) -> int:
        """Columns of its rows. Loads the model."""
        return int(self._model.get_embedding_dimension() or self.texts(["a"], "query").shape[1])

    @property
    def _text_options(self) -> dict[str, Any]:
        """SigLIP was trained on texts padded to full length and reads its last place: shorter padding ruins it."""
        config = self._model.config
        if getattr(config, "model_type", "") not in ("siglip", "siglip2"):
            return {}
        length = config.text_config.max_position_embeddings
        return {"processing_kwargs": {"text": {"padding": "max_length", "max_length": length, "truncation": True}}}

    def _encode(self, contents: list[Any], **options: Any) -> Rows:
        rows = self._model.encode(
            contents, batch_size=self.settings.batch, normalize_embeddings=True, show_progress_bar=False, **options
        )
        return np.asarray(rows, np.float32)

    def texts(self, contents: Sequence[str], side: Side) -> Rows:
        """float32 (n, dim), unit length, or zero for a blank text. The model cuts what is too long for it.

        Where one model is the text tower of several places of a set, each asks for the same texts in turn: they are encoded once.
        """
        asked = hashlib.blake2b(repr((side, list(contents))).encode("utf-8", "surrogatepass"), digest_size=16).digest()
        last = self._last
        if last is None or last[0] != asked:
            self._last = last = (asked, self._read(contents, side))
        return last[1].copy()

    def _read(self, contents: Sequence[str], side: Side) -> Rows:
        places = [i for i, text in enumerate(contents) if text.strip()]
        return self._placed(
            places,
            len(contents),
            lambda: self._encode(
                [contents[i][:MAX_CHARS] for i in places],
                prompt=self.prompts.get(side, ""),
                **self._text_options,
            ),
        )

    def pictures(self, contents: Sequence[Any]) -> Rows:
        """float32 (n, dim), unit length, of PIL pictures."""
        return self._placed(list(range(len(contents))), len(contents), lambda: self._encode(list(contents)))

    def sounds(self, contents: Sequence[Sound]) -> Rows:
        """float32 (n, dim), unit length, or zero for silence; of a long sound the mean of some stretches."""
        extractor = getattr(self._model.processor, "feature_extractor", self._model.processor)
        rate = int(getattr(extractor, "sampling_rate", 48_000))
        seconds = float(getattr(extractor, "max_length_s", None) or _WINDOW_SECONDS)
        places = [i for i, sound in enumerate(contents) if np.abs(sound.samples).max(initial=0.0) >= _SILENT]
        stretches = [_windows(contents[i], rate, seconds) for i in places]
        counts = [len(parts) for parts in stretches]

        def averaged() -> Rows:
            flat = [{"array": part, "sampling_rate": rate} for parts in stretches for part in parts]
            rows = self._encode(flat)
            means = np.stack([part.mean(axis=0) for part in np.split(rows, np.cumsum(counts)[:-1])])
            return np.asarray(means / np.linalg.norm(means, axis=1, keepdims=True), np.float32)

        return self._placed(places, len(contents), averaged)

    def _placed(self, places: list[int], count: int, encode: Callable[[], Rows]) -> Rows:
        """What `encode()` gives at `places` of float32 (count, dim), zero elsewhere."""
        rows = np.zeros((count, self.dim), np.float32)
        if places:
            rows[places] = encode()
        return rows
