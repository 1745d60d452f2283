"""The film of the README and the pictures of the documentation are made of the real page, and small."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from PIL import Image

from agent import Recommender
from tests.pictures.page_film import film
from tests.pictures.page_pictures import NAMES, stills

SMALL = 1_000_000


def test_a_film_shows_a_visit_from_the_greeting_to_the_second_answer(
    medley: Recommender, browser: Any, tmp_path: Path
) -> None:
    with ThreadPoolExecutor(
        1
    ) as thread:  # Playwright runs once a thread, and the other tests' browser is open in this one
        made = thread.submit(film, medley, tmp_path / "film.webp", ("warm", "like the second")).result()
    with Image.open(made) as opened:
        assert opened.n_frames > 8
        opened.seek(0)
        first = opened.convert("RGB").tobytes()
        opened.seek(opened.n_frames - 1)
        assert opened.convert("RGB").tobytes() != first
    assert made.stat().st_size < SMALL
    assert (Path(__file__).parents[4] / "docs" / "page-film.webp").stat().st_size < SMALL


def test_stills_show_the_page_and_what_opens_from_it(starter: Path, browser: Any, tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as thread:
        made = thread.submit(stills, starter, tmp_path, "apple").result()
    assert [still.name for still in made] == list(NAMES)
    for still in made:
        kept = Path(__file__).parents[4] / "docs" / still.name
        assert Image.open(kept).size == Image.open(still).size, still.name
        assert still.stat().st_size < SMALL
