"""Classes found in WordNet by their order, and their words."""

from retrieval.fusion.word_prototypes import ClassWords
from retrieval.teaching.wordnet import align, expand, read_nouns

NOUNS = """\
  1 This software and database is being provided under a licence.
00000100 05 n 01 animal 0 000 | a living thing
00000150 04 n 01 crane 0 001 @ 00000900 n 0000 | lifts things
00000200 05 n 02 crane 0 wading_bird 1 002 @ 00000100 n 0000 #m 00000700 n 0000 | a bird
00000300 05 n 02 frog 0 toad_frog 0 001 @ 00000100 n 0000 | hops
00000900 06 n 01 machine 0 000 | does work
00000950 06 n 01 crane 9 001 @ 00000900 n 0000 | another one
"""


def _nouns(tmp_path):
    path = tmp_path / "data.noun"
    path.write_text(NOUNS)
    return read_nouns(path)


def test_order_decides_between_meanings(tmp_path):
    nouns = _nouns(tmp_path)
    assert align(["animal", "frog", "crane"], nouns) == {0: 100, 1: 300, 2: 950}
    assert align(["crane", "wading bird", "unheard of", "frog"], nouns) == {0: 150, 1: 200, 3: 300}


def test_synonyms_and_kinds(tmp_path):
    found = expand(["wading bird", "frog"], _nouns(tmp_path))
    assert found == [
        ClassWords("wading bird", (0,)),
        ClassWords("frog", (1,)),
        ClassWords("crane", (0,), 0.5),
        ClassWords("toad frog", (1,), 0.5),
        ClassWords("animal", (0, 1), 0.3),
    ]
