"""The documentation builds as a site without a warning, and loads nothing from elsewhere."""

import logging
import re
from pathlib import Path

import pytest

pytest.importorskip("mkdocs", reason="needs mkdocs-material: pip install -e '.[dev]'")
pytest.importorskip("material", reason="needs mkdocs-material: pip install -e '.[dev]'")

from mkdocs.commands import build
from mkdocs.config import load_config

ROOT = Path(__file__).parents[2]
LOADED = re.compile(
    r"""<(?:script|img|source|iframe)[^>]*\ssrc=["']?(https?:)?//|<link[^>]*rel=["']?stylesheet["']?[^>]*href=["']?(https?:)?//"""
)


class _Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.told.append(record.getMessage())


def test_the_site_has_no_broken_link_and_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    kept, log = _Kept(), logging.getLogger("mkdocs")
    log.addHandler(kept)
    try:
        config = load_config(str(ROOT / "mkdocs.yml"), site_dir=str(tmp_path / "site"))
        build.build(config)
    finally:
        log.removeHandler(kept)
    assert kept.told == []
    pages = list((tmp_path / "site").rglob("*.html"))
    assert len(pages) > 20
    assert [page.name for page in pages if LOADED.search(page.read_text("utf-8"))] == []
    assert (tmp_path / "site" / "tree" / "notebooks" / "1_quickstart.ipynb").exists()
