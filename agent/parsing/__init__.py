"""Reading requests by rules: from words, against a catalogue's vocabulary, to an intent; and checking what others read.

`read_request` reads, `derivable` checks a constraint that anybody proposed, `Vocabulary` is built once a catalogue.
"""

from agent.parsing.lexicon import Vocabulary
from agent.parsing.parser import contradiction, read_request
from agent.parsing.span_check import derivable, derive

__all__ = ["Vocabulary", "contradiction", "derivable", "derive", "read_request"]
