"""What a request says no to. The grammar is `retrieval.language.negation`'s: one for requests, filters and reasons."""

from retrieval.language.negation import Denial, find_denials, too_much

__all__ = ["Denial", "find_denials", "too_much"]
