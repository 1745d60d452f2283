"""What a chat model can do, as LangChain's profile of it says: how it is asked follows from this, not from who provides it.

What a profile doesn't tell is unknown (None), and the settings may say it instead. Calls no model.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from langchain_core.language_models import BaseChatModel

__all__ = ["Capabilities", "capabilities_of", "is_loopback", "server_of"]

_DATED = re.compile(r"-\d{4}-?\d{2}-?\d{2}$")
"""The date at the end of a snapshot's name (o3-2025-04-16)."""
_SERVERS = ("openai_api_base", "base_url", "endpoint", "anthropic_api_url")
"""What clients of LangChain call the address of their server."""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What is known of a model; None: not known.

    tools: whether it calls tools. choice: whether a call can be demanded. schema: whether its output is held to JSON schemas.
    images: whether it sees pictures. temperature: whether one may be set. reasons: whether it thinks before it answers.
    context: tokens that it takes in.
    """

    tools: bool | None = None
    choice: bool | None = None
    schema: bool | None = None
    images: bool | None = None
    temperature: bool | None = None
    reasons: bool | None = None
    context: int | None = None


def _flag(profile: Mapping[str, Any], name: str) -> bool | None:
    value = profile.get(name)
    return value if isinstance(value, bool) else None


def _profile(model: BaseChatModel) -> Mapping[str, Any]:
    """The profile of a model; of a snapshot that has none, the one of the model by its name without the date."""
    own = getattr(model, "profile", None)
    if isinstance(own, Mapping) and own:
        return own
    name = str(getattr(model, "model_name", None) or getattr(model, "model", None) or "")
    field = "model_name" if "model_name" in type(model).model_fields else "model"
    if not _DATED.search(name) or field not in type(model).model_fields:
        return {}
    resolve = getattr(model.model_copy(update={field: _DATED.sub("", name)}), "_resolve_model_profile", None)
    found = resolve() if callable(resolve) else None
    return found if isinstance(found, Mapping) else {}


def capabilities_of(model: BaseChatModel) -> Capabilities:
    """Return what the profile of `model` tells."""
    profile = _profile(model)
    context = profile.get("max_input_tokens")
    return Capabilities(
        tools=_flag(profile, "tool_calling"),
        choice=_flag(profile, "tool_choice"),
        schema=_flag(profile, "structured_output"),
        images=_flag(profile, "image_inputs"),
        temperature=_flag(profile, "temperature"),
        reasons=_flag(profile, "reasoning_output"),
        context=context if isinstance(context, int) and context > 0 else None,
    )


def server_of(model: BaseChatModel) -> str | None:
    """Return the address of a model's server, where its client names one."""
    return next((str(url) for name in _SERVERS if (url := getattr(model, name, None))), None)


def is_loopback(url: str | None) -> bool:
    """Return whether an address is on this machine; False where there is none."""
    host = urlsplit(url).hostname if url else None
    return host is not None and (host in ("localhost", "::1") or host.startswith("127."))
