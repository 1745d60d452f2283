"""What every language pack must keep. A pack's test inherits this class and names its pack."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from typing import ClassVar

import pytest

from retrieval.language.amounts import find_quantities
from retrieval.language.concepts import CONCEPTS
from retrieval.language.dimensions import DIMENSIONS
from retrieval.language.english.pack import ENGLISH
from retrieval.language.negation import find_denials
from retrieval.language.numbers import find_numbers
from retrieval.language.pack import Pack
from retrieval.language.packs import language_of
from retrieval.language.stance import Stance, stance
from retrieval.language.text import Mask, fold

__all__ = ["PackContract"]


def _places(words: str) -> list[str]:
    return sorted({name for _, name, _, _ in string.Formatter().parse(words) if name is not None})


OPTIONAL = "page."
"""Sentences of the page may be left out: the page is then not offered in this language."""
MARKS = ("a", "be", "have", "s", "es")
"""Places for words that agree with a label in English."""


def _sentences(words: Mapping[str, str]) -> set[str]:
    return {name for name in words if not name.startswith(OPTIONAL)}


class PackContract:
    """Inherit, and set `pack`, `samples`, some words of the language, and what texts of it say."""

    pack: ClassVar[Pack]
    samples: ClassVar[tuple[str, ...]]
    numbers: ClassVar[dict[str, float]]
    """A text with one number in words, and its value."""
    bounds: ClassVar[dict[str, tuple[float | None, float | None]]]
    """A text with one bound, and its ends."""
    refusals: ClassVar[dict[str, str]]
    """A request, and the words that it refuses."""
    free: ClassVar[dict[str, tuple[str, Stance]]]
    """A text of an item, a term, and what it says of that."""

    def test_it_has_every_sentence(self) -> None:
        assert _sentences(self.pack.voice.words) == _sentences(ENGLISH.voice.words)

    def test_it_has_all_words_of_the_page_or_none(self) -> None:
        own = {name for name in self.pack.voice.words if name.startswith(OPTIONAL)}
        assert own in (set(), {name for name in ENGLISH.voice.words if name.startswith(OPTIONAL)})

    def test_a_sentence_fills_only_places_that_are_given(self) -> None:
        voice = self.pack.voice
        agreed = set(voice.agree("price")) | set(MARKS)
        for name, words in voice.words.items():
            given = set(_places(ENGLISH.voice.words[name]))
            more = {"all"} if name == "past.more" else set()
            assert set(_places(words)) - agreed <= given | more, name

    def test_it_lists_quotes_and_joins(self) -> None:
        voice = self.pack.voice
        assert voice.listed(["1"]) == "1"
        assert voice.listed(["1", "2", "3"]) == f"1{voice.comma}2{voice.last}3"
        assert "7" in voice.quoted(["7"])
        assert voice.quoted(["7"]) != "7"
        assert "3" in voice.ordinal(3)

    def test_a_clause_told_alone_ends_as_a_sentence(self) -> None:
        assert self.pack.voice.told("x").endswith(self.pack.voice.stop)

    def test_a_sentence_that_no_pack_has_is_an_error(self) -> None:
        with pytest.raises(KeyError):
            self.pack.voice.say("no such sentence")

    def test_it_is_named_in_english_and_in_itself(self) -> None:
        assert self.pack.name.isascii()
        assert self.pack.own_name
        assert len(self.pack.code) == 2

    def test_its_patterns_are_regular_expressions_of_one_stage_and_thing(self) -> None:
        for name, pattern in self.pack.patterns.items():
            compiled = re.compile(pattern)
            assert name.count(".") == 1, name
            assert pattern, name
            assert compiled.groups >= len(compiled.groupindex)

    def test_its_words_are_folded_and_none_is_empty(self) -> None:
        for name, words in self.pack.words.items():
            assert words, name
            assert all(word == fold(word) for word in words if word.isascii()), name

    def test_its_tables_are_of_one_stage_and_thing_and_none_is_empty(self) -> None:
        for name, table in self.pack.tables.items():
            assert name.count(".") == 1, name
            assert table, name
            assert all(table), name

    def test_a_word_and_its_forms_meet(self) -> None:
        for word in self.samples:
            assert word in self.pack.forms(self.pack.form(word)), word
            assert {self.pack.form(form) for form in self.pack.forms(self.pack.form(word))} == {self.pack.form(word)}

    def test_a_run_of_its_letters_is_cut_into_words_of_it(self) -> None:
        for word in self.samples:
            assert "".join(self.pack.search_words(word))
            assert all(part in word for part in self.pack.search_words(word))

    def test_its_samples_are_read_as_its_own(self) -> None:
        for word in self.samples:
            assert language_of(word) == self.pack.code

    def test_it_reads_numbers(self) -> None:
        for text, value in self.numbers.items():
            assert [number.value for number in find_numbers(text)] == [value], text

    def test_it_reads_bounds(self) -> None:
        for text, (low, high) in self.bounds.items():
            (found,) = find_quantities(text, Mask(len(text)))
            assert ((found.low, found.high) if found.kind != "exact" else None) == (low, high), text

    def test_it_reads_refusals(self) -> None:
        for text, word in self.refusals.items():
            assert [denial.scope.of(text).strip() for denial in find_denials(text, Mask(len(text)))] == [word], text

    def test_texts_of_items_say_what_they_are_free_of(self) -> None:
        for text, (term, said) in self.free.items():
            assert stance(text, term) == said, text

    def test_every_concept_and_unit_is_one_that_all_know(self) -> None:
        assert set(self.pack.concepts) <= {concept.name for concept in CONCEPTS}
        assert set(self.pack.units) | set(self.pack.currencies) <= set(DIMENSIONS)
