"""A spoken request as words: by a real server that speaks the transcription protocol, and what is said without one."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path

import pytest

from agent import Settings
from agent.models.speech import voice_of
from retrieval.errors import ConfigError, MediaError, MissingExtraError, ModelError
from tests import tiny_models
from tests.media_files import sound


class Transcriptions(BaseHTTPRequestHandler):
    """Answers /v1/audio/transcriptions with what it was told to say, and keeps what it was sent."""

    said, status = "a striped animal ", 200
    heard: tuple[str, str, bytes] | None = None

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        type(self).heard = (self.path, self.headers["authorization"], body)
        self.send_response(self.status)
        self.send_header("content-type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps({"text": self.said} if self.status == 200 else {"error": {}}).encode())

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def transcribing() -> Iterator[tuple[str, type[Transcriptions]]]:
    """A server on loopback: its address, and its handler."""
    handler = type("Handler", (Transcriptions,), {})
    opened = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=opened.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{opened.server_port}/v1", handler
    opened.shutdown()
    opened.server_close()


@pytest.fixture
def server() -> Iterator[tuple[str, type[Transcriptions]]]:
    with transcribing() as opened:
        yield opened


def test_an_endpoint_writes_down_what_is_said(server: tuple[str, type[Transcriptions]], tmp_path: Path) -> None:
    url, handler = server
    recording = sound(tmp_path / "a.wav", seconds=0.2).read_bytes()
    voice = voice_of(Settings(voice_url=url, voice_model="whisper-tiny", voice_key="k3y"))  # type: ignore[arg-type]
    assert voice.ready
    assert voice.text(recording) == "a striped animal"
    assert handler.heard is not None
    path, key, body = handler.heard
    assert (path, key) == ("/v1/audio/transcriptions", "Bearer k3y")
    assert recording in body
    assert b"whisper-tiny" in body


def test_an_endpoint_that_fails_is_a_model_error(server: tuple[str, type[Transcriptions]], tmp_path: Path) -> None:
    url, handler = server
    handler.status = 500
    voice = voice_of(Settings(voice_url=url, retries=0))
    with pytest.raises(ModelError, match="transcription server failed"):
        voice.text(sound(tmp_path / "a.wav", seconds=0.2).read_bytes())


def test_what_is_no_sound_is_refused(server: tuple[str, type[Transcriptions]]) -> None:
    with pytest.raises(MediaError, match="expected a recording"):
        voice_of(Settings(voice_url=server[0])).text(b"<html>")


def test_without_anything_it_says_what_to_install() -> None:
    voice = voice_of(Settings())
    assert not voice.ready
    assert "pip install -e '.[voice]'" in voice.how
    assert "MEDLEY_VOICE_URL" in voice.how
    with pytest.raises(ConfigError, match="voice"):
        voice.text(b"")


def test_a_local_model_needs_the_extra_or_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    settings = Settings(voice_model=str(tmp_path / "no-model"))
    if find_spec("faster_whisper") is None:
        with pytest.raises(MissingExtraError, match=r"\[voice\]"):
            voice_of(settings)
        return
    with pytest.raises(ModelError, match="faster-whisper failed"):
        voice_of(settings).text(sound(tmp_path / "a.wav", seconds=0.2).read_bytes())


def test_a_local_model_writes_down_what_it_hears(tmp_path: Path) -> None:
    pytest.importorskip("faster_whisper", reason="needs the extra voice")
    model = tiny_models.whisper(tmp_path, "bird")
    voice = voice_of(Settings(voice_model=str(model)))
    assert voice.ready
    assert voice.text(sound(tmp_path / "a.wav", seconds=1).read_bytes()) == "bird"
    with pytest.raises(MediaError):
        voice.text(b"no sound at all")
