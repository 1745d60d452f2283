"""What the site needs beside the documents: files elsewhere in the tree that they point at become files of the site."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
TREE = "tree"
_LINK = re.compile(r"(\]\()((?:\.\./)+[^)\s#]+)(#[^)]*)?(\))")


def _outside(page: Path, link: str) -> Path | None:
    """The file of the tree that a link of a document points at, where it is none of the documents."""
    target = (page.parent / unquote(link)).resolve()
    if not target.is_relative_to(ROOT) or target.is_relative_to(DOCS) or not target.exists():
        return None
    return target


def _name(target: Path) -> str:
    """Where it stands in the site: documents as plain text, for their own links are of the tree."""
    path = target.relative_to(ROOT).as_posix()
    return f"{TREE}/{path}" + (".txt" if target.suffix in (".md", ".html") else "")


def on_files(files: Files, config: Any) -> Files:
    """Adds the files that documents point at outside their folder."""
    for file in list(files.documentation_pages()):
        page = DOCS / file.src_uri
        for _, link, _, _ in _LINK.findall(page.read_text("utf-8")):
            target = _outside(page, link)
            if target is not None and target.is_file() and files.get_file_from_path(_name(target)) is None:
                files.append(File.generated(config, _name(target), abs_src_path=str(target)))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, files: Files) -> str:
    """Has such links point at these files; links to folders become their names."""
    source = DOCS / page.file.src_uri
    up = "../" * page.file.src_uri.count("/")

    def turned(match: re.Match[str]) -> str:
        target = _outside(source, match[2])
        if target is None:
            return match[0]
        if target.is_dir():
            return f"{match[1]}{up}index.html{match[4]}"
        return f"{match[1]}{up}{_name(target)}{match[4]}"

    return _LINK.sub(turned, markdown)
