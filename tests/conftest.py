"""Common to all tests: quiet libraries, one thread, no model hub, and the same property-test examples at every run.

`pytest --hypothesis-profile=explore` draws fresh examples, ten times as many where a test doesn't say how many.
"""

import os
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
os.environ["LANGSMITH_TRACING"] = "false"

settings.register_profile("same", derandomize=True, database=None)
settings.register_profile("explore", max_examples=1000, deadline=None)
settings.load_profile("same")


LONG = (
    "tests/notebooks", "tests/truth", "tests/faults", "tests/agent/serving/page", "tests/agent/cli", "tests/agent/evaluation",
)  # fmt: skip
"""What takes longest and so begins first: two workers then end together."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def rank(item: pytest.Item) -> int:
        return next((n for n, folder in enumerate(LONG) if item.nodeid.startswith(folder)), len(LONG))

    items.sort(key=rank)


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder in which the demo has been run once with the starter catalogue: one for all workers."""
    from tests import processes

    base = tmp_path_factory.getbasetemp()
    home = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "demo_home"
    home.mkdir(exist_ok=True)
    with FileLock(home / "lock"):
        if not (home / "answers.json").exists():
            environment = os.environ | {"XDG_CACHE_HOME": str(home), "HOME": str(home)}
            done = processes.medley("demo", "--catalogue", "starter", "--json", environment=environment)
            assert done.returncode == 0, done.stderr[-2000:]
            (home / "answers.json").write_text(done.stdout, "utf-8")
    return home
