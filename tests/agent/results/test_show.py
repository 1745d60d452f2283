"""What is printed: a stranger's text can't steer the terminal."""

from agent.results import terminal as show
from agent.results.answer import Answer, Pick
from retrieval.catalog.items import Item, Problem

POISON = "\x1b]0;owned\x07\x1b[2J[bold red]fr\u202eog[/]"


def test_control_characters_and_markup_of_items_are_not_obeyed(capsys) -> None:
    pick = Pick(1, Item("a", title=POISON), 1.0, {"text": 1.0}, {"text": 1.0}, POISON)
    show.print_answer(Answer(POISON, "en", (pick,), (POISON,), (POISON,), POISON))
    show.print_problems([Problem(POISON, "image", POISON)])
    printed = "".join(capsys.readouterr())
    assert "\x1b]0" not in printed
    assert "\x1b[2J" not in printed
    assert "\u202e" not in printed
    assert "[bold red]frog[/]" in printed
