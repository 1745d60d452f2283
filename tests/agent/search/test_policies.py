"""The operator's policies: what is never shown whatever is asked, what is sold out, and what the answer says of it."""

import json
from pathlib import Path

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, ToolMessage
from langchain_core.messages.tool import tool_call
from langchain_core.outputs import ChatGeneration, ChatResult

from agent import Recommender, Settings
from agent.loop.offline import ANSWER_TOOL, SEARCH_TOOL
from agent.planning.policies import Policies, in_stock, policies_of, sold_out
from retrieval.catalog.items import Item
from retrieval.catalog.reader import read_catalog
from retrieval.catalog.schema import infer_schema
from retrieval.encoder_sets import encoder_set
from retrieval.errors import ConfigError
from retrieval.index.indexer import index_catalog

LAMPS = [
    ("a", "brass lamp", 40, 3, "2031-01-01", False),
    ("b", "glass lamp", 25, 0, "2031-01-01", False),
    ("c", "paper lamp", 12, 7, "2020-05-01", False),
    ("d", "stone lamp", 60, 1, "2031-01-01", True),
    ("e", "desk fan", 30, 2, "2031-01-01", False),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("lamps")
    rows = [
        {"id": i, "title": t, "kind": t.split()[1], "price": p, "stock": s, "valid_until": day, "paid": paid}
        for i, t, p, s, day, paid in LAMPS
    ]
    (folder / "c.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    index_catalog(read_catalog(folder / "c.jsonl"), folder / "store", encoder_set("fake"))
    return folder / "store"


def _medley(store: Path, folder: Path, text: str = "") -> Recommender:
    path = folder / "policies.toml"
    path.write_text(text, "utf-8")
    return Recommender(store, settings=Settings(policies=path))


def _ids(answer) -> list[str]:
    return [pick.id for pick in answer.picks]


def test_what_is_sold_out_is_hidden_and_counted_unless_its_title_is_named_where_nothing_is_set(store) -> None:
    with Recommender(store, settings=Settings()) as medley:
        answer = medley.recommend("a lamp under 50")
        assert "b" not in _ids(answer)
        assert "One more that meets your conditions is sold out." in answer.notes
        assert "另有一项符合条件的已售完。" in medley.recommend("50以下的lamp").notes
        assert _ids(medley.recommend("the 3 cheapest lamps")) == ["c", "a", "d"]
        named = medley.recommend("do you have the glass lamp?")
        assert _ids(named)[0] == "b"
        assert [note for note in named.notes if "old out" in note] == ["Sold out: “glass lamp”"]
        assert "b" in _ids(medley.search("glass lamp"))


@pytest.mark.parametrize(
    "text",
    [
        "what's sold out?",
        "which lamps are sold out?",
        "is anything out of stock?",
        "有什么卖完了",
        "哪些缺货？",
        "哪些lamp售罄了",
    ],
)
def test_what_is_sold_out_is_told_by_the_number_in_stock(store, text) -> None:
    with Recommender(store, settings=Settings()) as medley:
        assert _ids(medley.recommend(text)) == ["b"]
        assert _ids(medley.recommend("lamps that are not sold out")) != []
        assert "b" not in _ids(medley.recommend("lamps that are not sold out"))


def test_where_all_that_fits_is_sold_out_the_answer_says_so(store) -> None:
    with Recommender(store, settings=Settings()) as medley:
        notes = medley.recommend("a lamp between 20 and 30").notes
        assert "In stock, nothing satisfies every condition; these were dropped: between 20 and 30" in notes
        assert "One more that meets your conditions is sold out." in notes


def test_an_operator_hides_what_is_sold_out_and_it_is_counted_unless_it_is_asked_for(store, tmp_path) -> None:
    with _medley(store, tmp_path, "[hide]\nsold_out = true\n") as medley:
        answer = medley.recommend("a lamp under 50")
        assert "b" not in _ids(answer)
        assert "One more that meets your conditions is sold out." in answer.notes
        assert "另有一项符合条件的已售完。" in medley.recommend("50以下的lamp").notes
        named = medley.recommend("do you have the glass lamp?")
        assert "b" not in _ids(named)
        assert "Sold out: “glass lamp”" in named.notes
        assert "b" in _ids(medley.recommend("lamps with a stock of 0"))
        for other in (medley.search("glass lamp"), medley.more_like("a"), medley.goes_with("a")):
            assert other.picks
            assert "b" not in _ids(other)
        assert "b" in _ids(medley.search("glass lamp", where=["stock = 0"]))


def test_an_operator_may_show_what_is_sold_out_as_everything_else(store, tmp_path) -> None:
    with _medley(store, tmp_path, "[hide]\nsold_out = false\n") as medley:
        answer = medley.recommend("a lamp under 50")
        assert "b" in _ids(answer)
        assert not any("old out" in note for note in answer.notes)


@pytest.mark.parametrize(
    ("name", "left", "none"),
    [
        ("stock", 3, 0), ("in_stock", True, False), ("sold_out", False, True), ("库存", 3, 0), ("有货", True, False),
        ("units-in-stock", 2.0, -1.0),
    ],
)  # fmt: skip
def test_only_fields_that_plainly_say_so_tell_what_is_sold_out(name, left, none) -> None:
    there, gone = (Item(id=str(at), title="t", attributes={name: value}) for at, value in enumerate((left, none)))
    schema = infer_schema([there, gone])
    assert [sold_out(item, schema) for item in (there, gone, Item(id="x", title="t"))] == [False, True, False]
    for other in ("stock_price", "available", "seats", "stocks"):
        items = [Item(id=i, title="t", attributes={other: value}) for i, value in (("a", left), ("b", none))]
        assert in_stock(infer_schema(items)) == ()


ADULTS = '[confirm]\nwhere = ["kind = fan"]\n'


@pytest.mark.parametrize(
    ("asked", "yes", "no"), [("a desk fan", "yes, please", "no thanks"), ("一台desk fan", "是的", "不要")]
)
def test_what_is_for_adults_is_shown_once_they_confirm(store, tmp_path, asked, yes, no) -> None:
    with _medley(store, tmp_path, ADULTS) as medley:
        answer = medley.chat(asked)
        assert answer.question
        assert not answer.picks
        assert "e" in _ids(medley.chat(yes))
        assert "e" in _ids(medley.chat(asked))
        medley.forget()
        medley.chat(asked)
        assert not medley.chat(no).picks
        again = medley.chat(asked)
        assert "e" not in _ids(again)
        assert "adults" not in again.question
        assert "成年" not in again.question


@pytest.mark.parametrize(
    ("said", "shown"), [("I'm over 18", True), ("我已满18岁", True), ("I'm 15", False), ("我还未成年", False)]
)
def test_an_age_may_be_told_before_anything_is_asked(store, tmp_path, said, shown) -> None:
    with _medley(store, tmp_path, ADULTS) as medley:
        assert medley.chat(said).message
        assert ("e" in _ids(medley.chat("a desk fan"))) is shown


def test_without_a_conversation_what_is_for_adults_stays_away_and_that_is_said(store, tmp_path) -> None:
    with _medley(store, tmp_path, ADULTS) as medley:
        answer = medley.recommend("a desk fan")
        assert "e" not in _ids(answer)
        assert "Some of what fits is for adults only and isn't shown." in answer.notes
        for other in (medley.search("desk fan"), medley.more_like("a")):
            assert "e" not in _ids(other)
        assert "e" not in _ids(medley.chat("tell me about the desk fan"))


def test_yes_is_no_confirmation_where_nothing_was_asked(store, tmp_path) -> None:
    with _medley(store, tmp_path, ADULTS) as medley:
        medley.chat("yes")
        assert "e" not in _ids(medley.chat("a desk fan"))


def test_one_at_a_time_and_in_house_first(store, tmp_path) -> None:
    with _medley(store, tmp_path, '[show]\nat_most = 1\n[prefer]\nwhere = "paid = true"\n') as medley:
        assert _ids(medley.chat("show me three lamps")) == ["d"]
        assert _ids(medley.chat("the cheapest lamp")) == ["c"]
        assert len(medley.search("lamp").picks) == len(medley.more_like("a").picks) == 1


class Backwards(BaseChatModel):
    """A chat model that picks what was found from the last to the first, and everything."""

    @property
    def _llm_type(self) -> str:
        return "backwards"

    def bind_tools(self, tools, **given):
        return self

    def _generate(self, messages, stop=None, run_manager=None, **given):
        results = [m.content for m in messages if isinstance(m, ToolMessage)]
        if not results:
            call = tool_call(name=SEARCH_TOOL, args={"wish": "lamp"}, id="1")
        else:
            ids = [hit["id"] for hit in json.loads(results[-1])["hits"]][::-1]
            call = tool_call(
                name=ANSWER_TOOL, args={"message": "", "picks": [{"id": i, "reason": ""} for i in ids]}, id="2"
            )
        return ChatResult(generations=[ChatGeneration(message=AIMessage("", tool_calls=[call]))])


def test_a_chat_model_changes_nothing_of_the_policies(store, tmp_path) -> None:
    path = tmp_path / "policies.toml"
    path.write_text(
        '[show]\nat_most = 2\n[prefer]\nwhere = "paid = true"\n[sponsored]\nwhere = "paid = true"\n'
        '[confirm]\nwhere = ["title = paper lamp"]\n', "utf-8"
    )  # fmt: skip
    with Recommender(store, settings=Settings(policies=path), model=Backwards()) as medley:
        answer = medley.chat("any lamp")
        assert answer.model != "offline"
        assert len(answer.picks) == 2
        assert _ids(answer)[0] == "d"
        assert "b" not in _ids(answer)
        assert "c" not in _ids(answer)
        assert "Sponsored: “stone lamp”" in answer.notes
    path.write_text('[sponsored]\nwhere = "paid = true"\n[show]\nat_most = 1\n', "utf-8")
    with Recommender(store, settings=Settings(policies=path), model=Backwards()) as medley:
        answer = medley.chat("any lamp")
        assert ("d" in _ids(answer)) == ("Sponsored: “stone lamp”" in answer.notes)


def test_what_is_hidden_is_in_no_answer(store, tmp_path) -> None:
    with _medley(store, tmp_path, '[hide]\nwhere = ["kind = fan"]\npast = ["valid_until"]\n') as medley:
        for answer in (medley.recommend("a desk fan"), medley.search("desk fan paper lamp"), medley.more_like("a")):
            assert not {"c", "e"} & {pick.id for pick in answer.picks}
        told = medley.chat("tell me about the desk fan")
        assert "e" not in [pick.id for pick in told.picks]
        assert "desk fan" not in told.message
        assert "3" in medley.chat("how many items do you have?").message


def test_what_is_paid_for_is_marked(store, tmp_path) -> None:
    with _medley(store, tmp_path, '[sponsored]\nwhere = "paid = true"\n') as medley:
        assert "Sponsored: “stone lamp”" in medley.recommend("a stone lamp, any lamp").notes


def test_nothing_is_sold_twice_where_that_is_set(store, tmp_path) -> None:
    with _medley(store, tmp_path, "[hide]\nbought = true\n") as medley:
        medley.record("buy", "a", user="ida")
        assert "a" not in [pick.id for pick in medley.recommend("a lamp", user="ida").picks]
        assert "a" not in _ids(medley.search("brass lamp", user="ida"))
        assert "a" not in _ids(medley.more_like("b", user="ida"))
        assert "a" in [pick.id for pick in medley.recommend("a lamp", user="omar").picks]


def test_a_file_that_is_wrong_is_refused_and_named(tmp_path) -> None:
    assert policies_of(None) == Policies()
    path = tmp_path / "p.toml"
    for text in (
        "[hide]\nsecret = true\n",
        "[hide]\nsold_out = 1\n",
        "hide = 3\n",
        '[hide]\nwhere = "x = 1"\n',
        "[colours]\n",
        "hide = [",
        "[show]\nat_most = 0\n",
        "[show]\nat_most = true\n",
        '[confirm]\nwhere = "x = 1"\n',
    ):
        path.write_text(text, "utf-8")
        with pytest.raises(ConfigError, match=r"p\.toml"):
            policies_of(path)
    with pytest.raises(ConfigError, match="policies"):
        policies_of(tmp_path / "none.toml")


def test_the_file_of_the_manual_works(store, tmp_path) -> None:
    manual = (Path(__file__).parents[3] / "docs" / "policies.md").read_text("utf-8")
    text = manual.split("```toml\n")[1].split("```")[0]
    with _medley(store, tmp_path, text) as medley:
        medley.record("buy", "a", user="ida")
        answer = medley.recommend("a lamp", user="ida")
        assert _ids(answer) == ["d"]
        assert "Sponsored: “stone lamp”" in answer.notes
