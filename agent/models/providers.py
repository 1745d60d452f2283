"""Chat models by name: `offline`, `openai:NAME`, `ollama:NAME`, `gguf:PATH`, `PROVIDER:NAME` of LangChain, or any chat model object.

Knows how to make a client, and how each model is asked, which follows from what it can do; what it is asked, and what becomes
of its answers, is decided elsewhere. A stranger's provider is registered by `register_provider`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from langchain_core.language_models import BaseChatModel

from agent.models.background import spawn
from agent.models.capabilities import Capabilities, capabilities_of, is_loopback, server_of
from agent.models.langchain_models import known_providers, langchain_model, temperature_of
from agent.settings import Settings
from retrieval.errors import ConfigError

__all__ = ["OFFLINE", "ChatModel", "chat_model", "model_name", "providers", "register_provider"]

OFFLINE = "offline"
OLLAMA = "http://localhost:11434/v1"
FEW = 16_000
"""Tokens that a model takes in, below which it is asked briefly."""


def _nothing() -> None:
    pass


@dataclass(frozen=True)
class ChatModel:
    """A chat model and how it is asked.

    protocol: by tool calls or by JSON. close: what ends it. inside: whether it runs in this process. brief: whether it is asked
    briefly, as a small model is. bounded: whether its server keeps the lengths of texts in JSON. strict: whether its tool calls
    are held to their schemas. able: what else it can do. local: whether it runs on this machine. sees: whether it is shown
    pictures.
    """

    name: str
    model: BaseChatModel
    protocol: Literal["tools", "json"] = "tools"
    close: Callable[[], None] = _nothing
    inside: bool = False
    brief: bool = False
    bounded: bool = False
    strict: bool = False
    able: Capabilities = field(default_factory=Capabilities)
    local: bool = False
    sees: bool = False


Provider = Callable[[str, Settings], ChatModel]


def _client(name: str, settings: Settings, base_url: str | None, key: str) -> tuple[BaseChatModel, Callable[[], None]]:
    """An OpenAI-compatible client and what closes it.

    It has connections of its own: LangChain shares them between clients, and so between event loops.
    """
    from langchain_openai import ChatOpenAI
    from openai import DefaultAsyncHttpxClient

    http = DefaultAsyncHttpxClient()
    options: dict[str, Any] = {"base_url": base_url, "api_key": key, "stream_usage": True, "http_async_client": http}
    if settings.reply_tokens is not None:
        options["max_tokens"] = settings.reply_tokens
    options |= {"model": name, "timeout": settings.timeout, "max_retries": settings.retries}
    client = ChatOpenAI(**options)
    if (temperature := temperature_of(client, settings)) is not None:
        client = ChatOpenAI(**options, temperature=temperature)
    return client, lambda: spawn(http.aclose())


def _openai(name: str, settings: Settings) -> ChatModel:
    given = settings.api_key or settings.openai_api_key
    key = given.get_secret_value() if given else None
    if key is None and settings.base_url is None:
        raise ConfigError(
            f"the model 'openai:{name}' needs a key: set OPENAI_API_KEY or MEDLEY_API_KEY, or name a server with --base-url"
        )
    client, close = _client(name, settings, settings.base_url, key or "none")
    return ChatModel(f"openai:{name}", client, close=close)


def _ollama(name: str, settings: Settings) -> ChatModel:
    """By its own protocol where its package is installed, unless an OpenAI-compatible address is named; else by that protocol."""
    url = settings.base_url
    own = url is None or urlsplit(url).path.strip("/") == ""
    if own and find_spec("langchain_ollama") is not None:
        return ChatModel(f"ollama:{name}", langchain_model("ollama", name, settings), local=is_loopback(url or OLLAMA))
    if url is not None and own:
        url = f"{url.rstrip('/')}/v1"
    client, close = _client(name, settings, url or OLLAMA, "ollama")
    return ChatModel(f"ollama:{name}", client, close=close)


def _gguf(path: str, settings: Settings) -> ChatModel:
    from agent.models.gguf import GgufServer

    server = GgufServer(Path(path).expanduser(), context=settings.context, threads=settings.threads)
    name = Path(path).stem
    client, close = _client(name, settings, server.base_url, server.key)

    def close_both() -> None:
        close()
        server.close()

    able = Capabilities(tools=False, schema=True, context=settings.context)
    return ChatModel(f"gguf:{name}", client, close=close_both, inside=True, bounded=True, able=able, local=True)


_PROVIDERS: dict[str, tuple[str, Provider]] = {
    "openai": ("NAME", _openai),
    "ollama": ("NAME", _ollama),
    "gguf": ("PATH", _gguf),
}


def register_provider(name: str, provider: Provider, *, argument: str = "NAME") -> None:
    """Makes models called `name:ARGUMENT` known; `provider` makes one from the argument and the settings."""
    _PROVIDERS[name] = (argument, provider)


def providers() -> list[str]:
    """Return the names of the providers that are registered."""
    return list(_PROVIDERS)


def _able(chat: ChatModel) -> Capabilities:
    """What a model can do: what its provider says, else its profile."""
    told = capabilities_of(chat.model)
    if chat.able == Capabilities():
        return told
    own = {name: getattr(chat.able, name) for name in Capabilities.__slots__}
    return replace(told, **{name: value for name, value in own.items() if value is not None})


def _asked(chat: ChatModel, settings: Settings) -> ChatModel:
    """The same model, asked as the settings say, else as what it can do allows."""
    able = _able(chat)
    protocol = settings.protocol if settings.protocol != "auto" else chat.protocol
    if settings.protocol == "auto" and able.tools is False:
        protocol = "json"
    small = able.context is not None and able.context < FEW
    brief = chat.brief or small or settings.protocol == "json"
    if settings.dialect != "auto":
        brief = settings.dialect == "brief"
    strict = bool(able.schema) if settings.strict is None else settings.strict
    local = chat.local or chat.inside or is_loopback(server_of(chat.model))
    eyes = bool(able.images) if settings.vision == "auto" else settings.vision == "on"
    sees = eyes and not brief and (local or settings.share_pictures)
    found = replace(chat, protocol=protocol, brief=brief, strict=strict, able=able, local=local, sees=sees)
    if protocol == "tools":
        return found
    from agent.models.structured import structured

    return replace(found, model=structured(chat.model, able, bounded=chat.bounded))


def chat_model(model: str | BaseChatModel, settings: Settings, offline: Callable[[], BaseChatModel]) -> ChatModel:
    """Return the chat model called `model`, or the object itself; `offline` makes the offline one.

    Raises ConfigError for a name of another form, an unknown provider, a missing key or file; MissingExtraError or
    MissingPackageError where a provider needs a part that isn't installed.
    """
    if isinstance(model, BaseChatModel):
        return _asked(ChatModel(model_name(model), model), settings)
    if model == OFFLINE:
        return ChatModel(OFFLINE, offline(), inside=True)
    provider, _, name = model.partition(":")
    if name and provider in _PROVIDERS:
        return _asked(_PROVIDERS[provider][1](name, settings), settings)
    if name and provider.replace("-", "_").lower() in known_providers():
        return _asked(ChatModel(model, langchain_model(provider, name, settings)), settings)
    own = ", ".join(f"{p}:{argument}" for p, (argument, _) in _PROVIDERS.items())
    others = ", ".join(p for p in known_providers() if p not in _PROVIDERS)
    raise ConfigError(f"expected a model named {OFFLINE}, {own}, or PROVIDER:NAME (of {others}); got '{model}'")


def model_name(model: str | BaseChatModel) -> str:
    """Return how an answer names the model behind it."""
    if isinstance(model, str):
        return model
    return f"{type(model).__name__}:{getattr(model, 'model_name', getattr(model, 'model', ''))}".rstrip(":")
