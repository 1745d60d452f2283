"""Options that several commands share, with their names, help and defaults. Knows Typer and the settings; no command."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from agent.cli.help import Whole
from agent.settings import Settings

__all__ = [
    "DEFAULTS",
    "PLAIN",
    "BaseUrl",
    "Encoders",
    "Fusion",
    "Json",
    "Model",
    "Session",
    "Similarity",
    "StoreOption",
    "one_of",
    "pairs_of",
    "reading_of",
]

DEFAULTS = Settings.model_construct()
"""The settings as they come, without the environment: what an option is where nothing is said."""
PLAIN: dict[str, Any] = {"rich_markup_mode": None, "pretty_exceptions_enable": False, "cls": Whole}
"""How every group of commands looks."""


def one_of(*values: str) -> dict[str, Any]:
    """What the shell completes an option to."""
    return {"autocompletion": lambda incomplete: [value for value in values if value.startswith(incomplete)]}


def pairs_of(options: list[str] | None, name: str) -> dict[str, str]:
    """Options like `title=name` as a mapping. Raises BadParameter, with the option's `name`, for one that isn't like it."""
    pairs = {}
    for option in options or []:
        key, sign, value = option.partition("=")
        if not sign or not key or not value:
            raise typer.BadParameter(f"expected NAME=VALUE; got '{option}'", param_hint=name)
        pairs[key.strip()] = value.strip()
    return pairs


def reading_of(
    mapping: list[str] | None,
    types: list[str] | None = None,
    date_order: str | None = None,
    encoding: str | None = None,
    sql: str | None = None,
) -> dict[str, Any]:
    """How a catalogue is to be read, as parameters of `read_catalog`, from options. Raises BadParameter for a wrong one."""
    if date_order not in (None, "dmy", "mdy", "ymd"):
        raise typer.BadParameter(f"expected dmy, mdy or ymd; got '{date_order}'", param_hint="--date-order")
    return {
        "mapping": pairs_of(mapping, "--map"),
        "types": pairs_of(types, "--type"),
        "date_order": date_order,
        "encoding": encoding,
        "sql": sql,
    }


def _encoder_sets(incomplete: str) -> list[str]:
    from retrieval.encoder_sets import encoder_sets

    return [name for name in encoder_sets() if name.startswith(incomplete)]


def _fusions(incomplete: str) -> list[str]:
    from retrieval.fusion.registry import fusions

    return [name for name in fusions() if name.startswith(incomplete)]


def _similarities(incomplete: str) -> list[str]:
    from retrieval.fusion.similarities import similarities

    return [name for name in similarities() if name.startswith(incomplete)]


def _models(incomplete: str) -> list[str]:
    from agent.models.providers import OFFLINE, providers

    return [name for name in (OFFLINE, *(f"{one}:" for one in providers())) if name.startswith(incomplete)]


StoreOption = Annotated[Path, typer.Option("--store", envvar="MEDLEY_STORE", help="folder of the store")]
Json = Annotated[bool, typer.Option("--json", help="print one JSON value, for programs")]
Model = Annotated[
    str | None,
    typer.Option(
        "--model",
        help="offline, openai:NAME, ollama:NAME, gguf:PATH or PROVIDER:NAME",
        show_default=False,
        autocompletion=_models,
    ),
]
BaseUrl = Annotated[str | None, typer.Option("--base-url", help="an OpenAI-compatible server", show_default=False)]
Encoders = Annotated[
    str, typer.Option("--encoders", envvar="MEDLEY_ENCODERS", help="encoder set", autocompletion=_encoder_sets)
]
Fusion = Annotated[
    str | None,
    typer.Option(
        "--fusion",
        help="concat (the default), mean, aligned, or one that was registered",
        show_default=False,
        autocompletion=_fusions,
    ),
]
Similarity = Annotated[
    str | None,
    typer.Option(
        "--similarity",
        help="cosine (the default), l2, ip, kl, or one that was registered",
        show_default=False,
        autocompletion=_similarities,
    ),
]
Session = Annotated[str | None, typer.Option("--session", help="an anonymous visit", show_default=False)]
