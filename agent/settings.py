"""Everything that can be set, and the only place where the environment is read.

Each setting can be given as an argument, as an environment variable with the prefix `MEDLEY_`
(`MEDLEY_MODEL=openai:gpt-5-mini`), or left at its default.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

__all__ = ["Settings", "quiet_environment", "wrong_settings"]


class Settings(BaseSettings):
    """How Medley answers. Frozen: `settings.model_copy(update={…})` makes another."""

    model_config = SettingsConfigDict(env_prefix="MEDLEY_", frozen=True, extra="forbid", populate_by_name=True)

    model: str = Field(
        default="offline",
        description="chat model: offline, openai:NAME, ollama:NAME, gguf:PATH, or PROVIDER:NAME of any provider of LangChain",
    )
    protocol: Literal["auto", "tools", "json"] = Field(
        default="auto",
        description="how it is asked: by tool calls or by JSON (auto: by JSON where its profile says that it calls no tools)",
    )
    dialect: Literal["auto", "full", "brief"] = Field(
        default="auto",
        description="what it is asked: everything, or briefly (auto: briefly where it takes in few tokens, or JSON was chosen)",
    )
    temperature: float | Literal["auto", "none"] = Field(
        default="auto", description="its temperature; auto: 0, and none where its profile allows none"
    )
    strict: bool | None = Field(
        default=None,
        description="whether its tool calls are held to their schemas; none: where its profile says it can",
    )
    reply_tokens: int | None = Field(default=None, ge=16, description="tokens of one reply of it; none: its own bound")
    base_url: str | None = Field(default=None, description="an OpenAI-compatible server, for openai:NAME")
    api_key: SecretStr | None = Field(default=None, description="its key, whoever provides it")
    openai_api_key: SecretStr | None = Field(
        default=None,
        validation_alias="OPENAI_API_KEY",
        description="the key of openai: models, where no other is given",
    )
    timeout: float = Field(
        default=60.0, gt=0, description="seconds that the chat model may take to read a request, retries included"
    )
    explain_seconds: float = Field(
        default=30.0,
        ge=0,
        description="seconds that it may take to choose and explain after the first search; 0: never",
    )
    retries: int = Field(default=2, ge=0, description="how often a failed call of the chat model is tried again")
    rounds: int = Field(default=2, ge=1, description="how often the chat model may search for one request")
    lookups: int = Field(default=8, ge=0, description="how often it may call other tools for one request")
    answer_tokens: int | None = Field(
        default=None, ge=1, description="tokens that it may cost for one answer; none: any"
    )
    day_tokens: int | None = Field(default=None, ge=1, description="tokens that it may cost in a day of UTC; none: any")
    price_input: float = Field(
        default=0.0, ge=0, description="price of a million tokens that it reads, in your currency"
    )
    price_output: float = Field(default=0.0, ge=0, description="price of a million tokens that it writes")
    answer_cost: float | None = Field(
        default=None, ge=0, description="money that it may cost for one answer; none: any"
    )
    day_cost: float | None = Field(default=None, ge=0, description="money that it may cost in a day of UTC; none: any")
    vision: Literal["auto", "on", "off"] = Field(
        default="auto", description="whether it is shown pictures; auto: where its profile says that it sees"
    )
    share_pictures: bool = Field(
        default=False, description="whether a chat model outside this machine may see pictures of people and of items"
    )
    hit_tokens: int = Field(default=60, ge=20, description="tokens of a hit that a chat model is told, at most, about")
    rerank: int = Field(default=50, ge=0, le=200, description="hits that a chat model chooses from")
    small_reorders: bool = Field(
        default=False, description="whether the order counts of a model that is asked briefly by JSON"
    )
    reasons: Literal["free", "facts", "strict"] = Field(
        default="free",
        description="what a chat model may say of an item: facts that its row bears out and its own judgement, marked as such "
        "(free), facts alone (facts), or only sentences of which every word is borne out (strict)",
    )
    threads: int = Field(default=1, ge=1, description="threads of a gguf model; more help only on an idle machine")
    context: int = Field(default=4096, ge=1024, description="tokens that a gguf model keeps in mind")
    encoders: str = Field(default="embedded", description="encoder set of new stores")
    store: Path = Field(default=Path("medley-store"), description="folder of the store")
    count: int = Field(default=5, ge=1, le=50, description="items recommended when the request names no number")
    pool: int = Field(default=50, ge=1, description="hits that are reranked for one answer")
    diversity: float = Field(default=0.15, ge=0, le=1, description="0: by score alone; 1: as different as can be")
    token: SecretStr | None = Field(default=None, min_length=1, description="what visitors of `medley serve` must know")
    origins: tuple[str, ...] = Field(
        default=(),
        description='pages from elsewhere whose scripts may call `medley serve`, as <medley-chat> does: ["https://shop.example"]',
    )
    voice_model: str | None = Field(
        default=None,
        description="for spoken requests: a faster-whisper model (folder or name), or the server's name of one",
    )
    voice_url: str | None = Field(default=None, description="an OpenAI-compatible server that transcribes speech")
    voice_key: SecretStr | None = Field(default=None, description="its key")
    taste: float = Field(
        default=0.3, ge=0, le=1, description="how much the taste of a known person counts beside a request"
    )
    remember_searches: bool = Field(default=True, description="whether the words of known people are kept as searches")
    retention_days: float | None = Field(
        default=None, gt=0, description="days that behaviour events are kept; none: for good"
    )
    epsilon: float | None = Field(
        default=None, gt=0, description="budget of differential-privacy noise on what many people did; none: no noise"
    )
    learned: bool = Field(
        default=True, description="whether hits are put in the order that `medley train` learned, if any"
    )
    explore: float = Field(
        default=0.0,
        ge=0,
        le=1,
        description="how often the last place is given to a hit drawn at random, and written down",
    )
    explore_seed: int = Field(default=0, description="the seed of these draws")
    share_behaviour: bool = Field(
        default=False, description="whether a chat model outside this process may be told what a person did"
    )
    policies: Path | None = Field(
        default=None, description="a TOML file with what is never shown, whatever is asked (docs/policies.md)"
    )
    face: Path | None = Field(
        default=None, description="a TOML file with the page's name, colours, greeting and labels (docs/page.md)"
    )
    verify: bool = Field(
        default=False, description="whether each reason is recomputed from the item's row before it is shown"
    )
    rates: dict[str, float] = Field(
        default_factory=dict,
        description="what one and the same amount is in each currency, to compare prices with amounts in another: "
        '{"EUR": 1, "USD": 1.1, "CNY": 7.8}; without them such an amount is only a wish',
    )
    turns: int = Field(default=6, ge=0, description="turns of a conversation that the chat model is shown")

    def masked(self, text: object) -> str:
        """A text without the keys of chat models, should a server repeat one."""
        told = str(text)
        for key in (self.api_key, self.openai_api_key):
            told = told.replace(key.get_secret_value(), "…") if key is not None and key.get_secret_value() else told
        return told


def wrong_settings(error: ValidationError) -> str:
    """What is wrong with settings, in a sentence that holds no value of theirs: one may be a secret."""
    names = [str(part) for each in error.errors() for part in each["loc"][:1]]
    told = [each["msg"].removeprefix("Input ").removeprefix("Value ") for each in error.errors()]
    wrong = "; ".join(
        f"{name if name.isupper() else f'MEDLEY_{name.upper()}'} {said}" for name, said in zip(names, told, strict=True)
    )
    return f"a setting of the environment is wrong: {wrong}"


def quiet_environment() -> None:
    """Switches off what libraries would send home, unless the person has switched it on. Called by the command line."""
    for name, value in {
        "ANONYMIZED_TELEMETRY": "False",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "LANGSMITH_TRACING": "false",
        "RAY_USAGE_STATS_ENABLED": "0",
        "DO_NOT_TRACK": "1",
        "TOKENIZERS_PARALLELISM": "false",
        "OMP_NUM_THREADS": "1",  # the small encoders are faster so, and many times faster on a busy machine
    }.items():
        os.environ.setdefault(name, value)
