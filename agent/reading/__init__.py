"""Reading requests by rules: from words, against a catalogue's vocabulary, to an intent; and checking what others read.

`read_request` reads, `derivable` checks a constraint that anybody proposed, `Vocabulary` is built once a catalogue.
"""

from agent.reading.derive import derivable, derive
from agent.reading.reader import contradiction, read_request
from agent.reading.vocabulary import Vocabulary

__all__ = ["Vocabulary", "contradiction", "derivable", "derive", "read_request"]
