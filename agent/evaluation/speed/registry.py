"""What a benchmark is, and the ones that there are. A stranger's is added by `register`.

Knows times and names; nothing of what is measured.
"""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING, Any

from retrieval.errors import ConfigError

if TYPE_CHECKING:
    from retrieval.index.encode import Progress

__all__ = ["BENCHES", "Bench", "Measured", "Options", "load", "machine", "measured", "ran", "register", "to_dict"]


@dataclass(frozen=True, slots=True)
class Options:
    """items: size of a made-up catalogue. repeats: how often each thing is timed. store: a store to measure a copy of instead.
    seed: of what is made up.
    """

    items: int = 10_000
    repeats: int = 20
    store: Path | None = None
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Measured:
    """One line of a table: seconds at the median, at nine tenths and at worst, those of a peer, and what is aimed at.

    peer: what the peer is, in words. note: what else is worth knowing.
    """

    what: str
    p50: float
    p90: float
    worst: float
    n: int
    aim: float | None = None
    peer: str = ""
    peer_p50: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """How many times as long as the peer it takes."""
        return self.p50 / self.peer_p50 if self.peer_p50 else None


@dataclass(frozen=True, slots=True)
class Bench:
    """A benchmark: its name, what it measures in a sentence, and how.

    lacks: says what this machine has not that it takes, and how to get it; empty where it can run.
    """

    name: str
    about: str
    run: Callable[[Options, Progress], list[Measured]]
    lacks: Callable[[], str] = lambda: ""


BENCHES: dict[str, Bench] = {}


def register(bench: Bench) -> None:
    """Makes a benchmark known under its name; one of the same name is replaced."""
    BENCHES[bench.name] = bench


def load(names: Sequence[str] = ()) -> list[Bench]:
    """Return the benchmarks of these names, all without any. Raises ConfigError for an unknown one."""
    import agent.evaluation.speed.catalogue  # they register themselves
    import agent.evaluation.speed.like
    import agent.evaluation.speed.page
    import agent.evaluation.speed.scan  # noqa: F401  # registers its benchmark

    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        raise ConfigError(f"expected benchmarks among {', '.join(sorted(BENCHES))}; got '{unknown[0]}'")
    return [BENCHES[name] for name in (names or sorted(BENCHES))]


def measured(what: str, seconds: Iterable[float], **more: Any) -> Measured:
    """Return a line of the seconds that something took each time."""
    times = sorted(seconds)
    tenths = quantiles(times, n=10, method="inclusive") if len(times) > 1 else [times[0]] * 9
    return Measured(what, tenths[4], tenths[8], times[-1], len(times), **more)


def machine() -> dict[str, Any]:
    """Return what the times were measured on."""
    load_now = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    return {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "load": round(load_now, 2) if load_now is not None else None,
        "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    }


def ran(names: Sequence[str], options: Options, progress: Progress) -> tuple[dict[str, list[Measured]], dict[str, str]]:
    """Return what the benchmarks of these names measured, and why others of them could not: all without any name.

    Raises ConfigError for an unknown one, and for one that was named and can't run here.
    """
    found: dict[str, list[Measured]] = {}
    skipped: dict[str, str] = {}
    for bench in load(names):
        lacking = bench.lacks()
        if lacking and names:
            raise ConfigError(f"the benchmark '{bench.name}' can't run here: {lacking}")
        if lacking:
            skipped[bench.name] = lacking
        else:
            found[bench.name] = bench.run(options, progress)
    return found, skipped


def to_dict(
    results: dict[str, list[Measured]], options: Options, skipped: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """JSON-able."""
    lines = {name: [asdict(one) | {"ratio": one.ratio} for one in found] for name, found in results.items()}
    chosen = asdict(options) | {"store": str(options.store) if options.store else None}
    return {"benches": lines, "skipped": dict(skipped or {}), "settings": chosen, "machine": machine()}
