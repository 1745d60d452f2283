"""The notebooks with what they show, so that they can be read where nothing runs: each is run, and written back with its outputs.

    python -m tests.pictures.notebook_outputs

Sounds are left out, which would be most of the file; pictures stay. What a run changes every time (times, folders of the machine)
is made the same, so that a second run changes nothing else.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

from retrieval.atomic import write_atomically

__all__ = ["NOTEBOOKS", "shown"]

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
_AUDIO = re.compile(r"<audio[^>]*data:audio[^>]*>(?:</audio>)?")
_HEARD = "<small>&#9834; run it to hear the sound</small>"
_FOLDER = re.compile(r"(?<![\w.:/])/(?:home|tmp|root|work|Users|var)/[\w./-]*?/?(?=[\w.-]+(?:['\"\s)]|$))")
KEPT = ("text/html", "text/plain", "image/png")


def _clean(output: Any) -> Any:
    """One output without sounds, folders of this machine, and forms that no reader sees."""
    if output.output_type == "stream":
        output.text = _FOLDER.sub("", output.text)
    elif "data" in output:
        output.data = {kind: value for kind, value in output.data.items() if kind in KEPT}
        output.metadata = {}
        for kind in ("text/html", "text/plain"):
            if kind in output.data:
                output.data[kind] = _FOLDER.sub("", _AUDIO.sub(_HEARD, output.data[kind]))
        if "text/html" in output.data:
            output.data.pop("text/plain", None)
    return output


def shown(path: Path) -> nbformat.NotebookNode:
    """Return a notebook as it is after it was run from top to bottom in an empty folder."""
    notebook = nbformat.read(path, 4)
    with tempfile.TemporaryDirectory(prefix="medley-notebook-") as folder:
        client = NotebookClient(notebook, timeout=1800, kernel_name="python3", resources={"metadata": {"path": folder}})
        client.execute()
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            quiet = [one for one in cell.outputs if not (one.output_type == "stream" and one.name == "stderr")]
            cell.outputs = [_clean(one) for one in quiet]
    notebook.metadata.pop("widgets", None)
    notebook.metadata.get("language_info", {}).pop("version", None)
    return notebook


if __name__ == "__main__":
    for each in [path for path in NOTEBOOKS if not sys.argv[1:] or path.stem in sys.argv[1:]]:
        made = nbformat.writes(shown(each)) + "\n"
        write_atomically(each, made.encode())
        print(f"{each.name}: {len(made):,} characters", flush=True)
