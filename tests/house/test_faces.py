"""What may be imported from the two packages themselves."""

import subprocess
import sys

import agent
import retrieval


def test_the_faces_are_complete_and_load_late() -> None:
    assert set(agent.__all__) == {"Answer", "Found", "MedleyError", "Pick", "Recommender", "Settings"}
    assert set(retrieval.__all__) == {"Filter", "Hit", "Item", "Query", "Retriever", "index_catalog"}
    for package in (agent, retrieval):
        assert all(getattr(package, name).__name__ == name for name in package.__all__)
    heavy = "import sys, agent, retrieval; print({'torch', 'chromadb', 'langchain_core', 'sqlalchemy', 'alembic'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", heavy], capture_output=True, text=True).stdout.strip() == "set()"


def test_tokens_stay_where_people_import_them() -> None:
    from retrieval.lexical import tokens

    assert tokens("Two striped frogs") == ["two", "striped", "frog"]
