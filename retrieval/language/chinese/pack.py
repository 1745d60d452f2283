"""Chinese."""

from __future__ import annotations

from retrieval.language.chinese import (
    aliases,
    asked_columns,
    dialogue,
    evaluation,
    examples,
    grounding,
    parsing,
    planning,
    reading,
    search,
    standing,
    verification,
    whereabouts,
)
from retrieval.language.chinese.comparison import BOUNDS, LESS_THAN, MORE_THAN
from retrieval.language.chinese.concepts import CONCEPTS
from retrieval.language.chinese.dates import chinese_days, chinese_periods
from retrieval.language.chinese.deeds import chinese_deeds
from retrieval.language.chinese.degrees import chinese_degrees
from retrieval.language.chinese.items import CHINESE_ITEM
from retrieval.language.chinese.names import NAMES
from retrieval.language.chinese.negation import CHINESE_REQUEST
from retrieval.language.chinese.numbers import SCALES, chinese_numbers
from retrieval.language.chinese.positions import chinese_positions
from retrieval.language.chinese.properties import CHINESE_PROPERTIES
from retrieval.language.chinese.reasons import FIELDS
from retrieval.language.chinese.responses import CHINESE_RESPONSES
from retrieval.language.chinese.safety import CHINESE_DIETS, CHINESE_FOOD, CHINESE_SAFETY
from retrieval.language.chinese.segmentation import STOP, search_words
from retrieval.language.chinese.sentences import CHINESE_SENTENCE
from retrieval.language.chinese.sets import CHINESE_SETS
from retrieval.language.chinese.turns import CHINESE_TURNS
from retrieval.language.chinese.units import CURRENCIES, UNITS
from retrieval.language.chinese.voice import CHINESE_VOICE
from retrieval.language.lazy import compiled
from retrieval.language.pack import Pack, joined
from retrieval.language.text import HAN

__all__ = ["CHINESE"]

CHINESE = Pack(
    code="zh",
    tag="zh-CN",
    name="Chinese",
    own_name="中文",
    voice=CHINESE_VOICE,
    reads=("zh", "en"),
    responses=CHINESE_RESPONSES,
    sets=CHINESE_SETS,
    stop=STOP,
    form=str,
    forms=lambda word: (word,),
    numbers=chinese_numbers,
    periods=chinese_periods,
    days=chinese_days,
    deeds=chinese_deeds,
    degrees=chinese_degrees,
    positions=chinese_positions,
    scales=SCALES,
    same=aliases.SAME,
    bounds=BOUNDS,
    units=UNITS,
    currencies=CURRENCIES,
    concepts=CONCEPTS,
    more_than=MORE_THAN,
    less_than=LESS_THAN,
    request=CHINESE_REQUEST,
    item=CHINESE_ITEM,
    sentence=CHINESE_SENTENCE,
    matters=CHINESE_SAFETY,
    diets=CHINESE_DIETS,
    search_words=search_words,
    turns=CHINESE_TURNS,
    letters=compiled(f"[{HAN}]"),
    fields=FIELDS,
    names=NAMES,
    patterns=joined(
        asked_columns.PATTERNS,
        dialogue.PATTERNS,
        grounding.PATTERNS,
        parsing.PATTERNS,
        planning.PATTERNS,
        reading.PATTERNS,
        search.PATTERNS,
        standing.PATTERNS,
        verification.PATTERNS,
        whereabouts.PATTERNS,
        evaluation.PATTERNS,
    ),
    words=joined(
        {"safety.foods": CHINESE_FOOD},
        asked_columns.WORDS,
        grounding.WORDS,
        parsing.WORDS,
        planning.WORDS,
        reading.WORDS,
        search.WORDS,
        standing.WORDS,
        whereabouts.WORDS,
        verification.WORDS,
    ),
    tables=joined(
        aliases.TABLES,
        reading.TABLES,
        parsing.TABLES,
        grounding.TABLES,
        verification.TABLES,
        planning.TABLES,
        examples.TABLES,
        evaluation.TABLES,
    ),
    properties=CHINESE_PROPERTIES,
)
