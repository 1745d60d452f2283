"""Made-up logs with a planted answer: B always follows A, and everyone likes P, which nothing leads to."""

from retrieval.behavior import Event, Log, log_of

IDS = ["P", "A", "B", "C", "D", "E", "F", "unseen"]


def planted_events(people: int = 30) -> list[Event]:
    """Person n liked P first, then one of C to F, then A, then B; times are real numbers of a clock."""
    events = []
    for n in range(people):
        line = ["P", "CDEF"[n % 4], "A", "B"] if n % 3 else ["P", "CDEF"[n % 4], "CDEF"[(n + 1) % 4]]
        events += [Event(f"u{n}", item, 1.0, 100.0 * step + n) for step, item in enumerate(line)]
    return events


def planted(people: int = 30) -> Log:
    """The log of `planted_events` over `IDS`."""
    return log_of(planted_events(people), IDS)


def place(id: str) -> int:
    """The number of an item."""
    return IDS.index(id)
