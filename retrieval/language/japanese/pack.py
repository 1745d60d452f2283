"""Japanese: a small pack. What it leaves out is read by no rule, and the page is not offered in it."""

from __future__ import annotations

from retrieval.language.japanese import verification
from retrieval.language.japanese.comparison import BOUNDS, CONCEPTS
from retrieval.language.japanese.negation import JAPANESE_ITEM, JAPANESE_REQUEST, JAPANESE_SENTENCE
from retrieval.language.japanese.numbers import SCALES, japanese_numbers
from retrieval.language.japanese.reasons import FIELDS
from retrieval.language.japanese.units import CURRENCIES, UNITS
from retrieval.language.japanese.voice import JAPANESE_VOICE
from retrieval.language.lazy import compiled
from retrieval.language.pack import Pack
from retrieval.language.responses import NO_RESPONSES
from retrieval.language.set_words import NO_SETS
from retrieval.language.turn_grammar import NO_TURNS

__all__ = ["JAPANESE"]

_STOP = frozenset(
    "の は が を に で と も へ や から まで です ます ください お ご する した ある いる この その".split()
)
_RUN = compiled(r"[\u30a1-\u30fa\u30fc]+|[\u3041-\u3096]+")

JAPANESE = Pack(
    code="ja",
    tag="ja",
    name="Japanese",
    own_name="日本語",
    voice=JAPANESE_VOICE,
    reads=("ja", "en"),
    turns=NO_TURNS,
    responses=NO_RESPONSES,
    sets=NO_SETS,
    stop=_STOP,
    form=str,
    forms=lambda word: (word,),
    search_words=_RUN.findall,
    numbers=japanese_numbers,
    scales=SCALES,
    bounds=BOUNDS,
    units=UNITS,
    currencies=CURRENCIES,
    concepts=CONCEPTS,
    request=JAPANESE_REQUEST,
    item=JAPANESE_ITEM,
    sentence=JAPANESE_SENTENCE,
    letters=compiled(r"[\u3041-\u3096\u30a1-\u30fa\u30fc]"),
    least=0.2,
    displaces=("zh",),
    fields=FIELDS,
    patterns={
        **verification.PATTERNS,
        "numbers.scale": "億",
        "amounts.around_left": r"(?:およそ|だいたい)\s*$",
        "amounts.around_right": r"\s?(?:くらい|ぐらい|ほど|前後)",
        "amounts.counter": r"(?:つ|個|人|冊|本|枚)(?=以[上下]|未満|まで)",
        "amounts.to": "から|〜",
        "amounts.range_right": r"\s?(?:の間)",
    },
)
