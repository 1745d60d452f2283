"""Whether a catalogue has a thing at all: by its words, by what these are kinds of, by what they mean.

A word is there where an item's text has it in any form; where something of the catalogue is a kind of it (a sandal is
footwear); and where a word of the catalogue means nearly the same. What is merely of the same sort (a strawberry, to who
asks for blueberries) doesn't count. Knows words and a catalogue; decides nothing about an answer (`absence.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from agent.parsing.lexicon import Vocabulary
from agent.parsing.things import Thing
from retrieval.catalog.items import Item
from retrieval.kept.titles import english_words, listed
from retrieval.language.aliases import aliases_of, demonyms_of
from retrieval.language.chinese.gloss import first_meanings, is_surname, meanings, pieces, verbal
from retrieval.language.concepts import concepts_of
from retrieval.language.foreign import foreign_forms
from retrieval.language.kinds import Kinds
from retrieval.language.packs import PACKS
from retrieval.language.tables import word_set
from retrieval.language.words import fold, has_han, key, latin_words, segment
from retrieval.lexical.bm25 import tokens

__all__ = ["Presence", "PresenceSettings", "Rows"]

Rows = Callable[[Sequence[str]], Sequence[NDArray[np.float32]]]
"""Texts to unit rows by each text encoder, (n, d) each."""


@dataclass(frozen=True, slots=True)
class PresenceSettings:
    """What counts as the same.

    near: the cosine, by any encoder that reads the word, from which two words mean nearly the same; a catalogue's own
        calibration takes its place (`retrieval/index/floor.py`). sure: the cosine from which one encoder alone is believed.
    alike: the cosine that the other encoder must reach then. named: `near` for names. item: the cosine to a whole item
        from which what it is is asked for. sort: kinds under one sort, up to which these are as good as
        each other where the sort is asked for (jam and marmalade). akin: `near` for one of several of which any may do. both: `alike` for names. broad: kinds under one sort, from
        which it is none. looked: items whose words are compared. unlike: what both encoders must reach for a thing that
        can be touched and a word of another sort. surely: what the other encoder must reach alone then. together: what both must reach for anything else.
        few: items below which a catalogue is too small to tell what it is of. broadly: what one must reach where the noun is wide. genre: the cosine
        to a value that tells a kind, from which people of a sort are to be found in it (cowboys in a western). whole: standard
        deviations above words of all walks of life from which a noun is near to the titles as a whole, so that it
        names what the catalogue is of; loose: the same for what can't be touched. titles: so many are compared. wide: kinds under a noun, from which it names anything of a wide field.
    """

    near: float = 0.63
    sure: float = 0.8
    alike: float = 0.45
    named: float = 0.75
    item: float = 0.55
    akin: float = 0.42
    both: float = 0.6
    sort: int = 25
    broad: int = 700
    looked: int = 12
    unlike: float = 0.66
    together: float = 0.58
    surely: float = 0.7
    few: int = 20
    broadly: float = 0.55
    genre: float = 0.44
    whole: float = 2.8
    loose: float = 1.8
    titles: int = 200
    wide: int = 50


@lru_cache(maxsize=50_000)
def _listed(text: str) -> frozenset[str]:
    return frozenset(listed([text]))


class Carried:
    """What is carried over from one state of a catalogue to the next, so that a change costs what has changed."""

    def __init__(self) -> None:
        self._reached: dict[tuple[str, int], frozenset[int]] = {}
        self._last: tuple[frozenset[tuple[str, int]], frozenset[int]] | None = None

    def _reach(self, word: str, most: int, kinds: Kinds) -> frozenset[int]:
        """The kinds of `most` meanings of a word, and of what an adjective is of: "French": there is something of France."""
        if (word, most) not in self._reached:
            own = [*kinds.meanings(word, most), *([kinds.of[word]] if most > 1 and word in kinds.of else [])]
            self._reached[word, most] = frozenset().union(*map(kinds.up, own))
        return self._reached[word, most]

    def covered(self, words: frozenset[tuple[str, int]], kinds: Kinds) -> frozenset[int]:
        """Every kind that one of the words reaches, each given with how many of its meanings count."""
        had, found = self._last or (frozenset(), frozenset())
        if any(self._reach(*one, kinds) for one in had - words):
            had, found = frozenset(), frozenset()
        found = found.union(*(self._reach(*one, kinds) for one in words - had))
        self._last = (words, found)
        return found


_TAILS = tuple(sorted(word_set("presence.tails")))
"""What the name of a thing may end with, and be the same thing without."""


@dataclass(frozen=True)
class Presence:
    """What one catalogue has, in words. `vocabulary`: of the catalogue. `items`: all of them, or a sample of a large one.
    known: whether a token stands in any text of any item. rows: texts to unit rows by each encoder. carried: from the state before."""

    vocabulary: Vocabulary
    items: Sequence[Item]
    known: Callable[[str], bool]
    together: Callable[[Sequence[str]], bool]
    rows: Rows
    nearest: Callable[[str], Sequence[Item]]
    kinds: Kinds
    settings: PresenceSettings = field(default_factory=PresenceSettings)
    carried: Carried = field(default_factory=Carried)

    # -- words of the catalogue -----------------------------------------------------------------------------------

    @cached_property
    def _strong(self) -> frozenset[str]:
        """The words, and listed names of two words, of titles and values."""
        values = (ref.value for refs in self.vocabulary.values.values() for ref in refs)
        names = (view.label for view in self.vocabulary.fields.values())
        kept = self.vocabulary.words
        titles: Iterable[str] = listed(self.vocabulary.titles) if kept is None else kept.strong
        return frozenset(titles).union(*map(_listed, (*dict.fromkeys(values), *names)))

    @cached_property
    def _labels(self) -> frozenset[str]:
        """The words of the names of fields."""
        return frozenset(word for view in self.vocabulary.fields.values() for word in (view.label, *view.label.split()))

    @cached_property
    def _weak(self) -> frozenset[str]:
        """The same of descriptions."""
        return frozenset().union(*(_listed(item.description) for item in self.items))

    @cached_property
    def _han(self) -> bool:
        """Whether most titles are Chinese."""
        if (kept := self.vocabulary.words) is not None:
            return kept.han * 2 > kept.count
        return sum(map(has_han, self.vocabulary.titles)) * 2 > len(self.vocabulary.titles)

    @cached_property
    def _covered(self) -> frozenset[int]:
        """Every meaning that something of the catalogue is a kind of."""
        own = frozenset((w, 2) for w in self._strong) | frozenset((w, 1) for w in self._weak - self._strong)
        return self.carried.covered(own, self.kinds)

    @cached_property
    def _sorts(self) -> frozenset[int]:
        """The nearest kinds above the words of titles and values."""
        return frozenset(a for word in self._strong for m in self.kinds.meanings(word, 2) for a in self.kinds.above[m])

    # -- one word -------------------------------------------------------------------------------------------------

    def has(self, thing: Thing) -> bool:
        """Whether the catalogue has it, in any of the forms that the language gives it."""
        return self.evidence(thing) != ""

    def evidence(self, thing: Thing) -> str:
        """What speaks for its being there: words, value, spelling, kind, sort or meaning; "" for nothing."""
        word = fold(thing.words)
        if self._written(word):
            return "words"
        if any(self._written(other) for form in self._forms(word) for other in self._named(key(form))):
            return "words"
        if thing.role == "name" and self._untold(word):
            return "words"
        if thing.role == "name" and (" " in word or demonyms_of(key(word))) and not has_han(word):
            return "spelling" if all(self.knows(part) for part in word.split()) and self._misspelt(word) else ""
        if any(key(form) in self._labels for form in self._forms(word)):
            return "value"
        if any(form in self.vocabulary.values for form in self._forms(word)):
            return "value"
        if self._misspelt(word):
            return "spelling"
        for said in self._said(word):
            if said != word and (self._written(said) if " " not in said else self._phrased(said)):
                return "words"
            if (thing.role != "name" or said in self.kinds.nouns or said in self.kinds.of) and self._kind(said):
                return "kind"
            if thing.role == "head" and (self._sort(said) or self._generic(said)):
                return "sort"
        if has_han(word) and thing.role != "name" and not first_meanings(word) and self._pieces(word):
            return "words"
        return "meaning" if self._near(word, thing.role) or self._in_genre(thing) else ""

    def _untold(self, word: str) -> bool:
        """Whether a name is of another script than the catalogue, and nobody can tell how it would be written there."""
        if has_han(word):
            own = segment(word)  # 王家卫 is written in many ways; a foreign name would sound alike
            named = len(own) == 1 and own[0].tag == "nr" and len(word) <= 3 and is_surname(word[0])
            return not self._han and named and not meanings(word)
        return self._han and not any(self.kinds.known(part) for part in (word, *word.split()[-1:]))

    def _named(self, form: str) -> Iterable[str]:
        """Other names of the same thing: of the other language, another spelling, of a country's people."""
        others = aliases_of(form)
        yield from others
        yield from demonyms_of(form)
        for other in others:
            yield from demonyms_of(other)
        if len(form) > 1:
            yield from (one for one in foreign_forms(form) if " " not in one)

    def _phrased(self, said: str) -> bool:
        """Whether an item's text has words side by side; of two that only stand somewhere in it, each has its own meaning."""
        return self._written(said) and (said in self._texts or self.kinds.base(said) in self._strong)

    @cached_property
    def _texts(self) -> str:
        return "\n".join(
            fold(f"{item.title}\n{item.description}\n{list(item.attributes.values())}") for item in self.items
        )

    def _generic(self, said: str) -> bool:
        """Whether a noun names a meal, or what the catalogue as a whole is of: then nothing of it can be missing."""
        own = self.kinds.meanings(said, 2)
        if any(self._meal in self.kinds.up(m) for m in own):
            return self._food
        touched, few = self._concrete(own[:1]), len(self.items) < self.settings.few
        if not own or self._being(own) or (touched and not few):
            return False
        least = self.settings.whole if touched else self.settings.loose
        return (few and not touched) or (any(self.kinds.below(m) > 1 for m in own) and self._of_all(said) >= least)

    def _of_all(self, said: str) -> float:
        """How much nearer a word is to the titles than words of all walks of life are, in standard deviations of these."""
        titles = [item.title for item in self.items[:: max(1, len(self.items) // self.settings.titles)]]
        strange = sorted(PACKS[0].words["floor.strange"])
        best = -np.inf
        for rows, others, asked in zip(self.rows(titles), self.rows(strange), self.rows([said]), strict=True):
            usual = np.median(others @ rows.T, axis=1)
            best = max(best, float((np.median(rows @ asked[0]) - usual.mean()) / max(usual.std(), 1e-6)))
        return best

    @cached_property
    def _food(self) -> bool:
        """Whether something of the catalogue is to eat or to drink."""
        return not self._covered.isdisjoint(self.kinds.nouns.get("nutriment", ())) or not self._covered.isdisjoint(
            self.kinds.meanings("food", 2)
        )

    @cached_property
    def _meal(self) -> int:
        return self.kinds.nouns.get("meal", (-1,))[0]

    @cached_property
    def _touched(self) -> int:
        return min(self.kinds.nouns.get("physical entity", (-1,)))

    @cached_property
    def _beings(self) -> frozenset[int]:
        names = ("imaginary being", "person", "game", "sport")
        return frozenset(m for name in names for m in self.kinds.nouns.get(name, ())[:1])

    def _being(self, meanings: Sequence[int]) -> bool:
        return any(self.kinds.up(m) & self._beings for m in meanings)

    def _concrete(self, meanings: Sequence[int]) -> bool:
        """Whether it is a thing that can be touched, and nobody."""
        return any(self._touched in self.kinds.up(m) for m in meanings) and not self._being(meanings)

    def _fits(self, word: str, role: str, other: str, every: float, english: float) -> bool:
        """Whether a word of the catalogue that is near in meaning speaks for a thing's being there."""
        s = self.settings
        own = [m for said in self._said(word) for m in self._nouns(said)]
        second = [m for said in self._said(other) for m in self.kinds.meanings(said, 2)]
        near = english >= s.near or (every >= s.sure and english >= s.alike)
        wide = any(self.kinds.below(m) >= s.wide for m in own[:1])
        if not self._concrete(own[:1]) or not second:
            return near or (min(every, english) >= s.together and not self._concrete(own[:1]))
        if set(own) & set(second):
            return near
        plain = [m for said in self._said(word)[:1] for m in self._nouns(said)[:2]]
        if any(b in self.kinds.up(a) for a in plain for b in second):
            return max(every, english) >= 0.85  # corn is no popcorn
        if wide:
            return max(every, english) >= s.broadly
        shared = {a for m in plain for a in self._over(m)} & {a for m in second for a in (m, *self._over(m))}
        return near if shared else min(every, english) >= s.unlike or english >= s.surely

    def _pieces(self, word: str) -> bool:
        """Whether a Chinese word that no dictionary lists has a part that is there."""
        cut = [pieces(form) for form in self._forms(word)]
        parts = [
            part
            for own in cut
            for at, part in enumerate(own)
            if part != word and (len(part) > 1 or (at == 0 and len(own[-1]) == 1))
        ]
        return any(
            self._written(part) or any(self._kind(said) or self._written(said) for said in self._said(part))
            for part in parts
        )

    def knows(self, word: str) -> bool:
        """Whether a folded word, or the parts that a search cuts it into, stands in the catalogue, or nearly does."""
        return self._written(word) or self._misspelt(word)

    def person(self, thing: Thing) -> bool:
        """Whether it names people of some sort before all."""
        people = frozenset(self.kinds.nouns.get("person", ())[:1])
        own = [m for said in self._said(fold(thing.words))[:1] for m in self.kinds.meanings(said, 2)]
        return bool(own) and all(people & self.kinds.up(m) for m in own)

    @cached_property
    def _genres(self) -> list[str]:
        refs = self.vocabulary.values.values()
        return list(dict.fromkeys(fold(ref.value) for found in refs for ref in found if self.is_kind(ref.field)))

    def _in_genre(self, thing: Thing) -> bool:
        """Whether people of a sort belong to one of the kinds that the catalogue has."""
        if thing.role == "name" or not self._genres or not self.person(thing):
            return False
        said = [self.kinds.base(one) for one in self._said(fold(thing.words))[:1]]
        return bool(said) and bool((self.rows(self._genres)[-1] @ self.rows(said)[-1].T).max() >= self.settings.genre)

    def tangible(self, thing: Thing) -> bool:
        """Whether it is made, eaten or alive: something that has a name of its own in most catalogues that have it."""
        own = [m for said in self._said(fold(thing.words)) for m in self._nouns(said)][:1]
        return thing.role == "head" and not self._being(own) and any(self._made & self.kinds.up(m) for m in own)

    @cached_property
    def _made(self) -> frozenset[int]:
        names = ("artifact", "food", "organism")
        return frozenset(m for name in names for m in self.kinds.nouns.get(name, ())[:1])

    def states(self, word: str) -> bool:
        """Whether an item's text has a word, or a value is called so."""
        return self._written(fold(word)) or key(word) in self.vocabulary.values

    def is_kind(self, field: str) -> bool:
        """Whether a field tells kinds of things: a category, a genre."""
        view = self.vocabulary.fields.get(field)
        return view is not None and (
            field in self.vocabulary.kinds or any(c.name == "kind" for c in concepts_of(view.label))
        )

    def has_names(self, field: str) -> bool:
        """Whether a field holds names of people or makers."""
        return field in self.vocabulary.fields and self.vocabulary.fields[field].names

    def answers(self, field: str) -> bool:
        """Whether a field answers with yes or no whether something is there: a request that it decides names nothing else."""
        view = self.vocabulary.fields.get(field)
        return view is not None and (view.yes is not None or view.field.kind == "boolean")

    def akin(self, thing: Thing) -> bool:
        """Whether something of the catalogue is at least near to it in meaning: what may do for it beside what is there."""
        own = list(dict.fromkeys(w for item in self.nearest(thing.words) for w in self._of(item)))
        english = self.rows(own)[-1] @ self.rows([fold(thing.words)])[-1][0] if own else np.zeros(1)
        return bool(english.max() >= self.settings.akin)

    def _forms(self, word: str) -> tuple[str, ...]:
        if has_han(word):
            return tuple(dict.fromkeys((word, *(word.removesuffix(t) for t in _TAILS if len(word) > len(t) + 1))))
        return tuple(dict.fromkeys((word, self.kinds.base(word))))

    def _written(self, word: str) -> bool:
        """Whether one item's text has all of it."""
        for form in self._forms(word):
            spoken = tokens(form)
            if spoken and all(map(self.known, spoken)) and (len(spoken) == 1 or self.together(spoken)):
                return True
        return False

    def _misspelt(self, word: str) -> bool:
        """Whether it is no word, and one letter away from one of the catalogue's; two in a long one."""
        if len(word) < 5 or has_han(word) or " " in word:
            return False
        if self.kinds.known(word):  # "desert" where a course is a dessert
            values = [v for v in self.vocabulary.values if len(v) > 6] if len(word) >= 6 else []
            return process.extractOne(word, values, scorer=OSA.distance, score_cutoff=1) is not None
        allowed = 2 if len(word) >= 9 else 1
        alike = [w for w in self._strong | self._weak if w[:1] == word[:1] and len(w) >= 5]
        return process.extractOne(word, alike, scorer=OSA.distance, score_cutoff=allowed) is not None

    def _said(self, word: str) -> list[str]:
        """The word in English: itself and its other names, or what it means where it is Chinese."""
        if not has_han(word):
            return [word, *(other for other in aliases_of(key(word)) if other in self.kinds.nouns)]
        found = [m for form in self._forms(word) for m in first_meanings(form)]
        if not found and len(parts := pieces(word)) > 1 and len(parts[-1]) > 1 and verbal(parts[0]):
            found = list(first_meanings(parts[-1]))  # 钓鱼竿: the dictionary has 鱼竿
        heads = [re.split(r"[,(;]", meaning)[0] for meaning in dict.fromkeys(found)]
        plain = [p for m in heads if (p := " ".join(w for _, w in latin_words(m.lower())))]
        return [p for p in plain if self.kinds.meanings(p)] or plain

    def _nouns(self, said: str) -> tuple[int, ...]:
        """The meanings of a name; of a phrase that is none of a list, those of its last word."""
        if " of " in said and said not in self.kinds.nouns:
            return ()
        return self.kinds.meanings(said, 3) or (self.kinds.meanings(said.split()[-1], 2) if " " in said else ())

    def _kind(self, said: str) -> bool:
        return any(
            meaning in self._covered or self._continent & self.kinds.up(meaning) for meaning in self._nouns(said)
        )

    @cached_property
    def _continent(self) -> frozenset[int]:
        """No catalogue says of which continent a thing is; its country does."""
        return frozenset(self.kinds.nouns.get("continent", ())[:1])

    def _sort(self, said: str) -> bool:
        """Whether something of the catalogue is of the same narrow sort."""
        above = {a for m in self.kinds.meanings(said, 1) for a in self.kinds.above.get(m, ())}
        return any(self.kinds.below(a) <= self.settings.sort for a in above & self._sorts)

    def _near(self, word: str, role: str) -> bool:
        """Whether a word of the items that are nearest in meaning means nearly the same, or one of these is what is meant.

        Where a value is asked for, its sisters among the values are other values, however near."""
        s, nearest = self.settings, self.nearest(word)
        own = list(dict.fromkeys(w for item in nearest for w in self._of(item)))
        own = [w for w in own if role not in ("part", "name") or not self._another(word, w)]
        if not own:
            return False
        said = list(dict.fromkeys((word, *self._said(word))))
        parts = {part for one in said if has_han(word) and " " in one for part in one.split()}
        own = [w for w in own if w not in parts]  # "the game of go" is no other game
        if not own:
            return False
        every, *others = [
            (rows @ asked.T).max(axis=1) for rows, asked in zip(self.rows(own), self.rows(said), strict=True)
        ]
        english = others[0] if others else every * np.float32(s.near / s.sure)  # one encoder alone must be sure
        if role == "name" and not (has_han(word) and any(m == m.lower() for m in first_meanings(word))):
            first, *rest = [(r @ a[0]) for r, a in zip(self.rows(own), self.rows([word]), strict=True)]
            last = rest[0] if rest else first
            return bool((last >= s.named).any() or ((first >= s.sure) & (last >= s.both)).any())
        if role == "head" and any(
            (r @ a[0]).max() >= s.item
            for r, a in zip(self.rows([i.title for i in nearest]), self.rows([word]), strict=True)
        ):
            return True
        likely = np.nonzero(np.maximum(every, english) >= min(s.together, s.broadly))[0]
        return any(self._fits(word, role, own[i], float(every[i]), float(english[i])) for i in likely)

    def _of(self, item: Item) -> Iterable[str]:
        """The words of an item that say something, in the order of its texts."""
        values = (v for value in item.attributes.values() for v in (value if isinstance(value, tuple) else (value,)))
        for text in (item.title, *(str(v) for v in values if isinstance(v, str)), item.description):
            if has_han(text):
                yield from (w for w in tokens(text) if has_han(w) and len(w) > 1)
            yield from (w for w in english_words(text) if (len(w) > 2 and self.kinds.known(w)) or " " in w)

    def _another(self, word: str, other: str) -> bool:
        """Whether `other` is a value of the catalogue that is of the same sort as `word`, or what `word` is a kind of."""
        if not any(form in self.vocabulary.values for form in self._forms(other)):
            return False
        first = {m for said in self._said(word) for m in self.kinds.meanings(said, 2)}
        second = {m for said in self._said(other) for m in self.kinds.meanings(said, 2)}
        if any(b in first for b in second):
            return False
        if any(b in self.kinds.up(a) for a in first for b in second):
            return self._concrete(tuple(first))
        return bool(set().union(*map(self._over, first)) & set().union(*map(self._over, second)))

    def _over(self, meaning: int) -> frozenset[int]:
        """The kinds one and two above a meaning that aren't too broad to be a sort."""
        near = self.kinds.above.get(meaning, ())
        found = {*near, *(b for a in near for b in self.kinds.above.get(a, ()))}
        return frozenset(one for one in found if self.kinds.below(one) <= self.settings.broad)
