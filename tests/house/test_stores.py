"""Which database keeps a store is known in one folder, and in the tests that look into its files."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_only_the_store_names_sqlite() -> None:
    naming = {
        str(path.parent.relative_to(ROOT))
        for top in ("agent", "retrieval")
        for path in (ROOT / top).rglob("*.py")
        if "import sqlite3" in path.read_text("utf-8")
    }
    assert naming == {"retrieval/store", "retrieval/catalog/files"}, "and a catalogue may come as a file of SQLite"


def test_alembic_is_imported_only_where_a_store_is_migrated() -> None:
    opening = (
        "import sys, tempfile; from retrieval.behavior.events.log_store import EventLog; EventLog(tempfile.mkdtemp()).close();"
        "print('sqlalchemy' in sys.modules, 'alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", opening], capture_output=True, text=True).stdout.split() == [
        "True",
        "False",
    ]
