"""`medley licences`: every installed package that Medley stands on, with its version and licence; or as an SBOM in CycloneDX.

Read from the packages' own metadata: nothing is asked of anybody. Weights of models are packages, too, and listed with the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from typing import Annotated, Any

import typer

__all__ = ["Package", "licences", "packages", "sbom"]

OWN = "medley-recommender"
_NAME = re.compile(r"[A-Za-z0-9._-]+")
LONG = 60
"""Characters of a licence that is told; beyond it, it is a text and no name."""


@dataclass(frozen=True, slots=True)
class Package:
    """A package as it is installed."""

    name: str
    version: str
    licence: str


def _licence(of: Distribution) -> str:
    about = of.metadata
    for name in ("License-Expression", "License"):
        told = "".join(about.get_all(name) or ()).strip()
        if told and len(told) <= LONG and told.upper() != "UNKNOWN":
            return told
    kinds = [line.split(" :: ")[-1] for line in about.get_all("Classifier") or [] if line.startswith("License ::")]
    return ", ".join(kinds) or "not told: see its files"


def packages() -> Iterator[Package]:
    """Yield Medley and all that it requires, extras included as far as they are installed, by their names."""
    waiting, found = [OWN], dict[str, Package]()
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if name in found:
            continue
        try:
            one = distribution(name)
        except PackageNotFoundError:
            continue
        found[name] = Package(one.metadata["Name"], one.version, _licence(one))
        waiting += [match[0] for line in one.requires or () if (match := _NAME.match(line))]
    yield from (found[name] for name in sorted(found))


def sbom() -> dict[str, Any]:
    """Return the packages as CycloneDX 1.5 has them. JSON-able."""
    own, *others = sorted(packages(), key=lambda p: (p.name != OWN, p.name.lower()))

    def component(package: Package, kind: str) -> dict[str, Any]:
        return {
            "type": kind, "name": package.name, "version": package.version,
            "purl": f"pkg:pypi/{package.name.lower()}@{package.version}", "licenses": [{"license": {"name": package.licence}}],
        }  # fmt: skip

    return {
        "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "metadata": {"component": component(own, "application")},
        "components": [component(package, "library") for package in others],
    }  # fmt: skip


def licences(
    as_sbom: Annotated[bool, typer.Option("--sbom", help="as a bill of materials in CycloneDX, JSON")] = False,
) -> None:
    """List the installed packages that Medley stands on, with versions and licences."""
    from agent.results import terminal as show

    if as_sbom:
        show.print_json(sbom())
        return
    show.print_table(("package", "version", "licence"), [(p.name, p.version, p.licence) for p in packages()])
