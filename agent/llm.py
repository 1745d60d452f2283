"""Chat models by name: `offline`, `openai:NAME`, `ollama:NAME`, or any LangChain chat model object.

Knows how to make a client; what the model is asked, and what becomes of its answers, is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from langchain_core.language_models import BaseChatModel

from agent.settings import Settings
from retrieval.errors import ConfigError

__all__ = ["OFFLINE", "chat_model", "model_name"]

OFFLINE = "offline"
OLLAMA = "http://localhost:11434/v1"


def _openai(name: str, settings: Settings) -> BaseChatModel:
    from langchain_openai import ChatOpenAI

    key = settings.api_key.get_secret_value() if settings.api_key else None
    if key is None and settings.base_url is None:
        raise ConfigError(
            f"the model 'openai:{name}' needs a key: set OPENAI_API_KEY or MEDLEY_API_KEY, or name a server with --base-url"
        )
    options: dict[str, Any] = {"base_url": settings.base_url, "api_key": key or "none"}
    return ChatOpenAI(model=name, temperature=0, timeout=settings.timeout, max_retries=settings.retries, **options)


def _ollama(name: str, settings: Settings) -> BaseChatModel:
    from langchain_openai import ChatOpenAI

    options: dict[str, Any] = {"base_url": settings.base_url or OLLAMA, "api_key": "ollama"}
    return ChatOpenAI(model=name, temperature=0, timeout=settings.timeout, max_retries=settings.retries, **options)


_PROVIDERS: dict[str, Callable[[str, Settings], BaseChatModel]] = {"openai": _openai, "ollama": _ollama}


def chat_model(model: str | BaseChatModel, settings: Settings, offline: Callable[[], BaseChatModel]) -> BaseChatModel:
    """The chat model called `model`, or the object itself; `offline` makes the offline one.

    Raises ConfigError for a name of another form, an unknown provider, or a missing key.
    """
    if isinstance(model, BaseChatModel):
        return model
    if model == OFFLINE:
        return offline()
    provider, _, name = model.partition(":")
    if provider not in _PROVIDERS or not name:
        known = ", ".join(f"{p}:NAME" for p in _PROVIDERS)
        raise ConfigError(f"expected a model named {OFFLINE}, {known}; got '{model}'")
    return _PROVIDERS[provider](name, settings)


def model_name(model: str | BaseChatModel) -> str:
    """How an answer names the model behind it."""
    if isinstance(model, str):
        return model
    return f"{type(model).__name__}:{getattr(model, 'model_name', getattr(model, 'model', ''))}".rstrip(":")
