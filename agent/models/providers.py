"""Chat models by name: `offline`, `openai:NAME`, `ollama:NAME`, `gguf:PATH`, or any LangChain chat model object.

Knows how to make a client, and how each provider is asked; what it is asked, and what becomes of its answers, is
decided elsewhere. A stranger's provider is registered by `register_provider`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from langchain_core.language_models import BaseChatModel

from agent.models.background import spawn
from agent.settings import Settings
from retrieval.errors import ConfigError

__all__ = ["OFFLINE", "ChatModel", "chat_model", "model_name", "register_provider"]

OFFLINE = "offline"
OLLAMA = "http://localhost:11434/v1"


def _nothing() -> None:
    pass


@dataclass(frozen=True)
class ChatModel:
    """A chat model, how it is asked (by tool calls or by JSON), what ends it, and whether it runs inside this process."""

    name: str
    model: BaseChatModel
    protocol: Literal["tools", "json"] = "tools"
    close: Callable[[], None] = _nothing
    inside: bool = False


Provider = Callable[[str, Settings], ChatModel]


def _client(name: str, settings: Settings, base_url: str | None, key: str) -> tuple[BaseChatModel, Callable[[], None]]:
    """An OpenAI-compatible client and what closes it.

    It has connections of its own: LangChain shares them between clients, and so between event loops.
    """
    from langchain_openai import ChatOpenAI
    from openai import DefaultAsyncHttpxClient

    http = DefaultAsyncHttpxClient()
    options: dict[str, Any] = {"base_url": base_url, "api_key": key, "stream_usage": True, "http_async_client": http}
    client = ChatOpenAI(
        model=name, temperature=0, timeout=settings.timeout, max_retries=settings.retries, **options
    )  # fmt: skip
    return client, lambda: spawn(http.aclose())


def _openai(name: str, settings: Settings) -> ChatModel:
    key = settings.api_key.get_secret_value() if settings.api_key else None
    if key is None and settings.base_url is None:
        raise ConfigError(
            f"the model 'openai:{name}' needs a key: set OPENAI_API_KEY or MEDLEY_API_KEY, or name a server with --base-url"
        )
    client, close = _client(name, settings, settings.base_url, key or "none")
    return ChatModel(f"openai:{name}", client, close=close)


def _ollama(name: str, settings: Settings) -> ChatModel:
    client, close = _client(name, settings, settings.base_url or OLLAMA, "ollama")
    return ChatModel(f"ollama:{name}", client, close=close)


def _gguf(path: str, settings: Settings) -> ChatModel:
    from agent.models.gguf import GgufServer

    server = GgufServer(Path(path).expanduser(), context=settings.context, threads=settings.threads)
    name = Path(path).stem
    client, close = _client(name, settings, server.base_url, server.key)

    def close_both() -> None:
        close()
        server.close()

    return ChatModel(f"gguf:{name}", client, "json", close_both, inside=True)


_PROVIDERS: dict[str, tuple[str, Provider]] = {
    "openai": ("NAME", _openai),
    "ollama": ("NAME", _ollama),
    "gguf": ("PATH", _gguf),
}


def register_provider(name: str, provider: Provider, *, argument: str = "NAME") -> None:
    """Makes models called `name:ARGUMENT` known; `provider` makes one from the argument and the settings."""
    _PROVIDERS[name] = (argument, provider)


def _asked(chat: ChatModel, settings: Settings) -> ChatModel:
    """The same model, asked as the settings say."""
    protocol = chat.protocol if settings.protocol == "auto" else settings.protocol
    if protocol == "tools":
        return replace(chat, protocol="tools")
    from langchain_openai.chat_models.base import BaseChatOpenAI

    from agent.models.structured import StructuredChatModel

    if not isinstance(chat.model, BaseChatOpenAI):
        chat.close()
        raise ConfigError(
            f"the protocol 'json' needs an OpenAI-compatible client; got {type(chat.model).__name__}: use protocol 'tools'"
        )
    return replace(chat, model=StructuredChatModel(model=chat.model), protocol="json")


def chat_model(model: str | BaseChatModel, settings: Settings, offline: Callable[[], BaseChatModel]) -> ChatModel:
    """The chat model called `model`, or the object itself; `offline` makes the offline one.

    Raises ConfigError for a name of another form, an unknown provider, a missing key or file, or a protocol that the
    model doesn't speak; MissingExtraError where a provider needs a part that isn't installed.
    """
    if isinstance(model, BaseChatModel):
        return _asked(ChatModel(model_name(model), model), settings)
    if model == OFFLINE:
        return ChatModel(OFFLINE, offline(), inside=True)
    provider, _, name = model.partition(":")
    if provider not in _PROVIDERS or not name:
        known = ", ".join(f"{p}:{argument}" for p, (argument, _) in _PROVIDERS.items())
        raise ConfigError(f"expected a model named {OFFLINE}, {known}; got '{model}'")
    return _asked(_PROVIDERS[provider][1](name, settings), settings)


def model_name(model: str | BaseChatModel) -> str:
    """How an answer names the model behind it."""
    if isinstance(model, str):
        return model
    return f"{type(model).__name__}:{getattr(model, 'model_name', getattr(model, 'model', ''))}".rstrip(":")
