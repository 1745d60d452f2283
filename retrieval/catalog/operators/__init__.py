"""The operators of conditions, one a file; importing the package registers those that Medley brings."""

from retrieval.catalog.operators import containing, equality, existing, having, near, open_at, ranges

__all__ = ["containing", "equality", "existing", "having", "near", "open_at", "ranges"]
