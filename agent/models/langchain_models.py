"""Any chat model that LangChain's `init_chat_model` knows, by `provider:model`; the package of each provider is the user's to install.

Knows LangChain; nothing of how models are asked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from langchain_core.language_models import BaseChatModel

from agent.models.capabilities import capabilities_of
from agent.settings import Settings
from retrieval.errors import ConfigError, MissingPackageError

__all__ = ["known_providers", "langchain_model", "temperature_of"]

_PACKAGE = re.compile(r"pip install ['\"`]?([A-Za-z0-9._-]+)")
_EXCERPT = 200
"""Characters of what a provider's package says that are told."""


def known_providers() -> tuple[str, ...]:
    """Return the names of the providers that LangChain lists."""
    from langchain.chat_models import base

    return tuple(sorted(getattr(base, "_BUILTIN_PROVIDERS", ())))


def temperature_of(model: BaseChatModel, settings: Settings) -> float | None:
    """Return the temperature to ask a model with: that of the settings, else 0, and none where its profile allows none."""
    if settings.temperature != "auto":
        return None if settings.temperature == "none" else settings.temperature
    return None if capabilities_of(model).temperature is False else 0.0


def _options(settings: Settings) -> list[dict[str, Any]]:
    """What clients are made with, the most first: not every one takes everything."""
    own: dict[str, Any] = {}
    if settings.base_url is not None:
        own["base_url"] = settings.base_url
    if settings.api_key is not None:
        own["api_key"] = settings.api_key.get_secret_value()
    if settings.reply_tokens is not None:
        own["max_tokens"] = settings.reply_tokens
    patience = {"timeout": settings.timeout, "max_retries": settings.retries}
    return [{**own, **patience}, own]


def _made(name: str, provider: str, tries: Sequence[Mapping[str, Any]]) -> BaseChatModel:
    from langchain.chat_models import init_chat_model

    refused: TypeError | None = None
    for options in tries:
        try:
            made: BaseChatModel = init_chat_model(name, model_provider=provider, **options)
            return made
        except TypeError as error:  # an option that its client doesn't take
            refused = error
    raise refused or TypeError("no options")


def langchain_model(provider: str, name: str, settings: Settings) -> BaseChatModel:
    """Return the chat model of a provider, made by LangChain. Its key is MEDLEY_API_KEY, else what the provider's package reads.

    Raises MissingPackageError where the provider's package isn't installed, ConfigError where there is no such provider or its
    client can't be made.
    """
    full, tries = f"{provider}:{name}", _options(settings)
    try:
        plain = _made(name, provider, tries)
        temperature = temperature_of(plain, settings)
        if temperature is None:
            return plain
        return _made(name, provider, [{**options, "temperature": temperature} for options in tries])
    except ImportError as error:
        package = _PACKAGE.search(str(error))
        raise MissingPackageError(f"the model '{full}'", package[1] if package else f"langchain-{provider}") from error
    except Exception as error:  # a stranger's client may raise anything
        told = " ".join(settings.masked(error).split())[:_EXCERPT]
        raise ConfigError(f"the model '{full}' can't be used: {told}") from error
