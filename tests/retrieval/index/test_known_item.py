"""Known-item search: weights change where the catalogue's own titles say so beyond chance, and stand elsewhere."""

import json

import numpy as np
import pytest

from retrieval.catalog.items import Item
from retrieval.catalog.reader import read_catalog
from retrieval.encoder_sets.fake import fake
from retrieval.encoders.base import EncoderSet
from retrieval.fusion.blocks import SameSpace
from retrieval.index.block_weights import WORDS_SHARE, Weighing, weigh, words_share
from retrieval.index.indexer import add_items, index_catalog
from retrieval.index.known_forms import known_items
from retrieval.lexical.bm25 import LEXICAL, WEIGHT
from retrieval.search.retriever import Query, Retriever
from retrieval.store.store import Store

ITEMS = 240


class Topics:
    """Reads the numbers in a text: a title's and a description's agree, though they share no word as written."""

    name, version, modality, dim = "topics", "1", "text", 48

    def encode(self, contents):
        rows = np.zeros((len(contents), self.dim), np.float32)
        for row, text in zip(rows, contents, strict=True):
            digits = "".join(c for c in text if c.isdigit())
            row[:] = np.random.default_rng(int(digits[-4:] or 0)).standard_normal(self.dim)
        return rows


class Noise:
    """Says something else of every text: nothing that a title and its description have in common."""

    name, version, modality, dim = "noise", "1", "text", 48

    def encode(self, contents):
        return np.stack(
            [np.random.default_rng(sum(text.encode()) * 7919).standard_normal(self.dim) for text in contents]
        ).astype(np.float32)


def _set(topics: float, noise: float) -> EncoderSet:
    told, said = Topics(), Noise()
    blocks = (SameSpace("topics", told, weight=topics, width=48), SameSpace("noise", said, weight=noise, width=48))
    return EncoderSet("planted", (told, said), blocks)


def _catalogue(folder, described=ITEMS):
    folder.mkdir(parents=True, exist_ok=True)
    rows = [
        {"id": f"i{n}", "title": f"thing number {n:04d}"} | ({"description": f"n{n:04d}"} if n < described else {})
        for n in range(ITEMS)
    ]
    path = folder / "catalog.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)) + "\n", "utf-8")
    return read_catalog(path)


def _weighing(store, encoders):
    medley = Retriever(store, encoders)
    try:
        return medley.refresh().generation.manifest.weighing
    finally:
        medley.close()


def test_titles_and_descriptions_are_paired_by_language():
    both = Item(
        "a", "frog", "green", translations={"zh": {"title": "青蛙", "description": "绿"}, "fr": {"title": "grenouille"}}
    )
    found = known_items(
        [both, Item("b", "no description"), Item("c", "same", "same"), Item("d", description="no title")]
    )
    assert [(one.item.id, one.titles, one.rest) for one in found] == [("a", ("frog", "青蛙"), ("green", "绿"))]


@pytest.fixture(scope="module")
def drowned(tmp_path_factory):
    """A store whose shipped weights drown what is right in noise, and its report."""
    folder, encoders = tmp_path_factory.mktemp("drowned"), _set(topics=0.3, noise=1.0)
    return folder / "store", encoders, index_catalog(_catalogue(folder), folder / "store", encoders)


def test_noise_loses_its_weight(drowned):
    store, encoders, report = drowned
    found = _weighing(store, encoders)
    assert found["weights"]["noise"] < 1
    assert found["titles"] == ITEMS
    assert found["after"] - found["before"] > 2 * found["error"] > 0
    assert any("noise" in note and "reciprocal rank" in note for note in report.notes)


def test_searches_by_words_use_what_was_chosen(drowned):
    store, encoders, _ = drowned
    assert _weighing(store, encoders)["weights"]["noise"] == 0
    medley = Retriever(store, encoders)
    try:
        by_words = medley.search(Query(text="0007", k=3)).hits
        by_item = medley.search(Query(like=("i7",), k=3)).hits
    finally:
        medley.close()
    assert by_words[0].id == "i7"
    assert all(hit.blocks["noise"] == 0 for hit in by_words)
    assert any(hit.blocks["noise"] != 0 for hit in by_item), "only what words reach was weighed"


def test_the_choice_stands_until_a_rebuild(tmp_path):
    encoders = _set(topics=0.3, noise=1.0)
    index_catalog(_catalogue(tmp_path), tmp_path / "store", encoders)
    before = _weighing(tmp_path / "store", encoders)
    added = [Item(f"new{n}", f"other {n + 5000:04d}", f"m{n + 5000:04d}") for n in range(600)]
    assert add_items(tmp_path / "store", added, encoders).built
    assert _weighing(tmp_path / "store", encoders) == before
    index_catalog(_catalogue(tmp_path), tmp_path / "store", encoders, rebuild=True)
    assert _weighing(tmp_path / "store", encoders)["titles"] > before["titles"]


def test_good_weights_stand(tmp_path):
    encoders = _set(topics=1.0, noise=0.0)
    report = index_catalog(_catalogue(tmp_path), tmp_path / "store", encoders)
    found = _weighing(tmp_path / "store", encoders)
    assert (found["weights"], found["titles"]) == ({}, ITEMS)
    assert found["before"] == pytest.approx(1.0)
    assert not any("reciprocal rank" in note for note in report.notes)


def test_chance_changes_nothing(tmp_path):
    """Both blocks are noise: whatever looks best on one half of the titles doesn't on the other."""

    class Other(Noise):
        name = "other"

        def encode(self, contents):
            return super().encode([text + "x" for text in contents])

    one, other = Noise(), Other()
    blocks = (SameSpace("noise", one, width=48), SameSpace("other", other, width=48))
    encoders = EncoderSet("nothing", (one, other), blocks)
    index_catalog(_catalogue(tmp_path), tmp_path / "store", encoders)
    assert _weighing(tmp_path / "store", encoders)["weights"] == {}


def test_too_few_descriptions_say_nothing(tmp_path):
    encoders = _set(topics=0.3, noise=1.0)
    index_catalog(_catalogue(tmp_path, described=60), tmp_path / "store", encoders)
    assert _weighing(tmp_path / "store", encoders) == {"weights": {}, "titles": 0, "before": 0, "after": 0, "error": 0}


def test_the_words_as_written_are_weighed_too(tmp_path):
    """Titles that share their words with the description, under an encoder that says nothing: only the words count."""
    folder = tmp_path / "catalogue"
    folder.mkdir()
    rows = [
        {"id": f"i{n}", "title": f"w{n}a w{n}b", "description": f"w{n}b and w{n}a, in other words"}
        for n in range(ITEMS)
    ]
    (folder / "catalog.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    noise = Noise()
    encoders = EncoderSet("words", (noise,), (SameSpace("noise", noise, width=48),))
    index_catalog(read_catalog(folder / "catalog.jsonl"), tmp_path / "store", encoders)
    store = Store(tmp_path / "store")
    try:
        medley = Retriever(tmp_path / "store", encoders)
        light = weigh(store, encoders, medley.refresh().fusion, lexical=0.01)
        medley.close()
    finally:
        store.close()
    assert light.weights.get(LEXICAL, 1.0) > 1 or light.weights.get("noise", 1.0) < 1
    assert light.after > light.before


def test_a_common_space_has_no_weights_to_choose(tmp_path):
    encoders = fake()
    rows = [{"id": f"i{n}", "title": f"red {n}", "description": f"circle {n}"} for n in range(120)]
    (tmp_path / "catalog.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    index_catalog(read_catalog(tmp_path / "catalog.jsonl"), tmp_path / "store", encoders, fusion="mean")
    assert _weighing(tmp_path / "store", encoders)["titles"] == 0


def test_the_same_catalogue_gives_the_same_weights(tmp_path):
    encoders = _set(topics=0.3, noise=1.0)
    found = []
    for name in ("one", "two"):
        index_catalog(_catalogue(tmp_path / name), tmp_path / name / "store", encoders)
        found.append(_weighing(tmp_path / name / "store", encoders))
    assert found[0] == found[1]


def test_the_shipped_weight_of_the_words_is_the_retrievers():
    from retrieval.search.retriever import RetrieverSettings

    assert RetrieverSettings().lexical == WEIGHT


class Drawn(Topics):
    """What a picture is drawn of, as a text reaches it: it says of a title which picture is meant, and of nothing else."""

    name = "drawn"


class Told(Noise):
    """Knows what is said of an item, and little of its title: texts that share their last words are near."""

    name = "told"

    def encode(self, contents):
        rows = np.zeros((len(contents), self.dim), np.float32)
        for row, text in zip(rows, contents, strict=True):
            for word in text.lower().split():
                if word.isalpha():
                    row += np.random.default_rng(sum(word.encode()) * 7919 + len(word)).standard_normal(self.dim)
        return rows


class OfPictures(SameSpace):
    """A block that describes pictures, in which words find them."""

    modality = "image"

    def __init__(self, *args, **given):
        super().__init__(*args, **given)
        self.modality = "image"


COLOURS = ["red", "blue", "green", "black", "white", "brown"]
SORTS = ["shoe", "lamp", "mug", "scarf", "tent", "knife", "clock", "pillow", "basket", "kettle"]
SAYS = "made for people who walk far and carry little with them on cold mornings by the sea when nobody else is out".split()


def _shop(folder):
    """300 things whose numbers only the pictures know, and whose colours and sorts only the texts do."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for n in range(300):
        words = " ".join(SAYS[(n * k + k) % len(SAYS)] for k in (1, 2, 3, 5, 7, 11))
        rows.append({"id": f"i{n}", "title": f"{n:04d} {SORTS[n % 10]}", "description": f"{words} {COLOURS[n // 10 % 6]} {n:04d}", "colour": COLOURS[n // 10 % 6]})  # fmt: skip
    path = folder / "catalog.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return path


def _of_shop():
    told, drawn = Told(), Drawn()
    return EncoderSet(
        "shop", (told, drawn), (SameSpace("told", told, width=48), OfPictures("drawn", drawn, weight=0.1, width=48))
    )


def _hits(store, encoders):
    """How many of sixty plain queries ("red shoe") have one of their things first."""
    medley = Retriever(store, encoders)
    try:
        found = 0
        for colour in COLOURS:
            for sort in SORTS:
                first = medley.search(Query(text=f"{colour} {sort}", k=1)).hits[0].item
                found += first.attributes["colour"] == colour and sort in first.title
        return found
    finally:
        medley.close()


def test_what_titles_gain_is_not_taken_from_plain_queries(tmp_path, monkeypatch):
    """Titles alone would give everything to the pictures; the other forms, and the words' share, hold against it."""
    encoders = _of_shop()
    catalogue = read_catalog(_shop(tmp_path / "shop"))
    index_catalog(catalogue, tmp_path / "store", encoders)
    chosen = _weighing(tmp_path / "store", encoders)
    monkeypatch.setattr("retrieval.index.build.weigh", lambda *given: Weighing())
    index_catalog(catalogue, tmp_path / "shipped", encoders)
    assert _hits(tmp_path / "store", encoders) >= _hits(tmp_path / "shipped", encoders)
    assert chosen["weights"].get("drawn", 1.0) / chosen["weights"].get("told", 1.0) <= 10


def test_titles_alone_would_have_chosen_the_pictures(tmp_path, monkeypatch):
    """The failure itself, without what holds against it."""
    import retrieval.index.block_weights as known_item

    encoders = _of_shop()
    every = known_item.trials_of
    monkeypatch.setattr(known_item, "trials_of", lambda *given: {"titles": every(*given)["titles"]})
    monkeypatch.setattr(known_item, "WORDS_SHARE", 0.0)
    index_catalog(read_catalog(_shop(tmp_path / "shop")), tmp_path / "store", encoders)
    found = _weighing(tmp_path / "store", encoders)["weights"]
    assert found.get("drawn", 1.0) > found.get("told", 1.0)


def test_the_words_keep_half_of_the_weight(tmp_path, monkeypatch):
    import retrieval.index.block_weights as known_item

    encoders = _of_shop()
    every = known_item.trials_of
    monkeypatch.setattr(known_item, "trials_of", lambda *given: {"titles": every(*given)["titles"]})
    index_catalog(read_catalog(_shop(tmp_path / "shop")), tmp_path / "store", encoders)
    medley = Retriever(tmp_path / "store", encoders)
    try:
        snapshot = medley.refresh()
        by = snapshot.generation.manifest.weights
        weights = {p.name: p.weight * by.get(p.name, 1.0) for p in snapshot.fusion.parts}
        share = words_share(snapshot.fusion, weights | {LEXICAL: WEIGHT * by.get(LEXICAL, 1.0)})
    finally:
        medley.close()
    assert share >= WORDS_SHARE


def test_several_forms_are_searched_for(tmp_path):
    encoders = _of_shop()
    index_catalog(read_catalog(_shop(tmp_path / "shop")), tmp_path / "store", encoders)
    medley = Retriever(tmp_path / "store", encoders)
    store = Store(tmp_path / "store")
    try:
        from retrieval.index.known_forms import trials_of

        trials = trials_of(store, encoders, medley.refresh().fusion, known_items(store.items())[:100])
    finally:
        store.close()
        medley.close()
    assert set(trials) == {"titles", "titles, words left out", "parts of descriptions", "single attributes"}
    assert trials["single attributes"].answers.sum() > len(trials["single attributes"].right)
