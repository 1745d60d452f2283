"""The message of an answer: shown wherever answers are, before the picks or instead of them, its text never markup."""

import io

import pytest
from rich.console import Console

from agent.results import terminal as show
from agent.results.answer import Answer, Found
from agent.serving.http.markdown import closing, opening
from agent.serving.mcp.server import answer_body
from agent.serving.page import heads

SAID = "Three fit <b>everything</b>.\nThe [bold]fourth[/] costs 5 more."


@pytest.fixture
def answer() -> Answer:
    return Answer("lamps", "en", (), message=SAID)


def test_it_is_data_of_the_answer_for_programs(answer) -> None:
    assert answer.to_dict()["message"] == SAID
    assert Found("en", (), (), "", 0, (), message=SAID).to_dict()["message"] == SAID
    assert answer_body(answer)["message"] == SAID


def test_it_stands_before_the_rest_in_text_terminal_and_notebook(answer, capsys) -> None:
    assert str(answer).startswith("Three fit")
    console = Console(record=True, width=120, file=io.StringIO())
    console.print(answer)
    assert "[bold]fourth[/]" in console.export_text()
    show.print_answer(answer)
    assert "costs 5 more" in capsys.readouterr().out
    assert "&lt;b&gt;everything" in answer._repr_html_()


def test_a_stream_says_it_once(answer, capsys) -> None:
    found = Found("en", (), (), "", 0, (), message=SAID)
    show.print_stream([found, answer])
    assert capsys.readouterr().out.count("Three fit") == 1
    show.print_stream([Found("en", (), (), "", 0, ()), answer])
    assert capsys.readouterr().out.count("Three fit") == 1


def test_chat_front_ends_get_its_lines_as_plain_text(answer) -> None:
    text = opening(Found("en", (), (), "", 0, (), message=SAID))
    assert "<b>" not in text
    assert "  \n" in text
    assert closing(answer, (), SAID) == ""
    assert closing(answer, ()) == text


def test_the_page_shows_it_alone_where_nothing_was_looked_for(answer) -> None:
    head = heads.head(answer)
    assert "&lt;b&gt;everything" in head
    assert 'class="said"' in head
    assert "nothing" not in head
    assert 'class="said"' in heads.head(Found("en", (), (), "", 0, (), message=SAID))
