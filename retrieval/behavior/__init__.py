"""Behaviour: signals of what people do next, fitted on logs of events, and blends of them.

Uses the core; the core never uses it. Each signal is one file: its settings, and what it fits.
"""

from retrieval.behavior.events.log import Event, History, Log, log_of, people_of
from retrieval.behavior.events.log_store import BehaviorEvent, EventLog
from retrieval.behavior.models.base import FittedSignal, Row, Signal
from retrieval.behavior.models.blend import Blend
from retrieval.behavior.models.content import Content
from retrieval.behavior.models.ease import Ease
from retrieval.behavior.models.itemknn import ItemKNN
from retrieval.behavior.models.mapped import Mapped
from retrieval.behavior.models.markov import Markov
from retrieval.behavior.models.popularity import Popularity
from retrieval.behavior.models.puresvd import PureSvd
from retrieval.behavior.models.slit import Slit

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
