"""How long a visitor of the chat page waits: until it can be typed into, and until the first card.

On the stamps, or the starter catalogue where they can't be had, or a copy of a store; with the `offline` model, in a real
browser. There is no peer: what is aimed at stands beside.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from agent.demo import demo_catalog, make_store
from agent.evaluation.speed.registry import Bench, Measured, Options, measured, register
from agent.recommender.recommender import Recommender
from agent.settings import Settings
from retrieval.errors import ConfigError
from retrieval.index.encode import Progress
from retrieval.language.tables import requests

__all__ = ["REQUESTS"]

REQUESTS = (*requests("animal").values(), "a musical instrument")
"""What the demo's catalogues are asked; a store of somebody's is asked for three of its titles."""
PAINT, INTERACTIVE, FIRST_CARD = 0.5, 3.0, 1.0
"""Seconds that are aimed at."""
CROWD = 8
"""Visitors who ask at the same moment."""


def _lacks() -> str:
    if find_spec("fastapi") is None:
        return "it needs the extra 'chat': pip install -e '.[chat]'"
    from agent.evaluation.speed.page_times import chromium

    try:
        chromium()
    except ConfigError as error:
        return str(error)
    return ""


@contextmanager
def _opened(options: Options, progress: Progress) -> Iterator[tuple[Recommender, str]]:
    """A copy of the store that is measured, and what it is called."""
    with tempfile.TemporaryDirectory(prefix="medley-bench-") as temporary:
        folder, name = options.store, "its store"
        if folder is None:
            made = make_store(demo_catalog(say=lambda _: None, progress=progress), progress=progress)
            folder, name = made.folder, f"the {made.catalogue.name}"
        copy = Path(shutil.copytree(folder, Path(temporary) / "store"))  # nobody's events are touched
        with Recommender(copy, settings=Settings(model="offline", token=None)) as medley:
            yield medley, name


def _asked(medley: Recommender, options: Options) -> Sequence[str]:
    if options.store is None:
        return REQUESTS
    titles = [title for item in medley.retriever.store.items() if (title := item.title_in("en"))]
    if not titles:
        raise ConfigError(f"expected items with titles to ask for in {options.store}; found none")
    return titles[:: -(-len(titles) // 3)]


def _run(options: Options, progress: Progress) -> list[Measured]:
    from agent.evaluation.speed.page_times import page_times
    from agent.serving.page import PageSettings

    with _opened(options, progress) as (medley, name):
        asked = _asked(medley, options)
        visits = -(-options.repeats // len(asked))
        alone, crowd = page_times(medley, asked, visits), page_times(medley, asked, 1, CROWD)
        note = (
            f"{len(medley.retriever.store):,} items ({name}), {visits} visits of {len(asked)} requests, model offline; "
            f"{CROWD} visitors ask at the same moment, {PageSettings().together} are answered at once"
        )
    rows = [
        measured("server up → first paint", alone.first_paint, aim=PAINT, note=note),
        measured("server up → page interactive", alone.interactive, aim=INTERACTIVE, note=note),
    ]
    for times, whose in ((alone, ""), (crowd, f", {CROWD} visitors")):
        aim = FIRST_CARD if times is alone else None
        rows.append(measured(f"Enter → first word{whose}", times.first_word, note=note))
        rows.append(measured(f"Enter → first card{whose}", times.first_card, aim=aim, note=note))
        rows.append(measured(f"Enter → whole answer{whose}", times.whole, note=note))
    return rows


register(Bench("page", "what a visitor of the chat page waits for, in a real browser", _run, _lacks))
