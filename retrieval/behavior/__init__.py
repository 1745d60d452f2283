"""Behaviour: signals of what people do next, fitted on logs of events, and blends of them.

Uses the core; the core never uses it. Each signal is one file: its settings, and what it fits.
"""

from retrieval.behavior.base import FittedSignal, Row, Signal
from retrieval.behavior.blend import Blend
from retrieval.behavior.content import Content
from retrieval.behavior.ease import Ease
from retrieval.behavior.events import BehaviorEvent, EventLog
from retrieval.behavior.itemknn import ItemKNN
from retrieval.behavior.log import Event, History, Log, log_of, people_of
from retrieval.behavior.mapped import Mapped
from retrieval.behavior.markov import Markov
from retrieval.behavior.popularity import Popularity
from retrieval.behavior.puresvd import PureSvd
from retrieval.behavior.slit import Slit

__all__ = [
    "BehaviorEvent",
    "Blend",
    "Content",
    "Ease",
    "Event",
    "EventLog",
    "FittedSignal",
    "History",
    "ItemKNN",
    "Log",
    "Mapped",
    "Markov",
    "Popularity",
    "PureSvd",
    "Row",
    "Signal",
    "Slit",
    "log_of",
    "people_of",
]
