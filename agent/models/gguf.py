"""A language model in a GGUF file, served in this process by llama.cpp: needs the extra `local-llm`.

Its OpenAI-compatible server listens on loopback only, at a free port, and asks for a key that is drawn at random, so
that nobody else on the machine can use it. Knows nothing of what is asked.
"""

from __future__ import annotations

import importlib
import secrets
from pathlib import Path
from typing import Any

from retrieval.errors import ConfigError, MissingExtraError

__all__ = ["GgufServer"]

MAGIC = b"GGUF"


def _xllamacpp() -> Any:
    try:
        return importlib.import_module("xllamacpp")
    except ImportError as error:
        raise MissingExtraError("a gguf: model", "local-llm") from error


def _checked(path: Path) -> Path:
    """The path, where a GGUF file is there: llama.cpp would end the process over some others."""
    if not path.is_file():
        raise ConfigError(f"expected the path of a .gguf file; there is none at '{path}'")
    with path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise ConfigError(f"expected a GGUF file; '{path}' is none")
    return path


class GgufServer:
    """A running server. `close` ends it and frees the model's memory."""

    def __init__(self, path: Path, *, context: int = 4096, threads: int = 1) -> None:
        """Loads the model. `context`: tokens that it keeps in mind. `threads`: they wait for each other in a busy loop.

        Raises MissingExtraError, and ConfigError for a file that isn't there or can't be loaded.
        """
        xllamacpp = _xllamacpp()
        params = xllamacpp.CommonParams()
        params.model.path = str(_checked(path))
        params.hostnames, params.port = ["127.0.0.1"], 0
        params.n_ctx, params.n_parallel = context, 1
        params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads
        params.ui, params.verbosity = False, -1
        self.key = secrets.token_urlsafe(24)
        params.api_keys = [self.key]
        try:
            self._server: Any = xllamacpp.Server(params)
        except (RuntimeError, ValueError) as error:
            raise ConfigError(f"llama.cpp can't load '{path}': {error}") from error
        self.base_url = f"{self._server.listening_address}/v1"

    def close(self) -> None:
        """Ends the server; a second time does nothing."""
        self._server = None
