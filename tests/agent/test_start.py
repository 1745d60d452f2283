"""What a process loads before it is asked anything: nothing that only some questions need."""

import subprocess
import sys

LATE = {
    "torch",
    "torchvision",
    "transformers",
    "sentence_transformers",
    "chromadb",
    "langchain.agents",
    "scipy.stats",
    "bm25s",
}


def _loaded(statement: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{statement}; import sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


def test_opening_the_face_loads_no_large_library() -> None:
    assert _loaded("from agent import Recommender, Settings") & LATE == set()
    assert not any(name.startswith(("langchain", "numpy")) for name in _loaded("import agent"))
