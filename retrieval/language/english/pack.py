"""English."""

from __future__ import annotations

from retrieval.language.english import (
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
from retrieval.language.english.comparison import BOUNDS
from retrieval.language.english.concepts import CONCEPTS
from retrieval.language.english.dates import english_days, english_periods
from retrieval.language.english.deeds import english_deeds
from retrieval.language.english.degrees import english_degrees
from retrieval.language.english.forms import plurals, singular
from retrieval.language.english.items import ENGLISH_ITEM
from retrieval.language.english.negation import ENGLISH_REQUEST
from retrieval.language.english.numbers import SCALES, english_numbers
from retrieval.language.english.positions import english_positions
from retrieval.language.english.properties import ENGLISH_PROPERTIES
from retrieval.language.english.responses import ENGLISH_RESPONSES
from retrieval.language.english.safety import ENGLISH_DIETS, ENGLISH_SAFETY, FOOD
from retrieval.language.english.sentences import ENGLISH_SENTENCE
from retrieval.language.english.sets import ENGLISH_SETS
from retrieval.language.english.stop import STOP
from retrieval.language.english.turns import ENGLISH_TURNS
from retrieval.language.english.units import CURRENCIES, UNITS
from retrieval.language.english.voice import ENGLISH_VOICE
from retrieval.language.pack import Pack, joined

__all__ = ["ENGLISH"]

ENGLISH = Pack(
    code="en",
    tag="en",
    name="English",
    own_name="English",
    voice=ENGLISH_VOICE,
    reads=("en",),
    responses=ENGLISH_RESPONSES,
    sets=ENGLISH_SETS,
    stop=STOP,
    form=singular,
    forms=lambda word: (word, *plurals(word)),
    numbers=english_numbers,
    periods=english_periods,
    days=english_days,
    deeds=english_deeds,
    degrees=english_degrees,
    positions=english_positions,
    scales=SCALES,
    same=aliases.SAME,
    bounds=BOUNDS,
    units=UNITS,
    currencies=CURRENCIES,
    concepts=CONCEPTS,
    request=ENGLISH_REQUEST,
    item=ENGLISH_ITEM,
    sentence=ENGLISH_SENTENCE,
    matters=ENGLISH_SAFETY,
    diets=ENGLISH_DIETS,
    search_words=str.split,
    patterns=joined(
        asked_columns.PATTERNS,
        grounding.PATTERNS,
        parsing.PATTERNS,
        planning.PATTERNS,
        reading.PATTERNS,
        search.PATTERNS,
        standing.PATTERNS,
        verification.PATTERNS,
        whereabouts.PATTERNS,
        dialogue.PATTERNS,
        evaluation.PATTERNS,
    ),
    words=joined(
        {"safety.foods": FOOD},
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
    properties=ENGLISH_PROPERTIES,
    turns=ENGLISH_TURNS,
)
