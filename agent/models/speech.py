"""A spoken request as words: by a local faster-whisper model, or an OpenAI-compatible transcription endpoint.

Without either, `Voice.how` says what to install. Nothing is downloaded: a model is a folder, or a name that is in the hub's
cache already. Knows sounds as bytes; nothing of pages.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

from agent.settings import Settings
from retrieval.errors import ConfigError, MediaError, MissingExtraError, ModelError
from retrieval.media.signatures import LENGTH, sniff

__all__ = ["Voice", "voice_of"]

HOW = (
    "To speak, give the server a model: pip install -e '.[voice]' and MEDLEY_VOICE_MODEL=FOLDER (a faster-whisper model), "
    "or MEDLEY_VOICE_URL=URL (a server with /v1/audio/transcriptions)."
)
Transcriber = Callable[[bytes], str]


class Voice:
    """Writes down what is said. `ready`: whether it can; `how`: what to do where it can't."""

    def __init__(self, transcribe: Transcriber | None = None, how: str = HOW) -> None:
        self._transcribe = transcribe
        self.how = "" if transcribe else how

    @property
    def ready(self) -> bool:
        """Whether there is something that writes down what is said."""
        return self._transcribe is not None

    def text(self, sound: bytes) -> str:
        """Return the words of a recording (WAV, FLAC, OGG or MP3); empty where none were heard.

        Raises ConfigError where nothing transcribes, MediaError where it is no sound, ModelError where the model fails.
        """
        if self._transcribe is None:
            raise ConfigError(self.how)
        if sniff(sound[:LENGTH]) != "audio":
            raise MediaError("expected a recording as WAV, FLAC, OGG or MP3; got something else")
        return self._transcribe(sound).strip()


def _served(settings: Settings) -> Transcriber:
    """By an endpoint that speaks OpenAI's protocol."""
    from openai import OpenAI, OpenAIError

    key = settings.voice_key.get_secret_value() if settings.voice_key else "none"
    client = OpenAI(base_url=settings.voice_url, api_key=key, timeout=settings.timeout, max_retries=settings.retries)

    def transcribe(sound: bytes) -> str:
        try:
            answer = client.audio.transcriptions.create(
                model=settings.voice_model or "whisper-1", file=("request.wav", sound, "audio/wav")
            )
        except OpenAIError as error:
            raise ModelError(f"the transcription server failed: {type(error).__name__}") from error
        return str(answer.text)

    return transcribe


def _local(settings: Settings) -> Transcriber:
    """By faster-whisper in this process, loaded at the first request; one at a time."""
    lock = threading.Lock()
    models: list[Any] = []

    def transcribe(sound: bytes) -> str:
        from faster_whisper import WhisperModel

        with lock:
            try:
                if not models:
                    name = str(settings.voice_model)
                    models.append(
                        WhisperModel(
                            name, device="cpu", compute_type="int8", cpu_threads=settings.threads, local_files_only=True
                        )
                    )
                parts, _ = models[0].transcribe(io.BytesIO(sound), beam_size=1, vad_filter=False)
                return " ".join(part.text.strip() for part in parts)
            except (OSError, RuntimeError, ValueError) as error:
                raise ModelError(f"faster-whisper failed with '{settings.voice_model}': {error}") from error

    return transcribe


def voice_of(settings: Settings) -> Voice:
    """Return what `settings` name to write down spoken requests.

    Raises MissingExtraError for a local model without faster-whisper.
    """
    if settings.voice_url:
        return Voice(_served(settings))
    if settings.voice_model:
        if find_spec("faster_whisper") is None:
            raise MissingExtraError("a local model for spoken requests", "voice")
        return Voice(_local(settings))
    return Voice()
