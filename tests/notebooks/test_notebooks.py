"""The notebooks run from top to bottom on the starter catalogue, show what they speak of, and are stored with it."""

import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from jupyter_client.manager import KernelManager, start_new_kernel
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
SHOWN = {
    "1_quickstart": ("mood = calm", "<audio", "Green frog|棕色|小鸟|猫头鹰", "\\d{3}\\+?|price"),
    "2_cross_modal_search": ("<img", "<audio", "first: \\d\\d%"),
    "3_agent": ("under €40", "found: ", "'events': \\d+", "Forgot\\(events="),
    "4_evaluate": ("hit@10", "medley − bm25", "satisfaction", "nDCG@10 of", "'caught'"),
    "5_your_own_catalogue": ("left out what is neither", "again: 0 encoded", "0 contents encoded", "Lighthouse"),
}
"""What must be among a notebook's outputs, as regular expressions."""
LARGEST = 1_200_000
"""Bytes of one with its outputs."""
PLOTS = {"1_quickstart": 1, "2_cross_modal_search": 5, "3_agent": 1, "4_evaluate": 1, "5_your_own_catalogue": 1}


@pytest.fixture(scope="module")
def cache(demo_home: Path) -> Iterator[Path]:
    """One cache folder for all, in which the demo's store is made."""
    folder = demo_home
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        patch.setenv("IPYTHONDIR", str(folder / "ipython"))
        patch.setenv("JUPYTER_PLATFORM_DIRS", "1")
        yield folder


@pytest.fixture(scope="module")
def kernel(cache: Path) -> Iterator[KernelManager]:
    """One kernel for all: each notebook begins with nothing defined, and what was imported needn't be imported again."""
    manager, client = start_new_kernel(kernel_name="python3")
    client.stop_channels()
    yield manager
    manager.shutdown_kernel(now=True)


def test_there_is_one_for_each_promise() -> None:
    assert [path.stem for path in NOTEBOOKS] == sorted(SHOWN)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_is_stored_with_what_it_shows_and_its_links_lead_somewhere(path: Path) -> None:
    notebook = nbformat.read(path, 4)
    nbformat.validate(notebook)
    assert path.stat().st_size < LARGEST
    shown = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    assert shown
    assert not any(output.output_type == "error" for output in shown)
    told = "\n".join(
        str(part) for output in shown for part in (output.get("text", ""), *output.get("data", {}).values())
    )
    assert "data:audio" not in told
    for text in (told, *(cell.source for cell in notebook.cells)):
        assert not re.search(r"(?<![\w.:/])/(home|tmp|root|work|Users)/", text)
    for cell in notebook.cells:
        for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", cell.source):
            assert (path.parent / target).exists(), target


@pytest.mark.timeout(900)
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs(path: Path, kernel: KernelManager, tmp_path: Path) -> None:
    notebook = nbformat.read(path, 4)
    fresh = nbformat.v4.new_code_cell(f"%reset -f\n%cd -q {tmp_path}\n%matplotlib inline")
    notebook.cells.insert(0, fresh)
    NotebookClient(notebook, km=kernel, timeout=600).execute(cleanup_kc=False)
    texts, plots = [], 0
    for output in [output for cell in notebook.cells for output in cell.get("outputs", ())]:
        data = output.get("data", {})
        texts += [output.get("text", ""), data.get("text/html", ""), data.get("text/plain", "")]
        plots += "image/png" in data
    shown = "\n".join(texts)
    assert [wanted for wanted in SHOWN[path.stem] if not re.search(wanted, shown)] == []
    assert plots == PLOTS[path.stem]
