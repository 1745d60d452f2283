"""What a person does with an item, handed to the behaviour log where this version keeps one."""

from __future__ import annotations

from agent.recommender import Recommender

__all__ = ["record"]


def record(medley: Recommender, kind: str, item: str, session: str) -> bool:
    """Records one event of a session. Returns whether it was kept. Raises what recording raises."""
    keep = getattr(medley, "record", None)
    if keep is None:
        return False
    keep(kind, item, session=session)
    return True
